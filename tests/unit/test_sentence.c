/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/sentence.h, rule by rule: each departure from the standard, and where it stops. Against ICU's iterator:
 * test_sentence_standard.c; on whole texts: test_sentence_sets.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/abbreviations.h"
#include "lib/sentence.h"

static dictum_sentences *sentences;

/* Writes the paragraph with "|" at each sentence's end but the last. */
static const char *divide(const char *paragraph, const char *lang, unsigned flags)
{
    static char out[1024];
    size_t from = 0, to, made = 0, len = strlen(paragraph);
    dictum__sentences_begin(sentences, dictum__slice(paragraph), lang, flags);
    while (dictum__sentences_next(sentences, &to)) {
        assert_true(to > from && to <= len && made + to - from + 2 < sizeof out);
        memcpy(out + made, paragraph + from, to - from);
        made += to - from;
        if (to < len)
            out[made++] = '|';
        from = to;
    }
    assert_int_equal(from, len);
    out[made] = '\0';
    return out;
}

/* The expected outcome, from which the paragraph follows, and its language. */
typedef struct golden {
    const char *lang, *divided;
} golden;

static void check(const golden *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char paragraph[1024];
        size_t made = 0;
        for (const char *c = table[i].divided; *c != '\0'; c++)
            if (*c != '|')
                paragraph[made++] = *c;
        paragraph[made] = '\0';
        assert_string_equal(divide(paragraph, table[i].lang, 0), table[i].divided);
    }
}

#define CHECK(...)                                                                                                     \
    do {                                                                                                               \
        static const golden table[] = {__VA_ARGS__};                                                                   \
        check(table, sizeof table / sizeof table[0]);                                                                  \
    } while (0)

static void sentences_end_where_the_standard_says(void **state)
{
    (void)state;
    CHECK({NULL, "It rose. |It fell!  |Did it? |yes."}, {NULL, "It cost 3.5 million, or so. |“Why?” |He left."},
          {"zh", "他说。|好！"}, {"hi", "वह गया। |वह आया।"}, {"en", ""}, {"en", "no end"},
          {"en", "In 2019. |The 5G. |The A1. |X"}, {"en", "end.”) |“Next. |(So!) |Then"},
          {"en", "it is a b.c, x.Y or 1.5"});
}

static void the_standards_rules_alone_have_no_exceptions(void **state)
{
    (void)state;
    static const char text[] = "Mr. A. Smith!” he … Said.\nNo. 5";
    assert_string_equal(divide(text, "en", DICTUM__SENTENCES_STANDARD), "Mr. |A. |Smith!” |he … Said.\n|No. |5");
    assert_string_equal(divide(text, "en", 0), "Mr. A. Smith!” he … |Said.\n|No. 5");
    assert_string_equal(divide("one\r\ntwo\rthree\n", "en", DICTUM__SENTENCES_STANDARD), "one\r\n|two\r|three\n");
}

static void r8_a_line_break_is_a_space_but_a_separator_of_unicode_is_none(void **state)
{
    (void)state;
    CHECK({NULL, "one\ntwo\r\nthree.\n|Four"}, {NULL, "one\u2029|two"}, {NULL, "one.\u2028|Two"},
          {NULL, "one\r.\r|Two"}, {"en", "by Mr.\nSmith"});
}

static void r8a_a_title_never_ends_a_sentence(void **state)
{
    (void)state;
    CHECK({"en", "Sen. Warren and Dr. The left. |He did."}, {"en", "by Lt. Col. Reyes"}, {"en", "fruit, e.g. Apples"},
          {"de", "Viele, z. B. Berlin, z.B. Ulm. |Und"}, {"de", "d. h. Der Dipl.-Ing. Ott"}, {"fr", "MM. Le Goff"},
          {"es", "La Sra. El"}, {"it", "il dott. Il"}, {"nl", "dhr. De"}, {"pt", "O Sr. O"}, {"ru", "на ул. Он"},
          {"pl", "np. To"}, {"sv", "t.ex. Den"}, {"da", "f.eks. Den"}, {"nb", "f.eks. Den"}, {"cs", "např. Ten"},
          {NULL, "Dr. Smith"},
          /* It is in the list of another language, or another word. */
          {"en", "as Hrn. |Next"}, {"en", "as dhr. |Next"}, {"en", "they gov. |Next"}, {"en", "the Drama. |Next"},
          /* With a closing mark it may. */
          {"en", "said “Dr.” |He"}, {"en", "said “Dr.” Smith"});
}

