/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run from beginning to end. Order: everything that may refuse the run comes before the first change; then what
 * is to be forgotten, renamed and removed; then what is to be read, so that an id is free before another file
 * claims it. Invariant: at each commit the ledger tells the truth of the statements committed with it. */
#include "indexer/update.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/intake.h"
#include "indexer/move.h"
#include "indexer/places.h"
#include "indexer/readers.h"
#include "indexer/report.h"
#include "indexer/workplan.h"

#define HELD_BYTES ((size_t)64 << 20)

/* A file to be read once more, as another held an id of its. */
typedef struct again {
    dictum_intake *intake;
    size_t item;
} again;

typedef struct run {
    const dictum_update_options *options;
    dictum_update_counts *counts;
    dictum_writer *writer;
    dictum_readers *readers;
    dictum_workplan plan;
    dictum_ledger removed; /* what --remove names */
    dictum_update_progress progress;
    dictum_intake *current; /* the file whose statements are coming in */
    again *agains;
    size_t again_count;
    size_t next;         /* what is to be handed to the readers next */
    dictum_buf settings; /* of the file that is handed over, encoded */
    bool second_pass;
} run;

static bool is_stopped(const run *self)
{
    return self->options->stop != NULL && *self->options->stop != 0;
}

/* ---- before the first change ------------------------------------------------------------------------------- */

/* The files that are to be forgotten, into self->removed. */
static dictum_status find_removals(run *self, dictum_walk_source *sources, dictum_error *err)
{
    for (size_t i = 0; i < self->options->removal_count; i++) {
        if (sources[i].kind == DICTUM__SOURCE_STDIN) {
            continue;
        }
        size_t before = self->removed.count;
        dictum_status status = dictum__writer_files(self->writer, dictum__slice(sources[i].path), &self->removed, err);
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

static dictum_status commit_if_due(run *self, dictum_error *err)
{
    if (is_stopped(self)) {
        return dictum__fail(err, DICTUM_CANCELLED, "interrupted");
    }
    return dictum__writer_is_due(self->writer) ? dictum__writer_commit(self->writer, err) : DICTUM_OK;
}

static dictum_status forget_removals(run *self, const dictum_walk_source *sources, dictum_error *err)
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
            status = dictum__places_forget(self->writer, dictum__slice(sources[i].path), err);
        }
    }
    return status;
}

static dictum_status remember(run *self, dictum_error *err)
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
static dictum_status move_files(run *self, dictum_error *err)
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

static dictum_status remove_gone(run *self, dictum_error *err)
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
static void tell_ignored(const run *self)
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
static void report_kept(run *self)
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

/* ---- reading ----------------------------------------------------------------------------------------------- */

static void tell_progress(const run *self)
{
    if (self->options->hooks.progress != NULL) {
        self->options->hooks.progress(self->options->hooks.context, &self->progress);
    }
}

/* The settings of a file, or of the records on standard input where `found` is NULL, into self->settings. */
static dictum_status find_settings(run *self, const dictum_found *found, dictum_error *err)
{
    if (found != NULL) {
        return dictum__workplan_settings(&self->plan, found, &self->settings, err);
    }
    return dictum__wish_settings(self->options->wish, &self->settings, err);
}

/* Hands the readers files as long as they want some. Standard input comes last; its ticket is item_count. */
static dictum_status feed(run *self, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    while (status == DICTUM_OK && dictum__readers_want_more(self->readers)) {
        size_t number = self->next;
        const char *path = NULL;
        const dictum_found *found = NULL;
        if (self->second_pass) {
            if (number < self->again_count) {
                found = self->plan.items[self->agains[number].item].found;
                path = found->path;
            }
        } else {
            while (number < self->plan.item_count && self->plan.items[number].action != DICTUM__ACTION_READ) {
                number++;
            }
            if (number < self->plan.item_count) {
                found = self->plan.items[number].found;
                path = found->path;
            } else if (number == self->plan.item_count && self->plan.reads_stdin) {
                path = "-";
            }
        }
        if (path == NULL) {
            return DICTUM_OK;
        }
        status = find_settings(self, found, err);
        if (status == DICTUM_OK) {
            status = dictum__readers_submit(self->readers, path, dictum__buf_slice(&self->settings),
                                            found != NULL && found->named, number, err);
        }
        self->next = number + 1;
    }
    return status;
}

