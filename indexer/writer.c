/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writer: opening, changing, committing. Invariant: what the list of shards names is at any moment one state of the
 * index, statements and ledger together. */
#include "indexer/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/glass/glass.h"
#include "indexer/writer_shards.h"
#include "lib/analyse.h"
#include "lib/array.h"
#include "lib/schema.h"
#include "lib/sha256.h"
#include "lib/xapian_c/xap_write.h"

/* A commit is due after as much text, or as many changes of metadata; and when so much has been written before that the
 * shards would become many, after a part of that. */
#define COMMIT_TEXT_BYTES ((size_t)64 << 20)
#define COMMIT_CHANGES 10000
#define COMMIT_PART 16
/* What is left of the most shards, so that the end of a run has room. */
#define SHARDS_SPARED 8

/* How much goes into one batch. Xapian's trees are quickest while a processor's cache holds them, but the posting lists
 * of small shards stay in small pieces when they are merged: this is between the two. */
#define BATCH_STATEMENTS 500
#define BATCH_BYTES ((size_t)2 << 20)
#define WAITING_BYTES ((size_t)16 << 20)
#define WRITTEN_BYTES ((size_t)32 << 20)

/* Written in bulk, a batch takes about 8 times its bytes of memory, and is the better the larger it is. All that are
 * written at one time share what is allowed. */
#define BULK_BATCH_BYTES_MIN ((size_t)6 << 20)
#define BULK_BATCH_BYTES_MAX ((size_t)12 << 20)
#define BULK_WAITING_BYTES ((size_t)80 << 20)
#define BULK_WRITTEN_BYTES ((size_t)48 << 20)

/* ---- opening ----------------------------------------------------------------------------------------------- */

