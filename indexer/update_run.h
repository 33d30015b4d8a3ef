/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside a run: what its two halves share, update.c and update_read.c. */
#ifndef DICTUM_INDEXER_UPDATE_RUN_H
#define DICTUM_INDEXER_UPDATE_RUN_H

#include "indexer/intake.h"
#include "indexer/readers.h"
#include "indexer/update.h"
#include "indexer/workplan.h"

/* A file to be read once more, as another held an id of its. */
typedef struct dictum_again {
    dictum_intake *intake;
    size_t item;
} dictum_again;

typedef struct dictum_run {
    const dictum_update_options *options;
    dictum_update_counts *counts;
    dictum_writer *writer;          /* NULL in a run that only tells what it would do */
    dictum_shard_set viewed;        /* the index then */
    const dictum_shard_set *shards; /* the index as it is at the beginning */
    struct stat index_stat;
    char *index_path;
    dictum_readers *readers;
    dictum_workplan plan;
    dictum_ledger removed; /* what --remove names */
    dictum_update_progress progress;
    dictum_intake *current; /* the file whose statements are coming in */
    dictum_again *agains;
    size_t again_count;
    size_t next;         /* what is to be handed to the readers next */
    dictum_buf settings; /* of the file that is handed over, encoded */
    bool second_pass;
} dictum_run;

/* Reads all that is to be read. DICTUM_CANCELLED where it was stopped on the way; then self->current may be a file that
 * is not finished. */
DICTUM_CHECK_RESULT dictum_status dictum__run_read(dictum_run *self, dictum_error *err);

#endif
