/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The main text of pages of many makes. Everything in them is invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/read/html.h"
#include "test_read_scene.h"

/* Paragraphs of a length that speeches have. */
#define TIDE                                                                                                           \
    "The harbour has been deepened twice in my lifetime, and both times we were told that it would be the last. I do " \
    "not believe that, and neither should you: the ships will grow, the river will bring its mud, and we will dig."
#define MUD                                                                                                            \
    "What we can decide is who pays for it. Until now the town has paid for nine tenths of every spade, while the "    \
    "terminals that use the channel have paid for one. That will change with the budget which I lay before you today."
#define PAY                                                                                                            \
    "From the first of July every berth pays by the draught of the ships that lie there. Nobody will be surprised by " \
    "the amounts, since they were published in the spring and have been discussed with all who are concerned."

static void expect_page(void **state, const char *html, const char *text)
{
    read_scene *scene = *state;

    read_string(scene, "page.html", html);
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].text, text);
}

/* The page as it is read, to be freed. */
static char *text_of(const char *html, size_t len, bool whole)
{
    const dictum_html_options options = {.whole_page = whole};
    dictum_document document;
    dictum_error err;
    char *text;

    dictum__document_init(&document);
    assert_int_equal(dictum__read_html((dictum_slice){html, len}, &options, &document, &err), DICTUM_OK);
    text = strndup(document.text.len == 0 ? "" : document.text.data, document.text.len);
    dictum__document_dispose(&document);
    assert_non_null(text);
    return text;
}

static void a_page_of_a_blog_system(void **state)
{
    expect_page(
        state,
        "<!DOCTYPE html><html lang=en-GB><head><title>On tides &#8211; Port of Amsel</title>"
        "<meta property='og:site_name' content='Port of Amsel'></head>"
        "<body class='post-template single single-post wp-embed-responsive has-sidebar'>"
        "<a class='skip-link screen-reader-text' href='#content'>Skip to content</a>"
        "<header id=masthead class=site-header><div class=site-branding><p class=site-title><a href='/'>Port of Amsel"
        "</a></p><p class=site-description>News from the river</p></div><nav id=site-navigation><button>Menu</button>"
        "<ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li><li><a href='/about'>About us</a></li></ul>"
        "</nav></header><div id=content><div id=primary><main id=main><article id=post-12 class='post type-post "
        "hentry'>"
        "<header class=entry-header><h1 class=entry-title>On tides</h1><div class=entry-meta><span class=posted-on>"
        "<a href='/2019/03/04'><time class='entry-date published' datetime='2019-03-04T10:00:00+00:00'>4 March 2019"
        "</time></a></span> <span class=byline>by <a href='/author/lima'>Ana Lima</a></span></div></header>"
        "<div class=entry-content><p>" TIDE "</p><h2>Who pays</h2><p>" MUD "</p><ul><li>the town</li><li>the terminals"
        "</li></ul><blockquote><p>" PAY "</p><footer>The treasurer</footer></blockquote><p>See <a href='/b'>the budget"
        "</a>.</p><div class=sharedaddy><h3 class=sd-title>Share this:</h3><ul class=share-buttons><li><a href='/tw'>"
        "Twitter</a></li><li><a href='/fb'>Facebook</a></li></ul></div></div><footer class=entry-footer>Posted in "
        "<a href='/c/news'>News</a> <a href='/t/river'>River</a></footer></article>"
        "<nav class='navigation post-navigation'><h2 class=screen-reader-text>Post navigation</h2><a href='/p'>Previous"
        "</a><a href='/n'>Next</a></nav></main></div><aside id=secondary class=widget-area><section class=widget>"
        "<h2>Recent Posts</h2><ul><li><a href='/1'>The mayor opens the new quay with a long speech</a></li><li>"
        "<a href='/2'>A storm</a></li></ul></section><section class=widget><p>We write about everything that happens "
        "in the port and on the river, every day but Sunday.</p></section></aside></div>"
        "<footer id=colophon class=site-footer><div class=site-info>Proudly powered by a blog system. All rights "
        "reserved by the Port of Amsel and its friends.</div></footer></body></html>",
        "On tides\n\n4 March 2019 by Ana Lima\n\n" TIDE "\n\nWho pays\n\n" MUD "\n\nthe town\n\nthe terminals\n\n" PAY
        "\n\nThe treasurer\n\nSee the budget.");
}

