/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random query trees, and how they are written as queries. The tree is made first and printed, so that nothing has to
 * read the query language but dictum itself. */
#ifndef DICTUM_TESTS_PROPERTY_TREE_H
#define DICTUM_TESTS_PROPERTY_TREE_H

#include "tests/property/documents.h"

#define TREE_NODES 1024

typedef struct random_tree {
    scan_node nodes[TREE_NODES];
    size_t count;
    scan_node *root;
    bool any; /* to be searched with the option of that name: its root is what that makes of the query */
} random_tree;

/* Makes a tree whose words and phrases are likely to be in the archive. */
void tree_make(random_tree *tree, const random_archive *archive, chance *dice);
/* The query for a tree, or for a part of one when it is asked for alone. `any`: as it is typed for that option. */
void tree_print(const scan_node *node, bool any, growing *query);

#endif
