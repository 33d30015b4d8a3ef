/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Xapian queries, with dictum's errors. What a function is given it frees or hands on, whatever happens; on failure
 * *out is NULL. */
#ifndef DICTUM_SEARCHER_QUERIES_H
#define DICTUM_SEARCHER_QUERIES_H

#include "lib/buf.h"
#include "lib/xapian_c/xap.h"

dictum_status dictum__query_failed(const xap_error *xerr, dictum_error *err);

/* The term prefix + form, as lib/schema.h has it; `room` is for making it. */
DICTUM_CHECK_RESULT dictum_status dictum__term_query(dictum_buf *room, const char *prefix, dictum_slice form,
                                                     xap_query **out, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__everything_query(xap_query **out, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__nothing_query(xap_query **out, dictum_error *err);

/* One part is handed on as it is. */
DICTUM_CHECK_RESULT dictum_status dictum__join_queries(xap_op op, xap_query **parts, size_t count, xap_query **out,
                                                       dictum_error *err);
/* The same by NEAR or PHRASE within so many positions; 0: as many as there are parts. */
DICTUM_CHECK_RESULT dictum_status dictum__join_in_window(xap_op op, xap_query **parts, size_t count, uint32_t window,
                                                         xap_query **out, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__join_two_queries(xap_op op, xap_query *left, xap_query *right,
                                                           xap_query **out, dictum_error *err);
/* The same by OR or SYNONYM for thousands of parts, whose array is used up. In small groups: Xapian makes a tree of
 * them that can get as deep as there are, and then it takes the square of the time, and the stack. */
DICTUM_CHECK_RESULT dictum_status dictum__join_many_queries(xap_op op, xap_query **parts, size_t count, xap_query **out,
                                                            dictum_error *err);
/* Makes of *query, in place, what an AND around it does not take apart. Xapian tests the phrases of an AND last of all,
 * also after a condition of ours that costs far more. */
DICTUM_CHECK_RESULT dictum_status dictum__close_query(xap_query **query, dictum_error *err);
/* Scales *query in place. */
DICTUM_CHECK_RESULT dictum_status dictum__scale_query(xap_query **query, double factor, dictum_error *err);

void dictum__free_queries(xap_query **queries, size_t count);

#endif
