/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scopes of a walk. Invariant: a scope has its settings until the walk is disposed of, for the files found, and its
 * globs as long as anything below its folder is still to be looked at. */
#include "indexer/walk_scopes.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/folder_file.h"

/* For one file; each is held against all of them. */
#define GLOBS_IN_FORCE_MAX 10000

void dictum__walk_hold(dictum_walk_scope *scope)
{
    if (scope != NULL) {
        scope->users++;
    }
}

void dictum__walk_leave(dictum_walk_scope *scope)
{
    while (scope != NULL && --scope->users == 0) {
        dictum__globs_dispose(&scope->said.ignores);
        scope = scope->outer;
    }
}

void dictum__walk_dispose_scopes(dictum_walk *walk)
{
    while (walk->scopes != NULL) {
        dictum_walk_scope *scope = walk->scopes;
        walk->scopes = scope->other;
        dictum__scope_dispose(&scope->said);
        free(scope);
    }
}

static dictum_status note_faults(dictum_walk *walk, const char *folder, const dictum_faults *faults, dictum_error *err)
{
    dictum_buf path;
    if (faults->count == 0) {
        return DICTUM_OK;
    }
    dictum__buf_init(&path, SIZE_MAX / 2);
    dictum__buf_append_str(&path, folder);
    dictum__buf_append_str(&path, strcmp(folder, "/") == 0 ? DICTUM__FOLDER_FILE : "/" DICTUM__FOLDER_FILE);
    dictum_status status = dictum__buf_status(&path) == DICTUM_OK && faults->reasons.data != NULL
                               ? dictum__walk_note(&walk->faults, path.data, faults->reasons.data, faults->count, err)
                               : dictum__nomem(err);
    dictum__buf_dispose(&path);
    return status;
}

/* A new scope inside of `outer`, which has no user yet; NULL where memory ran out. */
static dictum_walk_scope *make_scope(dictum_walk *walk, const char *folder, dictum_walk_scope *outer)
{
    dictum_walk_scope *scope = calloc(1, sizeof *scope);
    if (scope == NULL) {
        return NULL;
    }
    if (dictum__scope_init(&scope->said, dictum__slice(folder), NULL) != DICTUM_OK) {
        dictum__scope_dispose(&scope->said);
        free(scope);
        return NULL;
    }
    scope->outer = outer;
    scope->other = walk->scopes;
    walk->scopes = scope;
    return scope;
}

/* Takes a scope off again that was made last. */
static void drop_scope(dictum_walk *walk, dictum_walk_scope *scope)
{
    walk->scopes = scope->other;
    dictum__scope_dispose(&scope->said);
    free(scope);
}

static dictum_status read_scope(dictum_walk *walk, int fd, const char *name, const char *folder,
                                dictum_walk_scope *scope, dictum_error *err)
{
    struct stat st;
    dictum_faults faults = {.count = 0};
    dictum__buf_init(&faults.reasons, DICTUM__LEDGER_REASON_MAX);
    if ((fd == AT_FDCWD ? stat(folder, &st) : fstat(fd, &st)) != 0) {
        return DICTUM_NOT_FOUND;
    }
    dictum_status status = dictum__folder_file_read(fd, name, &st, &scope->said, &faults, err);
    scope->globs = scope->said.ignores.count + (scope->outer != NULL ? scope->outer->globs : 0);
    if (scope->globs > GLOBS_IN_FORCE_MAX) {
        scope->globs -= scope->said.ignores.count;
        dictum__globs_clear(&scope->said.ignores);
        dictum__faults_add(&faults, DICTUM_SLICE("with those of the folders above it has more than 10000 globs to "
                                                 "ignore: its own do not count"));
    }
    if (status == DICTUM_OK) {
        status = note_faults(walk, folder, &faults, err);
    }
    dictum__buf_dispose(&faults.reasons);
    return status;
}

dictum_status dictum__walk_enter(dictum_walk *walk, int fd, const char *name, const char *folder,
                                 dictum_walk_scope *outer, dictum_walk_scope **scope, bool *blind, dictum_error *err)
{
    dictum_error why;
    *blind = false;
    *scope = outer;
    dictum_walk_scope *made = make_scope(walk, folder, outer);
    if (made == NULL) {
        return dictum__nomem(err);
    }
    dictum_status status = read_scope(walk, fd, name, folder, made, &why);
    if (status == DICTUM_OK && !dictum__scope_is_empty(&made->said)) {
        dictum__walk_hold(outer);
        *scope = made;
    } else {
        drop_scope(walk, made);
    }
    if (status == DICTUM_IO) {
        *blind = true;
        return dictum__walk_note(&walk->blind, folder, why.text, 1, err);
    }
    if (status == DICTUM_OK || status == DICTUM_NOT_FOUND) {
        dictum__walk_hold(*scope);
        return DICTUM_OK;
    }
    return dictum__fail(err, status, "%s", why.text);
}

