/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which charset a file is in. Invariant: the answer is always a charset that ICU can convert; what is wrong with the
 * guess shows as U+FFFD, never as a failure. */
#include "indexer/read/charset.h"

#include <stdio.h>
#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "indexer/read/document.h"
#include "lib/printable.h"
#include "lib/utf8.h"

/* A declaration stands within this many bytes; the standard's 1,024 are too few for real pages. */
#define DECLARATION_BYTES 8192
/* What ICU's detector looks at. */
#define SAMPLE_BYTES 8000

bool dictum__has_wide_bom(dictum_slice raw)
{
    return raw.len >= 2 && (memcmp(raw.data, "\xFF\xFE", 2) == 0 || memcmp(raw.data, "\xFE\xFF", 2) == 0 ||
                            (raw.len >= 4 && memcmp(raw.data, "\0\0\xFE\xFF", 4) == 0));
}

static void set(dictum_charset *charset, const char *name, size_t bom_bytes)
{
    snprintf(charset->name, sizeof(charset->name), "%s", name);
    charset->bom_bytes = bom_bytes;
}

static bool find_bom(dictum_slice raw, dictum_charset *charset)
{
    static const struct {
        const char *bytes;
        size_t len;
        const char *name;
    } marks[] = {
        {"\xFF\xFE\0\0", 4, "UTF-32LE"}, {"\0\0\xFE\xFF", 4, "UTF-32BE"}, {"\xEF\xBB\xBF", 3, "UTF-8"},
        {"\xFF\xFE", 2, "UTF-16LE"},     {"\xFE\xFF", 2, "UTF-16BE"},
    };

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (raw.len >= marks[i].len && memcmp(raw.data, marks[i].bytes, marks[i].len) == 0) {
            set(charset, marks[i].name, marks[i].len);
            return true;
        }
    }
    return false;
}

/* Where the standard says something else than the label does; the names are ICU's. */
static const struct {
    const char *label, *name;
} special_labels[] = {
    {"ascii", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"ansi", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"iso88591", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"shift_jis", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"euc-kr", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"big5", "Big5-HKSCS"},
    {"x-user-defined", "windows-1252"},
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    /* A declaration that could be read as ASCII cannot be in these. */
    {"utf-16", "UTF-8"},
    {"utf-16le", "UTF-8"},
    {"utf-16be", "UTF-8"},
    {"utf-32", "UTF-8"},
    {"ucs-2", "UTF-8"},
    {"unicode", "UTF-8"},
};

bool dictum__charset_of_label(dictum_slice label, char *name)
{
    char wanted[DICTUM__CHARSET_NAME_BYTES];
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter;

    label = dictum__trimmed(label);
    if (label.len == 0 || label.len >= sizeof(wanted)) {
        return false;
    }
    snprintf(wanted, sizeof(wanted), "%.*s", (int)label.len, label.data);
    for (size_t i = 0; i < sizeof(special_labels) / sizeof(special_labels[0]); i++) {
        if (dictum__is_word(label, special_labels[i].label)) {
            snprintf(name, DICTUM__CHARSET_NAME_BYTES, "%s", special_labels[i].name);
            return true;
        }
    }
    converter = ucnv_open(wanted, &status);
    if (U_FAILURE(status)) {
        return false;
    }
    /* Whatever does not contain ASCII cannot have spelled its own declaration. */
    if (ucnv_getType(converter) == UCNV_EBCDIC_STATEFUL || ucnv_getType(converter) == UCNV_UTF7 ||
        ucnv_getType(converter) == UCNV_SCSU || ucnv_getType(converter) == UCNV_BOCU1 || strchr(wanted, ',') != NULL ||
        dictum__find_word(label, 0, "ebcdic") < label.len || dictum__find_word(label, 0, "utf-") < label.len) {
        snprintf(wanted, sizeof(wanted), "UTF-8");
    }
    ucnv_close(converter);
    snprintf(name, DICTUM__CHARSET_NAME_BYTES, "%s", wanted);
    return true;
}

