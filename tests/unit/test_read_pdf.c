/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDF: reading order, paragraphs, what goes out of the text and what must not, pages, and what a file says of
 * itself. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "test_read_scene.h"
#include "tests/support/pdf.h"

#define LEFT 72.0
#define SIZE 11.0
#define LEAD 13.0

/* Ends the making and reads the file. */
static void read_pdf(read_scene *scene, const char *name, pdf_maker *pdf)
{
    size_t count;
    char *bytes = pdf_finish(pdf, &count);

    read_bytes(scene, name, bytes, count);
    free(bytes);
}

static void expect_text(read_scene *scene, pdf_maker *pdf, const char *text)
{
    read_pdf(scene, "a.pdf", pdf);
    if (scene->statements != 1) {
        fail_msg("no statement: %s", scene->reason);
    }
    assert_string_equal(scene->found[0].text, text);
    assert_string_equal(scene->found[0].type, "pdf");
}

/* The page on which the text stands that begins with `words`. */
static uint64_t page_of(const read_scene *scene, const char *words)
{
    dictum_record record = {.pages = {scene->found[0].pages, scene->found[0].pages_bytes}};
    const char *at = strstr(scene->found[0].text, words);

    assert_non_null(at);
    return dictum__record_page(&record, (size_t)(at - scene->found[0].text));
}

static double add(pdf_maker *pdf, double y, const char *const *lines)
{
    return pdf_lines(pdf, LEFT, y, SIZE, LEAD, lines);
}

/* ---- paragraphs -------------------------------------------------------------------------------------------------- */

static const char *const harbour[] = {"The harbour board has met for the third time this year, and it has",
                                      "found that the northern breakwater needs to be repaired before the next",
                                      "winter. The work will begin in May.", NULL};
static const char *const ferries[] = {"Ferries to the outer islands will leave from the second quay while the",
                                      "work goes on, at the usual times.", NULL};

#define HARBOUR                                                                                                        \
    "The harbour board has met for the third time this year, and it has\n"                                             \
    "found that the northern breakwater needs to be repaired before the next\n"                                        \
    "winter. The work will begin in May."
#define FERRIES                                                                                                        \
    "Ferries to the outer islands will leave from the second quay while the\n"                                         \
    "work goes on, at the usual times."

static void space_divides_paragraphs(void **state)
{
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    add(&pdf, add(&pdf, 200, harbour) + 6, ferries);
    expect_text(*state, &pdf, HARBOUR "\n\n" FERRIES);
}

/* Also what ends in no sentence and fills its line, such as a heading or a caption. */
static void a_wide_space_always_divides(void **state)
{
    pdf_maker pdf;
    double y;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    y = add(&pdf, 200, harbour) + 20;
    pdf_text(&pdf, LEFT, y, SIZE, "Of the Northern Breakwater and of the Repairs that are to be made on it");
    add(&pdf, y + LEAD + 10, ferries);
    expect_text(*state, &pdf,
                HARBOUR "\n\nOf the Northern Breakwater and of the Repairs that are to be made on it\n\n" FERRIES);
}

static void an_indent_begins_a_paragraph(void **state)
{
    pdf_maker pdf;
    double y;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_text(&pdf, LEFT + 18, 200, SIZE, harbour[0]);
    y = add(&pdf, 200 + LEAD, harbour + 1);
    pdf_text(&pdf, LEFT + 18, y, SIZE, ferries[0]);
    add(&pdf, y + LEAD, ferries + 1);
    expect_text(*state, &pdf, HARBOUR "\n\n" FERRIES);
}

static void a_short_last_line_ends_a_paragraph(void **state)
{
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    add(&pdf, add(&pdf, 200, harbour), ferries);
    expect_text(*state, &pdf, HARBOUR "\n\n" FERRIES);
}

