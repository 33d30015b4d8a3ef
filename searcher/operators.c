/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/operators.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/characters.h"
#include "searcher/pattern.h"

#define WEIGHT_MAX 1000.0

/* The end of the digits that begin at `at`. */
static size_t digits_end(dictum_slice text, size_t at)
{
    while (at < text.len && text.data[at] >= '0' && text.data[at] <= '9')
        at++;
    return at;
}

/* Their value, or more than any operator takes. */
static uint32_t number_of(dictum_slice text, size_t at, size_t end)
{
    uint32_t number = 0;
    for (; at < end && number < 1000000; at++)
        number = number * 10 + (uint32_t)(text.data[at] - '0');
    return number;
}

/* ---- NEAR and its like ------------------------------------------------------------------------------------------- */

bool dictum__take_beside(const dictum_lexer *lexer, size_t start, size_t end, dictum_lexeme *lexeme)
{
    static const struct {
        const char *name;
        dictum__node_kind kind;
        bool numbered;
    } names[] = {
        {"NEAR", DICTUM__NODE_NEAR, true},
        {"ADJ", DICTUM__NODE_ADJ, true},
        {"SENTENCE", DICTUM__NODE_SENTENCE, false},
        {"/s", DICTUM__NODE_SENTENCE, false},
        {"PARAGRAPH", DICTUM__NODE_PARAGRAPH, false},
        {"/p", DICTUM__NODE_PARAGRAPH, false},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = strlen(names[i].name), at = start + length;
        if (end < at || memcmp(lexer->text.data + start, names[i].name, length) != 0)
            continue;
        bool numbered =
            names[i].numbered && at + 1 < end && lexer->text.data[at] == '/' && digits_end(lexer->text, at + 1) == end;
        if (at != end && !numbered)
            continue;
        lexeme->kind = DICTUM__LEX_BESIDE;
        lexeme->operation = names[i].kind;
        lexeme->number = numbered ? number_of(lexer->text, at + 1, end) : DICTUM__REACH;
        return true;
    }
    return false;
}

/* ---- behind words, phrases and groups ---------------------------------------------------------------------------- */

/* The end of the number that begins at `at`, which may have a fraction; `at` where none does. */
static size_t weight_end(dictum_slice text, size_t at)
{
    size_t end = digits_end(text, at);
    if (end > at && end + 1 < text.len && text.data[end] == '.' && digits_end(text, end + 1) > end + 1)
        end = digits_end(text, end + 1);
    return end;
}

static double weight_of(dictum_slice text, size_t at, size_t end)
{
    double weight = 0, unit = 1;
    bool fraction = false;
    for (; at < end; at++) {
        if (text.data[at] == '.') {
            fraction = true;
            continue;
        }
        weight = weight * 10 + (text.data[at] - '0');
        unit *= fraction ? 10 : 1;
    }
    weight /= unit;
    return weight > WEIGHT_MAX ? WEIGHT_MAX : weight;
}

static bool ends_operand(const dictum_lexer *lexer, size_t at)
{
    uint32_t c = dictum__character_at(lexer, at);
    return dictum__character_is_space(lexer, c) || dictum__character_closes(c);
}

/* ~5 or /3; false where none stands at *at. */
static bool take_loose(const dictum_lexer *lexer, dictum_lexeme *lexeme, size_t *at)
{
    char sign = *at < lexer->text.len ? lexer->text.data[*at] : '\0';
    size_t end = digits_end(lexer->text, *at + 1);
    if ((sign != '~' && sign != '/') || end == *at + 1)
        return false;
    bool weighed = end < lexer->text.len && lexer->text.data[end] == '^' && weight_end(lexer->text, end + 1) > end + 1;
    if (!weighed && !ends_operand(lexer, end))
        return false;
    lexeme->operation = sign == '~' ? DICTUM__NODE_WINDOW : DICTUM__NODE_QUORUM;
    lexeme->number = number_of(lexer->text, *at + 1, end);
    *at = end;
    return true;
}

static bool take_weight(const dictum_lexer *lexer, dictum_lexeme *lexeme, size_t *at)
{
    if (*at >= lexer->text.len || lexer->text.data[*at] != '^')
        return false;
    size_t end = weight_end(lexer->text, *at + 1);
    if (end == *at + 1 || !ends_operand(lexer, end))
        return false;
    lexeme->weight = weight_of(lexer->text, *at + 1, end);
    *at = end;
    return true;
}

dictum_status dictum__take_suffixes(dictum_lexer *lexer, size_t start, dictum_lexeme *lexeme, size_t *at,
                                    dictum_error *err)
{
    const char *text = lexer->text.data;
    size_t loose = *at;
    if (take_loose(lexer, lexeme, at) && lexeme->kind != DICTUM__LEX_PHRASE) {
        /* In (a OR b)~5 the number is not a word that somebody looks for. */
        lexeme->operation = DICTUM__NODE_NOTHING;
        return dictum__lex_ignored(lexer, loose, err, "“%.*s” belongs behind a phrase", (int)(*at - loose),
                                   text + loose);
    }
    if (take_weight(lexer, lexeme, at))
        return DICTUM_OK;
    size_t end = *at;
    while (end < lexer->text.len && text[end] == '*')
        end++;
    /* *"Emphasis"* is none. */
    if (end == *at || dictum__character_before(lexer, start) == '*')
        return DICTUM_OK;
    *at = end;
    return dictum__lex_ignored(lexer, end - 1, err, "the asterisk behind a phrase or group is no operator");
}

static bool is_word_at(const dictum_lexer *lexer, size_t at)
{
    return dictum__character_is_word(lexer, dictum__character_at(lexer, at));
}

