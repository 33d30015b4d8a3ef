/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which pieces of a statement to show. */
#ifndef DICTUM_SEARCHER_EXCERPT_H
#define DICTUM_SEARCHER_EXCERPT_H

#include "searcher/match.h"

/* Bytes [start, end) of the text, and the marks [first_mark, last_mark) in it. */
typedef struct dictum_passage {
    size_t start, end;
    size_t first_mark, last_mark;
} dictum_passage;

/* Begins as zeros; the caller frees `items`. */
typedef struct dictum_passages {
    dictum_passage *items; /* in the order of the text, not overlapping */
    size_t count, cap;
} dictum_passages;

typedef struct dictum_passage_options {
    size_t passages;      /* that are shown where the text has so many; more where every leaf takes them */
    size_t passage_bytes; /* of each at most, save that a mark is never cut */
    size_t context;       /* sentences to be added before and behind each */
} dictum_passage_options;

/* Chooses passages so that every leaf that has a mark has one in some passage, however many that takes, and then more
 * up to options->passages: those with the most different leaves, then the earliest. A passage is a whole sentence, or
 * a part of one that is too long, between tokens. Without marks, the first sentence. `analysis` is that of the
 * record's text; `side_analyser` is used. DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__excerpts(dictum_analyser *side_analyser, const dictum_record *record,
                                                   const dictum_analysis *analysis, const dictum_marks *marks,
                                                   const dictum_passage_options *options, dictum_passages *passages,
                                                   dictum_error *err);

#endif
