/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quotations in articles: a table for each rule of searcher/verify/article.h, and properties of any text.
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

#include <dictum/verify.h>

#include "lib/utf8.h"
#include "searcher/verify/article.h"
#include "tests/support/chance.h"

/* What is found, as "quotation [speaker] | …"; the depth as so many > before. */
static void describe(const char *text, char *out, size_t bytes)
{
    dictum_article *article;
    size_t used = 0;
    out[0] = '\0';
    assert_int_equal(dictum_article_read(text, &article, NULL), DICTUM_OK);
    for (size_t i = 0; i < dictum_article_quotation_count(article) && used < bytes; i++) {
        const dictum_quoted_text *q = dictum_article_quotation(article, i);
        used += (size_t)snprintf(out + used, bytes - used, "%s%.*s%s", i > 0 ? " | " : "", (int)q->depth, ">>>>>>>>",
                                 q->text.text);
        if (q->speaker.text != NULL && used < bytes)
            used += (size_t)snprintf(out + used, bytes - used, " [%s]", q->speaker.text);
    }
    dictum_article_free(article);
}

typedef struct example {
    const char *text, *expected;
} example;

static void check(const example *examples, size_t count)
{
    char found[4096];
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        describe(examples[i].text, found, sizeof found);
        if (strcmp(found, examples[i].expected) == 0)
            continue;
        wrong++;
        print_error("%s\n  expected %s\n  found    %s\n", examples[i].text, examples[i].expected, found);
    }
    assert_int_equal(wrong, 0);
}

static void marks_of_all_languages_pair(void **state)
{
    static const example examples[] = {
        {"He said “we will go” then.", "we will go"},
        {"He said \"we will go\" then.", "we will go"},
        {"Er sagte „wir gehen jetzt“ dann.", "wir gehen jetzt"},
        {"On disait « nous allons partir » hier.", "nous allons partir"},
        {"Er sagte »wir gehen jetzt« dann.", "wir gehen jetzt"},
        {"Han sade ”vi ska gå nu” sedan.", "vi ska gå nu"},
        {"Han sanoi »me menemme nyt» sitten.", "me menemme nyt"},
        {"Hij zei ‘wij gaan nu’ toen.", "wij gaan nu"},
        {"Powiedział „idziemy teraz” wczoraj.", "idziemy teraz"},
        {"彼は「私たちは行きます」と述べた。", "私たちは行きます"},
        {"He said 'we will go now' then.", "we will go now"},
        {"Two: “one here” and “two there”, yes.", "one here | two there"},
    };
    (void)state;
    check(examples, sizeof examples / sizeof examples[0]);
}

static void nested_ones_are_within(void **state)
{
    static const example examples[] = {
        {"“He told me ‘never again’, and left.”", "He told me ‘never again’, and left. | >never again"},
        {"„Er rief ‚nie wieder‘ und ging.“", "Er rief ‚nie wieder‘ und ging. | >nie wieder"},
        {"« Il a dit “jamais plus” hier. »", "Il a dit “jamais plus” hier. | >jamais plus"},
    };
    (void)state;
    check(examples, sizeof examples / sizeof examples[0]);
}

static void apostrophes_and_inches_are_none(void **state)
{
    static const example examples[] = {
        {"The workers' rights and the union's don't count; it's 6'2\" tall.", ""},
        {"‘It’s the workers’ right,’ they said.", "It’s the workers’ right,"},
        {"Rock ’n’ roll of the ’90s isn’t dead.", ""},
        {"A 5\" screen and “a big one” here.", "a big one"},
    };
    (void)state;
    check(examples, sizeof examples / sizeof examples[0]);
}

static void paragraphs_bound_them(void **state)
{
    static const example examples[] = {
        {"“One begins here.\n\n“Two ends here,” she said.", "One begins here. Two ends here,"},
        {"A lost “ mark in the air.\n\nThen “a whole one” here.", "a whole one"},
        {"A lost “mark in the air.\n\nThen “a whole one” here.", "a whole one"},
        {"“It began the paragraph and never ended.\n\nThen nothing.", "It began the paragraph and never ended."},
        {"Text before.\n\n> A block of words\n> in two lines.\n\nText behind.", "A block of words in two lines."},
    };
    (void)state;
    check(examples, sizeof examples / sizeof examples[0]);
}

static void interrupted_ones_are_joined(void **state)
{
    static const example examples[] = {
        {"“We will not,” she said, “give up now.”", "We will not, give up now."},
        {"“We will not,” said Jane Doe, “give up now.”", "We will not, give up now. [Jane Doe]"},
        {"“We will not.” She said it. “Give up now.”", "We will not. | Give up now."},
        {"“We will not,” she said. “Give up now.”", "We will not, | Give up now."},
        {"“We will not,” said Jane Doe, who has “no doubts”.", "We will not, [Jane Doe] | no doubts"},
    };
    (void)state;
    check(examples, sizeof examples / sizeof examples[0]);
}

