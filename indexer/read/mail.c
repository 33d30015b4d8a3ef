/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One message: its text, then what is attached to it. Invariant: of a message that has anything at all a statement, a
 * problem or something inside it goes to the sink. */
#include "indexer/read/mail.h"

#include <string.h>

#include <gmime/gmime.h>

#include "indexer/read/mail_parts.h"

/* The statement of the message itself; *given says whether there is one: not of a message that is attachments only. */
static dictum_status deliver_text(const dictum_mail_reading *in, GMimeMessage *message, dictum_document *document,
                                  bool *given, dictum_error *err)
{
    dictum_status status = dictum__mail_headers(message, document, err);

    if (status == DICTUM_OK) {
        status = dictum__mail_text(message, &document->text, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__document_status(document, err);
    }
    *given = document->text.len > 0 || document->title.len > 0;
    return status == DICTUM_OK && *given ? dictum__deliver(in->source, in->part, document, "mail", in->reading, err)
                                         : status;
}

/* Whether the line that ends the last part of a multipart is nowhere: the message is cut off somewhere in its parts. */
static bool is_cut_off(GMimeMessage *message, dictum_slice bytes)
{
    GMimeObject *root = g_mime_message_get_mime_part(message);
    const char *boundary = GMIME_IS_MULTIPART(root) ? g_mime_multipart_get_boundary(GMIME_MULTIPART(root)) : NULL;
    size_t len = boundary == NULL ? 0 : strlen(boundary);

    if (len == 0 || len + 4 > bytes.len) {
        return len > 0;
    }
    for (size_t at = bytes.len - len - 2; at >= 2; at--) { /* from the end, where it is */
        const char *here = bytes.data + at;
        if (here[len] == '-' && here[len + 1] == '-' && here[-1] == '-' && here[-2] == '-' &&
            memcmp(here, boundary, len) == 0) {
            return false;
        }
    }
    return true;
}

dictum_status dictum__mail_read(const dictum_mail_reading *in, dictum_slice bytes, dictum_error *err)
{
    const dictum_place place = dictum__source_place(in->source, in->part);
    dictum_document document;
    dictum_mail mail;
    bool given = false;
    size_t found = 0;
    dictum_status status = dictum__mail_parse(bytes, &mail, err);

    if (status != DICTUM_OK) {
        return status;
    }
    dictum__document_init(&document);
    status = deliver_text(in, mail.message, &document, &given, err);
    if (status == DICTUM_OK && mail.cut) {
        status = dictum__deliver_problem(&place, in->reading, err,
                                         "it has more headers or parts than a mail may: the rest of it is left out");
    }
    if (status == DICTUM_OK && is_cut_off(mail.message, bytes)) {
        status = dictum__deliver_problem(&place, in->reading, err, "its last part has no end: it may be cut off");
    }
    if (status == DICTUM_OK) {
        status = dictum__mail_attachments(in, mail.message, dictum__buf_slice(&document.date), &found, err);
    }
    dictum__document_dispose(&document);
    dictum__mail_dispose(&mail);
    if (status == DICTUM_OK && in->reading->budget->spent) {
        dictum__reading_end(in->reading, DICTUM__READ_PROBLEM, "what is attached expands to more than it may");
    } else if (status == DICTUM_OK && !given && found == 0) {
        return dictum__fail(err, DICTUM_CORRUPT, "a mail with neither text nor subject");
    }
    return status;
}

dictum_status dictum__read_mail(dictum_source *source, dictum_slice bytes, const dictum_reading *reading,
                                dictum_error *err)
{
    const dictum_mail_reading in = {.source = source, .folder = {"", 0}, .reading = reading};

    return dictum__mail_read(&in, bytes, err);
}
