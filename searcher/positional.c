/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Evaluation bottom up: the spans of each part. Places top down: which spans of a part take part in what is wanted of
 * the part around it. */
#include "searcher/positional.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "searcher/operands.h"
#include "searcher/window.h"

typedef struct part part;
struct part {
    const dictum_node *node;
    bool condition;
    size_t leaf; /* of what has no parts */
    dictum_spans spans;
    bool *wanted; /* of each span */
    size_t wanted_cap;
    part **parts;
    size_t part_count;
    part *next; /* of all */
};

struct dictum_positional {
    dictum_arena arena;
    part *root, *all;
    part **leaves;
    size_t leaf_count;
    dictum_window window;
    dictum_spans whole; /* the sentences or paragraphs at hand */
};

/* One statement at hand. */
typedef struct evaluation {
    dictum_positional *positional;
    const dictum_positional_source *source;
    dictum_place_fn place;
    dictum_error *err;
} evaluation;

/* ---- parts ------------------------------------------------------------------------------------------------------- */

static part *make_part(dictum_positional *positional, const dictum_node *node)
{
    part *made = dictum__arena_alloc(&positional->arena, sizeof *made);
    if (made == NULL)
        return NULL;
    *made = (part){.node = node, .condition = dictum__is_condition(node), .next = positional->all};
    positional->all = made;
    if (node->part_count == 0) {
        made->leaf = positional->leaf_count;
        positional->leaves[positional->leaf_count++] = made;
        return made;
    }
    made->parts = dictum__arena_array(&positional->arena, node->part_count, sizeof(part *));
    if (made->parts == NULL)
        return NULL;
    for (size_t i = 0; i < node->part_count; i++) {
        made->parts[i] = make_part(positional, node->parts[i]);
        if (made->parts[i] == NULL)
            return NULL;
        made->part_count++;
    }
    return made;
}

dictum_status dictum__positional_new(const dictum_node *node, dictum_positional **out, dictum_error *err)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return dictum__nomem(err);
    (*out)->leaves = dictum__arena_array(&(*out)->arena, dictum__count_leaves(node), sizeof(part *));
    if ((*out)->leaves != NULL)
        (*out)->root = make_part(*out, node);
    if ((*out)->root != NULL)
        return DICTUM_OK;
    dictum__positional_free(*out);
    *out = NULL;
    return dictum__nomem(err);
}

void dictum__positional_free(dictum_positional *positional)
{
    if (positional == NULL)
        return;
    for (part *at = positional->all; at != NULL; at = at->next) {
        dictum__spans_dispose(&at->spans);
        free(at->wanted);
    }
    dictum__window_dispose(&positional->window);
    dictum__spans_dispose(&positional->whole);
    dictum__arena_dispose(&positional->arena);
    free(positional);
}

size_t dictum__positional_leaf_count(const dictum_positional *positional)
{
    return positional->leaf_count;
}

const dictum_node *dictum__positional_leaf(const dictum_positional *positional, size_t leaf)
{
    return positional->leaves[leaf]->node;
}

static bool has_gaps(const dictum_node *node)
{
    for (size_t i = 0; i < node->token_count; i++)
        if (node->tokens[i].gap > 0)
            return true;
    return false;
}

bool dictum__is_positional(const dictum_node *node)
{
    return dictum__is_operator(node) || node->kind == DICTUM__NODE_WINDOW || node->kind == DICTUM__NODE_QUORUM ||
           has_gaps(node);
}

/* ---- spans ------------------------------------------------------------------------------------------------------- */

static dictum_status find_spans(evaluation *e, part *p, bool all);

static dictum_status add_span(evaluation *e, part *p, uint32_t first, uint32_t last)
{
    if (p->spans.count >= DICTUM__PLACES_MAX) {
        dictum__spans_order(&p->spans);
        if (p->spans.count >= DICTUM__PLACES_MAX / 2)
            return dictum__fail_at(e->err, DICTUM_LIMIT, p->node->offset_bytes,
                                   "a part of the query stands in one statement at more than %zu places",
                                   DICTUM__PLACES_MAX / 2);
    }
    return dictum__spans_add(&p->spans, first, last) ? DICTUM_OK : dictum__nomem(e->err);
}

