/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table of numbers that only grows. */
#include "indexer/number_map.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_MIN ((size_t)64)

void dictum__number_map_dispose(dictum_number_map *map)
{
    free(map->keys);
    free(map->values);
    memset(map, 0, sizeof *map);
}

/* The slot that holds the key, or the free one where it would go. */
static size_t slot_of(const dictum_number_map *map, uint64_t key)
{
    uint64_t mixed = key * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(mixed ^ mixed >> 32) & (map->slots - 1);
    while (map->keys[at] != 0 && map->keys[at] != key) {
        at = (at + 1) & (map->slots - 1);
    }
    return at;
}

static bool grow(dictum_number_map *map)
{
    dictum_number_map grown = {.slots = map->slots == 0 ? SLOTS_MIN : map->slots * 2, .count = map->count};
    grown.keys = calloc(grown.slots, sizeof *grown.keys);
    grown.values = calloc(grown.slots, sizeof *grown.values);
    if (grown.keys == NULL || grown.values == NULL) {
        dictum__number_map_dispose(&grown);
        return false;
    }
    for (size_t i = 0; i < map->slots; i++) {
        if (map->keys[i] != 0) {
            size_t at = slot_of(&grown, map->keys[i]);
            grown.keys[at] = map->keys[i];
            grown.values[at] = map->values[i];
        }
    }
    dictum__number_map_dispose(map);
    *map = grown;
    return true;
}

bool dictum__number_map_set(dictum_number_map *map, uint64_t key, uint32_t value)
{
    if ((map->count + 1) * 3 > map->slots * 2 && !grow(map)) {
        return false;
    }
    size_t at = slot_of(map, key);
    map->count += map->keys[at] == 0;
    map->keys[at] = key;
    map->values[at] = value;
    return true;
}

bool dictum__number_map_get(const dictum_number_map *map, uint64_t key, uint32_t *value)
{
    if (map->slots == 0) {
        return false;
    }
    size_t at = slot_of(map, key);
    if (map->keys[at] == 0) {
        return false;
    }
    *value = map->values[at];
    return true;
}

bool dictum__number_map_has(const dictum_number_map *map, uint64_t key)
{
    uint32_t ignored;
    return dictum__number_map_get(map, key, &ignored);
}
