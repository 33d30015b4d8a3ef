/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Telling formats apart: by content first, with the file's name as a hint. */
#ifndef DICTUM_INDEXER_READ_RECOGNISE_H
#define DICTUM_INDEXER_READ_RECOGNISE_H

#include "lib/buf.h"

typedef enum dictum__format {
    DICTUM__FORMAT_NONE, /* the name says nothing */
    DICTUM__FORMAT_TEXT,
    DICTUM__FORMAT_MARKDOWN,
    DICTUM__FORMAT_HTML,
    DICTUM__FORMAT_RECORDS
} dictum__format;

/* How many bytes from the front of a file are enough for the questions below. */
#define DICTUM__HEAD_BYTES ((size_t)65536)

/* What the extension of the name says. */
dictum__format dictum__format_by_name(const char *path);

/* The name of a format that the content has and that this version does not read, such as "PDF"; NULL where it is none
 * of those. */
const char *dictum__foreign_format(dictum_slice raw);

/* Whether the bytes cannot be text in any charset that keeps to ASCII's control characters. `named` says that the
 * file's name promises text: then a few stray control characters are forgiven. */
bool dictum__is_binary(dictum_slice raw, bool named);

/* Whether a text in a charset that contains ASCII begins as an HTML document. */
bool dictum__looks_like_html(dictum_slice text);

#endif
