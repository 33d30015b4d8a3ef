/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From characters to lexemes, by the reading rules of the query language: plain text is never an error. */
#include "searcher/lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/utf8.h"
#include "searcher/characters.h"
#include "searcher/operators.h"
#include "searcher/quotes.h"
#include "searcher/settle.h"

#define SECTION_SIGN 0x00a7

#define SHOWN_BYTES_MAX 60

static dictum_status report(dictum_lexer *lexer, size_t offset, const char *outcome, dictum_error *err,
                            const char *format, va_list args) DICTUM_PRINTF(5, 0);
static dictum_status report(dictum_lexer *lexer, size_t offset, const char *outcome, dictum_error *err,
                            const char *format, va_list args)
{
    char what[DICTUM_ERROR_TEXT_BYTES / 2];
    vsnprintf(what, sizeof what, format, args);
    if (lexer->strict)
        return dictum__fail_at(err, DICTUM_QUERY, offset, "%s", what);
    return dictum__query_note(lexer->query, err, "%s: %s", what, outcome);
}

dictum_status dictum__lex_literal(dictum_lexer *lexer, size_t offset, dictum_error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    dictum_status status = report(lexer, offset, "taken literally", err, format, args);
    va_end(args);
    return status;
}

dictum_status dictum__lex_ignored(dictum_lexer *lexer, size_t offset, dictum_error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    dictum_status status = report(lexer, offset, "ignored", err, format, args);
    va_end(args);
    return status;
}

int dictum__lex_shown_bytes(const dictum_lexer *lexer, size_t start, size_t end)
{
    size_t at = start, next = start;
    while (next < end && next - start <= SHOWN_BYTES_MAX) {
        at = next;
        next = dictum__character_after(lexer, next);
    }
    return (int)((next - start <= SHOWN_BYTES_MAX ? next : at) - start);
}

static dictum_status add(dictum_lexer *lexer, dictum_lexeme lexeme, dictum_error *err)
{
    if (lexer->count == lexer->cap) {
        size_t cap = lexer->cap == 0 ? 32 : lexer->cap * 2;
        dictum_lexeme *grown = dictum__arena_array(&lexer->query->arena, cap, sizeof *grown);
        if (grown == NULL)
            return dictum__nomem(err);
        if (lexer->count > 0)
            memcpy(grown, lexer->lexemes, lexer->count * sizeof *grown);
        lexer->lexemes = grown;
        lexer->cap = cap;
    }
    lexer->lexemes[lexer->count++] = lexeme;
    return DICTUM_OK;
}

/* ---- quotation marks --------------------------------------------------------------------------------------------- */

static dictum_status report_stray(dictum_lexer *lexer, size_t at, dictum_error *err)
{
    size_t number = dictum__utf8_count((dictum_slice){lexer->text.data, at}) + 1;
    return dictum__lex_literal(lexer, at, err, "the quotation mark %.*s at character %zu has no partner",
                               (int)(dictum__character_after(lexer, at) - at), lexer->text.data + at, number);
}

/* Every quotation mark that is inside a word, or at its end, and belongs to no phrase. */
static dictum_status report_strays(dictum_lexer *lexer, size_t start, size_t end, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t at = start; status == DICTUM_OK && at < end; at = dictum__character_after(lexer, at))
        if (dictum__quote_is_stray(lexer, at))
            status = report_stray(lexer, at, err);
    return status;
}