/* All spans that a condition asks for. */
static dictum_status find_condition(evaluation *e, part *p)
{
    dictum_status status = DICTUM_OK;
    if (!p->condition)
        return find_spans(e, p, true);
    for (size_t i = 0; status == DICTUM_OK && i < p->part_count; i++)
        status = find_condition(e, p->parts[i]);
    return status;
}

/* What is asked of one span. */
static bool condition_holds(const part *p, const dictum_relation *relation, dictum_span of)
{
    size_t holding = 0;
    if (!p->condition)
        return dictum__has_related(relation, &p->spans, of);
    for (size_t i = 0; i < p->part_count; i++)
        holding += condition_holds(p->parts[i], relation, of);
    switch (p->node->kind) {
    case DICTUM__NODE_AND:
        return holding == p->part_count;
    case DICTUM__NODE_NOT:
        return holding == 0;
    case DICTUM__NODE_QUORUM:
        return holding >= p->node->number;
    default:
        return holding > 0;
    }
}

/* How the right side stands to the left one. */
static dictum_status find_relation(evaluation *e, const part *p, dictum_relation *relation)
{
    dictum__node_kind kind = p->node->kind;
    *relation = (dictum_relation){.kind = DICTUM__RELATED_PART, .distance = p->node->number};
    if (kind == DICTUM__NODE_NEAR)
        relation->kind = DICTUM__RELATED_NEAR;
    else if (kind == DICTUM__NODE_ADJ)
        relation->kind = DICTUM__RELATED_BEFORE;
    if (relation->kind != DICTUM__RELATED_PART || dictum__operand_field(p->node) != DICTUM__IN_ANY)
        return DICTUM_OK;
    return e->source->borders(e->source->context, kind == DICTUM__NODE_PARAGRAPH, &relation->borders,
                              &relation->border_count, e->err);
}

static dictum_relation turned(const dictum_relation *relation)
{
    dictum_relation other = *relation;
    if (relation->kind == DICTUM__RELATED_BEFORE)
        other.kind = DICTUM__RELATED_BEHIND;
    return other;
}

/* The stretches from a span of the one side to one of the other. */
static dictum_status find_pairs(evaluation *e, part *p, const dictum_relation *relation, bool all)
{
    const dictum_spans *left = &p->parts[0]->spans, *right = &p->parts[1]->spans;
    dictum_relation oriented = *relation;
    dictum_status status = DICTUM_OK;
    if (right->count < left->count) {
        const dictum_spans *held = left;
        left = right;
        right = held;
        oriented = turned(relation);
    }
    for (size_t i = 0; status == DICTUM_OK && i < left->count; i++) {
        dictum_span of = left->items[i];
        dictum_related related = dictum__related_begin(&oriented, right, of);
        size_t k;
        while (status == DICTUM_OK && dictum__related_next(&related, &k)) {
            dictum_span other = right->items[k];
            status = add_span(e, p, of.first < other.first ? of.first : other.first,
                              of.last > other.last ? of.last : other.last);
            if (!all)
                return status;
        }
    }
    return status;
}

/* The spans of one side for which the condition on the other holds. */
static dictum_status filter_spans(evaluation *e, part *p, const part *spans, const part *condition,
                                  const dictum_relation *relation, bool all)
{
    for (size_t i = 0; i < spans->spans.count; i++) {
        dictum_span of = spans->spans.items[i];
        if (!condition_holds(condition, relation, of))
            continue;
        dictum_status status = add_span(e, p, of.first, of.last);
        if (status != DICTUM_OK || !all)
            return status;
    }
    return DICTUM_OK;
}

/* Every sentence or paragraph. */
static dictum_status find_whole(evaluation *e, const dictum_relation *relation)
{
    dictum_spans *whole = &e->positional->whole;
    size_t count = relation->border_count;
    whole->count = 0;
    for (size_t i = 0; i < (count == 0 ? 1 : count); i++) {
        dictum_span of = dictum__part_of(relation, count == 0 ? 0 : relation->borders[i]);
        if (!dictum__spans_add(whole, of.first, of.last))
            return dictum__nomem(e->err);
    }
    return DICTUM_OK;
}

