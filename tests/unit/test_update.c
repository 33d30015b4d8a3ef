/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run of the indexer against folders that change between runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/schema.h"
#include "lib/xapian_c/xap_write.h"
#include "test_index_scene.h"
#include "tests/support/temp.h"

static void read_stub(const char *path, char text[64])
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(text, 64, file));
    (void)fclose(file);
}

static void a_second_run_reads_nothing(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "The first statement.");
    scene_write(scene, "deeper/b.md", "# Second\n\nThe second statement.");
    scene_update(scene);
    scene_expect(scene, 2, 0, 0, 0, 0);
    assert_true(scene->counts.bytes > 0);
    scene_update(scene);
    scene_expect(scene, 0, 0, 0, 2, 0);
    assert_int_equal(scene->counts.bytes, 0);
    assert_int_equal(scene->counts.statements, 2);
}

static void a_changed_file_is_read_again(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Nothing about apples.");
    scene_write(scene, "b.txt", "Something else.");
    scene_update(scene);
    scene_write(scene, "a.txt", "Everything about pears.");
    scene_update(scene);
    scene_expect(scene, 0, 1, 0, 1, 0);
    assert_int_equal(scene_term(scene, "apples"), 0);
    assert_int_equal(scene_term(scene, "pears"), 1);
}

static void a_touched_file_is_unchanged(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.jsonl", "{\"text\":\"one\"}\n");
    scene_update(scene);
    scene_write(scene, "a.jsonl", "{\"text\":\"one\"}\n");
    scene_update(scene);
    scene_expect(scene, 0, 0, 0, 1, 0);
    assert_true(scene->counts.bytes > 0);
}

static void a_deleted_file_s_statement_goes(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "b.txt", "Pears.");
    scene_update(scene);
    scene_delete(scene, "a.txt");
    scene_update(scene);
    scene_expect(scene, 0, 0, 1, 1, 0);
    assert_int_equal(scene_term(scene, "apples"), 0);
}

static void a_renamed_file_is_not_read_again(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "b.txt", "Pears.");
    scene_update(scene);
    /* A reader that cannot be started shows that none is needed. */
    scene->options.reader = "/nonexistent";
    scene_rename(scene, "a.txt", "c.txt");
    scene_update(scene);
    scene_expect(scene, 0, 0, 0, 1, 1);
    assert_int_equal(scene_term(scene, "apples"), 1);
    scene_update(scene);
    scene_expect(scene, 0, 0, 0, 2, 0);
}

/* What a renamed file gives must be what reading it afresh gives: ids, dates and titles. */
static void a_renamed_file_is_as_if_read_afresh(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "2019-01-01-minutes.jsonl", "{\"text\":\"one\"}\n{\"id\":\"own\",\"text\":\"two\"}\n");
    scene_write(scene, "2019-02-02 speech.html", "<p>Three.");
    scene_update(scene);
    scene_rename(scene, "2019-01-01-minutes.jsonl", "2020-03-03-minutes.jsonl");
    scene_rename(scene, "2019-02-02 speech.html", "2020-04-04 talk.html");
    scene_update(scene);
    scene_expect(scene, 0, 0, 0, 0, 3);
    scene->options.index = temp_path(scene->folder, "other");
    scene_run(scene);
    scene_expect(scene, 3, 0, 0, 0, 0);
    free((void *)(uintptr_t)scene->options.index);
    scene->options.index = scene->index;
    /* Touching makes it read the files again and find the very same records. */
    scene_write(scene, "2020-03-03-minutes.jsonl", "{\"text\":\"one\"}\n{\"id\":\"own\",\"text\":\"two\"}\n");
    scene_update(scene);
    scene_expect(scene, 0, 0, 0, 3, 0);
}

static void a_date_of_the_old_name_does_not_survive_a_new_one(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "2019-02-02.txt", "Apples and more.");
    scene_update(scene);
    scene_rename(scene, "2019-02-02.txt", "undated.txt");
    scene_update(scene);
    /* The date now comes from the file's time, which the stored record does not have: it is read. */
    scene_expect(scene, 1, 0, 1, 0, 0);
}

static void a_new_extension_is_another_document(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "# Apples <b>and</b> pears");
    scene_update(scene);
    scene_rename(scene, "a.txt", "a.md");
    scene_update(scene);
    scene_expect(scene, 1, 0, 1, 0, 0);
    assert_int_equal(scene_term(scene, "Tmarkdown"), 1);
}