static dictum_status lex_phrase(dictum_lexer *lexer, const dictum_quote_kind *kind, size_t *at, dictum_error *err)
{
    size_t start = dictum__character_after(lexer, *at);
    size_t end = dictum__quote_end(lexer, kind, *at);
    size_t offset = *at;
    if (end == lexer->text.len) {
        *at = start;
        return report_stray(lexer, offset, err);
    }
    *at = dictum__character_after(lexer, end);
    dictum_lexeme phrase = {.kind = DICTUM__LEX_PHRASE, .start = start, .end = end, .offset = offset};
    dictum_status status = dictum__take_suffixes(lexer, offset, &phrase, at, err);
    return status == DICTUM_OK ? add(lexer, phrase, err) : status;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* The end of the word that begins at `at`: white space, a bracket that closes a group, or a phrase that begins. */
static size_t word_end(const dictum_lexer *lexer, size_t at)
{
    size_t brackets = 0;
    size_t start = at;
    while (at < lexer->text.len) {
        uint32_t c = dictum__character_at(lexer, at);
        if (dictum__character_is_space(lexer, c))
            break;
        if (dictum__character_closes(c)) {
            if (brackets == 0)
                break;
            brackets--;
        } else if (dictum__character_opens(c)) {
            brackets++;
        } else if (at > start) {
            const dictum_quote_kind *kind = dictum__quote_at(lexer, at);
            if (kind != NULL && dictum__quote_may_open(lexer, kind, at) &&
                dictum__quote_end(lexer, kind, at) < lexer->text.len)
                break;
        }
        at = dictum__character_after(lexer, at);
    }
    return at;
}

static bool equals(const dictum_lexer *lexer, size_t start, size_t end, const char *word)
{
    return end - start == strlen(word) && memcmp(lexer->text.data + start, word, end - start) == 0;
}

/* What a word is by itself. */
static void set_kind(const dictum_lexer *lexer, dictum_lexeme *word)
{
    if (equals(lexer, word->start, word->end, "AND"))
        word->kind = DICTUM__LEX_AND;
    else if (equals(lexer, word->start, word->end, "OR"))
        word->kind = DICTUM__LEX_OR;
    else if (equals(lexer, word->start, word->end, "NOT"))
        word->kind = DICTUM__LEX_NOT;
    else
        (void)dictum__take_beside(lexer, word->start, word->end, word);
}

/* The end of the word that section signs [start, end) belong to: "§ 1983" is one word. */
static size_t section_end(const dictum_lexer *lexer, size_t start, size_t end)
{
    for (size_t at = start; at < end; at = dictum__character_after(lexer, at))
        if (dictum__character_at(lexer, at) != SECTION_SIGN)
            return end;
    size_t next = end;
    while (next < lexer->text.len && dictum__character_is_space(lexer, dictum__character_at(lexer, next)))
        next = dictum__character_after(lexer, next);
    return dictum__character_is_word(lexer, dictum__character_at(lexer, next)) ? word_end(lexer, next) : end;
}

/* The asterisk that ends the emphasis of several words, looked for from `at` on; 0 where there is none. */
static size_t find_emphasis_end(const dictum_lexer *lexer, size_t at)
{
    const char *text = lexer->text.data;
    for (; at < lexer->text.len; at++) {
        if (text[at] != '*')
            continue;
        size_t end = at;
        while (end < lexer->text.len && text[end] == '*')
            end++;
        bool opens = dictum__character_is_space(lexer, dictum__character_before(lexer, at));
        return opens || dictum__character_is_word(lexer, dictum__character_at(lexer, end)) ? 0 : at;
    }
    return 0;
}

/* The asterisk of a prefix, and those that are none: *emphasis* is plain text. */
static dictum_status take_asterisks(dictum_lexer *lexer, dictum_lexeme *word, dictum_error *err)
{
    const char *text = lexer->text.data;
    size_t start = word->start, end = word->end;
    while (start < end && text[start] == '*')
        start++;
    while (end > start && text[end - 1] == '*')
        end--;
    bool leading = start > word->start;
    if (lexer->emphasis_end >= word->start && lexer->emphasis_end < word->end && lexer->emphasis_end > 0)
        return DICTUM_OK;
    if (start == end || (leading && memchr(text + start, '*', word->end - start) != NULL))
        return DICTUM_OK;
    if (leading)
        lexer->emphasis_end = find_emphasis_end(lexer, word->end);
    if (leading && lexer->emphasis_end > 0)
        return dictum__lex_literal(lexer, word->start, err, "the asterisks round “%.*s” emphasise it",
                                   dictum__lex_shown_bytes(lexer, start, lexer->emphasis_end), text + start);
    if (end < word->end && dictum__character_is_word(lexer, dictum__character_before(lexer, end))) {
        word->prefix = true;
        word->end = end;
    }
    const char *left = memchr(text + word->start, '*', word->end - word->start);
    if (left == NULL)
        return DICTUM_OK;
    return dictum__lex_literal(lexer, (size_t)(left - text), err, "the asterisk in “%.*s” stands where no operator can",
                               dictum__lex_shown_bytes(lexer, word->start, word->end), text + word->start);
}

/* What looks like an operator and is none: - | || && * = ~ ^ by itself, and = before what is no word. Asterisks that
 * touch a phrase or a group emphasise it. */
static dictum_status report_signs(dictum_lexer *lexer, const dictum_lexeme *word, dictum_error *err)
{
    const char *text = lexer->text.data;
    size_t length = word->end - word->start, signs = 0;
    while (signs < length && strchr("-|*=~^", text[word->start + signs]) != NULL)
        signs++;
    bool alone = dictum__character_is_space(lexer, dictum__character_before(lexer, word->start)) &&
                 dictum__character_is_space(lexer, dictum__character_at(lexer, word->end));
    if (signs == length && text[word->start] == '*' && !alone)
        return DICTUM_OK;
    if (signs == length || equals(lexer, word->start, word->end, "&&"))
        return dictum__lex_ignored(lexer, word->start, err, "“%.*s” is no operator here",
                                   dictum__lex_shown_bytes(lexer, word->start, word->end), text + word->start);
    if (!word->exact && text[word->start] == '=')
        return dictum__lex_literal(lexer, word->start, err, "“=” stands where no operator can");
    return DICTUM_OK;
}

static dictum_status lex_word(dictum_lexer *lexer, size_t *at, dictum_error *err)
{
    dictum_lexeme word = {.kind = DICTUM__LEX_WORD, .offset = *at, .start = *at};
    if (lexer->text.data[*at] == '=' && dictum__character_is_word(lexer, dictum__character_at(lexer, *at + 1))) {
        word.exact = true;
        word.start++;
    }
    word.end = section_end(lexer, word.start, word_end(lexer, word.start));
    if (word.end == word.start) /* a closing bracket behind the = */
        word.end = dictum__character_after(lexer, word.start);
    *at = word.end;
    if (!word.exact)
        set_kind(lexer, &word);
    if (word.kind != DICTUM__LEX_WORD)
        return add(lexer, word, err);
    dictum_status status = report_strays(lexer, word.start, word.end, err);
    if (status == DICTUM_OK)
        status = report_signs(lexer, &word, err);
    if (status == DICTUM_OK)
        status = dictum__take_word_operators(lexer, &word, err);
    if (status == DICTUM_OK && !word.pattern && word.operation != DICTUM__NODE_FUZZY)
        status = take_asterisks(lexer, &word, err);
    return status == DICTUM_OK ? add(lexer, word, err) : status;
}

/* ---- fields and signs -------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    dictum__field field;
} fields[] = {
    {"title:", DICTUM__IN_TITLE}, {"speaker:", DICTUM__IN_SPEAKER}, {"source:", DICTUM__IN_SOURCE},
    {"path:", DICTUM__IN_PATH},   {"lang:", DICTUM__IN_LANG},       {"type:", DICTUM__IN_TYPE},
};

#define DATE_FIELD DICTUM_SLICE("date:")

/* Whether an operand may begin at `at` with a sign or a field's name: behind white space, a bracket or another sign. */
static bool is_operand_start(const dictum_lexer *lexer, size_t at)
{
    uint32_t before = dictum__character_before(lexer, at);
    if (dictum__character_is_space(lexer, before) || dictum__character_opens(before))
        return true;
    if (lexer->count == 0)
        return false;
    const dictum_lexeme *last = &lexer->lexemes[lexer->count - 1];
    bool prefixes = last->kind == DICTUM__LEX_NOT || last->kind == DICTUM__LEX_FIELD || last->kind == DICTUM__LEX_EXACT;
    return prefixes && last->end == at;
}

static bool is_minus(const dictum_lexer *lexer, size_t at)
{
    if (lexer->text.data[at] != '-' || dictum__character_is_space(lexer, dictum__character_at(lexer, at + 1)) ||
        lexer->text.data[at + 1] == '-')
        return false;
    uint32_t before = dictum__character_before(lexer, at);
    if (dictum__character_is_space(lexer, before) || dictum__character_opens(before))
        return true;
    return lexer->count > 0 && lexer->lexemes[lexer->count - 1].kind == DICTUM__LEX_FIELD &&
           lexer->lexemes[lexer->count - 1].end == at;
}

/* The number of bytes of the field's name that begins at `at` and has something right behind it; 0 where none does. */
static size_t field_bytes(const dictum_lexer *lexer, size_t at, size_t *number)
{
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        size_t length = strlen(fields[i].name);
        if (lexer->text.len - at > length && memcmp(lexer->text.data + at, fields[i].name, length) == 0 &&
            !dictum__character_is_space(lexer, dictum__character_at(lexer, at + length))) {
            *number = i;
            return length;
        }
    }
    return 0;
}

