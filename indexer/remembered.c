/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is remembered for PATHs. Invariant: the items are in order of their paths, each path once. */
#include "indexer/remembered.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/ledger.h"

void dictum__remembered_init(dictum_remembered *remembered)
{
    memset(remembered, 0, sizeof *remembered);
}

void dictum__remembered_dispose(dictum_remembered *remembered)
{
    for (size_t i = 0; i < remembered->count; i++) {
        dictum__scope_dispose(&remembered->items[i].scope);
    }
    free(remembered->items);
    dictum__remembered_init(remembered);
}

/* The number of the first item whose path is not before `path`. */
static size_t lower_bound(const dictum_remembered *remembered, dictum_slice path)
{
    size_t low = 0, high = remembered->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (dictum__slice_compare(dictum__slice(remembered->items[middle].scope.path), path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static dictum_scope *find(const dictum_remembered *remembered, dictum_slice path)
{
    size_t at = lower_bound(remembered, path);
    bool found = at < remembered->count && dictum__slice_equal(dictum__slice(remembered->items[at].scope.path), path);
    return found ? &remembered->items[at].scope : NULL;
}

dictum_status dictum__remembered_add(dictum_remembered *remembered, dictum_scope *scope, dictum_error *err)
{
    if (remembered->count == remembered->cap) {
        size_t cap = remembered->cap == 0 ? 16 : remembered->cap * 2;
        dictum_remembered_item *items = realloc(remembered->items, cap * sizeof *items);
        if (items == NULL) {
            dictum__scope_dispose(scope);
            return dictum__nomem(err);
        }
        remembered->items = items;
        remembered->cap = cap;
    }
    if (find(remembered, dictum__slice(scope->path)) != NULL) {
        dictum__scope_dispose(scope);
        return dictum__fail(err, DICTUM_CORRUPT, "the index's settings are damaged");
    }
    size_t at = lower_bound(remembered, dictum__slice(scope->path));
    memmove(remembered->items + at + 1, remembered->items + at, (remembered->count - at) * sizeof *remembered->items);
    remembered->items[at] = (dictum_remembered_item){*scope, false};
    remembered->count++;
    remembered->ignores = remembered->ignores || scope->ignores.count > 0;
    return DICTUM_OK;
}

static dictum_status find_or_add(dictum_remembered *remembered, dictum_slice path, size_t *at, dictum_error *err)
{
    if (find(remembered, path) == NULL) {
        dictum_scope scope;
        dictum_status status = dictum__scope_init(&scope, path, err);
        if (status != DICTUM_OK) {
            dictum__scope_dispose(&scope);
            return status;
        }
        status = dictum__remembered_add(remembered, &scope, err);
        if (status != DICTUM_OK) {
            return status;
        }
    }
    *at = lower_bound(remembered, path);
    return DICTUM_OK;
}

static dictum_status take_globs(dictum_scope *scope, const dictum_wish *wish, dictum_error *err)
{
    dictum_slice glob;
    if (wish->forget_ignores) {
        dictum__globs_clear(&scope->ignores);
    }
    for (size_t at = 0; dictum__globs_next(&wish->ignores, &at, &glob);) {
        if (!dictum__globs_add(&scope->ignores, glob)) {
            return dictum__buf_status(&scope->ignores.text) == DICTUM_OK
                       ? dictum__fail(err, DICTUM_LIMIT, "%s: more than %d globs to ignore", scope->path,
                                      DICTUM__GLOBS_MAX)
                       : dictum__nomem(err);
        }
    }
    return DICTUM_OK;
}

dictum_status dictum__remembered_take(dictum_remembered *remembered, dictum_slice path, const dictum_wish *wish,
                                      dictum_error *err)
{
    size_t at = 0;
    if (dictum__wish_is_empty(wish)) {
        return DICTUM_OK;
    }
    dictum_status status = find_or_add(remembered, path, &at, err);
    if (status != DICTUM_OK) {
        return status;
    }
    dictum_remembered_item *item = &remembered->items[at];
    item->changed = true;
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        if (wish->given[i]) {
            dictum__buf_clear(&item->scope.said.values[i]);
            dictum__buf_append_slice(&item->scope.said.values[i], dictum__buf_slice(&wish->said.values[i]));
        }
    }
    status = take_globs(&item->scope, wish, err);
    remembered->ignores = remembered->ignores || item->scope.ignores.count > 0;
    return status == DICTUM_OK ? dictum__settings_status(&item->scope.said, err) : status;
}

void dictum__remembered_forget(dictum_remembered *remembered, dictum_slice path)
{
    for (size_t i = 0; i < remembered->count; i++) {
        dictum_remembered_item *item = &remembered->items[i];
        if (dictum__path_is_under(dictum__slice(item->scope.path), path)) {
            dictum__settings_clear(&item->scope.said);
            dictum__globs_clear(&item->scope.ignores);
            item->changed = true;
        }
    }
}

bool dictum__remembered_has(const dictum_remembered *remembered, dictum_slice path)
{
    for (size_t i = 0; i < remembered->count; i++) {
        if (dictum__path_is_under(dictum__slice(remembered->items[i].scope.path), path)) {
            return true;
        }
    }
    return false;
}

/* The length of the path of the folder that a path of so many bytes lies in; 0 for the root. */
static size_t folder_bytes(dictum_slice path, size_t len)
{
    size_t end = len;
    while (end > 0 && path.data[end - 1] != '/') {
        end--;
    }
    return end > 1 ? end - 1 : len > 1 ? end : 0;
}

const dictum_scope *dictum__remembered_next(const dictum_remembered *remembered, dictum_slice path, size_t *len)
{
    const dictum_scope *found = NULL;
    while (*len > 0 && found == NULL && remembered->count > 0) {
        found = find(remembered, (dictum_slice){path.data, *len});
        *len = folder_bytes(path, *len);
    }
    return found;
}
