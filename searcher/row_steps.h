/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ways through a row of tokens: each step takes some of its tokens to one term, which covers some positions of a
 * statement. Private to searcher/row.c and searcher/plan_positional.c. */
#ifndef DICTUM_SEARCHER_ROW_STEPS_H
#define DICTUM_SEARCHER_ROW_STEPS_H

#include "searcher/frontier.h"
#include "searcher/plan.h"
#include "searcher/span.h"

/* A term that steps lead to, and its positions in the statement at hand. */
typedef struct dictum_row_term {
    dictum_slice text; /* with its prefix */
    uint32_t *positions;
    size_t position_count, position_cap;
} dictum_row_term;

typedef struct dictum_row_step {
    size_t first, count; /* tokens of the row */
    size_t length;       /* positions in a statement */
    size_t term;         /* its number */
} dictum_row_step;

typedef struct dictum_row {
    dictum_plan *plan;
    const dictum_node *node;
    dictum_row_step *steps; /* rising by `first`; the step of the token itself is the first of each */
    size_t count, cap;
    size_t *from;           /* the number of the first step of each token; one more at the end */
    dictum_row_term *terms; /* each once */
    size_t term_count, term_cap;
    dictum_frontier frontier;
    bool partial; /* a step other than a token's own leads only over a part of the row */
    bool whole;   /* one leads over all of it */
    dictum_error *err;
} dictum_row;

/* Finds the steps that the index can follow; of `row` plan, node and err are set, all else is zeros. What was made is
 * disposed of in either case. */
DICTUM_CHECK_RESULT dictum_status dictum__row_find_steps(dictum_row *row);
void dictum__row_dispose(dictum_row *row);

/* Whether a step takes one token to itself. */
bool dictum__row_is_own(const dictum_row_step *step);

/* Whether a statement holds the row in some reading. `db` is the plan's, or a part of it that has the statement. */
DICTUM_CHECK_RESULT dictum_status dictum__row_reads_in(dictum_row *row, xap_db *db, uint32_t docid, bool *found);
/* Adds where it does, in all readings. */
DICTUM_CHECK_RESULT dictum_status dictum__row_spans(dictum_row *row, xap_db *db, uint32_t docid, dictum_spans *spans);

/* The statements that may hold the row: those where Xapian finds it, or, where it can be read in several ways, those
 * that hold every token in one way or another. The caller frees *out. */
DICTUM_CHECK_RESULT dictum_status dictum__row_candidates(dictum_row *row, xap_query **out);

/* Reads where a term stands into *room, which grows. */
DICTUM_CHECK_RESULT dictum_status dictum__read_positions(xap_db *db, uint32_t docid, dictum_slice term, uint32_t **room,
                                                         size_t *cap, size_t *count, dictum_error *err);

#endif
