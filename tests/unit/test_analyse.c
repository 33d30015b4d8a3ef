/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/analyse.c: each rule of lib/analyse.h by its name, in several scripts, with the tokens written out in full: exact
 * form, folded form, byte range, kind and flags (tests/support/analysis.h says how); a token's position is its place in
 * the list. What holds of every text is in test_analyse_properties.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/analysis.h"

typedef struct golden {
    const char *text, *tokens;
} golden;

static void check_all(const golden *table, size_t count, const char *lang)
{
    dictum_analyser *analyser = test_analyser_new();
    dictum_buf found;
    dictum__buf_init(&found, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        for (unsigned general = 0; general < 2; general++) {
            unsigned flags = DICTUM__ANALYSE_SENTENCES | (general != 0 ? DICTUM__ANALYSE_GENERAL : 0u);
            test_write_tokens(test_analyse(analyser, dictum__slice(table[i].text), lang, flags), &found);
            if (strcmp(found.data != NULL ? found.data : "", table[i].tokens) != 0)
                fail_msg("'%s' gives\n  %s\nand should give\n  %s", table[i].text, found.data, table[i].tokens);
        }
    }
    dictum__buf_dispose(&found);
    dictum__analyser_free(analyser);
}

#define CHECK_ALL(table) check_all((table), sizeof(table) / sizeof(table)[0], NULL)

static void r1_case_width_and_ligatures_have_one_normal_form(void **state)
{
    (void)state;
    static const golden table[] = {
        {"STRASSE Straße", "strasse@0-7:wPS strasse@8-15:w"},
        {"ΣΊΣΥΦΟΣ Σίσυφος", "σίσυφοσ|σισυφοσ@0-14:wPS σίσυφοσ|σισυφοσ@15-29:w"},
        {"ᲥᲐᲠ ქარ", "ქარ@0-9:wPS ქარ@10-19:w"},
        {"ﬁne Ⅷ ŒUVRE Æsir", "fine@0-5:wPS viii@6-9:w oeuvre@10-16:w aesir@17-22:w"},
        {"ℌello Ｗｏｒｄ ㎏", "hello@0-7:wPS word@8-20:w kg@21-24:w"},
        {"ﷺ", "صلى@0-3:wPS الله@0-3:w عليه@0-3:w وسلم@0-3:w"},
        {"ﾊﾟﾋﾟ ㌔", "パ@0-6:gPSU ピ@6-12:gG キ@13-16:gU ロ@13-16:gG"},
        {"é e\xCC\x81 É", "é|e@0-2:wPS é|e@3-6:w é|e@7-9:w"},
    };
    CHECK_ALL(table);
}

static void r1_ignorable_code_points_vanish_inside_a_words_range(void **state)
{
    (void)state;
    static const golden table[] = {
        {"co\u00ADop\u200Cer\u200Eate\u2060d", "cooperated@0-21:wPS"},
        {"x\u00AD \u00ADy a\u00AD-\u00ADb", "x@0-3:wPS y@6-7:w a@8-11:w b@14-15:wG"},
        {"\u00AD\u200D\u034F", ""},
        {"क\u200Dष ন\u200Cা", "कष@0-9:wPS না@10-19:w"},
    };
    CHECK_ALL(table);
}

static void r1_digits_of_every_script_are_ascii(void **state)
{
    (void)state;
    static const golden table[] = {
        {"１２３ ４", "123@0-9:nPS 4@10-13:n"},
        {"٣٫٥ ۱۲", "3@0-2:nPS 5@4-6:nG 12@7-11:n"},
        {"१२ ๑๒ 𝟘𝟙", "12@0-6:nPS 12@7-13:n 01@14-22:n"},
        {"x٣ m²", "x3@0-3:wPS m2@4-7:w"},
    };
    CHECK_ALL(table);
}

static void r1_vulgar_fractions_stand_apart(void **state)
{
    (void)state;
    static const golden table[] = {
        {"3½ ½% 10¼", "3@0-1:nPS 1@1-3:nG 2@1-3:nG 1@4-6:n 2@4-6:nG 10@8-10:n 1@10-12:nG 4@10-12:nG"},
        {"⅟3 ½\u0301x ½a", "1@0-3:nPS 3@3-4:nG 1@5-9:n 2@5-9:nG x@9-10:wG 1@11-13:n 2@11-13:nG a@13-14:wG"},
    };
    CHECK_ALL(table);
}