/* The value after `key`, white space and "=" in `tag`: quoted or up to a character that cannot be in it. */
static dictum_slice value_after(dictum_slice tag, const char *key)
{
    size_t at = dictum__find_word(tag, 0, key), start;
    char quote = 0;

    if (at >= tag.len) {
        return (dictum_slice){NULL, 0};
    }
    at += strlen(key);
    while (at < tag.len && strchr(" \t\r\n\f", tag.data[at]) != NULL) {
        at++;
    }
    if (at >= tag.len || tag.data[at] != '=') {
        return (dictum_slice){NULL, 0};
    }
    at++;
    while (at < tag.len && strchr(" \t\r\n\f", tag.data[at]) != NULL) {
        at++;
    }
    if (at < tag.len && (tag.data[at] == '"' || tag.data[at] == '\'')) {
        quote = tag.data[at++];
    }
    start = at;
    while (at < tag.len && tag.data[at] != quote && strchr(" \t\r\n\f;\"'/>", tag.data[at]) == NULL) {
        at++;
    }
    return (dictum_slice){tag.data + start, at - start};
}

static bool find_declaration(dictum_slice raw, char *name)
{
    dictum_slice front = {raw.data, raw.len < DECLARATION_BYTES ? raw.len : DECLARATION_BYTES};
    size_t at = 0;

    if (front.len >= 5 && memcmp(front.data, "<?xml", 5) == 0) {
        dictum_slice tag = {front.data, dictum__find_word(front, 0, "?>")};
        dictum_slice label = value_after(tag, "encoding");
        if (label.data != NULL && dictum__charset_of_label(label, name)) {
            return true;
        }
    }
    while (at < front.len) {
        const char *open = memchr(front.data + at, '<', front.len - at);
        dictum_slice tag, label;
        if (open == NULL) {
            break;
        }
        at = (size_t)(open - front.data);
        tag = (dictum_slice){front.data + at, dictum__find_word(front, at, ">") - at};
        if (tag.len >= 4 && memcmp(tag.data, "<!--", 4) == 0) {
            at = dictum__find_word(front, at + 4, "-->");
            continue;
        }
        at++;
        if (dictum__find_word((dictum_slice){tag.data, tag.len < 6 ? tag.len : 6}, 0, "<meta") == 0 && tag.len > 5) {
            label = value_after(tag, "charset");
            if (label.data != NULL && dictum__charset_of_label(label, name)) {
                return true;
            }
        }
    }
    return false;
}

/* How the bytes beyond ASCII are made up. */
typedef struct high_bytes {
    size_t bytes;     /* 0x80 and above */
    size_t runs;      /* of such bytes side by side */
    size_t sequences; /* well-formed UTF-8 sequences of more than one byte */
    size_t malformed; /* places where UTF-8 is malformed */
    bool escapes;     /* an escape sequence of ISO 2022 */
} high_bytes;

static high_bytes count_high_bytes(dictum_slice raw)
{
    high_bytes found = {0};
    bool in_run = false;
    size_t checked = 0;

    for (size_t i = 0; i < raw.len; i++) {
        size_t end = dictum__printable_end(raw, i);
        unsigned char c;
        bool high;
        if (end > i) {
            in_run = false;
            i = end;
        }
        if (i == raw.len) {
            break;
        }
        c = (unsigned char)raw.data[i];
        high = c >= 0x80;
        found.bytes += high;
        found.runs += high && !in_run;
        in_run = high;
        if (c == 0x1B && i + 1 < raw.len && (raw.data[i + 1] == '$' || raw.data[i + 1] == '(')) {
            found.escapes = true;
        }
    }
    if (found.bytes == 0) {
        return found;
    }
    while (checked < raw.len) {
        dictum_slice rest = {raw.data + checked, raw.len - checked};
        size_t valid = dictum__utf8_valid_bytes(rest);
        for (size_t i = 0; i < valid; i++) {
            found.sequences += (unsigned char)rest.data[i] >= 0xC0;
        }
        checked += valid;
        if (checked < raw.len) {
            found.malformed += raw.data[checked] != '\0';
            checked++;
            while (checked < raw.len && ((unsigned char)raw.data[checked] & 0xC0u) == 0x80) {
                checked++; /* of the same sequence, cut off or too long */
            }
        }
    }
    return found;
}

/* Valid, or so nearly that no other charset explains it: a file that was cut or patched in one place. */
static bool is_utf8(const high_bytes *high)
{
    return high->malformed == 0 || high->sequences > high->malformed * 4;
}

/* The words that have bytes beyond ASCII, each with the character before it: what a detector can learn from. */
static size_t take_sample(dictum_slice raw, char *sample)
{
    size_t len = 0, at = 0;

    while (at < raw.len && len < SAMPLE_BYTES) {
        size_t start = at;
        bool high = false;
        while (at < raw.len && (at == start || strchr(" \t\r\n<>", raw.data[at]) == NULL || raw.data[at] == '\0')) {
            high = high || ((unsigned char)raw.data[at] & 0x80u) != 0 || raw.data[at] == 0x1B;
            at++;
        }
        if (high) {
            size_t count = at - start < SAMPLE_BYTES - len ? at - start : SAMPLE_BYTES - len;
            memcpy(sample + len, raw.data + start, count);
            len += count;
        }
    }
    return len;
}

