/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a mail's headers say of it. Invariant: whatever bytes a header has, its value is brought into UTF-8 before
 * GMime decodes it, so that raw bytes are guessed as those of texts are and not as GMime's locale would have them. */
#include <string.h>

#include <gmime/gmime.h>

#include "indexer/read/charset.h"
#include "indexer/read/date.h"
#include "indexer/read/mail_parts.h"
#include "lib/utf8.h"

/* Of a longer header only so much is looked at. */
#define HEADER_BYTES_MAX ((size_t)16384)
#define SENDERS_MAX 10

/* The header's value in UTF-8 on one line, its encoded words as they are; empty where there is none. `out` is emptied
 * first. */
static void take_raw(GMimeObject *object, const char *name, dictum_buf *out)
{
    GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);
    dictum_slice raw = dictum__slice(header == NULL ? NULL : g_mime_header_get_raw_value(header));
    dictum_charset charset;
    dictum_buf text;

    dictum__buf_clear(out);
    if (raw.len == 0) {
        return;
    }
    raw.len = raw.len < HEADER_BYTES_MAX ? raw.len : HEADER_BYTES_MAX;
    dictum__buf_init(&text, 8 * HEADER_BYTES_MAX);
    if (dictum__charset_find(raw, false, &charset, NULL) == DICTUM_OK &&
        dictum__charset_convert(raw, &charset, &text, NULL) == DICTUM_OK) {
        dictum__append_one_line(out, dictum__buf_slice(&text));
    }
    dictum__buf_append_str(out, ""); /* a string, even of nothing */
    dictum__buf_dispose(&text);
}

/* The same with encoded words (RFC 2047) decoded. */
static void take_text(GMimeObject *object, const char *name, dictum_buf *out)
{
    dictum_buf raw;
    char *decoded;

    dictum__buf_init(&raw, 8 * HEADER_BYTES_MAX);
    take_raw(object, name, &raw);
    dictum__buf_clear(out);
    if (raw.len > 0) {
        decoded = g_mime_utils_header_decode_text(NULL, raw.data);
        dictum__utf8_append_repaired(out, dictum__slice(decoded));
        g_free(decoded);
    }
    dictum__buf_dispose(&raw);
}

static dictum_slice without_pair(dictum_slice text, char open, char close)
{
    text = dictum__trimmed(text);
    if (text.len >= 2 && text.data[0] == open && text.data[text.len - 1] == close) {
        text = (dictum_slice){text.data + 1, text.len - 2};
    }
    return dictum__trimmed(text);
}

static dictum_slice without_quotes(dictum_slice text)
{
    return without_pair(without_pair(text, '"', '"'), '\'', '\'');
}

/* ---- date ---------------------------------------------------------------------------------------------------- */

static bool names_a_month(dictum_slice text)
{
    size_t at = 0;

    while (at < text.len) {
        size_t start = at;
        while (at < text.len && ((unsigned)text.data[at] | 0x20u) - 'a' < 26u) {
            at++;
        }
        if (at > start && dictum__date_month((dictum_slice){text.data + start, at - start}) != 0) {
            return true;
        }
        at += at == start;
    }
    return false;
}

/* GMime knows the old forms, such as years of two digits, but would guess which number is the month. */
static void take_date(GMimeObject *headers, dictum_buf *scratch, dictum_document *document)
{
    GDateTime *when = NULL;
    dictum_slice stated;

    take_raw(headers, "Date", scratch);
    stated = dictum__buf_slice(scratch);
    if (stated.len == 0 || dictum__field_offer_date(&document->date, stated)) {
        return;
    }
    if (names_a_month(stated)) {
        when = g_mime_utils_header_decode_date(scratch->data);
    }
    if (when != NULL) {
        dictum__buf_clear(&document->date);
        dictum__date_append(&document->date, (unsigned)g_date_time_get_year(when),
                            (unsigned)g_date_time_get_month(when), (unsigned)g_date_time_get_day_of_month(when));
        g_date_time_unref(when);
    }
    if (document->date.len == 0) {
        dictum__field_offer(&document->refused_date, stated);
    }
}

/* ---- people and lists ---------------------------------------------------------------------------------------- */

/* A person's name, else the address. */
static void append_sender(InternetAddress *address, dictum_buf *out)
{
    const char *name = internet_address_get_name(address);
    const char *mailbox = INTERNET_ADDRESS_IS_MAILBOX(address)
                              ? internet_address_mailbox_get_addr((InternetAddressMailbox *)address)
                              : NULL;
    dictum_slice said = name == NULL ? (dictum_slice){"", 0} : without_quotes(dictum__slice(name));

    if (said.len == 0) {
        said = dictum__slice(mailbox == NULL ? "" : mailbox);
    }
    if (said.len > 0) {
        dictum__buf_append_str(out, out->len > 0 ? ", " : "");
        dictum__utf8_append_repaired(out, said);
    }
}

