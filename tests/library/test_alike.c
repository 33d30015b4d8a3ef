/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folding hits whose texts are the same, or almost. Some texts are made up at random, each with copies of which some
 * have one word changed. DICTUM_TEST_SEED repeats a run. */
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

#define TEXTS 40
#define COPIES_MAX 12
#define WORDS 600
#define RECORDS_MAX ((size_t)TEXTS * COPIES_MAX)

static uint64_t seed;
static char *folder;
static dictum_index *index_at_hand;
static size_t record_count;

/* A copy: short texts as they are, long ones with another word now and then. Its id is its text's and a number. */
static void add_copy(growing *lines, size_t number, size_t copy, size_t words, chance *dice)
{
    char piece[64];
    chance own = chance_begin(seed + 100 + number);
    size_t changed = words == WORDS && chance_one_in(dice, 2) ? chance_below(dice, words) : words;
    snprintf(piece, sizeof piece, "{\"id\":\"%zu-%zu\",\"text\":\"ship ", number, copy);
    growing_add_str(lines, piece);
    for (size_t i = 0; i < words; i++) {
        size_t word = chance_below(&own, 50000);
        snprintf(piece, sizeof piece, "%sw%zu", i > 0 ? " " : "", i == changed ? 50000 : word);
        growing_add_str(lines, piece);
    }
    growing_add_str(lines, "\"}\n");
}

static int set_up(void **state)
{
    chance dice = chance_begin(seed);
    growing lines = {0};
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        size_t copies = 1 + chance_below(&dice, COPIES_MAX), words = chance_one_in(&dice, 2) ? WORDS : 20;
        for (size_t k = 0; k < copies; k++)
            add_copy(&lines, i, k, words, &dice);
        record_count += copies;
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

static dictum_result *search(bool fold, uint64_t offset, uint64_t limit)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    dictum_search_options_init(&options);
    assert_false(options.fold);
    options.fold = fold;
    options.offset = offset;
    options.limit = limit;
    if (dictum_search(index_at_hand, "ship", &options, &result, &error) != DICTUM_OK)
        fail_msg("%s", error.text);
    assert_int_equal(dictum_result_match_count(result), record_count);
    return result;
}

static unsigned long number_of(const char *id)
{
    return strtoul(id, NULL, 10);
}

/* A copy of which two bins have changed stands by itself, but nothing is folded into another text. */
static void only_copies_are_folded_and_each_is_there_once(void **state)
{
    (void)state;
    dictum_result *result = search(true, 0, RECORDS_MAX);
    size_t hits = dictum_result_hit_count(result), all = hits, texts[TEXTS] = {0};
    for (size_t i = 0; i < hits; i++) {
        const dictum_hit *hit = dictum_result_hit(result, i);
        unsigned long number = number_of(hit->statement->id.text);
        assert_int_equal(hit->rank, i + 1);
        texts[number]++;
        for (size_t k = 0; k < hit->like_count; k++)
            if (number_of(hit->like[k].text) != number)
                fail_msg("seed %" PRIu64 ": %s is folded into %s", seed, hit->like[k].text, hit->statement->id.text);
        all += hit->like_count;
    }
    assert_int_equal(all, record_count);
    for (size_t i = 0; i < TEXTS; i++)
        assert_true(texts[i] > 0);
    assert_true(hits < record_count / 2);
    dictum_result_free(result);
}

/* The hits are those without folding, but for those that are folded, in their order. */
static void hits_keep_their_order(void **state)
{
    (void)state;
    dictum_result *folded = search(true, 0, RECORDS_MAX), *plain = search(false, 0, RECORDS_MAX);
    size_t at = 0, hits = dictum_result_hit_count(plain);
    assert_int_equal(hits, record_count);
    for (size_t i = 0; i < dictum_result_hit_count(folded); i++) {
        const char *id = dictum_result_hit(folded, i)->statement->id.text;
        while (at < hits && strcmp(dictum_result_hit(plain, at)->statement->id.text, id) != 0)
            at++;
        assert_true(at < hits);
    }
    for (size_t i = 0; i < hits; i++)
        assert_int_equal(dictum_result_hit(plain, i)->like_count, 0);
    dictum_result_free(folded);
    dictum_result_free(plain);
}

static void pages_together_are_the_whole(void **state)
{
    (void)state;
    for (uint64_t size = 1; size <= 7; size += 3) {
        dictum_result *whole = search(true, 0, RECORDS_MAX);
        size_t hits = dictum_result_hit_count(whole), seen = 0;
        for (uint64_t offset = 0; offset < hits + size; offset += size) {
            dictum_result *page = search(true, offset, size);
            for (size_t i = 0; i < dictum_result_hit_count(page); i++, seen++) {
                const dictum_hit *hit = dictum_result_hit(page, i);
                assert_int_equal(hit->rank, seen + 1);
                assert_string_equal(hit->statement->id.text, dictum_result_hit(whole, seen)->statement->id.text);
            }
            dictum_result_free(page);
        }
        assert_int_equal(seen, hits);
        dictum_result_free(whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_copies_are_folded_and_each_is_there_once),
        cmocka_unit_test(hits_keep_their_order),
        cmocka_unit_test(pages_together_are_the_whole),
    };
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%" PRIu64 "\n", seed);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
