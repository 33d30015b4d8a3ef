/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Joins: what stands between two tokens decides. Most tokens have a space before them and are passed over at once. */
#include "lib/joins.h"

#include <string.h>

#include "lib/array.h"

/* What stands between a token and the one before it. */
typedef enum between {
    NOTHING_MUCH, /* nothing that joins words */
    HYPHEN,
    HYPHEN_LINE_END,
    HYPHEN_SPACE
} between;

typedef struct finder {
    dictum_slice text;
    const dictum_token *tokens;
    size_t count;
    dictum_buf *forms;
    dictum_joins *joins;
} finder;

/* The length of the character at `at` where it is the UTF-8 of one of `list`, which is divided by spaces; else 0. */
static size_t is_one_of(dictum_slice text, size_t at, size_t end, const char *list)
{
    while (*list != '\0') {
        size_t bytes = strcspn(list, " ");
        if (bytes <= end - at && memcmp(text.data + at, list, bytes) == 0)
            return bytes;
        list += bytes + (list[bytes] == ' ');
    }
    return 0;
}

static size_t hyphen_bytes(dictum_slice text, size_t at, size_t end)
{
    if ((unsigned char)text.data[at] < 0x80)
        return text.data[at] == '-';
    return is_one_of(text, at, end, "\u2010 \u2011 \uFE63 \uFF0D \u00AD");
}

/* Of white space within a line: a space, and no-break and thin ones. */
static size_t space_bytes(dictum_slice text, size_t at, size_t end)
{
    if ((unsigned char)text.data[at] < 0x80)
        return text.data[at] == ' ';
    return is_one_of(text, at, end, "\u00A0 \u202F \u2009 \u2007 \u2008");
}

/* What white space [at, end) is behind a hyphen: it holds a line's end, or is not there, or is other; NOTHING_MUCH
 * where it is no white space. */
static between behind_hyphen(dictum_slice text, size_t at, size_t end)
{
    bool line_end = false, space = false;
    while (at < end) {
        size_t wide = text.data[at] == '\t' || text.data[at] == '\r' ? 1 : space_bytes(text, at, end);
        if (text.data[at] == '\n') {
            line_end = true;
            wide = 1;
        }
        if (wide == 0)
            return NOTHING_MUCH;
        space = true;
        at += wide;
    }
    return line_end ? HYPHEN_LINE_END : space ? HYPHEN_SPACE : HYPHEN;
}

/* Whether the token ends in a soft hyphen, which is in its range because it does not exist for matching. */
static bool ends_softly(dictum_slice text, const dictum_token *token)
{
    return token->byte_end - token->byte_start > 2 && memcmp(text.data + token->byte_end - 2, "\u00AD", 2) == 0;
}

static between look_before(const finder *f, size_t token)
{
    size_t at = f->tokens[token - 1].byte_end, end = f->tokens[token].byte_start;
    if (at >= end)
        return NOTHING_MUCH;
    if (ends_softly(f->text, &f->tokens[token - 1]))
        return behind_hyphen(f->text, at, end);
    size_t hyphen = hyphen_bytes(f->text, at, end);
    if (hyphen > 0)
        return behind_hyphen(f->text, at + hyphen, end);
    return NOTHING_MUCH;
}

/* ---- forms ------------------------------------------------------------------------------------------------------- */

static dictum_slice form_of(const finder *f, size_t token, bool folded)
{
    const dictum_token *t = &f->tokens[token];
    bool own = folded && t->folded_bytes > 0;
    dictum_slice form = {f->forms->data + (own ? t->folded : t->exact), own ? t->folded_bytes : t->exact_bytes};
    form.data += t->sign_front_bytes;
    form.len -= (size_t)t->sign_front_bytes + t->sign_back_bytes;
    return form;
}

static void append_joined(const finder *f, const dictum_join *join, bool folded, uint32_t *place, uint32_t *bytes)
{
    size_t whole = 0;
    for (size_t i = 0; i < join->count; i++)
        whole += form_of(f, join->first + i, folded).len;
    if (!dictum__buf_reserve(f->forms, whole)) /* nothing moves while it is copied from itself */
        return;
    *place = (uint32_t)f->forms->len;
    for (size_t i = 0; i < join->count; i++)
        dictum__buf_append_slice(f->forms, form_of(f, join->first + i, folded));
    *bytes = (uint32_t)(f->forms->len - *place);
}