static void a_page_of_a_content_management_system(void **state)
{
    expect_page(
        state,
        "<html><head><title>The channel | Town of Amsel</title></head><body class='html not-front one-sidebar'>"
        "<div id=skip-link><a href='#main-content' class='element-invisible'>Jump to main content</a></div>"
        "<div id=page-wrapper><div id=page><div id=header><div class='section clearfix'><div id=name-and-slogan>"
        "<div id=site-name><a href='/'>Town of Amsel</a></div><div id=site-slogan>Where the river meets the sea</div>"
        "</div><div class='region region-header'><form><label>Search</label><input type=submit value=Go></form></div>"
        "</div></div><div id=main-menu class=navigation><h2 class=element-invisible>Main menu</h2><ul class=links><li>"
        "<a href='/'>Home</a></li><li><a href='/council'>Council</a></li><li><a href='/services'>Services</a></li></ul>"
        "</div><div id=breadcrumb><h2>You are here</h2><div class=breadcrumb><a href='/'>Home</a> &raquo; "
        "<a href='/council'>Council</a> &raquo; The channel</div></div><div id=main><div id=content class=column>"
        "<div class=section><a id=main-content></a><h1 class=title id=page-title>The channel</h1><div class=tabs></div>"
        "<div class='region region-content'><div class='block block-system'><div class=content><div class='node "
        "node-speech'><div class='meta submitted'>Mayor Ana Lima, 4 March 2019</div><div class='content clearfix'>"
        "<div class='field field-name-body'><div class=field-items><div class='field-item even'><p>" TIDE "</p><p>" MUD
        "</p><p>Thank you.</p></div></div></div></div></div></div></div></div></div></div>"
        "<div id=sidebar-first class='column sidebar'><div class=section><div class='region'><div class='block'>"
        "<h2>More speeches</h2><ul><li><a href='/s1'>At the opening of the school</a></li><li><a href='/s2'>On roads"
        "</a></li></ul></div></div></div></div></div>"
        "<div id=footer-wrapper><div class=section><p>Town hall, Quay 1, Amsel. Open from nine to five on weekdays, "
        "and on Saturdays from nine to twelve.</p><ul><li><a href='/privacy'>Privacy</a></li></ul></div></div></div>"
        "</div></body></html>",
        "The channel\n\nMayor Ana Lima, 4 March 2019\n\n" TIDE "\n\n" MUD "\n\nThank you.");
}

static void a_page_laid_out_by_tables(void **state)
{
    expect_page(
        state,
        "<HTML><HEAD><TITLE>Amsel: Remarks by the Mayor</TITLE></HEAD><BODY BGCOLOR=#FFFFFF>"
        "<TABLE WIDTH=100%><TR><TD COLSPAN=2><A HREF=index.html><IMG SRC=a.gif></A><BR><FONT SIZE=2>"
        "<A HREF=index.html>Home</A> | <A HREF=news.html>News</A> | <A HREF=map.html>Map</A></FONT></TD></TR>"
        "<TR><TD WIDTH=120 VALIGN=top BGCOLOR=#CCCCCC><A HREF=a.html>The council</A><BR><A HREF=b.html>The port</A><BR>"
        "<A HREF=c.html>The museum</A><BR><A HREF=d.html>How to find us</A></TD>"
        "<TD VALIGN=top><CENTER><FONT SIZE=+2><B>Remarks by the Mayor</B></FONT><BR>at the harbour<BR>March 4, 1999"
        "</CENTER><P>" TIDE "<P>" MUD "<P><B>The rates</B><BR>" PAY "<P><TABLE BORDER=1><TR><TH>Berth<TH>Rate<TR><TD>1"
        "<TD>12<TR><TD>2<TD>14</TABLE><P><I>Ana Lima</I><BR>Mayor</TD></TR></TABLE>"
        "<HR><FONT SIZE=1><A HREF=index.html>Home</A> | <A HREF=search.html>Search</A> | <A HREF=mail.html>Write to us"
        "</A></FONT></BODY></HTML>",
        "Remarks by the Mayor\nat the harbour\nMarch 4, 1999\n\n" TIDE "\n\n" MUD "\n\nThe rates\n" PAY
        "\n\nBerth\tRate\n\n1\t12\n\n2\t14\n\nAna Lima\nMayor");
}