/* Whether a detected charset can be meant. `isolated`: bytes beyond ASCII mostly stand alone among ASCII letters, as in
 * a language with Latin letters, where charsets of two bytes for a character make no sense. */
static bool is_plausible(const char *name, bool isolated)
{
    static const char *const never[] = {"UTF-8", "UTF-16", "UTF-32", "IBM42", "UTF-7"};
    static const char *const latin[] = {"ISO-8859-1",   "ISO-8859-2",   "ISO-8859-9",
                                        "windows-1250", "windows-1252", "windows-1254"};

    for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
        if (strncmp(name, never[i], strlen(never[i])) == 0) {
            return false;
        }
    }
    for (size_t i = 0; isolated && i < sizeof(latin) / sizeof(latin[0]); i++) {
        if (strcmp(name, latin[i]) == 0) {
            return true;
        }
    }
    return !isolated;
}

static dictum_status detect(dictum_slice raw, const high_bytes *high, dictum_charset *charset, dictum_error *err)
{
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector;
    const UCharsetMatch **matches;
    char sample[SAMPLE_BYTES];
    size_t len = take_sample(raw, sample);
    bool isolated = high->bytes * 2 < high->runs * 3 && !high->escapes;
    int32_t count = 0;

    /* Seven-bit text with a stray escape character stays what it is. */
    set(charset, high->bytes == 0 ? "UTF-8" : "windows-1252", 0);
    if (isolated && high->bytes * 100 < raw.len) {
        return DICTUM_OK; /* a few quotation marks and accents: too little to tell, and this is by far the likeliest */
    }
    detector = ucsdet_open(&status);
    if (U_FAILURE(status)) {
        return dictum__nomem(err);
    }
    ucsdet_setText(detector, sample, (int32_t)len, &status);
    matches = ucsdet_detectAll(detector, &count, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < count; i++) {
        const char *name = ucsdet_getName(matches[i], &status);
        if (U_SUCCESS(status) && is_plausible(name, isolated)) {
            char known[DICTUM__CHARSET_NAME_BYTES];
            if (dictum__charset_of_label(dictum__slice(name), known)) {
                set(charset, known, 0);
                break;
            }
        }
    }
    ucsdet_close(detector);
    return status == U_MEMORY_ALLOCATION_ERROR ? dictum__nomem(err) : DICTUM_OK;
}

static bool is_single_byte(const char *name)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &status);
    bool single = U_SUCCESS(status) && ucnv_getMaxCharSize(converter) == 1;

    if (converter != NULL) {
        ucnv_close(converter);
    }
    return single;
}

/* A label outside the bytes can name charsets that do not contain ASCII. That of ASCII, which is what mailers write who
 * do not care, says nothing of bytes beyond it. */
static bool find_label(dictum_slice label, const high_bytes *high, char *name)
{
    static const char *const as_they_are[] = {"utf-7", "utf-16", "utf-16le", "utf-16be", "utf-32"};

    label = label.data == NULL ? label : dictum__trimmed(label);
    if (label.len == 0 ||
        (high->bytes > 0 && (dictum__is_word(label, "us-ascii") || dictum__is_word(label, "ascii")))) {
        return false;
    }
    for (size_t i = 0; i < sizeof(as_they_are) / sizeof(as_they_are[0]); i++) {
        if (dictum__is_word(label, as_they_are[i])) {
            snprintf(name, DICTUM__CHARSET_NAME_BYTES, "%s", as_they_are[i]);
            return true;
        }
    }
    return dictum__charset_of_label(label, name);
}

dictum_status dictum__charset_find_labelled(dictum_slice raw, dictum_slice label, bool markup, dictum_charset *charset,
                                            dictum_error *err)
{
    char declared[DICTUM__CHARSET_NAME_BYTES];
    high_bytes high;

    if (find_bom(raw, charset)) {
        return DICTUM_OK;
    }
    high = count_high_bytes(raw);
    if (find_label(label, &high, declared) || (markup && find_declaration(raw, declared))) {
        bool utf8 = strcmp(declared, "UTF-8") == 0;
        bool disproved = utf8 ? !is_utf8(&high) : high.sequences > 0 && high.malformed == 0 && is_single_byte(declared);
        if (!disproved) {
            set(charset, declared, 0);
            return DICTUM_OK;
        }
    }
    if (is_utf8(&high) && !high.escapes) {
        set(charset, "UTF-8", 0);
        return DICTUM_OK;
    }
    return detect(raw, &high, charset, err);
}

