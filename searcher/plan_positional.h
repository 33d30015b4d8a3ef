/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Positional operators as Xapian queries: what must be in a statement anyway, by Xapian, and whether it stands there as
 * it is to, by searcher/positional.h over the position lists of the index. */
#ifndef DICTUM_SEARCHER_PLAN_POSITIONAL_H
#define DICTUM_SEARCHER_PLAN_POSITIONAL_H

#include "searcher/plan.h"

/* One such operator of a query, as long as that is searched for. */
typedef struct dictum_condition dictum_condition;

/* `node` is positional. The condition is added to plan->conditions. The caller frees *out, before the conditions go.
 * The codes of dictum__plan(). */
DICTUM_CHECK_RESULT dictum_status dictum__plan_positional(dictum_plan *plan, const dictum_node *node, xap_query **out,
                                                          dictum_error *err);

/* After a search that failed with XAP_STOPPED: what one of the conditions met with. */
dictum_status dictum__condition_error(const dictum_plan *plan, dictum_error *err);

/* Frees plan->conditions. */
void dictum__conditions_free(dictum_plan *plan);

#endif
