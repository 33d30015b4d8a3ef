/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding the steps of a row in an index, and following them in one statement. */
#include "searcher/row_steps.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/schema.h"
#include "searcher/row.h"

void dictum__row_dispose(dictum_row *row)
{
    for (size_t i = 0; i < row->term_count; i++)
        free(row->terms[i].positions);
    free(row->terms);
    free(row->steps);
    free(row->from);
    dictum__frontier_dispose(&row->frontier);
}

bool dictum__row_is_own(const dictum_row_step *step)
{
    return step->count == 1 && step->length == 1;
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

/* Adds a step by the term in plan->term. */
static dictum_status add_step(dictum_row *r, size_t first, size_t count, size_t length)
{
    void *room = r->steps, *terms = r->terms;
    if (!dictum__array_reserve(&room, &r->cap, r->count + 1, sizeof(dictum_row_step)))
        return dictum__nomem(r->err);
    r->steps = room;
    if (!dictum__array_reserve(&terms, &r->term_cap, r->term_count + 1, sizeof(dictum_row_term)))
        return dictum__nomem(r->err);
    r->terms = terms;
    dictum_slice text = dictum__arena_copy(&r->plan->query->arena, dictum__buf_slice(&r->plan->term));
    if (text.data == NULL)
        return dictum__nomem(r->err);
    r->terms[r->term_count] = (dictum_row_term){.text = text};
    r->steps[r->count] = (dictum_row_step){.first = first, .count = count, .length = length, .term = r->term_count++};
    bool own = dictum__row_is_own(&r->steps[r->count++]);
    r->partial = r->partial || (!own && count < r->node->token_count);
    r->whole = r->whole || (!own && count == r->node->token_count);
    return DICTUM_OK;
}

static dictum_status add_own_step(dictum_row *r, size_t token)
{
    dictum__schema_term(&r->plan->term, dictum__field_prefix(r->node->field), r->node->tokens[token].form);
    if (dictum__buf_status(&r->plan->term) != DICTUM_OK)
        return dictum__nomem(r->err);
    return add_step(r, token, 1, 1);
}

/* The same by the term in plan->term where the index has it. */
static dictum_status add_known_step(dictum_row *r, size_t first, size_t count, size_t length)
{
    xap_error xerr;
    bool exists;
    dictum_buf *term = &r->plan->term;
    if (dictum__buf_status(term) != DICTUM_OK)
        return dictum__nomem(r->err);
    if (xap_db_term_exists(r->plan->db, term->data, term->len, &exists, &xerr) != XAP_OK)
        return dictum__fail_xap(r->err, &xerr, "look up a word");
    return exists ? add_step(r, first, count, length) : DICTUM_OK;
}

/* Steps of a form that statements hold in several tokens. */
static dictum_status add_joined_steps(dictum_row *r, size_t first, size_t count, dictum_slice form, bool number)
{
    size_t least = 2, most = DICTUM__JOIN_TOKENS_MAX;
    if (number)
        least = most = (form.len + 2) / 3;
    if (least < 2 || most > DICTUM__JOIN_TOKENS_MAX)
        return DICTUM_OK;
    dictum_status status = DICTUM_OK;
    for (size_t length = least; status == DICTUM_OK && length <= most; length++) {
        if (!r->plan->has_joined[length])
            continue;
        dictum__schema_joined_term(&r->plan->term, dictum__field_prefix(r->node->field), length, form);
        status = add_known_step(r, first, count, length);
    }
    return status;
}

/* A join of the query: one token, or several others, in a statement. */
static dictum_status add_join_steps(dictum_row *r, const dictum_query_join *join)
{
    bool number = join->kind == DICTUM__JOIN_NUMBER;
    if (join->kind == DICTUM__JOIN_HYPHEN)
        return DICTUM_OK;
    dictum__schema_term(&r->plan->term, dictum__field_prefix(r->node->field), join->form);
    dictum_status status = add_known_step(r, join->first, join->count, 1);
    /* A number in groups has as many tokens in a statement as here: its own steps find it. */
    if (status == DICTUM_OK && !number)
        status = add_joined_steps(r, join->first, join->count, join->form, false);
    return status;
}

/* A term on its way to its place among the others. */
typedef struct sorted_term {
    dictum_slice text;
    size_t step;
} sorted_term;

static int compare_terms(const void *left, const void *right)
{
    const sorted_term *a = left, *b = right;
    return dictum__slice_compare(a->text, b->text);
}

/* Until here each step has a term of its own. */
static dictum_status unite_terms(dictum_row *r)
{
    sorted_term *sorted = calloc(r->count, sizeof *sorted);
    if (sorted == NULL)
        return dictum__nomem(r->err);
    for (size_t i = 0; i < r->count; i++)
        sorted[i] = (sorted_term){r->terms[r->steps[i].term].text, i};
    qsort(sorted, r->count, sizeof *sorted, compare_terms);
    r->term_count = 0;
    for (size_t i = 0; i < r->count; i++) {
        if (i == 0 || !dictum__slice_equal(sorted[i].text, r->terms[r->term_count - 1].text))
            r->terms[r->term_count++] = (dictum_row_term){.text = sorted[i].text};
        r->steps[sorted[i].step].term = r->term_count - 1;
    }
    free(sorted);
    return DICTUM_OK;
}

dictum_status dictum__row_find_steps(dictum_row *r)
{
    const dictum_node *node = r->node;
    dictum_status status = DICTUM_OK;
    size_t join = 0;
    r->from = calloc(node->token_count + 1, sizeof *r->from);
    if (r->from == NULL)
        return dictum__nomem(r->err);
    for (size_t i = 0; status == DICTUM_OK && i < node->token_count; i++) {
        const dictum_query_token *token = &node->tokens[i];
        r->from[i] = r->count;
        status = add_own_step(r, i);
        if (status == DICTUM_OK && token->kind != DICTUM__TOKEN_GRAPHEME && !token->has_sign)
            status = add_joined_steps(r, i, 1, token->form, token->kind == DICTUM__TOKEN_NUMBER);
        for (; status == DICTUM_OK && join < node->join_count && node->joins[join].first == i; join++)
            status = add_join_steps(r, &node->joins[join]);
    }
    r->from[node->token_count] = r->count;
    return status == DICTUM_OK ? unite_terms(r) : status;
}

/* ---- one statement ----------------------------------------------------------------------------------------------- */

dictum_status dictum__read_positions(xap_db *db, uint32_t docid, dictum_slice term, uint32_t **room, size_t *cap,
                                     size_t *count, dictum_error *err)
{
    for (;;) {
        xap_error xerr;
        xap_status status = xap_db_read_positions(db, docid, term.data, term.len, *room, *cap, count, &xerr);
        if (status == XAP_NOT_FOUND)
            *count = 0;
        else if (status != XAP_OK)
            return dictum__fail_xap(err, &xerr, "read where a word stands");
        if (*count <= *cap)
            return DICTUM_OK;
        void *grown = *room;
        if (!dictum__array_reserve(&grown, cap, *count, sizeof **room))
            return dictum__nomem(err);
        *room = grown;
    }
}

static dictum_status load_positions(dictum_row *r, dictum_row_term *term, xap_db *db, uint32_t docid)
{
    return dictum__read_positions(db, docid, term->text, &term->positions, &term->position_cap, &term->position_count,
                                  r->err);
}

static bool stands_at(const dictum_row_term *term, size_t position)
{
    size_t low = 0, high = term->position_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (term->positions[middle] < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low < term->position_count && term->positions[low] == position;
}

/* Wherever a first step stands, the row may begin. */
static bool begin(dictum_row *r)
{
    for (size_t i = r->from[0]; i < r->from[1]; i++) {
        const dictum_row_term *term = &r->terms[r->steps[i].term];
        for (size_t k = 0; k < term->position_count; k++)
            if (!dictum__frontier_add(&r->frontier, 0, term->positions[k]))
                return false;
    }
    return true;
}

/* From each place of a token on. */
static bool go_on(dictum_row *r, size_t token)
{
    size_t count;
    const size_t *places = dictum__frontier_take(&r->frontier, token, &count);
    for (size_t i = r->from[token]; i < r->from[token + 1]; i++) {
        const dictum_row_step *step = &r->steps[i];
        for (size_t k = 0; k < count; k++) {
            size_t place = places[k] + r->node->tokens[token].gap;
            if (stands_at(&r->terms[step->term], place) &&
                !dictum__frontier_add(&r->frontier, token + step->count, place + step->length))
                return false;
        }
    }
    return true;
}

static dictum_status load_all(dictum_row *r, xap_db *db, uint32_t docid)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < r->term_count; i++)
        status = load_positions(r, &r->terms[i], db, docid);
    return status;
}

