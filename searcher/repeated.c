/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table for each AND and OR, twice as large as it has parts. */
#include "searcher/repeated.h"

#include <stdlib.h>

static uint32_t hash_bytes(uint32_t hash, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u; /* FNV-1a */
    return hash;
}

static uint32_t hash_leaf(const dictum_node *leaf)
{
    uint32_t hash = 2166136261u ^ (uint32_t)leaf->kind ^ (uint32_t)leaf->field << 8;
    for (size_t i = 0; i < leaf->token_count; i++)
        hash = hash_bytes(hash, leaf->tokens[i].form.data, leaf->tokens[i].form.len) * 31u;
    return hash;
}

/* The number of the first join from `join` on that a row can be read by. */
static size_t next_reading(const dictum_node *node, size_t join)
{
    while (join < node->join_count && node->joins[join].kind == DICTUM__JOIN_HYPHEN)
        join++;
    return join;
}

static bool same_leaf(const dictum_node *a, const dictum_node *b)
{
    /* Of a phrase it tells nothing that is_compound() does not. */
    bool exactly = a->exact == b->exact || a->kind == DICTUM__NODE_PHRASE;
    if (a->kind != b->kind || a->field != b->field || !exactly || a->token_count != b->token_count ||
        a->weight != b->weight || a->number != b->number || dictum__is_compound(a) != dictum__is_compound(b))
        return false;
    for (size_t i = 0; i < a->token_count; i++)
        if (!dictum__slice_equal(a->tokens[i].form, b->tokens[i].form) || a->tokens[i].gap != b->tokens[i].gap)
            return false;
    for (size_t i = 0, k = 0;; i++, k++) {
        i = next_reading(a, i);
        k = next_reading(b, k);
        if (i == a->join_count || k == b->join_count)
            return i == a->join_count && k == b->join_count;
        if (a->joins[i].first != b->joins[k].first || a->joins[i].count != b->joins[k].count ||
            a->joins[i].kind != b->joins[k].kind)
            return false;
    }
}

typedef struct leaf_set {
    dictum_node **slots;
    size_t count; /* a power of two */
} leaf_set;

/* Whether the leaf is new to the set, which has it then; else it is counted. */
static bool is_new(leaf_set *set, dictum_node *leaf)
{
    size_t at = hash_leaf(leaf) & (set->count - 1);
    while (set->slots[at] != NULL && !same_leaf(set->slots[at], leaf))
        at = (at + 1) & (set->count - 1);
    if (set->slots[at] != NULL) {
        set->slots[at]->repeats++;
        return false;
    }
    set->slots[at] = leaf;
    return true;
}

/* An AND in an AND is one with it, an OR in an OR too, unless it has a weight of its own. */
static bool is_one_with(const dictum_node *part, const dictum_node *node)
{
    return part->kind == node->kind && part->weight == 0;
}

static size_t parts_of(const dictum_node *node)
{
    size_t count = 0;
    for (size_t i = 0; i < node->part_count; i++)
        count += is_one_with(node->parts[i], node) ? parts_of(node->parts[i]) : 1;
    return count;
}

static void keep_new(dictum_node *node, leaf_set *set)
{
    size_t kept = 0;
    for (size_t i = 0; i < node->part_count; i++) {
        dictum_node *part = node->parts[i];
        if (is_one_with(part, node)) {
            keep_new(part, set);
            if (part->part_count == 0)
                continue;
            node->parts[kept++] = part->part_count == 1 ? part->parts[0] : part;
        } else if (part->token_count == 0 || is_new(set, part)) {
            node->parts[kept++] = part;
        }
    }
    node->part_count = kept;
}

/* What a word weighs that stands there two, three, four times and more: less and less more, as BM25's k3 has it. */
static const double repeated_weights[] = {1.5, 1.7, 1.8};
#define REPEATED_WEIGHTS (sizeof repeated_weights / sizeof repeated_weights[0])

/* What an OR has again weighs more, unless it has a weight of its own. */
static void weigh_repeated(const leaf_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        dictum_node *leaf = set->slots[i];
        if (leaf != NULL && leaf->repeats > 0 && leaf->weight == 0)
            leaf->weight = repeated_weights[(leaf->repeats < REPEATED_WEIGHTS ? leaf->repeats : REPEATED_WEIGHTS) - 1];
    }
}

static dictum_status drop(dictum_node **place, dictum_error *err);

/* What is not one with the node has its own repetitions. */
static dictum_status drop_inside(dictum_node *node, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < node->part_count; i++)
        status = is_one_with(node->parts[i], node) ? drop_inside(node->parts[i], err) : drop(&node->parts[i], err);
    return status;
}

/* One part alone takes its node's place. */
static dictum_status drop(dictum_node **place, dictum_error *err)
{
    dictum_node *node = *place;
    dictum_status status = drop_inside(node, err);
    if (status != DICTUM_OK || (node->kind != DICTUM__NODE_AND && node->kind != DICTUM__NODE_OR))
        return status;
    leaf_set set = {NULL, 4};
    while (set.count < parts_of(node) * 2)
        set.count *= 2;
    set.slots = calloc(set.count, sizeof *set.slots);
    if (set.slots == NULL)
        return dictum__nomem(err);
    keep_new(node, &set);
    if (node->kind == DICTUM__NODE_OR && node->part_count > 1)
        weigh_repeated(&set);
    free(set.slots);
    if (node->part_count > 1)
        return DICTUM_OK;
    *place = node->parts[0];
    if (node->weight > 0 && (*place)->kind != DICTUM__NODE_NOT)
        (*place)->weight = node->weight * ((*place)->weight > 0 ? (*place)->weight : 1);
    return DICTUM_OK;
}

dictum_status dictum__drop_repeated(dictum_query *query, dictum_error *err)
{
    return drop(&query->root, err);
}
