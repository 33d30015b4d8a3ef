/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trees to Xapian queries. What is looked for is decided by lib/schema.h; the weights are ours:
 *   - a word is looked for by its stem, and its own form adds to the weight, so that the exact form ranks first;
 *   - a word of a script without spaces is looked for as graphemes in a row, and weighed mostly as a word;
 *   - fields that hold codes (lang, type) have no weight. */
#include "searcher/plan.h"

#include <string.h>

#include "lib/schema.h"
#include "searcher/expand.h"

/* Weight of a word's own form beside its stem, and of graphemes in a row beside the word they make. */
#define EXACT_FORM_WEIGHT 0.4
#define GRAPHEMES_WEIGHT 0.25

static dictum_status plan_node(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err);

/* ---- small queries ----------------------------------------------------------------------------------------------- */

static dictum_status failed(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "make the query");
}

static dictum_status term_query(dictum_plan *plan, const char *prefix, dictum_slice form, xap_query **out,
                                dictum_error *err)
{
    xap_error xerr;
    dictum__schema_term(&plan->term, prefix, form);
    if (dictum__buf_status(&plan->term) != DICTUM_OK)
        return dictum__nomem(err);
    if (xap_query_new_term(plan->term.data, plan->term.len, 1, out, &xerr) != XAP_OK)
        return failed(&xerr, err);
    return DICTUM_OK;
}

static dictum_status everything(xap_query **out, dictum_error *err)
{
    xap_error xerr;
    return xap_query_new_term("", 0, 1, out, &xerr) == XAP_OK ? DICTUM_OK : failed(&xerr, err);
}

static dictum_status nothing(xap_query **out, dictum_error *err)
{
    xap_error xerr;
    return xap_query_new_nothing(out, &xerr) == XAP_OK ? DICTUM_OK : failed(&xerr, err);
}

/* Joins `parts`, which are freed whatever happens. One part is handed on as it is. */
static dictum_status join(xap_op op, xap_query **parts, size_t count, xap_query **out, dictum_error *err)
{
    xap_error xerr;
    *out = NULL;
    if (count == 1) {
        *out = parts[0];
        return DICTUM_OK;
    }
    xap_status status = xap_query_new_op(op, parts, count, 0, out, &xerr);
    for (size_t i = 0; i < count; i++)
        xap_query_free(parts[i]);
    return status == XAP_OK ? DICTUM_OK : failed(&xerr, err);
}

static dictum_status join_two(xap_op op, xap_query *left, xap_query *right, xap_query **out, dictum_error *err)
{
    xap_query *parts[2] = {left, right};
    return join(op, parts, 2, out, err);
}

/* Scales *query in place; it is freed on failure. */
static dictum_status scale(xap_query **query, double factor, dictum_error *err)
{
    xap_error xerr;
    xap_query *scaled;
    xap_status status = xap_query_new_scaled(*query, factor, &scaled, &xerr);
    xap_query_free(*query);
    *query = scaled;
    return status == XAP_OK ? DICTUM_OK : failed(&xerr, err);
}

static void free_parts(xap_query **parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        xap_query_free(parts[i]);
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

static const char *field_prefix(dictum__field field)
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
        dictum_status status = term_query(plan, DICTUM__PREFIX_LANG, plan->langs[i], &parts[count], err);
        if (status != DICTUM_OK) {
            free_parts(parts, count);
            return status;
        }
        count++;
    }
    return join(XAP_OP_OR, parts, count, out, err);
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
    dictum_status status = term_query(plan, prefix, stems->stem[first], out, err);
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
    return join_two(others ? XAP_OP_AND_NOT : XAP_OP_FILTER, *out, in_languages, out, err);
}

static dictum_status stem_query(dictum_plan *plan, const char *prefix, dictum_slice form, xap_query **out,
                                dictum_error *err)
{
    word_stems stems;
    *out = NULL;
    if (plan->lang_count == 0)
        return nothing(out, err);
    dictum_status status = find_stems(plan, form, &stems, err);
    if (status != DICTUM_OK)
        return status;
    xap_query **parts = dictum__arena_array(&plan->query->arena, stems.groups, sizeof(xap_query *));
    if (parts == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < stems.groups; i++) {
        status = group_query(plan, prefix, &stems, i, &parts[i], err);
        if (status != DICTUM_OK) {
            free_parts(parts, i);
            return status;
        }
    }
    return join(XAP_OP_OR, parts, stems.groups, out, err);
}

