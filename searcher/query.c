/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parser: lexemes to a tree. OR binds loosest, then AND (written or a space), then NEAR and its like, then NOT and
 * fields. ANDs and ORs are
 * flat (no part of an AND is an AND), save that a group in brackets stays one where side by side means OR. */
#include "searcher/query.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/schema.h"
#include "lib/utf8.h"
#include "searcher/leaf.h"
#include "searcher/lex.h"
#include "searcher/normal_form.h"
#include "searcher/operands.h"
#include "searcher/repeated.h"

typedef struct query_parser {
    dictum_lexer lexer;
    dictum_analyser *analyser;
    dictum_query *query;
    dictum__field field; /* that the words at hand are looked for in */
    bool exact;          /* an = before a group concerns them */
    size_t next;         /* lexeme */
    size_t depth;
    bool any; /* what stands side by side at the top will be joined by OR */
    dictum_error *err;
} query_parser;

/* Parts on their way to an AND or OR. */
typedef struct part_list {
    dictum_node **parts;
    size_t count, cap;
} part_list;

dictum_status dictum__query_note(dictum_query *query, dictum_error *err, const char *format, ...)
{
    char text[DICTUM_ERROR_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    dictum_note *note = dictum__arena_alloc(&query->arena, sizeof *note);
    dictum_slice copy = dictum__arena_copy(&query->arena, dictum__slice(text));
    if (note == NULL || copy.data == NULL)
        return dictum__nomem(err);
    note->text = copy.data;
    dictum_note **end = &query->notes;
    size_t count = 0;
    for (; *end != NULL; count++) {
        if (strcmp((*end)->text, text) == 0)
            return DICTUM_OK;
        end = &(*end)->next;
    }
    if (count > DICTUM__NOTES_MAX)
        return DICTUM_OK;
    if (count == DICTUM__NOTES_MAX)
        note->text = "there is more to be said of this query than these notes";
    *end = note;
    return DICTUM_OK;
}

bool dictum__is_compound(const dictum_node *node)
{
    return node->kind == DICTUM__NODE_PHRASE && !node->quoted && !node->exact && node->token_count == 2 &&
           node->join_count == 1 && node->joins[0].kind == DICTUM__JOIN_HYPHEN && node->joins[0].count == 2 &&
           !node->tokens[0].has_sign && !node->tokens[1].has_sign;
}

void dictum__query_free(dictum_query *query)
{
    if (query == NULL)
        return;
    dictum__arena_dispose(&query->arena);
    free(query);
}

static dictum_status add_part(query_parser *parser, part_list *list, dictum_node *part)
{
    if (list->count == list->cap) {
        size_t cap = list->cap == 0 ? 8 : list->cap * 2;
        dictum_node **grown = dictum__arena_array(&parser->query->arena, cap, sizeof(dictum_node *));
        if (grown == NULL)
            return dictum__nomem(parser->err);
        if (list->count > 0)
            memcpy(grown, list->parts, list->count * sizeof *grown);
        list->parts = grown;
        list->cap = cap;
    }
    list->parts[list->count++] = part;
    return DICTUM_OK;
}

/* Adds a part, or its parts where it is of the same kind; nothing where it is NULL. */
static dictum_status add_flat(query_parser *parser, part_list *list, dictum__node_kind kind, dictum_node *part)
{
    if (part == NULL)
        return DICTUM_OK;
    if (part->kind != kind || part->weight > 0 || (parser->any && kind == DICTUM__NODE_AND))
        return add_part(parser, list, part);
    for (size_t i = 0; i < part->part_count; i++) {
        dictum_status status = add_part(parser, list, part->parts[i]);
        if (status != DICTUM_OK)
            return status;
    }
    return DICTUM_OK;
}

/* The parts as one node: NULL when there are none, the part itself when there is one. */
static dictum_status combine(query_parser *parser, dictum__node_kind kind, bool implicit, const part_list *list,
                             dictum_node **out)
{
    *out = list->count > 0 ? list->parts[0] : NULL;
    if (list->count < 2)
        return DICTUM_OK;
    dictum_node *node = dictum__arena_alloc(&parser->query->arena, sizeof *node);
    if (node == NULL)
        return dictum__nomem(parser->err);
    *node = (dictum_node){.kind = kind,
                          .implicit = implicit,
                          .offset_bytes = list->parts[0]->offset_bytes,
                          .parts = list->parts,
                          .part_count = list->count};
    *out = node;
    return DICTUM_OK;
}

static const dictum_lexeme *peek(const query_parser *parser)
{
    static const dictum_lexeme end = {.kind = DICTUM__LEX_DROPPED};
    return parser->next < parser->lexer.count ? &parser->lexer.lexemes[parser->next] : &end;
}

static dictum_status parse_or(query_parser *parser, dictum_node **out);
static dictum_status parse_operand(query_parser *parser, dictum_node **out);

/* Whether a leaf means more than a mark of punctuation between words: it was put between quotation marks, or an
 * operator stands beside it. */
static bool is_operand_by_sign(const query_parser *parser, const dictum_lexeme *lexeme)
{
    const dictum_lexeme *first = parser->lexer.lexemes, *last = first + parser->lexer.count - 1;
    dictum__lexeme_kind before = lexeme > first ? lexeme[-1].kind : DICTUM__LEX_WORD;
    dictum__lexeme_kind behind = lexeme < last ? lexeme[1].kind : DICTUM__LEX_WORD;
    return lexeme->kind == DICTUM__LEX_PHRASE || before == DICTUM__LEX_NOT || before == DICTUM__LEX_FIELD ||
           before == DICTUM__LEX_EXACT || before == DICTUM__LEX_AND || before == DICTUM__LEX_OR ||
           behind == DICTUM__LEX_AND || behind == DICTUM__LEX_OR || lexeme->beside;
}

static dictum_status parse_leaf(query_parser *parser, const dictum_lexeme *lexeme, dictum_node **out)
{
    dictum_leaf_source source = {
        .text = {parser->lexer.text.data + lexeme->start, lexeme->end - lexeme->start},
        .offset_bytes = lexeme->offset,
        .field = parser->field,
        .phrase = lexeme->kind == DICTUM__LEX_PHRASE,
        .exact = lexeme->exact || (parser->exact && lexeme->kind != DICTUM__LEX_PHRASE),
        .prefix = lexeme->prefix,
        .pattern = lexeme->pattern,
        .beside = lexeme->beside,
        .operation = lexeme->operation,
        .number = lexeme->number,
        .weight = lexeme->weight,
    };
    dictum_status status = dictum__leaf_make(parser->analyser, parser->query, &source, out, parser->err);
    if (status != DICTUM_OK || *out != NULL || !is_operand_by_sign(parser, lexeme))
        return status;
    return dictum__lex_ignored(&parser->lexer, lexeme->offset, parser->err, "“%.*s” holds no word or number",
                               dictum__lex_shown_bytes(&parser->lexer, lexeme->start, lexeme->end), source.text.data);
}

/* What is not `part`; nothing where that is NULL. */
static dictum_status make_not(query_parser *parser, size_t offset, dictum_node *part, dictum_node **out)
{
    *out = NULL;
    if (part == NULL)
        return DICTUM_OK;
    if (part->kind == DICTUM__NODE_NOT) {
        *out = part->parts[0];
        return DICTUM_OK;
    }
    dictum_node *node = dictum__arena_alloc(&parser->query->arena, sizeof *node);
    dictum_node **parts = dictum__arena_array(&parser->query->arena, 1, sizeof(dictum_node *));
    if (node == NULL || parts == NULL)
        return dictum__nomem(parser->err);
    parts[0] = part;
    *node = (dictum_node){.kind = DICTUM__NODE_NOT, .offset_bytes = offset, .parts = parts, .part_count = 1};
    *out = node;
    return DICTUM_OK;
}

static dictum_status make_date(query_parser *parser, const dictum_lexeme *lexeme, dictum_node **out)
{
    dictum_node *node = dictum__arena_alloc(&parser->query->arena, sizeof *node);
    if (node == NULL)
        return dictum__nomem(parser->err);
    *node = (dictum_node){.kind = DICTUM__NODE_DATE, .offset_bytes = lexeme->offset};
    node->from = dictum__arena_copy(&parser->query->arena, lexeme->from);
    node->to = dictum__arena_copy(&parser->query->arena, lexeme->to);
    if (node->from.data == NULL || node->to.data == NULL)
        return dictum__nomem(parser->err);
    *out = node;
    return DICTUM_OK;
}

static dictum_status parse_group(query_parser *parser, const dictum_lexeme *open, dictum_node **out)
{
    dictum_status status = parse_or(parser, out);
    const dictum_lexeme *close = peek(parser);
    parser->next++; /* every bracket has its partner */
    if (status != DICTUM_OK)
        return status;
    if (*out == NULL)
        return dictum__lex_ignored(&parser->lexer, open->offset, parser->err, "the brackets hold no word");
    if (close->weight > 0 && (*out)->kind != DICTUM__NODE_NOT && (*out)->kind != DICTUM__NODE_DATE)
        (*out)->weight = close->weight * ((*out)->weight > 0 ? (*out)->weight : 1);
    return DICTUM_OK;
}

/* NOT operand, field:operand, =operand, (query), date, word, phrase */
static dictum_status parse_operand(query_parser *parser, dictum_node **out)
{
    *out = NULL;
    const dictum_lexeme *lexeme = peek(parser);
    if (++parser->depth > DICTUM__QUERY_DEPTH_MAX)
        return dictum__fail_at(parser->err, DICTUM_LIMIT, lexeme->offset, "the query is nested deeper than %d levels",
                               DICTUM__QUERY_DEPTH_MAX);
    parser->next++;
    dictum_status status = DICTUM_OK;
    dictum__field outer = parser->field;
    bool outer_exact = parser->exact;
    dictum_node *part;
    switch (lexeme->kind) {
    case DICTUM__LEX_NOT:
        status = parse_operand(parser, &part);
        if (status == DICTUM_OK)
            status = make_not(parser, lexeme->offset, part, out);
        break;
    case DICTUM__LEX_FIELD:
        parser->field = lexeme->field;
        status = parse_operand(parser, out);
        parser->field = outer;
        break;
    case DICTUM__LEX_EXACT:
        parser->exact = true;
        status = parse_operand(parser, out);
        parser->exact = outer_exact;
        break;
    case DICTUM__LEX_OPEN:
        status = parse_group(parser, lexeme, out);
        break;
    case DICTUM__LEX_DATE:
        status = make_date(parser, lexeme, out);
        break;
    default:
        status = parse_leaf(parser, lexeme, out);
        break;
    }
    parser->depth--;
    return status;
}

static bool at_operand(const query_parser *parser)
{
    switch (peek(parser)->kind) {
    case DICTUM__LEX_WORD:
    case DICTUM__LEX_PHRASE:
    case DICTUM__LEX_OPEN:
    case DICTUM__LEX_NOT:
    case DICTUM__LEX_FIELD:
    case DICTUM__LEX_EXACT:
    case DICTUM__LEX_DATE:
        return true;
    default:
        return false;
    }
}

/* Both sides of an operator; where one holds no word, the other alone. */
static dictum_status make_beside(query_parser *parser, const dictum_lexeme *operator, dictum_node * right,
                                 dictum_node **left)
{
    if (*left == NULL || right == NULL) {
        *left = *left == NULL ? right : *left;
        return DICTUM_OK;
    }
    if (operator->number> DICTUM__WINDOW_MAX)
        return dictum__fail_at(parser->err, DICTUM_LIMIT, operator->offset,
                               "“%.*s” reaches too far; at most %d is possible",
                               dictum__lex_shown_bytes(&parser->lexer, operator->start, operator->end),
                               parser->lexer.text.data + operator->start, DICTUM__WINDOW_MAX);
    dictum_node *node = dictum__arena_alloc(&parser->query->arena, sizeof *node);
    dictum_node **parts = dictum__arena_array(&parser->query->arena, 2, sizeof(dictum_node *));
    if (node == NULL || parts == NULL)
        return dictum__nomem(parser->err);
    parts[0] = *left;
    parts[1] = right;
    *node = (dictum_node){.kind = operator->operation,
                          .number = operator->number,
                          .offset_bytes = operator->offset,
                          .parts = parts,
                          .part_count = 2};
    *left = node;
    return dictum__operands_check(node, parser->err);
}

/* Operands with NEAR and its like between, from left to right. A NOT before all of them is one of the whole; a minus
 * belongs to its word, and so does a NOT behind an operator. */
static dictum_status parse_beside(query_parser *parser, dictum_node **out)
{
    const dictum_lexeme *first = peek(parser);
    size_t chain = 0;
    dictum_node *whole = NULL, *right;
    bool negative = first->kind == DICTUM__LEX_NOT && first->end > first->start + 1;
    *out = NULL;
    if (negative) {
        parser->next++;
        if (++parser->depth > DICTUM__QUERY_DEPTH_MAX)
            return dictum__fail_at(parser->err, DICTUM_LIMIT, first->offset,
                                   "the query is nested deeper than %d levels", DICTUM__QUERY_DEPTH_MAX);
        dictum_status status = parse_beside(parser, &whole);
        parser->depth--;
        return status == DICTUM_OK ? make_not(parser, first->offset, whole, out) : status;
    }
    dictum_status status = parse_operand(parser, &whole);
    while (status == DICTUM_OK && peek(parser)->kind == DICTUM__LEX_BESIDE) {
        const dictum_lexeme *operator= peek(parser);
        if (parser->depth + ++chain > DICTUM__QUERY_DEPTH_MAX)
            return dictum__fail_at(parser->err, DICTUM_LIMIT, operator->offset,
                                   "the query is nested deeper than %d levels", DICTUM__QUERY_DEPTH_MAX);
        parser->next++;
        status = parse_operand(parser, &right);
        if (status == DICTUM_OK)
            status = make_beside(parser, operator, right, &whole);
    }
    *out = whole;
    return status;
}

/* The operands that written ANDs join, as one; where a space is an AND as well, those too. */
static dictum_status parse_run(query_parser *parser, bool spaces, dictum_node **out)
{
    part_list list = {0};
    bool implicit = true, joined = true;
    *out = NULL;
    while (at_operand(parser) || peek(parser)->kind == DICTUM__LEX_AND) {
        if (peek(parser)->kind == DICTUM__LEX_AND) {
            implicit = false;
            joined = true;
            parser->next++;
            continue;
        }
        if (!joined && !spaces)
            break;
        dictum_node *part;
        dictum_status status = parse_beside(parser, &part);
        if (status == DICTUM_OK)
            status = add_flat(parser, &list, DICTUM__NODE_AND, part);
        if (status != DICTUM_OK)
            return status;
        joined = false;
    }
    return combine(parser, DICTUM__NODE_AND, implicit, &list, out);
}

/* Where what stands side by side at the top will be joined by OR, what a written AND joins stays together. */
static dictum_status parse_and(query_parser *parser, dictum_node **out)
{
    part_list list = {0};
    if (!parser->any || parser->depth > 0)
        return parse_run(parser, true, out);
    *out = NULL;
    while (at_operand(parser) || peek(parser)->kind == DICTUM__LEX_AND) {
        dictum_node *run;
        dictum_status status = parse_run(parser, false, &run);
        if (status == DICTUM_OK)
            status = add_flat(parser, &list, DICTUM__NODE_AND, run);
        if (status != DICTUM_OK)
            return status;
    }
    return combine(parser, DICTUM__NODE_AND, true, &list, out);
}

static dictum_status parse_or(query_parser *parser, dictum_node **out)
{
    part_list list = {0};
    *out = NULL;
    for (;;) {
        dictum_node *part;
        dictum_status status = parse_and(parser, &part);
        if (status == DICTUM_OK)
            status = add_flat(parser, &list, DICTUM__NODE_OR, part);
        if (status != DICTUM_OK)
            return status;
        if (peek(parser)->kind != DICTUM__LEX_OR)
            break;
        parser->next++;
    }
    return combine(parser, DICTUM__NODE_OR, false, &list, out);
}

/* --any: what a space joined at the top becomes an OR; what is excluded stays excluded. */
static dictum_status join_by_or(query_parser *parser, dictum_node **node)
{
    part_list any = {0}, all = {0};
    dictum_status status = DICTUM_OK;
    if ((*node)->kind == DICTUM__NODE_OR) {
        for (size_t i = 0; status == DICTUM_OK && i < (*node)->part_count; i++) {
            dictum_node *part = (*node)->parts[i];
            status = join_by_or(parser, &part);
            if (status == DICTUM_OK)
                status = add_flat(parser, &any, DICTUM__NODE_OR, part);
        }
        return status == DICTUM_OK ? combine(parser, DICTUM__NODE_OR, false, &any, node) : status;
    }
    /* Words that stand side by side may be one word apart, whatever joins them. */
    if ((*node)->kind != DICTUM__NODE_AND || !(*node)->implicit)
        return DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < (*node)->part_count; i++) {
        dictum_node *part = (*node)->parts[i];
        status = part->kind == DICTUM__NODE_NOT ? add_part(parser, &all, part)
                                                : add_flat(parser, &any, DICTUM__NODE_OR, part);
    }
    dictum_node *joined = NULL;
    if (status == DICTUM_OK)
        status = combine(parser, DICTUM__NODE_OR, true, &any, &joined);
    if (status != DICTUM_OK)
        return status;
    if (all.count == 0) {
        *node = joined;
        return DICTUM_OK;
    }
    part_list whole = {0};
    status = add_flat(parser, &whole, DICTUM__NODE_AND, joined);
    for (size_t i = 0; status == DICTUM_OK && i < all.count; i++)
        status = add_part(parser, &whole, all.parts[i]);
    return status == DICTUM_OK ? combine(parser, DICTUM__NODE_AND, false, &whole, node) : status;
}

