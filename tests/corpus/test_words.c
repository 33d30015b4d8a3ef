/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scanner that judges phrases must itself be right: words by the rules, phrases in documents, runs as drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "tests/corpus/draw.h"
#include "tests/corpus/letters.h"
#include "tests/corpus/records.h"
#include "tests/corpus/shelf.h"

static const words_rules no_rules,
    all_rules = {.signs = true, .grouped_numbers = true, .groups_of_two = true, .line_end_hyphens = true};

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* The words of a text: exact form, | and the folded one where it differs, + and the signed, = and the joined one. */
static void write_words(const words_rules *rules, const char *text, bool is_query, growing *out)
{
    static const char *const divisions[] = {"|", "+", "="};
    forms *table = forms_new();
    word_list list = {0};
    words_read(&list, table, rules, text, strlen(text), is_query);
    growing_clear(out);
    growing_add_str(out, "");
    for (size_t i = 0; i < list.count; i++) {
        const word *w = &list.items[i];
        const uint32_t further[] = {w->folded != w->exact ? w->folded : 0, w->signed_exact, w->joined_exact};
        growing_add_str(out, i > 0 ? " " : "");
        forms_write(table, w->exact, out);
        for (size_t k = 0; k < 3; k++) {
            growing_add_str(out, further[k] != 0 ? divisions[k] : "");
            forms_write(table, further[k], out);
        }
    }
    word_list_dispose(&list);
    forms_free(table);
}

typedef struct golden {
    const char *text, *words;
} golden;

static void check_words(const words_rules *rules, bool is_query, const golden *table, size_t count)
{
    growing words = {0};
    for (size_t i = 0; i < count; i++) {
        write_words(rules, table[i].text, is_query, &words);
        assert_string_equal(words.data, table[i].words);
    }
    growing_dispose(&words);
}

#define CHECK_WORDS(rules, is_query, table)                                                                            \
    check_words((rules), (is_query), (table), sizeof(table) / sizeof((table)[0]))

static void words_follow_the_rules(void **state)
{
    (void)state;
    static const golden table[] = {
        {"Don\u2019t, the Dog\u2019s l\u2019e\u0301tat", "don't the dog s l état|etat"},
        {"STRASSE stra\u00dfe \u0130I\u0131i \u0153 \u00e6", "strasse strasse iiii oe ae"},
        {"33.107 huawei.com a_b COL\u00b7LEGA a\u00b7b", "33 107 huawei com a b col·lega a b"},
        {"3\u00bd Windows\u2122 \u0663\u0665", "3 1 2 windows 35"},
        {"\u4e16\u754c2 \u0e01\u0e31\u0e1a", "世 界 2 กั บ"},
        {"\u0643\u0650\u062a\u0640\u0627\u0628 \u05e9\u05b8\u05c1", "كتاب ש"},
        {"\u00d8re \u0439 \u0451\u0301 \u0453", "øre|ore й ё́|е ѓ"},
        {"im\xc2\x92"
         "a -\u0301a",
         "im'a a"},
    };
    CHECK_WORDS(&no_rules, false, table);
}

static void signs_belong_to_the_word_they_touch(void **state)
{
    (void)state;
    static const golden table[] = {
        {"C++ C# C+++ a+b", "c+c++ c+c# c a b"},
        {"#MeToo @jos\u00e9 a@b ##x", "metoo+#metoo josé|jose+@josé a b x"},
        {"\u00a7 12 \u00a7\u00a712 Windows\u2122 x\u2120", "12+§12 12+§12 windows+windowstm x+xsm"},
    };
    CHECK_WORDS(&all_rules, false, table);
}

static void grouped_numbers_are_one_number_too(void **state)
{
    (void)state;
    static const golden table[] = {
        {"1,000,000 1.000 12 345", "1=1000000 000 000 1=1000 000 12=12345 345"},
        {"12,345,67 0,123 3.5 1,000.000", "12 345 67 0 123 3 5 1=1000 000 000"},
        {"10,00,000 1\u066c000 5'000", "10=1000000 00 000 1=1000 000 5=5000 000"},
        {"1,0000 1000,000", "1 0000 1000 000"},
    };
    CHECK_WORDS(&all_rules, false, table);
}

