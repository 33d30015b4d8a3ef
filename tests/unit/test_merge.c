/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merging shards: the outcome against one that was written in one go, what is left out, what is left behind, and what
 * goes wrong. */
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

#include "lib/schema.h"
#include "lib/xapian_c/xap_write.h"
#include "test_shard_scene.h"
#include "test_stage.h"
#include "tests/support/temp.h"

#define SOURCES_MAX 40

/* ---- a file system without copy_file_range(), when wanted ---------------------------------------------------- */

static bool without_range;
static size_t ranges;

ssize_t __real_copy_file_range(int in, off_t *in_at, int out, off_t *out_at, size_t bytes, unsigned flags);
ssize_t __wrap_copy_file_range(int in, off_t *in_at, int out, off_t *out_at, size_t bytes, unsigned flags);
ssize_t __wrap_copy_file_range(int in, off_t *in_at, int out, off_t *out_at, size_t bytes, unsigned flags)
{
    ranges++;
    if (without_range) {
        errno = EXDEV;
        return -1;
    }
    return __real_copy_file_range(in, in_at, out, out_at, bytes, flags);
}

#define KEYS 8

/* ---- shards to be merged ------------------------------------------------------------------------------------- */

typedef struct shards {
    char *paths[SOURCES_MAX];
    dictum_merge_source sources[SOURCES_MAX];
    size_t count;
    char *destination, *expected;
} shards;

/* Shards of `each` statements, as many as `count`, the first of them number 0; each has the metadata that make it an
 * index, a key of its own and the key "common". */
static void make(shard_scene *scene, shards *of, size_t count, uint32_t each)
{
    char name[32];
    *of = (shards){.count = count};
    of->destination = scene_path(scene, "merged");
    of->expected = scene_path(scene, "expected");
    for (size_t i = 0; i < count; i++) {
        statement_list list = scene_range((uint32_t)i * each, each);
        (void)snprintf(name, sizeof name, "shard-%zu", i);
        of->paths[i] = scene_path(scene, name);
        of->sources[i].path = of->paths[i];
        scene_make_shard(scene, of->paths[i], &list, "common", name);
    }
}

static void dispose(shards *of)
{
    for (size_t i = 0; i < of->count; i++) {
        free(of->paths[i]);
    }
    free(of->destination);
    free(of->expected);
}

static dictum_merge merge_of(const shard_scene *scene, const shards *of)
{
    return (dictum_merge){.sources = of->sources,
                          .source_count = of->count,
                          .destination = of->destination,
                          .workspace = scene->workspace};
}

static dictum_status merge(shard_scene *scene, const shards *of, uint32_t *statements)
{
    dictum_merge merge = merge_of(scene, of);
    return dictum__merge(&merge, statements, &scene->error);
}

/* The destination must hold the statements of the list and the first shard's metadata, and nothing may be left. */
static void expect_merged(shard_scene *scene, const shards *of, const statement_list *list)
{
    uint32_t statements = 0;
    if (merge(scene, of, &statements) != DICTUM_OK) {
        fail_msg("%s", scene->error.text);
    }
    assert_int_equal(statements, list->count);
    scene_make_shard(scene, of->expected, list, "common", "shard-0");
    scene_same(scene, of->destination, of->expected);
    assert_int_equal(scene_entries(scene->workspace), 0);
}

static void shards_become_one_in_their_order(void **state)
{
    shard_scene *scene = *state;
    shards of;
    make(scene, &of, 7, 9);
    statement_list all = scene_range(0, 63);
    expect_merged(scene, &of, &all);
    assert_true(dictum__shard_bytes(of.destination) > 8192);
    dispose(&of);
}

static void one_shard_can_be_merged_alone_and_an_empty_one_too(void **state)
{
    shard_scene *scene = *state;
    shards of;
    make(scene, &of, 1, 0);
    statement_list none = scene_range(0, 0);
    expect_merged(scene, &of, &none);
    dispose(&of);
}

static void without(statement_list *list, uint32_t statement)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] != statement) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

