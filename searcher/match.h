/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a query's words and phrases stand in a statement: what is marked, and nothing else. Works on the tokens of the
 * stored text, by the same rules by which searcher/plan.h finds the statement in the index. */
#ifndef DICTUM_SEARCHER_MATCH_H
#define DICTUM_SEARCHER_MATCH_H

#include "lib/record.h"
#include "lib/stems.h"
#include "searcher/query.h"

/* Bytes [start, end) that match; `leaves` has a bit for each leaf of the query (its number modulo 64) that does. */
typedef struct dictum_mark {
    size_t start, end;
    uint64_t leaves;
} dictum_mark;

/* Growable; begins as zeros. Kept between statements. */
typedef struct dictum_marks {
    dictum_mark *items;
    size_t count, cap;
} dictum_marks;

void dictum__marks_dispose(dictum_marks *marks);

typedef struct dictum_matcher {
    dictum_analyser *text_analyser;
    dictum_analyser *side_analyser; /* for the title and other fields */
    dictum_stems *stems;
    dictum_marks text, title; /* the outcome: rising, not overlapping */
} dictum_matcher;

void dictum__matcher_dispose(dictum_matcher *matcher);

/* Finds the marks of the branches of the query that hold for the statement: of an AND all its parts, of an OR those
 * that hold, of a NOT none. Overlapping marks become one. *analysis is the text's, valid until text_analyser is used
 * again. DICTUM_NOMEM, DICTUM_INTERNAL, DICTUM_ARGUMENT (the stored text is not UTF-8). */
DICTUM_CHECK_RESULT dictum_status dictum__match(dictum_matcher *matcher, const dictum_query *query,
                                                const dictum_record *record, const dictum_analysis **analysis,
                                                dictum_error *err);

#endif
