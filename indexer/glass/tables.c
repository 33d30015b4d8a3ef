/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing the tables, each from its first key to its last.
 *
 * Postings come document by document and are wanted term by term, and then, for the lists of each document's terms, in
 * the order of both. They are distributed twice, never compared: to the terms, whose order alone is sorted, and going
 * through these in order back to the documents. */
#include <stdlib.h>
#include <string.h>

#include "indexer/glass/chunks.h"
#include "indexer/glass/parts.h"

/* A posting where it stands among those of its term. */
typedef struct placed {
    uint32_t document, wdf;
    uint32_t at, bytes; /* of its positions */
} placed;

typedef struct tables {
    dictum_glass *glass;
    uint32_t *order; /* the numbers of the terms */
    size_t *ends;    /* by the number of a term: of its postings */
    placed *postings;
    size_t *list_ends; /* by document: how far its list of terms is */
    dictum_glass_table postlist, position, termlist;
    dictum_glass_chunks chunks;
} tables;

static dictum_status init(tables *self, dictum_glass *glass, dictum_error *err)
{
    *self = (tables){.glass = glass};
    size_t terms = glass->dictionary.count, postings = glass->posting_count, documents = glass->document_count;
    self->postlist.fd = self->position.fd = self->termlist.fd = -1;
    self->order = dictum__glass_dictionary_sort(&glass->dictionary);
    self->ends = malloc((terms + 1) * sizeof *self->ends);
    self->postings = malloc((postings + 1) * sizeof *self->postings);
    self->list_ends = malloc((documents + 1) * sizeof *self->list_ends);
    if (self->order == NULL || self->ends == NULL || self->postings == NULL || self->list_ends == NULL) {
        return dictum__nomem(err);
    }
    dictum_status status = dictum__glass_table_init(&self->postlist, glass->path, "postlist", false, err);
    if (status == DICTUM_OK) {
        status = dictum__glass_table_init(&self->position, glass->path, "position", false, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__glass_table_init(&self->termlist, glass->path, "termlist", true, err);
    }
    self->chunks.table = &self->postlist;
    return status;
}

static void dispose(tables *self)
{
    dictum__glass_table_dispose(&self->postlist);
    dictum__glass_table_dispose(&self->position);
    dictum__glass_table_dispose(&self->termlist);
    free(self->order);
    free(self->ends);
    free(self->postings);
    free(self->list_ends);
}

static size_t first_posting(const dictum_glass *glass, size_t document)
{
    return document > 0 ? glass->documents[document - 1].postings_end : 0;
}

/* ---- distributing ----------------------------------------------------------------------------------------------- */

static void distribute(tables *self)
{
    const dictum_glass *glass = self->glass;
    size_t at = 0;
    for (size_t i = 0; i < glass->dictionary.count; i++) {
        uint32_t term = self->order[i];
        self->ends[term] = at;
        at += glass->dictionary.entries[term].documents;
    }
    for (size_t i = 0; i < glass->document_count; i++) {
        self->list_ends[i] = first_posting(glass, i);
        for (size_t j = self->list_ends[i]; j < glass->documents[i].postings_end; j++) {
            const dictum_glass_posting *posting = &glass->postings[j];
            size_t end = j + 1 < glass->posting_count ? posting[1].at : glass->positions.len;
            self->postings[self->ends[posting->term]++] = (placed){.document = (uint32_t)i + 1,
                                                                   .wdf = posting->wdf,
                                                                   .at = posting->at,
                                                                   .bytes = (uint32_t)(end - posting->at)};
        }
    }
}

/* ---- by term ---------------------------------------------------------------------------------------------------- */

/* The term as a key has it, and the mark of its end. Gives the bytes without that mark. */
static size_t put_term(uint8_t *at, dictum_slice term)
{
    const uint8_t *begin = at;
    if (memchr(term.data, '\0', term.len) == NULL) {
        memcpy(at, term.data, term.len);
        at[term.len] = 0;
        return term.len;
    }
    for (size_t i = 0; i < term.len; i++) {
        *at++ = (uint8_t)term.data[i];
        if (term.data[i] == '\0') {
            *at++ = 0xff;
        }
    }
    *at = 0;
    return (size_t)(at - begin);
}

static dictum_status add_positions(tables *self, const placed *posting, dictum_error *err)
{
    uint8_t *end = dictum__glass_pack_sorted(self->chunks.key + self->chunks.key_bytes, posting->document);
    return dictum__glass_table_add(&self->position,
                                   (dictum_slice){(const char *)self->chunks.key, (size_t)(end - self->chunks.key)},
                                   (dictum_slice){self->glass->positions.data + posting->at, posting->bytes}, err);
}

static dictum_status write_term(tables *self, uint32_t term, dictum_error *err)
{
    const dictum_glass_dictionary *dictionary = &self->glass->dictionary;
    const dictum_glass_entry *entry = &dictionary->entries[term];
    const placed *posting = self->postings + self->ends[term] - entry->documents;
    dictum_glass_chunks *chunks = &self->chunks;
    chunks->first_key_bytes = put_term(chunks->key, dictum__glass_entry_term(dictionary, entry));
    chunks->key_bytes = chunks->first_key_bytes + 1;
    dictum__glass_chunks_begin(chunks, entry->documents, entry->occurrences);
    dictum_status status = DICTUM_OK;
    for (uint32_t i = 0; i < entry->documents && status == DICTUM_OK; i++, posting++) {
        status = dictum__glass_chunks_add(chunks, posting->document, posting->wdf, err);
        if (status == DICTUM_OK && posting->bytes > 0) {
            status = add_positions(self, posting, err);
        }
        /* What was collected of the document is needed no more: its list takes the place. */
        dictum_glass_posting *listed = &self->glass->postings[self->list_ends[posting->document - 1]++];
        listed->term = term;
        listed->wdf = posting->wdf;
    }
    return status == DICTUM_OK ? dictum__glass_chunks_end(chunks, true, err) : status;
}

static dictum_status write_lengths(tables *self, dictum_error *err)
{
    const dictum_glass *glass = self->glass;
    dictum_glass_chunks *chunks = &self->chunks;
    dictum_status status = DICTUM_OK;
    if (glass->document_count == 0) {
        return DICTUM_OK;
    }
    chunks->key[0] = 0x00;
    chunks->key[1] = 0xe0;
    chunks->first_key_bytes = chunks->key_bytes = 2;
    dictum__glass_chunks_begin(chunks, 0, 0);
    for (size_t i = 0; i < glass->document_count && status == DICTUM_OK; i++) {
        status = dictum__glass_chunks_add(chunks, (uint32_t)i + 1, glass->documents[i].length, err);
    }
    return status == DICTUM_OK ? dictum__glass_chunks_end(chunks, true, err) : status;
}

/* Keys rise: metadata, statistics of values, chunks of values, lengths, terms. */
static dictum_status write_by_term(tables *self, dictum_error *err)
{
    dictum_glass *glass = self->glass;
    dictum_status status = dictum__glass_values_finish(&glass->values, &glass->entries, err);
    if (status == DICTUM_OK) {
        status = dictum__glass_entries_write(&glass->entries, &self->postlist, err);
    }
    if (status == DICTUM_OK) {
        status = write_lengths(self, err);
    }
    for (size_t i = 0; i < glass->dictionary.count && status == DICTUM_OK; i++) {
        status = write_term(self, self->order[i], err);
    }
    return status;
}

/* ---- by document ------------------------------------------------------------------------------------------------ */

static size_t common_bytes(dictum_slice a, dictum_slice b)
{
    size_t shorter = a.len < b.len ? a.len : b.len, bytes = 0;
    while (bytes < shorter && a.data[bytes] == b.data[bytes]) {
        bytes++;
    }
    return bytes;
}

/* The list of a document's terms. Each is told by what it has in common with the one before; the frequency stands in
 * the same byte where there is room. A document without terms has an empty one. */
static void put_list(const dictum_glass *glass, size_t document, dictum_buf *tag)
{
    size_t first = first_posting(glass, document), end = glass->documents[document].postings_end;
    dictum_slice before = {"", 0};
    dictum__buf_clear(tag);
    if (first == end) {
        return;
    }
    dictum__buf_append_varint(tag, glass->documents[document].length);
    dictum__buf_append_varint(tag, end - first);
    for (size_t i = first; i < end; i++) {
        uint64_t wdf = glass->postings[i].wdf;
        const dictum_glass_entry *entry = &glass->dictionary.entries[glass->postings[i].term];
        dictum_slice term = dictum__glass_entry_term(&glass->dictionary, entry);
        size_t common = common_bytes(before, term);
        uint64_t both = (wdf + 1) * (before.len + 1) + common;
        bool together = i > first && both < 256;
        if (i > first) {
            dictum__buf_append_char(tag, (char)(together ? both : common));
        }
        dictum__buf_append_char(tag, (char)(term.len - common));
        dictum__buf_append(tag, term.data + common, term.len - common);
        if (!together) {
            dictum__buf_append_varint(tag, wdf);
        }
        before = term;
    }
}

static dictum_status write_document(tables *self, size_t document, dictum_buf *tag, dictum_error *err)
{
    const dictum_glass *glass = self->glass;
    char key[DICTUM__GLASS_SORTED + 1];
    size_t bytes = (size_t)(dictum__glass_pack_sorted((uint8_t *)key, (uint32_t)document + 1) - (uint8_t *)key);
    size_t used = document > 0 ? glass->documents[document - 1].used_end : 0;
    size_t used_bytes = glass->documents[document].used_end - used;
    put_list(glass, document, tag);
    if (dictum__buf_status(tag) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    dictum_status status =
        dictum__glass_table_add(&self->termlist, (dictum_slice){key, bytes}, dictum__buf_slice(tag), err);
    if (status != DICTUM_OK || used_bytes == 0) {
        return status;
    }
    key[bytes] = '\0';
    return dictum__glass_table_add(&self->termlist, (dictum_slice){key, bytes + 1},
                                   (dictum_slice){glass->used.data + used, used_bytes}, err);
}

static dictum_status write_by_document(tables *self, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    dictum_buf tag;
    dictum__buf_init(&tag, SIZE_MAX - 1);
    for (size_t i = 0; i < self->glass->document_count && status == DICTUM_OK; i++) {
        status = write_document(self, i, &tag, err);
    }
    dictum__buf_dispose(&tag);
    return status;
}

/* ---- all -------------------------------------------------------------------------------------------------------- */

static dictum_status finish_tables(tables *self, dictum_error *err)
{
    dictum_glass *glass = self->glass;
    dictum_glass_table *all[DICTUM__GLASS_TABLES] = {[DICTUM__GLASS_POSTLIST] = &self->postlist,
                                                     [DICTUM__GLASS_DOCDATA] = &glass->records,
                                                     [DICTUM__GLASS_TERMLIST] = &self->termlist,
                                                     [DICTUM__GLASS_POSITION] = &self->position};
    dictum_glass_root roots[DICTUM__GLASS_TABLES] = {{.blocks = 0}};
    dictum_status status = DICTUM_OK;
    for (unsigned i = 0; i < DICTUM__GLASS_TABLES && status == DICTUM_OK; i++) {
        if (all[i] == NULL) {
            continue;
        }
        /* Xapian makes the others when something is to go into them. */
        bool always = i == DICTUM__GLASS_POSTLIST || i == DICTUM__GLASS_TERMLIST;
        status = dictum__glass_table_finish(all[i], always, err);
        roots[i] = all[i]->root;
    }
    return status == DICTUM_OK ? dictum__glass_write_version(glass, roots, err) : status;
}

dictum_status dictum__glass_write(dictum_glass *glass, dictum_error *err)
{
    tables *self = malloc(sizeof *self);
    if (self == NULL) {
        return dictum__nomem(err);
    }
    dictum_status status = init(self, glass, err);
    if (status == DICTUM_OK) {
        distribute(self);
        status = write_by_term(self, err);
    }
    if (status == DICTUM_OK) {
        status = write_by_document(self, err);
    }
    if (status == DICTUM_OK) {
        status = finish_tables(self, err);
    }
    dispose(self);
    free(self);
    return status;
}
