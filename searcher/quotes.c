/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which mark opens a phrase and which one ends it. Marks are paired from the left; a mark inside another pair counts
 * for nothing. Each end is found once. */
#include "searcher/quotes.h"

#include <string.h>

#include "lib/utf8.h"
#include "searcher/characters.h"

/* Behind so many marks that open and have no partner, for each of which the query was read to its end, no partner is
 * looked for any more: all are taken literally. */
#define LONE_QUOTES_MAX 100

#define LEFT_SINGLE 0x2018
#define APOSTROPHE 0x2019 /* and the right single mark */
#define LOW_SINGLE 0x201a

enum shape {
    PAIR,  /* one mark opens, others close */
    SAME,  /* the same mark opens and closes: it opens only where a word does not end */
    SINGLE /* what closes may be an apostrophe: it opens only before a word, and not behind one */
};

/* A kind of quotation marks. `close` lists every mark that may end it, best first. */
struct dictum_quote_kind {
    uint32_t open;
    uint32_t close[3];
    enum shape shape;
};

static const dictum_quote_kind quote_kinds[] = {
    {'"', {'"', 0x201d, 0}, SAME},
    {0xff02, {0xff02, 0, 0}, SAME},                     /* ＂ ＂ */
    {0x201c, {0x201d, '"', 0}, PAIR},                   /* “ ” */
    {0x201d, {0x201d, 0, 0}, SAME},                     /* ” ” as in Swedish */
    {0x201e, {0x201c, 0x201d, '"'}, PAIR},              /* „ “ and „ ” */
    {0x201f, {0x201d, 0, 0}, PAIR},                     /* ‟ ” */
    {LEFT_SINGLE, {APOSTROPHE, 0, 0}, SINGLE},          /* ‘ ’ */
    {LOW_SINGLE, {LEFT_SINGLE, APOSTROPHE, 0}, SINGLE}, /* ‚ ‘ and ‚ ’ */
    {0x00ab, {0x00bb, 0, 0}, PAIR},                     /* « » */
    {0x00bb, {0x00ab, 0x00bb, 0}, SAME},                /* » « and » » */
    {0x2039, {0x203a, 0, 0}, PAIR},                     /* ‹ › */
    {0x203a, {0x2039, 0x203a, 0}, SAME},                /* › ‹ and › › */
    {0x275d, {0x275e, 0, 0}, PAIR},                     /* ❝ ❞ */
    {0x276e, {0x276f, 0, 0}, PAIR},                     /* ❮ ❯ */
    {0x3008, {0x3009, 0, 0}, PAIR},                     /* 〈〉 */
    {0x300a, {0x300b, 0, 0}, PAIR},                     /* 《》 */
    {0x300c, {0x300d, 0, 0}, PAIR},                     /* 「」 */
    {0x300e, {0x300f, 0, 0}, PAIR},                     /* 『』 */
    {0x301d, {0x301e, 0x301f, 0}, PAIR},                /* 〝〞 */
    {0xff62, {0xff63, 0, 0}, PAIR},                     /* ｢｣ */
};

const dictum_quote_kind *dictum__quote_at(const dictum_lexer *lexer, size_t at)
{
    uint32_t c = dictum__character_at(lexer, at);
    for (size_t i = 0; i < sizeof quote_kinds / sizeof quote_kinds[0]; i++)
        if (quote_kinds[i].open == c)
            return &quote_kinds[i];
    return NULL;
}

static bool is_hebrew(uint32_t c)
{
    return c >= 0x590 && c <= 0x5ff;
}

/* Whether a character beside a mark makes the mark a part of its word: scripts without spaces have no such words. */
static bool goes_on(const dictum_lexer *lexer, uint32_t c)
{
    return dictum__character_is_word(lexer, c) && dictum__character_class(lexer, c) != DICTUM__CLASS_SPACELESS;
}

