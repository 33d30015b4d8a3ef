/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a query tree to a Xapian query over one index. */
#ifndef DICTUM_SEARCHER_PLAN_H
#define DICTUM_SEARCHER_PLAN_H

#include "lib/stems.h"
#include "lib/xapian_c/xap.h"
#include "searcher/query.h"

/* What is known of the index. */
typedef struct dictum_plan {
    xap_db *db;
    uint32_t documents; /* how many statements it has, retired ones too */
    uint32_t retired;   /* how many of them are retired */
    bool is_remote;     /* a part of it is: Xapian cannot be given a condition of ours */
    dictum_stems *stems;
    const dictum_slice *langs; /* the languages of its other statements */
    size_t lang_count;
    dictum_query *query;                          /* gets notes; its arena is used */
    dictum_buf term;                              /* for making terms; initialised by the caller */
    bool has_joined[DICTUM__JOIN_TOKENS_MAX + 1]; /* some text has words in so many tokens: found at the beginning */
    struct dictum_condition *conditions;          /* of the query made last; searcher/plan_positional.h */
    unsigned excluded;                            /* how many NOTs stand around the node at hand; 0 before and after */
} dictum_plan;

/* A prefix stands for at most this many words of the index, the most frequent ones, those of retired statements among
 * them. Beyond, a note says so, the count
 * of matches is not exact, and below a NOT it is refused. */
#define DICTUM__EXPANSION_MAX 10000
#define DICTUM__ROW_EXPANSION_MAX 5000 /* behind other tokens: cyber-sec* */

/* The statements that match and are not retired. The caller frees *out, and then plan->conditions. DICTUM_LIMIT (with a
 * place in the query), DICTUM_STALE, DICTUM_CORRUPT, DICTUM_IO, DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__plan(dictum_plan *plan, xap_query **out, dictum_error *err);

#endif
