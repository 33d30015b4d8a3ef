/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run of words as somebody else might type or paste it. */
#ifndef DICTUM_TESTS_CORPUS_DISGUISE_H
#define DICTUM_TESTS_CORPUS_DISGUISE_H

#include "tests/support/chance.h"
#include "tests/support/characters.h"

/* Writes to `query` (emptied first) the run as a phrase between a random kind of quotation marks, which does not occur
 * inside. Changed at random are letter case, quotation marks, apostrophes, dashes and white space. A * that stands
 * alone becomes a bullet, because between quotation marks it is an operator. */
void disguise(const char *run, size_t len, chance *dice, growing *query);

/* The letters and digits of a text in their plainest form, ASCII only: what two spellings of one run have in common. */
void disguise_letters(const char *text, size_t len, growing *letters);

#endif
