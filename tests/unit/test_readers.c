/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pool of readers against readers that lie, die and dawdle (lying_reader.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/readers.h"
#include "tests/support/temp.h"

#define MOST 400

typedef struct scene {
    dictum_readers *readers;
    char *folder;
    dictum_buf log; /* of each delivery: ticket, s(tatement) p(roblem) e(nd); then the reason */
    dictum_error err;
} scene;

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    if (self == NULL || (self->folder = temp_new()) == NULL) {
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
    temp_remove(self->folder);
    free(self);
    return 0;
}

static void open_pool_with(scene *self, unsigned jobs, unsigned silence_ms, dictum_limits limits)
{
    dictum_readers_options options = {.program = getenv("DICTUM_LYING_READER"),
                                      .jobs = jobs,
                                      .silence_ms = silence_ms,
                                      .held_bytes = 100000,
                                      .limits = limits,
                                      .quiet = true};
    assert_non_null(options.program);
    dictum__readers_free(self->readers);
    self->readers = NULL;
    assert_int_equal(dictum__readers_new(&self->readers, &options, &self->err), DICTUM_OK);
}

static void open_pool(scene *self, unsigned jobs, unsigned silence_ms)
{
    open_pool_with(self, jobs, silence_ms, (dictum_limits){0});
}

static void log_delivery(scene *self, const dictum_delivery *delivery)
{
    static const char letters[] = {'s', 'p', 'k', 'e'};
    dictum__buf_appendf(&self->log, "%d%c", (int)delivery->ticket, letters[delivery->kind]);
    if (delivery->kind == DICTUM__DELIVERY_STATEMENT) {
        assert_true(delivery->record.text.len > 0);
        assert_int_equal(delivery->record.text.data[delivery->record.text.len - 1],
                         'a' + (int)(delivery->place.part % 26));
    } else if (delivery->kind == DICTUM__DELIVERY_END) {
        dictum__buf_appendf(&self->log, "%d%s", (int)delivery->outcome, delivery->changed ? "changed" : "");
    }
    if (delivery->kind != DICTUM__DELIVERY_STATEMENT && delivery->reason.len > 0) {
        dictum__buf_append_char(&self->log, '(');
        dictum__buf_append_slice(&self->log, delivery->reason);
        dictum__buf_append_char(&self->log, ')');
    }
    dictum__buf_append_char(&self->log, ' ');
}

/* Hands in a file that it makes, where the folder has none of that name; the text in it is "words". */
static dictum_status submit(scene *self, const char *name, bool named, uint64_t ticket)
{
    struct stat there;
    char *path = strcmp(name, "-") == 0 ? strdup(name) : temp_path(self->folder, name);
    if (strcmp(name, "-") != 0 && strcmp(name, "missing") != 0 && lstat(path, &there) != 0) {
        assert_true(temp_write(path, "words", 5));
    }
    dictum_status status = dictum__readers_submit(self->readers, path, DICTUM_SLICE(""), named, ticket, &self->err);
    free(path);
    return status;
}

/* Hands in the files as the pool wants them, and takes all that comes. */
static dictum_status read_all(scene *self, const char *const *names, size_t count)
{
    dictum_delivery delivery;
    size_t next = 0;
    dictum_status status = DICTUM_OK;
    dictum__buf_clear(&self->log);
    while (status == DICTUM_OK) {
        while (next < count && dictum__readers_want_more(self->readers)) {
            assert_int_equal(submit(self, names[next], false, next), DICTUM_OK);
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
        (void)snprintf(storage[i], sizeof storage[i], "sleep%zu,statements1,done", i % 7 == 0 ? (size_t)3 : 0);
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
    assert_int_equal(READ(self, "statements2,done", "skipped", "problem", "complaint,done", "done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0s 0e0 1e1(not a document) 2e2(it is broken) "
                                        "3p(line 7:?? bad\xef\xbf\xbd) 3e0 4e0 ");
}

static void a_reader_that_dies_costs_the_file_it_was_reading(void **state)
{
    scene *self = *state;
    open_pool(self, 2, 10000);
    assert_int_equal(READ(self, "statements1,done", "crash15", "statements1,done", "statements1,exit4",
                          "statements1,done", "cut,crash7", "statements1,done"),
                     DICTUM_DONE);
    assert_string_equal(self->log.data,
                        "0s 0e0 1e2(the reader was ended by a signal (Terminated)) 2s 2e0 "
                        "3s 3e2(the reader ended with status 4) 4s 4e0 5e2(the reader crashed (Bus error)) "
                        "6s 6e0 ");
}

static void a_reader_that_died_between_files_costs_none(void **state)
{
    scene *self = *state;
    open_pool(self, 1, 10000);
    assert_int_equal(READ(self, "statements1,done,exit4", "statements1,done", "done,exit5"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0e0 1s 1e0 2e0 ");
    assert_int_equal(READ(self, "statements1,done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0e0 ");
}

static void a_reader_that_makes_no_sense_costs_the_file(void **state)
{
    scene *self = *state;
    static const char *const lies[] = {"kind9", "kind0", "endless", "garbage", "outcome", "nothing"};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        open_pool(self, 2, 10000);
        assert_int_equal(READ(self, "statements1,done", lies[i], "statements1,done"), DICTUM_DONE);
        assert_string_equal(self->log.data, "0s 0e0 1e2(the reader gave an answer that makes no sense) 2s 2e0 ");
    }
}

static void a_silent_reader_is_ended(void **state)
{
    scene *self = *state;
    open_pool(self, 2, 300);
    assert_int_equal(READ(self, "sleep60000", "cut,sleep60000", "statements1,done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0e2(the reader said nothing for 1 seconds) "
                                        "1e2(the reader said nothing for 1 seconds) 2s 2e0 ");
}

static void a_slow_reader_that_goes_on_is_not_ended(void **state)
{
    scene *self = *state;
    open_pool(self, 1, 400);
    assert_int_equal(READ(self, "sleep150,statements1,sleep150,statements1,sleep150,statements1,sleep150,done"),
                     DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0s 0s 0e0 ");
}

/* More is delivered ahead of its turn than may be held: the readers wait, nothing is lost, nobody is taken for dead. */
static void what_is_ahead_of_its_turn_is_held_up_to_a_limit(void **state)
{
    scene *self = *state;
    open_pool(self, 3, 400);
    assert_int_equal(READ(self, "sleep300,statements1,sleep300,statements1,sleep300,done", "large3000000,done",
                          "statements9,large3000000,statements9,done", "large50,done"),
                     DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0s 0e0 1s 1e0 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s 2s "
                                        "2e0 3s 3e0 ");
}

static void a_program_that_cannot_run_is_an_error(void **state)
{
    scene *self = *state;
    dictum_readers_options options = {.program = "/nonexistent/reader", .jobs = 1};
    assert_int_equal(dictum__readers_new(&self->readers, &options, &self->err), DICTUM_OK);
    assert_int_equal(READ(self, "done"), DICTUM_IO);
    assert_non_null(strstr(self->err.text, "/nonexistent/reader"));
    open_pool(self, 1, 10000);
    assert_int_equal(READ(self, "exit127"), DICTUM_IO);
}

static void the_stop_flag_ends_the_waiting(void **state)
{
    scene *self = *state;
    static volatile sig_atomic_t stop = 1;
    dictum_readers_options options = {.program = getenv("DICTUM_LYING_READER"), .jobs = 1, .stop = &stop};
    assert_int_equal(dictum__readers_new(&self->readers, &options, &self->err), DICTUM_OK);
    assert_int_equal(READ(self, "sleep60000"), DICTUM_CANCELLED);
}

/* ---- limits ------------------------------------------------------------------------------------------------ */

static void a_reader_that_ran_out_of_memory_is_understood(void **state)
{
    scene *self = *state;
    open_pool_with(self, 2, 10000, (dictum_limits){.memory_mb = 77});
    assert_int_equal(READ(self, "statements1,done", "exit3", "done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0e0 1e2(it needs more than 77 MB of memory) 2e0 ");
}

/* Each MB that a file has given has brought it a second. */
/* What is known to be due to the file is not tried with another reader. */
static void a_limit_is_not_tried_twice(void **state)
{
    scene *self = *state;
    open_pool(self, 1, 10000);
    assert_int_equal(READ(self, "once,exit3,done", "once,crash24,done", "once,crash11,done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0e2(it needs more than 2048 MB of memory) "
                                        "1e2(it took more than 60 seconds of processor time) 2e0 ");
}

static void a_reader_that_took_too_long_is_understood(void **state)
{
    scene *self = *state;
    open_pool_with(self, 2, 10000, (dictum_limits){.cpu_seconds = 5});
    assert_int_equal(READ(self, "crash24", "large2200000,crash24"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0e2(it took more than 5 seconds of processor time) "
                                        "1s 1e2(it took more than 7 seconds of processor time) ");
}

static void a_reader_that_keeps_no_limit_is_ended(void **state)
{
    scene *self = *state;
    open_pool_with(self, 1, 60000, (dictum_limits){.cpu_seconds = 1});
    assert_int_equal(READ(self, "chatter"), DICTUM_DONE);
    const char *end = strstr(self->log.data, "e2(");
    assert_non_null(end);
    assert_string_equal(end, "e2(it took more than 1 seconds of processor time) ");
}

static void a_reader_that_was_killed_is_told_apart_from_one_that_crashed(void **state)
{
    scene *self = *state;
    open_pool(self, 1, 10000);
    assert_int_equal(READ(self, "statements1,crash9", "statements1,crash31", "statements1,crash11"), DICTUM_DONE);
    const char *killed = strstr(self->log.data, "0s 0e2(the reader was killed, with ");
    assert_ptr_equal(killed, self->log.data);
    assert_non_null(strstr(killed, " MB of memory: the system may have run out of it) 1s "
                                   "1e2(the reader tried something forbidden) 2s "
                                   "2e2(the reader crashed (Segmentation fault)) "));
}

static void a_reader_that_hangs_up_and_lives_on_is_ended(void **state)
{
    scene *self = *state;
    open_pool(self, 1, 10000);
    assert_int_equal(READ(self, "statements1,hangup", "done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0e2(the reader closed its connection) 1e0 ");
}

static void a_flood_is_dammed(void **state)
{
    scene *self = *state;
    open_pool_with(self, 1, 10000, (dictum_limits){.output_mb = 2});
    assert_int_equal(READ(self, "large1000000,large1000000,done", "large3000000,done", "large10,done"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0s 0e0 1s 1e2(it gives more than 2 MB) 2s 2e0 ");
}

/* Also of things so small that what keeps them is larger: the second reader does not get to its mark in the turn of the
 * first. */
static void small_things_ahead_of_their_turn_are_held_up_to_a_limit(void **state)
{
    scene *self = *state;
    dictum_delivery delivery;
    char *mark = temp_path(self->folder, "tiny9000,mark,done.seen");
    size_t tiny = 0;
    open_pool(self, 2, 10000);
    assert_int_equal(submit(self, "sleep500,statements1,done", false, 0), DICTUM_OK);
    assert_int_equal(submit(self, "tiny9000,mark,done", false, 1), DICTUM_OK);
    assert_int_equal(dictum__readers_next(self->readers, &delivery, &self->err), DICTUM_OK);
    assert_int_equal(delivery.kind, DICTUM__DELIVERY_STATEMENT);
    assert_int_not_equal(access(mark, F_OK), 0);
    while (dictum__readers_next(self->readers, &delivery, &self->err) == DICTUM_OK) {
        tiny += delivery.kind == DICTUM__DELIVERY_PART_SKIPPED;
    }
    assert_int_equal(tiny, 9000);
    assert_int_equal(access(mark, F_OK), 0);
    free(mark);
}

/* ---- files ------------------------------------------------------------------------------------------------- */

static void the_reader_gets_the_file_open(void **state)
{
    scene *self = *state;
    char *path = temp_path(self->folder, "tell");
    open_pool(self, 2, 10000);
    assert_true(temp_write(path, "what is in it", 13));
    assert_int_equal(READ(self, "tell", "tell,again", "tell"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0e2(what is in it) 1e2(words) 2e2(what is in it) ");
    free(path);
}

/* The next reader finds it at its beginning, although the one before has read of it. */
static void a_file_that_is_given_to_another_reader_is_at_its_beginning(void **state)
{
    scene *self = *state;
    open_pool(self, 1, 10000);
    assert_int_equal(READ(self, "second,tell"), DICTUM_DONE);
    assert_string_equal(self->log.data, "0e2(words) ");
}

static void what_is_no_regular_file_is_a_problem_before_any_reader(void **state)
{
    scene *self = *state;
    char *fifo = temp_path(self->folder, "fifo"), *folder = temp_path(self->folder, "folder");
    char *link = temp_path(self->folder, "link"), *loop = temp_path(self->folder, "loop");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(symlink("folder", link), 0);
    assert_int_equal(symlink("loop", loop), 0);
    open_pool(self, 2, 10000);
    assert_int_equal(READ(self, "fifo", "folder", "link", "loop", "missing", "done"), DICTUM_DONE);
    assert_string_equal(self->log.data,
                        "0e2(it is not a regular file) 1e2(it is a folder) 2e2(it has become a symbolic link) "
                        "3e2(it has become a symbolic link) 4e2(cannot open it: No such file or directory) 5e0 ");
    free(fifo);
    free(folder);
    free(link);
    free(loop);
}

/* As for the walk: no link is followed below a source, but a source may be one. */
static void a_link_that_was_named_is_followed(void **state)
{
    scene *self = *state;
    dictum_delivery delivery;
    char *link = temp_path(self->folder, "tell,link"), *target = temp_path(self->folder, "target");
    assert_true(temp_write(target, "behind it", 9));
    assert_int_equal(symlink("target", link), 0);
    open_pool(self, 1, 10000);
    for (int named = 0; named <= 1; named++) {
        assert_int_equal(submit(self, "tell,link", named == 1, 0), DICTUM_OK);
        assert_int_equal(dictum__readers_next(self->readers, &delivery, &self->err), DICTUM_OK);
        assert_int_equal(delivery.kind, DICTUM__DELIVERY_END);
        assert_true(dictum__slice_equal(delivery.reason, named == 1 ? DICTUM_SLICE("behind it")
                                                                    : DICTUM_SLICE("it has become a symbolic link")));
    }
    free(link);
    free(target);
}

static void a_file_that_changes_while_it_is_read_is_told(void **state)
{
    scene *self = *state;
    open_pool(self, 2, 10000);
    assert_int_equal(READ(self, "statements1,append,done", "statements1,done", "append,statements1,crash6",
                          "secret,done", "touch0,done", "touch1,done"),
                     DICTUM_DONE);
    assert_string_equal(self->log.data, "0s 0e0changed 1s 1e0 2s 2e2changed(the reader crashed (Aborted)) "
                                        "3e0changed 4e0changed 5e0changed ");
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
        READERS_TEST(a_reader_that_ran_out_of_memory_is_understood),
        READERS_TEST(a_limit_is_not_tried_twice),
        READERS_TEST(a_reader_that_took_too_long_is_understood),
        READERS_TEST(a_reader_that_keeps_no_limit_is_ended),
        READERS_TEST(a_reader_that_was_killed_is_told_apart_from_one_that_crashed),
        READERS_TEST(a_reader_that_hangs_up_and_lives_on_is_ended),
        READERS_TEST(a_flood_is_dammed),
        READERS_TEST(small_things_ahead_of_their_turn_are_held_up_to_a_limit),
        READERS_TEST(the_reader_gets_the_file_open),
        READERS_TEST(a_file_that_is_given_to_another_reader_is_at_its_beginning),
        READERS_TEST(what_is_no_regular_file_is_a_problem_before_any_reader),
        READERS_TEST(a_link_that_was_named_is_followed),
        READERS_TEST(a_file_that_changes_while_it_is_read_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
