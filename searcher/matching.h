/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A statement whose matches are being looked for. Private to searcher/match.c and searcher/match_positional.c. */
#ifndef DICTUM_SEARCHER_MATCHING_H
#define DICTUM_SEARCHER_MATCHING_H

#include "searcher/match.h"

typedef struct dictum_matching {
    dictum_matcher *matcher;
    const dictum_record *record;
    const dictum_analysis *text;
    const dictum_analysis *title; /* NULL until it is asked for */
    unsigned flags;               /* of the analysis: DICTUM__ANALYSE_SENTENCES where the query needs it */
    char lang[16];
    size_t leaf; /* leaves met so far; the one at hand is the last */
    dictum_error *err;
} dictum_matching;

/* Adds tokens [first, last] as a place of the leaf at hand. */
DICTUM_CHECK_RESULT dictum_status dictum__add_place(dictum_matching *m, dictum_marks *marks,
                                                    const dictum_analysis *analysis, size_t first, size_t last);

/* Sees to m->title. */
DICTUM_CHECK_RESULT dictum_status dictum__analyse_title(dictum_matching *m);

/* The tokens of the speaker, the source or the path. m->title is then to be asked for again. */
DICTUM_CHECK_RESULT dictum_status dictum__analyse_name(dictum_matching *m, dictum__field field,
                                                       const dictum_analysis **analysis);

/* `node` is positional: its leaves' places by which it holds. */
DICTUM_CHECK_RESULT dictum_status dictum__match_positional(dictum_matching *m, const dictum_node *node, bool *holds);

#endif
