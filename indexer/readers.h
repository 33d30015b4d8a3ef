/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A pool of reader processes (`dictum-read --serve`, indexer/protocol.h): files in, statements out, in the order
 * the files were named, however many processes work on them.
 *
 * The pool opens the files and hands them over open; what is no regular file ends as a problem before any reader has
 * seen it. The readers are not trusted. One that dies, breaks the protocol, is silent for too long or goes beyond a
 * limit costs the file that it was reading, which ends as a problem that says why; another takes its place. What the
 * readers deliver ahead of its turn is held up to a limit, then they wait. */
#ifndef DICTUM_INDEXER_READERS_H
#define DICTUM_INDEXER_READERS_H

#include <signal.h>

#include "indexer/limits.h"
#include "indexer/read/read.h"

typedef struct dictum_readers dictum_readers;

typedef struct dictum_readers_options {
    const char *program;               /* the path of dictum-read */
    unsigned jobs;                     /* processes, at least 1; started when there is work for them */
    unsigned silence_ms;               /* a reader silent for longer on one file is ended; 0: never */
    size_t held_bytes;                 /* what may be held ahead of its turn */
    dictum_limits limits;              /* of each file */
    bool quiet;                        /* what the readers print on standard error is dropped */
    const volatile sig_atomic_t *stop; /* when it becomes true, dictum__readers_next() gives DICTUM_CANCELLED */
} dictum_readers_options;

typedef enum dictum_delivery_kind {
    DICTUM__DELIVERY_STATEMENT,
    DICTUM__DELIVERY_PART_PROBLEM,
    DICTUM__DELIVERY_PART_SKIPPED,
    DICTUM__DELIVERY_END
} dictum_delivery_kind;

/* One thing that a reader says. All it points to belongs to the pool, until the next call. */
typedef struct dictum_delivery {
    dictum_delivery_kind kind;
    uint64_t ticket;             /* of the file */
    dictum_place place;          /* of all but END */
    dictum_record record;        /* of STATEMENT; decoded and checked; without a path */
    dictum_read_outcome outcome; /* of END */
    dictum_slice reason;         /* of all but STATEMENT: one line of UTF-8 */
    bool changed; /* of END: the file is not as it was when it was opened; what was read may be neither */
} dictum_delivery;

/* Starts nothing yet. The options' strings must outlive the pool. */
DICTUM_CHECK_RESULT dictum_status dictum__readers_new(dictum_readers **out, const dictum_readers_options *options,
                                                      dictum_error *err);
/* Ends all readers. */
void dictum__readers_free(dictum_readers *readers);

/* Whether more files should be handed in to keep all readers busy. */
bool dictum__readers_want_more(const dictum_readers *readers);
/* Hands in a file; "-" is the records on our standard input, and has a reader of its own. `settings` are encoded
 * (indexer/settings.h), at most DICTUM__REQUEST_BYTES_MAX - DICTUM__PATH_BYTES_MAX bytes with their length. Both are
 * copied. `named`: a user has named it, so that it may be a symbolic link; otherwise one is a problem. */
DICTUM_CHECK_RESULT dictum_status dictum__readers_submit(dictum_readers *readers, const char *path,
                                                         dictum_slice settings, bool named, uint64_t ticket,
                                                         dictum_error *err);

/* The next thing read, waiting for it: file after file in the order handed in, each closed by END. DICTUM_DONE
 * when all is given. DICTUM_CANCELLED, DICTUM_NOMEM, DICTUM_IO (the program cannot be started, or the system has no
 * descriptors left). */
DICTUM_CHECK_RESULT dictum_status dictum__readers_next(dictum_readers *readers, dictum_delivery *reading,
                                                       dictum_error *err);

#endif
