/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table of ids, kept as the first 128 bits of their SHA-256: nobody finds two ids that are taken for one.
 * Invariant: at least a quarter of the entries is free, so a search ends. */
#include "indexer/read/id_set.h"

#include <stdlib.h>
#include <string.h>

#include "lib/sha256.h"

#define KEY_BYTES 16
#define CAPACITY_FIRST 1024

struct dictum__id_entry {
    uint8_t key[KEY_BYTES];
    uint64_t line; /* 0: free */
};

void dictum__id_set_init(dictum_id_set *set)
{
    *set = (dictum_id_set){.entries = NULL};
}

void dictum__id_set_dispose(dictum_id_set *set)
{
    free(set->entries);
    dictum__id_set_init(set);
}

/* The entry with this key, or the free one where it would be. */
static struct dictum__id_entry *find(struct dictum__id_entry *entries, size_t capacity, const uint8_t *key)
{
    size_t at;

    memcpy(&at, key, sizeof(at));
    at &= capacity - 1;
    while (entries[at].line != 0 && memcmp(entries[at].key, key, KEY_BYTES) != 0) {
        at = (at + 1) & (capacity - 1);
    }
    return &entries[at];
}

static bool grow(dictum_id_set *set)
{
    size_t capacity = set->capacity == 0 ? CAPACITY_FIRST : set->capacity * 2;
    struct dictum__id_entry *entries = calloc(capacity, sizeof(*entries));

    if (entries == NULL) {
        return false;
    }
    for (size_t i = 0; i < set->capacity; i++) {
        if (set->entries[i].line != 0) {
            *find(entries, capacity, set->entries[i].key) = set->entries[i];
        }
    }
    free(set->entries);
    set->entries = entries;
    set->capacity = capacity;
    return true;
}

dictum_status dictum__id_set_add(dictum_id_set *set, dictum_slice id, uint64_t line, uint64_t *earlier,
                                 dictum_error *err)
{
    uint8_t digest[DICTUM__SHA256_BYTES];
    struct dictum__id_entry *entry;

    if (set->count + 1 > set->capacity / 4 * 3 && !grow(set)) {
        return dictum__nomem(err);
    }
    dictum__sha256(id.data, id.len, digest);
    entry = find(set->entries, set->capacity, digest);
    *earlier = entry->line;
    set->count += entry->line == 0;
    memcpy(entry->key, digest, KEY_BYTES);
    entry->line = line;
    return DICTUM_OK;
}
