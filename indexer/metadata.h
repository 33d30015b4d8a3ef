/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading what the metadata of an index hold beside its statements, for the writer as for a report. */
#ifndef DICTUM_INDEXER_METADATA_H
#define DICTUM_INDEXER_METADATA_H

#include "indexer/ledger.h"
#include "indexer/remembered.h"
#include "indexer/shard_set.h"

/* Adds the ledger's entries of `path` and all below it; `kind` is DICTUM__META_FILE or DICTUM__META_PLACE. */
DICTUM_CHECK_RESULT dictum_status dictum__metadata_ledger(const dictum_shard_set *set, const char *kind,
                                                          dictum_slice path, dictum_ledger *ledger, dictum_error *err);

/* Called for each entry, which is good until it returns. */
typedef dictum_status (*dictum_entry_fn)(void *context, const dictum_ledger_entry *entry, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__metadata_entries(const dictum_shard_set *set, const char *kind,
                                                           dictum_slice path, dictum_entry_fn fn, void *context,
                                                           dictum_error *err);

/* Adds what is remembered for all PATHs. */
DICTUM_CHECK_RESULT dictum_status dictum__metadata_remembered(const dictum_shard_set *set,
                                                              dictum_remembered *remembered, dictum_error *err);

#endif