static void r1_what_people_write_for_an_apostrophe_is_one(void **state)
{
    (void)state;
    static const golden table[] = {
        {"o'clock o`clock o´clock oʼclock", "o'clock@0-7:wPS o'clock@8-15:w o'clock@16-24:w o'clock@25-33:w"},
        {"o’clock o‘clock o‛clock o′clock", "o'clock@0-9:wPS o'clock@10-19:w o'clock@20-29:w o'clock@30-39:w"},
        {"o＇clock o｀clock", "o'clock@0-9:wPS o'clock@10-19:w"},
        {"Hawaiʻi ʾāb maʿnā ג׳ורג", "hawai'i@0-8:wPS āb|ab@11-14:w ma'nā|ma'na@15-22:w ג'ורג@23-33:w"},
        {"ŉ α\u0374", "n@0-2:wPS α@3-5:w"},
    };
    CHECK_ALL(table);
}

static void r1_control_characters_are_what_was_meant(void **state)
{
    (void)state;
    static const golden table[] = {
        {"don\xc2\x92t \xc2\x93quote\xc2\x94", "don't@0-6:wPS quote@9-14:w"},
        {"c\xc2\x9cur a\xc2\x81z", "coeur@0-5:wPS a@6-7:w z@9-10:wG"},
    };
    CHECK_ALL(table);
}

static void r1_every_i_is_one_letter(void **state)
{
    (void)state;
    static const golden table[] = {
        {"İSTANBUL ıstanbul Istanbul", "istanbul@0-9:wPS istanbul@10-19:w istanbul@20-28:w"},
        {"i\u0307 ISSIZ ıssız 𝚤", "i@0-3:wPS issiz@4-9:w issiz@10-17:w i@18-22:w"},
        {"Í \u0131\u0301 \u0130\u0301 i\u0307\u0301", "í|i@0-2:wPS í|i@3-7:w í|i@8-12:w í|i@13-18:w"},
    };
    CHECK_ALL(table);
}

static void r1_marks_that_writers_leave_out_are_left_out(void **state)
{
    (void)state;
    static const golden table[] = {
        {"اَلْكِتَابُ الكتاب", "الكتاب@0-22:wPS الكتاب@23-35:w"},
        {"كـتـاب", "كتاب@0-12:wPS"},
        {"שָׁלוֹם שלום", "שלום@0-14:wPS שלום@15-23:w"},
        {"آب ا\u0653ب ا\u064E\u0653ب", "آب@0-4:wPS آب@5-11:w آب@12-20:w"},
    };
    CHECK_ALL(table);
}

static void r2_words_are_those_of_uax_29_that_hold_a_letter_or_digit(void **state)
{
    (void)state;
    static const golden table[] = {
        {"Hello—world… 50% €5", "hello@0-5:wPS world@8-13:wG 50@17-19:n 5@24-25:n"},
        {"a👍b ❤️ 🇩🇪 👩‍👩‍👧 ...", "a@0-1:wPS b@5-6:wG"},
        {"한국어 हिन्दी ქართული", "한국어@0-9:wPS हिन्दी@10-28:w ქართული@29-50:w"},
        {"ትግርኛ ᏣᎳᎩ தமிழ்", "ትግርኛ@0-12:wPS ᏣᎳᎩ@13-22:w தமிழ்@23-38:w"},
        {"\u0308 x̂ 7\u0304 ৴৵", "x̂|x@3-6:wPS 7̄@7-10:n ৴@11-14:w ৵@14-17:wG"},
        {"🅐 ⓐ", "🅐@0-4:wPS a@5-8:w"},
        {"KBS는 3D", "kbs@0-3:wPS 는@3-6:wG 3d@7-9:w"},
    };
    CHECK_ALL(table);
}

