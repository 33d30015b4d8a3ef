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

/* The stem of a token's form: the form itself, or a string that belongs to `stems` until the next call. Forms of
 * more than 64 bytes are their own stems. `lang` is a code of ISO 639-1 or 639-2 and may carry subtags ("en-GB");
 * only the first counts. */
DICTUM_CHECK_RESULT dictum_status dictum__stem(dictum_stems *stems, dictum_slice lang, dictum_slice form,
                                               dictum_slice *stem, dictum_error *err);

#endif
