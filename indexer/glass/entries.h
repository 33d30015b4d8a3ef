/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys and tags that are collected in any order, to be sorted before they are written. */
#ifndef DICTUM_INDEXER_GLASS_ENTRIES_H
#define DICTUM_INDEXER_GLASS_ENTRIES_H

#include "indexer/glass/table.h"

typedef struct dictum_glass_pair {
    size_t at; /* of the key; the tag follows it */
    size_t key_bytes, tag_bytes;
} dictum_glass_pair;

typedef struct dictum_glass_entries {
    dictum_buf bytes;
    dictum_glass_pair *pairs;
    size_t count, cap;
} dictum_glass_entries;

void dictum__glass_entries_init(dictum_glass_entries *entries);
void dictum__glass_entries_dispose(dictum_glass_entries *entries);
size_t dictum__glass_entries_bytes(const dictum_glass_entries *entries);
/* DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_entries_add(dictum_glass_entries *entries, dictum_slice key,
                                                            dictum_slice tag, dictum_error *err);
/* Adds them to a table, sorted; of several with one key the last. What dictum__glass_table_add() fails with. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_entries_write(dictum_glass_entries *entries, dictum_glass_table *table,
                                                              dictum_error *err);

#endif
