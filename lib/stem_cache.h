/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the stems of one language have been found to be: the words of a language are few, and a text has most of them
 * again and again. */
#ifndef DICTUM_LIB_STEM_CACHE_H
#define DICTUM_LIB_STEM_CACHE_H

#include "lib/buf.h"

/* Where a form and its stem stand in the storage, one behind the other. */
typedef struct dictum_stem_slot {
    uint32_t hash;
    uint32_t offset;
    uint16_t form_bytes; /* 0 where the slot is empty */
    uint16_t stem_bytes;
} dictum_stem_slot;

/* Begins as zeros. */
typedef struct dictum_stem_cache {
    dictum_stem_slot *slots;
    size_t slot_count, count;
    dictum_buf storage;
} dictum_stem_cache;

void dictum__stem_cache_dispose(dictum_stem_cache *cache);

/* The stem of a form; false where it is not known. *stem is valid until something is added. */
bool dictum__stem_cache_find(const dictum_stem_cache *cache, dictum_slice form, dictum_slice *stem);

/* Remembers it, where there is memory; a full cache begins anew. Forms and stems of 1 to 255 bytes only. */
void dictum__stem_cache_add(dictum_stem_cache *cache, dictum_slice form, dictum_slice stem);

#endif
