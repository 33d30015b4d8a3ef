/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run from beginning to end. Order: everything that may refuse the run comes before the first change; then what
 * is to be forgotten, renamed and removed; then what is to be read, so that an id is free before another file
 * claims it. Invariant: at each commit the ledger tells the truth of the statements committed with it. */
#include "indexer/update.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/metadata.h"
#include "indexer/move.h"
#include "indexer/places.h"
#include "indexer/report.h"
#include "indexer/store.h"
#include "indexer/update_run.h"
#include "lib/schema.h"

static bool is_stopped(const dictum_run *self)
{
    return self->options->stop != NULL && *self->options->stop != 0;
}

/* ---- before the first change ------------------------------------------------------------------------------- */

/* The files that are to be forgotten, into self->removed. */
static dictum_status find_removals(dictum_run *self, dictum_walk_source *sources, dictum_error *err)
{
    for (size_t i = 0; i < self->options->removal_count; i++) {
        if (sources[i].kind == DICTUM__SOURCE_STDIN) {
            continue;
        }
        size_t before = self->removed.count;
        dictum_status status = dictum__metadata_ledger(self->shards, DICTUM__META_FILE, dictum__slice(sources[i].path),
                                                       &self->removed, err);
        if (status != DICTUM_OK) {
            return status;
        }
        if (self->removed.count == before &&
            !dictum__remembered_has(&self->plan.remembered, dictum__slice(sources[i].path)) &&
            self->options->hooks.note != NULL) {
            char note[512];
            (void)snprintf(note, sizeof note, "the index knows nothing from %s", sources[i].path);
            self->options->hooks.note(self->options->hooks.context, note);
        }
    }
    dictum__ledger_sort(&self->removed);
    return DICTUM_OK;
}

/* ---- changes without reading ------------------------------------------------------------------------------- */

static dictum_status commit_if_due(dictum_run *self, dictum_error *err)
{
    if (is_stopped(self)) {
        return dictum__fail(err, DICTUM_CANCELLED, "interrupted");
    }
    return dictum__writer_is_due(self->writer) ? dictum__writer_commit(self->writer, err) : DICTUM_OK;
}

static dictum_status forget_removals(dictum_run *self, const dictum_walk_source *sources, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < self->removed.count && status == DICTUM_OK; i++) {
        status =
            dictum__writer_remove_file(self->writer, self->removed.items[i].entry.path, &self->counts->removed, err);
        if (status == DICTUM_OK) {
            status = commit_if_due(self, err);
        }
    }
    for (size_t i = 0; i < self->options->removal_count && status == DICTUM_OK; i++) {
        if (sources[i].kind == DICTUM__SOURCE_STDIN) {
            status = dictum__writer_remove_file(self->writer, DICTUM_SLICE("-"), &self->counts->removed, err);
        } else {
            status = dictum__places_forget(self->writer, &self->plan, dictum__slice(sources[i].path), err);
        }
    }
    return status;
}

static dictum_status remember(dictum_run *self, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < self->plan.remembered.count && status == DICTUM_OK; i++) {
        if (self->plan.remembered.items[i].changed) {
            status = dictum__writer_remember(self->writer, &self->plan.remembered.items[i].scope, err);
        }
    }
    return status;
}

/* A renamed file that cannot be moved is read, and what it was before is gone. */
static dictum_status move_files(dictum_run *self, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < self->plan.item_count && status == DICTUM_OK; i++) {
        dictum_work_item *item = &self->plan.items[i];
        uint64_t moved = 0;
        if (item->action != DICTUM__ACTION_MOVE) {
            continue;
        }
        const dictum_ledger_entry *from = self->plan.gone[item->moved_from];
        if (from != NULL) {
            status = dictum__move_file(self->writer, from, item->found->path, &moved, err);
        }
        if (moved == 0) {
            item->action = DICTUM__ACTION_READ;
        } else {
            self->plan.gone[item->moved_from] = NULL;
            self->counts->moved += moved;
        }
        if (status == DICTUM_OK) {
            status = commit_if_due(self, err);
        }
    }
    return status;
}

