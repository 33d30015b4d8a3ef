/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One word in several spellings: what finds what, in which order, and what the answer tells of it. */
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
#include "tests/support/indexing.h"
#include "tests/support/temp.h"

static const char records[] =
    "{\"id\":\"joined\",\"lang\":\"en\",\"text\":\"We take cybersecurity seriously.\"}\n"
    "{\"id\":\"hyphen\",\"lang\":\"en\",\"text\":\"We take cyber-security seriously.\"}\n"
    "{\"id\":\"apart\",\"lang\":\"en\",\"text\":\"We take cyber security seriously.\"}\n"
    "{\"id\":\"title\",\"lang\":\"en\",\"title\":\"On cybersecurity\",\"text\":\"Nothing.\"}\n"
    "{\"id\":\"overtime\",\"lang\":\"en\",\"text\":\"They were paid for overtime.\"}\n"
    "{\"id\":\"time\",\"lang\":\"en\",\"text\":\"It changes over time.\"}\n"
    "{\"id\":\"g20\",\"lang\":\"en\",\"text\":\"The G-20 met.\"}\n"
    "{\"id\":\"plain\",\"lang\":\"fr\",\"text\":\"un cafe ferme\"}\n"
    "{\"id\":\"accent\",\"lang\":\"fr\",\"text\":\"un café fermé\"}\n"
    "{\"id\":\"number\",\"lang\":\"en\",\"text\":\"all 1000000 of them\"}\n"
    "{\"id\":\"commas\",\"lang\":\"en\",\"text\":\"all 1,000,000 of them\"}\n"
    "{\"id\":\"spaces\",\"lang\":\"en\",\"text\":\"all 1 000 000 of them\"}\n"
    "{\"id\":\"broken\",\"lang\":\"nl\",\"text\":\"door opsporings-\\nambtenaren gezien\"}\n"
    "{\"id\":\"four\",\"lang\":\"en\",\"text\":\"An in-\\nter-\\nna-\\ntional body met.\"}\n"
    "{\"id\":\"whole\",\"lang\":\"nl\",\"text\":\"door opsporingsambtenaren gezien\"}\n";

static char *folder;
static dictum_index *opened;

static int set_up(void **state)
{
    (void)state;
    folder = temp_new();
    char *place = folder == NULL ? NULL : indexing_records(folder, records, strlen(records));
    const char *where = place;
    int failed = place == NULL || dictum_index_open(&where, 1, &opened, NULL) != DICTUM_OK;
    free(place);
    return failed;
}

static int tear_down(void **state)
{
    (void)state;
    dictum_index_free(opened);
    temp_remove(folder);
    return 0;
}

/* The ids of the hits in their order, divided by spaces, are the expected ones. */
static void finds(const char *query, const char *expected)
{
    dictum_result *result;
    dictum_error error;
    growing ids = {0};
    growing_add_str(&ids, "");
    if (dictum_search(opened, query, NULL, &result, &error) != DICTUM_OK)
        fail_msg("%s: %s", query, error.text);
    for (size_t i = 0; i < dictum_result_hit_count(result); i++) {
        growing_add_str(&ids, i > 0 ? " " : "");
        growing_add_str(&ids, dictum_result_hit(result, i)->statement->id.text);
    }
    if (strcmp(ids.data, expected) != 0)
        fail_msg("%s finds\n  %s\nand should find\n  %s", query, ids.data, expected);
    growing_dispose(&ids);
    dictum_result_free(result);
}

/* What a hit has marked, divided by slashes, is the expected. */
static void marks(const char *query, const char *id, const char *expected)
{
    dictum_result *result;
    growing marked = {0};
    growing_add_str(&marked, "");
    assert_int_equal(dictum_search(opened, query, NULL, &result, NULL), DICTUM_OK);
    for (size_t i = 0; i < dictum_result_hit_count(result); i++) {
        const dictum_hit *hit = dictum_result_hit(result, i);
        if (strcmp(hit->statement->id.text, id) != 0)
            continue;
        for (size_t e = 0; e < hit->excerpt_count; e++) {
            for (size_t m = 0; m < hit->excerpts[e].mark_count; m++) {
                dictum_range range = hit->excerpts[e].marks[m];
                growing_add_str(&marked, marked.len > 0 ? "/" : "");
                growing_add(&marked, hit->excerpts[e].text.text + range.start, range.end - range.start);
            }
        }
    }
    assert_string_equal(marked.data, expected);
    growing_dispose(&marked);
    dictum_result_free(result);
}

