/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows and their readings as Xapian queries. */
#include "searcher/row.h"

#include <stdlib.h>
#include <string.h>

#include "lib/schema.h"
#include "searcher/confirm.h"
#include "searcher/queries.h"
#include "searcher/retired.h"
#include "searcher/row_steps.h"

const char *dictum__field_prefix(dictum__field field)
{
    switch (field) {
    case DICTUM__IN_TITLE:
        return DICTUM__PREFIX_TITLE;
    case DICTUM__IN_SPEAKER:
        return DICTUM__PREFIX_SPEAKER;
    case DICTUM__IN_SOURCE:
        return DICTUM__PREFIX_SOURCE;
    case DICTUM__IN_PATH:
        return DICTUM__PREFIX_PATH;
    case DICTUM__IN_LANG:
        return DICTUM__PREFIX_LANG;
    case DICTUM__IN_TYPE:
        return DICTUM__PREFIX_TYPE;
    case DICTUM__IN_ANY:
        break;
    }
    return "";
}

/* ---- queries ----------------------------------------------------------------------------------------------------- */

static dictum_status step_query(dictum_row *r, const dictum_row_step *step, xap_query **out)
{
    xap_error xerr;
    dictum_slice term = r->terms[step->term].text;
    if (xap_query_new_term(term.data, term.len, 1, out, &xerr) != XAP_OK)
        return dictum__query_failed(&xerr, r->err);
    return DICTUM_OK;
}

typedef bool step_choice(const dictum_row *r, const dictum_row_step *step, size_t token);

/* Any of the steps [from, to) that are chosen. At least one is. */
static dictum_status any_step(dictum_row *r, size_t from, size_t to, step_choice *chosen, size_t token, xap_query **out)
{
    xap_query **parts = calloc(to - from, sizeof(xap_query *));
    dictum_status status = DICTUM_OK;
    size_t count = 0;
    *out = NULL;
    if (parts == NULL)
        return dictum__nomem(r->err);
    for (size_t i = from; status == DICTUM_OK && i < to; i++) {
        if (!chosen(r, &r->steps[i], token))
            continue;
        status = step_query(r, &r->steps[i], &parts[count]);
        count += status == DICTUM_OK;
    }
    if (status == DICTUM_OK)
        status = dictum__join_many_queries(XAP_OP_OR, parts, count, out, r->err);
    else
        dictum__free_queries(parts, count);
    free(parts);
    return status;
}

static bool leads_over(const dictum_row *r, const dictum_row_step *step, size_t token)
{
    (void)r;
    return step->first <= token && token < step->first + step->count;
}

/* Another way than the token's own, over a part of the row. */
static bool is_partial(const dictum_row *r, const dictum_row_step *step, size_t token)
{
    (void)token;
    return !dictum__row_is_own(step) && step->count < r->node->token_count;
}

/* The same over the whole row. */
static bool is_whole(const dictum_row *r, const dictum_row_step *step, size_t token)
{
    (void)token;
    return !dictum__row_is_own(step) && step->count == r->node->token_count;
}

/* Any of the steps over a token: those that begin with it, or with one of the few before from which a step can reach
 * it. */
static dictum_status any_step_over(dictum_row *r, size_t token, xap_query **out)
{
    size_t first = token < DICTUM__JOIN_TOKENS_MAX ? 0 : token - DICTUM__JOIN_TOKENS_MAX + 1;
    return any_step(r, r->from[first], r->from[token + 1], leads_over, token, out);
}

/* Each token's own step, in a row. Where it has gaps, more than it stands for: Xapian cannot say where they are. */
static dictum_status plain_row(dictum_row *r, xap_query **out)
{
    size_t tokens = r->node->token_count;
    uint32_t window = 0;
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
        window += 1 + r->node->tokens[i].gap;
    }
    return dictum__join_in_window(XAP_OP_PHRASE, parts, tokens, window, out, r->err);
}

/* Statements that hold every token in one way or another; `other`: and at least one in another than its own. */
static dictum_status candidates_query(dictum_row *r, bool other, xap_query **out)
{
    size_t tokens = r->node->token_count, count = tokens + other;
    xap_query **parts = dictum__arena_array(&r->plan->query->arena, count, sizeof(xap_query *));
    *out = NULL;
    if (parts == NULL)
        return dictum__nomem(r->err);
    for (size_t i = 0; i < count; i++) {
        dictum_status status =
            i < tokens ? any_step_over(r, i, &parts[i]) : any_step(r, 0, r->count, is_partial, 0, &parts[i]);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, i);
            return status;
        }
    }
    return dictum__join_queries(XAP_OP_AND, parts, count, out, r->err);
}

dictum_status dictum__row_candidates(dictum_row *row, xap_query **out)
{
    return row->partial || row->whole ? candidates_query(row, false, out) : plain_row(row, out);
}

static dictum_status row_holds(void *context, xap_db *db, uint32_t docid, bool *holds, dictum_error *err)
{
    dictum_row *r = context;
    (void)err;
    return dictum__row_reads_in(r, db, docid, holds);
}

/* The readings that give some word another place than it has in the row. */
static dictum_status other_readings(dictum_row *r, xap_query **out)
{
    xap_query *candidates = NULL;
    *out = NULL;
    dictum_status status = candidates_query(r, true, &candidates);
    return status == DICTUM_OK ? dictum__confirm(r->plan, candidates, UINT32_MAX, row_holds, r, out, r->err) : status;
}

static dictum_status readings(dictum_row *r, xap_query **out)
{
    xap_query *parts[3];
    size_t count = 0;
    dictum_status status = plain_row(r, &parts[0]);
    count += status == DICTUM_OK;
    if (status == DICTUM_OK && r->whole) {
        status = any_step(r, 0, r->count, is_whole, 0, &parts[count]);
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
    dictum_row r = {.plan = plan, .node = node, .err = err};
    *out = NULL;
    dictum_status status = dictum__row_find_steps(&r);
    if (status == DICTUM_OK)
        status = readings(&r, out);
    dictum__row_dispose(&r);
    return status;
}