static void hyphens_at_a_lines_end_join(void **state)
{
    (void)state;
    static const golden table[] = {
        {"inter-\n  national", "inter=international national"},
        {"e\u0301\u00ad \nt\u00e9", "é|e=été té|te"},
        {"inter- national a-\n\nb 1-\n2 a -\nb", "inter national a b 1 2 a b"},
    };
    static const golden queries[] = {{"inter- national a-b", "inter=international national a b"}};
    CHECK_WORDS(&all_rules, false, table);
    CHECK_WORDS(&all_rules, true, queries);
}

/* ---- phrases ----------------------------------------------------------------------------------------------------- */

static bool is_in(const words_rules *rules, const char *document, const char *phrase)
{
    finds found = {0};
    shelf *s = shelf_new(rules);
    (void)shelf_add_document(s);
    shelf_add_part(s, "nothing of it", 13);
    (void)shelf_add_document(s);
    shelf_add_part(s, document, strlen(document));
    shelf_add_part(s, "title", 5);
    shelf_find(s, phrase, strlen(phrase), &found);
    bool in = found.count == 1 && found.items[0] == 1;
    assert_true(in || found.count == 0);
    finds_dispose(&found);
    shelf_free(s);
    return in;
}

static void a_phrase_is_words_in_a_row(void **state)
{
    (void)state;
    assert_true(is_in(&no_rules, "a b a c", "a, C"));
    assert_false(is_in(&no_rules, "a b a c", "b c"));
    assert_false(is_in(&no_rules, "abc", "ab"));
    assert_true(is_in(&no_rules, "x", "title"));
    assert_false(is_in(&no_rules, "x", "x title"));
    assert_false(is_in(&no_rules, "x", ""));
    assert_true(is_in(&no_rules, "\u4e16\u754c\u4eba", "\u754c \u4eba"));
}

static void diacritics_typed_are_asked_for(void **state)
{
    (void)state;
    assert_true(is_in(&no_rules, "le caf\u00e9 noir", "cafe noir"));
    assert_true(is_in(&no_rules, "le caf\u00e9 noir", "cafe\u0301 noir"));
    assert_false(is_in(&no_rules, "le cafe noir", "caf\u00e9 noir"));
    assert_false(is_in(&no_rules, "\u0e01\u0e48\u0e2d\u0e19", "\u0e01\u0e2d\u0e19"));
}

static void readings_find_each_other(void **state)
{
    (void)state;
    assert_true(is_in(&all_rules, "some 1,000,000 people", "1.000.000 people"));
    assert_true(is_in(&all_rules, "some 1000000 people", "some 1 000 000 people"));
    assert_true(is_in(&all_rules, "some 1,000,000 people", "some 1000000 people"));
    assert_true(is_in(&all_rules, "some 1,000,000 people", "000 people"));
    assert_false(is_in(&all_rules, "some 1,000,000 people", "some 1 people"));
    assert_true(is_in(&all_rules, "an inter-\nnational law", "an international law"));
    assert_true(is_in(&all_rules, "an inter-\nnational law", "inter national law"));
    assert_true(is_in(&all_rules, "an international law", "an inter- national law"));
    assert_false(is_in(&all_rules, "an international law", "an inter-national law"));
    assert_true(is_in(&all_rules, "in C++ code", "in C code"));
    assert_true(is_in(&all_rules, "in C++ code", "in c++ code"));
    assert_false(is_in(&all_rules, "in C code", "in C++ code"));
    assert_false(is_in(&all_rules, "in 1,000 ways", "@1,000 ways"));
    assert_true(is_in(&all_rules, "in @1,000 ways", "1.000 ways"));
    assert_true(is_in(&all_rules, "in Windows\u2122", "in windowstm"));
    assert_true(is_in(&all_rules, "ask @jos\u00e9 now", "ask @jose now"));
}

/* ---- what is drawn ----------------------------------------------------------------------------------------------- */

