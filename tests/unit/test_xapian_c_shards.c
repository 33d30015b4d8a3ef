/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: values that are set in place and counted, and compaction that is stopped. */
#include "test_xapian_c_scene.h"

#include <stdio.h>
#include <string.h>

#define SLOT 6

static const char *const three_texts[] = {"to be", "or not to be", "that is", NULL};

static xap_wdb *open_again(struct scene *scene)
{
    xap_wdb *wdb;
    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "db"), XAP_OPEN, XAP_NO_SYNC, &wdb, &scene_error));
    return wdb;
}

static xap_db *open_to_read(struct scene *scene)
{
    xap_db *db;
    EXPECT(XAP_OK, xap_db_open(scene_path(scene, "db"), &db, &scene_error));
    return db;
}

static void assert_value(xap_db *db, uint32_t docid, uint32_t slot, const char *expected)
{
    xap_doc *doc;
    const char *value;
    size_t bytes;
    EXPECT(XAP_OK, xap_db_document(db, docid, &doc, &scene_error));
    EXPECT(XAP_OK, xap_doc_value(doc, slot, &value, &bytes, &scene_error));
    assert_int_equal(bytes, strlen(expected));
    assert_string_equal(value, expected);
    xap_doc_free(doc);
}

static uint32_t values_in(xap_db *db, uint32_t slot)
{
    uint32_t count;
    EXPECT(XAP_OK, xap_db_value_count(db, slot, &count, &scene_error));
    return count;
}

/* All that a document of the text "or not to be" has beside its values. */
static void assert_unchanged(xap_db *db, uint32_t docid)
{
    static const char *const words[] = {"or", "not", "to", "be"};
    xap_positions *positions;
    xap_doc *doc;
    const char *data;
    size_t bytes;
    uint32_t number;
    EXPECT(XAP_OK, xap_db_doc_length(db, docid, &number, &scene_error));
    assert_int_equal(number, 4);
    for (uint32_t i = 0; i < 4; i++) {
        EXPECT(XAP_OK, xap_db_positions(db, docid, words[i], strlen(words[i]), &positions, &scene_error));
        EXPECT(XAP_OK, xap_positions_next(positions, &number, &scene_error));
        assert_int_equal(number, i + 1);
        EXPECT(XAP_DONE, xap_positions_next(positions, &number, &scene_error));
        xap_positions_free(positions);
    }
    EXPECT(XAP_OK, xap_db_document(db, docid, &doc, &scene_error));
    EXPECT(XAP_OK, xap_doc_data(doc, &data, &bytes, &scene_error));
    assert_string_equal(data, "or not to be");
    xap_doc_free(doc);
    EXPECT(XAP_OK, xap_db_term_freq(db, S("be"), &number, &scene_error));
    assert_int_equal(number, 2);
}

