/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file's name says of the statement in it, where the statement itself does not. Needs no format library:
 * the indexer asks again when a file is renamed. */
#ifndef DICTUM_INDEXER_NAME_H
#define DICTUM_INDEXER_NAME_H

#include "lib/buf.h"

/* The date in the last component of `path`, as ISO 8601 (YYYY, YYYY-MM or YYYY-MM-DD), or nothing; `out` is
 * emptied first. Understood are 20200213, 2020-02-13, 2020_02_13, 13.02.2020, 13Feb2005, Feb-13-2005, 2020-02, and
 * a year from 1600 to next year that stands by itself. */
void dictum__name_date(const char *path, dictum_buf *out);

/* The last component of `path` without its extension and without a whole date at its front, its words divided by
 * spaces, as valid UTF-8 on one line; `out` is emptied first. */
void dictum__name_title(const char *path, dictum_buf *out);

#endif