static void speakers_are_named(void **state)
{
    static const example examples[] = {
        {"“We will go now,” said Jane Doe.", "We will go now, [Jane Doe]"},
        {"“We will go now,” Senator Jane M. Doe said.", "We will go now, [Senator Jane M. Doe]"},
        {"“We will go now,” he said.", "We will go now,"},
        {"Jane Doe, the minister of trade, said: “We will go now.”", "We will go now. [Jane Doe]"},
        {"According to Jane Doe, “we will go now”.", "we will go now [Jane Doe]"},
        {"„Wir gehen jetzt“, sagte Hans Müller.", "Wir gehen jetzt [Hans Müller]"},
        {"« Nous partons demain », a déclaré Jean de La Tour.", "Nous partons demain [Jean de La Tour]"},
        {"«Nos vamos mañana», dijo Ana Gómez.", "Nos vamos mañana [Ana Gómez]"},
        {"«Мы уходим завтра», заявил Иван Петров.", "Мы уходим завтра [Иван Петров]"},
        {"„Idziemy jutro”, powiedział Jan Kowalski.", "Idziemy jutro [Jan Kowalski]"},
        {"“We will go now,” said Jane Doe.\nMore of her.", "We will go now, [Jane Doe]"},
        {"The bill is called “The Way Home Act” here.", "The Way Home Act"},
    };
    (void)state;
    check(examples, sizeof examples / sizeof examples[0]);
}

/* Whatever the text: ranges are within it, rising, on characters' borders. */
static void ranges_are_sound(void **state)
{
    static const char *const parts[] = {"“",    "”",    "„",    "‘",  "’",
                                        "'",    "\"",   "«",    "»",  "「",
                                        "」",   ">",    "\n\n", "\n", " ",
                                        "word", "Word", ", ",   ". ", "said ",
                                        "5",    "é",    "語",   "‚",  "“A,” she said, “b.” "};
    (void)state;
    uint64_t seed = chance_seed();
    chance dice = chance_begin(seed);
    char text[2048];
    for (size_t trial = 0; trial < 3000; trial++) {
        size_t used = 0, last = 0;
        for (size_t n = chance_below(&dice, 80); n > 0; n--) {
            const char *part = parts[chance_below(&dice, sizeof parts / sizeof parts[0])];
            memcpy(text + used, part, strlen(part));
            used += strlen(part);
        }
        text[used] = '\0';
        dictum_article *article;
        assert_int_equal(dictum_article_read(text, &article, NULL), DICTUM_OK);
        for (size_t i = 0; i < dictum_article_quotation_count(article); i++) {
            const dictum_quoted_text *q = dictum_article_quotation(article, i);
            dictum_slice piece = {text + q->range.start, q->range.end - q->range.start};
            if (q->range.start < last || q->range.end < q->range.start || q->range.end > used ||
                !dictum__utf8_is_valid(piece))
                fail_msg("seed %" PRIu64 ": %s", seed, text);
            last = q->range.start;
        }
        dictum_article_free(article);
    }
}

/* A megabyte of marks: no more is kept, nested or joined than the limits say, without which the work grows with the
 * square of the text. */
static void limits_hold_for_hostile_marks(void **state)
{
    static const char *const parts[] = {"“", "\"", "'a ", " ‘", "\"a", "« ", "a,” b, “", ">\n", "‚ ", "“a” "};
    (void)state;
    const size_t bytes = (size_t)1 << 20;
    char *text = malloc(bytes + 32);
    assert_non_null(text);
    size_t most = 0, deepest = 0, longest = 0;
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
        size_t used = 0, length = strlen(parts[k]);
        while (used < bytes) {
            memcpy(text + used, parts[k], length);
            used += length;
        }
        text[used] = '\0';
        dictum_article *article;
        assert_int_equal(dictum_article_read(text, &article, NULL), DICTUM_OK);
        size_t count = dictum_article_quotation_count(article);
        most = count > most ? count : most;
        for (size_t i = 0; i < count; i++) {
            const dictum_quoted_text *q = dictum_article_quotation(article, i);
            deepest = q->depth > deepest ? q->depth : deepest;
            longest = q->words > longest ? q->words : longest;
        }
        dictum_article_free(article);
    }
    free(text);
    assert_int_equal(most, DICTUM__QUOTED_MAX);
    assert_true(deepest < DICTUM__QUOTED_DEPTH_MAX);
    assert_int_equal(longest, DICTUM__QUOTED_PIECES_MAX); /* pieces of one word */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_of_all_languages_pair),
        cmocka_unit_test(nested_ones_are_within),
        cmocka_unit_test(apostrophes_and_inches_are_none),
        cmocka_unit_test(paragraphs_bound_them),
        cmocka_unit_test(interrupted_ones_are_joined),
        cmocka_unit_test(speakers_are_named),
        cmocka_unit_test(ranges_are_sound),
        cmocka_unit_test(limits_hold_for_hostile_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