static void expect_retired_gone(shard_scene *scene)
{
    shards of;
    const uint32_t retired[] = {2, 3, 20};
    make(scene, &of, 4, 20);
    statement_list list = scene_range(0, 80);
    /* Marked in one, named for another, both in a third. */
    scene_retire(of.paths[1], 1);
    scene_retire(of.paths[1], 20);
    of.sources[2].retired = retired;
    of.sources[2].retired_count = 3;
    of.sources[3].retired = retired;
    of.sources[3].retired_count = 2;
    scene_retire(of.paths[3], 3);
    const uint32_t gone[] = {20, 39, 41, 42, 59, 61, 62};
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
        without(&list, gone[i]);
    }
    expect_merged(scene, &of, &list);
    dispose(&of);
}

static void retired_statements_are_left_out(void **state)
{
    ranges = 0;
    without_range = false;
    expect_retired_gone(*state);
    assert_true(ranges > 0);
}

static void a_shard_can_be_copied_where_the_kernel_does_not(void **state)
{
    ranges = 0;
    without_range = true;
    expect_retired_gone(*state);
    assert_true(ranges > 0);
    without_range = false;
}

static void a_shard_may_lose_all_its_statements(void **state)
{
    shard_scene *scene = *state;
    shards of;
    const uint32_t retired[] = {1, 2, 3};
    make(scene, &of, 3, 3);
    of.sources[0].retired = retired;
    of.sources[0].retired_count = 3;
    statement_list list = scene_range(3, 6);
    expect_merged(scene, &of, &list);
    dispose(&of);
}

/* ---- passes -------------------------------------------------------------------------------------------------- */

static void limit_descriptors(rlim_t count)
{
    struct rlimit limit = {count, count};
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
        _exit(2);
    }
}

static bool merge_with_few_descriptors(shard_scene *scene)
{
    uint32_t statements = 0;
    shards of;
    char *path = scene_path(scene, "shard-33");
    make(scene, &of, SOURCES_MAX, 3);
    scene_retire(path, 2);
    free(path);
    limit_descriptors(48);
    bool done = merge(scene, &of, &statements) == DICTUM_OK;
    dispose(&of);
    return done && statements == (uint32_t)SOURCES_MAX * 3 - 1 && scene_entries(scene->workspace) == 0;
}

static void with_few_descriptors_it_is_done_in_passes(void **state)
{
    shard_scene *scene = *state;
    scene_in_child(scene, merge_with_few_descriptors);
    char *merged = scene_path(scene, "merged"), *expected = scene_path(scene, "expected");
    statement_list list = scene_range(0, SOURCES_MAX * 3);
    without(&list, 33 * 3 + 1);
    scene_make_shard(scene, expected, &list, "common", "shard-0");
    scene_same(scene, merged, expected);
    free(merged);
    free(expected);
}

/* The same, where the hard limit allows more than the soft one. */
static bool merge_raising_the_limit(shard_scene *scene)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max < 1024) {
        return true;
    }
    uint32_t statements = 0;
    shards of;
    make(scene, &of, SOURCES_MAX, 1);
    limit.rlim_cur = 64;
    limit.rlim_max = 1024;
    bool done = setrlimit(RLIMIT_NOFILE, &limit) == 0 && merge(scene, &of, &statements) == DICTUM_OK;
    done = done && getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur == 1024;
    dispose(&of);
    return done && statements == SOURCES_MAX;
}

static void the_limit_on_descriptors_is_raised_where_it_can_be(void **state)
{
    scene_in_child(*state, merge_raising_the_limit);
}

/* Which keys a shard has, as bits, from key "a" on; each with the shard's number for a value. */
static void set_keys(const char *path, size_t number, unsigned keys)
{
    xap_wdb *wdb;
    char value = (char)('0' + number);
    assert_int_equal(xap_wdb_open(path, XAP_OPEN, XAP_NO_SYNC, &wdb, NULL), XAP_OK);
    for (unsigned i = 0; i < KEYS; i++) {
        char key = (char)('a' + i);
        if ((keys >> i & 1) != 0) {
            assert_int_equal(xap_wdb_set_metadata(wdb, &key, 1, &value, 1, NULL), XAP_OK);
        }
    }
    assert_int_equal(xap_wdb_commit(wdb, NULL), XAP_OK);
    xap_wdb_free(wdb);
}

