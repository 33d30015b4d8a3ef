/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several shards become one, compact and on the disk, by Xapian's compaction. Statements that are retired
 * (lib/shards.h) are left out; to that end a shard which has some is copied first. */
#ifndef DICTUM_INDEXER_MERGE_H
#define DICTUM_INDEXER_MERGE_H

#include <signal.h>

#include "lib/buf.h"

typedef struct dictum_merge_source {
    const char *path;
    const uint32_t *retired; /* documents that are left out besides; rising, none twice */
    size_t retired_count;
} dictum_merge_source;

typedef struct dictum_merge {
    const dictum_merge_source *sources; /* at least one; documents follow each other in this order */
    size_t source_count;
    const char *destination; /* a folder that is not there yet */
    const char *workspace;   /* a folder for what is needed meanwhile; whatever is left there is the caller's */
    const volatile sig_atomic_t *stop; /* when it becomes true, the work ends with DICTUM_CANCELLED; may be NULL */
    bool (*is_dropped)(void *context); /* the same when this, asked now and then, says true; may be NULL */
    void *context;
} dictum_merge;

/* Of metadata that several sources have, the first one's are taken; they must make an index (dictum__schema_check()).
 * Nobody may change a source meanwhile. The files of the destination are synced, its folder and the one above are not.
 * The destination has been opened and counted when this returns: `statements` has how many it holds that are not
 * retired. Numbers of documents that a source does not use, other than those before its first one, stay unused, and one
 * retired document stays of each source that had some (indexer/shard_folder.h).
 *
 * Too many sources for the limit on descriptors, which is raised where it can be, are merged in several passes.
 *
 * DICTUM_CANCELLED, DICTUM_IO, DICTUM_CORRUPT (a source that is not there is part of an index that has been lost), what
 * dictum__schema_check() finds, DICTUM_NOMEM; the destination is removed then. */
DICTUM_CHECK_RESULT dictum_status dictum__merge(const dictum_merge *merge, uint32_t *statements, dictum_error *err);

/* Whether a shard can be opened, is part of an index that this program can use, and holds so many statements.
 * DICTUM_CORRUPT where it does not; DICTUM_IO, and what dictum__schema_check() finds. */
DICTUM_CHECK_RESULT dictum_status dictum__shard_check(const char *path, uint64_t statements, dictum_error *err);

/* Removes a shard, or what there is of one. Whoever opens it just then fails, instead of finding a part of it. */
void dictum__shard_remove(const char *path);

/* The sizes of a shard's files, added up, in bytes; 0 where there is none. */
uint64_t dictum__shard_bytes(const char *path);

#endif
