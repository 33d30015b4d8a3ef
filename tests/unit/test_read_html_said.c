/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What HTML pages say of themselves, in all the ways they have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_read_scene.h"

#define TEXT                                                                                                           \
    "<p>The harbour has been deepened twice in my lifetime, and both times we were told that it would be the "         \
    "last.</p>"                                                                                                        \
    "<p>I do not believe that, and neither should you: the ships will grow, the river will bring its mud.</p>"         \
    "<p>On 5 June 2018 we had the flood, which nobody had expected, and on 7 June 2018 the next one.</p>"

static void expect_date(void **state, const char *html, const char *date)
{
    read_scene *scene = *state;

    read_string(scene, "page.html", html);
    if (date == NULL) {
        assert_int_not_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
        return;
    }
    assert_string_equal(scene->found[0].date, date);
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
}

static void expect_speaker(void **state, const char *html, const char *speaker)
{
    read_scene *scene = *state;

    read_string(scene, "page.html", html);
    if (speaker == NULL) {
        assert_null(scene->found[0].speaker);
        return;
    }
    assert_non_null(scene->found[0].speaker);
    assert_string_equal(scene->found[0].speaker, speaker);
}

static void expect_title(void **state, const char *html, const char *title)
{
    read_scene *scene = *state;

    read_string(scene, "page.html", html);
    assert_string_equal(scene->found[0].title, title);
}

static void a_line_near_the_title_says_the_date(void **state)
{
    expect_date(state, "<h1>On tides</h1><p>January 20, 2017</p>" TEXT, "2017-01-20");
    expect_date(state, "<p>For immediate release: 3 May 2011</p><h1>On tides</h1>" TEXT, "2011-05-03");
    expect_date(state, "<h1>On tides</h1><p>Amsel, 20. Januar 2017</p>" TEXT, "2017-01-20");
    expect_date(state, "<b>Remarks</b><br>at the harbour<br>March 4, 1999<p>" TEXT, "1999-03-04");
    expect_date(state, "<h1>On tides</h1><p>Friday, 20 January 2017 | Amsel</p>" TEXT, "2017-01-20");
    expect_date(state, "<h1>On tides</h1><p>20 January 2017, Amsel</p>" TEXT, "2017-01-20");
    expect_date(state, "<h1>On tides</h1><p class=published>Publié le 20 janvier 2017</p>" TEXT, "2017-01-20");
    expect_date(state, "<h1>On tides</h1><p><span class='entry-date'>Posted on 20 January 2017</span></p>" TEXT,
                "2017-01-20");
    expect_date(state, "<h1>On tides</h1><p>What was said at the harbour on 20 January 2017</p>" TEXT, NULL);
    expect_date(state, "<h1>On tides</h1><p>20 January 2017: a day to remember</p>" TEXT, NULL);
}

static void a_date_in_a_sentence_or_far_away_is_none_of_the_page(void **state)
{
    expect_date(state, "<h1>On tides</h1>" TEXT, NULL);
    expect_date(state, "<h1>On tides</h1>" TEXT TEXT "<p>9 May 2015</p>", NULL);
    expect_date(state, "<h1>On tides</h1><p>since May 2015</p>" TEXT, NULL);
    expect_date(state, "<nav><a href=/a>3 May 2011</a></nav><h1>On tides</h1>" TEXT, NULL);
}

static void two_dates_near_the_title_say_nothing(void **state)
{
    expect_date(state, "<h1>On tides</h1><p>3 May 2011</p><p>4 May 2011</p>" TEXT, NULL);
    expect_date(state, "<title>On tides--May 4, 2011</title><h1>On tides</h1><p>3 May 2011</p>" TEXT, NULL);
    expect_date(state, "<title>On tides--May 3, 2011</title><h1>On tides</h1><p>3 May 2011</p>" TEXT, "2011-05-03");
}

static void a_stated_date_is_better_than_a_line(void **state)
{
    expect_date(state, "<meta name=date content=2010-01-02><h1>On tides</h1><p>3 May 2011</p>" TEXT, "2010-01-02");
    expect_date(state, "<h1>On tides</h1><p>3 May 2011</p><time datetime=2010-01-02>x</time>" TEXT, "2010-01-02");
    /* But not the time of another page. */
    expect_date(state,
                "<aside><time datetime=2010-01-02>x</time></aside><main><h1>On tides</h1><p>3 May 2011</p>" TEXT
                "</main>",
                "2011-05-03");
}

static void microdata_are_understood(void **state)
{
    read_scene *scene = *state;

    read_string(
        scene, "page.html",
        "<div itemscope itemtype='https://schema.org/Article'><h1 itemprop=headline>On tides</h1>"
        "<span itemprop=datePublished content=2017-01-20>yesterday</span>"
        "<span itemprop=author itemscope itemtype='https://schema.org/Person'>By <b itemprop=name>Ana Lima</b>, "
        "Mayor</span><div itemprop=publisher itemscope><img itemprop=logo><meta itemprop=name content='Town of "
        "Amsel'></div>" TEXT "</div>");
    assert_string_equal(scene->found[0].title, "On tides");
    assert_string_equal(scene->found[0].date, "2017-01-20");
    assert_string_equal(scene->found[0].speaker, "Ana Lima");
    assert_string_equal(scene->found[0].source, "Town of Amsel");
    expect_date(state, "<p itemprop=datePublished>20 January 2017</p>" TEXT, "2017-01-20");
    expect_speaker(state, "<p itemprop=author>by Ana Lima</p>" TEXT, "Ana Lima");
}

