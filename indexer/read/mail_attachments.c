/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is attached to a mail, read as files inside it. Invariant: no two attachments of one message have the same name,
 * and a name is one line without "/", so that it can stand in a path. */
#include <string.h>

#include <gmime/gmime.h>

#include "indexer/read/charset.h"
#include "indexer/read/id_set.h"
#include "indexer/read/mail_parts.h"
#include "indexer/read/recognise.h"
#include "lib/utf8.h"

#define NAME_BYTES_MAX 240
#define EXTENSION_BYTES_MAX 12

typedef struct attachments {
    const dictum_mail_reading *in;
    dictum_id_set names; /* with the highest number that each has been given */
    dictum_buf name, member, content, title;
    bool has_time;
    time_t time; /* the noon of the message's date */
    size_t found;
} attachments;

/* ---- names --------------------------------------------------------------------------------------------------- */

/* What a part without a name, or without an extension, is called by its type. */
static const char *extension_of(GMimeObject *object)
{
    static const char *const known[][3] = {
        {"text", "html", ".html"},
        {"text", "markdown", ".md"},
        {"text", "csv", ".csv"},
        {"text", "tab-separated-values", ".tsv"},
        {"text", "vtt", ".vtt"},
        {"text", "*", ".txt"},
        {"message", "*", ".eml"},
        {"application", "pdf", ".pdf"},
        {"application", "zip", ".zip"},
        {"application", "mbox", ".mbox"},
        {"application", "epub+zip", ".epub"},
        {"application", "x-subrip", ".srt"},
        {"application", "vnd.oasis.opendocument.text", ".odt"},
        {"application", "vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (dictum__mail_is_type(object, known[i][0], known[i][1])) {
            return known[i][2];
        }
    }
    return "";
}

/* Where the name's extension begins; at its end where there is none. */
static size_t extension_at(dictum_slice name)
{
    for (size_t at = name.len; at > 1 && name.len - at < EXTENSION_BYTES_MAX; at--) {
        if (name.data[at - 1] == '.') {
            return at - 1;
        }
    }
    return name.len;
}

/* Shortened to what a file can be called, with its extension. */
static void append_short(dictum_buf *out, dictum_slice name)
{
    size_t extension = extension_at(name), end = extension;

    if (name.len > NAME_BYTES_MAX) {
        end = NAME_BYTES_MAX - (name.len - extension);
        while (end > 0 && ((unsigned char)name.data[end] & 0xC0u) == 0x80) {
            end--;
        }
    }
    dictum__buf_append(out, name.data, end);
    dictum__buf_append(out, name.data + extension, name.len - extension);
}

/* Puts the part's name into `name`: its own, or one by its type. */
static void take_name(attachments *to, GMimeObject *object)
{
    const char *otherwise = GMIME_IS_MESSAGE_PART(object) ? "message" : "attachment";
    dictum_buf given;

    dictum__buf_init(&given, DICTUM__FIELD_BYTES_MAX);
    dictum__mail_name(object, &given);
    for (size_t i = 0; i < given.len; i++) {
        given.data[i] = given.data[i] == '/' ? '_' : given.data[i];
    }
    dictum__buf_clear(&to->name);
    if (given.len > 0) {
        append_short(&to->name, dictum__buf_slice(&given));
    } else {
        dictum__buf_append_str(&to->name, otherwise);
        dictum__buf_append_str(&to->name, extension_of(object));
    }
    to->name.failed = given.failed != DICTUM_OK ? given.failed : to->name.failed;
    dictum__buf_dispose(&given);
}

/* "report.pdf", "report (2).pdf" and so on. Each name remembers the last number it gave, so that many of the same name
 * are not tried one by one. */
