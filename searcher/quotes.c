/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which mark opens a phrase and which one ends it. Marks are paired from the left; a mark inside another pair counts for
 * nothing. Each end is found once. */
#include "searcher/quotes.h"

#include "lib/utf8.h"
#include "searcher/characters.h"

/* A kind of quotation marks. `close` lists every mark that may end it, best first. */
struct dictum_quote_kind {
    uint32_t open;
    uint32_t close[3];
    bool symmetric; /* the same mark opens and closes: it opens only where a word does not end */
};

static const dictum_quote_kind quote_kinds[] = {
    {'"', {'"', 0x201d, 0}, true},          {0xff02, {0xff02, 0, 0}, true}, /* full-width quotation mark */
    {0x201c, {0x201d, '"', 0}, false},                                      /* “ ” */
    {0x201d, {0x201d, 0, 0}, true},                                         /* ” ” as in Swedish */
    {0x201e, {0x201c, 0x201d, '"'}, false},                                 /* „ “ and „ ” */
    {0x00ab, {0x00bb, 0, 0}, false},                                        /* « » */
    {0x00bb, {0x00ab, 0x00bb, 0}, true},                                    /* » « and » » */
    {0x2039, {0x203a, 0, 0}, false},                                        /* ‹ › */
    {0x203a, {0x2039, 0x203a, 0}, true},                                    /* › ‹ and › › */
    {0x300c, {0x300d, 0, 0}, false},                                        /* 「」 */
    {0x300e, {0x300f, 0, 0}, false},                                        /* 『』 */
    {0x301d, {0x301e, 0x301f, 0}, false},                                   /* 〝〞 */
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
    if (!kind->symmetric)
        return true;
    uint32_t before = dictum__character_before(lexer, at);
    if (dictum__character_is_word(lexer, before) && dictum__character_class(lexer, before) != DICTUM__CLASS_SPACELESS)
        return false;
    return is_free_before(lexer, at) || is_followed(lexer, at);
}

/* Whether the mark at `at` may close. A straight one between two Hebrew letters is inside a word (an acronym). One that
 * closes phrases of some languages and opens those of others (“ « ‹) does not close where it looks as if it opened:
 * „a” OR “b” are two phrases. */
static bool may_close(const dictum_lexer *lexer, size_t at)
{
    const dictum_quote_kind *kind = dictum__quote_at(lexer, at);
    if (kind != NULL && !kind->symmetric)
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
        } else if (!kind->symmetric && c == kind->open && close == kind->close[0]) {
            depth++;
        }
    }
    return lexer->text.len;
}

static size_t find_best_close(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t from)
{
    for (size_t i = 0; i < 3 && kind->close[i] != 0; i++) {
        size_t end = find_close(lexer, kind, kind->close[i], from);
        if (end < lexer->text.len)
            return end;
    }
    return lexer->text.len;
}

/* What begins with a straight mark ends with the next straight one, or with a curly one before it that has no partner
 * of its own and is no inch behind a number. */
static size_t find_straight_close(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t from)
{
    size_t straight = find_close(lexer, kind, '"', from), depth = 0, inch = straight;
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
    if (lexer->quote_ends[at] == 0)
        lexer->quote_ends[at] =
            1 + (kind->open == '"' ? find_straight_close(lexer, kind, from) : find_best_close(lexer, kind, from));
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
    return mark && !dictum__quote_is_inch(lexer, at) && (c != '"' || may_close(lexer, at));
}
