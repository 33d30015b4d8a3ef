/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The index directory.
 *
 *   DIR/lock              who writes: one line of JSON, under flock(2) while it is true
 *   DIR/XAPIANDB          the shards that are the index: lib/shards.h
 *   DIR/g-<16 digits>/    a shard: one Xapian database
 *   DIR/w-<16 digits>/    what the writer needs on the way
 *
 * A shard is whole and on the disk before XAPIANDB names it, by a rename. Whatever else of these names lies there was
 * left by a run that was killed, and goes when the next writer has the lock. Files of other names are never touched,
 * and a directory that has them without an XAPIANDB of ours is refused. */
#ifndef DICTUM_INDEXER_STORE_H
#define DICTUM_INDEXER_STORE_H

#include <sys/stat.h>

#include "indexer/lock.h"
#include "lib/buf.h"
#include "lib/shards.h"

typedef struct dictum_store dictum_store;

/* Opens the directory for writing and holds its lock. `create`: makes it, and its parents, where it is not
 * there (DICTUM_NOT_FOUND otherwise). `program` is what another writer is told of us. DICTUM_LOCKED (names
 * the holder), DICTUM_EXISTS (the directory holds something else), DICTUM_CORRUPT, DICTUM_IO. */
DICTUM_CHECK_RESULT dictum_status dictum__store_open(dictum_store **out, const char *dir, bool create,
                                                     const char *program, dictum_error *err);
/* Opens the directory only to look at it: nothing in it is changed or locked. DICTUM_NOT_FOUND, and else as above. */
DICTUM_CHECK_RESULT dictum_status dictum__store_view(dictum_store **out, const char *dir, dictum_error *err);
/* What the lock file says: that a run which began at `since` ("2026-11-26T10:00:00Z") is writing, or was killed while
 * it did. Empty where it says nothing. */
void dictum__store_unfinished(const dictum_store *store, char since[DICTUM__LOCK_VALUE_BYTES]);
/* Removes what was begun and not published, and gives the lock back. */
void dictum__store_free(dictum_store *store);

/* Absolute; belongs to the store. */
const char *dictum__store_dir(const dictum_store *store);
DICTUM_CHECK_RESULT dictum_status dictum__store_stat(const dictum_store *store, struct stat *st, dictum_error *err);

/* The shards that are the index, oldest first; none as long as there is no index. Belongs to the store. */
const dictum_shard_list *dictum__store_shards(const dictum_store *store);

/* A name for another shard, which is not there yet. */
DICTUM_CHECK_RESULT dictum_status dictum__store_begin(dictum_shard_name *name, dictum_error *err);
/* The path of a shard, in place of what `path` held. */
DICTUM_CHECK_RESULT dictum_status dictum__store_path(const dictum_store *store, const char *name, dictum_buf *path,
                                                     dictum_error *err);
/* A folder for what is needed on the way: made by the first call, gone with the store. Belongs to the store. */
DICTUM_CHECK_RESULT dictum_status dictum__store_workspace(dictum_store *store, const char **path, dictum_error *err);

/* These shards, complete and closed, are the index from now on; those that were and are not among them go. */
DICTUM_CHECK_RESULT dictum_status dictum__store_publish(dictum_store *store, const dictum_shard_list *shards,
                                                        dictum_error *err);

/* What was renamed in the folder of a shard is on the disk too: after each commit in place. */
DICTUM_CHECK_RESULT dictum_status dictum__store_sync(const dictum_store *store, const char *name, dictum_error *err);

/* `hex_digits` random hexadecimal digits (at most 64) and a NUL. */
DICTUM_CHECK_RESULT dictum_status dictum__random_hex(char *hex, size_t hex_digits, dictum_error *err);

#endif
