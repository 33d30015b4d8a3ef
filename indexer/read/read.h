/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading documents: any format in, statements out. Used by dictum-read alone; the indexer talks to that
 * program (indexer/protocol.h) and never links a format library. */
#ifndef DICTUM_INDEXER_READ_READ_H
#define DICTUM_INDEXER_READ_READ_H

#include "indexer/settings.h"
#include "lib/record.h"

/* Where in a file something stands. */
typedef struct dictum_place {
    dictum_slice member; /* the path inside the file, of a member of an archive or an attachment of a mail: UTF-8 on
                            one line, containers divided by "!/"; data is NULL for the file itself */
    uint64_t part;       /* 0 where file or member is one statement; else its line or number in it, from 1 */
    dictum_slice id;     /* of a problem with a record: its own id, where that is known; else data is NULL */
    bool single;         /* of a problem: one statement at most can have been lost, that of this member and part */
    bool last;           /* of a statement: nothing of the file is left to be read; not handed on to the indexer */
} dictum_place;

/* Where statements and complaints go. A status other than DICTUM_OK ends the reading and is handed through. */
typedef struct dictum_read_sink {
    void *context;
    /* One statement; its `path` is left to whoever knows the file. The record, the place and all they point to belong
     * to the reader and are gone when this returns. */
    dictum_status (*statement)(void *context, const dictum_place *place, const dictum_record *record,
                               dictum_error *err);
    /* A part that could not be read, or not as it states, while the rest could: one line for a person. */
    dictum_status (*problem)(void *context, const dictum_place *place, const char *reason, dictum_error *err);
    /* A member that is no document. */
    dictum_status (*skipped)(void *context, const dictum_place *place, const char *reason, dictum_error *err);
} dictum_read_sink;

/* How reading one file ended, where it ended by itself. */
typedef enum dictum_read_outcome {
    DICTUM__READ_DONE = 0,    /* its statements went to the sink */
    DICTUM__READ_SKIPPED = 1, /* not a document: no known format and not text, or empty */
    DICTUM__READ_PROBLEM = 2  /* a document that could not be read */
} dictum_read_outcome;

typedef struct dictum_read_request {
    const char *path;                /* any bytes; "-": records, one JSON object a line, on standard input */
    int fd;                          /* the file, open for reading at its beginning; -1: `path` is opened */
    const dictum_settings *settings; /* may be NULL */
} dictum_read_request;

/* Reads a file. `reason` (emptied first) says in one line why it was skipped or could not be read. An error status
 * means that reading as a whole cannot go on (DICTUM_NOMEM, or what the sink returned); everything about the file
 * itself is an outcome. The descriptor stays the caller's. */
DICTUM_CHECK_RESULT dictum_status dictum__read_file(const dictum_read_request *request, const dictum_read_sink *sink,
                                                    dictum_read_outcome *outcome, dictum_buf *reason,
                                                    dictum_error *err);

#endif
