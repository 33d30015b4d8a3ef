/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables: one statement a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "test_read_scene.h"
#include "tests/support/chance.h"

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)

static uint64_t seed;

static void a_row_is_a_record(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.csv",
                "id,title,date,speaker,source,lang,url,text,Room\r\n"
                "x 1, On tides ,13 February 2020,Ana,Port,EN-gb,urn:x,\"One, \"\"two\"\"\r\n\r\nthree \",7\r\n");
    assert_int_equal(scene->outcome, DICTUM__READ_DONE);
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 0);
    assert_string_equal(scene->found[0].id, "x 1");
    assert_string_equal(scene->found[0].title, "On tides");
    assert_string_equal(scene->found[0].date, "2020-02-13");
    assert_string_equal(scene->found[0].speaker, "Ana");
    assert_string_equal(scene->found[0].source, "Port");
    assert_string_equal(scene->found[0].lang, "en");
    assert_string_equal(scene->found[0].url, "urn:x");
    assert_string_equal(scene->found[0].text, "One, \"two\"\n\nthree");
    assert_string_equal(scene->found[0].extra, "{\"Room\":\"7\"}");
    assert_string_equal(scene->found[0].type, "csv");
    assert_int_equal(scene->found[0].part, 2);
}

static void separators_are_found(void **state)
{
    static const char *const tables[] = {
        "text,speaker\na b,Ana\n",
        "text;speaker\na b;Ana\n",
        "text\tspeaker\na b\tAna\n",
        "text|speaker\na b|Ana\n",
        "\"text\";\"speaker\"\n\"a b\";\"Ana\"\n",
        "\xEF\xBB\xBF\"text\",\"speaker\"\n\"a b\",Ana",
        "sep=:\ntext:speaker\na b:Ana\n",
        "\n\nspeaker;text;note, long\nAna;a b;\n",
    };
    static const char *const wide = "\xFF\xFEt\0e\0x\0t\0;\0s\0p\0e\0a\0k\0e\0r\0\n\0a\0 \0b\0;\0A\0n\0a\0";
    read_scene *scene = *state;

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        read_string(scene, i % 2 == 0 ? "a.csv" : "a.tsv", tables[i]);
        assert_int_equal(scene->statements, 1);
        assert_string_equal(scene->found[0].text, "a b");
        assert_string_equal(scene->found[0].speaker, "Ana");
        assert_int_equal(scene->problems, 0);
    }
    read_bytes(scene, "a.csv", wide, 2 + 2 * strlen("text;speaker\na b;Ana"));
    assert_string_equal(scene->found[0].speaker, "Ana");
}

static void columns_have_other_names_and_the_own_one_counts_first(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.csv",
                "Subject,Author,Organisation,Language,Link,Published,BODY\nT,Ana,Port,de,urn:x,2020,x\n");
    assert_string_equal(scene->found[0].title, "T");
    assert_string_equal(scene->found[0].speaker, "Ana");
    assert_string_equal(scene->found[0].source, "Port");
    assert_string_equal(scene->found[0].lang, "de");
    assert_string_equal(scene->found[0].url, "urn:x");
    assert_string_equal(scene->found[0].date, "2020");
    assert_string_equal(scene->found[0].text, "x");
    assert_null(scene->found[0].extra);
    read_string(scene, "a.csv", "body,text,text,,n,n\nno,yes,again,e,1,2\n");
    assert_string_equal(scene->found[0].text, "yes");
    assert_string_equal(
        scene->found[0].extra,
        "{\"body\":\"no\",\"text column 3\":\"again\",\"column 4\":\"e\",\"n\":\"1\",\"n column 6\":\"2\"}");
}