static void two_words_find_each_other_however_they_are_joined(void **state)
{
    (void)state;
    finds("cybersecurity", "title joined apart hyphen");
    finds("cyber-security", "hyphen apart title joined");
    finds("cyber security", "apart hyphen title joined");
    finds("cyber security seriously", "apart hyphen joined");
    finds("seriously cyber security", "apart hyphen joined");
    finds("title:cybersecurity", "title");
    finds("title:cyber-security", "title");
    finds("title:(cyber security)", "title");
    marks("cybersecurity", "hyphen", "cyber-security");
    marks("cybersecurity", "apart", "cyber security");
    marks("cyber-security", "joined", "cybersecurity");
    marks("cyber security", "joined", "cybersecurity");
    marks("cyber security", "hyphen", "cyber/security");
}

static void between_quotation_marks_only_a_hyphen_is_a_space(void **state)
{
    (void)state;
    finds("\"cybersecurity\"", "title joined");
    finds("\"cyber security\" seriously", "apart hyphen");
    finds("\"cyber-security\" seriously", "apart hyphen");
    finds("=cybersecurity", "title joined");
}

static void what_no_statement_joins_by_a_hyphen_is_not_divided(void **state)
{
    (void)state;
    finds("overtime", "overtime");
    finds("over time", "time overtime"); /* joined, it stands in a statement */
    finds("G20", "g20");
    finds("over AND time", "time");
}

static void what_is_excluded_is_excluded_in_every_spelling(void **state)
{
    (void)state;
    finds("seriously -cybersecurity", "");
    finds("seriously -(cyber security)", "");
    finds("seriously -cyber-security", "");
    finds("seriously -\"cyber security\"", "joined");
}

static void the_answer_tells_what_else_was_looked_for(void **state)
{
    (void)state;
    dictum_result *result;
    assert_int_equal(dictum_search(opened, "cyber-security", NULL, &result, NULL), DICTUM_OK);
    assert_int_equal(dictum_result_note_count(result), 1);
    assert_string_equal(dictum_result_note(result, 0), "“cyber-security” was also looked for as “cybersecurity”");
    dictum_result_free(result);
    assert_int_equal(dictum_search(opened, "cybersecurity", NULL, &result, NULL), DICTUM_OK);
    assert_string_equal(dictum_result_note(result, 0), "“cybersecurity” was also looked for as “cyber security”");
    dictum_result_free(result);
    assert_int_equal(dictum_search(opened, "\"cyber-security\"", NULL, &result, NULL), DICTUM_OK);
    assert_int_equal(dictum_result_note_count(result), 0);
    dictum_result_free(result);
}

/* However common the spelling that was typed, and however rare the other. */
static void what_was_typed_ranks_first_in_an_archive_that_is_full_of_it(void **state)
{
    (void)state;
    static const char *const typed[] = {"cyber security", "cyber-security"};
    for (size_t i = 0; i < 2; i++) {
        growing lines = {0};
        char line[128], *own = temp_new();
        dictum_index *index;
        dictum_result *result;
        assert_non_null(own);
        for (int n = 0; n < 300; n++) {
            snprintf(line, sizeof line, "{\"id\":\"%d\",\"lang\":\"en\",\"text\":\"The %s plan number %d.\"}\n", n,
                     typed[i], n);
            growing_add_str(&lines, line);
        }
        growing_add_str(&lines, "{\"id\":\"joined\",\"lang\":\"en\",\"text\":\"The cybersecurity plan.\"}\n");
        char *place = indexing_records(own, lines.data, lines.len);
        const char *where = place;
        assert_non_null(place);
        assert_int_equal(dictum_index_open(&where, 1, &index, NULL), DICTUM_OK);
        dictum_search_options options;
        dictum_search_options_init(&options);
        options.limit = 301;
        assert_int_equal(dictum_search(index, typed[i], &options, &result, NULL), DICTUM_OK);
        assert_int_equal(dictum_result_match_count(result), 301);
        assert_string_equal(dictum_result_hit(result, 300)->statement->id.text, "joined");
        dictum_result_free(result);
        dictum_index_free(index);
        growing_dispose(&lines);
        free(place);
        temp_remove(own);
    }
}

