/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML: the text that a reader sees, and what the page says of itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_read_scene.h"

static void expect_text(void **state, const char *html, const char *text)
{
    read_scene *scene = *state;

    read_string(scene, "page.html", html);
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].type, "html");
    assert_string_equal(scene->found[0].text, text);
}

static void inline_markup_leaves_no_trace(void **state)
{
    expect_text(state, "<p><b>W</b>ord by <i>The Harbour Post's</i> <a href=x>edi<!-- c -->tor</a>, H<sub>2</sub>O.",
                "Word by The Harbour Post's editor, H2O.");
}

static void blocks_divide_paragraphs(void **state)
{
    expect_text(state, "<h1>Head</h1>one<div>two<p>three</p>four</div><ul><li>five<li>six</ul><hr>seven",
                "Head\n\none\n\ntwo\n\nthree\n\nfour\n\nfive\n\nsix\n\nseven");
}

static void white_space_collapses(void **state)
{
    expect_text(state, "<p>\n one \t two&nbsp;\n&nbsp;three <b> four</b> </p>\n<p>&nbsp;</p><p>five",
                "one two three four\n\nfive");
}

static void line_breaks_divide_lines_and_two_divide_paragraphs(void **state)
{
    expect_text(state, "<p>one<br>two <br/>\n<br>three<br><br><br>four", "one\ntwo\n\nthree\n\nfour");
}

static void preformatted_text_keeps_its_lines(void **state)
{
    expect_text(state, "<p>a</p><pre>\none  two\n  three\n\nfour</pre>five  six",
                "a\n\none  two\nthree\n\nfour\n\nfive six");
}

static void table_cells_are_divided_by_tabs(void **state)
{
    expect_text(state, "<table>\n<tr> <th>Year</th>\n<th>Tons</th></tr><tr><td>2019<td><b>4</b>12</table>after",
                "Year\tTons\n\n2019\t412\n\nafter");
}

static void scripts_styles_and_head_are_no_text(void **state)
{
    expect_text(state,
                "<html><head><title>T</title><style>p{}</style></head><body><script>if (a<b) x('</p>')</script>"
                "<template><p>no</p></template><!-- no --><img alt='no'>yes<style>no</style> yes",
                "yes yes");
}

static void labels_and_what_scripts_would_hide_are_text(void **state)
{
    expect_text(state, "<noscript>one</noscript><button>two</button><select><option>three<option>four</select>",
                "one\n\ntwo\n\nthree\n\nfour");
}

static void character_references_are_decoded(void **state)
{
    expect_text(state,
                "<p>It&#146;s &#x93;x&#148; &eacute;&#233;&#xe9; &hellip; &Scaron;&ccaron; &amp;amp; &lt;b&gt; &comma;",
                "It’s “x” ééé … Šč &amp; <b> ,");
}

static void old_references_need_no_semicolon(void **state)
{
    expect_text(state, "<p>&copy 2019&nbspand caf&eacute &quotX&quot AT&T Q&A &unknown; &#8217s",
                "© 2019 and café \"X\" AT&T Q&A &unknown; ’s");
}

static void comparison_signs_are_text(void **state)
{
    expect_text(state, "<p>a < b, 3 <4, 5 > 4 and <= too", "a < b, 3 <4, 5 > 4 and <= too");
}

static void conditional_comments_are_no_text(void **state)
{
    expect_text(state, "<p><!--[if IE]>no<![endif]--><![if !IE]>yes<![endif]> <!--[if !IE]><!-->also<!--<![endif]-->",
                "yes also");
}

static void cut_off_pages_give_what_there_is(void **state)
{
    expect_text(state, "<html><body><p>One two <b>thr", "One two thr");
    expect_text(state, "<html><body><p>One two <a href=\"http://exam", "One two");
    expect_text(state, "<html><body><p>One &am", "One &am");
    expect_text(state, "<html><body>One<script>never closed", "One");
}

static void wrongly_nested_markup_loses_nothing(void **state)
{
    expect_text(state, "<b><p>one</b> two</p></div></td><table>three<tr><td>four</table></body></html>five",
                "one two\n\nthree\n\nfour\n\nfive");
}

