/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing. Invariant: a file counts as gone only where its place was looked into to the end, and a source as
 * empty only where nothing stood in the way of seeing its files. */
#include "indexer/workplan.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/metadata.h"
#include "lib/record.h"
#include "lib/schema.h"

void dictum__workplan_init(dictum_workplan *plan)
{
    memset(plan, 0, sizeof *plan);
    dictum__walk_init(&plan->walk);
    dictum__ledger_init(&plan->ledger);
    dictum__ledger_init(&plan->places);
    dictum__remembered_init(&plan->remembered);
}

void dictum__workplan_dispose(dictum_workplan *plan)
{
    for (size_t i = 0; i < plan->source_count; i++) {
        dictum__walk_source_dispose(&plan->sources[i]);
    }
    free(plan->sources);
    free(plan->items);
    free(plan->gone);
    free(plan->unseen);
    dictum__walk_dispose(&plan->walk);
    dictum__ledger_dispose(&plan->ledger);
    dictum__ledger_dispose(&plan->places);
    dictum__remembered_dispose(&plan->remembered);
    dictum__workplan_init(plan);
}

dictum_status dictum__workplan_sources(dictum_workplan *plan, char *const *paths, size_t count, bool allow_empty,
                                       dictum_error *err)
{
    plan->sources = calloc(count + 1, sizeof *plan->sources);
    if (plan->sources == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        dictum_walk_source *source = &plan->sources[plan->source_count++];
        dictum_status status = dictum__walk_resolve(source, paths[i], err);
        if (status != DICTUM_OK) {
            return status;
        }
        if (source->kind == DICTUM__SOURCE_STDIN) {
            plan->reads_stdin = true;
        } else if (source->kind == DICTUM__SOURCE_MISSING && !allow_empty) {
            return dictum__fail(err, DICTUM_NOT_FOUND,
                                "%s is not there; nothing was changed (--allow-empty forgets what came from it)",
                                paths[i]);
        }
    }
    return DICTUM_OK;
}

dictum_status dictum__workplan_wish(dictum_workplan *plan, const dictum_wish *wish, const dictum_walk_source *removals,
                                    size_t removal_count, dictum_error *err)
{
    bool has_place = false;
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < removal_count; i++) {
        dictum__remembered_forget(&plan->remembered, dictum__slice(removals[i].path));
    }
    for (size_t i = 0; i < plan->source_count && wish != NULL && status == DICTUM_OK; i++) {
        if (plan->sources[i].kind != DICTUM__SOURCE_STDIN) {
            has_place = true;
            status = dictum__remembered_take(&plan->remembered, dictum__slice(plan->sources[i].path), wish, err);
        }
    }
    if (status == DICTUM_OK && !has_place && wish != NULL &&
        (wish->given[DICTUM__SET_ADDRESS] || wish->ignores.count > 0)) {
        return dictum__fail(err, DICTUM_ARGUMENT, "records on standard input have no addresses, and none is ignored");
    }
    return status;
}

/* ---- a source that is suddenly empty ----------------------------------------------------------------------- */

