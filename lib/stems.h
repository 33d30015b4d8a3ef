/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stems by language, by Xapian's Snowball stemmers. A language without one ("und") has the word itself as its
 * stem. */
#ifndef DICTUM_LIB_STEMS_H
#define DICTUM_LIB_STEMS_H

#include "lib/buf.h"

typedef struct dictum_stems dictum_stems;

DICTUM_CHECK_RESULT dictum_status dictum__stems_new(dictum_stems **out, dictum_error *err);
void dictum__stems_free(dictum_stems *stems);

/* Whether Xapian has a stemmer for the language code. */
bool dictum__stems_has(dictum_stems *stems, dictum_slice lang);

/* The stem of a token's form; it belongs to `stems` until the next call. */
DICTUM_CHECK_RESULT dictum_status dictum__stem(dictum_stems *stems, dictum_slice lang, dictum_slice form,
                                               dictum_slice *stem, dictum_error *err);

#endif