/* Below a NOT nothing is weighed, and nothing may be there for its weight alone: Xapian up to 1.4.22 at least leaves
 * the bounds of an AND_MAYBE inside an AND there unset, and then takes it for an AND whenever they happen to be high.
 *  */
static bool is_weighed(const dictum_plan *plan)
{
    return plan->excluded == 0;
}

static dictum_status plan_word(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    const dictum_query_token *token = &node->tokens[0];
    bool in_text = node->field == DICTUM__IN_ANY || node->field == DICTUM__IN_TITLE;
    xap_query *stem = NULL, *form = NULL;
    if (node->exact || !in_text || token->kind == DICTUM__TOKEN_NUMBER)
        return term_query(plan, field_prefix(node->field), token->form, out, err);
    bool accented = !dictum__slice_equal(token->form, token->folded);
    bool title = node->field == DICTUM__IN_TITLE;
    const char *prefix = accented ? (title ? DICTUM__PREFIX_TITLE_ACCENTED_STEM : DICTUM__PREFIX_ACCENTED_STEM)
                                  : (title ? DICTUM__PREFIX_TITLE_STEM : DICTUM__PREFIX_STEM);
    dictum_status status = stem_query(plan, prefix, token->form, &stem, err);
    if (status != DICTUM_OK)
        return status;
    if (!is_weighed(plan)) {
        *out = stem;
        return DICTUM_OK;
    }
    status = term_query(plan, field_prefix(node->field), token->form, &form, err);
    if (status == DICTUM_OK)
        status = scale(&form, accented ? 1.0 : EXACT_FORM_WEIGHT, err);
    if (status != DICTUM_OK) {
        xap_query_free(stem);
        return status;
    }
    return join_two(XAP_OP_AND_MAYBE, stem, form, out, err);
}

/* ---- rows of tokens ---------------------------------------------------------------------------------------------- */

/* Tokens in a row; the last is `last` where that is not NULL (it is freed whatever happens). */
static dictum_status row_query(dictum_plan *plan, const dictum_node *node, xap_query *last, xap_query **out,
                               dictum_error *err)
{
    xap_query **parts = dictum__arena_array(&plan->query->arena, node->token_count, sizeof(xap_query *));
    size_t terms = node->token_count - (last != NULL);
    dictum_status status = parts == NULL ? dictum__nomem(err) : DICTUM_OK;
    size_t made = 0;
    for (; status == DICTUM_OK && made < terms; made++) {
        status = term_query(plan, field_prefix(node->field), node->tokens[made].form, &parts[made], err);
        if (status != DICTUM_OK)
            break;
    }
    if (status != DICTUM_OK) {
        if (parts != NULL)
            free_parts(parts, made);
        xap_query_free(last);
        return status;
    }
    if (last != NULL)
        parts[terms] = last;
    return join(XAP_OP_PHRASE, parts, node->token_count, out, err);
}

static dictum_status plan_unit(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    dictum_status status = row_query(plan, node, NULL, out, err);
    if (status != DICTUM_OK || node->field != DICTUM__IN_ANY || !is_weighed(plan))
        return status;
    dictum_buf word;
    xap_query *whole = NULL;
    dictum__buf_init(&word, DICTUM__QUERY_BYTES_MAX * 4);
    for (size_t i = 0; i < node->token_count; i++)
        dictum__buf_append_slice(&word, node->tokens[i].form);
    status = dictum__buf_status(&word) == DICTUM_OK ? scale(out, GRAPHEMES_WEIGHT, err) : dictum__nomem(err);
    if (status == DICTUM_OK)
        status = term_query(plan, DICTUM__PREFIX_STEM, dictum__buf_slice(&word), &whole, err);
    dictum__buf_dispose(&word);
    if (status == DICTUM_OK)
        return join_two(XAP_OP_AND_MAYBE, *out, whole, out, err);
    xap_query_free(*out);
    *out = NULL;
    return status;
}

