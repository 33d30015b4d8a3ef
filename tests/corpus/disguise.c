/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changing what a reader would not call a change. */
#include "tests/corpus/disguise.h"

#include <string.h>

/* A kind of quotation marks: what encloses the phrase, and which marks must not be inside. */
typedef struct quote_kind {
    uint32_t open, close;
    uint32_t banned[4];
} quote_kind;

static const quote_kind quote_kinds[] = {
    {'"', '"', {'"', 0}},
    {0x201c, 0x201d, {0x201c, 0x201d, 0}},         /* “ ” */
    {0x201e, 0x201c, {0x201e, 0x201c, 0}},         /* „ “ */
    {0x201e, 0x201d, {0x201e, 0x201c, 0x201d, 0}}, /* „ ” */
    {0xab, 0xbb, {0xab, 0xbb, 0}},                 /* « » */
    {0x2039, 0x203a, {0x2039, 0x203a, 0}},         /* ‹ › */
    {0x300c, 0x300d, {0x300c, 0x300d, 0}},         /* 「 」 */
    {0x300e, 0x300f, {0x300e, 0x300f, 0}},         /* 『 』 */
    {0x201d, 0x201d, {0x201d, 0}},                 /* ” ” */
    {0xbb, 0xab, {0xab, 0xbb, 0}},                 /* » « */
    {0xff02, 0xff02, {0xff02, 0}},                 /* of full width */
    {0x301d, 0x301e, {0x301d, 0x301e, 0x301f, 0}}, /* 〝 〞 */
    {0x275d, 0x275e, {0x275d, 0x275e, 0}},         /* ❝ ❞ */
    {0x276e, 0x276f, {0x276e, 0x276f, 0}},         /* ❮ ❯ */
    {0x3008, 0x3009, {0x3008, 0x3009, 0}},         /* 〈 〉 */
    {0x300a, 0x300b, {0x300a, 0x300b, 0}},         /* 《 》 */
    {0xff62, 0xff63, {0xff62, 0xff63, 0}},         /* ｢ ｣ */
};

static const uint32_t double_quotes[] = {'"', 0x201c, 0x201d, 0x201e, 0x201f, 0xab, 0xbb, 0x2039, 0x203a};
static const uint32_t single_quotes[] = {'\'', 0x2018, 0x2019, 0x201b};
static const uint32_t apostrophes[] = {'\'', 0x2019, 0x2018, 0x2bc, 0x2032, '`', 0xb4};
static const uint32_t dashes[] = {'-', 0x2010, 0x2011, 0x2013, 0x2014, 0x2015, 0x2212};
static const char *const spaces[] = {
    " ",    " ",  " ",   " ",     "  ",   "   ", "\n",       "\n",
    "\r\n", "\t", " \n", "\n   ", "\n\n", " ",   "\xc2\xa0", "\xe2\x80\x89" /* a no-break space, a thin space */};

/* What a phrase takes for a space, and a hyphen between two words for. */
static const char *const breaks[] = {"—", " – ", " - ", "-", " / ", "…", ", "};
static const char *const hyphens[] = {" ",     "-\n",   "- ",        "\n",
                                      "–\n  ", "-\r\n", "\xc2\xad\n" /* a soft one, as pages break lines */};
static const char *const stops[] = {"", "", ",", ".", ";", ":", "!", "?", "…", " –", ")", "”,"};

typedef enum letter_case { AS_IS, UPPER, LOWER, MIXED } letter_case;

typedef struct disguiser {
    const quote_kind *kind;
    letter_case letters;
    bool restless; /* changes all that it can, not only some of it */
    chance *dice;
} disguiser;

static bool is_banned(const disguiser *d, uint32_t c)
{
    for (size_t i = 0; d->kind->banned[i] != 0; i++)
        if (d->kind->banned[i] == c)
            return true;
    return false;
}

static uint32_t one_of(const disguiser *d, const uint32_t *table, size_t count)
{
    uint32_t c;
    do
        c = table[chance_below(d->dice, count)];
    while (is_banned(d, c));
    return c;
}

#define ONE_OF(d, table) one_of((d), (table), sizeof(table) / sizeof((table)[0]))

static bool is_upper(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
}

static bool is_lower(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7);
}

static uint32_t change_case(const disguiser *d, uint32_t c)
{
    bool change = d->letters == MIXED && chance_one_in(d->dice, 2);
    if (is_upper(c) && (d->letters == LOWER || change))
        return c + 0x20;
    if (is_lower(c) && (d->letters == UPPER || change))
        return c - 0x20;
    return c;
}