static void a_page_of_boxes_with_names_in_blocks_and_elements(void **state)
{
    expect_page(
        state,
        "<!doctype html><title>Speech: Who pays? - The Tide</title><body class=page><div class=page__top><div "
        "class=logo><a href='/'>The Tide</a></div><div class=menu-bar><div class=menu-bar__item><a href='/1'>World</a>"
        "</div><div class=menu-bar__item><a href='/2'>Money</a></div><div class=menu-bar__item><a href='/3'>Sport</a>"
        "</div></div></div><div class=page__body><div class='grid grid--two'><div class=grid__col><div class=story>"
        "<div class=story__head><div class=story__kicker><a href='/2'>Money</a></div><h1 class=story__title>Speech: "
        "Who pays?</h1><div class=story__date>4 March 2019</div><div class=story__share><a href='#'>Share</a> "
        "<a href='#'>Mail</a></div></div><div class=story__text><div class=story__par>" TIDE "</div><div "
        "class=story__par>" MUD "</div><div class=story__par>Why?</div><div class=story__par>" PAY "</div><div "
        "class=story__caption>The quay in the morning</div></div></div></div><div class='grid__col grid__col--narrow'>"
        "<div class=teasers><div class=teasers__title>Most read</div><div class=teaser><a href='/x'>A ship lay across "
        "the channel for three days and nobody could move it</a></div><div class=teaser><a href='/y'>The price of fish"
        "</a></div></div></div></div></div><div class=cookie-banner><div>We use cookies to make this site work better "
        "for you. You may refuse those that are not needed.</div><button>Accept</button></div><div class=page__bottom>"
        "<div class=columns><div><a href='/i'>Imprint</a></div><div><a href='/p'>Privacy</a></div><div><a href='/j'>"
        "Jobs</a></div></div><div>© The Tide 2019</div></div></body>",
        "Speech: Who pays?\n\n4 March 2019\n\n" TIDE "\n\n" MUD "\n\nWhy?\n\n" PAY "\n\nThe quay in the morning");
}

static void a_page_in_german(void **state)
{
#define EBBE                                                                                                           \
    "Der Hafen ist zu meinen Lebzeiten zweimal vertieft worden, und beide Male hieß es, es sei das letzte Mal. Das "  \
    "glaube ich nicht, und auch Sie sollten es nicht glauben: Die Schiffe werden größer, der Fluss bringt Schlick."
#define FLUT                                                                                                           \
    "Entscheiden können wir aber, wer dafür bezahlt. Bisher hat die Stadt neun Zehntel getragen, die Betreiber der " \
    "Umschlagplätze ein Zehntel. Das ändert sich mit dem Haushalt, den ich Ihnen heute vorlege."
    read_scene *scene = *state;

    expect_page(state,
                "<html lang=de><head><title>Rede zum Hafen | Stadt Amsel</title></head><body><div id=kopf><a href='/'>"
                "Startseite</a> <a href='/rathaus'>Rathaus</a> <a href='/kontakt'>Kontakt</a></div><div id=mitte>"
                "<div id=links><ul><li><a href='/r1'>Reden</a></li><li><a href='/r2'>Pressemitteilungen</a></li><li>"
                "<a href='/r3'>Termine</a></li></ul></div><div id=inhalt><p>Datum: 4. März 2019</p><h1>Rede zum Hafen"
                "</h1><p>Es gilt das gesprochene Wort.</p><p>" EBBE "</p><p>" FLUT "</p><p>Ich danke Ihnen.</p></div>"
                "</div><div id=fuss><a href='/impressum'>Impressum</a> | <a href='/datenschutz'>Datenschutz</a> | "
                "<a href='/barriere'>Barrierefreiheit</a></div></body></html>",
                "Datum: 4. März 2019\n\nRede zum Hafen\n\nEs gilt das gesprochene Wort.\n\n" EBBE "\n\n" FLUT
                "\n\nIch danke Ihnen.");
    assert_string_equal(scene->found[0].date, "2019-03-04");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
    assert_string_equal(scene->found[0].title, "Rede zum Hafen");
    assert_string_equal(scene->found[0].lang, "de");
}

