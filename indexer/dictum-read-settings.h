/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user says of a file that dictum-read is to read. A part of that program. */
#ifndef DICTUM_INDEXER_DICTUM_READ_SETTINGS_H
#define DICTUM_INDEXER_DICTUM_READ_SETTINGS_H

#include "indexer/settings.h"
#include "lib/error.h"

/* The settings for the file `path` ("-" is standard input), encoded, in place of what `encoded` held: what `said` sets,
 * and else what the files `.dictum` in its folder and those above say, as an indexer that finds it there would have it.
 * `fault` is called for each line of those files with something wrong in it. DICTUM_NOMEM; DICTUM_LIMIT where `encoded`
 * takes no more. */
DICTUM_CHECK_RESULT dictum_status dictum__read_settings(const char *path, const dictum_settings *said,
                                                        void (*fault)(const char *path, const char *reason),
                                                        dictum_buf *encoded, dictum_error *err);

#endif
