/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an index holds, and how its last run ended: a report that reads the index and changes nothing, not even its
 * lock. It agrees with what a run over the same files would tell. */
#ifndef DICTUM_INDEXER_STATUS_H
#define DICTUM_INDEXER_STATUS_H

#include "indexer/ledger.h"
#include "indexer/lock.h"
#include "indexer/remembered.h"
#include "indexer/tally.h"

typedef struct dictum_status_report {
    char *index;         /* the directory, absolute */
    uint64_t statements; /* below the paths named; of the whole index where none is */
    uint64_t files;      /* that are known, whatever became of them */
    uint64_t skipped;    /* files, links and special files, and members of files */
    uint64_t problems;   /* files, parts of files, and places */
    uint64_t undated;
    uint64_t sourceless; /* statements without a source */
    /* Statements by format, language, and how the date is known, the most frequent first; by source the same; by year,
     * the oldest first. */
    dictum_tally formats, languages, dates, sources, years;
    dictum_tally reasons; /* what was skipped, by reason, the most frequent first */
    dictum_ledger told;   /* the files and places that have problems or were skipped, or parts of which were */
    dictum_remembered remembered;
    dictum_buf unknown;    /* paths named that the index knows nothing of, each with a NUL behind */
    dictum_buf updated;    /* UTC, "2026-11-26T10:00:00Z"; empty where that is not known */
    dictum_buf broken_off; /* when a run was interrupted and none has been completed since; empty where none was */
    char unfinished[DICTUM__LOCK_VALUE_BYTES]; /* when a run began that is going on or was killed; empty: none */
} dictum_status_report;

/* `paths` are files and folders as named, which need not be there, or "-" for standard input; none means everything.
 * DICTUM_NOT_FOUND (no index), DICTUM_EXISTS (something else), DICTUM_VERSION, DICTUM_CORRUPT, DICTUM_IO, DICTUM_NOMEM.
 * The report is to be disposed of in any case. */
DICTUM_CHECK_RESULT dictum_status dictum__status_collect(const char *index, char *const *paths, size_t path_count,
                                                         dictum_status_report *report, dictum_error *err);
void dictum__status_dispose(dictum_status_report *report);

#endif
