/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One set of documents, written by both, and the comparison of what came of it. A difference fails the test, and says
 * how to have it again. */
#ifndef DICTUM_TESTS_PROPERTY_GLASS_SCENE_H
#define DICTUM_TESTS_PROPERTY_GLASS_SCENE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/glass_same.h"
#include "tests/support/glass_set.h"

typedef struct glass_scene {
    char label[128]; /* what the set is, and its seed */
    chance dice;
    char *folder, *ours, *theirs; /* paths */
    glass_set *set;
    bool no_windows; /* see glass_same_answers() */
} glass_scene;

/* An empty set, and nothing written yet. `dice` begins with the seed of all, the label and the round. */
void glass_scene_begin(glass_scene *scene, uint64_t seed, const char *label, size_t round);
void glass_scene_end(glass_scene *scene);

/* Writes the set by both. */
void glass_scene_write(glass_scene *scene);
/* Compares all that can be read, asks `queries` queries, and runs Xapian's checker on ours. */
void glass_scene_compare(glass_scene *scene, size_t queries);
/* The same of any two databases; not what their version files state. Where `sound` is true the checker runs. */
void glass_scene_compare_paths(glass_scene *scene, const char *ours, const char *theirs, size_t queries, bool sound);

/* Makes the same changes to both through Xapian, `changes` of them, some of them with documents that `more` has:
 * documents added, replaced and deleted, values and metadata set; committed now and then. */
void glass_scene_change(glass_scene *scene, glass_set *more, size_t changes);
/* Merges what either wrote with the same of another scene, by Xapian's compaction, and compares the two. */
void glass_scene_merge(glass_scene *scene, const glass_scene *other, size_t queries);

/* How much was compared so far. */
typedef struct glass_tally {
    size_t databases, documents, queries, matches, checked;
} glass_tally;
extern glass_tally glass_tally_all;
void glass_tally_print(void);

#endif