static dictum_status make_unique(attachments *to, dictum_error *err)
{
    dictum_slice name = dictum__buf_slice(&to->name);
    size_t extension = extension_at(name);
    uint64_t number, taken = 0;
    dictum_buf other;
    dictum_status status = dictum__id_set_add(&to->names, name, 1, &number, err);

    if (status != DICTUM_OK || number == 0) {
        return status;
    }
    dictum__buf_init(&other, DICTUM__FIELD_BYTES_MAX);
    do {
        number++;
        dictum__buf_clear(&other);
        dictum__buf_append(&other, name.data, extension);
        dictum__buf_appendf(&other, " (%llu)", (unsigned long long)number);
        dictum__buf_append(&other, name.data + extension, name.len - extension);
        status = dictum__buf_status(&other) == DICTUM_OK
                     ? dictum__id_set_add(&to->names, dictum__buf_slice(&other), 1, &taken, err)
                     : dictum__nomem(err);
    } while (status == DICTUM_OK && taken != 0);
    if (status == DICTUM_OK) {
        status = dictum__id_set_add(&to->names, name, number, &taken, err);
        dictum__buf_dispose(&to->name);
        to->name = other;
    } else {
        dictum__buf_dispose(&other);
    }
    return status;
}

/* Name and path of the part at hand. */
static dictum_status name_part(attachments *to, GMimeObject *object, dictum_error *err)
{
    dictum_status status;

    take_name(to, object);
    if (dictum__buf_status(&to->name) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    status = make_unique(to, err);
    if (status != DICTUM_OK) {
        return status;
    }
    dictum__buf_clear(&to->member);
    if (to->in->source->member.data != NULL) {
        dictum__buf_append_slice(&to->member, to->in->source->member);
        dictum__buf_append_str(&to->member, DICTUM__MEMBER_MARK);
    }
    dictum__buf_append_slice(&to->member, to->in->folder);
    dictum__buf_append_slice(&to->member, dictum__buf_slice(&to->name));
    /* What the file is called where that tells its format, which its type tells otherwise. */
    dictum__buf_clear(&to->title);
    dictum__buf_append_slice(&to->title, dictum__buf_slice(&to->name));
    if (dictum__format_by_name(to->name.data) == DICTUM__FORMAT_NONE) {
        dictum__buf_append_str(&to->title, extension_of(object));
    }
    if (dictum__buf_status(&to->member) != DICTUM_OK || dictum__buf_status(&to->title) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return DICTUM_OK;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* A text comes in UTF-8 with its mark, because what its headers say of its charset does not go with it. */
static dictum_status take_content(attachments *to, GMimeObject *object, dictum_error *err)
{
    GMimeStream *stream;
    GByteArray *bytes;

    dictum__buf_clear(&to->content);
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *message = g_mime_message_part_get_message((GMimeMessagePart *)object);
        if (message == NULL) {
            return DICTUM_OK;
        }
        stream = g_mime_stream_mem_new();
        (void)g_mime_object_write_to_stream((GMimeObject *)message, NULL, stream);
        bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
        dictum__buf_append(&to->content, bytes->data, bytes->len);
        g_object_unref(stream);
        return dictum__buf_status(&to->content) == DICTUM_NOMEM ? dictum__nomem(err) : DICTUM_OK;
    }
    if (dictum__mail_is_type(object, "text", "*") &&
        g_mime_object_get_content_type_parameter(object, "charset") != NULL) {
        dictum_status status;
        dictum__buf_append_str(&to->content, "\xEF\xBB\xBF");
        status = dictum__mail_content_text((GMimePart *)object, &to->content, err);
        if (to->content.len == 3) {
            dictum__buf_clear(&to->content);
        }
        return status;
    }
    return dictum__mail_content((GMimePart *)object, &to->content, err);
}

static dictum_status read_part(attachments *to, GMimeObject *object, dictum_error *err)
{
    dictum_error detail = {.code = DICTUM_OK};
    dictum_source inside;
    dictum_slice bytes;
    dictum_status status = name_part(to, object, err);

    if (status != DICTUM_OK) {
        return status;
    }
    to->found++;
    status = take_content(to, object, &detail);
    bytes = dictum__buf_slice(&to->content);
    dictum__source_bytes(&inside, to->in->source, to->title.data, dictum__buf_slice(&to->member), &bytes);
    if (to->has_time) {
        inside.has_time = true;
        inside.changed = to->time;
    }
    if (status == DICTUM_LIMIT) {
        const dictum_place place = dictum__source_place(&inside, 0);
        status = dictum__deliver_problem(&place, to->in->reading, err, "%s", detail.text);
    } else if (status == DICTUM_OK) {
        status = dictum__read_inside(&inside, to->in->reading, err);
    } else if (err != NULL) {
        *err = detail;
    }
    dictum__source_close(&inside);
    return status;
}

static dictum_status complain(const attachments *to, dictum_error *err, const char *reason)
{
    const dictum_place place = dictum__source_place(to->in->source, to->in->part);

    return dictum__deliver_problem(&place, to->in->reading, err, "%s", reason);
}

static dictum_status walk(attachments *to, GMimeObject *object, GMimeMultipart *around, unsigned depth,
                          dictum_error *err);

static dictum_status walk_parts(attachments *to, GMimeMultipart *multipart, unsigned depth, dictum_error *err)
{
    int count = dictum__mail_count(multipart);
    dictum_status status = DICTUM_OK;

    if (depth >= DICTUM__MAIL_DEPTH_MAX) {
        return complain(to, err, "parts of it lie too deep in each other and are not read");
    }
    for (int i = 0; status == DICTUM_OK && i < count && !to->in->reading->budget->spent; i++) {
        status = walk(to, g_mime_multipart_get_part(multipart, i), multipart, depth + 1, err);
    }
    return status;
}

static dictum_status walk(attachments *to, GMimeObject *object, GMimeMultipart *around, unsigned depth,
                          dictum_error *err)
{
    switch (dictum__mail_kind_of(object, around)) {
    case DICTUM__MAIL_CONTAINER:
        return walk_parts(to, (GMimeMultipart *)object, depth, err);
    case DICTUM__MAIL_ATTACHMENT:
    case DICTUM__MAIL_MESSAGE:
        return read_part(to, object, err);
    case DICTUM__MAIL_ENCRYPTED:
        return complain(to, err,
                        GMIME_IS_MULTIPART(object) ? "its content is encrypted (multipart/encrypted)"
                                                   : "its content is encrypted or sealed (application/pkcs7-mime)");
    case DICTUM__MAIL_FRAGMENT:
        return complain(to, err, "it holds a piece of another message (message/partial), which is not read");
    default:
        return DICTUM_OK;
    }
}

/* The noon in UTC of an ISO date, so that it is the same day in the end. */
static bool time_of(dictum_slice date, time_t *time)
{
    struct tm when = {.tm_hour = 12};

    if (date.len != strlen("2002-08-22")) {
        return false;
    }
    for (size_t i = 0; i < date.len; i++) {
        int *field = i < 4 ? &when.tm_year : i < 7 ? &when.tm_mon : &when.tm_mday;
        if (date.data[i] != '-') {
            *field = *field * 10 + (date.data[i] - '0');
        }
    }
    when.tm_year -= 1900;
    when.tm_mon -= 1;
    *time = timegm(&when);
    return true;
}

dictum_status dictum__mail_attachments(const dictum_mail_reading *in, GMimeMessage *message, dictum_slice date,
                                       size_t *found, dictum_error *err)
{
    attachments to = {.in = in};
    dictum_status status;

    dictum__id_set_init(&to.names);
    dictum__buf_init(&to.name, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&to.title, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&to.member, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&to.content, DICTUM__FILE_BYTES_MAX);
    to.has_time = time_of(date, &to.time);
    status = walk(&to, g_mime_message_get_mime_part(message), NULL, 0, err);
    *found = to.found;
    dictum__buf_dispose(&to.content);
    dictum__buf_dispose(&to.member);
    dictum__buf_dispose(&to.title);
    dictum__buf_dispose(&to.name);
    dictum__id_set_dispose(&to.names);
    return status;
}