static void r8b_a_number_may_follow(void **state)
{
    (void)state;
    CHECK({"en", "No. 5, pp. 12 and No. 7"}, {"en", "Art. IV and Annex. B, vol. (3)"}, {"en", "Was it? |No. |We left."},
          {"en", "Was it? |No. |I left."}, {"de", "Nr. 5 in Kap. 3 und Abs. II"}, {"de", "der Kontonr. 5"},
          {"fr", "art. 5, p. 6"}, {"es", "núm. 5"}, {"it", "n. 5"}, {"nl", "blz. 5 en huisnr. 6"}, {"pt", "pág. 5"},
          {"ru", "табл. 5"}, {"pl", "ust. 5"}, {"sv", "sid. 5"}, {"en", "modern art. |The"},
          {"es", "Digo que no. |Es 5"});
}

static void r8c_an_abbreviation_may_end_a_sentence(void **state)
{
    (void)state;
    CHECK({"en", "the U.S. Senate"}, {"en", "in the U.S. |The"}, {"en", "in the U. S. |“The"},
          {"en", "Acme Inc. Paris"}, {"en", "Acme Inc. |It's"}, {"en", "at 5 p.m. Monday"}, {"en", "at 5p.m. |We"},
          {"en", "in the U.S. |THE"}, {"en", "the U.S. In-house"}, {"en", "the U.S. $5.2"}, {"en", "the U.S. |Mr. A"},
          {"en", "Jan. 5"}, {"en", "in Jan. |We"}, {"en", "on Sat. Morning"}, {"en", "he sat. |Morning"},
          {"en", "by the SEC. |Practically"}, {"en", "at 5p.m. Monday"}, {"en", "SEC. FIVE"}, {"de", "Hefte usw. |Die"},
          {"de", "Hefte usw. Bücher"}, {"de", "Hauptstr. Nord"}, {"fr", "etc. |L'un"}, {"fr", "etc. Lyon"},
          {"es", "EE. UU. |¿Qué"}, {"es", "EE. UU. Norte"}, {"it", "S.p.A. |Il"}, {"it", "S.p.A. Roma"},
          {"nl", "de V.S. |De"}, {"pt", "Lda. |Os"}, {"ru", "в 2019 г. |Она"}, {"ru", "в 2019 г. Москва"},
          {"pl", "itd. |W"}, {"sv", "osv. |De"}, {"und", "U.S. Senate"}, {"und", "U.S. |The"}, {NULL, "S.A. |Les"},
          {"fr", "S.A. |Les"}, {"fr", "S.A. The"}, {"ja", "U.S. |日本"});
}

static void r8d_initials_end_nothing(void **state)
{
    (void)state;
    CHECK({"en", "of J. Smith"}, {"en", "of J. R. R. Tolkien"}, {"en", "of J.R.R. Tolkien"}, {"fr", "of J.-P. Morvan"},
          {"ru", "of А. С. Пушкин"}, {"en", "Plan B. |The"}, {"fr", "of M. Le Pen"}, {"nl", "of J. De Wit"},
          {"nl", "Plan B. |Het"}, {"en", "of A. A. Milne"}, {"en", "of A. v. The State"}, {"pt", "of J. O'Neill"},
          {"de", "of e. V. Nord"}, {"", "of x. Y. Zeh"}, {"en", "a and b. |Next"}, {"de", "die a. D. u. a. Ott"},
          {"he", "א. |ב"}, {"zh", "字. |字"});
}

static void r8e_ordinals_of_a_language_that_writes_a_full_stop(void **state)
{
    (void)state;
    CHECK({"de", "am 3. Oktober"}, {"de", "der 2. Weltkrieg"}, {"de", "die 125. Sitzung"}, {"de", "am 3.10. Ott"},
          {"de", "Karl XIV. Ott"}, {"de", "mit 65. |Der"}, {"de", "seit 2019. |Oktober"}, {"de", "auf S. 45. |Wer"},
          {"de", "aus Nr. 3. |Bücher"}, {"en", "was 3. |October"}, {"en", "War II. |Germany"}, {"pl", "od 9. |Bilet"},
          {"cs", "dne 17. 5. 2019"}, {"de", "am 17. 5. 2019"}, {"en", "was 17. |50 A"});
}

