/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-search as a user meets it: messages, places in a query, what reaches a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/characters.h"
#include "tests/support/pdf.h"
#include "tests/support/process.h"
#include "tests/support/temp.h"

static char *folder, *place, *program, *document;
static process_result result;

/* Two pages, of which the second has a whale. */
static bool write_document(const char *path)
{
    pdf_maker pdf;
    size_t count;
    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    pdf_text(&pdf, 72, 100, 11, "Nothing was seen on the first day.");
    pdf_add_page(&pdf);
    pdf_text(&pdf, 72, 100, 11, "A whale was seen on the second.");
    char *bytes = pdf_finish(&pdf, &count);
    bool written = temp_write(path, bytes, count);
    free(bytes);
    return written;
}

static int set_up(void **state)
{
    (void)state;
    static const char records[] = "{\"id\":\"one\",\"title\":\"Red "
                                  "\\u202dfox\",\"speaker\":\"\\u202efox\",\"text\":\"A \\u001b fox.\\n\\n\\u2066.\"}\n"
                                  "{\"id\":\"two\",\"text\":\"A harbour.\"}\n";
    folder = temp_new();
    char *source = temp_path(folder, "records.jsonl"), *indexer = process_program("dictum-index");
    place = temp_path(folder, "index");
    program = process_program("dictum-search");
    if (indexer == NULL || program == NULL || !temp_write(source, records, sizeof records - 1))
        return -1;
    document = temp_path(folder, "board.pdf");
    if (!write_document(document))
        return -1;
    const char *const arguments[] = {indexer, "--quiet", "--index", place, source, document, NULL};
    bool indexed = process_run(arguments, NULL, &result) && result.status == 0;
    process_dispose(&result);
    free(source);
    free(indexer);
    return indexed ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    temp_remove(folder);
    free(place);
    free(document);
    free(program);
    return 0;
}

/* Runs the program over the index with up to four arguments, the first NULL of which ends them. */
static int run(const char *a, const char *b, const char *c, const char *d)
{
    const char *const arguments[] = {program, "--index", place, a, b, c, d, NULL};
    process_dispose(&result);
    assert_true(process_run(arguments, NULL, &result));
    return result.status;
}

static void a_caret_stands_under_the_place_whatever_is_before_it(void **state)
{
    (void)state;
    assert_int_equal(run("red NEAR/5000 x", NULL, NULL, NULL), 2);
    assert_non_null(strstr(result.err, "  red NEAR/5000 x\n      ^\n"));
    assert_int_equal(run("红狐狸 NEAR/5000 x", NULL, NULL, NULL), 2);
    assert_non_null(strstr(result.err, "  红狐狸 NEAR/5000 x\n         ^\n"));
    assert_int_equal(run("re\xcc\x81"
                         "d\tNEAR/5000 x",
                         NULL, NULL, NULL),
                     2);
    assert_non_null(strstr(result.err, "  re\xcc\x81"
                                       "d NEAR/5000 x\n      ^\n"));
    char longer[301] = "";
    memset(longer, 'a', 100);
    memcpy(longer + 100, " NEAR/5000 ", 11);
    memset(longer + 111, 'b', 100);
    assert_int_equal(run(longer, NULL, NULL, NULL), 2);
    assert_non_null(strstr(result.err, "a NEAR/5000 b"));
    const char *line = strstr(result.err, "\n  …");
    assert_non_null(line);
    const char *caret = strstr(result.err, "^\n");
    assert_non_null(caret);
    assert_int_equal(caret - strchr(line + 1, '\n') - 1, 2 + 1 + 60);
}

/* No control character but line breaks, and no character that changes the order of the text. */
static void expect_harmless(const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        if (((unsigned char)*at < 0x20 && *at != '\n') || *at == 0x7f)
            fail_msg("control character in: %s", text);
    static const uint32_t turning[] = {0x202d, 0x202e, 0x2066};
    growing mark = {0};
    for (size_t i = 0; i < sizeof turning / sizeof turning[0]; i++) {
        growing_clear(&mark);
        growing_add_code_point(&mark, turning[i]);
        assert_null(strstr(text, mark.data));
    }
    growing_dispose(&mark);
}

static void nothing_from_outside_commands_the_terminal(void **state)
{
    (void)state;
    assert_int_equal(run("fox", "--color=never", NULL, NULL), 0);
    expect_harmless(result.out);
    assert_non_null(strstr(result.out, "1. Red \uFFFDfox\n"));
    assert_int_equal(run("--show", "one", NULL, NULL), 0);
    expect_harmless(result.out);
    growing query = {0};
    growing_add_str(&query, "\033]0;x\a ");
    growing_add_code_point(&query, 0x202e);
    growing_add_str(&query, " fox NEAR/5000 x");
    assert_int_equal(run(query.data, NULL, NULL, NULL), 2);
    growing_dispose(&query);
    expect_harmless(result.err);
    assert_int_equal(run("--show", "\033[31m", NULL, NULL), 1);
    expect_harmless(result.err);
    assert_int_equal(run("--sort", "\033[31m", "fox", NULL), 2);
    expect_harmless(result.err);
    assert_int_equal(run("-i", "/nowhere\033[31m", "fox", NULL), 2);
    expect_harmless(result.err);
    assert_int_equal(run("fox\" \033[31mdog\"", NULL, NULL, NULL), 1);
    expect_harmless(result.err);
}