static void r3_words_are_divided_at_all_but_letters_marks_and_digits(void **state)
{
    (void)state;
    static const golden table[] = {
        {"TS 33.107", "ts@0-2:wPS 33@3-5:n 107@6-9:nG"},
        {"press@huawei.com", "press@0-5:wPS huawei@6-12:wG com@13-16:wG"},
        {"state-of-the-art e‑mail", "state@0-5:wPS of@6-8:wG the@9-12:wG art@13-16:wG e@17-18:w mail@21-25:wG"},
        {"a_b x:y \"c\"d 1,000.5",
         "a@0-1:wPS b@2-3:wG x@4-5:w y@6-7:wG c@9-10:w d@11-12:wG 1@13-14:n 000@15-18:nG 5@19-20:nG"},
        {"צה״ל בן־גוריון", "צה@0-4:wPS ל@6-8:wG בן@9-13:w גוריון@15-27:wG"},
        {"AT&T 24/7 C-2018/123", "at@0-2:wPS t@3-4:wG 24@5-7:n 7@8-9:nG c@10-11:w 2018@12-16:nG 123@17-20:nG"},
        {"a_\u0301b a'\u0308b a.\u0300", "a@0-1:wPS b@4-5:wG a@6-7:w b@10-11:wG a@12-13:w"},
        {"да.нет μ·ν", "да@0-4:wPS нет@5-11:wG μ@12-14:w ν@16-18:wG"},
    };
    CHECK_ALL(table);
}

static void r4_an_apostrophe_stays_but_for_possessives_and_elisions(void **state)
{
    (void)state;
    static const golden table[] = {
        {"don't O’Neil aujourd'hui", "don't@0-5:wPS o'neil@6-14:w aujourd'hui@15-26:w"},
        {"the company's James’s", "the@0-3:wPS company@4-11:w s@12-13:wG james@14-19:w s@22-23:wG"},
        {"L'État c'est qu’elle dall'Italia",
         "l@0-1:wPS état|etat@2-7:wG c@8-9:w est@10-13:wG qu@14-16:w elle@19-23:wG dall@24-28:w italia@29-35:wG"},
        {"'quoted' dogs' 'twas rock 'n' roll",
         "quoted@1-7:wPS dogs@9-13:w twas@16-20:w rock@21-25:w n@27-28:w roll@30-34:w"},
        {"90's a’s’b a''b", "90@0-2:nPS s@3-4:wG a@5-6:w s@9-10:wG b@13-14:wG a@15-16:w b@18-19:wG"},
        {"Сов'ят кам’яний", "сов'ят@0-11:wPS кам'яний@12-29:w"},
        {"日's", "日@0-3:gPSU s@4-5:wG"},
    };
    CHECK_ALL(table);
}

static void r4_every_elided_word_stands_by_itself(void **state)
{
    (void)state;
    static const char *const elided[] = {"all",   "c",      "com",    "coll", "d", "dall", "dell",   "j",
                                         "jusqu", "l",      "lorsqu", "m",    "n", "nell", "puisqu", "qu",
                                         "quest", "quoiqu", "s",      "sull", "t", "un"};
    dictum_analyser *analyser = test_analyser_new();
    dictum_buf text, forms;
    dictum__buf_init(&text, SIZE_MAX);
    dictum__buf_init(&forms, SIZE_MAX);
    for (size_t i = 0; i < sizeof elided / sizeof elided[0]; i++) {
        dictum__buf_clear(&text);
        dictum__buf_appendf(&text, "%s'Alba x%s'alba %ss'alba", elided[i], elided[i], elided[i]);
        test_write_forms(test_analyse(analyser, dictum__buf_slice(&text), NULL, 0), &forms);
        dictum__buf_clear(&text);
        dictum__buf_appendf(&text, "%s alba x%s'alba %ss'alba", elided[i], elided[i], elided[i]);
        assert_string_equal(forms.data, text.data);
    }
    dictum__buf_dispose(&text);
    dictum__buf_dispose(&forms);
    dictum__analyser_free(analyser);
}