static bool add_join(const finder *f, size_t first, size_t count, dictum__join_kind kind)
{
    dictum_joins *joins = f->joins;
    void *room = joins->items;
    if (!dictum__array_reserve(&room, &joins->cap, joins->count + 1, sizeof(dictum_join)))
        return false;
    joins->items = room;
    dictum_join join = {.first = (uint32_t)first, .count = (uint32_t)count, .kind = (uint8_t)kind};
    append_joined(f, &join, false, &join.exact, &join.exact_bytes);
    join.left_bytes = (uint32_t)form_of(f, first, false).len;
    join.left_folded_bytes = (uint32_t)form_of(f, first, true).len;
    bool folds = false;
    for (size_t i = first; i < first + count; i++)
        folds = folds || f->tokens[i].folded_bytes > 0;
    if (folds)
        append_joined(f, &join, true, &join.folded, &join.folded_bytes);
    joins->items[joins->count++] = join;
    return dictum__buf_status(f->forms) == DICTUM_OK;
}

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

/* What divides the groups of a number. */
typedef enum divider { NO_DIVIDER, COMMA, FULL_STOP, APOSTROPHE, ARABIC_SEPARATOR, SPACE } divider;

static divider divider_before(const finder *f, size_t token)
{
    static const struct {
        const char *list;
        divider kind;
    } table[] = {
        {", \uFF0C \uFE50", COMMA},
        {". \uFF0E \uFE52", FULL_STOP},
        {"' ` \u2019 \u2018 \u201B \u2032 \u00B4 \u02B9 \u02BB \u02BC \u02BD \u02BE \u02BF \u055A \u05F3 \uFF07",
         APOSTROPHE},
        {"\u066C", ARABIC_SEPARATOR}};
    if (token == 0 || token >= f->count || (f->tokens[token].flags & DICTUM__TOKEN_PARAGRAPH) != 0)
        return NO_DIVIDER;
    size_t at = f->tokens[token - 1].byte_end, end = f->tokens[token].byte_start;
    if (at >= end || end - at > 3)
        return NO_DIVIDER;
    if (space_bytes(f->text, at, end) == end - at)
        return SPACE;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (is_one_of(f->text, at, end, table[i].list) == end - at)
            return table[i].kind;
    return NO_DIVIDER;
}

static bool is_number(const finder *f, size_t token)
{
    return token < f->count && f->tokens[token].kind == DICTUM__TOKEN_NUMBER;
}

static size_t digits_of(const dictum_token *token)
{
    return token->exact_bytes - (size_t)token->sign_front_bytes - token->sign_back_bytes;
}

/* Behind the first: three digits. A sign may stand behind the last group, and before the first. */
static bool is_group(const finder *f, size_t token)
{
    const dictum_token *t = &f->tokens[token];
    return is_number(f, token) && digits_of(t) == 3 && t->sign_front_bytes == 0;
}

static bool begins_groups(const finder *f, size_t token)
{
    const dictum_token *t = &f->tokens[token];
    return is_number(f, token) && digits_of(t) <= 3 && t->sign_back_bytes == 0 &&
           f->forms->data[t->exact + t->sign_front_bytes] != '0';
}

/* The end of the run of groups that begins at `first`, which are divided by one and the same. *whole tells whether it
 * is one number: it has no more groups than a number can, and by other than spaces no further number stands before or
 * behind it. */
