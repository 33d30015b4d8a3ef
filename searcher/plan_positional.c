/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/plan_positional.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/schema.h"
#include "searcher/confirm.h"
#include "searcher/operands.h"
#include "searcher/plan_leaf.h"
#include "searcher/positional.h"
#include "searcher/queries.h"
#include "searcher/row.h"
#include "searcher/row_steps.h"

/* Statements of a remote index that are looked up one by one: each takes some answers. */
#define CONFIRMED_MAX 10000

/* More terms are found by the list of the statement's terms than one by one. */
#define TERMS_ONE_BY_ONE 6

/* How a leaf is found in a statement: a row of tokens, terms of which any will do, or both one behind the other. */
typedef struct index_leaf {
    bool has_row, has_terms;
    dictum_row row;
    dictum_node row_node;
    dictum_leaf_terms terms;
} index_leaf;

/* Positions of one term. */
typedef struct positions {
    uint32_t *items;
    size_t count, cap;
} positions;

struct dictum_condition {
    dictum_condition *next;
    dictum_positional *positional;
    dictum_positional_source source;
    index_leaf *leaves;
    size_t leaf_count;
    xap_db *db; /* of the statement at hand */
    uint32_t docid;
    positions borders[2]; /* of sentences, of paragraphs */
    bool borders_known;
    positions term;
    dictum_spans ends; /* of the row before terms */
    dictum_status status;
    dictum_error error;
};

/* ---- a statement in the index ------------------------------------------------------------------------------------ */

static bool add_border(positions *borders, uint32_t position)
{
    void *items = borders->items;
    if (!dictum__array_reserve(&items, &borders->cap, borders->count + 1, sizeof *borders->items))
        return false;
    borders->items = items;
    borders->items[borders->count++] = position;
    return true;
}

