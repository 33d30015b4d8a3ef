/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The leaves of a query tree as Xapian queries: what searcher/plan.h's trees end in. */
#ifndef DICTUM_SEARCHER_PLAN_LEAF_H
#define DICTUM_SEARCHER_PLAN_LEAF_H

#include "searcher/plan.h"

/* `node` is a WORD, UNIT, PHRASE or PREFIX. The caller frees *out. The codes of dictum__plan(). */
DICTUM_CHECK_RESULT dictum_status dictum__plan_leaf(dictum_plan *plan, const dictum_node *node, xap_query **out,
                                                    dictum_error *err);

/* A term of the index that a leaf stands for, and how many positions it takes. */
typedef struct dictum_leaf_term {
    dictum_slice text;
    uint32_t length;
} dictum_leaf_term;

/* In the query's arena. */
typedef struct dictum_leaf_terms {
    dictum_leaf_term *items; /* rising */
    size_t count;
} dictum_leaf_terms;

/* The terms that the last token of `node`, a PREFIX, PATTERN or FUZZY, stands for. The codes of dictum__plan(). */
DICTUM_CHECK_RESULT dictum_status dictum__leaf_terms(dictum_plan *plan, const dictum_node *node, dictum_leaf_terms *out,
                                                     dictum_error *err);

/* Any of them, as one word. */
DICTUM_CHECK_RESULT dictum_status dictum__any_term_query(dictum_plan *plan, const dictum_leaf_terms *terms, bool in_row,
                                                         xap_query **out, dictum_error *err);

/* Whether what is planned counts for the order: below a NOT nothing does. */
bool dictum__plan_is_weighed(const dictum_plan *plan);

#endif
