/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several shards side by side. Invariant: of a key that several have, only the newest one's value is ever given. */
#include "indexer/shard_set.h"

#include <string.h>

#include "indexer/ledger.h"
#include "lib/schema.h"

static dictum_status fail_read(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "read the index");
}

/* ---- opening ----------------------------------------------------------------------------------------------- */

static dictum_status fail_open(const char *dir, const xap_error *xerr, dictum_error *err)
{
    if (xerr->code == XAP_NOT_FOUND) {
        return dictum__fail(err, DICTUM_STALE, "the index %s has just been replaced", dir);
    }
    if (xerr->code == XAP_CORRUPT) {
        return dictum__fail(err, DICTUM_CORRUPT, "the index %s is damaged (%s): index into a new folder", dir,
                            xerr->text);
    }
    return dictum__fail_xap(err, xerr, "open the index");
}

static dictum_status check(xap_db *db, const char *dir, bool any_analysis, dictum_error *err)
{
    dictum_status status =
        any_analysis ? dictum__schema_check_stored(db, dir, err) : dictum__schema_check(db, dir, err);
    if (status == DICTUM_NOT_FOUND) { /* its stub file is ours */
        status = dictum__fail(err, DICTUM_CORRUPT,
                              "the index %s is damaged (it does not say its format): index into a new folder", dir);
    }
    return status;
}

dictum_status dictum__shard_set_add(dictum_shard_set *set, const char *dir, const char *name, bool any_analysis,
                                    dictum_error *err)
{
    xap_error xerr;
    dictum_buf path;
    xap_db *db = NULL;
    if (set->list.count == DICTUM__SHARDS_MAX) {
        return dictum__fail(err, DICTUM_LIMIT, "the index %s has too many shards", dir);
    }
    dictum__buf_init(&path, SIZE_MAX / 2);
    dictum__buf_appendf(&path, "%s/%s", dir, name);
    dictum_status status = dictum__buf_status(&path) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
    if (status == DICTUM_OK && xap_db_open(path.data, &db, &xerr) != XAP_OK) {
        status = fail_open(dir, &xerr, err);
    }
    dictum__buf_dispose(&path);
    if (status == DICTUM_OK) {
        status = check(db, dir, any_analysis, err);
    }
    if (status != DICTUM_OK) {
        xap_db_free(db);
        return status;
    }
    memcpy(set->list.names[set->list.count].text, name, DICTUM__SHARD_NAME_BYTES + 1);
    set->dbs[set->list.count++] = db;
    return DICTUM_OK;
}

dictum_status dictum__shard_set_open(dictum_shard_set *set, const char *dir, const dictum_shard_list *list,
                                     bool any_analysis, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    set->list.count = 0;
    for (size_t i = 0; i < list->count && status == DICTUM_OK; i++) {
        status = dictum__shard_set_add(set, dir, list->names[i].text, any_analysis, err);
    }
    if (status != DICTUM_OK) {
        dictum__shard_set_dispose(set);
    }
    return status;
}

void dictum__shard_set_dispose(dictum_shard_set *set)
{
    for (size_t i = 0; i < set->list.count; i++) {
        xap_db_free(set->dbs[i]);
    }
    set->list.count = 0;
}

/* ---- counting ---------------------------------------------------------------------------------------------- */

dictum_status dictum__shard_count(xap_db *db, uint32_t *statements, uint32_t *retired, dictum_error *err)
{
    xap_error xerr;
    uint32_t all = 0;
    if (xap_db_doc_count(db, &all, &xerr) != XAP_OK ||
        xap_db_value_count(db, DICTUM__SLOT_RETIRED, retired, &xerr) != XAP_OK) {
        return fail_read(&xerr, err);
    }
    *statements = all > *retired ? all - *retired : 0;
    return DICTUM_OK;
}

dictum_status dictum__shard_set_count(const dictum_shard_set *set, uint32_t *statements, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    *statements = 0;
    for (size_t i = 0; i < set->list.count && status == DICTUM_OK; i++) {
        uint32_t count = 0, retired = 0;
        status = dictum__shard_count(set->dbs[i], &count, &retired, err);
        *statements += count;
    }
    return status;
}

/* ---- metadata ---------------------------------------------------------------------------------------------- */

