/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/sentence.c against ICU's sentence iterator: with the standard's rules alone, every border is the same, in ASCII
 * and beyond. And what holds of borders by all rules, for any text. The seed is printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "lib/abbreviations.h"
#include "lib/sentence.h"
#include "lib/utf8.h"
#include "tests/support/analysis.h"

static dictum_sentences *sentences;
static UBreakIterator *icu_sentences;
static UText *icu_text;
static test_random dice;

static void fail_at(dictum_slice text, size_t ours, long theirs)
{
    for (size_t i = 0; i < text.len; i++)
        printf("%02x ", (unsigned char)text.data[i]);
    fail_msg("%zu is a border here, %ld in ICU's: \"%.*s\"", ours, theirs, (int)text.len, text.data);
}

static void check_against_icu(dictum_slice text)
{
    UErrorCode icu = U_ZERO_ERROR;
    icu_text = utext_openUTF8(icu_text, text.data, (int64_t)text.len, &icu);
    ubrk_setUText(icu_sentences, icu_text, &icu);
    assert_true(U_SUCCESS(icu));
    ubrk_first(icu_sentences);
    dictum__sentences_begin(sentences, text, "en", DICTUM__SENTENCES_STANDARD);
    size_t ours;
    while (dictum__sentences_next(sentences, &ours)) {
        int32_t theirs = ubrk_next(icu_sentences);
        if (theirs < 0 || (size_t)theirs != ours)
            fail_at(text, ours, theirs);
    }
    int32_t theirs = ubrk_next(icu_sentences);
    if (theirs != UBRK_DONE)
        fail_at(text, text.len, theirs);
}

static void short_ascii_texts_are_divided_as_by_icu(void **state)
{
    (void)state;
    static const char alphabet[] = ".!?\"'()[]{}09aZ ,:;-\t\n\r\v\f_\001";
    const size_t size = sizeof alphabet - 1;
    char text[4];
    size_t count = 0;
    for (size_t length = 0; length <= 4; length++) {
        size_t all = 1;
        for (size_t i = 0; i < length; i++)
            all *= size;
        /* Of those with four characters, one in eleven, which is no divisor of the alphabet's size. */
        for (size_t n = 0; n < all; n += length == 4 ? 11 : 1, count++) {
            size_t rest = n;
            for (size_t i = 0; i < length; i++, rest /= size)
                text[i] = alphabet[rest % size];
            check_against_icu((dictum_slice){text, length});
        }
    }
    print_message("%zu texts\n", count);
}

static void all_ascii_characters_are_classed_as_by_icu(void **state)
{
    (void)state;
    for (int c = 1; c < 0x80; c++) {
        const char texts[][6] = {{'a', '.', (char)c, 'B', '\0'},
                                 {'a', '.', ' ', (char)c, 'b', '\0'},
                                 {'a', '!', (char)c, 'b', '\0'},
                                 {'a', '.', ' ', (char)c, 'B', '\0'},
                                 {(char)c, '.', 'B', '\0'}};
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
            check_against_icu(dictum__slice(texts[i]));
    }
}

static void random_ascii_texts_are_divided_as_by_icu(void **state)
{
    (void)state;
    static const char weighted[] = "....!!??\"\"'()[]1239abcdABCD      ,:;-\n\r\t_";
    char text[40];
    for (size_t n = 0; n < 2000000; n++) {
        size_t length = 4 + test_below(&dice, n % 16 == 0 ? 36 : 12);
        for (size_t i = 0; i < length; i++)
            text[i] = weighted[test_below(&dice, sizeof weighted - 1)];
        check_against_icu((dictum_slice){text, length});
    }
}

/* Characters of every class of the property, some of three and four bytes. */
static const char *const pieces[] = {
    ".",    "!",        "?",      "…",      "。",        "\u2024", "\u0589",     "।",      "\u203C", "\U00011047",
    "\"",   "'",        "(",      ")",      "«",         "»",      "“",          "”",      "’",      "\u300D",
    "a",    "b",        "é",      "д",      "ß",         "º",      "\U0001D41A", "A",      "É",      "Д",
    "Ⅳ",    "中",       "א",      "ก",      "1",         "٣",      "\u0966",     ",",      "–",      "—",
    ":",    "、",       " ",      " ",      " ",         "\u00A0", "\u3000",     "\t",     "\n",     "\r",
    "\r\n", "\xC2\x85", "\u2028", "\u2029", "\u0301",    "\u200D", "\u00AD",     "\uFE0F", "\u200B", "\U000E0001",
    "$",    "€",        "•",      "§",      "\U0001F600"};

static void random_texts_are_divided_as_by_icu(void **state)
{
    (void)state;
    dictum_buf text;
    dictum__buf_init(&text, 4096);
    for (size_t n = 0; n < 1000000; n++) {
        dictum__buf_clear(&text);
        for (size_t i = 0, count = 2 + test_below(&dice, 12); i < count; i++) {
            if (test_below(&dice, 24) == 0)
                dictum__buf_append_code_point(&text, test_code_point(&dice));
            else
                test_append_one_of(&dice, &text, pieces, sizeof pieces / sizeof pieces[0]);
        }
        check_against_icu(dictum__buf_slice(&text));
    }
    dictum__buf_dispose(&text);
}

