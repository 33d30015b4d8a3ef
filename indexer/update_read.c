/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the files of a run, and taking in what they give. Invariant: at each commit the ledger tells the truth of the
 * statements committed with it, of a file that is read just then, too. */
#include <stdlib.h>

#include "indexer/update_run.h"

#define HELD_BYTES ((size_t)64 << 20)

static void tell_progress(const dictum_run *self)
{
    if (self->options->hooks.progress != NULL) {
        self->options->hooks.progress(self->options->hooks.context, &self->progress);
    }
}

/* The settings of a file, or of the records on standard input where `found` is NULL, into self->settings. */
static dictum_status find_settings(dictum_run *self, const dictum_found *found, dictum_error *err)
{
    if (found != NULL) {
        return dictum__workplan_settings(&self->plan, found, &self->settings, err);
    }
    return dictum__wish_settings(self->options->wish, &self->settings, err);
}

/* Hands the readers files as long as they want some. Standard input comes last; its ticket is item_count. */
static dictum_status feed(dictum_run *self, dictum_error *err)
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
static dictum_status begin_file(dictum_run *self, uint64_t ticket, dictum_error *err)
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

static dictum_status keep_for_second_pass(dictum_run *self, size_t item, dictum_read_outcome outcome, dictum_error *err)
{
    dictum_again *agains = realloc(self->agains, (self->again_count + 1) * sizeof *agains);
    if (agains == NULL) {
        return dictum__nomem(err);
    }
    self->agains = agains;
    dictum_status status = dictum__intake_release(self->current, outcome, self->options->allow_empty, err);
    if (status == DICTUM_OK) {
        status = dictum__intake_suspend(self->current, err);
    }
    self->agains[self->again_count++] = (dictum_again){self->current, item};
    self->current = NULL;
    return status;
}

static dictum_status end_file(dictum_run *self, const dictum_delivery *reading, dictum_error *err)
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

static dictum_status take_reading(dictum_run *self, const dictum_delivery *reading, dictum_error *err)
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

static dictum_status read_pass(dictum_run *self, dictum_error *err)
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

dictum_status dictum__run_read(dictum_run *self, dictum_error *err)
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
