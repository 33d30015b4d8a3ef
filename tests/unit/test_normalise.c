/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/normalise.c: the normal form against a second way to it (the whole text given to ICU at once, then the further
 * equalities of rule R1 written anew), and the map back to the source's bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "lib/normalise.h"
#include "lib/utf16.h"
#include "lib/utf8.h"
#include "tests/support/analysis.h"

#define UNITS 8192

static uint64_t seed;
static dictum_normaliser *normaliser;
static dictum_normal normal;

static void normalise(dictum_slice text, size_t begin, size_t end)
{
    dictum_error error = {.text = ""};
    if (dictum__normalise(normaliser, text, begin, end, &normal, &error) != DICTUM_OK)
        fail_msg("%s", error.text);
}

/* ---- the second way --------------------------------------------------------------------------------------------- */

static bool is_apostrophe(UChar32 c)
{
    static const UChar32 list[] = {0x60,  0xb4,  0x2b9,  0x2bb,  0x2bc,  0x2bd,  0x2be, 0x2bf,
                                   0x55a, 0x5f3, 0x1ffd, 0x2018, 0x2019, 0x201b, 0x2032};
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (list[i] == c)
            return true;
    return false;
}

/* Points and vowel signs are all the marks of the Hebrew and Arabic blocks. */
static bool is_left_out(UChar32 c)
{
    bool block = (c >= 0x590 && c <= 0x6ff) || (c >= 0x870 && c <= 0x8ff);
    return c == 0x640 || (block && u_charType(c) == U_NON_SPACING_MARK);
}

/* What only lib/normalise.c does, and what has goldens in test_analyse.c: iota below, fractions, trade mark signs,
 * control characters. */
static bool has_own_rule(UChar32 c)
{
    return (c >= 0x80 && c <= 0x9f) || c == 0x345 || c == 0x37a || (c >= 0x1f80 && c <= 0x1ffc) ||
           (c >= 0xbc && c <= 0xbe) || (c >= 0x2150 && c <= 0x215f) || c == 0x2189 || c == 0x2120 || c == 0x2122 ||
           (c >= 0x1f16a && c <= 0x1f16c);
}

static int32_t fold_case(UChar *units, int32_t count)
{
    static UChar out[UNITS * 4];
    UErrorCode icu = U_ZERO_ERROR;
    int32_t made = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&icu), units, count, out, UNITS * 4, &icu);
    assert_true(U_SUCCESS(icu));
    memcpy(units, out, (size_t)made * sizeof *units);
    return made;
}

static int32_t map(UChar *units, int32_t count)
{
    static UChar out[UNITS * 4];
    int32_t made = 0;
    UChar32 last = 0;
    for (size_t i = 0; i < (size_t)count;) {
        UChar32 c = dictum__utf16_next(units, (size_t)count, &i);
        c = is_apostrophe(c) ? '\'' : c == 0x131 ? 'i' : c;
        if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER)
            c = '0' + u_charDigitValue(c);
        if (is_left_out(c) || (c == 0x307 && last == 'i'))
            continue;
        last = c;
        if (c == 0xe6 || c == 0x153) {
            out[made++] = c == 0xe6 ? 'a' : 'o';
            c = 'e';
        }
        U16_APPEND_UNSAFE(out, made, c);
    }
    memcpy(units, out, (size_t)made * sizeof *units);
    return made;
}

/* Writes the expected normal form; its length. */
static size_t expect(dictum_slice text, UChar *units)
{
    int32_t count = 0;
    for (size_t at = 0; at < text.len;) {
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        c = is_apostrophe(c) ? '\'' : c;
        U16_APPEND_UNSAFE(units, count, c);
    }
    return (size_t)fold_case(units, map(units, fold_case(units, count)));
}

static void check(dictum_slice text)
{
    static UChar expected[UNITS * 4];
    size_t count = expect(text, expected);
    normalise(text, 0, text.len);
    if (normal.count == count && (count == 0 || memcmp(normal.units, expected, count * sizeof *expected) == 0))
        return;
    for (size_t at = 0; at < text.len;)
        fprintf(stderr, " U+%04X", (unsigned)dictum__utf8_next(text, &at));
    fail_msg("another normal form than ICU's of the whole (seed %llu)", (unsigned long long)seed);
}

static void every_code_point_becomes_what_icu_and_rule_r1_say(void **state)
{
    (void)state;
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (UChar32 c = 1; c <= 0x10ffff; c++) {
        if (u_charType(c) == U_SURROGATE || has_own_rule(c))
            continue;
        for (unsigned twice = 0; twice < (c < 0x10000 ? 2u : 1u); twice++) { /* the second time from memory */
            dictum__buf_clear(&text);
            dictum__buf_append_code_point(&text, (uint32_t)c);
            check(dictum__buf_slice(&text));
        }
    }
    dictum__buf_dispose(&text);
}

/* Tatweel, also in ligatures with a mark: a letter that is dropped. Marks behind it are not given to the letter before.
 *  */
static bool is_tatweel(UChar32 c)
{
    return c == 0x640 || (c >= 0xfcf2 && c <= 0xfcf4) || (c >= 0xfe70 && c <= 0xfe7f);
}

