/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows and their readings as Xapian queries. */
#include "searcher/row.h"

#include <stdlib.h>
#include <string.h>

#include "lib/schema.h"
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

static dictum_status find_candidates(dictum_row *r, xap_query *query, xap_mset **out)
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

/* What a statement alone has: its id and the hash of its record. Indexes that are searched together may hold an id
 * twice, with other texts; where the hash is the same too, the text is, and so is what was found of it. */
static dictum_status identity_query(dictum_row *r, uint32_t docid, xap_query **out)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    xap_doc *doc = NULL;
    xap_query *id = NULL, *hash = NULL;
    const char *term = "", *value = "";
    size_t bytes = 0, value_bytes = 0;
    *out = NULL;
    xap_status status = xap_db_term_list(r->plan->db, docid, &terms, &xerr);
    if (status == XAP_OK)
        status = xap_terms_skip_to(terms, DICTUM__PREFIX_ID, strlen(DICTUM__PREFIX_ID), &xerr);
    if (status == XAP_OK)
        status = xap_terms_next(terms, &term, &bytes, &xerr);
    bool damaged = status == XAP_DONE || (status == XAP_OK && (bytes == 0 || term[0] != DICTUM__PREFIX_ID[0]));
    if (status == XAP_OK && !damaged)
        status = xap_query_new_term(term, bytes, 1, &id, &xerr);
    if (status == XAP_OK)
        status = xap_db_document(r->plan->db, docid, &doc, &xerr);
    if (status == XAP_OK)
        status = xap_doc_value(doc, DICTUM__SLOT_HASH, &value, &value_bytes, &xerr);
    if (status == XAP_OK && value_bytes > 0)
        status = xap_query_new_value_range(DICTUM__SLOT_HASH, value, value_bytes, value, value_bytes, &hash, &xerr);
    xap_doc_free(doc);
    xap_terms_free(terms);
    if (status != XAP_OK || damaged || hash == NULL) {
        xap_query_free(id);
        xap_query_free(hash);
        if (damaged || status == XAP_OK)
            return dictum__fail(r->err, DICTUM_CORRUPT, "a statement of the index has no id or no hash");
        return dictum__fail_xap(r->err, &xerr, "read a statement's id");
    }
    return dictum__join_two_queries(XAP_OP_FILTER, id, hash, out, r->err);
}

/* Which of the candidates hold the row, as their ids; nothing where none does. */
static dictum_status confirmed_ids(dictum_row *r, xap_mset *mset, xap_query **out)
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
            status = dictum__row_reads_in(r, r->plan->db, docid, &found);
        if (status == DICTUM_OK && found) {
            status = identity_query(r, docid, &ids[count]);
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
static dictum_status other_readings(dictum_row *r, xap_query **out)
{
    xap_query *candidates = NULL, *ids = NULL;
    xap_mset *mset = NULL;
    *out = NULL;
    dictum_status status = candidates_query(r, true, &candidates);
    if (status == DICTUM_OK)
        status = dictum__without_retired(r->plan->retired, candidates, &candidates, r->err);
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
