/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shards of one state of the index, open for reading, as the indexer sees them: one beside the other, not as one
 * database. */
#ifndef DICTUM_INDEXER_SHARD_SET_H
#define DICTUM_INDEXER_SHARD_SET_H

#include "lib/shards.h"

typedef struct dictum_shard_set {
    dictum_shard_list list;
    xap_db *dbs[DICTUM__SHARDS_MAX]; /* of each name in the list */
} dictum_shard_set;

/* Opens the shards of the list in the index directory `dir`, and checks that this program can use them: the codes of
 * dictum__schema_check(), or of dictum__schema_check_stored() where `any_analysis` says that only what is stored is
 * wanted; DICTUM_STALE where one has been replaced this moment. `set` need not be initialised; it is empty where this
 * fails. */
DICTUM_CHECK_RESULT dictum_status dictum__shard_set_open(dictum_shard_set *set, const char *dir,
                                                         const dictum_shard_list *list, bool any_analysis,
                                                         dictum_error *err);
/* Opens one more, which is newer than all that are there. DICTUM_LIMIT where these are DICTUM__SHARDS_MAX. */
DICTUM_CHECK_RESULT dictum_status dictum__shard_set_add(dictum_shard_set *set, const char *dir, const char *name,
                                                        bool any_analysis, dictum_error *err);
void dictum__shard_set_dispose(dictum_shard_set *set);

/* Of one shard: how many statements count, and how many are retired. */
DICTUM_CHECK_RESULT dictum_status dictum__shard_count(xap_db *db, uint32_t *statements, uint32_t *retired,
                                                      dictum_error *err);

/* How many statements count: those that are not retired. */
DICTUM_CHECK_RESULT dictum_status dictum__shard_set_count(const dictum_shard_set *set, uint32_t *statements,
                                                          dictum_error *err);

/* The value of a metadata key in the newest shard that has it, in place of what `value` held; empty where none has, or
 * where it has been forgotten. */
DICTUM_CHECK_RESULT dictum_status dictum__shard_set_value(const dictum_shard_set *set, dictum_slice key,
                                                          dictum_buf *value, dictum_error *err);

/* Called for each key that begins with a prefix, in order of bytes, with the value that counts. */
typedef dictum_status (*dictum_metadata_fn)(void *context, dictum_slice key, dictum_slice value, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__shard_set_each(const dictum_shard_set *set, dictum_slice prefix,
                                                         dictum_metadata_fn fn, void *context, dictum_error *err);

#endif
