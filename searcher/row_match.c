/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows in a text, read token by token: of each, where it can stand. */
#include "searcher/row_match.h"

#include <string.h>

#include "searcher/pattern.h"

typedef struct row_match {
    dictum_frontier *frontier;
    const dictum_node *node;
    const dictum_analysis *analysis;
} row_match;

static bool token_equals(const dictum_analysis *analysis, size_t index, dictum_slice form)
{
    const dictum_token *token = &analysis->tokens[index];
    if (token->exact_bytes == form.len && memcmp(analysis->forms + token->exact, form.data, form.len) == 0)
        return true;
    bool more = token->folded_bytes > 0 || token->sign_front_bytes > 0 || token->sign_back_bytes > 0;
    if (!more)
        return false;
    dictum_slice forms[DICTUM__TOKEN_FORMS_MAX];
    size_t count = dictum__token_forms(analysis, index, forms);
    for (size_t i = 1; i < count; i++)
        if (dictum__slice_equal(forms[i], form))
            return true;
    return false;
}

static bool begins_with(dictum_slice form, dictum_slice stump)
{
    return form.len >= stump.len && memcmp(form.data, stump.data, stump.len) == 0;
}

/* Whether a form is one of those that the last token of the node, of which only a part is known, stands for. */
static bool fits(const dictum_node *node, dictum_slice wanted, dictum_slice form)
{
    switch (node->kind) {
    case DICTUM__NODE_PATTERN:
        return dictum__pattern_fits(wanted, form);
    case DICTUM__NODE_FUZZY:
        return dictum__is_within_edits(wanted, form, node->number);
    default:
        return begins_with(form, wanted);
    }
}

static bool token_fits(const dictum_node *node, const dictum_analysis *analysis, size_t index, dictum_slice wanted)
{
    dictum_slice forms[DICTUM__TOKEN_FORMS_MAX];
    size_t count = dictum__token_forms(analysis, index, forms);
    for (size_t i = 0; i < count; i++)
        if (fits(node, wanted, forms[i]))
            return true;
    return false;
}