/* The intake for the file with a ticket, as its first reading arrives. */
static dictum_status begin_file(run *self, uint64_t ticket, dictum_error *err)
{
    if (self->second_pass) {
        self->current = self->agains[ticket].intake;
        self->agains[ticket].intake = NULL;
        dictum__intake_again(self->current);
        return DICTUM_OK;
    }
    if (ticket == self->plan.item_count) {
        return dictum__intake_new(&self->current, self->writer, "-", false, 0, err);
    }
    const dictum_work_item *item = &self->plan.items[ticket];
    return dictum__intake_new(&self->current, self->writer, item->found->path, item->known != NULL, item->settings,
                              err);
}

static dictum_status keep_for_second_pass(run *self, size_t item, dictum_read_outcome outcome, dictum_error *err)
{
    again *agains = realloc(self->agains, (self->again_count + 1) * sizeof *agains);
    if (agains == NULL) {
        return dictum__nomem(err);
    }
    self->agains = agains;
    dictum_status status = dictum__intake_release(self->current, outcome, self->options->allow_empty, err);
    if (status == DICTUM_OK) {
        status = dictum__intake_suspend(self->current, err);
    }
    self->agains[self->again_count++] = (again){self->current, item};
    self->current = NULL;
    return status;
}

static dictum_status end_file(run *self, const dictum_delivery *reading, dictum_error *err)
{
    static const dictum_signature none;
    bool is_stdin = !self->second_pass && reading->ticket == self->plan.item_count;
    size_t number = self->second_pass ? self->agains[reading->ticket].item : (size_t)reading->ticket;
    const dictum_signature *signature = is_stdin ? &none : &self->plan.items[number].found->signature;
    if (!self->second_pass && !is_stdin) {
        self->progress.files_done++;
        self->progress.bytes_done += signature->size_bytes;
        self->counts->bytes += signature->size_bytes;
        tell_progress(self);
    }
    if (reading->changed) {
        dictum__intake_changed(self->current);
    }
    if (dictum__intake_is_refused(self->current) && !self->second_pass && !is_stdin) {
        return keep_for_second_pass(self, number, reading->outcome, err);
    }
    dictum_status status = dictum__intake_end(self->current, reading->outcome, reading->reason, signature,
                                              self->options->allow_empty, &self->options->hooks, self->counts, err);
    if (status == DICTUM_OK) {
        dictum__intake_free(self->current);
        self->current = NULL;
    }
    return status;
}

