/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Markdown and its front matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_read_scene.h"

static void expect_text(void **state, const char *markdown, const char *text)
{
    read_scene *scene = *state;

    read_string(scene, "statement.md", markdown);
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].type, "markdown");
    assert_string_equal(scene->found[0].text, text);
}

static void inline_markup_leaves_no_trace(void **state)
{
    expect_text(state, "This is *The Harbour Post's* **w**ord, [a link](x) `c  d` &eacute; <b>W</b>ord\nnext line",
                "This is The Harbour Post's word, a link c d é Word\nnext line");
}

static void blocks_divide_paragraphs(void **state)
{
    expect_text(state,
                "# One\n\nTwo\nthree\n***\n> four\n\n```\nfive  x\n\n\nsix\n```\n- seven\n- eight\n\n      nine\n",
                "One\n\nTwo\nthree\n\nfour\n\nfive  x\n\nsix\n\nseven\n\neight\n\nnine");
}

static void numbers_of_list_items_are_text(void **state)
{
    expect_text(state, "1945. That was the year.\n\nText\n\n1. a\n1. b\n",
                "1945. That was the year.\n\nText\n\n1. a\n\n1. b");
}

static void a_breadcrumb_is_text(void **state)
{
    expect_text(state, "\n\n< Voices of the Port\n\n## On “Tides”\n", "< Voices of the Port\n\nOn “Tides”");
}

static void speakers_in_brackets_are_text(void **state)
{
    expect_text(state, "[Smith]: Thanks.\n\n[^1]: Indeed\n\n[x]: http://example.org/\n\nsee [x]",
                "[Smith]: Thanks.\n\n[^1]: Indeed\n\nsee x");
}

static void html_inside_is_read_as_html(void **state)
{
    expect_text(
        state,
        "one<br>two <script>no</script>three\n\n<div>four <b>f</b>ive<style>no</style></div>\n\n<!-- no -->\n\nsix",
        "one\ntwo three\n\nfour five\n\nsix");
}

static void pictures_are_no_text(void **state)
{
    expect_text(state, "before ![no *no*](x.png) after", "before after");
}

static void tables_have_rows_and_cells(void **state)
{
    expect_text(state, "| Year | Tons |\n|------|:----:|\n| 2019 | **4**12 |\n\nafter",
                "Year\tTons\n\n2019\t412\n\nafter");
    expect_text(state, "not | a table\n", "not | a table");
}

static void front_matter_gives_metadata_and_is_no_text(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "2001.md",
                "---\ntitle: \"On tides\"\ndate: 2020-02-13\nauthor: Staff\nspeaker: Ana Lima\n"
                "Organisation: Port\nlang: pt_BR\nurl: https://example.org/a\nnote: {a: [b]}\n---\n\nText\n");
    assert_string_equal(scene->found[0].text, "Text");
    assert_string_equal(scene->found[0].title, "On tides");
    assert_string_equal(scene->found[0].date, "2020-02-13");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
    assert_string_equal(scene->found[0].speaker, "Ana Lima");
    assert_string_equal(scene->found[0].source, "Port");
    assert_string_equal(scene->found[0].lang, "pt");
    assert_string_equal(scene->found[0].url, "https://example.org/a");
}

static void values_may_be_lists_or_have_names(void **state)
{
    read_scene *scene = *state;

    read_string(
        scene, "a.md",
        "---\nauthors:\n  - A\n  - name: B\n    role: x\npublisher: {name: P, url: x}\ndate: 2021\n...\nText\n");
    assert_string_equal(scene->found[0].speaker, "A, B");
    assert_string_equal(scene->found[0].source, "P");
    assert_string_equal(scene->found[0].date, "2021");
}

static void what_is_no_front_matter_is_text(void **state)
{
    expect_text(state, "---\ntitle: \"unclosed\n---\n\nText\n", "title: \"unclosed\n\nText");
    expect_text(state, "---\nNote: said the speaker\n---\n\nText\n", "Note: said the speaker\n\nText");
    expect_text(state, "---\ntitle: never closed\n\nText\n", "title: never closed\n\nText");
    expect_text(state, "---\n- a\n---\nText\n", "a\n\nText");
    expect_text(state, "---\n---\nText\n", "Text");
}

