/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file line by line, in bounded memory. */
#ifndef DICTUM_INDEXER_READ_LINES_H
#define DICTUM_INDEXER_READ_LINES_H

#include "indexer/read/source.h"

/* The longest line: a record with the largest text, whose characters JSON may spell in more bytes. */
#define DICTUM__LINE_BYTES_MAX ((size_t)320 << 20)

typedef struct dictum_lines {
    dictum_source *source;
    dictum_buf held; /* what has been read */
    size_t start;    /* of the next line in it */
    size_t searched; /* no line ends before this */
    bool ended;      /* the file has */
    uint64_t number; /* of the last line given, from 1 */
} dictum_lines;

typedef enum dictum__line {
    DICTUM__LINE_READ,
    DICTUM__LINE_TOO_LONG, /* passed over */
    DICTUM__LINE_NONE,     /* the file is at its end */
    DICTUM__LINE_FAILED    /* the file cannot be read further; the outcome is filled */
} dictum__line;

void dictum__lines_init(dictum_lines *lines, dictum_source *source);
void dictum__lines_dispose(dictum_lines *lines);
/* The next line without its end ("\n" or "\r\n"); it belongs to `lines` until the next call. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__lines_next(dictum_lines *lines, const dictum_reading *reading,
                                                     dictum__line *kind, dictum_slice *line, dictum_error *err);

#endif