/* Whether nothing ends before the mark at `at`, so that one can open there. */
static bool is_free_before(const dictum_lexer *lexer, size_t at)
{
    uint32_t before = dictum__character_before(lexer, at);
    return dictum__character_is_space(lexer, before) || dictum__character_opens(before) || before == ':' ||
           before == '-' || before == '=';
}

/* Whether something begins right behind the mark at `at`. */
static bool is_followed(const dictum_lexer *lexer, size_t at)
{
    uint32_t next = dictum__character_at(lexer, dictum__character_after(lexer, at));
    return !dictum__character_is_space(lexer, next) && !dictum__character_closes(next);
}

/* Whether the mark at `at` stands as only one that opens does. */
static bool looks_open(const dictum_lexer *lexer, size_t at)
{
    return is_free_before(lexer, at) && is_followed(lexer, at);
}

bool dictum__quote_may_open(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t at)
{
    if (kind->shape == PAIR)
        return true;
    if (goes_on(lexer, dictum__character_before(lexer, at)))
        return false;
    return is_followed(lexer, at) || (kind->shape == SAME && is_free_before(lexer, at));
}

/* Whether the mark at `at` may close. A straight one between two Hebrew letters is inside a word (an acronym). One that
 * closes phrases of some languages and opens those of others (“ « ‹) does not close where it looks as if it opened:
 * „a” OR “b” are two phrases. */
static bool may_close(const dictum_lexer *lexer, size_t at)
{
    const dictum_quote_kind *kind = dictum__quote_at(lexer, at);
    if (kind != NULL && kind->shape != SAME)
        return !looks_open(lexer, at);
    return lexer->text.data[at] != '"' || !is_hebrew(dictum__character_before(lexer, at)) ||
           !is_hebrew(dictum__character_at(lexer, at + 1));
}

/* The place of the mark `close` that ends the phrase whose content begins at `from`, nested pairs left out; the length
 * of the text where there is none. */
static size_t find_close(const dictum_lexer *lexer, const dictum_quote_kind *kind, uint32_t close, size_t from)
{
    size_t depth = 0;
    for (size_t at = from; at < lexer->text.len;) {
        size_t here = at;
        uint32_t c = dictum__utf8_next(lexer->text, &at);
        if (c == close && may_close(lexer, here)) {
            if (depth == 0)
                return here;
            depth--;
        } else if (kind->shape == PAIR && c == kind->open && close == kind->close[0]) {
            depth++;
        }
    }
    return lexer->text.len;
}

/* Whether the apostrophe at `at` stands at the end of a word, where a right single mark would. */
static bool ends_word(const dictum_lexer *lexer, size_t at)
{
    uint32_t before = dictum__character_before(lexer, at);
    uint32_t next = dictum__character_at(lexer, dictum__character_after(lexer, at));
    return !dictum__character_is_space(lexer, before) && !goes_on(lexer, next);
}

/* Whether an operator or something in brackets or signs begins behind the space at `at`. */
static bool operator_begins(const dictum_lexer *lexer, size_t at)
{
    static const char *const operators[] = {"AND", "OR", "NOT"};
    size_t start = dictum__character_after(lexer, at);
    const char *text = lexer->text.data + start;
    size_t left = lexer->text.len - start;
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        size_t length = strlen(operators[i]);
        if (left > length && memcmp(text, operators[i], length) == 0 &&
            dictum__character_is_space(lexer, dictum__character_at(lexer, start + length)))
            return true;
    }
    return left > 1 && (*text == '-' || *text == '(') && is_followed(lexer, start);
}

/* A phrase between single marks ends with the last apostrophe at the end of a word: ‘the dogs’ bowl’; but not beyond
 * what begins anew: another phrase, an operator, a bracket. Phrases of other kinds inside it are left out. */
