/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Telling formats apart: by content first, with the file's name as a hint. */
#ifndef DICTUM_INDEXER_READ_RECOGNISE_H
#define DICTUM_INDEXER_READ_RECOGNISE_H

#include "lib/buf.h"

typedef enum dictum__format {
    DICTUM__FORMAT_NONE, /* nothing tells */
    DICTUM__FORMAT_TEXT,
    DICTUM__FORMAT_MARKDOWN,
    DICTUM__FORMAT_HTML,
    DICTUM__FORMAT_RECORDS,
    DICTUM__FORMAT_PDF,
    DICTUM__FORMAT_DOCX,
    DICTUM__FORMAT_ODT,
    DICTUM__FORMAT_EPUB,
    DICTUM__FORMAT_MAIL,
    DICTUM__FORMAT_MBOX,
    DICTUM__FORMAT_CSV,
    DICTUM__FORMAT_SUBTITLES,
    DICTUM__FORMAT_ARCHIVE /* zip and tar, and anything compressed */
} dictum__format;

/* How many bytes from the front are enough for the questions below. */
#define DICTUM__HEAD_BYTES ((size_t)65536)

/* What the extension of the name says. */
dictum__format dictum__format_by_name(const char *path);

/* The format that the content shows beyond doubt, whatever the name; NONE where it does not. A ZIP archive that does
 * not state its type in front is ARCHIVE: the names of its members tell more, see dictum__package_format(). */
dictum__format dictum__format_by_content(dictum_slice head);

bool dictum__is_zip(dictum_slice head);

/* The name of a format that the content has and that is not read, such as "PNG"; NULL where it is none of those. */
const char *dictum__foreign_format(dictum_slice head);

/* "DOCX" and so on: a format's name for a person. */
const char *dictum__format_name(dictum__format format);

/* Whether the bytes cannot be text in any charset that keeps to ASCII's control characters. `named` says that the
 * file's name promises text: then a few stray control characters are forgiven. */
bool dictum__is_binary(dictum_slice raw, bool named);

/* Whether a text in a charset that contains ASCII begins as an HTML document. */
bool dictum__looks_like_html(dictum_slice text);

#endif
