/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements that are retired are found, shown, counted and known by nothing: an index of several shards with retired
 * ones gives the same answers as one that never had them. */
#include <dictum/search.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/characters.h"
#include "tests/support/shards.h"
#include "tests/support/temp.h"

#define SPREADS 6

static const char current[] =
    "{\"id\":\"a\",\"lang\":\"en\",\"date\":\"2024-02-10\",\"text\":\"The cyber security of the harbour over time.\"}\n"
    "{\"id\":\"b\",\"lang\":\"en\",\"date\":\"2023-01-01\",\"title\":\"Water\",\"text\":\"Boil the water first.\"}\n"
    "{\"id\":\"c\",\"lang\":\"en\",\"date\":\"2025-05-05\",\"text\":\"Ships may enter the harbour.\"}\n"
    "{\"id\":\"d\",\"lang\":\"nl\",\"text\":\"opsporings en ambtenaren, 1 000 of meer\"}\n";

/* Other words, languages, spellings and joins; two have gone altogether. */
static const char older[] =
    "{\"id\":\"a\",\"lang\":\"en\",\"date\":\"2024-02-10\",\"text\":\"The cyber-security of the harbour. Overtime.\"}\n"
    "{\"id\":\"b\",\"lang\":\"de\",\"date\":\"2030-01-01\",\"title\":\"Harbour\",\"text\":\"Wasser im harbour.\"}\n"
    "{\"id\":\"d\",\"lang\":\"nl\",\"text\":\"opsporings-\\nambtenaren, 1.000 of 1000 in the harbour\"}\n"
    "{\"id\":\"gone\",\"lang\":\"fr\",\"source\":\"Agence\",\"text\":\"Cybersecurity of a removed harbour.\"}\n"
    "{\"id\":\"last\",\"lang\":\"en\",\"text\":\"Ships may enter the harbour.\"}\n";

static const char *const queries[] = {"harbour",
                                      "the",
                                      "removed",
                                      "removed OR ships",
                                      "-ships",
                                      "-removed",
                                      "-harbour",
                                      "harbour -security",
                                      "harbour -removed",
                                      "harbour OR -harbour",
                                      "\"ships may enter\"",
                                      "\"removed harbour\"",
                                      "\"cyber security\"",
                                      "cyber security",
                                      "cyber-security",
                                      "cybersecurity",
                                      "\"cybersecurity\"",
                                      "over time",
                                      "overtime",
                                      "cyber*",
                                      "-cyber*",
                                      "re*",
                                      "\"the har*\"",
                                      "title:harbour",
                                      "title:water",
                                      "source:agence",
                                      "lang:fr",
                                      "lang:de",
                                      "lang:en",
                                      "-lang:en",
                                      "=boil",
                                      "opsporingsambtenaren",
                                      "\"opsporingsambtenaren\"",
                                      "\"opsporings ambtenaren 1000\"",
                                      "\"1000 of\"",
                                      "1,000",
                                      "opsporings ambtenaren",
                                      "wasser"};

static char *alone;
static char *spread[SPREADS];
static char *owns[SPREADS]; /* the folders that they stand in */

static int set_up(void **state)
{
    (void)state;
    chance dice = chance_begin(chance_seed());
    for (size_t i = 0; i < SPREADS; i++) {
        char *own = temp_new();
        spread[i] = own == NULL ? NULL : shards_index(own, current, older, 1 + i % 4, &dice);
        if (spread[i] == NULL)
            return -1;
        if (i == 0)
            alone = temp_path(own, "current/index");
        owns[i] = own;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPREADS; i++) {
        free(spread[i]);
        temp_remove(owns[i]);
    }
    free(alone);
    return 0;
}

