/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language of texts put together by chance: what is remembered of words, and rounded, never changes a judgement. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/read/language_evidence.h"
#include "tests/support/chance.h"

#define ROUNDS ((size_t)20000)
#define WORD_BYTES_MAX 400
#define TEXT_BYTES_MAX 40000

static uint64_t seed;

/* A letter of some script, or a character that ends a word. */
static void append_letter(chance *dice, dictum_buf *out)
{
    static const struct {
        uint32_t first, count;
    } ranges[] = {{'a', 26},    {'a', 26},   {'A', 26},   {0xC0, 64},    {0x100, 128},
                  {0x300, 64},  {0x410, 64}, {0x627, 36}, {0x905, 60},   {0x1E00, 96},
                  {0x4E00, 64}, {' ', 32},   {0x212A, 2}, {0x10400, 80}, {0x80, 32}};
    size_t which = chance_below(dice, 4 * sizeof(ranges) / sizeof(ranges[0]));

    which = which < sizeof(ranges) / sizeof(ranges[0]) ? which : 0;
    dictum__buf_append_code_point(out, ranges[which].first + (uint32_t)chance_below(dice, ranges[which].count));
}

/* A word of a language's list. */
static void append_listed(chance *dice, size_t language, dictum_buf *out)
{
    const char *words = dictum__languages[language].words;
    size_t at = chance_below(dice, strlen(words) + 1);

    while (at > 0 && words[at - 1] != ' ') {
        at--;
    }
    dictum__buf_append(out, words + at, strcspn(words + at, " "));
}

/* A word made up, now and then a very long one. */
static void append_made_up(chance *dice, dictum_buf *out)
{
    size_t letters = 1 + chance_below(dice, chance_one_in(dice, 50) ? WORD_BYTES_MAX / 4 : 12);

    while (letters-- > 0) {
        append_letter(dice, out);
    }
}

/* Words of two languages, one of them prevailing, and others. */
static void make_text(chance *dice, dictum_buf *out)
{
    size_t first = chance_below(dice, dictum__language_count), second = chance_below(dice, dictum__language_count);
    size_t words = 1 + chance_below(dice, chance_one_in(dice, 100) ? 4000 : chance_one_in(dice, 4) ? 300 : 20);
    size_t foreign = 1 + chance_below(dice, 20), made_up = 1 + chance_below(dice, 8);

    dictum__buf_clear(out);
    while (words-- > 0 && out->len < TEXT_BYTES_MAX) {
        if (chance_one_in(dice, made_up)) {
            append_made_up(dice, out);
        } else {
            append_listed(dice, chance_one_in(dice, foreign) ? second : first, out);
        }
        dictum__buf_append_char(out, chance_one_in(dice, 9) ? '.' : ' ');
    }
    if (chance_one_in(dice, 20) && out->len > 0) {
        out->data[chance_below(dice, out->len)] = (char)chance_below(dice, 256);
    }
}

static void what_is_remembered_changes_no_judgement(void **state)
{
    chance dice = chance_begin(seed);
    dictum_buf text;
    size_t judged = 0;

    (void)state;
    dictum__buf_init(&text, TEXT_BYTES_MAX + WORD_BYTES_MAX + 1);
    for (size_t round = 0; round < ROUNDS; round++) {
        const char *code, *in_full;
        make_text(&dice, &text);
        code = dictum__language_by_model(dictum__buf_slice(&text));
        in_full = dictum__language_by_model_in_full(dictum__buf_slice(&text));
        if (code != in_full && (code == NULL || in_full == NULL || strcmp(code, in_full) != 0)) {
            print_error("seed %llu, round %zu: %s instead of %s for: %s\n", (unsigned long long)seed, round,
                        code == NULL ? "none" : code, in_full == NULL ? "none" : in_full, text.data);
            fail();
        }
        judged += code != NULL;
    }
    assert_in_range(judged, ROUNDS / 10, ROUNDS - ROUNDS / 10);
    dictum__buf_dispose(&text);
}

/* Points about as far from each other as the lead wanted, give or take what rounding can change. */
static double near_points(chance *dice, double lead_min, size_t words)
{
    const double steps[] = {0, 0, lead_min, -lead_min, 2 * lead_min};
    double off = ((double)chance_below(dice, 4001) - 2000) / 250 * (double)words / DICTUM__POINT_UNITS;

    return chance_one_in(dice, 3) ? -100 : steps[chance_below(dice, 5)] + (chance_one_in(dice, 3) ? 0 : off);
}

static int32_t rounded_points(chance *dice, double points, size_t units)
{
    double error = ((double)chance_below(dice, 2001) - 1000) / 1001 * (double)units;

    return (int32_t)(points * DICTUM__POINT_UNITS + (chance_one_in(dice, 3) ? 0 : error));
}

/* Points about as close as they can be: a decision from rounded points is that from true ones. */
static void rounding_changes_no_decision(void **state)
{
    chance dice = chance_begin(seed);
    size_t decided = 0, given = 0;

    (void)state;
    for (size_t round = 0; round < 10 * ROUNDS; round++) {
        dictum_language_tally exact = {.words = 1 + chance_below(&dice, chance_one_in(&dice, 9) ? 8192 : 9)};
        dictum_rounded_tally rounded = {.words = exact.words};
        double lead_min = chance_one_in(&dice, 2) ? 3 : 15;
        size_t near = 1 + chance_below(&dice, 5), first = chance_below(&dice, dictum__language_count);
        const char *code, *quick;
        for (size_t i = 0; i < dictum__language_count; i++) {
            bool is_near = i >= first && i < first + near;
            exact.points[i] = is_near ? near_points(&dice, lead_min, exact.words) : -100;
            rounded.sums.points[i] = rounded_points(&dice, exact.points[i], DICTUM__UNITS_OFF * exact.words - 1);
            exact.listed[i] = rounded.listed[i] = exact.words;
        }
        code = dictum__language_decide(&exact, lead_min);
        if (dictum__language_decide_rounded(&rounded, lead_min, &quick)) {
            assert_true(code == quick);
            decided++;
            given += code != NULL;
        }
    }
    assert_in_range(decided, ROUNDS, 10 * ROUNDS - ROUNDS);
    assert_in_range(given, ROUNDS / 2, decided - ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounding_changes_no_decision),
        cmocka_unit_test(what_is_remembered_changes_no_judgement),
    };
    seed = chance_seed();
    print_message("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