static void r5_a_middle_dot_stays_between_two_l(void **state)
{
    (void)state;
    static const golden table[] = {
        {"col·lega PARAL·LEL", "col·lega@0-9:wPS paral·lel@10-20:w"},
        {"intel·ligència", "intel·ligència|intel·ligencia@0-16:wPS"},
        {"Ŀl ŀl", "l·l@0-3:wPS l·l@4-7:w"},
        {"a·b l·a 3·4 ·l l·", "a@0-1:wPS b@3-4:wG l@5-6:w a@8-9:wG 3@10-11:n 4@13-14:nG l@17-18:w l@19-20:w"},
    };
    CHECK_ALL(table);
}

static void r6_scripts_without_spaces_give_a_token_a_grapheme(void **state)
{
    (void)state;
    static const golden table[] = {
        {"我们相信", "我@0-3:gPSU 们@3-6:gG 相@6-9:gGU 信@9-12:gG"},
        {"東京タワー々〆", "東@0-3:gPSU 京@3-6:gG タ@6-9:gG ワ@9-12:gG ー@12-15:gG 々@15-18:gGU 〆@18-21:gGU"},
        {"ㄅㄆ か\u3099 漢\u0300", "ㄅ@0-3:gPSU ㄆ@3-6:gG が@7-13:gU 漢̀@14-19:gU"},
        {"日本a語7", "日@0-3:gPSU 本@3-6:gG a@6-7:wG 語@7-10:gGU 7@10-11:nG"},
        {"ภาษาไทย น้ำ", "ภ@0-3:gPSU า@3-6:gG ษ@6-9:gG า@9-12:gG ไ@12-15:gGU ท@15-18:gG ย@18-21:gG น้ํ@22-31:gU "
                       "า@28-31:gG"},
        {"ភាសាខ្មែរ ລາວ", "ភា@0-6:gPSU សា@6-12:gG ខ្@12-18:gG មែ@18-24:gG រ@24-27:gG ລ@28-31:gU າ@31-34:gG ວ@34-37:gG"},
        {"မြန်မာ བོད་ཡིག", "မြ@0-6:gPSU န်@6-12:gG မ@12-15:gG ာ@15-18:gG བོ@19-25:gU ད@25-28:gG ཡི@31-37:gGU ག@37-40:gG"},
        {"ᥖᥭ ᦑᦲ ᨲ᩠ᩅ ꪼꪕ", "ᥖ@0-3:gPSU ᥭ@3-6:gG ᦑ@7-10:gU ᦲ@10-13:gG ᨲ᩠@14-20:gU ᩅ@20-23:gG ꪼ@24-27:gU ꪕ@27-30:gG"},
        {"𑜄𑜩 ꦗꦮ ᬩᬮᬶ ꆈꌠ",
         "𑜄𑜩@0-8:gPSU ꦗ@9-12:gU ꦮ@12-15:gG ᬩ@16-19:gU ᬮᬶ@19-25:gG ꆈ@26-29:gU ꌠ@29-32:gG"},
        {"𗀀𗀁 𛅰", "𗀀@0-4:gPSU 𗀁@4-8:gGU 𛅰@9-13:gU"},
    };
    CHECK_ALL(table);
}

static void r7_the_folded_form_has_no_diacritics_in_three_scripts(void **state)
{
    (void)state;
    static const golden table[] = {
        {"Ångström naïve Đặng", "ångström|angstrom@0-10:wPS naïve|naive@11-17:w đặng|dang@18-25:w"},
        {"ŁÓDŹ høre Þór Ǿ ǽ", "łódź|lodz@0-7:wPS høre|hore@8-13:w þór|thor@14-19:w ǿ|o@20-22:w ǽ|ae@23-25:w"},
        {"Αθήνα Ἀθῆναι", "αθήνα|αθηνα@0-10:wPS ἀθῆναι|αθηναι@11-25:w"},
        {"Ёлка Йод И\u0301мя Ѓорѓи", "ёлка|елка@0-8:wPS йод@9-15:w и́мя|имя@16-24:w ѓорѓи@25-35:w"},
        {"ガ हिन्दी กำ 한", "ガ@0-3:gPSU हिन्दी@4-22:w กํ@23-29:gU า@26-29:gG 한@30-33:w"},
    };
    CHECK_ALL(table);
}

