/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words, rows and prefixes as Xapian queries. */
#include "searcher/plan_leaf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/schema.h"
#include "searcher/expand.h"
#include "searcher/pattern.h"
#include "searcher/queries.h"
#include "searcher/row.h"

/* Weight of a word's own form beside its stem, and of graphemes in a row beside the word they make. */
#define EXACT_FORM_WEIGHT 0.4
#define GRAPHEMES_WEIGHT 0.25
/* Of a word that half of all statements have, or more: enough to order statements by, where there is nothing else. */
#define COMMON_WEIGHT 0.02

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* The stems of one word in the index's languages: `stem[i]` is that of langs[i], equal ones have equal `group[i]`. */
typedef struct word_stems {
    dictum_slice *stem;
    size_t *group;
    size_t groups;
} word_stems;

static dictum_status find_stems(dictum_plan *plan, dictum_slice form, word_stems *out, dictum_error *err)
{
    dictum_arena *arena = &plan->query->arena;
    out->stem = dictum__arena_array(arena, plan->lang_count, sizeof *out->stem);
    out->group = dictum__arena_array(arena, plan->lang_count, sizeof *out->group);
    out->groups = 0;
    if (out->stem == NULL || out->group == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < plan->lang_count; i++) {
        dictum_slice stem;
        dictum_status status = dictum__stem(plan->stems, plan->langs[i], form, &stem, err);
        if (status != DICTUM_OK)
            return status;
        out->stem[i] = dictum__arena_copy(arena, stem);
        if (out->stem[i].data == NULL)
            return dictum__nomem(err);
        out->group[i] = out->groups;
        for (size_t k = 0; k < i; k++)
            if (dictum__slice_equal(out->stem[k], out->stem[i]))
                out->group[i] = out->group[k];
        if (out->group[i] == out->groups)
            out->groups++;
    }
    return DICTUM_OK;
}

/* The statements in languages of one group, or in any of the other groups. */
static dictum_status languages(dictum_plan *plan, const word_stems *stems, size_t group, bool others, xap_query **out,
                               dictum_error *err)
{
    xap_query **parts = dictum__arena_array(&plan->query->arena, plan->lang_count, sizeof(xap_query *));
    size_t count = 0;
    if (parts == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < plan->lang_count; i++) {
        if ((stems->group[i] == group) == others)
            continue;
        dictum_status status = dictum__term_query(&plan->term, DICTUM__PREFIX_LANG, plan->langs[i], &parts[count], err);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, count);
            return status;
        }
        count++;
    }
    return dictum__join_queries(XAP_OP_OR, parts, count, out, err);
}

/* One stem, in the statements of the languages that it is a stem in. */
static dictum_status group_query(dictum_plan *plan, const char *prefix, const word_stems *stems, size_t group,
                                 xap_query **out, dictum_error *err)
{
    size_t members = 0, first = plan->lang_count;
    for (size_t i = 0; i < plan->lang_count; i++) {
        members += stems->group[i] == group;
        if (i < first && stems->group[i] == group)
            first = i;
    }
    dictum_status status = dictum__term_query(&plan->term, prefix, stems->stem[first], out, err);
    if (status != DICTUM_OK || stems->groups == 1)
        return status;
    bool others = members * 2 > plan->lang_count;
    xap_query *in_languages = NULL;
    status = languages(plan, stems, group, others, &in_languages, err);
    if (status != DICTUM_OK) {
        xap_query_free(*out);
        *out = NULL;
        return status;
    }
    return dictum__join_two_queries(others ? XAP_OP_AND_NOT : XAP_OP_FILTER, *out, in_languages, out, err);
}

