/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs that do not come to their end: killed at a random moment, or by a full disk. The index must be whole at its
 * last commit, agree with its ledger, and be complete after one more run. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "test_index_scene.h"
#include "tests/support/chance.h"
#include "tests/support/temp.h"

#define FILES 120
#define RECORDS 200
#define ROUNDS 16

/* About `words` different words. */
static void write_statement(index_scene *scene, const char *name, unsigned number, unsigned words)
{
    dictum_buf text;
    dictum__buf_init(&text, 1u << 20);
    for (unsigned i = 0; i < words; i++) {
        dictum__buf_appendf(&text, "w%u ", (number * 7919 + i * i) % 20000);
    }
    scene_write(scene, name, text.data);
    dictum__buf_dispose(&text);
}

static void write_records(index_scene *scene, const char *name, unsigned round)
{
    dictum_buf text;
    dictum__buf_init(&text, 1u << 20);
    for (unsigned i = 0; i < RECORDS; i++) {
        dictum__buf_appendf(&text, "{\"id\":\"r%u\",\"text\":\"record %u of round %u\"}\n", i, i,
                            i % 3 == 0 ? round : 0);
    }
    scene_write(scene, name, text.data);
    dictum__buf_dispose(&text);
}

/* A run in a process of its own. */
static pid_t begin_run(index_scene *scene, rlim_t file_bytes)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0) {
        return child;
    }
    if (file_bytes > 0) {
        const struct rlimit limit = {file_bytes, file_bytes};
        (void)signal(SIGXFSZ, SIG_IGN);
        (void)setrlimit(RLIMIT_FSIZE, &limit);
    }
    scene->options.quiet = true;
    _exit((int)scene_run(scene));
}

static int end_run(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void change_some(index_scene *scene, chance *dice, unsigned round)
{
    char name[32], to[32];
    for (unsigned i = 0; i < 20; i++) {
        unsigned number = (unsigned)chance_below(dice, FILES);
        (void)snprintf(name, sizeof name, "%u.txt", number);
        write_statement(scene, name, number + round, 300);
    }
    (void)snprintf(name, sizeof name, "renamed%u.txt", round);
    (void)snprintf(to, sizeof to, "renamed%u.txt", round + 1);
    scene_rename(scene, name, to);
    write_records(scene, "records.jsonl", round);
}

static void a_killed_run_leaves_a_sound_index(void **state)
{
    index_scene *scene = *state;
    uint64_t seed = chance_seed();
    chance dice = chance_begin(seed);
    char name[32];
    unsigned killed = 0;
    print_message("seed %ju\n", (uintmax_t)seed);
    for (unsigned i = 0; i < FILES; i++) {
        (void)snprintf(name, sizeof name, "%u.txt", i);
        write_statement(scene, name, i, 300);
    }
    write_statement(scene, "renamed0.txt", 1, 50);
    write_records(scene, "records.jsonl", 0);
    scene->options.commit_bytes = 5000;
    char *stub = temp_path(scene->index, "XAPIANDB");
    for (unsigned round = 0; round < ROUNDS; round++) {
        pid_t child = begin_run(scene, 0);
        (void)usleep((useconds_t)chance_below(&dice, round % 4 == 0 ? 20000 : 400000));
        (void)kill(child, SIGKILL);
        killed += end_run(child) == -1;
        if (access(stub, F_OK) == 0) {
            (void)index_check(scene->index);
        }
        change_some(scene, &dice, round);
    }
    free(stub);
    assert_true(killed > 0);
    scene_update(scene);
    assert_int_equal(scene->counts.statements, FILES + RECORDS + 1);
    scene_update(scene);
    scene_expect(scene, 0, 0, 0, FILES + RECORDS + 1, 0);
}

static void a_full_disk_leaves_a_sound_index(void **state)
{
    index_scene *scene = *state;
    char name[32];
    for (unsigned i = 0; i < FILES; i++) {
        (void)snprintf(name, sizeof name, "%u.txt", i);
        write_statement(scene, name, i, 300);
    }
    scene->options.commit_bytes = 5000;
    assert_int_equal(end_run(begin_run(scene, 300000)), DICTUM_IO);
    uint32_t committed = index_check(scene->index);
    assert_true(committed > 0 && committed < FILES);
    scene_update(scene);
    assert_int_equal(scene->counts.statements, FILES);
    assert_int_equal(scene->counts.unchanged, committed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_killed_run_leaves_a_sound_index, index_scene_setup, index_scene_teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_leaves_a_sound_index, index_scene_setup, index_scene_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
