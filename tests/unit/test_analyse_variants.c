/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ways of writing one text that must give the same exact forms (rule R1 of lib/analyse.h): Unicode's normal forms,
 * letter case, ignorable characters, apostrophes, dashes, quotation marks, line breaks. Tried on sample sentences, on
 * every code point, and on random strings with a printed seed. The exceptions that Unicode leaves are listed here by
 * name. */
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

#include "lib/utf8.h"
#include "tests/support/analysis.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define UNITS 4096

static uint64_t seed;
static dictum_analyser *analyser;
static dictum_buf plain_forms, other_forms;

static const char *const samples[] = {
    "The Board doesn't comment on \"market rumours\" - not now, not in the company's 90's outlook.",
    "Straße, Fuß und Größe: der Vorstand hat's gewußt; ﬁnal oﬃce Ⅷ ½.",
    "L’État n'a qu'une voix, aujourd'hui comme hier; l'œuvre naïve d'Éloïse.",
    "La col·lega intel·ligent va dir que no s'ha acabat.",
    "İstanbul'da ıssız bir IŞIK ve iğne, DİYARBAKIR.",
    "Žluťoučký kůň; ångström, Đặng Thị Hải Yến, Łódź, Þingvellir, Ǿ, ǆ.",
    "Η Ελλάδα, ὁ Ὀδυσσεύς· ΣΊΣΥΦΟΣ και Σίσυφος, ᾳδης, ΐ ΰ ᾷ.",
    "Ёлка, майский; ћуприја, ќе, ѓавол, И\u0301мя, з'їзд, Щит.",
    "Հայերեն և ֆիլմ. ՔԱՂԱՔ",
    "שָׁלוֹם לכולם, צה״ל",
    "اَلْكِتَابُ كـتـاب، ٣٤ و ۱۲ آب ﷺ",
    "हिन्दी में क़लम की १२ बातें",
    "தமிழ் ొ కొ ಕೊ කො ো পশ্চিম ড়",
    "한국어와 가나 ㄱㄴ ᄒᆞᆫ글",
    "东京タワー々 ガギグ ﾊﾟﾋﾟ か\u3099 が ㌔ 令和㋿",
    "ภาษาไทย น้ำ กำลัง ພາສາລາວ ភាសាខ្មែរ မြန်မာ བོད་ཡིག ཱྀ",
    "ქართული ᲥᲐᲠᲗᲣᲚᲘ ᏣᎳᎩ ꮳꮃꭹ 𐐔𐐯𐑅 ⲁⲃⲅ",
};

static void forms_of(dictum_slice text, dictum_buf *forms)
{
    test_write_forms(test_analyse(analyser, text, NULL, 0), forms);
}

static bool same_forms(dictum_slice plain, dictum_slice other)
{
    if (dictum__slice_equal(plain, other))
        return true;
    forms_of(plain, &plain_forms);
    forms_of(other, &other_forms);
    return dictum__slice_equal(dictum__buf_slice(&plain_forms), dictum__buf_slice(&other_forms));
}

static void check_same(dictum_slice plain, dictum_slice other, const char *what)
{
    if (!same_forms(plain, other))
        fail_msg("%s (seed %llu): '%.*s' gives\n  %s\nand '%.*s' gives\n  %s", what, (unsigned long long)seed,
                 (int)plain.len, plain.data, plain_forms.data, (int)other.len, other.data, other_forms.data);
}

/* ---- normal forms and letter case ------------------------------------------------------------------------------- */

enum variant { NFC, NFD, NFKC, NFKD, UPPER, LOWER, TITLE, VARIANTS };
static const char *const variant_names[VARIANTS] = {"NFC",        "NFD",        "NFKC",      "NFKD",
                                                    "upper case", "lower case", "title case"};

static const UNormalizer2 *normaliser_of(enum variant variant, UErrorCode *icu)
{
    switch (variant) {
    case NFC:
        return unorm2_getNFCInstance(icu);
    case NFD:
        return unorm2_getNFDInstance(icu);
    case NFKC:
        return unorm2_getNFKCInstance(icu);
    default:
        return unorm2_getNFKDInstance(icu);
    }
}

