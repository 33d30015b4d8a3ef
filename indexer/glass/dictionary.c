/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An open hash table with linear probing, at most half full, over entries that stand one after the other. */
#include "indexer/glass/dictionary.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "lib/array.h"

#define SLOT_BITS_MIN 12
#define SLOT_BITS_MAX 31

dictum_status dictum__glass_dictionary_init(dictum_glass_dictionary *dictionary, dictum_error *err)
{
    *dictionary = (dictum_glass_dictionary){.slot_bits = SLOT_BITS_MIN};
    dictum__buf_init(&dictionary->bytes, UINT32_MAX - 1);
    if (getrandom(dictionary->secret, sizeof dictionary->secret, 0) != (ssize_t)sizeof dictionary->secret) {
        return dictum__fail(err, DICTUM_IO, "no random numbers: %s", strerror(errno));
    }
    dictionary->secret[1] |= 1;
    dictionary->secret[2] |= 1;
    dictionary->slots = calloc((size_t)1 << dictionary->slot_bits, sizeof *dictionary->slots);
    return dictionary->slots != NULL ? DICTUM_OK : dictum__nomem(err);
}

void dictum__glass_dictionary_dispose(dictum_glass_dictionary *dictionary)
{
    free(dictionary->entries);
    free(dictionary->slots);
    dictum__buf_dispose(&dictionary->bytes);
    memset(dictionary, 0, sizeof *dictionary);
}

size_t dictum__glass_dictionary_bytes(const dictum_glass_dictionary *dictionary)
{
    return dictionary->cap * sizeof *dictionary->entries + dictionary->bytes.cap +
           ((size_t)sizeof *dictionary->slots << dictionary->slot_bits);
}

/* Eight bytes at a time. Each is multiplied by one secret number, folded, and multiplied by another: a difference in
 * the highest bit, which the first cannot hide, then goes through the second. */
static inline uint64_t mix(const dictum_glass_dictionary *dictionary, uint64_t hash, uint64_t chunk)
{
    hash = (hash ^ chunk) * dictionary->secret[1];
    hash ^= hash >> 32;
    return hash * dictionary->secret[2];
}

static inline uint32_t hash_of(const dictum_glass_dictionary *dictionary, dictum_slice term)
{
    const char *at = term.data;
    size_t left = term.len;
    uint64_t hash = dictionary->secret[0] + term.len, chunk = 0;
    for (; left > sizeof chunk; at += sizeof chunk, left -= sizeof chunk) {
        memcpy(&chunk, at, sizeof chunk);
        hash = mix(dictionary, hash, chunk);
    }
    if (term.len >= sizeof chunk) {
        memcpy(&chunk, term.data + term.len - sizeof chunk, sizeof chunk);
    } else {
        chunk = 0;
        for (size_t i = 0; i < left; i++)
            chunk = chunk << 8 | (unsigned char)at[i];
    }
    return (uint32_t)(mix(dictionary, hash, chunk) >> 32);
}

static bool grow(dictum_glass_dictionary *dictionary)
{
    unsigned bits = dictionary->slot_bits + 1;
    dictum_glass_bucket *slots = calloc((size_t)1 << bits, sizeof *slots);
    if (slots == NULL)
        return false;
    size_t mask = ((size_t)1 << bits) - 1;
    for (size_t i = 0; i < (size_t)1 << dictionary->slot_bits; i++) {
        if (dictionary->slots[i].number == 0)
            continue;
        size_t at = dictionary->slots[i].hash >> (32 - bits);
        while (slots[at].number != 0)
            at = (at + 1) & mask;
        slots[at] = dictionary->slots[i];
    }
    free(dictionary->slots);
    dictionary->slots = slots;
    dictionary->slot_bits = bits;
    return true;
}

static dictum_glass_entry *add(dictum_glass_dictionary *dictionary, dictum_glass_bucket *slot, uint32_t hash,
                               dictum_slice term, dictum_status *status)
{
    size_t offset = dictionary->bytes.len;
    dictum__buf_append_slice(&dictionary->bytes, term);
    *status = dictum__buf_status(&dictionary->bytes);
    if (*status != DICTUM_OK)
        return NULL;
    if (!dictum__array_reserve((void **)&dictionary->entries, &dictionary->cap, dictionary->count + 1,
                               sizeof *dictionary->entries)) {
        *status = DICTUM_NOMEM;
        return NULL;
    }
    *slot = (dictum_glass_bucket){hash, (uint32_t)dictionary->count + 1};
    dictum_glass_entry *entry = &dictionary->entries[dictionary->count++];
    *entry = (dictum_glass_entry){.offset = (uint32_t)offset, .bytes = (uint32_t)term.len};
    return entry;
}

dictum_glass_entry *dictum__glass_dictionary_find(dictum_glass_dictionary *dictionary, dictum_slice term,
                                                  dictum_status *status)
{
    if (dictionary->count >= (size_t)1 << (dictionary->slot_bits - 1)) {
        *status = dictionary->slot_bits == SLOT_BITS_MAX ? DICTUM_LIMIT : DICTUM_NOMEM;
        if (dictionary->slot_bits == SLOT_BITS_MAX || !grow(dictionary))
            return NULL;
    }
    uint32_t hash = hash_of(dictionary, term);
    size_t mask = ((size_t)1 << dictionary->slot_bits) - 1;
    size_t at = hash >> (32 - dictionary->slot_bits);
    for (;; at = (at + 1) & mask) {
        dictum_glass_bucket *slot = &dictionary->slots[at];
        if (slot->number == 0)
            return add(dictionary, slot, hash, term, status);
        if (slot->hash != hash)
            continue;
        dictum_glass_entry *entry = &dictionary->entries[slot->number - 1];
        if (entry->bytes == term.len && memcmp(dictionary->bytes.data + entry->offset, term.data, term.len) == 0)
            return entry;
    }
}

/* ---- the order -------------------------------------------------------------------------------------------------- */

typedef struct sort_item {
    uint64_t head; /* the first eight bytes, highest first, zeros behind */
    const char *term;
    uint32_t bytes;
    uint32_t number;
} sort_item;

static int compare(const void *left, const void *right)
{
    const sort_item *a = left, *b = right;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    uint32_t shorter = a->bytes < b->bytes ? a->bytes : b->bytes;
    int order = memcmp(a->term, b->term, shorter);
    if (order != 0)
        return order;
    return a->bytes < b->bytes ? -1 : a->bytes > b->bytes;
}

static uint64_t head_of(dictum_slice term)
{
    uint64_t head = 0;
    for (size_t i = 0; i < sizeof head; i++)
        head = head << 8 | (i < term.len ? (unsigned char)term.data[i] : 0);
    return head;
}

uint32_t *dictum__glass_dictionary_sort(const dictum_glass_dictionary *dictionary)
{
    uint32_t *numbers = malloc((dictionary->count + 1) * sizeof *numbers);
    sort_item *items = malloc((dictionary->count + 1) * sizeof *items);
    if (numbers == NULL || items == NULL) {
        free(numbers);
        free(items);
        return NULL;
    }
    for (size_t i = 0; i < dictionary->count; i++) {
        dictum_slice term = dictum__glass_entry_term(dictionary, &dictionary->entries[i]);
        items[i] = (sort_item){head_of(term), term.data, (uint32_t)term.len, (uint32_t)i};
    }
    qsort(items, dictionary->count, sizeof *items, compare);
    for (size_t i = 0; i < dictionary->count; i++)
        numbers[i] = items[i].number;
    free(items);
    return numbers;
}
