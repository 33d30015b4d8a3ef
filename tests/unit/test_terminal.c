/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that came from outside and goes to a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/program/terminal.h"
#include "tests/support/characters.h"

#define R "\xef\xbf\xbd"

static void expect(const char *text, bool lines, const char *wanted)
{
    dictum_buf out;
    dictum__buf_init(&out, 1000);
    dictum__terminal_append(&out, dictum__slice(text), lines);
    assert_int_equal(out.len, strlen(wanted));
    if (out.len > 0)
        assert_memory_equal(out.data, wanted, out.len);
    dictum__buf_dispose(&out);
}

static void what_commands_a_terminal_is_replaced(void **state)
{
    (void)state;
    expect("a \033[31mred\a\177", false, "a " R "[31mred" R R);
    expect("\302\233"
           "31m",
           false, R "31m"); /* C1: CSI */
    expect("\x9b"
           "31m\xff",
           false, R "31m" R);
    expect("a\tb\r\nc", false, "a b  c");
    expect("a\tb\nc", true, "a b\nc");
    expect("é 中 עברית\342\200\217 \360\237\230\200", false, "é 中 עברית\342\200\217 \360\237\230\200");
    expect("", false, "");
    expect("cut \xe4\xb8", false, "cut " R R);
}

static void what_turns_text_round_is_replaced(void **state)
{
    (void)state;
    growing text = {0};
    for (uint32_t c = 0x2000; c < 0x2070; c++) {
        bool harmful = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        bool line = c == 0x2028 || c == 0x2029;
        growing_clear(&text);
        growing_add_str(&text, "a");
        growing_add_code_point(&text, c);
        expect(text.data, false, harmful ? "a" R : line ? "a " : text.data);
    }
    growing_dispose(&text);
}

static void wide_characters_take_two_columns_and_marks_none(void **state)
{
    (void)state;
    assert_int_equal(dictum__terminal_columns(dictum__slice("abc")), 3);
    assert_int_equal(dictum__terminal_columns(dictum__slice("é中国한ｆ")), 1 + 2 + 2 + 2 + 2);
    assert_int_equal(dictum__terminal_columns(dictum__slice("e\xcc\x81 ที่")), 3);
    assert_int_equal(dictum__terminal_columns(dictum__slice("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_commands_a_terminal_is_replaced),
        cmocka_unit_test(what_turns_text_round_is_replaced),
        cmocka_unit_test(wide_characters_take_two_columns_and_marks_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
