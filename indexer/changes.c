/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of settings, sorted when it is wanted. */
#include "indexer/changes.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/ledger.h"
#include "lib/array.h"

void dictum__changes_init(dictum_changes *changes)
{
    memset(changes, 0, sizeof *changes);
    dictum__buf_init(&changes->bytes, SIZE_MAX / 2);
}

void dictum__changes_dispose(dictum_changes *changes)
{
    dictum__buf_dispose(&changes->bytes);
    free(changes->items);
    dictum__changes_init(changes);
}

void dictum__changes_clear(dictum_changes *changes)
{
    dictum__buf_clear(&changes->bytes);
    changes->count = 0;
}

dictum_status dictum__changes_set(dictum_changes *changes, dictum_slice key, dictum_slice value, dictum_error *err)
{
    void *items = changes->items;
    if (!dictum__array_reserve(&items, &changes->cap, changes->count + 1, sizeof *changes->items)) {
        return dictum__nomem(err);
    }
    changes->items = items;
    struct dictum_change *item = &changes->items[changes->count];
    *item = (struct dictum_change){.key_at = changes->bytes.len,
                                   .key_bytes = key.len,
                                   .value_at = changes->bytes.len + key.len,
                                   .value_bytes = value.len};
    dictum__buf_append_slice(&changes->bytes, key);
    dictum__buf_append_slice(&changes->bytes, value);
    if (dictum__buf_status(&changes->bytes) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    changes->count++;
    return DICTUM_OK;
}

/* With each entry the number of its change, so that of equal keys the last one is known. */
typedef struct numbered {
    dictum_builder_entry entry;
    size_t number;
} numbered;

static int compare(const void *a, const void *b)
{
    const numbered *left = a, *right = b;
    int order = dictum__slice_compare(left->entry.key, right->entry.key);
    return order != 0 ? order : (left->number > right->number) - (left->number < right->number);
}

dictum_builder_entry *dictum__changes_sorted(dictum_changes *changes, size_t *count)
{
    const char *bytes = changes->bytes.data;
    numbered *all = calloc(changes->count + 1, sizeof *all);
    dictum_builder_entry *entries = calloc(changes->count + 1, sizeof *entries);
    *count = 0;
    if (all == NULL || entries == NULL) {
        free(all);
        free(entries);
        return NULL;
    }
    for (size_t i = 0; i < changes->count; i++) {
        const struct dictum_change *item = &changes->items[i];
        all[i].entry.key = (dictum_slice){bytes + item->key_at, item->key_bytes};
        all[i].entry.value = (dictum_slice){bytes + item->value_at, item->value_bytes};
        all[i].number = i;
    }
    qsort(all, changes->count, sizeof *all, compare);
    for (size_t i = 0; i < changes->count; i++) {
        if (i + 1 == changes->count || !dictum__slice_equal(all[i].entry.key, all[i + 1].entry.key)) {
            entries[(*count)++] = all[i].entry;
        }
    }
    free(all);
    return entries;
}
