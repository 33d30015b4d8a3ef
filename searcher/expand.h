/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of an index that begin in a given way. */
#ifndef DICTUM_SEARCHER_EXPAND_H
#define DICTUM_SEARCHER_EXPAND_H

#include "lib/xapian_c/xap.h"
#include "searcher/arena.h"

typedef struct dictum_expansion {
    dictum_slice *terms; /* with their prefix; the most frequent first when some are left out */
    size_t count;
    size_t total; /* how many there are in the index */
} dictum_expansion;

/* Whether a form is wanted; NULL takes all. */
typedef bool (*dictum_fits_fn)(const void *context, dictum_slice form);

/* Terms that begin with `prefix` and `stump`, and whose form (without the prefix) fits, at most `max`, in the arena.
 * From the list of all terms, so it works over
 * several databases and remote ones. DICTUM_STALE, DICTUM_CORRUPT, DICTUM_IO, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__expand(xap_db *db, dictum_arena *arena, const char *prefix,
                                                 dictum_slice stump, dictum_fits_fn fits, const void *context,
                                                 size_t max, dictum_expansion *out, dictum_error *err);

#endif
