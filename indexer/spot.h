/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A place in a file (indexer/read/read.h) that is remembered while others are read. */
#ifndef DICTUM_INDEXER_SPOT_H
#define DICTUM_INDEXER_SPOT_H

#include "indexer/read/read.h"

typedef struct dictum_spot {
    bool is_set;
    uint64_t part;
    dictum_buf member; /* empty: the file itself */
} dictum_spot;

void dictum__spot_init(dictum_spot *spot);
void dictum__spot_dispose(dictum_spot *spot);
void dictum__spot_set(dictum_spot *spot, const dictum_place *place);
void dictum__spot_clear(dictum_spot *spot);
/* Whether it is set, and this place. */
bool dictum__spot_is(const dictum_spot *spot, const dictum_place *place);

#endif
