/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the indexer and a reader process (`dictum-read --serve`) talk: over file descriptor DICTUM__READER_FD
 * of the reader, one end of a stream socket pair. All numbers are little-endian.
 *
 * Request:  u32 length, then a varint and so many bytes of settings (indexer/settings.h), then the path (any bytes but
 * NUL). With its first byte comes one descriptor (SCM_RIGHTS): the file, open for reading at its beginning; the path
 * only names it. "-" stands for the reader's standard input and brings no descriptor.
 * Answers:  frames, each u8 kind, u32 length, payload; for one request any number of STATEMENT,
 * PART_PROBLEM and PART_SKIPPED frames, then one END frame. Answers come in the order of the requests. The reader ends
 * when its peer closes.
 *
 * The indexer believes nothing that comes back: lengths have the limits below, records are decoded
 * defensively, and a reader that breaks the protocol or dies costs the file that it was reading. A reader that has run
 * out of memory, or whose library could not live without some, ends with the status DICTUM__READER_NOMEM. */
#ifndef DICTUM_INDEXER_PROTOCOL_H
#define DICTUM_INDEXER_PROTOCOL_H

#include "indexer/read/read.h"

#define DICTUM__READER_FD 3
#define DICTUM__READER_NOMEM 3

typedef enum dictum__frame {
    DICTUM__FRAME_STATEMENT = 1,    /* a place, then an encoded record (lib/record.h) */
    DICTUM__FRAME_PART_PROBLEM = 2, /* a place, then the reason, one line of UTF-8 */
    DICTUM__FRAME_END = 3,          /* u8 dictum_read_outcome, then the reason */
    DICTUM__FRAME_PART_SKIPPED = 4  /* as PART_PROBLEM */
} dictum__frame;

#define DICTUM__FRAME_HEAD_BYTES 5
/* A record's text and its other fields. */
#define DICTUM__FRAME_BYTES_MAX ((size_t)64 << 20)
#define DICTUM__PATH_BYTES_MAX 65536
/* A request: path and settings. */
#define DICTUM__REQUEST_BYTES_MAX (DICTUM__PATH_BYTES_MAX + ((size_t)1 << 16))

/* A place (indexer/read/read.h): varint part, varint 1 where it is single, else 0, counted member and counted id, each
 * empty where there is none. */
void dictum__place_encode(const dictum_place *place, dictum_buf *out);
/* Takes a place from the front of `in`; its slices point into that. False where there is none, or where the member is
 * not UTF-8 on one line, or the id not UTF-8. */
bool dictum__place_take(dictum_slice *in, dictum_place *place);

#endif