static dictum_status finish(query_parser *parser)
{
    dictum_query *query = parser->query;
    dictum_buf normal;
    dictum__buf_init(&normal, DICTUM__QUERY_BYTES_MAX * 16);
    if (query->root == NULL) {
        query->root = dictum__arena_alloc(&query->arena, sizeof *query->root);
        if (query->root == NULL)
            return dictum__nomem(parser->err);
        dictum_status status = dictum__query_note(query, parser->err, "the query holds no word to look for");
        if (status != DICTUM_OK)
            return status;
    }
    dictum_status repeated = dictum__drop_repeated(query, parser->err);
    if (repeated != DICTUM_OK)
        return repeated;
    dictum__normal_form(query->root, &normal);
    dictum_slice text = normal.data == NULL ? DICTUM_SLICE("") : dictum__buf_slice(&normal);
    text = dictum__arena_copy(&query->arena, text);
    dictum_status status = dictum__buf_status(&normal);
    dictum__buf_dispose(&normal);
    if (status != DICTUM_OK || text.data == NULL)
        return dictum__nomem(parser->err);
    query->normal = text.data;
    return DICTUM_OK;
}

dictum_status dictum__query_parse(dictum_analyser *analyser, dictum_slice text, bool any, bool strict,
                                  dictum_query **out, dictum_error *err)
{
    *out = NULL;
    if (text.len > DICTUM__QUERY_BYTES_MAX)
        return dictum__fail(err, DICTUM_LIMIT, "the query has %zu bytes; at most %zu are possible", text.len,
                            DICTUM__QUERY_BYTES_MAX);
    size_t valid = dictum__utf8_valid_bytes(text);
    if (valid < text.len)
        return dictum__fail_at(err, DICTUM_QUERY, valid, "the query is not valid UTF-8 at byte %zu", valid);
    dictum_query *query = calloc(1, sizeof *query);
    dictum_class_table *classes = calloc(1, sizeof *classes);
    dictum_status status = DICTUM_OK;
    if (query == NULL || classes == NULL) {
        status = dictum__nomem(err);
        goto out;
    }
    query_parser parser = {.analyser = analyser, .query = query, .any = any, .err = err};
    parser.lexer = (dictum_lexer){.text = text, .strict = strict, .query = query, .classes = classes};
    status = dictum__lex(&parser.lexer, err);
    if (status == DICTUM_OK)
        status = parse_or(&parser, &query->root);
    if (status == DICTUM_OK && any && query->root != NULL)
        status = join_by_or(&parser, &query->root);
    if (status == DICTUM_OK)
        status = finish(&parser);
out:
    free(classes);
    if (status != DICTUM_OK)
        dictum__query_free(query);
    else
        *out = query;
    return status;
}
