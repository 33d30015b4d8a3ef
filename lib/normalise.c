/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule R1: NFKC_Casefold and a few further equalities, with a map to the source.
 *
 * The source is taken in pieces that ICU guarantees to normalise independently (from one normalisation boundary to the
 * next), so that each piece of the result can be given the bytes of its piece of the source. Nearly every piece is one
 * code point; what becomes of those in the Basic Multilingual Plane is remembered. */
#include "lib/normalise.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "lib/signs.h"
#include "lib/utf16.h"
#include "lib/utf8.h"

/* Pieces longer than this are cut: real text has a handful of marks on a letter (UAX #15 stream-safe text: 30), and
 * sorting an endless run of marks would cost quadratic time. */
#define PIECE_UNITS 128
/* NFKC_Casefold makes at most 18 units of one (U+FDFA). */
#define RESULT_UNITS (PIECE_UNITS * 18)

/* Greek iota below (ypogegrammeni), a mark that folding makes a letter of. */
#define IOTA_BELOW 0x0345

/* Signs that no rule keeps in a word. */
#define REGISTERED_SIGN 0x00ae
#define FRACTION_SLASH 0x2044

/* Values in `single` that are no result. */
#define UNKNOWN 0
#define NOT_SINGLE 0xffff

struct dictum_normaliser {
    const UNormalizer2 *nfkc_casefold; /* ICU's own, never freed, like the next */
    const UNormalizer2 *nfd;
    uint16_t single[0x10000]; /* the one unit that a code point by itself becomes, or one of the above */
    UChar piece[PIECE_UNITS + 4];
    UChar result[RESULT_UNITS];
    UChar mapped[RESULT_UNITS * 2];
};

dictum_status dictum__normaliser_new(dictum_normaliser **out, dictum_error *err)
{
    UErrorCode icu = U_ZERO_ERROR;
    *out = NULL;
    dictum_normaliser *normaliser = calloc(1, sizeof *normaliser);
    if (normaliser == NULL)
        return dictum__nomem(err);
    normaliser->nfkc_casefold = unorm2_getNFKCCasefoldInstance(&icu);
    normaliser->nfd = unorm2_getNFDInstance(&icu);
    if (U_FAILURE(icu)) {
        free(normaliser);
        return dictum__fail(err, DICTUM_INTERNAL, "ICU has no normalisation data: %s", u_errorName(icu));
    }
    *out = normaliser;
    return DICTUM_OK;
}

void dictum__normaliser_free(dictum_normaliser *normaliser)
{
    free(normaliser);
}

void dictum__normal_dispose(dictum_normal *normal)
{
    free(normal->units);
    free(normal->from);
    free(normal->to);
    memset(normal, 0, sizeof *normal);
}

static bool grow(dictum_normal *normal, size_t more)
{
    if (normal->cap - normal->count >= more)
        return true;
    size_t cap = normal->cap * 2 > normal->count + more ? normal->cap * 2 : normal->count + more;
    uint16_t *units = realloc(normal->units, cap * sizeof *units);
    if (units != NULL)
        normal->units = units;
    uint32_t *from = realloc(normal->from, cap * sizeof *from);
    if (from != NULL)
        normal->from = from;
    uint32_t *to = realloc(normal->to, cap * sizeof *to);
    if (to != NULL)
        normal->to = to;
    if (units == NULL || from == NULL || to == NULL)
        return false;
    normal->cap = cap;
    return true;
}

/* Characters that people write for an apostrophe. Asked before normalisation, because it would make a space and a
 * combining accent of U+00B4, and after it, because it makes some of others (a full-width grave accent). */
static UChar32 plain_apostrophe(UChar32 c)
{
    switch (c) {
    case 0x0060: /* grave accent */
    case 0x00b4: /* acute accent */
    case 0x1ffd: /* Greek oxia, the same by canonical equivalence */
    case 0x02b9: /* modifier letter prime */
    case 0x02bb: /* modifier letter turned comma: the okina */
    case 0x02bc: /* modifier letter apostrophe */
    case 0x02bd: /* modifier letter reversed comma */
    case 0x02be: /* modifier letter right half ring */
    case 0x02bf: /* modifier letter left half ring */
    case 0x055a: /* Armenian apostrophe */
    case 0x05f3: /* Hebrew geresh */
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x2032: /* prime */
        return '\'';
    default:
        return c;
    }
}

