/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Drawing and changing runs. */
#include "tests/corpus/draw.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "tests/corpus/words.h"

/* A phrase is typed or pasted, not a chapter: where a word is a whole line, few make a run. */
#define RUN_BYTES_MAX ((size_t)3000)
#define GRAPHEMES_MIN 2
#define GRAPHEMES_MAX 40
#define WINDOW_BYTES 1200

/* ---- borders ----------------------------------------------------------------------------------------------------- */

typedef struct borders {
    size_t *items; /* bytes, the first 0 and the last the length */
    size_t count, cap;
} borders;

static void add_border(borders *out, size_t at)
{
    if (out->count == out->cap) {
        out->cap = out->cap == 0 ? 64 : out->cap * 2;
        out->items = realloc(out->items, out->cap * sizeof *out->items);
        if (out->items == NULL)
            abort();
    }
    out->items[out->count++] = at;
}

/* The borders of grapheme clusters. */
static void find_borders(const char *text, size_t len, borders *out)
{
    static UBreakIterator *clusters; /* costly to open; lives as long as the process */
    UErrorCode icu = U_ZERO_ERROR;
    UText *bytes = utext_openUTF8(NULL, text, (int64_t)len, &icu);
    if (clusters == NULL)
        clusters = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &icu);
    ubrk_setUText(clusters, bytes, &icu);
    if (U_FAILURE(icu))
        abort();
    for (int32_t at = ubrk_first(clusters); at != UBRK_DONE; at = ubrk_next(clusters))
        add_border(out, (size_t)at);
    (void)utext_close(bytes);
}

