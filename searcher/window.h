/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shortest stretches of a statement that hold a number of words. */
#ifndef DICTUM_SEARCHER_WINDOW_H
#define DICTUM_SEARCHER_WINDOW_H

#include "searcher/span.h"

#define DICTUM__WINDOW_WORDS_MAX 64

/* A word that a window must hold so often. */
typedef struct dictum_window_word {
    const dictum_spans *spans;
    size_t times;
} dictum_window_word;

/* A place of a word. */
typedef struct dictum_window_place {
    dictum_span span;
    size_t word;
} dictum_window_place;

/* Begins as zeros; kept from statement to statement. */
typedef struct dictum_window {
    dictum_window_place *places;
    size_t count, cap;
} dictum_window;

void dictum__window_dispose(dictum_window *window);

/* Adds to `out`, rising, every stretch of at most `most` positions that holds the words, each by as many different
 * spans as it says, and that has no shorter one in it. All words together are at most DICTUM__WINDOW_WORDS_MAX times
 * there. False when memory ran out. */
DICTUM_CHECK_RESULT bool dictum__windows(dictum_window *window, const dictum_window_word *words, size_t word_count,
                                         uint64_t most, dictum_spans *out);

#endif
