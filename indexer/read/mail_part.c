/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A part of a mail: what it is to a reader, and its content. Invariant: a content is decoded where it lies in the
 * message; no more than its decoded form is made of it. */
#include "indexer/read/mail_parts.h"

#include <string.h>

#include <gmime/gmime.h>

#include "indexer/read/charset.h"

/* Room for what the end of an encoded content still gives. */
#define DECODED_TAIL_BYTES 64
/* The page of a multipart/related is looked for among so many parts, for each of them. */
#define STARTS_MAX 32

/* ---- what a part is ------------------------------------------------------------------------------------------ */

bool dictum__mail_is_type(GMimeObject *object, const char *type, const char *subtype)
{
    GMimeContentType *content_type = g_mime_object_get_content_type(object);

    return content_type != NULL && g_mime_content_type_is_type(content_type, type, subtype);
}

static bool is_one_of(GMimeObject *object, const char *const (*types)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (dictum__mail_is_type(object, types[i][0], types[i][1])) {
            return true;
        }
    }
    return false;
}

/* What only machines read. */
static bool is_passed(GMimeObject *object)
{
    static const char *const types[][2] = {{"application", "pgp-signature"},
                                           {"application", "pkcs7-signature"},
                                           {"application", "x-pkcs7-signature"},
                                           {"application", "pgp-encrypted"},
                                           {"application", "pgp-keys"},
                                           {"application", "applefile"},
                                           {"message", "delivery-status"},
                                           {"message", "disposition-notification"},
                                           {"message", "feedback-report"},
                                           {"message", "external-body"},
                                           {"text", "rfc822-headers"}};

    return is_one_of(object, types, sizeof(types) / sizeof(types[0]));
}

/* Pictures, sounds and style sheets are parts of the text's look, unless they are said to be attached. */
static bool is_decoration(GMimeObject *object)
{
    static const char *const types[][2] = {{"image", "*"},  {"audio", "*"},    {"video", "*"},     {"font", "*"},
                                           {"text", "css"}, {"text", "vcard"}, {"text", "x-vcard"}};

    return is_one_of(object, types, sizeof(types) / sizeof(types[0]));
}

/* A type without a subtype is none: then it is text, as where no type is said (RFC 2045, section 5.2). */
static bool has_no_type(GMimeObject *object)
{
    GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), "Content-Type");
    const char *raw = header == NULL ? NULL : g_mime_header_get_raw_value(header);

    return raw == NULL || memchr(raw, '/', strcspn(raw, ";")) == NULL;
}

static bool is_smime(GMimeObject *object)
{
    return dictum__mail_is_type(object, "application", "pkcs7-mime") ||
           dictum__mail_is_type(object, "application", "x-pkcs7-mime");
}

static bool has_name(GMimeObject *object)
{
    const char *name = GMIME_IS_PART(object) ? g_mime_part_get_filename((GMimePart *)object) : NULL;

    return name != NULL && name[0] != '\0';
}

/* The page that a multipart/related is: the part that its parameter "start" names, else the first (RFC 2387). */
static GMimeObject *page_of(GMimeMultipart *related)
{
    const char *start = g_mime_object_get_content_type_parameter((GMimeObject *)related, "start");
    char *wanted = start == NULL ? NULL : g_mime_utils_decode_message_id(start);
    int count = g_mime_multipart_get_count(related), page = 0;

    for (int i = 0; wanted != NULL && i < count && i < STARTS_MAX; i++) {
        const char *id = g_mime_object_get_content_id(g_mime_multipart_get_part(related, i));
        if (id != NULL && strcmp(id, wanted) == 0) {
            page = i;
            break;
        }
    }
    g_free(wanted);
    return g_mime_multipart_get_part(related, page);
}

/* Whether it belongs to the page that a multipart/related is: the page can refer to it. A text that nothing can refer
 * to is one for the reader, wherever its writer put it. */
static bool is_of_page(GMimeObject *object, GMimeMultipart *around)
{
    return around != NULL && dictum__mail_is_type((GMimeObject *)around, "multipart", "related") &&
           page_of(around) != object &&
           (!dictum__mail_is_type(object, "text", "*") || g_mime_object_get_content_id(object) != NULL ||
            g_mime_object_get_header(object, "Content-Location") != NULL);
}