static void a_missing_source_changes_nothing(void **state)
{
    index_scene *scene = *state;
    char *moved = temp_path(scene->folder, "elsewhere");
    scene_write(scene, "a.txt", "Apples.");
    scene_update(scene);
    assert_int_equal(rename(scene->docs, moved), 0);
    assert_int_equal(scene_run(scene), DICTUM_NOT_FOUND);
    assert_non_null(strstr(scene->error.text, "--allow-empty"));
    assert_int_equal(index_check(scene->index), 1);
    scene->options.allow_empty = true;
    scene_update(scene);
    scene_expect(scene, 0, 0, 1, 0, 0);
    free(moved);
}

static void a_source_suddenly_empty_changes_nothing(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_update(scene);
    scene_delete(scene, "a.txt");
    assert_int_equal(scene_run(scene), DICTUM_NOT_FOUND);
    assert_non_null(strstr(scene->error.text, "1 statement from it"));
    assert_int_equal(index_check(scene->index), 1);
    scene->options.allow_empty = true;
    scene_update(scene);
    scene_expect(scene, 0, 0, 1, 0, 0);
}

static void an_empty_folder_never_indexed_is_no_error(void **state)
{
    index_scene *scene = *state;
    scene_update(scene);
    assert_int_equal(scene->counts.files, 0);
}

static void a_named_file_suddenly_empty_changes_nothing(void **state)
{
    index_scene *scene = *state;
    char *path = temp_path(scene->docs, "a.txt");
    scene_write(scene, "a.txt", "Apples.");
    assert_int_equal(scene_run_on(scene, path), DICTUM_OK);
    scene_write(scene, "a.txt", "");
    assert_int_equal(scene_run_on(scene, path), DICTUM_NOT_FOUND);
    assert_int_equal(index_check(scene->index), 1);
    scene->options.allow_empty = true;
    assert_int_equal(scene_run_on(scene, path), DICTUM_OK);
    assert_int_equal(index_check(scene->index), 0);
    free(path);
}

static void a_file_emptied_in_a_folder_keeps_what_it_said(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "b.txt", "Pears.");
    scene_update(scene);
    scene_write(scene, "a.txt", "  \n");
    for (int run = 0; run < 2; run++) {
        scene_update(scene);
        scene_expect(scene, 0, 0, 0, 2, 0);
        assert_int_equal(scene->counts.problems, 1);
        assert_non_null(strstr(scene->problems.data, "a.txt: "));
        assert_non_null(strstr(scene->problems.data, "is kept"));
    }
    scene->options.allow_empty = true;
    scene_update(scene);
    scene_expect(scene, 0, 0, 1, 1, 0);
    assert_int_equal(scene->counts.problems, 0);
}

static void a_broken_file_is_reported_on_each_run_and_the_rest_goes_on(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "b.jsonl", "{\"text\":\"one\"}\nnot json\n{\"text\":\"three\"}\n");
    for (int run = 0; run < 2; run++) {
        scene_update(scene);
        assert_int_equal(scene->counts.problems, 1);
        assert_non_null(strstr(scene->problems.data, "b.jsonl: line 2: "));
        assert_int_equal(scene->counts.statements, 3);
    }
    scene_write(scene, "b.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\"three\"}\n");
    scene_update(scene);
    scene_expect(scene, 1, 0, 0, 3, 0);
    assert_int_equal(scene->counts.problems, 0);
}

static void what_is_no_document_is_skipped(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.txt", "Apples.");
    scene_write(scene, "picture.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    for (int run = 0; run < 2; run++) {
        scene_update(scene);
        assert_int_equal(scene->counts.skipped, 1);
        assert_int_equal(scene->counts.problems, 0);
        assert_non_null(strstr(scene->skipped.data, "picture.png: "));
    }
}

static void records_are_compared_one_by_one(void **state)
{
    index_scene *scene = *state;
    scene_write(
        scene, "r.jsonl",
        "{\"id\":\"a\",\"text\":\"apples\"}\n{\"id\":\"b\",\"text\":\"pears\"}\n{\"id\":\"c\",\"text\":\"plums\"}\n");
    scene_update(scene);
    scene_write(
        scene, "r.jsonl",
        "{\"id\":\"d\",\"text\":\"figs\"}\n{\"id\":\"a\",\"text\":\"apples\"}\n{\"id\":\"c\",\"text\":\"quinces\"}\n");
    scene_update(scene);
    scene_expect(scene, 1, 1, 1, 1, 0);
    assert_int_equal(scene_term(scene, "pears"), 0);
    assert_int_equal(scene_term(scene, "quinces"), 1);
}

