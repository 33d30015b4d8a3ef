/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a reader cannot do behind the fence, and what becomes of one that tries (lying_reader.c puts up the fence and
 * does what the name of the file says). */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <seccomp.h>

#include "indexer/protocol.h"
#include "indexer/read/fence.h"
#include "indexer/readers.h"
#include "tests/support/temp.h"

#define FORBIDDEN "the reader tried something forbidden"

typedef struct scene {
    char *folder;
    char reason[256]; /* of the last file */
    dictum_read_outcome outcome;
} scene;

static unsigned parts; /* of the fence that this system has */

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    return self != NULL && (self->folder = temp_new()) != NULL ? 0 : -1;
}

static int teardown(void **state)
{
    scene *self = *state;
    temp_remove(self->folder);
    free(self);
    return 0;
}

/* Has a file of that name read; its own reason is the outcome. */
static const char *act(scene *self, const char *name)
{
    const dictum_readers_options options = {.program = getenv("DICTUM_LYING_READER"),
                                            .jobs = 1,
                                            .silence_ms = 60000,
                                            .held_bytes = 100000,
                                            .limits = {.cpu_seconds = 1, .memory_mb = 200},
                                            .quiet = true};
    dictum_readers *readers = NULL;
    dictum_delivery delivery = {.ticket = 0};
    char *path = temp_path(self->folder, name);
    assert_true(temp_write(path, "words", 5));
    assert_int_equal(dictum__readers_new(&readers, &options, NULL), DICTUM_OK);
    assert_int_equal(dictum__readers_submit(readers, path, DICTUM_SLICE(""), true, 1, NULL), DICTUM_OK);
    assert_int_equal(dictum__readers_next(readers, &delivery, NULL), DICTUM_OK);
    assert_int_equal(delivery.kind, DICTUM__DELIVERY_END);
    (void)snprintf(self->reason, sizeof self->reason, "%.*s", (int)delivery.reason.len, delivery.reason.data);
    self->outcome = delivery.outcome;
    dictum__readers_free(readers);
    free(path);
    return self->reason;
}

static void need(unsigned part)
{
    if ((parts & part) == 0) {
        skip();
    }
}

static void all_of_it_is_in_force_here_or_what_is_not_is_said(void **state)
{
    (void)state;
    if ((parts | DICTUM__FENCE_MEMORY) != DICTUM__FENCE_WHOLE) {
        print_message("parts of the fence that are in force: %u of %d\n", parts, DICTUM__FENCE_WHOLE);
        skip();
    }
}

static void a_reader_behind_the_fence_can_read(void **state)
{
    scene *self = *state;
    assert_string_equal(act(self, "fence,tell"), "words");
    assert_string_equal(act(self, "fence,library"), "opened");
    assert_string_equal(act(self, "fence,done"), "");
    assert_int_equal(self->outcome, DICTUM__READ_DONE);
}

/* So that the following tests can fail. */
static void without_the_fence_all_of_this_works(void **state)
{
    scene *self = *state;
    assert_string_equal(act(self, "socket"), "socket");
    assert_string_equal(act(self, "write"), "opened");
    assert_string_equal(act(self, "create"), "opened");
    assert_string_equal(act(self, "passwords"), "opened");
    assert_string_equal(act(self, "again"), "opened");
    assert_string_equal(act(self, "kill"), "kill");
    assert_string_equal(act(self, "eat400,done"), "");
}

static void network_programs_and_processes_end_the_reader(void **state)
{
    static const char *const deeds[] = {"fence,socket", "fence,fork", "fence,run", "fence,trace", "fence,kill"};
    scene *self = *state;
    need(DICTUM__FENCE_CALLS);
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        assert_string_equal(act(self, deeds[i]), FORBIDDEN);
    }
}

static void nothing_can_be_opened_to_be_written(void **state)
{
    scene *self = *state;
    need(DICTUM__FENCE_CALLS);
    assert_string_equal(act(self, "fence,write"), "opened: Permission denied");
    assert_string_equal(act(self, "fence,create"), "opened: Permission denied");
}

/* Not even the file that is being read. */
static void nothing_can_be_opened_but_libraries(void **state)
{
    scene *self = *state;
    need(DICTUM__FENCE_FILES);
    assert_string_equal(act(self, "fence,passwords"), "opened: Permission denied");
    assert_string_equal(act(self, "fence,again"), "opened: Permission denied");
}