/* What one character of the run becomes; `before` and `behind` are its neighbours. */
static uint32_t change(const disguiser *d, uint32_t c, uint32_t before, uint32_t behind)
{
    bool willing = d->restless || chance_one_in(d->dice, 3);
    if (characters_is_single_quote(c)) {
        if (!willing)
            return c;
        /* Inside a word it is an apostrophe and stays one. */
        if (characters_is_word(before) && characters_is_word(behind))
            return ONE_OF(d, apostrophes);
        return chance_one_in(d->dice, 2) ? ONE_OF(d, single_quotes) : ONE_OF(d, double_quotes);
    }
    if (characters_is_double_quote(c))
        return willing || is_banned(d, c) ? ONE_OF(d, double_quotes) : c;
    if (characters_is_dash(c))
        return willing ? ONE_OF(d, dashes) : c;
    if (c == '*' && characters_is_space(before) && characters_is_space(behind))
        return 0x2022;
    return change_case(d, c);
}

static void write_one_of(const disguiser *d, const char *const *table, size_t count, growing *query)
{
    growing_add_str(query, table[chance_below(d->dice, count)]);
}

#define WRITE_ONE_OF(d, table, query) write_one_of((d), (table), sizeof(table) / sizeof((table)[0]), (query))

/* What stands between words, where it is written otherwise than one character for another; false where it is not. */
static bool write_between(const disguiser *d, uint32_t c, uint32_t before, uint32_t behind, growing *query)
{
    if (!chance_one_in(d->dice, d->restless ? 2 : 8) || !characters_is_word(before))
        return false;
    if (characters_is_dash(c) && characters_is_word(behind)) {
        WRITE_ONE_OF(d, hyphens, query);
        return true;
    }
    if ((c == ',' || c == ';' || c == ':' || c == '.') && characters_is_space(behind)) {
        const char *stop = stops[chance_below(d->dice, sizeof stops / sizeof stops[0])];
        size_t at = 0;
        uint32_t mark = characters_next(stop, strlen(stop) + 1, &at);
        growing_add_str(query, is_banned(d, mark) ? "" : stop);
        return true;
    }
    return false;
}

static void write_space(const disguiser *d, growing *query)
{
    bool willing = d->restless || chance_one_in(d->dice, 3);
    if (d->restless && chance_one_in(d->dice, 8)) {
        WRITE_ONE_OF(d, breaks, query);
        return;
    }
    growing_add_str(query, willing ? spaces[chance_below(d->dice, sizeof spaces / sizeof spaces[0])] : " ");
}

void disguise(const char *run, size_t len, chance *dice, growing *query)
{
    disguiser d = {.kind = &quote_kinds[chance_below(dice, sizeof quote_kinds / sizeof quote_kinds[0])],
                   .letters = (letter_case)chance_below(dice, 4),
                   .restless = chance_one_in(dice, 2),
                   .dice = dice};
    growing_clear(query);
    growing_add_code_point(query, d.kind->open);
    for (size_t at = 0; at < len;) {
        uint32_t before = at == 0 ? ' ' : characters_before(run, at);
        uint32_t c = characters_next(run, len, &at);
        size_t next = at;
        uint32_t behind = at < len ? characters_next(run, len, &next) : ' ';
        if (write_between(&d, c, before, behind, query))
            continue;
        if (!characters_is_space(c))
            growing_add_code_point(query, change(&d, c, before, behind));
        else if (!characters_is_space(behind))
            write_space(&d, query);
    }
    growing_add_code_point(query, d.kind->close);
}

/* The base letters of U+00C0 to U+00FF; - for what has none. */
static const char bases[] = "aaaaaa-ceeeeiiii-nooooo-ouuuuy--aaaaaa-ceeeeiiii-nooooo-ouuuuy-y";

void disguise_letters(const char *text, size_t len, growing *letters)
{
    growing_clear(letters);
    growing_add_str(letters, "");
    for (size_t at = 0; at < len;) {
        uint32_t c = characters_next(text, len, &at);
        char plain = 0;
        if (c < 0x80 && characters_is_word(c))
            plain = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        else if (c >= 0xc0 && c <= 0xff && bases[c - 0xc0] != '-')
            plain = bases[c - 0xc0];
        if (plain != 0)
            growing_add(letters, &plain, 1);
    }
}
