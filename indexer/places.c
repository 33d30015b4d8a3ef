/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places that are never read. Invariant: one is known as long as its cause was there when it was last looked for. */
#include "indexer/places.h"

#include <string.h>

#include "indexer/folder_file.h"
#include "indexer/report.h"

static dictum_status add_notes(dictum_ledger *found, const dictum_walk_notes *notes, dictum__file_status kind,
                               dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < notes->count && status == DICTUM_OK; i++) {
        const dictum_walk_note *note = &notes->items[i];
        dictum_ledger_entry entry = {
            .path = dictum__slice(note->path), .status = kind, .readers = DICTUM__LEDGER_READERS};
        if (kind == DICTUM__PLACE_SKIPPED) {
            entry.skipped = note->count;
            entry.skip_reasons = dictum__slice(note->reason);
        } else {
            entry.problems = note->count;
            entry.reasons = dictum__slice(note->reason);
        }
        status = dictum__ledger_add(found, &entry, err);
    }
    return status;
}

static bool is_same(const dictum_ledger_entry *a, const dictum_ledger_entry *b)
{
    return a->status == b->status && a->problems == b->problems && a->skipped == b->skipped &&
           dictum__slice_equal(a->reasons, b->reasons) && dictum__slice_equal(a->skip_reasons, b->skip_reasons);
}

/* The folder that a `.dictum` lies in; any other path as it is. */
static dictum_slice without_folder_file(dictum_slice path)
{
    const size_t name_bytes = sizeof "/" DICTUM__FOLDER_FILE - 1;
    if (path.len >= name_bytes && memcmp(path.data + path.len - name_bytes, "/" DICTUM__FOLDER_FILE, name_bytes) == 0) {
        path.len = path.len > name_bytes ? path.len - name_bytes : 1;
    }
    return path;
}

/* Whether the walk came by the place: it is at or below a source, or on the way to one. */
static bool is_looked_at(const dictum_workplan *plan, dictum_slice place)
{
    for (size_t i = 0; i < plan->source_count; i++) {
        dictum_slice source = dictum__slice(plan->sources[i].path);
        if (plan->sources[i].kind != DICTUM__SOURCE_STDIN &&
            (dictum__path_is_under(place, source) || dictum__path_is_under(source, without_folder_file(place)))) {
            return true;
        }
    }
    return false;
}

static dictum_status set_found(dictum_writer *writer, const dictum_ledger *found, const dictum_ledger *known,
                               const dictum_update_hooks *hooks, dictum_update_counts *counts, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < found->count && status == DICTUM_OK; i++) {
        const dictum_ledger_entry *entry = &found->items[i].entry;
        const dictum_ledger_entry *before = dictum__ledger_find(known, entry->path);
        dictum__report_entry(hooks, entry->path.data, entry, counts);
        if (before == NULL || !is_same(entry, before)) {
            status = dictum__writer_set_place(writer, entry, err);
        }
    }
    return status;
}

dictum_status dictum__places_update(dictum_writer *writer, const dictum_workplan *plan,
                                    const dictum_update_hooks *hooks, dictum_update_counts *counts, dictum_error *err)
{
    dictum_ledger found;
    const dictum_ledger *known = &plan->places;
    dictum__ledger_init(&found);
    dictum_status status = add_notes(&found, &plan->walk.blind, DICTUM__PLACE_PROBLEM, err);
    if (status == DICTUM_OK) {
        status = add_notes(&found, &plan->walk.faults, DICTUM__PLACE_PROBLEM, err);
    }
    if (status == DICTUM_OK) {
        status = add_notes(&found, &plan->walk.skipped, DICTUM__PLACE_SKIPPED, err);
    }
    dictum__ledger_sort(&found);
    if (status == DICTUM_OK) {
        status = set_found(writer, &found, known, hooks, counts, err);
    }
    for (size_t i = 0; i < known->count && status == DICTUM_OK; i++) {
        const dictum_ledger_entry *entry = &known->items[i].entry;
        if (dictum__ledger_find(&found, entry->path) != NULL || !is_looked_at(plan, entry->path)) {
            continue;
        }
        if (dictum__walk_is_blind(&plan->walk, entry->path)) {
            dictum__report_entry(hooks, entry->path.data, entry, counts);
        } else {
            status = dictum__writer_forget_place(writer, entry->path, err);
        }
    }
    dictum__ledger_dispose(&found);
    return status;
}

dictum_status dictum__places_forget(dictum_writer *writer, dictum_workplan *plan, dictum_slice path, dictum_error *err)
{
    dictum_ledger forgotten;
    dictum__ledger_init(&forgotten);
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < plan->places.count && status == DICTUM_OK; i++) {
        const dictum_ledger_entry *entry = &plan->places.items[i].entry;
        if (dictum__path_is_under(entry->path, path)) {
            status = dictum__writer_forget_place(writer, entry->path, err);
            if (status == DICTUM_OK) {
                status = dictum__ledger_add(&forgotten, entry, err);
            }
        }
    }
    dictum__ledger_sort(&forgotten);
    dictum__ledger_subtract(&plan->places, &forgotten);
    dictum__ledger_dispose(&forgotten);
    return status;
}
