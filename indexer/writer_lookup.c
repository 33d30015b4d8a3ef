/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writer's looking-up half: the ledger and the statements as they were when it was opened, less what it has removed
 * since, and the ids of what it has added. */
#include <string.h>

#include "indexer/writer_shards.h"
#include "lib/schema.h"

static dictum_status fail_read(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "read the index");
}

/* ---- where statements are ---------------------------------------------------------------------------------- */

/* The closed group with a statement of this number, or the open one. */
static const dictum_group *group_of(const dictum_writer *writer, uint64_t number)
{
    size_t low = 0, high = writer->group_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (writer->groups[middle].first <= number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return number >= writer->open.first || low == 0 ? &writer->open : &writer->groups[low - 1];
}

bool dictum__writer_place(const dictum_writer *writer, dictum_statement_ref ref, dictum_place_in_shard *place)
{
    if (ref >> DICTUM__REF_SHARD_SHIFT > 0) {
        *place = (dictum_place_in_shard){(uint32_t)(ref >> DICTUM__REF_SHARD_SHIFT) - 1, (uint32_t)ref};
        return true;
    }
    const dictum_group *group = group_of(writer, ref);
    if (group == &writer->open) {
        return false;
    }
    *place = (dictum_place_in_shard){DICTUM__SHARDS_MAX + (uint32_t)(group - writer->groups),
                                     (uint32_t)(ref - group->first + 1)};
    return true;
}

dictum_status dictum__writer_is_new(dictum_writer *writer, dictum_statement_ref ref, bool *is_new, dictum_buf *from,
                                    dictum_error *err)
{
    *is_new = ref >> DICTUM__REF_SHARD_SHIFT == 0;
    if (!*is_new) {
        return DICTUM_OK;
    }
    const dictum_group *group = group_of(writer, ref);
    dictum__buf_clear(from);
    dictum__buf_append_str(from, group->files.data + group->file_at[ref - group->first]);
    return dictum__buf_status(from) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}

/* Whether a document of one of the first shards is still to be found. */
static xap_status is_there(const dictum_writer *writer, size_t shard, uint32_t docid, bool *there, xap_error *xerr)
{
    bool retired = false;
    *there = false;
    if (dictum__number_map_has(&writer->gone, dictum__ref_of((uint32_t)shard, docid))) {
        return XAP_OK;
    }
    xap_status status = dictum__shard_is_retired(writer->set.dbs[shard], docid, &retired, xerr);
    *there = status == XAP_OK && !retired;
    return status;
}

/* ---- statements of a file ---------------------------------------------------------------------------------- */

/* The id term of a document; belongs to `terms`. */
static xap_status id_term(xap_terms *terms, dictum_slice *term, xap_error *xerr)
{
    xap_status found = xap_terms_skip_to(terms, DICTUM__PREFIX_ID, strlen(DICTUM__PREFIX_ID), xerr);
    return found == XAP_OK ? xap_terms_next(terms, &term->data, &term->len, xerr) : found;
}

static dictum_status give_statement(dictum_writer *writer, size_t shard, uint32_t docid, dictum_statement_fn fn,
                                    void *context, dictum_error *err)
{
    xap_error xerr;
    xap_doc *doc = NULL;
    xap_terms *terms = NULL;
    dictum_slice hash = {NULL, 0}, term = {NULL, 0};
    xap_db *db = writer->set.dbs[shard];
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_document(db, docid, &doc, &xerr);
    if (found == XAP_OK) {
        found = xap_doc_value(doc, DICTUM__SLOT_HASH, &hash.data, &hash.len, &xerr);
    }
    if (found == XAP_OK) {
        found = xap_db_term_list(db, docid, &terms, &xerr);
    }
    if (found == XAP_OK) {
        found = id_term(terms, &term, &xerr);
    }
    if (found == XAP_DONE || (found == XAP_OK && (hash.len != 32 || term.data[0] != DICTUM__PREFIX_ID[0]))) {
        status = dictum__fail(err, DICTUM_CORRUPT, "the index is damaged: a statement has no id");
    } else if (found != XAP_OK) {
        status = fail_read(&xerr, err);
    } else {
        status = fn(context, dictum__ref_of((uint32_t)shard, docid), term, (const uint8_t *)hash.data, err);
    }
    xap_terms_free(terms);
    xap_doc_free(doc);
    return status;
}

static dictum_status statements_in(dictum_writer *writer, size_t shard, dictum_statement_fn fn, void *context,
                                   dictum_error *err)
{
    xap_error xerr;
    xap_postings *postings = NULL;
    uint32_t docid;
    bool there;
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_postings(writer->set.dbs[shard], writer->term.data, writer->term.len, &postings, &xerr);
    while (found == XAP_OK && status == DICTUM_OK && (found = xap_postings_next(postings, &docid, &xerr)) == XAP_OK) {
        found = is_there(writer, shard, docid, &there, &xerr);
        if (found == XAP_OK && there) {
            status = give_statement(writer, shard, docid, fn, context, err);
        }
    }
    xap_postings_free(postings);
    return status == DICTUM_OK && found != XAP_OK && found != XAP_DONE ? fail_read(&xerr, err) : status;
}

dictum_status dictum__writer_statements(dictum_writer *writer, dictum_slice file, dictum_statement_fn fn, void *context,
                                        dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < writer->set.list.count && status == DICTUM_OK; i++) {
        dictum__schema_file_term(&writer->term, file);
        status = dictum__buf_status(&writer->term) == DICTUM_OK ? statements_in(writer, i, fn, context, err)
                                                                : dictum__nomem(err);
    }
    return status;
}

