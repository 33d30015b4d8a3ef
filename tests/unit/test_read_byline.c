/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates and names in lines near the title of texts, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/read/byline.h"
#include "test_read_scene.h"

#define LONG                                                                                                           \
    "The harbour remains closed for the time being, as the wall has to be looked at by divers, stone by stone, "       \
    "before "                                                                                                          \
    "anybody may pass below it again; the city thanks all those who wait, and those who have turned round."

static void expect_date(const char *line, const char *date)
{
    dictum_buf found;

    dictum__buf_init(&found, 64);
    dictum__buf_append_str(&found, "what was there before");
    if (date == NULL) {
        assert_false(dictum__line_date(dictum__slice(line), &found));
        assert_int_equal(found.len, 0);
    } else {
        assert_true(dictum__line_date(dictum__slice(line), &found));
        assert_string_equal(found.data, date);
    }
    dictum__buf_dispose(&found);
}

static void a_line_is_a_date_or_ends_with_one(void **state)
{
    (void)state;
    expect_date("18 March 2024", "2024-03-18");
    expect_date("Brennholt, 18 March 2024", "2024-03-18");
    expect_date("Monday, 18 March 2024, 14:20", "2024-03-18");
    expect_date("For immediate release: March 18, 2024", "2024-03-18");
    expect_date("Berlin, den 3. Mai 2011", "2011-05-03");
    expect_date("Berlin, 3. Mai 2011", "2011-05-03");
    expect_date("18 March 2024 | Brennholt", "2024-03-18");
    expect_date("2024-03-18", "2024-03-18");
}

static void a_sentence_with_a_date_is_none(void **state)
{
    (void)state;
    expect_date("The report of 18 March 2024 is wrong.", NULL);
    expect_date("3 May 2011: a day to remember", NULL);
    expect_date("March 2024", NULL);
    expect_date("02/03/2024", NULL);
    expect_date("", NULL);
}

static void expect(read_scene *scene, const char *name, const char *text, const char *date, const char *speaker)
{
    read_string(scene, name, text);
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->found[0].date_known == DICTUM__DATE_STATED, date != NULL);
    if (date != NULL) {
        assert_string_equal(scene->found[0].date, date);
    }
    if (speaker == NULL) {
        assert_null(scene->found[0].speaker);
    } else {
        assert_non_null(scene->found[0].speaker);
        assert_string_equal(scene->found[0].speaker, speaker);
    }
}

static void the_first_lines_of_a_text_may_date_it(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.txt", "NORVANE\nStatement on the report\n\nBrennholt, 18 March 2024\n\n" LONG, "2024-03-18", NULL);
    expect(scene, "2020-01-01.txt", "On stones\n\n18 March 2024\n\n" LONG, "2024-03-18", NULL);
    expect(scene, "a.md", "# On stones\n\n*by Vera Olshannikova-Bree*\n\n18 March 2024\n\n" LONG, "2024-03-18",
           "Vera Olshannikova-Bree");
    expect(scene, "a.md",
           "---\ndate: 2023-01-02\nauthor: Ruben Okavari\n---\n# On stones\n\nBy Vera Bree\n\n18 March 2024",
           "2023-01-02", "Ruben Okavari");
}

static void what_stands_behind_a_paragraph_does_not(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.txt", "On stones\n\n" LONG "\n\n18 March 2024\n\nBy Vera Bree", NULL, NULL);
    expect(scene, "a.txt", LONG "\n18 March 2024", NULL, NULL);
}

/* From 200 bytes on it is one. */
static void a_paragraph_has_its_length(void **state)
{
    for (int bytes = 190; bytes < 210; bytes++) {
        char text[300];
        (void)snprintf(text, sizeof text, "On stones\n\n%0*d\n\n18 March 2024\n", bytes, 1);
        expect(*state, "a.txt", text, bytes < 200 ? "2024-03-18" : NULL, NULL);
    }
}

static void two_different_days_say_nothing(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.txt", "On stones\n\n18 March 2024\n\n19 March 2024\n\n" LONG, NULL, NULL);
    expect(scene, "a.txt", "On stones\n\n18 March 2024\n\nLondon, 18 March 2024\n\n" LONG, "2024-03-18", NULL);
}

static void by_begins_a_name_only_before_a_name(void **state)
{
    read_scene *scene = *state;

    expect(scene, "a.txt", "By the sea\n\n" LONG, NULL, NULL);
    expect(scene, "a.txt", "By Order of the council of the city of the dead\n\n" LONG, NULL, NULL);
    expect(scene, "a.txt", "On stones\nBy Vera Bree\n\n" LONG, NULL, "Vera Bree");
}

#define READ_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_a_date_or_ends_with_one),
        cmocka_unit_test(a_sentence_with_a_date_is_none),
        READ_TEST(the_first_lines_of_a_text_may_date_it),
        READ_TEST(what_stands_behind_a_paragraph_does_not),
        READ_TEST(a_paragraph_has_its_length),
        READ_TEST(two_different_days_say_nothing),
        READ_TEST(by_begins_a_name_only_before_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
