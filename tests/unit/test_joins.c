/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/joins.c: rules R10 to R12 of lib/analyse.h, with the joins written out in full (tests/support/analysis.h says
 * how). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/analysis.h"

typedef struct golden {
    const char *text, *joins;
} golden;

static void check_all(const golden *table, size_t count)
{
    dictum_analyser *analyser = test_analyser_new();
    dictum_buf found;
    dictum__buf_init(&found, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        test_write_joins(test_analyse(analyser, dictum__slice(table[i].text), NULL, 0), &found);
        if (strcmp(found.data != NULL ? found.data : "", table[i].joins) != 0)
            fail_msg("'%s' gives\n  %s\nand should give\n  %s", table[i].text, found.data, table[i].joins);
    }
    dictum__buf_dispose(&found);
    dictum__analyser_free(analyser);
}

#define CHECK_ALL(table) check_all((table), sizeof(table) / sizeof(table)[0])

static void r10_numbers_in_groups_of_three_can_be_read_as_one(void **state)
{
    (void)state;
    static const golden table[] = {
        {"1,000,000 or 1.000.000 or 1'000’000", "1000000@0+3:n 1000000@4+3:n 1000000@8+3:n"},
        {"1'000'000, 1’000’000", "1000000@0+3:n 1000000@3+3:n"},
        {"TS 33.107, ١٬٠٠٠ and １，０００", "33107@1+2:n 1000@3+2:n 1000@6+2:n"},
        {"1 000 000; 1\u00A0000\u00A0000; 1\u202F000\u2009000", "1000000@0+3:n 1000000@3+3:n 1000000@6+3:n"},
        {"1,234.56 1.234,56", "1234@0+2:n 1234@3+2:n"},
        {"$1,000's #1,000 1,000+", "1000@0+2:n 1000@3+2:n 1000@5+2:n"},
        {"1`000 1´000 1′000 1ʼ000", "1000@0+2:n 1000@2+2:n 1000@4+2:n 1000@6+2:n"},
        {"in 2018 300 000 people", "300000@2+2:n"},
        {"999,999,999,999,999,999,999,999,999", "999999999999999999999999999@0+9:n"},
    };
    CHECK_ALL(table);
}

static void r10_other_numbers_are_what_they_are(void **state)
{
    (void)state;
    static const golden table[] = {
        {"3.5 is not 35, 3.50 not 350, 0.500 not 500", ""},
        {"1234,567 12,345,67 1.12.345 1,0000 1,00", ""},
        {"1,000km 1;000 1, 000 1  000 1\t000 1/000 1-000", ""},
        {"1\n000, 1\n\n000", ""},
        {"1,000.000", "1000@0+2:n"},
        {"1+000 1+ 000", ""},
        {"999,999,999,999,999,999,999,999,999,999", ""},
        {"1 222 333 444 555 666 777 888 999 101 111 222", ""},
        {"日1,000", "1000@1+2:n"},
    };
    CHECK_ALL(table);
}

static void r11_a_word_broken_at_a_lines_end_can_be_read_whole(void **state)
{
    (void)state;
    static const golden table[] = {
        {"opsporings-\nen", "opsporingsen@0+2:l"},
        {"the cyber-\r\n  secu\u2010 \t\n rity.", "cybersecu@1+2:l cybersecurity@1+3:l security@2+2:l"},
        {"cyber\u00AD\nsecurity cyber\u2011\n\u00A0security", "cybersecurity@0+2:l cybersecurity@2+2:l"},
        {"mé-\nthode", "méthode|methode@0+2:l"},
        {"state-of-the-\nart", "theart@2+2:l"},
        {"Net- works, Net\u00AD works", "networks@0+2:b networks@2+2:b"},
        {"#Me-\ntoo", "metoo@0+2:l"},
        {"a-\n\nb c -\nd e\n-f 1-\n2 g-\n3", ""},
        {"日-\n本", ""},
        {"one—\ntwo, one–\ntwo", ""},
    };
    CHECK_ALL(table);
}

static void r12_two_words_with_a_hyphen_can_be_one(void **state)
{
    (void)state;
    static const golden table[] = {
        {"cyber-security e\u2010mail on\u2011site", "cybersecurity@0+2:h email@2+2:h onsite@4+2:h"},
        {"G-20 F-16 5-G", "g20@0+2:h f16@2+2:h 5g@4+2:h"},
        {"café-bar", "cafébar|cafebar@0+2:h"},
        {"state-of-the-art 2019-2020 --x y-- z--a", ""},
        {"日-本 a–b", ""},
    };
    CHECK_ALL(table);
}

static void a_soft_hyphen_inside_a_line_joins_nothing(void **state)
{
    (void)state;
    static const golden table[] = {{"cyber\u00ADsecurity co\u00ADop\u00ADera\u00ADtion", ""}};
    CHECK_ALL(table);
}

static void a_hyphenated_word_tells_where_it_divides(void **state)
{
    (void)state;
    dictum_analyser *analyser = test_analyser_new();
    const dictum_analysis *analysis = test_analyse(analyser, DICTUM_SLICE("Café-bar"), NULL, 0);
    assert_int_equal(analysis->join_count, 1);
    assert_int_equal(analysis->joins[0].left_bytes, strlen("café"));
    assert_int_equal(analysis->joins[0].left_folded_bytes, strlen("cafe"));
    dictum__analyser_free(analyser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(r10_numbers_in_groups_of_three_can_be_read_as_one),
        cmocka_unit_test(r10_other_numbers_are_what_they_are),
        cmocka_unit_test(r11_a_word_broken_at_a_lines_end_can_be_read_whole),
        cmocka_unit_test(r12_two_words_with_a_hyphen_can_be_one),
        cmocka_unit_test(a_soft_hyphen_inside_a_line_joins_nothing),
        cmocka_unit_test(a_hyphenated_word_tells_where_it_divides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