static void r9_signs_belong_to_the_word_they_touch(void **state)
{
    (void)state;
    static const golden table[] = {
        {"C++, C# Disney+.", "c++~c@0-3:wPS c#~c@5-7:w disney+~disney@8-15:w"},
        {"C++17 a+b 1+1 C+++ C##", "c@0-1:wPS 17@3-5:nG a@6-7:w b@8-9:wG 1@10-11:n 1@12-13:nG c@14-15:w c@19-20:w"},
        {"18+ C+) (F#)", "18+~18@0-3:nPS c+~c@4-6:w f#~f@9-11:w"},
        {"#MeToo @Press_Office", "#metoo~metoo@0-6:wPS @press~press@7-13:w office@14-20:wG"},
        {"a#b a@b.org ##x @@y #1", "a@0-1:wPS b@2-3:wG a@4-5:w b@6-7:wG org@8-11:wG x@14-15:w y@18-19:w #1~1@20-22:n"},
        {"§ 1983 §1983 §§  7", "§1983~1983@0-7:nPS §1983~1983@8-14:n §7~7@15-22:n"},
        {"§\u00A0a § . b", "§a~a@0-5:wPS b@11-12:w"},
        {"Windows™ 11, Acme℠", "windowstm~windows@0-10:wPS 11@11-13:n acmesm~acme@15-22:w"},
        {"Acme℠s ™ 🅫", "acme@0-4:wPS s@7-8:wG"},
        {"@José #Über", "@josé|@jose~josé~jose@0-6:wPS #über|#uber~über~uber@7-13:w"},
        {"#§5 C+#x", "§5~5@1-4:nPS c@5-6:w #x~x@7-9:wG"},
        {"＃ａ Ｃ＋＋", "#a~a@0-6:wPS c++~c@7-16:w"},
    };
    CHECK_ALL(table);
}

static void paragraphs_begin_after_an_empty_line(void **state)
{
    (void)state;
    static const golden table[] = {
        {"One\n\nTwo\nthree", "one@0-3:wPS two@5-8:wPS three@9-14:w"},
        {"One\r\n\t \r\nTwo\n\n\n\nThree\n", "one@0-3:wPS two@9-12:wPS three@16-21:wPS"},
        {"\n\n...\n\nOne-\n\n-two", "one@7-10:wPS two@14-17:wPS"},
        {"", ""},
        {"\n \n", ""},
    };
    CHECK_ALL(table);
}

static void r8_sentences_end_by_the_rules_of_their_module(void **state)
{
    (void)state;
    static const golden table[] = {
        {"It is.\nHe said\nno.", "it@0-2:wPS is@3-5:w he@7-9:wS said@10-14:w no@15-17:w"},
        {"See (p. 5). “Yes!” she said.", "see@0-3:wPS p@5-6:w 5@8-9:n yes@15-18:wS she@23-26:w said@27-31:w"},
        {"他说。好。", "他@0-3:gPSU 说@3-6:gGU 好@9-12:gSGU"},
    };
    CHECK_ALL(table);
    static const golden english[] = {
        {"It is no.\nMr. So left. He", "it@0-2:wPS is@3-5:w no@6-8:w mr@10-12:wS so@14-16:w left@17-21:w he@23-25:wS"}};
    check_all(english, 1, "en");
    static const golden spanish[] = {{"No. Fue", "no@0-2:wPS fue@4-7:wS"}};
    check_all(spanish, 1, "es");
}

