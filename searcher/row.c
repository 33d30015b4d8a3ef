/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows and their readings. A reading is a way through the row's steps: each takes some of its tokens to one term that
 * covers some positions. */
#include "searcher/row.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/schema.h"
#include "searcher/queries.h"

typedef struct row_step {
    size_t first, count; /* tokens of the row */
    size_t length;       /* positions in a statement */
    dictum_slice term;   /* with its prefix */
    uint32_t *positions; /* of the statement at hand, rising */
    size_t position_count, position_cap;
} row_step;

typedef struct row {
    dictum_plan *plan;
    const dictum_node *node;
    row_step *steps; /* rising by `first`; the step of the token itself is the first of each */
    size_t count, cap;
    size_t *from; /* the number of the first step of each token; one more at the end */
    bool partial; /* a step other than a token's own leads only over a part of the row */
    dictum_error *err;
} row;

const char *dictum__field_prefix(dictum__field field)
{
    switch (field) {
    case DICTUM__IN_TITLE:
        return DICTUM__PREFIX_TITLE;
    case DICTUM__IN_SPEAKER:
        return DICTUM__PREFIX_SPEAKER;
    case DICTUM__IN_SOURCE:
        return DICTUM__PREFIX_SOURCE;
    case DICTUM__IN_LANG:
        return DICTUM__PREFIX_LANG;
    case DICTUM__IN_TYPE:
        return DICTUM__PREFIX_TYPE;
    case DICTUM__IN_ANY:
        break;
    }
    return "";
}

/* ---- steps ------------------------------------------------------------------------------------------------------- */

/* Whether it takes one token to itself. */
static bool is_own(const row_step *step)
{
    return step->count == 1 && step->length == 1;
}

/* Adds a step by the term in plan->term. */
static dictum_status add_step(row *r, size_t first, size_t count, size_t length)
{
    void *room = r->steps;
    if (!dictum__array_reserve(&room, &r->cap, r->count + 1, sizeof(row_step)))
        return dictum__nomem(r->err);
    r->steps = room;
    dictum_slice term = dictum__arena_copy(&r->plan->query->arena, dictum__buf_slice(&r->plan->term));
    if (term.data == NULL)
        return dictum__nomem(r->err);
    r->steps[r->count++] = (row_step){.first = first, .count = count, .length = length, .term = term};
    r->partial = r->partial || (!is_own(&r->steps[r->count - 1]) && count < r->node->token_count);
    return DICTUM_OK;
}

static dictum_status add_own_step(row *r, size_t token)
{
    dictum__schema_term(&r->plan->term, dictum__field_prefix(r->node->field), r->node->tokens[token].form);
    if (dictum__buf_status(&r->plan->term) != DICTUM_OK)
        return dictum__nomem(r->err);
    return add_step(r, token, 1, 1);
}

/* The same by the term in plan->term where the index has it. */
static dictum_status add_known_step(row *r, size_t first, size_t count, size_t length)
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
static dictum_status add_joined_steps(row *r, size_t first, size_t count, dictum_slice form, bool number)
{
    size_t least = 2, most = DICTUM__BROKEN_TOKENS_MAX;
    if (!r->plan->has_joined)
        return DICTUM_OK;
    if (number)
        least = most = (form.len + 2) / 3;
    if (least < 2 || most > DICTUM__JOIN_TOKENS_MAX)
        return DICTUM_OK;
    dictum_status status = DICTUM_OK;
    for (size_t length = least; status == DICTUM_OK && length <= most; length++) {
        dictum__schema_joined_term(&r->plan->term, dictum__field_prefix(r->node->field), length, form);
        status = add_known_step(r, first, count, length);
    }
    return status;
}

/* A join of the query: one token, or several others, in a statement. */
static dictum_status add_join_steps(row *r, const dictum_query_join *join)
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

static dictum_status find_steps(row *r)
{
    const dictum_node *node = r->node;
    dictum_status status = DICTUM_OK;
    size_t join = 0;
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
    return status;
}

/* ---- the positions of one statement ------------------------------------------------------------------------------ */

static dictum_status load_positions(row *r, row_step *step, uint32_t docid)
{
    xap_error xerr;
    xap_positions *positions = NULL;
    step->position_count = 0;
    xap_status status = xap_db_positions(r->plan->db, docid, step->term.data, step->term.len, &positions, &xerr);
    while (status == XAP_OK) {
        uint32_t position;
        status = xap_positions_next(positions, &position, &xerr);
        if (status != XAP_OK)
            break;
        void *room = step->positions;
        if (!dictum__array_reserve(&room, &step->position_cap, step->position_count + 1, sizeof position)) {
            xap_positions_free(positions);
            return dictum__nomem(r->err);
        }
        step->positions = room;
        step->positions[step->position_count++] = position;
    }
    xap_positions_free(positions);
    if (status == XAP_DONE || status == XAP_NOT_FOUND)
        return DICTUM_OK;
    return dictum__fail_xap(r->err, &xerr, "read where a word stands");
}

