/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which mark opens a phrase and which one ends it. */
#include "searcher/quotes.h"

#include "lib/utf8.h"
#include "searcher/characters.h"

/* A kind of quotation marks. `close` lists every mark that may end it, best first. */
struct dictum_quote_kind {
    uint32_t open;
    uint32_t close[3];
    bool symmetric; /* the same mark opens and closes: it opens only where a word does not go on */
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

bool dictum__quote_may_open(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t at)
{
    if (!kind->symmetric)
        return true;
    uint32_t before = dictum__character_before(lexer, at);
    return !dictum__character_is_word(lexer, before) ||
           dictum__character_class(lexer, before) == DICTUM__CLASS_SPACELESS;
}

/* Whether the mark at `at` stands as only one that opens does: something begins right behind it, and nothing ends
 * before it. */
static bool looks_open(const dictum_lexer *lexer, size_t at)
{
    uint32_t before = dictum__character_before(lexer, at),
             next = dictum__character_at(lexer, dictum__character_after(lexer, at));
    bool free_before =
        dictum__character_is_space(lexer, before) || dictum__character_opens(before) || before == ':' || before == '-';
    return free_before && !dictum__character_is_space(lexer, next) && !dictum__character_closes(next);
}

/* Whether the mark at `at` may close. A straight one between two letters is inside a word (Hebrew acronyms). One that
 * closes phrases of some languages and opens those of others (“ « ‹) does not close where it looks as if it opened:
 * „a” OR “b” are two phrases. */
static bool may_close(const dictum_lexer *lexer, size_t at)
{
    const dictum_quote_kind *kind = dictum__quote_at(lexer, at);
    if (kind != NULL && !kind->symmetric)
        return !looks_open(lexer, at);
    if (lexer->text.data[at] != '"')
        return true;
    uint32_t before = dictum__character_before(lexer, at), next = dictum__character_at(lexer, at + 1);
    return dictum__character_class(lexer, before) != DICTUM__CLASS_LETTER ||
           dictum__character_class(lexer, next) != DICTUM__CLASS_LETTER;
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

size_t dictum__quote_end(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t from)
{
    for (size_t i = 0; i < 3 && kind->close[i] != 0; i++) {
        size_t end = find_close(lexer, kind, kind->close[i], from);
        if (end < lexer->text.len)
            return end;
    }
    return lexer->text.len;
}