static size_t find_last_apostrophe(const dictum_lexer *lexer, size_t from)
{
    size_t last = lexer->text.len, brackets = 0;
    for (size_t at = from; at < lexer->text.len;) {
        size_t here = at;
        uint32_t c = dictum__utf8_next(lexer->text, &at);
        bool found = last < lexer->text.len;
        const dictum_quote_kind *kind = c == APOSTROPHE ? NULL : dictum__quote_at(lexer, here);
        bool opens = kind != NULL && looks_open(lexer, here);
        if (c == APOSTROPHE && here > from && ends_word(lexer, here))
            last = here;
        else if ((found && (opens || (dictum__character_is_space(lexer, c) && operator_begins(lexer, here)))) ||
                 (dictum__character_closes(c) && brackets-- == 0))
            break;
        else if (opens && kind->shape != SINGLE && dictum__quote_end(lexer, kind, here) < lexer->text.len)
            at = dictum__quote_end(lexer, kind, here);
        else if (dictum__character_opens(c))
            brackets++;
    }
    return last;
}

static size_t find_best_close(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t from)
{
    for (size_t i = 0; i < 3 && kind->close[i] != 0; i++) {
        size_t end = kind->close[i] == APOSTROPHE ? find_last_apostrophe(lexer, from)
                                                  : find_close(lexer, kind, kind->close[i], from);
        if (end < lexer->text.len)
            return end;
    }
    return lexer->text.len;
}

/* What begins with a straight mark ends with the next straight one: what is pasted between two may hold any other mark,
 * also one without its partner. Only where that one stands as if it opened, or where there is none, a curly one before
 * it ends the phrase that has no partner of its own and is no inch behind a number. */
static size_t find_straight_close(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t from)
{
    size_t straight = find_close(lexer, kind, '"', from), depth = 0, inch = straight;
    bool opens_anew = straight < lexer->text.len && is_followed(lexer, straight) &&
                      (is_free_before(lexer, straight) || dictum__character_before(lexer, straight) == 0x201d);
    if (straight < lexer->text.len && !opens_anew)
        return straight;
    for (size_t at = from; at < straight;) {
        size_t here = at;
        uint32_t c = dictum__utf8_next(lexer->text, &at);
        bool opens = c == 0x201e || ((c == 0x201c || c == 0x201d) && looks_open(lexer, here));
        if (opens)
            depth++;
        else if ((c == 0x201c || c == 0x201d) && depth > 0)
            depth--;
        else if (c == 0x201d && !dictum__quote_is_inch(lexer, here))
            return here;
        else if (c == 0x201d && straight == lexer->text.len && inch == straight)
            inch = here;
    }
    return inch;
}

size_t dictum__quote_end(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t at)
{
    size_t from = dictum__character_after(lexer, at);
    if (lexer->quote_ends[at] == 0) {
        size_t end = lexer->text.len;
        if (*lexer->lone_quotes < LONE_QUOTES_MAX)
            end = kind->open == '"' ? find_straight_close(lexer, kind, from) : find_best_close(lexer, kind, from);
        *lexer->lone_quotes += end == lexer->text.len;
        lexer->quote_ends[at] = 1 + end;
    }
    return lexer->quote_ends[at] - 1;
}

bool dictum__quote_is_inch(const dictum_lexer *lexer, size_t at)
{
    uint32_t c = dictum__character_at(lexer, at);
    return (c == '"' || c == 0x201d || c == 0xff02) &&
           dictum__character_class(lexer, dictum__character_before(lexer, at)) == DICTUM__CLASS_DIGIT;
}

bool dictum__quote_is_stray(const dictum_lexer *lexer, size_t at)
{
    uint32_t c = dictum__character_at(lexer, at);
    bool mark = false;
    for (size_t i = 0; i < sizeof quote_kinds / sizeof quote_kinds[0]; i++)
        for (size_t k = 0; k < 3; k++)
            mark = mark || quote_kinds[i].open == c || (quote_kinds[i].close[k] == c && c != 0);
    if (c == APOSTROPHE || (c == LEFT_SINGLE && goes_on(lexer, dictum__character_before(lexer, at))))
        return false;
    return mark && !dictum__quote_is_inch(lexer, at) && (c != '"' || may_close(lexer, at));
}