static void a_record_whose_line_is_broken_now_is_kept(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "r.jsonl", "{\"id\":\"a\",\"text\":\"apples\"}\n{\"id\":\"b\",\"text\":\"pears\"}\n");
    scene_update(scene);
    scene_write(scene, "r.jsonl", "{\"id\":\"a\",\"text\":\"apples\"}\n{\"id\":\"b\",\"text\":\n");
    scene_update(scene);
    scene_expect(scene, 0, 0, 0, 2, 0);
    assert_int_equal(scene->counts.problems, 1);
}

static void an_id_twice_in_one_file_is_a_problem_and_the_last_wins(void **state)
{
    index_scene *scene = *state;
    scene_write(
        scene, "r.jsonl",
        "{\"id\":\"a\",\"text\":\"apples\"}\n{\"id\":\"b\",\"text\":\"plums\"}\n{\"id\":\"a\",\"text\":\"pears\"}\n");
    scene_update(scene);
    scene_expect(scene, 2, 0, 0, 0, 0);
    assert_int_equal(scene->counts.problems, 1);
    assert_int_equal(scene_term(scene, "pears"), 1);
    assert_int_equal(scene_term(scene, "apples"), 0);
    /* A record that is gone goes nevertheless. */
    scene_write(scene, "r.jsonl", "{\"id\":\"a\",\"text\":\"apples\"}\n{\"id\":\"a\",\"text\":\"pears\"}\n");
    scene_update(scene);
    scene_expect(scene, 0, 0, 1, 1, 0);
}

static void an_id_of_another_file_is_refused(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.jsonl", "{\"id\":\"x\",\"text\":\"apples\"}\n");
    scene_write(scene, "b.jsonl", "{\"id\":\"x\",\"text\":\"pears\"}\n{\"id\":\"y\",\"text\":\"plums\"}\n");
    for (int run = 0; run < 2; run++) {
        scene_update(scene);
        assert_int_equal(scene->counts.statements, 2);
        assert_int_equal(scene->counts.problems, 1);
        assert_non_null(strstr(scene->problems.data, "b.jsonl: line 1: the id x is already used by "));
        assert_int_equal(scene_term(scene, "apples"), 1);
        assert_int_equal(scene_term(scene, "pears"), 0);
    }
    /* As soon as the first file lets it go, the second has it. */
    scene_write(scene, "a.jsonl", "{\"id\":\"z\",\"text\":\"figs\"}\n");
    scene_update(scene);
    scene_expect(scene, 2, 0, 1, 1, 0);
    assert_int_equal(scene->counts.problems, 0);
}

static void a_record_may_move_to_another_file_in_either_order(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.jsonl", "{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"2\",\"text\":\"two\"}\n");
    scene_write(scene, "b.jsonl", "{\"id\":\"3\",\"text\":\"three\"}\n{\"id\":\"4\",\"text\":\"four\"}\n");
    scene_update(scene);
    scene_write(scene, "a.jsonl", "{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"3\",\"text\":\"three\"}\n");
    scene_write(scene, "b.jsonl", "{\"id\":\"2\",\"text\":\"two\"}\n{\"id\":\"4\",\"text\":\"four\"}\n");
    scene_update(scene);
    assert_int_equal(scene->counts.statements, 4);
    assert_int_equal(scene->counts.problems, 0);
    assert_int_equal(scene_term(scene, "three"), 1);
}

static void other_sources_are_left_alone(void **state)
{
    index_scene *scene = *state;
    char *one = temp_path(scene->docs, "one");
    scene_write(scene, "one/a.txt", "Apples.");
    scene_write(scene, "two/b.txt", "Pears.");
    scene_write(scene, "one-more/c.txt", "Plums.");
    scene_update(scene);
    scene_delete(scene, "two/b.txt");
    scene_delete(scene, "one-more/c.txt");
    assert_int_equal(scene_run_on(scene, one), DICTUM_OK);
    scene_expect(scene, 0, 0, 0, 1, 0);
    assert_int_equal(scene->counts.statements, 3);
    free(one);
}

static void a_path_can_be_forgotten(void **state)
{
    index_scene *scene = *state;
    char *one = temp_path(scene->docs, "one");
    char *removals[] = {one};
    scene_write(scene, "one/a.txt", "Apples.");
    scene_write(scene, "two/b.txt", "Pears.");
    scene_update(scene);
    scene->options.removals = removals;
    scene->options.removal_count = 1;
    assert_int_equal(scene_run_on(scene, ""), DICTUM_OK);
    scene_expect(scene, 0, 0, 1, 0, 0);
    assert_int_equal(index_check(scene->index), 1);
    assert_int_equal(scene_run_on(scene, ""), DICTUM_OK);
    assert_non_null(strstr(scene->notes.data, "knows nothing from"));
    /* Forgotten and read in one run: read afresh. */
    assert_int_equal(scene_run(scene), DICTUM_OK);
    scene_expect(scene, 1, 0, 0, 1, 0);
    assert_int_equal(scene_run(scene), DICTUM_OK);
    scene_expect(scene, 1, 0, 1, 1, 0);
    free(one);
}

