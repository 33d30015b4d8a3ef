/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can stand beside a positional operator. searcher/positional.h tells what spans and conditions are. */
#ifndef DICTUM_SEARCHER_OPERANDS_H
#define DICTUM_SEARCHER_OPERANDS_H

#include "searcher/query.h"

/* NEAR, ADJ, SENTENCE, PARAGRAPH. */
bool dictum__is_operator(const dictum_node *node);

/* Whether the node is a condition, and has no spans of its own. */
bool dictum__is_condition(const dictum_node *node);

/* How many leaves the node has: what has no parts. */
size_t dictum__count_leaves(const dictum_node *node);

/* The field that all leaves below the node are looked for in. */
dictum__field dictum__operand_field(const dictum_node *node);

/* Whether what is beside the operator `node` can be there; DICTUM_QUERY with the place where not. */
DICTUM_CHECK_RESULT dictum_status dictum__operands_check(const dictum_node *node, dictum_error *err);

#endif
