/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verification against an index: candidates, several sources, pieces of other statements, speakers, and what is said of
 * a passage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dictum/verify.h>

#include "tests/support/indexing.h"
#include "tests/support/temp.h"

static const char records[] =
    "{\"id\":\"later\",\"lang\":\"en\",\"date\":\"2021-05-04\",\"speaker\":\"John Smith\",\"source\":\"The Office\","
    "\"title\":\"Later\",\"url\":\"https://example.org/later\",\"text\":\"Good morning. The harbour wall will hold "
    "another winter, but only if the sea stays calm. Nobody knows. Thank you.\"}\n"
    "{\"id\":\"earlier\",\"lang\":\"en\",\"date\":\"2020-01-02\",\"speaker\":\"Jane M. Doe\",\"title\":\"Earlier\","
    "\"text\":\"The harbour wall will hold another winter. We have counted every stone of it.\"}\n"
    "{\"id\":\"copy\",\"lang\":\"en\",\"date\":\"2022-01-02\",\"speaker\":\"Jane M. Doe\",\"title\":\"Copied\","
    "\"text\":\"The harbour wall will hold another winter. We have counted every stone of it.\"}\n"
    "{\"id\":\"other\",\"lang\":\"en\",\"date\":\"2019-03\",\"text\":\"Lamps were lit along the northern quay "
    "when the ferry came home. It is not true that the ferry was lost at sea.\"}\n"
    "{\"id\":\"quoting\",\"lang\":\"en\",\"date\":\"2023\",\"speaker\":\"A Reporter\",\"text\":\"Asked about it, "
    "the mayor said: “No lamp will ever be lit in this town without my word.” He left.\"}\n"
    "{\"id\":\"umlaut\",\"lang\":\"de\",\"text\":\"Über den Hafen sagte der Bürgermeister: Die Mauer hält 1.500 "
    "Wellen aus.\"}\n"
    "{\"id\":\"chinese\",\"lang\":\"zh\",\"text\":\"我们不会放弃这座港口，因为它属于所有人。\"}\n";

static char *folder;
static dictum_index *index_at_hand;

static int set_up(void **state)
{
    (void)state;
    folder = temp_new();
    char *place = folder != NULL ? indexing_records(folder, records, sizeof records - 1) : NULL;
    const char *where = place;
    bool open = place != NULL && dictum_index_open(&where, 1, &index_at_hand, NULL) == DICTUM_OK;
    free(place);
    return open ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    dictum_index_free(index_at_hand);
    temp_remove(folder);
    return 0;
}

static dictum_verification *verify_said(const char *quotation, const char *speaker)
{
    dictum_verify_options options;
    dictum_verification *v;
    dictum_error error;
    dictum_verify_options_init(&options);
    options.speaker = speaker;
    if (dictum_verify(index_at_hand, quotation, &options, &v, &error) != DICTUM_OK)
        fail_msg("%s: %s", quotation, error.text);
    return v;
}

static dictum_verification *verify(const char *quotation)
{
    return verify_said(quotation, NULL);
}

static void has_verdict(const dictum_verification *v, dictum_verdict expected)
{
    assert_string_equal(dictum_verdict_name(dictum_verification_verdict(v)), dictum_verdict_name(expected));
}

static const dictum_source_match *match(const dictum_verification *v, size_t i)
{
    const dictum_source_match *m = dictum_verification_match(v, i);
    assert_non_null(m);
    return m;
}

static void is_from(const dictum_verification *v, size_t i, const char *id)
{
    assert_string_equal(match(v, i)->statement->id.text, id);
}

static bool warns(const dictum_source_match *m, const char *of)
{
    for (size_t i = 0; i < m->warning_count; i++)
        if (strstr(m->warnings[i], of) != NULL)
            return true;
    return false;
}

static void sources_are_listed_from_the_earliest_and_copies_folded(void **state)
{
    (void)state;
    dictum_verification *v = verify("“The harbour wall will hold another winter”");
    has_verdict(v, DICTUM_VERBATIM);
    assert_int_equal(dictum_verification_match_count(v), 2);
    is_from(v, 0, "earlier");
    is_from(v, 1, "later");
    assert_int_equal(match(v, 0)->like_count, 1);
    assert_string_equal(match(v, 0)->like[0].text, "copy");
    assert_int_equal(dictum_verification_found_count(v), 3);
    assert_null(dictum_verification_match(v, 2));
    assert_false(warns(match(v, 0), "goes on"));
    assert_true(warns(match(v, 1), "goes on and qualifies it"));
    dictum_verification_free(v);
}