static void rows_are_named_by_the_line_on_which_they_begin(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.csv",
                "id,text,date\n1,\"a\nb\n\nc\",2020\n\n2,,\n,,\n3,x,02/03/2020\n1,y,\n4,z,2020,more\n5,\"open\n");
    assert_int_equal(scene->statements, 5);
    assert_int_equal(scene->found[0].part, 2);
    assert_string_equal(scene->found[0].text, "a\nb\n\nc");
    assert_int_equal(scene->problems, 5);
    assert_string_equal(scene->problem[0], "line 7: it has neither text nor title (id \"2\")");
    assert_string_equal(scene->problem[1],
                        "line 9: \"02/03/2020\" is not a date that dictum understands: the statement has none");
    assert_string_equal(scene->problem[2], "line 10: the id \"1\" stands in line 2 too: the last one counts");
    assert_string_equal(scene->problem[3],
                        "line 11: it has 4 cells where the header line has 3: the others are left out");
    assert_string_equal(scene->problem[4],
                        "line 12: a quotation mark in it is not closed: all that follows is taken for it");
}

static void a_table_without_texts_is_one_text(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "ships.csv", "Ship;Port;Note\nAna;Vigo;\"tall\nand slow\"\nBo;;x\n");
    assert_int_equal(scene->statements, 1);
    assert_int_equal(scene->problems, 0);
    assert_string_equal(scene->found[0].text, "Ship\tPort\tNote\nAna\tVigo\ttall and slow\nBo\tx");
    assert_string_equal(scene->found[0].title, "ships");
    assert_string_equal(scene->found[0].type, "csv");
    assert_int_equal(scene->found[0].part, 0);
    read_string(scene, "list.csv", "one\ntwo\n");
    assert_string_equal(scene->found[0].text, "one\ntwo");
}

static void a_table_without_rows_is_passed_over_and_one_of_bad_rows_is_a_problem(void **state)
{
    read_scene *scene = *state;
    char *many = repeated("text,n\n", ",x\n", 1000, "");

    read_string(scene, "a.csv", "text,n\n");
    assert_int_equal(scene->outcome, DICTUM__READ_SKIPPED);
    read_string(scene, "a.csv", "text,n\n,1\n");
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, "none of its rows is a statement");
    read_string(scene, "a.csv", many);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_int_equal(scene->problems, 100);
    free(many);
}

/* ---- by chance -------------------------------------------------------------------------------------------------- */

/* A cell of pieces that need quoting and others; without white space at its ends, as fields have none. */
static void append_value(chance *dice, dictum_buf *out)
{
    static const char *const pieces[] = {",", ";", "\t", "|", "\"", "\n", "''", "word", "é", " ", "1"};
    size_t count = chance_below(dice, 6);

    dictum__buf_append_str(out, "v");
    for (size_t i = 0; i < count; i++) {
        dictum__buf_append_str(out, pieces[chance_below(dice, sizeof(pieces) / sizeof(pieces[0]))]);
        dictum__buf_append_str(out, "x");
    }
}

static void append_cell(chance *dice, const char *value, char separator, dictum_buf *out)
{
    bool must = strchr(value, separator) != NULL || strpbrk(value, "\"\n") != NULL;

    if (!must && !chance_one_in(dice, 3)) {
        dictum__buf_append_str(out, value);
        return;
    }
    dictum__buf_append_char(out, '"');
    for (; *value != '\0'; value++) {
        dictum__buf_append_str(out, *value == '"' ? "\"" : "");
        dictum__buf_append_char(out, *value);
    }
    dictum__buf_append_char(out, '"');
}

/* The text as it is stored: blanks before line ends go. */
static void stored(const char *value, bool line, dictum_buf *out)
{
    for (; *value != '\0'; value++) {
        dictum__buf_append_char(out, line && (*value == '\n' || *value == '\t') ? ' ' : *value);
    }
}

