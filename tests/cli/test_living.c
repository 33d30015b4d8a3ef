/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index in use: searched while it is written, kept up to date for a long time, in folders where not all is
 * allowed. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "living.h"
#include "tests/support/chance.h"
#include "tests/support/temp.h"

#define STEPS 30
#define RUNS 16
#define SEARCHERS 2
#define NOBODY 65534

static uint64_t seed;

/* ---- searched while it is written -------------------------------------------------------------------------------- */

typedef struct watched {
    living *self;
    living_state states[RUNS + 1]; /* that the index has been in */
    atomic_uint whole;             /* the last that is known to be searched */
    atomic_uint begun;             /* the last that may be */
    atomic_bool over;
    atomic_uint searches;
    char fault[2048]; /* of the first search that was wrong */
    atomic_bool wrong;
} watched;

/* Where what was found differs from a state: K, what it is to be, and the versions that are there. */
static void describe(const living_found *found, const living_state *state, char *out, size_t bytes)
{
    size_t used = 0;
    for (unsigned i = 0; i < LIVING_DOCUMENTS && used < bytes; i++) {
        unsigned wanted = state->versions[i];
        bool same = true;
        for (unsigned k = 0; k < LIVING_VERSIONS; k++)
            same = same && found->times[i][k] == (k > 0 && k == wanted);
        if (same)
            continue;
        used += (size_t)snprintf(out + used, bytes - used, " k%u v%u:", i, wanted);
        for (unsigned k = 0; k < LIVING_VERSIONS && used < bytes; k++)
            if (found->times[i][k] > 0)
                used += (size_t)snprintf(out + used, bytes - used, " %ux v%u", (unsigned)found->times[i][k], k);
    }
}

static void note_wrong(watched *watch, unsigned first, unsigned last, const living_found *found, const char *said)
{
    bool other = false;
    char before[800] = "", after[800] = "";
    describe(found, &watch->states[first], before, sizeof before);
    describe(found, &watch->states[last], after, sizeof after);
    if (atomic_compare_exchange_strong(&watch->wrong, &other, true))
        (void)snprintf(watch->fault, sizeof watch->fault,
                       "a search finds neither state %u nor %u; of the first differ%s; of the last differ%s; %s", first,
                       last, before, after, said);
}

static void *keep_searching(void *context)
{
    watched *watch = context;
    while (!atomic_load(&watch->over) && !atomic_load(&watch->wrong)) {
        living_found found;
        unsigned first = atomic_load(&watch->whole);
        const char *const arguments[] = {
            watch->self->searcher, "--index", watch->self->index, "--format", "json", "--limit", "1000",
            "everywhere",          NULL};
        process_result result;
        if (!process_run(arguments, NULL, &result))
            continue;
        unsigned last = atomic_load(&watch->begun);
        bool matches = false;
        living_take_found(watch->self, result.out, &found);
        for (unsigned i = first; i <= last && !matches && result.status == 0; i++)
            matches = living_is(&found, &watch->states[i]);
        if (!matches)
            note_wrong(watch, first, last, &found, result.err);
        process_dispose(&result);
        atomic_fetch_add(&watch->searches, 1);
    }
    return NULL;
}

static void change_at_random(living *self, chance *dice, unsigned step, size_t changes)
{
    for (size_t i = 0; i < changes; i++) {
        unsigned document = (unsigned)chance_below(dice, LIVING_DOCUMENTS);
        if (self->state.versions[document] != 0 && chance_one_in(dice, 5))
            living_rename(self, document);
        else
            living_write(self, document, chance_one_in(dice, 4) ? 0 : step);
    }
}

/* Updates, merges and rebuilds. Each search finds one state of the index, whole. */
static void searches_find_one_state(void **state)
{
    watched *watch = calloc(1, sizeof *watch);
    pthread_t threads[SEARCHERS];
    assert_non_null(watch);
    living *self = watch->self = *state;
    chance dice = chance_begin(seed);
    (void)snprintf(self->label, sizeof self->label, "DICTUM_TEST_SEED=%llu", (unsigned long long)seed);
    for (unsigned i = 0; i < LIVING_DOCUMENTS; i++)
        living_write(self, i, 1);
    living_index_well(self, self->index, NULL);
    watch->states[0] = self->state;
    for (size_t i = 0; i < SEARCHERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, keep_searching, watch), 0);
    for (unsigned run = 1; run <= RUNS && !atomic_load(&watch->wrong); run++) {
        change_at_random(self, &dice, run + 1, run % 5 == 0 ? 25 : 1 + chance_below(&dice, 3));
        watch->states[run] = self->state;
        atomic_store(&watch->begun, run);
        living_index_well(self, self->index, run % 8 == 0 ? "--rebuild" : run % 3 == 0 ? "--no-bulk" : NULL);
        atomic_store(&watch->whole, run);
        living_found found;
        assert_int_equal(living_search(self, self->index, &found), 0);
        living_expect(self, &found, &self->state);
    }
    atomic_store(&watch->over, true);
    for (size_t i = 0; i < SEARCHERS; i++)
        (void)pthread_join(threads[i], NULL);
    if (atomic_load(&watch->wrong))
        fail_msg("%s: %s", self->label, watch->fault);
    assert_true(atomic_load(&watch->searches) > RUNS);
    free(watch);
}