static void real_texts_are_divided_as_by_icu(void **state)
{
    (void)state;
    static const char *const names[] = {"fed-speeches", "fomc", "sotu", "udhr", "unicode"};
    size_t bytes = 0;
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *folder = test_corpus(names[i]);
        DIR *dir = folder == NULL ? NULL : opendir(folder);
        for (const struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
            char path[8192];
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            dictum__buf_clear(&text);
            if (!test_read_file(path, &text) || text.len == 0)
                continue;
            check_against_icu(dictum__buf_slice(&text));
            bytes += text.len;
        }
        if (dir != NULL)
            closedir(dir);
    }
    dictum__buf_dispose(&text);
    print_message("%zu bytes\n", bytes);
    if (bytes == 0)
        skip();
}

/* ---- properties of all rules ------------------------------------------------------------------------------------- */

static bool is_start(dictum_slice text, size_t at)
{
    return at == text.len || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

static void check_borders(dictum_slice text, const char *lang, unsigned flags, bool is_utf8)
{
    size_t before = 0, end = 0;
    dictum__sentences_begin(sentences, text, lang, flags);
    while (dictum__sentences_next(sentences, &end)) {
        assert_true(end > before && end <= text.len);
        assert_true(!is_utf8 || is_start(text, end));
        before = end;
    }
    assert_int_equal(before, text.len);
    assert_false(dictum__sentences_next(sentences, &end));
}

/* What the rules of lib/sentence.h look at. */
static const char *const words[] = {
    "Dr",   "U.S",    "No",    "z. B",   "z.B",    "J. R. R",
    "5p.m", "IV",     "1",     "2019",   "3.10",   "5G",
    "etc",  "The",    "Der",   "L'",     "De",     "the",
    "…",    "[…]",    "[...]", ".[5]",   ".¹",     "» ",
    " »",   "«",      ") ",    "\n",     "\r\n",   "- ",
    "It's", "Mr",     ". ",    ". ",     ". ",     "! ",
    "?” ",  ". 5 b",  "$5",    "т. е",   "É",      "ö",
    "Art",  "Straße", "word",  "\u0301", "\u00AD", "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD"};

static const char *any_language(void)
{
    size_t count;
    const dictum_sentence_language *languages = dictum__sentence_languages(&count);
    return languages[test_below(&dice, (uint32_t)count)].code;
}

static void borders_rise_to_the_end_and_divide_no_character(void **state)
{
    (void)state;
    dictum_buf text;
    dictum__buf_init(&text, 65536);
    for (size_t n = 0; n < 300000; n++) {
        dictum__buf_clear(&text);
        for (size_t i = 0, count = test_below(&dice, 16); i < count; i++) {
            uint32_t which = test_below(&dice, 8);
            if (which == 0)
                dictum__buf_append_code_point(&text, test_code_point(&dice));
            else if (which < 3)
                test_append_one_of(&dice, &text, pieces, sizeof pieces / sizeof pieces[0]);
            else
                test_append_one_of(&dice, &text, words, sizeof words / sizeof words[0]);
        }
        check_borders(dictum__buf_slice(&text), any_language(), n % 8 == 0 ? DICTUM__SENTENCES_STANDARD : 0, true);
    }
    dictum__buf_dispose(&text);
}

/* The caller promises UTF-8; a broken promise must not lead out of the text. Each text has memory of its own, so that
 * AddressSanitizer sees every step beyond. */
static void bytes_that_are_no_text_do_no_harm(void **state)
{
    (void)state;
    static const unsigned char likely[] = ".!? \"'[]\n1aAZ\x80\xbf\xc2\xc3\xe2\xf0\xff\x85";
    for (size_t n = 0; n < 300000; n++) {
        size_t length = test_below(&dice, 24);
        char *bytes = malloc(length + 1);
        assert_non_null(bytes);
        char *text = realloc(bytes, length > 0 ? length : 1);
        assert_non_null(text);
        for (size_t i = 0; i < length; i++)
            text[i] = (char)(test_below(&dice, 4) == 0 ? test_below(&dice, 256)
                                                       : likely[test_below(&dice, sizeof likely - 1)]);
        check_borders((dictum_slice){text, length}, any_language(), 0, false);
        free(text);
    }
}

static int begin_all(void **state)
{
    (void)state;
    dice = test_random_begin(test_seed("test_sentence_standard"));
    UErrorCode icu = U_ZERO_ERROR;
    icu_sentences = ubrk_open(UBRK_SENTENCE, "", NULL, 0, &icu);
    return U_SUCCESS(icu) && dictum__sentences_new(&sentences, NULL) == DICTUM_OK ? 0 : -1;
}

static int end_all(void **state)
{
    (void)state;
    ubrk_close(icu_sentences);
    utext_close(icu_text);
    dictum__sentences_free(sentences);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_ascii_texts_are_divided_as_by_icu),
        cmocka_unit_test(all_ascii_characters_are_classed_as_by_icu),
        cmocka_unit_test(random_ascii_texts_are_divided_as_by_icu),
        cmocka_unit_test(random_texts_are_divided_as_by_icu),
        cmocka_unit_test(real_texts_are_divided_as_by_icu),
        cmocka_unit_test(borders_rise_to_the_end_and_divide_no_character),
        cmocka_unit_test(bytes_that_are_no_text_do_no_harm),
    };
    return cmocka_run_group_tests(tests, begin_all, end_all);
}
