/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/glass_set.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)256 * 1024)

/* What is copied lies in blocks, each behind a pointer to the one before. */
typedef struct block {
    struct block *before;
    size_t used, cap;
    _Alignas(max_align_t) char bytes[];
} block;

typedef struct array {
    void *items;
    size_t count, cap;
} array;

struct glass_set {
    block *blocks;
    array documents; /* dictum_glass_document */
    array terms;     /* dictum_glass_term, of the document in the making */
    array values;    /* dictum_glass_value, the same */
    array metadata;  /* glass_entry */
    array slots;     /* uint32_t */
    dictum_slice data;
    bool open;
};

static void *copied(glass_set *set, const void *bytes, size_t count)
{
    size_t wanted = (count + sizeof(max_align_t)) / sizeof(max_align_t) * sizeof(max_align_t);
    if (set->blocks == NULL || set->blocks->cap - set->blocks->used < wanted) {
        size_t cap = wanted > BLOCK_BYTES ? wanted : BLOCK_BYTES;
        block *made = malloc(sizeof *made + cap);
        if (made == NULL)
            abort();
        *made = (block){.before = set->blocks, .cap = cap};
        set->blocks = made;
    }
    char *place = set->blocks->bytes + set->blocks->used;
    set->blocks->used += wanted;
    if (count > 0)
        memcpy(place, bytes, count);
    return place;
}

static dictum_slice copied_slice(glass_set *set, const void *bytes, size_t count)
{
    return (dictum_slice){copied(set, bytes, count), count};
}

static void push(array *list, const void *item, size_t bytes)
{
    if (list->count == list->cap) {
        list->cap = list->cap == 0 ? 64 : list->cap * 2;
        list->items = realloc(list->items, list->cap * bytes);
        if (list->items == NULL)
            abort();
    }
    memcpy((char *)list->items + list->count++ * bytes, item, bytes);
}

glass_set *glass_set_new(void)
{
    glass_set *set = calloc(1, sizeof *set);
    if (set == NULL)
        abort();
    return set;
}

void glass_set_free(glass_set *set)
{
    if (set == NULL)
        return;
    while (set->blocks != NULL) {
        block *before = set->blocks->before;
        free(set->blocks);
        set->blocks = before;
    }
    free(set->documents.items);
    free(set->terms.items);
    free(set->values.items);
    free(set->metadata.items);
    free(set->slots.items);
    free(set);
}

/* ---- the document in the making ---------------------------------------------------------------------------------- */