/* ---- kept up to date --------------------------------------------------------------------------------------------- */

static void run_killed(living *self, chance *dice)
{
    process_result result;
    char seconds[32];
    /* In the foreground: else it would be killed with its child, and nobody would wait for that to let the lock go. */
    const char *const arguments[] = {"/usr/bin/timeout", "--foreground", "-s",        "KILL",     seconds,
                                     self->indexer,      "--index",      self->index, self->docs, NULL};
    (void)snprintf(seconds, sizeof seconds, "0.%03u", (unsigned)chance_below(dice, 150) + 5);
    assert_true(process_run(arguments, NULL, &result));
    process_dispose(&result);
}

static void the_index_says_what_the_folder_does(void **state)
{
    living *self = *state;
    chance dice = chance_begin(seed + 1);
    for (unsigned step = 1; step <= living_scaled(STEPS); step++) {
        living_found found;
        (void)snprintf(self->label, sizeof self->label, "DICTUM_TEST_SEED=%llu, step %u", (unsigned long long)seed,
                       step);
        change_at_random(self, &dice, step % (LIVING_VERSIONS - 1) + 1,
                         chance_one_in(&dice, 6) ? 30 : chance_below(&dice, 4));
        living_write(self, 0, step % (LIVING_VERSIONS - 1) + 1); /* one is always there */
        if (chance_one_in(&dice, 5))
            run_killed(self, &dice);
        living_index_well(self, self->index,
                          chance_one_in(&dice, 9)   ? "--rebuild"
                          : chance_one_in(&dice, 3) ? "--no-bulk"
                                                    : NULL);
        assert_int_equal(living_search(self, self->index, &found), 0);
        living_expect(self, &found, &self->state);
        living_expect_tidy(self, self->index);
    }
}

/* ---- what is not allowed ----------------------------------------------------------------------------------------- */

static void expect_refused(living *self, const char *reason)
{
    process_result result;
    living_found found;
    living_state before = self->state;
    living_index(self, self->index, NULL, NULL, NULL, NULL, &result);
    if (result.status != 2 || strstr(result.err, self->index) == NULL || strstr(result.err, reason) == NULL) {
        (void)fprintf(stderr, "%d: %s\n", result.status, result.err);
        _exit(1);
    }
    process_dispose(&result);
    if (living_search(self, self->index, &found) != 0 || !living_is(&found, &before))
        _exit(2);
}

/* As somebody who is not root: to root everything is allowed. */
static void as_nobody(living *self, void (*what)(living *self))
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
            _exit(3);
        what(self);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("the process of another user ends with %d", status);
}

static void refuse(living *self)
{
    expect_refused(self, "Permission denied");
}

static void set_mode(const living *self, mode_t folders, mode_t files)
{
    char folder_mode[16], file_mode[16];
    const char *const of_folders[] = {"/usr/bin/find", self->index, "-type", "d", "-exec",
                                      "/bin/chmod",    folder_mode, "{}",    "+", NULL};
    const char *const of_files[] = {"/usr/bin/find", self->index, "-type", "f", "-exec",
                                    "/bin/chmod",    file_mode,   "{}",    "+", NULL};
    process_result result;
    (void)snprintf(folder_mode, sizeof folder_mode, "%o", (unsigned)folders);
    (void)snprintf(file_mode, sizeof file_mode, "%o", (unsigned)files);
    assert_true(process_run(of_files, NULL, &result));
    process_dispose(&result);
    assert_true(process_run(of_folders, NULL, &result));
    process_dispose(&result);
}

static void a_folder_that_may_not_be_written_is_left_alone(void **state)
{
    living *self = *state;
    for (unsigned i = 0; i < 10; i++)
        living_write(self, i, 1);
    living_index_well(self, self->index, NULL);
    assert_int_equal(chmod(self->folder, 0755), 0);
    /* Where this is not run by root, it is the owner who may not write. */
    set_mode(self, 0555, 0444);
    as_nobody(self, refuse);
    set_mode(self, 0755, 0644);
    if (geteuid() == 0)
        as_nobody(self, refuse); /* who is not the owner */
    living_write(self, 3, 2);
    living_index_well(self, self->index, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(searches_find_one_state, living_setup, living_teardown),
        cmocka_unit_test_setup_teardown(the_index_says_what_the_folder_does, living_setup, living_teardown),
        cmocka_unit_test_setup_teardown(a_folder_that_may_not_be_written_is_left_alone, living_setup, living_teardown),
    };
    seed = chance_seed();
    print_message("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