/* Indexes searched together may hold one id twice, with other texts. */
static void a_reading_is_of_the_statement_that_has_it_not_of_its_namesake(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"id\":\"1\",\"lang\":\"en\",\"text\":\"The foo-\\nbar qux stands here.\"}\n",
        "{\"id\":\"1\",\"lang\":\"en\",\"text\":\"The foo-\\nbar stands here and a qux there.\"}\n"};
    char *folders[2], *places[2];
    dictum_index *index;
    dictum_result *result;
    for (size_t i = 0; i < 2; i++) {
        folders[i] = temp_new();
        assert_non_null(folders[i]);
        places[i] = indexing_records(folders[i], texts[i], strlen(texts[i]));
        assert_non_null(places[i]);
    }
    const char *const where[] = {places[0], places[1]};
    assert_int_equal(dictum_index_open(where, 2, &index, NULL), DICTUM_OK);
    assert_int_equal(dictum_search(index, "\"foobar qux\"", NULL, &result, NULL), DICTUM_OK);
    assert_int_equal(dictum_result_match_count(result), 1);
    assert_int_equal(dictum_result_hit(result, 0)->excerpts[0].mark_count, 1);
    dictum_result_free(result);
    assert_int_equal(dictum_search(index, "NOT \"foobar qux\"", NULL, &result, NULL), DICTUM_OK);
    assert_int_equal(dictum_result_match_count(result), 1);
    dictum_result_free(result);
    dictum_index_free(index);
    for (size_t i = 0; i < 2; i++) {
        free(places[i]);
        temp_remove(folders[i]);
    }
}

/* Each of the rows can be read in very many ways, which all end in nothing. */
static void rows_of_many_readings_take_no_more_time_than_others(void **state)
{
    (void)state;
    growing lines = {0}, query = {0};
    char *own = temp_new();
    dictum_index *index;
    dictum_result *result;
    assert_non_null(own);
    growing_add_str(&lines, "{\"id\":\"1\",\"text\":\"zzz start. ");
    for (int i = 0; i < 100; i++)
        growing_add_str(&lines, "1,000 foo-\\nbar ");
    growing_add_str(&lines, "\"}\n");
    growing_add_str(&query, "start OR \"");
    for (int i = 0; i < 40; i++)
        growing_add_str(&query, "1,000 foo- bar ");
    growing_add_str(&query, "zzz\"");
    char *place = indexing_records(own, lines.data, lines.len);
    const char *where = place;
    assert_non_null(place);
    assert_int_equal(dictum_index_open(&where, 1, &index, NULL), DICTUM_OK);
    assert_int_equal(dictum_search(index, query.data, NULL, &result, NULL), DICTUM_OK); /* 2^80 ways: or never */
    assert_int_equal(dictum_result_match_count(result), 1);
    dictum_result_free(result);
    dictum_index_free(index);
    growing_dispose(&lines);
    growing_dispose(&query);
    free(place);
    temp_remove(own);
}

static void a_word_without_diacritics_finds_both_and_its_own_form_first(void **state)
{
    (void)state;
    finds("cafe", "plain accent");
    finds("café", "accent");
    finds("\"un cafe\"", "plain accent");
    finds("\"un café\"", "accent");
}

static void a_number_is_one_in_every_grouping(void **state)
{
    (void)state;
    finds("1000000", "number commas spaces");
    finds("1'000'000", "commas spaces number");
    finds("1 000 000", "commas spaces number");
    finds("\"all 1.000.000 of\"", "number commas spaces");
    finds("all -1000000", "");
    finds("\"all #1,000,000 of\"", ""); /* what is typed with a sign has it */
    marks("1000000", "commas", "1,000,000");
    marks("\"all 1000000 of\"", "spaces", "all 1 000 000 of");
}

static void a_broken_word_is_found_whole_and_by_its_stem(void **state)
{
    (void)state;
    finds("opsporingsambtenaren", "whole broken");
    finds("opsporingsambtenaar", "whole broken");
    finds("\"door opsporingsambtenaren gezien\"", "whole broken");
    finds("\"door opsporings- ambtenaren gezien\"", "broken whole");
    finds("opsporingsamb*", "whole broken");
    finds("international", "four");
    finds("\"an international body\"", "four");
    finds("=international", "four");
    finds("internat*", "four");
    marks("opsporingsambtenaren", "broken", "opsporings-\nambtenaren");
    marks("opsporingsamb*", "broken", "opsporings-\nambtenaren");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_words_find_each_other_however_they_are_joined),
        cmocka_unit_test(between_quotation_marks_only_a_hyphen_is_a_space),
        cmocka_unit_test(what_no_statement_joins_by_a_hyphen_is_not_divided),
        cmocka_unit_test(what_is_excluded_is_excluded_in_every_spelling),
        cmocka_unit_test(the_answer_tells_what_else_was_looked_for),
        cmocka_unit_test(what_was_typed_ranks_first_in_an_archive_that_is_full_of_it),
        cmocka_unit_test(a_reading_is_of_the_statement_that_has_it_not_of_its_namesake),
        cmocka_unit_test(rows_of_many_readings_take_no_more_time_than_others),
        cmocka_unit_test(a_word_without_diacritics_finds_both_and_its_own_form_first),
        cmocka_unit_test(a_number_is_one_in_every_grouping),
        cmocka_unit_test(a_broken_word_is_found_whole_and_by_its_stem),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
