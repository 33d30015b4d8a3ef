/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/utf8.c against RFC 3629, byte by byte: every sequence of up to three bytes, and four bytes at the borders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/utf8.h"

/* A second way to say what is valid, by decoding and encoding again: the code point in exactly `count` bytes, or
 * -1. */
static int64_t decode(const unsigned char *p, size_t count)
{
    static const unsigned char marks[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    static const unsigned char masks[5] = {0, 0x80, 0xE0, 0xF0, 0xF8};
    static const uint32_t smallest[5] = {0, 1, 0x80, 0x800, 0x10000};
    if ((p[0] & masks[count]) != marks[count])
        return -1;
    uint32_t c = p[0] & (unsigned char)~masks[count];
    for (size_t i = 1; i < count; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return -1;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    return c < smallest[count] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? -1 : (int64_t)c;
}

static void check(const unsigned char *bytes, size_t count)
{
    dictum_slice text = {(const char *)bytes, count};
    int64_t point = decode(bytes, count);
    size_t valid = dictum__utf8_valid_bytes(text);
    if (point < 0) {
        if (valid == count) /* then it is several characters */
            assert_true(dictum__utf8_count(text) > 1);
        return;
    }
    assert_int_equal(valid, count);
    assert_int_equal(dictum__utf8_count(text), 1);
    size_t offset = 0;
    assert_int_equal(dictum__utf8_next(text, &offset), point);
    assert_int_equal(offset, count);
}

static void every_sequence_of_up_to_three_bytes_is_judged_right(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 256; a++) {
        unsigned char one[1] = {(unsigned char)a};
        check(one, 1);
        for (unsigned b = 0; b < 256; b++) {
            unsigned char two[2] = {(unsigned char)a, (unsigned char)b};
            check(two, 2);
            if (a < 0xC0)
                continue;
            for (unsigned c = 0; c < 256; c++) {
                unsigned char three[3] = {(unsigned char)a, (unsigned char)b, (unsigned char)c};
                check(three, 3);
            }
        }
    }
}

static void four_bytes_are_judged_right_at_the_borders(void **state)
{
    (void)state;
    static const unsigned char tails[] = {0, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (unsigned a = 0xEF; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            for (size_t c = 0; c < sizeof tails; c++) {
                for (size_t d = 0; d < sizeof tails; d++) {
                    unsigned char four[4] = {(unsigned char)a, (unsigned char)b, tails[c], tails[d]};
                    check(four, 4);
                }
            }
        }
    }
}

/* Each at every offset, so that both the eight-byte and the single-byte paths meet it, with nothing after the end to
 * lean on. */
static void what_is_wrong_is_found_wherever_it_stands(void **state)
{
    (void)state;
    static const dictum_slice wrong[] = {{"\0", 1},          {"\x80", 1},         {"\xC0\xAF", 2},         {"\xC2", 1},
                                         {"\xE2\x82", 2},    {"\xED\xA0\x80", 3}, {"\xF4\x90\x80\x80", 4}, {"\xFF", 1},
                                         {"\xF0\x9F\x98", 3}};
    for (size_t w = 0; w < sizeof wrong / sizeof wrong[0]; w++) {
        for (size_t before = 0; before < 20; before++) {
            size_t len = before + wrong[w].len;
            char *text = malloc(len);
            assert_non_null(text);
            memset(text, 'a', before);
            memcpy(text + before, wrong[w].data, wrong[w].len);
            assert_int_equal(dictum__utf8_valid_bytes((dictum_slice){text, len}), before);
            assert_false(dictum__utf8_is_valid((dictum_slice){text, len}));
            free(text);
        }
    }
    assert_true(dictum__utf8_is_valid((dictum_slice){NULL, 0}));
}

static void text_is_walked_by_code_points(void **state)
{
    (void)state;
    dictum_slice text = DICTUM_SLICE("aé€😀z");
    static const uint32_t points[] = {'a', 0xE9, 0x20AC, 0x1F600, 'z'};
    size_t offset = 0;
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(dictum__utf8_next(text, &offset), points[i]);
    assert_int_equal(offset, text.len);
    assert_int_equal(dictum__utf8_count(text), 5);
}

static void repairing_replaces_each_wrong_byte_and_nothing_else(void **state)
{
    (void)state;
    dictum_buf out;
    dictum__buf_init(&out, 100);
    dictum__utf8_append_repaired(&out, DICTUM_SLICE("é\xE2\x82x\0\xFF"));
    assert_string_equal(out.data, "é\xEF\xBF\xBD\xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD");
    dictum__buf_clear(&out);
    dictum__utf8_append_repaired(&out, DICTUM_SLICE("всё верно"));
    assert_string_equal(out.data, "всё верно");
    dictum__buf_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence_of_up_to_three_bytes_is_judged_right),
        cmocka_unit_test(four_bytes_are_judged_right_at_the_borders),
        cmocka_unit_test(what_is_wrong_is_found_wherever_it_stands),
        cmocka_unit_test(text_is_walked_by_code_points),
        cmocka_unit_test(repairing_replaces_each_wrong_byte_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