static bool stands_at(const row_step *step, uint32_t position)
{
    size_t low = 0, high = step->position_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (step->positions[middle] < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low < step->position_count && step->positions[low] == position;
}

/* Whether the row from `token` on can be read from `position` on. */
static bool reads_on(const row *r, size_t token, uint32_t position)
{
    if (token == r->node->token_count)
        return true;
    for (size_t i = r->from[token]; i < r->from[token + 1]; i++) {
        const row_step *step = &r->steps[i];
        if (stands_at(step, position) && reads_on(r, token + step->count, position + (uint32_t)step->length))
            return true;
    }
    return false;
}

static dictum_status reads_in(row *r, uint32_t docid, bool *found)
{
    *found = false;
    for (size_t i = 0; i < r->count; i++) {
        dictum_status status = load_positions(r, &r->steps[i], docid);
        if (status != DICTUM_OK)
            return status;
    }
    for (size_t i = r->from[0]; i < r->from[1] && !*found; i++) {
        const row_step *step = &r->steps[i];
        for (size_t k = 0; k < step->position_count && !*found; k++)
            *found = reads_on(r, step->count, step->positions[k] + (uint32_t)step->length);
    }
    return DICTUM_OK;
}

/* ---- queries ----------------------------------------------------------------------------------------------------- */

static dictum_status step_query(row *r, const row_step *step, xap_query **out)
{
    xap_error xerr;
    if (xap_query_new_term(step->term.data, step->term.len, 1, out, &xerr) != XAP_OK)
        return dictum__query_failed(&xerr, r->err);
    return DICTUM_OK;
}

typedef bool step_choice(const row *r, const row_step *step, size_t token);

/* Any of the steps that are chosen. At least one is. */
static dictum_status any_step(row *r, step_choice *chosen, size_t token, xap_query **out)
{
    xap_query **parts = dictum__arena_array(&r->plan->query->arena, r->count, sizeof(xap_query *));
    size_t count = 0;
    *out = NULL;
    if (parts == NULL)
        return dictum__nomem(r->err);
    for (size_t i = 0; i < r->count; i++) {
        if (!chosen(r, &r->steps[i], token))
            continue;
        dictum_status status = step_query(r, &r->steps[i], &parts[count]);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, count);
            return status;
        }
        count++;
    }
    return dictum__join_queries(XAP_OP_OR, parts, count, out, r->err);
}

static bool leads_over(const row *r, const row_step *step, size_t token)
{
    (void)r;
    return step->first <= token && token < step->first + step->count;
}

/* Another way than the token's own, over a part of the row. */
static bool is_partial(const row *r, const row_step *step, size_t token)
{
    (void)token;
    return !is_own(step) && step->count < r->node->token_count;
}

/* The same over the whole row. */
static bool is_whole(const row *r, const row_step *step, size_t token)
{
    (void)token;
    return !is_own(step) && step->count == r->node->token_count;
}

/* Each token's own step, in a row. */
static dictum_status plain_row(row *r, xap_query **out)
{
    size_t tokens = r->node->token_count;
    xap_query **parts = dictum__arena_array(&r->plan->query->arena, tokens, sizeof(xap_query *));
    *out = NULL;
    if (parts == NULL)
        return dictum__nomem(r->err);
    for (size_t i = 0; i < tokens; i++) {
        dictum_status status = step_query(r, &r->steps[r->from[i]], &parts[i]);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, i);
            return status;
        }
    }
    return dictum__join_queries(XAP_OP_PHRASE, parts, tokens, out, r->err);
}

/* Statements that hold every token in one way or another, and at least one in another than its own. */
static dictum_status candidates_query(row *r, xap_query **out)
{
    size_t tokens = r->node->token_count;
    xap_query **parts = dictum__arena_array(&r->plan->query->arena, tokens + 1, sizeof(xap_query *));
    *out = NULL;
    if (parts == NULL)
        return dictum__nomem(r->err);
    for (size_t i = 0; i <= tokens; i++) {
        dictum_status status = any_step(r, i < tokens ? leads_over : is_partial, i, &parts[i]);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, i);
            return status;
        }
    }
    return dictum__join_queries(XAP_OP_AND, parts, tokens + 1, out, r->err);
}

