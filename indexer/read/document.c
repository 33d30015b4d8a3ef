/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields of a statement that is being read. Invariant: a field is one line of valid UTF-8 without surrounding white
 * space and without control characters. */
#include "indexer/read/document.h"

#include <string.h>

#include <unicode/uchar.h>

#include "indexer/read/date.h"
#include "lib/utf8.h"

void dictum__document_init(dictum_document *document)
{
    dictum__buf_init(&document->text, DICTUM__TEXT_BYTES_MAX);
    dictum__buf_init(&document->pages, DICTUM__FIELD_BYTES_MAX);
    document->last_page = 0;
    dictum__buf_init(&document->title, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&document->date, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&document->refused_date, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&document->made_date, DICTUM__FIELD_BYTES_MAX);
    document->broken_front_matter = false;
    dictum__buf_init(&document->lost, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&document->speaker, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&document->source, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&document->lang, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&document->url, DICTUM__FIELD_BYTES_MAX);
}

void dictum__document_dispose(dictum_document *document)
{
    dictum__buf_dispose(&document->text);
    dictum__buf_dispose(&document->pages);
    dictum__buf_dispose(&document->title);
    dictum__buf_dispose(&document->date);
    dictum__buf_dispose(&document->refused_date);
    dictum__buf_dispose(&document->made_date);
    dictum__buf_dispose(&document->lost);
    dictum__buf_dispose(&document->speaker);
    dictum__buf_dispose(&document->source);
    dictum__buf_dispose(&document->lang);
    dictum__buf_dispose(&document->url);
}

dictum_status dictum__document_status(const dictum_document *document, dictum_error *err)
{
    const dictum_buf *all[] = {&document->text,   &document->pages,     &document->title,
                               &document->date,   &document->made_date, &document->speaker,
                               &document->source, &document->lang,      &document->url};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (dictum__buf_status(all[i]) == DICTUM_NOMEM) {
            return dictum__nomem(err);
        }
        if (dictum__buf_status(all[i]) != DICTUM_OK) {
            return dictum__fail(err, DICTUM_LIMIT, "it has more than %zu MB of text", DICTUM__TEXT_BYTES_MAX >> 20);
        }
    }
    return DICTUM_OK;
}

void dictum__document_add_page(dictum_document *document, size_t at)
{
    dictum__buf_append_varint(&document->pages, at - document->last_page);
    document->last_page = at;
}

/* The bytes of a white-space or control character at `at`; 0 where there is none. */
static size_t blank_at(dictum_slice text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];

    if (c <= 0x20 || c == 0x7f) {
        return 1;
    }
    if (c == 0xC2 && at + 1 < text.len) {
        unsigned char d = (unsigned char)text.data[at + 1];
        return d >= 0x80 && d <= 0xA0 ? 2 : 0; /* C1 controls and the no-break space */
    }
    return 0;
}

dictum_slice dictum__trimmed(dictum_slice text)
{
    size_t start = 0, end = text.len, bytes;

    if (text.len == 0) {
        return text; /* perhaps without data */
    }
    while (start < end && (bytes = blank_at(text, start)) != 0) {
        start += bytes;
    }
    while (end > start) {
        if (blank_at((dictum_slice){text.data, end}, end - 1) == 1) {
            end--;
        } else if (end - start >= 2 && blank_at((dictum_slice){text.data, end}, end - 2) == 2) {
            end -= 2;
        } else {
            break;
        }
    }
    return (dictum_slice){text.data + start, end - start};
}

void dictum__append_one_line(dictum_buf *out, dictum_slice text)
{
    size_t at = 0;

    text = dictum__trimmed(text);
    while (at < text.len) {
        size_t start = at, bytes = 0;
        while (at < text.len && blank_at(text, at) == 0) {
            at++;
        }
        dictum__buf_append(out, text.data + start, at - start);
        while (at < text.len && (bytes = blank_at(text, at)) != 0) {
            at += bytes;
        }
        if (at < text.len) {
            dictum__buf_append_char(out, ' ');
        }
    }
}

bool dictum__field_offer(dictum_buf *field, dictum_slice value)
{
    if (field->len > 0 || value.data == NULL) {
        return false;
    }
    value = dictum__trimmed(value);
    if (value.len == 0 || value.len > DICTUM__STATED_BYTES_MAX || !dictum__utf8_is_valid(value)) {
        return false;
    }
    dictum__append_one_line(field, value);
    return true;
}

/* Whether the character at `at` belongs to the one before it: a mark, a joiner, or what follows a joiner. */
static bool goes_on(dictum_slice text, size_t at)
{
    size_t next = at, before = at;
    UChar32 c = (UChar32)dictum__utf8_next(text, &next);

    do {
        before--;
    } while (before > 0 && ((unsigned char)text.data[before] & 0xC0u) == 0x80);
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 || c == 0x200D || dictum__utf8_next(text, &before) == 0x200D;
}

bool dictum__field_offer_title(dictum_buf *field, dictum_slice value)
{
    size_t cut = DICTUM__TITLE_BYTES_MAX, word;
    dictum_buf line;

    if (field->len > 0 || value.data == NULL || !dictum__utf8_is_valid(value)) {
        return false;
    }
    dictum__buf_init(&line, SIZE_MAX / 2);
    dictum__append_one_line(&line, value);
    if (dictum__buf_status(&line) != DICTUM_OK) {
        field->failed = line.failed;
    } else if (line.len > cut) {
        value = dictum__buf_slice(&line);
        while (cut > 1 && (((unsigned char)value.data[cut] & 0xC0u) == 0x80 || goes_on(value, cut))) {
            cut--;
        }
        for (word = cut; word > DICTUM__TITLE_BYTES_MAX / 2 && value.data[word] != ' '; word--) {
        }
        cut = value.data[word] == ' ' ? word : cut;
        dictum__buf_append(field, value.data, cut);
        dictum__buf_append_str(field, "…");
    } else {
        dictum__buf_append_slice(field, dictum__buf_slice(&line));
    }
    dictum__buf_dispose(&line);
    return field->len > 0;
}

bool dictum__field_offer_date(dictum_buf *field, dictum_slice value)
{
    return field->len == 0 && value.data != NULL && dictum__date_parse(value, field);
}

bool dictum__field_offer_url(dictum_buf *field, dictum_slice value)
{
    if (value.data == NULL) {
        return false;
    }
    value = dictum__trimmed(value);
    if (dictum__find_word(value, 0, "http://") != 0 && dictum__find_word(value, 0, "https://") != 0) {
        return false;
    }
    for (size_t i = 0; i < value.len; i++) {
        if (blank_at(value, i) != 0) {
            return false;
        }
    }
    return dictum__field_offer(field, value);
}

static char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins_with(const char *data, const char *lower, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (lower_ascii(data[i]) != lower[i]) {
            return false;
        }
    }
    return true;
}

bool dictum__is_word(dictum_slice text, const char *lower)
{
    return text.len == strlen(lower) && begins_with(text.data, lower, text.len);
}

size_t dictum__find_word(dictum_slice text, size_t from, const char *lower)
{
    size_t len = strlen(lower);

    for (size_t at = from; at + len <= text.len; at++) {
        if (begins_with(text.data + at, lower, len)) {
            return at;
        }
    }
    return text.len;
}