static dictum_status stem_query(dictum_plan *plan, const char *prefix, dictum_slice form, xap_query **out,
                                dictum_error *err)
{
    word_stems stems;
    *out = NULL;
    if (plan->lang_count == 0)
        return dictum__nothing_query(out, err);
    dictum_status status = find_stems(plan, form, &stems, err);
    if (status != DICTUM_OK)
        return status;
    xap_query **parts = dictum__arena_array(&plan->query->arena, stems.groups, sizeof(xap_query *));
    if (parts == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < stems.groups; i++) {
        status = group_query(plan, prefix, &stems, i, &parts[i], err);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, i);
            return status;
        }
    }
    return dictum__join_queries(XAP_OP_OR, parts, stems.groups, out, err);
}

/* Below a NOT nothing is weighed, and nothing may be there for its weight alone: Xapian up to 1.4.22 at least leaves
 * the bounds of an AND_MAYBE inside an AND there unset, and then takes it for an AND whenever they happen to be
 * high. */
bool dictum__plan_is_weighed(const dictum_plan *plan)
{
    return plan->excluded == 0;
}

/* A number, or a word that has no stem: each form of it that was typed. Where it is found by another reading, or with a
 * sign, its stem term alone has weight. */
static dictum_status plan_exact_word(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    const dictum_query_token *token = &node->tokens[0];
    xap_query *stem = NULL;
    dictum_status status = dictum__row_query(plan, node, out, err);
    if (status != DICTUM_OK || token->kind != DICTUM__TOKEN_NUMBER || token->has_sign ||
        node->field != DICTUM__IN_ANY || !dictum__plan_is_weighed(plan))
        return status;
    status = dictum__term_query(&plan->term, DICTUM__PREFIX_STEM, token->form, &stem, err);
    if (status == DICTUM_OK)
        return dictum__join_two_queries(XAP_OP_AND_MAYBE, *out, stem, out, err);
    xap_query_free(*out);
    *out = NULL;
    return status;
}

/* Scales what is weighed for a word down where very many statements have it. Xapian's BM25 gives a word that every
 * statement has up to 0.4, so that twenty of them, in a question, count more than the two words that matter. Robertson
 * and Spärck Jones's own weight, log((N - n + 0.5) / (n + 0.5)), is 0 for a word that half of the statements have, and
 * Xapian's is the same below a third. */
