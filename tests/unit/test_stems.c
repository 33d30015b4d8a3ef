/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/stems.c: the right stemmer for a language code, and the word itself where there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/stems.h"

static int start(void **state)
{
    dictum_stems *stems;
    if (dictum__stems_new(&stems, NULL) != DICTUM_OK)
        return -1;
    *state = stems;
    return 0;
}

static int stop(void **state)
{
    dictum__stems_free(*state);
    return 0;
}

static void assert_stem(dictum_stems *stems, const char *lang, const char *form, const char *expected)
{
    dictum_slice stem = {NULL, 0};
    dictum_error err;
    assert_int_equal(dictum__stem(stems, dictum__slice(lang), dictum__slice(form), &stem, &err), DICTUM_OK);
    assert_int_equal(stem.len, strlen(expected));
    assert_memory_equal(stem.data, expected, stem.len);
}

static void words_are_stemmed_by_their_language(void **state)
{
    assert_stem(*state, "en", "interceptions", "intercept");
    assert_stem(*state, "de", "erklärungen", "erklar");
    assert_stem(*state, "en", "interception", "intercept");
    assert_stem(*state, "ru", "заявления", "заявлен");
    assert_stem(*state, "fr", "déclarations", "déclar");
}

static void subtags_and_letter_case_do_not_matter(void **state)
{
    assert_stem(*state, "en-GB", "statements", "statement");
    assert_stem(*state, "EN_us", "statements", "statement");
    assert_stem(*state, "no", "erklæringer", "erklæring");
    assert_stem(*state, "nb", "erklæringer", "erklæring");
    assert_stem(*state, "nn-NO", "erklæringer", "erklæring");
}

static void a_language_without_stemmer_keeps_its_words(void **state)
{
    /* Those at the end would be names of Xapian's algorithms. */
    static const char *const langs[] = {"und", "zh",  "th",    "xx",      "",       NULL,
                                        "e",   "123", "e\xFF", "english", "porter", "none"};
    for (size_t i = 0; i < sizeof langs / sizeof langs[0]; i++) {
        assert_stem(*state, langs[i], "statements", "statements");
        assert_false(dictum__stems_has(*state, dictum__slice(langs[i])));
    }
    assert_true(dictum__stems_has(*state, DICTUM_SLICE("en")));
    assert_true(dictum__stems_has(*state, DICTUM_SLICE("pt-BR")));
}

static void forms_that_are_no_words_are_their_own_stems(void **state)
{
    char form[66];
    memset(form, 'a', 62);
    memcpy(form + 62, "ing", 4);
    assert_stem(*state, "en", form, form);
    assert_stem(*state, "en", form + 1, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_stem(*state, "en", "", "");
}

static void any_number_of_languages_may_come(void **state)
{
    char lang[4] = "";
    for (int a = 'a'; a <= 'z'; a++) {
        for (int b = 'a'; b <= 'z'; b++) {
            lang[0] = (char)a;
            lang[1] = (char)b;
            lang[2] = 'q';
            assert_stem(*state, lang, "running", "running");
            assert_stem(*state, "en", "running", "run");
        }
    }
    assert_stem(*state, "sv", "uttalanden", "uttal");
}

static void nothing_is_freed_without_harm(void **state)
{
    (void)state;
    dictum__stems_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_stemmed_by_their_language, start, stop),
        cmocka_unit_test_setup_teardown(subtags_and_letter_case_do_not_matter, start, stop),
        cmocka_unit_test_setup_teardown(a_language_without_stemmer_keeps_its_words, start, stop),
        cmocka_unit_test_setup_teardown(forms_that_are_no_words_are_their_own_stems, start, stop),
        cmocka_unit_test_setup_teardown(any_number_of_languages_may_come, start, stop),
        cmocka_unit_test(nothing_is_freed_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
