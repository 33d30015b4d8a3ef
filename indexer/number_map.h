/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table in memory from 64-bit numbers to 32-bit ones: open addressing, at most two thirds full. The numbers are
 * mixed, but that is no defence: who lets strangers choose them sees to it that these cannot foresee them. */
#ifndef DICTUM_INDEXER_NUMBER_MAP_H
#define DICTUM_INDEXER_NUMBER_MAP_H

#include "lib/error.h"

typedef struct dictum_number_map {
    uint64_t *keys; /* 0: free */
    uint32_t *values;
    size_t slots, count;
} dictum_number_map;

/* All zeros is an empty table. */
void dictum__number_map_dispose(dictum_number_map *map);
/* Sets the value of a key, which is not 0. false where memory ran out. */
bool dictum__number_map_set(dictum_number_map *map, uint64_t key, uint32_t value);
bool dictum__number_map_get(const dictum_number_map *map, uint64_t key, uint32_t *value);
bool dictum__number_map_has(const dictum_number_map *map, uint64_t key);

#endif
