/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is left at the end of a run: one large compact shard, the base, and behind it at most one small one, the delta,
 * so that searching costs what it costs over one. Invariant: whatever goes wrong in making the index smaller, what the
 * run has written is committed before, or the index is as it was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/writer_shards.h"
#include "lib/schema.h"

/* All is merged into one when what it would save is more than one part in so many of the base. */
#define WASTE_PART 7
/* A statement takes about so many times the bytes of its record. */
#define BYTES_A_RECORD_BYTE 3
/* What is merged in one go with what has not been committed: it takes no second. */
#define SMALL_BYTES ((uint64_t)32 << 20)

typedef struct shards {
    size_t base; /* number of the largest in the list */
    uint64_t base_bytes;
    uint64_t other_bytes; /* of all others, and of what is yet to be written */
    uint64_t open_bytes;
    uint64_t dead_bytes; /* of retired statements in the base, about */
    bool empty;          /* the base has no statements */
} shards;

/* How many statements the open group retires in a shard. */
static uint64_t retired_now(const dictum_writer *writer, const char *name)
{
    uint64_t count = 0;
    for (size_t i = 0; i < writer->open.retired_count; i++) {
        count += strcmp(dictum__group_shard_name(writer, writer->open.retired[i].shard), name) == 0;
    }
    return count;
}

static dictum_status weigh_dead(dictum_writer *writer, shards *all, dictum_error *err)
{
    dictum_shard_set set = {.list = {.count = 0}};
    uint32_t live = 0, retired = 0;
    const char *name = writer->list.names[all->base].text;
    dictum_status status = dictum__shard_set_add(&set, dictum__store_dir(writer->store), name, false, err);
    if (status == DICTUM_OK) {
        status = dictum__shard_count(set.dbs[0], &live, &retired, err);
    }
    dictum__shard_set_dispose(&set);
    uint64_t count = (uint64_t)live + retired, dead = retired + retired_now(writer, name);
    dead -= dead > 0; /* one stays in any case: dictum__shard_take_out() */
    all->dead_bytes = count > 0 ? all->base_bytes / count * dead : 0;
    all->empty = live == 0;
    return status;
}

static dictum_status weigh(dictum_writer *writer, shards *all, dictum_error *err)
{
    memset(all, 0, sizeof *all);
    for (size_t i = 0; i < writer->list.count; i++) {
        dictum_status status = dictum__store_path(writer->store, writer->list.names[i].text, &writer->path, err);
        if (status != DICTUM_OK) {
            return status;
        }
        uint64_t bytes = dictum__shard_bytes(writer->path.data);
        if (bytes > all->base_bytes) {
            all->other_bytes += all->base_bytes;
            all->base_bytes = bytes;
            all->base = i;
        } else {
            all->other_bytes += bytes;
        }
    }
    if (writer->builder != NULL) {
        all->open_bytes = dictum__builder_open_bytes(writer->builder) * BYTES_A_RECORD_BYTE;
    }
    return weigh_dead(writer, all, err);
}

static bool pays(const dictum_writer *writer, const shards *all)
{
    uint64_t waste = all->other_bytes + all->open_bytes + all->dead_bytes;
    bool has_more = writer->list.count > 1 || writer->open.file_count > 0;
    /* What stands before the base is older, and would have to stay there. */
    return all->base != 0 || (all->empty && has_more) ||
           (waste > all->base_bytes / WASTE_PART && (has_more || all->dead_bytes > 0));
}

/* ---- merging ----------------------------------------------------------------------------------------------- */

