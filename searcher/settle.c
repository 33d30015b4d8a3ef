/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lexemes that only their neighbours tell what they are. */
#include "searcher/settle.h"

#include "searcher/characters.h"

static dictum_status drop_lone_brackets(dictum_lexer *lexer, dictum_error *err)
{
    size_t *open = dictum__arena_array(&lexer->query->arena, lexer->count, sizeof *open);
    size_t depth = 0;
    if (open == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i <= lexer->count; i++) {
        bool end = i == lexer->count;
        size_t lone;
        if (!end && lexer->lexemes[i].kind == DICTUM__LEX_OPEN) {
            open[depth++] = i;
            continue;
        }
        if (!end && lexer->lexemes[i].kind == DICTUM__LEX_CLOSE) {
            if (depth > 0) {
                depth--;
                continue;
            }
            lone = i;
        } else if (end && depth > 0) {
            lone = open[--depth];
            i--; /* there may be more of them */
        } else {
            continue;
        }
        lexer->lexemes[lone].kind = DICTUM__LEX_DROPPED;
        dictum_status status = dictum__lex_literal(lexer, lexer->lexemes[lone].offset, err, "a bracket has no partner");
        if (status != DICTUM_OK)
            return status;
    }
    return DICTUM_OK;
}

static void squeeze(dictum_lexer *lexer)
{
    size_t kept = 0;
    for (size_t i = 0; i < lexer->count; i++)
        if (lexer->lexemes[i].kind != DICTUM__LEX_DROPPED)
            lexer->lexemes[kept++] = lexer->lexemes[i];
    lexer->count = kept;
}

static bool ends_operand(const dictum_lexer *lexer, size_t index)
{
    if (index == 0)
        return false;
    dictum__lexeme_kind kind = lexer->lexemes[index - 1].kind;
    return kind == DICTUM__LEX_WORD || kind == DICTUM__LEX_PHRASE || kind == DICTUM__LEX_CLOSE ||
           kind == DICTUM__LEX_DATE;
}

static bool begins_operand(const dictum_lexer *lexer, size_t index)
{
    if (index >= lexer->count)
        return false;
    dictum__lexeme_kind kind = lexer->lexemes[index].kind;
    return kind == DICTUM__LEX_WORD || kind == DICTUM__LEX_PHRASE || kind == DICTUM__LEX_OPEN ||
           kind == DICTUM__LEX_NOT || kind == DICTUM__LEX_FIELD || kind == DICTUM__LEX_EXACT ||
           kind == DICTUM__LEX_DATE;
}

/* An operator without operands is a word; a lone minus is nothing. From the back, so that what follows is settled. */
static dictum_status settle_operators(dictum_lexer *lexer, dictum_error *err)
{
    for (size_t i = lexer->count; i-- > 0;) {
        dictum_lexeme *lexeme = &lexer->lexemes[i];
        bool before = ends_operand(lexer, i), behind = begins_operand(lexer, i + 1);
        bool valid = true;
        switch (lexeme->kind) {
        case DICTUM__LEX_AND:
        case DICTUM__LEX_OR:
        case DICTUM__LEX_BESIDE:
            valid = before && behind;
            break;
        case DICTUM__LEX_NOT:
        case DICTUM__LEX_FIELD:
        case DICTUM__LEX_EXACT:
            valid = behind;
            break;
        default:
            break;
        }
        if (valid)
            continue;
        dictum_status status =
            dictum__lex_literal(lexer, lexeme->offset, err, "“%.*s” stands where no operator can",
                                (int)(lexeme->end - lexeme->start), lexer->text.data + lexeme->start);
        if (status != DICTUM_OK)
            return status;
        lexeme->kind = DICTUM__LEX_WORD;
    }
    return DICTUM_OK;
}

/* Where the bracket's partner is, forwards or backwards. */
static size_t partner_of(const dictum_lexer *lexer, size_t bracket)
{
    bool forwards = lexer->lexemes[bracket].kind == DICTUM__LEX_OPEN;
    size_t depth = 0;
    for (size_t i = bracket;; forwards ? i++ : i--) {
        depth += lexer->lexemes[i].kind == DICTUM__LEX_OPEN ? (forwards ? 1u : (size_t)-1) : 0;
        depth += lexer->lexemes[i].kind == DICTUM__LEX_CLOSE ? (forwards ? (size_t)-1 : 1u) : 0;
        if (depth == 0)
            return i;
    }
}

/* Marks what stands beside operators. Where groups are nested deeper than is possible, marking all of it would take
 * long, and for nothing. */
static void mark_operands(dictum_lexer *lexer)
{
    size_t left = lexer->count * DICTUM__QUERY_DEPTH_MAX;
    for (size_t i = 0; i < lexer->count; i++) {
        if (lexer->lexemes[i].kind != DICTUM__LEX_BESIDE)
            continue;
        size_t from = i - 1, to = i + 1;
        if (lexer->lexemes[from].kind == DICTUM__LEX_CLOSE)
            from = partner_of(lexer, from);
        while (lexer->lexemes[to].kind == DICTUM__LEX_NOT || lexer->lexemes[to].kind == DICTUM__LEX_FIELD ||
               lexer->lexemes[to].kind == DICTUM__LEX_EXACT)
            to++;
        if (lexer->lexemes[to].kind == DICTUM__LEX_OPEN)
            to = partner_of(lexer, to);
        for (size_t k = from; k <= to && left > 0; k++, left--)
            lexer->lexemes[k].beside = true;
    }
}

/* The number of digits where a word is nothing else, else 0. */
static size_t digits_of(const dictum_lexer *lexer, const dictum_lexeme *word)
{
    size_t count = 0;
    if (word->kind != DICTUM__LEX_WORD || word->exact || word->prefix || word->weight > 0)
        return 0;
    for (size_t at = word->start; at < word->end; at = dictum__character_after(lexer, at), count++)
        if (dictum__character_class(lexer, dictum__character_at(lexer, at)) != DICTUM__CLASS_DIGIT)
            return 0;
    return count;
}

/* The groups of a number such as 1 000 000 become one word. */
static void join_digits(dictum_lexer *lexer)
{
    for (size_t i = 0; i < lexer->count; i++) {
        dictum_lexeme *word = &lexer->lexemes[i];
        size_t first = digits_of(lexer, word);
        if (first == 0 || first > 3 || dictum__character_at(lexer, word->start) == '0')
            continue;
        for (size_t k = i + 1; k < lexer->count && digits_of(lexer, &lexer->lexemes[k]) == 3; k++) {
            if (!dictum__character_is_space(lexer, dictum__character_at(lexer, word->end)) ||
                dictum__character_after(lexer, word->end) != lexer->lexemes[k].start)
                break;
            word->end = lexer->lexemes[k].end;
            lexer->lexemes[k].kind = DICTUM__LEX_DROPPED;
        }
    }
    squeeze(lexer);
}

dictum_status dictum__settle(dictum_lexer *lexer, dictum_error *err)
{
    if (lexer->count == 0)
        return DICTUM_OK;
    dictum_status status = drop_lone_brackets(lexer, err);
    if (status != DICTUM_OK)
        return status;
    squeeze(lexer);
    join_digits(lexer);
    status = settle_operators(lexer, err);
    if (status == DICTUM_OK)
        mark_operands(lexer);
    return status;
}
