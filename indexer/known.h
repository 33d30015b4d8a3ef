/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The statements of one file by their id terms: what the index had of it, and what it has now. */
#ifndef DICTUM_INDEXER_KNOWN_H
#define DICTUM_INDEXER_KNOWN_H

#include "indexer/writer.h"

typedef struct dictum_known {
    uint32_t hash;     /* of the id term */
    uint32_t id_bytes; /* of the id term */
    size_t id_offset;  /* into dictum_known_set.ids */
    dictum_statement_ref ref;
    uint8_t before[32]; /* hash of the record at the beginning */
    uint8_t now[32];
    bool was_there; /* at the beginning */
    bool seen;      /* in this reading */
    bool gone;      /* it has been removed meanwhile */
} dictum_known;

typedef struct dictum_known_set {
    dictum_known *items;
    size_t count, cap;
    uint32_t *slots; /* number of the item + 1, or 0 */
    size_t slot_count;
    dictum_buf ids;
} dictum_known_set;

void dictum__known_init(dictum_known_set *set);
void dictum__known_dispose(dictum_known_set *set);
/* NULL where it is not there. Valid until the next add. */
dictum_known *dictum__known_find(const dictum_known_set *set, dictum_slice id_term);
/* Adds one that is not there; NULL where memory ran out. */
dictum_known *dictum__known_add(dictum_known_set *set, dictum_slice id_term);

#endif
