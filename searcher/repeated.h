/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words and phrases that a query has twice side by side. */
#ifndef DICTUM_SEARCHER_REPEATED_H
#define DICTUM_SEARCHER_REPEATED_H

#include "searcher/query.h"

/* Takes each leaf of an AND or OR out that stands in it already: it asks for nothing more, and a query of one word a
 * thousand times must cost no more than of one. Among parts of an OR it weighs more for that, word^1.5 where it
 * stood there twice: a question that names a thing again is about it. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__drop_repeated(dictum_query *query, dictum_error *err);

#endif
