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
        cmocka_unit_test(what_is_no_date_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
