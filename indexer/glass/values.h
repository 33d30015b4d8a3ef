/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of a database in the making, slot by slot: chunks of them, and what they are between. */
#ifndef DICTUM_INDEXER_GLASS_VALUES_H
#define DICTUM_INDEXER_GLASS_VALUES_H

#include "indexer/glass/entries.h"
#include "indexer/glass/glass.h"

typedef struct dictum_glass_slot {
    uint32_t slot;
    uint32_t count; /* of values */
    dictum_buf lowest, highest;
    dictum_buf chunk; /* in the making; empty where there is none */
    uint32_t chunk_first, last;
} dictum_glass_slot;

typedef struct dictum_glass_values {
    dictum_glass_slot *slots; /* rising */
    size_t count, cap;
} dictum_glass_values;

void dictum__glass_values_dispose(dictum_glass_values *values);
size_t dictum__glass_values_bytes(const dictum_glass_values *values);
/* The values of a document, which comes behind those before it. Chunks that are full go to `entries`. `used` (emptied
 * first) becomes what the document's entry of the slots that it uses is to be; empty where there are none.
 * DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_values_add(dictum_glass_values *values, uint32_t document,
                                                           const dictum_glass_value *added, size_t count,
                                                           dictum_glass_entries *entries, dictum_buf *used,
                                                           dictum_error *err);
/* The last chunks, and the statistics. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_values_finish(dictum_glass_values *values,
                                                              dictum_glass_entries *entries, dictum_error *err);

#endif
