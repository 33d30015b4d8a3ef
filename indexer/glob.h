/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files are to be ignored: globs as in a .gitignore, of which these mean the same here.
 *
 *   *  any number of characters but '/'       [abc] [a-z]    one of them       \c  the character c itself
 *   ?  one character but '/'                  [!abc] [^abc]  one other, but '/'
 *
 * A glob without '/' is held against the name of a file or folder, at any depth below the folder that it was given for.
 * One with '/' at its beginning or inside is held against the path from that folder; there `**` as a whole part stands
 * for any number of folders, and at the end for everything inside. With '/' at its end a glob means folders alone. With
 * '!' in front it takes back what an earlier glob ignores. Of several that match, the last counts. Letter case counts;
 * a character is one of UTF-8, and a byte that is none is one as well. */
#ifndef DICTUM_INDEXER_GLOB_H
#define DICTUM_INDEXER_GLOB_H

#include "lib/buf.h"

#define DICTUM__GLOB_BYTES_MAX 1024
/* In one list. */
#define DICTUM__GLOBS_MAX 1000

typedef struct dictum_globs {
    dictum_buf text; /* one after the other, a NUL behind each */
    size_t count;
} dictum_globs;

typedef enum dictum__glob_verdict {
    DICTUM__GLOB_NOTHING, /* none matches */
    DICTUM__GLOB_IGNORED,
    DICTUM__GLOB_TAKEN_BACK
} dictum__glob_verdict;

/* NULL where it is a glob, else what is wrong with it: static, "has no ] for its [". */
const char *dictum__glob_fault(dictum_slice glob);

void dictum__globs_init(dictum_globs *globs);
void dictum__globs_dispose(dictum_globs *globs);
void dictum__globs_clear(dictum_globs *globs);
/* Adds one without fault, at the end; one that is there already goes there. False where there are too many, or where
 * memory ran out (dictum__buf_status() of `text` tells). */
bool dictum__globs_add(dictum_globs *globs, dictum_slice glob);
/* Takes the next from `*at`, which begins as 0; false at the end. */
bool dictum__globs_next(const dictum_globs *globs, size_t *at, dictum_slice *glob);

/* `below` is the path of a file or folder below the folder that the globs were given for, without a '/' in front. */
dictum__glob_verdict dictum__globs_verdict(const dictum_globs *globs, dictum_slice below, bool is_folder);

#endif
