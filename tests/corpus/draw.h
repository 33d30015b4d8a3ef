/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of words drawn from a document, and what a document need not hold: runs with a word or a letter changed. */
#ifndef DICTUM_TESTS_CORPUS_DRAW_H
#define DICTUM_TESTS_CORPUS_DRAW_H

#include "tests/support/chance.h"
#include "tests/support/characters.h"
#include "tests/support/reader.h"

#define DRAW_WORDS_MAX 20

/* Whether the text is one of a script without spaces for the most part. */
bool draw_is_spaceless(const reader_document *document);

/* The bytes [start, end) of a document's text. */
typedef struct slice {
    size_t start, end;
} slice;

/* 1 to DRAW_WORDS_MAX words in a row; false where there are none. */
bool draw_words(const reader_document *document, chance *dice, slice *run);
/* Two or more grapheme clusters in a row, which begin and end inside no word of a script with spaces; false where the
 * place that the dice chose has none. */
bool draw_graphemes(const reader_document *document, chance *dice, slice *run);

/* Writes to `out` (emptied first) the run with white space put between some of its graphemes, where both are of a
 * script without spaces. */
void draw_spread(const char *run, size_t len, chance *dice, growing *out);

typedef enum draw_change {
    DRAW_REPLACE, /* a word by `other` */
    DRAW_DROP,
    DRAW_DOUBLE,
    DRAW_EXCHANGE, /* two neighbours */
    DRAW_FIRST,    /* the first letter of a word by one of `other`, or nothing */
    DRAW_LAST,
    DRAW_CHANGES
} draw_change;

/* Writes to `out` (emptied first) the run with one such change; its pieces are what white space divides or, where
 * `graphemes`, grapheme clusters. */
void draw_mutate(const char *run, size_t len, bool graphemes, draw_change change, const char *other, size_t other_len,
                 chance *dice, growing *out);

#endif