static dictum_status load_borders(dictum_condition *c, dictum_error *err)
{
    dictum_slice value;
    uint32_t position = 0;
    bool paragraph;
    xap_error xerr;
    if (xap_db_value(c->db, DICTUM__SLOT_BORDERS, c->docid, &value.data, &value.len, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "read where sentences begin");
    c->borders[0].count = c->borders[1].count = 0;
    while (dictum__schema_take_border(&value, &position, &paragraph))
        if (!add_border(&c->borders[0], position) || (paragraph && !add_border(&c->borders[1], position)))
            return dictum__nomem(err);
    if (value.len > 0)
        return dictum__fail(err, DICTUM_CORRUPT,
                            "the index is damaged: where a statement's sentences begin is unclear");
    c->borders_known = true;
    return DICTUM_OK;
}

static dictum_status read_borders(void *context, bool paragraphs, const uint32_t **borders, size_t *count,
                                  dictum_error *err)
{
    dictum_condition *c = context;
    dictum_status status = c->borders_known ? DICTUM_OK : load_borders(c, err);
    *borders = c->borders[paragraphs].items;
    *count = c->borders[paragraphs].count;
    return status;
}

static dictum_status add_term(dictum_condition *c, const dictum_leaf_term *term, dictum_spans *spans, dictum_error *err)
{
    dictum_status status =
        dictum__read_positions(c->db, c->docid, term->text, &c->term.items, &c->term.cap, &c->term.count, err);
    for (size_t i = 0; status == DICTUM_OK && i < c->term.count; i++)
        if (!dictum__spans_add(spans, c->term.items[i], c->term.items[i] + term->length - 1))
            return dictum__nomem(err);
    return status;
}

/* Those of the terms that the statement has, by going through both lists. */
static dictum_status add_listed(dictum_condition *c, const dictum_leaf_terms *terms, dictum_spans *spans,
                                dictum_error *err)
{
    xap_error xerr;
    xap_terms *own = NULL;
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_term_list(c->db, c->docid, &own, &xerr);
    for (size_t i = 0; status == DICTUM_OK && found == XAP_OK && i < terms->count;) {
        dictum_slice wanted = terms->items[i].text, at;
        found = xap_terms_skip_to(own, wanted.data, wanted.len, &xerr);
        if (found == XAP_OK)
            found = xap_terms_next(own, &at.data, &at.len, &xerr);
        while (found == XAP_OK && i < terms->count && dictum__slice_compare(terms->items[i].text, at) < 0)
            i++;
        if (found == XAP_OK && i < terms->count && dictum__slice_equal(terms->items[i].text, at))
            status = add_term(c, &terms->items[i++], spans, err);
    }
    xap_terms_free(own);
    if (status == DICTUM_OK && found != XAP_OK && found != XAP_DONE)
        status = dictum__fail_xap(err, &xerr, "list the words of a statement");
    return status;
}

static dictum_status add_terms(dictum_condition *c, const dictum_leaf_terms *terms, dictum_spans *spans,
                               dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    if (terms->count > TERMS_ONE_BY_ONE)
        return add_listed(c, terms, spans, err);
    for (size_t i = 0; status == DICTUM_OK && i < terms->count; i++)
        status = add_term(c, &terms->items[i], spans, err);
    return status;
}

/* The places of a row behind which one of the terms stands. */
static dictum_status add_both(dictum_condition *c, index_leaf *leaf, dictum_spans *spans, dictum_error *err)
{
    dictum_spans rows = {0};
    c->ends.count = 0;
    dictum_status status = dictum__row_spans(&leaf->row, c->db, c->docid, &rows);
    if (status == DICTUM_OK && rows.count > 0)
        status = add_terms(c, &leaf->terms, &c->ends, err);
    dictum__spans_order(&c->ends);
    for (size_t i = 0; status == DICTUM_OK && i < rows.count; i++) {
        dictum_relation next = {.kind = DICTUM__RELATED_BEFORE};
        dictum_related related = dictum__related_begin(&next, &c->ends, rows.items[i]);
        size_t k;
        while (status == DICTUM_OK && dictum__related_next(&related, &k))
            if (!dictum__spans_add(spans, rows.items[i].first, c->ends.items[k].last))
                status = dictum__nomem(err);
    }
    dictum__spans_dispose(&rows);
    return status;
}

static dictum_status find_leaf(void *context, size_t number, dictum_spans *spans, dictum_error *err)
{
    dictum_condition *c = context;
    index_leaf *leaf = &c->leaves[number];
    leaf->row.err = err;
    if (leaf->has_row && leaf->has_terms)
        return add_both(c, leaf, spans, err);
    return leaf->has_row ? dictum__row_spans(&leaf->row, c->db, c->docid, spans)
                         : add_terms(c, &leaf->terms, spans, err);
}

static bool accept(void *context, xap_db *db, uint32_t docid, bool *accepted)
{
    dictum_condition *c = context;
    c->db = db;
    c->docid = docid;
    c->borders_known = false;
    c->status = dictum__positional_holds(c->positional, &c->source, accepted, &c->error);
    return c->status == DICTUM_OK;
}

/* The same, of a statement that is looked up beforehand. */
static dictum_status holds(void *context, xap_db *db, uint32_t docid, bool *held, dictum_error *err)
{
    dictum_condition *c = context;
    if (!accept(c, db, docid, held) && err != NULL)
        *err = c->error;
    return c->status;
}

/* ---- making it --------------------------------------------------------------------------------------------------- */

static dictum_status begin_row(dictum_plan *plan, index_leaf *leaf, const dictum_node *node, dictum_error *err)
{
    leaf->row = (dictum_row){.plan = plan, .node = node, .err = err};
    leaf->has_row = true;
    return dictum__row_find_steps(&leaf->row);
}

static dictum_status begin_leaf(dictum_plan *plan, index_leaf *leaf, const dictum_node *node, dictum_error *err)
{
    bool expanded =
        node->kind == DICTUM__NODE_PREFIX || node->kind == DICTUM__NODE_PATTERN || node->kind == DICTUM__NODE_FUZZY;
    if (!expanded)
        return begin_row(plan, leaf, node, err);
    leaf->has_terms = true;
    dictum_status status = dictum__leaf_terms(plan, node, &leaf->terms, err);
    if (status != DICTUM_OK || node->token_count == 1)
        return status;
    leaf->row_node = (dictum_node){.kind = DICTUM__NODE_PHRASE,
                                   .field = node->field,
                                   .offset_bytes = node->offset_bytes,
                                   .tokens = node->tokens,
                                   .token_count = node->token_count - 1};
    leaf->row_node.tokens = dictum__arena_array(&plan->query->arena, node->token_count, sizeof *node->tokens);
    if (leaf->row_node.tokens == NULL)
        return dictum__nomem(err);
    memcpy(leaf->row_node.tokens, node->tokens, (node->token_count - 1) * sizeof *node->tokens);
    /* Such a row is looked for as it is (searcher/plan_leaf.c). */
    for (size_t i = 0; i + 1 < node->token_count; i++)
        leaf->row_node.tokens[i].has_sign = true;
    return begin_row(plan, leaf, &leaf->row_node, err);
}

static dictum_status scale(const dictum_plan *plan, const dictum_node *node, xap_query **query, dictum_error *err)
{
    if (*query == NULL || node->weight == 0 || !dictum__plan_is_weighed(plan))
        return DICTUM_OK;
    return dictum__scale_query(query, node->weight, err);
}

/* The statements that a leaf may be in. */
static dictum_status leaf_candidates(dictum_plan *plan, index_leaf *leaf, xap_query **out, dictum_error *err)
{
    xap_query *row = NULL, *any = NULL;
    dictum_status status = DICTUM_OK;
    *out = NULL;
    leaf->row.err = err;
    if (leaf->has_row)
        status = dictum__row_candidates(&leaf->row, &row);
    if (status == DICTUM_OK && leaf->has_row && leaf->row.node->token_count > 1)
        status = dictum__close_query(&row, err);
    if (status == DICTUM_OK && leaf->has_terms)
        status = dictum__any_term_query(plan, &leaf->terms, false, &any, err);
    if (status != DICTUM_OK) {
        xap_query_free(row);
        return status;
    }
    if (row != NULL && any != NULL)
        return dictum__join_two_queries(XAP_OP_AND, row, any, out, err);
    *out = row != NULL ? row : any;
    return DICTUM_OK;
}

/* ---- what Xapian can do itself ----------------------------------------------------------------------------------- */

/* Whether the leaf is one term. A form of letters without diacritics and digits only: a position never holds two such,
 * so that Xapian, which lets two words stand at one position, finds what we would. */
static bool is_one_term(const index_leaf *leaf, const dictum_node *node)
{
    if (!leaf->has_row || leaf->has_terms || node->token_count != 1 || leaf->row.partial || leaf->row.whole ||
        node->weight > 0)
        return false;
    dictum_slice form = node->tokens[0].form;
    for (size_t i = 0; i < form.len; i++)
        if ((form.data[i] < 'a' || form.data[i] > 'z') && (form.data[i] < '0' || form.data[i] > '9'))
            return false;
    return true;
}

/* Terms on their way to an operator of Xapian's. */
typedef struct term_list {
    const dictum_node *leaves[DICTUM__LOOSE_WORDS_MAX];
    size_t numbers[DICTUM__LOOSE_WORDS_MAX];
    size_t count;
} term_list;

/* Adds the terms of a side; false where it is something else than one or an OR of them. All must be different. */
static bool list_terms(const dictum_condition *c, const dictum_node *side, size_t *leaf, term_list *list)
{
    if (side->kind == DICTUM__NODE_OR && side->weight == 0) {
        for (size_t i = 0; i < side->part_count; i++)
            if (side->parts[i]->part_count > 0 || !list_terms(c, side->parts[i], leaf, list))
                return false;
        return true;
    }
    if (side->part_count > 0 || list->count == DICTUM__LOOSE_WORDS_MAX || !is_one_term(&c->leaves[*leaf], side))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (dictum__slice_equal(list->leaves[i]->tokens[0].form, side->tokens[0].form))
            return false;
    list->leaves[list->count] = side;
    list->numbers[list->count++] = (*leaf)++;
    return true;
}

/* Any of the terms [first, last). */
static dictum_status any_of(dictum_condition *c, const term_list *list, size_t first, size_t last, xap_query **out,
                            dictum_error *err)
{
    xap_query *parts[DICTUM__LOOSE_WORDS_MAX];
    for (size_t i = first; i < last; i++) {
        dictum_row *row = &c->leaves[list->numbers[i]].row;
        row->err = err;
        dictum_status status = dictum__row_candidates(row, &parts[i - first]);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, i - first);
            return status;
        }
    }
    return dictum__join_queries(XAP_OP_OR, parts, last - first, out, err);
}