/* In order of bytes, and of two equal terms the first. */
static int compare_terms(const void *left, const void *right)
{
    const dictum_glass_term *a = *(dictum_glass_term *const *)left, *b = *(dictum_glass_term *const *)right;
    size_t shared = a->term.len < b->term.len ? a->term.len : b->term.len;
    int order = shared == 0 ? 0 : memcmp(a->term.data, b->term.data, shared);
    if (order != 0)
        return order;
    if (a->term.len != b->term.len)
        return a->term.len < b->term.len ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void drop_repeated_terms(array *terms)
{
    dictum_glass_term *all = terms->items;
    dictum_glass_term **order = malloc((terms->count + 1) * sizeof(dictum_glass_term *));
    if (order == NULL)
        abort();
    for (size_t i = 0; i < terms->count; i++)
        order[i] = &all[i];
    qsort(order, terms->count, sizeof(dictum_glass_term *), compare_terms);
    const dictum_glass_term *first = terms->count > 0 ? order[0] : NULL;
    for (size_t i = 1; i < terms->count; i++) {
        if (dictum__slice_equal(order[i]->term, first->term))
            order[i]->term.data = NULL;
        else
            first = order[i];
    }
    size_t kept = 0;
    for (size_t i = 0; i < terms->count; i++)
        if (all[i].term.data != NULL)
            all[kept++] = all[i];
    terms->count = kept;
    free(order);
}

static void end_document(glass_set *set)
{
    if (!set->open)
        return;
    drop_repeated_terms(&set->terms);
    dictum_glass_document document = {
        .terms = copied(set, set->terms.items, set->terms.count * sizeof(dictum_glass_term)),
        .term_count = set->terms.count,
        .values = copied(set, set->values.items, set->values.count * sizeof(dictum_glass_value)),
        .value_count = set->values.count,
        .data = set->data};
    push(&set->documents, &document, sizeof document);
    set->open = false;
}

void glass_set_begin(glass_set *set)
{
    end_document(set);
    set->terms.count = set->values.count = 0;
    set->data = (dictum_slice){NULL, 0};
    set->open = true;
}

void glass_set_term(glass_set *set, const void *term, size_t bytes, uint32_t wdf, const uint32_t *positions,
                    size_t count)
{
    dictum_glass_term made = {.term = copied_slice(set, term, bytes), .wdf = wdf, .position_count = count};
    if (count > 0)
        made.positions = copied(set, positions, count * sizeof *positions);
    push(&set->terms, &made, sizeof made);
}

static void add_slot(glass_set *set, uint32_t slot)
{
    const uint32_t *slots = set->slots.items;
    for (size_t i = 0; i < set->slots.count; i++)
        if (slots[i] == slot)
            return;
    push(&set->slots, &slot, sizeof slot);
}

void glass_set_value(glass_set *set, uint32_t slot, const void *value, size_t bytes)
{
    const dictum_glass_value *values = set->values.items;
    size_t at = 0;
    while (at < set->values.count && values[at].slot < slot)
        at++;
    if (at < set->values.count && values[at].slot == slot)
        return;
    dictum_glass_value made = {slot, copied_slice(set, value, bytes)};
    push(&set->values, &made, sizeof made);
    dictum_glass_value *all = set->values.items;
    memmove(all + at + 1, all + at, (set->values.count - 1 - at) * sizeof *all);
    all[at] = made;
    add_slot(set, slot);
    if (slot < UINT32_MAX - 1)
        add_slot(set, slot + 1);
}

void glass_set_data(glass_set *set, const void *data, size_t bytes)
{
    set->data = copied_slice(set, data, bytes);
}

void glass_set_metadata(glass_set *set, const void *key, size_t key_bytes, const void *value, size_t bytes)
{
    glass_entry entry = {copied_slice(set, key, key_bytes), copied_slice(set, value, bytes)};
    push(&set->metadata, &entry, sizeof entry);
}

size_t glass_set_count(const glass_set *set)
{
    return set->documents.count + set->open;
}

const dictum_glass_document *glass_set_document(glass_set *set, size_t number)
{
    end_document(set);
    return (const dictum_glass_document *)set->documents.items + number;
}

const uint32_t *glass_set_slots(glass_set *set, size_t *count)
{
    *count = set->slots.count;
    return set->slots.items;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

dictum_status glass_set_write(glass_set *set, const char *path, dictum_error *err)
{
    dictum_glass *glass;
    end_document(set);
    dictum_status status = dictum__glass_new(&glass, path, err);
    if (status != DICTUM_OK)
        return status;
    for (size_t i = 0; status == DICTUM_OK && i < set->documents.count; i++)
        status = dictum__glass_add(glass, glass_set_document(set, i), err);
    const glass_entry *metadata = set->metadata.items;
    for (size_t i = 0; status == DICTUM_OK && i < set->metadata.count; i++)
        status = dictum__glass_set_metadata(glass, metadata[i].key, metadata[i].value, err);
    if (status == DICTUM_OK)
        status = dictum__glass_finish(glass, err);
    dictum__glass_free(glass);
    return status;
}

static xap_status add_peer_term(xap_doc *doc, const dictum_glass_term *term, xap_error *err)
{
    xap_status status = xap_doc_add_term(doc, term->term.data, term->term.len, term->wdf, err);
    for (size_t i = 0; status == XAP_OK && i < term->position_count; i++)
        status = xap_doc_add_posting(doc, term->term.data, term->term.len, term->positions[i], 0, err);
    return status;
}

xap_status glass_set_peer_document(const dictum_glass_document *document, xap_doc **out, xap_error *err)
{
    xap_status status = xap_doc_new(out, err);
    if (status != XAP_OK)
        return status;
    for (size_t i = 0; status == XAP_OK && i < document->term_count; i++)
        status = add_peer_term(*out, &document->terms[i], err);
    for (size_t i = 0; status == XAP_OK && i < document->value_count; i++)
        status = xap_doc_set_value(*out, document->values[i].slot, document->values[i].value.data,
                                   document->values[i].value.len, err);
    if (status == XAP_OK)
        status = xap_doc_set_data(*out, document->data.data, document->data.len, err);
    if (status != XAP_OK) {
        xap_doc_free(*out);
        *out = NULL;
    }
    return status;
}

xap_status glass_set_write_peer(glass_set *set, const char *path, xap_error *err)
{
    xap_wdb *wdb;
    end_document(set);
    xap_status status = xap_wdb_open(path, XAP_CREATE, XAP_NO_SYNC | XAP_DANGEROUS, &wdb, err);
    for (size_t i = 0; status == XAP_OK && i < set->documents.count; i++) {
        xap_doc *doc;
        uint32_t docid;
        status = glass_set_peer_document(glass_set_document(set, i), &doc, err);
        if (status == XAP_OK)
            status = xap_wdb_add_document(wdb, doc, &docid, err);
        xap_doc_free(doc);
    }
    const glass_entry *metadata = set->metadata.items;
    for (size_t i = 0; status == XAP_OK && i < set->metadata.count; i++)
        status = xap_wdb_set_metadata(wdb, metadata[i].key.data, metadata[i].key.len, metadata[i].value.data,
                                      metadata[i].value.len, err);
    if (status == XAP_OK)
        status = xap_wdb_commit(wdb, err);
    xap_wdb_free(wdb);
    return status;
}
