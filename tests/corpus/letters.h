/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Letters as somebody else might type them: other case, another normalisation form. */
#ifndef DICTUM_TESTS_CORPUS_LETTERS_H
#define DICTUM_TESTS_CORPUS_LETTERS_H

#include "tests/corpus/words.h"
#include "tests/support/chance.h"
#include "tests/support/characters.h"

/* Writes to `out` (emptied first) the run in a random case and a random normalisation form, word by word, or in letters
 * of full width, or with characters that nobody sees between its letters. What changes a word by the rules (`table`,
 * tests/corpus/words.h) is not done: the forms with a K make a space of an acute accent that stands by itself. Returns
 * how many words are not as they were. */
size_t letters_disguise(const char *run, size_t len, forms *table, chance *dice, growing *out);

/* The run without its marks, and with an accent on one of its letters: other words, perhaps. */
void letters_strip(const char *run, size_t len, growing *out);
void letters_accent(const char *run, size_t len, chance *dice, growing *out);

#endif