static void r8f_an_ellipsis_is_three_full_stops(void **state)
{
    (void)state;
    CHECK({"en", "so … and then"}, {"en", "so ... and then"}, {"en", "so… |Then"}, {"en", "so... |Then"},
          {"en", "so…? |Then"}, {"en", "he [...] Smith"}, {"en", "he […] Smith"}, {"en", "he (...) Smith"},
          {"en", "(he...) |Smith"}, {"en", "so... 50 men"}, {"en", "so… 50 Men"}, {"en", "so. |[…] The"},
          {"en", "the U.S... |Smith"});
}

static void r8g_the_number_of_an_item_goes_with_it(void **state)
{
    (void)state;
    CHECK({"en", "1. First. |2. Second."}, {"en", "IV. Of. |V. Of"}, {"en", "A. The"}, {"en", "so. |(3.) The"},
          {"en", "1.2. The"}, {"en", "one\n3. The"}, {"en", "one 3. |The"}, {"en", "• 1. The"}, {"en", "2019. |The"},
          {"en", "Mix. |The"});
}

static void r8h_quoted_speech_goes_on_in_lower_case(void **state)
{
    (void)state;
    CHECK({"en", "“Stop!” he said."}, {"en", "“Stop!” |He"}, {"de", "»Halt!« rief er"}, {"en", "Stop! |he"},
          {"fr", "«Non !» a-t-il dit."});
}

static void r8i_closing_marks_stay(void **state)
{
    (void)state;
    CHECK({"fr", "« Non ! » |Puis"}, {"fr", "« Non ! » a-t-il dit"}, {"fr", "« Non. » |Puis"}, {"fr", "« Non ! », dit"},
          {"en", "so. ) |Then"}, {"de", "so. |»Dann"}, {"en", "so.[5] |Then"}, {"en", "so.(12) |Then"},
          {"en", "so.¹² |Then"}, {"en", "so.” ) |Then"}, {"fr", "Non ! |«Oui"}, {"en", "so. |[5] Then"});
}

static void r8j_what_has_no_word_is_no_sentence(void **state)
{
    (void)state;
    CHECK({"en", "... The"}, {"en", "?! The. |* * *! The"}, {"en", "… The. |X"});
}

static void r8k_a_number_or_item_may_be_first(void **state)
{
    (void)state;
    CHECK({"en", "in 2019. |5 million"}, {"en", "ten users. |300 more"}, {"en", "the ending. |$5 million"},
          {"en", "about approx. 300 men"}, {"en", "in pp. 3 to"}, {"en", "it is. 5 men"}, {"", "ten users. 300 more"},
          {"lt", "ten users. 300 more"}, {"de", "am 17. 5 Leute"}, {"en", "users.5 and"}, {"en", "the users... 5 more"},
          {"de", "Hauptstr. 5 in"}, {"en", "ends. |(a) of it. |b) or. |(iv) and"}, {"en", "see e.g. (a) or"},
          {"", "ends. |(a) of"}, {"en", "ends. (ab) of"});
}

static void r8l_the_number_of_a_note_may_follow_at_once(void **state)
{
    (void)state;
    CHECK({"en", "of inflation.21 |In"}, {"en", "of inflation.21 |“In"}, {"en", "of inflation.21 in"},
          {"en", "of it.21 In"}, {"en", "about approx.21 In"}, {"en", "the version.2.1 In"},
          {"en", "inflation.2111 In"}, {"en", "“so.”21 |In"}, {"en", "WORD.5 In"}, {"en", "is it so?7 |In"},
          {"en", "a a.word.5 In"});
}

static void what_is_no_language_has_the_common_list(void **state)
{
    (void)state;
    static const char *const langs[] = {NULL, "", "x", "english", "EN", "und", "../en", "e1", "qx"};
    for (size_t i = 0; i < sizeof langs / sizeof langs[0]; i++)
        assert_string_equal(divide("Dr. Smith, Atty. Hall", langs[i], 0), "Dr. Smith, Atty. |Hall");
    static const char *const english[] = {"en", "en-GB", "en_US"};
    for (size_t i = 0; i < sizeof english / sizeof english[0]; i++)
        assert_string_equal(divide("Dr. Smith, Atty. Hall", english[i], 0), "Dr. Smith, Atty. Hall");
}