static void a_page_in_arabic(void **state)
{
#define BAHR                                                                                                           \
    "لقد تم تعميق الميناء مرتين في حياتي، وفي كل مرة قيل لنا "             \
    "إنها ستكون الأخيرة. لا أصدق ذلك، وعليكم ألا تصدقوه: "                    \
    "ستكبر السفن وسيأتي النهر بطميه وسنحفر من جديد."
    expect_page(
        state,
        "<html lang=ar dir=rtl><head><title>خطاب رئيس البلدية</title></head><body><header><nav><ul><li>"
        "<a href='/'>الصفحة الرئيسية</a></li><li><a href='/a'>الأخبار والبيانات الصحفية</a></li><li>"
        "<a href='/b'>اتصل بنا</a></li></ul></nav></header><section><h1>خطاب رئيس البلدية</h1><p>٤ مارس ٢٠١٩"
        "</p><p>" BAHR "</p><p>" BAHR "</p><p>شكرا لكم</p></section><section><h2>مواضيع ذات صلة</h2><ul><li>"
        "<a href='/1'>افتتاح المدرسة الجديدة في وسط المدينة</a></li><li><a href='/2'>أسعار السمك</a></li></ul>"
        "</section><footer><p>جميع الحقوق محفوظة لبلدية أمسل ولا يجوز النسخ دون إذن.</p></footer></body></html>",
        "خطاب رئيس البلدية\n\n٤ مارس ٢٠١٩\n\n" BAHR "\n\n" BAHR "\n\nشكرا لكم");
}

static void a_page_in_japanese(void **state)
{
#define MINATO                                                                                                         \
    "港は私が生きている間に二度深くされました。"                                                  \
    "そのたびに、これが最後だと言われました。"                                                     \
    "私はそうは思いませんし、皆さんもそう思うべきではありません。"                       \
    "船は大きくなり、川は泥を運び、私たちはまた掘るのです。"
    read_scene *scene = *state;

    expect_page(state,
                "<html lang=ja><head><title>市長挨拶｜アムセル市</title></head><body><div class=head><ul><li>"
                "<a href='/'>ホーム</a></li><li><a href='/a'>市政情報</a></li><li><a href='/b'>くらし・手続き</a></li>"
                "</ul></div><div class=honbun><h1>市長挨拶</h1><p>2019年3月4日</p><p>" MINATO "</p><p>" MINATO
                "</p></div><div class=side><p><a href='/1'>前の挨拶</a></p><p><a href='/2'>次の挨拶</a></p></div>"
                "<div class=foot><a href='/c'>個人情報保護</a>　<a href='/d'>サイトマップ</a></div></body></html>",
                "市長挨拶\n\n2019年3月4日\n\n" MINATO "\n\n" MINATO);
    assert_string_equal(scene->found[0].date, "2019-03-04");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
}

static void a_press_release_with_line_breaks_only(void **state)
{
    expect_page(state,
                "<html><body><a href=index.htm>Home</a> | <a href=press.htm>Press</a><br><br>FOR IMMEDIATE RELEASE<br>"
                "March 4, 1998<br><br><b>Port to charge by draught</b><br><br>AMSEL -- " TIDE "<br><br>" MUD
                "<br><br>\"" PAY "\"<br><br>Contact:<br>Ana Lima<br>555-0199<br><a href='mailto:a@amsel.example'>"
                "a@amsel.example</a><br><br># # #<br><br><a href=index.htm>Home</a> | <a href=press.htm>Press</a> | "
                "<a href=search.htm>Search</a><br>Last changed March 9, 1998</body></html>",
                "FOR IMMEDIATE RELEASE\nMarch 4, 1998\n\nPort to charge by draught\n\nAMSEL -- " TIDE "\n\n" MUD
                "\n\n\"" PAY "\"\n\nContact:\nAna Lima\n555-0199\na@amsel.example\n\n# # #");
}

