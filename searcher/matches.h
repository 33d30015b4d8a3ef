/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The best statements for a query, and how many there are in all.
 *
 * The best of them are found without looking at each: once so many have been met with that the number may be an
 * estimate, Xapian passes over what cannot be among the best. Their number is then counted, for a short time. */
#ifndef DICTUM_SEARCHER_MATCHES_H
#define DICTUM_SEARCHER_MATCHES_H

#include "searcher/facets.h"
#include "searcher/index.h"

/* Up to so many the number is exact, however long that takes; beyond, only where counting takes no longer. */
#define DICTUM__COUNTED_MIN 10000
#define DICTUM__COUNTING_MS 100
/* Counting by source and so on is given so long. */
#define DICTUM__FACETING_MS 1000

typedef struct dictum_matches {
    xap_mset *mset; /* those that are asked for */
    uint64_t count;
    bool exact;
    dictum_facets facets; /* in the arena */
} dictum_matches;

/* The caller frees out->mset. `query` is of index->plan. DICTUM_STALE, DICTUM_CORRUPT, DICTUM_IO, DICTUM_LIMIT,
 * DICTUM_NOMEM, DICTUM_INTERNAL; out->mset is NULL then. */
DICTUM_CHECK_RESULT dictum_status dictum__find_matches(dictum_index *index, xap_query *query,
                                                       const dictum_search_options *options, dictum_arena *arena,
                                                       dictum_matches *out, dictum_error *err);

/* The first `limit` matches alone, not counted beyond what that takes. The caller frees *out. The same codes. */
DICTUM_CHECK_RESULT dictum_status dictum__find_first(dictum_index *index, xap_query *query, dictum_sort sort,
                                                     uint64_t limit, xap_mset **out, dictum_error *err);

#endif
