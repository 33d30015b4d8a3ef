/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query language as text: how each form is understood, what is refused and where, and that the normal form is
 * understood as itself. */
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

typedef struct example {
    const char *query;
    const char *understood;
} example;

/* Parses and compares; then parses what it was understood as, which must come out the same. */
static void check(const char *query, const char *understood, bool any)
{
    dictum_query *parsed;
    dictum_error err;
    dictum_status status = dictum__query_parse(analyser, dictum__slice(query), any, false, &parsed, &err);
    if (status != DICTUM_OK)
        fail_msg("%s: %s", query, err.text);
    if (strcmp(parsed->normal, understood) != 0)
        fail_msg("%s\nunderstood as %s\nexpected      %s", query, parsed->normal, understood);
    char *again = strdup(parsed->normal);
    dictum__query_free(parsed);
    assert_non_null(again);
    assert_int_equal(dictum__query_parse(analyser, dictum__slice(again), false, true, &parsed, &err), DICTUM_OK);
    assert_string_equal(parsed->normal, again);
    dictum__query_free(parsed);
    free(again);
}

static void check_all(const example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(examples[i].query, examples[i].understood, false);
}

#define CHECK_ALL(examples) check_all(examples, sizeof(examples) / sizeof((examples)[0]))

static void a_space_is_and_and_and_binds_tighter_than_or(void **state)
{
    (void)state;
    static const example examples[] = {
        {"lawful interception", "lawful AND interception"},
        {"a AND b", "a AND b"},
        {"a b OR c", "a AND b OR c"},
        {"a OR b c", "a OR b AND c"},
        {"(a OR b) c", "(a OR b) AND c"},
        {"a OR (b OR c)", "a OR b OR c"},
        {"((a))", "a"},
        {"a and b or not c", "a AND and AND b AND or AND not AND c"},
        {"  a　b\u00a0c\t\nd ", "a AND b AND c AND d"},
    };
    CHECK_ALL(examples);
}

static void not_and_minus_exclude(void **state)
{
    (void)state;
    static const example examples[] = {
        {"a NOT b", "a AND NOT b"},
        {"a -b", "a AND NOT b"},
        {"a AND NOT b", "a AND NOT b"},
        {"-a", "NOT a"},
        {"NOT a", "NOT a"},
        {"NOT NOT a", "a"},
        {"-(a b)", "NOT (a AND b)"},
        {"a -\"b c\"", "a AND NOT \"b c\""},
        {"NOT (a OR b) c", "NOT (a OR b) AND c"},
        {"a - b", "a AND b"},
        {"state-of-the-art", "\"state of the art\""},
        {"(-a b)", "NOT a AND b"},
        {"-title:a", "NOT title:a"},
    };
    CHECK_ALL(examples);
}

static void every_kind_of_quotation_mark_makes_a_phrase(void **state)
{
    (void)state;
    static const example examples[] = {
        {"\"a b\"", "\"a b\""},
        {"“a b”", "\"a b\""},
        {"„a b“", "\"a b\""},
        {"„a b”", "\"a b\""},
        {"”a b”", "\"a b\""},
        {"«a b»", "\"a b\""},
        {"« a b »", "\"a b\""},
        {"»a b«", "\"a b\""},
        {"‹a b›", "\"a b\""},
        {"›a b‹", "\"a b\""},
        {"「a b」", "\"a b\""},
        {"『a b』", "\"a b\""},
        {"〝a b〞", "\"a b\""},
        {"＂a b＂", "\"a b\""},
        {"“a b\"", "\"a b\""},
        {"\"a b”", "\"a b\""},
        {"“a “b” c”", "\"a b c\""},
        {"„a” OR “b”", "\"a\" OR \"b\""},
        {"„a” OR „b“", "\"a\" OR \"b\""},
        {"»a» -(«b»)", "\"a\" AND NOT \"b\""},
        {"„a ”b” c“", "\"a b c\""},
        {"„a « b c“", "\"a b c\""},
        {"«a «b» c»", "\"a b c\""},
        {"他说「不知道」", "他 AND 说 AND \"不知道\""},
        {"\"a\"", "\"a\""},
        {"said:\"a b\"", "said AND \"a b\""},
        {"\"to the future”, against the\"", "\"to the future against the\""},
        {"\"a” OR \"b\"", "\"a\" OR \"b\""},
        {"\"a, b – c; 'd'\"", "\"a b c d\""},
    };
    CHECK_ALL(examples);
}

