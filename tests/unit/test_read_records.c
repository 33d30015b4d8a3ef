/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records: one JSON object a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_read_scene.h"

static void a_record_keeps_what_it_says(void **state)
{
    read_scene *scene = *state;

    read_string(
        scene, "a.jsonl",
        "{\"id\":\"x 1\",\"title\":\" On\\n tides \",\"date\":\"13 February "
        "2020\",\"speaker\":\"Ana\",\"source\":\"Port\","
        "\"lang\":\"EN-gb\",\"url\":\"urn:x\",\"text\":\"One\\r\\ntwo\\n\\n\\nthree \",\"n\":[1,{\"a\":null}]}\n");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 0);
    assert_string_equal(scene->found[0].id, "x 1");
    assert_string_equal(scene->found[0].title, "On tides");
    assert_string_equal(scene->found[0].date, "2020-02-13");
    assert_string_equal(scene->found[0].speaker, "Ana");
    assert_string_equal(scene->found[0].source, "Port");
    assert_string_equal(scene->found[0].lang, "en");
    assert_string_equal(scene->found[0].url, "urn:x");
    assert_string_equal(scene->found[0].text, "One\ntwo\n\nthree");
    assert_string_equal(scene->found[0].extra, "{\"n\":[1,{\"a\":null}]}");
    assert_string_equal(scene->found[0].type, "record");
    assert_int_equal(scene->found[0].part, 1);
}

static void bad_lines_are_named_and_the_rest_is_read(void **state)
{
    static const char *const wrong[] = {"line 2: not JSON",
                                        "line 3: its text is not a string",
                                        "line 4: it has no text",
                                        "line 5: it is not a JSON object",
                                        "line 6: not JSON",
                                        "line 7: it has neither text nor title",
                                        "line 8: its id is empty",
                                        "line 9: not JSON",
                                        "line 10: its date is not a string"};
    read_scene *scene = *state;

    read_string(
        scene, "a.ndjson",
        "{\"text\":\"one\"}\nnot json\n{\"text\":5}\n{\"id\":\"x\"}\n[]\n{\"text\":\"\xFF\"}\n{\"text\":\" \"}\n"
        "{\"id\":\"\",\"text\":\"x\"}\n{\"text\":\"a\",\"text\":\"b\"}\n{\"text\":\"a\",\"date\":2020}\n\n  "
        "\r\n{\"text\":\"last\"}");
    assert_int_equal(scene->outcome, DICTUM__READ_DONE);
    assert_int_equal(scene->statements, 2);
    assert_string_equal(scene->found[1].text, "last");
    assert_int_equal(scene->found[1].part, 13);
    assert_int_equal(scene->problems, sizeof(wrong) / sizeof(wrong[0]));
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (strstr(scene->problem[i], wrong[i]) != scene->problem[i]) {
            fail_msg("%s", scene->problem[i]);
        }
    }
}

static void an_id_that_stands_twice_is_a_problem_and_both_are_given(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.jsonl",
                "{\"id\":\"a\",\"text\":\"1\"}\n{\"id\":\"b\",\"text\":\"2\"}\n{\"id\":\"a\",\"text\":\"3\"}\n");
    assert_int_equal(scene->statements, 3);
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "line 3: the id \"a\" stands in line 1 too: the last one counts");
}

static void text_may_be_empty_where_the_title_is_not(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.jsonl", "{\"title\":\"T\",\"text\":\"\"}\n");
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].text, "");
}

static void null_means_no_value(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.jsonl", "{\"id\":null,\"title\":null,\"date\":null,\"speaker\":null,\"text\":\"x\"}\n");
    assert_int_equal(scene->problems, 0);
    assert_null(scene->found[0].id);
    assert_null(scene->found[0].title);
    assert_null(scene->found[0].speaker);
}

static void a_date_that_is_not_understood_is_reported_and_none_is_made_up(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "2001-01-01.jsonl", "{\"date\":\"02/03/2020\",\"text\":\"x\"}\n{\"text\":\"y\"}\n");
    assert_int_equal(scene->problems, 1);
    assert_int_equal(scene->statements, 2);
    assert_null(scene->found[0].date);
    assert_string_equal(scene->found[1].date, "2001-01-01");
    assert_int_equal(scene->found[1].date_known, DICTUM__DATE_NAME);
}

