/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/glass/chunks.h"

#include <string.h>

#define HEAD_BYTES_MAX (4 * DICTUM__GLASS_PACKED32 + 1)

dictum_status dictum__glass_chunks_end(dictum_glass_chunks *chunks, bool is_last, dictum_error *err)
{
    uint8_t tag[HEAD_BYTES_MAX + DICTUM__GLASS_CHUNK_ROOM], *at = tag;
    size_t key_bytes = chunks->first_key_bytes;
    if (chunks->is_first) {
        at = dictum__glass_pack(at, chunks->documents);
        at = dictum__glass_pack(at, chunks->occurrences);
        at = dictum__glass_pack(at, chunks->first - 1);
    } else {
        uint8_t *end = dictum__glass_pack_sorted(chunks->key + chunks->key_bytes, chunks->first);
        key_bytes = (size_t)(end - chunks->key);
    }
    *at++ = is_last ? '1' : '0';
    at = dictum__glass_pack(at, chunks->last - chunks->first);
    memcpy(at, chunks->body, chunks->bytes);
    at += chunks->bytes;
    chunks->is_first = false;
    chunks->bytes = 0;
    return dictum__glass_table_add(chunks->table, (dictum_slice){(const char *)chunks->key, key_bytes},
                                   (dictum_slice){(const char *)tag, (size_t)(at - tag)}, err);
}
