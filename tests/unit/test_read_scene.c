/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the readers share. Whatever comes out is checked here for what read.h promises of every
 * statement. */
#include "test_read_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/utf8.h"

static char *copy(dictum_slice slice)
{
    return slice.data == NULL ? NULL : strndup(slice.data, slice.len);
}

/* With zeros in it. */
static char *copy_bytes(dictum_slice slice)
{
    char *bytes = malloc(slice.len + 1);

    assert_non_null(bytes);
    memcpy(bytes, slice.data, slice.len);
    return bytes;
}

static void check_promises(const dictum_record *record)
{
    dictum_slice text = record->text;

    assert_non_null(text.data);
    assert_true(dictum__utf8_is_valid(text));
    assert_null(memchr(text.data, '\r', text.len));
    for (size_t i = 0; i + 2 < text.len; i++) {
        assert_false(text.data[i] == '\n' && text.data[i + 1] == '\n' && text.data[i + 2] == '\n');
        assert_false((text.data[i] == ' ' || text.data[i] == '\t') && text.data[i + 1] == '\n');
    }
    if (text.len > 0) {
        assert_null(strchr(" \t\n", text.data[0]));
        assert_null(strchr(" \t\n", text.data[text.len - 1]));
    }
    if (record->date.data != NULL) {
        assert_true(dictum__date_is_valid(record->date));
    }
    assert_int_equal(record->date.data != NULL, record->date_known != DICTUM__DATE_NONE);
    assert_int_equal(record->title.data != NULL, record->title_known != DICTUM__TITLE_NONE);
    assert_true(record->title.data == NULL || memchr(record->title.data, '\n', record->title.len) == NULL);
    assert_non_null(record->lang.data);
}

static dictum_status take_statement(void *context, const dictum_place *place, const dictum_record *record,
                                    dictum_error *err)
{
    read_scene *scene = context;
    size_t n = scene->statements++;

    (void)err;
    check_promises(record);
    if (n < SCENE_STATEMENTS_MAX) {
        scene->found[n].id = copy(record->id);
        scene->found[n].member = copy(place->member);
        scene->found[n].pages = record->pages.data == NULL ? NULL : copy_bytes(record->pages);
        scene->found[n].pages_bytes = record->pages.len;
        scene->found[n].title = copy(record->title);
        scene->found[n].date = copy(record->date);
        scene->found[n].speaker = copy(record->speaker);
        scene->found[n].source = copy(record->source);
        scene->found[n].lang = copy(record->lang);
        scene->found[n].url = copy(record->url);
        scene->found[n].type = copy(record->type);
        scene->found[n].extra = copy(record->extra);
        scene->found[n].text = copy(record->text);
        scene->found[n].date_known = record->date_known;
        scene->found[n].title_known = record->title_known;
        scene->found[n].part = place->part;
    }
    return DICTUM_OK;
}

static dictum_status take_problem(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    read_scene *scene = context;
    size_t n = scene->problems++;

    (void)err;
    assert_null(strchr(reason, '\n'));
    assert_true(dictum__utf8_is_valid(dictum__slice(reason)));
    if (n < SCENE_STATEMENTS_MAX) {
        scene->problem[n] = strdup(reason);
        scene->problem_member[n] = copy(place->member);
    }
    return DICTUM_OK;
}

static dictum_status take_skipped(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    read_scene *scene = context;

    (void)err;
    assert_non_null(place->member.data);
    assert_true(dictum__utf8_is_valid(dictum__slice(reason)));
    scene->skipped++;
    return DICTUM_OK;
}

static void forget(read_scene *scene)
{
    for (size_t i = 0; i < SCENE_STATEMENTS_MAX; i++) {
        char *strings[] = {scene->found[i].id,    scene->found[i].member,  scene->found[i].title,
                           scene->found[i].date,  scene->found[i].speaker, scene->found[i].source,
                           scene->found[i].lang,  scene->found[i].url,     scene->found[i].type,
                           scene->found[i].extra, scene->found[i].text,    scene->problem[i],
                           scene->found[i].pages, scene->problem_member[i]};
        for (size_t k = 0; k < sizeof(strings) / sizeof(strings[0]); k++) {
            free(strings[k]);
        }
    }
    free(scene->reason);
    *scene = (read_scene){.folder = scene->folder, .settings = scene->settings};
}

int read_scene_setup(void **state)
{
    const char *base = getenv("TMPDIR");
    read_scene *scene = calloc(1, sizeof(*scene));
    char path[4096];

    snprintf(path, sizeof(path), "%s/dictum-read-XXXXXX", base == NULL ? "/tmp" : base);
    if (scene == NULL || mkdtemp(path) == NULL || (scene->folder = strdup(path)) == NULL) {
        free(scene);
        return -1;
    }
    *state = scene;
    return 0;
}

int read_scene_teardown(void **state)
{
    read_scene *scene = *state;
    int result;

    forget(scene);
    result = rmdir(scene->folder);
    free(scene->folder);
    free(scene);
    return result;
}

void read_path(read_scene *scene, const char *path)
{
    const dictum_read_sink sink = {scene, take_statement, take_problem, take_skipped};
    dictum_error err = {.code = DICTUM_OK};
    dictum_buf reason;

    forget(scene);
    dictum__buf_init(&reason, 65536);
    assert_int_equal(dictum__read_file(&(dictum_read_request){.path = path, .fd = -1, .settings = scene->settings},
                                       &sink, &scene->outcome, &reason, &err),
                     DICTUM_OK);
    scene->reason = reason.data == NULL ? strdup("") : strdup(reason.data);
    dictum__buf_dispose(&reason);
    assert_int_equal(scene->reason[0] != '\0', scene->outcome != DICTUM__READ_DONE);
}

void read_bytes(read_scene *scene, const char *name, const void *bytes, size_t count)
{
    char path[8192];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", scene->folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
    read_path(scene, path);
    assert_int_equal(unlink(path), 0);
}

void read_string(read_scene *scene, const char *name, const char *text)
{
    read_bytes(scene, name, text, strlen(text));
}

char *repeated(const char *head, const char *unit, size_t times, const char *tail)
{
    dictum_buf all;
    char *result;

    dictum__buf_init(&all, (size_t)1 << 30);
    dictum__buf_append_str(&all, head);
    for (size_t i = 0; i < times; i++) {
        dictum__buf_append_str(&all, unit);
    }
    dictum__buf_append_str(&all, tail);
    result = dictum__buf_detach(&all);
    assert_non_null(result);
    return result;
}
