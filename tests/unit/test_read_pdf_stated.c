/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDF: title, names and dates, as the file states them and as its first page shows them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_read_pdf_scene.h"

#define XMP(properties)                                                                                                \
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"                                             \
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"        \
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "                                   \
    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" " properties "</rdf:Description></rdf:RDF></x:xmpmeta>\n"              \
    "<?xpacket end=\"w\"?>"

static void expect_title(read_scene *scene, const char *stated, const char *title, dictum__title_known known)
{
    pdf_maker pdf;

    if (known == DICTUM__TITLE_NAME) {
        begin_titled(&pdf, SIZE, "Plain");
    } else {
        begin_titled(&pdf, 18, "The Northern Breakwater");
    }
    pdf_info(&pdf, "Title", stated);
    read_pdf(scene, "board-report.pdf", &pdf);
    assert_string_equal(scene->found[0].title, title);
    assert_int_equal(scene->found[0].title_known, known);
}

static void titles_must_look_like_titles(void **state)
{
    const char *heading = "The Northern Breakwater";

    expect_title(*state, "Report on the Breakwater", "Report on the Breakwater", DICTUM__TITLE_STATED);
    expect_title(*state, "Statement", "Statement", DICTUM__TITLE_STATED);
    expect_title(*state, "Version 2.0 of the Report", "Version 2.0 of the Report", DICTUM__TITLE_STATED);
    expect_title(*state, "Microsoft Word - report.docx", heading, DICTUM__TITLE_STATED);
    expect_title(*state, "untitled", heading, DICTUM__TITLE_STATED);
    expect_title(*state, "report final.indd", heading, DICTUM__TITLE_STATED);
    expect_title(*state, "FINAL_report", heading, DICTUM__TITLE_STATED);
    expect_title(*state, "pr20220427", heading, DICTUM__TITLE_STATED);
    expect_title(*state, "2022-04-27", heading, DICTUM__TITLE_STATED);
    expect_title(*state, "", heading, DICTUM__TITLE_STATED);
    expect_title(*state, "untitled", "board report", DICTUM__TITLE_NAME);
}

static void xmp_says_more_than_the_information_dictionary(void **state)
{
    read_scene *scene = *state;
    pdf_maker pdf;

    begin_titled(&pdf, 18, "The Northern Breakwater");
    pdf_info(&pdf, "Title", "Information");
    pdf_info(&pdf, "Author", "jdoe");
    pdf.xmp = XMP("><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Stones &amp; Ships</rdf:li>"
                  "<rdf:li xml:lang=\"de\">Steine</rdf:li></rdf:Alt></dc:title>"
                  "<dc:creator><rdf:Seq><rdf:li>Ada Holm</rdf:li><rdf:li> Bo Ek </rdf:li></rdf:Seq></dc:creator>"
                  "<dc:publisher><rdf:Bag><rdf:li>Harbour Board</rdf:li></rdf:Bag></dc:publisher>"
                  "<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>"
                  "<dc:date><rdf:Seq><rdf:li>2021-03-04</rdf:li></rdf:Seq></dc:date>");
    read_pdf(scene, "a.pdf", &pdf);
    assert_string_equal(scene->found[0].title, "Stones & Ships");
    assert_string_equal(scene->found[0].speaker, "Ada Holm, Bo Ek");
    assert_string_equal(scene->found[0].source, "Harbour Board");
    assert_string_equal(scene->found[0].lang, "en");
    assert_string_equal(scene->found[0].date, "2021-03-04");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
}

static void logins_are_not_names(void **state)
{
    read_scene *scene = *state;
    static const char *const logins[] = {"jdoe", "m1abc00", "Administrator", "someone@example.org", "a_b"};
    pdf_maker pdf;

    for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
        begin_titled(&pdf, 18, "Heading");
        pdf_info(&pdf, "Author", logins[i]);
        read_pdf(scene, "a.pdf", &pdf);
        assert_null(scene->found[0].speaker);
    }
    begin_titled(&pdf, 18, "Heading");
    pdf_info(&pdf, "Author", "Harbour Board");
    read_pdf(scene, "a.pdf", &pdf);
    assert_string_equal(scene->found[0].speaker, "Harbour Board");
}

