/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/buf.c: appends, the ceiling, sticky failure, and reading back from hostile bytes. Linked with
 * --wrap=realloc, so that memory runs out when a test says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/buf.h"

static size_t reallocs;
static size_t reallocs_allowed = SIZE_MAX;

void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_realloc(void *old, size_t size)
{
    if (reallocs >= reallocs_allowed)
        return NULL;
    reallocs++;
    return __real_realloc(old, size);
}

static int start(void **state)
{
    (void)state;
    reallocs = 0;
    reallocs_allowed = SIZE_MAX;
    return 0;
}

static void appends_join_and_end_in_nul(void **state)
{
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, 1000);
    assert_null(buf.data);
    dictum__buf_append(&buf, "one\0two", 7);
    dictum__buf_append_str(&buf, " three");
    dictum__buf_append_slice(&buf, DICTUM_SLICE(" four"));
    dictum__buf_append_char(&buf, '!');
    dictum__buf_appendf(&buf, " %d%s", 6, "th");
    dictum__buf_append(&buf, NULL, 0);
    assert_int_equal(dictum__buf_status(&buf), DICTUM_OK);
    assert_int_equal(buf.len, 23);
    assert_memory_equal(buf.data, "one\0two three four! 6th", 24);
    dictum__buf_truncate(&buf, 3);
    assert_string_equal(buf.data, "one");
    assert_true(dictum__slice_equal(dictum__buf_slice(&buf), DICTUM_SLICE("one")));
    dictum__buf_dispose(&buf);
    assert_null(buf.data);
    dictum__buf_dispose(&buf);
}

static void growth_is_geometric(void **state)
{
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, SIZE_MAX);
    for (size_t i = 0; i < 1000000; i++)
        dictum__buf_append_char(&buf, (char)('a' + i % 26));
    assert_int_equal(buf.len, 1000000);
    assert_true(reallocs < 25);
    for (size_t i = 0; i < buf.len; i += 977)
        assert_int_equal(buf.data[i], 'a' + (int)(i % 26));
    dictum__buf_dispose(&buf);
}

static void nothing_passes_the_ceiling_and_the_failure_sticks(void **state)
{
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, 5);
    dictum__buf_append_str(&buf, "12345");
    assert_int_equal(dictum__buf_status(&buf), DICTUM_OK);
    assert_true(buf.cap <= 6);
    dictum__buf_append_char(&buf, '6');
    assert_int_equal(dictum__buf_status(&buf), DICTUM_LIMIT);
    dictum__buf_truncate(&buf, 1);
    dictum__buf_append_char(&buf, 'x');
    dictum__buf_appendf(&buf, "%s", "y");
    assert_false(dictum__buf_reserve(&buf, 0));
    assert_string_equal(buf.data, "1");
    dictum__buf_clear(&buf);
    assert_int_equal(dictum__buf_status(&buf), DICTUM_OK);
    dictum__buf_appendf(&buf, "%s", "123456");
    assert_int_equal(dictum__buf_status(&buf), DICTUM_LIMIT);
    assert_string_equal(buf.data, "");
    dictum__buf_dispose(&buf);

    dictum__buf_init(&buf, 0);
    dictum__buf_append_char(&buf, 'x');
    assert_int_equal(dictum__buf_status(&buf), DICTUM_LIMIT);
    dictum__buf_dispose(&buf);
}

static void sizes_near_the_largest_do_not_overflow(void **state)
{
    (void)state;
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 2, SIZE_MAX / 2, SIZE_MAX / 2 + 1, SIZE_MAX - 64};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        dictum_buf buf;
        dictum__buf_init(&buf, SIZE_MAX);
        dictum__buf_append_str(&buf, "ab");
        assert_false(dictum__buf_reserve(&buf, sizes[i]));
        assert_int_not_equal(dictum__buf_status(&buf), DICTUM_OK);
        assert_string_equal(buf.data, "ab");
        dictum__buf_dispose(&buf);
    }
    assert_int_equal(reallocs, sizeof sizes / sizeof sizes[0]);
}

static void a_failed_allocation_keeps_what_was_there(void **state)
{
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, SIZE_MAX);
    dictum__buf_append_str(&buf, "kept");
    reallocs_allowed = reallocs;
    assert_false(dictum__buf_reserve(&buf, 10000));
    assert_int_equal(dictum__buf_status(&buf), DICTUM_NOMEM);
    assert_string_equal(buf.data, "kept");
    reallocs_allowed = SIZE_MAX;
    dictum__buf_append_char(&buf, 'x');
    assert_string_equal(buf.data, "kept");
    assert_null(dictum__buf_detach(&buf));
    assert_null(buf.data);
    assert_int_equal(dictum__buf_status(&buf), DICTUM_OK);

    reallocs_allowed = 0;
    assert_null(dictum__buf_detach(&buf));
    dictum__buf_dispose(&buf);
}

static void detached_bytes_are_the_callers(void **state)
{
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, 100);
    char *empty = dictum__buf_detach(&buf);
    assert_string_equal(empty, "");
    free(empty);
    dictum__buf_append_str(&buf, "text");
    char *text = dictum__buf_detach(&buf);
    assert_string_equal(text, "text");
    free(text);
    assert_int_equal(buf.len, 0);
    assert_int_equal(buf.ceiling, 100);
    dictum__buf_dispose(&buf);
}

