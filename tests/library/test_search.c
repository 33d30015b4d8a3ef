/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The search library as an embedding program meets it: through <dictum/search.h> alone, over indexes that dictum-index
 * makes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <dictum/search.h>

#include "tests/support/characters.h"
#include "tests/support/process.h"
#include "tests/support/temp.h"

#define RECORD(id, title, date, text)                                                                                  \
    "{\"id\":\"" id "\",\"title\":\"" title "\",\"date\":\"" date "\",\"lang\":\"en\",\"text\":\"" text "\"}\n"

static char *folder;

static int set_up(void **state)
{
    (void)state;
    folder = temp_new();
    return folder == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    temp_remove(folder);
    return 0;
}

/* Writes a file of records and indexes it; the index's path, to be freed. */
static char *make_index(const char *name, const char *records)
{
    char file[64], where[64];
    snprintf(file, sizeof file, "%s.jsonl", name);
    snprintf(where, sizeof where, "%s.index", name);
    char *source = temp_path(folder, file), *index = temp_path(folder, where);
    char *program = process_program("dictum-index");
    assert_non_null(program);
    assert_true(temp_write(source, records, strlen(records)));
    const char *arguments[] = {program, "--index", index, source, NULL};
    process_result result;
    assert_true(process_run(arguments, NULL, &result));
    if (result.status != 0)
        fail_msg("dictum-index: %s", result.err);
    process_dispose(&result);
    free(program);
    free(source);
    return index;
}

static dictum_index *open_one(const char *where)
{
    dictum_error err;
    dictum_index *index;
    if (dictum_index_open(&where, 1, &index, &err) != DICTUM_OK)
        fail_msg("%s", err.text);
    return index;
}

static dictum_result *search(dictum_index *index, const char *query, const dictum_search_options *options)
{
    dictum_error err;
    dictum_result *result;
    if (dictum_search(index, query, options, &result, &err) != DICTUM_OK)
        fail_msg("%s: %s", query, err.text);
    return result;
}

/* The ids found, in order, divided by spaces. */
static void expect_ids(dictum_index *index, const char *query, const dictum_search_options *options, const char *ids)
{
    char found[256] = "";
    size_t used = 0;
    dictum_result *result = search(index, query, options);
    for (size_t i = 0; i < dictum_result_hit_count(result) && used < sizeof found; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s", i > 0 ? " " : "",
                                 dictum_result_hit(result, i)->statement->id.text);
    if (strcmp(found, ids) != 0)
        fail_msg("%s found “%s”, not “%s”", query, found, ids);
    dictum_result_free(result);
}

static const char *const harbour = RECORD("one", "Harbour opens", "2024-02-10", "The harbour is open. Ships may enter.")
    RECORD("two", "Water", "2024-02", "The harbour master said: boil the water before drinking.")
        RECORD("three", "Undated", "", "A harbour without a date.");

static void several_indexes_are_searched_as_one(void **state)
{
    (void)state;
    char *first = make_index("first", harbour);
    char *second = make_index("second", RECORD("four", "Closed", "2023-01-01", "The harbour is closed to ships."));
    const char *both[] = {first, second};
    dictum_error err;
    dictum_index *index;
    dictum_search_options options;
    const char *const twice[] = {first, first};
    assert_int_equal(dictum_index_open(twice, 2, &index, &err), DICTUM_OK);
    assert_int_equal(dictum_index_statement_count(index), 3);
    dictum_index_free(index);
    assert_int_equal(dictum_index_open(both, 2, &index, &err), DICTUM_OK);
    assert_int_equal(dictum_index_statement_count(index), 4);
    dictum_search_options_init(&options);
    options.sort = DICTUM_SORT_OLDEST;
    expect_ids(index, "harbour", &options, "four two one three");
    expect_ids(index, "\"closed to ships\"", &options, "four");
    dictum_statement *statement;
    assert_int_equal(dictum_statement_fetch(index, "four", &statement, &err), DICTUM_OK);
    assert_string_equal(statement->title.text, "Closed");
    dictum_statement_free(statement);
    dictum_index_free(index);
    free(first);
    free(second);
}