static void json_ld_is_followed(void **state)
{
    read_scene *scene = *state;

    read_string(
        scene, "page.html",
        "<script type='application/ld+json'>[{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"On tides\","
        "\"datePublished\":\"2017-01-20\",\"author\":[{\"@id\":\"#a\"},{\"name\":\"Bo Berg\"}],\"publisher\":"
        "{\"@id\":\"#o\"},\"mainEntityOfPage\":{\"@id\":\"https://amsel.example/tides\"}},{\"@type\":\"Person\","
        "\"@id\":\"#a\",\"name\":\"Ana Lima\"},{\"@id\":\"#o\",\"name\":\"Town of Amsel\"}]}]</script>" TEXT);
    assert_string_equal(scene->found[0].speaker, "Ana Lima, Bo Berg");
    assert_string_equal(scene->found[0].source, "Town of Amsel");
    assert_string_equal(scene->found[0].url, "https://amsel.example/tides");
    expect_speaker(state, "<script type='application/ld+json'>{\"@type\":\"WebSite\",\"author\":\"X Y\"}</script>" TEXT,
                   NULL);
}

static void each_author_has_an_element(void **state)
{
    expect_speaker(state,
                   "<meta name=citation_author content='Lima, Ana'><meta name=citation_author content='Berg, Bo'>"
                   "<meta name=citation_author content='Lima, Ana'>" TEXT,
                   "Lima, Ana, Berg, Bo");
    expect_speaker(state, "<meta name=DC.creator content='Ana Lima'><meta name=citation_author content='Bo Berg'>" TEXT,
                   "Bo Berg");
}

static void bylines_name_the_author(void **state)
{
    expect_speaker(state, "<h1>On tides</h1><p>By Ana Lima</p>" TEXT, "Ana Lima");
    expect_speaker(state, "<h1>On tides</h1><p class=byline>by Ana Lima</p>" TEXT, "Ana Lima");
    expect_speaker(state, "<h1>On tides</h1><p>By <a rel=author href='/lima'>Ana Lima</a>, 3 May 2011</p>" TEXT,
                   "Ana Lima");
    expect_speaker(state, "<article><h1>On tides</h1><address>Ana Lima</address>" TEXT "</article>", "Ana Lima");
    expect_speaker(state, "<h1>On tides</h1><p>By the river</p>" TEXT, NULL);
    expect_speaker(state, "<h1>On tides</h1><dl><dt>From<dd>Department for Ports</dl>" TEXT, NULL);
    expect_speaker(state, "<h1>On tides</h1>" TEXT "<address>Quay 1, 12345 Amsel</address>", NULL);
    expect_speaker(state, "<h1>On tides</h1>" TEXT "<aside><a rel=author href=x>Bo Berg</a></aside>", NULL);
}

static void the_name_of_the_site_is_no_part_of_the_title(void **state)
{
    expect_title(state, "<title>On tides | Amsel</title><meta property='og:site_name' content=Amsel>" TEXT, "On tides");
    expect_title(state, "<title>AMSEL: On tides</title><meta name=publisher content=Amsel>" TEXT, "On tides");
    expect_title(state, "<title>On tides - Amsel</title><h1>On tides</h1>" TEXT, "On tides");
    /* Nobody says what this is. */
    expect_title(state, "<title>On tides - Amsel</title><h1>Welcome</h1>" TEXT, "On tides - Amsel");
    expect_title(state, "<title>Speech: On tides</title><h2>Speech</h2><h3>About the harbour</h3>" TEXT,
                 "Speech: On tides");
}

static void titles_and_addresses_have_other_names(void **state)
{
    read_scene *scene = *state;

    expect_title(state, "<meta name='twitter:title' content='On tides'>" TEXT, "On tides");
    expect_title(state, "<meta name=citation_title content='On tides'>" TEXT, "On tides");
    read_string(
        scene, "page.html",
        "<meta name='twitter:url' content='https://amsel.example/t'><meta http-equiv=Content-Language content=de>"
        "<meta property='og:locale' content=fr_FR><p>12</p>");
    assert_string_equal(scene->found[0].url, "https://amsel.example/t");
    assert_string_equal(scene->found[0].lang, "de");
}

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_line_near_the_title_says_the_date),
        SCENE_TEST(a_date_in_a_sentence_or_far_away_is_none_of_the_page),
        SCENE_TEST(two_dates_near_the_title_say_nothing),
        SCENE_TEST(a_stated_date_is_better_than_a_line),
        SCENE_TEST(microdata_are_understood),
        SCENE_TEST(json_ld_is_followed),
        SCENE_TEST(each_author_has_an_element),
        SCENE_TEST(bylines_name_the_author),
        SCENE_TEST(the_name_of_the_site_is_no_part_of_the_title),
        SCENE_TEST(titles_and_addresses_have_other_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