/* ---- one statement ----------------------------------------------------------------------------------------- */

static xap_status find_in(const dictum_writer *writer, size_t shard, dictum_slice term, uint32_t *docid, bool *there,
                          xap_error *xerr)
{
    xap_postings *postings = NULL;
    xap_db *db = writer->set.dbs[shard];
    bool exists = false;
    *there = false;
    xap_status found = xap_db_term_exists(db, term.data, term.len, &exists, xerr);
    if (found != XAP_OK || !exists) {
        return found;
    }
    found = xap_db_postings(db, term.data, term.len, &postings, xerr);
    while (found == XAP_OK && !*there && (found = xap_postings_next(postings, docid, xerr)) == XAP_OK) {
        found = is_there(writer, shard, *docid, there, xerr);
    }
    xap_postings_free(postings);
    return found == XAP_DONE ? XAP_OK : found;
}

dictum_status dictum__writer_find(dictum_writer *writer, dictum_slice term, dictum_statement_ref *ref,
                                  dictum_error *err)
{
    xap_error xerr;
    uint32_t number = 0, docid = 0;
    bool there = false;
    if (dictum__number_map_get(&writer->fresh, dictum__writer_id_hash(writer, term), &number) &&
        !dictum__number_map_has(&writer->gone, number)) {
        *ref = number;
        return DICTUM_OK;
    }
    for (size_t i = writer->set.list.count; i > 0; i--) {
        if (find_in(writer, i - 1, term, &docid, &there, &xerr) != XAP_OK) {
            return fail_read(&xerr, err);
        }
        if (there) {
            *ref = dictum__ref_of((uint32_t)i - 1, docid);
            return DICTUM_OK;
        }
    }
    return DICTUM_NOT_FOUND;
}

dictum_status dictum__writer_record(dictum_writer *writer, dictum_statement_ref ref, dictum_buf *encoded,
                                    dictum_error *err)
{
    xap_error xerr;
    xap_doc *doc = NULL;
    dictum_place_in_shard place;
    dictum_slice data = {NULL, 0};
    dictum__buf_clear(encoded);
    if (!dictum__writer_place(writer, ref, &place) || place.shard >= writer->set.list.count) {
        return dictum__fail(err, DICTUM_INTERNAL, "a statement is looked up that has only just been written");
    }
    xap_status found = xap_db_document(writer->set.dbs[place.shard], place.docid, &doc, &xerr);
    if (found == XAP_OK) {
        found = xap_doc_data(doc, &data.data, &data.len, &xerr);
    }
    if (found == XAP_OK) {
        dictum__buf_append_slice(encoded, data);
    }
    xap_doc_free(doc);
    if (found != XAP_OK) {
        return fail_read(&xerr, err);
    }
    return dictum__buf_status(encoded) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}
