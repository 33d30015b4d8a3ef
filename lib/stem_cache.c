/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An open hash table with linear probing, at most half full. It is no more than a help: without memory it stays as it
 * is. */
#include "lib/stem_cache.h"

#include <stdlib.h>
#include <string.h>

#include "lib/hash.h"

#define SLOTS_MIN 1024
#define SLOTS_MAX ((size_t)1 << 17)
#define STORAGE_BYTES_MAX ((size_t)4 << 20)
#define FORM_BYTES_MAX 255

void dictum__stem_cache_dispose(dictum_stem_cache *cache)
{
    free(cache->slots);
    dictum__buf_dispose(&cache->storage);
    memset(cache, 0, sizeof *cache);
}

static uint32_t hash_of(dictum_slice form)
{
    return (uint32_t)dictum__hash_add(DICTUM__HASH_SEED, form);
}

/* The form's slot, or the empty one where it would be. */
static dictum_stem_slot *slot_of(const dictum_stem_cache *cache, dictum_slice form, uint32_t hash)
{
    size_t at = hash & (cache->slot_count - 1);
    for (;; at = (at + 1) & (cache->slot_count - 1)) {
        dictum_stem_slot *slot = &cache->slots[at];
        if (slot->form_bytes == 0 || (slot->hash == hash && slot->form_bytes == form.len &&
                                      memcmp(cache->storage.data + slot->offset, form.data, form.len) == 0))
            return slot;
    }
}

bool dictum__stem_cache_find(const dictum_stem_cache *cache, dictum_slice form, dictum_slice *stem)
{
    if (cache->slot_count == 0 || form.len == 0 || form.len > FORM_BYTES_MAX)
        return false;
    const dictum_stem_slot *slot = slot_of(cache, form, hash_of(form));
    if (slot->form_bytes == 0)
        return false;
    *stem = (dictum_slice){cache->storage.data + slot->offset + slot->form_bytes, slot->stem_bytes};
    return true;
}

static bool grow(dictum_stem_cache *cache)
{
    dictum_stem_cache grown = {.slot_count = cache->slot_count == 0 ? SLOTS_MIN : cache->slot_count * 2,
                               .storage = cache->storage};
    grown.slots = calloc(grown.slot_count, sizeof *grown.slots);
    if (grown.slots == NULL)
        return false;
    for (size_t i = 0; i < cache->slot_count; i++) {
        const dictum_stem_slot *slot = &cache->slots[i];
        dictum_slice form = {cache->storage.data + slot->offset, slot->form_bytes};
        if (slot->form_bytes > 0)
            *slot_of(&grown, form, slot->hash) = *slot;
    }
    free(cache->slots);
    cache->slots = grown.slots;
    cache->slot_count = grown.slot_count;
    return true;
}

static void begin_anew(dictum_stem_cache *cache)
{
    memset(cache->slots, 0, cache->slot_count * sizeof *cache->slots);
    cache->count = 0;
    dictum__buf_clear(&cache->storage);
}

void dictum__stem_cache_add(dictum_stem_cache *cache, dictum_slice form, dictum_slice stem)
{
    if (form.len == 0 || form.len > FORM_BYTES_MAX || stem.len == 0 || stem.len > FORM_BYTES_MAX)
        return;
    if (cache->slot_count == 0)
        dictum__buf_init(&cache->storage, STORAGE_BYTES_MAX);
    bool full = (cache->count + 1) * 2 > cache->slot_count;
    if (full && cache->slot_count < SLOTS_MAX && !grow(cache))
        return;
    if ((cache->count + 1) * 2 > cache->slot_count || cache->storage.len + form.len + stem.len > STORAGE_BYTES_MAX - 1)
        begin_anew(cache);
    if (!dictum__buf_reserve(&cache->storage, form.len + stem.len)) {
        begin_anew(cache);
        return;
    }
    uint32_t hash = hash_of(form);
    dictum_stem_slot *slot = slot_of(cache, form, hash);
    if (slot->form_bytes > 0)
        return;
    *slot = (dictum_stem_slot){.hash = hash,
                               .offset = (uint32_t)cache->storage.len,
                               .form_bytes = (uint16_t)form.len,
                               .stem_bytes = (uint16_t)stem.len};
    dictum__buf_append_slice(&cache->storage, form);
    dictum__buf_append_slice(&cache->storage, stem);
    cache->count++;
}
