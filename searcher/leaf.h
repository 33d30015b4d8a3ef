/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The leaves of a query tree: what a word or phrase of the query is after text analysis. */
#ifndef DICTUM_SEARCHER_LEAF_H
#define DICTUM_SEARCHER_LEAF_H

#include "searcher/query.h"

/* What is known of a word or phrase before analysis. */
typedef struct dictum_leaf_source {
    dictum_slice text;
    size_t offset_bytes;
    dictum__field field;
    bool phrase;                 /* between quotation marks */
    bool exact;                  /* after = */
    bool prefix;                 /* before * */
    bool pattern;                /* with wildcards */
    bool beside;                 /* an operator stands beside it: what is typed together is one row */
    dictum__node_kind operation; /* WINDOW, QUORUM, FUZZY, else NOTHING; and its number */
    uint32_t number;
    double weight;
} dictum_leaf_source;

/* Makes a node in the query's arena: a leaf, an AND of leaves where the text holds several words (l'accès, a row of
 * Chinese words), or a WINDOW or QUORUM; *out is NULL where it holds no letter or digit. What cannot be done with such
 * words is left out, and a note says it. DICTUM_LIMIT, DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__leaf_make(dictum_analyser *analyser, dictum_query *query,
                                                    const dictum_leaf_source *source, dictum_node **out,
                                                    dictum_error *err);

#endif
