/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The terms of a database in the making: each has a number, in the order in which they come, from 0. */
#ifndef DICTUM_INDEXER_GLASS_DICTIONARY_H
#define DICTUM_INDEXER_GLASS_DICTIONARY_H

#include "lib/buf.h"

typedef struct dictum_glass_entry {
    uint32_t offset; /* of its bytes */
    uint32_t bytes;
    uint32_t documents;     /* that have it */
    uint32_t last_document; /* the one that it was counted in last */
    uint32_t occurrences;
} dictum_glass_entry;

typedef struct dictum_glass_bucket {
    uint32_t hash;
    uint32_t number; /* + 1; 0 where the slot is empty */
} dictum_glass_bucket;

typedef struct dictum_glass_dictionary {
    dictum_glass_entry *entries;
    size_t count, cap;
    dictum_buf bytes;
    dictum_glass_bucket *slots;
    unsigned slot_bits;
    uint64_t secret[3]; /* nobody can prepare terms that fall into one slot */
} dictum_glass_dictionary;

/* DICTUM_NOMEM; DICTUM_IO where the system gives no random numbers. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_dictionary_init(dictum_glass_dictionary *dictionary, dictum_error *err);
void dictum__glass_dictionary_dispose(dictum_glass_dictionary *dictionary);
size_t dictum__glass_dictionary_bytes(const dictum_glass_dictionary *dictionary);
/* The entry of a term, which is added where it is not there yet; valid until the next call. NULL: *status says why,
 * DICTUM_NOMEM or DICTUM_LIMIT. */
dictum_glass_entry *dictum__glass_dictionary_find(dictum_glass_dictionary *dictionary, dictum_slice term,
                                                  dictum_status *status);
/* The numbers of all terms in the order of their bytes, to be given to free(); NULL when memory ran out. Never NULL
 * else, even if there are none. */
uint32_t *dictum__glass_dictionary_sort(const dictum_glass_dictionary *dictionary);

static inline dictum_slice dictum__glass_entry_term(const dictum_glass_dictionary *dictionary,
                                                    const dictum_glass_entry *entry)
{
    return (dictum_slice){dictionary->bytes.data + entry->offset, entry->bytes};
}

#endif