/* Too little prose to tell the main part by. */
static void a_short_statement_has_no_frame(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.html",
                "<html><head><title>Closed</title></head><body><nav><a href='/'>Home</a> <a href='/n'>News</a></nav>"
                "<div><h1>The bridge is closed</h1><p>It opens again on Monday, if it opens at all.</p></div>"
                "<footer>The city <a href='/x'>Imprint</a></footer></body></html>");
    assert_string_equal(scene->found[0].text, "The bridge is closed\n\nIt opens again on Monday, if it opens at all.");
    read_string(scene, "a.html",
                "<html><body><nav><a href='/'>Home</a></nav><div><h1>Closed</h1></div>"
                "<footer>The city <a href='/x'>Imprint</a></footer></body></html>");
    assert_non_null(strstr(scene->found[0].text, "Home"));
}

static void a_page_of_links_only_is_whole(void **state)
{
    expect_page(state,
                "<html><body><nav><a href='/'>Home</a></nav><h1>Speeches</h1><ul><li><a href='/1'>On tides</a></li><li>"
                "<a href='/2'>On mud</a></li></ul><footer><a href='/i'>Imprint</a></footer></body></html>",
                "Home\n\nSpeeches\n\nOn tides\n\nOn mud\n\nImprint");
}

static void a_page_with_two_articles_has_both(void **state)
{
    expect_page(state,
                "<html><head><title>Today</title></head><body><nav><a href='/'>Home</a> <a href='/a'>Archive</a></nav>"
                "<article><h2>On tides</h2><p>" TIDE "</p><p>" MUD "</p></article><article><h2>On pay</h2><p>3 May</p>"
                "<p>" PAY "</p><p>" TIDE "</p></article><footer><a href='/i'>Imprint</a></footer></body></html>",
                "On tides\n\n" TIDE "\n\n" MUD "\n\nOn pay\n\n3 May\n\n" PAY "\n\n" TIDE);
}

static void what_a_list_of_terms_says_of_the_text_stays(void **state)
{
    expect_page(
        state,
        "<html><body><main><p><a href='/'>Home</a><h1>On tides</h1><div><dl><dt>From:<dd><a href='/d'>Office for "
        "Ports</a> and <a href='/p'>Ana Lima</a><dt>Published:<dd>4 March 2019</dl><p><a href='/x'>Print</a></p>"
        "</div><div><p>" TIDE "</p><p>" MUD "</p></div></main></body></html>",
        "On tides\n\nFrom:\n\nOffice for Ports and Ana Lima\n\nPublished:\n\n4 March 2019\n\n" TIDE "\n\n" MUD);
}

static void a_transcript_keeps_its_short_lines(void **state)
{
    expect_page(state,
                "<html><body><ul><li><a href='/'>Home</a></li><li><a href='/t'>Transcripts</a></li><li><a href='/c'>"
                "Contact</a></li></ul><div><h1>Interview</h1><p>Amsel, 4 March 2019</p><p>Q: Madam Mayor, who pays?</p>"
                "<p>MAYOR: " MUD "</p><p>Q: And when?</p><p>MAYOR: In July.</p><p>Q (inaudible)</p><p>MAYOR: " PAY
                "</p><p>END</p></div><p><a href='/i'>Imprint</a></p></body></html>",
                "Interview\n\nAmsel, 4 March 2019\n\nQ: Madam Mayor, who pays?\n\nMAYOR: " MUD "\n\nQ: And when?\n\n"
                "MAYOR: In July.\n\nQ (inaudible)\n\nMAYOR: " PAY "\n\nEND");
}

