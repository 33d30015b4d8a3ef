/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Metadata that several of the merged shards have. Of these Xapian's compaction takes any: it orders equal keys by
 * the first document of an entry, and metadata have none. Invariant: the destination is opened for writing only
 * where it has a wrong value. */
#include "indexer/merge_metadata.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/changes.h"
#include "indexer/shard_folder.h"

/* A source, read key by key. */
typedef struct source {
    xap_db *db;
    xap_terms *keys;
    dictum_slice key; /* the one at hand; no data at the end */
} source;

typedef struct sources {
    source *items;
    size_t count;
    dictum_buf key, value; /* what counts */
} sources;

static dictum_status fail_read(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "read the metadata of a shard");
}

static dictum_status advance(source *self, dictum_error *err)
{
    xap_error xerr;
    xap_status found = xap_terms_next(self->keys, &self->key.data, &self->key.len, &xerr);
    if (found != XAP_OK) {
        self->key = (dictum_slice){NULL, 0};
    }
    return found == XAP_OK || found == XAP_DONE ? DICTUM_OK : fail_read(&xerr, err);
}

static dictum_status begin(sources *self, xap_db *const *all, size_t count, dictum_error *err)
{
    xap_error xerr;
    self->items = calloc(count + 1, sizeof *self->items);
    if (self->items == NULL) {
        return dictum__nomem(err);
    }
    for (; self->count < count; self->count++) {
        source *item = &self->items[self->count];
        item->db = all[self->count];
        if (xap_db_metadata_keys(item->db, "", 0, &item->keys, &xerr) != XAP_OK) {
            return fail_read(&xerr, err);
        }
        dictum_status status = advance(item, err);
        if (status != DICTUM_OK) {
            self->count++;
            return status;
        }
    }
    return DICTUM_OK;
}

static void dispose(sources *self)
{
    for (size_t i = 0; i < self->count; i++) {
        xap_terms_free(self->items[i].keys);
    }
    free(self->items);
    dictum__buf_dispose(&self->key);
    dictum__buf_dispose(&self->value);
}

static int compare(dictum_slice a, dictum_slice b)
{
    int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
    return order != 0 ? order : a.len < b.len ? -1 : a.len > b.len;
}

/* The first source of those that have the least key at hand; NULL at the end of all. */
static const source *least(const sources *self)
{
    const source *first = NULL;
    for (size_t i = 0; i < self->count; i++) {
        const source *item = &self->items[i];
        if (item->key.data != NULL && (first == NULL || compare(item->key, first->key) < 0)) {
            first = item;
        }
    }
    return first;
}

/* Goes on behind self->key in each source that has it; *owners is how many had. */
static dictum_status pass(sources *self, size_t *owners, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    *owners = 0;
    for (size_t i = 0; i < self->count && status == DICTUM_OK; i++) {
        source *item = &self->items[i];
        if (item->key.data != NULL && dictum__slice_equal(item->key, dictum__buf_slice(&self->key))) {
            ++*owners;
            status = advance(item, err);
        }
    }
    return status;
}

/* Notes the value that `from` has of self->key, unless the destination has it. */
static dictum_status judge(sources *self, const source *from, xap_db *made, dictum_changes *wrong, dictum_error *err)
{
    xap_error xerr;
    dictum_slice key = dictum__buf_slice(&self->key), value, has;
    if (xap_db_metadata(from->db, key.data, key.len, &value.data, &value.len, &xerr) != XAP_OK) {
        return fail_read(&xerr, err);
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

static dictum_status judge_all(sources *self, xap_db *made, dictum_changes *wrong, dictum_error *err)
{
    for (const source *from = least(self); from != NULL; from = least(self)) {
        size_t owners;
        dictum__buf_clear(&self->key);
        dictum__buf_append_slice(&self->key, from->key);
        if (dictum__buf_status(&self->key) != DICTUM_OK) {
            return dictum__nomem(err);
        }
        dictum_status status = pass(self, &owners, err);
        if (status == DICTUM_OK && owners > 1) {
            status = judge(self, from, made, wrong, err);
        }
        if (status != DICTUM_OK) {
            return status;
        }
    }
    return DICTUM_OK;
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
    if (count < 2) {
        return DICTUM_OK;
    }
    dictum__changes_init(&wrong);
    dictum__buf_init(&self.key, SIZE_MAX / 2);
    dictum__buf_init(&self.value, SIZE_MAX / 2);
    dictum_status status = begin(&self, all, count, err);
    if (status == DICTUM_OK && xap_db_open(destination, &made, &xerr) != XAP_OK) {
        status = dictum__fail_shard(err, &xerr, "open", destination);
    }
    if (status == DICTUM_OK) {
        status = judge_all(&self, made, &wrong, err);
    }
    xap_db_free(made);
    if (status == DICTUM_OK && wrong.count > 0) {
        status = correct(&wrong, destination, err);
    }
    dictum__changes_dispose(&wrong);
    dispose(&self);
    return status;
}
