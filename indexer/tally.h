/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often each of many names occurs. */
#ifndef DICTUM_INDEXER_TALLY_H
#define DICTUM_INDEXER_TALLY_H

#include "lib/buf.h"

typedef struct dictum_tally_item {
    char *name; /* ends with a NUL */
    size_t bytes;
    uint64_t count;
} dictum_tally_item;

typedef struct dictum_tally {
    dictum_tally_item *items;
    size_t count, cap;
} dictum_tally;

void dictum__tally_init(dictum_tally *tally);
void dictum__tally_dispose(dictum_tally *tally);
/* Copies the name; DICTUM_NOMEM. A name may then stand in several items, until they are put in order. */
DICTUM_CHECK_RESULT dictum_status dictum__tally_add(dictum_tally *tally, dictum_slice name, uint64_t times,
                                                    dictum_error *err);
/* Each name once, in order of their bytes; or the most frequent first. */
void dictum__tally_by_name(dictum_tally *tally);
void dictum__tally_by_count(dictum_tally *tally);

#endif
