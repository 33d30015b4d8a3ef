/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The progress line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/progress.h"

static void expect_text(const dictum_update_progress *state, int64_t elapsed_ms, size_t columns, const char *expected)
{
    dictum_buf text;
    dictum__buf_init(&text, 4096);
    dictum__progress_text(&text, state, elapsed_ms, columns);
    assert_string_equal(text.data, expected);
    dictum__buf_dispose(&text);
}

static void the_line_tells_files_rate_and_time_left(void **state)
{
    (void)state;
    dictum_update_progress now = {.files_done = 10, .files = 40, .bytes_done = 10000000, .bytes = 40000000};
    expect_text(&now, 10, 79, "10 of 40 files");
    expect_text(&now, 5000, 79, "10 of 40 files, 2.0 MB/s, 16 s left");
    expect_text(&now, 50000, 79, "10 of 40 files, 0.2 MB/s, 2 min 31 s left");
    expect_text(&now, 5000000, 79, "10 of 40 files, 0.0 MB/s, 4 h 10 min left");
    expect_text(&now, 5000, 10, "10 of 40 f");
    now.bytes_done = now.bytes;
    expect_text(&now, 5000, 79, "10 of 40 files, 8.0 MB/s");
    now.bytes_done = now.bytes = 0;
    expect_text(&now, 5000, 79, "10 of 40 files");
}

static void it_is_drawn_seldom_and_erased(void **state)
{
    (void)state;
    char *drawn = NULL;
    size_t bytes = 0;
    dictum_progress progress;
    dictum_update_progress now = {.files = 1000};
    FILE *stream = open_memstream(&drawn, &bytes);
    assert_non_null(stream);
    dictum__progress_init(&progress, stream);
    for (now.files_done = 0; now.files_done < 1000; now.files_done++) {
        dictum__progress_show(&progress, &now);
    }
    dictum__progress_erase(&progress);
    dictum__progress_erase(&progress);
    (void)fclose(stream);
    size_t lines = 0;
    for (const char *at = drawn; (at = strstr(at, "files\033[K")) != NULL; at++) {
        lines++;
    }
    assert_in_range(lines, 1, 50);
    assert_string_equal(drawn + bytes - strlen("\r\033[K"), "\r\033[K");
    free(drawn);
}

static void without_a_terminal_nothing_is_shown(void **state)
{
    (void)state;
    dictum_progress progress;
    dictum_update_progress now = {.files = 1};
    dictum__progress_init(&progress, NULL);
    dictum__progress_show(&progress, &now);
    dictum__progress_erase(&progress);
    assert_false(progress.is_drawn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_tells_files_rate_and_time_left),
        cmocka_unit_test(it_is_drawn_seldom_and_erased),
        cmocka_unit_test(without_a_terminal_nothing_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
