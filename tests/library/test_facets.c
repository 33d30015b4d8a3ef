/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facets against the hits themselves: random records, and for each query the values of all its hits, counted here.
 * DICTUM_TEST_SEED repeats a run. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dictum/search.h>

#include "tests/support/chance.h"
#include "tests/support/characters.h"
#include "tests/support/indexing.h"
#include "tests/support/temp.h"

#define RECORDS 300
#define ALL_FACETS ((1u << DICTUM_FACETS) - 1)

static uint64_t seed;
static char *folder;
static dictum_index *index_at_hand;

static void add_member(growing *line, chance *dice, const char *key, const char *const *values, size_t count)
{
    size_t number = chance_below(dice, count + 1);
    if (number == count)
        return;
    growing_add_str(line, ",\"");
    growing_add_str(line, key);
    growing_add_str(line, "\":\"");
    growing_add_str(line, values[number]);
    growing_add_str(line, "\"");
}

static int set_up(void **state)
{
    static const char *const dates[] = {"2019", "2019-03", "2019-12-31", "2020-01-01", "2021-05-05", "1999-12-31"};
    static const char *const sources[] = {"Harbour Desk", "Harbour", "The Tideline Courier", "École"};
    static const char *const speakers[] = {"A. Wrayburn", "B. Fischer"};
    static const char *const langs[] = {"en", "de"};
    static const char *const words[] = {"ship", "ship and harbour", "harbour", "ship harbour whale"};
    chance dice = chance_begin(seed);
    growing lines = {0};
    char id[32];
    (void)state;
    for (size_t i = 0; i < RECORDS; i++) {
        snprintf(id, sizeof id, "{\"id\":\"%zu\"", i);
        growing_add_str(&lines, id);
        add_member(&lines, &dice, "date", dates, sizeof dates / sizeof dates[0]);
        add_member(&lines, &dice, "source", sources, sizeof sources / sizeof sources[0]);
        add_member(&lines, &dice, "speaker", speakers, sizeof speakers / sizeof speakers[0]);
        add_member(&lines, &dice, "lang", langs, sizeof langs / sizeof langs[0]);
        growing_add_str(&lines, ",\"text\":\"");
        growing_add_str(&lines, words[chance_below(&dice, sizeof words / sizeof words[0])]);
        growing_add_str(&lines, "\"}\n");
    }
    folder = temp_new();
    char *place = folder != NULL ? indexing_records(folder, lines.data, lines.len) : NULL;
    const char *where = place;
    bool open = place != NULL && dictum_index_open(&where, 1, &index_at_hand, NULL) == DICTUM_OK;
    free(place);
    growing_dispose(&lines);
    return open ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    dictum_index_free(index_at_hand);
    temp_remove(folder);
    return 0;
}

static dictum_result *search(const char *query, unsigned facets, uint64_t limit)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    dictum_search_options_init(&options);
    options.facets = facets;
    options.limit = limit;
    if (dictum_search(index_at_hand, query, &options, &result, &error) != DICTUM_OK)
        fail_msg("%s: %s", query, error.text);
    return result;
}

static dictum_text value_of(const dictum_statement *statement, dictum_facet facet)
{
    dictum_text year = statement->date;
    year.bytes = year.bytes > 4 ? 4 : year.bytes;
    return facet == DICTUM_FACET_SOURCE ? statement->source
           : facet == DICTUM_FACET_YEAR ? year
           : facet == DICTUM_FACET_LANG ? statement->lang
                                        : statement->speaker;
}

static uint64_t count_hits(const dictum_result *all, dictum_facet facet, dictum_text value)
{
    uint64_t count = 0;
    for (size_t i = 0; i < dictum_result_hit_count(all); i++) {
        dictum_text own = value_of(dictum_result_hit(all, i)->statement, facet);
        count += own.bytes == value.bytes && (own.bytes == 0 || memcmp(own.text, value.text, own.bytes) == 0);
    }
    return count;
}

static int order(const dictum_facet_value *a, const dictum_facet_value *b, bool by_count)
{
    if (a->value.text == NULL || b->value.text == NULL)
        return (a->value.text == NULL) - (b->value.text == NULL);
    if (by_count && a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->value.text, b->value.text);
}

static void check_facet(const char *query, const dictum_result *all, const dictum_result *counted, dictum_facet facet)
{
    uint64_t total = 0;
    size_t count = dictum_result_facet_value_count(counted, facet);
    for (size_t i = 0; i < count; i++) {
        const dictum_facet_value *value = dictum_result_facet_value(counted, facet, i);
        if (value->count != count_hits(all, facet, value->value))
            fail_msg("seed %" PRIu64 ", %s: %s %s is counted as %" PRIu64, seed, query, dictum_facet_name(facet),
                     value->value.text != NULL ? value->value.text : "none", value->count);
        if (i > 0)
            assert_true(order(value - 1, value, facet != DICTUM_FACET_YEAR) < 0);
        total += value->count;
    }
    assert_int_equal(total, dictum_result_hit_count(all));
    assert_null(dictum_result_facet_value(counted, facet, count));
}

static void facets_are_those_of_all_hits(void **state)
{
    static const char *const queries[] = {
        "ship",           "harbour -ship", "\"ship and harbour\"", "ship SENTENCE whale",
        "source:harbour", "NOT lang:en",   "date:2019..",          "-whale speaker:fischer"};
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        dictum_result *all = search(queries[i], 0, RECORDS), *counted = search(queries[i], ALL_FACETS, 3);
        assert_true(dictum_result_hit_count(all) > 0);
        assert_true(dictum_result_facets_are_exact(counted));
        assert_int_equal(dictum_result_match_count(counted), dictum_result_hit_count(all));
        for (unsigned facet = 0; facet < DICTUM_FACETS; facet++)
            check_facet(queries[i], all, counted, (dictum_facet)facet);
        dictum_result_free(all);
        dictum_result_free(counted);
    }
}

static void what_was_not_asked_for_is_not_there(void **state)
{
    (void)state;
    dictum_result *years = search("ship", 1u << DICTUM_FACET_YEAR, 0), *nothing = search("unicorn", ALL_FACETS, 10);
    assert_true(dictum_result_facet_value_count(years, DICTUM_FACET_YEAR) > 0);
    assert_int_equal(dictum_result_facet_value_count(years, DICTUM_FACET_SOURCE), 0);
    for (unsigned facet = 0; facet < DICTUM_FACETS + 2; facet++)
        assert_int_equal(dictum_result_facet_value_count(nothing, (dictum_facet)facet), 0);
    assert_null(dictum_facet_name((dictum_facet)DICTUM_FACETS));
    dictum_result_free(years);
    dictum_result_free(nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facets_are_those_of_all_hits),
        cmocka_unit_test(what_was_not_asked_for_is_not_there),
    };
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%" PRIu64 "\n", seed);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
