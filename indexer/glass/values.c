/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/glass/values.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/glass/pack.h"
#include "lib/array.h"

#define CHUNK_BYTES 2000 /* a chunk ends with the value that reaches as much */
#define SLOT_BYTES_MAX 4

void dictum__glass_values_dispose(dictum_glass_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        dictum__buf_dispose(&values->slots[i].lowest);
        dictum__buf_dispose(&values->slots[i].highest);
        dictum__buf_dispose(&values->slots[i].chunk);
    }
    free(values->slots);
    memset(values, 0, sizeof *values);
}

size_t dictum__glass_values_bytes(const dictum_glass_values *values)
{
    size_t bytes = values->cap * sizeof *values->slots;
    for (size_t i = 0; i < values->count; i++) {
        const dictum_glass_slot *slot = &values->slots[i];
        bytes += slot->lowest.cap + slot->highest.cap + slot->chunk.cap;
    }
    return bytes;
}

/* The slot of this number, from place *at on; NULL when memory ran out. */
static dictum_glass_slot *slot_of(dictum_glass_values *values, uint32_t number, size_t *at)
{
    while (*at < values->count && values->slots[*at].slot < number) {
        (*at)++;
    }
    if (*at < values->count && values->slots[*at].slot == number) {
        return &values->slots[*at];
    }
    void *slots = values->slots;
    if (!dictum__array_reserve(&slots, &values->cap, values->count + 1, sizeof *values->slots)) {
        return NULL;
    }
    values->slots = slots;
    dictum_glass_slot *slot = &values->slots[*at];
    memmove(slot + 1, slot, (values->count - *at) * sizeof *slot);
    values->count++;
    *slot = (dictum_glass_slot){.slot = number};
    dictum__buf_init(&slot->lowest, SIZE_MAX - 1);
    dictum__buf_init(&slot->highest, SIZE_MAX - 1);
    dictum__buf_init(&slot->chunk, SIZE_MAX - 1);
    return slot;
}

static int compare(dictum_slice a, dictum_slice b)
{
    int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
    return order != 0 ? order : a.len < b.len ? -1 : a.len > b.len;
}

static void set(dictum_buf *buf, dictum_slice value)
{
    dictum__buf_clear(buf);
    dictum__buf_append_slice(buf, value);
}

static void note_bounds(dictum_glass_slot *slot, dictum_slice value)
{
    if (slot->count == 0 || compare(value, dictum__buf_slice(&slot->lowest)) < 0) {
        set(&slot->lowest, value);
    }
    if (slot->count == 0 || compare(value, dictum__buf_slice(&slot->highest)) > 0) {
        set(&slot->highest, value);
    }
    slot->count++;
}

static dictum_status end_chunk(dictum_glass_slot *slot, dictum_glass_entries *entries, dictum_error *err)
{
    uint8_t key[2 + DICTUM__GLASS_PACKED32 + DICTUM__GLASS_SORTED] = {0x00, 0xd8};
    uint8_t *end = dictum__glass_pack(key + 2, slot->slot);
    end = dictum__glass_pack_sorted(end, slot->chunk_first);
    if (dictum__buf_status(&slot->chunk) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    dictum_status status = dictum__glass_entries_add(entries, (dictum_slice){(const char *)key, (size_t)(end - key)},
                                                     dictum__buf_slice(&slot->chunk), err);
    dictum__buf_clear(&slot->chunk);
    return status;
}

static dictum_status add_value(dictum_glass_slot *slot, uint32_t document, dictum_slice value,
                               dictum_glass_entries *entries, dictum_error *err)
{
    note_bounds(slot, value);
    if (slot->chunk.len == 0) {
        slot->chunk_first = document;
    } else {
        dictum__buf_append_varint(&slot->chunk, document - slot->last - 1);
    }
    dictum__buf_append_counted(&slot->chunk, value);
    slot->last = document;
    if (dictum__buf_status(&slot->chunk) != DICTUM_OK || dictum__buf_status(&slot->lowest) != DICTUM_OK ||
        dictum__buf_status(&slot->highest) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return slot->chunk.len < CHUNK_BYTES ? DICTUM_OK : end_chunk(slot, entries, err);
}

dictum_status dictum__glass_values_add(dictum_glass_values *values, uint32_t document, const dictum_glass_value *added,
                                       size_t count, dictum_glass_entries *entries, dictum_buf *used, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    size_t at = 0;
    uint32_t before = UINT32_MAX;
    dictum__buf_clear(used);
    for (size_t i = 0; i < count && status == DICTUM_OK; i++) {
        dictum_glass_slot *slot = slot_of(values, added[i].slot, &at);
        if (slot == NULL) {
            return dictum__nomem(err);
        }
        status = add_value(slot, document, added[i].value, entries, err);
        dictum__buf_append_varint(used, (uint32_t)(added[i].slot - before - 1));
        before = added[i].slot;
    }
    if (status == DICTUM_OK && dictum__buf_status(used) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return status;
}

/* How many there are, the lowest, and the highest if that is another. The slot's number ends a key: low byte first,
 * without the zeros at its end. */
static dictum_status add_statistics(const dictum_glass_slot *slot, dictum_glass_entries *entries, dictum_buf *tag,
                                    dictum_error *err)
{
    uint8_t key[2 + SLOT_BYTES_MAX] = {0x00, 0xd0};
    size_t key_bytes = 2;
    for (uint32_t rest = slot->slot; rest != 0; rest >>= 8) {
        key[key_bytes++] = (uint8_t)rest;
    }
    dictum__buf_clear(tag);
    dictum__buf_append_varint(tag, slot->count);
    dictum__buf_append_counted(tag, dictum__buf_slice(&slot->lowest));
    if (!dictum__slice_equal(dictum__buf_slice(&slot->lowest), dictum__buf_slice(&slot->highest))) {
        dictum__buf_append_slice(tag, dictum__buf_slice(&slot->highest));
    }
    if (dictum__buf_status(tag) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return dictum__glass_entries_add(entries, (dictum_slice){(const char *)key, key_bytes}, dictum__buf_slice(tag),
                                     err);
}

dictum_status dictum__glass_values_finish(dictum_glass_values *values, dictum_glass_entries *entries, dictum_error *err)
{
    dictum_buf tag;
    dictum_status status = DICTUM_OK;
    dictum__buf_init(&tag, SIZE_MAX - 1);
    for (size_t i = 0; i < values->count && status == DICTUM_OK; i++) {
        dictum_glass_slot *slot = &values->slots[i];
        if (slot->chunk.len > 0) {
            status = end_chunk(slot, entries, err);
        }
        if (status == DICTUM_OK) {
            status = add_statistics(slot, entries, &tag, err);
        }
    }
    dictum__buf_dispose(&tag);
    return status;
}