/* The day of making is better than the time of the file only. */
static void the_day_of_making_is_not_the_date(void **state)
{
    read_scene *scene = *state;
    pdf_maker pdf;

    begin_titled(&pdf, 18, "Heading");
    pdf_info(&pdf, "CreationDate", "D:20190705233000+02'00'");
    read_pdf(scene, "a.pdf", &pdf);
    assert_string_equal(scene->found[0].date, "2019-07-05");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    begin_titled(&pdf, 18, "Heading");
    pdf_info(&pdf, "CreationDate", "D:20190705");
    read_pdf(scene, "report-2018-01-02.pdf", &pdf);
    assert_string_equal(scene->found[0].date, "2018-01-02");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_NAME);
    begin_titled(&pdf, 18, "Heading");
    pdf.xmp = XMP("xmp:CreateDate=\"2019-07-05T10:00:00Z\">"
                  "<dc:date><rdf:Seq><rdf:li>2019-07-05T10:00:02Z</rdf:li></rdf:Seq></dc:date>");
    read_pdf(scene, "a.pdf", &pdf);
    assert_string_equal(scene->found[0].date, "2019-07-05");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    begin_titled(&pdf, 18, "Heading");
    pdf_info(&pdf, "CreationDate", "D:19850101000000Z");
    read_pdf(scene, "a.pdf", &pdf);
    assert_string_not_equal(scene->found[0].date, "1985-01-01");
}

static void a_centred_title_needs_no_large_letters(void **state)
{
    static const char *const body[] = {
        "The wall was looked at by divers, stone by stone, and it will be looked at again",
        "in spring, before anybody may pass below it; this is all that can be said.", NULL};
    read_scene *scene = *state;
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_text(&pdf, 232, 80, SIZE, "On the northern breakwater");
    pdf_text(&pdf, 263, 100, SIZE, "3 May 2022");
    (void)pdf_lines(&pdf, LEFT, 140, SIZE, LEAD, body);
    read_pdf(scene, "a.pdf", &pdf);
    assert_string_equal(scene->found[0].title, "On the northern breakwater");
    assert_string_equal(scene->found[0].date, "2022-05-03");
}

static void a_date_below_the_title_is_the_date(void **state)
{
    read_scene *scene = *state;
    static const char *const dates[] = {"April 27, 2022", "Port Meerling, 27 April 2022", "Date: 27.04.2022"};
    pdf_maker pdf;

    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        begin_titled(&pdf, 18, "Heading");
        pdf_text(&pdf, LEFT, 120, SIZE, dates[i]);
        pdf_info(&pdf, "CreationDate", "D:20220505120000Z");
        read_pdf(scene, "a.pdf", &pdf);
        assert_string_equal(scene->found[0].date, "2022-04-27");
        assert_int_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
    }
    begin_titled(&pdf, 18, "Heading"); /* two of them are none */
    pdf_text(&pdf, LEFT, 120, SIZE, "April 27, 2022");
    pdf_text(&pdf, 300, 120, SIZE, "May 3, 2022");
    read_pdf(scene, "a.pdf", &pdf);
    assert_int_not_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
    begin_titled(&pdf, 18, "Heading"); /* below the text, it is part of it */
    pdf_text(&pdf, LEFT, 300, SIZE, "April 27, 2022");
    read_pdf(scene, "a.pdf", &pdf);
    assert_int_not_equal(scene->found[0].date_known, DICTUM__DATE_STATED);
}

static void hostile_xmp_says_nothing(void **state)
{
    read_scene *scene = *state;
    static const char doctype[] = "<!DOCTYPE x [<!ENTITY a \"Ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                                  "<r xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Title &b;</dc:title></r>";
    static const char harmless[] = "<!DOCTYPE r><r xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                                   "<dc:title>A Title of its Own</dc:title></r>";
    static const char entity[] = "<r xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>&b;</dc:title></r>";
    static const char *const packets[] = {doctype, harmless, entity, "<<<", "\xFF\xFE<"};
    pdf_maker pdf;

    for (size_t i = 0; i < sizeof(packets) / sizeof(packets[0]); i++) {
        begin_titled(&pdf, 18, "The Northern Breakwater");
        pdf.xmp = packets[i];
        read_pdf(scene, "a.pdf", &pdf);
        assert_string_equal(scene->found[0].title, "The Northern Breakwater");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_must_look_like_titles),
        cmocka_unit_test(xmp_says_more_than_the_information_dictionary),
        cmocka_unit_test(logins_are_not_names),
        cmocka_unit_test(the_day_of_making_is_not_the_date),
        cmocka_unit_test(a_centred_title_needs_no_large_letters),
        cmocka_unit_test(a_date_below_the_title_is_the_date),
        cmocka_unit_test(hostile_xmp_says_nothing),
    };
    return cmocka_run_group_tests(tests, read_scene_setup, read_scene_teardown);
}
