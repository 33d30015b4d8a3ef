/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far a row has been read: for each of its tokens the places at which it can stand next. Readings that come
 * together again are one, so however many ways there are, the work is bounded by the tokens and the places. */
#ifndef DICTUM_SEARCHER_FRONTIER_H
#define DICTUM_SEARCHER_FRONTIER_H

#include "lib/analyse.h"

/* No step leads further. */
#define DICTUM__FRONTIER_LEVELS (DICTUM__JOIN_TOKENS_MAX + 1)

typedef struct dictum_frontier_level {
    size_t *places;
    size_t count, cap;
} dictum_frontier_level;

/* Begins as zeros; levels are kept from row to row. */
typedef struct dictum_frontier {
    dictum_frontier_level levels[DICTUM__FRONTIER_LEVELS]; /* of token t at t modulo their number */
    size_t live;                                           /* places in all of them */
} dictum_frontier;

void dictum__frontier_clear(dictum_frontier *frontier);
void dictum__frontier_dispose(dictum_frontier *frontier);

/* Token `token` can stand at `place`; false when memory ran out. */
DICTUM_CHECK_RESULT bool dictum__frontier_add(dictum_frontier *frontier, size_t token, size_t place);

/* Where token `token` can stand: rising, each once. They are gone from the frontier, and stay valid until a place is
 * added DICTUM__FRONTIER_LEVELS tokens on. */
const size_t *dictum__frontier_take(dictum_frontier *frontier, size_t token, size_t *count);

#endif