/* One line may be a paragraph, and fill its line. */
static void indents_in_a_row_are_paragraphs(void **state)
{
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_text(&pdf, LEFT + 18, 200, SIZE, "THE CHAIR. The harbour board will now hear the members.");
    pdf_text(&pdf, LEFT + 18, 200 + LEAD, SIZE, "A MEMBER. I have seen the breakwater myself, and I can");
    pdf_text(&pdf, LEFT, 200 + 2 * LEAD, SIZE, "say that it needs to be repaired before the next winter.");
    expect_text(*state, &pdf,
                "THE CHAIR. The harbour board will now hear the members.\n\n"
                "A MEMBER. I have seen the breakwater myself, and I can\n"
                "say that it needs to be repaired before the next winter.");
}

/* Nor may the end of the line be as far from the edge as its beginning, as if it stood in the middle. */
static void an_indented_line_is_not_centred(void **state)
{
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_text(&pdf, LEFT + 18, 200, SIZE, "The harbour board has met for the third time since the");
    pdf_text(&pdf, LEFT, 200 + LEAD, SIZE, "5 members of the committee came back from the islands.");
    pdf_text(&pdf, LEFT, 200 + 2 * LEAD, SIZE, "They have found that the northern breakwater needs repair,");
    pdf_text(&pdf, LEFT, 200 + 3 * LEAD, SIZE, "before the next winter.");
    expect_text(*state, &pdf,
                "The harbour board has met for the third time since the\n"
                "5 members of the committee came back from the islands.\n"
                "They have found that the northern breakwater needs repair,\nbefore the next winter.");
}

/* A title in the middle of its line is no part of what follows in the same letters. */
static void a_centred_line_is_a_heading(void **state)
{
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_text(&pdf, 215, 200 - LEAD, SIZE, "The Breakwater");
    add(&pdf, 200, harbour);
    expect_text(*state, &pdf, "The Breakwater\n\n" HARBOUR);
}

/* Double spacing is no division. */
static void wide_leads_do_not_divide(void **state)
{
    pdf_maker pdf;
    double y;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    y = pdf_lines(&pdf, LEFT, 200, SIZE, 26, harbour);
    pdf_lines(&pdf, LEFT, y, SIZE, 26, ferries);
    expect_text(*state, &pdf, HARBOUR "\n\n" FERRIES);
}

static void larger_letters_are_a_heading(void **state)
{
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_text(&pdf, LEFT, 200, 16, "The Breakwater");
    add(&pdf, 220, harbour);
    expect_text(*state, &pdf, "The Breakwater\n\n" HARBOUR);
}

static void divided_words_stay_divided(void **state)
{
    static const char *const lines[] = {"It is the task of the harbour-", "master to see to the break-", "water.",
                                        NULL};
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_letter(&pdf, 'a', "0061");
    pdf_letter(&pdf, 'b', "FB01"); /* a ligature */
    pdf_letter(&pdf, '-', "00AD"); /* a soft hyphen */
    pdf_strange(&pdf, LEFT, add(&pdf, 200, lines) + 40, SIZE, "aab-");
    expect_text(*state, &pdf,
                "It is the task of the harbour-\nmaster to see to the break-\nwater.\n\naa\xEF\xAC\x81\xC2\xAD");
}

static void bullets_and_lines_without_end_stay_lines(void **state)
{
    static const char *const address[] = {"Harbour Board", "Quay 2", "Port Meerling", NULL};
    pdf_maker pdf;
    double y;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    y = add(&pdf, 200, harbour) + LEAD;
    y = add(&pdf, y, address) + LEAD;
    pdf_text(&pdf, LEFT, y, SIZE, "\x95 the first quay");
    pdf_text(&pdf, LEFT, y + LEAD, SIZE, "\x95 the second quay");
    expect_text(*state, &pdf,
                HARBOUR "\n\nHarbour Board\nQuay 2\nPort Meerling\n\n\xE2\x80\xA2 the first quay\n\n"
                        "\xE2\x80\xA2 the second quay");
}

