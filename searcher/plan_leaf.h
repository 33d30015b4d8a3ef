/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The leaves of a query tree as Xapian queries: what searcher/plan.h's trees end in. */
#ifndef DICTUM_SEARCHER_PLAN_LEAF_H
#define DICTUM_SEARCHER_PLAN_LEAF_H

#include "searcher/plan.h"

/* `node` is a WORD, UNIT, PHRASE or PREFIX. The caller frees *out. The codes of dictum__plan(). */
DICTUM_CHECK_RESULT dictum_status dictum__plan_leaf(dictum_plan *plan, const dictum_node *node, xap_query **out,
                                                    dictum_error *err);

/* Whether what is planned counts for the order: below a NOT nothing does. */
bool dictum__plan_is_weighed(const dictum_plan *plan);

#endif