static void an_unreadable_folder_keeps_its_statements(void **state)
{
    index_scene *scene = *state;
    if (geteuid() == 0) {
        skip();
    }
    char *secret = temp_path(scene->docs, "secret");
    scene_write(scene, "secret/a.txt", "Apples.");
    scene_write(scene, "b.txt", "Pears.");
    scene_update(scene);
    assert_int_equal(chmod(secret, 0), 0);
    scene_update(scene);
    assert_int_equal(chmod(secret, 0700), 0);
    scene_expect(scene, 0, 0, 0, 2, 0);
    assert_int_equal(scene->counts.problems, 1);
    assert_non_null(strstr(scene->problems.data, "secret: "));
    free(secret);
}

static void the_index_may_lie_in_the_folder_itself(void **state)
{
    index_scene *scene = *state;
    char *inside = temp_path(scene->docs, "index");
    scene->options.index = inside;
    scene_write(scene, "a.txt", "Apples.");
    for (int run = 0; run < 2; run++) {
        assert_int_equal(scene_run(scene), DICTUM_OK);
        assert_int_equal(scene->counts.files, 1);
        assert_int_equal(index_check(inside), 1);
    }
    assert_int_equal(scene_run_on(scene, inside), DICTUM_ARGUMENT);
    scene->options.index = scene->index;
    free(inside);
}

static void any_bytes_may_be_a_name(void **state)
{
    index_scene *scene = *state;
    char name[256] = "\xff\xfe\n\x01 \"x\\.txt", longer[256];
    scene_write(scene, name, "Apples.");
    memset(longer, 'n', 240);
    memcpy(longer + 240, ".txt", 5);
    scene_write(scene, longer, "Pears.");
    scene_update(scene);
    scene_expect(scene, 2, 0, 0, 0, 0);
    scene_update(scene);
    scene_expect(scene, 0, 0, 0, 2, 0);
    scene_delete(scene, longer);
    scene_update(scene);
    scene_expect(scene, 0, 0, 1, 1, 0);
}

static void a_stopped_run_keeps_what_it_did(void **state)
{
    index_scene *scene = *state;
    static volatile sig_atomic_t stop = 1;
    scene_write(scene, "a.txt", "Apples.");
    scene->options.stop = &stop;
    assert_int_equal(scene_run(scene), DICTUM_CANCELLED);
    assert_non_null(strstr(scene->error.text, "run again"));
    assert_int_equal(index_check(scene->index), 0);
    scene->options.stop = NULL;
    scene_update(scene);
    scene_expect(scene, 1, 0, 0, 0, 0);
}

static void an_index_of_another_analysis_is_refused(void **state)
{
    index_scene *scene = *state;
    xap_wdb *wdb = NULL;
    scene_write(scene, "a.txt", "Apples.");
    scene_update(scene);
    assert_int_equal(xap_wdb_open(scene->index, XAP_OPEN, 0, &wdb, NULL), XAP_OK);
    const char *key = DICTUM__META_ANALYSIS;
    assert_int_equal(xap_wdb_set_metadata(wdb, key, strlen(key), "another", 7, NULL), XAP_OK);
    assert_int_equal(xap_wdb_commit(wdb, NULL), XAP_OK);
    xap_wdb_free(wdb);
    assert_int_equal(scene_run(scene), DICTUM_VERSION);
    assert_non_null(strstr(scene->error.text, "run dictum-index --rebuild"));
}

static void an_update_of_a_large_part_is_compacted_and_of_a_small_one_is_not(void **state)
{
    index_scene *scene = *state;
    char name[32], before[64], after[64];
    char *stub = temp_path(scene->index, "XAPIANDB");
    for (int i = 0; i < 40; i++) {
        (void)snprintf(name, sizeof name, "%d.txt", i);
        scene_write(scene, name, "Apples and pears.");
    }
    scene_update(scene);
    for (int changed = 0; changed < 10; changed++) {
        read_stub(stub, before);
        (void)snprintf(name, sizeof name, "%d.txt", changed);
        scene_write(scene, name, "Plums.");
        scene_update(scene);
        read_stub(stub, after);
        /* Each changes one of forty, and the eighth makes a fifth. */
        assert_int_equal(strcmp(before, after) != 0, changed == 7);
        assert_int_equal(scene->counts.updated, 1);
    }
    free(stub);
}