static void notes_and_references_stay(void **state)
{
    expect_page(state,
                "<html><body><nav><a href='/'>Home</a></nav><main><h1>On tides</h1><div class=body><p>" TIDE
                "<a href='#n1'>1</a></p><p>" MUD "</p></div><h2>References</h2><ul><li><a href='https://a.example/x'>"
                "Rates of the berths</a></li><li><a href='https://a.example/y'>The budget</a></li></ul><section "
                "class=footnotes><ol><li>Council paper 12. <a href='#r1'>Back</a></li></ol></section></main><footer>"
                "<a href='/i'>Imprint</a></footer></body></html>",
                "On tides\n\n" TIDE "1\n\n" MUD "\n\nReferences\n\nRates of the berths\n\nThe budget\n\nCouncil paper "
                "12. Back");
}

static void names_that_mislead_lose_nothing(void **state)
{
    /* Ids made from headings, a form around everything, a header around the text, an unclosed link. */
    expect_page(state,
                "<html><body><form id=aspnetForm><div class='header'><h1>Our share in social policy</h1><section "
                "id=social-policy><h2>Social policy</h2><p>" TIDE "</p><p>We did it.</p></section><section id=cookies>"
                "<h2>Cookies</h2><p>The bakers gave us cookies.</p></section><section id=navigation-on-the-river>"
                "<h2>Navigation</h2><p>" MUD "</p></section></div></form></body></html>",
                "Our share in social policy\n\nSocial policy\n\n" TIDE
                "\n\nWe did it.\n\nCookies\n\nThe bakers gave us "
                "cookies.\n\nNavigation\n\n" MUD);
    expect_page(state, "<html><body><p>" TIDE "<p><a href=x>See here<p>" MUD "<p>" PAY "<p>" TIDE "<p>" MUD "<p>" PAY,
                TIDE "\n\nSee here\n\n" MUD "\n\n" PAY "\n\n" TIDE "\n\n" MUD "\n\n" PAY);
}

static void lists_without_sentences_are_not_lost_to_a_notice(void **state)
{
#define NOTICE                                                                                                         \
    "We use cookies to make this site work better for you. You may refuse those that are not needed, and you may "     \
    "change your mind on any day of the year. How this is done is told on a page of its own, which you find below."
    expect_page(
        state,
        "<html><body><article><p>" NOTICE "</p><p>Accept</p></article><div><div><p>Berth 1: the Anna, with coal"
        "</p><p>Berth 2: the Berta, with grain</p><p>Berth 3: nothing</p></div><div><p>Berth 4: the Clara, with "
        "timber</p><p>Berth 5: the Dora, with mud</p><p>Berth 6: the Emma, with nothing</p><p>Berth 7: the "
        "Frieda, for repair</p><p>Berth 8: closed</p><p>Berth 9: the Gerda, with coal</p></div></div></body>",
        NOTICE "\n\nAccept\n\nBerth 1: the Anna, with coal\n\nBerth 2: the Berta, with grain\n\nBerth 3: "
               "nothing\n\nBerth 4: the Clara, with timber\n\nBerth 5: the Dora, with mud\n\nBerth 6: the "
               "Emma, with nothing\n\nBerth 7: the Frieda, for repair\n\nBerth 8: closed\n\nBerth 9: the "
               "Gerda, with coal");
}

static void ways_to_share_need_no_name(void **state)
{
    expect_page(state,
                "<html><body><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul><div><h1>On tides</h1>"
                "<ul><li><a href='/tw'>Twitter</a></li><li><a href='/fb'>Facebook</a></li></ul><p>" TIDE "</p><p>" MUD
                "</p></div></body></html>",
                "On tides\n\n" TIDE "\n\n" MUD);
}

static void a_notice_that_is_long_is_none_of_the_text(void **state)
{
    expect_page(state,
                "<html><body><div class=cookie-notice><p>" NOTICE "</p><button>Accept</button></div><div class=frame>"
                "<div><a href='/'>Home</a></div><div><h1>On tides</h1><p>" TIDE "</p><p>" MUD "</p><p>Thank you.</p>"
                "</div><div><a href='/i'>Imprint</a></div></div></body></html>",
                "On tides\n\n" TIDE "\n\n" MUD "\n\nThank you.");
    expect_page(state,
                "<html><body><div class=cookie-notice><p>" NOTICE "</p><p>" NOTICE
                "</p></div><main><h1>On tides</h1><p>" MUD "</p></main></body></html>",
                "On tides\n\n" MUD);
}

