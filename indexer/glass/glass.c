/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collecting documents. Terms become numbers, positions what they are in the file, so that what is held is little more
 * than what will be written. */
#include "indexer/glass/glass.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "indexer/glass/bits.h"
#include "indexer/glass/pack.h"
#include "indexer/glass/parts.h"
#include "lib/array.h"

#define TERM_BYTES_MAX 245
#define METADATA_KEY_BYTES_MAX 253
/* So much more than it is not held when memory is asked for. */
#define POSITION_BYTES_CEILING ((size_t)UINT32_MAX - 1)

dictum_status dictum__glass_new(dictum_glass **out, const char *path, dictum_error *err)
{
    *out = NULL;
    dictum_glass *glass = calloc(1, sizeof *glass);
    if (glass == NULL) {
        return dictum__nomem(err);
    }
    dictum__buf_init(&glass->positions, POSITION_BYTES_CEILING);
    dictum__buf_init(&glass->used, SIZE_MAX - 1);
    dictum__buf_init(&glass->used_one, SIZE_MAX - 1);
    dictum__glass_entries_init(&glass->entries);
    glass->records.fd = -1;
    glass->path = strdup(path);
    dictum_status status = glass->path != NULL ? DICTUM_OK : dictum__nomem(err);
    if (status == DICTUM_OK) {
        status = dictum__glass_dictionary_init(&glass->dictionary, err);
    }
    if (status == DICTUM_OK && mkdir(path, 0777) != 0) {
        status = dictum__fail(err, DICTUM_IO, "cannot make %s: %s", path, strerror(errno));
    }
    if (status == DICTUM_OK) {
        status = dictum__glass_table_init(&glass->records, path, "docdata", true, err);
    }
    if (status != DICTUM_OK) {
        dictum__glass_free(glass);
        return status;
    }
    *out = glass;
    return DICTUM_OK;
}

void dictum__glass_free(dictum_glass *glass)
{
    if (glass == NULL) {
        return;
    }
    dictum__glass_table_dispose(&glass->records);
    dictum__glass_entries_dispose(&glass->entries);
    dictum__glass_values_dispose(&glass->values);
    dictum__glass_dictionary_dispose(&glass->dictionary);
    dictum__buf_dispose(&glass->positions);
    dictum__buf_dispose(&glass->used);
    dictum__buf_dispose(&glass->used_one);
    free(glass->postings);
    free(glass->documents);
    free(glass->path);
    free(glass);
}

size_t dictum__glass_bytes(const dictum_glass *glass)
{
    return sizeof *glass + dictum__glass_dictionary_bytes(&glass->dictionary) +
           dictum__glass_values_bytes(&glass->values) + dictum__glass_entries_bytes(&glass->entries) +
           dictum__glass_table_bytes(&glass->records) + glass->posting_cap * sizeof *glass->postings +
           glass->document_cap * sizeof *glass->documents + glass->positions.cap + glass->used.cap;
}

dictum_status dictum__glass_set_metadata(dictum_glass *glass, dictum_slice key, dictum_slice value, dictum_error *err)
{
    char full[2 + METADATA_KEY_BYTES_MAX] = {0x00, (char)0xc0};
    if (key.len == 0 || key.len > METADATA_KEY_BYTES_MAX || value.len == 0) {
        return dictum__fail(err, DICTUM_LIMIT, "metadata of %zu bytes with a key of %zu", value.len, key.len);
    }
    memcpy(full + 2, key.data, key.len);
    return dictum__glass_entries_add(&glass->entries, (dictum_slice){full, key.len + 2}, value, err);
}

/* ---- a document ------------------------------------------------------------------------------------------------- */

/* What the term takes in a key: a NUL is two bytes. */
static bool fits(dictum_slice term)
{
    size_t bytes = term.len;
    if (term.len == 0 || term.len > TERM_BYTES_MAX) {
        return false;
    }
    const char *at = memchr(term.data, '\0', term.len);
    for (; at != NULL; at = memchr(at + 1, '\0', (size_t)(term.data + term.len - at - 1))) {
        bytes++;
    }
    return bytes <= TERM_BYTES_MAX;
}

static dictum_status add_positions(dictum_glass *glass, const dictum_glass_term *term, dictum_error *err)
{
    if (term->position_count == 0) {
        return DICTUM_OK;
    }
    if (term->position_count > POSITION_BYTES_CEILING / 8 ||
        !dictum__buf_reserve(&glass->positions, DICTUM__GLASS_POSITIONS_BYTES(term->position_count))) {
        return dictum__buf_status(&glass->positions) == DICTUM_NOMEM
                   ? dictum__nomem(err)
                   : dictum__fail(err, DICTUM_LIMIT, "too many positions for one database");
    }
    uint8_t *begin = (uint8_t *)glass->positions.data + glass->positions.len;
    uint8_t *end = dictum__glass_pack_positions(begin, term->positions, term->position_count);
    glass->positions.len += (size_t)(end - begin);
    return DICTUM_OK;
}

