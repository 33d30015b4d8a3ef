/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-verify as a user meets it: lists, articles, formats, exit statuses, what reaches a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/support/indexing.h"
#include "tests/support/process.h"
#include "tests/support/temp.h"

#define ARGUMENTS_MAX 16

static char *folder, *place, *program;
static process_result result;

static int set_up(void **state)
{
    static const char records[] =
        "{\"id\":\"one\",\"title\":\"A \\u202e <b>title</b>\",\"speaker\":\"Jane Doe\",\"date\":"
        "\"2020-01-02\",\"text\":\"The harbour wall will hold another \\u001b winter & more.\"}\n";
    (void)state;
    folder = temp_new();
    place = folder != NULL ? indexing_records(folder, records, sizeof records - 1) : NULL;
    program = process_program("dictum-verify");
    return place != NULL && program != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    process_dispose(&result);
    free(place);
    free(program);
    temp_remove(folder);
    return 0;
}

/* Runs the program with further arguments, and expects an exit status of it. */
static void run_with(int expected, const char *input, const char *const *arguments, size_t count)
{
    const char *all[ARGUMENTS_MAX] = {program, "--index", place};
    assert_true(count < ARGUMENTS_MAX - 4);
    memcpy(all + 3, arguments, count * sizeof *arguments);
    process_dispose(&result);
    assert_true(process_run(all, input, &result));
    if (result.status != expected)
        fail_msg("exit status %d, not %d: %s%s", result.status, expected, result.out, result.err);
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
        found++;
    return found;
}

static void exit_statuses_tell_truth(void **state)
{
    (void)state;
    run(0, NULL, "The", "harbour", "wall", "will", "hold");
    contains(result.out, "VERBATIM");
    run(1, NULL, "The harbour wall may hold another");
    contains(result.out, "[-will-]{+may+}");
    contains(result.out, "modal: “may” for “will”");
    run(1, NULL, "Elephants marched through parliament yesterday");
    contains(result.out, "searched: 1 statement from 2020-01-02 to 2020-01-02");
    run(2, NULL, "…");
    contains(result.err, "holds no word");
    run(2, NULL, "--date", "soon", "The harbour wall");
    contains(result.err, "no date");
    run(2, NULL, "--limit", "0", "The harbour wall");
    run(2, NULL, "--file", "-", "The harbour wall");
}

static void text_is_harmless_on_a_terminal_and_in_a_page(void **state)
{
    static const char right_to_left[] = {'\xe2', '\x80', '\xae', '\0'}; /* U+202E */
    (void)state;
    run(0, NULL, "--color", "never", "harbour wall will hold another");
    assert_null(strstr(result.out, "\033"));
    assert_null(strstr(result.out, right_to_left));
    run(0, NULL, "--format", "html", "harbour wall will hold another");
    contains(result.out, "&lt;b&gt;title&lt;/b&gt;");
    contains(result.out, "winter &amp; more");
    assert_null(strstr(result.out, "<b>"));
    contains(result.out, "</html>");
}

static void lists_give_a_verdict_a_line(void **state)
{
    (void)state;
    run(1,
        "The harbour wall will hold\n\n{\"quotation\":\"harbour wall will hold another\",\"speaker\":\"John Roe\"}\r\n"
        "nothing of this kind was said\n",
        "--file", "-", "--format", "json");
    assert_int_equal(count(result.out, "\n"), 3);
    assert_int_equal(count(result.out, "\"type\":\"verdict\""), 3);
    contains(result.out, "\"verdict\":\"verbatim\"");
    contains(result.out, "\"class\":\"speaker\",\"quotation\":\"John Roe\",\"archive\":\"Jane Doe\"");
    contains(result.out, "\"verdict\":\"absent\"");
    contains(result.out, "\"searched\":{\"statements\":1,\"from\":\"2020-01-02\",\"to\":\"2020-01-02\"}");
}

static void wrong_lines_are_named_before_anything_is_done(void **state)
{
    (void)state;
    run(2, "The harbour wall\n{\"quotation\": 5}\n", "--file", "-", "--format", "json");
    contains(result.err, "line 2");
    assert_int_equal(count(result.out, "\"type\":\"verdict\""), 0);
    assert_int_equal(count(result.out, "\"type\":\"error\""), 1);
    run(2, "{\"quotation\": \"a\"\n", "--file", "-");
    contains(result.err, "line 1: no JSON");
    run(2, "{\"speaker\": \"a\"}\n", "--file", "-");
    contains(result.err, "there is no quotation");
    /* A quotation without a word does not keep the others from being checked. */
    run(2, "…\nThe harbour wall will hold\n", "--file", "-", "--format", "json");
    assert_int_equal(count(result.out, "\"type\":\"verdict\""), 1);
    contains(result.err, "line 1");
    const char *last = strrchr(result.out, '{');
    assert_non_null(last);
    contains(last, "\"type\":\"error\"");
    run(2, NULL, "--file", "/nowhere/at/all");
    contains(result.err, "/nowhere/at/all");
}

static void articles_are_read_by_the_reader(void **state)
{
    static const char page[] = "<html><body><article><p>The minister said: &ldquo;The harbour wall will hold "
                               "another&rdquo;.</p><p>&ldquo;It will &lsquo;never&rsquo; fall down in our "
                               "time,&rdquo; said Jane Doe.</p></article></body></html>";
    (void)state;
    char *path = temp_path(folder, "article.html");
    assert_true(temp_write(path, page, sizeof page - 1));
    run(1, NULL, "--article", path, "--format", "json");
    assert_int_equal(count(result.out, "\"type\":\"verdict\""), 2);
    contains(result.out, "\"verdict\":\"verbatim\"");
    contains(result.out, "\"attributed_to\":\"Jane Doe\"");
    contains(result.out, "\"article_byte_start\":");
    run(1, NULL, "--article", path);
    contains(result.out, "2 quotations: 1 verbatim, 1 absent");
    free(path);
    run(0, "He said “the harbour wall will hold another” day.", "--article", "-");
    contains(result.out, "TYPOGRAPHIC");
    run(2, NULL, "--article", "/nowhere/at/all.html");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exit_statuses_tell_truth),
        cmocka_unit_test(text_is_harmless_on_a_terminal_and_in_a_page),
        cmocka_unit_test(lists_give_a_verdict_a_line),
        cmocka_unit_test(wrong_lines_are_named_before_anything_is_done),
        cmocka_unit_test(articles_are_read_by_the_reader),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