dictum_status dictum__charset_find(dictum_slice raw, bool markup, dictum_charset *charset, dictum_error *err)
{
    return dictum__charset_find_labelled(raw, (dictum_slice){NULL, 0}, markup, charset, err);
}

/* In place: "\n" for line ends of every kind, spaces for other controls. Only ever shortens. */
static void normalise_lines(dictum_buf *out, size_t from)
{
    char *data = out->data;
    size_t to = from;

    if (data == NULL) {
        return;
    }
    for (size_t at = from; at < out->len; at++) {
        size_t end = dictum__printable_end(dictum__buf_slice(out), at);
        unsigned char c;
        if (to < at && at < end) {
            memmove(data + to, data + at, end - at);
        }
        to += end - at;
        at = end;
        if (at == out->len) {
            break;
        }
        c = (unsigned char)data[at];
        if (c == '\r') {
            while (at + 1 < out->len && data[at + 1] == '\r') {
                at++;
            }
            at += at + 1 < out->len && data[at + 1] == '\n';
            data[to++] = '\n';
        } else if (c == '\v' || c == '\f') {
            data[to++] = '\n';
        } else if (c == 0xE2 && at + 2 < out->len && (unsigned char)data[at + 1] == 0x80 &&
                   ((unsigned char)data[at + 2] == 0xA8 || (unsigned char)data[at + 2] == 0xA9)) {
            data[to++] = '\n'; /* U+2028 LINE SEPARATOR, U+2029 PARAGRAPH SEPARATOR */
            if ((unsigned char)data[at + 2] == 0xA9) {
                data[to++] = '\n';
            }
            at += 2;
        } else {
            data[to++] = (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F ? ' ' : (char)c;
        }
    }
    dictum__buf_truncate(out, to);
}

static dictum_status convert(dictum_slice raw, const char *name, dictum_buf *out, dictum_error *err)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(name, &status), *to = ucnv_open("UTF-8", &status);
    UChar pivot[4096];
    UChar *pivot_source = pivot, *pivot_target = pivot;
    const char *source = raw.data, *source_end = raw.data + raw.len;
    bool first = true;

    while (U_SUCCESS(status)) {
        char chunk[16384];
        char *target = chunk;
        ucnv_convertEx(to, from, &target, chunk + sizeof(chunk), &source, source_end, pivot, &pivot_source,
                       &pivot_target, pivot + sizeof(pivot) / sizeof(pivot[0]), first, true, &status);
        first = false;
        dictum__buf_append(out, chunk, (size_t)(target - chunk)); /* may end in the middle of a character */
        if (status != U_BUFFER_OVERFLOW_ERROR) {
            break;
        }
        status = U_ZERO_ERROR;
    }
    if (from != NULL) {
        ucnv_close(from);
    }
    if (to != NULL) {
        ucnv_close(to);
    }
    if (status == U_MEMORY_ALLOCATION_ERROR) {
        return dictum__nomem(err);
    }
    return U_SUCCESS(status)
               ? DICTUM_OK
               : dictum__fail(err, DICTUM_INTERNAL, "cannot convert from %s: %s", name, u_errorName(status));
}

dictum_status dictum__charset_convert(dictum_slice raw, const dictum_charset *charset, dictum_buf *out,
                                      dictum_error *err)
{
    size_t from = out->len;
    dictum_status status = DICTUM_OK;

    raw.data += charset->bom_bytes;
    raw.len -= charset->bom_bytes;
    if (strcmp(charset->name, "UTF-8") == 0) {
        dictum__utf8_append_repaired(out, raw);
    } else {
        status = convert(raw, charset->name, out, err);
    }
    normalise_lines(out, from);
    if (status == DICTUM_OK && dictum__buf_status(out) == DICTUM_NOMEM) {
        return dictum__nomem(err);
    }
    if (status == DICTUM_OK && dictum__buf_status(out) != DICTUM_OK) {
        return dictum__fail(err, DICTUM_LIMIT, "it holds more than %zu MB", out->ceiling >> 20);
    }
    return status;
}
