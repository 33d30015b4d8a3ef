/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Positional operators: whether what a query names stands in a statement as it says, and where. Works on the stretches
 * of positions (searcher/span.h) that somebody else finds for the leaves, in an index or in a text, so that both give
 * the same.
 *
 * A part of a query that stands at places has spans: a leaf, an OR of such, an operator between two such (then the
 * stretch from the one to the other), "a b"~n (the shortest stretches that hold all words). An AND, a NOT, a
 * quorum, or an OR of such is a condition: beside an operator it is asked of each span of the other side, whether what
 * it consists of is near that, or in its sentence. Between two conditions SENTENCE and PARAGRAPH ask it of each
 * sentence or paragraph, whose span is then the whole of it; NEAR and ADJ cannot stand there. One of the two must ask
 * for something to be there. */
#ifndef DICTUM_SEARCHER_POSITIONAL_H
#define DICTUM_SEARCHER_POSITIONAL_H

#include "searcher/query.h"
#include "searcher/span.h"

/* More places of one part in one statement are DICTUM_LIMIT. */
#define DICTUM__PLACES_MAX ((size_t)1 << 20)

/* Whether a node is decided by positions: then a dictum_positional can be made of it. */
bool dictum__is_positional(const dictum_node *node);

typedef struct dictum_positional dictum_positional;

DICTUM_CHECK_RESULT dictum_status dictum__positional_new(const dictum_node *node, dictum_positional **out,
                                                         dictum_error *err);
void dictum__positional_free(dictum_positional *positional);

/* The leaves: what has no parts, numbered in the order of the query. */
size_t dictum__positional_leaf_count(const dictum_positional *positional);
const dictum_node *dictum__positional_leaf(const dictum_positional *positional, size_t leaf);

/* The statement at hand. */
typedef struct dictum_positional_source {
    void *context;
    /* Adds where a leaf stands, in any order. */
    dictum_status (*find)(void *context, size_t leaf, dictum_spans *spans, dictum_error *err);
    /* The first position of each sentence or paragraph, rising; valid until the next statement. */
    dictum_status (*borders)(void *context, bool paragraphs, const uint32_t **borders, size_t *count,
                             dictum_error *err);
} dictum_positional_source;

DICTUM_CHECK_RESULT dictum_status dictum__positional_holds(dictum_positional *positional,
                                                           const dictum_positional_source *source, bool *holds,
                                                           dictum_error *err);

/* The same; then every place of a leaf by which it holds is given to `place`, leaf by leaf, rising. */
typedef dictum_status (*dictum_place_fn)(void *context, size_t leaf, dictum_span span, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__positional_places(dictum_positional *positional,
                                                            const dictum_positional_source *source,
                                                            dictum_place_fn place, bool *holds, dictum_error *err);

#endif
