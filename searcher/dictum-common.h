/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the searcher's programs share. */
#ifndef DICTUM_SEARCHER_DICTUM_COMMON_H
#define DICTUM_SEARCHER_DICTUM_COMMON_H

#include <dictum/search.h>

#include "lib/program/json.h"

/* Opens what was named, or the default index. The codes of dictum_index_open(). */
DICTUM_CHECK_RESULT dictum_status dictum__open_named(const char *const *locations, size_t count, dictum_index **index,
                                                     dictum_error *error);

/* The arguments from `first` on, joined by spaces; the caller frees them. NULL when memory ran out. */
char *dictum__join_words(int argc, char **argv, int first);

/* Writes to standard output; a reader that went away (head) is no error worth a word. */
bool dictum__write_out(const dictum_buf *out);

#endif