static size_t groups_end(const finder *f, size_t first, bool *whole)
{
    divider kind = divider_before(f, first + 1);
    *whole = false;
    if (kind == NO_DIVIDER || !begins_groups(f, first))
        return first;
    size_t end = first + 1;
    while (end < f->count && is_group(f, end) && divider_before(f, end) == kind)
        if (f->tokens[end++].sign_back_bytes > 0)
            break;
    bool goes_on = kind != SPACE && ((is_number(f, end) && divider_before(f, end) == kind) ||
                                     (first > 0 && is_number(f, first - 1) && divider_before(f, first) == kind));
    *whole = end - first >= 2 && end - first <= DICTUM__JOIN_TOKENS_MAX && !goes_on;
    return end;
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

static bool is_word(const finder *f, size_t token)
{
    return f->tokens[token].kind == DICTUM__TOKEN_WORD;
}

/* A word broken at the end of a line: each two parts of it, and all where there are more. */
static bool broken_word(const finder *f, size_t second, between how)
{
    dictum__join_kind kind = how == HYPHEN_LINE_END ? DICTUM__JOIN_LINE : DICTUM__JOIN_BROKEN;
    if (!is_word(f, second - 1) || !is_word(f, second))
        return true;
    if (!add_join(f, second - 1, 2, kind))
        return false;
    size_t end = second + 1;
    while (end < f->count && end - second + 1 < DICTUM__JOIN_TOKENS_MAX && is_word(f, end) &&
           look_before(f, end) == how)
        end++;
    bool starts = second < 2 || !is_word(f, second - 2) || look_before(f, second - 1) != how;
    return end == second + 1 || !starts || add_join(f, second - 1, end - second + 1, kind);
}

/* Whether a hyphen stands between a token and the one before it. */
static bool has_hyphen_before(const finder *f, size_t token)
{
    return token > 0 && token < f->count && (f->tokens[token].flags & DICTUM__TOKEN_PARAGRAPH) == 0 &&
           look_before(f, token) == HYPHEN;
}

/* Two words, or a word and a number, with a hyphen, and none around them. */
static bool hyphenated_word(const finder *f, size_t second)
{
    uint8_t left = f->tokens[second - 1].kind, right = f->tokens[second].kind;
    if (left == DICTUM__TOKEN_GRAPHEME || right == DICTUM__TOKEN_GRAPHEME ||
        (left == DICTUM__TOKEN_NUMBER && right == DICTUM__TOKEN_NUMBER))
        return true;
    if (has_hyphen_before(f, second - 1) || has_hyphen_before(f, second + 1))
        return true;
    return add_join(f, second - 1, 2, DICTUM__JOIN_HYPHEN);
}

/* Whether anything can join the token to the one before it: quick, and true for few. */
static bool may_join(const finder *f, size_t token)
{
    const dictum_token *t = &f->tokens[token];
    if (t->kind == DICTUM__TOKEN_GRAPHEME || (t->flags & DICTUM__TOKEN_PARAGRAPH) != 0)
        return false;
    size_t at = f->tokens[token - 1].byte_end, gap = t->byte_start > at ? t->byte_start - at : 0;
    bool plain_space = gap == 1 && f->text.data[at] == ' ';
    return gap > 0 && (!plain_space || t->kind == DICTUM__TOKEN_NUMBER || (unsigned char)f->text.data[at - 1] >= 0x80);
}

dictum_status dictum__find_joins(dictum_slice text, const dictum_token *tokens, size_t first, size_t count,
                                 dictum_buf *forms, dictum_joins *joins, dictum_error *err)
{
    finder f = {text, tokens, count, forms, joins};
    size_t number = first; /* no run of groups begins before it any more */
    bool done = true;
    for (size_t i = first + 1; done && i < count; i++) {
        if (!may_join(&f, i))
            continue;
        between how = look_before(&f, i);
        if (how == HYPHEN) {
            done = hyphenated_word(&f, i);
        } else if (how == HYPHEN_LINE_END || how == HYPHEN_SPACE) {
            done = broken_word(&f, i, how);
        } else if (i - 1 >= number && is_group(&f, i)) {
            bool whole;
            size_t end = groups_end(&f, i - 1, &whole);
            if (whole)
                done = add_join(&f, i - 1, end - i + 1, DICTUM__JOIN_NUMBER);
            /* Each run is looked at once; the last group of one that is no number may begin the next. */
            if (end > i)
                number = whole ? end : end - 1;
        }
    }
    if (!done)
        return dictum__buf_status(forms) == DICTUM_LIMIT ? dictum__fail(err, DICTUM_LIMIT, "the text is too long")
                                                         : dictum__nomem(err);
    return DICTUM_OK;
}
