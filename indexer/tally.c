/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting names. Sorted and merged whenever it is full, so that no choice of names makes it slow, or larger than twice
 * what is different in them. */
#include "indexer/tally.h"

#include <stdlib.h>
#include <string.h>

#define ITEMS_MIN 256

void dictum__tally_init(dictum_tally *tally)
{
    memset(tally, 0, sizeof *tally);
}

void dictum__tally_dispose(dictum_tally *tally)
{
    for (size_t i = 0; i < tally->count; i++) {
        free(tally->items[i].name);
    }
    free(tally->items);
    dictum__tally_init(tally);
}

static int compare_names(const void *a, const void *b)
{
    const dictum_tally_item *left = a, *right = b;
    size_t shared = left->bytes < right->bytes ? left->bytes : right->bytes;
    int order = shared > 0 ? memcmp(left->name, right->name, shared) : 0;
    if (order != 0) {
        return order;
    }
    return left->bytes < right->bytes ? -1 : left->bytes > right->bytes;
}

static int compare_counts(const void *a, const void *b)
{
    const dictum_tally_item *left = a, *right = b;
    if (left->count != right->count) {
        return left->count > right->count ? -1 : 1;
    }
    return compare_names(a, b);
}

void dictum__tally_by_name(dictum_tally *tally)
{
    size_t kept = 0;
    if (tally->items == NULL) {
        return;
    }
    qsort(tally->items, tally->count, sizeof *tally->items, compare_names);
    for (size_t i = 0; i < tally->count; i++) {
        if (kept > 0 && compare_names(&tally->items[kept - 1], &tally->items[i]) == 0) {
            tally->items[kept - 1].count += tally->items[i].count;
            free(tally->items[i].name);
        } else {
            tally->items[kept++] = tally->items[i];
        }
    }
    tally->count = kept;
}

void dictum__tally_by_count(dictum_tally *tally)
{
    dictum__tally_by_name(tally);
    if (tally->items != NULL) {
        qsort(tally->items, tally->count, sizeof *tally->items, compare_counts);
    }
}

static bool make_room(dictum_tally *tally)
{
    if (tally->count < tally->cap) {
        return true;
    }
    dictum__tally_by_name(tally);
    if (tally->count * 2 <= tally->cap && tally->cap > 0) {
        return true;
    }
    size_t cap = tally->cap == 0 ? ITEMS_MIN : tally->cap * 2;
    dictum_tally_item *items = realloc(tally->items, cap * sizeof *items);
    if (items == NULL) {
        return false;
    }
    tally->items = items;
    tally->cap = cap;
    return true;
}

dictum_status dictum__tally_add(dictum_tally *tally, dictum_slice name, uint64_t times, dictum_error *err)
{
    dictum_tally_item *last = tally->count > 0 ? &tally->items[tally->count - 1] : NULL;
    if (last != NULL && dictum__slice_equal(name, (dictum_slice){last->name, last->bytes})) {
        last->count += times;
        return DICTUM_OK;
    }
    if (!make_room(tally) || tally->items == NULL) {
        return dictum__nomem(err);
    }
    char *copy = malloc(name.len + 1);
    if (copy == NULL) {
        return dictum__nomem(err);
    }
    if (name.len > 0) {
        memcpy(copy, name.data, name.len);
    }
    copy[name.len] = '\0';
    dictum_tally_item *item = &tally->items[tally->count++];
    item->name = copy;
    item->bytes = name.len;
    item->count = times;
    return DICTUM_OK;
}