static dictum_status find_operator(evaluation *e, part *p, bool all)
{
    part *left = p->parts[0], *right = p->parts[1];
    dictum_relation relation;
    dictum_status status = find_condition(e, left);
    if (status != DICTUM_OK || (!left->condition && left->spans.count == 0))
        return status;
    status = find_condition(e, right);
    if (status != DICTUM_OK || (!right->condition && right->spans.count == 0))
        return status;
    status = find_relation(e, p, &relation);
    if (status != DICTUM_OK)
        return status;
    if (!left->condition && !right->condition)
        return find_pairs(e, p, &relation, all);
    if (!left->condition)
        return filter_spans(e, p, left, right, &relation, all);
    dictum_relation back = turned(&relation);
    if (!right->condition)
        return filter_spans(e, p, right, left, &back, all);
    status = find_whole(e, &relation);
    for (size_t i = 0; status == DICTUM_OK && i < e->positional->whole.count; i++) {
        dictum_span of = e->positional->whole.items[i];
        if (condition_holds(left, &relation, of) && condition_holds(right, &relation, of))
            status = add_span(e, p, of.first, of.last);
    }
    return status;
}

static dictum_status find_any(evaluation *e, part *p, bool all)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < p->part_count; i++) {
        const part *of = p->parts[i];
        status = find_spans(e, p->parts[i], all);
        for (size_t k = 0; status == DICTUM_OK && k < of->spans.count; k++)
            status = add_span(e, p, of->spans.items[k].first, of->spans.items[k].last);
    }
    return status;
}

static bool same_word(const part *a, const part *b)
{
    return dictum__slice_equal(a->node->tokens[0].form, b->node->tokens[0].form);
}

static dictum_status find_windows(evaluation *e, part *p)
{
    dictum_window_word words[DICTUM__WINDOW_WORDS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < p->part_count; i++) {
        size_t same = 0, times = 1;
        for (size_t k = 0; k < p->part_count; k++) {
            same += k < i && same_word(p->parts[i], p->parts[k]);
            times += k > i && same_word(p->parts[i], p->parts[k]);
        }
        if (same > 0)
            continue;
        dictum_status status = find_spans(e, p->parts[i], true);
        if (status != DICTUM_OK || p->parts[i]->spans.count < times)
            return status;
        words[count++] = (dictum_window_word){&p->parts[i]->spans, times};
    }
    uint64_t most = (uint64_t)p->part_count + p->node->number;
    return dictum__windows(&e->positional->window, words, count, most, &p->spans) ? DICTUM_OK : dictum__nomem(e->err);
}

/* The spans of a part, in order; where not all are asked for, at least one if there is any. */
static dictum_status find_spans(evaluation *e, part *p, bool all)
{
    dictum_status status;
    p->spans.count = 0;
    switch (p->node->kind) {
    case DICTUM__NODE_OR:
        status = find_any(e, p, all);
        break;
    case DICTUM__NODE_WINDOW:
        status = find_windows(e, p);
        break;
    case DICTUM__NODE_NEAR:
    case DICTUM__NODE_ADJ:
    case DICTUM__NODE_SENTENCE:
    case DICTUM__NODE_PARAGRAPH:
        status = find_operator(e, p, all);
        break;
    default:
        status = e->source->find(e->source->context, p->leaf, &p->spans, e->err);
        break;
    }
    dictum__spans_order(&p->spans);
    return status;
}

/* Whether the whole holds: of a quorum, whether so many of its words are there at all. */
static dictum_status find_root(evaluation *e, bool *holds)
{
    part *root = e->positional->root;
    size_t there = 0;
    for (part *at = e->positional->all; at != NULL; at = at->next)
        at->spans.count = 0;
    if (!root->condition) {
        dictum_status status = find_spans(e, root, false);
        *holds = root->spans.count > 0;
        return status;
    }
    dictum_status status = find_condition(e, root);
    for (size_t i = 0; i < root->part_count; i++)
        there += root->parts[i]->spans.count > 0;
    *holds = there >= root->node->number;
    return status;
}