static void a_loop_ends(void **state)
{
    scene *self = *state;
    assert_string_equal(act(self, "fence,seconds1,loop"), "it took more than 1 seconds of processor time");
}

static void too_much_memory_ends_the_reader(void **state)
{
    scene *self = *state;
    need(DICTUM__FENCE_MEMORY);
    assert_string_equal(act(self, "fence,eat100,done"), "");
    assert_string_equal(act(self, "fence,eat400,done"), "it needs more than 200 MB of memory");
}

/* An abort() for another reason is a crash. */
static void a_crash_is_no_want_of_memory(void **state)
{
    scene *self = *state;
    assert_string_equal(act(self, "fence,crash6"), "the reader crashed (Aborted)");
    assert_string_equal(act(self, "fence,crash11"), "the reader crashed (Segmentation fault)");
}

/* A system call that the kernel does not know or a container does not allow. */
static void take_away(int call, unsigned error)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL || seccomp_rule_add(filter, SCMP_ACT_ERRNO(error), call, 0) != 0 || seccomp_load(filter) != 0) {
        _exit(0);
    }
    seccomp_release(filter);
}

/* The parts that a process gets, as dictum-read --fence asks, where a call is missing (-1: none is). */
static unsigned ask_parts(int missing, unsigned error)
{
    const dictum_limits limits = {.memory_mb = DICTUM__MEMORY_MB};
    int state = 0;
    pid_t child = fork();
    if (child == 0) {
        if (missing >= 0) {
            take_away(missing, error);
        }
        _exit((int)dictum__fence_enter(DICTUM__READER_FD, &limits));
    }
    return child > 0 && waitpid(child, &state, 0) == child && WIFEXITED(state) ? (unsigned)WEXITSTATUS(state) : 0;
}

static void a_part_that_is_not_to_be_had_does_not_keep_the_others_away(void **state)
{
    (void)state;
    need(DICTUM__FENCE_CALLS); /* or no call can be taken away */
    assert_int_equal(ask_parts(SCMP_SYS(landlock_create_ruleset), ENOSYS), parts & ~(unsigned)DICTUM__FENCE_FILES);
    assert_int_equal(ask_parts(SCMP_SYS(landlock_restrict_self), EPERM), parts & ~(unsigned)DICTUM__FENCE_FILES);
    assert_int_equal(ask_parts(SCMP_SYS(capset), EPERM), parts & ~(unsigned)DICTUM__FENCE_PRIVILEGES);
    assert_int_equal(ask_parts(SCMP_SYS(close_range), ENOSYS), parts);
}

/* What had been open is closed, but for the one that is kept. */
static void descriptors_are_closed(void **state)
{
    int kept[2], status = 0;
    (void)state;
    assert_int_equal(pipe(kept), 0);
    pid_t child = fork();
    if (child == 0) {
        int high = fcntl(kept[0], F_DUPFD, 60);
        (void)dictum__fence_enter(kept[1], &(dictum_limits){.memory_mb = DICTUM__MEMORY_MB});
        _exit(high >= 60 && fcntl(high, F_GETFD) < 0 && fcntl(kept[0], F_GETFD) < 0 && fcntl(kept[1], F_GETFD) >= 0 &&
                      fcntl(STDERR_FILENO, F_GETFD) >= 0
                  ? 0
                  : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    (void)close(kept[0]);
    (void)close(kept[1]);
}

#define FENCE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FENCE_TEST(all_of_it_is_in_force_here_or_what_is_not_is_said),
        FENCE_TEST(a_reader_behind_the_fence_can_read),
        FENCE_TEST(without_the_fence_all_of_this_works),
        FENCE_TEST(network_programs_and_processes_end_the_reader),
        FENCE_TEST(nothing_can_be_opened_to_be_written),
        FENCE_TEST(nothing_can_be_opened_but_libraries),
        FENCE_TEST(a_loop_ends),
        FENCE_TEST(too_much_memory_ends_the_reader),
        FENCE_TEST(a_crash_is_no_want_of_memory),
        FENCE_TEST(a_part_that_is_not_to_be_had_does_not_keep_the_others_away),
        FENCE_TEST(descriptors_are_closed),
    };
    parts = ask_parts(-1, 0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
