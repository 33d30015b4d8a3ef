/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iamglass: what the database states of itself. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "indexer/glass/pack.h"
#include "indexer/glass/parts.h"

#define MAGIC "\x0f\x0dXapian Glass"
#define VERSION_DATE ((2016 - 2014) << 9 | 3 << 5 | 14)
#define UUID_BYTES 16
#define REVISION 1
#define ROOT_BYTES_MAX ((size_t)8 * DICTUM__GLASS_PACKED64)
#define STATISTICS_BYTES_MAX ((size_t)8 * DICTUM__GLASS_PACKED64)
#define BYTES_MAX (sizeof MAGIC + 2 + UUID_BYTES + 1 + DICTUM__GLASS_TABLES * ROOT_BYTES_MAX + STATISTICS_BYTES_MAX)

#define FLAG_NO_ROOT 1 /* there is nothing in the table */
#define FLAG_SEQUENTIAL 2
#define LEVEL_SHIFT 2

static bool is_compressed(unsigned table)
{
    return table != DICTUM__GLASS_POSTLIST && table != DICTUM__GLASS_POSITION;
}

static uint8_t *put_root(uint8_t *at, const dictum_glass_root *root, bool compressed)
{
    bool empty = root->blocks == 0;
    at = dictum__glass_pack(at, root->block);
    at = dictum__glass_pack(at, (uint64_t)root->level << LEVEL_SHIFT | FLAG_SEQUENTIAL | (empty ? FLAG_NO_ROOT : 0));
    at = dictum__glass_pack(at, root->entries);
    at = dictum__glass_pack(at, DICTUM__GLASS_BLOCK_BYTES / 2048);
    at = dictum__glass_pack(at, compressed ? DICTUM__GLASS_COMPRESS_MIN : 0);
    if (empty) {
        return dictum__glass_pack(at, 0);
    }
    /* No block is free; the first unused one is the one behind the last. */
    uint8_t list[DICTUM__GLASS_PACKED64 + DICTUM__GLASS_PACKED32 + 4] = {0};
    uint8_t *end = dictum__glass_pack(list, REVISION);
    end = dictum__glass_pack(end, root->blocks) + 4;
    size_t bytes = (size_t)(end - list);
    at = dictum__glass_pack(at, bytes);
    memcpy(at, list, bytes);
    return at + bytes;
}

static uint8_t *put_statistics(uint8_t *at, const dictum_glass *glass)
{
    const dictum_glass_statistics *statistics = &glass->statistics;
    at = dictum__glass_pack(at, glass->document_count);
    at = dictum__glass_pack(at, 0); /* what the last document's number is beyond that */
    at = dictum__glass_pack(at, statistics->shortest);
    at = dictum__glass_pack(at, statistics->highest_wdf);
    at = dictum__glass_pack(at, statistics->longest - statistics->highest_wdf);
    at = dictum__glass_pack(at, 0); /* the oldest changeset */
    at = dictum__glass_pack(at, statistics->length);
    return dictum__glass_pack(at, 0); /* the highest frequency of a word for spelling */
}

dictum_status dictum__glass_write_version(const dictum_glass *glass,
                                          const dictum_glass_root roots[DICTUM__GLASS_TABLES], dictum_error *err)
{
    uint8_t bytes[BYTES_MAX], *at = bytes;
    memcpy(at, MAGIC, sizeof MAGIC - 1);
    at += sizeof MAGIC - 1;
    dictum__glass_put2(at, VERSION_DATE);
    at += 2;
    if (getrandom(at, UUID_BYTES, 0) != UUID_BYTES) {
        return dictum__fail(err, DICTUM_IO, "no random numbers: %s", strerror(errno));
    }
    at[6] = (uint8_t)((at[6] & 0x0f) | 0x40); /* RFC 4122, 4.4: version 4, */
    at[8] = (uint8_t)((at[8] & 0x3f) | 0x80); /* variant 1 */
    at += UUID_BYTES;
    at = dictum__glass_pack(at, REVISION);
    for (unsigned i = 0; i < DICTUM__GLASS_TABLES; i++) {
        at = put_root(at, &roots[i], is_compressed(i));
    }
    at = put_statistics(at, glass);

    size_t path_bytes = strlen(glass->path) + sizeof "/iamglass";
    char *path = malloc(path_bytes);
    if (path == NULL) {
        return dictum__nomem(err);
    }
    (void)snprintf(path, path_bytes, "%s/iamglass", glass->path);
    dictum_status status = dictum__glass_write_file(path, bytes, (size_t)(at - bytes), err);
    free(path);
    return status;
}
