/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands before and behind a place where a sentence may end, for the rules of lib/sentence_filter.c. */
#ifndef DICTUM_LIB_SENTENCE_WORD_H
#define DICTUM_LIB_SENTENCE_WORD_H

#include "lib/sentence_text.h"

/* Longer words are neither abbreviations nor numbers of an enumeration. */
#define DICTUM__WORD_BYTES_MAX 40
/* Characters that may stand between a border and the next word: "(“", "— ". */
#define DICTUM__LEAD_MAX 4

/* What stands before a full stop. */
typedef struct dictum_word {
    size_t start;
    char key[DICTUM__WORD_BYTES_MAX * 2]; /* in lower case, without spaces; a letter may grow by that */
    size_t key_bytes;
    unsigned letters, capitals, digits, dots;
    bool capital;       /* it begins with one */
    bool single;        /* each of its parts between full stops is one letter, with capitals in its script */
    bool capital_last;  /* its last letter is one */
    bool all_are_roman; /* I, V, X or C, L */
} dictum_word;

/* The word of letters, digits and inner full stops that ends at `end`; none (no letters or digits) if it is too long.
 * Single letters with a full stop each are one word: "J. R" before the last one of "J. R. Smith". */
void dictum__word_before(dictum_sentence_text *text, size_t from, size_t end, dictum_word *w);

/* Past marks such as quotation marks, brackets, currency signs and dashes to the first letter or digit from *at on;
 * its class, or DICTUM__SB_OTHER where something else comes first. */
uint8_t dictum__skip_lead(dictum_sentence_text *text, size_t *at);
/* R8c: whether what follows at `at` begins as sentences often do. */
bool dictum__opener_follows(dictum_sentence_text *text, size_t at, bool after_initial);
/* R8b: whether a number follows, in digits, as a Roman one or as a letter ("Annex B"). */
bool dictum__number_follows(dictum_sentence_text *text, size_t at);
/* R8d: whether a single letter with a full stop follows, as in "z. B." */
bool dictum__initial_follows(dictum_sentence_text *text, size_t at);
bool dictum__digit_follows(dictum_sentence_text *text, size_t at);
/* Whether a number follows, perhaps with a currency sign before it. */
bool dictum__amount_follows(dictum_sentence_text *text, size_t at);
/* Whether a word in capitals follows. */
bool dictum__capitals_follow(dictum_sentence_text *text, size_t at);
/* Whether the letter of an item follows: "a) Of", "(iv) Of". */
bool dictum__item_follows(dictum_sentence_text *text, size_t at);

#endif