static void make_variant(dictum_slice text, enum variant variant, dictum_buf *out)
{
    static UChar from[UNITS], to[UNITS * 4];
    UErrorCode icu = U_ZERO_ERROR;
    int32_t length = 0, made = 0;
    u_strFromUTF8(from, UNITS, &length, text.data, (int32_t)text.len, &icu);
    if (variant <= NFKD)
        made = unorm2_normalize(normaliser_of(variant, &icu), from, length, to, UNITS * 4, &icu);
    else if (variant == UPPER)
        made = u_strToUpper(to, UNITS * 4, from, length, "", &icu);
    else if (variant == LOWER)
        made = u_strToLower(to, UNITS * 4, from, length, "", &icu);
    else
        made = u_strToTitle(to, UNITS * 4, from, length, NULL, "", &icu);
    dictum__buf_clear(out);
    assert_true(dictum__buf_reserve(out, (size_t)made * 3));
    int32_t bytes = 0;
    u_strToUTF8(out->data, (int32_t)out->cap, &bytes, to, made, &icu);
    assert_true(U_SUCCESS(icu));
    out->len = (size_t)bytes;
}

static void the_samples_have_the_same_forms_in_every_normal_form_and_case(void **state)
{
    (void)state;
    dictum_buf other, twice;
    dictum__buf_init(&other, SIZE_MAX);
    dictum__buf_init(&twice, SIZE_MAX);
    for (size_t i = 0; i < COUNT(samples); i++) {
        for (unsigned v = 0; v < VARIANTS; v++) {
            make_variant(dictum__slice(samples[i]), v, &other);
            check_same(dictum__slice(samples[i]), dictum__buf_slice(&other), variant_names[v]);
            for (unsigned w = 0; w < VARIANTS; w++) {
                make_variant(dictum__buf_slice(&other), w, &twice);
                check_same(dictum__slice(samples[i]), dictum__buf_slice(&twice), variant_names[w]);
            }
        }
    }
    dictum__buf_dispose(&other);
    dictum__buf_dispose(&twice);
}

/* What compatibility decomposition makes something else of than rule R1: of the acute accent (and of its Greek twin),
 * which people type for an apostrophe, a space and a combining accent; of trade mark signs letters; of vulgar fractions
 * digits that stand at the digits before. */
static bool is_other_when_decomposed(UChar32 c)
{
    bool accent = c == 0x00b4 || c == 0x1ffd;
    bool trade_mark = c == 0x2120 || c == 0x2122 || (c >= 0x1f16a && c <= 0x1f16c);
    bool fraction = (c >= 0xbc && c <= 0xbe) || (c >= 0x2150 && c <= 0x215f) || c == 0x2189;
    return accent || trade_mark || fraction;
}

/* Each code point by itself and between two letters. */
static void every_code_point_has_the_same_forms_in_every_normal_form_and_case(void **state)
{
    (void)state;
    dictum_buf text, other;
    dictum__buf_init(&text, SIZE_MAX);
    dictum__buf_init(&other, SIZE_MAX);
    for (UChar32 c = 1; c <= 0x10ffff; c++) {
        if (!u_isdefined(c) || u_charType(c) == U_SURROGATE || u_charType(c) == U_PRIVATE_USE_CHAR)
            continue;
        dictum__buf_clear(&text);
        dictum__buf_append_code_point(&text, (uint32_t)c);
        dictum__buf_append_str(&text, " x");
        dictum__buf_append_code_point(&text, (uint32_t)c);
        dictum__buf_append_str(&text, "y");
        for (unsigned v = 0; v < VARIANTS; v++) {
            make_variant(dictum__buf_slice(&text), v, &other);
            bool same = same_forms(dictum__buf_slice(&text), dictum__buf_slice(&other));
            if (same == (is_other_when_decomposed(c) && (v == NFKC || v == NFKD)))
                fail_msg("U+%04X, %s: '%s' and '%s'", (unsigned)c, variant_names[v], plain_forms.data,
                         other_forms.data);
        }
    }
    dictum__buf_dispose(&text);
    dictum__buf_dispose(&other);
}

