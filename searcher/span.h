/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stretches of a statement's positions, and how one stands to another: near, before, in one sentence. The positions
 * are those of the index (lib/schema.h). */
#ifndef DICTUM_SEARCHER_SPAN_H
#define DICTUM_SEARCHER_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/error.h"

/* Positions first to last. */
typedef struct dictum_span {
    uint32_t first, last;
} dictum_span;

/* Begins as zeros. */
typedef struct dictum_spans {
    dictum_span *items;
    size_t count, cap;
    uint32_t longest; /* positions beyond the first, of the longest; known once they are in order */
} dictum_spans;

void dictum__spans_dispose(dictum_spans *spans);
/* False when memory ran out. */
DICTUM_CHECK_RESULT bool dictum__spans_add(dictum_spans *spans, uint32_t first, uint32_t last);
/* Puts them in order, by their first and then their last position, each once. */
void dictum__spans_order(dictum_spans *spans);
/* Whether the span is among them; they are in order. */
bool dictum__spans_have(const dictum_spans *spans, dictum_span span);

typedef enum dictum__relation {
    DICTUM__RELATED_NEAR,   /* at most `distance` positions between, either first */
    DICTUM__RELATED_BEFORE, /* the other follows, with at most `distance` positions between */
    DICTUM__RELATED_BEHIND, /* the other precedes */
    DICTUM__RELATED_PART    /* both in one part of the statement */
} dictum__relation;

/* No two spans that share a position are near, before or behind each other. */
typedef struct dictum_relation {
    dictum__relation kind;
    uint32_t distance;
    const uint32_t *borders; /* PART: the first position of each part, rising */
    size_t border_count;
} dictum_relation;

/* The part that a position is in. */
dictum_span dictum__part_of(const dictum_relation *relation, uint32_t position);

/* The spans of an ordered list that are related to one span, one after the other. */
typedef struct dictum_related {
    const dictum_relation *relation;
    const dictum_spans *spans;
    dictum_span of;
    dictum_span part; /* PART: that of `of`; empty (first > last) where it is in more than one */
    size_t next;
} dictum_related;

dictum_related dictum__related_begin(const dictum_relation *relation, const dictum_spans *spans, dictum_span of);
/* False at the end. */
bool dictum__related_next(dictum_related *related, size_t *index);
/* Whether there is one. */
bool dictum__has_related(const dictum_relation *relation, const dictum_spans *spans, dictum_span of);

#endif