/* The number of the first file found whose path is not before `path`. */
static size_t found_lower_bound(const dictum_walk *walk, const char *path)
{
    size_t low = 0, high = walk->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(walk->files[middle].path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whether any file that is not empty was found at or below a source. What begins with the same bytes stands
 * together, so that of the names beside a folder ("a-b" and "a/b") only those that come between are passed. */
static bool has_content(const dictum_walk *walk, const dictum_walk_source *source)
{
    dictum_slice folder = dictum__slice(source->path);
    for (size_t i = found_lower_bound(walk, source->path);
         i < walk->count && strncmp(walk->files[i].path, source->path, folder.len) == 0; i++) {
        if (dictum__path_is_under(dictum__slice(walk->files[i].path), folder) &&
            (source->kind == DICTUM__SOURCE_FOLDER || walk->files[i].signature.size_bytes > 0)) {
            return true;
        }
    }
    return false;
}

/* The statements that the index has from a source, but for those of files that are to be ignored now. */
static dictum_status missed_statements(const dictum_workplan *plan, dictum_slice folder, uint64_t *statements,
                                       dictum_error *err)
{
    const dictum_ledger *ledger = &plan->ledger;
    dictum_status status = DICTUM_OK;
    *statements = 0;
    for (size_t i = dictum__ledger_lower_bound(ledger, folder); i < ledger->count && status == DICTUM_OK; i++) {
        const dictum_ledger_entry *entry = &ledger->items[i].entry;
        bool ignored = false;
        if (entry->path.len < folder.len || memcmp(entry->path.data, folder.data, folder.len) != 0) {
            break;
        }
        if (entry->statements > 0 && dictum__path_is_under(entry->path, folder)) {
            status = dictum__walk_would_ignore(&plan->remembered, entry->path.data, &ignored, err);
            *statements += ignored ? 0 : entry->statements;
        }
    }
    return status;
}

static bool has_blind_place(const dictum_walk *walk, dictum_slice folder)
{
    for (size_t i = 0; i < walk->blind.count; i++) {
        if (dictum__path_is_under(dictum__slice(walk->blind.items[i].path), folder)) {
            return true;
        }
    }
    return false;
}

static dictum_status check_sources(const dictum_workplan *plan, dictum_error *err)
{
    for (size_t i = 0; i < plan->source_count; i++) {
        const dictum_walk_source *source = &plan->sources[i];
        dictum_slice path = dictum__slice(source->path);
        if (source->kind == DICTUM__SOURCE_STDIN || has_content(&plan->walk, source) ||
            has_blind_place(&plan->walk, path) || dictum__walk_is_blind(&plan->walk, path)) {
            continue;
        }
        uint64_t statements = 0;
        dictum_status status = missed_statements(plan, path, &statements, err);
        if (status != DICTUM_OK) {
            return status;
        }
        if (statements > 0) {
            return dictum__fail(err, DICTUM_NOT_FOUND,
                                "%s is empty, but the index has %" PRIu64 " statement%s from it; nothing was changed "
                                "(--allow-empty forgets what came from it)",
                                source->given, statements, statements == 1 ? "" : "s");
        }
    }
    return DICTUM_OK;
}

/* ---- comparing --------------------------------------------------------------------------------------------- */

static dictum__action action_for(const dictum_work_item *item, const dictum_workplan_rules *rules)
{
    const dictum_ledger_entry *known = item->known;
    if (known == NULL || rules->reread || !dictum__signature_equal(&item->found->signature, &known->signature) ||
        known->settings != item->settings) {
        return DICTUM__ACTION_READ;
    }
    if (known->readers != DICTUM__LEDGER_READERS && (known->status != DICTUM__FILE_READ || known->skipped > 0)) {
        return DICTUM__ACTION_READ;
    }
    if (rules->retry && known->problems > 0) {
        return DICTUM__ACTION_READ;
    }
    /* It may be a problem only because it is empty now, which it is allowed to be. */
    if (known->status == DICTUM__FILE_PROBLEM && known->statements > 0 && rules->allow_empty) {
        return DICTUM__ACTION_READ;
    }
    return DICTUM__ACTION_KEEP;
}

dictum_status dictum__workplan_settings(const dictum_workplan *plan, const dictum_found *found, dictum_buf *encoded,
                                        dictum_error *err)
{
    dictum_settings settings;
    dictum__buf_clear(encoded);
    dictum__settings_init(&settings);
    dictum_status status = dictum__walk_settings(&plan->walk, found, &settings, err);
    if (status == DICTUM_OK) {
        dictum__settings_encode(&settings, encoded);
        status = dictum__buf_status(encoded) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
    }
    dictum__settings_dispose(&settings);
    return status;
}

/* Both lists are in order of the paths' bytes. */
static void compare(dictum_workplan *plan)
{
    size_t at = 0;
    for (size_t i = 0; i <= plan->walk.count; i++) {
        const dictum_found *found = i < plan->walk.count ? &plan->walk.files[i] : NULL;
        int order = -1;
        while (at < plan->ledger.count) {
            const dictum_ledger_entry *entry = &plan->ledger.items[at].entry;
            order = found != NULL ? dictum__slice_compare(entry->path, dictum__slice(found->path)) : -1;
            if (order >= 0) {
                break;
            }
            if (dictum__walk_is_blind(&plan->walk, entry->path)) {
                plan->unseen[plan->unseen_count++] = entry;
            } else {
                plan->gone[plan->gone_count++] = entry;
            }
            at++;
        }
        if (found != NULL) {
            dictum_work_item *item = &plan->items[plan->item_count++];
            item->found = found;
            item->known = at < plan->ledger.count && order == 0 ? &plan->ledger.items[at++].entry : NULL;
        }
    }
}

static dictum_status decide(dictum_workplan *plan, const dictum_workplan_rules *rules, dictum_error *err)
{
    dictum_buf encoded;
    dictum_status status = DICTUM_OK;
    dictum__buf_init(&encoded, DICTUM__FIELD_BYTES_MAX);
    for (size_t i = 0; i < plan->item_count && status == DICTUM_OK; i++) {
        dictum_work_item *item = &plan->items[i];
        status = dictum__workplan_settings(plan, item->found, &encoded, err);
        item->settings = dictum__settings_hash(dictum__buf_slice(&encoded));
        item->action = action_for(item, rules);
    }
    dictum__buf_dispose(&encoded);
    return status;
}

/* ---- files under a new name -------------------------------------------------------------------------------- */

typedef struct candidate {
    uint64_t inode;
    size_t gone;
} candidate;

static int compare_candidates(const void *a, const void *b)
{
    const candidate *left = a, *right = b;
    if (left->inode != right->inode) {
        return left->inode < right->inode ? -1 : 1;
    }
    return left->gone < right->gone ? -1 : left->gone > right->gone;
}

/* What tells the format: a file that gets another extension is another document. */
static dictum_slice extension(dictum_slice path)
{
    for (size_t i = path.len; i > 0 && path.data[i - 1] != '/'; i--) {
        if (path.data[i - 1] == '.') {
            return (dictum_slice){path.data + i, path.len - i};
        }
    }
    return DICTUM_SLICE("");
}

static bool is_same_file(const dictum_ledger_entry *gone, const dictum_found *found, uint64_t settings)
{
    return gone->status == DICTUM__FILE_READ && gone->problems == 0 && gone->statements > 0 &&
           gone->settings == settings && dictum__signature_equal(&gone->signature, &found->signature) &&
           dictum__slice_equal(extension(gone->path), extension(dictum__slice(found->path)));
}

static dictum_status find_moves(dictum_workplan *plan, dictum_error *err)
{
    if (plan->gone_count == 0) {
        return DICTUM_OK;
    }
    candidate *candidates = calloc(plan->gone_count, sizeof *candidates);
    if (candidates == NULL) {
        return dictum__nomem(err);
    }
    size_t count = 0;
    for (size_t i = 0; i < plan->gone_count; i++) {
        if (plan->gone[i] != NULL) {
            candidates[count++] = (candidate){plan->gone[i]->signature.inode, i};
        }
    }
    qsort(candidates, count, sizeof *candidates, compare_candidates);
    for (size_t i = 0; i < plan->item_count; i++) {
        dictum_work_item *item = &plan->items[i];
        const dictum_found *found = &plan->walk.files[i]; /* the item's */
        candidate wanted = {found->signature.inode, 0};
        size_t low = 0, high = count;
        if (item->known != NULL) {
            continue;
        }
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (compare_candidates(&candidates[middle], &wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < count && candidates[low].inode == wanted.inode &&
            is_same_file(plan->gone[candidates[low].gone], found, item->settings)) {
            item->action = DICTUM__ACTION_MOVE;
            item->moved_from = candidates[low].gone;
        }
    }
    free(candidates);
    return DICTUM_OK;
}

static bool allocate(dictum_workplan *plan)
{
    plan->items = calloc(plan->walk.count + 1, sizeof *plan->items);
    plan->gone = calloc(plan->ledger.count + 1, sizeof(dictum_ledger_entry *));
    plan->unseen = calloc(plan->ledger.count + 1, sizeof(dictum_ledger_entry *));
    return plan->items != NULL && plan->gone != NULL && plan->unseen != NULL;
}

dictum_status dictum__workplan_make(dictum_workplan *plan, const dictum_shard_set *shards,
                                    const dictum_workplan_rules *rules, dictum_error *err)
{
    dictum_slice index_path = dictum__slice(rules->index_path);
    dictum_status status = dictum__metadata_ledger(shards, DICTUM__META_PLACE, DICTUM_SLICE("/"), &plan->places, err);
    if (rules->index != NULL) {
        dictum__walk_avoid(&plan->walk, rules->index);
    }
    plan->walk.remembered = &plan->remembered;
    plan->walk.stop = rules->stop;
    for (size_t i = 0; i < plan->source_count && status == DICTUM_OK; i++) {
        dictum_walk_source *source = &plan->sources[i];
        if (source->kind == DICTUM__SOURCE_STDIN) {
            continue;
        }
        if (dictum__path_is_under(dictum__slice(source->path), index_path)) {
            return dictum__fail(err, DICTUM_ARGUMENT, "%s is part of the index itself", source->given);
        }
        status = dictum__walk_source(&plan->walk, source, err);
        if (status == DICTUM_OK) {
            status =
                dictum__metadata_ledger(shards, DICTUM__META_FILE, dictum__slice(source->path), &plan->ledger, err);
        }
    }
    if (status != DICTUM_OK) {
        return status;
    }
    dictum__walk_sort(&plan->walk);
    dictum__ledger_sort(&plan->ledger);
    dictum__ledger_sort(&plan->places);
    dictum__ledger_subtract(&plan->ledger, rules->removed);
    if (!rules->allow_empty) {
        status = check_sources(plan, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    if (!allocate(plan)) {
        return dictum__nomem(err);
    }
    compare(plan);
    status = decide(plan, rules, err);
    return status == DICTUM_OK ? find_moves(plan, err) : status;
}
