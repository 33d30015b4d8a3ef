/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trees to Xapian queries. What is looked for is decided by lib/schema.h; the weights are ours:
 *   - a word is looked for by its stem, and its own form adds to the weight, so that the exact form ranks first;
 *   - a word of a script without spaces is looked for as graphemes in a row, and weighed mostly as a word;
 *   - fields that hold codes (lang, type) have no weight. */
#include "searcher/plan.h"

#include <stdio.h>
#include <string.h>

#include "lib/schema.h"
#include "searcher/plan_leaf.h"
#include "searcher/plan_positional.h"
#include "searcher/positional.h"
#include "searcher/queries.h"
#include "searcher/retired.h"
#include "searcher/row.h"
#include "searcher/spell.h"

/* Weight of a word as it is spelled elsewhere: less than the least that a word can weigh which nearly every statement
 * has, so that the spelling that was typed ranks first. */
#define OTHER_SPELLING_WEIGHT 1e-9

static dictum_status plan_node(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err);

/* ---- operators --------------------------------------------------------------------------------------------------- */

static dictum_status plan_or(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    xap_query **parts = dictum__arena_array(&plan->query->arena, node->part_count, sizeof(xap_query *));
    if (parts == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < node->part_count; i++) {
        dictum_status status = plan_node(plan, node->parts[i], &parts[i], err);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, i);
            return status;
        }
    }
    return dictum__join_queries(XAP_OP_OR, parts, node->part_count, out, err);
}

/* The two words of a pair in a row. */
static dictum_status apart_query(dictum_plan *plan, const dictum_node *spellings, xap_query **out, dictum_error *err)
{
    const dictum_node *both = spellings->parts[0];
    dictum_query_token tokens[2];
    for (size_t i = 0; i < 2; i++) {
        const dictum_node *word = both->parts[i];
        while (word->kind == DICTUM__NODE_SPELLINGS)
            word = word->parts[0];
        tokens[i] = word->tokens[0];
    }
    dictum_node row = {
        .kind = DICTUM__NODE_PHRASE, .field = spellings->parts[1]->field, .tokens = tokens, .token_count = 2};
    return dictum__row_query(plan, &row, out, err);
}

/* More weight for what is spelled exactly as it was typed, where a row or an AND alone does not tell. */
static dictum_status prefer_typed(dictum_plan *plan, const dictum_node *node, xap_query *first, xap_query **out,
                                  dictum_error *err)
{
    xap_error xerr;
    xap_query *hyphenated = NULL, *row = NULL;
    *out = first;
    if (node->typed == DICTUM__TYPED_JOINED || node->hyphenated.len == 0)
        return DICTUM_OK;
    dictum_status status = DICTUM_OK;
    if (xap_query_new_term(node->hyphenated.data, node->hyphenated.len, 1, &hyphenated, &xerr) != XAP_OK)
        status = dictum__query_failed(&xerr, err);
    if (status == DICTUM_OK && node->typed == DICTUM__TYPED_APART) {
        status = apart_query(plan, node, &row, err);
        if (status == DICTUM_OK)
            status = dictum__join_two_queries(XAP_OP_AND_NOT, row, hyphenated, &hyphenated, err);
    }
    if (status == DICTUM_OK)
        return dictum__join_two_queries(XAP_OP_AND_MAYBE, first, hyphenated, out, err);
    xap_query_free(hyphenated);
    xap_query_free(first);
    *out = NULL;
    return status;
}

static dictum_status plan_spellings(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    xap_query **parts = dictum__arena_array(&plan->query->arena, node->part_count, sizeof(xap_query *));
    if (parts == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < node->part_count; i++) {
        dictum_status status = plan_node(plan, node->parts[i], &parts[i], err);
        if (status == DICTUM_OK && dictum__plan_is_weighed(plan))
            status = i == 0 ? prefer_typed(plan, node, parts[0], &parts[0], err)
                            : dictum__scale_query(&parts[i], OTHER_SPELLING_WEIGHT, err);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, i);
            return status;
        }
    }
    return dictum__join_queries(XAP_OP_OR, parts, node->part_count, out, err);
}

static dictum_status plan_excluded(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    plan->excluded++;
    dictum_status status = plan_node(plan, node, out, err);
    plan->excluded--;
    return status;
}

/* What must match without what must not; *without may be NULL. */
static dictum_status exclude(xap_query *with, xap_query *without, xap_query **out, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    *out = with;
    if (without == NULL)
        return DICTUM_OK;
    if (with == NULL)
        status = dictum__everything_query(&with, err);
    if (status != DICTUM_OK) {
        xap_query_free(without);
        return status;
    }
    return dictum__join_two_queries(XAP_OP_AND_NOT, with, without, out, err);
}

