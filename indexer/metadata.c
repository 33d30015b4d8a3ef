/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Metadata by their keys. Invariant: what is found under hashed keys is the same as under plain ones. */
#include "indexer/metadata.h"

#include <string.h>

#include "lib/schema.h"

/* ---- the ledger -------------------------------------------------------------------------------------------- */

typedef struct entries {
    dictum_slice path;
    dictum_entry_fn fn;
    void *context;
} entries;

static dictum_status take_entry(void *context, dictum_slice key, dictum_slice value, dictum_error *err)
{
    const entries *self = context;
    dictum_ledger_entry entry;
    (void)key;
    dictum_status status = dictum__ledger_decode(value, &entry, err);
    if (status != DICTUM_OK || !dictum__path_is_under(entry.path, self->path)) {
        return status;
    }
    return self->fn(self->context, &entry, err);
}

dictum_status dictum__metadata_entries(const dictum_shard_set *set, const char *kind, dictum_slice path,
                                       dictum_entry_fn fn, void *context, dictum_error *err)
{
    entries self = {.path = path, .fn = fn, .context = context};
    dictum_buf prefix;
    dictum__buf_init(&prefix, 4096);
    dictum__ledger_prefix(&prefix, kind, path);
    dictum_status status = dictum__buf_status(&prefix) == DICTUM_OK
                               ? dictum__shard_set_each(set, dictum__buf_slice(&prefix), take_entry, &self, err)
                               : dictum__nomem(err);
    dictum__ledger_prefix_hashed(&prefix, kind);
    if (status == DICTUM_OK) {
        status = dictum__buf_status(&prefix) == DICTUM_OK
                     ? dictum__shard_set_each(set, dictum__buf_slice(&prefix), take_entry, &self, err)
                     : dictum__nomem(err);
    }
    dictum__buf_dispose(&prefix);
    return status;
}

static dictum_status add_entry(void *context, const dictum_ledger_entry *entry, dictum_error *err)
{
    return dictum__ledger_add(context, entry, err);
}

dictum_status dictum__metadata_ledger(const dictum_shard_set *set, const char *kind, dictum_slice path,
                                      dictum_ledger *ledger, dictum_error *err)
{
    return dictum__metadata_entries(set, kind, path, add_entry, ledger, err);
}

/* ---- the rest ---------------------------------------------------------------------------------------------- */

static dictum_status add_scope(void *context, dictum_slice key, dictum_slice value, dictum_error *err)
{
    dictum_scope scope;
    (void)key;
    dictum_status status = dictum__scope_decode(value, &scope, err);
    return status == DICTUM_OK ? dictum__remembered_add(context, &scope, err) : status;
}

dictum_status dictum__metadata_remembered(const dictum_shard_set *set, dictum_remembered *remembered, dictum_error *err)
{
    return dictum__shard_set_each(set, DICTUM_SLICE(DICTUM__META_SETTINGS), add_scope, remembered, err);
}
