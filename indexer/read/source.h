/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file that is being read, and how complaints about it are put into words. */
#ifndef DICTUM_INDEXER_READ_SOURCE_H
#define DICTUM_INDEXER_READ_SOURCE_H

#include <time.h>

#include "indexer/read/read.h"

typedef struct dictum_source {
    const char *path; /* as it was asked for; belongs to the caller */
    dictum_buf shown; /* the absolute path as valid UTF-8; empty for standard input */
    int fd;
    bool standard_input;
    uint64_t size_bytes; /* as the file system says */
    time_t changed;
} dictum_source;

/* How far a step of reading came. A step that ends the file fills `outcome` and `reason` and says false in `go_on`. */
typedef struct dictum_reading {
    const dictum_read_sink *sink;
    dictum_read_outcome *outcome;
    dictum_buf *reason;
} dictum_reading;

/* "-" is standard input. Whether reading goes on; if not, *outcome and *reason say why. */
bool dictum__source_open(dictum_source *source, const char *path, const dictum_reading *reading);
void dictum__source_close(dictum_source *source);

/* Appends to `out` until it holds `limit` bytes or the file ends. The same. */
bool dictum__source_read(dictum_source *source, dictum_buf *out, size_t limit, const dictum_reading *reading);

/* Ends the file with this outcome and reason; always false, so that a failing step can return it. */
bool dictum__reading_end(const dictum_reading *reading, dictum_read_outcome outcome, const char *format, ...)
    DICTUM_PRINTF(3, 4);

#endif
