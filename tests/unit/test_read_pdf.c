/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDF: reading order, paragraphs, pages, and what goes out of the text and what must not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_read_pdf_scene.h"

/* ---- paragraphs -------------------------------------------------------------------------------------------------- */

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
    };
    return cmocka_run_group_tests(tests, read_scene_setup, read_scene_teardown);
}
