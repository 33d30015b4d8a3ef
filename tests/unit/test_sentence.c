/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/sentence.c: where sentences end, by language, and that no number of languages upsets it. Against Unicode's data:
 * test_conformance.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/sentence.h"

static dictum_sentences *sentences;

/* Writes the paragraph with "|" at each sentence's end. */
static const char *divide(const char *paragraph, const char *lang)
{
    static char out[1024];
    size_t from = 0, to, made = 0, len = strlen(paragraph);
    assert_int_equal(dictum__sentences_begin(sentences, dictum__slice(paragraph), lang, NULL), DICTUM_OK);
    while (dictum__sentences_next(sentences, &to)) {
        assert_true(to > from && to <= len);
        memcpy(out + made, paragraph + from, to - from);
        made += to - from;
        out[made++] = '|';
        from = to;
    }
    assert_int_equal(from, len);
    out[made] = '\0';
    return out;
}

static void sentences_end_where_the_standard_says(void **state)
{
    (void)state;
    assert_string_equal(divide("It rose. It fell!  Did it? yes.", NULL), "It rose. |It fell!  |Did it? |yes.|");
    assert_string_equal(divide("It cost 3.5 million, i.e. much. “Why?” he said.", NULL),
                        "It cost 3.5 million, i.e. much. |“Why?” |he said.|");
    assert_string_equal(divide("他说。好！", "zh"), "他说。|好！|");
    assert_string_equal(divide("वह गया। वह आया।", "hi"), "वह गया। |वह आया।|");
    assert_string_equal(divide("", "en"), "");
}

static void abbreviations_are_those_of_the_language(void **state)
{
    (void)state;
    assert_string_equal(divide("Mr. Smith left.", NULL), "Mr. |Smith left.|");
    assert_string_equal(divide("Mr. Smith left.", "und"), "Mr. |Smith left.|");
    assert_string_equal(divide("Mr. Smith left. He did.", "en"), "Mr. Smith left. |He did.|");
    assert_string_equal(divide("Viele, z.B. Berlin. Und", "de"), "Viele, z.B. Berlin. |Und|");
    assert_string_equal(divide("Mr. Smith left.", "fr"), "Mr. |Smith left.|");
}

static void a_line_break_is_a_space_but_a_separator_of_unicode_is_none(void **state)
{
    (void)state;
    assert_string_equal(divide("one\ntwo\r\nthree.\nFour", NULL), "one\ntwo\r\nthree.\n|Four|");
    assert_string_equal(divide("one\u2029two", NULL), "one\u2029|two|");
}

static void what_is_no_language_has_no_list(void **state)
{
    (void)state;
    static const char *const langs[] = {"", "x", "english", "EN", "en-GB", "en@x=y", "../en", "e1", "en@ss=none"};
    for (size_t i = 0; i < sizeof langs / sizeof langs[0]; i++)
        assert_string_equal(divide("Mr. Smith left.", langs[i]), "Mr. |Smith left.|");
}

static void more_languages_than_are_kept_can_take_turns(void **state)
{
    (void)state;
    char lang[] = "aa";
    for (int round = 0; round < 3; round++) {
        for (lang[0] = 'a'; lang[0] <= 'f'; lang[0]++)
            for (lang[1] = 'a'; lang[1] <= 'z'; lang[1]++)
                assert_string_equal(divide("One. Two.", lang), "One. |Two.|");
        assert_string_equal(divide("Mr. Smith left.", "en"), "Mr. Smith left.|");
        assert_string_equal(divide("Mr. Smith left.", NULL), "Mr. |Smith left.|");
    }
}

static int begin_all(void **state)
{
    (void)state;
    return dictum__sentences_new(&sentences, NULL) == DICTUM_OK ? 0 : -1;
}

static int end_all(void **state)
{
    (void)state;
    dictum__sentences_free(sentences);
    dictum__sentences_free(NULL);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_where_the_standard_says),
        cmocka_unit_test(abbreviations_are_those_of_the_language),
        cmocka_unit_test(a_line_break_is_a_space_but_a_separator_of_unicode_is_none),
        cmocka_unit_test(what_is_no_language_has_no_list),
        cmocka_unit_test(more_languages_than_are_kept_can_take_turns),
    };
    return cmocka_run_group_tests(tests, begin_all, end_all);
}
