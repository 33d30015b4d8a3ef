/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/fold.c: forms without diacritics, in Latin, Greek and Cyrillic letters and in no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "lib/fold.h"
#include "lib/utf16.h"

#define UNITS 256

/* Folds UTF-8; returns "" where the folded form is the same. Static. */
static const char *fold(const char *text)
{
    static char utf8[UNITS * 3];
    UChar units[UNITS], folded[DICTUM__FOLDED_UNITS(UNITS)];
    UErrorCode icu = U_ZERO_ERROR;
    int32_t count = 0;
    u_strFromUTF8(units, UNITS, &count, text, -1, &icu);
    size_t made = dictum__fold(units, (size_t)count, folded);
    u_strToUTF8(utf8, sizeof utf8, NULL, folded, (int32_t)made, &icu);
    assert_true(U_SUCCESS(icu));
    return utf8;
}

static void letters_lose_their_marks_and_strokes(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"naïve", "naive"},
        {"ångström", "angstrom"},
        {"đặng", "dang"},
        {"łódź", "lodz"},
        {"høyre", "hoyre"},
        {"þórðr", "thordr"},
        {"ħal", "hal"},
        {"ǿ", "o"},
        {"ǽ", "ae"},
        {"x\u0302y", "xy"},
        {"a1\u0304", "a1"},
        {"ελλάδα", "ελλαδα"},
        {"ὀδυσσεύσ", "οδυσσευσ"},
        {"ᾶι", "αι"},
        {"ϊ", "ι"},
        {"ёлка", "елка"},
        {"и\u0301мя", "имя"},
        {"ѐѝ", "еи"},
        {"ə\u0301", "ə"},
        {"ấ\u0323", "a"},
        {"can't·é", "can't·e"},
        {"ŧƶƀɨ", "tzbi"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(fold(table[i][0]), table[i][1]);
}

static void letters_of_their_own_and_other_scripts_stay(void **state)
{
    (void)state;
    static const char *const table[] = {"",        "plain",   "123",    "май",      "їжак", "ѓорѓи", "ќе",   "ӣ",
                                        "हिन्दी",   "한국어",  "が",     "กำ",       "שׁ",    "آب",    "தமிழ்", "ტ",
                                        "ⲁ\u0304", "ա\u0301", "\u0301", "中\u0301", "ß",    "ŋ"};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_string_equal(fold(table[i]), "");
    assert_string_equal(fold("éが\u3099й"), "eが\u3099й");
}

/* Whether a letter's decomposition, or the letter, holds a mark that rule R7 takes away. */
static bool holds_mark(const UChar *units, size_t count)
{
    UErrorCode icu = U_ZERO_ERROR;
    UChar parts[UNITS];
    int32_t length = unorm2_normalize(unorm2_getNFDInstance(&icu), units, (int32_t)count, parts, UNITS, &icu);
    assert_true(U_SUCCESS(icu));
    for (size_t i = 0; i < (size_t)length;)
        if (u_charType(dictum__utf16_next(parts, (size_t)length, &i)) == U_NON_SPACING_MARK)
            return true;
    return false;
}

/* Each letter of the normal form, between ASCII letters and with a mark more. */
static void what_every_letter_folds_to_is_marked_no_more_and_folds_no_further(void **state)
{
    (void)state;
    UErrorCode icu = U_ZERO_ERROR;
    const UNormalizer2 *nfkc_casefold = unorm2_getNFKCCasefoldInstance(&icu);
    for (UChar32 c = 0x80; c <= 0x10ffff; c++) {
        if (u_charType(c) == U_SURROGATE || !u_isdefined(c))
            continue;
        UScriptCode script = uscript_getScript(c, &icu);
        bool named = script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
        UChar units[8], folded[DICTUM__FOLDED_UNITS(8)], again[DICTUM__FOLDED_UNITS(DICTUM__FOLDED_UNITS(8))];
        size_t count = 0;
        units[count++] = 'x';
        U16_APPEND_UNSAFE(units, count, c);
        units[count++] = 0x0301;
        units[count++] = 'y';
        size_t made = dictum__fold(units, count, folded);
        assert_true(made <= DICTUM__FOLDED_UNITS(count));
        UBool normal = unorm2_isNormalized(nfkc_casefold, units + 1, U16_LENGTH(c), &icu);
        if (!normal || !u_isUAlphabetic(c) || u_charType(c) == U_NON_SPACING_MARK)
            continue;
        if (made > 0)
            assert_int_equal(dictum__fold(folded, made, again), 0);
        if (script == USCRIPT_LATIN || script == USCRIPT_GREEK)
            assert_true(made > 0 && !holds_mark(folded, made));
        else if (!named && script != USCRIPT_COMMON)
            assert_int_equal(made, 0);
    }
    assert_true(U_SUCCESS(icu));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_lose_their_marks_and_strokes),
        cmocka_unit_test(letters_of_their_own_and_other_scripts_stay),
        cmocka_unit_test(what_every_letter_folds_to_is_marked_no_more_and_folds_no_further),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
