/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates, paths, weights and numbers of statements, as an embedding program meets them. What stands where to what is
 * compared with a scanner in tests/property/test_oracle.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dictum/search.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/characters.h"
#include "tests/support/indexing.h"
#include "tests/support/temp.h"

static char *folder;
static dictum_index *index_at_hand;

static int set_up(void **state)
{
    static const char records[] =
        "{\"id\":\"a\",\"date\":\"2019-12-31\",\"lang\":\"en\",\"text\":\"The harbour opens. A ship is seen.\"}\n"
        "{\"id\":\"b\",\"date\":\"2020-02\",\"lang\":\"en\",\"text\":\"The harbour closes; no ship, no harbour.\"}\n"
        "{\"id\":\"c\",\"date\":\"2020-02-29\",\"lang\":\"de\",\"text\":\"Der Hafen. Harbour, ship and ship.\"}\n"
        "{\"id\":\"d\",\"date\":\"2021\",\"lang\":\"en\",\"title\":\"Harbour\",\"text\":\"Ships.\"}\n"
        "{\"id\":\"e\",\"lang\":\"en\",\"text\":\"A harbour without a date.\"}\n";
    dictum_error error;
    (void)state;
    folder = temp_new();
    char *place = folder != NULL ? indexing_records(folder, records, sizeof records - 1) : NULL;
    const char *where = place;
    bool open = place != NULL && dictum_index_open(&where, 1, &index_at_hand, &error) == DICTUM_OK;
    free(place);
    return open ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    dictum_index_free(index_at_hand);
    temp_remove(folder);
    return 0;
}

static dictum_result *search(dictum_index *index, const char *query)
{
    dictum_result *result;
    dictum_error error;
    if (dictum_search(index, query, NULL, &result, &error) != DICTUM_OK)
        fail_msg("%s: %s", query, error.text);
    return result;
}

/* The ids that are found, each one letter, in their order. */
static void found(const char *query, char ids[8])
{
    dictum_result *result = search(index_at_hand, query);
    size_t count = dictum_result_hit_count(result);
    assert_true(count < 8);
    for (size_t i = 0; i < count; i++)
        ids[i] = dictum_result_hit(result, i)->statement->id.text[0];
    ids[count] = '\0';
    dictum_result_free(result);
}

static int compare_letters(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

static void expect(const char *query, const char *ids)
{
    char own[8];
    found(query, own);
    qsort(own, strlen(own), 1, compare_letters);
    if (strcmp(own, ids) != 0)
        fail_msg("%s found %s, not %s", query, own, ids);
}

static void dates_take_in_what_begins_so(void **state)
{
    (void)state;
    expect("date:2020", "bc");
    expect("date:2020-02", "bc");
    expect("date:2020-02-29", "c");
    expect("date:2019-12-31..2020-02", "abc");
    expect("date:2020-02-28..2020-03", "c");
    expect("date:..2020", "abc");
    expect("date:2020..", "bcde"); /* the file's time stands in for a date */
    expect("date:2021..2019", "");
    expect("harbour -date:2020", "ade");
    expect("ship date:2020 lang:de", "c");
    expect("date:2019 OR date:2021", "ad");
}

static void paths_are_found_by_their_parts(void **state)
{
    (void)state;
    const char *name = strrchr(folder, '/') + 1;
    char query[512];
    (void)snprintf(query, sizeof query, "path:%s", name);
    expect(query, "abcde");
    (void)snprintf(query, sizeof query, "harbour -path:%s", folder);
    expect(query, "");
    expect("path:(nowhere OR neverland)", "");
}

static void places_know_sentences_titles_and_fields(void **state)
{
    (void)state;
    expect("harbour SENTENCE ship", "bc");
    expect("harbour PARAGRAPH ship", "abc");
    expect("harbour NEAR/1000 ships", ""); /* the title is not near the text */
    expect("title:(harbour SENTENCE harbour)", "d");
    expect("ship NEAR/0 NOT no", "ac");
    expect("\"ship * ship\"", "c");
    expect("\"ship harbour no\"~1", "b");
    expect("\"harbour ship hafen\"/3", "c");
}

static void a_weight_changes_the_order_alone(void **state)
{
    char ids[8];
    (void)state;
    expect("hafen OR date", "ce");
    found("hafen^20 OR date", ids);
    assert_string_equal(ids, "ce");
    found("hafen OR date^20", ids);
    assert_string_equal(ids, "ec");
}

/* Whether the number is an estimate depends on the time; where it is none, it is right. */
static void beyond_10000_the_number_is_right_or_an_estimate(void **state)
{
    enum { STATEMENTS = 10500 };
    (void)state;
    growing records = {0};
    char line[96];
    dictum_error error;
    dictum_index *index;
    for (int i = 0; i < STATEMENTS; i++) {
        (void)snprintf(line, sizeof line, "{\"id\":\"%d\",\"lang\":\"en\",\"text\":\"Ship %s.\"}\n", i,
                       i % 100 == 0 ? "ahoy" : "away");
        growing_add_str(&records, line);
    }
    char *inner = temp_new();
    assert_non_null(inner);
    char *place = indexing_records(inner, records.data, records.len);
    const char *where = place;
    assert_non_null(place);
    assert_int_equal(dictum_index_open(&where, 1, &index, &error), DICTUM_OK);
    dictum_result *result = search(index, "ship SENTENCE ship");
    assert_true(dictum_result_is_exact(result) != dictum_result_is_estimate(result));
    if (dictum_result_is_exact(result))
        assert_int_equal(dictum_result_match_count(result), STATEMENTS);
    assert_true(dictum_result_match_count(result) > 10000);
    assert_int_equal(dictum_result_hit_count(result), 10);
    dictum_result_free(result);
    result = search(index, "ship SENTENCE ahoy");
    assert_true(dictum_result_is_exact(result));
    assert_false(dictum_result_is_estimate(result));
    assert_int_equal(dictum_result_match_count(result), STATEMENTS / 100);
    dictum_result_free(result);
    dictum_index_free(index);
    temp_remove(inner);
    free(place);
    growing_dispose(&records);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_take_in_what_begins_so),
        cmocka_unit_test(paths_are_found_by_their_parts),
        cmocka_unit_test(places_know_sentences_titles_and_fields),
        cmocka_unit_test(a_weight_changes_the_order_alone),
        cmocka_unit_test(beyond_10000_the_number_is_right_or_an_estimate),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