static void deep_nesting_costs_nothing(void **state)
{
    char *blocks = repeated("<body>a", "<div>", 100000, "b");
    char *inlines = repeated("<body>a", "<font>", 100000, "b");

    expect_text(state, blocks, "a\n\nb");
    expect_text(state, inlines, "ab");
    free(blocks);
    free(inlines);
}

static void huge_attributes_and_comments_are_passed_over(void **state)
{
    char *attribute = repeated("<p title=\"", "0123456789", 1200000, "\">text</p>more");
    char *comment = repeated("<p>text<!--", "0123456789", 1200000, "--></p>more");

    expect_text(state, attribute, "text\n\nmore");
    expect_text(state, comment, "text\n\nmore");
    free(attribute);
    free(comment);
}

static void long_text_is_whole(void **state)
{
    read_scene *scene = *state;
    char *html = repeated("<p>", "long words ", 1200000, "end");

    read_string(scene, "page.html", html);
    assert_int_equal(strlen(scene->found[0].text), 11 * 1200000 + 3);
    free(html);
}

static void metadata_come_from_the_best_place(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "page.html",
                "<html lang=pt-BR><head><title>\n The\n title </title><meta name=date content='2001-01-01'>"
                "<meta property='article:published_time' content='2019-05-06T23:00:00-03:00'>"
                "<meta name=Author content='Ana Lima'><meta property='og:site_name' content='Porto Novo'>"
                "<link rel=canonical href='https://example.org/a'></head><body><time datetime='2018-01-01'>x</time>"
                "<h1>Heading</h1></body>");
    assert_string_equal(scene->found[0].title, "The title");
    assert_string_equal(scene->found[0].date, "2019-05-06");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
    assert_string_equal(scene->found[0].speaker, "Ana Lima");
    assert_string_equal(scene->found[0].source, "Porto Novo");
    assert_string_equal(scene->found[0].lang, "pt");
    assert_string_equal(scene->found[0].url, "https://example.org/a");
}

static void json_ld_is_understood(void **state)
{
    read_scene *scene = *state;

    read_string(
        scene, "page.html",
        "<script type='application/ld+json'>{\"@context\":\"x\",\"@graph\":[{\"@type\":\"WebSite\"},"
        "{\"datePublished\":\"2020-03-04T10:00:00Z\",\"headline\":\"On tides\",\"author\":[{\"name\":\"A\"},\"B\"],"
        "\"publisher\":{\"name\":\"P\"},\"inLanguage\":\"en\"}]}</script><body>text");
    assert_string_equal(scene->found[0].date, "2020-03-04");
    assert_string_equal(scene->found[0].title, "On tides");
    assert_string_equal(scene->found[0].speaker, "A, B");
    assert_string_equal(scene->found[0].source, "P");
    assert_string_equal(scene->found[0].text, "text");
    read_string(scene, "page.html", "<script type='application/ld+json'>{broken</script><body>text");
    assert_null(scene->found[0].speaker);
}

static void a_published_time_beats_the_first_time(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "p.html",
                "<p><time datetime='2020-01-01'>a</time> <time pubdate datetime='2020-02-02'>b</time>");
    assert_string_equal(scene->found[0].date, "2020-02-02");
    read_string(scene, "p.html", "<p><time>March 4, 2020</time> and text");
    assert_string_equal(scene->found[0].date, "2020-03-04");
    assert_string_equal(scene->found[0].text, "March 4, 2020 and text");
}

static void the_time_of_the_last_change_is_no_date_of_the_statement(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "2015-01-02.html", "<meta http-equiv=last-modified content='2020-02-02'><p>x");
    assert_string_equal(scene->found[0].date, "2015-01-02");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_NAME);
}

static void the_first_heading_is_the_title_where_there_is_none(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "p.html", "<title> </title><p>x<h1></h1><h1>On <i>ti</i>des</h1><h1>Other</h1>");
    assert_string_equal(scene->found[0].title, "On tides");
    assert_int_equal(scene->found[0].title_known, DICTUM__TITLE_STATED);
}