/* Whether an = at `at` concerns more than a word: a group, a phrase, a field. */
static bool is_exact_sign(const dictum_lexer *lexer, size_t at)
{
    size_t next = at + 1, number;
    if (lexer->text.data[at] != '=' || next >= lexer->text.len)
        return false;
    const dictum_quote_kind *kind = dictum__quote_at(lexer, next);
    if (kind != NULL && dictum__quote_may_open(lexer, kind, next))
        return dictum__quote_end(lexer, kind, next) < lexer->text.len;
    return dictum__character_opens(dictum__character_at(lexer, next)) || field_bytes(lexer, next, &number) > 0;
}

/* A bracket. What stands right behind one that closes a group is no operator of it. */
static dictum_status lex_bracket(dictum_lexer *lexer, bool opens, size_t *at, dictum_error *err)
{
    dictum_lexeme bracket = {.kind = opens ? DICTUM__LEX_OPEN : DICTUM__LEX_CLOSE, .offset = *at, .start = *at};
    *at = bracket.end = dictum__character_after(lexer, *at);
    size_t depth = 1, partner = lexer->count;
    while (!opens && partner > 0 && depth > 0) {
        dictum__lexeme_kind kind = lexer->lexemes[--partner].kind;
        depth += kind == DICTUM__LEX_CLOSE;
        depth -= kind == DICTUM__LEX_OPEN;
    }
    dictum_status status = DICTUM_OK;
    if (depth == 0)
        status = dictum__take_suffixes(lexer, lexer->lexemes[partner].offset, &bracket, at, err);
    return status == DICTUM_OK ? add(lexer, bracket, err) : status;
}