/* The node as one operator of Xapian's; *out is NULL where it can be none. `leaf` is the number of its first. */
static dictum_status native_query(dictum_condition *c, const dictum_node *node, size_t leaf, xap_query **out,
                                  dictum_error *err)
{
    xap_query *sides[DICTUM__LOOSE_WORDS_MAX];
    size_t ends[DICTUM__LOOSE_WORDS_MAX];
    term_list list = {.count = 0};
    bool possible =
        node->kind == DICTUM__NODE_NEAR || node->kind == DICTUM__NODE_ADJ || node->kind == DICTUM__NODE_WINDOW;
    *out = NULL;
    for (size_t i = 0; possible && i < node->part_count; i++) {
        possible = list_terms(c, node->parts[i], &leaf, &list);
        ends[i] = list.count;
    }
    if (!possible)
        return DICTUM_OK;
    for (size_t i = 0; i < node->part_count; i++) {
        dictum_status status = any_of(c, &list, i == 0 ? 0 : ends[i - 1], ends[i], &sides[i], err);
        if (status != DICTUM_OK) {
            dictum__free_queries(sides, i);
            return status;
        }
    }
    return dictum__join_in_window(node->kind == DICTUM__NODE_ADJ ? XAP_OP_PHRASE : XAP_OP_NEAR, sides, node->part_count,
                                  (uint32_t)node->part_count + node->number, out, err);
}