static bool is_forgotten(dictum_slice value)
{
    return value.len == 0 || dictum__slice_equal(value, DICTUM_SLICE(DICTUM__META_FORGOTTEN));
}

dictum_status dictum__shard_set_value(const dictum_shard_set *set, dictum_slice key, dictum_buf *value,
                                      dictum_error *err)
{
    xap_error xerr;
    dictum_slice found = {NULL, 0};
    dictum__buf_clear(value);
    for (size_t i = set->list.count; i > 0 && found.len == 0; i--) {
        if (xap_db_metadata(set->dbs[i - 1], key.data, key.len, &found.data, &found.len, &xerr) != XAP_OK) {
            return fail_read(&xerr, err);
        }
    }
    if (!is_forgotten(found)) {
        dictum__buf_append_slice(value, found);
    }
    return dictum__buf_status(value) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}

/* The keys of one shard, one after the other. */
typedef struct cursor {
    xap_db *db;
    xap_terms *keys;
    dictum_slice key; /* NULL at the end */
} cursor;

static xap_status move_on(cursor *self, xap_error *xerr)
{
    xap_status found = xap_terms_next(self->keys, &self->key.data, &self->key.len, xerr);
    if (found == XAP_DONE) {
        self->key = (dictum_slice){NULL, 0};
        return XAP_OK;
    }
    return found;
}

/* The newest of the cursors that stand at the smallest key; NULL where all are at their end. They go from the oldest
 * shard to the newest. */
static cursor *smallest(cursor *cursors, size_t count)
{
    cursor *best = NULL;
    for (size_t i = count; i > 0; i--) {
        cursor *one = &cursors[i - 1];
        if (one->key.data != NULL && (best == NULL || dictum__slice_compare(one->key, best->key) < 0)) {
            best = one;
        }
    }
    return best;
}

/* Gives the value at `best`, and moves on all that stand at its key. `key` holds it meanwhile, as `best` moves, too. */
static dictum_status give(cursor *cursors, size_t count, const cursor *best, dictum_buf *key, dictum_metadata_fn fn,
                          void *context, dictum_error *err)
{
    xap_error xerr;
    dictum_slice value;
    dictum_status status = DICTUM_OK;
    dictum__buf_clear(key);
    dictum__buf_append_slice(key, best->key);
    if (dictum__buf_status(key) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    if (xap_db_metadata(best->db, key->data, key->len, &value.data, &value.len, &xerr) != XAP_OK) {
        return fail_read(&xerr, err);
    }
    if (!is_forgotten(value)) {
        status = fn(context, dictum__buf_slice(key), value, err);
    }
    for (size_t i = 0; i < count && status == DICTUM_OK; i++) {
        if (cursors[i].key.data != NULL && dictum__slice_equal(cursors[i].key, dictum__buf_slice(key)) &&
            move_on(&cursors[i], &xerr) != XAP_OK) {
            status = fail_read(&xerr, err);
        }
    }
    return status;
}

dictum_status dictum__shard_set_each(const dictum_shard_set *set, dictum_slice prefix, dictum_metadata_fn fn,
                                     void *context, dictum_error *err)
{
    cursor cursors[DICTUM__SHARDS_MAX];
    xap_error xerr;
    dictum_buf key;
    const cursor *best;
    dictum_status status = DICTUM_OK;
    size_t count = 0;
    dictum__buf_init(&key, SIZE_MAX / 2);
    while (count < set->list.count && status == DICTUM_OK) {
        cursor *one = &cursors[count];
        *one = (cursor){.db = set->dbs[count]};
        if (xap_db_metadata_keys(one->db, prefix.data, prefix.len, &one->keys, &xerr) != XAP_OK) {
            status = fail_read(&xerr, err);
            break;
        }
        count++;
        if (move_on(one, &xerr) != XAP_OK) {
            status = fail_read(&xerr, err);
        }
    }
    while (status == DICTUM_OK && (best = smallest(cursors, count)) != NULL) {
        status = give(cursors, count, best, &key, fn, context, err);
    }
    for (size_t i = 0; i < count; i++) {
        xap_terms_free(cursors[i].keys);
    }
    dictum__buf_dispose(&key);
    return status;
}