static void cells_are_divided_by_tabs(void **state)
{
    static const char *const rows[][3] = {
        {"Vessels", "1,204", "1,311"}, {"Ferries", "88", "91"}, {"Barges", "17", "23"}, {"Tugs", "5", "6"}};
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    for (size_t row = 0; row < 4; row++) {
        for (size_t cell = 0; cell < 3; cell++) {
            pdf_text(&pdf, LEFT + 120 * (double)cell, 300 + LEAD * (double)row, SIZE, rows[row][cell]);
        }
    }
    expect_text(*state, &pdf, "Vessels\t1,204\t1,311\nFerries\t88\t91\nBarges\t17\t23\nTugs\t5\t6");
}

static void turned_text_is_text(void **state)
{
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    add(&pdf, 200, harbour);
    pdf_turned(&pdf, 40, 500, SIZE, "Copy for the archive");
    read_pdf(*state, "a.pdf", &pdf);
    assert_non_null(strstr(((read_scene *)*state)->found[0].text, HARBOUR));
    assert_non_null(strstr(((read_scene *)*state)->found[0].text, "Copy for the archive"));
}

/* Hebrew letters, drawn from left to right as a PDF has them. */
static void text_from_right_to_left_is_in_logical_order(void **state)
{
    static const char *const letters[] = {"05D0", "05D1", "05D2", "05D3"};
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    for (size_t i = 0; i < 4; i++) {
        pdf_letter(&pdf, (char)('a' + i), letters[i]);
    }
    pdf_strange(&pdf, 400, 200, SIZE, "dc ba");
    expect_text(*state, &pdf, "\xD7\x90\xD7\x91 \xD7\x92\xD7\x93");
}