static dictum_index *open_these(const char *const *places, size_t count)
{
    dictum_error err;
    dictum_index *index;
    if (dictum_index_open(places, count, &index, &err) != DICTUM_OK)
        fail_msg("%s", err.text);
    return index;
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* A hit with its marks on one line, to be freed. */
static char *hit_line(const dictum_hit *hit)
{
    growing line = {0};
    char mark[64];
    growing_add_str(&line, hit->statement->id.text);
    growing_add_str(&line, " ");
    growing_add_str(&line, hit->statement->text.text);
    for (size_t i = 0; i < hit->title_mark_count; i++) {
        (void)snprintf(mark, sizeof mark, " title %zu-%zu", hit->title_marks[i].start, hit->title_marks[i].end);
        growing_add_str(&line, mark);
    }
    for (size_t i = 0; i < hit->excerpt_count; i++)
        for (size_t k = 0; k < hit->excerpts[i].mark_count; k++) {
            const dictum_range *range = &hit->excerpts[i].marks[k];
            (void)snprintf(mark, sizeof mark, " %zu+%zu-%zu", hit->excerpts[i].start, range->start, range->end);
            growing_add_str(&line, mark);
        }
    growing_add_str(&line, "\n");
    return line.data;
}

/* All that an answer says but scores and, unless it is sorted by date, the order: one text, to be freed. */
static char *answer(dictum_index *index, const char *query, dictum_sort sort)
{
    growing text = {0};
    char count[64], *lines[32];
    dictum_error err;
    dictum_result *result;
    dictum_search_options options;
    dictum_search_options_init(&options);
    options.sort = sort;
    options.limit = 32;
    if (dictum_search(index, query, &options, &result, &err) != DICTUM_OK)
        fail_msg("%s: %s", query, err.text);
    (void)snprintf(count, sizeof count, "%llu %d ", (unsigned long long)dictum_result_match_count(result),
                   (int)dictum_result_is_exact(result));
    growing_add_str(&text, count);
    growing_add_str(&text, dictum_result_query(result));
    for (size_t i = 0; i < dictum_result_note_count(result); i++) {
        growing_add_str(&text, "\nnote: ");
        growing_add_str(&text, dictum_result_note(result, i));
    }
    growing_add_str(&text, "\n");
    size_t hits = dictum_result_hit_count(result);
    for (size_t i = 0; i < hits; i++)
        lines[i] = hit_line(dictum_result_hit(result, i));
    if (sort == DICTUM_SORT_RELEVANCE)
        qsort(lines, hits, sizeof lines[0], compare_lines);
    for (size_t i = 0; i < hits; i++) {
        growing_add_str(&text, lines[i]);
        free(lines[i]);
    }
    dictum_result_free(result);
    return text.data;
}

static void expect_same(dictum_index *one, dictum_index *other, dictum_sort sort)
{
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        char *expected = answer(one, queries[i], sort), *got = answer(other, queries[i], sort);
        if (strcmp(expected, got) != 0)
            fail_msg("%s\nfinds in one shard:\n%s\nand in several:\n%s", queries[i], expected, got);
        free(expected);
        free(got);
    }
}

static void answers_are_the_same_without_retired_statements(void **state)
{
    (void)state;
    dictum_index *one = open_these((const char *const *)&alone, 1);
    for (size_t i = 0; i < SPREADS; i++) {
        dictum_index *several = open_these((const char *const *)&spread[i], 1);
        assert_int_equal(dictum_index_statement_count(several), 4);
        expect_same(one, several, DICTUM_SORT_RELEVANCE);
        dictum_index_free(several);
    }
    dictum_index_free(one);
}

static void dates_of_retired_statements_order_nothing(void **state)
{
    (void)state;
    dictum_index *one = open_these((const char *const *)&alone, 1);
    for (size_t i = 0; i < SPREADS; i++) {
        dictum_index *several = open_these((const char *const *)&spread[i], 1);
        expect_same(one, several, DICTUM_SORT_NEWEST);
        expect_same(one, several, DICTUM_SORT_OLDEST);
        dictum_index_free(several);
    }
    dictum_index_free(one);
}

static void a_query_finds_what_it_is_meant_to(void **state)
{
    (void)state;
    dictum_index *one = open_these((const char *const *)&alone, 1);
    char *text = answer(one, "-removed", DICTUM_SORT_RELEVANCE);
    assert_memory_equal(text, "4 1 NOT removed\na ", 17);
    free(text);
    text = answer(one, "cybersecurity", DICTUM_SORT_RELEVANCE);
    assert_string_equal(text, "0 1 cybersecurity\n");
    free(text);
    dictum_index_free(one);
}

static void the_statement_that_is_not_retired_is_shown(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPREADS; i++) {
        dictum_index *index = open_these((const char *const *)&spread[i], 1);
        dictum_statement *statement;
        dictum_error err;
        assert_int_equal(dictum_statement_fetch(index, "a", &statement, &err), DICTUM_OK);
        assert_string_equal(statement->text.text, "The cyber security of the harbour over time.");
        dictum_statement_free(statement);
        assert_int_equal(dictum_statement_fetch(index, "b", &statement, &err), DICTUM_OK);
        assert_string_equal(statement->title.text, "Water");
        dictum_statement_free(statement);
        assert_int_equal(dictum_statement_fetch(index, "gone", &statement, &err), DICTUM_NOT_FOUND);
        assert_null(statement);
        assert_non_null(strstr(err.text, "gone"));
        dictum_index_free(index);
    }
}

static void several_indexes_with_shards_are_searched_as_one(void **state)
{
    (void)state;
    const char *both[] = {spread[3], alone, spread[2], spread[3]}, *one[] = {alone, spread[0], spread[4]};
    dictum_index *index = open_these(both, 4), *other = open_these(one, 3);
    assert_int_equal(dictum_index_statement_count(index), 12);
    assert_int_equal(dictum_index_statement_count(other), 12);
    expect_same(other, index, DICTUM_SORT_RELEVANCE);
    dictum_index_free(index);
    dictum_index_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_the_same_without_retired_statements),
        cmocka_unit_test(dates_of_retired_statements_order_nothing),
        cmocka_unit_test(a_query_finds_what_it_is_meant_to),
        cmocka_unit_test(the_statement_that_is_not_retired_is_shown),
        cmocka_unit_test(several_indexes_with_shards_are_searched_as_one),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