static bool is_digit(const dictum_lexer *lexer, uint32_t c)
{
    return dictum__character_class(lexer, c) == DICTUM__CLASS_DIGIT;
}

/* Whether there is a letter, and nothing but letters, digits and wildcards: in anything else (an address, a path, a
 * sum) a question mark or an asterisk is just that. So is a question mark beside a digit: "stability?2" has a note. */
static bool is_pattern(const dictum_lexer *lexer, size_t start, size_t end)
{
    bool letter = false;
    for (size_t at = start; at < end; at = dictum__character_after(lexer, at)) {
        uint32_t c = dictum__character_at(lexer, at);
        if (c == '?' && at > start &&
            (is_digit(lexer, dictum__character_before(lexer, at)) ||
             is_digit(lexer, dictum__character_at(lexer, at + 1))))
            return false;
        if (c == '*' || c == '?')
            continue;
        if (!dictum__character_is_word(lexer, c))
            return false;
        letter = letter || !is_digit(lexer, c);
    }
    return letter;
}

static bool has_wildcard(const dictum_lexer *lexer, size_t start, size_t end)
{
    for (size_t at = start; at < end; at++)
        if (lexer->text.data[at] == '*' || lexer->text.data[at] == '?')
            return true;
    return false;
}

/* word^3, where the word is not a number: 10^6 is one. */
static void take_word_weight(const dictum_lexer *lexer, dictum_lexeme *word)
{
    dictum_slice text = {lexer->text.data, word->end};
    size_t at = word->end;
    while (at > word->start && text.data[at - 1] != '^')
        at--;
    if (at <= word->start + 1 || at == word->end || weight_end(text, at) != word->end ||
        digits_end(text, word->start) == at - 1)
        return;
    word->weight = weight_of(text, at, word->end);
    word->end = at - 1;
}

/* word~, word~2 */
static dictum_status take_edits(dictum_lexer *lexer, dictum_lexeme *word, dictum_error *err)
{
    dictum_slice text = {lexer->text.data, word->end};
    size_t at = word->end;
    while (at > word->start && text.data[at - 1] >= '0' && text.data[at - 1] <= '9')
        at--;
    if (at <= word->start + 1 || text.data[at - 1] != '~' ||
        !dictum__character_is_word(lexer, dictum__character_before(lexer, at - 1)))
        return DICTUM_OK;
    uint32_t edits = at == word->end ? 1 : number_of(text, at, word->end);
    if (edits == 0 || edits > DICTUM__EDITS_MAX || !is_pattern(lexer, word->start, at - 1) ||
        has_wildcard(lexer, word->start, at - 1))
        return dictum__lex_literal(lexer, at - 1, err, "“~” stands behind a word, and allows for 1 or 2 edits of it");
    word->operation = DICTUM__NODE_FUZZY;
    word->number = edits;
    word->end = at - 1;
    return DICTUM_OK;
}

dictum_status dictum__take_word_operators(dictum_lexer *lexer, dictum_lexeme *word, dictum_error *err)
{
    const char *text = lexer->text.data;
    take_word_weight(lexer, word);
    dictum_status status = take_edits(lexer, word, err);
    size_t core = word->end;
    bool goes_on = false;
    if (status != DICTUM_OK || word->operation == DICTUM__NODE_FUZZY)
        return status;
    /* At the end an asterisk is a wildcard, a question mark is not. */
    for (; core > word->start && (text[core - 1] == '*' || text[core - 1] == '?'); core--)
        goes_on = goes_on || text[core - 1] == '*';
    if (!is_word_at(lexer, word->start) || !has_wildcard(lexer, word->start, core) ||
        !is_pattern(lexer, word->start, core))
        return DICTUM_OK;
    word->pattern = true;
    word->prefix = goes_on;
    word->end = core;
    return DICTUM_OK;
}

/* ---- dates ------------------------------------------------------------------------------------------------------- */

/* The end of a date that begins at `at`: a year, a month, a day; SIZE_MAX where none does. */
static size_t date_end(dictum_slice text, size_t at)
{
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    size_t end = digits_end(text, at);
    if (end != at + 4)
        return SIZE_MAX;
    if (end == text.len || text.data[end] != '-')
        return end;
    size_t month_at = end + 1;
    uint32_t year = number_of(text, at, end), month = number_of(text, month_at, digits_end(text, month_at));
    end = digits_end(text, month_at);
    if (end != month_at + 2 || month < 1 || month > 12)
        return SIZE_MAX;
    if (end == text.len || text.data[end] != '-')
        return end;
    size_t day_at = end + 1;
    end = digits_end(text, day_at);
    uint32_t day = number_of(text, day_at, end);
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (end != day_at + 2 || day < 1 || day > days[month - 1] || (month == 2 && day == 29 && !leap))
        return SIZE_MAX;
    return end;
}

bool dictum__read_dates(dictum_slice text, dictum_slice *from, dictum_slice *to)
{
    size_t end = 0;
    *from = *to = (dictum_slice){text.data, 0};
    if (text.len > 0 && text.data[0] != '.') {
        end = date_end(text, 0);
        if (end == SIZE_MAX)
            return false;
        from->len = end;
        if (end == text.len) {
            *to = *from;
            return true;
        }
    }
    if (text.len - end < 2 || memcmp(text.data + end, "..", 2) != 0)
        return false;
    size_t begin = end + 2;
    if (begin < text.len && date_end(text, begin) != text.len)
        return false;
    *to = (dictum_slice){text.data + begin, text.len - begin};
    return from->len > 0 || to->len > 0;
}