static void words_with_marks_inside_are_phrases_or_lose_a_possessive(void **state)
{
    (void)state;
    static const example examples[] = {
        {"33.107", "\"33 107\""},
        {"TS 33.107", "ts AND \"33 107\""},
        {"cyber-security", "cyber-security"},
        {"\"cyber-security\"", "\"cyber security\""},
        {"\"net- works\"", "\"net- works\""},
        {"\"33 & 128\"", "\"33 / 128\""},
        {"a b a \"a\" a-b a-b", "a AND b AND \"a\" AND a-b"},
        {"a OR b OR a", "a^1.5 OR b"},
        {"a OR b OR a^3 OR b OR b", "a OR b^1.7 OR a^3"},
        {"a a", "a"},
        {"s/s", "\"s s\""},
        {"AT&T", "\"at t\""},
        {"C++", "c++"},
        {"#MeToo @Press AT&T", "#metoo AND @press AND \"at t\""},
        {"§ 1983", "§1983"},
        {"§§ 7", "§7"},
        {"§ -x §", "NOT x"},
        {"1 000 000 jobs", "\"1 000 000\" AND jobs"},
        {"1000 000", "1000 AND 000"},
        {"1 000 -000", "\"1 000\" AND NOT 000"},
        {"1,000,000", "\"1 000 000\""},
        {"0 000", "0 AND 000"},
        {"F-16", "f-16"},
        {"https://www.example.org/a_b?x=1", "\"https www example org a b x 1\""},
        {"press@harbour.example", "\"press harbour example\""},
        {"Huawei's", "huawei"},
        {"Huawei’s", "huawei"},
        {"l'accès", "l AND accès"},
        {"don't", "don't"},
        {"statement(s)", "\"statement s\""},
        {"What is a backdoor?", "what AND is AND a AND backdoor"},
        {"צה\"ל", "\"צה ל\""},
        {"The *Wall* **Street** Journal", "the AND wall AND street AND journal"},
    };
    CHECK_ALL(examples);
}

static void signs_before_and_behind_words(void **state)
{
    (void)state;
    static const example examples[] = {
        {"=claims", "=claims"},
        {"=cyber-security", "\"cyber security\""},
        {"a=b", "\"a b\""},
        {"= a", "a"},
        {"interce*", "interce*"},
        {"cyber-sec*", "cyber-sec*"},
        {"*", ""},
        {"a *", "a"},
        {"title:claims", "title:claims"},
        {"title:\"a b\"", "title:\"a b\""},
        {"title:(a OR b c)", "title:a OR title:b AND title:c"},
        {"title:=claims", "title:=claims"},
        {"=title:claims", "title:=claims"},
        {"=(claim OR title:zzz \"a b\")", "=claim OR title:=zzz AND \"a b\""},
        {"=(claim)", "=claim"},
        {"=\"a\"", "\"a\""},
        {"=(clai* cyber-security) b", "=clai* AND \"cyber security\" AND b"},
        {"-=(a b)", "NOT (=a AND =b)"},
        {"title:-claims", "NOT title:claims"},
        {"title:(-a b)", "NOT title:a AND title:b"},
        {"ca**", "ca*"},
        {"title: claims", "title AND claims"},
        {"subtitle:claims", "\"subtitle claims\""},
        {"speaker:Warren lang:EN type:html", "speaker:warren AND lang:\"en\" AND type:\"html\""},
    };
    CHECK_ALL(examples);
}

static void what_cannot_be_an_operator_is_taken_literally(void **state)
{
    (void)state;
    static const example examples[] = {
        {"AND", "and"},
        {"a AND", "a AND and"},
        {"OR a", "or AND a"},
        {"a OR OR b", "a OR or AND b"},
        {"NOT", "not"},
        {"\"a b", "a AND b"},
        {"a b\"", "a AND b"},
        {"(a b", "a AND b"},
        {"a) b", "a AND b"},
        {"()", ""},
        {"a ()", "a"},
        {"", ""},
        {"…", ""},
        {"-", ""},
        {"6'2\" tall", "\"6 2\" AND tall"},
        {"NEAR", "near"},
        {"a NEAR", "a AND near"},
        {"2023-2027", "\"2023 2027\""},
    };
    CHECK_ALL(examples);
}