static void no_value_differs_from_an_empty_one(void **state)
{
    (void)state;
    dictum_slice none = dictum__slice(NULL);
    assert_null(none.data);
    assert_true(dictum__slice_equal(none, none));
    assert_false(dictum__slice_equal(none, DICTUM_SLICE("")));
    assert_true(dictum__slice_equal(dictum__slice(""), DICTUM_SLICE("")));
    assert_false(dictum__slice_equal(DICTUM_SLICE("a"), DICTUM_SLICE("ab")));
    assert_false(dictum__slice_equal(DICTUM_SLICE("ab"), DICTUM_SLICE("ac")));
    dictum_buf buf;
    dictum__buf_init(&buf, 1);
    assert_non_null(dictum__buf_slice(&buf).data);
}

static void code_points_become_utf8(void **state)
{
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, 100);
    static const uint32_t points[] = {'A', 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
        dictum__buf_append_code_point(&buf, points[i]);
    assert_string_equal(buf.data, "A\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
    static const uint32_t wrong[] = {0xD800, 0xDFFF, 0x110000, UINT32_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        dictum__buf_clear(&buf);
        dictum__buf_append_code_point(&buf, wrong[i]);
        assert_string_equal(buf.data, "\xEF\xBF\xBD");
    }
    dictum__buf_dispose(&buf);
}

static void varints_come_back(void **state)
{
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, 100);
    for (unsigned bit = 0; bit < 64; bit++) {
        for (uint64_t less = 0; less < 2; less++) {
            uint64_t value = (UINT64_C(1) << bit) - less, back = ~value;
            dictum__buf_clear(&buf);
            dictum__buf_append_varint(&buf, value);
            dictum_slice in = dictum__buf_slice(&buf);
            assert_true(dictum__take_varint(&in, &back));
            assert_int_equal(in.len, 0);
            assert_true(back == value);
            for (size_t cut = 0; cut < buf.len; cut++) {
                in = (dictum_slice){buf.data, cut};
                assert_false(dictum__take_varint(&in, &back));
            }
        }
    }
    dictum__buf_clear(&buf);
    dictum__buf_append_varint(&buf, UINT64_MAX);
    assert_int_equal(buf.len, 10);
    dictum_slice in = dictum__buf_slice(&buf);
    uint64_t back;
    assert_true(dictum__take_varint(&in, &back));
    assert_true(back == UINT64_MAX);
    dictum__buf_dispose(&buf);
}

static void a_varint_that_is_none_is_refused(void **state)
{
    (void)state;
    static const dictum_slice wrong[] = {
        {NULL, 0},
        {"\x80", 1},
        {"\x80\x00", 2},                                      /* a longer form of zero */
        {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10},     /* 65 bits */
        {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x81\x00", 11}, /* 11 bytes */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        dictum_slice in = wrong[i];
        uint64_t value;
        assert_false(dictum__take_varint(&in, &value));
    }
}

static void counted_strings_come_back_and_never_reach_past_the_end(void **state)
{
    (void)state;
    dictum_buf buf;
    dictum__buf_init(&buf, 1000);
    char long_text[200];
    memset(long_text, 'x', sizeof long_text);
    dictum__buf_append_counted(&buf, (dictum_slice){long_text, sizeof long_text});
    dictum__buf_append_counted(&buf, DICTUM_SLICE(""));
    dictum__buf_append_counted(&buf, DICTUM_SLICE("end"));
    dictum_slice in = dictum__buf_slice(&buf), value;
    assert_true(dictum__take_counted(&in, &value));
    assert_int_equal(value.len, sizeof long_text);
    assert_true(dictum__take_counted(&in, &value));
    assert_int_equal(value.len, 0);
    assert_non_null(value.data);
    assert_true(dictum__take_counted(&in, &value));
    assert_true(dictum__slice_equal(value, DICTUM_SLICE("end")));
    assert_false(dictum__take_counted(&in, &value));

    in = DICTUM_SLICE("\x04"
                      "abc");
    assert_false(dictum__take_counted(&in, &value));
    in = DICTUM_SLICE("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"
                      "abc");
    assert_false(dictum__take_counted(&in, &value));
    dictum__buf_dispose(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(appends_join_and_end_in_nul, start),
        cmocka_unit_test_setup(growth_is_geometric, start),
        cmocka_unit_test_setup(nothing_passes_the_ceiling_and_the_failure_sticks, start),
        cmocka_unit_test_setup(sizes_near_the_largest_do_not_overflow, start),
        cmocka_unit_test_setup(a_failed_allocation_keeps_what_was_there, start),
        cmocka_unit_test_setup(detached_bytes_are_the_callers, start),
        cmocka_unit_test_setup(no_value_differs_from_an_empty_one, start),
        cmocka_unit_test_setup(code_points_become_utf8, start),
        cmocka_unit_test_setup(varints_come_back, start),
        cmocka_unit_test_setup(a_varint_that_is_none_is_refused, start),
        cmocka_unit_test_setup(counted_strings_come_back_and_never_reach_past_the_end, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
