/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file's name says of its statement. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/name.h"

static void expect_date(const char *path, const char *date)
{
    dictum_buf out;

    dictum__buf_init(&out, 100);
    dictum__buf_append_str(&out, "left over");
    dictum__name_date(path, &out);
    assert_string_equal(out.len == 0 ? "" : out.data, date);
    dictum__buf_dispose(&out);
}

static void expect_title(const char *path, const char *title)
{
    dictum_buf out;

    dictum__buf_init(&out, 1000);
    dictum__name_title(path, &out);
    assert_string_equal(out.len == 0 ? "" : out.data, title);
    dictum__buf_dispose(&out);
}

static void whole_dates_are_found_wherever_they_stand(void **state)
{
    (void)state;
    expect_date("/a/20200213.txt", "2020-02-13");
    expect_date("2020-02-13.html", "2020-02-13");
    expect_date("2020_02_13_statement.md", "2020-02-13");
    expect_date("statement-2020.02.13", "2020-02-13");
    expect_date("minister20180302a.htm", "2018-03-02");
    expect_date("01Feb2005Smith1.txt", "2005-02-01");
    expect_date("13-february-2020.txt", "2020-02-13");
    expect_date("Feb-13-2020 remarks.txt", "2020-02-13");
    expect_date("On February 13, 2020.txt", "2020-02-13");
    expect_date("13.02.2020.txt", "2020-02-13");
    expect_date("20200213T101500.txt", "2020-02-13");
    expect_date("20200213101500.txt", "2020-02-13");
}

static void a_number_within_the_day_may_follow_the_date(void **state)
{
    (void)state;
    expect_date("199706182.htm", "1997-06-18");
}

static void partial_dates_stay_partial(void **state)
{
    (void)state;
    expect_date("1790_george.md", "1790");
    expect_date("report 2020-02.md", "2020-02");
    expect_date("address-1999.md", "1999");
}

static void days_that_do_not_exist_are_no_dates(void **state)
{
    (void)state;
    expect_date("20200230.txt", "");
    expect_date("20190229.txt", "");
    expect_date("20200229.txt", "2020-02-29");
    expect_date("19000229.txt", "");
    expect_date("20201301.txt", "");
    expect_date("20200200.txt", "");
    expect_date("31Jun2005.txt", "");
}

static void other_numbers_are_no_dates(void **state)
{
    (void)state;
    expect_date("1599.txt", "");
    expect_date("2101.txt", "");
    expect_date("room 2048.txt", "");
    expect_date("2048-03-01.txt", "2048-03-01");
    expect_date("15000101.txt", "");
    expect_date("1500-01-01.txt", "");
    expect_date("12345.txt", "");
    expect_date("IMG202.txt", "");
    expect_date("abc1999def.txt", "");
    expect_date("statement.txt", "");
    expect_date("02-03-2020", "2020"); /* day or month first: nobody knows; the year is sure */
    expect_date("", "");
    expect_date("20200213123.txt", "");
}

static void folders_do_not_count(void **state)
{
    (void)state;
    expect_date("/archive/2020-02-13/statement.txt", "");
    expect_title("/archive/2020/", "2020");
}

static void title_is_the_name_without_extension(void **state)
{
    (void)state;
    expect_title("/a/b/Joint Statement.html", "Joint Statement");
    expect_title("v2.0", "v2.0");
    expect_title("archive.tar", "archive");
    expect_title("-dash.txt", "dash");
    expect_title("__init__.txt", "init");
    expect_title("--.txt", "--");
    expect_title(".hidden", ".hidden");
    expect_title("no_extension", "no extension");
    expect_title("2024-03-18-lawful-interception.txt", "lawful interception");
    expect_title("20240318 Lawful self-defence.txt", "Lawful self-defence");
    expect_title("2024-03-18.txt", "2024-03-18");
    expect_title("20240318.txt", "20240318");
    expect_title("20240318a.txt", "20240318a");
    expect_title("2024-03-18-1.txt", "2024-03-18-1");
    expect_title("2024-03-18-\u4e2d.txt", "\u4e2d");
    expect_title("On the budget. And more", "On the budget. And more");
}

static void title_is_valid_utf8_on_one_line(void **state)
{
    (void)state;
    expect_title("/x/a\xFF"
                 "b\nc.txt",
                 "a\xEF\xBF\xBD"
                 "b c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_dates_are_found_wherever_they_stand),
        cmocka_unit_test(a_number_within_the_day_may_follow_the_date),
        cmocka_unit_test(partial_dates_stay_partial),
        cmocka_unit_test(days_that_do_not_exist_are_no_dates),
        cmocka_unit_test(other_numbers_are_no_dates),
        cmocka_unit_test(folders_do_not_count),
        cmocka_unit_test(title_is_the_name_without_extension),
        cmocka_unit_test(title_is_valid_utf8_on_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