static void any_joins_what_stands_side_by_side(void **state)
{
    (void)state;
    check("a b c", "a OR b OR c", true);
    check("a \"b c\" -d", "(a OR \"b c\") AND NOT d", true);
    check("a b OR c", "a OR b OR c", true);
    check("a AND b", "a AND b", true);
    check("claims cat AND fox", "claims OR cat AND fox", true);
    check("a AND b c AND d AND e f", "a AND b OR c AND d AND e OR f", true);
    check("a b AND -c -d", "(a OR b AND NOT c) AND NOT d", true);
    check("a AND (b c) d OR e f AND g", "a AND b AND c OR d OR e OR f AND g", true);
    check("a (b AND c d)", "a OR b AND c AND d", true);
    check("(a b) c", "a AND b OR c", true);
}

static void expect_error(const char *query, bool strict, dictum_status code, size_t offset)
{
    dictum_query *parsed;
    dictum_error err;
    dictum_status status = dictum__query_parse(analyser, dictum__slice(query), false, strict, &parsed, &err);
    if (status != code || err.offset_bytes != offset)
        fail_msg("%s: status %d at %zu: %s", query, status, status == DICTUM_OK ? 0 : err.offset_bytes,
                 status == DICTUM_OK ? "" : err.text);
    assert_null(parsed);
}

static void strict_mode_names_the_place(void **state)
{
    (void)state;
    expect_error("a \"b c", true, DICTUM_QUERY, 2);
    expect_error("é “b", true, DICTUM_QUERY, 3);
    expect_error("a AND", true, DICTUM_QUERY, 2);
    expect_error("OR a", true, DICTUM_QUERY, 0);
    expect_error("a (b", true, DICTUM_QUERY, 2);
    expect_error("a b)", true, DICTUM_QUERY, 3);
}

static void operators_of_place_stand_between_operands(void **state)
{
    (void)state;
    static const example examples[] = {
        {"a NEAR/5 b", "a NEAR/5 b"},
        {"a NEAR b c", "a NEAR/10 b AND c"},
        {"a b ADJ c OR d", "a AND b ADJ/10 c OR d"},
        {"\"a b\" SENTENCE c", "\"a b\" SENTENCE c"},
        {"a /s b /p c", "a SENTENCE b PARAGRAPH c"},
        {"a NEAR/2 (b SENTENCE c)", "a NEAR/2 (b SENTENCE c)"},
        {"(a NEAR/2 b) SENTENCE c", "a NEAR/2 b SENTENCE c"},
        {"a SENTENCE (b AND NOT c)", "a SENTENCE (b AND NOT c)"},
        {"a SENTENCE (b OR c)", "a SENTENCE (b OR c)"},
        {"a NEAR/3 NOT b", "a NEAR/3 NOT b"},
        {"a NEAR/3 -b", "a NEAR/3 NOT b"},
        {"(NOT a) SENTENCE b", "(NOT a) SENTENCE b"},
        {"-a SENTENCE b", "(NOT a) SENTENCE b"},
        {"NOT a SENTENCE b", "NOT (a SENTENCE b)"},
        {"a NOT b NEAR c", "a AND NOT (b NEAR/10 c)"},
        {"title:(a NEAR/1 b)", "title:a NEAR/1 title:b"},
        {"l'accès NEAR eau", "\"l accès\" NEAR/10 eau"},
        {"China's NEAR cyber-security", "china NEAR/10 cyber-security"},
        {"中国 NEAR/2 政府", "\"中国\" NEAR/2 \"政府\""},
        {"a near b", "a AND near AND b"},
        {"a NEAR/x b", "a AND \"near x\" AND b"},
        {"a NEAR NEAR b", "a NEAR/10 near AND b"},
        {"… NEAR b", "b"},
    };
    CHECK_ALL(examples);
    expect_error("a NEAR/1001 b", false, DICTUM_LIMIT, 2);
    expect_error("(a AND b) NEAR (c AND d)", false, DICTUM_QUERY, 10);
    expect_error("a ADJ ((b AND c) SENTENCE (d AND e))", false, DICTUM_QUERY, 2);
    expect_error("a NEAR title:b", false, DICTUM_QUERY, 13);
    expect_error("a NEAR lang:en", false, DICTUM_QUERY, 12);
    expect_error("a SENTENCE date:2020", false, DICTUM_QUERY, 11);
}

