/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs that are killed, find the disk full, or are interrupted, at each call that changes a file. Whatever happens,
 * searches go on and show each document in the one version or the other, and the next run ends with what is there.
 *
 * DICTUM_TEST_SEED draws the same calls again; DICTUM_TEST_PERCENT makes them fewer or more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "living.h"
#include "tests/support/chance.h"
#include "tests/support/temp.h"

#define DOCUMENTS 30
#define CALLS 4 /* of each kind of run and fault, those that are drawn */

/* A kind of run: what was there before, and what the run is over. */
typedef struct run_kind {
    const char *name;
    const char *option;
    unsigned indexed; /* runs before */
    void (*change)(living *self, unsigned run);
} run_kind;

static void add_all(living *self, unsigned run)
{
    (void)run;
    for (unsigned i = 0; i < DOCUMENTS; i++)
        living_write(self, i, 1);
}

/* What goes into a delta. */
static void change_few(living *self, unsigned run)
{
    if (run == 0) {
        add_all(self, run);
        return;
    }
    living_write(self, run, run + 1);
    living_write(self, run + 10, 0);
    living_write(self, DOCUMENTS + run, run + 1);
}

/* What makes it pay to merge all. */
static void change_many(living *self, unsigned run)
{
    if (run == 0) {
        add_all(self, run);
        return;
    }
    for (unsigned i = 0; i < DOCUMENTS; i += 2)
        living_write(self, i, i % 6 == 0 ? 0 : run + 1);
}

static const run_kind situations[] = {
    {"a first run", NULL, 0, change_few},
    {"a first run without bulk", "--no-bulk", 0, change_few},
    {"a delta", NULL, 1, change_few},
    {"a delta without bulk", "--no-bulk", 1, change_few},
    {"a change of the delta", NULL, 2, change_few},
    {"a run that merges all", NULL, 1, change_many},
    {"a delta that is merged with all", NULL, 2, change_many},
    {"a rebuild", "--rebuild", 2, change_few},
};

static uint64_t seed;

typedef struct faulty {
    living *self;
    const run_kind *situation;
    char *template, *index; /* the index before the run, and a copy of it */
    living_state before;
    unsigned long calls;
} faulty;

/* Makes the index as it is before the run, and the documents as the run finds them. */
static void begin(faulty *run, living *self, const run_kind *situation)
{
    *run = (faulty){.self = self, .situation = situation};
    run->template = temp_path(self->folder, "template");
    run->index = self->index;
    (void)snprintf(self->label, sizeof self->label, "%s, before", situation->name);
    for (unsigned i = 0; i < situation->indexed; i++) {
        situation->change(self, i);
        living_index_well(self, run->template, NULL);
    }
    run->before = self->state;
    situation->change(self, situation->indexed);
}

static void copy_index(const faulty *run)
{
    living_remove(run->index);
    if (run->situation->indexed > 0)
        living_copy(run->self, run->template, run->index);
}

static void count_calls(faulty *run)
{
    process_result result;
    copy_index(run);
    living_index(run->self, run->index, run->situation->option, NULL, NULL, &run->calls, &result);
    if (result.status != 0 || run->calls == 0)
        fail_msg("%s: the run ends with %d after %lu calls: %s", run->situation->name, result.status, run->calls,
                 result.err);
    process_dispose(&result);
}

static void end(faulty *run)
{
    living_remove(run->template);
    living_remove(run->index);
    free(run->template);
}

/* The run that follows makes everything right. */
static void expect_mended(const faulty *run)
{
    living_found found;
    living_index_well(run->self, run->index, NULL);
    assert_int_equal(living_search(run->self, run->index, &found), 0);
    living_expect(run->self, &found, &run->self->state);
    living_expect_tidy(run->self, run->index);
}

static void with_faults(living *self, const char *kind, void (*judge)(const faulty *run, const process_result *result))
{
    chance dice = chance_begin(seed);
    for (size_t i = 0; i < sizeof situations / sizeof situations[0]; i++) {
        faulty run;
        begin(&run, self, &situations[i]);
        count_calls(&run);
        size_t drawn = living_scaled(CALLS);
        for (size_t k = 0; k < drawn && k < run.calls; k++) {
            /* One call of each part; all where they are few enough. */
            size_t from = run.calls * k / drawn, to = run.calls * (k + 1) / drawn;
            size_t call = drawn >= run.calls ? k + 1 : from + chance_below(&dice, to - from) + 1;
            char fault[64];
            process_result result;
            (void)snprintf(fault, sizeof fault, "%s %zu", kind, call);
            (void)snprintf(self->label, sizeof self->label, "DICTUM_TEST_SEED=%llu, %s, %s of %lu",
                           (unsigned long long)seed, situations[i].name, fault, run.calls);
            copy_index(&run);
            living_index(self, run.index, situations[i].option, NULL, fault, NULL, &result);
            judge(&run, &result);
            process_dispose(&result);
            expect_mended(&run);
        }
        end(&run);
        for (unsigned k = 0; k < LIVING_DOCUMENTS; k++)
            living_write(self, k, 0);
    }
}

