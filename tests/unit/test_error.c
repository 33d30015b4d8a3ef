/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/error.c: every text is one clean line of UTF-8; the binding's statuses become ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lib/error.h"
#include "lib/utf8.h"

static void a_failure_gives_back_its_status_and_fills_the_error(void **state)
{
    (void)state;
    dictum_error err;
    assert_int_equal(dictum__fail(&err, DICTUM_IO, "cannot open %s: %d", "a file", 7), DICTUM_IO);
    assert_int_equal(err.code, DICTUM_IO);
    assert_true(err.offset_bytes == DICTUM_NO_OFFSET);
    assert_string_equal(err.text, "cannot open a file: 7");
    assert_int_equal(dictum__fail_at(&err, DICTUM_QUERY, 12, "no closing bracket"), DICTUM_QUERY);
    assert_int_equal(err.offset_bytes, 12);
    assert_int_equal(dictum__nomem(&err), DICTUM_NOMEM);
    assert_string_equal(err.text, "out of memory");
    assert_int_equal(dictum__fail(NULL, DICTUM_LIMIT, "%s", "nobody listens"), DICTUM_LIMIT);
    assert_int_equal(dictum__fail_at(NULL, DICTUM_LIMIT, 1, "%s", "nobody listens"), DICTUM_LIMIT);
    assert_int_equal(dictum__nomem(NULL), DICTUM_NOMEM);
}

static void an_error_can_be_wrapped_in_its_own_place(void **state)
{
    (void)state;
    dictum_error err;
    (void)dictum__fail(&err, DICTUM_IO, "no such file");
    (void)dictum__fail(&err, DICTUM_IO, "line 3: %s", err.text);
    assert_string_equal(err.text, "line 3: no such file");
}

static void control_characters_and_wrong_bytes_become_question_marks(void **state)
{
    (void)state;
    dictum_error err;
    (void)dictum__fail(&err, DICTUM_IO, "%s",
                       "a\nb\x1B[31mc\x7F\xC2\x9B"
                       "d\xFF\xE2\x80\xA8"
                       "é€😀\xC3");
    assert_string_equal(err.text, "a?b?[31mc??d??é€😀?");
}

static void a_long_text_is_cut_between_characters(void **state)
{
    (void)state;
    static const char *const characters[] = {"x", "é", "€", "😀"};
    for (size_t c = 0; c < 4; c++) {
        for (size_t shift = 0; shift < 4; shift++) {
            char text[2000];
            memset(text, '.', shift);
            size_t len = shift, one = strlen(characters[c]);
            for (; len + one < sizeof text; len += one)
                memcpy(text + len, characters[c], one);
            text[len] = '\0';
            dictum_error err;
            (void)dictum__fail(&err, DICTUM_IO, "%s", text);
            size_t kept = strlen(err.text);
            assert_true(kept <= DICTUM_ERROR_TEXT_BYTES - 1 && kept + 4 > DICTUM_ERROR_TEXT_BYTES - 1);
            assert_memory_equal(err.text, text, kept);
            assert_true(dictum__utf8_is_valid(dictum__slice(err.text)));
        }
    }
}

static void the_bindings_failures_become_ours(void **state)
{
    (void)state;
    static const struct {
        xap_status from;
        dictum_status to;
    } cases[] = {{XAP_NOMEM, DICTUM_NOMEM},
                 {XAP_ARGUMENT, DICTUM_INTERNAL},
                 {XAP_NOT_FOUND, DICTUM_NOT_FOUND},
                 {XAP_LOCKED, DICTUM_LOCKED},
                 {XAP_STALE, DICTUM_STALE},
                 {XAP_CORRUPT, DICTUM_CORRUPT},
                 {XAP_VERSION, DICTUM_VERSION},
                 {XAP_QUERY, DICTUM_QUERY},
                 {XAP_IO, DICTUM_IO},
                 {XAP_UNIMPLEMENTED, DICTUM_INTERNAL},
                 {XAP_INTERNAL, DICTUM_INTERNAL},
                 {XAP_OK, DICTUM_INTERNAL},
                 {XAP_DONE, DICTUM_INTERNAL}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        xap_error xerr = {.code = cases[i].from, .type = "SomeError", .text = "No such\nthing"};
        dictum_error err;
        assert_int_equal(dictum__fail_xap(&err, &xerr, "open the index"), cases[i].to);
        assert_int_equal(err.code, cases[i].to);
        if (cases[i].to != DICTUM_NOMEM)
            assert_string_equal(err.text, "cannot open the index: No such?thing");
        assert_int_equal(dictum__fail_xap(NULL, &xerr, "open the index"), cases[i].to);
    }
    xap_error bare = {.code = XAP_IO, .type = "NetworkError"};
    dictum_error err;
    (void)dictum__fail_xap(&err, &bare, "search");
    assert_string_equal(err.text, "cannot search: NetworkError");
}

static void each_status_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int a = DICTUM_OK; a <= DICTUM_INTERNAL; a++) {
        const char *name = dictum_status_name((dictum_status)a);
        assert_string_not_equal(name, "unknown");
        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz_"), strlen(name));
        for (int b = DICTUM_OK; b < a; b++)
            assert_string_not_equal(name, dictum_status_name((dictum_status)b));
    }
    assert_string_equal(dictum_status_name(DICTUM_NOT_FOUND), "not_found");
    assert_string_equal(dictum_status_name((dictum_status)15), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_gives_back_its_status_and_fills_the_error),
        cmocka_unit_test(an_error_can_be_wrapped_in_its_own_place),
        cmocka_unit_test(control_characters_and_wrong_bytes_become_question_marks),
        cmocka_unit_test(a_long_text_is_cut_between_characters),
        cmocka_unit_test(the_bindings_failures_become_ours),
        cmocka_unit_test(each_status_has_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
