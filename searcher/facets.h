/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting matches by source, year, language or speaker, from the values that an index has of each statement. */
#ifndef DICTUM_SEARCHER_FACETS_H
#define DICTUM_SEARCHER_FACETS_H

#include <dictum/search.h>

#include "lib/xapian_c/xap.h"
#include "searcher/arena.h"

/* What counts during a search. Begins as zeros. */
typedef struct dictum_counting {
    xap_tally *tallies[DICTUM_FACETS];
} dictum_counting;

/* The outcome. */
typedef struct dictum_facets {
    struct {
        dictum_facet_value *values;
        size_t count;
    } of[DICTUM_FACETS];
    bool exact;
} dictum_facets;

/* Counts what `enquire` looks at. `counting` must be kept until that is freed. */
DICTUM_CHECK_RESULT xap_status dictum__counting_begin(dictum_counting *counting, unsigned facets, xap_enquire *enquire,
                                                      xap_error *xerr);
void dictum__counting_end(dictum_counting *counting);

/* What has been counted, of `matches` statements; in the arena. DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__facets_take(dictum_counting *counting, uint64_t matches, dictum_arena *arena,
                                                      dictum_facets *out, dictum_error *err);

#endif