#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, index_scene_setup, index_scene_teardown)

static void a_line_that_cannot_be_read_keeps_its_own_record_only(void **state)
{
    index_scene *scene = *state;
    scene_write(scene, "a.jsonl",
                "{\"id\":\"a\",\"text\":\"apples\"}\n{\"id\":\"b\",\"text\":\"pears\"}\n"
                "{\"id\":\"c\",\"text\":\"plums\"}\n");
    scene_update(scene);
    scene_expect(scene, 3, 0, 0, 0, 0);
    /* b is on the broken line, c is gone. */
    scene_write(scene, "a.jsonl",
                "{\"id\":\"a\",\"text\":\"apples\"}\n{\"x\":{\"id\":\"c\"},\"id\":\"b\",\"text\":\"pe\n");
    assert_int_equal(scene_run(scene), DICTUM_OK);
    scene_expect(scene, 0, 0, 1, 2, 0);
    assert_int_equal(scene_term(scene, "pears"), 1);
    assert_int_equal(scene_term(scene, "plums"), 0);
    assert_non_null(strstr(scene->problems.data, "(id \"b\")"));
    /* The other record goes, too, although the line is still bad. */
    scene_write(scene, "a.jsonl", "{\"id\":\"d\",\"text\":\"figs\"}\n{\"id\":\"b\",\"text\":7}\n");
    assert_int_equal(scene_run(scene), DICTUM_OK);
    scene_expect(scene, 1, 0, 1, 1, 0);
    /* Nobody knows what stood here. */
    scene_write(scene, "a.jsonl", "{\"id\":\"e\",\"text\":\"nuts\"}\n{\"text\":\"pe\n");
    assert_int_equal(scene_run(scene), DICTUM_OK);
    scene_expect(scene, 1, 0, 0, 2, 0);
    /* Records without an id are known by their lines. */
    scene_write(scene, "b.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\"three\"}\n");
    assert_int_equal(scene_run(scene), DICTUM_OK);
    scene_write(scene, "b.jsonl", "{\"text\":\"one\"}\n{\"text\":\"tw\n");
    assert_int_equal(scene_run(scene), DICTUM_OK);
    assert_int_equal(scene_term(scene, "two"), 1);
    assert_int_equal(scene_term(scene, "three"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_second_run_reads_nothing),
        SCENE_TEST(a_changed_file_is_read_again),
        SCENE_TEST(a_touched_file_is_unchanged),
        SCENE_TEST(a_deleted_file_s_statement_goes),
        SCENE_TEST(a_renamed_file_is_not_read_again),
        SCENE_TEST(a_renamed_file_is_as_if_read_afresh),
        SCENE_TEST(a_date_of_the_old_name_does_not_survive_a_new_one),
        SCENE_TEST(a_new_extension_is_another_document),
        SCENE_TEST(a_missing_source_changes_nothing),
        SCENE_TEST(a_source_suddenly_empty_changes_nothing),
        SCENE_TEST(an_empty_folder_never_indexed_is_no_error),
        SCENE_TEST(a_named_file_suddenly_empty_changes_nothing),
        SCENE_TEST(a_file_emptied_in_a_folder_keeps_what_it_said),
        SCENE_TEST(a_broken_file_is_reported_on_each_run_and_the_rest_goes_on),
        SCENE_TEST(what_is_no_document_is_skipped),
        SCENE_TEST(records_are_compared_one_by_one),
        SCENE_TEST(a_record_whose_line_is_broken_now_is_kept),
        SCENE_TEST(an_id_twice_in_one_file_is_a_problem_and_the_last_wins),
        SCENE_TEST(an_id_of_another_file_is_refused),
        SCENE_TEST(a_record_may_move_to_another_file_in_either_order),
        SCENE_TEST(other_sources_are_left_alone),
        SCENE_TEST(a_path_can_be_forgotten),
        SCENE_TEST(an_unreadable_folder_keeps_its_statements),
        SCENE_TEST(the_index_may_lie_in_the_folder_itself),
        SCENE_TEST(any_bytes_may_be_a_name),
        SCENE_TEST(a_stopped_run_keeps_what_it_did),
        SCENE_TEST(an_index_of_another_analysis_is_refused),
        SCENE_TEST(an_update_of_a_large_part_is_compacted_and_of_a_small_one_is_not),
        SCENE_TEST(a_line_that_cannot_be_read_keeps_its_own_record_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
