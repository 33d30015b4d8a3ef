/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a row of tokens stands in a text, in any of the readings of both. The counterpart of searcher/row.h, which
 * finds the statements in the index. */
#ifndef DICTUM_SEARCHER_ROW_MATCH_H
#define DICTUM_SEARCHER_ROW_MATCH_H

#include "searcher/frontier.h"
#include "searcher/query.h"

/* *end is the token behind the longest row of `node`, a leaf, that begins at token `at` of the text; `at` where none
 * does. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__row_end(dictum_frontier *frontier, const dictum_node *node,
                                                  const dictum_analysis *analysis, size_t at, size_t *end,
                                                  dictum_error *err);

/* Behind which tokens the rows that begin at one token end: in each reading another. */
typedef struct dictum_row_ends {
    const size_t *items; /* rising; valid until the frontier is used again */
    size_t count;
    size_t only; /* room for one */
} dictum_row_ends;

DICTUM_CHECK_RESULT dictum_status dictum__row_ends(dictum_frontier *frontier, const dictum_node *node,
                                                   const dictum_analysis *analysis, size_t at, dictum_row_ends *out,
                                                   dictum_error *err);

/* The number of the first join of a text that begins at token `first` or behind it. */
size_t dictum__joins_from(const dictum_analysis *analysis, size_t first);

#endif