static void an_alias_bomb_is_harmless(void **state)
{
    read_scene *scene = *state;
    char *bomb = repeated("---\ntitle: t\nx: &a [y,y]\n", "x: &a [*a,*a,*a,*a,*a,*a,*a,*a]\n", 1000, "---\nText\n");

    read_string(scene, "a.md", bomb);
    assert_string_equal(scene->found[0].title, "t");
    assert_string_equal(scene->found[0].text, "Text");
    free(bomb);
}

static void deeply_nested_front_matter_is_text(void **state)
{
    read_scene *scene = *state;
    char *deep = repeated("---\ntitle: t\nx: ", "[", 100000, "\n---\nText\n");

    read_string(scene, "a.md", deep);
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->found[0].title_known, DICTUM__TITLE_NAME);
    free(deep);
}

static void deep_nesting_is_read(void **state)
{
    char *quotes = repeated("", ">", 100000, " text");
    char *emphasis = repeated("", "*a ", 100000, "");
    read_scene *scene = *state;

    expect_text(state, quotes, "text");
    read_string(scene, "a.md", emphasis);
    assert_int_equal(scene->statements, 1);
    free(quotes);
    free(emphasis);
}

static void the_title_is_the_first_large_heading(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.md", "#### Press\n\n## On *tides*\n\n# Other\n");
    assert_string_equal(scene->found[0].title, "On tides");
    read_string(scene, "a.md", "#### Press\n\ntext\n");
    assert_string_equal(scene->found[0].title, "Press");
    read_string(scene, "a.md", "text\n");
    assert_string_equal(scene->found[0].title, "a");
    assert_int_equal(scene->found[0].title_known, DICTUM__TITLE_NAME);
}

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)

static void what_is_stated_and_not_understood_is_said(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.md", "---\ntitle: T\ndate: 2021-13-44\n---\n\nText.\n");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0],
                        "its date \"2021-13-44\" is not one that dictum understands: the statement has none");
    assert_null(scene->found[0].date);
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_NONE);
    read_string(scene, "2021-03-04 a.md", "---\ntitle: T\ndate: 02/03/2021\n---\n\nText.\n");
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->found[0].date, "2021-03-04");
    /* Another place may say it better. */
    read_string(scene, "a.html",
                "<meta name=date content='02/03/2011'><meta name=pubdate content='2011-02-03'><p>Text.");
    assert_int_equal(scene->problems, 0);
    assert_string_equal(scene->found[0].date, "2011-02-03");
    read_string(scene, "a.html", "<meta name=date content='02/03/2011'><p>Text.");
    assert_int_equal(scene->problems, 1);
    read_string(scene, "a.html", "<time>two hours ago</time><p>Text.");
    assert_int_equal(scene->problems, 0);
    read_string(scene, "a.md", "---\ntitle: T\nspeaker: [a\n---\n\nText.\n");
    assert_int_equal(scene->problems, 1);
    assert_string_equal(scene->problem[0], "its front matter is not YAML: it is taken for text");
    read_string(scene, "a.md", "---\nA line between rules: so.\n---\n\nText.\n");
    assert_int_equal(scene->problems, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(inline_markup_leaves_no_trace),
        SCENE_TEST(blocks_divide_paragraphs),
        SCENE_TEST(numbers_of_list_items_are_text),
        SCENE_TEST(a_breadcrumb_is_text),
        SCENE_TEST(speakers_in_brackets_are_text),
        SCENE_TEST(html_inside_is_read_as_html),
        SCENE_TEST(pictures_are_no_text),
        SCENE_TEST(tables_have_rows_and_cells),
        SCENE_TEST(front_matter_gives_metadata_and_is_no_text),
        SCENE_TEST(values_may_be_lists_or_have_names),
        SCENE_TEST(what_is_no_front_matter_is_text),
        SCENE_TEST(an_alias_bomb_is_harmless),
        SCENE_TEST(deeply_nested_front_matter_is_text),
        SCENE_TEST(deep_nesting_is_read),
        SCENE_TEST(the_title_is_the_first_large_heading),
        SCENE_TEST(what_is_stated_and_not_understood_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