static void a_value_is_set_and_nothing_else_is_changed(void **state)
{
    struct scene *scene = *state;
    scene_database(scene_path(scene, "db"), three_texts);
    xap_wdb *wdb = open_again(scene);
    EXPECT(XAP_OK, xap_wdb_set_value(wdb, 2, SLOT, S("1"), &scene_error));
    assert_value(xap_wdb_db(wdb), 2, SLOT, "1");
    xap_db *before = open_to_read(scene);
    assert_int_equal(values_in(before, SLOT), 0);
    xap_db_free(before);
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    EXPECT(XAP_OK, xap_wdb_set_value(wdb, 2, 0, S("2024"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);

    xap_db *db = open_to_read(scene);
    assert_value(db, 2, SLOT, "1");
    assert_value(db, 2, 0, "2024");
    assert_value(db, 1, SLOT, "");
    assert_unchanged(db, 2);
    xap_db_free(db);
}

static void an_empty_value_removes_it(void **state)
{
    struct scene *scene = *state;
    scene_database(scene_path(scene, "db"), three_texts);
    for (int i = 0; i < 2; i++) {
        xap_wdb *wdb = open_again(scene);
        EXPECT(XAP_OK, xap_wdb_set_value(wdb, 2, SLOT, i == 0 ? "1" : NULL, i == 0 ? 1 : 0, &scene_error));
        EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
        xap_wdb_free(wdb);
        xap_db *db = open_to_read(scene);
        assert_value(db, 2, SLOT, i == 0 ? "1" : "");
        assert_int_equal(values_in(db, SLOT), i == 0 ? 1 : 0);
        assert_unchanged(db, 2);
        xap_db_free(db);
    }
}

static void a_value_of_a_document_that_is_not_there_changes_nothing(void **state)
{
    struct scene *scene = *state;
    scene_database(scene_path(scene, "db"), three_texts);
    xap_wdb *wdb = open_again(scene);
    EXPECT(XAP_OK, xap_wdb_set_value(wdb, 1, SLOT, S("1"), &scene_error));
    EXPECT(XAP_NOT_FOUND, xap_wdb_set_value(wdb, 4, SLOT, S("1"), &scene_error));
    EXPECT(XAP_ARGUMENT, xap_wdb_set_value(wdb, 0, SLOT, S("1"), &scene_error));
    /* What came before is still to be committed. */
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    EXPECT(XAP_OK, xap_wdb_delete_document(wdb, 2, &scene_error));
    EXPECT(XAP_NOT_FOUND, xap_wdb_set_value(wdb, 2, SLOT, S("1"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);
    xap_db *db = open_to_read(scene);
    assert_value(db, 1, SLOT, "1");
    assert_int_equal(values_in(db, SLOT), 1);
    xap_db_free(db);
    assert_int_equal(scene_count(scene_path(scene, "db")), 2);
}

static void values_are_counted_in_several_databases(void **state)
{
    struct scene *scene = *state;
    scene_database(scene_path(scene, "db"), three_texts);
    xap_wdb *wdb = open_again(scene);
    EXPECT(XAP_OK, xap_wdb_set_value(wdb, 1, SLOT, S("1"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_set_value(wdb, 1, SLOT, S("1"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_set_value(wdb, 3, SLOT, S("1"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);
    scene_database(scene_path(scene, "other"), three_texts);
    xap_db *all, *one = open_to_read(scene), *other;
    EXPECT(XAP_OK, xap_db_open(scene_path(scene, "other"), &other, &scene_error));
    EXPECT(XAP_OK, xap_db_new(&all, &scene_error));
    assert_int_equal(values_in(all, SLOT), 0);
    EXPECT(XAP_OK, xap_db_add(all, one, &scene_error));
    EXPECT(XAP_OK, xap_db_add(all, other, &scene_error));
    EXPECT(XAP_OK, xap_db_add(all, one, &scene_error));
    assert_int_equal(values_in(one, SLOT), 2);
    assert_int_equal(values_in(other, SLOT), 0);
    assert_int_equal(values_in(all, SLOT), 4);
    assert_int_equal(values_in(all, SLOT + 1), 0);
    xap_db_free(one);
    xap_db_free(other);
    xap_db_free(all);
}

/* Says true when it is asked for the time `at`, and from then on. */
typedef struct patience {
    unsigned asked, at;
} patience;

static bool stop_at(void *context)
{
    patience *own = context;
    return ++own->asked >= own->at;
}

static void a_compaction_ends_when_it_is_told_to(void **state)
{
    struct scene *scene = *state;
    scene_database(scene_path(scene, "db"), three_texts);
    xap_db *db = open_to_read(scene);
    patience endless = {.at = 1000000};
    EXPECT(XAP_OK,
           xap_db_compact(db, scene_path(scene, "whole"), XAP_COMPACT_STANDARD, true, stop_at, &endless, &scene_error));
    assert_int_equal(scene_count(scene_path(scene, "whole")), 3);
    assert_true(endless.asked > 2);
    assert_true(endless.asked < endless.at);
    for (unsigned at = 1; at <= endless.asked; at++) {
        char name[16];
        snprintf(name, sizeof name, "part%u", at);
        patience own = {.at = at};
        const char *path = scene_path(scene, name);
        EXPECT(XAP_STOPPED, xap_db_compact(db, path, XAP_COMPACT_STANDARD, true, stop_at, &own, &scene_error));
        assert_int_equal(own.asked, at);
        assert_string_equal(scene_error.type, "stopped");
        assert_true(scene_error.text[0] != '\0');
        assert_int_equal(
            xap_db_compact(db, scene_path(scene, "silent"), XAP_COMPACT_STANDARD, true, stop_at, &own, NULL),
            XAP_STOPPED);
        scene_remove(scene_path(scene, "silent"));
    }
    /* What was read is as it was, and what is left of a copy is in nobody's way once it is removed. */
    assert_int_equal(scene_count(scene_path(scene, "db")), 3);
    scene_remove(scene_path(scene, "part1"));
    EXPECT(XAP_OK,
           xap_db_compact(db, scene_path(scene, "part1"), XAP_COMPACT_STANDARD, true, NULL, NULL, &scene_error));
    assert_int_equal(scene_count(scene_path(scene, "part1")), 3);
    xap_db_free(db);
}

static void merged_metadata_are_the_first_database_s(void **state)
{
    struct scene *scene = *state;
    static const char *const names[] = {"one", "two"};
    xap_db *all, *merged;
    const char *value;
    size_t bytes;
    EXPECT(XAP_OK, xap_db_new(&all, &scene_error));
    for (size_t i = 0; i < 2; i++) {
        xap_wdb *wdb;
        xap_db *db;
        EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, names[i]), XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
        EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, S("both"), names[i], 3, &scene_error));
        EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, names[i], 3, S("own"), &scene_error));
        EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
        xap_wdb_free(wdb);
        EXPECT(XAP_OK, xap_db_open(scene_path(scene, names[i]), &db, &scene_error));
        EXPECT(XAP_OK, xap_db_add(all, db, &scene_error));
        xap_db_free(db);
    }
    const char *path = scene_path(scene, "merged");
    EXPECT(XAP_OK, xap_db_compact(all, path, XAP_COMPACT_STANDARD, true, NULL, NULL, &scene_error));
    xap_db_free(all);
    EXPECT(XAP_OK, xap_db_open(path, &merged, &scene_error));
    static const struct {
        const char *key, *value;
    } expected[] = {{"both", "one"}, {"one", "own"}, {"two", "own"}};
    for (size_t i = 0; i < 3; i++) {
        EXPECT(XAP_OK, xap_db_metadata(merged, expected[i].key, strlen(expected[i].key), &value, &bytes, &scene_error));
        assert_string_equal(value, expected[i].value);
    }
    xap_db_free(merged);
}

#define scene_test(name) cmocka_unit_test_setup_teardown(name, scene_start, scene_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(a_value_is_set_and_nothing_else_is_changed),
        scene_test(an_empty_value_removes_it),
        scene_test(a_value_of_a_document_that_is_not_there_changes_nothing),
        scene_test(values_are_counted_in_several_databases),
        scene_test(a_compaction_ends_when_it_is_told_to),
        scene_test(merged_metadata_are_the_first_database_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
