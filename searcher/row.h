/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of tokens as Xapian queries: what a phrase, and a word that is looked for in its exact form, mean in an index.
 *
 * A row can be read in several ways where the index or the query holds joins (rules R10 and R11 of lib/analyse.h): a
 * word may stand there in two tokens, or three tokens of the query may be one number there. Readings with as many
 * positions as the row has tokens are an OP_PHRASE to Xapian. For the others no operator of Xapian's will do, for each
 * gives the words behind other places; their statements, few as a rule, are looked for one by one by their
 * positions and named in the query. */
#ifndef DICTUM_SEARCHER_ROW_H
#define DICTUM_SEARCHER_ROW_H

#include "searcher/plan.h"

/* The terms' prefix of a field. */
const char *dictum__field_prefix(dictum__field field);

/* The statements that hold the node's tokens in a row. The caller frees *out. DICTUM_STALE, DICTUM_CORRUPT, DICTUM_IO,
 * DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__row_query(dictum_plan *plan, const dictum_node *node, xap_query **out,
                                                    dictum_error *err);

#endif