static dictum_status remove_gone(dictum_run *self, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < self->plan.gone_count && status == DICTUM_OK; i++) {
        if (self->plan.gone[i] != NULL) {
            status = dictum__writer_remove_file(self->writer, self->plan.gone[i]->path, &self->counts->removed, err);
        }
        if (status == DICTUM_OK) {
            status = commit_if_due(self, err);
        }
    }
    return status;
}

/* A source that is named and not looked at is worth a word. */
static void tell_ignored(const dictum_run *self)
{
    const dictum_update_hooks *hooks = &self->options->hooks;
    for (size_t i = 0; i < self->plan.source_count && hooks->note != NULL; i++) {
        if (self->plan.sources[i].is_ignored) {
            char note[512];
            (void)snprintf(note, sizeof note, "%s is ignored, as is said for a folder above it",
                           self->plan.sources[i].given);
            hooks->note(hooks->context, note);
        }
    }
}

/* What has not changed is counted; what was wrong with it still is. */
static void report_kept(dictum_run *self)
{
    const dictum_update_hooks *hooks = &self->options->hooks;
    for (size_t i = 0; i < self->plan.item_count; i++) {
        const dictum_work_item *item = &self->plan.items[i];
        if (item->action != DICTUM__ACTION_KEEP) {
            continue;
        }
        self->counts->unchanged += item->known->statements;
        dictum__report_entry(hooks, item->found->path, item->known, self->counts);
    }
    for (size_t i = 0; i < self->plan.unseen_count; i++) {
        self->counts->unchanged += self->plan.unseen[i]->statements;
        dictum__report_entry(hooks, self->plan.unseen[i]->path.data, self->plan.unseen[i], self->counts);
    }
}

/* ---- the end ----------------------------------------------------------------------------------------------- */

