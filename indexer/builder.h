/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements become shards on all processors.
 *
 * Statements are gathered into batches; each batch is analysed and written by one thread into a small shard of its
 * own, which is quick as long as what is collected fits the processor's caches. The batches since the last closing
 * are a group; closed, it is merged into one shard, in the order in which its statements were added. All this goes
 * on behind the caller's back: adding waits only where too much is held.
 *
 * A builder is used by one thread. What goes wrong in the others is told by the next call, and by every one after
 * it. */
#ifndef DICTUM_INDEXER_BUILDER_H
#define DICTUM_INDEXER_BUILDER_H

#include "indexer/merge.h"
#include "indexer/write_stage.h"

typedef struct dictum_builder dictum_builder;

typedef struct dictum_builder_options {
    const dictum_write_stage *stage;
    const char *workspace;             /* a folder of its own, that is there, for what it needs on the way */
    unsigned threads;                  /* at least 1; started when the first batch is full */
    size_t batch_statements;           /* a batch is full with so many statements, */
    size_t batch_bytes;                /* or with so many bytes of records, or one larger record */
    size_t waiting_bytes;              /* of records that are held and not written yet; one batch always may be */
    size_t written_bytes;              /* of records that threads are writing at one time; one batch always may be */
    const volatile sig_atomic_t *stop; /* ends a merge of shards that were published before: DICTUM_CANCELLED; may be
                                          NULL */
} dictum_builder_options;

typedef struct dictum_builder_entry {
    dictum_slice key, value;
} dictum_builder_entry;

/* What to make of a group. All that it points to is copied. */
typedef struct dictum_builder_group {
    const char *destination;
    const dictum_builder_entry *metadata; /* of the new shard */
    size_t metadata_count;
    const dictum_merge_source *older; /* shards to be merged in behind the group's own; may be none. The destination of
                                         a group closed before may be among them. Nobody may change them before the
                                         group is whole. */
    size_t older_count;
} dictum_builder_group;

/* The options' strings must outlive it. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__builder_new(dictum_builder **out, const dictum_builder_options *options,
                                                      dictum_error *err);
/* Waits for what the threads are at, and no more; removes what is not whole. May be given NULL. */
void dictum__builder_free(dictum_builder *builder);

/* Adds a statement to the open group. It is copied. DICTUM_IO, DICTUM_NOMEM, DICTUM_LIMIT and what a group can fail
 * with. */
DICTUM_CHECK_RESULT dictum_status dictum__builder_add(dictum_builder *builder, const dictum_draft *statement,
                                                      dictum_error *err);
/* How many statements the open group has; and the bytes of their records. */
size_t dictum__builder_open_count(const dictum_builder *builder);
size_t dictum__builder_open_bytes(const dictum_builder *builder);
/* Whether no thread has anything of the open group yet. */
bool dictum__builder_is_at_hand(const dictum_builder *builder);

typedef dictum_status (*dictum_builder_fn)(void *context, size_t number, const dictum_draft *statement,
                                           dictum_error *err);
/* Of an open group that is at hand: calls `fn` with each of its statements, numbered from 0 as they were added, and
 * then drops them. Where `fn` fails they stay. */
DICTUM_CHECK_RESULT dictum_status dictum__builder_take_back(dictum_builder *builder, dictum_builder_fn fn,
                                                            void *context, dictum_error *err);

/* Closes the group, which may be empty, and begins the next one. */
DICTUM_CHECK_RESULT dictum_status dictum__builder_close(dictum_builder *builder, const dictum_builder_group *group,
                                                        dictum_error *err);

/* How many groups are whole since the builder was made, also where this fails; they become so in the order of closing.
 * `wait`: does not return before all are. What dictum__merge() fails with, and DICTUM_LIMIT. */
DICTUM_CHECK_RESULT dictum_status dictum__builder_poll(dictum_builder *builder, bool wait, size_t *groups,
                                                       dictum_error *err);

#endif
