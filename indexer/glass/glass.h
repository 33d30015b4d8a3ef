/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole Xapian database, written in one go: documents in, inverted in memory, out come the tables of Xapian's
 * glass format, each written once, in the order of its keys. Xapian's own interface inserts into the same tables
 * item by item, and takes several times as long. Xapian reads, changes and merges what is written here like what
 * it has written itself.
 *
 * Nothing here knows what terms, values or data mean. indexer/glass/FORMAT.md tells the format, and where in
 * Xapian's source it is laid down. */
#ifndef DICTUM_INDEXER_GLASS_GLASS_H
#define DICTUM_INDEXER_GLASS_GLASS_H

#include "lib/buf.h"

typedef struct dictum_glass dictum_glass;

typedef struct dictum_glass_term {
    dictum_slice term; /* 1 to 245 bytes, where a NUL counts as two; each once in a document, in any order */
    uint32_t wdf;
    const uint32_t *positions; /* rising; NULL where there are none */
    size_t position_count;
} dictum_glass_term;

typedef struct dictum_glass_value {
    uint32_t slot;      /* rising; none is 0xffffffff */
    dictum_slice value; /* at least one byte */
} dictum_glass_value;

typedef struct dictum_glass_document {
    const dictum_glass_term *terms;
    size_t term_count;
    const dictum_glass_value *values;
    size_t value_count;
    dictum_slice data;
} dictum_glass_document;

/* Whether the tables of the Xapian that this process uses are known: by its version, and by a trial. In a folder
 * of its own below `workspace`, which is removed again, a small database is written, and everything in it asked
 * for through Xapian. *known says so; where it is false, `why` (may be NULL) is told, a line of text.
 * DICTUM_NOMEM, DICTUM_IO (the workspace cannot be written). */
DICTUM_CHECK_RESULT dictum_status dictum__glass_is_known(const char *workspace, bool *known, dictum_buf *why,
                                                         dictum_error *err);

/* `path` is a folder that is not there yet; it is made. DICTUM_IO, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_new(dictum_glass **out, const char *path, dictum_error *err);
/* Takes a document as number 1, 2, 3 …; everything is copied. DICTUM_LIMIT where a term is too long or empty,
 * lengths or counts go beyond 32 bits, or there are more documents than fit; DICTUM_IO, DICTUM_NOMEM. After a
 * failure only free can follow. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_add(dictum_glass *glass, const dictum_glass_document *document,
                                                    dictum_error *err);
/* A key of 1 to 253 bytes, a value of at least one byte; what is set last counts. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_set_metadata(dictum_glass *glass, dictum_slice key, dictum_slice value,
                                                             dictum_error *err);
/* About how many bytes of memory it holds: to end a database in good time. */
size_t dictum__glass_bytes(const dictum_glass *glass);
/* Writes what is not written yet. The database is whole, and not synced to the disk. DICTUM_IO (no room; what there is
 * then is of no use), DICTUM_LIMIT, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_finish(dictum_glass *glass, dictum_error *err);
/* May be given NULL. */
void dictum__glass_free(dictum_glass *glass);

#endif