/* Signs that Unicode's mapping would make letters of, glued to the word before: the name is "Windows" with the trade
 * mark sign as without. The two in use are kept (R9). */
static UChar32 plain_trade_mark(UChar32 c)
{
    if (c == 0x2122)
        return DICTUM__SIGN_TRADE_MARK;
    if (c == 0x2120)
        return DICTUM__SIGN_SERVICE_MARK;
    return c >= 0x1f16a && c <= 0x1f16c ? REGISTERED_SIGN : c;
}

/* Its numerator would be glued to the digits before: 3½ is not 31/2. */
static bool is_vulgar_fraction(UChar32 c)
{
    return (c >= 0x00bc && c <= 0x00be) || (c >= 0x2150 && c <= 0x215f) || c == 0x2189;
}

/* What stands for a character in the piece that ICU normalises. A control character is what was meant, in a pasted
 * query as in a document that was read (indexer/read/flow.h). */
static UChar32 before_normalising(UChar32 c)
{
    uint32_t meant = dictum__windows_1252((uint32_t)c);
    c = meant != 0 ? (UChar32)meant : c;
    return plain_trade_mark(plain_apostrophe(c));
}

/* Marks that a writer may leave out at will: Arabic vowel signs and tatweel, Hebrew points and accents. */
static bool is_optional_mark(UChar32 c)
{
    if (c < 0x0591 || c > 0x08ff)
        return false;
    if (c <= 0x05c7)
        return c != 0x05be && c != 0x05c0 && c != 0x05c3 && c != 0x05c6;
    if (c == 0x0640 || c == 0x0670)
        return true;
    return (c >= 0x0610 && c <= 0x061a) || (c >= 0x064b && c <= 0x065f) || (c >= 0x06d6 && c <= 0x06dc) ||
           (c >= 0x06df && c <= 0x06e4) || c == 0x06e7 || c == 0x06e8 || (c >= 0x06ea && c <= 0x06ed) ||
           (c >= 0x0898 && c <= 0x089f) || (c >= 0x08ca && c != 0x08e2);
}

/* The further equalities of R1, on what ICU made of one piece. Returns the number of units in `to`; they may have to be
 * composed again, where a mark is gone or a letter is another. */
static size_t map_result(const UChar *from, size_t count, UChar *to)
{
    size_t made = 0;
    UChar32 last = 0;
    for (size_t i = 0; i < count;) {
        UChar32 c = plain_apostrophe(dictum__utf16_next(from, count, &i));
        if (is_optional_mark(c))
            continue;
        if (c == 0x0307 && last == 'i') /* what is left of I with dot above */
            continue;
        if (c == 0x0131)
            c = 'i';
        last = c;
        if (c == 0x0153 || c == 0x00e6) {
            to[made++] = c == 0x0153 ? 'o' : 'a';
            to[made++] = 'e';
        } else if (c > 0x7f && u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
            to[made++] = (UChar)('0' + u_charDigitValue(c));
        } else {
            U16_APPEND_UNSAFE(to, made, c);
        }
    }
    return made;
}

static dictum_status icu_failed(UErrorCode icu, dictum_error *err)
{
    if (icu == U_MEMORY_ALLOCATION_ERROR)
        return dictum__nomem(err);
    return dictum__fail(err, DICTUM_INTERNAL, "ICU cannot normalise the text: %s", u_errorName(icu));
}

/* The letter that folding makes of an iota below must not come between its base and the base's other marks, wherever it
 * was written (The Unicode Standard, 3.13, D146). */
static bool has_iota_below(const UChar *units, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (units[i] == IOTA_BELOW || (units[i] >= 0x1f80 && units[i] <= 0x1ffc))
            return true;
    return false;
}

/* Leaves the normal form of `piece` in `mapped`. */
static dictum_status normalise_piece(dictum_normaliser *normaliser, int32_t piece_units, size_t *count,
                                     dictum_error *err)
{
    UErrorCode icu = U_ZERO_ERROR;
    const UChar *source = normaliser->piece;
    int32_t length = piece_units;
    if (length > 1 && has_iota_below(source, length)) {
        length = unorm2_normalize(normaliser->nfd, source, length, normaliser->mapped, RESULT_UNITS, &icu);
        source = normaliser->mapped;
    }
    length = unorm2_normalize(normaliser->nfkc_casefold, source, length, normaliser->result, RESULT_UNITS, &icu);
    if (U_FAILURE(icu))
        return icu_failed(icu, err);
    *count = map_result(normaliser->result, (size_t)length, normaliser->mapped);
    bool same = *count == (size_t)length && memcmp(normaliser->mapped, normaliser->result, *count * sizeof(UChar)) == 0;
    if (same || *count < 2)
        return DICTUM_OK;
    length = unorm2_normalize(normaliser->nfkc_casefold, normaliser->mapped, (int32_t)*count, normaliser->result,
                              RESULT_UNITS, &icu);
    if (U_FAILURE(icu))
        return icu_failed(icu, err);
    *count = (size_t)length;
    memcpy(normaliser->mapped, normaliser->result, *count * sizeof(UChar));
    return DICTUM_OK;
}