static void sentences_are_listed_without_white_space_and_with_their_tokens(void **state)
{
    (void)state;
    dictum_analyser *analyser = test_analyser_new();
    dictum_slice text = DICTUM_SLICE(" One. \n Two words!  …\n\n***\n\nThree ");
    const dictum_analysis *analysis = test_analyse(analyser, text, "en", DICTUM__ANALYSE_SENTENCES);
    static const dictum_sentence expected[] = {{1, 5, 0, 1}, {8, 23, 1, 3}, {30, 35, 3, 4}};
    assert_int_equal(analysis->sentence_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_memory_equal(&analysis->sentences[i], &expected[i], sizeof expected[i]);
    analysis = test_analyse(analyser, text, "en", 0);
    assert_int_equal(analysis->sentence_count, 0);
    for (size_t i = 0; i < analysis->token_count; i++)
        assert_int_equal(analysis->tokens[i].flags & DICTUM__TOKEN_SENTENCE, 0);
    dictum__analyser_free(analyser);
}

static void what_is_not_utf8_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        dictum_slice text;
        size_t offset;
    } table[] = {{{"\xFF", 1}, 0},           {{"abc\xC3", 4}, 3},          {{"é\xED\xA0\x80", 5}, 2},
                 {{"one\n\ntwo\x80", 9}, 8}, {{"\xF4\x90\x80\x80", 4}, 0}, {{"a\0b", 3}, 1},
                 {{"\xC0\xAF", 2}, 0}};
    dictum_analyser *analyser = test_analyser_new();
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const dictum_analysis *analysis;
        dictum_error error;
        assert_int_equal(dictum__analyse(analyser, table[i].text, NULL, 0, &analysis, &error), DICTUM_ARGUMENT);
        assert_null(analysis);
        assert_int_equal(error.code, DICTUM_ARGUMENT);
        assert_int_equal(error.offset_bytes, table[i].offset);
        assert_int_equal(dictum__analyse(analyser, table[i].text, NULL, 0, &analysis, NULL), DICTUM_ARGUMENT);
    }
    assert_int_equal(test_analyse(analyser, DICTUM_SLICE("still good"), NULL, 0)->token_count, 2);
    dictum__analyser_free(analyser);
}

static void a_text_over_the_limit_is_refused(void **state)
{
    (void)state;
    dictum_analyser *analyser = test_analyser_new();
    const dictum_analysis *analysis;
    dictum_slice text = {"a", DICTUM__TEXT_BYTES_MAX + 1}; /* refused before a byte is read */
    assert_int_equal(dictum__analyse(analyser, text, NULL, 0, &analysis, NULL), DICTUM_LIMIT);
    assert_null(analysis);
    assert_int_equal(test_analyse(analyser, (dictum_slice){NULL, 0}, NULL, 0)->token_count, 0);
    dictum__analyser_free(analyser);
    dictum__analyser_free(NULL);
}

static void the_signature_names_the_rules_and_unicode(void **state)
{
    (void)state;
    const char *signature = dictum__analysis_signature();
    assert_non_null(strstr(signature, "rules "));
    assert_non_null(strstr(signature, "Unicode "));
    assert_non_null(strstr(signature, "ICU "));
    assert_ptr_equal(signature, dictum__analysis_signature());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(r1_case_width_and_ligatures_have_one_normal_form),
        cmocka_unit_test(r1_ignorable_code_points_vanish_inside_a_words_range),
        cmocka_unit_test(r1_digits_of_every_script_are_ascii),
        cmocka_unit_test(r1_vulgar_fractions_stand_apart),
        cmocka_unit_test(r1_what_people_write_for_an_apostrophe_is_one),
        cmocka_unit_test(r1_control_characters_are_what_was_meant),
        cmocka_unit_test(r1_every_i_is_one_letter),
        cmocka_unit_test(r1_marks_that_writers_leave_out_are_left_out),
        cmocka_unit_test(r2_words_are_those_of_uax_29_that_hold_a_letter_or_digit),
        cmocka_unit_test(r3_words_are_divided_at_all_but_letters_marks_and_digits),
        cmocka_unit_test(r4_an_apostrophe_stays_but_for_possessives_and_elisions),
        cmocka_unit_test(r4_every_elided_word_stands_by_itself),
        cmocka_unit_test(r5_a_middle_dot_stays_between_two_l),
        cmocka_unit_test(r6_scripts_without_spaces_give_a_token_a_grapheme),
        cmocka_unit_test(r7_the_folded_form_has_no_diacritics_in_three_scripts),
        cmocka_unit_test(r9_signs_belong_to_the_word_they_touch),
        cmocka_unit_test(paragraphs_begin_after_an_empty_line),
        cmocka_unit_test(r8_sentences_end_by_the_rules_of_their_module),
        cmocka_unit_test(sentences_are_listed_without_white_space_and_with_their_tokens),
        cmocka_unit_test(what_is_not_utf8_is_refused_with_its_place),
        cmocka_unit_test(a_text_over_the_limit_is_refused),
        cmocka_unit_test(the_signature_names_the_rules_and_unicode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