static void references_and_tables_beside_the_main_part_stay(void **state)
{
    expect_page(state,
                "<html><body><a href='/'>Home</a><table><tr><td><p>" TIDE "<p>" MUD "<p>" PAY "</td></tr></table><p>"
                "<a href='#t1'>Table 1</a><table><tr><th>Berth<th>Rate<tr><td>1<td>12</table><p>References<p>Lima, A. "
                "<a href=x>The rates of the berths in all the ports of the northern coast, with a map, Amsel 2001</a>"
                "<p><a href=y>The budget of the town of Amsel for the year 2019, with the accounts of the port</a>"
                "<hr><p><a href='#top'>Top</a><p><a href='/i'>Imprint</a></body></html>",
                TIDE "\n\n" MUD "\n\n" PAY "\n\nTable 1\n\nBerth\tRate\n\n1\t12\n\nReferences\n\nLima, A. The "
                     "rates of the berths in all the ports of the northern coast, with a map, Amsel 2001\n\nThe budget "
                     "of the town of Amsel for the year 2019, with the accounts of the port");
}

static void a_link_that_is_never_closed_hides_nothing(void **state)
{
    expect_page(state,
                "<html><body><ul><li><a href='/'>Home</a><li><a href='/n'>News</a></ul><div><h1>On tides</h1><p><a "
                "href=x>See here<p>" TIDE "<p>" MUD "<p>" PAY "<p>" TIDE "<p>" MUD "<p>" PAY "</div>",
                "On tides\n\nSee here\n\n" TIDE "\n\n" MUD "\n\n" PAY "\n\n" TIDE "\n\n" MUD "\n\n" PAY);
}

static void a_plain_page_loses_nothing(void **state)
{
    expect_page(state,
                "<h1>On tides</h1><h3>by Ana Lima</h3><p>" TIDE "<p>" MUD "<hr><pre>Berth 1   12\nBerth 2   14</pre><p>"
                "Thank you.",
                "On tides\n\nby Ana Lima\n\n" TIDE "\n\n" MUD "\n\nBerth 1   12\nBerth 2   14\n\nThank you.");
}

static void the_whole_page_can_be_had(void **state)
{
    const char *html = "<nav><a href='/'>Home</a></nav><p>" TIDE "<p>" MUD "<p>" PAY;
    char *whole = text_of(html, strlen(html), true);
    char *main = text_of(html, strlen(html), false);

    (void)state;
    assert_string_equal(whole, "Home\n\n" TIDE "\n\n" MUD "\n\n" PAY);
    assert_string_equal(main, TIDE "\n\n" MUD "\n\n" PAY);
    free(whole);
    free(main);
}

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_page_of_a_blog_system),
        SCENE_TEST(a_page_of_a_content_management_system),
        SCENE_TEST(a_page_laid_out_by_tables),
        SCENE_TEST(a_page_of_boxes_with_names_in_blocks_and_elements),
        SCENE_TEST(a_page_in_german),
        SCENE_TEST(a_page_in_arabic),
        SCENE_TEST(a_page_in_japanese),
        SCENE_TEST(a_press_release_with_line_breaks_only),
        SCENE_TEST(a_short_statement_has_no_frame),
        SCENE_TEST(a_page_of_links_only_is_whole),
        SCENE_TEST(a_page_with_two_articles_has_both),
        SCENE_TEST(what_a_list_of_terms_says_of_the_text_stays),
        SCENE_TEST(a_transcript_keeps_its_short_lines),
        SCENE_TEST(notes_and_references_stay),
        SCENE_TEST(names_that_mislead_lose_nothing),
        SCENE_TEST(lists_without_sentences_are_not_lost_to_a_notice),
        SCENE_TEST(ways_to_share_need_no_name),
        SCENE_TEST(a_notice_that_is_long_is_none_of_the_text),
        SCENE_TEST(references_and_tables_beside_the_main_part_stay),
        SCENE_TEST(a_link_that_is_never_closed_hides_nothing),
        SCENE_TEST(a_plain_page_loses_nothing),
        SCENE_TEST(the_whole_page_can_be_had),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
