/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Metadata that several of the merged shards have. Invariant: the destination is opened for writing only where it has a
 * wrong value. */
#include "indexer/merge_metadata.h"

#include <stdlib.h>

#include "indexer/changes.h"
#include "indexer/shard_folder.h"

typedef struct sources {
    xap_db **dbs; /* those that have any metadata, in order */
    bool *empty;  /* of each: whether it has no documents */
    size_t count;
    dictum_buf key, value;
} sources;

static dictum_status fail_read(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "read the metadata of a shard");
}

static dictum_status has_metadata(xap_db *db, bool *has, dictum_error *err)
{
    xap_error xerr;
    xap_terms *keys = NULL;
    const char *key;
    size_t bytes;
    xap_status found = xap_db_metadata_keys(db, "", 0, &keys, &xerr);
    if (found == XAP_OK) {
        found = xap_terms_next(keys, &key, &bytes, &xerr);
    }
    xap_terms_free(keys);
    *has = found == XAP_OK;
    return found == XAP_OK || found == XAP_DONE ? DICTUM_OK : fail_read(&xerr, err);
}

static dictum_status choose(sources *self, xap_db *const *all, size_t count, dictum_error *err)
{
    xap_error xerr;
    self->dbs = calloc(count + 1, sizeof(xap_db *));
    self->empty = calloc(count + 1, sizeof *self->empty);
    if (self->dbs == NULL || self->empty == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        bool has = false;
        uint32_t documents = 0;
        dictum_status status = has_metadata(all[i], &has, err);
        if (status != DICTUM_OK) {
            return status;
        }
        if (xap_db_doc_count(all[i], &documents, &xerr) != XAP_OK) {
            return fail_read(&xerr, err);
        }
        if (has) {
            self->dbs[self->count] = all[i];
            self->empty[self->count++] = documents == 0;
        }
    }
    return DICTUM_OK;
}

/* Notes the value that counts of self->key, unless the destination has it. */
static dictum_status judge_key(sources *self, xap_db *made, dictum_changes *wrong, dictum_error *err)
{
    xap_error xerr;
    dictum_slice key = dictum__buf_slice(&self->key), value = {NULL, 0}, has;
    for (size_t i = 0; i < self->count && value.len == 0; i++) {
        if (xap_db_metadata(self->dbs[i], key.data, key.len, &value.data, &value.len, &xerr) != XAP_OK) {
            return fail_read(&xerr, err);
        }
    }
    dictum__buf_clear(&self->value);
    dictum__buf_append_slice(&self->value, value);
    if (dictum__buf_status(&self->value) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    if (xap_db_metadata(made, key.data, key.len, &has.data, &has.len, &xerr) != XAP_OK) {
        return fail_read(&xerr, err);
    }
    value = dictum__buf_slice(&self->value);
    return dictum__slice_equal(has, value) ? DICTUM_OK : dictum__changes_set(wrong, key, value, err);
}

static dictum_status judge_source(sources *self, xap_db *source, xap_db *made, dictum_changes *wrong, dictum_error *err)
{
    xap_error xerr;
    xap_terms *keys = NULL;
    dictum_slice key;
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_metadata_keys(source, "", 0, &keys, &xerr);
    while (found == XAP_OK && status == DICTUM_OK &&
           (found = xap_terms_next(keys, &key.data, &key.len, &xerr)) == XAP_OK) {
        dictum__buf_clear(&self->key);
        dictum__buf_append_slice(&self->key, key);
        status = dictum__buf_status(&self->key) == DICTUM_OK ? judge_key(self, made, wrong, err) : dictum__nomem(err);
    }
    xap_terms_free(keys);
    return status == DICTUM_OK && found != XAP_OK && found != XAP_DONE ? fail_read(&xerr, err) : status;
}

static dictum_status correct(dictum_changes *wrong, const char *destination, dictum_error *err)
{
    xap_error xerr;
    xap_wdb *wdb = NULL;
    size_t count = 0;
    dictum_builder_entry *entries = dictum__changes_sorted(wrong, &count);
    if (entries == NULL) {
        return dictum__nomem(err);
    }
    xap_status done = xap_wdb_open(destination, XAP_OPEN, 0, &wdb, &xerr);
    for (size_t i = 0; i < count && done == XAP_OK; i++) {
        done = xap_wdb_set_metadata(wdb, entries[i].key.data, entries[i].key.len, entries[i].value.data,
                                    entries[i].value.len, &xerr);
    }
    if (done == XAP_OK) {
        done = xap_wdb_commit(wdb, &xerr);
    }
    xap_wdb_free(wdb);
    free(entries);
    return done == XAP_OK ? DICTUM_OK : dictum__fail_shard(err, &xerr, "write", destination);
}

dictum_status dictum__merge_metadata(xap_db *const *all, size_t count, const char *destination, dictum_error *err)
{
    xap_error xerr;
    sources self = {.count = 0};
    dictum_changes wrong;
    xap_db *made = NULL;
    dictum__changes_init(&wrong);
    dictum__buf_init(&self.key, SIZE_MAX / 2);
    dictum__buf_init(&self.value, SIZE_MAX / 2);
    dictum_status status = choose(&self, all, count, err);
    if (status == DICTUM_OK && self.count > 1 && xap_db_open(destination, &made, &xerr) != XAP_OK) {
        status = dictum__fail_shard(err, &xerr, "open", destination);
    }
    for (size_t i = 0; i < self.count && self.count > 1 && status == DICTUM_OK; i++) {
        if (self.empty[i]) {
            status = judge_source(&self, self.dbs[i], made, &wrong, err);
        }
    }
    xap_db_free(made);
    if (status == DICTUM_OK && wrong.count > 0) {
        status = correct(&wrong, destination, err);
    }
    dictum__changes_dispose(&wrong);
    dictum__buf_dispose(&self.key);
    dictum__buf_dispose(&self.value);
    free(self.dbs);
    free(self.empty);
    return status;
}