/* A NOT beside other parts only takes away from them. */
static dictum_status plan_and(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    xap_query **with = dictum__arena_array(&plan->query->arena, node->part_count, sizeof(xap_query *));
    xap_query **without = dictum__arena_array(&plan->query->arena, node->part_count, sizeof(xap_query *));
    size_t withs = 0, withouts = 0;
    dictum_status status = DICTUM_OK;
    if (with == NULL || without == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; status == DICTUM_OK && i < node->part_count; i++) {
        const dictum_node *part = node->parts[i];
        bool negative = part->kind == DICTUM__NODE_NOT;
        status = negative ? plan_excluded(plan, part->parts[0], &without[withouts], err)
                          : plan_node(plan, part, &with[withs], err);
        if (status == DICTUM_OK)
            *(negative ? &withouts : &withs) += 1;
    }
    if (status != DICTUM_OK) {
        dictum__free_queries(with, withs);
        dictum__free_queries(without, withouts);
        return status;
    }
    xap_query *all = NULL, *none = NULL;
    if (withs > 0)
        status = dictum__join_queries(XAP_OP_AND, with, withs, &all, err);
    if (status != DICTUM_OK) {
        dictum__free_queries(without, withouts);
        return status;
    }
    if (withouts > 0)
        status = dictum__join_queries(XAP_OP_OR, without, withouts, &none, err);
    if (status != DICTUM_OK) {
        xap_query_free(all);
        return status;
    }
    return exclude(all, none, out, err);
}

static dictum_status plan_unweighed(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    xap_query *part = NULL;
    dictum_status status;
    *out = NULL;
    if (dictum__is_positional(node))
        return dictum__plan_positional(plan, node, out, err);
    switch (node->kind) {
    case DICTUM__NODE_AND:
        return plan_and(plan, node, out, err);
    case DICTUM__NODE_OR:
        return plan_or(plan, node, out, err);
    case DICTUM__NODE_SPELLINGS:
        return plan_spellings(plan, node, out, err);
    case DICTUM__NODE_NOT:
        status = plan_excluded(plan, node->parts[0], &part, err);
        return status == DICTUM_OK ? exclude(NULL, part, out, err) : status;
    case DICTUM__NODE_NOTHING:
        return dictum__nothing_query(out, err);
    default:
        return dictum__plan_leaf(plan, node, out, err);
    }
}

static dictum_status plan_node(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    dictum_status status = plan_unweighed(plan, node, out, err);
    if (status != DICTUM_OK || node->weight == 0 || !dictum__plan_is_weighed(plan))
        return status;
    /* A condition sees to its own. */
    return dictum__is_positional(node) ? DICTUM_OK : dictum__scale_query(out, node->weight, err);
}

/* Whether the index has a term that begins so. */
static dictum_status has_terms(dictum_plan *plan, const char *prefix, bool *found, dictum_error *err)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    const char *term;
    size_t bytes;
    xap_status status = xap_db_all_terms(plan->db, prefix, strlen(prefix), &terms, &xerr);
    if (status == XAP_OK)
        status = xap_terms_next(terms, &term, &bytes, &xerr);
    xap_terms_free(terms);
    *found = status == XAP_OK;
    return status == XAP_OK || status == XAP_DONE ? DICTUM_OK
                                                  : dictum__fail_xap(err, &xerr, "list the words of the index");
}

/* In how many tokens the index has words, in any field. */
static dictum_status find_joined(dictum_plan *plan, dictum_error *err)
{
    static const dictum__field fields[] = {DICTUM__IN_ANY, DICTUM__IN_TITLE, DICTUM__IN_SPEAKER, DICTUM__IN_SOURCE,
                                           DICTUM__IN_PATH};
    bool any;
    memset(plan->has_joined, 0, sizeof plan->has_joined);
    dictum_status status = has_terms(plan, DICTUM__PREFIX_JOINED, &any, err);
    for (size_t tokens = 2; status == DICTUM_OK && any && tokens <= DICTUM__JOIN_TOKENS_MAX; tokens++) {
        bool *has = &plan->has_joined[tokens];
        for (size_t i = 0; status == DICTUM_OK && !*has && i < sizeof fields / sizeof fields[0]; i++) {
            char prefix[16];
            (void)snprintf(prefix, sizeof prefix, DICTUM__PREFIX_JOINED "%s%zu", dictum__field_prefix(fields[i]),
                           tokens);
            status = has_terms(plan, prefix, has, err);
        }
    }
    return status;
}

dictum_status dictum__plan(dictum_plan *plan, xap_query **out, dictum_error *err)
{
    *out = NULL;
    plan->query->capped = false;
    dictum__conditions_free(plan);
    dictum_status status = find_joined(plan, err);
    if (status == DICTUM_OK)
        status = dictum__spell(plan, err);
    if (status == DICTUM_OK)
        status = plan_node(plan, plan->query->planned, out, err);
    return status == DICTUM_OK ? dictum__without_retired(plan->retired, *out, out, err) : status;
}
