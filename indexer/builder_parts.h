/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the builder: what the caller's side (builder.c) and the threads (builder_threads.c) share.
 *
 * A batch belongs to the caller's side while it is filled, then to the queue, then to the thread that writes it. A
 * group's list of shards is its number and how many batches it has: their paths are made from these. */
#ifndef DICTUM_INDEXER_BUILDER_PARTS_H
#define DICTUM_INDEXER_BUILDER_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include "indexer/builder.h"

/* A statement in a batch: its encoded record, then the path of its file, from `at` on. */
typedef struct build_item {
    size_t at, encoded_bytes, file_bytes;
    uint8_t hash[32];
} build_item;

typedef struct build_group build_group;

typedef struct build_batch {
    struct build_batch *next; /* in the queue */
    build_group *group;
    size_t number; /* in its group, from 0 */
    dictum_buf bytes;
    build_item *items;
    size_t count, cap;
    size_t record_bytes; /* of all records together */
    size_t largest;      /* of one record */
} build_batch;

struct build_group {
    build_group *next; /* the one that was begun after it */
    size_t number;     /* of the builder's groups, from 0 */
    size_t batches;    /* that were handed over; the caller's side alone changes it */
    size_t written;    /* of them */
    size_t statements; /* in these */
    bool closed;       /* what follows is set then, and the caller's side does not touch the group any more */
    bool direct;       /* its only batch, if it has one, goes straight to the destination; settled before it is handed
                          over, like the three that follow */
    char *destination;
    dictum_buf metadata; /* counted strings: a key, its value … */
    dictum_merge_source *older;
    size_t older_count;
};

struct dictum_builder {
    dictum_builder_options options;

    /* The caller's side. */
    build_batch *filling; /* of the open group */
    build_group *open;    /* the last of the list */
    size_t open_count, open_bytes;
    size_t closed; /* groups */
    size_t tasks;  /* batches and merges so far */
    pthread_t *threads;
    size_t thread_count; /* that run */

    /* Under the mutex, from here to the end. */
    pthread_mutex_t mutex;
    pthread_cond_t work;     /* there is something to do, or nothing any more */
    pthread_cond_t progress; /* something has been done */
    build_batch *first, *last;
    build_group *groups;  /* those that are not whole, in order */
    size_t held_bytes;    /* of records in the queue and being written */
    size_t writing_bytes; /* of records being written */
    size_t whole;         /* groups */
    bool merging;
    dictum_status failed;
    dictum_error error;
    atomic_bool dropped; /* threads are to end; may be read without the mutex */
};

/* Starts a thread, where there are not as many as there may be. DICTUM_IO, unless others run. */
DICTUM_CHECK_RESULT dictum_status dictum__build_start(dictum_builder *builder, dictum_error *err);
/* Under the mutex. The first failure is kept, and ends the threads. */
void dictum__build_fail(dictum_builder *builder, dictum_status status, const dictum_error *error);

/* The statement as it was added; `record` is filled, and both point into the batch. */
DICTUM_CHECK_RESULT dictum_status dictum__build_draft(const build_batch *batch, size_t number, dictum_record *record,
                                                      dictum_draft *draft, dictum_error *err);
void dictum__build_batch_free(build_batch *batch);
void dictum__build_group_free(build_group *group);

/* Where a group's shards are made: of a batch by its number; its metadata have the number SIZE_MAX. To be freed; NULL
 * when memory ran out. */
char *dictum__build_path(const dictum_builder *builder, const build_group *group, size_t number);
/* Removes all that is there of a group on the way. */
void dictum__build_remove(const dictum_builder *builder, const build_group *group);

#endif
