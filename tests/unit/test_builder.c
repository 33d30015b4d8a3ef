/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The builder: whatever the sizes of batches, the number of threads and the moments of closing, a group's shard is the
 * one that is written in one go. And what it holds, and gives back. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "test_builder_scene.h"

static void a_group_becomes_a_shard(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    dictum_builder *builder = new_builder(scene, &options);
    char *path = scene_path(scene, "shard");
    statement_list list = scene_range(0, 43);
    assert_int_equal(add(scene, builder, &list), DICTUM_OK);
    assert_int_equal(dictum__builder_open_count(builder), 43);
    assert_false(dictum__builder_is_at_hand(builder));
    assert_int_equal(close_group(scene, builder, path, "a", NULL, 0), DICTUM_OK);
    assert_int_equal(dictum__builder_open_count(builder), 0);
    assert_int_equal(dictum__builder_open_bytes(builder), 0);
    assert_true(dictum__builder_is_at_hand(builder));
    finish(scene, builder, 1);
    expect_shard(scene, path, &list, "a");
    assert_false(atomic_load(&watch.signals));
    free(path);
}

/* ---- anything goes ------------------------------------------------------------------------------------------- */

#define GROUPS_MAX 8

typedef struct built {
    char *paths[GROUPS_MAX];
    statement_list lists[GROUPS_MAX];
    char values[GROUPS_MAX][16];
    bool has_holes[GROUPS_MAX]; /* numbers of documents are not those of places any more */
    size_t count;
} built;

/* Takes what may have been retired out of what an older shard holds, and appends the rest. */
static void append_older(shard_scene *scene, built *of, size_t older, dictum_merge_source *source, uint32_t *retired)
{
    statement_list *to = &of->lists[of->count];
    const statement_list *from = &of->lists[older];
    bool retires = !of->has_holes[older] && chance_one_in(&scene->dice, 2);
    *source = (dictum_merge_source){of->paths[older], retired, 0};
    for (size_t i = 0; i < from->count; i++) {
        if (retires && chance_one_in(&scene->dice, 3)) {
            retired[source->retired_count++] = (uint32_t)i + 1;
        } else if (to->count < SCENE_STATEMENTS) {
            to->items[to->count++] = from->items[i];
        }
    }
    of->has_holes[of->count] = of->has_holes[of->count] || of->has_holes[older] || source->retired_count > 0;
}

/* The group that is open holds the statements of the next list. Older ones may be merged in, of which some are not
 * whole yet. */
static void random_close(shard_scene *scene, dictum_builder *builder, built *of)
{
    char name[32];
    dictum_merge_source older[2];
    uint32_t *retired[2] = {malloc(SCENE_STATEMENTS * sizeof(uint32_t)), malloc(SCENE_STATEMENTS * sizeof(uint32_t))};
    size_t older_count = 0, own = of->lists[of->count].count;
    assert_true(retired[0] != NULL && retired[1] != NULL);
    assert_int_equal(dictum__builder_open_count(builder), own);
    for (size_t i = 0; i < of->count && older_count < 2; i++) {
        if (chance_one_in(&scene->dice, 4) && of->lists[of->count].count + of->lists[i].count <= SCENE_STATEMENTS) {
            append_older(scene, of, i, &older[older_count], retired[older_count]);
            older_count++;
        }
    }
    (void)snprintf(name, sizeof name, "group-%zu", of->count);
    of->paths[of->count] = scene_path(scene, name);
    (void)snprintf(of->values[of->count], sizeof of->values[0], "%zu", of->count);
    assert_int_equal(close_group(scene, builder, of->paths[of->count], of->values[of->count], older, older_count),
                     DICTUM_OK);
    free(retired[0]);
    free(retired[1]);
    of->count++;
}

static void random_round(shard_scene *scene)
{
    chance *dice = &scene->dice;
    dictum_builder_options options = options_of(scene);
    built of = {.count = 0};
    options.threads = 1 + (unsigned)chance_below(dice, 4);
    options.batch_statements = 1 + chance_below(dice, 20);
    options.batch_bytes = 1 + chance_below(dice, 6000);
    options.waiting_bytes = chance_below(dice, 20000);
    options.written_bytes = chance_below(dice, 10000);
    dictum_builder *builder = new_builder(scene, &options);
    size_t groups = 0, before = 0;
    for (uint32_t i = 0; i < SCENE_STATEMENTS && of.count + 1 < GROUPS_MAX; i++) {
        statement_list *list = &of.lists[of.count];
        list->items[list->count++] = i;
        assert_int_equal(dictum__builder_add(builder, &scene->drafts[i], &scene->error), DICTUM_OK);
        while (chance_one_in(dice, 20) && of.count + 1 < GROUPS_MAX) {
            random_close(scene, builder, &of);
        }
        assert_int_equal(dictum__builder_poll(builder, false, &groups, &scene->error), DICTUM_OK);
        assert_true(groups >= before && groups <= of.count);
        before = groups;
    }
    random_close(scene, builder, &of);
    finish(scene, builder, of.count);
    for (size_t i = 0; i < of.count; i++) {
        expect_shard(scene, of.paths[i], &of.lists[i], of.values[i]);
        dictum__shard_remove(of.paths[i]);
        free(of.paths[i]);
    }
}

static void however_it_is_divided_the_shards_are_the_same(void **state)
{
    for (int round = 0; round < 10; round++) {
        random_round(*state);
    }
}

/* ---- how much is held ---------------------------------------------------------------------------------------- */

