/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/program/json.c: valid lines whatever comes in. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/program/json.h"
#include "lib/utf8.h"

typedef struct fixture {
    dictum_buf out;
    dictum_json json;
} fixture;

static fixture shared;

static int start(void **state)
{
    dictum__buf_init(&shared.out, 1 << 20);
    dictum__json_init(&shared.json, &shared.out);
    *state = &shared;
    return 0;
}

static int stop(void **state)
{
    fixture *f = *state;
    dictum__buf_dispose(&f->out);
    return 0;
}

static void commas_stand_between_values_and_nowhere_else(void **state)
{
    fixture *f = *state;
    for (int line = 0; line < 2; line++) {
        dictum__json_object(&f->json);
        dictum__json_key(&f->json, "a");
        dictum__json_uint(&f->json, UINT64_MAX);
        dictum__json_key(&f->json, "b");
        dictum__json_array(&f->json);
        dictum__json_array(&f->json);
        dictum__json_uint(&f->json, 5);
        dictum__json_uint(&f->json, 24);
        dictum__json_array_end(&f->json);
        dictum__json_array(&f->json);
        dictum__json_array_end(&f->json);
        dictum__json_object(&f->json);
        dictum__json_object_end(&f->json);
        dictum__json_bool(&f->json, true);
        dictum__json_array_end(&f->json);
        dictum__json_key(&f->json, "c");
        dictum__json_null(&f->json);
        dictum__json_key(&f->json, "d");
        dictum__json_bool(&f->json, false);
        dictum__json_object_end(&f->json);
        dictum__json_line(&f->json);
    }
#define LINE "{\"a\":18446744073709551615,\"b\":[[5,24],[],{},true],\"c\":null,\"d\":false}\n"
    assert_string_equal(f->out.data, LINE LINE);
}

static void assert_written(fixture *f, dictum_slice value, const char *expected)
{
    dictum__buf_clear(&f->out);
    dictum__json_init(&f->json, &f->out);
    dictum__json_string(&f->json, value);
    assert_string_equal(f->out.data, expected);
}

static void strings_are_escaped_where_they_must_be(void **state)
{
    fixture *f = *state;
    assert_written(f, DICTUM_SLICE(""), "\"\"");
    assert_written(f, DICTUM_SLICE("plain / text"), "\"plain / text\"");
    assert_written(f, DICTUM_SLICE("\"\\\b\f\n\r\t"), "\"\\\"\\\\\\b\\f\\n\\r\\t\"");
    assert_written(f, DICTUM_SLICE("\x01\x1F\x7F"), "\"\\u0001\\u001f\\u007f\"");
    assert_written(f, DICTUM_SLICE("a\0b"), "\"a\\u0000b\"");
    assert_written(f, DICTUM_SLICE("\xC2\x80\xC2\x9F\xC2\xA0"), "\"\\u0080\\u009f\xC2\xA0\"");
    assert_written(f, DICTUM_SLICE("é€😀 “x”"), "\"é€😀 “x”\"");
    assert_written(f, (dictum_slice){NULL, 0}, "null");
    dictum__json_cstring(&f->json, NULL);
    dictum__json_cstring(&f->json, "x");
    assert_string_equal(f->out.data, "null,null,\"x\"");
}

static void bytes_that_are_not_utf8_are_replaced(void **state)
{
    fixture *f = *state;
    assert_written(f, DICTUM_SLICE("a\xFF\xC3"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
    assert_written(f, DICTUM_SLICE("\xE2\x82z"), "\"\xEF\xBF\xBD\xEF\xBF\xBDz\"");
    for (unsigned a = 0; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            char bytes[2] = {(char)a, (char)b};
            dictum__buf_clear(&f->out);
            dictum__json_string(&f->json, (dictum_slice){bytes, 2});
            assert_true(dictum__utf8_is_valid(dictum__buf_slice(&f->out)));
            for (size_t i = 0; i < f->out.len; i++)
                assert_true((unsigned char)f->out.data[i] >= 0x20);
        }
    }
}

static void assert_number(fixture *f, double value, int decimals, const char *expected)
{
    dictum__buf_clear(&f->out);
    dictum__json_init(&f->json, &f->out);
    dictum__json_double(&f->json, value, decimals);
    assert_string_equal(f->out.data, expected);
}

static void numbers_have_a_full_stop_in_every_locale(void **state)
{
    fixture *f = *state;
    static const char *const locales[] = {"C", "de_DE.UTF-8", "fr_FR.UTF-8", "ps_AF.UTF-8"};
    for (size_t i = 0; i < sizeof locales / sizeof locales[0]; i++) {
        (void)setlocale(LC_ALL, locales[i]); /* where it is not installed, the last one stays */
        assert_number(f, 12.345, 1, "12.3");
        assert_number(f, -0.5, 3, "-0.500");
        assert_number(f, 3.0, 0, "3");
        assert_number(f, 1e15, 2, "1000000000000000.00");
    }
    (void)setlocale(LC_ALL, "C");
}

static void extreme_numbers_are_written_or_null(void **state)
{
    fixture *f = *state;
    assert_number(f, (double)NAN, 1, "null");
    assert_number(f, (double)INFINITY, 1, "null");
    assert_number(f, -(double)INFINITY, 1, "null");
    dictum__buf_clear(&f->out);
    dictum__json_double(&f->json, -1.7976931348623157e308, 1000);
    assert_int_equal(f->out.len, 1 + 1 + 309 + 1 + 17);
    assert_number(f, 2.5, -3, "2");
}

static void what_is_json_already_stands_as_it_is(void **state)
{
    static const char *const good[] = {"{}", "[]", "{\"a\":[1,-0.5e+3,{\"b\":null}],\"c\":\"\\u00e9\\n\"}", "true",
                                       "0"};
    static const char *const bad[] = {"",         "{",          "{\"a\":}", "[1,]",    "{} ",         "{ }",
                                      "01",       "1.",         "\"\n\"",   "\"\\x\"", "\"\\u12g4\"", "nul",
                                      "\"\xff\"", "{\"a\":1}{", "[\n]",     "{a:1}",   "-",           "\"\\"};
    char deep[402];
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(dictum__json_is_compact(dictum__slice(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(dictum__json_is_compact(dictum__slice(bad[i])));
    }
    memset(deep, '[', 200);
    memset(deep + 200, ']', 200);
    assert_false(dictum__json_is_compact((dictum_slice){deep, 400}));
    assert_false(dictum__json_is_compact((dictum_slice){NULL, 0}));
    dictum_buf out;
    dictum_json json;
    dictum__buf_init(&out, 1000);
    dictum__json_init(&json, &out);
    dictum__json_array(&json);
    dictum__json_raw(&json, dictum__slice("{\"a\":1}"));
    dictum__json_raw(&json, dictum__slice("{\"a\":"));
    dictum__json_raw(&json, (dictum_slice){NULL, 0});
    dictum__json_array_end(&json);
    assert_string_equal(out.data, "[{\"a\":1},\"{\\\"a\\\":\",null]");
    dictum__buf_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(commas_stand_between_values_and_nowhere_else, start, stop),
        cmocka_unit_test_setup_teardown(strings_are_escaped_where_they_must_be, start, stop),
        cmocka_unit_test_setup_teardown(bytes_that_are_not_utf8_are_replaced, start, stop),
        cmocka_unit_test_setup_teardown(numbers_have_a_full_stop_in_every_locale, start, stop),
        cmocka_unit_test_setup_teardown(extreme_numbers_are_written_or_null, start, stop),
        cmocka_unit_test_setup_teardown(what_is_json_already_stands_as_it_is, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
