/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of a glass database, a B-tree in a file of blocks, written once from its first key to its last. */
#ifndef DICTUM_INDEXER_GLASS_TABLE_H
#define DICTUM_INDEXER_GLASS_TABLE_H

#include "lib/buf.h"

#define DICTUM__GLASS_BLOCK_BYTES 8192
#define DICTUM__GLASS_KEY_BYTES_MAX 255
#define DICTUM__GLASS_LEVELS_MAX 10
/* Longer tags are deflated where that makes them smaller, in tables that may hold such. */
#define DICTUM__GLASS_COMPRESS_MIN 18

/* What leads to a block: the beginning of its first key, long enough to differ from the key before, and the number of
 * that item's component. Of the first block of a level: nothing. */
typedef struct dictum_glass_lead {
    uint8_t key[DICTUM__GLASS_KEY_BYTES_MAX];
    size_t key_bytes;
    unsigned component;
} dictum_glass_lead;

/* A block in the making: the directory grows from the front, items from the end. */
typedef struct dictum_glass_block {
    uint8_t *bytes;
    size_t directory_end;
    size_t items_begin;
    dictum_glass_lead lead;
} dictum_glass_block;

/* What a database states of a table. */
typedef struct dictum_glass_root {
    uint32_t block;
    unsigned level;
    uint32_t entries;
    uint32_t blocks; /* 0: there are no entries */
} dictum_glass_root;

typedef struct dictum_glass_table {
    char *path;
    int fd;          /* -1 before the first block is written */
    uint8_t *buffer; /* blocks that are not written yet, and the leaf in the making behind them */
    size_t waiting;  /* how many there are, but for that leaf */
    dictum_glass_block levels[DICTUM__GLASS_LEVELS_MAX]; /* 0: the leaf */
    unsigned level_count;                                /* 0 before the first entry */
    uint8_t last_key[DICTUM__GLASS_KEY_BYTES_MAX];
    size_t last_key_bytes;
    dictum_glass_root root;
    struct libdeflate_compressor *compressor; /* NULL: nothing is compressed */
    uint8_t *packed;                          /* a compressed tag */
    size_t packed_cap;
} dictum_glass_table;

/* All zeros is a table, too, that may be disposed of. `path` is the folder; the file is made when there is something to
 * write, or at the end where `always`. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_table_init(dictum_glass_table *table, const char *path,
                                                           const char *name, bool compressed, dictum_error *err);
void dictum__glass_table_dispose(dictum_glass_table *table);
size_t dictum__glass_table_bytes(const dictum_glass_table *table);
/* `key` comes after all before it, and has 1 to DICTUM__GLASS_KEY_BYTES_MAX bytes. DICTUM_IO, DICTUM_NOMEM,
 * DICTUM_LIMIT (a tag of more than 100 MB, too many blocks). */
DICTUM_CHECK_RESULT dictum_status dictum__glass_table_add(dictum_glass_table *table, dictum_slice key, dictum_slice tag,
                                                          dictum_error *err);
/* Writes what there is, and closes the file; `root` is set. A table without entries has no file, unless `always`. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_table_finish(dictum_glass_table *table, bool always, dictum_error *err);

/* `bytes` to a file that is made and must not be there yet; for short ones. DICTUM_IO. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_write_file(const char *path, const void *bytes, size_t count,
                                                           dictum_error *err);

#endif