/* ---- candidates -------------------------------------------------------------------------------------------------- */

static dictum_status candidates(dictum_plan *plan, dictum_condition *c, const dictum_node *node, size_t *leaf,
                                xap_query **out, dictum_error *err);

/* The statements that any, or each, of the parts may be in; *out is NULL for all statements. */
static dictum_status parts_candidates(dictum_plan *plan, dictum_condition *c, const dictum_node *node, size_t *leaf,
                                      xap_query **out, dictum_error *err)
{
    bool any = node->kind == DICTUM__NODE_OR || node->kind == DICTUM__NODE_QUORUM, all = false;
    xap_query **parts = dictum__arena_array(&plan->query->arena, node->part_count, sizeof(xap_query *));
    size_t count = 0;
    dictum_status status = DICTUM_OK;
    if (parts == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; status == DICTUM_OK && i < node->part_count; i++) {
        xap_query *part = NULL;
        status = candidates(plan, c, node->parts[i], leaf, &part, err);
        if (status == DICTUM_OK && part == NULL)
            all = true;
        else if (status == DICTUM_OK)
            parts[count++] = part;
    }
    if (status == DICTUM_OK && count > 0 && !(any && all))
        return dictum__join_queries(any ? XAP_OP_OR : XAP_OP_AND, parts, count, out, err);
    dictum__free_queries(parts, count);
    return status;
}

static dictum_status candidates(dictum_plan *plan, dictum_condition *c, const dictum_node *node, size_t *leaf,
                                xap_query **out, dictum_error *err)
{
    size_t first = *leaf;
    dictum_status status = native_query(c, node, first, out, err);
    if (status == DICTUM_OK && *out != NULL) {
        *leaf += dictum__count_leaves(node);
        status = dictum__close_query(out, err);
    } else if (status == DICTUM_OK)
        status = node->part_count > 0 ? parts_candidates(plan, c, node, leaf, out, err)
                                      : leaf_candidates(plan, &c->leaves[(*leaf)++], out, err);
    if (node->kind == DICTUM__NODE_NOT) {
        xap_query_free(*out);
        *out = NULL;
    }
    return status == DICTUM_OK ? scale(plan, node, out, err) : status;
}

static void free_condition(dictum_condition *c)
{
    for (size_t i = 0; c->leaves != NULL && i < c->leaf_count; i++)
        dictum__row_dispose(&c->leaves[i].row);
    free(c->leaves);
    free(c->borders[0].items);
    free(c->borders[1].items);
    free(c->term.items);
    dictum__spans_dispose(&c->ends);
    dictum__positional_free(c->positional);
    free(c);
}

void dictum__conditions_free(dictum_plan *plan)
{
    while (plan->conditions != NULL) {
        dictum_condition *c = plan->conditions;
        plan->conditions = c->next;
        free_condition(c);
    }
}

static dictum_status new_condition(dictum_plan *plan, const dictum_node *node, dictum_condition **out,
                                   dictum_error *err)
{
    dictum_condition *c = calloc(1, sizeof *c);
    if (c == NULL)
        return dictum__nomem(err);
    c->next = plan->conditions;
    plan->conditions = c;
    c->source = (dictum_positional_source){c, find_leaf, read_borders};
    dictum_status status = dictum__positional_new(node, &c->positional, err);
    if (status != DICTUM_OK)
        return status;
    size_t count = dictum__positional_leaf_count(c->positional);
    c->leaves = calloc(count, sizeof *c->leaves);
    if (c->leaves == NULL)
        return dictum__nomem(err);
    for (; status == DICTUM_OK && c->leaf_count < count; c->leaf_count++)
        status =
            begin_leaf(plan, &c->leaves[c->leaf_count], dictum__positional_leaf(c->positional, c->leaf_count), err);
    *out = c;
    return status;
}

