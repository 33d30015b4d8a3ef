/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file: what it is taken for, how reading ends, and what its name and time add. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/read/source.h"
#include "test_read_scene.h"

#define ANY "(any)"

static void expect_end(read_scene *scene, dictum_read_outcome outcome, const char *reason)
{
    assert_int_equal(scene->statements, 0);
    assert_int_equal(scene->outcome, outcome);
    if (strcmp(reason, ANY) != 0) {
        assert_string_equal(scene->reason, reason);
    }
}

static void content_counts_more_than_the_name(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.txt", "<!DOCTYPE html>\n<p>text");
    assert_string_equal(scene->found[0].type, "html");
    read_string(scene, "a", "\xEF\xBB\xBF \n<!-- c -->\n<HTML><body>text");
    assert_string_equal(scene->found[0].type, "html");
    read_string(scene, "a.md", "<html><body>text");
    assert_string_equal(scene->found[0].type, "html");
    read_string(scene, "a.md", "<div>text</div>");
    assert_string_equal(scene->found[0].type, "markdown");
    read_string(scene, "a.txt", "A text about <html> and <body>");
    assert_string_equal(scene->found[0].type, "text");
    read_string(scene, "a.xt", "An unknown extension");
    assert_string_equal(scene->found[0].type, "text");
    read_string(scene, "a.pdf", "<!DOCTYPE html>\n<p>The file that you are looking for is not here any more.");
    assert_string_equal(scene->found[0].type, "html");
    read_string(scene, "a.docx", "A text whose name says that it is something else than what it is, as names do.");
    assert_string_equal(scene->found[0].type, "text");
    read_string(scene, "a.docx", "A text");
    expect_end(scene, DICTUM__READ_PROBLEM, "its content is not DOCX");
}

static void wide_html_is_recognised(void **state)
{
    static const char page[] = "\xFF\xFE<\0h\0t\0m\0l\0>\0x\0";
    read_scene *scene = *state;

    read_bytes(scene, "a.txt", page, sizeof(page) - 1);
    assert_string_equal(scene->found[0].type, "html");
    assert_string_equal(scene->found[0].text, "x");
}

static void other_content_is_skipped(void **state)
{
    read_scene *scene = *state;
    char bytes[256];

    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (char)i;
    }
    read_bytes(scene, "a", bytes, sizeof(bytes));
    expect_end(scene, DICTUM__READ_SKIPPED, "not a document dictum knows: binary content");
    read_bytes(scene, "a.txt", bytes, sizeof(bytes));
    expect_end(scene, DICTUM__READ_SKIPPED, ANY);
    read_bytes(scene, "a", "a\0b", 3);
    expect_end(scene, DICTUM__READ_SKIPPED, ANY);
    read_string(scene, "a.txt", "\x89PNG\r\n\x1A\n");
    expect_end(scene, DICTUM__READ_SKIPPED, "PNG is not a format that dictum reads");
}

static void empty_files_are_skipped(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.txt", "");
    expect_end(scene, DICTUM__READ_SKIPPED, "it is empty");
    read_string(scene, "a.html", " \r\n\t\n");
    expect_end(scene, DICTUM__READ_SKIPPED, "it is empty");
    read_string(scene, "a.jsonl", "");
    expect_end(scene, DICTUM__READ_SKIPPED, "it is empty");
    read_string(scene, "a", "\xEF\xBB\xBF");
    expect_end(scene, DICTUM__READ_SKIPPED, "it is empty");
}

/* As of a record, too. */
static void a_title_alone_is_a_statement(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.html", "<html><title>Closed today</title><body></body></html>");
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].title, "Closed today");
    assert_string_equal(scene->found[0].text, "");
    read_string(scene, "a.md", "---\ntitle: Closed today\n---\n");
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].title, "Closed today");
}

static void documents_that_cannot_be_read_are_problems(void **state)
{
    read_scene *scene = *state;
    char zeros[1000] = {0};

    read_string(scene, "a.html", "<html><script>x</script></html>");
    expect_end(scene, DICTUM__READ_PROBLEM, "HTML with neither text nor title");
    read_bytes(scene, "a.html", zeros, sizeof(zeros));
    expect_end(scene, DICTUM__READ_PROBLEM, "its content is binary, not HTML");
    read_path(scene, "/nonexistent/a.txt");
    expect_end(scene, DICTUM__READ_PROBLEM, "cannot open it: No such file or directory");
    read_path(scene, scene->folder);
    expect_end(scene, DICTUM__READ_PROBLEM, "it is a folder");
}

