/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pool of readers against readers that lie, die and dawdle (lying_reader.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/readers.h"

#define MOST 400

typedef struct scene {
    dictum_readers *readers;
    dictum_buf log; /* of each delivery: ticket, s(tatement) p(roblem) e(nd); then the reason */
    dictum_error err;
} scene;

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    if (self == NULL) {
        return -1;
    }
    dictum__buf_init(&self->log, 1u << 24);
    return 0;
}

static int teardown(void **state)
{
    scene *self = *state;
    dictum__readers_free(self->readers);
    dictum__buf_dispose(&self->log);
    free(self);
    return 0;
}

static void open_pool(scene *self, unsigned jobs, unsigned silence_ms)
{
    dictum_readers_options options = {.program = getenv("DICTUM_LYING_READER"),
                                      .jobs = jobs,
                                      .silence_ms = silence_ms,
                                      .held_bytes = 100000,
                                      .quiet = true};
    assert_non_null(options.program);
    assert_int_equal(dictum__readers_new(&self->readers, &options, &self->err), DICTUM_OK);
}

static void log_delivery(scene *self, const dictum_delivery *delivery)
{
    static const char letters[] = {'s', 'p', 'k', 'e'};
    dictum__buf_appendf(&self->log, "%d%c", (int)delivery->ticket, letters[delivery->kind]);
    if (delivery->kind == DICTUM__DELIVERY_STATEMENT) {
        assert_true(delivery->record.text.len > 0);
        assert_int_equal(delivery->record.text.data[delivery->record.text.len - 1], 'a' + (int)(delivery->place.part % 26));
    } else if (delivery->kind == DICTUM__DELIVERY_END) {
        dictum__buf_appendf(&self->log, "%d", (int)delivery->outcome);
    }
    if (delivery->kind != DICTUM__DELIVERY_STATEMENT && delivery->reason.len > 0) {
        dictum__buf_append_char(&self->log, '(');
        dictum__buf_append_slice(&self->log, delivery->reason);
        dictum__buf_append_char(&self->log, ')');
    }
    dictum__buf_append_char(&self->log, ' ');
}

/* Hands in the paths as the pool wants them, and takes all that comes. */
static dictum_status read_all(scene *self, const char *const *paths, size_t count)
{
    dictum_delivery delivery;
    size_t next = 0;
    dictum_status status = DICTUM_OK;
    dictum__buf_clear(&self->log);
    while (status == DICTUM_OK) {
        while (next < count && dictum__readers_want_more(self->readers)) {
            assert_int_equal(dictum__readers_submit(self->readers, paths[next], DICTUM_SLICE(""), next, &self->err),
                             DICTUM_OK);
            next++;
        }
        status = dictum__readers_next(self->readers, &delivery, &self->err);
        if (status == DICTUM_OK) {
            log_delivery(self, &delivery);
        }
    }
    assert_true(status != DICTUM_DONE || next == count);
    return status;
}