/* The indent is on the right then. Every letter is 0.6 of the size wide. */
static void paragraphs_from_right_to_left_begin_on_the_right(void **state)
{
    read_scene *scene = *state;
    static const char *const lines[] = {
        "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa", ".aaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa",
        "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaa", "aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa aaaaaaaaa"};
    pdf_maker pdf;
    size_t divisions = 0;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_letter(&pdf, 'a', "05D0");
    pdf_letter(&pdf, '.', "002E");
    for (size_t i = 0; i < 4; i++) {
        pdf_strange(&pdf, 150, 200 + LEAD * (double)i, SIZE, lines[i]);
    }
    read_pdf(scene, "a.pdf", &pdf);
    assert_int_equal(scene->statements, 1);
    for (const char *at = scene->found[0].text; (at = strstr(at, "\n\n")) != NULL; at++) {
        divisions++;
    }
    assert_int_equal(divisions, 1);
    assert_int_equal(strlen(scene->found[0].text), (45 + 44 + 42 + 45) * 2 + 1 + 4 * 4 + 4);
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

/* Blocks that stand level could be taken for the cells of a table. */
static void level_blocks_of_columns_are_not_mixed(void **state)
{
    static const char *const left[] = {"The council has heard the report", "of the surveyors on the old locks.", NULL};
    static const char *const below[] = {"A meeting of the towns will be held", "in the hall of the guild of rope",
                                        "makers on the first of the month.", NULL};
    static const char *const right[] = {"All who have an interest in it may", "speak there for as long as allowed.",
                                        NULL};
    static const char *const last[] = {"The cost will be borne by the towns", "that lie on the canal and by those",
                                       "who use it for the carriage of wool.", NULL};
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_lines(&pdf, LEFT, 200, SIZE, LEAD, left);
    pdf_text(&pdf, LEFT, 260, SIZE, "1. Meetings");
    pdf_lines(&pdf, LEFT, 300, SIZE, LEAD, below);
    pdf_lines(&pdf, 320, 200, SIZE, LEAD, right);
    pdf_text(&pdf, 320, 260, SIZE, "2. Costs");
    pdf_lines(&pdf, 320, 300, SIZE, LEAD, last);
    expect_text(*state, &pdf,
                "The council has heard the report\nof the surveyors on the old locks.\n\n1. Meetings\n\n"
                "A meeting of the towns will be held\nin the hall of the guild of rope\n"
                "makers on the first of the month.\n\n"
                "All who have an interest in it may\nspeak there for as long as allowed.\n\n2. Costs\n\n"
                "The cost will be borne by the towns\nthat lie on the canal and by those\n"
                "who use it for the carriage of wool.");
}

/* Columns whose lines stand level, below a title and above a note that cross the gutter. */
static void columns_are_read_one_after_the_other(void **state)
{
    static const char *const left[] = {"The council has heard the report",  "of the surveyors on the old locks",
                                       "of the canal, and it has come to",  "the view that they cannot be kept",
                                       "in use without repairs. The cost",  "will be borne by the towns that",
                                       "lie on the canal and by those who", NULL};
    static const char *const right[] = {"use it for the carriage of goods.",
                                        "A meeting of the towns will be held",
                                        "in the hall of the guild of rope",
                                        "makers on the first of the month,",
                                        "and all who have an interest in the",
                                        "matter may speak there for as long",
                                        "as the chair allows.",
                                        NULL};
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_text(&pdf, 120, 150, 18, "Report of the Surveyors on the Old Canal");
    pdf_lines(&pdf, LEFT, 200, SIZE, LEAD, left);
    pdf_lines(&pdf, 320, 200, SIZE, LEAD, right);
    pdf_text(&pdf, LEFT, 330, SIZE, "This report is printed on both sides of the paper, as the council has resolved.");
    expect_text(*state, &pdf,
                "Report of the Surveyors on the Old Canal\n\n"
                "The council has heard the report\nof the surveyors on the old locks\n"
                "of the canal, and it has come to\nthe view that they cannot be kept\n"
                "in use without repairs. The cost\nwill be borne by the towns that\n"
                "lie on the canal and by those who\nuse it for the carriage of goods.\n\n"
                "A meeting of the towns will be held\nin the hall of the guild of rope\n"
                "makers on the first of the month,\nand all who have an interest in the\n"
                "matter may speak there for as long\nas the chair allows.\n\n"
                "This report is printed on both sides of the paper, as the council has resolved.");
}

/* ---- pages ------------------------------------------------------------------------------------------------------- */

/* A page of text that ends with the line. `last` shows which page it is. */
static void add_body(pdf_maker *pdf, const char *first, const char *last)
{
    double y = add(pdf, 120, harbour) + LEAD;

    pdf_text(pdf, LEFT, y, SIZE, first);
    pdf_text(pdf, LEFT, y + LEAD, SIZE, last);
}

static void paragraphs_go_on_over_pages(void **state)
{
    read_scene *scene = *state;
    pdf_maker pdf;

    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    add_body(&pdf, "Nobody knows how long it will take until the last of the stones has been",
             "brought over from the quarries on the mainland, as the weather is uncertain and");
    pdf_add_page(&pdf); /* without text */
    pdf_add_page(&pdf);
    pdf_text(&pdf, LEFT, 120, SIZE, "the ships are old.");
    pdf_add_page(&pdf);
    pdf_text(&pdf, LEFT, 120, SIZE, "Another matter is the lighthouse.");
    pdf_add_page(&pdf);
    expect_text(scene, &pdf,
                HARBOUR "\n\nNobody knows how long it will take until the last of the stones has been\n"
                        "brought over from the quarries on the mainland, as the weather is uncertain and\n"
                        "the ships are old.\n\nAnother matter is the lighthouse.");
    assert_int_equal(page_of(scene, "The harbour board"), 1);
    assert_int_equal(page_of(scene, "uncertain and"), 1);
    assert_int_equal(page_of(scene, "\nthe ships are old"), 1);
    assert_int_equal(page_of(scene, "the ships are old"), 3);
    assert_int_equal(page_of(scene, "Another matter"), 4);
    assert_int_equal(scene->found[0].pages_bytes, 6); /* five pages, of which one begins beyond byte 127 */
}

/* ---- heads and feet ---------------------------------------------------------------------------------------------- */

static void heads_and_feet_go(void **state)
{
    read_scene *scene = *state;
    pdf_maker pdf;

    pdf_begin(&pdf);
    for (int i = 1; i <= 6; i++) {
        char foot[64], first[64], last[64];
        pdf_add_page(&pdf);
        if (i > 1) {
            pdf_text(&pdf, LEFT, 50, 10, "April 27, 2022");
            pdf_text(&pdf, 230, 50, 10, i % 2 == 0 ? "Report of the Harbour Board" : "The Northern Breakwater");
            pdf_text(&pdf, 500, 50, 10, "FINAL");
        }
        snprintf(foot, sizeof(foot), "Page %d of 6", i);
        pdf_text(&pdf, 270, 800, 10, foot);
        snprintf(first, sizeof(first), "This is paragraph %d.", i);
        snprintf(last, sizeof(last), "It ends with the number %d.", 100 - i * 7);
        add_body(&pdf, first, last);
    }
    read_pdf(scene, "a.pdf", &pdf);
    assert_int_equal(scene->statements, 1);
    assert_null(strstr(scene->found[0].text, "April"));
    assert_null(strstr(scene->found[0].text, "Report"));
    assert_null(strstr(scene->found[0].text, "Northern"));
    assert_null(strstr(scene->found[0].text, "FINAL"));
    assert_null(strstr(scene->found[0].text, "Page"));
    assert_non_null(strstr(scene->found[0].text, "This is paragraph 1.\n\nIt ends with the number 93."));
    assert_non_null(strstr(scene->found[0].text, "This is paragraph 6.\n\nIt ends with the number 58."));
    assert_int_equal(page_of(scene, "This is paragraph 6"), 6);
}

/* The first line of a page, and the last, may be the same on some: in a conversation, a table, a list. */
static void body_that_repeats_stays(void **state)
{
    read_scene *scene = *state;
    static const char *const sums[] = {"1,204", "77", "5,318", "904", "12", "6,000"};
    size_t labels = 0, numbers = 0;
    pdf_maker pdf;

    pdf_begin(&pdf);
    for (int i = 0; i < 6; i++) {
        char first[64];
        pdf_add_page(&pdf);
        snprintf(first, sizeof(first), "Answer number %c was long.", 'a' + i);
        pdf_text(&pdf, LEFT, 80, SIZE, i % 2 == 0 ? "THE CHAIR." : first);
        add(&pdf, 80 + LEAD, harbour);
        pdf_text(&pdf, LEFT, 780, SIZE, sums[i]);
    }
    read_pdf(scene, "a.pdf", &pdf);
    for (const char *at = scene->found[0].text; (at = strstr(at, "THE CHAIR.")) != NULL; at++) {
        labels++;
    }
    for (size_t i = 0; i < 6; i++) {
        numbers += strstr(scene->found[0].text, sums[i]) != NULL;
    }
    assert_int_equal(labels, 3);
    assert_int_equal(numbers, 6);
}

static void short_documents_lose_page_numbers_only(void **state)
{
    read_scene *scene = *state;
    pdf_maker pdf;

    pdf_begin(&pdf);
    for (int i = 1; i <= 2; i++) {
        pdf_add_page(&pdf);
        pdf_text(&pdf, LEFT, 50, 10, "Harbour Board");
        add(&pdf, 120, i == 1 ? harbour : ferries);
        pdf_text(&pdf, 290, 800, 10, i == 1 ? "- 1 -" : "- 2 -");
    }
    expect_text(scene, &pdf, "Harbour Board\n\n" HARBOUR "\n\nHarbour Board\n\n" FERRIES);
    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    add(&pdf, 120, harbour);
    pdf_text(&pdf, LEFT, 400, SIZE, "12");
    pdf_text(&pdf, 290, 800, 10, "x");
    expect_text(scene, &pdf, HARBOUR "\n\n12\n\nx");
}

/* A number that is on one page only, and not that page's, is text. */
static void what_is_on_one_page_only_stays(void **state)
{
    read_scene *scene = *state;
    pdf_maker pdf;

    pdf_begin(&pdf);
    for (int i = 1; i <= 5; i++) {
        char last[64];
        pdf_add_page(&pdf);
        snprintf(last, sizeof(last), "This is page %c of the report.", 'a' + i);
        add_body(&pdf, "Another line.", last);
        if (i == 3) {
            pdf_text(&pdf, LEFT, 50, SIZE, "Confidential");
            pdf_text(&pdf, LEFT, 800, SIZE, "1848");
        }
    }
    read_pdf(scene, "a.pdf", &pdf);
    assert_non_null(strstr(scene->found[0].text, "Confidential"));
    assert_non_null(strstr(scene->found[0].text, "1848"));
}

/* ---- what it says of itself -------------------------------------------------------------------------------------- */

#define XMP(properties)                                                                                                \
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"                                             \
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"        \
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "                                   \
    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" " properties "</rdf:Description></rdf:RDF></x:xmpmeta>\n"              \
    "<?xpacket end=\"w\"?>"

/* A page under a heading in letters of `size`. */
static void begin_titled(pdf_maker *pdf, double size, const char *heading)
{
    pdf_begin(pdf);
    pdf_add_page(pdf);
    pdf_text(pdf, LEFT, 100, size, heading);
    add(pdf, 140, harbour);
}

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

/* ---- what cannot be read ----------------------------------------------------------------------------------------- */

static void expect_problem(read_scene *scene, const char *reason)
{
    assert_int_equal(scene->statements, 0);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, reason);
}

