/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as documents write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/read/date.h"

static void expect(const char *text, const char *date)
{
    dictum_buf out;
    bool understood;

    dictum__buf_init(&out, 100);
    dictum__buf_append_str(&out, "left over");
    understood = dictum__date_parse(dictum__slice(text), &out);
    assert_string_equal(out.len == 0 ? "" : out.data, date);
    assert_int_equal(understood, date[0] != '\0');
    dictum__buf_dispose(&out);
}

static void iso_dates_and_times_are_understood(void **state)
{
    (void)state;
    expect("2020-02-13", "2020-02-13");
    expect(" 2020-02-13 ", "2020-02-13");
    expect("20200213", "2020-02-13");
    expect("2020-02", "2020-02");
    expect("2020", "2020");
    expect("2020-02-13T23:30:00Z", "2020-02-13");
    expect("2020-02-13 10:00", "2020-02-13");
    expect("20200213T1000", "2020-02-13");
    expect("2020/02/13", "2020-02-13");
}

static void the_day_is_the_one_written_in_its_own_time_zone(void **state)
{
    (void)state;
    expect("2020-02-13T23:30:00-11:00", "2020-02-13");
    expect("2020-02-13T00:30:00+14:00", "2020-02-13");
}

static void english_dates_are_understood(void **state)
{
    (void)state;
    expect("February 13, 2020", "2020-02-13");
    expect("Feb. 13, 2020", "2020-02-13");
    expect("13 February 2020", "2020-02-13");
    expect("13th February 2020", "2020-02-13");
    expect("SEPT 1st, 2020", "2020-09-01");
    expect("Thursday, February 13, 2020", "2020-02-13");
    expect("February 2020", "2020-02");
    expect("13-Feb-2020", "2020-02-13");
    expect("February 13, 2020 5:00 PM", "2020-02-13");
}

static void mail_dates_are_understood(void **state)
{
    (void)state;
    expect("Thu, 13 Feb 2020 10:00:00 +0000", "2020-02-13");
    expect("13 Feb 2020 10:00:00 GMT", "2020-02-13");
}

static void full_stops_put_the_day_first(void **state)
{
    (void)state;
    expect("13.02.2020", "2020-02-13");
    expect("02.03.2020", "2020-03-02");
    expect("1. 2. 2020", "2020-02-01");
}

static void nothing_is_guessed(void **state)
{
    (void)state;
    expect("02/03/2020", "");
    expect("02-03-2020", "");
    expect("13/02/2020", "2020-02-13");
    expect("02/13/2020", "2020-02-13");
    expect("03/03/2020", "2020-03-03");
    expect("13/14/2020", "");
}

static void months_have_names_in_other_languages(void **state)
{
    (void)state;
    expect("3. Februar 2011", "2011-02-03");
    expect("Donnerstag, 3. Februar 2011", "2011-02-03");
    expect("3 février 2011", "2011-02-03");
    expect("le 1er FÉVRIER 2011", "2011-02-01");
    expect("3 de febrero de 2011", "2011-02-03");
    expect("3 de março de 2011", "2011-03-03");
    expect("3 maggio 2011", "2011-05-03");
    expect("3 maart 2011", "2011-03-03");
    expect("den 3 augusti 2011", "2011-08-03");
    expect("3. helmikuuta 2011", "2011-02-03");
    expect("3 września 2011", "2011-09-03");
    expect("3. října 2011", "2011-10-03");
    expect("2011. február 3.", "2011-02-03");
    expect("3 Февраля 2011 г.", "2011-02-03");
    expect("3 лютого 2011", "2011-02-03");
    expect("3 Φεβρουαρίου 2011", "2011-02-03");
    expect("3 Şubat 2011", "2011-02-03");
    expect("Oktober 2011", "2011-10");
    expect("2011年2月3日", "2011-02-03");
    expect("2011년 2월 3일", "2011-02-03");
    expect("2011年2月", "2011-02");
    expect("3 Quatember 2011", "");
    expect("31. Februar 2011", "");
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    expect("", "");
    expect("yesterday", "");
    expect("2020-02-30", "");
    expect("2020-13-01", "");
    expect("2019-02-29", "");
    expect("0000-01-01", "");
    expect("2020-2021", "");
    expect("12", "");
    expect("20201", "");
    expect("May", "");
    expect("32 May 2020", "");
    expect("99999999999999999999", "");
    expect("2020-02-13abc", "");
    expect("the year 2020", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iso_dates_and_times_are_understood),
        cmocka_unit_test(the_day_is_the_one_written_in_its_own_time_zone),
        cmocka_unit_test(english_dates_are_understood),
        cmocka_unit_test(mail_dates_are_understood),
        cmocka_unit_test(full_stops_put_the_day_first),
        cmocka_unit_test(nothing_is_guessed),
        cmocka_unit_test(months_have_names_in_other_languages),
        cmocka_unit_test(what_is_no_date_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
