/* SPDX-License-Identifier: GPL-2.0-or-later */
/* R1 and R7, read a second time: whole texts at once, over ICU's NFKC_Casefold. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "tests/corpus/units.h"
#include "tests/corpus/words_parts.h"
#include "tests/support/characters.h"

/* NFKC_Casefold makes at most 18 units of one. */
#define EXPANSION 18

typedef struct units {
    UChar *items;
    int32_t count, cap;
} units;

static void units_reserve(units *out, size_t more)
{
    size_t wanted = (size_t)out->count + more;
    if (wanted <= (size_t)out->cap)
        return;
    if (wanted > INT32_MAX / 4)
        abort();
    out->cap = (int32_t)(wanted * 2);
    out->items = realloc(out->items, (size_t)out->cap * sizeof(UChar));
    if (out->items == NULL)
        abort();
}

static void units_add(units *out, UChar32 c)
{
    units_reserve(out, 2);
    U16_APPEND_UNSAFE(out->items, out->count, c);
}

/* ---- before and after Unicode's own form ------------------------------------------------------------------------- */

/* Everything that is typed for an apostrophe. */
static bool is_apostrophe(UChar32 c)
{
    static const UChar32 all[] = {'\'',  '`',   0xb4,   0x2b9,  0x2bb,  0x2bc,  0x2bd,  0x2be,  0x2bf,
                                  0x55a, 0x5f3, 0x1ffd, 0x2018, 0x2019, 0x201b, 0x2032, 0xff07, 0xff40};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i] == c)
            return true;
    return false;
}

static bool is_fraction(UChar32 c)
{
    return c == 0x2189 || (c >= 0xbc && c <= 0xbe) || (c >= 0x2150 && c <= 0x215f);
}

/* Whether blanks and the end of a line come next; in a query, any white space. */
static bool is_at_line_end(const char *text, size_t len, size_t at, bool is_query)
{
    size_t next = at;
    if (is_query && at < len && characters_is_space(characters_next(text, len, &next)))
        return true;
    while (at < len && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r'))
        at++;
    return at < len && text[at] == '\n';
}

/* Control characters that were meant for what their byte is in windows-1252: those that matter to words. */
static UChar32 meant(UChar32 c)
{
    switch (c) {
    case 0x83:
        return 0x192;
    case 0x88:
        return 0x2c6;
    case 0x8a:
        return 0x160;
    case 0x8c:
        return 0x152;
    case 0x8e:
        return 0x17d;
    case 0x91:
    case 0x92:
        return '\'';
    case 0x99:
        return 0x2122;
    case 0x9a:
        return 0x161;
    case 0x9c:
        return 0x153;
    case 0x9e:
        return 0x17e;
    case 0x9f:
        return 0x178;
    default:
        return c;
    }
}

static void add_prepared(units *out, UChar32 c, bool line_end)
{
    c = meant(c);
    if (is_apostrophe(c)) {
        units_add(out, '\'');
    } else if (c == 0x2122 || c == 0x2120) {
        units_add(out, c == 0x2122 ? NORMAL_TM : NORMAL_SM);
    } else if (c >= 0x1f16a && c <= 0x1f16c) {
        units_add(out, 0xae); /* trade mark signs of other kinds, which are no letters either */
    } else if (is_fraction(c)) {
        units_add(out, '/');
        units_add(out, c);
        units_add(out, '/');
    } else {
        units_add(out, c == 0xad && line_end ? NORMAL_HYPHEN : c);
    }
}

/* Marks that a writer of Hebrew or Arabic may leave out, and the stretching of an Arabic line. */
static bool may_be_left_out(UChar32 c)
{
    if (c == 0x640)
        return true;
    if (u_charType(c) != U_NON_SPACING_MARK)
        return false;
    int32_t block = ublock_getCode(c);
    return block == UBLOCK_HEBREW || block == UBLOCK_ARABIC || block == UBLOCK_ARABIC_EXTENDED_A ||
           block == UBLOCK_ARABIC_EXTENDED_B;
}

static void add_finished(units *out, UChar32 c)
{
    bool dot_above_i = c == 0x307 && out->count > 0 && out->items[out->count - 1] == 'i';
    if (may_be_left_out(c) || dot_above_i)
        return;
    if (is_apostrophe(c)) {
        units_add(out, '\'');
    } else if (c == 0x131) {
        units_add(out, 'i');
    } else if (c == 0xe6 || c == 0x153) {
        units_add(out, c == 0xe6 ? 'a' : 'o');
        units_add(out, 'e');
    } else if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
        units_add(out, '0' + u_charDigitValue(c));
    } else {
        units_add(out, c);
    }
}

