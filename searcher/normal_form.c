/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing a query tree. Forms hold letters, digits, marks, inner apostrophes and middle dots only, in lower case, and
 * signs at their ends that are no operators, so none can be taken for one when it is read again. */
#include "searcher/normal_form.h"

static const char *field_name(dictum__field field)
{
    switch (field) {
    case DICTUM__IN_TITLE:
        return "title:";
    case DICTUM__IN_SPEAKER:
        return "speaker:";
    case DICTUM__IN_SOURCE:
        return "source:";
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
        if (i > 0 && !graphemes)
            dictum__buf_append_str(out, divider(node, i, &join));
        dictum__buf_append_slice(out, node->tokens[i].form);
    }
    dictum__buf_append_char(out, '"');
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
    default:
        if (node->exact)
            dictum__buf_append_char(out, '=');
        print_tokens(node, "", out);
        break;
    }
}

static void print(const dictum_node *node, dictum__node_kind around, dictum_buf *out)
{
    bool group = (node->kind == DICTUM__NODE_OR && around != DICTUM__NODE_OR && around != DICTUM__NODE_NOTHING) ||
                 (node->kind == DICTUM__NODE_AND && around == DICTUM__NODE_NOT);
    switch (node->kind) {
    case DICTUM__NODE_NOTHING:
        break;
    case DICTUM__NODE_AND:
    case DICTUM__NODE_OR:
        if (group)
            dictum__buf_append_char(out, '(');
        for (size_t i = 0; i < node->part_count; i++) {
            if (i > 0)
                dictum__buf_append_str(out, node->kind == DICTUM__NODE_AND ? " AND " : " OR ");
            print(node->parts[i], node->kind, out);
        }
        if (group)
            dictum__buf_append_char(out, ')');
        break;
    case DICTUM__NODE_NOT:
        dictum__buf_append_str(out, "NOT ");
        print(node->parts[0], DICTUM__NODE_NOT, out);
        break;
    default:
        print_leaf(node, out);
        break;
    }
}

void dictum__normal_form(const dictum_node *root, dictum_buf *out)
{
    print(root, DICTUM__NODE_NOTHING, out);
}
