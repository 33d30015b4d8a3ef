/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/operands.h"

bool dictum__is_operator(const dictum_node *node)
{
    return node->kind == DICTUM__NODE_NEAR || node->kind == DICTUM__NODE_ADJ || node->kind == DICTUM__NODE_SENTENCE ||
           node->kind == DICTUM__NODE_PARAGRAPH;
}

bool dictum__is_condition(const dictum_node *node)
{
    if (node->kind == DICTUM__NODE_AND || node->kind == DICTUM__NODE_NOT || node->kind == DICTUM__NODE_QUORUM)
        return true;
    for (size_t i = 0; node->kind == DICTUM__NODE_OR && i < node->part_count; i++)
        if (dictum__is_condition(node->parts[i]))
            return true;
    return false;
}

/* Whether some span of it is a whole sentence or paragraph, whose end no index tells. */
static bool is_whole(const dictum_node *node)
{
    bool is_operator = dictum__is_operator(node);
    if (is_operator && dictum__is_condition(node->parts[0]) && dictum__is_condition(node->parts[1]))
        return true;
    for (size_t i = 0; (is_operator || node->kind == DICTUM__NODE_OR) && i < node->part_count; i++)
        if (is_whole(node->parts[i]))
            return true;
    return false;
}

/* Whether a condition holds where there is no word at all. */
static bool holds_for_nothing(const dictum_node *node)
{
    size_t holding = 0;
    for (size_t i = 0; i < node->part_count; i++)
        holding += holds_for_nothing(node->parts[i]);
    switch (node->kind) {
    case DICTUM__NODE_AND:
        return holding == node->part_count;
    case DICTUM__NODE_OR:
        return holding > 0;
    case DICTUM__NODE_NOT:
        return holding == 0;
    default:
        return false;
    }
}

size_t dictum__count_leaves(const dictum_node *node)
{
    size_t leaves = node->part_count == 0;
    for (size_t i = 0; i < node->part_count; i++)
        leaves += dictum__count_leaves(node->parts[i]);
    return leaves;
}

dictum__field dictum__operand_field(const dictum_node *node)
{
    while (node->part_count > 0)
        node = node->parts[0];
    return node->field;
}

static const char *operator_name(const dictum_node *node)
{
    switch (node->kind) {
    case DICTUM__NODE_NEAR:
        return "NEAR";
    case DICTUM__NODE_ADJ:
        return "ADJ";
    case DICTUM__NODE_SENTENCE:
        return "SENTENCE";
    default:
        return "PARAGRAPH";
    }
}

static dictum_status check_leaves(const dictum_node *node, dictum__field field, const dictum_node *around,
                                  dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < node->part_count; i++)
        status = check_leaves(node->parts[i], field, around, err);
    if (status != DICTUM_OK || node->part_count > 0)
        return status;
    if (node->kind == DICTUM__NODE_DATE || node->field == DICTUM__IN_LANG || node->field == DICTUM__IN_TYPE)
        return dictum__fail_at(err, DICTUM_QUERY, node->offset_bytes,
                               "%s stands between words; a date, language or type is joined by AND",
                               operator_name(around));
    if (node->field != field)
        return dictum__fail_at(err, DICTUM_QUERY, node->offset_bytes,
                               "%s stands between words of one field: title:(a %s b)", operator_name(around),
                               operator_name(around));
    return DICTUM_OK;
}

dictum_status dictum__operands_check(const dictum_node *node, dictum_error *err)
{
    const dictum_node *left = node->parts[0], *right = node->parts[1];
    dictum_status status = check_leaves(node, dictum__operand_field(node), node, err);
    if (status == DICTUM_OK && holds_for_nothing(left) && holds_for_nothing(right))
        status = dictum__fail_at(err, DICTUM_QUERY, node->offset_bytes,
                                 "beside %s one side must be there, not excluded", operator_name(node));
    if (status != DICTUM_OK || node->kind == DICTUM__NODE_SENTENCE || node->kind == DICTUM__NODE_PARAGRAPH)
        return status;
    if ((dictum__is_condition(left) && dictum__is_condition(right)) || is_whole(left) || is_whole(right))
        return dictum__fail_at(err, DICTUM_QUERY, node->offset_bytes,
                               "beside %s at least one side must be words, phrases, or groups of them joined by OR",
                               operator_name(node));
    return DICTUM_OK;
}
