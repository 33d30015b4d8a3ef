/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kinds of sets of documents, each aimed at a border of the format of Xapian's tables. */
#ifndef DICTUM_TESTS_PROPERTY_GLASS_KINDS_H
#define DICTUM_TESTS_PROPERTY_GLASS_KINDS_H

#include "tests/support/chance.h"
#include "tests/support/glass_set.h"

typedef struct glass_kind {
    const char *name;
    void (*draw)(glass_set *set, chance *dice);
    size_t rounds; /* at 100 percent */
    size_t queries;
    bool windows; /* its positions allow for NEAR and PHRASE */
    bool large;   /* takes long; only where it is aimed at */
} glass_kind;

extern const glass_kind glass_kinds[];
extern const size_t glass_kind_count;

/* Small documents and metadata whose entries grow by a byte in each table with `step`, so that all ways to fill a block
 * occur. */
#define GLASS_SWEEP_STEPS 700
void glass_draw_sweep(glass_set *set, chance *dice, size_t step);

#endif
