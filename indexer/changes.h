/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Metadata that are to be written: what is set last of a key counts. */
#ifndef DICTUM_INDEXER_CHANGES_H
#define DICTUM_INDEXER_CHANGES_H

#include "indexer/builder.h"

typedef struct dictum_changes {
    dictum_buf bytes; /* keys and values, one behind the other */
    struct dictum_change {
        size_t key_at, key_bytes, value_at, value_bytes;
    } * items;
    size_t count, cap;
} dictum_changes;

void dictum__changes_init(dictum_changes *changes);
void dictum__changes_dispose(dictum_changes *changes);
void dictum__changes_clear(dictum_changes *changes);
DICTUM_CHECK_RESULT dictum_status dictum__changes_set(dictum_changes *changes, dictum_slice key, dictum_slice value,
                                                      dictum_error *err);
/* Puts them in the order of their keys, each once, into an array for the builder, which the caller frees; it points
 * into `changes`, until the next call. NULL where memory ran out. `*count` is how many they are. */
dictum_builder_entry *dictum__changes_sorted(dictum_changes *changes, size_t *count);

#endif