static void show_takes_one_id_and_no_query(void **state)
{
    (void)state;
    assert_int_equal(run("--show", "one", "fox", NULL), 2);
    assert_non_null(strstr(result.err, "takes an id and no query"));
    assert_int_equal(result.out_bytes, 0);
    assert_int_equal(run("--show", "one", "--show", "two"), 2);
    assert_non_null(strstr(result.err, "once only"));
    assert_int_equal(result.out_bytes, 0);
    assert_int_equal(run("--show", "two", NULL, NULL), 0);
}

static void an_index_named_twice_is_searched_once(void **state)
{
    (void)state;
    char *other = temp_path(folder, "./index/.");
    assert_int_equal(run("-i", other, "harbour", NULL), 0);
    free(other);
    assert_int_equal(strncmp(result.out, "1 statement for", 15), 0);
}

static void what_is_empty_is_named(void **state)
{
    (void)state;
    assert_int_equal(run("-i", "", "fox", NULL), 2);
    assert_string_equal(result.err, "dictum-search: --index must be a folder, not “”\n");
    assert_int_equal(run("…", NULL, NULL, NULL), 1);
    assert_string_equal(result.err, "dictum-search: the query holds no word to look for\n");
    assert_int_equal(run("zebra", NULL, NULL, NULL), 1);
    assert_string_equal(result.err, "dictum-search: none of 3 statements matches zebra\n");
}

static void an_excerpt_tells_its_page_where_there_are_pages(void **state)
{
    (void)state;
    assert_int_equal(run("whale", NULL, NULL, NULL), 0);
    assert_non_null(strstr(result.out, "A whale was seen on the second.  (page 2)\n"));
    assert_int_equal(run("--color=always", "whale", NULL, NULL), 0);
    assert_non_null(strstr(result.out, "\033[2m  (page 2)\033[0m\n"));
    assert_int_equal(run("--format=json", "whale", NULL, NULL), 0);
    assert_non_null(strstr(result.out, "\"marks\":[[2,7]],\"page\":2}]"));
    assert_int_equal(run("harbour", NULL, NULL, NULL), 0);
    assert_null(strstr(result.out, "page"));
    assert_int_equal(run("--format=json", "harbour", NULL, NULL), 0);
    assert_null(strstr(result.out, "\"page\""));
}

static void paths_come_once_and_by_themselves(void **state)
{
    (void)state;
    assert_int_equal(run("-l", "fox OR harbour OR whale", NULL, NULL), 0);
    char *records = strstr(result.out, "records.jsonl\n"), *board = strstr(result.out, "board.pdf\n");
    assert_non_null(records);
    assert_non_null(board);
    assert_int_equal(strlen(result.out), strlen(folder) * 2 + strlen("/records.jsonl\n/board.pdf\n"));
    assert_int_equal(run("-l0", "whale", NULL, NULL), 0);
    assert_int_equal(result.out_bytes, strlen(document) + 1);
    assert_string_equal(result.out, document);
    assert_int_equal(run("-l", "--limit=0", "whale", NULL), 0);
    assert_int_equal(result.out_bytes, 0);
    assert_int_equal(run("-l", "unicorn", NULL, NULL), 1);
    assert_int_equal(run("-0", "whale", NULL, NULL), 2);
    assert_int_equal(run("-l", "--format=json", "whale", NULL), 2);
}

static void facets_are_printed_as_asked_for(void **state)
{
    (void)state;
    assert_int_equal(run("--facets=source,speaker", "a OR whale", NULL, NULL), 0);
    assert_non_null(strstr(result.out, "\nsource: none (3)\n"));
    assert_non_null(strstr(result.out, "\nspeaker: \xef\xbf\xbd"
                                       "fox (1), none (2)\n"));
    assert_int_equal(run("--facets=speaker", "--format=json", "a OR whale", NULL), 0);
    assert_non_null(strstr(result.out,
                           "{\"format\":1,\"type\":\"facet\",\"name\":\"speaker\",\"exact\":true,\"values\":["
                           "{\"value\":\"\xe2\x80\xae"
                           "fox\",\"count\":1},{\"value\":null,\"count\":2}]}\n"));
    assert_int_equal(run("--facets=year", "--format=json", "unicorn", NULL), 1);
    assert_non_null(strstr(result.out, "\"name\":\"year\",\"exact\":true,\"values\":[]}\n"));
    assert_int_equal(run("--facets=years", "whale", NULL, NULL), 2);
    assert_int_equal(run("--facets=", "whale", NULL, NULL), 2);
    assert_int_equal(run("--facets=year,", "whale", NULL, NULL), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_excerpt_tells_its_page_where_there_are_pages),
        cmocka_unit_test(paths_come_once_and_by_themselves),
        cmocka_unit_test(facets_are_printed_as_asked_for),
        cmocka_unit_test(a_caret_stands_under_the_place_whatever_is_before_it),
        cmocka_unit_test(nothing_from_outside_commands_the_terminal),
        cmocka_unit_test(show_takes_one_id_and_no_query),
        cmocka_unit_test(an_index_named_twice_is_searched_once),
        cmocka_unit_test(what_is_empty_is_named),
    };
    int failed = cmocka_run_group_tests(tests, set_up, tear_down);
    process_dispose(&result);
    return failed;
}