/* A field's name. *taken tells whether one was found. */
static dictum_status lex_field(dictum_lexer *lexer, size_t *at, bool *taken, dictum_error *err)
{
    size_t number, length = field_bytes(lexer, *at, &number);
    *taken = length > 0;
    if (length == 0)
        return DICTUM_OK;
    dictum_lexeme field = {
        .kind = DICTUM__LEX_FIELD, .start = *at, .end = *at + length, .offset = *at, .field = fields[number].field};
    *at += length;
    return add(lexer, field, err);
}

/* date: and what follows. *taken tells whether that is a date. */
static dictum_status lex_date(dictum_lexer *lexer, size_t *at, bool *taken, dictum_error *err)
{
    dictum_slice name = DATE_FIELD;
    size_t start = *at + name.len;
    *taken = false;
    if (lexer->text.len <= start || memcmp(lexer->text.data + *at, name.data, name.len) != 0 ||
        dictum__character_is_space(lexer, dictum__character_at(lexer, start)))
        return DICTUM_OK;
    dictum_lexeme date = {.kind = DICTUM__LEX_DATE, .start = *at, .end = word_end(lexer, start), .offset = *at};
    dictum_slice text = {lexer->text.data + start, date.end - start};
    if (!dictum__read_dates(text, &date.from, &date.to))
        return dictum__lex_literal(lexer, *at, err, "“%.*s” is no date; 2020, 2019-11..2020-02, ..2010 and 2015.. are",
                                   dictum__lex_shown_bytes(lexer, start, date.end), text.data);
    *taken = true;
    *at = date.end;
    return add(lexer, date, err);
}

static dictum_status lex_one(dictum_lexer *lexer, size_t *at, dictum_error *err)
{
    uint32_t c = dictum__character_at(lexer, *at);
    if (dictum__character_is_space(lexer, c)) {
        *at = dictum__character_after(lexer, *at);
        return DICTUM_OK;
    }
    if (dictum__character_opens(c) || dictum__character_closes(c))
        return lex_bracket(lexer, dictum__character_opens(c), at, err);
    if (is_minus(lexer, *at)) {
        dictum_lexeme minus = {.kind = DICTUM__LEX_NOT, .offset = *at, .start = *at, .end = *at + 1};
        ++*at;
        return add(lexer, minus, err);
    }
    const dictum_quote_kind *kind = dictum__quote_at(lexer, *at);
    if (kind != NULL && dictum__quote_may_open(lexer, kind, *at))
        return lex_phrase(lexer, kind, at, err);
    if (is_operand_start(lexer, *at)) {
        bool taken;
        if (is_exact_sign(lexer, *at)) {
            dictum_lexeme exact = {.kind = DICTUM__LEX_EXACT, .offset = *at, .start = *at, .end = *at + 1};
            ++*at;
            return add(lexer, exact, err);
        }
        dictum_status status = lex_field(lexer, at, &taken, err);
        if (status == DICTUM_OK && !taken)
            status = lex_date(lexer, at, &taken, err);
        if (status != DICTUM_OK || taken)
            return status;
    }
    return lex_word(lexer, at, err);
}

dictum_status dictum__lex(dictum_lexer *lexer, dictum_error *err)
{
    lexer->quote_ends = dictum__arena_array(&lexer->query->arena, lexer->text.len, sizeof *lexer->quote_ends);
    lexer->lone_quotes = dictum__arena_alloc(&lexer->query->arena, sizeof *lexer->lone_quotes);
    dictum_status status = lexer->quote_ends == NULL || lexer->lone_quotes == NULL ? dictum__nomem(err) : DICTUM_OK;
    for (size_t at = 0; status == DICTUM_OK && at < lexer->text.len;)
        status = lex_one(lexer, &at, err);
    return status == DICTUM_OK ? dictum__settle(lexer, err) : status;
}
