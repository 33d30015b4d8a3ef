/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making passages: the sentence of a mark, or the part of it that shows the most. */
#ifndef DICTUM_SEARCHER_PASSAGE_H
#define DICTUM_SEARCHER_PASSAGE_H

#include "searcher/excerpt.h"

/* A statement whose passages are being chosen. */
typedef struct dictum_excerpter {
    dictum_analyser *analyser;
    dictum_slice text;
    char lang[8];
    const dictum_analysis *analysis; /* of the whole text, without sentences */
    const dictum_marks *marks;
    size_t limit; /* bytes of a passage */
    size_t paragraph_start, paragraph_end;
    const dictum_analysis *paragraph; /* with sentences, of the paragraph looked at last */
    /* Of each leaf. */
    bool *shown;
    size_t *tally; /* its places in the marks being counted; 0 between counts */
    size_t fresh;  /* leaves in the marks being counted that are not shown */
    size_t leaf_count;
    dictum_passages *passages;
    dictum_error *err;
} dictum_excerpter;

/* The number of leaves in marks [first, last) that are not shown yet. */
size_t dictum__count_fresh(dictum_excerpter *x, size_t first, size_t last);

/* Whether mark `mark` is in a passage. */
bool dictum__is_shown(const dictum_excerpter *x, size_t mark);

/* The sentence that byte `at`, which is inside a token, stands in. */
DICTUM_CHECK_RESULT dictum_status dictum__sentence_at(dictum_excerpter *x, size_t at, size_t *start, size_t *end);

/* The passage that would show mark `mark`, which is in none yet, with as many leaves as possible that are not shown. */
DICTUM_CHECK_RESULT dictum_status dictum__passage_of(dictum_excerpter *x, size_t mark, dictum_passage *out);

/* Adds a passage, whose leaves are shown then. */
DICTUM_CHECK_RESULT dictum_status dictum__add_passage(dictum_excerpter *x, const dictum_passage *passage);

/* The greatest border between tokens within [start, limit]; `start` where there is none. */
size_t dictum__border_before(const dictum_excerpter *x, size_t start, size_t limit);

#endif
