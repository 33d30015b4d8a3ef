/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of shards share: random statements, shards made of them by one hand, and whole databases as text, to
 * be compared. */
#ifndef DICTUM_TEST_SHARD_SCENE_H
#define DICTUM_TEST_SHARD_SCENE_H

#include "indexer/merge.h"
#include "indexer/write_stage.h"
#include "tests/support/chance.h"

#define SCENE_STATEMENTS 120

typedef struct shard_scene {
    char *folder;    /* a temporary one, which holds what follows */
    char *workspace; /* a folder in it, empty */
    uint64_t seed;
    chance dice;
    dictum_record records[SCENE_STATEMENTS];
    dictum_draft drafts[SCENE_STATEMENTS];
    dictum_buf strings[SCENE_STATEMENTS];
    dictum_buf encoded[SCENE_STATEMENTS];
    dictum_postings *postings;
    dictum_error error;
} shard_scene;

/* cmocka's set-up and tear-down: *state is a shard_scene. */
int shard_scene_setup(void **state);
int shard_scene_teardown(void **state);

/* "folder/name" in the scene's folder, to be freed. */
char *scene_path(const shard_scene *scene, const char *name);

/* Numbers of statements. */
typedef struct statement_list {
    uint32_t items[SCENE_STATEMENTS];
    size_t count;
} statement_list;
statement_list scene_range(uint32_t first, uint32_t count);

/* A shard of these statements with what makes it an index, and one key more in the metadata where `key` is not NULL. */
void scene_make_shard(shard_scene *scene, const char *path, const statement_list *list, const char *key,
                      const char *value);
/* Marks a document as retired. */
void scene_retire(const char *path, uint32_t docid);
/* A failure unless both hold the same, document by document in the same order, whatever their numbers are. */
void scene_same(shard_scene *scene, const char *path, const char *expected);
/* How many entries a folder has. */
size_t scene_entries(const char *folder);
/* Calls `fn` in a child process and fails unless it returns true; `err` of it is what it may say. */
void scene_in_child(shard_scene *scene, bool (*fn)(shard_scene *scene));

#endif