static void operators_behind_words_phrases_and_groups(void **state)
{
    (void)state;
    static const example examples[] = {
        {"\"a * b\"", "\"a * b\""},
        {"\"to * * be\"", "\"to * * be\""},
        {"\"* a b *\"", "\"a b\""},
        {"\"a*b\"", "\"a b\""},
        {"\"a b\"~5", "\"a b\"~5"},
        {"\"a b a\"/2", "\"a b\"/2"},
        {"\"a b\"/3", "\"a b\""},
        {"\"a b\"/0", "\"a b\""},
        {"\"a\"~5", "\"a\""},
        {"\"a b\"~5x", "\"a b\" AND 5x"},
        {"wom?n", "wom?n"},
        {"Wom?n*", "wom?n*"},
        {"inter*ion?", "inter*ion"},
        {"Really?", "really"},
        {"stability?2", "\"stability 2\""},
        {"http://x.org/?q=a", "\"http x org q a\""},
        {"5*5", "\"5 5\""},
        {"word~", "word~1"},
        {"Word~2", "word~2"},
        {"word~3", "\"word 3\""},
        {"~word", "word"},
        {"word^3", "word^3"},
        {"word^0.5", "word^0.5"},
        {"10^6", "\"10 6\""},
        {"(10)^6", "(10)^6"},
        {"word~2^1.5", "word~2^1.5"},
        {"wor*^2", "wor*^2"},
        {"\"a b\"^2", "\"a b\"^2"},
        {"\"a b\"~3^2", "\"a b\"~3^2"},
        {"(a b)^2 c", "(a AND b)^2 AND c"},
        {"(a OR (b))^2", "(a OR b)^2"},
        {"(a NEAR b)^2", "(a NEAR/10 b)^2"},
        {"(a)^2", "a^2"},
        {"((a)^2)^2", "a^4"},
        {"a *laims", "a AND laims"},
        {"\"cla\"* b", "\"cla\" AND b"},
        {"(red)*", "red"},
        {"a (red fox)~2", "a AND red AND fox"},
    };
    CHECK_ALL(examples);
    expect_error("\"a b\"~5000", false, DICTUM_LIMIT, 0);
    expect_error("(red)*", true, DICTUM_QUERY, 5);
    expect_error("a (red fox)~2", true, DICTUM_QUERY, 11);
    expect_error("word~3", true, DICTUM_QUERY, 4);
}

static void dates_and_paths(void **state)
{
    (void)state;
    static const example examples[] = {
        {"x date:2020", "x AND date:2020"},
        {"date:2019-11..2020-02", "date:2019-11..2020-02"},
        {"date:..2010", "date:..2010"},
        {"date:2015.. x", "date:2015.. AND x"},
        {"(date:2015-02-28)", "date:2015-02-28"},
        {"-date:2016", "NOT date:2016"},
        {"date:2020-13", "\"date 2020 13\""},
        {"date:2015-02-29", "\"date 2015 02 29\""},
        {"date:..", "date"},
        {"date: 2020", "date AND 2020"},
        {"update:2020", "\"update 2020\""},
        {"path:2019/press", "path:\"2019 press\""},
        {"path:(a OR b)", "path:a OR path:b"},
    };
    CHECK_ALL(examples);
    expect_error("date:soon", true, DICTUM_QUERY, 0);
}