/* Of what is said for the path, the inner before the outer, and the command line before the folders' files. */
bool dictum__walk_is_ignored(const dictum_walk *walk, const dictum_walk_scope *scope, const char *path, bool is_folder)
{
    dictum_slice whole = dictum__slice(path);
    dictum__glob_verdict verdict = DICTUM__GLOB_NOTHING;
    if (walk->remembered != NULL && walk->remembered->ignores) {
        const dictum_scope *said;
        for (size_t len = whole.len; verdict == DICTUM__GLOB_NOTHING &&
                                     (said = dictum__remembered_next(walk->remembered, whole, &len)) != NULL;) {
            verdict = dictum__scope_verdict(said, whole, is_folder);
        }
    }
    for (; scope != NULL && verdict == DICTUM__GLOB_NOTHING; scope = scope->outer) {
        verdict = dictum__scope_verdict(&scope->said, whole, is_folder);
    }
    return verdict == DICTUM__GLOB_IGNORED;
}

dictum_status dictum__walk_descend(dictum_walk *walk, const char *path, bool is_folder, dictum_walk_scope **scope,
                                   bool *ignored, bool *blind, dictum_error *err)
{
    size_t whole = strlen(path), end = 0; /* of the folder entered last */
    dictum_buf folder, name;
    dictum_status status = DICTUM_OK;
    *scope = NULL;
    *ignored = *blind = false;
    dictum__buf_init(&folder, SIZE_MAX / 2);
    dictum__buf_init(&name, SIZE_MAX / 2);
    while (status == DICTUM_OK && end < whole && whole > 1 && !*ignored && !*blind) {
        dictum_walk_scope *outer = *scope;
        dictum__buf_clear(&folder);
        dictum__buf_append(&folder, path, end > 0 ? end : 1);
        dictum__buf_clear(&name);
        dictum__buf_append_slice(&name, dictum__buf_slice(&folder));
        dictum__buf_append_str(&name, end > 0 ? "/" DICTUM__FOLDER_FILE : DICTUM__FOLDER_FILE);
        if (dictum__buf_status(&folder) != DICTUM_OK || dictum__buf_status(&name) != DICTUM_OK) {
            status = dictum__nomem(err);
            break;
        }
        status = dictum__walk_enter(walk, AT_FDCWD, name.data, folder.data, outer, scope, blind, err);
        if (status == DICTUM_OK && !*blind) {
            dictum__walk_leave(outer); /* which the inner one holds where it is needed */
        }
        end += 1 + strcspn(path + end + 1, "/");
        dictum__buf_clear(&name);
        dictum__buf_append(&name, path, end);
        if (status == DICTUM_OK && dictum__buf_status(&name) == DICTUM_OK) {
            *ignored = dictum__walk_is_ignored(walk, *scope, name.data, end < whole || is_folder);
        }
    }
    if (status != DICTUM_OK || *ignored || *blind) {
        dictum__walk_leave(*scope);
        *scope = NULL;
    }
    dictum__buf_dispose(&folder);
    dictum__buf_dispose(&name);
    return status;
}

dictum_status dictum__walk_settings(const dictum_walk *walk, const dictum_found *found, dictum_settings *settings,
                                    dictum_error *err)
{
    dictum_slice path = dictum__slice(found->path);
    const dictum_scope *said;
    dictum__settings_clear(settings);
    if (walk->remembered != NULL) {
        for (size_t len = path.len; (said = dictum__remembered_next(walk->remembered, path, &len)) != NULL;) {
            dictum__scope_apply(said, path, settings);
        }
    }
    for (const dictum_walk_scope *scope = found->scope; scope != NULL; scope = scope->outer) {
        dictum__scope_apply(&scope->said, path, settings);
    }
    /* A reader knows "yes" only. */
    if (dictum__slice_equal(dictum__buf_slice(&settings->values[DICTUM__SET_WHOLE_PAGE]), DICTUM_SLICE("no"))) {
        dictum__buf_clear(&settings->values[DICTUM__SET_WHOLE_PAGE]);
    }
    return dictum__settings_status(settings, err);
}

dictum_status dictum__walk_would_ignore(const dictum_remembered *remembered, const char *path, bool *ignored,
                                        dictum_error *err)
{
    dictum_walk walk;
    dictum_walk_scope *scope;
    bool blind;
    dictum__walk_init(&walk);
    walk.remembered = remembered;
    dictum_status status = dictum__walk_descend(&walk, path, false, &scope, ignored, &blind, err);
    dictum__walk_leave(scope);
    dictum__walk_dispose(&walk);
    return status;
}
