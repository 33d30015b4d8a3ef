/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the builder share: a stage that watches and fails as told, and groups to be closed. */
#ifndef DICTUM_TEST_BUILDER_SCENE_H
#define DICTUM_TEST_BUILDER_SCENE_H

#include <stdatomic.h>

#include "indexer/builder.h"
#include "test_shard_scene.h"

typedef enum failing { NOTHING, BEGIN, ADD, SET, FINISH } failing;

/* What the stage sees, and what it is told. */
typedef struct stage_watch {
    failing failing;
    atomic_size_t left;         /* calls of what fails that are let through */
    atomic_size_t writing;      /* bytes of records in writers that are at work */
    atomic_size_t most;         /* of these at any time */
    atomic_size_t finished;     /* bytes of records in shards that are finished */
    atomic_size_t begun;        /* shards, some of which may be kept from it */
    atomic_bool signals;        /* some thread can be interrupted by SIGINT */
    atomic_bool blocked;        /* nothing begins */
    const atomic_bool *awaited; /* unless NULL: nothing begins before it is true */
} stage_watch;
extern stage_watch watch;
/* Over the real one. */
extern const dictum_write_stage watching;

/* For the whole program, and for each test: *state is a shard_scene, to be torn down as such. */
int builder_scene_begin(void **state);
int builder_scene_setup(void **state);

/* Of a builder with the watching stage, two threads, batches of 5 and room enough. */
dictum_builder_options options_of(const shard_scene *scene);
dictum_builder *new_builder(shard_scene *scene, const dictum_builder_options *options);
dictum_status add(shard_scene *scene, dictum_builder *builder, const statement_list *list);
/* With the metadata of scene_make_shard(). All that it hands over is gone when it returns. */
dictum_status close_group(shard_scene *scene, dictum_builder *builder, const char *destination, const char *value,
                          const dictum_merge_source *older, size_t older_count);
/* Waits for all groups, which are so many, and frees the builder. */
void finish(shard_scene *scene, dictum_builder *builder, size_t expected);

/* Whether all threads have ended that were started. */
bool is_alone(void);
/* No thread, and nothing in the workspace. */
void expect_nothing_left(const shard_scene *scene);
/* What scene_make_shard() makes of the same. */
void expect_shard(shard_scene *scene, const char *path, const statement_list *list, const char *value);

#endif
