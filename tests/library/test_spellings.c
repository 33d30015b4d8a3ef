/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One word in several spellings: what finds what, in which order, and what the answer tells of it. */
#include <dictum/search.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
        cmocka_unit_test(a_word_without_diacritics_finds_both_and_its_own_form_first),
        cmocka_unit_test(a_number_is_one_in_every_grouping),
        cmocka_unit_test(a_broken_word_is_found_whole_and_by_its_stem),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
