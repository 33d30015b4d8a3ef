/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes wrong in the builder's threads is told by every later call, and whenever it is freed nothing is left. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/builder_parts.h"
#include "test_builder_scene.h"

/* ---- failures ------------------------------------------------------------------------------------------------ */

static dictum_status use_until_it_fails(shard_scene *scene, dictum_builder *builder)
{
    dictum_status status = DICTUM_OK;
    size_t groups;
    statement_list list = scene_range(0, 23);
    char *first = scene_path(scene, "first"), *second = scene_path(scene, "second");
    dictum_merge_source older = {first, NULL, 0};
    status = add(scene, builder, &list);
    if (status == DICTUM_OK) {
        status = close_group(scene, builder, first, "a", NULL, 0);
    }
    if (status == DICTUM_OK) {
        status = add(scene, builder, &list);
    }
    if (status == DICTUM_OK) {
        status = close_group(scene, builder, second, "b", &older, 1);
    }
    if (status == DICTUM_OK) {
        status = dictum__builder_poll(builder, true, &groups, &scene->error);
    }
    free(first);
    free(second);
    return status;
}

static dictum_status refuse(void *context, size_t number, const dictum_draft *draft, dictum_error *err)
{
    (void)context;
    (void)number;
    (void)draft;
    (void)err;
    fail();
    return DICTUM_OK;
}

/* Each call tells the same from then on. */
static void expect_failed_for_good(shard_scene *scene, dictum_builder *builder, dictum_status expected,
                                   const char *text)
{
    size_t groups;
    assert_non_null(strstr(scene->error.text, text));
    for (int i = 0; i < 2; i++) {
        scene->error.text[0] = '\0';
        assert_int_equal(dictum__builder_poll(builder, i == 1, &groups, &scene->error), expected);
        assert_non_null(strstr(scene->error.text, text));
        scene->error.text[0] = '\0';
        assert_int_equal(dictum__builder_add(builder, &scene->drafts[0], &scene->error), expected);
        assert_non_null(strstr(scene->error.text, text));
        assert_int_equal(close_group(scene, builder, "/nowhere", "a", NULL, 0), expected);
        assert_int_equal(dictum__builder_take_back(builder, refuse, NULL, &scene->error), expected);
    }
    assert_int_equal(dictum__builder_poll(builder, true, &groups, NULL), expected);
}

static void remove_made(const shard_scene *scene)
{
    const char *const names[] = {"first", "second"};
    for (size_t i = 0; i < 2; i++) {
        char *path = scene_path(scene, names[i]);
        dictum__shard_remove(path);
        assert_int_not_equal(access(path, F_OK), 0);
        free(path);
    }
}

static void whatever_fails_in_a_thread_is_told(void **state)
{
    shard_scene *scene = *state;
    const failing all[] = {BEGIN, ADD, SET, FINISH};
    for (size_t i = 0; i < 4; i++) {
        for (unsigned count = 1; count <= 3; count++) {
            dictum_builder_options options = options_of(scene);
            options.threads = count;
            dictum_builder *builder = new_builder(scene, &options);
            watch.failing = all[i];
            atomic_store(&watch.left, chance_below(&scene->dice, 5));
            assert_int_equal(use_until_it_fails(scene, builder), DICTUM_IO);
            expect_failed_for_good(scene, builder, DICTUM_IO, "the test says so");
            dictum__builder_free(builder);
            expect_nothing_left(scene);
            remove_made(scene);
        }
    }
}

static void a_workspace_that_is_not_there_is_told(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    options.workspace = "/nonexistent/workspace";
    dictum_builder *builder = new_builder(scene, &options);
    assert_int_equal(use_until_it_fails(scene, builder), DICTUM_IO);
    expect_failed_for_good(scene, builder, DICTUM_IO, "/nonexistent/workspace");
    assert_non_null(strstr(scene->error.text, strerror(ENOENT)));
    dictum__builder_free(builder);
    expect_nothing_left(scene);
}

static void a_destination_that_cannot_be_made_is_told(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    dictum_builder *builder = new_builder(scene, &options);
    size_t groups;
    statement_list list = scene_range(0, 23);
    assert_int_equal(add(scene, builder, &list), DICTUM_OK);
    assert_int_equal(close_group(scene, builder, "/nonexistent/shard", "a", NULL, 0), DICTUM_OK);
    assert_int_equal(dictum__builder_poll(builder, true, &groups, &scene->error), DICTUM_IO);
    assert_int_equal(groups, 0);
    expect_failed_for_good(scene, builder, DICTUM_IO, "/nonexistent/shard");
    dictum__builder_free(builder);
    expect_nothing_left(scene);
}

/* Where the first block of a batch does not fit, where a merge does not: SIGXFSZ is the program's to ignore. */
static bool build_on_a_full_disk(shard_scene *scene)
{
    const rlim_t sizes[] = {0, 100, 8192, 24576};
    (void)signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct rlimit limit = {sizes[i], RLIM_INFINITY};
        dictum_builder_options options = options_of(scene);
        dictum_builder *builder = new_builder(scene, &options);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || use_until_it_fails(scene, builder) != DICTUM_IO ||
            strstr(scene->error.text, strerror(EFBIG)) == NULL) {
            return false;
        }
        dictum__builder_free(builder);
        if (!is_alone() || scene_entries(scene->workspace) != 0) {
            return false;
        }
        remove_made(scene);
    }
    return true;
}

