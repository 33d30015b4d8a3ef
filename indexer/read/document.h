/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A statement while it is being read: its text and what the document says of itself. An empty field is one that the
 * document does not state; what can be had from the file's name and time is added by read.c. */
#ifndef DICTUM_INDEXER_READ_DOCUMENT_H
#define DICTUM_INDEXER_READ_DOCUMENT_H

#include "lib/record.h"

/* The longest title; more of it is cut off. */
#define DICTUM__TITLE_BYTES_MAX 4096

/* The longest value that is taken from what a document states for a field. More is no title, name or address, and is
 * ignored. */
#define DICTUM__STATED_BYTES_MAX 4096

typedef struct dictum_document {
    dictum_buf text;         /* as dictum_record.text */
    dictum_buf pages;        /* as dictum_record.pages; see dictum__document_add_page() */
    size_t last_page;        /* the byte of the text at which the last of them begins */
    dictum_buf title;        /* one line, like the fields below */
    dictum_buf date;         /* ISO 8601 */
    dictum_buf refused_date; /* as stated, where that is no date that dictum understands */
    dictum_buf made_date;    /* ISO 8601: when the file was made, which it says itself. Says nothing of the statement,
                                but more than the file's time of last change, in whose place it comes */
    bool broken_front_matter;
    dictum_buf speaker;
    dictum_buf source;
    dictum_buf lang; /* as stated; dictum__language() makes a code of it */
    dictum_buf url;
} dictum_document;

void dictum__document_init(dictum_document *document);
void dictum__document_dispose(dictum_document *document);
/* The first failure among its buffers. */
DICTUM_CHECK_RESULT dictum_status dictum__document_status(const dictum_document *document, dictum_error *err);

/* A page begins at this byte of the text, which is not before that of the last one. */
void dictum__document_add_page(dictum_document *document, size_t at);

/* Makes `value`, on one line, the field's value, unless the field has one already or nothing (or more than
 * DICTUM__STATED_BYTES_MAX) would remain. Whether it did. */
bool dictum__field_offer(dictum_buf *field, dictum_slice value);
/* The same for a title, which is cut where it is longer, at a word if there is one, with an ellipsis. */
bool dictum__field_offer_title(dictum_buf *field, dictum_slice value);
/* The same for a date, in any form that dictum__date_parse() knows. */
bool dictum__field_offer_date(dictum_buf *field, dictum_slice value);
/* The same for a URL: only absolute ones, of http or https, without white space. */
bool dictum__field_offer_url(dictum_buf *field, dictum_slice value);

/* Appends `text` to `out` without white space and controls at its ends, and with one space for those inside. */
void dictum__append_one_line(dictum_buf *out, dictum_slice text);
/* `text` without white space (with U+00A0) at both ends. */
dictum_slice dictum__trimmed(dictum_slice text);
/* Whether `text` is `lower`, which is in lower case, with the case of ASCII letters aside. */
bool dictum__is_word(dictum_slice text, const char *lower);
/* Where `lower` first stands in `text` at or after `from`, ASCII case aside; `text.len` where it does not. */
size_t dictum__find_word(dictum_slice text, size_t from, const char *lower);

#endif
