/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_builder_scene.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/analyse.h"
#include "lib/schema.h"
#include "test_stage.h"

/* ---- the stage ----------------------------------------------------------------------------------------------- */

stage_watch watch;

typedef struct watched {
    dictum_shard_writer base;
    dictum_shard_writer *real;
    size_t bytes;
} watched;

static dictum_status let_through(failing what, dictum_error *err)
{
    if (watch.failing != what || atomic_fetch_sub(&watch.left, 1) != 0) {
        return DICTUM_OK;
    }
    if (err != NULL) {
        *err = (dictum_error){DICTUM_IO, DICTUM_NO_OFFSET, "the test says so"};
    }
    return DICTUM_IO;
}

static dictum_status watched_begin(dictum_shard_writer **out, const char *path, dictum_error *err)
{
    sigset_t mask;
    (void)pthread_sigmask(SIG_SETMASK, NULL, &mask);
    if (!sigismember(&mask, SIGINT)) {
        atomic_store(&watch.signals, true);
    }
    atomic_fetch_add(&watch.begun, 1);
    while (atomic_load(&watch.blocked) || (watch.awaited != NULL && !atomic_load(watch.awaited))) {
        (void)usleep(1000);
    }
    *out = NULL;
    dictum_status status = let_through(BEGIN, err);
    watched *writer = status == DICTUM_OK ? calloc(1, sizeof *writer) : NULL;
    if (writer == NULL) {
        return status != DICTUM_OK ? status : DICTUM_NOMEM;
    }
    writer->base.stage = &watching;
    status = test_stage()->begin(&writer->real, path, err);
    if (status != DICTUM_OK) {
        free(writer);
        return status;
    }
    *out = &writer->base;
    return DICTUM_OK;
}

static dictum_status watched_add(dictum_shard_writer *of, const dictum_postings *postings,
                                 const dictum_draft *statement, dictum_error *err)
{
    watched *writer = (watched *)of;
    size_t now = atomic_fetch_add(&watch.writing, statement->encoded.len) + statement->encoded.len;
    size_t most = atomic_load(&watch.most);
    while (now > most && !atomic_compare_exchange_weak(&watch.most, &most, now)) {
    }
    writer->bytes += statement->encoded.len;
    dictum_status status = let_through(ADD, err);
    return status == DICTUM_OK ? test_stage()->add(writer->real, postings, statement, err) : status;
}

static dictum_status watched_set(dictum_shard_writer *of, dictum_slice key, dictum_slice value, dictum_error *err)
{
    dictum_status status = let_through(SET, err);
    return status == DICTUM_OK ? test_stage()->set(((watched *)of)->real, key, value, err) : status;
}

static dictum_status watched_finish(dictum_shard_writer *of, dictum_error *err)
{
    watched *writer = (watched *)of;
    dictum_status status = let_through(FINISH, err);
    status = status == DICTUM_OK ? test_stage()->finish(writer->real, err) : status;
    if (status == DICTUM_OK) {
        atomic_fetch_add(&watch.finished, writer->bytes);
    }
    return status;
}

static void watched_free(dictum_shard_writer *of)
{
    watched *writer = (watched *)of;
    if (writer != NULL) {
        test_stage()->free(writer->real);
        atomic_fetch_sub(&watch.writing, writer->bytes);
    }
    free(writer);
}

const dictum_write_stage watching = {.name = "watching",
                                     .begin = watched_begin,
                                     .add = watched_add,
                                     .set = watched_set,
                                     .finish = watched_finish,
                                     .free = watched_free};

/* ---- building ------------------------------------------------------------------------------------------------ */

static size_t threads_before;

static size_t threads(void)
{
    return scene_entries("/proc/self/task");
}

static void *nothing(void *context)
{
    return context;
}

/* A sanitizer may start a thread of its own beside the first one: that is not to be counted as ours. */
int builder_scene_begin(void **state)
{
    pthread_t thread;
    (void)state;
    if (pthread_create(&thread, NULL, nothing, NULL) != 0 || pthread_join(thread, NULL) != 0) {
        return -1;
    }
    threads_before = SIZE_MAX;
    for (int tries = 0; tries < 100 && threads_before > 1; tries++) {
        size_t count = threads();
        threads_before = count < threads_before ? count : threads_before;
        (void)usleep(1000);
    }
    return 0;
}

/* The kernel may list a thread that has ended a moment longer. */
bool is_alone(void)
{
    for (int tries = 0; tries < 10000 && threads() > threads_before; tries++) {
        (void)usleep(1000);
    }
    return threads() <= threads_before;
}

int builder_scene_setup(void **state)
{
    watch = (stage_watch){.failing = NOTHING};
    return shard_scene_setup(state);
}

dictum_builder_options options_of(const shard_scene *scene)
{
    return (dictum_builder_options){.stage = &watching,
                                    .workspace = scene->workspace,
                                    .threads = 2,
                                    .batch_statements = 5,
                                    .batch_bytes = 1u << 20,
                                    .waiting_bytes = 1u << 24,
                                    .written_bytes = 1u << 24};
}

dictum_builder *new_builder(shard_scene *scene, const dictum_builder_options *options)
{
    dictum_builder *builder;
    if (dictum__builder_new(&builder, options, &scene->error) != DICTUM_OK) {
        fail_msg("%s", scene->error.text);
    }
    return builder;
}

dictum_status add(shard_scene *scene, dictum_builder *builder, const statement_list *list)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < list->count && status == DICTUM_OK; i++) {
        status = dictum__builder_add(builder, &scene->drafts[list->items[i]], &scene->error);
    }
    return status;
}

dictum_status close_group(shard_scene *scene, dictum_builder *builder, const char *destination, const char *value,
                          const dictum_merge_source *older, size_t older_count)
{
    char format[16];
    (void)snprintf(format, sizeof format, "%d", DICTUM__FORMAT);
    const struct dictum_builder_entry metadata[] = {
        {DICTUM_SLICE(DICTUM__META_FORMAT), dictum__slice(format)},
        {DICTUM_SLICE(DICTUM__META_ANALYSIS), dictum__slice(dictum__analysis_signature())},
        {DICTUM_SLICE("common"), dictum__slice(value)}};
    char *path = strdup(destination);
    dictum_builder_group group = {.destination = path,
                                  .metadata = metadata,
                                  .metadata_count = sizeof metadata / sizeof metadata[0],
                                  .older = older,
                                  .older_count = older_count};
    dictum_status status = dictum__builder_close(builder, &group, &scene->error);
    memset(path, 'x', strlen(path));
    free(path);
    return status;
}

void expect_nothing_left(const shard_scene *scene)
{
    assert_true(is_alone());
    assert_int_equal(scene_entries(scene->workspace), 0);
}

void expect_shard(shard_scene *scene, const char *path, const statement_list *list, const char *value)
{
    char *expected = scene_path(scene, "expected");
    scene_make_shard(scene, expected, list, "common", value);
    scene_same(scene, path, expected);
    dictum__shard_remove(expected);
    free(expected);
}

void finish(shard_scene *scene, dictum_builder *builder, size_t expected)
{
    size_t groups = 0;
    if (dictum__builder_poll(builder, true, &groups, &scene->error) != DICTUM_OK) {
        fail_msg("%s", scene->error.text);
    }
    assert_int_equal(groups, expected);
    dictum__builder_free(builder);
    expect_nothing_left(scene);
}