static void files_that_cannot_be_read_say_why(void **state)
{
    read_scene *scene = *state;
    pdf_maker pdf;

    begin_titled(&pdf, 18, "Heading");
    pdf.encrypted = true;
    read_pdf(scene, "a.pdf", &pdf);
    expect_problem(scene, "it is encrypted and needs a password");
    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_info(&pdf, "Title", "A Scan of a Report");
    read_pdf(scene, "a.pdf", &pdf);
    expect_problem(scene, "it has no text, perhaps it is a scan");
    read_string(scene, "a.pdf", "%PDF-1.7\nno more than this\n");
    expect_problem(scene, "it is damaged beyond repair, or no PDF");
}

/* What `from` is in the file becomes `to`, which is as long. */
static void change(char *bytes, size_t count, const char *from, const char *to)
{
    size_t len = strlen(from);

    assert_int_equal(strlen(to), len);
    for (size_t i = 0; i + len <= count; i++) {
        if (memcmp(bytes + i, from, len) == 0) {
            memcpy(bytes + i, to, len);
            return;
        }
    }
    fail_msg("the file has no %s", from);
}

static void pages_that_are_damaged_are_told(void **state)
{
    static const char *const damages[][3] = {
        {"/Kids [9 0 R 11 0 R", "/Kids [9 0 R 99 0 R", "1 of its 3 pages is damaged and gives no text"},
        {"(Second.) Tj", "\xFF\xFE\xFDxond.< Tj", "1 of its 3 pages is damaged and gives no text"},
        {"(Second.) Tj", "(Second.)   ", NULL}, /* a page without text */
    };
    read_scene *scene = *state;

    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        static const char *const words[] = {"First.", "Second.", "Third."};
        size_t count;
        pdf_maker pdf;
        pdf_begin(&pdf);
        for (size_t page = 0; page < 3; page++) {
            pdf_add_page(&pdf);
            pdf_text(&pdf, LEFT, 200, SIZE, words[page]);
        }
        char *bytes = pdf_finish(&pdf, &count);
        change(bytes, count, damages[i][0], damages[i][1]);
        read_bytes(scene, "a.pdf", bytes, count);
        free(bytes);
        assert_int_equal(scene->statements, 1);
        assert_string_equal(scene->found[0].text, "First.\n\nThird.");
        assert_int_equal(scene->problems, damages[i][2] == NULL ? 0 : 1);
        if (damages[i][2] != NULL) {
            assert_string_equal(scene->problem[0], damages[i][2]);
        }
    }
}

