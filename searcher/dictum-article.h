/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of an article of any format, through dictum-read. Part of dictum-verify, not of the library. */
#ifndef DICTUM_SEARCHER_DICTUM_ARTICLE_H
#define DICTUM_SEARCHER_DICTUM_ARTICLE_H

#include <dictum/error.h>

#include "lib/program/json.h"

/* Appends the text of what stands at `path` (- for text on standard input) to `out`; dictum-read gets `environment`;
 * its statements divided by empty lines. DICTUM_NOT_FOUND (no dictum-read beside this program or where it is
 * installed), DICTUM_IO (it cannot be read; the text says why), DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__read_article(const char *path, char *const *environment, dictum_buf *out,
                                                       dictum_error *error);

#endif
