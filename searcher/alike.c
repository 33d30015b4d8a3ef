/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hit is compared with those before it that have the same text, or the same in one of the first two bins of their
 * sketches: of two that agree in all bins but one, one of these two is the same. They are found in a table. */
#include "searcher/alike.h"

#include <stdlib.h>
#include <string.h>

#include "lib/hash.h"
#include "lib/schema.h"
#include "lib/sketch.h"

#define KEYS 3
#define NOBODY SIZE_MAX

/* What an item is told by. */
typedef struct traits {
    char text_hash[32], sketch[DICTUM__SKETCH_BYTES];
    size_t text_hash_bytes, sketch_bytes;
} traits;

typedef struct folding {
    traits *items;
    size_t *heads; /* of each slot of the table: an entry, item times KEYS plus the key's number */
    size_t *next;  /* of each entry: another of its slot */
    size_t mask;
} folding;

static dictum_status read_value(xap_doc *doc, dictum__slot slot, char *room, size_t cap, size_t *bytes,
                                dictum_error *err)
{
    xap_error xerr;
    const char *value;
    if (xap_doc_value(doc, (uint32_t)slot, &value, bytes, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "read a match");
    if (*bytes > cap)
        *bytes = 0;
    memcpy(room, value, *bytes);
    return DICTUM_OK;
}

static dictum_status read_traits(xap_mset *mset, uint32_t number, traits *out, dictum_error *err)
{
    xap_error xerr;
    xap_doc *doc = NULL;
    if (xap_mset_document(mset, number, &doc, &xerr) != XAP_OK)
        return xerr.code == XAP_NOT_FOUND ? dictum__fail(err, DICTUM_STALE, "a statement has gone meanwhile")
                                          : dictum__fail_xap(err, &xerr, "read a match");
    dictum_status status =
        read_value(doc, DICTUM__SLOT_TEXT_HASH, out->text_hash, sizeof out->text_hash, &out->text_hash_bytes, err);
    if (status == DICTUM_OK)
        status = read_value(doc, DICTUM__SLOT_SKETCH, out->sketch, sizeof out->sketch, &out->sketch_bytes, err);
    xap_doc_free(doc);
    return status;
}

/* The slots of an item's keys: its text, two bins. */
static size_t find_slots(const folding *f, const traits *item, size_t slots[KEYS])
{
    const dictum_slice keys[KEYS] = {
        {item->text_hash, item->text_hash_bytes}, {item->sketch, 2}, {item->sketch + 2, 2}};
    size_t count = item->sketch_bytes > 0 ? KEYS : 1;
    for (size_t i = 0; i < count; i++)
        slots[i] = (size_t)dictum__hash_add(DICTUM__HASH_SEED + i, keys[i]) & f->mask;
    return count;
}

static bool are_alike(const traits *a, const traits *b)
{
    return (a->text_hash_bytes > 0 && a->text_hash_bytes == b->text_hash_bytes &&
            memcmp(a->text_hash, b->text_hash, a->text_hash_bytes) == 0) ||
           dictum__sketches_agree((dictum_slice){a->sketch, a->sketch_bytes},
                                  (dictum_slice){b->sketch, b->sketch_bytes});
}

/* The first of those that are kept to which the item is alike; if there is none, it is kept and found from now on. */
static size_t place(folding *f, size_t number)
{
    const traits *item = &f->items[number];
    size_t slots[KEYS], first = NOBODY, count = find_slots(f, item, slots);
    for (size_t i = 0; i < count; i++)
        for (size_t entry = f->heads[slots[i]]; entry != NOBODY; entry = f->next[entry])
            if (entry / KEYS < first && are_alike(item, &f->items[entry / KEYS]))
                first = entry / KEYS;
    if (first != NOBODY)
        return first;
    for (size_t i = 0; i < count; i++) {
        f->next[number * KEYS + i] = f->heads[slots[i]];
        f->heads[slots[i]] = number * KEYS + i;
    }
    return number;
}

static bool begin(folding *f, size_t count)
{
    size_t slots = 16;
    while (slots < count * KEYS)
        slots *= 2;
    f->mask = slots - 1;
    f->items = calloc(count + 1, sizeof *f->items);
    f->heads = malloc(slots * sizeof *f->heads);
    f->next = calloc((count + 1) * KEYS, sizeof *f->next);
    for (size_t i = 0; f->heads != NULL && i < slots; i++)
        f->heads[i] = NOBODY;
    return f->items != NULL && f->heads != NULL && f->next != NULL;
}

dictum_status dictum__find_alike(xap_mset *mset, bool remote, dictum_alike *out, dictum_error *err)
{
    folding f = {.items = NULL};
    xap_error xerr;
    uint32_t count = xap_mset_size(mset);
    *out = (dictum_alike){.first = calloc((size_t)count + 1, sizeof *out->first), .count = count};
    dictum_status status = begin(&f, count) && out->first != NULL ? DICTUM_OK : dictum__nomem(err);
    if (status == DICTUM_OK && remote && xap_mset_fetch(mset, &xerr) != XAP_OK)
        status = dictum__fail_xap(err, &xerr, "read the matches");
    for (uint32_t i = 0; status == DICTUM_OK && i < count; i++) {
        status = read_traits(mset, i, &f.items[i], err);
        if (status == DICTUM_OK) {
            out->first[i] = place(&f, i);
            out->kept += out->first[i] == i;
        }
    }
    free(f.items);
    free(f.heads);
    free(f.next);
    return status;
}

void dictum__alike_dispose(dictum_alike *fold)
{
    free(fold->first);
    *fold = (dictum_alike){NULL, 0, 0};
}