static bool can_fault(void)
{
    if (living_can_fault() && getenv("DICTUM_FAULT_LIBRARY") != NULL)
        return true;
    print_message("no faults can be made to happen: a sanitizer stands before them\n");
    return false;
}

/* Between a publication and its marks both versions may be seen, until the next run. */
static void judge_killed(const faulty *run, const process_result *result)
{
    living_found found;
    if (result->status != 128 + 9)
        fail_msg("%s: the run ends with %d: %s", run->self->label, result->status, result->err);
    if (living_search(run->self, run->index, &found) <= 1)
        living_expect_between(run->self, &found, &run->before, &run->self->state, true);
    else
        assert_int_equal(run->situation->indexed, 0);
}

static void a_killed_run_harms_nothing(void **state)
{
    if (can_fault())
        with_faults(*state, "kill", judge_killed);
    else
        skip();
}

/* A run that does without the room for once (it leaves merging to a later one) may end well. */
static void judge_full(const faulty *run, const process_result *result)
{
    living_found found;
    if (result->status != 0 && result->status != 2)
        fail_msg("%s: the run ends with %d: %s", run->self->label, result->status, result->err);
    if (result->status == 2 && strstr(result->err, "No space left on device") == NULL)
        fail_msg("%s: the reason is not told: %s", run->self->label, result->err);
    if (living_search(run->self, run->index, &found) > 1) {
        assert_int_equal(run->situation->indexed, 0);
        assert_int_equal(result->status, 2);
        return;
    }
    if (result->status == 0)
        living_expect(run->self, &found, &run->self->state);
    else
        living_expect_between(run->self, &found, &run->before, &run->self->state, true);
}

static void a_full_disk_harms_nothing(void **state)
{
    if (can_fault())
        with_faults(*state, "full", judge_full);
    else
        skip();
}

/* Xapian ends the process where it writes values and there is no room: only at some calls, so all are tried. */
static void a_full_disk_is_told_at_every_call(void **state)
{
    living *self = *state;
    static const size_t tried[] = {1, 4}; /* of the situations, those that write most through Xapian */
    size_t scaled = living_scaled(100), step = scaled < 100 ? 100 / scaled : 1;
    if (!can_fault()) {
        skip();
        return;
    }
    for (size_t i = 0; i < sizeof tried / sizeof tried[0]; i++) {
        const run_kind *situation = &situations[tried[i]];
        faulty run;
        begin(&run, self, situation);
        count_calls(&run);
        for (size_t call = 1; call <= run.calls; call += step) {
            char fault[64];
            process_result result;
            (void)snprintf(fault, sizeof fault, "full %zu", call);
            copy_index(&run);
            living_index(self, run.index, situation->option, NULL, fault, NULL, &result);
            if (result.status != 0 && (result.status != 2 || strstr(result.err, "No space left on device") == NULL))
                fail_msg("%s, %s of %lu: the run ends with %d: %s", situation->name, fault, run.calls, result.status,
                         result.err);
            process_dispose(&result);
        }
        end(&run);
        for (unsigned k = 0; k < LIVING_DOCUMENTS; k++)
            living_write(self, k, 0);
    }
}

static void judge_interrupted(const faulty *run, const process_result *result)
{
    living_found found;
    if (result->status != 0 && result->status != 2 && result->status != 128 + 2)
        fail_msg("%s: the run ends with %d: %s", run->self->label, result->status, result->err);
    if (living_search(run->self, run->index, &found) <= 1)
        living_expect_between(run->self, &found, &run->before, &run->self->state, false);
    else
        assert_int_equal(run->situation->indexed, 0);
}

static void an_interrupt_harms_nothing(void **state)
{
    if (can_fault())
        with_faults(*state, "stop", judge_interrupted);
    else
        skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_killed_run_harms_nothing, living_setup, living_teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_harms_nothing, living_setup, living_teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_is_told_at_every_call, living_setup, living_teardown),
        cmocka_unit_test_setup_teardown(an_interrupt_harms_nothing, living_setup, living_teardown),
    };
    seed = chance_seed();
    print_message("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
