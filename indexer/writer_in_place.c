/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A few changes, made in the newest shard as it stands. Invariant: what is added, what is taken out of this shard and
 * what the ledger says go in by one commit; what is to be retired elsewhere is said in the same commit, and marked
 * after it. */
#include <stdlib.h>
#include <string.h>

#include "indexer/shard_folder.h"
#include "indexer/writer_shards.h"
#include "lib/schema.h"

/* More text is quicker on all processors. */
#define IN_PLACE_BYTES ((size_t)1 << 20)

bool dictum__in_place_is_possible(const dictum_writer *writer)
{
    bool has_statements = writer->open.file_count > 0;
    if (writer->hidden || writer->list.count == 0 || writer->group_count > 0) {
        return false;
    }
    /* A single shard is compact, and adding to it would split it leaf by leaf. */
    if (!has_statements) {
        return true;
    }
    return writer->list.count > 1 && dictum__builder_is_at_hand(writer->builder) &&
           dictum__builder_open_bytes(writer->builder) <= IN_PLACE_BYTES;
}

typedef struct change {
    dictum_writer *writer;
    xap_wdb *wdb;
    dictum_postings *postings;
    const char *name; /* of the shard */
    size_t dropped;   /* how many of the group's dropped ones have been passed */
} change;

static dictum_status fail_write(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "write the index");
}

static dictum_status add_one(void *context, size_t number, const dictum_draft *statement, dictum_error *err)
{
    change *self = context;
    const dictum_group *group = &self->writer->open;
    xap_error xerr;
    xap_doc *doc = NULL;
    uint32_t docid;
    if (self->dropped < group->dropped_count && group->dropped[self->dropped] == number + 1) {
        self->dropped++;
        return DICTUM_OK;
    }
    dictum_status status = dictum__postings_collect(self->postings, statement, err);
    if (status == DICTUM_OK) {
        status = dictum__postings_document(self->postings, statement, &doc, err);
    }
    if (status == DICTUM_OK && xap_wdb_add_document(self->wdb, doc, &docid, &xerr) != XAP_OK) {
        status = fail_write(&xerr, err);
    }
    xap_doc_free(doc);
    return status;
}

static dictum_status add_all(change *self, dictum_error *err)
{
    dictum_writer *writer = self->writer;
    if (writer->open.file_count == 0) {
        return DICTUM_OK;
    }
    dictum_status status = dictum__postings_new(&self->postings, err);
    if (status == DICTUM_OK) {
        status = dictum__builder_take_back(writer->builder, add_one, self, err);
    }
    dictum__postings_free(self->postings);
    return status;
}

/* Takes what is retired in this very shard out of it; of a compact one it only marks it. */
static dictum_status take_out(const change *self, dictum_error *err)
{
    const dictum_writer *writer = self->writer;
    const dictum_group *group = &writer->open;
    xap_error xerr;
    uint32_t statements, retired = 0;
    dictum_status status = dictum__shard_count(xap_wdb_db(self->wdb), &statements, &retired, err);
    bool gap_kept = retired > 0;
    for (size_t i = 0; i < group->retired_count && status == DICTUM_OK; i++) {
        const dictum_place_in_shard *place = &group->retired[i];
        if (strcmp(dictum__group_shard_name(writer, place->shard), self->name) != 0) {
            continue;
        }
        if (writer->list.count == 1) {
            status = dictum__writer_mark(self->wdb, place->docid, err);
            continue;
        }
        if (dictum__shard_take_out(self->wdb, place->docid, &gap_kept, &xerr) != XAP_OK) {
            status = fail_write(&xerr, err);
        }
    }
    return status;
}

/* What the older shards are to retire: all that the list names but this one. */
static dictum_status say_retiring(const change *self, dictum_error *err)
{
    dictum_writer *writer = self->writer;
    dictum_slice key = DICTUM_SLICE(DICTUM__META_RETIRING);
    dictum_shard_list older = writer->list;
    older.count--;
    dictum__buf_clear(&writer->value);
    dictum__group_write_retiring(writer, &writer->open, &older, &writer->value);
    if (dictum__buf_status(&writer->value) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return dictum__changes_set(&writer->changes, key, dictum__buf_slice(&writer->value), err);
}

static dictum_status set_metadata(const change *self, dictum_error *err)
{
    dictum_writer *writer = self->writer;
    xap_error xerr;
    size_t count = 0;
    dictum_status status = DICTUM_OK;
    dictum_builder_entry *entries = dictum__changes_sorted(&writer->changes, &count);
    if (entries == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < count && status == DICTUM_OK; i++) {
        dictum_slice key = entries[i].key, value = entries[i].value;
        /* Without older shards there is nothing that would have to be hidden. */
        if (writer->list.count == 1 && dictum__slice_equal(value, DICTUM_SLICE(DICTUM__META_FORGOTTEN))) {
            value.len = 0;
        }
        if (xap_wdb_set_metadata(self->wdb, key.data, key.len, value.data, value.len, &xerr) != XAP_OK) {
            status = fail_write(&xerr, err);
        }
    }
    free(entries);
    return status;
}

dictum_status dictum__in_place_write(dictum_writer *writer, dictum_error *err)
{
    dictum_shard_name newest = writer->list.names[writer->list.count - 1];
    change self = {.writer = writer, .name = newest.text};
    dictum__group_sort(&writer->open);
    bool changes = dictum__writer_has_changes(writer);
    dictum_status status =
        changes ? dictum__writer_label(writer, err) : dictum__writer_set_time(writer, DICTUM__META_UPDATED, err);
    if (status == DICTUM_OK && changes) {
        status = say_retiring(&self, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_open_shard(writer, self.name, &self.wdb, err);
    }
    if (status == DICTUM_OK) {
        status = add_all(&self, err);
    }
    if (status == DICTUM_OK) {
        status = take_out(&self, err);
    }
    if (status == DICTUM_OK) {
        status = set_metadata(&self, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_commit_shard(writer, self.name, self.wdb, err);
    }
    xap_wdb_free(self.wdb);
    return status == DICTUM_OK ? dictum__group_mark(writer, &writer->open, self.name, err) : status;
}
