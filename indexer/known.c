/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table that only grows: open addressing, at most half full. */
#include "indexer/known.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_MIN 16

void dictum__known_init(dictum_known_set *set)
{
    memset(set, 0, sizeof *set);
    dictum__buf_init(&set->ids, (size_t)PTRDIFF_MAX / 2);
}

void dictum__known_dispose(dictum_known_set *set)
{
    free(set->items);
    free(set->slots);
    dictum__buf_dispose(&set->ids);
    dictum__known_init(set);
}

/* FNV-1a, 32 bits. */
static uint32_t hash_of(dictum_slice id)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < id.len; i++) {
        hash = (hash ^ (unsigned char)id.data[i]) * 16777619u;
    }
    return hash;
}

dictum_known *dictum__known_find(const dictum_known_set *set, dictum_slice id)
{
    uint32_t hash = hash_of(id);
    if (set->slot_count == 0) {
        return NULL;
    }
    for (size_t at = hash & (set->slot_count - 1); set->slots[at] != 0; at = (at + 1) & (set->slot_count - 1)) {
        dictum_known *item = &set->items[set->slots[at] - 1];
        if (item->hash == hash &&
            dictum__slice_equal((dictum_slice){set->ids.data + item->id_offset, item->id_bytes}, id)) {
            return item;
        }
    }
    return NULL;
}

static void put(dictum_known_set *set, size_t number)
{
    size_t at = set->items[number].hash & (set->slot_count - 1);
    while (set->slots[at] != 0) {
        at = (at + 1) & (set->slot_count - 1);
    }
    set->slots[at] = (uint32_t)number + 1;
}

static bool make_room(dictum_known_set *set)
{
    if (set->count == set->cap) {
        size_t cap = set->cap == 0 ? SLOTS_MIN / 2 : set->cap * 2;
        dictum_known *items = realloc(set->items, cap * sizeof *items);
        if (items == NULL || cap > UINT32_MAX / 4) {
            set->items = items != NULL ? items : set->items;
            return false;
        }
        set->items = items;
        set->cap = cap;
    }
    if ((set->count + 1) * 2 > set->slot_count) {
        size_t slot_count = set->slot_count == 0 ? SLOTS_MIN : set->slot_count * 2;
        uint32_t *slots = calloc(slot_count, sizeof *slots);
        if (slots == NULL) {
            return false;
        }
        free(set->slots);
        set->slots = slots;
        set->slot_count = slot_count;
        for (size_t i = 0; i < set->count; i++) {
            put(set, i);
        }
    }
    return true;
}

dictum_known *dictum__known_add(dictum_known_set *set, dictum_slice id)
{
    size_t offset = set->ids.len;
    dictum__buf_append_slice(&set->ids, id);
    if (dictum__buf_status(&set->ids) != DICTUM_OK || !make_room(set)) {
        return NULL;
    }
    dictum_known *item = &set->items[set->count];
    memset(item, 0, sizeof *item);
    item->hash = hash_of(id);
    item->id_bytes = (uint32_t)id.len;
    item->id_offset = offset;
    put(set, set->count++);
    return item;
}