static dictum_status take_reading(run *self, const dictum_delivery *reading, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    if (self->current == NULL) {
        status = begin_file(self, reading->ticket, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    switch (reading->kind) {
    case DICTUM__DELIVERY_STATEMENT:
        tell_progress(self);
        status = dictum__intake_statement(self->current, &reading->place, &reading->record, err);
        break;
    case DICTUM__DELIVERY_PART_PROBLEM:
        dictum__intake_problem(self->current, &reading->place, reading->reason);
        break;
    case DICTUM__DELIVERY_PART_SKIPPED:
        dictum__intake_skipped(self->current, &reading->place, reading->reason);
        break;
    case DICTUM__DELIVERY_END:
        status = end_file(self, reading, err);
        break;
    }
    if (status == DICTUM_OK && dictum__writer_is_due(self->writer)) {
        status = self->current != NULL ? dictum__intake_suspend(self->current, err) : DICTUM_OK;
        if (status == DICTUM_OK) {
            status = dictum__writer_commit(self->writer, err);
        }
    }
    return status;
}

static dictum_status read_pass(run *self, dictum_error *err)
{
    dictum_delivery reading;
    dictum_status status;
    self->next = 0;
    do {
        status = feed(self, err);
        if (status == DICTUM_OK) {
            status = dictum__readers_next(self->readers, &reading, err);
        }
        if (status == DICTUM_OK) {
            status = take_reading(self, &reading, err);
        }
    } while (status == DICTUM_OK);
    return status == DICTUM_DONE ? DICTUM_OK : status;
}

static dictum_status read_files(run *self, dictum_error *err)
{
    dictum_readers_options options = {.program = self->options->reader,
                                      .jobs = self->options->jobs,
                                      .silence_ms = self->options->silence_ms,
                                      .held_bytes = HELD_BYTES,
                                      .quiet = self->options->quiet,
                                      .stop = self->options->stop};
    for (size_t i = 0; i < self->plan.item_count; i++) {
        if (self->plan.items[i].action == DICTUM__ACTION_READ) {
            self->progress.files++;
            self->progress.bytes += self->plan.items[i].found->signature.size_bytes;
        }
    }
    dictum_status status = dictum__readers_new(&self->readers, &options, err);
    if (status == DICTUM_OK) {
        status = read_pass(self, err);
    }
    if (status == DICTUM_OK && self->again_count > 0) {
        self->second_pass = true;
        status = read_pass(self, err);
    }
    return status;
}

/* ---- the end ----------------------------------------------------------------------------------------------- */

/* Stopped: what is done stays. */
static dictum_status save_interrupted(run *self, dictum_error *err)
{
    uint32_t statements = 0;
    dictum_status status = DICTUM_OK;
    if (self->current != NULL) {
        status = dictum__intake_suspend(self->current, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_count(self->writer, &statements, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_break_off(self->writer, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    return dictum__fail(err, DICTUM_CANCELLED, "interrupted: %" PRIu32 " statements are committed; run again to go on",
                        statements);
}

static dictum_status finish(run *self, dictum_error *err)
{
    dictum_buf note;
    uint32_t statements = 0;
    dictum__buf_init(&note, 4096);
    dictum_status status = dictum__writer_count(self->writer, &statements, err);
    self->counts->statements = statements;
    if (status == DICTUM_OK) {
        status = dictum__writer_finish(self->writer, &note, err);
    }
    if (status == DICTUM_OK && note.len > 0 && self->options->hooks.note != NULL) {
        self->options->hooks.note(self->options->hooks.context, note.data);
    }
    dictum__buf_dispose(&note);
    return status;
}

static dictum_status change(run *self, const dictum_walk_source *removals, dictum_error *err)
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
        status = read_files(self, err);
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

static void dispose(run *self)
{
    dictum__readers_free(self->readers);
    dictum__intake_free(self->current);
    for (size_t i = 0; i < self->again_count; i++) {
        dictum__intake_free(self->agains[i].intake);
    }
    free(self->agains);
    dictum__writer_free(self->writer);
    dictum__workplan_dispose(&self->plan);
    dictum__ledger_dispose(&self->removed);
    dictum__buf_dispose(&self->settings);
}

/* Everything up to the first change, and then the changes. `removals` has room for the options' removals. */
static dictum_status prepare_and_change(run *self, dictum_walk_source *removals, dictum_error *err)
{
    const dictum_update_options *options = self->options;
    dictum_status status =
        dictum__workplan_sources(&self->plan, options->paths, options->path_count, options->allow_empty, err);
    if (status == DICTUM_OK) {
        status = resolve_removals(options, removals, err);
    }
    if (status == DICTUM_OK) {
        status =
            dictum__writer_open(&self->writer, options->index, options->path_count > 0, options->program_name, err);
    }
    if (status == DICTUM_OK && options->commit_bytes > 0) {
        dictum__writer_set_commit_bytes(self->writer, options->commit_bytes);
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_remembered(self->writer, &self->plan.remembered, err);
    }
    if (status == DICTUM_OK) {
        status = find_removals(self, removals, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__workplan_wish(&self->plan, options->wish, removals, options->removal_count, err);
    }
    if (status == DICTUM_OK) {
        dictum_workplan_rules rules = {&self->removed, options->allow_empty, options->retry};
        status = dictum__workplan_make(&self->plan, self->writer, &rules, err);
    }
    self->counts->files = self->plan.item_count;
    return status == DICTUM_OK ? change(self, removals, err) : status;
}

dictum_status dictum__update(const dictum_update_options *options, dictum_update_counts *counts, dictum_error *err)
{
    run self = {.options = options, .counts = counts};
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
