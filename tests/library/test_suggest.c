/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Did you mean": what is suggested, and what is not. DICTUM_TEST_SEED repeats a run. */
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

/* Words far from one another, each in as many statements. */
static const char *const words[] = {"harbour",    "interception", "government", "überwachung", "приватизация",
                                    "accountant", "lighthouse",   "minister",   "breakwater",  "signal"};
#define WORDS (sizeof words / sizeof words[0])
#define STATEMENTS 30
#define MISSPELLINGS 300

static uint64_t seed;
static char *folder;
static dictum_index *index_at_hand;

static void add_record(growing *lines, const char *lang, const char *text)
{
    growing_add_str(lines, "{\"lang\":\"");
    growing_add_str(lines, lang);
    growing_add_str(lines, "\",\"text\":\"");
    growing_add_str(lines, text);
    growing_add_str(lines, "\"}\n");
}

static int set_up(void **state)
{
    growing lines = {0};
    char text[400];
    (void)state;
    for (size_t i = 0; i < STATEMENTS; i++) {
        snprintf(text, sizeof text, "Statement %zu of the %s %s %s %s %s %s %s %s %s %s is made today.", i, words[0],
                 words[1], words[2], words[3], words[4], words[5], words[6], words[7], words[8], words[9]);
        add_record(&lines, "en", text);
    }
    add_record(&lines, "en", "One goverment with a typing error, and ministers.");
    add_record(&lines, "de", "Ein Hafen.");
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

static dictum_result *search(const char *query, bool suggest)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    dictum_search_options_init(&options);
    options.suggest = suggest;
    if (dictum_search(index_at_hand, query, &options, &result, &error) != DICTUM_OK)
        fail_msg("%s: %s", query, error.text);
    return result;
}

static void misspelt_words_are_replaced_and_nothing_else(void **state)
{
    static const struct {
        const char *query, *suggested;
    } examples[] = {
        {"goverment", "government"}, /* that one statement has it */
        {"harbuor ministr", "harbour AND minister"},
        {"\"harbour intercepton\"", "\"harbour interception\""},
        {"statement NEAR/20 signall", "statement NEAR/20 signal"},
        {"ueberwachung OR überwachnug", "uberwachung OR überwachung"},
        {"überwachnug", "überwachung"},
        {"lighthose -harbuor", "lighthouse AND NOT harbuor"},
        {"harbour", NULL},   /* is known */
        {"ministers", NULL}, /* minister is the same word */
        {"=harbuor", NULL},  /* is meant as it is */
        {"harbuo*", NULL},
        {"title:harbuor", NULL},    /* no title has it */
        {"hrbr", NULL},             /* too far */
        {"siganls unicorns", NULL}, /* finds nothing either */
        {"sgnl", NULL},
        {"abcde fghij klmno pqrst uvwxy harbuor", NULL}, /* that is no misspelling */
        {"1234567", NULL},
        {"", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        dictum_result *result = search(examples[i].query, true), *plain = search(examples[i].query, false);
        const char *found = dictum_result_suggestion(result);
        const char *wanted = examples[i].suggested;
        if ((found == NULL) != (wanted == NULL) || (found != NULL && strcmp(found, wanted) != 0))
            fail_msg("%s: %s is suggested, not %s", examples[i].query, found != NULL ? found : "nothing",
                     wanted != NULL ? wanted : "nothing");
        assert_null(dictum_result_suggestion(plain));
        assert_string_equal(dictum_result_query(result), dictum_result_query(plain));
        assert_int_equal(dictum_result_match_count(result), dictum_result_match_count(plain));
        dictum_result_free(result);
        dictum_result_free(plain);
    }
}

/* Copies a word, but for one letter that is left out, there twice, or in the place of the one behind it. Not the
 * first. */
static void misspell(const char *word, chance *dice, growing *out)
{
    size_t starts[64], count = 0;
    for (size_t i = 0; word[i] != '\0'; i++)
        if (((unsigned char)word[i] & 0xc0) != 0x80)
            starts[count++] = i;
    starts[count] = strlen(word);
    size_t at = 1 + chance_below(dice, count - 2), kind = chance_below(dice, 3);
    growing_add(out, word, starts[at]);
    if (kind == 1)
        growing_add(out, word + starts[at], starts[at + 1] - starts[at]);
    if (kind == 2)
        growing_add(out, word + starts[at + 1], starts[at + 2] - starts[at + 1]);
    if (kind > 0)
        growing_add(out, word + starts[at], starts[at + 1] - starts[at]);
    growing_add_str(out, word + starts[kind == 2 ? at + 2 : at + 1]);
}

/* What stems alike, or is the word itself where two letters are the same, needs no suggestion. */
static void any_slip_of_the_hand_is_seen(void **state)
{
    chance dice = chance_begin(seed);
    (void)state;
    for (size_t i = 0; i < MISSPELLINGS; i++) {
        growing query = {0};
        const char *word = words[chance_below(&dice, WORDS)];
        misspell(word, &dice, &query);
        dictum_result *result = search(query.data, true);
        const char *found = dictum_result_suggestion(result);
        if (dictum_result_match_count(result) < 3 && (found == NULL || strcmp(found, word) != 0))
            fail_msg("seed %" PRIu64 ": %s is suggested for %s", seed, found != NULL ? found : "nothing", query.data);
        dictum_result_free(result);
        growing_dispose(&query);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(misspelt_words_are_replaced_and_nothing_else),
        cmocka_unit_test(any_slip_of_the_hand_is_seen),
    };
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%" PRIu64 "\n", seed);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
