/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a query's words and phrases stand in a statement: what is marked, and nothing else. Works on the tokens of the
 * stored text, by the same rules by which searcher/plan.h finds the statement in the index. */
#ifndef DICTUM_SEARCHER_MATCH_H
#define DICTUM_SEARCHER_MATCH_H

#include "lib/record.h"
#include "lib/stems.h"
#include "searcher/frontier.h"
#include "searcher/query.h"

/* Bytes [start, end) that one leaf of the query matches; leaves are numbered from 0 in the order of the query. */
typedef struct dictum_place {
    size_t start, end;
    size_t leaf;
} dictum_place;

/* Bytes [start, end) that are marked, and the places [first_place, last_place) that overlap there. */
typedef struct dictum_mark {
    size_t start, end;
    size_t first_place, last_place;
} dictum_mark;

/* Growable; begins as zeros. Kept between statements. */
typedef struct dictum_marks {
    dictum_mark *items; /* rising, not overlapping */
    size_t count, cap;
    dictum_place *places; /* rising by their starts */
    size_t place_count, place_cap;
} dictum_marks;

void dictum__marks_dispose(dictum_marks *marks);

typedef struct dictum_matcher {
    dictum_analyser *text_analyser;
    dictum_analyser *side_analyser; /* for the title and other fields */
    dictum_stems *stems;
    dictum_frontier frontier; /* begins as zeros */
    dictum_marks text, title; /* the outcome */
} dictum_matcher;

void dictum__matcher_dispose(dictum_matcher *matcher);

/* Finds the marks of the branches of the query that hold for the statement: of an AND all its parts, of an OR those
 * that hold, of a NOT none. Overlapping places become one mark. *analysis is the text's, valid until text_analyser is
 * used again. DICTUM_NOMEM, DICTUM_INTERNAL, DICTUM_ARGUMENT (the stored text is not UTF-8). */
DICTUM_CHECK_RESULT dictum_status dictum__match(dictum_matcher *matcher, const dictum_query *query,
                                                const dictum_record *record, const dictum_analysis **analysis,
                                                dictum_error *err);

#endif