static void a_passage_is_pointed_at(void **state)
{
    (void)state;
    dictum_verification *v = verify("hold another winter, but only if the sea stays calm");
    const dictum_source_match *m = match(v, 0);
    const char *text = m->statement->text.text;
    assert_string_equal(m->exact.text, "hold another winter, but only if the sea stays calm");
    assert_memory_equal(text + m->range.start, m->exact.text, m->exact.bytes);
    assert_int_equal(m->range.end - m->range.start, m->exact.bytes);
    assert_string_equal(m->prefix.text, "Good morning. The harbour wall will ");
    assert_string_equal(m->suffix.text, ". Nobody knows. Thank you.");
    assert_string_equal(m->sentence.text, "The harbour wall will hold another winter, but only if the sea stays calm.");
    assert_string_equal(m->before.text, "Good morning.");
    assert_string_equal(m->after.text, "Nobody knows.");
    assert_string_equal(m->citation.text, "John Smith: “Later”, The Office, 2021-05-04, https://example.org/later");
    assert_string_equal(m->link.text, "https://example.org/later#:~:text=hold%20another%20winter%2C%20but%20only%20if%"
                                      "20the%20sea%20stays%20calm");
    dictum_verification_free(v);
    v = verify("Die Mauer hält 1500 Wellen aus");
    has_verdict(v, DICTUM_TYPOGRAPHIC);
    m = match(v, 0);
    assert_int_equal(m->range.start - m->cp_range.start, 2); /* Ü and ü are two bytes each */
    assert_int_equal(m->range.end - m->cp_range.end, 3);
    assert_null(m->link.text);
    dictum_verification_free(v);
}

static void changes_are_found_by_rare_words(void **state)
{
    (void)state;
    dictum_verification *v = verify("Lamps were not lit along the southern quay when the ferry came home");
    has_verdict(v, DICTUM_ALTERED);
    is_from(v, 0, "other");
    const dictum_source_match *m = match(v, 0);
    assert_int_equal(m->change_count, 2);
    assert_string_equal(dictum_change_class_name(m->changes[0].change), "negation");
    assert_string_equal(m->changes[0].quotation.text, "not");
    assert_string_equal(m->changes[0].archive.text, "");
    assert_string_equal(dictum_change_class_name(m->changes[1].change), "other");
    assert_string_equal(m->changes[1].archive.text, "northern");
    assert_memory_equal(m->statement->text.text + m->changes[1].archive_range.start, "northern", 8);
    assert_true(m->kept > 0.8 && m->kept < 0.9);
    dictum_verification_free(v);
    v = verify("我们会放弃这座港口，因为它属于所有人");
    has_verdict(v, DICTUM_ALTERED);
    is_from(v, 0, "chinese");
    assert_string_equal(dictum_change_class_name(match(v, 0)->changes[0].change), "negation");
    dictum_verification_free(v);
}

static void what_is_left_out_and_put_in_is_shown(void **state)
{
    (void)state;
    dictum_verification *v = verify("[Our] harbour wall will hold … winter");
    has_verdict(v, DICTUM_BRACKETED);
    const dictum_source_match *m = match(v, 0);
    assert_int_equal(m->change_count, 0);
    assert_int_equal(m->elision_count, 1);
    assert_string_equal(m->elisions[0].archive.text, "another");
    assert_string_equal(dictum_change_class_name(m->elisions[0].change), "other");
    assert_int_equal(m->insertion_count, 1);
    assert_string_equal(m->insertions[0].quotation.text, "Our");
    assert_string_equal(dictum_change_class_name(m->insertions[0].change), "other");
    dictum_verification_free(v);
}

static void joined_pieces_are_told(void **state)
{
    (void)state;
    dictum_verification *v = verify("We have counted every stone of it when the ferry came home");
    has_verdict(v, DICTUM_ALTERED);
    is_from(v, 0, "earlier");
    is_from(v, 1, "other");
    assert_int_equal(match(v, 0)->change_count, 1);
    assert_string_equal(dictum_change_class_name(match(v, 0)->changes[0].change), "splice");
    assert_string_equal(match(v, 0)->changes[0].quotation.text, "when the ferry came home");
    dictum_verification_free(v);
    v = verify("We have counted every stone of it … The harbour wall will hold another winter");
    has_verdict(v, DICTUM_ALTERED);
    assert_string_equal(dictum_change_class_name(match(v, 0)->changes[0].change), "order");
    dictum_verification_free(v);
}

