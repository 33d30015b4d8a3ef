/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A posting list in chunks. The table of posting lists holds those of terms, and one of the documents' lengths. */
#ifndef DICTUM_INDEXER_GLASS_CHUNKS_H
#define DICTUM_INDEXER_GLASS_CHUNKS_H

#include "indexer/glass/pack.h"
#include "indexer/glass/table.h"

#define DICTUM__GLASS_CHUNK_BYTES 2000 /* a chunk that has so many is followed by another */
#define DICTUM__GLASS_CHUNK_ROOM (DICTUM__GLASS_CHUNK_BYTES + 2 * DICTUM__GLASS_PACKED32)

/* The list that is being written. The key of the first chunk is the first `first_key_bytes` of `key`; that of a later
 * one all `key_bytes` and the number of its first document. */
typedef struct dictum_glass_chunks {
    dictum_glass_table *table;
    uint8_t key[DICTUM__GLASS_KEY_BYTES_MAX];
    size_t first_key_bytes, key_bytes;
    uint32_t documents, occurrences; /* of the whole list; zeros in that of lengths */
    bool is_first;
    uint32_t first, last; /* documents of this chunk */
    size_t bytes;
    uint8_t body[DICTUM__GLASS_CHUNK_ROOM];
} dictum_glass_chunks;

/* A list begins: `key` is set already, and not empty. */
static inline void dictum__glass_chunks_begin(dictum_glass_chunks *chunks, uint32_t documents, uint32_t occurrences)
{
    chunks->documents = documents;
    chunks->occurrences = occurrences;
    chunks->is_first = true;
    chunks->bytes = 0;
}

/* Ends the chunk. What dictum__glass_table_add() fails with. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_chunks_end(dictum_glass_chunks *chunks, bool is_last,
                                                           dictum_error *err);

/* `document` comes behind those before it. */
DICTUM_CHECK_RESULT static inline dictum_status dictum__glass_chunks_add(dictum_glass_chunks *chunks, uint32_t document,
                                                                         uint32_t wdf, dictum_error *err)
{
    if (chunks->bytes >= DICTUM__GLASS_CHUNK_BYTES) {
        dictum_status status = dictum__glass_chunks_end(chunks, false, err);
        if (status != DICTUM_OK) {
            return status;
        }
    }
    uint8_t *at = chunks->body + chunks->bytes;
    if (chunks->bytes == 0) {
        chunks->first = document;
    } else {
        at = dictum__glass_pack(at, document - chunks->last - 1);
    }
    at = dictum__glass_pack(at, wdf);
    chunks->last = document;
    chunks->bytes = (size_t)(at - chunks->body);
    return DICTUM_OK;
}

#endif