/* ---- places ------------------------------------------------------------------------------------------------------ */

static dictum_status place_wanted(evaluation *e, part *p);

static dictum_status begin_wanted(evaluation *e, part *p)
{
    void *room = p->wanted;
    if (!dictum__array_reserve(&room, &p->wanted_cap, p->spans.count + 1, sizeof *p->wanted))
        return dictum__nomem(e->err);
    p->wanted = room;
    memset(p->wanted, 0, p->spans.count * sizeof *p->wanted);
    return DICTUM_OK;
}

/* The same of all that a condition consists of. */
static dictum_status begin_condition(evaluation *e, part *p)
{
    dictum_status status = DICTUM_OK;
    if (!p->condition)
        return begin_wanted(e, p);
    for (size_t i = 0; status == DICTUM_OK && i < p->part_count; i++)
        status = begin_condition(e, p->parts[i]);
    return status;
}

/* Wants what makes the condition hold for one span. */
static void want_condition(part *p, const dictum_relation *relation, dictum_span of)
{
    if (!p->condition) {
        dictum_related related = dictum__related_begin(relation, &p->spans, of);
        size_t index;
        while (dictum__related_next(&related, &index))
            p->wanted[index] = true;
        return;
    }
    for (size_t i = 0; p->node->kind != DICTUM__NODE_NOT && i < p->part_count; i++)
        if (condition_holds(p->parts[i], relation, of))
            want_condition(p->parts[i], relation, of);
}

static dictum_status place_condition(evaluation *e, part *p)
{
    dictum_status status = DICTUM_OK;
    if (!p->condition)
        return place_wanted(e, p);
    for (size_t i = 0; p->node->kind != DICTUM__NODE_NOT && status == DICTUM_OK && i < p->part_count; i++)
        status = place_condition(e, p->parts[i]);
    return status;
}