/* An empty index as the first shard. */
static dictum_status create(dictum_writer *writer, dictum_error *err)
{
    dictum_shard_list *list = calloc(1, sizeof *list);
    dictum_shard_writer *shard = NULL;
    const dictum_write_stage *stage = &dictum__write_stage_xapian;
    if (list == NULL) {
        return dictum__nomem(err);
    }
    dictum_status status = dictum__store_begin(&list->names[0], err);
    list->count = 1;
    if (status == DICTUM_OK) {
        status = dictum__store_path(writer->store, list->names[0].text, &writer->path, err);
    }
    if (status == DICTUM_OK) {
        status = stage->begin(&shard, writer->path.data, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_label(writer, err);
    }
    size_t count = 0;
    dictum_builder_entry *entries = status == DICTUM_OK ? dictum__changes_sorted(&writer->changes, &count) : NULL;
    if (status == DICTUM_OK && entries == NULL) {
        status = dictum__nomem(err);
    }
    for (size_t i = 0; entries != NULL && i < count && status == DICTUM_OK; i++) {
        status = stage->set(shard, entries[i].key, entries[i].value, err);
    }
    if (status == DICTUM_OK) {
        status = stage->finish(shard, err);
    }
    stage->free(shard);
    if (status == DICTUM_OK) {
        status = dictum__store_publish(writer->store, list, err);
    }
    free(entries);
    free(list);
    dictum__changes_clear(&writer->changes);
    return status;
}

static dictum_status open_shards(dictum_writer *writer, dictum_error *err)
{
    uint32_t statements = 0;
    dictum_status status = DICTUM_OK;
    if (dictum__store_shards(writer->store)->count == 0) {
        status = create(writer, err);
    }
    if (status == DICTUM_OK) {
        writer->list = *dictum__store_shards(writer->store);
        status = dictum__shard_set_open(&writer->set, dictum__store_dir(writer->store), &writer->list,
                                        writer->options.rebuild, err);
    }
    if (status == DICTUM_OK && !writer->options.rebuild) {
        status = dictum__group_repair(writer, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__shard_set_count(&writer->set, &statements, err);
    }
    writer->live = statements;
    return status;
}

static dictum_status make_id_key(dictum_writer *writer, dictum_error *err)
{
    char hex[17];
    dictum_status status = dictum__random_hex(hex, 16, err);
    writer->id_key = status == DICTUM_OK ? strtoull(hex, NULL, 16) : 0;
    return status;
}

dictum_status dictum__writer_open(dictum_writer **out, const dictum_writer_options *options, dictum_error *err)
{
    *out = NULL;
    dictum_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return dictum__nomem(err);
    }
    writer->options = *options;
    writer->next = 1;
    writer->open.first = 1;
    dictum__changes_init(&writer->changes);
    dictum__buf_init(&writer->open.files, SIZE_MAX / 2);
    dictum__buf_init(&writer->term, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&writer->value, SIZE_MAX / 2);
    dictum__buf_init(&writer->path, SIZE_MAX / 2);
    dictum__buf_init(&writer->note, SIZE_MAX / 2);
    dictum_status status = dictum__store_open(&writer->store, options->dir, options->create, options->program, err);
    if (status == DICTUM_OK) {
        status = make_id_key(writer, err);
    }
    if (status == DICTUM_OK) {
        status = open_shards(writer, err);
    }
    if (status != DICTUM_OK) {
        dictum__writer_free(writer);
        return status;
    }
    *out = writer;
    return DICTUM_OK;
}

void dictum__writer_free(dictum_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    dictum__builder_free(writer->builder);
    dictum__shard_set_dispose(&writer->set);
    dictum__store_free(writer->store);
    for (size_t i = 0; i < writer->group_count; i++) {
        dictum__group_dispose(&writer->groups[i]);
    }
    free(writer->groups);
    dictum__group_dispose(&writer->open);
    dictum__changes_dispose(&writer->changes);
    dictum__number_map_dispose(&writer->fresh);
    dictum__number_map_dispose(&writer->gone);
    dictum__buf_dispose(&writer->term);
    dictum__buf_dispose(&writer->value);
    dictum__buf_dispose(&writer->path);
    dictum__buf_dispose(&writer->note);
    free(writer);
}

const char *dictum__writer_dir(const dictum_writer *writer)
{
    return dictum__store_dir(writer->store);
}

dictum_status dictum__writer_stat(const dictum_writer *writer, struct stat *st, dictum_error *err)
{
    return dictum__store_stat(writer->store, st, err);
}

const dictum_shard_set *dictum__writer_shards(const dictum_writer *writer)
{
    return &writer->set;
}

uint64_t dictum__writer_count(const dictum_writer *writer)
{
    return writer->live;
}

/* ---- statements -------------------------------------------------------------------------------------------- */

uint64_t dictum__writer_id_hash(const dictum_writer *writer, dictum_slice id_term)
{
    uint8_t digest[DICTUM__SHA256_BYTES];
    uint64_t hash;
    dictum_sha256 sha;
    dictum__sha256_init(&sha);
    dictum__sha256_add(&sha, (const char *)&writer->id_key, sizeof writer->id_key);
    dictum__sha256_add(&sha, id_term.data, id_term.len);
    dictum__sha256_end(&sha, digest);
    memcpy(&hash, digest, sizeof hash);
    return hash | 1;
}

/* Written in bulk, where that may be and can be. A commit is then due well before a batch is full, as one batch goes
 * straight to its place. */
static dictum_status choose_stage(dictum_writer *writer, dictum_builder_options *options, dictum_error *err)
{
    bool known = false;
    if (!writer->options.no_bulk) {
        dictum_status status = dictum__glass_is_known(options->workspace, &known, &writer->note, err);
        if (status != DICTUM_OK) {
            return status;
        }
        if (!known) {
            dictum__buf_append_str(&writer->note, ": the index is written through its interface, which takes longer");
        }
    }
    if (known) {
        size_t bytes = BULK_WRITTEN_BYTES / options->threads;
        bytes = bytes < BULK_BATCH_BYTES_MIN ? BULK_BATCH_BYTES_MIN : bytes;
        options->stage = &dictum__write_stage_glass;
        options->batch_statements = SIZE_MAX;
        options->batch_bytes = bytes < BULK_BATCH_BYTES_MAX ? bytes : BULK_BATCH_BYTES_MAX;
        options->waiting_bytes = BULK_WAITING_BYTES;
        options->written_bytes = BULK_WRITTEN_BYTES;
    }
    if (writer->options.commit_bytes == 0) {
        writer->options.commit_bytes = known ? options->batch_bytes / 3 * 2 : COMMIT_TEXT_BYTES;
    }
    return DICTUM_OK;
}

static dictum_status need_builder(dictum_writer *writer, dictum_error *err)
{
    const char *workspace = NULL;
    if (writer->builder != NULL) {
        return DICTUM_OK;
    }
    dictum_status status = dictum__store_workspace(writer->store, &workspace, err);
    if (status != DICTUM_OK) {
        return status;
    }
    dictum_builder_options options = {.stage = &dictum__write_stage_xapian,
                                      .workspace = workspace,
                                      .threads = writer->options.jobs > 0 ? writer->options.jobs : 1,
                                      .batch_statements = BATCH_STATEMENTS,
                                      .batch_bytes = BATCH_BYTES,
                                      .waiting_bytes = WAITING_BYTES,
                                      .written_bytes = WRITTEN_BYTES};
    status = choose_stage(writer, &options, err);
    return status == DICTUM_OK ? dictum__builder_new(&writer->builder, &options, err) : status;
}

dictum_builder *dictum__writer_builder(dictum_writer *writer, dictum_error *err)
{
    return need_builder(writer, err) == DICTUM_OK ? writer->builder : NULL;
}

/* Remembers where the next statement of the open group comes from. */
static bool note_file(dictum_group *group, dictum_slice file)
{
    void *at = group->file_at;
    if (!dictum__array_reserve(&at, &group->file_cap, group->file_count + 1, sizeof *group->file_at)) {
        return false;
    }
    group->file_at = at;
    size_t last = group->file_count > 0 ? group->file_at[group->file_count - 1] : 0;
    if (group->file_count > 0 && dictum__slice_equal(dictum__slice(group->files.data + last), file)) {
        group->file_at[group->file_count++] = last;
        return true;
    }
    group->file_at[group->file_count++] = group->files.len;
    dictum__buf_append_slice(&group->files, file);
    dictum__buf_append_char(&group->files, '\0');
    return dictum__buf_status(&group->files) == DICTUM_OK;
}

dictum_status dictum__writer_add(dictum_writer *writer, const dictum_draft *statement, dictum_statement_ref *ref,
                                 dictum_error *err)
{
    if (writer->next > UINT32_MAX) {
        return dictum__fail(err, DICTUM_LIMIT, "more statements than one run can write: run again to go on");
    }
    dictum__schema_term(&writer->term, DICTUM__PREFIX_ID, statement->record->id);
    if (dictum__buf_status(&writer->term) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    dictum_status status = need_builder(writer, err);
    if (status == DICTUM_OK) {
        status = dictum__builder_add(writer->builder, statement, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    dictum_slice from = statement->record->path.data != NULL ? statement->record->path : DICTUM_SLICE("standard input");
    uint64_t hash = dictum__writer_id_hash(writer, dictum__buf_slice(&writer->term));
    if (!dictum__number_map_set(&writer->fresh, hash, (uint32_t)writer->next) || !note_file(&writer->open, from)) {
        return dictum__nomem(err);
    }
    *ref = writer->next++;
    writer->live++;
    writer->written_bytes += statement->encoded.len;
    return DICTUM_OK;
}

dictum_status dictum__writer_remove(dictum_writer *writer, dictum_statement_ref ref, dictum_error *err)
{
    dictum_group *open = &writer->open;
    dictum_place_in_shard place;
    if (dictum__number_map_has(&writer->gone, ref)) {
        return DICTUM_OK;
    }
    if (!dictum__number_map_set(&writer->gone, ref, 0)) {
        return dictum__nomem(err);
    }
    writer->live -= writer->live > 0;
    if (dictum__writer_place(writer, ref, &place)) {
        void *items = open->retired;
        if (!dictum__array_reserve(&items, &open->retired_cap, open->retired_count + 1, sizeof *open->retired)) {
            return dictum__nomem(err);
        }
        open->retired = items;
        open->retired[open->retired_count++] = place;
        return DICTUM_OK;
    }
    void *items = open->dropped;
    if (!dictum__array_reserve(&items, &open->dropped_cap, open->dropped_count + 1, sizeof *open->dropped)) {
        return dictum__nomem(err);
    }
    open->dropped = items;
    open->dropped[open->dropped_count++] = (uint32_t)(ref - open->first + 1);
    return DICTUM_OK;
}

dictum_status dictum__writer_replace(dictum_writer *writer, dictum_statement_ref *ref, const dictum_draft *statement,
                                     dictum_error *err)
{
    dictum_status status = dictum__writer_remove(writer, *ref, err);
    return status == DICTUM_OK ? dictum__writer_add(writer, statement, ref, err) : status;
}

/* ---- metadata ---------------------------------------------------------------------------------------------- */

static dictum_status put(dictum_writer *writer, const char *kind, dictum_slice path, dictum_slice value,
                         dictum_error *err)
{
    dictum__ledger_key(&writer->term, kind, path);
    if (dictum__buf_status(&writer->term) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return dictum__changes_set(&writer->changes, dictum__buf_slice(&writer->term), value, err);
}

static dictum_status put_entry(dictum_writer *writer, const char *kind, const dictum_ledger_entry *entry,
                               dictum_error *err)
{
    dictum__ledger_encode(&writer->value, entry);
    if (dictum__buf_status(&writer->value) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return put(writer, kind, entry->path, dictum__buf_slice(&writer->value), err);
}

dictum_status dictum__writer_set_file(dictum_writer *writer, const dictum_ledger_entry *entry, dictum_error *err)
{
    return put_entry(writer, DICTUM__META_FILE, entry, err);
}

dictum_status dictum__writer_set_place(dictum_writer *writer, const dictum_ledger_entry *entry, dictum_error *err)
{
    return put_entry(writer, DICTUM__META_PLACE, entry, err);
}

dictum_status dictum__writer_forget_file(dictum_writer *writer, dictum_slice path, dictum_error *err)
{
    return put(writer, DICTUM__META_FILE, path, DICTUM_SLICE(DICTUM__META_FORGOTTEN), err);
}

dictum_status dictum__writer_forget_place(dictum_writer *writer, dictum_slice path, dictum_error *err)
{
    return put(writer, DICTUM__META_PLACE, path, DICTUM_SLICE(DICTUM__META_FORGOTTEN), err);
}

dictum_status dictum__writer_remember(dictum_writer *writer, const dictum_scope *scope, dictum_error *err)
{
    dictum_slice value = DICTUM_SLICE(DICTUM__META_FORGOTTEN);
    if (!dictum__scope_is_empty(scope)) {
        dictum__buf_clear(&writer->value);
        dictum__scope_encode(scope, &writer->value);
        if (dictum__buf_status(&writer->value) != DICTUM_OK) {
            return dictum__nomem(err);
        }
        value = dictum__buf_slice(&writer->value);
    }
    return put(writer, DICTUM__META_SETTINGS, dictum__slice(scope->path), value, err);
}

typedef struct removal {
    dictum_writer *writer;
    uint64_t count;
} removal;

static dictum_status remove_one(void *context, dictum_statement_ref ref, dictum_slice id_term, const uint8_t hash[32],
                                dictum_error *err)
{
    removal *self = context;
    (void)id_term;
    (void)hash;
    self->count++;
    return dictum__writer_remove(self->writer, ref, err);
}

dictum_status dictum__writer_remove_file(dictum_writer *writer, dictum_slice file, uint64_t *removed, dictum_error *err)
{
    removal self = {writer, 0};
    dictum_status status = dictum__writer_statements(writer, file, remove_one, &self, err);
    *removed += self.count;
    return status == DICTUM_OK ? dictum__writer_forget_file(writer, file, err) : status;
}

/* ---- committing -------------------------------------------------------------------------------------------- */

dictum_status dictum__writer_set_time(dictum_writer *writer, const char *key, dictum_error *err)
{
    struct tm utc;
    char text[64] = "";
    time_t now = time(NULL);
    if (gmtime_r(&now, &utc) == NULL || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0) {
        text[0] = '\0';
    }
    return dictum__changes_set(&writer->changes, dictum__slice(key), dictum__slice(text), err);
}

dictum_status dictum__writer_label(dictum_writer *writer, dictum_error *err)
{
    char format[16], id[33];
    (void)snprintf(format, sizeof format, "%d", DICTUM__FORMAT);
    dictum_changes *changes = &writer->changes;
    dictum_status status = dictum__random_hex(id, 32, err);
    if (status == DICTUM_OK) {
        status = dictum__changes_set(changes, DICTUM_SLICE(DICTUM__META_GENERATION), dictum__slice(id), err);
    }
    if (status == DICTUM_OK) {
        status = dictum__changes_set(changes, DICTUM_SLICE(DICTUM__META_FORMAT), dictum__slice(format), err);
    }
    if (status == DICTUM_OK) {
        status = dictum__changes_set(changes, DICTUM_SLICE(DICTUM__META_ANALYSIS),
                                     dictum__slice(dictum__analysis_signature()), err);
    }
    return status == DICTUM_OK ? dictum__writer_set_time(writer, DICTUM__META_UPDATED, err) : status;
}

bool dictum__writer_has_changes(const dictum_writer *writer)
{
    return writer->open.file_count > 0 || writer->open.retired_count > 0 || writer->changes.count > 0;
}

dictum_status dictum__writer_commit(dictum_writer *writer, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    if (dictum__writer_has_changes(writer)) {
        status = dictum__group_close(writer, err);
    }
    return status == DICTUM_OK ? dictum__group_publish(writer, false, err) : status;
}

bool dictum__writer_is_due(const dictum_writer *writer)
{
    size_t open_bytes = writer->builder != NULL ? dictum__builder_open_bytes(writer->builder) : 0;
    uint64_t text = writer->written_bytes / COMMIT_PART, changes = writer->changes_before / COMMIT_PART;
    if (writer->list.count + writer->built - writer->published + SHARDS_SPARED >= DICTUM__SHARDS_MAX) {
        return false;
    }
    text = text > writer->options.commit_bytes ? text : writer->options.commit_bytes;
    changes = changes > COMMIT_CHANGES ? changes : COMMIT_CHANGES;
    return (open_bytes > 0 && open_bytes >= text) || writer->changes.count + writer->open.retired_count >= changes;
}

dictum_status dictum__writer_break_off(dictum_writer *writer, dictum_error *err)
{
    if (writer->hidden) {
        return DICTUM_OK;
    }
    dictum_status status = dictum__writer_set_time(writer, DICTUM__META_BROKEN_OFF, err);
    if (status == DICTUM_OK) {
        status = dictum__group_publish(writer, true, err);
    }
    if (status == DICTUM_OK && dictum__in_place_is_possible(writer)) {
        return dictum__in_place_write(writer, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__group_close(writer, err);
    }
    return status == DICTUM_OK ? dictum__group_publish(writer, true, err) : status;
}

dictum_status dictum__writer_finish(dictum_writer *writer, dictum_buf *note, dictum_error *err)
{
    const dictum_slice key = DICTUM_SLICE(DICTUM__META_BROKEN_OFF);
    dictum__buf_clear(note);
    dictum__buf_append_slice(note, dictum__buf_slice(&writer->note));
    dictum_status status = dictum__shard_set_value(&writer->set, key, &writer->value, err);
    if (status == DICTUM_OK && writer->value.len > 0) {
        status = dictum__changes_set(&writer->changes, key, DICTUM_SLICE(DICTUM__META_FORGOTTEN), err);
    }
    if (status == DICTUM_OK) {
        status = dictum__tidy(writer, note, err);
    }
    if (status == DICTUM_OK && writer->hidden) {
        status = dictum__store_publish(writer->store, &writer->list, err);
    }
    return status;
}
