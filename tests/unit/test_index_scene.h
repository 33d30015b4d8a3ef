/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of indexing share: a folder of documents, an index beside it, runs over them, and a judge that
 * holds the index against its ledger. */
#ifndef DICTUM_TEST_INDEX_SCENE_H
#define DICTUM_TEST_INDEX_SCENE_H

#include "indexer/update.h"
#include "lib/record.h"

typedef struct index_scene {
    char *folder; /* a temporary one, which holds the other two */
    char *docs;
    char *index;
    char *reader; /* dictum-read */
    dictum_update_options options;
    dictum_update_counts counts; /* of the last run */
    dictum_error error;
    dictum_buf problems; /* of the last run: "NAME: REASON\n", the name without its folders */
    dictum_buf skipped;
    dictum_buf notes;
} index_scene;

/* cmocka's set-up and tear-down: *state is an index_scene. */
int index_scene_setup(void **state);
int index_scene_teardown(void **state);

/* Writes a file below the documents' folder, making folders on the way. It never looks like the file that was there. */
void scene_write(index_scene *scene, const char *name, const char *text);
void scene_rename(index_scene *scene, const char *from, const char *to);
void scene_delete(index_scene *scene, const char *name);

/* One run over the documents' folder, or over what is named. */
dictum_status scene_run(index_scene *scene);
dictum_status scene_run_on(index_scene *scene, const char *path);
/* The same, which must succeed, and leave a sound index. */
void scene_update(index_scene *scene);

/* Fails the test unless added, updated, removed, unchanged and moved are these numbers. */
#define scene_expect(scene, added, updated, removed, unchanged, moved)                                                 \
    scene_expect_at((scene), (added), (updated), (removed), (unchanged), (moved), __FILE__, __LINE__)
void scene_expect_at(const index_scene *scene, uint64_t added, uint64_t updated, uint64_t removed, uint64_t unchanged,
                     uint64_t moved, const char *file, int line);

/* How many statements of the index hold a term. */
uint32_t scene_term(const index_scene *scene, const char *term);

/* Fails the test unless the index at `path` can be opened, every statement is whole and belongs to a file of the
 * ledger (or to standard input), and the ledger's numbers are right. Gives the number of statements. */
uint32_t index_check(const char *path);
/* Calls `fn` with the record of each statement that counts. */
void index_each(const char *path, void (*fn)(void *context, const dictum_record *record), void *context);

#endif