/* Whether the span of an operator is wanted. Of the whole query's all are, and they are not even listed. */
static bool is_wanted(const evaluation *e, const part *p, dictum_span span)
{
    if (p == e->positional->root)
        return true;
    for (size_t low = 0, high = p->spans.count; low < high;) {
        size_t middle = low + (high - low) / 2;
        dictum_span at = p->spans.items[middle];
        if (at.first == span.first && at.last == span.last)
            return p->wanted[middle];
        if (at.first < span.first || (at.first == span.first && at.last < span.last))
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static void want_pairs(evaluation *e, part *p, const dictum_relation *relation)
{
    part *left = p->parts[0], *right = p->parts[1];
    for (size_t i = 0; i < left->spans.count; i++) {
        dictum_span of = left->spans.items[i];
        dictum_related related = dictum__related_begin(relation, &right->spans, of);
        size_t k;
        while (dictum__related_next(&related, &k)) {
            dictum_span other = right->spans.items[k];
            dictum_span both = {of.first < other.first ? of.first : other.first,
                                of.last > other.last ? of.last : other.last};
            if (is_wanted(e, p, both))
                left->wanted[i] = right->wanted[k] = true;
        }
    }
}

/* The spans of one side, and what makes the condition on the other hold for them. */
static void want_filtered(evaluation *e, part *p, part *spans, part *condition, const dictum_relation *relation)
{
    for (size_t i = 0; i < spans->spans.count; i++) {
        dictum_span of = spans->spans.items[i];
        if (!condition_holds(condition, relation, of) || !is_wanted(e, p, of))
            continue;
        spans->wanted[i] = true;
        want_condition(condition, relation, of);
    }
}

static dictum_status want_whole(evaluation *e, part *p, const dictum_relation *relation)
{
    dictum_status status = find_whole(e, relation);
    for (size_t i = 0; status == DICTUM_OK && i < e->positional->whole.count; i++) {
        dictum_span of = e->positional->whole.items[i];
        if (!condition_holds(p->parts[0], relation, of) || !condition_holds(p->parts[1], relation, of) ||
            !is_wanted(e, p, of))
            continue;
        want_condition(p->parts[0], relation, of);
        want_condition(p->parts[1], relation, of);
    }
    return status;
}

static dictum_status place_operator(evaluation *e, part *p)
{
    part *left = p->parts[0], *right = p->parts[1];
    dictum_relation relation;
    dictum_status status = begin_condition(e, left);
    if (status == DICTUM_OK)
        status = begin_condition(e, right);
    if (status == DICTUM_OK)
        status = find_relation(e, p, &relation);
    if (status != DICTUM_OK)
        return status;
    dictum_relation back = turned(&relation);
    if (!left->condition && !right->condition)
        want_pairs(e, p, &relation);
    else if (!left->condition)
        want_filtered(e, p, left, right, &relation);
    else if (!right->condition)
        want_filtered(e, p, right, left, &back);
    else
        status = want_whole(e, p, &relation);
    if (status == DICTUM_OK)
        status = place_condition(e, left);
    return status == DICTUM_OK ? place_condition(e, right) : status;
}

/* Of each part of an OR or a window what is wanted of the whole: the same span, or what is inside of one. */
static dictum_status place_parts(evaluation *e, part *p)
{
    bool inside = p->node->kind == DICTUM__NODE_WINDOW;
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < p->part_count; i++) {
        part *of = p->parts[i];
        status = begin_wanted(e, of);
        for (size_t k = 0; status == DICTUM_OK && !inside && k < of->spans.count; k++)
            of->wanted[k] = is_wanted(e, p, of->spans.items[k]);
        for (size_t k = 0; status == DICTUM_OK && inside && k < p->spans.count; k++) {
            if (!is_wanted(e, p, p->spans.items[k]))
                continue;
            dictum_relation within = {.kind = DICTUM__RELATED_PART};
            uint32_t borders[2] = {p->spans.items[k].first, p->spans.items[k].last + 1};
            within.borders = borders;
            within.border_count = 2;
            want_condition(of, &within, p->spans.items[k]);
        }
        if (status == DICTUM_OK)
            status = place_wanted(e, of);
    }
    return status;
}

static dictum_status place_wanted(evaluation *e, part *p)
{
    dictum_status status = DICTUM_OK;
    switch (p->node->kind) {
    case DICTUM__NODE_OR:
    case DICTUM__NODE_WINDOW:
        return place_parts(e, p);
    case DICTUM__NODE_NEAR:
    case DICTUM__NODE_ADJ:
    case DICTUM__NODE_SENTENCE:
    case DICTUM__NODE_PARAGRAPH:
        return place_operator(e, p);
    default:
        for (size_t i = 0; status == DICTUM_OK && i < p->spans.count; i++)
            if (p == e->positional->root || p->wanted[i])
                status = e->place(e->source->context, p->leaf, p->spans.items[i], e->err);
        return status;
    }
}

/* ---- the outside ------------------------------------------------------------------------------------------------- */

dictum_status dictum__positional_holds(dictum_positional *positional, const dictum_positional_source *source,
                                       bool *holds, dictum_error *err)
{
    evaluation e = {.positional = positional, .source = source, .err = err};
    *holds = false;
    return find_root(&e, holds);
}

dictum_status dictum__positional_places(dictum_positional *positional, const dictum_positional_source *source,
                                        dictum_place_fn place, bool *holds, dictum_error *err)
{
    evaluation e = {.positional = positional, .source = source, .place = place, .err = err};
    part *root = positional->root;
    *holds = false;
    dictum_status status = find_root(&e, holds);
    if (status != DICTUM_OK || !*holds)
        return status;
    if (!root->condition)
        return place_wanted(&e, root);
    for (size_t i = 0; status == DICTUM_OK && i < root->part_count; i++) {
        status = begin_wanted(&e, root->parts[i]);
        if (status == DICTUM_OK && root->parts[i]->spans.count > 0)
            memset(root->parts[i]->wanted, true, root->parts[i]->spans.count);
        if (status == DICTUM_OK)
            status = place_wanted(&e, root->parts[i]);
    }
    return status;
}
