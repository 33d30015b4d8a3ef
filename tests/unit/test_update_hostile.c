/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run of the indexer over files that change under it or end their readers: lying_reader.c does what the names say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "test_index_scene.h"
#include "tests/support/temp.h"

static int setup(void **state)
{
    int failed = index_scene_setup(state);
    index_scene *scene = *state;
    if (failed == 0) {
        scene->options.reader = getenv("DICTUM_LYING_READER");
        scene->options.quiet = true;
    }
    return failed != 0 || scene->options.reader == NULL ? -1 : 0;
}

/* A run after which the lines of scene->problems are these. */
static void update(index_scene *scene, const char *problems)
{
    scene_update(scene);
    assert_string_equal(scene->problems.data != NULL ? scene->problems.data : "", problems);
}

static void a_file_that_changes_while_it_is_read_is_read_again(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "statements2,append,done", "words");
    scene_write(scene, "statements3,done", "words");
    update(scene, "statements2,append,done: it was changed while it was read\n");
    scene_expect(scene, 5, 0, 0, 0, 0);
    update(scene, "statements2,append,done: it was changed while it was read\n");
    scene_expect(scene, 0, 0, 0, 5, 0);
    assert_int_equal(scene->counts.bytes, 6);
}

/* Whoever truncates a file to write it anew has not removed what was in it. */
static void what_a_changing_file_does_not_give_stays(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "nofirst,statements5,append,done", "words");
    update(scene, "nofirst,statements5,append,done: it was changed while it was read\n");
    scene_expect(scene, 5, 0, 0, 0, 0);
    scene_write(scene, "nofirst,statements5,append,done.seen", "a mark for the reader");
    scene_update(scene);
    assert_int_equal(scene->counts.removed, 0);
}

static void a_file_that_ends_its_reader_is_not_tried_again(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "statements1,crash11", "words");
    scene_write(scene, "statements2,done", "words");
    for (int times = 0; times < 2; times++) {
        update(scene, "statements1,crash11: the reader crashed (Segmentation fault)\n");
        assert_int_equal(scene->counts.bytes, times == 0 ? 10 : 0);
    }
    scene_write(scene, "statements1,crash11", "other words");
    update(scene, "statements1,crash11: the reader crashed (Segmentation fault)\n");
    assert_int_equal(scene->counts.bytes, 11);
}

/* A source may be a link; what was found by walking may not become one. */
static void a_source_that_is_a_link_is_read(void **state)
{
    index_scene *scene = *state;
    char *link = temp_path(scene->docs, "statements4,done");
    scene_write(scene, "target/words", "words");
    assert_int_equal(symlink("target/words", link), 0);
    assert_int_equal(scene_run_on(scene, link), DICTUM_OK);
    scene_expect(scene, 4, 0, 0, 0, 0);
    assert_int_equal(scene->problems.len, 0);
    free(link);
}

/* The reader turns the file after this one into a link, before its turn has come. */
static void a_file_that_becomes_a_link_before_it_is_opened_is_a_problem(void **state)
{
    index_scene *scene = *state;
    scene->options.jobs = 1;
    scene_write(scene, "a,linkall,done", "words");
    scene_write(scene, "b,done", "words");
    scene_write(scene, "c,statements1,done", "words");
    scene_update(scene);
    assert_non_null(strstr(scene->problems.data, "c,statements1,done: it has become a symbolic link\n"));
}

#define HOSTILE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, index_scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOSTILE_TEST(a_file_that_changes_while_it_is_read_is_read_again),
        HOSTILE_TEST(what_a_changing_file_does_not_give_stays),
        HOSTILE_TEST(a_file_that_ends_its_reader_is_not_tried_again),
        HOSTILE_TEST(a_source_that_is_a_link_is_read),
        HOSTILE_TEST(a_file_that_becomes_a_link_before_it_is_opened_is_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