static void expect_keys(const char *path, const unsigned *keys, size_t count)
{
    xap_db *db;
    assert_int_equal(xap_db_open(path, &db, NULL), XAP_OK);
    for (unsigned i = 0; i < KEYS; i++) {
        char key = (char)('a' + i);
        const char *value;
        size_t bytes, first = 0;
        while (first < count && (keys[first] >> i & 1) == 0) {
            first++;
        }
        assert_int_equal(xap_db_metadata(db, &key, 1, &value, &bytes, NULL), XAP_OK);
        assert_int_equal(bytes, first < count ? 1 : 0);
        assert_true(bytes == 0 || value[0] == (char)('0' + first));
    }
    xap_db_free(db);
}

/* Whichever of them Xapian comes upon first. */
static void of_each_key_the_value_of_the_first_shard_counts(void **state)
{
    shard_scene *scene = *state;
    for (unsigned round = 0; round < 40; round++) {
        shards of;
        unsigned keys[SOURCES_MAX];
        uint32_t statements;
        size_t count = 2 + chance_below(&scene->dice, 6);
        make(scene, &of, count, (uint32_t)chance_below(&scene->dice, 3));
        for (size_t i = 0; i < count; i++) {
            keys[i] = (unsigned)chance_below(&scene->dice, 1u << KEYS);
            set_keys(of.paths[i], i, keys[i]);
        }
        if (merge(scene, &of, &statements) != DICTUM_OK) {
            fail_msg("%s", scene->error.text);
        }
        expect_keys(of.destination, keys, count);
        for (size_t i = 0; i < count; i++) {
            dictum__shard_remove(of.paths[i]);
        }
        dictum__shard_remove(of.destination);
        dispose(&of);
    }
}

/* ---- what goes wrong ----------------------------------------------------------------------------------------- */

static void expect_failed(shard_scene *scene, const shards *of, dictum_status expected)
{
    uint32_t statements = 0;
    assert_int_equal(merge(scene, of, &statements), expected);
    assert_int_equal(scene->error.code, expected);
    assert_int_not_equal(access(of->destination, F_OK), 0);
    assert_int_equal(scene_entries(scene->workspace), 0);
}

static void a_source_that_is_missing_or_no_index_is_told(void **state)
{
    shard_scene *scene = *state;
    shards of;
    make(scene, &of, 4, 3);
    scene_retire(of.paths[0], 1);
    dictum__shard_remove(of.paths[2]);
    assert_int_not_equal(access(of.paths[2], F_OK), 0);
    assert_int_equal(dictum__shard_bytes(of.paths[2]), 0);
    expect_failed(scene, &of, DICTUM_CORRUPT);
    assert_non_null(strstr(scene->error.text, of.paths[2]));
    /* Without the metadata of an index. */
    dictum_shard_writer *writer;
    const dictum_write_stage *stage = test_stage();
    assert_int_equal(stage->begin(&writer, of.paths[2], NULL), DICTUM_OK);
    assert_int_equal(stage->finish(writer, NULL), DICTUM_OK);
    stage->free(writer);
    of.sources[0].path = of.paths[2];
    size_t count = of.count;
    of.count = 1;
    expect_failed(scene, &of, DICTUM_NOT_FOUND);
    of.count = count;
    dispose(&of);
}

static void what_is_there_already_is_left_alone(void **state)
{
    shard_scene *scene = *state;
    shards of;
    uint32_t statements;
    make(scene, &of, 2, 3);
    statement_list list = scene_range(0, 5);
    scene_make_shard(scene, of.destination, &list, NULL, NULL);
    scene_make_shard(scene, of.expected, &list, NULL, NULL);
    assert_int_equal(merge(scene, &of, &statements), DICTUM_IO);
    scene_same(scene, of.destination, of.expected);
    dispose(&of);
}

static bool yes(void *context)
{
    ++*(size_t *)context;
    return true;
}

static void it_can_be_stopped(void **state)
{
    shard_scene *scene = *state;
    shards of;
    uint32_t statements;
    const volatile sig_atomic_t stop = 1;
    size_t asked = 0;
    make(scene, &of, 2, 3);
    scene_retire(of.paths[0], 1);
    dictum_merge merge = merge_of(scene, &of);
    merge.stop = &stop;
    assert_int_equal(dictum__merge(&merge, &statements, &scene->error), DICTUM_CANCELLED);
    assert_int_not_equal(access(of.destination, F_OK), 0);
    merge = merge_of(scene, &of);
    merge.is_dropped = yes;
    merge.context = &asked;
    assert_int_equal(dictum__merge(&merge, &statements, &scene->error), DICTUM_CANCELLED);
    assert_true(asked > 0);
    assert_int_not_equal(access(of.destination, F_OK), 0);
    assert_int_equal(scene_entries(scene->workspace), 0);
    dispose(&of);
}

