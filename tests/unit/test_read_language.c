/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language of a text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/read/language.h"

static const char english[] =
    "The harbour authority has decided that the repair of the breakwater will begin next month. It is "
    "the largest work on this part of the coast for thirty years, and we have asked all those who live "
    "near it for their patience. The ferries will run as before, with the exception of Sundays.";
static const char spanish[] =
    "La autoridad portuaria ha decidido que la reparación del rompeolas comience el mes que viene. Es "
    "la mayor obra en esta parte de la costa desde hace treinta años, y hemos pedido paciencia a todos "
    "los que viven cerca. Los transbordadores seguirán con su horario, salvo los domingos, como se ha "
    "publicado en el tablón de la ciudad.";
static const char danish[] =
    "Havnemyndigheden har besluttet, at reparationen af molen skal begynde i næste måned. Det er det "
    "største arbejde på denne del af kysten i tredive år, og vi har bedt alle, der bor i nærheden, "
    "om at have tålmodighed. Færgerne sejler som før, men ikke om søndagen, og det er ikke noget, "
    "der vil vare ved, siger de.";
static const char russian[] = "Управление порта решило, что ремонт волнолома "
                              "начнётся в следующем месяце. Это самая большая работа "
                              "на этой части побережья за тридцать лет, и мы просим "
                              "всех, кто живёт рядом, о терпении. Паромы будут ходить "
                              "как и прежде, но не по воскресеньям, как это было "
                              "объявлено для жителей города.";
#define JAPANESE "港湾局は防波堤の修理を来月から始めると発表しました。"

static void expect(const char *stated, const char *text, const char *code)
{
    dictum_buf out;

    dictum__buf_init(&out, 64);
    dictum__language(dictum__slice(stated), dictum__slice(text), &out);
    assert_string_equal(out.data, code);
    dictum__buf_dispose(&out);
}

static void close_relatives_are_told_apart(void **state)
{
    (void)state;
    expect("", english, "en");
    expect("", spanish, "es");
    expect("", danish, "da");
    expect("", russian, "ru");
}

static void scripts_decide_where_one_language_has_them(void **state)
{
    (void)state;
    expect("", JAPANESE, "ja");
    expect("", "港务局宣布下月开始维修防波堤", "zh");
    expect("", "항만청은 방파제 보수를 시작한다", "ko");
    expect("", "Η λιμενική αρχή", "el");
    expect("", "การท่าเรือแห่งประเทศ", "th");
    expect("", "רשות הנמלים", "he");
}

static void a_little_text_is_not_judged(void **state)
{
    (void)state;
    expect("", "The harbour", "und");
    expect("", "", "und");
    expect("", "12345 67890", "und");
}

static void what_is_stated_is_believed(void **state)
{
    (void)state;
    expect("en-GB", "x", "en");
    expect("pt_BR", "x", "pt");
    expect("DEU", "x", "de");
    expect("fr", english, "fr"); /* the script does not object */
    expect("sr", "Uprava luke odlučila je da popravka lukobrana počne sledećeg meseca", "sr");
}

static void what_the_script_disproves_is_not(void **state)
{
    (void)state;
    expect("en", JAPANESE JAPANESE, "ja");
    expect("en", russian, "ru");
    expect("zh", english, "en");
}

static void what_is_no_code_does_not_count(void **state)
{
    (void)state;
    expect("english", english, "en");
    expect("x-default", english, "en");
    expect("mul", english, "en");
    expect("", "", "und");
}

static void codes_are_those_of_two_letters_where_there_are_any(void **state)
{
    dictum_buf out;

    (void)state;
    dictum__buf_init(&out, 64);
    dictum__language_code(dictum__slice("fra"), &out);
    assert_string_equal(out.data, "fr");
    dictum__language_code(dictum__slice("iw"), &out);
    assert_string_equal(out.data, "he");
    dictum__language_code(dictum__slice("haw"), &out);
    assert_string_equal(out.data, "haw");
    dictum__language_code(dictum__slice("e"), &out);
    assert_int_equal(out.len, 0);
    dictum__buf_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(close_relatives_are_told_apart),
        cmocka_unit_test(scripts_decide_where_one_language_has_them),
        cmocka_unit_test(a_little_text_is_not_judged),
        cmocka_unit_test(what_is_stated_is_believed),
        cmocka_unit_test(what_the_script_disproves_is_not),
        cmocka_unit_test(what_is_no_code_does_not_count),
        cmocka_unit_test(codes_are_those_of_two_letters_where_there_are_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
