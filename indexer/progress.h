/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The progress line of a run, on a terminal: files, rate, time left. Drawn again at most five times a second. */
#ifndef DICTUM_INDEXER_PROGRESS_H
#define DICTUM_INDEXER_PROGRESS_H

#include <stdio.h>

#include "indexer/update.h"

typedef struct dictum_progress {
    FILE *stream; /* NULL: nothing is shown */
    int64_t begun_ms, drawn_ms;
    bool is_drawn; /* the line stands there now */
} dictum_progress;

/* `stream` NULL shows nothing. */
void dictum__progress_init(dictum_progress *progress, FILE *stream);
void dictum__progress_show(dictum_progress *progress, const dictum_update_progress *state);
/* Takes the line off, before anything else is printed and at the end. */
void dictum__progress_erase(dictum_progress *progress);

/* The line's text, after `elapsed_ms`; at most `columns` columns. */
void dictum__progress_text(dictum_buf *out, const dictum_update_progress *state, int64_t elapsed_ms, size_t columns);

#endif