/* ---- the lists -------------------------------------------------------------------------------------------------- */

static dictum_slice lowered(const char *word, size_t signs, char *room)
{
    size_t len = strlen(word) - signs;
    for (size_t i = 0; i < len; i++)
        room[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] + 'a' - 'A') : word[i];
    room[len] = '\0';
    return (dictum_slice){room, len};
}

static void check_list(const dictum_word_list *list, size_t signs)
{
    char before[64] = "", word[64];
    for (size_t i = 0; i < list->count; i++) {
        assert_true(strlen(list->words[i]) > signs && strlen(list->words[i]) <= DICTUM__ABBREVIATION_BYTES_MAX + signs);
        (void)lowered(list->words[i], signs, word);
        if (strcmp(before, word) >= 0)
            fail_msg("\"%s\" before \"%s\"", before, word);
        memcpy(before, word, sizeof before);
    }
}

static void lists_are_in_order_and_every_entry_is_found(void **state)
{
    (void)state;
    size_t count;
    const dictum_sentence_language *languages = dictum__sentence_languages(&count);
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++) {
        const dictum_sentence_language *language = &languages[i];
        assert_ptr_equal(dictum__sentence_language(language->code), language);
        check_list(&language->abbreviations, 1);
        check_list(&language->openers, 0);
        char room[64];
        for (size_t n = 0; n < language->abbreviations.count; n++) {
            const char *entry = language->abbreviations.words[n];
            char sign = entry[strlen(entry) - 1];
            assert_non_null(strchr("!#?=", sign));
            char kind = dictum__abbreviation_kind(language, lowered(entry, 1, room), true);
            assert_int_equal(kind, sign == '=' ? 0 : sign);
        }
        for (size_t n = 0; n < language->openers.count; n++)
            assert_true(dictum__is_opener(language, dictum__slice(language->openers.words[n])));
        assert_false(dictum__is_opener(language, DICTUM_SLICE("xyzzy")));
        assert_false(dictum__is_opener(language, DICTUM_SLICE("")));
        assert_int_equal(dictum__abbreviation_kind(language, DICTUM_SLICE("xyzzy"), true), 0);
        assert_int_equal(dictum__abbreviation_kind(language, DICTUM_SLICE(""), true), 0);
    }
}

static void particles_of_names_are_known(void **state)
{
    (void)state;
    static const char *const some[] = {"al", "de", "la", "le", "van", "von", "zur"};
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++)
        assert_true(dictum__is_name_particle(dictum__slice(some[i])));
    assert_false(dictum__is_name_particle(DICTUM_SLICE("the")));
}

static int begin_all(void **state)
{
    (void)state;
    return dictum__sentences_new(&sentences, NULL) == DICTUM_OK ? 0 : -1;
}

static int end_all(void **state)
{
    (void)state;
    dictum__sentences_free(sentences);
    dictum__sentences_free(NULL);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_where_the_standard_says),
        cmocka_unit_test(the_standards_rules_alone_have_no_exceptions),
        cmocka_unit_test(r8_a_line_break_is_a_space_but_a_separator_of_unicode_is_none),
        cmocka_unit_test(r8a_a_title_never_ends_a_sentence),
        cmocka_unit_test(r8b_a_number_may_follow),
        cmocka_unit_test(r8c_an_abbreviation_may_end_a_sentence),
        cmocka_unit_test(r8d_initials_end_nothing),
        cmocka_unit_test(r8e_ordinals_of_a_language_that_writes_a_full_stop),
        cmocka_unit_test(r8f_an_ellipsis_is_three_full_stops),
        cmocka_unit_test(r8g_the_number_of_an_item_goes_with_it),
        cmocka_unit_test(r8h_quoted_speech_goes_on_in_lower_case),
        cmocka_unit_test(r8i_closing_marks_stay),
        cmocka_unit_test(r8j_what_has_no_word_is_no_sentence),
        cmocka_unit_test(r8k_a_number_or_item_may_be_first),
        cmocka_unit_test(r8l_the_number_of_a_note_may_follow_at_once),
        cmocka_unit_test(what_is_no_language_has_the_common_list),
        cmocka_unit_test(lists_are_in_order_and_every_entry_is_found),
        cmocka_unit_test(particles_of_names_are_known),
    };
    return cmocka_run_group_tests(tests, begin_all, end_all);
}
