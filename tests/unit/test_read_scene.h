/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the readers share: reading bytes as a file of some name, and what came out. */
#ifndef DICTUM_TEST_READ_SCENE_H
#define DICTUM_TEST_READ_SCENE_H

#include "indexer/read/read.h"

#define SCENE_STATEMENTS_MAX 16

/* What one reading gave; all strings are copies that live until the next reading. NULL: no such value. */
typedef struct read_scene {
    size_t statements, problems, skipped;
    struct {
        char *id, *member, *title, *date, *speaker, *source, *lang, *url, *type, *extra, *text;
        dictum__date_known date_known;
        dictum__title_known title_known;
        uint64_t part;
        char *pages;
        size_t pages_bytes;
    } found[SCENE_STATEMENTS_MAX]; /* the first ones */
    char *problem[SCENE_STATEMENTS_MAX], *problem_member[SCENE_STATEMENTS_MAX];
    dictum_read_outcome outcome;
    char *reason;
    char *folder;                    /* a temporary one */
    const dictum_settings *settings; /* for the next readings; NULL: none */
} read_scene;

/* cmocka's set-up and tear-down: *state is a read_scene. */
int read_scene_setup(void **state);
int read_scene_teardown(void **state);

/* Writes the bytes to a file called `name` in the folder and reads it; fails the test on any status but DICTUM_OK. */
void read_bytes(read_scene *scene, const char *name, const void *bytes, size_t count);
/* The same with a string. */
void read_string(read_scene *scene, const char *name, const char *text);
/* Reads the file at `path`. */
void read_path(read_scene *scene, const char *path);
/* `unit` so many times over, between `head` and `tail`. To be freed. */
char *repeated(const char *head, const char *unit, size_t times, const char *tail);

#endif
