/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nothing of a query is dropped in silence: what counts for nothing, or is taken literally, is noted, and refused with
 * its place in strict mode; and what is plain text is neither. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "searcher/query.h"

static dictum_analyser *analyser;

static int set_up(void **state)
{
    (void)state;
    return dictum__analyser_new(&analyser, NULL) == DICTUM_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    dictum__analyser_free(analyser);
    return 0;
}

static dictum_status parse(const char *query, bool strict, dictum_query **out, dictum_error *err)
{
    return dictum__query_parse(analyser, dictum__slice(query), false, strict, out, err);
}

static size_t note_count(const dictum_query *query)
{
    size_t count = 0;
    for (const dictum_note *note = query->notes; note != NULL; note = note->next)
        count++;
    return count;
}

typedef struct noted {
    const char *query;
    const char *understood;
    size_t notes;
    size_t offset; /* that strict mode names */
} noted;

static void check_noted(const noted *example)
{
    dictum_query *parsed;
    dictum_error err;
    if (parse(example->query, false, &parsed, &err) != DICTUM_OK)
        fail_msg("%s: %s", example->query, err.text);
    if (strcmp(parsed->normal, example->understood) != 0)
        fail_msg("%s\nunderstood as %s\nexpected      %s", example->query, parsed->normal, example->understood);
    if (note_count(parsed) != example->notes)
        fail_msg("%s: %zu notes", example->query, note_count(parsed));
    dictum__query_free(parsed);
    dictum_status status = parse(example->query, true, &parsed, &err);
    if (status != DICTUM_QUERY || err.offset_bytes != example->offset)
        fail_msg("%s: status %d at %zu in strict mode", example->query, status,
                 status == DICTUM_OK ? 0 : err.offset_bytes);
}

#define CHECK_NOTED(examples)                                                                                          \
    do                                                                                                                 \
        for (size_t i = 0; i < sizeof(examples) / sizeof((examples)[0]); i++)                                          \
            check_noted(&(examples)[i]);                                                                               \
    while (0)

/* Understood so, also in strict mode, and without a word about it. */
static void check_plain(const char *query, const char *understood)
{
    dictum_query *parsed;
    dictum_error err;
    if (parse(query, true, &parsed, &err) != DICTUM_OK)
        fail_msg("%s: %s", query, err.text);
    if (strcmp(parsed->normal, understood) != 0)
        fail_msg("%s\nunderstood as %s\nexpected      %s", query, parsed->normal, understood);
    if (parsed->notes != NULL)
        fail_msg("%s: %s", query, parsed->notes->text);
    dictum__query_free(parsed);
}

static void every_quotation_mark_without_a_partner_is_noted(void **state)
{
    (void)state;
    static const noted examples[] = {
        {"\"red fox", "red AND fox", 1, 0},
        {"red fox\"", "red AND fox", 1, 7},
        {"red fox»", "red AND fox", 1, 7},
        {"red fox”", "red AND fox", 1, 7},
        {"red fox.\"", "red AND fox", 1, 8},
        {"(red fox\")", "red AND fox", 1, 8},
        {"re\"d fox", "\"re d\" AND fox", 1, 2},
        {"x\" y \"z", "x AND y AND z", 2, 1},
        {"\"x\" y \"z", "\"x\" AND y AND z", 1, 6},
        {"\"red\"fox\"", "\"red\" AND fox", 1, 8},
        {"red\" \"blue sky\"", "red AND \"blue sky\"", 1, 3},
        {"red」 fox", "red AND fox", 1, 3},
        {"red “fox", "red AND fox", 1, 4},
        {"red\" fox\" dog\"", "red AND fox AND dog", 3, 3},
    };
    CHECK_NOTED(examples);
}

static void marks_with_a_partner_and_inches_are_not(void **state)
{
    (void)state;
    check_plain("5\" nail", "5 AND nail");
    check_plain("a 3.5\" and a 6'2” nail", "a AND \"3 5\" AND and AND \"6 2\" AND nail");
    check_plain("צה\"ל", "\"צה ל\"");
    check_plain("\"צה\"ל\"", "\"צה ל\"");
    check_plain("the dogs' bowl and the dogs’ bowl", "the AND dogs AND bowl AND and");
    check_plain("\"red\"fox", "\"red\" AND fox");
    check_plain("\"red fox”\"fox red\"", "\"red fox\" AND \"fox red\"");
    check_plain("\"red ”fox” dog\"", "\"red fox dog\"");
    check_plain("\"red “fox” dog\"", "\"red fox dog\"");
    check_plain("\"a 5” nail\"", "\"a 5 nail\"");
    check_plain("\"a nail of 5”", "\"a nail of 5\"");
    check_plain("\"with equity”, it will”\"", "\"with equity it will\"");
    check_plain("\"是“梳子”和“携带”\"", "\"是梳子和携带\"");
    check_plain("red:\"fox\"(\"dog\")", "red AND \"fox\" AND \"dog\"");
}

