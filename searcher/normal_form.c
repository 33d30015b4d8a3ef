/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing a query tree. Forms hold letters, digits, marks, inner apostrophes and middle dots only, in lower case, and
 * signs at their ends that are no operators, so none can be taken for one when it is read again. */
#include "searcher/normal_form.h"

#include <stdio.h>

#include "searcher/operands.h"

static const char *field_name(dictum__field field)
{
    switch (field) {
    case DICTUM__IN_TITLE:
        return "title:";
    case DICTUM__IN_SPEAKER:
        return "speaker:";
    case DICTUM__IN_SOURCE:
        return "source:";
    case DICTUM__IN_PATH:
        return "path:";
    case DICTUM__IN_LANG:
        return "lang:";
    case DICTUM__IN_TYPE:
        return "type:";
    case DICTUM__IN_ANY:
        break;
    }
    return "";
}

static void print_tokens(const dictum_node *node, const char *between, dictum_buf *out)
{
    for (size_t i = 0; i < node->token_count; i++) {
        bool graphemes = i > 0 && node->tokens[i].kind == DICTUM__TOKEN_GRAPHEME &&
                         node->tokens[i - 1].kind == DICTUM__TOKEN_GRAPHEME;
        if (i > 0 && !graphemes)
            dictum__buf_append_str(out, between);
        dictum__buf_append_slice(out, node->tokens[i].form);
    }
}

/* What stands before a token of a phrase, so that the same joins are found when it is read again. Joins before number
 * *join_before end before the token; tokens come rising. */
static const char *divider(const dictum_node *node, size_t token, size_t *join_before)
{
    bool number = false;
    while (*join_before < node->join_count && node->joins[*join_before].first + DICTUM__JOIN_TOKENS_MAX <= token)
        ++*join_before;
    for (size_t i = *join_before; i < node->join_count && node->joins[i].first < token; i++) {
        const dictum_query_join *join = &node->joins[i];
        if (join->first + join->count <= token)
            continue;
        if (join->kind == DICTUM__JOIN_LINE || join->kind == DICTUM__JOIN_BROKEN)
            return "- ";
        number = number || join->kind == DICTUM__JOIN_NUMBER;
    }
    const dictum_query_token *own = &node->tokens[token], *before = own - 1;
    bool group = own->kind == DICTUM__TOKEN_NUMBER && before->kind == DICTUM__TOKEN_NUMBER && own->form.len == 3;
    return group && !number ? " / " : " ";
}

static void print_phrase(const dictum_node *node, dictum_buf *out)
{
    size_t join = 0;
    dictum__buf_append_char(out, '"');
    for (size_t i = 0; i < node->token_count; i++) {
        bool graphemes = i > 0 && node->tokens[i].kind == DICTUM__TOKEN_GRAPHEME &&
                         node->tokens[i - 1].kind == DICTUM__TOKEN_GRAPHEME;
        for (uint32_t gap = 0; gap < node->tokens[i].gap; gap++)
            dictum__buf_append_str(out, " *");
        if (node->tokens[i].gap > 0)
            dictum__buf_append_char(out, ' ');
        else if (i > 0 && !graphemes)
            dictum__buf_append_str(out, divider(node, i, &join));
        dictum__buf_append_slice(out, node->tokens[i].form);
    }
    dictum__buf_append_char(out, '"');
}

/* "a b c"~5 */
static void print_loose(const dictum_node *node, dictum_buf *out)
{
    char number[24];
    dictum__buf_append_str(out, field_name(node->parts[0]->field));
    dictum__buf_append_char(out, '"');
    for (size_t i = 0; i < node->part_count; i++) {
        if (i > 0)
            dictum__buf_append_char(out, ' ');
        dictum__buf_append_slice(out, node->parts[i]->tokens[0].form);
    }
    (void)snprintf(number, sizeof number, "\"%c%u", node->kind == DICTUM__NODE_WINDOW ? '~' : '/',
                   (unsigned)node->number);
    dictum__buf_append_str(out, number);
}

static void print_date(const dictum_node *node, dictum_buf *out)
{
    dictum__buf_append_str(out, "date:");
    dictum__buf_append_slice(out, node->from);
    if (dictum__slice_equal(node->from, node->to))
        return;
    dictum__buf_append_str(out, "..");
    dictum__buf_append_slice(out, node->to);
}