/* `room` is made for the posting. */
static dictum_status add_term(dictum_glass *glass, const dictum_glass_term *term, dictum_error *err)
{
    dictum_status status;
    if (!fits(term->term)) {
        return dictum__fail(err, DICTUM_LIMIT, "a term of %zu bytes", term->term.len);
    }
    dictum_glass_entry *entry = dictum__glass_dictionary_find(&glass->dictionary, term->term, &status);
    if (entry == NULL) {
        return status == DICTUM_NOMEM ? dictum__nomem(err)
                                      : dictum__fail(err, status, "too many different terms for one database");
    }
    if (entry->occurrences > UINT32_MAX - term->wdf) {
        return dictum__fail(err, DICTUM_LIMIT, "a term occurs too often for one database");
    }
    entry->occurrences += term->wdf;
    entry->documents++;
    if (term->wdf > glass->statistics.highest_wdf) {
        glass->statistics.highest_wdf = term->wdf;
    }
    glass->postings[glass->posting_count++] = (dictum_glass_posting){
        .term = (uint32_t)(entry - glass->dictionary.entries), .wdf = term->wdf, .at = (uint32_t)glass->positions.len};
    return add_positions(glass, term, err);
}

static dictum_status add_terms(dictum_glass *glass, const dictum_glass_document *document, uint32_t *length,
                               dictum_error *err)
{
    void *postings = glass->postings;
    uint64_t sum = 0;
    if (!dictum__array_reserve(&postings, &glass->posting_cap, glass->posting_count + document->term_count,
                               sizeof *glass->postings)) {
        return dictum__nomem(err);
    }
    glass->postings = postings;
    for (size_t i = 0; i < document->term_count; i++) {
        dictum_status status = add_term(glass, &document->terms[i], err);
        if (status != DICTUM_OK) {
            return status;
        }
        sum += document->terms[i].wdf;
    }
    if (sum > UINT32_MAX) {
        return dictum__fail(err, DICTUM_LIMIT, "a document is too long");
    }
    *length = (uint32_t)sum;
    return DICTUM_OK;
}

static void note_length(dictum_glass_statistics *statistics, uint32_t length)
{
    if (statistics->length == 0 || (length > 0 && length < statistics->shortest)) {
        statistics->shortest = length;
    }
    if (length > statistics->longest) {
        statistics->longest = length;
    }
    statistics->length += length;
}

static dictum_status add_record(dictum_glass *glass, uint32_t number, dictum_slice data, dictum_error *err)
{
    uint8_t key[DICTUM__GLASS_SORTED];
    if (data.len == 0) {
        return DICTUM_OK;
    }
    size_t bytes = (size_t)(dictum__glass_pack_sorted(key, number) - key);
    return dictum__glass_table_add(&glass->records, (dictum_slice){(const char *)key, bytes}, data, err);
}

dictum_status dictum__glass_add(dictum_glass *glass, const dictum_glass_document *document, dictum_error *err)
{
    uint32_t length = 0;
    void *documents = glass->documents;
    if (glass->document_count == UINT32_MAX - 1) {
        return dictum__fail(err, DICTUM_LIMIT, "too many documents for one database");
    }
    uint32_t number = (uint32_t)glass->document_count + 1;
    if (!dictum__array_reserve(&documents, &glass->document_cap, number, sizeof *glass->documents)) {
        return dictum__nomem(err);
    }
    glass->documents = documents;
    dictum_status status = add_terms(glass, document, &length, err);
    if (status == DICTUM_OK) {
        status = dictum__glass_values_add(&glass->values, number, document->values, document->value_count,
                                          &glass->entries, &glass->used_one, err);
    }
    if (status == DICTUM_OK) {
        status = add_record(glass, number, document->data, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    dictum__buf_append_slice(&glass->used, dictum__buf_slice(&glass->used_one));
    if (dictum__buf_status(&glass->used) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    note_length(&glass->statistics, length);
    glass->documents[glass->document_count++] =
        (dictum_glass_collected){.postings_end = glass->posting_count, .used_end = glass->used.len, .length = length};
    return DICTUM_OK;
}

dictum_status dictum__glass_finish(dictum_glass *glass, dictum_error *err)
{
    return dictum__glass_write(glass, err);
}