static void single_marks_and_those_of_east_asia_make_phrases(void **state)
{
    (void)state;
    static const char *const phrases[] = {"‘red fox’",   "‚red fox‘",   "‚red fox’", "｢red fox｣",
                                          "‟red fox”",   "❝red fox❞",   "❮red fox❯", "《red fox》",
                                          "〈red fox〉", "(‘red fox’)", "‘red fox.’"};
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        check_plain(phrases[i], "\"red fox\"");
    check_plain("看《红楼梦》吗", "看 AND \"红楼梦\" AND 吗");
    check_plain("他说‘不知道’就走", "他 AND 说 AND \"不知道\" AND 就走");
    check_plain("title:‘red fox’ -‘blue sky’", "title:\"red fox\" AND NOT \"blue sky\"");
}

static void a_right_single_mark_may_be_an_apostrophe(void **state)
{
    (void)state;
    check_plain("‘the dogs’ bowl’", "\"the dogs bowl\"");
    check_plain("‘the dogs’ bowl’ fox", "\"the dogs bowl\" AND fox");
    check_plain("‘don’t’ go", "\"don't\" AND go");
    check_plain("‘the red fox’s bowl’", "\"the red fox s bowl\"");
    check_plain("‘red fox’ ‘blue sky’", "\"red fox\" AND \"blue sky\"");
    check_plain("‘red fox’ OR ‘the dogs’ bowl’", "\"red fox\" OR \"the dogs bowl\"");
    check_plain("‘red fox’ “the dogs’ bowl”", "\"red fox\" AND \"the dogs bowl\"");
    check_plain("‘red fox’ -dogs’ x", "\"red fox\" AND NOT dogs AND x");
    check_plain("(‘red fox’) dogs’", "\"red fox\" AND dogs");
    check_plain("‘she said “red fox” to dogs’", "\"she said red fox to dogs\"");
    check_plain("'red fox'", "red AND fox");
    check_plain("the dogs’ bowl ’tis Hawai‘i", "the AND dogs AND bowl AND tis AND hawai'i");
    static const noted examples[] = {
        {"red ‘fox", "red AND fox", 1, 4},
        {"red ‚fox", "red AND fox", 1, 4},
        {"red fox》", "red AND fox", 1, 7},
        {"fox ‘ red", "fox AND red", 1, 4},
    };
    CHECK_NOTED(examples);
}

static void what_is_ignored_is_noted(void **state)
{
    (void)state;
    static const noted examples[] = {
        {"fox - red", "fox AND red", 1, 4},
        {"fox -- red", "fox AND red", 1, 4},
        {"fox || red", "fox AND red", 1, 4},
        {"fox | red", "fox AND red", 1, 4},
        {"fox && red", "fox AND red", 1, 4},
        {"*", "", 2, 0},
        {"fox *", "fox", 1, 4},
        {"= fox", "fox", 1, 0},
        {"fox ()", "fox", 1, 4},
        {"fox \"…\"", "fox", 1, 4},
        {"fox -…", "fox", 1, 5},
        {"fox title:…", "fox", 1, 10},
        {"fox OR …", "fox", 1, 7},
        {"… AND fox", "fox", 1, 0},
        {"=… fox", "fox", 1, 0},
        {"f(x)* fox", "\"f x\" AND fox", 1, 4},
        {"fox* red*, dog", "fox* AND red AND dog", 1, 8},
        {"*red fox* dog", "red AND fox AND dog", 1, 0},
        {"a **red-x big fox** dog*", "a AND red-x AND big AND fox AND dog*", 1, 2},
        {"*fox-red dog", "fox-red AND dog", 1, 0},
    };
    CHECK_NOTED(examples);
    check_plain("fox – red … & dog, ! ?", "fox AND red AND dog");
    check_plain("The *Wall* **Street** *Journal*,", "the AND wall AND street AND journal");
    check_plain("*\"red fox\"* **(dog)**", "\"red fox\" AND dog");
}

static void there_is_an_end_to_notes(void **state)
{
    (void)state;
    dictum_query *parsed;
    dictum_error err;
    char text[601];
    for (size_t i = 0; i < 600; i += 3)
        memcpy(text + i, "a\" ", 3);
    text[600] = '\0';
    assert_int_equal(parse(text, false, &parsed, &err), DICTUM_OK);
    assert_int_equal(note_count(parsed), DICTUM__NOTES_MAX + 1);
    dictum__query_free(parsed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_quotation_mark_without_a_partner_is_noted),
        cmocka_unit_test(marks_with_a_partner_and_inches_are_not),
        cmocka_unit_test(single_marks_and_those_of_east_asia_make_phrases),
        cmocka_unit_test(a_right_single_mark_may_be_an_apostrophe),
        cmocka_unit_test(what_is_ignored_is_noted),
        cmocka_unit_test(there_is_an_end_to_notes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
