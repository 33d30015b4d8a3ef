/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of terms: open addressing with linear probing, at most half full; all strings in one buffer; the
 * positions sorted by term in one counting pass at the end. No allocation for a token. */
#include "indexer/terms.h"

#include <stdlib.h>
#include <string.h>

#include "lib/hash.h"

#define SLOTS_MIN 4096
/* Terms of one statement can be no longer together than this: every token gives at most a few forms. */
#define STORAGE_BYTES_MAX ((size_t)4 << 30)

void dictum__terms_init(dictum_terms *terms)
{
    memset(terms, 0, sizeof *terms);
    dictum__buf_init(&terms->storage, STORAGE_BYTES_MAX);
}

void dictum__terms_dispose(dictum_terms *terms)
{
    free(terms->terms);
    free(terms->slots);
    free(terms->places);
    free(terms->positions);
    dictum__buf_dispose(&terms->storage);
    memset(terms, 0, sizeof *terms);
}

void dictum__terms_clear(dictum_terms *terms)
{
    if (terms->slot_count > SLOTS_MIN && terms->count * 16 < terms->slot_count) {
        /* One large statement must not make every small one after it wipe a large table. */
        free(terms->slots);
        terms->slots = NULL;
        terms->slot_count = 0;
    } else if (terms->slots != NULL) {
        memset(terms->slots, 0, terms->slot_count * sizeof *terms->slots);
    }
    terms->count = terms->place_count = 0;
    terms->failed = DICTUM_OK;
    dictum__buf_clear(&terms->storage);
}

static bool grow_slots(dictum_terms *terms)
{
    size_t slot_count = terms->slot_count == 0 ? SLOTS_MIN : terms->slot_count * 2;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < terms->count; i++) {
        size_t at = terms->terms[i].hash & (slot_count - 1);
        while (slots[at] != 0) {
            at = (at + 1) & (slot_count - 1);
        }
        slots[at] = (uint32_t)i + 1;
    }
    free(terms->slots);
    terms->slots = slots;
    terms->slot_count = slot_count;
    return true;
}

static bool grow_terms(dictum_terms *terms)
{
    size_t cap = terms->cap == 0 ? SLOTS_MIN / 2 : terms->cap * 2;
    dictum_term *grown = realloc(terms->terms, cap * sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    terms->terms = grown;
    terms->cap = cap;
    return true;
}

static bool is_term(const dictum_terms *terms, const dictum_term *term, dictum_slice prefix, dictum_slice form)
{
    const char *text = terms->storage.data + term->offset;
    return term->bytes == prefix.len + form.len && memcmp(text, prefix.data, prefix.len) == 0 &&
           (form.len == 0 || memcmp(text + prefix.len, form.data, form.len) == 0);
}

static uint32_t add_term(dictum_terms *terms, uint32_t hash, dictum_slice prefix, dictum_slice form)
{
    size_t offset = terms->storage.len;
    dictum__buf_append_slice(&terms->storage, prefix);
    dictum__buf_append_slice(&terms->storage, form);
    if (dictum__buf_status(&terms->storage) != DICTUM_OK) {
        terms->failed = dictum__buf_status(&terms->storage);
        return 0;
    }
    terms->terms[terms->count] =
        (dictum_term){.hash = hash, .bytes = (uint32_t)(prefix.len + form.len), .offset = offset};
    return (uint32_t)terms->count++;
}

uint32_t dictum__terms_number(dictum_terms *terms, dictum_slice prefix, dictum_slice form)
{
    if (terms->failed != DICTUM_OK) {
        return 0;
    }
    if ((terms->count + 1) * 2 > terms->slot_count && (terms->count >= UINT32_MAX / 4 || !grow_slots(terms))) {
        terms->failed = DICTUM_NOMEM;
        return 0;
    }
    if (terms->count == terms->cap && !grow_terms(terms)) {
        terms->failed = DICTUM_NOMEM;
        return 0;
    }
    uint64_t whole = dictum__hash_add(DICTUM__HASH_SEED, form);
    if (prefix.len > 0) {
        whole = dictum__hash_add(whole, prefix);
    }
    uint32_t hash = (uint32_t)whole;
    size_t at = hash & (terms->slot_count - 1);
    while (terms->slots[at] != 0) {
        const dictum_term *term = &terms->terms[terms->slots[at] - 1];
        if (term->hash == hash && is_term(terms, term, prefix, form)) {
            return terms->slots[at] - 1;
        }
        at = (at + 1) & (terms->slot_count - 1);
    }
    uint32_t number = add_term(terms, hash, prefix, form);
    if (terms->failed == DICTUM_OK) {
        terms->slots[at] = number + 1;
    }
    return number;
}

void dictum__terms_place(dictum_terms *terms, uint32_t term, uint32_t position)
{
    if (terms->failed != DICTUM_OK) {
        return;
    }
    if (terms->place_count == terms->place_cap) {
        size_t cap = terms->place_cap == 0 ? 8192 : terms->place_cap * 2;
        dictum_term_place *places = realloc(terms->places, cap * sizeof *places);
        if (places == NULL) {
            terms->failed = DICTUM_NOMEM;
            return;
        }
        terms->places = places;
        terms->place_cap = cap;
    }
    terms->places[terms->place_count++] = (dictum_term_place){term, position};
    terms->terms[term].position_count++;
}

dictum_slice dictum__terms_text(const dictum_terms *terms, uint32_t term)
{
    return (dictum_slice){terms->storage.data + terms->terms[term].offset, terms->terms[term].bytes};
}

void dictum__terms_settle(dictum_terms *terms)
{
    if (terms->failed != DICTUM_OK) {
        return;
    }
    if (terms->position_cap < terms->place_count) {
        uint32_t *positions = realloc(terms->positions, terms->place_cap * sizeof *positions);
        if (positions == NULL) {
            terms->failed = DICTUM_NOMEM;
            return;
        }
        terms->positions = positions;
        terms->position_cap = terms->place_cap;
    }
    size_t next = 0;
    for (size_t i = 0; i < terms->count; i++) {
        terms->terms[i].first_position = next;
        next += terms->terms[i].position_count;
        terms->terms[i].position_count = 0;
    }
    for (size_t i = 0; i < terms->place_count; i++) {
        dictum_term *term = &terms->terms[terms->places[i].term];
        uint32_t *own = terms->positions + term->first_position;
        if (term->position_count == 0 || own[term->position_count - 1] != terms->places[i].position) {
            own[term->position_count++] = terms->places[i].position;
        }
    }
}
