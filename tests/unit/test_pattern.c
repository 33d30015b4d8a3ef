/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that are known in part. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "searcher/pattern.h"

static void expect_fit(const char *pattern, const char *form, bool expected)
{
    if (dictum__pattern_fits(dictum__slice(pattern), dictum__slice(form)) != expected)
        fail_msg("%s %s %s", pattern, expected ? "does not fit" : "fits", form);
}

static void a_question_mark_is_one_character_and_an_asterisk_any_number(void **state)
{
    (void)state;
    expect_fit("wom?n", "woman", true);
    expect_fit("wom?n", "womn", false);
    expect_fit("wom?n", "womaan", false);
    expect_fit("wom?n", "womans", false);
    expect_fit("s?n", "sön", true);
    expect_fit("м?р", "мир", true);
    expect_fit("м?р", "миир", false);
    expect_fit("м??р", "миир", true);
    expect_fit("s??n", "sön", false);
    expect_fit("inter*ion", "intersection", true);
    expect_fit("inter*ion", "interion", true);
    expect_fit("inter*ion", "interions", false);
    expect_fit("a*b*c", "abbbcbc", true);
    expect_fit("a*b*c", "abbbcb", false);
    expect_fit("a*?c", "ac", false);
    expect_fit("a*?c", "aöc", true);
    expect_fit("a**", "a", true);
    expect_fit("a", "", false);
}

/* What makes some engines take exponential time. */
static void many_asterisks_take_no_time(void **state)
{
    (void)state;
    char pattern[245], form[246];
    for (size_t i = 0; i + 1 < sizeof pattern; i++)
        pattern[i] = i % 2 == 0 ? 'a' : '*';
    pattern[sizeof pattern - 1] = '\0';
    memset(form, 'a', sizeof form - 1);
    form[sizeof form - 1] = '\0';
    expect_fit(pattern, form, true);
    form[sizeof form - 2] = 'b';
    pattern[sizeof pattern - 2] = 'c';
    expect_fit(pattern, form, false);
}

static void expect_edits(const char *one, const char *other, unsigned edits)
{
    for (unsigned allowed = 0; allowed <= DICTUM__EDITS_MAX; allowed++) {
        bool within = allowed >= edits;
        if (dictum__is_within_edits(dictum__slice(one), dictum__slice(other), allowed) != within ||
            dictum__is_within_edits(dictum__slice(other), dictum__slice(one), allowed) != within)
            fail_msg("%s and %s: %u edits", one, other, allowed);
    }
}

static void edits_are_counted(void **state)
{
    (void)state;
    enum { FAR = DICTUM__EDITS_MAX + 1 };
    expect_edits("claim", "claim", 0);
    expect_edits("claim", "claims", 1);
    expect_edits("claim", "clam", 1);
    expect_edits("claim", "cleim", 1);
    expect_edits("claim", "cliam", 1);
    expect_edits("govermnent", "government", 1);
    expect_edits("recieve", "receive", 1);
    expect_edits("claim", "clasims", 2);
    expect_edits("claim", "laim", FAR); /* the first letter stays */
    expect_edits("claim", "clause", FAR);
    expect_edits("müller", "mueller", 2);
    expect_edits("müller", "muller", 1);
    expect_edits("мир", "мри", 1);
    expect_edits("ab", "acb", 1);
    expect_edits("abcd", "acbd", 1);
    expect_edits("ca", "cbac", 2);
    expect_edits("", "a", FAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_mark_is_one_character_and_an_asterisk_any_number),
        cmocka_unit_test(many_asterisks_take_no_time),
        cmocka_unit_test(edits_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
