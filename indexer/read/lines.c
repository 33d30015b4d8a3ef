/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file line by line. Invariant: no more than one line and one chunk of the file are in memory. */
#include "indexer/read/lines.h"

#include <string.h>

#define CHUNK_BYTES ((size_t)1 << 16)

void dictum__lines_init(dictum_lines *lines, dictum_source *source)
{
    *lines = (dictum_lines){.source = source};
    dictum__buf_init(&lines->held, DICTUM__LINE_BYTES_MAX + 2 * CHUNK_BYTES);
}

void dictum__lines_dispose(dictum_lines *lines)
{
    dictum__buf_dispose(&lines->held);
}

/* Moves what is left to the front and reads on. false: the file cannot be read. */
static bool read_on(dictum_lines *lines, const dictum_reading *reading)
{
    dictum_buf *held = &lines->held;
    size_t wanted;

    if (lines->start > 0) {
        memmove(held->data, held->data + lines->start, held->len - lines->start);
        dictum__buf_truncate(held, held->len - lines->start);
        lines->searched -= lines->start;
        lines->start = 0;
    }
    /* A long line is read in ever larger pieces. */
    wanted = held->len + (held->len > CHUNK_BYTES ? held->len : CHUNK_BYTES);
    if (wanted > DICTUM__LINE_BYTES_MAX + CHUNK_BYTES) {
        wanted = DICTUM__LINE_BYTES_MAX + CHUNK_BYTES;
    }
    if (!dictum__source_read(lines->source, held, wanted, reading)) {
        return false;
    }
    lines->ended = held->len < wanted;
    return true;
}

/* Reads and forgets up to the end of the line at hand. */
static bool skip_line(dictum_lines *lines, const dictum_reading *reading)
{
    for (;;) {
        const char *end;
        dictum__buf_truncate(&lines->held, 0);
        lines->start = lines->searched = 0;
        if (!read_on(lines, reading)) {
            return false;
        }
        end = lines->held.len == 0 ? NULL : memchr(lines->held.data, '\n', lines->held.len);
        if (end != NULL) {
            lines->start = lines->searched = (size_t)(end - lines->held.data) + 1;
            return true;
        }
        if (lines->ended) {
            lines->start = lines->searched = lines->held.len;
            return true;
        }
    }
}

static void give(dictum_lines *lines, size_t end, dictum_slice *line)
{
    *line = (dictum_slice){lines->held.data + lines->start, end - lines->start};
    if (line->len > 0 && line->data[line->len - 1] == '\r') {
        line->len--;
    }
    lines->start = lines->searched = end < lines->held.len ? end + 1 : end;
    lines->number++;
}

dictum_status dictum__lines_next(dictum_lines *lines, const dictum_reading *reading, dictum__line *kind,
                                 dictum_slice *line, dictum_error *err)
{
    *kind = DICTUM__LINE_READ;
    for (;;) {
        dictum_buf *held = &lines->held;
        const char *end = held->len > lines->searched
                              ? memchr(held->data + lines->searched, '\n', held->len - lines->searched)
                              : NULL;

        if (end != NULL) {
            give(lines, (size_t)(end - held->data), line);
            return DICTUM_OK;
        }
        lines->searched = held->len;
        if (held->len - lines->start > DICTUM__LINE_BYTES_MAX) {
            *kind = skip_line(lines, reading) ? DICTUM__LINE_TOO_LONG : DICTUM__LINE_FAILED;
            lines->number++;
            return DICTUM_OK;
        }
        if (lines->ended) {
            if (held->len > lines->start) {
                give(lines, held->len, line);
            } else {
                *kind = DICTUM__LINE_NONE;
            }
            return DICTUM_OK;
        }
        if (!read_on(lines, reading)) {
            *kind = DICTUM__LINE_FAILED;
            return DICTUM_OK;
        }
        if (dictum__buf_status(held) != DICTUM_OK) {
            return dictum__nomem(err);
        }
    }
}