static dictum_status add_piece(dictum_normaliser *normaliser, int32_t piece_units, uint32_t from, uint32_t to,
                               dictum_normal *normal, dictum_error *err)
{
    size_t count = 0;
    dictum_status status = normalise_piece(normaliser, piece_units, &count, err);
    if (status != DICTUM_OK)
        return status;
    if (piece_units == 1)
        normaliser->single[normaliser->piece[0]] =
            count == 1 && normaliser->mapped[0] != 0 ? normaliser->mapped[0] : NOT_SINGLE;
    if (!grow(normal, count))
        return dictum__nomem(err);
    for (size_t i = 0; i < count; i++) {
        normal->units[normal->count] = normaliser->mapped[i];
        normal->from[normal->count] = from;
        normal->to[normal->count++] = to;
    }
    /* A piece that vanishes (a soft hyphen) belongs to what stands before it. */
    if (count == 0 && normal->count > 0)
        normal->to[normal->count - 1] = to;
    return DICTUM_OK;
}

static void add_unit(dictum_normal *normal, UChar unit, uint32_t from, uint32_t to)
{
    normal->units[normal->count] = unit;
    normal->from[normal->count] = from;
    normal->to[normal->count++] = to;
}

/* Fills `piece` from the source at *offset and moves *offset behind it. */
static int32_t take_piece(dictum_normaliser *normaliser, const uint8_t *bytes, size_t *offset, size_t end)
{
    int32_t units = 0;
    size_t at = *offset;
    do {
        UChar32 c;
        U8_NEXT_UNSAFE(bytes, at, c);
        c = before_normalising(c);
        bool apart = is_vulgar_fraction(c);
        if (apart)
            normaliser->piece[units++] = FRACTION_SLASH;
        U16_APPEND_UNSAFE(normaliser->piece, units, c);
        if (apart)
            normaliser->piece[units++] = FRACTION_SLASH;
        *offset = at;
        if (at >= end || bytes[at] < 0x80)
            break;
        size_t ahead = at;
        U8_NEXT_UNSAFE(bytes, ahead, c);
        if (c != IOTA_BELOW && unorm2_hasBoundaryBefore(normaliser->nfkc_casefold, before_normalising(c)))
            break;
    } while (units < PIECE_UNITS);
    return units;
}

dictum_status dictum__normalise(dictum_normaliser *normaliser, dictum_slice text, size_t begin, size_t end,
                                dictum_normal *normal, dictum_error *err)
{
    const uint8_t *bytes = (const uint8_t *)text.data;
    normal->count = 0;
    for (size_t at = begin; at < end;) {
        if (!grow(normal, 1))
            return dictum__nomem(err);
        uint8_t byte = bytes[at];
        /* Nothing composes with a space, so what stands behind one never takes it into its range. */
        if (byte <= ' ' || (byte < 0x80 && (at + 1 == end || bytes[at + 1] < 0x80))) {
            UChar unit = byte >= 'A' && byte <= 'Z' ? (UChar)(byte + 32) : byte == '`' ? '\'' : byte;
            add_unit(normal, unit, (uint32_t)at, (uint32_t)at + 1);
            at++;
            continue;
        }
        size_t from = at;
        int32_t units = take_piece(normaliser, bytes, &at, end);
        uint16_t known = units == 1 ? normaliser->single[normaliser->piece[0]] : NOT_SINGLE;
        if (known != UNKNOWN && known != NOT_SINGLE) {
            add_unit(normal, known, (uint32_t)from, (uint32_t)at);
            continue;
        }
        dictum_status status = add_piece(normaliser, units, (uint32_t)from, (uint32_t)at, normal, err);
        if (status != DICTUM_OK)
            return status;
    }
    return DICTUM_OK;
}