static void an_index_that_is_named_twice_is_searched_once(void **state)
{
    (void)state;
    char *where = make_index("twice", harbour), *again = temp_path(folder, "./twice.index/.");
    const char *both[] = {where, again, where}, *none[] = {where, ""};
    dictum_error err;
    dictum_index *index;
    assert_int_equal(dictum_index_open(both, 3, &index, &err), DICTUM_OK);
    assert_int_equal(dictum_index_statement_count(index), 3);
    dictum_index_free(index);
    assert_int_equal(dictum_index_open(none, 2, &index, &err), DICTUM_ARGUMENT);
    assert_null(index);
    free(where);
    free(again);
}

static void undated_statements_come_last_in_both_orders(void **state)
{
    (void)state;
    char *where = make_index("dates", RECORD("a", "t", "2024-02-10", "harbour") RECORD("b", "t", "2024", "harbour")
                                          RECORD("c", "t", "2023-12-31", "harbour"));
    dictum_index *index = open_one(where);
    dictum_search_options options;
    dictum_search_options_init(&options);
    options.sort = DICTUM_SORT_NEWEST;
    expect_ids(index, "harbour", &options, "a b c");
    options.sort = DICTUM_SORT_OLDEST;
    expect_ids(index, "harbour", &options, "c b a");
    dictum_index_free(index);
    free(where);
}

static void paging_covers_every_match_once(void **state)
{
    (void)state;
    char *where = make_index("paging", harbour);
    dictum_index *index = open_one(where);
    dictum_search_options options;
    dictum_search_options_init(&options);
    options.limit = 1;
    char seen[64] = "";
    size_t used = 0;
    for (options.offset = 0; options.offset < 5; options.offset++) {
        dictum_result *result = search(index, "harbour", &options);
        assert_int_equal(dictum_result_match_count(result), 3);
        assert_true(dictum_result_is_exact(result));
        assert_int_equal(dictum_result_hit_count(result), options.offset < 3 ? 1 : 0);
        for (size_t i = 0; i < dictum_result_hit_count(result); i++) {
            const dictum_hit *hit = dictum_result_hit(result, i);
            assert_int_equal(hit->rank, options.offset + 1);
            assert_null(strstr(seen, hit->statement->id.text));
            used += (size_t)snprintf(seen + used, sizeof seen - used, "%s", hit->statement->id.text);
        }
        assert_null(dictum_result_hit(result, 1));
        dictum_result_free(result);
    }
    assert_int_equal(strlen(seen), strlen("onetwothree"));
    dictum_index_free(index);
    free(where);
}

static void results_and_statements_outlive_the_index(void **state)
{
    (void)state;
    char *where = make_index("outlive", harbour);
    dictum_index *index = open_one(where);
    dictum_result *result = search(index, "\"ships may enter\"", NULL);
    dictum_statement *statement;
    dictum_error err;
    assert_int_equal(dictum_statement_fetch(index, "two", &statement, &err), DICTUM_OK);
    dictum_index_free(index);
    const dictum_hit *hit = dictum_result_hit(result, 0);
    assert_non_null(hit);
    assert_int_equal(hit->excerpt_count, 1);
    assert_string_equal(hit->excerpts[0].text.text, "Ships may enter.");
    assert_int_equal(hit->excerpts[0].start, 21);
    assert_int_equal(hit->excerpts[0].mark_count, 1);
    assert_int_equal(hit->excerpts[0].marks[0].start, 0);
    assert_int_equal(hit->excerpts[0].marks[0].end, 15);
    assert_string_equal(statement->date.text, "2024-02");
    assert_int_equal(statement->date_known, DICTUM_DATE_STATED);
    dictum_result_free(result);
    dictum_statement_free(statement);
    free(where);
}

static void a_match_in_the_title_alone_is_marked_there(void **state)
{
    (void)state;
    char *where = make_index("title", harbour);
    dictum_index *index = open_one(where);
    dictum_result *result =
        search(index, "opens undated",
               &(dictum_search_options){.limit = 9, .excerpts_per_hit = 3, .excerpt_bytes = 600, .any = true});
    assert_int_equal(dictum_result_match_count(result), 2);
    dictum_result_free(result);
    result = search(index, "title:harbour", NULL);
    const dictum_hit *hit = dictum_result_hit(result, 0);
    assert_non_null(hit);
    assert_int_equal(dictum_result_match_count(result), 1);
    assert_int_equal(hit->title_mark_count, 1);
    assert_int_equal(hit->title_marks[0].end, strlen("Harbour"));
    assert_int_equal(hit->excerpt_count, 0);
    dictum_result_free(result);
    dictum_index_free(index);
    free(where);
}