static void take_speaker(GMimeObject *headers, dictum_buf *scratch, dictum_document *document)
{
    static const char *const names[] = {"From", "Sender", "Reply-To"};
    dictum_buf senders;

    dictum__buf_init(&senders, DICTUM__FIELD_BYTES_MAX);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && document->speaker.len == 0; i++) {
        InternetAddressList *list;
        int count;
        take_raw(headers, names[i], scratch);
        if (scratch->len == 0) {
            continue;
        }
        dictum__buf_clear(&senders);
        list = internet_address_list_parse(NULL, scratch->data);
        count = list == NULL ? 0 : internet_address_list_length(list);
        for (int k = 0; k < count && k < SENDERS_MAX; k++) {
            append_sender(internet_address_list_get_address(list, k), &senders);
        }
        if (list != NULL) {
            g_object_unref(list);
        }
        if (senders.len == 0) { /* no address, but somebody's name */
            take_text(headers, names[i], &senders);
        }
        dictum__field_offer(&document->speaker, dictum__buf_slice(&senders));
    }
    dictum__buf_dispose(&senders);
}

/* The name of the mailing list, the sender's organisation, or the list's id. */
static void take_source(GMimeObject *headers, dictum_buf *scratch, dictum_document *document)
{
    static const char *const organisations[] = {"Organization", "Organisation"};
    dictum_slice list;
    const char *open;

    take_text(headers, "List-Id", scratch);
    list = dictum__buf_slice(scratch);
    open = list.len == 0 ? NULL : memchr(list.data, '<', list.len);
    if (open != NULL) {
        dictum__field_offer(&document->source, without_quotes((dictum_slice){list.data, (size_t)(open - list.data)}));
    }
    for (size_t i = 0; i < sizeof(organisations) / sizeof(organisations[0]) && document->source.len == 0; i++) {
        take_text(headers, organisations[i], scratch);
        dictum__field_offer(&document->source, without_quotes(dictum__buf_slice(scratch)));
    }
    if (document->source.len == 0) {
        take_text(headers, "List-Id", scratch);
        dictum__field_offer(&document->source, without_pair(dictum__buf_slice(scratch), '<', '>'));
    }
}

/* Of several languages none is the message's. */
static void take_language(GMimeObject *object, dictum_buf *scratch, dictum_document *document)
{
    take_raw(object, "Content-Language", scratch);
    if (scratch->len > 0 && strpbrk(scratch->data, ", ") == NULL) {
        dictum__field_offer(&document->lang, dictum__buf_slice(scratch));
    }
}

dictum_status dictum__mail_headers(GMimeMessage *message, dictum_document *document, dictum_error *err)
{
    static const char *const addresses[] = {"Archived-At", "X-URL"};
    GMimeObject *headers = (GMimeObject *)message;
    dictum_buf scratch;
    dictum_status status;

    dictum__buf_init(&scratch, DICTUM__FIELD_BYTES_MAX);
    take_text(headers, "Subject", &scratch);
    dictum__field_offer_title(&document->title, dictum__buf_slice(&scratch));
    take_date(headers, &scratch, document);
    take_speaker(headers, &scratch, document);
    take_source(headers, &scratch, document);
    take_language(headers, &scratch, document);
    take_language(g_mime_message_get_mime_part(message), &scratch, document);
    for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        take_raw(headers, addresses[i], &scratch);
        if (scratch.len > 0) {
            dictum__field_offer_url(&document->url, without_pair(dictum__buf_slice(&scratch), '<', '>'));
        }
    }
    status = dictum__buf_status(&scratch) == DICTUM_NOMEM ? dictum__nomem(err) : dictum__document_status(document, err);
    dictum__buf_dispose(&scratch);
    return status;
}

void dictum__mail_name(GMimeObject *object, dictum_buf *out)
{
    const char *name = GMIME_IS_PART(object) ? g_mime_part_get_filename((GMimePart *)object) : NULL;
    dictum_buf repaired;

    if (name == NULL) {
        name = g_mime_object_get_content_disposition_parameter(object, "filename");
    }
    if (name == NULL) {
        name = g_mime_object_get_content_type_parameter(object, "name");
    }
    if (name == NULL) {
        return;
    }
    dictum__buf_init(&repaired, DICTUM__FIELD_BYTES_MAX);
    dictum__utf8_append_repaired(&repaired, dictum__slice(name));
    dictum__append_one_line(out, dictum__buf_slice(&repaired));
    dictum__buf_dispose(&repaired);
}
