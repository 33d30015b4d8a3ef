/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run of the indexer: what is there is compared with what is known, what differs is read and written, and
 * everything that cannot be is reported. It concerns only the paths named; statements from elsewhere stay. */
#ifndef DICTUM_INDEXER_UPDATE_H
#define DICTUM_INDEXER_UPDATE_H

#include <signal.h>

#include "indexer/remembered.h"

/* How far it is. */
typedef struct dictum_update_progress {
    uint64_t files_done, files; /* files to be read */
    uint64_t bytes_done, bytes; /* their sizes */
} dictum_update_progress;

/* What is told while it runs; a function may be NULL. Strings are the caller's own again when it returns. */
typedef struct dictum_update_hooks {
    void *context;
    /* A file, folder or part of a file that could not be read. The path may hold any bytes. */
    void (*problem)(void *context, const char *path, dictum_slice reason);
    /* Something that is no document. */
    void (*skipped)(void *context, const char *path, dictum_slice reason);
    /* Something to know that is not a problem of a file. */
    void (*note)(void *context, const char *text);
    void (*progress)(void *context, const dictum_update_progress *progress);
    /* Of a run that only tells what would be done: `action` is "read", "move" or "forget", `from` is NULL but for
     * moves. Paths may hold any bytes. */
    void (*plan)(void *context, const char *action, const char *path, const char *from);
} dictum_update_hooks;

typedef struct dictum_update_options {
    const char *index;
    char *const *paths; /* files, folders and "-" */
    size_t path_count;
    char *const *removals; /* paths to be forgotten, before anything is read */
    size_t removal_count;
    const dictum_wish *wish;           /* what is said for the paths, and remembered for all but "-"; may be NULL */
    bool retry;                        /* read what is a problem, though it has not changed */
    bool reread;                       /* read everything, though it has not changed */
    bool rebuild;                      /* make the index anew, from what it stores, before anything else */
    bool no_bulk;                      /* write through Xapian's own interface only */
    bool dry_run;                      /* only tell what would be done */
    bool allow_empty;                  /* a source that is missing or empty empties the index of its statements */
    unsigned jobs;                     /* reader processes, and threads that write; at least 1 */
    const char *reader;                /* path of dictum-read */
    size_t commit_bytes;               /* commit after as much text; 0: as the writer sees fit */
    unsigned silence_ms;               /* how long a reader may be silent on one file; 0: for ever */
    bool quiet;                        /* the readers' own messages are dropped */
    const char *program_name;          /* for the lock */
    const volatile sig_atomic_t *stop; /* when it becomes true, what is done is committed; may be NULL */
    dictum_update_hooks hooks;
} dictum_update_options;

/* Statements, but where it says files. */
typedef struct dictum_update_counts {
    uint64_t added, updated, removed, unchanged, moved;
    uint64_t skipped;    /* files */
    uint64_t problems;   /* files, and parts of files */
    uint64_t files;      /* found under the paths named */
    uint64_t statements; /* in the whole index, afterwards */
    uint64_t bytes;      /* of the files that were read, or would be */
    uint64_t to_read;    /* files, and standard input, that would be read, of a run that only tells */
} dictum_update_counts;

/* DICTUM_OK: done, perhaps with problems (see the counts). DICTUM_NOT_FOUND: a source is missing or suddenly
 * empty, or there is no index to remove from; nothing was changed. DICTUM_CANCELLED: stopped, what was done is
 * committed. Otherwise as dictum__writer_open(); the index is as at the last commit. */
DICTUM_CHECK_RESULT dictum_status dictum__update(const dictum_update_options *options, dictum_update_counts *counts,
                                                 dictum_error *err);

#endif