/* Stopped: what is done stays. */
static dictum_status save_interrupted(dictum_run *self, dictum_error *err)
{
    uint64_t statements = dictum__writer_count(self->writer);
    dictum_status status = DICTUM_OK;
    if (self->current != NULL) {
        status = dictum__intake_suspend(self->current, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_break_off(self->writer, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    if (self->options->rebuild) {
        return dictum__fail(err, DICTUM_CANCELLED, "interrupted: the index is as it was before");
    }
    return dictum__fail(err, DICTUM_CANCELLED, "interrupted: %" PRIu64 " statements are committed; run again to go on",
                        statements);
}

static dictum_status finish(dictum_run *self, dictum_error *err)
{
    dictum_buf note;
    dictum__buf_init(&note, 4096);
    self->counts->statements = dictum__writer_count(self->writer);
    dictum_status status = dictum__writer_finish(self->writer, &note, err);
    if (status == DICTUM_OK && note.len > 0 && self->options->hooks.note != NULL) {
        self->options->hooks.note(self->options->hooks.context, note.data);
    }
    dictum__buf_dispose(&note);
    return status;
}

static dictum_status change(dictum_run *self, const dictum_walk_source *removals, dictum_error *err)
{
    dictum_status status = remember(self, err);
    if (status == DICTUM_OK) {
        status = forget_removals(self, removals, err);
    }
    tell_ignored(self);
    if (status == DICTUM_OK) {
        status = dictum__places_update(self->writer, &self->plan, &self->options->hooks, self->counts, err);
    }
    if (status == DICTUM_OK) {
        status = move_files(self, err);
    }
    if (status == DICTUM_OK) {
        status = remove_gone(self, err);
    }
    if (status == DICTUM_OK) {
        report_kept(self);
        status = dictum__run_read(self, err);
    }
    if (status == DICTUM_CANCELLED) {
        status = save_interrupted(self, err);
    }
    return status == DICTUM_OK ? finish(self, err) : status;
}

static dictum_status resolve_removals(const dictum_update_options *options, dictum_walk_source *sources,
                                      dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < options->removal_count && status == DICTUM_OK; i++) {
        status = dictum__walk_resolve(&sources[i], options->removals[i], err);
    }
    return status;
}

static void dispose(dictum_run *self)
{
    dictum__readers_free(self->readers);
    dictum__intake_free(self->current);
    for (size_t i = 0; i < self->again_count; i++) {
        dictum__intake_free(self->agains[i].intake);
    }
    free(self->agains);
    dictum__writer_free(self->writer);
    dictum__shard_set_dispose(&self->viewed);
    free(self->index_path);
    dictum__workplan_dispose(&self->plan);
    dictum__ledger_dispose(&self->removed);
    dictum__buf_dispose(&self->settings);
}

/* Opens the index for a run that changes it. */
static dictum_status open_writer(dictum_run *self, dictum_error *err)
{
    const dictum_update_options *options = self->options;
    dictum_writer_options wanted = {.dir = options->index,
                                    .create = options->path_count > 0,
                                    .rebuild = options->rebuild,
                                    .program = options->program_name,
                                    .jobs = options->jobs,
                                    .no_bulk = options->no_bulk,
                                    .commit_bytes = options->commit_bytes,
                                    .stop = options->stop};
    dictum_status status = dictum__writer_open(&self->writer, &wanted, err);
    if (status == DICTUM_OK && options->rebuild) {
        status = dictum__writer_rebuild(self->writer, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_stat(self->writer, &self->index_stat, err);
    }
    if (status == DICTUM_OK) {
        self->shards = dictum__writer_shards(self->writer);
        self->index_path = strdup(dictum__writer_dir(self->writer));
        status = self->index_path != NULL ? DICTUM_OK : dictum__nomem(err);
    }
    return status;
}

/* Opens it for one that only tells what it would do. Where there is no index, everything is new. */
static dictum_status open_view(dictum_run *self, dictum_error *err)
{
    const dictum_update_options *options = self->options;
    dictum_store *store = NULL;
    self->shards = &self->viewed;
    dictum_status status = dictum__store_view(&store, options->index, err);
    if (status == DICTUM_NOT_FOUND && options->path_count > 0) {
        self->index_path = strdup(options->index);
        return self->index_path != NULL ? DICTUM_OK : dictum__nomem(err);
    }
    if (status == DICTUM_OK) {
        status = dictum__store_stat(store, &self->index_stat, err);
    }
    if (status == DICTUM_OK) {
        self->index_path = strdup(dictum__store_dir(store));
        status = self->index_path != NULL ? DICTUM_OK : dictum__nomem(err);
    }
    if (status == DICTUM_OK) {
        status = dictum__shard_set_open(&self->viewed, dictum__store_dir(store), dictum__store_shards(store),
                                        options->rebuild, err);
    }
    dictum__store_free(store);
    return status;
}

/* What would be forgotten, renamed and read. */
static void tell_plan(const dictum_run *self)
{
    const dictum_update_hooks *hooks = &self->options->hooks;
    const dictum_workplan *plan = &self->plan;
    if (hooks->plan == NULL) {
        return;
    }
    for (size_t i = 0; i < self->removed.count; i++) {
        hooks->plan(hooks->context, "forget", self->removed.items[i].entry.path.data, NULL);
    }
    for (size_t i = 0; i < plan->item_count; i++) {
        const dictum_work_item *item = &plan->items[i];
        if (item->action == DICTUM__ACTION_MOVE && plan->gone[item->moved_from] != NULL) {
            hooks->plan(hooks->context, "move", item->found->path, plan->gone[item->moved_from]->path.data);
            plan->gone[item->moved_from] = NULL;
        } else if (item->action != DICTUM__ACTION_KEEP) {
            hooks->plan(hooks->context, "read", item->found->path, NULL);
        }
    }
    for (size_t i = 0; i < plan->gone_count; i++) {
        if (plan->gone[i] != NULL) {
            hooks->plan(hooks->context, "forget", plan->gone[i]->path.data, NULL);
        }
    }
    if (plan->reads_stdin) {
        hooks->plan(hooks->context, "read", "-", NULL);
    }
}

/* The counts of a run that only tells: statements of files that stay or would go, files that would be read. */
static dictum_status count_plan(dictum_run *self, dictum_error *err)
{
    const dictum_workplan *plan = &self->plan;
    dictum_update_counts *counts = self->counts;
    uint32_t statements = 0;
    for (size_t i = 0; i < plan->item_count; i++) {
        const dictum_work_item *item = &plan->items[i];
        if (item->action == DICTUM__ACTION_KEEP) {
            counts->unchanged += item->known->statements;
        } else if (item->action == DICTUM__ACTION_READ) {
            counts->bytes += item->found->signature.size_bytes;
            counts->to_read++;
        } else {
            counts->moved += plan->gone[item->moved_from] != NULL ? plan->gone[item->moved_from]->statements : 0;
        }
    }
    for (size_t i = 0; i < self->removed.count; i++) {
        counts->removed += self->removed.items[i].entry.statements;
    }
    for (size_t i = 0; i < plan->gone_count; i++) {
        counts->removed += plan->gone[i] != NULL ? plan->gone[i]->statements : 0;
    }
    counts->removed -= counts->moved;
    counts->to_read += plan->reads_stdin;
    dictum_status status = dictum__shard_set_count(self->shards, &statements, err);
    counts->statements = statements;
    return status;
}

/* Everything up to the first change, and then the changes. `removals` has room for the options' removals. */
static dictum_status prepare_and_change(dictum_run *self, dictum_walk_source *removals, dictum_error *err)
{
    const dictum_update_options *options = self->options;
    dictum_status status =
        dictum__workplan_sources(&self->plan, options->paths, options->path_count, options->allow_empty, err);
    if (status == DICTUM_OK) {
        status = resolve_removals(options, removals, err);
    }
    if (status == DICTUM_OK) {
        status = options->dry_run ? open_view(self, err) : open_writer(self, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__metadata_remembered(self->shards, &self->plan.remembered, err);
    }
    if (status == DICTUM_OK) {
        status = find_removals(self, removals, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__workplan_wish(&self->plan, options->wish, removals, options->removal_count, err);
    }
    if (status == DICTUM_OK) {
        dictum_workplan_rules rules = {.removed = &self->removed,
                                       .allow_empty = options->allow_empty,
                                       .retry = options->retry,
                                       .reread = options->reread,
                                       .index = &self->index_stat,
                                       .index_path = self->index_path,
                                       .stop = options->stop};
        status = dictum__workplan_make(&self->plan, self->shards, &rules, err);
    }
    self->counts->files = self->plan.item_count;
    if (status == DICTUM_CANCELLED && self->writer != NULL) {
        return save_interrupted(self, err);
    }
    if (status == DICTUM_OK && options->dry_run) {
        status = count_plan(self, err);
        if (status == DICTUM_OK) {
            tell_plan(self);
        }
        return status;
    }
    return status == DICTUM_OK ? change(self, removals, err) : status;
}

dictum_status dictum__update(const dictum_update_options *options, dictum_update_counts *counts, dictum_error *err)
{
    dictum_run self = {.options = options, .counts = counts};
    memset(counts, 0, sizeof *counts);
    dictum_walk_source *removals = calloc(options->removal_count + 1, sizeof *removals);
    if (removals == NULL) {
        return dictum__nomem(err);
    }
    dictum__workplan_init(&self.plan);
    dictum__ledger_init(&self.removed);
    dictum__buf_init(&self.settings, DICTUM__FIELD_BYTES_MAX);
    dictum_status status = prepare_and_change(&self, removals, err);
    for (size_t i = 0; i < options->removal_count; i++) {
        dictum__walk_source_dispose(&removals[i]);
    }
    free(removals);
    dispose(&self);
    return status;
}