static void what_is_not_there_or_not_ours_is_named(void **state)
{
    (void)state;
    dictum_error err;
    dictum_index *index;
    char *missing = temp_path(folder, "missing");
    const char *where = missing;
    assert_int_equal(dictum_index_open(&where, 1, &index, &err), DICTUM_NOT_FOUND);
    assert_null(index);
    assert_non_null(strstr(err.text, "missing"));
    assert_int_equal(dictum_index_open(&where, 0, &index, &err), DICTUM_ARGUMENT);
    char *good = make_index("named", harbour);
    index = open_one(good);
    dictum_statement *statement;
    assert_int_equal(dictum_statement_fetch(index, "nobody", &statement, &err), DICTUM_NOT_FOUND);
    assert_null(statement);
    assert_non_null(strstr(err.text, "nobody"));
    dictum_result *result;
    assert_int_equal(dictum_search(index, "a NEAR/2000 b", NULL, &result, &err), DICTUM_LIMIT);
    assert_null(result);
    assert_int_equal(err.offset_bytes, 2);
    /* Without a place to put it, an error is no more than a status. */
    assert_int_equal(dictum_search(index, "a NEAR/2000 b", NULL, &result, NULL), DICTUM_LIMIT);
    dictum_index_free(index);
    free(missing);
    free(good);
}

/* A record of the words x and four letters, from the one with this number on. */
static void add_words(growing *records, const char *id, size_t first, size_t count)
{
    growing_add_str(records, "{\"id\":\"");
    growing_add_str(records, id);
    growing_add_str(records, "\",\"lang\":\"en\",\"text\":\"Harbour");
    for (size_t i = first; i < first + count; i++) {
        char word[] = " xaaaa";
        for (size_t k = 5, left = i; k > 1; k--, left /= 26)
            word[k] = (char)('a' + left % 26);
        growing_add_str(records, word);
    }
    growing_add_str(records, ".\"}\n");
}

static void a_prefix_of_more_words_than_can_be_looked_for_is_not_exact_and_never_excluded(void **state)
{
    (void)state;
    growing records = {0};
    dictum_error err;
    dictum_result *result;
    add_words(&records, "one", 0, 6000);
    add_words(&records, "two", 6000, 5000);
    add_words(&records, "three", 0, 0);
    char *where = make_index("words", records.data);
    dictum_index *index = open_one(where);
    result = search(index, "xaa*", NULL); /* 676 words */
    assert_true(dictum_result_is_exact(result));
    assert_int_equal(dictum_result_match_count(result), 1);
    assert_int_equal(dictum_result_note_count(result), 0);
    dictum_result_free(result);
    expect_ids(index, "harbour -xaa*", NULL, "three two");
    result = search(index, "harbour x*", NULL);
    assert_false(dictum_result_is_exact(result));
    assert_int_equal(dictum_result_note_count(result), 1);
    assert_non_null(strstr(dictum_result_note(result, 0), "stands for 11000 words of the index"));
    dictum_result_free(result);
    assert_int_equal(dictum_search(index, "harbour -x*", NULL, &result, &err), DICTUM_LIMIT);
    assert_int_equal(err.offset_bytes, 9);
    assert_null(result);
    dictum_index_free(index);
    growing_dispose(&records);
    free(where);
}

static void overwrite(const char *where, const char *name, const char *bytes, size_t count)
{
    char *path = temp_path(where, name);
    assert_true(temp_write(path, bytes, count));
    free(path);
}

static void expect_refused(const char *where, dictum_status expected, const char *part)
{
    dictum_error err;
    dictum_index *index;
    assert_int_equal(dictum_index_open(&where, 1, &index, &err), expected);
    if (strstr(err.text, part) == NULL)
        fail_msg("“%s” does not say “%s”", err.text, part);
}