/* Damage goes neither to the terminal nor into the output, not even where glib is asked for all messages. */
static void damaged_files_are_repaired_in_silence(void **state)
{
    read_scene *scene = *state;
    char path[8192];
    struct stat written;
    size_t count;
    pdf_maker pdf;
    int out = dup(1), err = dup(2), file;

    begin_titled(&pdf, 18, "Heading");
    char *bytes = pdf_finish(&pdf, &count);
    snprintf(path, sizeof(path), "%s/messages", scene->folder);
    file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0 && out >= 0 && err >= 0);
    assert_int_equal(setenv("G_MESSAGES_DEBUG", "all", 1), 0);
    fflush(stdout);
    dup2(file, 1);
    dup2(file, 2);
    read_bytes(scene, "a.pdf", bytes, count - 12); /* without the place of its table */
    fflush(stdout);
    dup2(out, 1);
    dup2(err, 2);
    free(bytes);
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].text, "Heading\n\n" HARBOUR);
    assert_int_equal(fstat(file, &written), 0);
    assert_int_equal(written.st_size, 0);
    close(file);
    close(out);
    close(err);
    unlink(path);
}

/* Every byte changed, one after the other: some outcome, no crash. */
static void any_damage_has_an_outcome(void **state)
{
    size_t count;
    pdf_maker pdf;

    begin_titled(&pdf, 18, "Heading");
    pdf_info(&pdf, "CreationDate", "D:20190705233000+02'00'");
    char *bytes = pdf_finish(&pdf, &count);
    for (size_t i = 8; i < count; i += 3) {
        char kept = bytes[i];
        bytes[i] = (char)(kept ^ (i % 2 == 0 ? 0x11 : 0x80));
        read_bytes(*state, "a.pdf", bytes, count);
        bytes[i] = kept;
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(space_divides_paragraphs),
        cmocka_unit_test(a_wide_space_always_divides),
        cmocka_unit_test(an_indent_begins_a_paragraph),
        cmocka_unit_test(a_short_last_line_ends_a_paragraph),
        cmocka_unit_test(indents_in_a_row_are_paragraphs),
        cmocka_unit_test(an_indented_line_is_not_centred),
        cmocka_unit_test(a_centred_line_is_a_heading),
        cmocka_unit_test(wide_leads_do_not_divide),
        cmocka_unit_test(larger_letters_are_a_heading),
        cmocka_unit_test(divided_words_stay_divided),
        cmocka_unit_test(bullets_and_lines_without_end_stay_lines),
        cmocka_unit_test(cells_are_divided_by_tabs),
        cmocka_unit_test(turned_text_is_text),
        cmocka_unit_test(text_from_right_to_left_is_in_logical_order),
        cmocka_unit_test(paragraphs_from_right_to_left_begin_on_the_right),
        cmocka_unit_test(level_blocks_of_columns_are_not_mixed),
        cmocka_unit_test(columns_are_read_one_after_the_other),
        cmocka_unit_test(paragraphs_go_on_over_pages),
        cmocka_unit_test(heads_and_feet_go),
        cmocka_unit_test(body_that_repeats_stays),
        cmocka_unit_test(short_documents_lose_page_numbers_only),
        cmocka_unit_test(what_is_on_one_page_only_stays),
        cmocka_unit_test(titles_must_look_like_titles),
        cmocka_unit_test(xmp_says_more_than_the_information_dictionary),
        cmocka_unit_test(logins_are_not_names),
        cmocka_unit_test(the_day_of_making_is_not_the_date),
        cmocka_unit_test(a_centred_title_needs_no_large_letters),
        cmocka_unit_test(a_date_below_the_title_is_the_date),
        cmocka_unit_test(hostile_xmp_says_nothing),
        cmocka_unit_test(files_that_cannot_be_read_say_why),
        cmocka_unit_test(pages_that_are_damaged_are_told),
        cmocka_unit_test(damaged_files_are_repaired_in_silence),
        cmocka_unit_test(any_damage_has_an_outcome),
    };

    return cmocka_run_group_tests(tests, read_scene_setup, read_scene_teardown);
}
