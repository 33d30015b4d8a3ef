/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Metadata by their keys. Invariant: what is found under hashed keys is the same as under plain ones. */
#include "indexer/metadata.h"

#include <string.h>

#include "lib/schema.h"

typedef dictum_status (*value_fn)(void *context, dictum_slice value, dictum_error *err);

static dictum_status fail_read(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "read the index's list of files");
}

/* Calls `fn` with the value of each key that begins with `prefix`. */
static dictum_status each_value(xap_db *db, dictum_slice prefix, value_fn fn, void *context, dictum_error *err)
{
    xap_error xerr;
    xap_terms *keys = NULL;
    dictum_slice key, value;
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_metadata_keys(db, prefix.data, prefix.len, &keys, &xerr);
    while (found == XAP_OK && status == DICTUM_OK &&
           (found = xap_terms_next(keys, &key.data, &key.len, &xerr)) == XAP_OK) {
        found = xap_db_metadata(db, key.data, key.len, &value.data, &value.len, &xerr);
        if (found == XAP_OK) {
            status = fn(context, value, err);
        }
    }
    xap_terms_free(keys);
    return status == DICTUM_OK && found != XAP_OK && found != XAP_DONE ? fail_read(&xerr, err) : status;
}

/* ---- the ledger -------------------------------------------------------------------------------------------- */

typedef struct entries {
    dictum_slice path;
    dictum_entry_fn fn;
    void *context;
} entries;

static dictum_status take_entry(void *context, dictum_slice value, dictum_error *err)
{
    const entries *self = context;
    dictum_ledger_entry entry;
    dictum_status status = dictum__ledger_decode(value, &entry, err);
    if (status != DICTUM_OK || !dictum__path_is_under(entry.path, self->path)) {
        return status;
    }
    return self->fn(self->context, &entry, err);
}

dictum_status dictum__metadata_entries(xap_db *db, const char *kind, dictum_slice path, dictum_entry_fn fn,
                                       void *context, dictum_error *err)
{
    entries self = {.path = path, .fn = fn, .context = context};
    dictum_buf prefix;
    dictum__buf_init(&prefix, 4096);
    dictum__ledger_prefix(&prefix, kind, path);
    dictum_status status = dictum__buf_status(&prefix) == DICTUM_OK
                               ? each_value(db, dictum__buf_slice(&prefix), take_entry, &self, err)
                               : dictum__nomem(err);
    dictum__ledger_prefix_hashed(&prefix, kind);
    if (status == DICTUM_OK) {
        status = dictum__buf_status(&prefix) == DICTUM_OK
                     ? each_value(db, dictum__buf_slice(&prefix), take_entry, &self, err)
                     : dictum__nomem(err);
    }
    dictum__buf_dispose(&prefix);
    return status;
}

static dictum_status add_entry(void *context, const dictum_ledger_entry *entry, dictum_error *err)
{
    return dictum__ledger_add(context, entry, err);
}

dictum_status dictum__metadata_ledger(xap_db *db, const char *kind, dictum_slice path, dictum_ledger *ledger,
                                      dictum_error *err)
{
    return dictum__metadata_entries(db, kind, path, add_entry, ledger, err);
}

/* ---- the rest ---------------------------------------------------------------------------------------------- */

static dictum_status add_scope(void *context, dictum_slice value, dictum_error *err)
{
    dictum_scope scope;
    dictum_status status = dictum__scope_decode(value, &scope, err);
    return status == DICTUM_OK ? dictum__remembered_add(context, &scope, err) : status;
}

dictum_status dictum__metadata_remembered(xap_db *db, dictum_remembered *remembered, dictum_error *err)
{
    return each_value(db, DICTUM_SLICE(DICTUM__META_SETTINGS), add_scope, remembered, err);
}

dictum_status dictum__metadata_value(xap_db *db, const char *key, dictum_buf *value, dictum_error *err)
{
    xap_error xerr;
    dictum_slice found;
    dictum__buf_clear(value);
    if (xap_db_metadata(db, key, strlen(key), &found.data, &found.len, &xerr) != XAP_OK) {
        return dictum__fail_xap(err, &xerr, "read the index");
    }
    dictum__buf_append_slice(value, found);
    return dictum__buf_status(value) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}
