/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Did you mean": a query of which words that the index hardly knows are replaced by words that it knows well. */
#ifndef DICTUM_SEARCHER_SUGGEST_H
#define DICTUM_SEARCHER_SUGGEST_H

#include "searcher/plan.h"

/* Appends such a query to `out`, or nothing where no word has a better one. A word is replaced where another with the
 * same first letter, one edit away, or two where it is long, stands in at least 20 times as many statements and is not
 * found by the same stem. What is excluded, exact (=word) or no word of letters stays, and so does a query with more
 * than a few such words. `query` is as it was afterwards. DICTUM_STALE, DICTUM_CORRUPT, DICTUM_IO, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__suggest(dictum_plan *plan, dictum_query *query, dictum_buf *out,
                                                  dictum_error *err);

#endif
