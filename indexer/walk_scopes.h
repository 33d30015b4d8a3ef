/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the walk: what the files `.dictum` on its way say. */
#ifndef DICTUM_INDEXER_WALK_SCOPES_H
#define DICTUM_INDEXER_WALK_SCOPES_H

#include "indexer/walk.h"

/* Adds a note; copies both strings. */
DICTUM_CHECK_RESULT dictum_status dictum__walk_note(dictum_walk_notes *notes, const char *path, const char *reason,
                                                    uint64_t count, dictum_error *err);

/* Into a folder: `*scope` becomes that of its `.dictum`, which is read as `name` from the descriptor `fd`, or stays
 * `outer`. `*blind`: nobody knows what it says, which is noted; nothing in the folder is to be looked at. To be left
 * again where it is not blind. */
DICTUM_CHECK_RESULT dictum_status dictum__walk_enter(dictum_walk *walk, int fd, const char *name, const char *folder,
                                                     dictum_walk_scope *outer, dictum_walk_scope **scope, bool *blind,
                                                     dictum_error *err);
/* One more needs the scope, which may be NULL; and one less. */
void dictum__walk_hold(dictum_walk_scope *scope);
void dictum__walk_leave(dictum_walk_scope *scope);

bool dictum__walk_is_ignored(const dictum_walk *walk, const dictum_walk_scope *scope, const char *path, bool is_folder);

/* From the root down to the folder of `path`; `*scope` is that folder's, to be left. `*ignored`: one of the folders on
 * the way, or what lies at `path`, is to be ignored. Then, and where a place on the way is blind, there is no scope. */
DICTUM_CHECK_RESULT dictum_status dictum__walk_descend(dictum_walk *walk, const char *path, bool is_folder,
                                                       dictum_walk_scope **scope, bool *ignored, bool *blind,
                                                       dictum_error *err);
void dictum__walk_dispose_scopes(dictum_walk *walk);

#endif
