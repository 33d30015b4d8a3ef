/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that read mail share: a parsed message and what its parts are. */
#ifndef DICTUM_INDEXER_READ_MAIL_PARTS_H
#define DICTUM_INDEXER_READ_MAIL_PARTS_H

#include "indexer/read/deliver.h"

/* As in GMime's and GLib's headers, which those files include that look into them. */
typedef struct _GByteArray GByteArray;
typedef struct _GMimeMessage GMimeMessage;
typedef struct _GMimeMultipart GMimeMultipart;
typedef struct _GMimeObject GMimeObject;
typedef struct _GMimePart GMimePart;

/* How many parts may lie in each other; what is deeper is not looked at. */
#define DICTUM__MAIL_DEPTH_MAX 50

/* A message as GMime sees it. Its contents stay in the bytes that it was made from. */
typedef struct dictum_mail {
    GMimeMessage *message;
    GByteArray *bytes;
    bool cut; /* there was more of it than is read: the rest was left out */
} dictum_mail;

/* Parses a message; `bytes` must outlive it. DICTUM_CORRUPT (it does not begin as a mail does). */
DICTUM_CHECK_RESULT dictum_status dictum__mail_parse(dictum_slice bytes, dictum_mail *mail, dictum_error *err);
void dictum__mail_dispose(dictum_mail *mail);

/* What a part is to a reader of the message. */
typedef enum dictum__mail_kind {
    DICTUM__MAIL_CONTAINER,
    DICTUM__MAIL_TEXT,
    DICTUM__MAIL_ATTACHMENT,
    DICTUM__MAIL_MESSAGE,   /* a message inside it */
    DICTUM__MAIL_ENCRYPTED, /* or signed so that only a key shows the content */
    DICTUM__MAIL_FRAGMENT,  /* a piece of a message (message/partial) */
    DICTUM__MAIL_PASSED     /* pictures in the text, signatures, reports of machines */
} dictum__mail_kind;

/* `around` is the multipart that holds it, or NULL. */
dictum__mail_kind dictum__mail_kind_of(GMimeObject *object, GMimeMultipart *around);

/* How many of a multipart's parts are to be read: of a signed one, the first. */
int dictum__mail_count(GMimeMultipart *multipart);

bool dictum__mail_is_type(GMimeObject *object, const char *type, const char *subtype);

/* Appends the content, decoded from its transfer encoding. DICTUM_NOMEM, DICTUM_LIMIT (the ceiling of `out`). */
DICTUM_CHECK_RESULT dictum_status dictum__mail_content(GMimePart *part, dictum_buf *out, dictum_error *err);

/* Appends a text part's content in UTF-8. The same. */
DICTUM_CHECK_RESULT dictum_status dictum__mail_content_text(GMimePart *part, dictum_buf *out, dictum_error *err);

/* The name that a part says it has, as one line of UTF-8; empty where it has none. */
void dictum__mail_name(GMimeObject *object, dictum_buf *out);

/* Title, date, speaker, source, language and URL from the headers. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__mail_headers(GMimeMessage *message, dictum_document *document,
                                                       dictum_error *err);

/* The message's own text, in paragraphs. DICTUM_NOMEM, DICTUM_LIMIT. */
DICTUM_CHECK_RESULT dictum_status dictum__mail_text(GMimeMessage *message, dictum_buf *out, dictum_error *err);

/* Undoes "format=flowed" (RFC 3676) in lines divided by "\n": a line that ends in a space goes on in the next one, if
 * that is quoted as often. `delsp`: that space is no part of the text. */
void dictum__mail_unflow(dictum_slice text, bool delsp, dictum_buf *out);

/* Appends what was signed of a text that is signed in its own lines by PGP. */
void dictum__mail_unsign(dictum_slice text, dictum_buf *out);

/* A message that is being read, and where it stands. */
typedef struct dictum_mail_reading {
    dictum_source *source;
    uint64_t part;       /* of the message's own statement */
    dictum_slice folder; /* before the names of its attachments: empty, or "message 3/" */
    const dictum_reading *reading;
} dictum_mail_reading;

/* Reads one message. As dictum__read_mail(). */
DICTUM_CHECK_RESULT dictum_status dictum__mail_read(const dictum_mail_reading *in, dictum_slice bytes,
                                                    dictum_error *err);

/* Reads what is attached to the message, each as a file inside the source; says of what is encrypted that it is.
 * `date` is the message's, in ISO 8601, or empty. *found counts them. DICTUM_NOMEM, or what the sink returned. */
DICTUM_CHECK_RESULT dictum_status dictum__mail_attachments(const dictum_mail_reading *in, GMimeMessage *message,
                                                           dictum_slice date, size_t *found, dictum_error *err);

#endif