static void a_pipe_does_not_hold_the_reader_up(void **state)
{
    read_scene *scene = *state;
    char path[8192];

    snprintf(path, sizeof(path), "%s/pipe.txt", scene->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    read_path(scene, path);
    expect_end(scene, DICTUM__READ_PROBLEM, "it is not a regular file");
    unlink(path);
}

static void a_stray_nul_does_not_cost_a_document(void **state)
{
    read_scene *scene = *state;
    char text[2001];

    memset(text, 'a', sizeof(text));
    text[1000] = '\0';
    read_bytes(scene, "a.txt", text, sizeof(text));
    assert_int_equal(scene->statements, 1);
    assert_int_equal(strlen(scene->found[0].text), 2000 + 3);
}

static void files_over_the_limit_are_problems(void **state)
{
    read_scene *scene = *state;
    char path[8192];
    FILE *file;

    snprintf(path, sizeof(path), "%s/large.txt", scene->folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    for (size_t i = 0; i < 1024; i++) { /* text in front, then a hole that costs no disk */
        fputs("text text text text text text text text text text text text text\n", file);
    }
    assert_int_equal(fclose(file), 0);
    assert_int_equal(truncate(path, (off_t)DICTUM__FILE_BYTES_MAX + 1), 0);
    read_path(scene, path);
    expect_end(scene, DICTUM__READ_PROBLEM, "it has more than 256 MB");
    unlink(path);
}

static void the_name_and_the_time_give_a_date(void **state)
{
    read_scene *scene = *state;
    char path[8192];
    const struct timespec times[2] = {{.tv_sec = 86400 * 365 + 10}, {.tv_sec = 86400 * 365 + 10}};
    FILE *file;

    read_string(scene, "2020-02-13 statement.txt", "text");
    assert_string_equal(scene->found[0].date, "2020-02-13");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_NAME);
    snprintf(path, sizeof(path), "%s/plain.txt", scene->folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    fputs("text", file);
    fclose(file);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    read_path(scene, path);
    unlink(path);
    assert_string_equal(scene->found[0].date, "1971-01-01");
    assert_int_equal(scene->found[0].date_known, DICTUM__DATE_FILE);
    assert_string_equal(scene->found[0].title, "plain");
    assert_null(scene->found[0].member);
}

static void the_first_line_of_a_text_may_be_its_title(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a.txt", "\n\n  On tides\n\nText.\n");
    assert_string_equal(scene->found[0].title, "On tides");
    assert_string_equal(scene->found[0].text, "On tides\n\nText.");
    read_string(scene, "a.txt", "On tides.\n\nText.\n");
    assert_string_equal(scene->found[0].title, "a");
    read_string(scene, "a.txt", "Dear friends,\n\nText.\n");
    assert_string_equal(scene->found[0].title, "a");
    read_string(scene, "a.txt", "On tides\nText.\n");
    assert_string_equal(scene->found[0].title, "a");
    read_string(scene, "a.txt", "***\n\nText.\n");
    assert_string_equal(scene->found[0].title, "a");
}

static void names_of_any_bytes_give_titles_in_utf8(void **state)
{
    read_scene *scene = *state;

    read_string(scene, "a\xFF.txt", "text");
    assert_int_equal(scene->statements, 1);
    assert_string_equal(scene->found[0].title, "a\xEF\xBF\xBD");
}

/* The files of tests/data/read: one statement in many forms. */
static void the_same_statement_comes_out_of_every_form(void **state)
{
    static const char *const names[] = {
        "statement-2021-03-04.txt", "statement-2021-03-04-utf16.txt",      "statement-2021-03-04-cp1252.html",
        "statement-2021-03-04.md",  "statement-2021-03-04-declared.xhtml", "statement-2021-03-04.jsonl"};
    static const char title[] = "Statement on the “Northern Breakwater”";
    read_scene *scene = *state;
    const char *data = getenv("DICTUM_TEST_DATA");

    assert_non_null(data);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[8192];
        snprintf(path, sizeof(path), "%s/read/%s", data, names[i]);
        read_path(scene, path);
        assert_int_equal(scene->statements, 1);
        assert_string_equal(scene->found[0].title, title);
        assert_string_equal(scene->found[0].date, "2021-03-04");
        assert_string_equal(scene->found[0].lang, "en");
        assert_non_null(strstr(scene->found[0].text, "The harbour’s northern breakwater"));
        assert_non_null(strstr(scene->found[0].text, "“as long as it takes” – and not a day longer."));
    }
}

#define SCENE_TEST(test) cmocka_unit_test_setup_teardown(test, read_scene_setup, read_scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(content_counts_more_than_the_name),
        SCENE_TEST(wide_html_is_recognised),
        SCENE_TEST(other_content_is_skipped),
        SCENE_TEST(empty_files_are_skipped),
        SCENE_TEST(documents_that_cannot_be_read_are_problems),
        SCENE_TEST(a_pipe_does_not_hold_the_reader_up),
        SCENE_TEST(a_stray_nul_does_not_cost_a_document),
        SCENE_TEST(files_over_the_limit_are_problems),
        SCENE_TEST(the_name_and_the_time_give_a_date),
        SCENE_TEST(the_first_line_of_a_text_may_be_its_title),
        SCENE_TEST(names_of_any_bytes_give_titles_in_utf8),
        SCENE_TEST(the_same_statement_comes_out_of_every_form),
        SCENE_TEST(a_title_alone_is_a_statement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