static dictum_status plan_prefix(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    dictum_expansion expansion;
    dictum_slice stump = node->tokens[node->token_count - 1].form;
    dictum_status status = dictum__expand(plan->db, &plan->query->arena, field_prefix(node->field), stump,
                                          DICTUM__EXPANSION_MAX, &expansion, err);
    if (status == DICTUM_OK && expansion.total > expansion.count)
        status = dictum__query_note(plan->query, err,
                                    "“%.*s*” begins %zu words of the index; the %zu most frequent were looked for",
                                    (int)stump.len, stump.data, expansion.total, expansion.count);
    if (status != DICTUM_OK)
        return status;
    if (expansion.count == 0)
        return nothing(out, err);
    xap_query **parts = dictum__arena_array(&plan->query->arena, expansion.count, sizeof(xap_query *));
    if (parts == NULL)
        return dictum__nomem(err);
    xap_error xerr;
    for (size_t i = 0; i < expansion.count; i++) {
        if (xap_query_new_term(expansion.terms[i].data, expansion.terms[i].len, 1, &parts[i], &xerr) != XAP_OK) {
            free_parts(parts, i);
            return failed(&xerr, err);
        }
    }
    /* A synonym weighs as one word would; inside a row only OR is possible. */
    xap_query *any = NULL;
    status = join(node->token_count > 1 ? XAP_OP_OR : XAP_OP_SYNONYM, parts, expansion.count, &any, err);
    if (status != DICTUM_OK || node->token_count == 1) {
        *out = any;
        return status;
    }
    return row_query(plan, node, any, out, err);
}

/* ---- operators --------------------------------------------------------------------------------------------------- */

static dictum_status plan_or(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    xap_query **parts = dictum__arena_array(&plan->query->arena, node->part_count, sizeof(xap_query *));
    if (parts == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < node->part_count; i++) {
        dictum_status status = plan_node(plan, node->parts[i], &parts[i], err);
        if (status != DICTUM_OK) {
            free_parts(parts, i);
            return status;
        }
    }
    return join(XAP_OP_OR, parts, node->part_count, out, err);
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
        status = everything(&with, err);
    if (status != DICTUM_OK) {
        xap_query_free(without);
        return status;
    }
    return join_two(XAP_OP_AND_NOT, with, without, out, err);
}

/* A NOT beside other parts only takes away from them. */
static dictum_status plan_and(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    xap_query **with = dictum__arena_array(&plan->query->arena, node->part_count, sizeof(xap_query *));
    xap_query **without = dictum__arena_array(&plan->query->arena, node->part_count, sizeof(xap_query *));
    size_t withs = 0, withouts = 0;
    dictum_status status = with == NULL || without == NULL ? dictum__nomem(err) : DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < node->part_count; i++) {
        const dictum_node *part = node->parts[i];
        bool negative = part->kind == DICTUM__NODE_NOT;
        status = negative ? plan_excluded(plan, part->parts[0], &without[withouts], err)
                          : plan_node(plan, part, &with[withs], err);
        if (status == DICTUM_OK)
            *(negative ? &withouts : &withs) += 1;
    }
    if (status != DICTUM_OK) {
        if (with != NULL && without != NULL) {
            free_parts(with, withs);
            free_parts(without, withouts);
        }
        return status;
    }
    xap_query *all = NULL, *none = NULL;
    if (withs > 0)
        status = join(XAP_OP_AND, with, withs, &all, err);
    if (status != DICTUM_OK) {
        free_parts(without, withouts);
        return status;
    }
    if (withouts > 0)
        status = join(XAP_OP_OR, without, withouts, &none, err);
    if (status != DICTUM_OK) {
        xap_query_free(all);
        return status;
    }
    return exclude(all, none, out, err);
}

static dictum_status plan_code(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    dictum_status status = term_query(plan, field_prefix(node->field), node->tokens[0].form, out, err);
    return status == DICTUM_OK ? scale(out, 0.0, err) : status;
}

static dictum_status plan_node(dictum_plan *plan, const dictum_node *node, xap_query **out, dictum_error *err)
{
    xap_query *part = NULL;
    dictum_status status;
    *out = NULL;
    if (node->field == DICTUM__IN_LANG || node->field == DICTUM__IN_TYPE)
        return plan_code(plan, node, out, err);
    switch (node->kind) {
    case DICTUM__NODE_WORD:
        return plan_word(plan, node, out, err);
    case DICTUM__NODE_UNIT:
        return plan_unit(plan, node, out, err);
    case DICTUM__NODE_PHRASE:
        return row_query(plan, node, NULL, out, err);
    case DICTUM__NODE_PREFIX:
        return plan_prefix(plan, node, out, err);
    case DICTUM__NODE_AND:
        return plan_and(plan, node, out, err);
    case DICTUM__NODE_OR:
        return plan_or(plan, node, out, err);
    case DICTUM__NODE_NOT:
        status = plan_excluded(plan, node->parts[0], &part, err);
        return status == DICTUM_OK ? exclude(NULL, part, out, err) : status;
    case DICTUM__NODE_NOTHING:
        break;
    }
    return nothing(out, err);
}

dictum_status dictum__plan(dictum_plan *plan, xap_query **out, dictum_error *err)
{
    return plan_node(plan, plan->query->root, out, err);
}