static void a_full_disk_is_told_with_the_system_s_reason(void **state)
{
    scene_in_child(*state, build_on_a_full_disk);
}

/* ---- ending early -------------------------------------------------------------------------------------------- */

static void it_can_be_freed_at_any_moment(void **state)
{
    shard_scene *scene = *state;
    for (int round = 0; round < 20; round++) {
        dictum_builder_options options = options_of(scene);
        options.threads = 1 + (unsigned)chance_below(&scene->dice, 3);
        options.batch_statements = 1 + chance_below(&scene->dice, 10);
        options.waiting_bytes = chance_below(&scene->dice, 30000);
        dictum_builder *builder = new_builder(scene, &options);
        size_t groups = 0;
        char *first = scene_path(scene, "first"), *second = scene_path(scene, "second");
        statement_list list = scene_range(0, (uint32_t)chance_below(&scene->dice, SCENE_STATEMENTS));
        assert_int_equal(add(scene, builder, &list), DICTUM_OK);
        bool closed = !chance_one_in(&scene->dice, 4);
        if (closed) {
            assert_int_equal(close_group(scene, builder, first, "a", NULL, 0), DICTUM_OK);
        }
        if (chance_one_in(&scene->dice, 2)) {
            assert_int_equal(add(scene, builder, &list), DICTUM_OK);
            assert_int_equal(close_group(scene, builder, second, "b", NULL, 0), DICTUM_OK);
        }
        (void)usleep((useconds_t)chance_below(&scene->dice, 20000));
        assert_int_equal(dictum__builder_poll(builder, false, &groups, &scene->error), DICTUM_OK);
        dictum__builder_free(builder);
        expect_nothing_left(scene);
        /* What was whole before stays. */
        if (groups > 0 && closed) {
            expect_shard(scene, first, &list, "a");
        }
        remove_made(scene);
        free(first);
        free(second);
    }
}

/* The thread goes on when the builder is being freed, and has a group to merge then. */
static void a_merge_that_nobody_waits_for_ends(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    dictum_builder *builder = new_builder(scene, &options);
    char *path = scene_path(scene, "shard");
    watch.awaited = &builder->dropped;
    assert_int_equal(close_group(scene, builder, path, "a", NULL, 0), DICTUM_OK);
    while (atomic_load(&watch.begun) == 0) {
        (void)usleep(1000);
    }
    dictum__builder_free(builder);
    assert_int_not_equal(access(path, F_OK), 0);
    expect_nothing_left(scene);
    free(path);
}

static void a_stop_ends_only_what_merges_older_shards(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    const volatile sig_atomic_t stop = 1;
    options.stop = &stop;
    char *first = scene_path(scene, "first"), *second = scene_path(scene, "second");
    dictum_merge_source older = {first, NULL, 0};
    dictum_builder *builder = new_builder(scene, &options);
    size_t groups = 0;
    statement_list list = scene_range(0, 12);
    assert_int_equal(add(scene, builder, &list), DICTUM_OK);
    assert_int_equal(close_group(scene, builder, first, "a", NULL, 0), DICTUM_OK);
    assert_int_equal(dictum__builder_poll(builder, true, &groups, &scene->error), DICTUM_OK);
    assert_int_equal(groups, 1);
    assert_int_equal(close_group(scene, builder, second, "b", &older, 1), DICTUM_OK);
    assert_int_equal(dictum__builder_poll(builder, true, &groups, &scene->error), DICTUM_CANCELLED);
    assert_int_equal(groups, 1);
    dictum__builder_free(builder);
    assert_int_not_equal(access(second, F_OK), 0);
    expect_shard(scene, first, &list, "a");
    expect_nothing_left(scene);
    free(first);
    free(second);
}

static void nothing_at_all_is_a_builder_too(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    size_t groups = 1;
    dictum__builder_free(NULL);
    dictum_builder *builder = new_builder(scene, &options);
    assert_int_equal(dictum__builder_poll(builder, true, &groups, &scene->error), DICTUM_OK);
    assert_int_equal(groups, 0);
    assert_true(is_alone());
    dictum__builder_free(builder);
    expect_nothing_left(scene);
}

#define scene_test(name) cmocka_unit_test_setup_teardown(name, builder_scene_setup, shard_scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(whatever_fails_in_a_thread_is_told),
        scene_test(a_workspace_that_is_not_there_is_told),
        scene_test(a_destination_that_cannot_be_made_is_told),
        scene_test(a_full_disk_is_told_with_the_system_s_reason),
        scene_test(it_can_be_freed_at_any_moment),
        scene_test(a_merge_that_nobody_waits_for_ends),
        scene_test(a_stop_ends_only_what_merges_older_shards),
        scene_test(nothing_at_all_is_a_builder_too),
    };
    return cmocka_run_group_tests(tests, builder_scene_begin, NULL);
}
