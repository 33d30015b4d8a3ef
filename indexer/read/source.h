/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes to be read, of a file or of something inside one, and how complaints about them are put into words. */
#ifndef DICTUM_INDEXER_READ_SOURCE_H
#define DICTUM_INDEXER_READ_SOURCE_H

#include <sys/types.h>
#include <time.h>

#include "indexer/read/read.h"

/* The largest file, or member of one, that is read as a whole, in bytes. Its text may be DICTUM__TEXT_BYTES_MAX. */
#define DICTUM__FILE_BYTES_MAX ((size_t)256 << 20)
/* How many containers may lie in each other. */
#define DICTUM__DEPTH_MAX 5
/* What one file may expand to, all its members together, and how many they may be. */
#define DICTUM__EXPANDED_BYTES_MAX ((uint64_t)4 << 30)
/* Of a small file less: no text is compressed to a hundredth. */
#define DICTUM__EXPANDED_RATIO_MAX 100
#define DICTUM__EXPANDED_BYTES_MIN ((uint64_t)64 << 20)
#define DICTUM__MEMBERS_MAX ((uint64_t)1000000)

/* Reads up to `room` bytes: how many, 0 at the end; -1 with one line in `why` (256 bytes) on failure. */
typedef ssize_t (*dictum_source_fn)(void *context, void *into, size_t room, char *why);

typedef struct dictum_source {
    const char *name;    /* the path of the file, or the name of what is inside: tells format, date and title */
    dictum_slice member; /* as in dictum_place */
    unsigned depth;      /* containers around it */
    bool standard_input;
    int fd; /* of a file; -1 where it is none */
    bool owned;
    bool has_time;
    time_t changed;
    uint64_t size_bytes; /* as the file states it; 0 where that tells nothing */
    uint64_t read_bytes; /* of a file */
    dictum_source_fn read;
    void *context;
    dictum_buf held; /* what has been read ahead */
    size_t taken;    /* so much of it has been given */
    bool ended;
    bool is_text; /* the file is one text, so that its statement is the last */
} dictum_source;

/* What one file may still cost. */
typedef struct dictum_budget {
    uint64_t bytes, members;
    bool spent;       /* it was too much: the whole file ends */
    uint64_t allowed; /* what `bytes` was at the beginning */
} dictum_budget;

/* What a file of this size may expand to. */
dictum_budget dictum__budget_of(uint64_t size_bytes);

/* What all steps of reading need. A step that ends what it reads fills `outcome` and `reason`. */
typedef struct dictum_reading {
    const dictum_read_sink *sink;
    const dictum_settings *settings; /* never NULL */
    dictum_budget *budget;
    dictum_read_outcome *outcome;
    dictum_buf *reason;
} dictum_reading;

/* The file of a request. Whether reading goes on; if not, *outcome and *reason say why. */
bool dictum__source_open(dictum_source *source, const dictum_read_request *request, const dictum_reading *reading);
/* Something inside another source. `name` and `member` must outlive it. */
void dictum__source_inside(dictum_source *source, const dictum_source *around, const char *name, dictum_slice member,
                           dictum_source_fn read, void *context);
/* Bytes in memory, which must outlive it. */
void dictum__source_bytes(dictum_source *source, const dictum_source *around, const char *name, dictum_slice member,
                          dictum_slice *bytes);
void dictum__source_close(dictum_source *source);

/* The first bytes, `wanted` where there are as many; they will be read again. Belong to the source until the next
 * call. false: it cannot be read, the outcome is filled; or memory ran out, which source->held remembers. */
bool dictum__source_peek(dictum_source *source, size_t wanted, dictum_slice *head, const dictum_reading *reading);

/* Appends to `out` until it holds `limit` bytes or the source ends. false: the outcome is filled. */
bool dictum__source_read(dictum_source *source, dictum_buf *out, size_t limit, const dictum_reading *reading);

/* Appends all of it to `out`, at most DICTUM__FILE_BYTES_MAX bytes. false: the outcome is filled. */
bool dictum__source_load(dictum_source *source, dictum_buf *out, const dictum_reading *reading);

/* Where it stands. */
dictum_place dictum__source_place(const dictum_source *source, uint64_t part);

/* Ends what is read with this outcome and reason; always false, so that a failing step can return it. */
bool dictum__reading_end(const dictum_reading *reading, dictum_read_outcome outcome, const char *format, ...)
    DICTUM_PRINTF(3, 4);

#endif
