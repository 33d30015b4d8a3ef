/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A condition that Xapian cannot be given, as a query: the statements that hold it are looked up first and named, each
 * by its id and the hash of its record. So it composes under any operator, over several databases and remote ones. */
#ifndef DICTUM_SEARCHER_CONFIRM_H
#define DICTUM_SEARCHER_CONFIRM_H

#include "searcher/plan.h"

/* Whether a statement holds the condition. `db` is the plan's. */
typedef dictum_status (*dictum_confirm_fn)(void *context, xap_db *db, uint32_t docid, bool *holds, dictum_error *err);

/* Those of the candidates that hold the condition, with the candidates' weights. Takes over `candidates`. DICTUM_LIMIT
 * where there are more than `most` of them; the codes of dictum__plan(), and of `confirm`. */
DICTUM_CHECK_RESULT dictum_status dictum__confirm(dictum_plan *plan, xap_query *candidates, uint32_t most,
                                                  dictum_confirm_fn confirm, void *context, xap_query **out,
                                                  dictum_error *err);

#endif