static bool is_joiner(uint32_t c)
{
    return u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* What makes a word of a script with spaces, between others of that kind. */
static bool is_inside_word(uint32_t c)
{
    character_kind kind = words_kind(c);
    return kind != KIND_SPACELESS && (kind != KIND_OTHER || characters_is_single_quote(c) || is_joiner(c));
}

static bool is_in(const char *text, size_t len, size_t at)
{
    size_t next = at;
    return at < len && is_inside_word(characters_next(text, len, &next)) && is_inside_word(characters_before(text, at));
}

static bool is_spaceless_at(const char *text, size_t len, size_t at)
{
    return at < len && words_kind(characters_next(text, len, &at)) == KIND_SPACELESS;
}

bool draw_is_spaceless(const reader_document *document)
{
    size_t spaceless = 0, letters = 0;
    for (size_t i = 0; i < document->word_count && letters < 10000; i++) {
        for (size_t at = document->words[i].start; at < document->words[i].end;) {
            character_kind kind = words_kind(characters_next(document->text, document->words[i].end, &at));
            spaceless += kind == KIND_SPACELESS;
            letters += kind == KIND_SPACELESS || kind == KIND_LETTER;
        }
    }
    return spaceless * 3 > letters;
}

/* ---- drawing ----------------------------------------------------------------------------------------------------- */

bool draw_words(const reader_document *document, chance *dice, slice *run)
{
    if (document->word_count == 0)
        return false;
    size_t words = 1 + chance_below(dice, DRAW_WORDS_MAX), first = chance_below(dice, document->word_count);
    if (first + words > document->word_count)
        words = document->word_count - first;
    while (words > 1 && document->words[first + words - 1].end - document->words[first].start > RUN_BYTES_MAX)
        words--;
    *run = (slice){document->words[first].start, document->words[first + words - 1].end};
    return run->end - run->start <= RUN_BYTES_MAX * 2;
}

bool draw_graphemes(const reader_document *document, chance *dice, slice *run)
{
    borders all = {0};
    if (document->word_count == 0)
        return false;
    size_t first = chance_below(dice, document->word_count), last = first;
    while (last + 1 < document->word_count && document->words[last].end - document->words[first].start < WINDOW_BYTES)
        last++;
    size_t start = document->words[first].start, len = document->words[last].end - start;
    const char *text = document->text + start;
    find_borders(text, len, &all);
    size_t from = chance_below(dice, all.count);
    size_t to = from + GRAPHEMES_MIN + chance_below(dice, GRAPHEMES_MAX - GRAPHEMES_MIN + 1);
    if (to >= all.count)
        to = all.count - 1;
    bool found = to >= from + GRAPHEMES_MIN && !is_in(text, len, all.items[from]) && !is_in(text, len, all.items[to]);
    if (found)
        *run = (slice){start + all.items[from], start + all.items[to]};
    free(all.items);
    return found;
}

void draw_spread(const char *run, size_t len, chance *dice, growing *out)
{
    static const char *const spaces[] = {" ", "\n", "\r\n  ", "\xe3\x80\x80" /* the ideographic one */};
    borders all = {0};
    find_borders(run, len, &all);
    growing_clear(out);
    growing_add_str(out, "");
    for (size_t i = 0; i + 1 < all.count; i++) {
        size_t at = all.items[i];
        if (i > 0 && is_spaceless_at(run, len, at) && is_spaceless_at(run, len, all.items[i - 1]) &&
            chance_one_in(dice, 6))
            growing_add_str(out, spaces[chance_below(dice, sizeof spaces / sizeof spaces[0])]);
        growing_add(out, run + at, all.items[i + 1] - at);
    }
    free(all.items);
}

/* ---- changing ---------------------------------------------------------------------------------------------------- */

typedef struct pieces {
    slice *items;
    size_t count;
} pieces;

/* Grapheme clusters, or what stands between white space. */
static pieces find_pieces(const char *run, size_t len, bool graphemes)
{
    pieces found = {.items = calloc(len + 1, sizeof(slice))};
    borders all = {0};
    bool inside = false;
    if (found.items == NULL)
        abort();
    if (graphemes)
        find_borders(run, len, &all);
    for (size_t i = 0; i + 1 < all.count; i++)
        found.items[found.count++] = (slice){all.items[i], all.items[i + 1]};
    for (size_t at = 0, next = 0; at < len && !graphemes; at = next) {
        bool space = characters_is_space(characters_next(run, len, &next));
        if (!space && !inside)
            found.items[found.count++] = (slice){at, next};
        else if (!space)
            found.items[found.count - 1].end = next;
        inside = !space;
    }
    free(all.items);
    return found;
}

static uint32_t letter_of(const char *text, size_t len, chance *dice)
{
    for (size_t tries = 0; tries < 8; tries++) {
        size_t at = chance_below(dice, len);
        while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
            at--;
        uint32_t c = characters_next(text, len, &at);
        if (characters_is_word(c) && c != 0xfffd)
            return c;
    }
    return 'x';
}

/* The piece with another letter, or none, at its front or end. */
static void add_with_other_letter(const char *piece, size_t len, draw_change change, uint32_t letter, growing *out)
{
    size_t first = 0, last = len;
    (void)characters_next(piece, len, &first);
    do
        last--;
    while (last > 0 && ((unsigned char)piece[last] & 0xc0) == 0x80);
    if (change == DRAW_FIRST && letter != 0)
        growing_add_code_point(out, letter);
    if (change == DRAW_FIRST)
        growing_add(out, piece + first, len - first);
    else
        growing_add(out, piece, last);
    if (change == DRAW_LAST && letter != 0)
        growing_add_code_point(out, letter);
}

void draw_mutate(const char *run, size_t len, bool graphemes, draw_change change, const char *other, size_t other_len,
                 chance *dice, growing *out)
{
    const char *between = graphemes ? "" : " ";
    pieces all = find_pieces(run, len, graphemes);
    size_t chosen = all.count == 0 ? 0 : chance_below(dice, all.count);
    if (change == DRAW_EXCHANGE && chosen + 1 < all.count) {
        slice first = all.items[chosen];
        all.items[chosen] = all.items[chosen + 1];
        all.items[chosen + 1] = first;
    }
    growing_clear(out);
    growing_add_str(out, "");
    for (size_t i = 0; i < all.count; i++) {
        const char *piece = run + all.items[i].start;
        size_t bytes = all.items[i].end - all.items[i].start;
        if (i == chosen && change == DRAW_DROP)
            continue;
        growing_add_str(out, out->len > 0 ? between : "");
        if (i == chosen && change == DRAW_REPLACE)
            growing_add(out, other, other_len);
        else if (i == chosen && (change == DRAW_FIRST || change == DRAW_LAST))
            add_with_other_letter(piece, bytes, change, chance_one_in(dice, 3) ? 0 : letter_of(other, other_len, dice),
                                  out);
        else
            growing_add(out, piece, bytes);
        if (i == chosen && change == DRAW_DOUBLE) {
            growing_add_str(out, between);
            growing_add(out, piece, bytes);
        }
    }
    free(all.items);
}
