/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the command line has said for PATHs, in this run and in earlier ones. */
#ifndef DICTUM_INDEXER_REMEMBERED_H
#define DICTUM_INDEXER_REMEMBERED_H

#include "indexer/scope.h"

/* What one command line says. */
typedef struct dictum_wish {
    bool given[DICTUM__SETTINGS]; /* said; where the value is empty: to be forgotten */
    dictum_settings said;         /* as in a scope */
    bool forget_ignores;          /* those of before */
    dictum_globs ignores;
} dictum_wish;

typedef struct dictum_remembered_item {
    dictum_scope scope; /* an empty one is not there, or no more */
    bool changed;       /* since it was read from the index */
} dictum_remembered_item;

/* In order of their paths' bytes. */
typedef struct dictum_remembered {
    dictum_remembered_item *items;
    size_t count, cap;
    bool ignores; /* any of them has globs */
} dictum_remembered;

void dictum__wish_init(dictum_wish *wish);
void dictum__wish_dispose(dictum_wish *wish);
bool dictum__wish_is_empty(const dictum_wish *wish);
/* From the command line; an empty value, or glob, is one to be forgotten. False where it is wrong, which is appended to
 * `wrong`. "FIELD=VALUE"; a value for a setting; a glob. */
bool dictum__wish_set_field(dictum_wish *wish, const char *text, dictum_buf *wrong);
bool dictum__wish_set(dictum_wish *wish, dictum__setting setting, dictum_slice value, dictum_buf *wrong);
bool dictum__wish_ignore(dictum_wish *wish, const char *glob, dictum_buf *wrong);
/* What it says of records that come from no file, encoded in place of what `encoded` held; `wish` may be NULL. */
DICTUM_CHECK_RESULT dictum_status dictum__wish_settings(const dictum_wish *wish, dictum_buf *encoded,
                                                        dictum_error *err);

void dictum__remembered_init(dictum_remembered *remembered);
void dictum__remembered_dispose(dictum_remembered *remembered);

/* Takes over, in any case, a scope from the index. */
DICTUM_CHECK_RESULT dictum_status dictum__remembered_add(dictum_remembered *remembered, dictum_scope *scope,
                                                         dictum_error *err);
/* What is said for a path from now on; DICTUM_LIMIT where that are too many globs. */
DICTUM_CHECK_RESULT dictum_status dictum__remembered_take(dictum_remembered *remembered, dictum_slice path,
                                                          const dictum_wish *wish, dictum_error *err);
/* Forgets what is said for a path and for those below it. */
void dictum__remembered_forget(dictum_remembered *remembered, dictum_slice path);

/* Whether anything was said for a path or for one below it. */
bool dictum__remembered_has(const dictum_remembered *remembered, dictum_slice path);

/* The scopes that hold for a path, from the inner to the outer: `*len` begins as the path's length. NULL at the end. */
const dictum_scope *dictum__remembered_next(const dictum_remembered *remembered, dictum_slice path, size_t *len);

#endif
