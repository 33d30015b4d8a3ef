/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where sentences end: ICU's sentence iterator (UAX #29), with the language's list of abbreviations that do not end one
 * (CLDR suppressions), for one paragraph at a time. Rule R8 of lib/analyse.h: a line break inside a paragraph is a
 * space here, because plain text is broken into lines anywhere. */
#ifndef DICTUM_LIB_SENTENCE_H
#define DICTUM_LIB_SENTENCE_H

#include "lib/buf.h"

typedef struct dictum_sentences dictum_sentences;

DICTUM_CHECK_RESULT dictum_status dictum__sentences_new(dictum_sentences **out, dictum_error *err);
void dictum__sentences_free(dictum_sentences *sentences);

/* Begins a paragraph of valid UTF-8, at most 2 GiB. `lang` is a language code; NULL or "und" for no list. */
DICTUM_CHECK_RESULT dictum_status dictum__sentences_begin(dictum_sentences *sentences, dictum_slice paragraph,
                                                          const char *lang, dictum_error *err);

/* The end of the next sentence, in bytes from the paragraph's start; false after the last. */
bool dictum__sentences_next(dictum_sentences *sentences, size_t *end);

#endif