static void letters_disguised_are_the_same_words(void **state)
{
    (void)state;
    static const char run[] =
        "Don\u2019t \u0149gal Stra\u00dfe \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2 o\u00b4clock 3\u00bd "
        "\u0e01\u0e33 \uac00\u1e9b\u0323 \u212b";
    growing out = {0}, given = {0}, words = {0};
    size_t changed = 0;
    write_words(&no_rules, run, true, &given);
    for (uint64_t seed = 0; seed < 300; seed++) {
        forms *table = forms_new();
        chance dice = chance_begin(seed);
        changed += letters_disguise(run, sizeof run - 1, table, &dice, &out);
        write_words(&no_rules, out.data, true, &words);
        assert_string_equal(words.data, given.data);
        forms_free(table);
    }
    assert_true(changed > 600);
    growing_dispose(&out);
    growing_dispose(&given);
    growing_dispose(&words);
}

static void runs_of_spaceless_scripts_cut_no_word(void **state)
{
    (void)state;
    static const char text[] = "\u0e01\u0e31\u0e1a\u0e02\u0e49\u0e32 NASA\u0e44\u0e17\u0e22 2016\u0e1b\u0e35";
    reader_document document;
    reader_words(text, sizeof text - 1, &document);
    assert_true(draw_is_spaceless(&document));
    chance dice = chance_begin(1);
    size_t drawn = 0;
    for (size_t i = 0; i < 1000; i++) {
        slice run;
        if (!draw_graphemes(&document, &dice, &run))
            continue;
        drawn++;
        growing piece = {0};
        growing_add(&piece, text + run.start, run.end - run.start);
        assert_true(is_in(&no_rules, text, piece.data));
        growing_dispose(&piece);
    }
    assert_true(drawn > 200);
    reader_close(&document);
}

static void runs_are_changed_as_asked(void **state)
{
    (void)state;
    static const char *const expected[] = {"zz", "", "a a", "a"};
    growing out = {0};
    chance dice = chance_begin(1);
    for (size_t i = 0; i < 4; i++) {
        draw_mutate("a", 1, false, (draw_change)i, "zz", 2, &dice, &out);
        assert_string_equal(out.data, expected[i]);
    }
    draw_mutate("ab cd", 5, false, DRAW_EXCHANGE, "zz", 2, &dice, &out);
    assert_true(strcmp(out.data, "cd ab") == 0 || strcmp(out.data, "ab cd") == 0);
    draw_mutate("\u4e16\u754c", 6, true, DRAW_DROP, "zz", 2, &dice, &out);
    assert_int_equal(out.len, 3);
    draw_mutate("ab", 2, false, DRAW_FIRST, "z", 1, &dice, &out);
    assert_true(strcmp(out.data, "zb") == 0 || strcmp(out.data, "b") == 0);
    growing_dispose(&out);
}

static void records_are_read(void **state)
{
    (void)state;
    static const char line[] =
        "{\"id\": \"p1\", \"n\": -1.5e3, \"text\": \"a \\\"b\\\" \\u00e9\\ud83d\\ude00\\n\\\\\", \"x\":null}";
    growing out = {0};
    assert_true(records_member(line, sizeof line - 1, "id", &out));
    assert_string_equal(out.data, "p1");
    assert_true(records_member(line, sizeof line - 1, "text", &out));
    assert_string_equal(out.data, "a \"b\" \u00e9\U0001f600\n\\");
    assert_false(records_member(line, sizeof line - 1, "title", &out));
    assert_false(records_member("{\"id\"", 5, "id", &out));
    growing_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_follow_the_rules),
        cmocka_unit_test(signs_belong_to_the_word_they_touch),
        cmocka_unit_test(grouped_numbers_are_one_number_too),
        cmocka_unit_test(hyphens_at_a_lines_end_join),
        cmocka_unit_test(a_phrase_is_words_in_a_row),
        cmocka_unit_test(diacritics_typed_are_asked_for),
        cmocka_unit_test(readings_find_each_other),
        cmocka_unit_test(letters_disguised_are_the_same_words),
        cmocka_unit_test(runs_of_spaceless_scripts_cut_no_word),
        cmocka_unit_test(runs_are_changed_as_asked),
        cmocka_unit_test(records_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