dictum__mail_kind dictum__mail_kind_of(GMimeObject *object, GMimeMultipart *around)
{
    bool attached;

    if (GMIME_IS_MULTIPART_ENCRYPTED(object) || is_smime(object)) {
        return DICTUM__MAIL_ENCRYPTED;
    }
    if (GMIME_IS_MULTIPART(object)) {
        return DICTUM__MAIL_CONTAINER;
    }
    if (GMIME_IS_MESSAGE_PART(object)) {
        return DICTUM__MAIL_MESSAGE;
    }
    if (GMIME_IS_MESSAGE_PARTIAL(object)) {
        return DICTUM__MAIL_FRAGMENT;
    }
    if (!GMIME_IS_PART(object) || is_passed(object)) {
        return DICTUM__MAIL_PASSED;
    }
    attached = g_mime_part_is_attachment((GMimePart *)object);
    if (!attached && (is_decoration(object) || (is_of_page(object, around) && !has_name(object)))) {
        return DICTUM__MAIL_PASSED;
    }
    if (attached || !(dictum__mail_is_type(object, "text", "*") || has_no_type(object))) {
        return DICTUM__MAIL_ATTACHMENT;
    }
    /* A message that is nothing but a text may still give it a name. */
    return around != NULL && has_name(object) ? DICTUM__MAIL_ATTACHMENT : DICTUM__MAIL_TEXT;
}

int dictum__mail_count(GMimeMultipart *multipart)
{
    int count = g_mime_multipart_get_count(multipart);

    return GMIME_IS_MULTIPART_SIGNED(multipart) && count > 1 ? 1 : count;
}

/* ---- content ------------------------------------------------------------------------------------------------- */

/* The content as it stands in the message. */
static dictum_slice encoded_bytes(GMimeDataWrapper *content)
{
    GMimeStream *stream = g_mime_data_wrapper_get_stream(content);
    GByteArray *bytes = GMIME_IS_STREAM_MEM(stream) ? g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream) : NULL;
    gint64 start, end;

    if (bytes == NULL) {
        return (dictum_slice){"", 0};
    }
    start = stream->bound_start;
    end = stream->bound_end < 0 || stream->bound_end > bytes->len ? bytes->len : stream->bound_end;
    return start < end ? (dictum_slice){(const char *)bytes->data + start, (size_t)(end - start)}
                       : (dictum_slice){"", 0};
}

/* What follows the line "begin 644 name"; all where there is none. */
static dictum_slice behind_begin(dictum_slice raw)
{
    const char *line = raw.data, *end;

    while ((end = memchr(line, '\n', raw.len - (size_t)(line - raw.data))) != NULL) {
        if (end - line > 6 && memcmp(line, "begin ", 6) == 0) {
            return (dictum_slice){end + 1, raw.len - (size_t)(end + 1 - raw.data)};
        }
        line = end + 1;
    }
    return raw;
}

/* Decodes all at once; of what is broken, what can be. */
static void decode(dictum_slice raw, GMimeContentEncoding encoding, dictum_buf *out)
{
    GMimeEncoding state;

    g_mime_encoding_init_decode(&state, encoding);
    if (encoding == GMIME_CONTENT_ENCODING_UUENCODE) {
        raw = behind_begin(raw);
        state.state |= GMIME_UUDECODE_STATE_BEGIN;
    }
    if (raw.len == 0 || !dictum__buf_reserve(out, g_mime_encoding_outlen(&state, raw.len) + DECODED_TAIL_BYTES)) {
        return;
    }
    out->len += g_mime_encoding_step(&state, raw.data, raw.len, out->data + out->len);
    if (encoding == GMIME_CONTENT_ENCODING_BASE64 && (state.state == 2 || state.state == 3)) {
        /* The padding has been left off: two or three characters of a group of four are there. */
        out->len += g_mime_encoding_step(&state, "==", (size_t)(4 - state.state), out->data + out->len);
    } else {
        out->len += g_mime_encoding_flush(&state, "", 0, out->data + out->len);
    }
    out->data[out->len] = '\0';
}

dictum_status dictum__mail_content(GMimePart *part, dictum_buf *out, dictum_error *err)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    dictum_status status;

    if (content == NULL) {
        return DICTUM_OK;
    }
    decode(encoded_bytes(content), g_mime_data_wrapper_get_encoding(content), out);
    status = dictum__buf_status(out);
    if (status == DICTUM_NOMEM) {
        return dictum__nomem(err);
    }
    return status == DICTUM_OK ? status : dictum__fail(err, status, "it holds more than %zu MB", out->ceiling >> 20);
}

dictum_status dictum__mail_content_text(GMimePart *part, dictum_buf *out, dictum_error *err)
{
    const char *label = g_mime_object_get_content_type_parameter((GMimeObject *)part, "charset");
    bool markup = dictum__mail_is_type((GMimeObject *)part, "text", "html");
    dictum_charset charset;
    dictum_buf raw;
    dictum_status status;

    dictum__buf_init(&raw, DICTUM__FILE_BYTES_MAX);
    status = dictum__mail_content(part, &raw, err);
    if (status == DICTUM_OK && raw.len > 0) {
        status = dictum__charset_find_labelled(dictum__buf_slice(&raw), dictum__slice(label), markup, &charset, err);
        if (status == DICTUM_OK) {
            status = dictum__charset_convert(dictum__buf_slice(&raw), &charset, out, err);
        }
    }
    dictum__buf_dispose(&raw);
    return status;
}