static void what_was_written_comes_back(void **state)
{
    read_scene *scene = *state;

    for (uint64_t n = 0; n < 500; n++) {
        chance dice = chance_begin(seed + n);
        char separator = ",;\t|"[chance_below(&dice, 4)];
        size_t rows = 1 + chance_below(&dice, SCENE_STATEMENTS_MAX - 1), line = 2;
        dictum_buf table, values[SCENE_STATEMENTS_MAX][2];
        uint64_t lines[SCENE_STATEMENTS_MAX];

        dictum__buf_init(&table, (size_t)1 << 20);
        dictum__buf_appendf(&table, "n%ctext%ctitle\n", separator, separator);
        for (size_t row = 0; row < rows; row++) {
            lines[row] = line++;
            dictum__buf_append_str(&table, "1");
            for (size_t i = 0; i < 2; i++) {
                dictum__buf_init(&values[row][i], 65536);
                append_value(&dice, &values[row][i]);
                dictum__buf_append_char(&table, separator);
                append_cell(&dice, values[row][i].data, separator, &table);
                for (const char *c = values[row][i].data; *c != '\0'; c++) {
                    line += *c == '\n';
                }
            }
            dictum__buf_append_str(&table, row + 1 < rows || chance_one_in(&dice, 2) ? "\n" : "");
        }
        read_bytes(scene, "a.csv", table.data, table.len);
        assert_int_equal(scene->problems, 0);
        assert_int_equal(scene->statements, rows);
        for (size_t row = 0; row < rows; row++) {
            dictum_buf text, title;
            dictum__buf_init(&text, 65536);
            dictum__buf_init(&title, 65536);
            stored(values[row][0].data, false, &text);
            stored(values[row][1].data, true, &title);
            assert_string_equal(scene->found[row].text, text.data);
            assert_string_equal(scene->found[row].title, title.data);
            assert_int_equal(scene->found[row].part, lines[row]);
            dictum__buf_dispose(&title);
            dictum__buf_dispose(&text);
            dictum__buf_dispose(&values[row][0]);
            dictum__buf_dispose(&values[row][1]);
        }
        dictum__buf_dispose(&table);
    }
}

static void any_bytes_do_no_harm(void **state)
{
    static const char bytes[] = "\",;\t|\n\r atext\0\xFF\xC3";
    read_scene *scene = *state;

    for (uint64_t n = 0; n < 1000; n++) {
        chance dice = chance_begin(seed + n);
        char table[300] = "text,id\n";
        size_t len = chance_one_in(&dice, 2) ? strlen(table) : 0;
        while (len < sizeof(table) && !chance_one_in(&dice, 100)) {
            table[len++] = bytes[chance_below(&dice, sizeof(bytes) - 1)];
        }
        read_bytes(scene, "a.csv", table, len);
    }
}

static void what_nobody_would_write_costs_little(void **state)
{
    read_scene *scene = *state;
    char *tables[] = {
        repeated("text", ",", 5000000, "\nx\n"),         repeated("text,n\n", "\"", 5000001, "\n"),
        repeated("text,n\nx", ",", 5000000, "\n"),       repeated("text,n\n\"", "a\n", 3000000, "\n"),
        repeated("text,n\n", "\n", 5000000, "x\n"),      repeated("", "\n\"", 3000000, ""),
        repeated("text,n\n\"x", " \"\"", 3000000, "\""),
    };

    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        clock_t start = clock();
        read_string(scene, "a.csv", tables[i]);
        assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 30);
        free(tables[i]);
    }
    tables[0] = repeated("text", ",x", 20000, "\nx\n");
    read_string(scene, "a.csv", tables[0]);
    assert_int_equal(scene->outcome, DICTUM__READ_PROBLEM);
    assert_string_equal(scene->reason, "its header line names more than 10000 columns");
    free(tables[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_row_is_a_record),
        SCENE_TEST(separators_are_found),
        SCENE_TEST(columns_have_other_names_and_the_own_one_counts_first),
        SCENE_TEST(rows_are_named_by_the_line_on_which_they_begin),
        SCENE_TEST(a_table_without_texts_is_one_text),
        SCENE_TEST(a_table_without_rows_is_passed_over_and_one_of_bad_rows_is_a_problem),
        SCENE_TEST(what_was_written_comes_back),
        SCENE_TEST(any_bytes_do_no_harm),
        SCENE_TEST(what_nobody_would_write_costs_little),
    };

    seed = chance_seed();
    printf("seed %llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