static void print_weight(const dictum_node *node, dictum_buf *out)
{
    char number[32];
    if (node->weight == 0)
        return;
    int length = snprintf(number, sizeof number, "^%.6f", node->weight);
    while (length > 2 && number[length - 1] == '0')
        number[--length] = '\0';
    if (number[length - 1] == '.')
        number[--length] = '\0';
    dictum__buf_append_str(out, number);
}

static void print_leaf(const dictum_node *node, dictum_buf *out)
{
    dictum__buf_append_str(out, field_name(node->field));
    switch (node->kind) {
    case DICTUM__NODE_PHRASE:
        if (dictum__is_compound(node))
            print_tokens(node, "-", out);
        else
            print_phrase(node, out);
        break;
    case DICTUM__NODE_PREFIX:
        if (node->exact)
            dictum__buf_append_char(out, '=');
        print_tokens(node, "-", out);
        dictum__buf_append_char(out, '*');
        break;
    case DICTUM__NODE_FUZZY:
        print_tokens(node, "", out);
        dictum__buf_append_str(out, node->number == 1 ? "~1" : "~2");
        break;
    default:
        if (node->exact)
            dictum__buf_append_char(out, '=');
        print_tokens(node, "", out);
        break;
    }
}

static void print(const dictum_node *node, const dictum_node *around, dictum_buf *out);

/* NEAR and its like are read from left to right. */
static void print_beside(const dictum_node *node, dictum_buf *out)
{
    char name[32];
    switch (node->kind) {
    case DICTUM__NODE_NEAR:
    case DICTUM__NODE_ADJ:
        (void)snprintf(name, sizeof name, " %s/%u ", node->kind == DICTUM__NODE_NEAR ? "NEAR" : "ADJ",
                       (unsigned)node->number);
        break;
    default:
        (void)snprintf(name, sizeof name, " %s ", node->kind == DICTUM__NODE_SENTENCE ? "SENTENCE" : "PARAGRAPH");
        break;
    }
    print(node->parts[0], node, out);
    dictum__buf_append_str(out, name);
    print(node->parts[1], node, out);
}

/* Whether a node needs brackets where it stands. */
static bool is_group(const dictum_node *node, const dictum_node *around)
{
    bool beside = around != NULL && dictum__is_operator(around), first = beside && around->parts[0] == node;
    switch (node->kind) {
    case DICTUM__NODE_WORD: /* 10^6 is a number */
        return node->weight > 0 && node->tokens[0].kind == DICTUM__TOKEN_NUMBER;
    case DICTUM__NODE_OR:
        return node->weight > 0 || (around != NULL && around->kind != DICTUM__NODE_OR);
    case DICTUM__NODE_AND:
        return node->weight > 0 || beside || (around != NULL && around->kind == DICTUM__NODE_NOT);
    case DICTUM__NODE_NOT:
        return first;
    case DICTUM__NODE_NEAR:
    case DICTUM__NODE_ADJ:
    case DICTUM__NODE_SENTENCE:
    case DICTUM__NODE_PARAGRAPH:
        return node->weight > 0 || (beside && !first) || (around != NULL && around->kind == DICTUM__NODE_NOT);
    default:
        return false;
    }
}

static void print_node(const dictum_node *node, dictum_buf *out)
{
    switch (node->kind) {
    case DICTUM__NODE_NOTHING:
        break;
    case DICTUM__NODE_AND:
    case DICTUM__NODE_OR:
        for (size_t i = 0; i < node->part_count; i++) {
            if (i > 0)
                dictum__buf_append_str(out, node->kind == DICTUM__NODE_AND ? " AND " : " OR ");
            print(node->parts[i], node, out);
        }
        break;
    case DICTUM__NODE_NOT:
        dictum__buf_append_str(out, "NOT ");
        print(node->parts[0], node, out);
        break;
    case DICTUM__NODE_WINDOW:
    case DICTUM__NODE_QUORUM:
        print_loose(node, out);
        break;
    case DICTUM__NODE_DATE:
        print_date(node, out);
        break;
    default:
        if (dictum__is_operator(node))
            print_beside(node, out);
        else
            print_leaf(node, out);
        break;
    }
}

static void print(const dictum_node *node, const dictum_node *around, dictum_buf *out)
{
    bool group = is_group(node, around);
    if (group)
        dictum__buf_append_char(out, '(');
    print_node(node, out);
    if (group)
        dictum__buf_append_char(out, ')');
    print_weight(node, out);
}

void dictum__normal_form(const dictum_node *root, dictum_buf *out)
{
    print(root, NULL, out);
}