static size_t largest_record(const shard_scene *scene)
{
    size_t largest = 0;
    for (size_t i = 0; i < SCENE_STATEMENTS; i++) {
        size_t bytes = scene->drafts[i].encoded.len;
        largest = bytes > largest ? bytes : largest;
    }
    return largest;
}

static void no_more_is_written_at_one_time_than_may_be(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    char *path = scene_path(scene, "shard");
    statement_list list = scene_range(0, SCENE_STATEMENTS);
    size_t largest = largest_record(scene);
    options.threads = 4;
    options.batch_statements = 1;
    options.written_bytes = largest;
    dictum_builder *builder = new_builder(scene, &options);
    assert_int_equal(add(scene, builder, &list), DICTUM_OK);
    assert_int_equal(close_group(scene, builder, path, "a", NULL, 0), DICTUM_OK);
    finish(scene, builder, 1);
    assert_true(atomic_load(&watch.most) <= largest);
    assert_true(atomic_load(&watch.most) > 0);
    expect_shard(scene, path, &list, "a");
    free(path);
}

static void *unblock_soon(void *context)
{
    (void)context;
    (void)usleep(50000);
    atomic_store(&watch.blocked, false);
    return NULL;
}

/* Whatever comes first: what is added never exceeds what is finished by more than may wait. */
static void adding_waits_while_too_much_is_held(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    size_t added = 0;
    pthread_t other;
    options.batch_statements = 3;
    options.waiting_bytes = 3 * largest_record(scene);
    atomic_store(&watch.blocked, true);
    dictum_builder *builder = new_builder(scene, &options);
    assert_int_equal(pthread_create(&other, NULL, unblock_soon, NULL), 0);
    for (size_t i = 0; i < SCENE_STATEMENTS; i++) {
        assert_int_equal(dictum__builder_add(builder, &scene->drafts[i], &scene->error), DICTUM_OK);
        added += scene->drafts[i].encoded.len;
        assert_true(added - atomic_load(&watch.finished) <= options.waiting_bytes);
    }
    assert_true(added > 2 * options.waiting_bytes);
    assert_int_equal(pthread_join(other, NULL), 0);
    dictum__builder_free(builder);
    expect_nothing_left(scene);
}

/* ---- taking back --------------------------------------------------------------------------------------------- */

typedef struct taker {
    shard_scene *scene;
    size_t count, fails_at;
} taker;

static dictum_status take(void *context, size_t number, const dictum_draft *draft, dictum_error *err)
{
    (void)err;
    taker *self = context;
    if (number == self->fails_at) {
        return DICTUM_IO;
    }
    const dictum_draft *added = &self->scene->drafts[number];
    assert_int_equal(number, self->count);
    self->count++;
    assert_true(dictum__slice_equal(draft->encoded, added->encoded));
    assert_true(dictum__slice_equal(draft->file, added->file));
    assert_true(dictum__slice_equal(draft->record->text, added->record->text));
    assert_true(dictum__slice_equal(draft->record->id, added->record->id));
    assert_memory_equal(draft->hash, added->hash, sizeof draft->hash);
    return DICTUM_OK;
}

static void what_no_thread_has_can_be_taken_back(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    options.batch_statements = 30;
    dictum_builder *builder = new_builder(scene, &options);
    char *path = scene_path(scene, "shard");
    statement_list list = scene_range(0, 29), later = scene_range(40, 3);
    taker self = {scene, 0, SIZE_MAX};
    assert_int_equal(add(scene, builder, &list), DICTUM_OK);
    assert_true(dictum__builder_is_at_hand(builder));
    assert_true(is_alone());
    self.fails_at = 3;
    assert_int_equal(dictum__builder_take_back(builder, take, &self, &scene->error), DICTUM_IO);
    assert_int_equal(dictum__builder_open_count(builder), 29);
    self = (taker){scene, 0, SIZE_MAX};
    assert_int_equal(dictum__builder_take_back(builder, take, &self, &scene->error), DICTUM_OK);
    assert_int_equal(self.count, 29);
    assert_int_equal(dictum__builder_open_count(builder), 0);
    assert_int_equal(dictum__builder_open_bytes(builder), 0);
    assert_int_equal(add(scene, builder, &later), DICTUM_OK);
    assert_int_equal(close_group(scene, builder, path, "a", NULL, 0), DICTUM_OK);
    finish(scene, builder, 1);
    expect_shard(scene, path, &later, "a");
    free(path);
}

static void a_group_that_threads_have_is_not_at_hand(void **state)
{
    shard_scene *scene = *state;
    dictum_builder_options options = options_of(scene);
    dictum_builder *builder = new_builder(scene, &options);
    statement_list list = scene_range(0, 5);
    assert_int_equal(add(scene, builder, &list), DICTUM_OK);
    assert_false(dictum__builder_is_at_hand(builder));
    dictum__builder_free(builder);
    expect_nothing_left(scene);
}

#define scene_test(name) cmocka_unit_test_setup_teardown(name, builder_scene_setup, shard_scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(a_group_becomes_a_shard),
        scene_test(however_it_is_divided_the_shards_are_the_same),
        scene_test(no_more_is_written_at_one_time_than_may_be),
        scene_test(adding_waits_while_too_much_is_held),
        scene_test(what_no_thread_has_can_be_taken_back),
        scene_test(a_group_that_threads_have_is_not_at_hand),
    };
    return cmocka_run_group_tests(tests, builder_scene_begin, NULL);
}