/* `context` is how many questions are answered with no. */
static bool is_late(void *context)
{
    size_t *left = context;
    return *left == 0 || --*left == 0;
}

static void stopped_at_any_moment_it_leaves_nothing(void **state)
{
    shard_scene *scene = *state;
    shards of;
    uint32_t statements = 0;
    dictum_status status = DICTUM_CANCELLED;
    size_t rounds = 0;
    make(scene, &of, 3, 4);
    scene_retire(of.paths[1], 2);
    while (status == DICTUM_CANCELLED) {
        size_t left = ++rounds;
        dictum_merge merge = merge_of(scene, &of);
        merge.is_dropped = is_late;
        merge.context = &left;
        status = dictum__merge(&merge, &statements, &scene->error);
        assert_int_equal(access(of.destination, F_OK) == 0, status == DICTUM_OK);
        assert_int_equal(scene_entries(scene->workspace), 0);
        assert_true(rounds < 1000);
    }
    assert_int_equal(status, DICTUM_OK);
    assert_int_equal(statements, 11);
    assert_true(rounds > 10);
    dispose(&of);
}

static bool merge_on_a_full_disk(shard_scene *scene)
{
    struct rlimit limit = {16384, 16384};
    uint32_t statements;
    shards of;
    make(scene, &of, 3, 20);
    (void)signal(SIGXFSZ, SIG_IGN);
    bool done = setrlimit(RLIMIT_FSIZE, &limit) == 0 && merge(scene, &of, &statements) == DICTUM_IO &&
                strstr(scene->error.text, strerror(EFBIG)) != NULL && access(of.destination, F_OK) != 0;
    dispose(&of);
    return done;
}

static bool copy_to_a_full_disk(shard_scene *scene)
{
    struct rlimit limit = {16384, 16384};
    uint32_t statements;
    shards of;
    make(scene, &of, 1, 60);
    scene_retire(of.paths[0], 2);
    (void)signal(SIGXFSZ, SIG_IGN);
    bool done = setrlimit(RLIMIT_FSIZE, &limit) == 0 && merge(scene, &of, &statements) == DICTUM_IO &&
                strstr(scene->error.text, "cannot copy") != NULL &&
                strstr(scene->error.text, strerror(EFBIG)) != NULL && access(of.destination, F_OK) != 0 &&
                scene_entries(scene->workspace) == 0;
    dispose(&of);
    return done;
}

static void a_full_disk_is_told_with_the_system_s_reason(void **state)
{
    shard_scene *scene = *state;
    scene_in_child(scene, merge_on_a_full_disk);
}

static void so_it_is_while_copying(void **state)
{
    scene_in_child(*state, copy_to_a_full_disk);
}

static void removing_what_is_not_there_does_nothing(void **state)
{
    shard_scene *scene = *state;
    char *path = scene_path(scene, "nothing"), *file = scene_path(scene, "file");
    dictum__shard_remove(path);
    assert_true(temp_write(file, "x", 1));
    dictum__shard_remove(file);
    assert_int_equal(access(file, F_OK), 0);
    assert_int_equal(dictum__shard_bytes(path), 0);
    free(path);
    free(file);
}

#define scene_test(name) cmocka_unit_test_setup_teardown(name, shard_scene_setup, shard_scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(shards_become_one_in_their_order),
        scene_test(one_shard_can_be_merged_alone_and_an_empty_one_too),
        scene_test(retired_statements_are_left_out),
        scene_test(a_shard_can_be_copied_where_the_kernel_does_not),
        scene_test(a_shard_may_lose_all_its_statements),
        scene_test(with_few_descriptors_it_is_done_in_passes),
        scene_test(the_limit_on_descriptors_is_raised_where_it_can_be),
        scene_test(a_source_that_is_missing_or_no_index_is_told),
        scene_test(what_is_there_already_is_left_alone),
        scene_test(of_each_key_the_value_of_the_first_shard_counts),
        scene_test(it_can_be_stopped),
        scene_test(stopped_at_any_moment_it_leaves_nothing),
        scene_test(a_full_disk_is_told_with_the_system_s_reason),
        scene_test(so_it_is_while_copying),
        scene_test(removing_what_is_not_there_does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