static void limits_and_bad_bytes_are_refused(void **state)
{
    (void)state;
    expect_error("a \xff", false, DICTUM_QUERY, 2);
    char *deep = malloc(2002);
    assert_non_null(deep);
    memset(deep, '(', 1000);
    deep[1000] = 'a';
    memset(deep + 1001, ')', 1000);
    deep[2001] = '\0';
    expect_error(deep, false, DICTUM_LIMIT, 100);
    free(deep);
    char *longest = malloc(DICTUM__QUERY_BYTES_MAX + 2);
    assert_non_null(longest);
    memset(longest, 'a', DICTUM__QUERY_BYTES_MAX + 1);
    longest[DICTUM__QUERY_BYTES_MAX + 1] = '\0';
    expect_error(longest, false, DICTUM_LIMIT, DICTUM_NO_OFFSET);
    free(longest);
}

static void notes_say_what_was_taken_literally(void **state)
{
    (void)state;
    dictum_query *parsed;
    dictum_error err;
    assert_int_equal(dictum__query_parse(analyser, DICTUM_SLICE("a \"b AND"), false, false, &parsed, &err), DICTUM_OK);
    assert_non_null(parsed->notes);
    assert_non_null(strstr(parsed->notes->text, "no partner: taken literally"));
    assert_non_null(parsed->notes->next);
    assert_non_null(strstr(parsed->notes->next->text, "“AND” stands where no operator can"));
    assert_null(parsed->notes->next->next);
    dictum__query_free(parsed);
}

/* Random rows of the characters that mean something: never an error but for what cannot stand beside an operator, and
 * the normal form is understood as itself. */
static void random_text_is_understood_or_refused_and_its_normal_form_is_stable(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",          "b",    "claims", "é",    "中",   "国",  "\"",        "“",  "”",     "„",  "«",      "»",
        "(",          ")",    "-",      "=",    "*",    " ",   " ",         " ",  "'",     "’",  ".",      "AND",
        "OR",         "NOT",  "title:", "~",    "^2",   "?",   "/",         "5",  "「",    "」", " NEAR ", " ADJ/2 ",
        " SENTENCE ", " /p ", "\"~2",   "\"/2", "^0.5", "c*d", "date:2020", "..", "path:", " * "};
    const char *given = getenv("DICTUM_TEST_SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) : 20261124u;
    print_message("seed %u\n", seed);
    size_t understood = 0;
    for (int round = 0; round < 20000; round++) {
        char text[256] = "";
        for (size_t i = 0, used = 0; i < 12; i++) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[(seed >> 8) % (sizeof pieces / sizeof pieces[0])];
            used += (size_t)snprintf(text + used, sizeof text - used, "%s", piece);
        }
        dictum_query *parsed, *again;
        dictum_error err;
        dictum_status status = dictum__query_parse(analyser, dictum__slice(text), false, false, &parsed, &err);
        if (status != DICTUM_OK) {
            assert_int_equal(status, DICTUM_QUERY);
            assert_true(err.offset_bytes < strlen(text));
            continue;
        }
        understood++;
        if (dictum__query_parse(analyser, dictum__slice(parsed->normal), false, true, &again, &err) != DICTUM_OK)
            fail_msg("%s was understood as %s: %s", text, parsed->normal, err.text);
        if (strcmp(again->normal, parsed->normal) != 0)
            fail_msg("%s was understood as %s, that as %s", text, parsed->normal, again->normal);
        dictum__query_free(again);
        dictum__query_free(parsed);
    }
    assert_true(understood > 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_space_is_and_and_and_binds_tighter_than_or),
        cmocka_unit_test(not_and_minus_exclude),
        cmocka_unit_test(every_kind_of_quotation_mark_makes_a_phrase),
        cmocka_unit_test(words_with_marks_inside_are_phrases_or_lose_a_possessive),
        cmocka_unit_test(signs_before_and_behind_words),
        cmocka_unit_test(what_cannot_be_an_operator_is_taken_literally),
        cmocka_unit_test(any_joins_what_stands_side_by_side),
        cmocka_unit_test(strict_mode_names_the_place),
        cmocka_unit_test(operators_of_place_stand_between_operands),
        cmocka_unit_test(operators_behind_words_phrases_and_groups),
        cmocka_unit_test(dates_and_paths),
        cmocka_unit_test(limits_and_bad_bytes_are_refused),
        cmocka_unit_test(notes_say_what_was_taken_literally),
        cmocka_unit_test(random_text_is_understood_or_refused_and_its_normal_form_is_stable),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
