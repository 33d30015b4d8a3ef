/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaving out statements that are retired (lib/shards.h). Xapian has them still, and counts them in frequencies of
 * terms. By queries alone, which every kind of database can answer. */
#ifndef DICTUM_SEARCHER_RETIRED_H
#define DICTUM_SEARCHER_RETIRED_H

#include "lib/buf.h"
#include "lib/xapian_c/xap.h"

/* How many statements of a database are retired. */
DICTUM_CHECK_RESULT dictum_status dictum__count_retired(xap_db *db, uint32_t *retired, dictum_error *err);

/* What matches `query`, which is freed or handed on, and is not retired; `retired` is how many are. On failure *out is
 * NULL. */
DICTUM_CHECK_RESULT dictum_status dictum__without_retired(uint32_t retired, xap_query *query, xap_query **out,
                                                          dictum_error *err);

/* Whether a statement that is not retired has the term. */
DICTUM_CHECK_RESULT dictum_status dictum__is_in_use(xap_db *db, uint32_t retired, dictum_slice term, bool *used,
                                                    dictum_error *err);

#endif