static void a_damaged_index_is_called_damaged(void **state)
{
    (void)state;
    static const char noise[8192] = "\x01\x02\x03";
    char stub[64] = "", table[128];
    char *where = make_index("damaged", harbour);
    char *path = temp_path(where, "XAPIANDB");
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    assert_non_null(fgets(stub, sizeof stub, file));
    fclose(file);
    stub[strcspn(stub, "\n")] = '\0';
    overwrite(where, "XAPIANDB", "", 0);
    expect_refused(where, DICTUM_CORRUPT, "is damaged");
    overwrite(where, "XAPIANDB", stub, strlen(stub));
    dictum_index_free(open_one(where));
    snprintf(table, sizeof table, "%s/postlist.glass", stub + strlen("auto "));
    overwrite(where, table, noise, sizeof noise);
    expect_refused(where, DICTUM_CORRUPT, "is damaged");
    free(path);
    free(where);
}

/* Root may read everything: then somebody else is asked to. */
static void what_may_not_be_read_is_not_called_missing(void **state)
{
    (void)state;
    char stub[] = "XAPIANDB";
    char *where = make_index("closed", harbour), *path = temp_path(where, stub);
    bool root = geteuid() == 0;
    assert_int_equal(chmod(folder, 0755), 0);
    assert_int_equal(chmod(path, 0), 0);
    if (root)
        assert_int_equal(seteuid(65534), 0);
    expect_refused(where, DICTUM_IO, "Permission denied");
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(chmod(where, 0), 0);
    if (root)
        assert_int_equal(seteuid(65534), 0);
    expect_refused(where, DICTUM_IO, "Permission denied");
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(where, 0755), 0);
    free(path);
    free(where);
}

/* A child that writes the index again and again, now with one statement more, now with one less. */
static pid_t start_writer(const char *source, const char *where, int rounds)
{
    char *program = process_program("dictum-index");
    char *more = NULL;
    assert_non_null(program);
    size_t length = strlen(harbour) + 200;
    more = malloc(length);
    assert_non_null(more);
    snprintf(more, length, "%s%s", harbour, RECORD("extra", "Extra", "2022-01-01", "One more harbour."));
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < rounds; i++) {
            const char *text = i % 2 == 0 ? more : harbour;
            const char *arguments[] = {program, "--quiet", "--index", where, source, NULL};
            process_result result;
            if (!temp_write(source, text, strlen(text)) || !process_run(arguments, NULL, &result) || result.status != 0)
                _exit(1);
            process_dispose(&result);
        }
        _exit(0);
    }
    free(more);
    free(program);
    return child;
}

static void a_writer_at_work_is_never_an_error_for_a_reader(void **state)
{
    (void)state;
    char *where = make_index("living", harbour);
    char *source = temp_path(folder, "living.jsonl");
    dictum_index *kept = open_one(where);
    pid_t writer = start_writer(source, where, 40);
    assert_true(writer > 0);
    int status = 0;
    bool three = false, four = false;
    size_t searches = 0;
    while (waitpid(writer, &status, WNOHANG) == 0) {
        dictum_index *fresh = open_one(where);
        dictum_index *both[] = {kept, fresh};
        for (size_t i = 0; i < 2; i++) {
            dictum_result *result = search(both[i], "harbour", NULL);
            uint64_t matches = dictum_result_match_count(result);
            assert_true(matches == 3 || matches == 4);
            assert_int_equal(dictum_result_hit_count(result), matches);
            three = three || matches == 3;
            four = four || matches == 4;
            dictum_result_free(result);
            searches++;
        }
        dictum_index_free(fresh);
    }
    print_message("%zu searches\n", searches);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_true(three && four);
    dictum_index_free(kept);
    free(source);
    free(where);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_indexes_are_searched_as_one),
        cmocka_unit_test(an_index_that_is_named_twice_is_searched_once),
        cmocka_unit_test(undated_statements_come_last_in_both_orders),
        cmocka_unit_test(paging_covers_every_match_once),
        cmocka_unit_test(results_and_statements_outlive_the_index),
        cmocka_unit_test(a_match_in_the_title_alone_is_marked_there),
        cmocka_unit_test(what_is_not_there_or_not_ours_is_named),
        cmocka_unit_test(a_prefix_of_more_words_than_can_be_looked_for_is_not_exact_and_never_excluded),
        cmocka_unit_test(a_damaged_index_is_called_damaged),
        cmocka_unit_test(what_may_not_be_read_is_not_called_missing),
        cmocka_unit_test(a_writer_at_work_is_never_an_error_for_a_reader),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
