/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ids of one input and where each was seen last. */
#ifndef DICTUM_INDEXER_READ_ID_SET_H
#define DICTUM_INDEXER_READ_ID_SET_H

#include "lib/buf.h"

typedef struct dictum_id_set {
    struct dictum__id_entry *entries;
    size_t capacity; /* 0 or a power of two */
    size_t count;
} dictum_id_set;

void dictum__id_set_init(dictum_id_set *set);
void dictum__id_set_dispose(dictum_id_set *set);
/* Notes that `id` stands in `line` (from 1); *earlier is the line where it stood last, or 0. 24 bytes an id are kept.
 * DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__id_set_add(dictum_id_set *set, dictum_slice id, uint64_t line,
                                                     uint64_t *earlier, dictum_error *err);

#endif