static void append_random(test_random *random, dictum_buf *text)
{
    static const char *const usual[] = {"a",      "I",      "i",      "\u0130", "\u0131", "\u0307", "\u0301", "\u0323",
                                        "e",      "œ",      "'",      "’",      "`",      " ",      "\n",     "\u00AD",
                                        "\u200D", "ﾊ",      "ﾞ",      "か",     "\u3099", "ᄀ",     "ᅡ",     "ᆨ",
                                        "ا",      "\u0653", "\u064E", "ש",      "\u05BC", "<",      "\u0338", "ৈ"};
    for (uint32_t count = 1 + test_below(random, 20); count > 0; count--) {
        UChar32 c = (UChar32)test_code_point(random);
        if (test_below(random, 3) > 0)
            test_append_one_of(random, text, usual, sizeof usual / sizeof usual[0]);
        else if (!has_own_rule(c) && !is_tatweel(c))
            dictum__buf_append_code_point(text, (uint32_t)c);
    }
}

static void a_text_in_pieces_becomes_what_it_becomes_as_a_whole(void **state)
{
    (void)state;
    test_random random = test_random_begin(seed);
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (int round = 0; round < 50000; round++) {
        dictum__buf_clear(&text);
        append_random(&random, &text);
        check(dictum__buf_slice(&text));
    }
    dictum__buf_dispose(&text);
}

static void a_normal_form_is_its_own_normal_form(void **state)
{
    (void)state;
    test_random random = test_random_begin(seed + 1);
    dictum_buf text, again;
    dictum__buf_init(&text, SIZE_MAX);
    dictum__buf_init(&again, SIZE_MAX);
    for (int round = 0; round < 20000; round++) {
        dictum__buf_clear(&text);
        append_random(&random, &text);
        normalise(dictum__buf_slice(&text), 0, text.len);
        size_t count = normal.count;
        UChar first[UNITS];
        assert_true(count <= UNITS);
        if (count > 0)
            memcpy(first, normal.units, count * sizeof *first);
        dictum__buf_clear(&again);
        for (size_t i = 0; i < count;)
            dictum__buf_append_code_point(&again, (uint32_t)dictum__utf16_next(first, count, &i));
        normalise(dictum__buf_slice(&again), 0, again.len);
        assert_int_equal(normal.count, count);
        assert_true(count == 0 || memcmp(normal.units, first, count * sizeof *first) == 0);
    }
    dictum__buf_dispose(&text);
    dictum__buf_dispose(&again);
}

static void the_map_rises_and_keeps_to_code_points(void **state)
{
    (void)state;
    test_random random = test_random_begin(seed + 2);
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (int round = 0; round < 30000; round++) {
        dictum__buf_clear(&text);
        append_random(&random, &text);
        size_t begin = text.len;
        append_random(&random, &text);
        normalise(dictum__buf_slice(&text), begin, text.len);
        size_t reached = begin;
        for (size_t i = 0; i < normal.count; i++) {
            bool same = i > 0 && normal.from[i] == normal.from[i - 1];
            assert_true(normal.from[i] < normal.to[i] && normal.to[i] <= text.len);
            if (same) /* the last of them takes what vanishes behind */
                assert_true(normal.to[i] >= normal.to[i - 1]);
            else /* nothing lies between but what vanished before the first unit */
                assert_true(i == 0 ? normal.from[0] >= begin : normal.from[i] == reached);
            assert_true(((unsigned char)text.data[normal.from[i]] & 0xC0) != 0x80);
            assert_true(normal.to[i] == text.len || ((unsigned char)text.data[normal.to[i]] & 0xC0) != 0x80);
            reached = normal.to[i];
        }
        assert_true(normal.count == 0 || reached == text.len);
    }
    dictum__buf_dispose(&text);
}

static void ranges_are_those_of_the_characters(void **state)
{
    (void)state;
    normalise(DICTUM_SLICE("xA\u00ADﬁ e\xCC\x81’"), 1, 14);
    static const uint16_t units[] = {'a', 'f', 'i', ' ', 0xe9, '\''};
    static const uint32_t from[] = {1, 4, 4, 7, 8, 11}, to[] = {4, 7, 7, 8, 11, 14};
    assert_int_equal(normal.count, 6);
    assert_memory_equal(normal.units, units, sizeof units);
    assert_memory_equal(normal.from, from, sizeof from);
    assert_memory_equal(normal.to, to, sizeof to);
    normalise(DICTUM_SLICE("x"), 1, 1);
    assert_int_equal(normal.count, 0);
}

static int begin_all(void **state)
{
    (void)state;
    return dictum__normaliser_new(&normaliser, NULL) == DICTUM_OK ? 0 : -1;
}

static int end_all(void **state)
{
    (void)state;
    dictum__normaliser_free(normaliser);
    dictum__normal_dispose(&normal);
    dictum__normaliser_free(NULL);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_becomes_what_icu_and_rule_r1_say),
        cmocka_unit_test(a_text_in_pieces_becomes_what_it_becomes_as_a_whole),
        cmocka_unit_test(a_normal_form_is_its_own_normal_form),
        cmocka_unit_test(the_map_rises_and_keeps_to_code_points),
        cmocka_unit_test(ranges_are_those_of_the_characters),
    };
    seed = test_seed("test_normalise");
    return cmocka_run_group_tests(tests, begin_all, end_all);
}
