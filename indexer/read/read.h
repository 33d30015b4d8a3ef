/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading documents: any format in, statements out. Used by dictum-read alone; the indexer talks to that
 * program (indexer/protocol.h) and never links a format library. */
#ifndef DICTUM_INDEXER_READ_READ_H
#define DICTUM_INDEXER_READ_READ_H

#include "lib/record.h"

/* Where statements and complaints go. */
typedef struct dictum_read_sink {
    void *context;
    /* One statement. `part` is 0 when the file is one statement, else its line or number in the file, from 1.
     * The record and all it points to belong to the reader and are gone when this returns. A status other
     * than DICTUM_OK ends the reading and is handed through. */
    dictum_status (*statement)(void *context, const dictum_record *record, uint64_t part, dictum_error *err);
    /* A part that could not be read while the rest could: one line for a person, such as "line 7: not JSON:
     * …". */
    dictum_status (*problem)(void *context, const char *reason, dictum_error *err);
} dictum_read_sink;

/* How reading one file ended, where it ended by itself. */
typedef enum dictum_read_outcome {
    DICTUM__READ_DONE = 0,    /* its statements went to the sink */
    DICTUM__READ_SKIPPED = 1, /* not a document: no known format and not text, or empty */
    DICTUM__READ_PROBLEM = 2  /* a document that could not be read */
} dictum_read_outcome;

/* Reads the file at `path` ("-" reads records, one JSON object a line, from standard input). `reason`
 * (emptied first) says in one line why it was skipped or could not be read. An error status means that
 * reading as a whole cannot go on (DICTUM_NOMEM, or what the sink returned); everything about the file itself
 * is an outcome. */
DICTUM_CHECK_RESULT dictum_status dictum__read_file(const char *path, const dictum_read_sink *sink,
                                                    dictum_read_outcome *outcome, dictum_buf *reason,
                                                    dictum_error *err);

#endif
