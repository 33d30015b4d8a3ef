/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/glass/entries.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

void dictum__glass_entries_init(dictum_glass_entries *entries)
{
    *entries = (dictum_glass_entries){.count = 0};
    dictum__buf_init(&entries->bytes, SIZE_MAX - 1);
}

void dictum__glass_entries_dispose(dictum_glass_entries *entries)
{
    free(entries->pairs);
    dictum__buf_dispose(&entries->bytes);
    memset(entries, 0, sizeof *entries);
}

size_t dictum__glass_entries_bytes(const dictum_glass_entries *entries)
{
    return entries->cap * sizeof *entries->pairs + entries->bytes.cap;
}

dictum_status dictum__glass_entries_add(dictum_glass_entries *entries, dictum_slice key, dictum_slice tag,
                                        dictum_error *err)
{
    void *pairs = entries->pairs;
    if (!dictum__array_reserve(&pairs, &entries->cap, entries->count + 1, sizeof *entries->pairs)) {
        return dictum__nomem(err);
    }
    entries->pairs = pairs;
    entries->pairs[entries->count++] = (dictum_glass_pair){entries->bytes.len, key.len, tag.len};
    dictum__buf_append_slice(&entries->bytes, key);
    dictum__buf_append_slice(&entries->bytes, tag);
    return dictum__buf_status(&entries->bytes) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}

/* A pair while it is sorted. */
typedef struct sort_item {
    dictum_slice key, tag;
} sort_item;

/* Of two with one key, the one that was added first. */
static int compare(const void *left, const void *right)
{
    const sort_item *a = left, *b = right;
    int order = memcmp(a->key.data, b->key.data, a->key.len < b->key.len ? a->key.len : b->key.len);
    if (order != 0) {
        return order;
    }
    if (a->key.len != b->key.len) {
        return a->key.len < b->key.len ? -1 : 1;
    }
    return a->key.data < b->key.data ? -1 : a->key.data > b->key.data;
}

dictum_status dictum__glass_entries_write(dictum_glass_entries *entries, dictum_glass_table *table, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    if (entries->count == 0) {
        return DICTUM_OK;
    }
    sort_item *items = malloc(entries->count * sizeof *items);
    if (items == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < entries->count; i++) {
        const dictum_glass_pair *pair = &entries->pairs[i];
        const char *at = entries->bytes.data + pair->at;
        items[i] = (sort_item){{at, pair->key_bytes}, {at + pair->key_bytes, pair->tag_bytes}};
    }
    qsort(items, entries->count, sizeof *items, compare);
    for (size_t i = 0; i < entries->count && status == DICTUM_OK; i++) {
        if (i + 1 == entries->count || !dictum__slice_equal(items[i].key, items[i + 1].key)) {
            status = dictum__glass_table_add(table, items[i].key, items[i].tag, err);
        }
    }
    free(items);
    return status;
}
