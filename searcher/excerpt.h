/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which sentences of a statement to show. */
#ifndef DICTUM_SEARCHER_EXCERPT_H
#define DICTUM_SEARCHER_EXCERPT_H

#include "searcher/match.h"

/* Bytes [start, end) of the text, and the marks [first_mark, last_mark) in it. */
typedef struct dictum_passage {
    size_t start, end;
    size_t first_mark, last_mark;
} dictum_passage;

typedef struct dictum_passage_options {
    size_t passages;      /* at most */
    size_t passage_bytes; /* of each at most, save that a mark is never cut */
} dictum_passage_options;

/* Chooses passages of whole sentences round the marks: those that show the most different words and phrases of the
 * query, then the earliest; in the order of the text. Without marks, the first sentence. `passages` has room for
 * options->passages; *count says how many there are. `analysis` is that of the record's text; `side_analyser` is used.
 * DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__excerpts(dictum_analyser *side_analyser, const dictum_record *record,
                                                   const dictum_analysis *analysis, const dictum_marks *marks,
                                                   const dictum_passage_options *options, dictum_passage *passages,
                                                   size_t *count, dictum_error *err);

#endif