/* What the NOT of "word NEAR NOT …", or of a like operator, excludes, with the number of its first leaf; NULL where the
 * node is something else. The word is one term: wherever it is, it stands somewhere. */
static const dictum_node *excluded_part(const dictum_condition *c, const dictum_node *node, size_t *leaf)
{
    if (node->part_count != 2 || node->kind == DICTUM__NODE_AND || node->kind == DICTUM__NODE_OR)
        return NULL;
    size_t word = node->parts[0]->kind == DICTUM__NODE_NOT, word_leaf = 0;
    const dictum_node *negated = node->parts[1 - word];
    if (negated->kind != DICTUM__NODE_NOT)
        return NULL;
    *leaf = 1;
    if (word == 1) {
        *leaf = 0;
        word_leaf = dictum__count_leaves(negated);
    }
    const dictum_node *other = node->parts[word];
    return other->part_count == 0 && is_one_term(&c->leaves[word_leaf], other) ? negated->parts[0] : NULL;
}

/* Where nothing of what is excluded stands in a statement, its words alone decide: (words AND_NOT excluded) OR
 * (words AND condition FILTER excluded). Takes over all three. */
static dictum_status decide_by_words(xap_query *words, xap_query *condition, xap_query *excluded, xap_query **out,
                                     dictum_error *err)
{
    xap_query *without[2] = {words, excluded}, *with[3] = {words, condition, NULL}, *either[2] = {NULL, NULL};
    xap_error xerr;
    xap_status status = xap_query_new_op(XAP_OP_AND_NOT, without, 2, 0, &either[0], &xerr);
    if (status == XAP_OK)
        status = xap_query_new_op(XAP_OP_AND, with, 2, 0, &with[2], &xerr);
    if (status == XAP_OK)
        status = xap_query_new_op(XAP_OP_FILTER, (xap_query *[]){with[2], excluded}, 2, 0, &either[1], &xerr);
    if (status == XAP_OK)
        status = xap_query_new_op(XAP_OP_OR, either, 2, 0, out, &xerr);
    xap_query_free(either[0]);
    xap_query_free(either[1]);
    xap_query_free(with[2]);
    xap_query_free(words);
    xap_query_free(condition);
    xap_query_free(excluded);
    return status == XAP_OK ? DICTUM_OK : dictum__query_failed(&xerr, err);
}

dictum_status dictum__plan_positional(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    dictum_condition *c = NULL;
    xap_query *words = NULL, *condition = NULL, *excluded = NULL;
    xap_error xerr;
    size_t leaf = 0;
    *out = NULL;
    dictum_status status = new_condition(plan, node, &c, err);
    if (status != DICTUM_OK || c == NULL)
        return status;
    status = native_query(c, node, 0, out, err);
    if (status == DICTUM_OK && *out != NULL)
        return scale(plan, node, out, err);
    if (status == DICTUM_OK)
        status = candidates(plan, c, node, &leaf, &words, err);
    if (status == DICTUM_OK && words == NULL)
        status = dictum__everything_query(&words, err);
    const dictum_node *part = status == DICTUM_OK && !plan->is_remote ? excluded_part(c, node, &leaf) : NULL;
    if (part != NULL)
        status = candidates(plan, c, part, &leaf, &excluded, err);
    if (status == DICTUM_OK && plan->is_remote)
        return dictum__confirm(plan, words, CONFIRMED_MAX, holds, c, out, err);
    if (status == DICTUM_OK && xap_query_new_condition(accept, c, &condition, &xerr) != XAP_OK)
        status = dictum__query_failed(&xerr, err);
    if (status == DICTUM_OK && excluded != NULL)
        return decide_by_words(words, condition, excluded, out, err);
    if (status == DICTUM_OK)
        return dictum__join_two_queries(XAP_OP_AND, words, condition, out, err);
    xap_query_free(words);
    xap_query_free(excluded);
    return status;
}

dictum_status dictum__condition_error(const dictum_plan *plan, dictum_error *err)
{
    for (const dictum_condition *c = plan->conditions; c != NULL; c = c->next) {
        if (c->status == DICTUM_OK)
            continue;
        if (err != NULL)
            *err = c->error;
        return c->status;
    }
    return dictum__fail(err, DICTUM_INTERNAL, "a search was stopped that nothing has stopped");
}
