/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user says for a folder, or for one file: settings for the documents there, and which files to ignore. It comes
 * from the command line, where it is remembered for the PATH, or from a file `.dictum`, and holds for the path and all
 * below it. */
#ifndef DICTUM_INDEXER_SCOPE_H
#define DICTUM_INDEXER_SCOPE_H

#include "indexer/glob.h"
#include "indexer/settings.h"

/* Of one value, in bytes; so that those of a file, with its address, fit into a request to a reader. */
#define DICTUM__SAID_BYTES_MAX 4096

typedef struct dictum_scope {
    char *path; /* absolute */
    /* As what is set for a file (indexer/settings.h), save that DICTUM__SET_ADDRESS is the address of the folder, to
     * which a file's path below it is added, and that DICTUM__SET_WHOLE_PAGE may say "no". */
    dictum_settings said;
    dictum_globs ignores;
} dictum_scope;

/* DICTUM_NOMEM; the scope can be disposed of then, too. `path` is copied. */
DICTUM_CHECK_RESULT dictum_status dictum__scope_init(dictum_scope *scope, dictum_slice path, dictum_error *err);
void dictum__scope_dispose(dictum_scope *scope);
bool dictum__scope_is_empty(const dictum_scope *scope);

/* The name of a setting, as it stands in front of "=" or ":"; DICTUM__SETTINGS where it is none. The address of a
 * folder is "url-base". */
dictum__setting dictum__setting_by_name(dictum_slice name);
const char *dictum__setting_name(dictum__setting setting);
/* NULL where `value` may be said of a setting, else what it must be: static, "an http or https address". */
const char *dictum__setting_fault(dictum__setting setting, dictum_slice value);

/* Sets in `out`, of the settings of the file `path`, which is the scope's or below it, those that are not yet. */
void dictum__scope_apply(const dictum_scope *scope, dictum_slice path, dictum_settings *out);
/* What the globs say of a path below the scope's. */
dictum__glob_verdict dictum__scope_verdict(const dictum_scope *scope, dictum_slice path, bool is_folder);

/* As bytes for the index's metadata: the version 1 (varint), the counted path, the counted settings, the counted globs.
 * `out` is emptied first. */
void dictum__scope_encode(const dictum_scope *scope, dictum_buf *out);
/* Makes a scope from them. DICTUM_CORRUPT, DICTUM_VERSION, DICTUM_NOMEM: nothing is to be disposed of. */
DICTUM_CHECK_RESULT dictum_status dictum__scope_decode(dictum_slice bytes, dictum_scope *scope, dictum_error *err);

#endif