static dictum_status dampen(dictum_plan *plan, dictum_slice form, xap_query **query, dictum_error *err)
{
    xap_error xerr;
    uint32_t statements = 0;
    dictum__schema_term(&plan->term, "", form);
    if (dictum__buf_status(&plan->term) != DICTUM_OK)
        return dictum__nomem(err);
    if (xap_db_term_freq(plan->db, plan->term.data, plan->term.len, &statements, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "look up a word");
    double n = statements < plan->documents ? statements : plan->documents;
    double ratio = ((double)plan->documents - n + 0.5) / (n + 0.5);
    if (ratio >= 2)
        return DICTUM_OK;
    double factor = ratio > 1 ? log(ratio) / log(ratio * 0.5 + 1) : 0;
    return dictum__scale_query(query, factor > COMMON_WEIGHT ? factor : COMMON_WEIGHT, err);
}

static dictum_status plan_word(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    const dictum_query_token *token = &node->tokens[0];
    bool in_text = node->field == DICTUM__IN_ANY || node->field == DICTUM__IN_TITLE;
    xap_query *stem = NULL, *form = NULL;
    if (node->exact || !in_text || token->has_sign || token->kind == DICTUM__TOKEN_NUMBER)
        return plan_exact_word(plan, node, out, err);
    bool accented = !dictum__slice_equal(token->form, token->folded);
    bool title = node->field == DICTUM__IN_TITLE;
    const char *prefix = accented ? (title ? DICTUM__PREFIX_TITLE_ACCENTED_STEM : DICTUM__PREFIX_ACCENTED_STEM)
                                  : (title ? DICTUM__PREFIX_TITLE_STEM : DICTUM__PREFIX_STEM);
    dictum_status status = stem_query(plan, prefix, token->form, &stem, err);
    if (status != DICTUM_OK)
        return status;
    if (!dictum__plan_is_weighed(plan)) {
        *out = stem;
        return DICTUM_OK;
    }
    status = dictum__term_query(&plan->term, dictum__field_prefix(node->field), token->form, &form, err);
    if (status == DICTUM_OK)
        status = dictum__scale_query(&form, accented ? 1.0 : EXACT_FORM_WEIGHT, err);
    if (status != DICTUM_OK) {
        xap_query_free(stem);
        return status;
    }
    status = dictum__join_two_queries(XAP_OP_AND_MAYBE, stem, form, out, err);
    if (status != DICTUM_OK)
        return status;
    status = dampen(plan, token->form, out, err);
    if (status != DICTUM_OK) {
        xap_query_free(*out);
        *out = NULL;
    }
    return status;
}

/* ---- rows of tokens ---------------------------------------------------------------------------------------------- */

/* Tokens in a row, the last of which is `last` (freed whatever happens). */
static dictum_status row_before(dictum_plan *plan, const dictum_node *node, xap_query *last, xap_query **out,
                                dictum_error *err)
{
    xap_query **parts = dictum__arena_array(&plan->query->arena, node->token_count, sizeof(xap_query *));
    size_t terms = node->token_count - 1;
    if (parts == NULL) {
        xap_query_free(last);
        return dictum__nomem(err);
    }
    for (size_t made = 0; made < terms; made++) {
        dictum_status status = dictum__term_query(&plan->term, dictum__field_prefix(node->field),
                                                  node->tokens[made].form, &parts[made], err);
        if (status != DICTUM_OK) {
            dictum__free_queries(parts, made);
            xap_query_free(last);
            return status;
        }
    }
    parts[terms] = last;
    return dictum__join_queries(XAP_OP_PHRASE, parts, node->token_count, out, err);
}

static dictum_status plan_unit(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    dictum_status status = dictum__row_query(plan, node, out, err);
    if (status != DICTUM_OK || node->field != DICTUM__IN_ANY || !dictum__plan_is_weighed(plan))
        return status;
    dictum_buf word;
    xap_query *whole = NULL;
    dictum__buf_init(&word, DICTUM__QUERY_BYTES_MAX * 4);
    for (size_t i = 0; i < node->token_count; i++)
        dictum__buf_append_slice(&word, node->tokens[i].form);
    status =
        dictum__buf_status(&word) == DICTUM_OK ? dictum__scale_query(out, GRAPHEMES_WEIGHT, err) : dictum__nomem(err);
    if (status == DICTUM_OK)
        status = dictum__term_query(&plan->term, DICTUM__PREFIX_STEM, dictum__buf_slice(&word), &whole, err);
    dictum__buf_dispose(&word);
    if (status == DICTUM_OK)
        return dictum__join_two_queries(XAP_OP_AND_MAYBE, *out, whole, out, err);
    xap_query_free(*out);
    *out = NULL;
    return status;
}

/* ---- words that are known in part ------------------------------------------------------------------------------- */

static bool fits_pattern(const void *context, dictum_slice form)
{
    const dictum_node *node = context;
    return dictum__pattern_fits(node->tokens[0].form, form);
}

static bool fits_fuzzy(const void *context, dictum_slice form)
{
    const dictum_node *node = context;
    return dictum__is_within_edits(node->tokens[0].form, form, node->number);
}

/* How every word that fits begins. */
static dictum_slice stump_of(const dictum_node *node)
{
    dictum_slice form = node->tokens[node->token_count - 1].form;
    size_t length = 0;
    if (node->kind == DICTUM__NODE_PREFIX)
        return form;
    if (node->kind == DICTUM__NODE_FUZZY) {
        while (++length < form.len && ((unsigned char)form.data[length] & 0xc0) == 0x80)
            continue;
        return (dictum_slice){form.data, length};
    }
    while (length < form.len && form.data[length] != '*' && form.data[length] != '?')
        length++;
    return (dictum_slice){form.data, length};
}

/* There are more words than are looked for: fewer statements may be found, but never more. */
static dictum_status tell_capped(dictum_plan *plan, const dictum_node *node, const dictum_expansion *expansion,
                                 dictum_error *err)
{
    dictum_slice form = node->tokens[node->token_count - 1].form;
    const char *sign = node->kind == DICTUM__NODE_PREFIX ? "*" : node->kind == DICTUM__NODE_FUZZY ? "~" : "";
    int shown = form.len > 60 ? 0 : (int)form.len;
    if (plan->excluded > 0)
        return dictum__fail_at(err, DICTUM_LIMIT, node->offset_bytes,
                               "“%.*s%s” stands for %zu words of the index; no more than %zu can be excluded", shown,
                               form.data, sign, expansion->total, expansion->count);
    plan->query->capped = true;
    return dictum__query_note(plan->query, err,
                              "“%.*s%s” stands for %zu words of the index; the %zu most frequent were looked for",
                              shown, form.data, sign, expansion->total, expansion->count);
}

static bool make_room(dictum_arena *arena, dictum_leaf_terms *list, size_t more)
{
    dictum_leaf_term *grown = dictum__arena_array(arena, list->count + more, sizeof *grown);
    if (grown == NULL)
        return false;
    if (list->count > 0)
        memcpy(grown, list->items, list->count * sizeof *grown);
    list->items = grown;
    return true;
}

/* The words of the index that fit and have `prefix`. */
static dictum_status expand_stump(dictum_plan *plan, const dictum_node *node, const char *prefix, uint32_t length,
                                  dictum_leaf_terms *list, dictum_error *err)
{
    dictum_expansion expansion;
    dictum_fits_fn fits = node->kind == DICTUM__NODE_PATTERN ? fits_pattern
                          : node->kind == DICTUM__NODE_FUZZY ? fits_fuzzy
                                                             : NULL;
    dictum_status status =
        dictum__expand(plan->db, &plan->query->arena, prefix, stump_of(node), fits, node,
                       node->token_count > 1 ? DICTUM__ROW_EXPANSION_MAX : DICTUM__EXPANSION_MAX, &expansion, err);
    if (status == DICTUM_OK && expansion.total > expansion.count)
        status = tell_capped(plan, node, &expansion, err);
    if (status != DICTUM_OK)
        return status;
    if (!make_room(&plan->query->arena, list, expansion.count) || list->items == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < expansion.count; i++)
        list->items[list->count++] = (dictum_leaf_term){expansion.terms[i], length};
    return DICTUM_OK;
}

/* The same of words that are broken at a line's end. */
static dictum_status expand_broken(dictum_plan *plan, const dictum_node *node, dictum_leaf_terms *list,
                                   dictum_error *err)
{
    const dictum_query_token *stump = &node->tokens[0];
    char prefix[16];
    dictum_status status = DICTUM_OK;
    if (node->token_count > 1 || stump->kind == DICTUM__TOKEN_NUMBER || stump->has_sign)
        return DICTUM_OK;
    for (size_t tokens = 2; status == DICTUM_OK && tokens <= DICTUM__JOIN_TOKENS_MAX; tokens++) {
        if (!plan->has_joined[tokens])
            continue;
        (void)snprintf(prefix, sizeof prefix, DICTUM__PREFIX_JOINED "%s%zu", dictum__field_prefix(node->field), tokens);
        status = expand_stump(plan, node, prefix, (uint32_t)tokens, list, err);
    }
    return status;
}

static int compare_terms(const void *left, const void *right)
{
    const dictum_leaf_term *a = left, *b = right;
    return dictum__slice_compare(a->text, b->text);
}

dictum_status dictum__leaf_terms(dictum_plan *plan, const dictum_node *node, dictum_leaf_terms *out, dictum_error *err)
{
    *out = (dictum_leaf_terms){0};
    dictum_status status = expand_stump(plan, node, dictum__field_prefix(node->field), 1, out, err);
    if (status == DICTUM_OK)
        status = expand_broken(plan, node, out, err);
    if (status == DICTUM_OK && out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, compare_terms);
    return status;
}

dictum_status dictum__any_term_query(dictum_plan *plan, const dictum_leaf_terms *terms, bool in_row, xap_query **out,
                                     dictum_error *err)
{
    xap_error xerr;
    *out = NULL;
    if (terms->count == 0)
        return dictum__nothing_query(out, err);
    xap_query **parts = dictum__arena_array(&plan->query->arena, terms->count, sizeof(xap_query *));
    if (parts == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < terms->count; i++) {
        dictum_slice term = terms->items[i].text;
        if (xap_query_new_term(term.data, term.len, 1, &parts[i], &xerr) == XAP_OK)
            continue;
        dictum__free_queries(parts, i);
        return dictum__query_failed(&xerr, err);
    }
    /* A synonym weighs as one word would; inside a row only OR is possible. */
    return in_row ? dictum__join_queries(XAP_OP_OR, parts, terms->count, out, err)
                  : dictum__join_many_queries(XAP_OP_SYNONYM, parts, terms->count, out, err);
}

static dictum_status plan_expanded(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    dictum_leaf_terms terms;
    xap_query *any = NULL;
    bool in_row = node->token_count > 1;
    dictum_status status = dictum__leaf_terms(plan, node, &terms, err);
    if (status == DICTUM_OK && terms.count == 0)
        return dictum__nothing_query(out, err);
    if (status == DICTUM_OK)
        status = dictum__any_term_query(plan, &terms, in_row, &any, err);
    if (status == DICTUM_OK && in_row)
        return row_before(plan, node, any, out, err);
    *out = any;
    return status;
}

/* A date's values begin with what is asked for, or stand between. */
static dictum_status plan_date(const dictum_node *node, xap_query **out, dictum_error *err)
{
    xap_error xerr;
    xap_status status;
    char to[16];
    int bytes = snprintf(to, sizeof to, "%.*s~", (int)node->to.len, node->to.data); /* behind all that begin so */
    if (node->to.len == 0)
        status = xap_query_new_value_ge(DICTUM__SLOT_DATE, node->from.data, node->from.len, out, &xerr);
    else if (node->from.len == 0)
        status = xap_query_new_value_le(DICTUM__SLOT_DATE, to, (size_t)bytes, out, &xerr);
    else if (strcmp(node->from.data, to) > 0)
        return dictum__nothing_query(out, err);
    else
        status = xap_query_new_value_range(DICTUM__SLOT_DATE, node->from.data, node->from.len, to, (size_t)bytes, out,
                                           &xerr);
    return status == XAP_OK ? dictum__scale_query(out, 0.0, err) : dictum__query_failed(&xerr, err);
}

/* ---- leaves ------------------------------------------------------------------------------------------------------ */

static dictum_status plan_code(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    dictum_status status =
        dictum__term_query(&plan->term, dictum__field_prefix(node->field), node->tokens[0].form, out, err);
    return status == DICTUM_OK ? dictum__scale_query(out, 0.0, err) : status;
}

dictum_status dictum__plan_leaf(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    *out = NULL;
    if (node->field == DICTUM__IN_LANG || node->field == DICTUM__IN_TYPE)
        return plan_code(plan, node, out, err);
    switch (node->kind) {
    case DICTUM__NODE_WORD:
        return plan_word(plan, node, out, err);
    case DICTUM__NODE_UNIT:
        return plan_unit(plan, node, out, err);
    case DICTUM__NODE_PREFIX:
    case DICTUM__NODE_PATTERN:
    case DICTUM__NODE_FUZZY:
        return plan_expanded(plan, node, out, err);
    case DICTUM__NODE_DATE:
        return plan_date(node, out, err);
    default:
        return dictum__row_query(plan, node, out, err);
    }
}