static void speakers_are_compared(void **state)
{
    (void)state;
    static const char words[] = "We have counted every stone of it";
    static const char *const right[] = {"Jane Doe", "Doe", "Senator Doe", "jane m. doe"};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        dictum_verification *v = verify_said(words, right[i]);
        has_verdict(v, DICTUM_VERBATIM);
        dictum_verification_free(v);
    }
    dictum_verification *v = verify_said(words, "John Doe");
    has_verdict(v, DICTUM_ALTERED);
    assert_int_equal(match(v, 0)->change_count, 1);
    assert_string_equal(dictum_change_class_name(match(v, 0)->changes[0].change), "speaker");
    assert_string_equal(match(v, 0)->changes[0].archive.text, "Jane M. Doe");
    dictum_verification_free(v);
    v = verify_said("The harbour wall will hold another winter", "John Smith");
    has_verdict(v, DICTUM_VERBATIM);
    assert_int_equal(dictum_verification_match_count(v), 1);
    is_from(v, 0, "later");
    dictum_verification_free(v);
    /* Whose words are quoted there the archive does not say. */
    v = verify_said("No lamp will ever be lit in this town", "The Mayor");
    has_verdict(v, DICTUM_VERBATIM);
    assert_true(warns(match(v, 0), "quotation marks"));
    dictum_verification_free(v);
}

static void what_turns_it_is_warned_of(void **state)
{
    (void)state;
    dictum_verification *v = verify("the ferry was lost at sea");
    has_verdict(v, DICTUM_VERBATIM);
    assert_true(warns(match(v, 0), "the sentence begins before it"));
    dictum_verification_free(v);
    v = verify("the ferry");
    assert_int_equal(dictum_verification_warning_count(v), 1);
    assert_non_null(strstr(dictum_verification_warning(v, 0), "too short"));
    assert_null(dictum_verification_warning(v, 1));
    dictum_verification_free(v);
}

static void what_is_absent_names_what_was_searched(void **state)
{
    (void)state;
    const char *from, *to;
    dictum_verification *v = verify("Elephants never marched through any parliament yesterday");
    has_verdict(v, DICTUM_ABSENT);
    assert_int_equal(dictum_verification_match_count(v), 0);
    assert_int_equal(dictum_verification_searched(v, &from, &to), 7);
    assert_string_equal(from, "2019-03");
    assert_string_equal(to, "2023");
    dictum_verification_free(v);
    v = verify("Lanterns burned along the northern quay while some ferry came home early");
    has_verdict(v, DICTUM_ABSENT);
    is_from(v, 0, "other"); /* the nearest */
    dictum_verification_free(v);
}

static void what_is_no_quotation_is_refused(void **state)
{
    (void)state;
    dictum_error error;
    dictum_verification *v;
    dictum_verify_options options;
    assert_int_equal(dictum_verify(index_at_hand, "“ … ” [sic]", NULL, &v, &error), DICTUM_ARGUMENT);
    assert_null(v);
    assert_int_equal(dictum_verify(index_at_hand, "", NULL, &v, &error), DICTUM_ARGUMENT);
    assert_int_equal(dictum_verify(index_at_hand,
                                   "a\xff"
                                   "b",
                                   NULL, &v, &error),
                     DICTUM_ARGUMENT);
    dictum_verify_options_init(&options);
    options.date = "yesterday";
    assert_int_equal(dictum_verify(index_at_hand, "the ferry", &options, &v, &error), DICTUM_ARGUMENT);
    char *longest = malloc(70001);
    assert_non_null(longest);
    memset(longest, 'a', 70000);
    longest[70000] = '\0';
    assert_int_equal(dictum_verify(index_at_hand, longest, NULL, &v, &error), DICTUM_LIMIT);
    for (size_t i = 1; i < 20000; i += 2)
        longest[i] = ' ';
    longest[20000] = '\0';
    assert_int_equal(dictum_verify(index_at_hand, longest, NULL, &v, &error), DICTUM_LIMIT);
    free(longest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources_are_listed_from_the_earliest_and_copies_folded),
        cmocka_unit_test(a_passage_is_pointed_at),
        cmocka_unit_test(changes_are_found_by_rare_words),
        cmocka_unit_test(what_is_left_out_and_put_in_is_shown),
        cmocka_unit_test(joined_pieces_are_told),
        cmocka_unit_test(speakers_are_compared),
        cmocka_unit_test(what_turns_it_is_warned_of),
        cmocka_unit_test(what_is_absent_names_what_was_searched),
        cmocka_unit_test(what_is_no_quotation_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
