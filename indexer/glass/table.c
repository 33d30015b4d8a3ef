/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The blocks of a table from the leaves up: a leaf that is full is written, and the block above gets an item that leads
 * to it; when that one is full, it is written in its turn. So each block is written once, behind those before it.
 *
 * Invariant: the leaf in the making stands in `buffer` right behind the `waiting` blocks, and there is room behind it
 * for a block of every level. */
#include "indexer/glass/table.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/glass/pack.h"
#include "lib/array.h"

#define BLOCK ((size_t)DICTUM__GLASS_BLOCK_BYTES)
#define BUFFER_BLOCKS 48
#define WAITING_MAX (BUFFER_BLOCKS - DICTUM__GLASS_LEVELS_MAX - 1)

#define REVISION 1
#define HEADER_BYTES 11   /* before the directory */
#define OFFSET_BYTES 2    /* an entry of the directory */
#define COMPONENT_BYTES 2 /* its number */
#define LEAF_ITEM_BYTES 3 /* besides key, component and tag: size and length of the key */
#define BRANCH_ITEM_BYTES 7
/* Four of these fit into a block. */
#define ITEM_BYTES_MAX ((BLOCK - HEADER_BYTES - (size_t)4 * OFFSET_BYTES) / 4)
#define COMPONENTS_MAX 65534
#define LEAST_PART 64 /* a tag is not begun in a leaf for less */
#define COMPRESSION_LEVEL 6

#define ITEM_COMPRESSED 0x80
#define ITEM_LAST 0x40
#define ITEM_FIRST 0x20

dictum_status dictum__glass_table_init(dictum_glass_table *table, const char *path, const char *name, bool compressed,
                                       dictum_error *err)
{
    *table = (dictum_glass_table){.fd = -1};
    size_t bytes = strlen(path) + strlen(name) + sizeof "/.glass";
    table->path = malloc(bytes);
    table->buffer = malloc(BUFFER_BLOCKS * BLOCK);
    if (table->path == NULL || table->buffer == NULL) {
        return dictum__nomem(err);
    }
    (void)snprintf(table->path, bytes, "%s/%s.glass", path, name);
    if (compressed) {
        table->compressor = libdeflate_alloc_compressor(COMPRESSION_LEVEL);
        if (table->compressor == NULL) {
            return dictum__nomem(err);
        }
    }
    return DICTUM_OK;
}

void dictum__glass_table_dispose(dictum_glass_table *table)
{
    if (table->path != NULL && table->fd >= 0) {
        (void)close(table->fd);
    }
    libdeflate_free_compressor(table->compressor);
    for (unsigned level = 1; level < table->level_count; level++) {
        free(table->levels[level].bytes);
    }
    free(table->packed);
    free(table->buffer);
    free(table->path);
    memset(table, 0, sizeof *table);
    table->fd = -1;
}

size_t dictum__glass_table_bytes(const dictum_glass_table *table)
{
    return table->buffer != NULL ? BUFFER_BLOCKS * BLOCK + table->packed_cap : 0;
}

/* ---- the file --------------------------------------------------------------------------------------------------- */

static dictum_status cannot_write(const char *path, dictum_error *err)
{
    return dictum__fail(err, DICTUM_IO, "cannot write %s: %s", path, strerror(errno));
}

static dictum_status create(const char *path, int *fd, dictum_error *err)
{
    *fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return *fd >= 0 ? DICTUM_OK : cannot_write(path, err);
}

static dictum_status write_all(const char *path, int fd, const uint8_t *bytes, size_t count, dictum_error *err)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return cannot_write(path, err);
        }
        bytes += written;
        count -= (size_t)written;
    }
    return DICTUM_OK;
}

dictum_status dictum__glass_write_file(const char *path, const void *bytes, size_t count, dictum_error *err)
{
    int fd;
    dictum_status status = create(path, &fd, err);
    if (status != DICTUM_OK) {
        return status;
    }
    status = write_all(path, fd, bytes, count, err);
    if (close(fd) != 0 && status == DICTUM_OK) {
        status = cannot_write(path, err);
    }
    return status;
}