static int compare_docids(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* The documents that the open group retires in a shard: an array for the caller to free. */
static uint32_t *retired_in(const dictum_writer *writer, const char *name, size_t *count)
{
    const dictum_group *group = &writer->open;
    uint32_t *docids = calloc(group->retired_count + 1, sizeof *docids);
    *count = 0;
    for (size_t i = 0; docids != NULL && i < group->retired_count; i++) {
        if (strcmp(dictum__group_shard_name(writer, group->retired[i].shard), name) == 0) {
            docids[(*count)++] = group->retired[i].docid;
        }
    }
    if (*count > 1) {
        qsort(docids, *count, sizeof *docids, compare_docids);
    }
    return docids;
}

typedef struct merging {
    dictum_shard_name name;      /* of what comes out */
    dictum_shard_list remaining; /* the shards that are not merged */
    size_t count;
    dictum_merge_source sources[DICTUM__SHARDS_MAX]; /* newest first */
    char *paths[DICTUM__SHARDS_MAX];
    uint32_t *retired[DICTUM__SHARDS_MAX];
} merging;

static void free_merging(merging *self)
{
    for (size_t i = 0; self != NULL && i < self->count; i++) {
        free(self->paths[i]);
        free(self->retired[i]);
    }
    free(self);
}

static dictum_status add_source(const dictum_writer *writer, merging *self, const char *name, dictum_error *err)
{
    dictum_buf path;
    size_t at = self->count++, retired = 0;
    dictum__buf_init(&path, SIZE_MAX / 2);
    dictum_status status = dictum__store_path(writer->store, name, &path, err);
    if (status == DICTUM_OK) {
        self->paths[at] = dictum__buf_detach(&path);
        self->retired[at] = retired_in(writer, name, &retired);
    }
    dictum__buf_dispose(&path);
    if (status == DICTUM_OK && (self->paths[at] == NULL || self->retired[at] == NULL)) {
        return dictum__nomem(err);
    }
    self->sources[at] =
        (dictum_merge_source){.path = self->paths[at], .retired = self->retired[at], .retired_count = retired};
    return status;
}

/* All shards but `kept` are to be merged. */
static dictum_status plan_merging(const dictum_writer *writer, size_t kept, merging **out, dictum_error *err)
{
    merging *self = calloc(1, sizeof *self);
    *out = self;
    if (self == NULL) {
        return dictum__nomem(err);
    }
    dictum_status status = dictum__store_begin(&self->name, err);
    for (size_t i = writer->list.count; i > 0 && status == DICTUM_OK; i--) {
        if (i - 1 == kept) {
            self->remaining.names[self->remaining.count++] = writer->list.names[i - 1];
        } else {
            status = add_source(writer, self, writer->list.names[i - 1].text, err);
        }
    }
    return status;
}

/* Collects the metadata of a shard that only hide those of others. */
static dictum_status find_hiding(xap_wdb *wdb, dictum_changes *hiding, dictum_error *err)
{
    xap_error xerr;
    xap_terms *keys = NULL;
    dictum_slice key, value;
    xap_db *db = xap_wdb_db(wdb);
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_metadata_keys(db, "dictum-", strlen("dictum-"), &keys, &xerr);
    while (found == XAP_OK && status == DICTUM_OK &&
           (found = xap_terms_next(keys, &key.data, &key.len, &xerr)) == XAP_OK) {
        found = xap_db_metadata(db, key.data, key.len, &value.data, &value.len, &xerr);
        if (found == XAP_OK && dictum__slice_equal(value, DICTUM_SLICE(DICTUM__META_FORGOTTEN))) {
            status = dictum__changes_set(hiding, key, DICTUM_SLICE(""), err);
        }
    }
    xap_terms_free(keys);
    return status == DICTUM_OK && found != XAP_OK && found != XAP_DONE ? dictum__fail_xap(err, &xerr, "read the index")
                                                                       : status;
}

static dictum_status set_all(xap_wdb *wdb, dictum_changes *changes, dictum_error *err)
{
    xap_error xerr;
    size_t count = 0;
    dictum_status status = DICTUM_OK;
    dictum_builder_entry *entries = dictum__changes_sorted(changes, &count);
    if (entries == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < count && status == DICTUM_OK; i++) {
        const dictum_builder_entry *entry = &entries[i];
        if (xap_wdb_set_metadata(wdb, entry->key.data, entry->key.len, entry->value.data, entry->value.len, &xerr) !=
            XAP_OK) {
            status = dictum__fail_xap(err, &xerr, "write the index");
        }
    }
    free(entries);
    return status;
}

/* The last touch to a merged shard that nobody sees yet. Where it is the only one, there is nothing left to be hidden;
 * and it has an id of its own, not one that it has taken over. */
static dictum_status settle(dictum_writer *writer, const merging *self, bool has_id, dictum_error *err)
{
    xap_error xerr;
    xap_wdb *wdb = NULL;
    dictum_changes changes;
    char id[33];
    dictum__changes_init(&changes);
    dictum_status status = dictum__writer_open_shard(writer, self->name.text, &wdb, err);
    if (status == DICTUM_OK && self->remaining.count == 0) {
        status = find_hiding(wdb, &changes, err);
    }
    if (status == DICTUM_OK && !has_id) {
        status = dictum__random_hex(id, 32, err);
        if (status == DICTUM_OK) {
            status = dictum__changes_set(&changes, DICTUM_SLICE(DICTUM__META_GENERATION), dictum__slice(id), err);
        }
    }
    if (status == DICTUM_OK && changes.count > 0) {
        status = set_all(wdb, &changes, err);
        if (status == DICTUM_OK && xap_wdb_commit(wdb, &xerr) != XAP_OK) {
            status = dictum__fail_xap(err, &xerr, "write the index");
        }
    }
    xap_wdb_free(wdb);
    dictum__changes_dispose(&changes);
    return status;
}

/* The merged shard takes the place of its sources. */
static dictum_status replace(dictum_writer *writer, merging *self, bool has_id, dictum_error *err)
{
    dictum_status status = !has_id || self->remaining.count == 0 ? settle(writer, self, has_id, err) : DICTUM_OK;
    if (status == DICTUM_OK) {
        self->remaining.names[self->remaining.count++] = self->name;
        status = dictum__group_show(writer, &self->remaining, err);
    }
    return status;
}

/* What is open, together with all shards but `kept`. */
static dictum_status merge_with_open(dictum_writer *writer, size_t kept, dictum_error *err)
{
    merging *self = NULL;
    size_t whole = 0;
    dictum_status status = plan_merging(writer, kept, &self, err);
    if (status == DICTUM_OK) {
        status = dictum__group_hand_over(writer, self->name.text, &self->remaining, self->sources, self->count, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__group_turn_over(writer, &self->name, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__builder_poll(writer->builder, true, &whole, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__group_drop(writer, &writer->groups[writer->group_count - 1], err);
    }
    if (status == DICTUM_OK) {
        status = replace(writer, self, true, err);
    }
    if (status == DICTUM_OK) {
        writer->published++;
        status = dictum__group_mark(writer, &writer->groups[writer->group_count - 1], self->name.text, err);
    }
    free_merging(self);
    return status;
}

/* All that is published becomes one. */
static dictum_status merge_all(dictum_writer *writer, dictum_error *err)
{
    merging *self = NULL;
    const char *workspace = NULL;
    uint32_t statements = 0;
    dictum_status status = plan_merging(writer, SIZE_MAX, &self, err);
    if (status == DICTUM_OK) {
        status = dictum__store_workspace(writer->store, &workspace, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__store_path(writer->store, self->name.text, &writer->path, err);
    }
    if (status == DICTUM_OK) {
        dictum_merge merge = {.sources = self->sources,
                              .source_count = self->count,
                              .destination = writer->path.data,
                              .workspace = workspace,
                              .stop = writer->options.stop};
        status = dictum__merge(&merge, &statements, err);
    }
    if (status == DICTUM_OK && statements != writer->live) {
        status = dictum__fail(err, DICTUM_CORRUPT, "the merged index has %u statements instead of %u",
                              (unsigned)statements, (unsigned)writer->live);
    }
    if (status == DICTUM_OK) {
        status = replace(writer, self, false, err);
    }
    free_merging(self);
    return status;
}

/* What there is of the run becomes a shard, and is published. */
static dictum_status flush(dictum_writer *writer, dictum_error *err)
{
    bool wanted = dictum__writer_has_changes(writer) || writer->list.count == 0;
    dictum_status status = wanted ? dictum__group_close(writer, err) : DICTUM_OK;
    return status == DICTUM_OK ? dictum__group_publish(writer, true, err) : status;
}

dictum_status dictum__tidy(dictum_writer *writer, dictum_buf *note, dictum_error *err)
{
    shards all;
    dictum_error why;
    dictum_status status = dictum__group_publish(writer, true, err);
    if (status == DICTUM_OK && writer->list.count == 0) {
        status = flush(writer, err); /* an index of nothing is one, too */
    }
    if (status == DICTUM_OK) {
        status = weigh(writer, &all, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    bool whole = pays(writer, &all);
    if (!whole && dictum__in_place_is_possible(writer)) {
        return dictum__in_place_write(writer, err);
    }
    if (!whole || all.base_bytes + all.other_bytes + all.open_bytes < SMALL_BYTES) {
        return merge_with_open(writer, whole ? SIZE_MAX : all.base, err);
    }
    status = flush(writer, err);
    if (status != DICTUM_OK) {
        return status;
    }
    if (merge_all(writer, &why) != DICTUM_OK) {
        dictum__buf_appendf(note, "%sthe index is complete but larger than it need be: %s", note->len > 0 ? "; " : "",
                            why.text);
    }
    return DICTUM_OK;
}