static uint32_t random_mark(test_random *random)
{
    static const uint32_t usual[] = {0x300, 0x301, 0x302, 0x303, 0x307, 0x308, 0x30a, 0x323, 0x327, 0x328,
                                     0x331, 0x342, 0x345, 0x64e, 0x651, 0x653, 0x5bc, 0x5c1, 0x93c, 0x3099};
    if (test_below(random, 4) > 0)
        return usual[test_below(random, COUNT(usual))];
    for (;;) {
        uint32_t c = test_code_point(random);
        if ((U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0)
            return c;
    }
}

/* Letters of all kinds, many with marks. */
static void append_letters(test_random *random, dictum_buf *out, uint32_t count)
{
    static const char *const usual[] = {"a", "I", "i", "\u0131", "\u0130", "s", "ß", "ſ",  "œ", "Æ",
                                        "α", "Σ", "ς", "ῳ",      "ό",      "е", "Г", "ا",  "ש", "か",
                                        "क", "ক", "ŉ", "ﬃ",      "ǆ",      "և", "Ⅳ", "㎏", " "};
    while (count-- > 0) {
        uint32_t c = test_code_point(random);
        if (test_below(random, 3) > 0)
            test_append_one_of(random, out, usual, COUNT(usual));
        else if (u_isdefined((UChar32)c) && !is_other_when_decomposed((UChar32)c))
            dictum__buf_append_code_point(out, c);
        for (uint32_t marks = test_below(random, 4); marks > 0; marks--)
            dictum__buf_append_code_point(out, random_mark(random));
    }
}

/* Greek iota below is the one mark that becomes a letter, in upper case and in folding. Where other marks stand at the
 * same letter, Unicode's upper case puts them on the iota, unless they were composed before; compatibility
 * decomposition makes a mark of the spacing iota below, and of the half-width voiced sound mark one that then stands
 * before it; and an ignorable character among them stops their being put in order (The Unicode Standard, 3.13, D146 and
 * 5.18). Exceptions, all. */
static bool has_iota_below_among_marks(dictum_slice text)
{
    dictum_buf decomposed;
    dictum__buf_init(&decomposed, SIZE_MAX);
    make_variant(text, NFKD, &decomposed);
    dictum_slice slice = dictum__buf_slice(&decomposed);
    bool found = false, mark = false;
    for (size_t at = 0; at < slice.len;) {
        uint32_t c = dictum__utf8_next(slice, &at);
        found = found || (c == 0x345 && mark);
        mark = (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
    }
    dictum__buf_dispose(&decomposed);
    return found;
}

static void random_letters_with_marks_have_the_same_forms_in_every_normal_form_and_case(void **state)
{
    (void)state;
    test_random random = test_random_begin(seed);
    dictum_buf text, other;
    dictum__buf_init(&text, SIZE_MAX);
    dictum__buf_init(&other, SIZE_MAX);
    for (int round = 0; round < 30000; round++) {
        dictum__buf_clear(&text);
        append_letters(&random, &text, 1 + test_below(&random, 8));
        bool exception = has_iota_below_among_marks(dictum__buf_slice(&text));
        for (unsigned v = 0; v < (exception ? NFKC : VARIANTS); v++) {
            make_variant(dictum__buf_slice(&text), v, &other);
            check_same(dictum__buf_slice(&text), dictum__buf_slice(&other), variant_names[v]);
        }
    }
    dictum__buf_dispose(&text);
    dictum__buf_dispose(&other);
}

/* ---- characters that do not count ------------------------------------------------------------------------------- */

static void ignorable_characters_inside_words_change_no_form(void **state)
{
    (void)state;
    /* Bidirectional controls are what is tested. NOLINTBEGIN(misc-misleading-bidirectional) */
    static const char *const ignorable[] = {"\u00AD", "\u034F", "\u061C", "\u180E", "\u200B",     "\u200C",    "\u200D",
                                            "\u200E", "\u200F", "\u202A", "\u202C", "\u202E",     "\u2060",    "\u2066",
                                            "\u2069", "\uFE0F", "\uFEFF", "\u3164", "\U000E0041", "\U000E0101"};
    /* NOLINTEND(misc-misleading-bidirectional) */
    test_random random = test_random_begin(seed + 1);
    dictum_buf text, other;
    dictum__buf_init(&text, SIZE_MAX);
    dictum__buf_init(&other, SIZE_MAX);
    for (int round = 0; round < 20000; round++) {
        dictum__buf_clear(&text);
        dictum__buf_clear(&other);
        if (round % 2 == 0)
            test_append_one_of(&random, &text, samples, COUNT(samples));
        else
            append_letters(&random, &text, 1 + test_below(&random, 8));
        dictum_slice slice = dictum__buf_slice(&text);
        if (has_iota_below_among_marks(slice))
            continue;
        for (size_t at = 0; at < slice.len;) {
            size_t begin = at;
            dictum__utf8_next(slice, &at);
            for (uint32_t n = test_below(&random, 4) == 0 ? 1 + test_below(&random, 3) : 0; n > 0; n--)
                test_append_one_of(&random, &other, ignorable, COUNT(ignorable));
            dictum__buf_append(&other, slice.data + begin, at - begin);
        }
        check_same(slice, dictum__buf_slice(&other), "ignorable characters");
    }
    dictum__buf_dispose(&text);
    dictum__buf_dispose(&other);
}

/* Copies `text`, each occurrence of `from` as one of the variants. */
static void vary(test_random *random, dictum_slice text, const char *from, const char *const *table, size_t count,
                 dictum_buf *out)
{
    size_t length = strlen(from);
    dictum__buf_clear(out);
    for (size_t at = 0; at < text.len;) {
        if (text.len - at >= length && memcmp(text.data + at, from, length) == 0) {
            test_append_one_of(random, out, table, count);
            at += length;
        } else {
            dictum__buf_append_char(out, text.data[at++]);
        }
    }
}

static void apostrophes_dashes_quotes_and_spaces_of_every_kind_give_the_same_forms(void **state)
{
    (void)state;
    static const char *const apostrophes[] = {"'",      "`",      "\u00B4", "\u02B9", "\u02BB", "\u02BC", "\u02BD",
                                              "\u02BE", "\u02BF", "\u055A", "\u05F3", "\u2018", "\u2019", "\u201B",
                                              "\u2032", "\uFF07", "\uFF40", "\u0374", "\u1FEF", "\u1FFD", "'\u200D"};
    static const char *const dashes[] = {"-",      "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015",
                                         "\u2212", "\u2043", "\uFE58", "\uFE63", "\uFF0D", " - ",    " \u2014 "};
    static const char *const quotes[] = {"\"",     "\u201C", "\u201D", "\u201E", "\u201F", "\u00AB", "\u00BB", "\u2039",
                                         "\u203A", "\u300C", "\u300D", "\u300E", "\u300F", "\uFF02", "\u2E42"};
    static const char *const spaces[] = {" ",      "  ",     "\t",     "\n",     "\r\n",   "\u00A0",  "\u1680",
                                         "\u2007", "\u2009", "\u202F", "\u3000", "\u2028", "\xC2\x85"};
    static const char *const texts[] = {
        "She said \"don't stop - the company's well-known 'plan' - it's O'Neil's\" and so on",
        "\"L'homme\" qu'il a d'abord vu - aujourd'hui-même - \"c'est\" l'État",
        "\"кам'яний\" - об'єкт - \"Сов'ят\"",
        "\"ג'ורג'\" - \"צ'רצ'יל\"",
        "\"我们\" - 'ok' \"相信\"",
        "rock 'n' roll - '90s 'twas dogs' \"a\" b's"};
    test_random random = test_random_begin(seed + 2);
    dictum_buf one, two;
    dictum__buf_init(&one, SIZE_MAX);
    dictum__buf_init(&two, SIZE_MAX);
    for (int round = 0; round < 5000; round++) {
        dictum_slice text = dictum__slice(texts[test_below(&random, COUNT(texts))]);
        vary(&random, text, "'", apostrophes, COUNT(apostrophes), &one);
        vary(&random, dictum__buf_slice(&one), "-", dashes, COUNT(dashes), &two);
        vary(&random, dictum__buf_slice(&two), "\"", quotes, COUNT(quotes), &one);
        vary(&random, dictum__buf_slice(&one), " ", spaces, COUNT(spaces), &two);
        check_same(text, dictum__buf_slice(&two), "apostrophes, dashes, quotes, spaces");
    }
    dictum__buf_dispose(&one);
    dictum__buf_dispose(&two);
}

static void digits_of_every_script_give_the_same_forms(void **state)
{
    (void)state;
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (UChar32 c = 0; c <= 0x10ffff; c++) {
        if (u_charType(c) != U_DECIMAL_DIGIT_NUMBER || u_charDigitValue(c) != 0)
            continue;
        dictum__buf_clear(&text);
        dictum__buf_append_str(&text, "x ");
        for (uint32_t digit = 0; digit < 10; digit++)
            dictum__buf_append_code_point(&text, (uint32_t)c + digit);
        check_same(DICTUM_SLICE("x 0123456789"), dictum__buf_slice(&text), "digits");
    }
    dictum__buf_dispose(&text);
}

static int begin(void **state)
{
    (void)state;
    dictum__buf_init(&plain_forms, SIZE_MAX);
    dictum__buf_init(&other_forms, SIZE_MAX);
    analyser = test_analyser_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    dictum__buf_dispose(&plain_forms);
    dictum__buf_dispose(&other_forms);
    dictum__analyser_free(analyser);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_samples_have_the_same_forms_in_every_normal_form_and_case),
        cmocka_unit_test(every_code_point_has_the_same_forms_in_every_normal_form_and_case),
        cmocka_unit_test(random_letters_with_marks_have_the_same_forms_in_every_normal_form_and_case),
        cmocka_unit_test(ignorable_characters_inside_words_change_no_form),
        cmocka_unit_test(apostrophes_dashes_quotes_and_spaces_of_every_kind_give_the_same_forms),
        cmocka_unit_test(digits_of_every_script_give_the_same_forms),
    };
    seed = test_seed("test_analyse_variants");
    return cmocka_run_group_tests(tests, begin, end);
}