/* ---- blocks ----------------------------------------------------------------------------------------------------- */

static void begin_block(dictum_glass_block *block, uint8_t *bytes)
{
    block->bytes = bytes;
    block->directory_end = HEADER_BYTES;
    block->items_begin = BLOCK;
}

static size_t free_bytes(const dictum_glass_block *block)
{
    return block->items_begin - block->directory_end;
}

/* Where an item of this size goes; there is room. */
static uint8_t *place_item(dictum_glass_block *block, size_t bytes)
{
    block->items_begin -= bytes;
    dictum__glass_put2(block->bytes + block->directory_end, block->items_begin);
    block->directory_end += OFFSET_BYTES;
    return block->bytes + block->items_begin;
}

static void end_block(dictum_glass_block *block, unsigned level)
{
    size_t left = free_bytes(block);
    dictum__glass_put4(block->bytes, REVISION);
    block->bytes[4] = (uint8_t)level;
    dictum__glass_put2(block->bytes + 5, left);
    dictum__glass_put2(block->bytes + 7, left);
    dictum__glass_put2(block->bytes + 9, block->directory_end);
    memset(block->bytes + block->directory_end, 0, left);
}

static dictum_status write_waiting(dictum_glass_table *table, dictum_error *err)
{
    if (table->fd < 0) {
        dictum_status status = create(table->path, &table->fd, err);
        if (status != DICTUM_OK) {
            return status;
        }
    }
    size_t bytes = table->waiting * BLOCK;
    table->waiting = 0;
    return write_all(table->path, table->fd, table->buffer, bytes, err);
}

/* Ends a block and puts it behind those that wait to be written; *number is the one that it has there. */
static dictum_status append_block(dictum_glass_table *table, unsigned level, uint32_t *number, dictum_error *err)
{
    dictum_glass_block *block = &table->levels[level];
    end_block(block, level);
    if (table->root.blocks == UINT32_MAX - 1) {
        return dictum__fail(err, DICTUM_LIMIT, "%s would have too many blocks", table->path);
    }
    if (level > 0) {
        memcpy(table->buffer + table->waiting * BLOCK, block->bytes, BLOCK);
    }
    table->waiting++;
    *number = table->root.blocks++;
    return DICTUM_OK;
}

/* ---- branches --------------------------------------------------------------------------------------------------- */

static dictum_status begin_level(dictum_glass_table *table, unsigned level, dictum_error *err)
{
    if (level == DICTUM__GLASS_LEVELS_MAX) {
        return dictum__fail(err, DICTUM_LIMIT, "%s would have too many levels", table->path);
    }
    uint8_t *bytes = malloc(BLOCK);
    if (bytes == NULL) {
        return dictum__nomem(err);
    }
    table->level_count = level + 1;
    begin_block(&table->levels[level], bytes);
    return DICTUM_OK;
}

static void put_branch_item(dictum_glass_block *block, const dictum_glass_lead *lead, uint32_t number)
{
    uint8_t *item = place_item(block, BRANCH_ITEM_BYTES + lead->key_bytes);
    dictum__glass_put4(item, number);
    item[4] = (uint8_t)lead->key_bytes;
    memcpy(item + 5, lead->key, lead->key_bytes);
    dictum__glass_put2(item + 5 + lead->key_bytes, lead->component);
}

/* Lets the block of `level` in the making lead to block `number`, which `lead` leads to. Each level calls the one above
 * at most once: the depth is DICTUM__GLASS_LEVELS_MAX. */