static void normalize(const UNormalizer2 *how, const units *in, units *out)
{
    UErrorCode icu = U_ZERO_ERROR;
    out->count = 0;
    units_reserve(out, (size_t)in->count + 64);
    out->count = unorm2_normalize(how, in->items, in->count, out->items, out->cap, &icu);
    if (icu == U_BUFFER_OVERFLOW_ERROR) {
        int32_t wanted = out->count;
        icu = U_ZERO_ERROR;
        out->count = 0;
        units_reserve(out, (size_t)wanted + 1);
        out->count = unorm2_normalize(how, in->items, in->count, out->items, out->cap, &icu);
    }
    if (U_FAILURE(icu))
        abort();
}

void normal_read(normal_text *out, const char *text, size_t len, bool is_query)
{
    UErrorCode icu = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&icu), *nfkc_cf = unorm2_getNFKCCasefoldInstance(&icu);
    units a = {0}, b = {0};
    if (U_FAILURE(icu))
        abort();
    units_reserve(&a, len + 2);
    for (size_t at = 0; at < len;) {
        UChar32 c = (UChar32)characters_next(text, len, &at);
        add_prepared(&a, c, c == 0xad && is_at_line_end(text, len, at, is_query));
    }
    normalize(nfd, &a, &b); /* first, for Greek's iota below (The Unicode Standard, D146) */
    normalize(nfkc_cf, &b, &a);
    b.count = 0;
    for (int32_t at = 0; at < a.count;)
        add_finished(&b, (UChar32)units_next(a.items, a.count, &at));
    normalize(nfkc_cf, &b, &a);
    *out = (normal_text){.items = malloc(((size_t)a.count + 1) * sizeof(uint32_t))};
    if (out->items == NULL)
        abort();
    for (int32_t at = 0; at < a.count;)
        out->items[out->count++] = units_next(a.items, a.count, &at);
    free(a.items);
    free(b.items);
}

void normal_dispose(normal_text *text)
{
    free(text->items);
    *text = (normal_text){0};
}

/* ---- diacritics -------------------------------------------------------------------------------------------------- */

/* Letters that Unicode does not take apart. */
static const struct {
    uint32_t letter;
    char plain[3];
} plain_letters[] = {{0xe6, "ae"}, {0xf0, "d"},  {0x111, "d"}, {0xf8, "o"},  {0xfe, "th"}, {0x127, "h"},
                     {0x142, "l"}, {0x167, "t"}, {0x180, "b"}, {0x1b6, "z"}, {0x268, "i"}};

/* Whether a mark on a letter is an ornament. */
static bool is_ornament(uint32_t letter, uint32_t mark)
{
    UErrorCode icu = U_ZERO_ERROR;
    if (u_charType((UChar32)mark) != U_NON_SPACING_MARK)
        return false;
    switch (uscript_getScript((UChar32)letter, &icu)) {
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
        return true;
    case USCRIPT_CYRILLIC:
        if (mark == 0x308)
            return letter == 0x435;
        return (mark == 0x300 || mark == 0x301) && letter != 0x433 && letter != 0x43a;
    default:
        return false;
    }
}

static size_t add_plain(uint32_t c, uint32_t *out)
{
    for (size_t i = 0; i < sizeof plain_letters / sizeof plain_letters[0]; i++) {
        if (plain_letters[i].letter != c)
            continue;
        size_t made = 0;
        for (const char *at = plain_letters[i].plain; *at != '\0'; at++)
            out[made++] = (uint32_t)*at;
        return made;
    }
    out[0] = c;
    return 1;
}

/* The canonical decomposition of one character. */
static size_t take_apart(uint32_t c, uint32_t parts[32])
{
    UErrorCode icu = U_ZERO_ERROR;
    UChar pieces[32];
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&icu);
    int32_t count = U_FAILURE(icu) ? -1 : unorm2_getDecomposition(nfd, (UChar32)c, pieces, 32, &icu);
    size_t made = 0;
    parts[0] = c;
    if (count < 0 || U_FAILURE(icu))
        return 1;
    for (int32_t at = 0; at < count;)
        parts[made++] = units_next(pieces, count, &at);
    return made;
}

size_t normal_fold(const uint32_t *characters, size_t count, uint32_t *out)
{
    uint32_t parts[32], letter = 0;
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        if (letter != 0 && is_ornament(letter, characters[i]))
            continue;
        /* All the marks of a letter are ornaments, or it is a letter of its own. */
        size_t part_count = take_apart(characters[i], parts), ornaments = 1;
        while (ornaments < part_count && is_ornament(parts[0], parts[ornaments]))
            ornaments++;
        uint32_t c = ornaments == part_count ? parts[0] : characters[i];
        made += add_plain(c, out + made);
        letter = c;
    }
    return made;
}
