/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/tally.h"
#include "tests/support/chance.h"

static void names_are_counted_and_ordered(void **state)
{
    (void)state;
    dictum_tally tally;
    dictum__tally_init(&tally);
    static const char *const names[] = {"b", "a", "b", "", "c", "c", "ab", "b"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(dictum__tally_add(&tally, dictum__slice(names[i]), i == 3 ? 5 : 1, NULL), DICTUM_OK);
    }
    dictum__tally_by_name(&tally);
    assert_int_equal(tally.count, 5);
    assert_string_equal(tally.items[0].name, "");
    assert_string_equal(tally.items[1].name, "a");
    assert_string_equal(tally.items[2].name, "ab");
    dictum__tally_by_count(&tally);
    assert_int_equal(tally.items[0].count, 5);
    assert_string_equal(tally.items[1].name, "b");
    assert_int_equal(tally.items[1].count, 3);
    assert_string_equal(tally.items[2].name, "c");
    assert_string_equal(tally.items[3].name, "a");
    dictum__tally_dispose(&tally);
}

static void many_names_are_counted_as_by_an_array(void **state)
{
    (void)state;
    static uint64_t expected[5000];
    uint64_t seed = chance_seed();
    chance dice = chance_begin(seed);
    dictum_tally tally;
    dictum__tally_init(&tally);
    for (int i = 0; i < 100000; i++) {
        char name[16];
        size_t number = chance_below(&dice, 1 + chance_below(&dice, 5000));
        (void)snprintf(name, sizeof name, "%zu", number);
        expected[number]++;
        assert_int_equal(dictum__tally_add(&tally, dictum__slice(name), 1, NULL), DICTUM_OK);
    }
    /* However often they come, they take room for what is different only. */
    assert_true(tally.cap <= 16384);
    dictum__tally_by_count(&tally);
    for (size_t i = 0; i < tally.count; i++) {
        size_t number = strtoul(tally.items[i].name, NULL, 10);
        if (tally.items[i].count != expected[number]) {
            fail_msg("seed %ju: %zu", (uintmax_t)seed, number);
        }
        expected[number] = 0;
        assert_true(i == 0 || tally.items[i - 1].count >= tally.items[i].count);
    }
    for (size_t i = 0; i < 5000; i++) {
        assert_int_equal(expected[i], 0);
    }
    dictum__tally_dispose(&tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_counted_and_ordered),
        cmocka_unit_test(many_names_are_counted_as_by_an_array),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