/* The number of the first join that begins at token `first` or behind it. */
size_t dictum__joins_from(const dictum_analysis *analysis, size_t first)
{
    size_t low = 0, high = analysis->join_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (analysis->joins[middle].first < first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether a statement's join is a reading that rows find (lib/schema.h). */
static bool is_reading(const dictum_join *join)
{
    return join->kind == DICTUM__JOIN_NUMBER || join->kind == DICTUM__JOIN_LINE;
}

static bool is_known_in_part(const dictum_node *node)
{
    return node->kind == DICTUM__NODE_PREFIX || node->kind == DICTUM__NODE_PATTERN || node->kind == DICTUM__NODE_FUZZY;
}

/* Several tokens of which the last may go on, and a number or a word with a sign that may, are looked for as they are
 * (searcher/plan_leaf.c). */
static bool has_readings(const dictum_node *node)
{
    const dictum_query_token *token = &node->tokens[0];
    return !is_known_in_part(node) ||
           (node->token_count == 1 && token->kind != DICTUM__TOKEN_NUMBER && !token->has_sign);
}

/* Whether token `token` of the row is known in part. */
static bool is_stump(const dictum_node *node, size_t token)
{
    return is_known_in_part(node) && token + 1 == node->token_count;
}

static bool stands_at(const dictum_node *node, const dictum_analysis *analysis, size_t at, dictum_slice form,
                      bool stump)
{
    return stump ? token_fits(node, analysis, at, form) : token_equals(analysis, at, form);
}

/* Whether nothing but one token after the other can be read. */
static bool is_plain(const dictum_node *node, const dictum_analysis *analysis)
{
    return !has_readings(node) || (node->join_count == 0 && analysis->join_count == 0);
}

static size_t plain_end(const dictum_node *node, const dictum_analysis *analysis, size_t at)
{
    size_t last = node->token_count - 1, gaps = 0;
    for (size_t i = 1; i <= last; i++)
        gaps += node->tokens[i].gap;
    if (last + gaps >= analysis->token_count - at)
        return at;
    /* The last first: of a long row of common words it tells soonest. */
    size_t end = at + last + gaps;
    if (!stands_at(node, analysis, end, node->tokens[last].form, is_stump(node, last)))
        return at;
    for (size_t i = 0, place = at; i < last; i++, place++) {
        place += node->tokens[i].gap;
        if (!stands_at(node, analysis, place, node->tokens[i].form, false))
            return at;
    }
    return end + 1;
}

/* One form stands at `at`, as a token or as a join of the text: then the row goes on behind it with token `next`. */
static bool step(const row_match *m, dictum_slice form, bool stump, size_t at, size_t next)
{
    const dictum_analysis *analysis = m->analysis;
    if (stands_at(m->node, analysis, at, form, stump) && !dictum__frontier_add(m->frontier, next, at + 1))
        return false;
    for (size_t i = dictum__joins_from(analysis, at); i < analysis->join_count; i++) {
        const dictum_join *join = &analysis->joins[i];
        if (join->first != at)
            break;
        if (stump ? join->kind != DICTUM__JOIN_LINE : !is_reading(join))
            continue;
        dictum_slice exact = dictum__join_exact(analysis, i), folded = dictum__join_folded(analysis, i);
        bool here = stump ? fits(m->node, form, exact) || fits(m->node, form, folded)
                          : dictum__slice_equal(exact, form) || dictum__slice_equal(folded, form);
        if (here && !dictum__frontier_add(m->frontier, next, at + join->count))
            return false;
    }
    return true;
}

/* Token `token` at `at`, by itself and as the beginning of the query's joins from number `join` on. */
static bool steps(const row_match *m, size_t token, size_t join, size_t at)
{
    const dictum_node *node = m->node;
    if (at >= m->analysis->token_count)
        return true;
    if (!step(m, node->tokens[token].form, is_stump(node, token), at, token + 1))
        return false;
    for (; join < node->join_count && node->joins[join].first == token; join++)
        if (node->joins[join].kind != DICTUM__JOIN_HYPHEN &&
            !step(m, node->joins[join].form, false, at, token + node->joins[join].count))
            return false;
    return true;
}

dictum_status dictum__row_ends(dictum_frontier *frontier, const dictum_node *node, const dictum_analysis *analysis,
                               size_t at, dictum_row_ends *out, dictum_error *err)
{
    row_match m = {frontier, node, analysis};
    size_t count = 0, join = 0;
    out->items = &out->only;
    out->count = 0;
    if (is_plain(node, analysis)) {
        out->only = plain_end(node, analysis, at);
        out->count = out->only > at;
        return DICTUM_OK;
    }
    dictum__frontier_clear(frontier);
    bool done = steps(&m, 0, 0, at);
    for (size_t token = 1; done && frontier->live > 0 && token < node->token_count; token++) {
        const size_t *places = dictum__frontier_take(frontier, token, &count);
        while (join < node->join_count && node->joins[join].first < token)
            join++;
        for (size_t i = 0; done && i < count; i++)
            done = steps(&m, token, join, places[i] + node->tokens[token].gap);
    }
    if (!done)
        return dictum__nomem(err);
    out->items = dictum__frontier_take(frontier, node->token_count, &out->count);
    return DICTUM_OK;
}

dictum_status dictum__row_end(dictum_frontier *frontier, const dictum_node *node, const dictum_analysis *analysis,
                              size_t at, size_t *end, dictum_error *err)
{
    dictum_row_ends ends;
    dictum_status status = dictum__row_ends(frontier, node, analysis, at, &ends, err);
    *end = status == DICTUM_OK && ends.count > 0 ? ends.items[ends.count - 1] : at;
    return status;
}