static void what_dictum_read_prints_comes_back_the_same(void **state)
{
    read_scene *scene = *state;

    read_string(
        scene, "a.jsonl",
        "{\"format\":1,\"type\":\"record\",\"id\":\"a\",\"path\":\"/"
        "x\",\"title\":\"T\",\"date\":\"2020\",\"date_known\":\"file\","
        "\"speaker\":null,\"read_as\":\"html\",\"text\":\"x\",\"n\":1}\n{\"type\":\"speech\",\"text\":\"x\"}\n");
    assert_string_equal(scene->found[0].extra, "{\"n\":1}");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    assert_string_equal(scene->found[1].extra, "{\"type\":\"speech\"}");
}

static void numbers_of_any_size_are_kept(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.jsonl", "{\"text\":\"x\",\"n\":123456789012345678901234567890}\n");
    assert_int_equal(scene->statements, 1);
    assert_non_null(scene->found[0].extra);
}

static void nul_becomes_a_replacement_character(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.jsonl", "{\"title\":\"t\\u0000\",\"text\":\"a\\u0000b\"}\n");
    assert_string_equal(scene->found[0].text, "a\xEF\xBF\xBD"
                                              "b");
}

static void a_file_without_any_record_is_a_problem(void **state)
{
    read_scene *scene = *state;
    char *lines = repeated("", "x\n", 1000, "{\"text\":\"late\"}\n");

    read_string(scene, "a.jsonl", "x\n");
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    read_string(scene, "a.jsonl", lines);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_int_equal(scene->problems, 100);
    read_string(scene, "a.jsonl", "\n \n");
    assert_int_equal(scene->outcome, DICTUM__READ_SKIPPED);
    free(lines);
}

static void lines_may_be_long_and_many(void **state)
{
    read_scene *scene = *state;
    char *text = repeated("{\"text\":\"", "word ", 1000000, "\"}\n");
    char *lines = repeated(text, "{\"text\":\"y\"}\n", 20000, "{\"text\":\"z\"}");

    read_string(scene, "a.jsonl", lines);
    assert_int_equal(scene->statements, 20002);
    assert_int_equal(strlen(scene->found[0].text), 5 * 1000000 - 1);
    assert_string_equal(scene->found[1].text, "y");
    free(lines);
    free(text);
}

static void deep_json_is_refused(void **state)
{
    read_scene *scene = *state;
    char *deep = repeated("{\"text\":\"x\",\"n\":", "[", 100000, "\n{\"text\":\"y\"}\n");

    read_string(scene, "a.jsonl", deep);
    assert_int_equal(scene->problems, 1);
    assert_int_equal(scene->statements, 1);
    free(deep);
}

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)

/* dictum-read FILE... | dictum-index -, where a file could not be read */
static void what_a_reader_could_not_read_keeps_its_reason(void **state)
{
    read_scene *scene = *state;

    read_string(
        scene, "a.jsonl",
        "{\"format\":1,\"type\":\"record\",\"id\":\"a\",\"text\":\"One.\"}\n"
        "{\"format\":1,\"type\":\"error\",\"code\":\"io\",\"message\":\"b.html: cannot open it\",\"offset\":null}\n");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "line 2: b.html: cannot open it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_record_keeps_what_it_says),
        SCENE_TEST(bad_lines_are_named_and_the_rest_is_read),
        SCENE_TEST(an_id_that_stands_twice_is_a_problem_and_both_are_given),
        SCENE_TEST(text_may_be_empty_where_the_title_is_not),
        SCENE_TEST(null_means_no_value),
        SCENE_TEST(a_date_that_is_not_understood_is_reported_and_none_is_made_up),
        SCENE_TEST(what_dictum_read_prints_comes_back_the_same),
        SCENE_TEST(numbers_of_any_size_are_kept),
        SCENE_TEST(nul_becomes_a_replacement_character),
        SCENE_TEST(a_file_without_any_record_is_a_problem),
        SCENE_TEST(lines_may_be_long_and_many),
        SCENE_TEST(deep_json_is_refused),
        SCENE_TEST(what_a_reader_could_not_read_keeps_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