#define READ(self, ...)                                                                                                \
    read_all((self), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void files_come_out_in_the_order_they_went_in(void **state)
{
    scene *self = *state;
    static char storage[MOST][32];
    const char *paths[MOST];
    char expected[MOST * 16] = "";
    for (size_t i = 0; i < MOST; i++) {
        (void)snprintf(storage[i], sizeof storage[i], "/sleep%zu,statements1,done", i % 7 == 0 ? (size_t)3 : 0);
        paths[i] = storage[i];
        (void)snprintf(expected + strlen(expected), 16, "%zus %zue0 ", i, i);
    }
    open_pool(self, 4, 10000);
    assert_int_equal(read_all(self, paths, MOST), DICTUM_DONE);
    assert_string_equal(self->log.data, expected);
}

static void each_outcome_comes_through(void **state)
{
    scene *self = *state;
    open_pool(self, 1, 10000);
    assert_int_equal(READ(self, "/statements2,done", "/skipped", "/problem", "/complaint,done", "/done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0s 0e0 1e1(not a document) 2e2(it is broken) "
                                        "3p(line 7:?? bad\xef\xbf\xbd) 3e0 4e0 ");
}

static void a_reader_that_dies_costs_the_file_it_was_reading(void **state)
{
    scene *self = *state;
    open_pool(self, 2, 10000);
    assert_int_equal(READ(self, "/statements1,done", "/crash", "/statements1,done", "/statements1,exit3",
                          "/statements1,done", "/cut,crash", "/statements1,done"),
                     DICTUM_DONE);
    assert_string_equal(
        self->log.data,
        "0s 0e0 1e2(the reader ended with signal 15 (Terminated)) 2s 2e0 "
        "3s 3e2(the reader ended with status 3) 4s 4e0 5e2(the reader ended with signal 15 (Terminated)) "
        "6s 6e0 ");
}

static void a_reader_that_died_between_files_costs_none(void **state)
{
    scene *self = *state;
    open_pool(self, 1, 10000);
    assert_int_equal(READ(self, "/statements1,done,exit4", "/statements1,done", "/done,exit5"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0e0 1s 1e0 2e0 ");
    assert_int_equal(READ(self, "/statements1,done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0e0 ");
}

static void a_reader_that_makes_no_sense_costs_the_file(void **state)
{
    scene *self = *state;
    static const char *const lies[] = {"/kind9", "/kind0", "/endless", "/garbage", "/outcome", "/nothing"};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        open_pool(self, 2, 10000);
        assert_int_equal(READ(self, "/statements1,done", lies[i], "/statements1,done"), DICTUM_DONE);
        assert_string_equal(self->log.data, "0s 0e0 1e2(the reader gave an answer that makes no sense) 2s 2e0 ");
        dictum__readers_free(self->readers);
        self->readers = NULL;
    }
}

static void a_silent_reader_is_ended(void **state)
{
    scene *self = *state;
    open_pool(self, 2, 300);
    assert_int_equal(READ(self, "/sleep60000", "/cut,sleep60000", "/statements1,done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0e2(the reader said nothing for 1 seconds) "
                                        "1e2(the reader said nothing for 1 seconds) 2s 2e0 ");
}

static void a_slow_reader_that_goes_on_is_not_ended(void **state)
{
    scene *self = *state;
    open_pool(self, 1, 400);
    assert_int_equal(READ(self, "/sleep150,statements1,sleep150,statements1,sleep150,statements1,sleep150,done"),
                     DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0s 0s 0e0 ");
}

/* More is delivered ahead of its turn than may be held: the readers wait, nothing is lost, nobody is taken for dead. */
static void what_is_ahead_of_its_turn_is_held_up_to_a_limit(void **state)
{
    scene *self = *state;
    open_pool(self, 3, 400);
    assert_int_equal(READ(self, "/sleep300,statements1,sleep300,statements1,sleep300,done", "/large3000000,done",
                          "/statements9,large3000000,statements9,done", "/large50,done"),
                     DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0s 0e0 1s 1e0 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s "
                                        "2e0 3s 3e0 ");
}

static void a_program_that_cannot_run_is_an_error(void **state)
{
    scene *self = *state;
    dictum_readers_options options = {.program = "/nonexistent/reader", .jobs = 1};
    assert_int_equal(dictum__readers_new(&self->readers, &options, &self->err), DICTUM_OK);
    assert_int_equal(READ(self, "/done"), DICTUM_IO);
    assert_non_null(strstr(self->err.text, "/nonexistent/reader"));
    dictum__readers_free(self->readers);
    open_pool(self, 1, 10000);
    assert_int_equal(READ(self, "/exit127"), DICTUM_IO);
}

static void the_stop_flag_ends_the_waiting(void **state)
{
    scene *self = *state;
    static volatile sig_atomic_t stop = 1;
    dictum_readers_options options = {.program = getenv("DICTUM_LYING_READER"), .jobs = 1, .stop = &stop};
    assert_int_equal(dictum__readers_new(&self->readers, &options, &self->err), DICTUM_OK);
    assert_int_equal(READ(self, "/sleep60000"), DICTUM_CANCELLED);
}

#define READERS_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        READERS_TEST(files_come_out_in_the_order_they_went_in),
        READERS_TEST(each_outcome_comes_through),
        READERS_TEST(a_reader_that_dies_costs_the_file_it_was_reading),
        READERS_TEST(a_reader_that_died_between_files_costs_none),
        READERS_TEST(a_reader_that_makes_no_sense_costs_the_file),
        READERS_TEST(a_silent_reader_is_ended),
        READERS_TEST(a_slow_reader_that_goes_on_is_not_ended),
        READERS_TEST(what_is_ahead_of_its_turn_is_held_up_to_a_limit),
        READERS_TEST(a_program_that_cannot_run_is_an_error),
        READERS_TEST(the_stop_flag_ends_the_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