static dictum_status find_candidates(row *r, xap_query *query, xap_mset **out)
{
    xap_error xerr;
    xap_enquire *enquire = NULL;
    uint32_t all = 0;
    *out = NULL;
    xap_status status = xap_db_doc_count(r->plan->db, &all, &xerr);
    if (status == XAP_OK)
        status = xap_enquire_new(r->plan->db, &enquire, &xerr);
    if (status == XAP_OK)
        status = xap_enquire_set_query(enquire, query, &xerr);
    if (status == XAP_OK)
        status = xap_enquire_set_boolean(enquire, &xerr);
    if (status == XAP_OK)
        status = xap_enquire_mset(enquire, 0, all, all, out, &xerr);
    xap_enquire_free(enquire);
    return status == XAP_OK ? DICTUM_OK : dictum__fail_xap(r->err, &xerr, "search");
}

/* The term that a statement alone has. */
static dictum_status id_query(row *r, uint32_t docid, xap_query **out)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    const char *term = "";
    size_t bytes = 0;
    *out = NULL;
    xap_status status = xap_db_term_list(r->plan->db, docid, &terms, &xerr);
    if (status == XAP_OK)
        status = xap_terms_skip_to(terms, DICTUM__PREFIX_ID, strlen(DICTUM__PREFIX_ID), &xerr);
    if (status == XAP_OK)
        status = xap_terms_next(terms, &term, &bytes, &xerr);
    if (status == XAP_OK)
        status = xap_query_new_term(term, bytes, 1, out, &xerr);
    xap_terms_free(terms);
    if (status == XAP_DONE)
        return dictum__fail(r->err, DICTUM_CORRUPT, "a statement of the index has no id");
    return status == XAP_OK ? DICTUM_OK : dictum__fail_xap(r->err, &xerr, "read a statement's id");
}

/* Which of the candidates hold the row, as their ids; nothing where none does. */
static dictum_status confirmed_ids(row *r, xap_mset *mset, xap_query **out)
{
    xap_error xerr;
    uint32_t size = xap_mset_size(mset);
    xap_query **ids = calloc(size == 0 ? 1 : size, sizeof(xap_query *));
    dictum_status status = DICTUM_OK;
    size_t count = 0;
    *out = NULL;
    if (ids == NULL)
        return dictum__nomem(r->err);
    for (uint32_t i = 0; status == DICTUM_OK && i < size; i++) {
        uint32_t docid;
        double weight;
        bool found = false;
        if (xap_mset_item(mset, i, &docid, &weight, &xerr) != XAP_OK)
            status = dictum__fail_xap(r->err, &xerr, "read the matches");
        if (status == DICTUM_OK)
            status = reads_in(r, docid, &found);
        if (status == DICTUM_OK && found) {
            status = id_query(r, docid, &ids[count]);
            count += status == DICTUM_OK;
        }
    }
    if (status != DICTUM_OK)
        dictum__free_queries(ids, count);
    else if (count == 0)
        status = dictum__nothing_query(out, r->err);
    else
        status = dictum__join_many_queries(XAP_OP_OR, ids, count, out, r->err);
    free(ids);
    return status;
}

/* The readings that give some word another place than it has in the row. */
static dictum_status other_readings(row *r, xap_query **out)
{
    xap_query *candidates = NULL, *ids = NULL;
    xap_mset *mset = NULL;
    *out = NULL;
    dictum_status status = candidates_query(r, &candidates);
    if (status == DICTUM_OK)
        status = find_candidates(r, candidates, &mset);
    if (status == DICTUM_OK)
        status = confirmed_ids(r, mset, &ids);
    xap_mset_free(mset);
    if (status == DICTUM_OK)
        return dictum__join_two_queries(XAP_OP_FILTER, candidates, ids, out, r->err);
    xap_query_free(candidates);
    return status;
}

static dictum_status readings(row *r, xap_query **out)
{
    xap_query *parts[3];
    size_t count = 0;
    bool whole = false;
    dictum_status status = plain_row(r, &parts[0]);
    count += status == DICTUM_OK;
    for (size_t i = 0; i < r->count; i++)
        whole = whole || is_whole(r, &r->steps[i], 0);
    if (status == DICTUM_OK && whole) {
        status = any_step(r, is_whole, 0, &parts[count]);
        count += status == DICTUM_OK;
    }
    if (status == DICTUM_OK && r->partial) {
        status = other_readings(r, &parts[count]);
        count += status == DICTUM_OK;
    }
    if (status != DICTUM_OK) {
        dictum__free_queries(parts, count);
        return status;
    }
    return dictum__join_queries(XAP_OP_OR, parts, count, out, r->err);
}

dictum_status dictum__row_query(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    row r = {.plan = plan, .node = node, .err = err};
    *out = NULL;
    r.from = calloc(node->token_count + 1, sizeof *r.from);
    if (r.from == NULL)
        return dictum__nomem(err);
    dictum_status status = find_steps(&r);
    if (status == DICTUM_OK)
        status = readings(&r, out);
    for (size_t i = 0; i < r.count; i++)
        free(r.steps[i].positions);
    free(r.steps);
    free(r.from);
    return status;
}