static void addresses_are_only_taken_when_they_are_whole(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "p.html",
                "<link rel=canonical href='/a'><meta property='article:author' content='https://x/y'><p>x");
    assert_null(scene->found[0].url);
    assert_null(scene->found[0].speaker);
}

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)

static void a_title_that_is_too_long_is_cut(void **state)
{
    read_scene *scene = *state;
    char *page = repeated("<title>", "words ", 1000, "</title><p>Text.");

    read_string(scene, "a.html", page);
    assert_int_equal(scene->found[0].title_known, DICTUM__TITLE_STATED);
    assert_true(strlen(scene->found[0].title) <= 4096 + strlen("…"));
    assert_string_equal(scene->found[0].title + strlen(scene->found[0].title) - strlen("words…"), "words…");
    free(page);
    /* Not inside a letter and its accent, where there is no space. */
    page = repeated("<title>", "e\xCC\x81", 3000, "</title><p>Text.");
    read_string(scene, "a.html", page);
    assert_string_equal(scene->found[0].title + strlen(scene->found[0].title) - strlen("e\xCC\x81…"), "e\xCC\x81…");
    free(page);
    page = repeated("---\ntitle: \"", "words ", 1000, "\"\n---\n\nText.\n");
    read_string(scene, "a.md", page);
    assert_memory_equal(scene->found[0].title, "words words ", 12);
    free(page);
}

static void what_a_browser_does_not_show_is_no_text(void **state)
{
    read_scene *scene = *state;

    expect_text(state, "<p hidden>a<p>b<div style='color:red; DISPLAY : none'>c<p>d</div>e", "b\n\ne");
    expect_text(state, "<p style='display:block'>a<br hidden>b<meta hidden content=x><p style='display'>c", "ab\n\nc");
    expect_text(state, "<html hidden><body style='display:none'><p>a", "a");
    expect_text(state, "<!DOCTYPE html [ <!ENTITY a \"]>\"> <!-- b --> ]><p>a", "a");
    expect_text(state, "<!DOCTYPE html><p>[a] <b>[b]</b>", "[a] [b]");
    read_string(scene, "a.html", "<svg><title>Drawing</title></svg><title>Page</title><p>Text.");
    assert_string_equal(scene->found[0].title, "Page");
    assert_string_equal(scene->found[0].text, "Text.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(inline_markup_leaves_no_trace),
        SCENE_TEST(blocks_divide_paragraphs),
        SCENE_TEST(white_space_collapses),
        SCENE_TEST(line_breaks_divide_lines_and_two_divide_paragraphs),
        SCENE_TEST(preformatted_text_keeps_its_lines),
        SCENE_TEST(table_cells_are_divided_by_tabs),
        SCENE_TEST(scripts_styles_and_head_are_no_text),
        SCENE_TEST(labels_and_what_scripts_would_hide_are_text),
        SCENE_TEST(character_references_are_decoded),
        SCENE_TEST(old_references_need_no_semicolon),
        SCENE_TEST(comparison_signs_are_text),
        SCENE_TEST(conditional_comments_are_no_text),
        SCENE_TEST(cut_off_pages_give_what_there_is),
        SCENE_TEST(wrongly_nested_markup_loses_nothing),
        SCENE_TEST(deep_nesting_costs_nothing),
        SCENE_TEST(huge_attributes_and_comments_are_passed_over),
        SCENE_TEST(long_text_is_whole),
        SCENE_TEST(metadata_come_from_the_best_place),
        SCENE_TEST(json_ld_is_understood),
        SCENE_TEST(a_published_time_beats_the_first_time),
        SCENE_TEST(the_time_of_the_last_change_is_no_date_of_the_statement),
        SCENE_TEST(the_first_heading_is_the_title_where_there_is_none),
        SCENE_TEST(addresses_are_only_taken_when_they_are_whole),
        SCENE_TEST(a_title_that_is_too_long_is_cut),
        SCENE_TEST(what_a_browser_does_not_show_is_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