static bool go_through(dictum_row *r)
{
    bool done = true;
    for (size_t token = 0; done && r->frontier.live > 0 && token < r->node->token_count; token++)
        done = go_on(r, token);
    return done;
}

dictum_status dictum__row_reads_in(dictum_row *r, xap_db *db, uint32_t docid, bool *found)
{
    *found = false;
    dictum_status status = load_all(r, db, docid);
    if (status != DICTUM_OK)
        return status;
    dictum__frontier_clear(&r->frontier);
    if (!begin(r) || !go_through(r))
        return dictum__nomem(r->err);
    *found = r->frontier.live > 0;
    return DICTUM_OK;
}

/* Each token by itself. */
static dictum_status plain_spans(dictum_row *r, xap_db *db, uint32_t docid, dictum_spans *spans)
{
    size_t tokens = r->node->token_count;
    for (size_t i = 0; i < r->term_count; i++) {
        dictum_status status = load_positions(r, &r->terms[i], db, docid);
        if (status != DICTUM_OK || r->terms[i].position_count == 0)
            return status;
    }
    const dictum_row_term *first = &r->terms[r->steps[r->from[0]].term];
    for (size_t i = 0; i < first->position_count; i++) {
        size_t at = first->positions[i], token = 1;
        for (; token < tokens; token++) {
            at += 1 + r->node->tokens[token].gap;
            if (!stands_at(&r->terms[r->steps[r->from[token]].term], at))
                break;
        }
        if (token == tokens && !dictum__spans_add(spans, first->positions[i], (uint32_t)at))
            return dictum__nomem(r->err);
    }
    return DICTUM_OK;
}

/* From one place, in all readings. */
static bool spans_from(dictum_row *r, uint32_t first, dictum_spans *spans)
{
    size_t count;
    dictum__frontier_clear(&r->frontier);
    if (!dictum__frontier_add(&r->frontier, 0, first) || !go_through(r))
        return false;
    const size_t *ends = dictum__frontier_take(&r->frontier, r->node->token_count, &count);
    for (size_t i = 0; i < count; i++)
        if (!dictum__spans_add(spans, first, (uint32_t)ends[i] - 1))
            return false;
    return true;
}

dictum_status dictum__row_spans(dictum_row *r, xap_db *db, uint32_t docid, dictum_spans *spans)
{
    if (!r->partial && !r->whole)
        return plain_spans(r, db, docid, spans);
    dictum_status status = load_all(r, db, docid);
    for (size_t i = r->from[0]; status == DICTUM_OK && i < r->from[1]; i++) {
        const dictum_row_term *term = &r->terms[r->steps[i].term];
        for (size_t k = 0; status == DICTUM_OK && k < term->position_count; k++)
            if (!spans_from(r, term->positions[k], spans))
                status = dictum__nomem(r->err);
    }
    return status;
}
