/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language of a text: as the document states it, unless its script disproves that, else by its script, its
 * small words, its letters and its n-grams. "und" where none of these is sure: a wrong language would mean wrong
 * stems. */
#ifndef DICTUM_INDEXER_READ_LANGUAGE_H
#define DICTUM_INDEXER_READ_LANGUAGE_H

#include "lib/buf.h"

/* Puts the code of the language (two or three lower-case letters of ISO 639, or "und") into `out`, emptied first.
 * `stated` is what the document says, such as "en-GB" or "pt_BR", or empty. */
void dictum__language(dictum_slice stated, dictum_slice text, dictum_buf *out);

/* The language that a document states, as a code of ISO 639, the two-letter one where there is one: of a tag ("en-GB",
 * "de_DE.UTF-8") its primary subtag, of an old or a bibliographic code ("iw", "ger") the one in use, and of a name
 * ("German", "Deutsch") its code. Empty where it is none. */
void dictum__language_code(dictum_slice tag, dictum_buf *out);

#endif
