/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making an index anew from what it stores. Invariant: until the writer is finished, the index that is there is neither
 * changed nor replaced; and no statement that counts is left behind. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/metadata.h"
#include "indexer/writer_shards.h"
#include "lib/schema.h"
#include "lib/sha256.h"

typedef struct rebuild {
    dictum_writer *writer;
    uint64_t copied;
    uint8_t *done[DICTUM__SHARDS_MAX]; /* of each shard: one bit a document that has been copied */
    dictum_buf stored, encoded;
} rebuild;

static bool is_stopped(const rebuild *self)
{
    return self->writer->options.stop != NULL && *self->writer->options.stop != 0;
}

/* Whether a document was copied before; notes that it is. */
static bool was_done(rebuild *self, const dictum_place_in_shard *place)
{
    uint8_t *byte = &self->done[place->shard][place->docid / 8];
    uint8_t bit = (uint8_t)(1u << place->docid % 8);
    bool done = (*byte & bit) != 0;
    *byte |= bit;
    return done;
}

/* Copies one statement, which comes from `file`. It is encoded again, in the form of today. */
static dictum_status copy(rebuild *self, dictum_statement_ref ref, dictum_slice file, dictum_error *err)
{
    dictum_record record;
    dictum_statement_ref copied;
    dictum_place_in_shard place;
    if (is_stopped(self)) {
        return dictum__fail(err, DICTUM_CANCELLED, "interrupted: the index is as it was before");
    }
    if (!dictum__writer_place(self->writer, ref, &place) || was_done(self, &place)) {
        return DICTUM_OK;
    }
    dictum_status status = dictum__writer_record(self->writer, ref, &self->stored, err);
    if (status == DICTUM_OK) {
        status = dictum__record_decode(dictum__buf_slice(&self->stored), &record, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    dictum__buf_clear(&self->encoded);
    dictum__record_encode(&record, &self->encoded);
    if (dictum__buf_status(&self->encoded) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    dictum_draft draft = {.record = &record, .file = file, .encoded = dictum__buf_slice(&self->encoded)};
    if (file.data == NULL) {
        draft.file = record.path.data != NULL ? record.path : DICTUM_SLICE("-");
    }
    dictum__sha256(self->encoded.data, self->encoded.len, draft.hash);
    status = dictum__writer_add(self->writer, &draft, &copied, err);
    self->copied += status == DICTUM_OK;
    if (status == DICTUM_OK && dictum__writer_is_due(self->writer)) {
        status = dictum__writer_commit(self->writer, err);
    }
    return status;
}

typedef struct file_copy {
    rebuild *self;
    dictum_slice file;
} file_copy;

static dictum_status copy_statement(void *context, dictum_statement_ref ref, dictum_slice id_term,
                                    const uint8_t hash[32], dictum_error *err)
{
    const file_copy *of = context;
    (void)id_term;
    (void)hash;
    return copy(of->self, ref, of->file, err);
}

static dictum_status copy_file(void *context, const dictum_ledger_entry *entry, dictum_error *err)
{
    file_copy of = {context, entry->path};
    return entry->statements > 0 ? dictum__writer_statements(of.self->writer, entry->path, copy_statement, &of, err)
                                 : DICTUM_OK;
}

/* What the ledger knows nothing of: records from standard input, whose file is "-"; anything else would be a fault of
 * the ledger, and is kept all the same. */
static dictum_status copy_rest(rebuild *self, size_t shard, dictum_error *err)
{
    xap_error xerr;
    xap_postings *postings = NULL;
    uint32_t docid;
    bool retired = false;
    dictum_status status = DICTUM_OK;
    xap_db *db = self->writer->set.dbs[shard];
    xap_status found = xap_db_postings(db, "", 0, &postings, &xerr);
    while (found == XAP_OK && status == DICTUM_OK && (found = xap_postings_next(postings, &docid, &xerr)) == XAP_OK) {
        found = dictum__shard_is_retired(db, docid, &retired, &xerr);
        if (found == XAP_OK && !retired) {
            status = copy(self, dictum__ref_of((uint32_t)shard, docid), (dictum_slice){NULL, 0}, err);
        }
    }
    xap_postings_free(postings);
    return status == DICTUM_OK && found != XAP_OK && found != XAP_DONE ? dictum__fail_xap(err, &xerr, "read the index")
                                                                       : status;
}

static dictum_status copy_statements(rebuild *self, dictum_error *err)
{
    xap_error xerr;
    const dictum_shard_set *set = &self->writer->set;
    for (size_t i = 0; i < set->list.count; i++) {
        uint32_t last = 0;
        if (xap_db_last_docid(set->dbs[i], &last, &xerr) != XAP_OK) {
            return dictum__fail_xap(err, &xerr, "read the index");
        }
        self->done[i] = calloc((size_t)last / 8 + 1, 1);
        if (self->done[i] == NULL) {
            return dictum__nomem(err);
        }
    }
    dictum_status status = dictum__metadata_entries(set, DICTUM__META_FILE, DICTUM_SLICE("/"), copy_file, self, err);
    file_copy standard_input = {self, DICTUM_SLICE("-")};
    if (status == DICTUM_OK) {
        status = dictum__writer_statements(self->writer, standard_input.file, copy_statement, &standard_input, err);
    }
    for (size_t i = 0; i < set->list.count && status == DICTUM_OK; i++) {
        status = copy_rest(self, i, err);
    }
    return status;
}

static dictum_status copy_metadata(void *context, dictum_slice key, dictum_slice value, dictum_error *err)
{
    dictum_writer *writer = context;
    return dictum__changes_set(&writer->changes, key, value, err);
}

/* From now on the new shards are what is looked up. */
static dictum_status turn_to_new(dictum_writer *writer, dictum_error *err)
{
    dictum__shard_set_dispose(&writer->set);
    dictum__number_map_dispose(&writer->fresh);
    dictum__number_map_dispose(&writer->gone);
    return dictum__shard_set_open(&writer->set, dictum__store_dir(writer->store), &writer->list, false, err);
}

dictum_status dictum__writer_rebuild(dictum_writer *writer, dictum_error *err)
{
    static const char *const kinds[] = {DICTUM__META_FILE, DICTUM__META_PLACE, DICTUM__META_SETTINGS};
    rebuild self = {.writer = writer};
    const uint64_t before = writer->live;
    dictum_status status = DICTUM_OK;
    writer->hidden = true;
    writer->list.count = 0;
    writer->live = 0;
    dictum__buf_init(&self.stored, SIZE_MAX / 2);
    dictum__buf_init(&self.encoded, SIZE_MAX / 2);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && status == DICTUM_OK; i++) {
        status = dictum__shard_set_each(&writer->set, dictum__slice(kinds[i]), copy_metadata, writer, err);
    }
    if (status == DICTUM_OK) {
        status = copy_statements(&self, err);
    }
    if (status == DICTUM_OK && self.copied != before) {
        status = dictum__fail(err, DICTUM_CORRUPT,
                              "the index is damaged: of %" PRIu64 " statements only %" PRIu64 " can be read", before,
                              self.copied);
    }
    if (status == DICTUM_OK) {
        status = dictum__group_close(writer, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__group_publish(writer, true, err);
    }
    if (status == DICTUM_OK) {
        status = turn_to_new(writer, err);
    }
    for (size_t i = 0; i < DICTUM__SHARDS_MAX; i++) {
        free(self.done[i]);
    }
    dictum__buf_dispose(&self.stored);
    dictum__buf_dispose(&self.encoded);
    return status;
}
