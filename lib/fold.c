/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Diacritics, in named scripts only: taking combining marks away everywhere would destroy Thai and Indic vowels, kana
 * and Hangul. The input is in the normal form of lib/normalise.h, so letters are composed and in lower case. */
#include "lib/fold.h"

#include <stdbool.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include "lib/utf16.h"

/* Letters that no normal form takes apart. */
static const char *plain_letter(UChar32 c)
{
    switch (c) {
    case 0x00e6: /* ae, left of an accented one */
        return "ae";
    case 0x00f0: /* eth */
    case 0x0111: /* d with stroke */
        return "d";
    case 0x00f8: /* o with stroke */
        return "o";
    case 0x00fe: /* thorn */
        return "th";
    case 0x0127: /* h with stroke */
        return "h";
    case 0x0142: /* l with stroke */
        return "l";
    case 0x0167: /* t with stroke */
        return "t";
    case 0x0180: /* b with stroke */
        return "b";
    case 0x01b6: /* z with stroke */
        return "z";
    case 0x0268: /* i with stroke */
        return "i";
    default:
        return NULL;
    }
}

static bool is_mark(UChar32 c)
{
    return u_charType(c) == U_NON_SPACING_MARK;
}

static bool strips(UScriptCode script, UChar32 base, UChar32 mark)
{
    if (script == USCRIPT_LATIN || script == USCRIPT_GREEK)
        return true;
    if (script != USCRIPT_CYRILLIC)
        return false;
    if (mark == 0x0300 || mark == 0x0301) /* stress, but on a consonant a letter of its own: Macedonian gje and kje */
        return base != 0x0433 && base != 0x043a;
    return mark == 0x0308 && base == 0x0435;
}

/* The base letter of a composed letter that loses its marks, or 0. */
static UChar32 base_of(const UNormalizer2 *nfd, UChar32 c)
{
    UErrorCode icu = U_ZERO_ERROR;
    UChar parts[32];
    int32_t count = unorm2_getDecomposition(nfd, c, parts, 32, &icu);
    if (U_FAILURE(icu) || count <= 0)
        return 0;
    size_t at = 0;
    UChar32 base = dictum__utf16_next(parts, (size_t)count, &at);
    UScriptCode script = uscript_getScript(base, &icu);
    while (at < (size_t)count) {
        UChar32 mark = dictum__utf16_next(parts, (size_t)count, &at);
        if (!is_mark(mark) || !strips(script, base, mark))
            return 0;
    }
    return base;
}

size_t dictum__fold(const uint16_t *units, size_t count, uint16_t *out)
{
    UErrorCode icu = U_ZERO_ERROR;
    size_t first = 0;
    while (first < count && units[first] < 0x80)
        first++;
    if (first == count)
        return 0;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&icu);
    if (U_FAILURE(icu))
        return 0;
    bool changed = false;
    size_t made = 0;
    UChar32 base = 0;
    UScriptCode script = USCRIPT_COMMON;
    for (size_t i = 0; i < count;) {
        UChar32 c = dictum__utf16_next(units, count, &i);
        if (c < 0x80) {
            out[made++] = (uint16_t)c;
            base = c;
            script = USCRIPT_LATIN;
            continue;
        }
        if (is_mark(c) && base != 0 && strips(script, base, c)) {
            changed = true;
            continue;
        }
        UChar32 letter = base_of(nfd, c);
        if (letter != 0)
            c = letter;
        const char *plain = plain_letter(c);
        changed = changed || plain != NULL || letter != 0;
        base = c;
        script = is_mark(c) ? USCRIPT_COMMON : uscript_getScript(c, &icu);
        if (plain == NULL)
            U16_APPEND_UNSAFE(out, made, c);
        else
            for (; *plain != '\0'; plain++)
                out[made++] = (uint16_t)*plain;
    }
    return changed ? made : 0;
}
