/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scanner that judges the searcher must itself be right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/support/characters.h"
#include "tests/support/scanner.h"

/* Fails where the tokens of a text are not these: exact forms with the bytes they come from. */
static void assert_tokens(const char *text, const char *expected)
{
    scan_text tokens = {0};
    growing list = {0};
    scan_tokens(&tokens, text);
    growing_add_str(&list, "");
    for (size_t i = 0; i < tokens.count; i++) {
        char range[64];
        (void)snprintf(range, sizeof range, "@%zu-%zu", tokens.tokens[i].start, tokens.tokens[i].end);
        growing_add_str(&list, i > 0 ? " " : "");
        growing_add_str(&list, tokens.tokens[i].exact);
        growing_add_str(&list, range);
    }
    assert_string_equal(list.data, expected);
    growing_dispose(&list);
    scan_text_dispose(&tokens);
}

static void words_are_divided_as_the_rules_say(void **state)
{
    (void)state;
    assert_tokens("The (cyber-security)", "the@0-3 cyber@5-10 security@11-19");
    assert_tokens("TS 33.107's", "ts@0-2 33@3-5 107@6-9 s@10-11");
    assert_tokens("don’t 'claim' WSJ's", "don't@0-7 claim@9-14 wsj@16-19 s@20-21");
    assert_tokens("L’accès", "l@0-1 accès@4-10");
    assert_tokens("cafe\xcc\x81 cla\xc2\xadim", "café@0-6 claim@7-14");
    assert_tokens("声明ที่ย", "声@0-3 明@3-6 ที่@6-15 ย@15-18");
}

/* A document with this text and title, and a leaf; checks whether and what it marks in the text: "start-end …". */
static void assert_marks(scan_kind kind, const char *words, const char *text, const char *expected)
{
    scan_document document = {0};
    scan_ranges marks = {0};
    growing list = {0};
    scan_node leaf = {.kind = kind};
    scan_leaf_tokens(&leaf, words);
    scan_tokens(&document.text, text);
    scan_tokens(&document.title, "");
    scan_marks(&leaf, &document, false, &marks);
    growing_add_str(&list, "");
    for (size_t i = 0; i < marks.count; i++) {
        char range[64];
        (void)snprintf(range, sizeof range, "%s%zu-%zu", i > 0 ? " " : "", marks.items[i].start, marks.items[i].end);
        growing_add_str(&list, range);
    }
    assert_string_equal(list.data, expected);
    assert_int_equal(scan_matches(&leaf, &document), marks.count > 0);
    growing_dispose(&list);
    scan_ranges_dispose(&marks);
    scan_text_dispose(&document.text);
    scan_text_dispose(&document.title);
}

static void leaves_match_as_they_are_defined(void **state)
{
    (void)state;
    assert_marks(SCAN_WORD, "claims", "claim claimed the", "0-5 6-13");
    assert_marks(SCAN_PHRASE, "claims", "claim claimed the", "");
    assert_marks(SCAN_WORD, "cafe", "café cafés", "0-5 6-12");
    assert_marks(SCAN_WORD, "café", "cafe cafés", "5-11");
    assert_marks(SCAN_PHRASE, "the cafe", "the café", "0-9");
    assert_marks(SCAN_PHRASE, "the café", "the cafe", "");
    assert_marks(SCAN_PREFIX, "the cl", "the-claim the", "0-9");
}

static void overlapping_marks_are_joined_and_touching_ones_not(void **state)
{
    (void)state;
    assert_marks(SCAN_PHRASE, "the the", "the the the to the the", "0-11 15-22");
    assert_marks(SCAN_PHRASE, "声", "声声", "0-3 3-6");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_divided_as_the_rules_say),
        cmocka_unit_test(leaves_match_as_they_are_defined),
        cmocka_unit_test(overlapping_marks_are_joined_and_touching_ones_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