static dictum_status add_branch(dictum_glass_table *table, unsigned level, const dictum_glass_lead *lead,
                                uint32_t number, dictum_error *err)
{
    static const dictum_glass_lead nothing = {.key_bytes = 0};
    dictum_status status = DICTUM_OK;
    if (level == table->level_count) {
        status = begin_level(table, level, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    dictum_glass_block *block = &table->levels[level];
    if (free_bytes(block) < BRANCH_ITEM_BYTES + lead->key_bytes + OFFSET_BYTES) {
        uint32_t full = 0;
        status = append_block(table, level, &full, err);
        if (status == DICTUM_OK) {
            status = add_branch(table, level + 1, &block->lead, full, err);
        }
        if (status != DICTUM_OK) {
            return status;
        }
        begin_block(block, block->bytes);
    }
    /* What leads to a block's first item leads to the block, and stands in the one above. */
    if (block->items_begin == BLOCK) {
        block->lead = *lead;
        lead = &nothing;
    }
    put_branch_item(block, lead, number);
    return DICTUM_OK;
}

/* ---- leaves ----------------------------------------------------------------------------------------------------- */

static void begin_leaf(dictum_glass_table *table)
{
    begin_block(&table->levels[0], table->buffer + table->waiting * BLOCK);
}

/* A leaf that has `lead` is full: the next one begins. */
static dictum_status end_leaf(dictum_glass_table *table, dictum_error *err)
{
    uint32_t number = 0;
    dictum_status status = append_block(table, 0, &number, err);
    if (status == DICTUM_OK) {
        status = add_branch(table, 1, &table->levels[0].lead, number, err);
    }
    if (status == DICTUM_OK && table->waiting >= WAITING_MAX) {
        status = write_waiting(table, err);
    }
    begin_leaf(table);
    return status;
}

/* The first leaf of a table begins with an item of nothing. */
static void begin_table(dictum_glass_table *table)
{
    table->level_count = 1;
    begin_leaf(table);
    table->levels[0].lead.key_bytes = 0;
    table->levels[0].lead.component = 0;
    uint8_t *item = place_item(&table->levels[0], LEAF_ITEM_BYTES);
    dictum__glass_put2(item, ITEM_FIRST << 8 | ITEM_LAST << 8);
    item[2] = 0;
}

/* What leads to a leaf that begins with this component of `key`: as much of the key as tells it from the one before. */
static void set_lead(dictum_glass_table *table, dictum_slice key, unsigned component)
{
    dictum_glass_lead *lead = &table->levels[0].lead;
    size_t bytes = 0, shorter = key.len < table->last_key_bytes ? key.len : table->last_key_bytes;
    while (bytes < shorter && (uint8_t)key.data[bytes] == table->last_key[bytes]) {
        bytes++;
    }
    bytes = bytes < key.len ? bytes + 1 : bytes;
    memcpy(lead->key, key.data, bytes);
    lead->key_bytes = bytes;
    lead->component = component;
}

static void put_leaf_item(dictum_glass_table *table, dictum_slice key, unsigned flags, unsigned component,
                          dictum_slice tag)
{
    size_t number_bytes = component > 1 ? COMPONENT_BYTES : 0;
    size_t bytes = LEAF_ITEM_BYTES + key.len + number_bytes + tag.len;
    uint8_t *item = place_item(&table->levels[0], bytes);
    dictum__glass_put2(item, (bytes - LEAF_ITEM_BYTES) | (size_t)flags << 8);
    item[2] = (uint8_t)key.len;
    memcpy(item + LEAF_ITEM_BYTES, key.data, key.len);
    item += LEAF_ITEM_BYTES + key.len;
    if (number_bytes > 0) {
        dictum__glass_put2(item, component);
    }
    if (tag.len > 0) {
        memcpy(item + number_bytes, tag.data, tag.len);
    }
}

static void keep_last_key(dictum_glass_table *table, dictum_slice key)
{
    memcpy(table->last_key, key.data, key.len);
    table->last_key_bytes = key.len;
}

/* A tag that goes on over several items. Where a leaf has room for some of it, it begins there. */
static dictum_status add_components(dictum_glass_table *table, dictum_slice key, unsigned flags, dictum_slice tag,
                                    dictum_error *err)
{
    const size_t most = ITEM_BYTES_MAX - LEAF_ITEM_BYTES - COMPONENT_BYTES - key.len;
    const size_t besides = LEAF_ITEM_BYTES + COMPONENT_BYTES + key.len + OFFSET_BYTES;
    unsigned component = 1;
    do {
        size_t room = free_bytes(&table->levels[0]);
        size_t want = tag.len < most ? tag.len : most;
        if (room < besides + (want < LEAST_PART ? want : LEAST_PART)) {
            dictum_status status = end_leaf(table, err);
            if (status != DICTUM_OK) {
                return status;
            }
            set_lead(table, key, component);
            room = free_bytes(&table->levels[0]);
        }
        size_t part = room - besides < want ? room - besides : want;
        if (component > COMPONENTS_MAX) {
            return dictum__fail(err, DICTUM_LIMIT, "an entry would be too long for %s", table->path);
        }
        unsigned place = (component == 1 ? ITEM_FIRST : 0) | (part == tag.len ? ITEM_LAST : 0);
        put_leaf_item(table, key, flags | place, component, (dictum_slice){tag.data, part});
        keep_last_key(table, key);
        tag.data += part;
        tag.len -= part;
        component++;
    } while (tag.len > 0);
    return DICTUM_OK;
}

/* *tag becomes what it is compressed, where that is smaller; *flags says so. */
static dictum_status compress(dictum_glass_table *table, dictum_slice *tag, unsigned *flags, dictum_error *err)
{
    if (table->compressor == NULL || tag->len <= DICTUM__GLASS_COMPRESS_MIN) {
        return DICTUM_OK;
    }
    void *packed = table->packed;
    if (!dictum__array_reserve(&packed, &table->packed_cap, tag->len, 1)) {
        return dictum__nomem(err);
    }
    table->packed = packed;
    size_t bytes = libdeflate_deflate_compress(table->compressor, tag->data, tag->len, table->packed, tag->len - 1);
    if (bytes > 0) {
        *tag = (dictum_slice){(const char *)table->packed, bytes};
        *flags = ITEM_COMPRESSED;
    }
    return DICTUM_OK;
}

dictum_status dictum__glass_table_add(dictum_glass_table *table, dictum_slice key, dictum_slice tag, dictum_error *err)
{
    unsigned flags = 0;
    if (table->root.entries == UINT32_MAX) {
        return dictum__fail(err, DICTUM_LIMIT, "%s would have too many entries", table->path);
    }
    dictum_status status = compress(table, &tag, &flags, err);
    if (status != DICTUM_OK) {
        return status;
    }
    if (table->level_count == 0) {
        begin_table(table);
    }
    table->root.entries++;
    size_t bytes = LEAF_ITEM_BYTES + key.len + tag.len;
    if (bytes > ITEM_BYTES_MAX) {
        return add_components(table, key, flags, tag, err);
    }
    if (free_bytes(&table->levels[0]) < bytes + OFFSET_BYTES) {
        status = end_leaf(table, err);
        if (status != DICTUM_OK) {
            return status;
        }
        set_lead(table, key, 1);
    }
    put_leaf_item(table, key, flags | ITEM_FIRST | ITEM_LAST, 1, tag);
    keep_last_key(table, key);
    return DICTUM_OK;
}

/* ---- the end ---------------------------------------------------------------------------------------------------- */

/* Ends the block of every level; the last one is the root. */
static dictum_status end_levels(dictum_glass_table *table, dictum_error *err)
{
    for (unsigned level = 0;; level++) {
        uint32_t number = 0;
        dictum_status status = append_block(table, level, &number, err);
        if (status != DICTUM_OK) {
            return status;
        }
        if (level + 1 == table->level_count) {
            table->root.block = number;
            table->root.level = level;
            return DICTUM_OK;
        }
        status = add_branch(table, level + 1, &table->levels[level].lead, number, err);
        if (status != DICTUM_OK) {
            return status;
        }
    }
}

dictum_status dictum__glass_table_finish(dictum_glass_table *table, bool always, dictum_error *err)
{
    if (table->level_count == 0 && !always) {
        return DICTUM_OK;
    }
    dictum_status status = DICTUM_OK;
    if (table->level_count > 0) {
        status = end_levels(table, err);
    }
    if (status == DICTUM_OK) {
        status = write_waiting(table, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    int failed = close(table->fd);
    table->fd = -1;
    return failed == 0 ? DICTUM_OK : cannot_write(table->path, err);
}
