/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the bytes of a file to UTF-8: which charset it is, and the conversion. */
#ifndef DICTUM_INDEXER_READ_CHARSET_H
#define DICTUM_INDEXER_READ_CHARSET_H

#include "lib/buf.h"

#define DICTUM__CHARSET_NAME_BYTES 64

typedef struct dictum_charset {
    char name[DICTUM__CHARSET_NAME_BYTES]; /* one that ICU knows; "UTF-8" needs no conversion but a check */
    size_t bom_bytes;                      /* the byte order mark in front */
} dictum_charset;

/* Whether the bytes begin with the byte order mark of UTF-16 or UTF-32. */
bool dictum__has_wide_bom(dictum_slice raw);

/* Finds the charset of `raw`: by its byte order mark; else, in markup, by its declaration, read as the WHATWG Encoding
 * Standard says ("latin1" is windows-1252); else UTF-8 where it is valid, or nearly; else by what ICU's detector
 * makes of it. A declaration that the bytes disprove does not count: UTF-8 where they are not, or a single-byte
 * charset where they are valid UTF-8 beyond ASCII. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__charset_find(dictum_slice raw, bool markup, dictum_charset *charset,
                                                       dictum_error *err);

/* The same where `label`, which stands outside the bytes, as in the headers of a mail, counts before a declaration in
 * them. An unknown or empty label is none. */
DICTUM_CHECK_RESULT dictum_status dictum__charset_find_labelled(dictum_slice raw, dictum_slice label, bool markup,
                                                                dictum_charset *charset, dictum_error *err);

/* Appends to `out` the text as valid UTF-8 without NUL, with U+FFFD for what is malformed and "\n" for every kind
 * of line end; other control characters become spaces. DICTUM_NOMEM, DICTUM_LIMIT (the ceiling of `out`),
 * DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__charset_convert(dictum_slice raw, const dictum_charset *charset,
                                                          dictum_buf *out, dictum_error *err);

/* The charset that a label means, in ICU's name; false where the label is unknown. `name` has
 * DICTUM__CHARSET_NAME_BYTES. */
bool dictum__charset_of_label(dictum_slice label, char *name);

#endif
