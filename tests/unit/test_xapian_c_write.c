/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: changing databases, what commits and what does not, compaction. */
#include "test_xapian_c_scene.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

static const char *const no_texts[] = {NULL};
static const char *const two_texts[] = {"to be", "or not", NULL};

static xap_wdb *open_empty(struct scene *scene)
{
    xap_wdb *wdb;
    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "db"), XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
    return wdb;
}

static uint32_t count_of(xap_db *db)
{
    uint32_t count;
    EXPECT(XAP_OK, xap_db_doc_count(db, &count, &scene_error));
    return count;
}

/* The data of a document. */
static void assert_data(xap_db *db, uint32_t docid, const char *expected)
{
    xap_doc *doc;
    const char *data;
    size_t bytes;
    EXPECT(XAP_OK, xap_db_document(db, docid, &doc, &scene_error));
    EXPECT(XAP_OK, xap_doc_data(doc, &data, &bytes, &scene_error));
    assert_string_equal(data, expected);
    xap_doc_free(doc);
}

static void each_way_of_opening_keeps_its_promise(void **state)
{
    struct scene *scene = *state;
    const char *path = scene_path(scene, "db");
    xap_wdb *wdb;

    EXPECT(XAP_NOT_FOUND, xap_wdb_open(path, XAP_OPEN, 0, &wdb, &scene_error));
    assert_null(wdb);
    scene_database(path, two_texts);
    EXPECT(XAP_IO, xap_wdb_open(path, XAP_CREATE, 0, &wdb, &scene_error));
    assert_string_equal(scene_error.type, "DatabaseCreateError");
    EXPECT(XAP_OK, xap_wdb_open(path, XAP_OPEN, 0, &wdb, &scene_error));
    assert_int_equal(count_of(xap_wdb_db(wdb)), 2);
    xap_wdb_free(wdb);
    EXPECT(XAP_OK, xap_wdb_open(path, XAP_CREATE_OR_OPEN, XAP_NO_SYNC, &wdb, &scene_error));
    assert_int_equal(count_of(xap_wdb_db(wdb)), 2);
    xap_wdb_free(wdb);
    EXPECT(XAP_OK, xap_wdb_open(path, XAP_OVERWRITE, XAP_NO_SYNC, &wdb, &scene_error));
    assert_int_equal(count_of(xap_wdb_db(wdb)), 0);
    xap_wdb_free(wdb);
    xap_wdb_free(NULL);
    assert_int_equal(scene_count(path), 0);

    path = scene_path(scene, "new");
    EXPECT(XAP_OK, xap_wdb_open(path, XAP_CREATE_OR_OPEN, 0, &wdb, &scene_error));
    xap_wdb_free(wdb);
    assert_int_equal(scene_count(path), 0);
    EXPECT(XAP_ARGUMENT, xap_wdb_open(path, XAP_OPEN, 64, &wdb, &scene_error));
    EXPECT(XAP_IO, xap_wdb_open(scene_path(scene, "absent/db"), XAP_CREATE, 0, &wdb, &scene_error));
}

static void what_is_committed_lasts(void **state)
{
    struct scene *scene = *state;
    xap_wdb *wdb = open_empty(scene);
    xap_db *db;
    const char *value;
    size_t bytes;

    assert_int_equal(scene_add(wdb, "first"), 1);
    EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, S("key"), S("value"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    assert_int_equal(scene_count(scene_path(scene, "db")), 1);
    assert_int_equal(scene_add(wdb, "second"), 2);
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);

    EXPECT(XAP_OK, xap_db_open(scene_path(scene, "db"), &db, &scene_error));
    assert_int_equal(count_of(db), 2);
    assert_data(db, 2, "second");
    EXPECT(XAP_OK, xap_db_metadata(db, S("key"), &value, &bytes, &scene_error));
    assert_string_equal(value, "value");
    xap_db_free(db);
}

static void what_is_not_committed_is_gone(void **state)
{
    struct scene *scene = *state;
    xap_wdb *wdb = open_empty(scene);
    xap_db *db;
    const char *value;
    size_t bytes;

    (void)scene_add(wdb, "kept");
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    (void)scene_add(wdb, "dropped");
    EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, S("key"), S("value"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_delete_document(wdb, 1, &scene_error));
    assert_int_equal(count_of(xap_wdb_db(wdb)), 1);
    assert_data(xap_wdb_db(wdb), 2, "dropped");
    xap_wdb_free(wdb);

    EXPECT(XAP_OK, xap_db_open(scene_path(scene, "db"), &db, &scene_error));
    assert_int_equal(count_of(db), 1);
    assert_data(db, 1, "kept");
    EXPECT(XAP_OK, xap_db_metadata(db, S("key"), &value, &bytes, &scene_error));
    assert_int_equal(bytes, 0);
    xap_db_free(db);
}

static void nothing_is_committed_however_much_is_added(void **state)
{
    struct scene *scene = *state;
    assert_int_equal(setenv("XAPIAN_FLUSH_THRESHOLD", "3", 1), 0); /* Xapian would commit at the third */
    xap_wdb *wdb = open_empty(scene);
    for (int i = 0; i < 10; i++)
        (void)scene_add(wdb, "word");
    assert_int_equal(scene_count(scene_path(scene, "db")), 0);
    xap_wdb_free(wdb);
    assert_int_equal(unsetenv("XAPIAN_FLUSH_THRESHOLD"), 0);
    assert_int_equal(scene_count(scene_path(scene, "db")), 0);
}

static void one_writer_at_a_time(void **state)
{
    struct scene *scene = *state;
    xap_wdb *wdb = open_empty(scene), *second;
    xap_enquire *enquire;
    xap_terms *terms;

    EXPECT(XAP_LOCKED, xap_wdb_open(scene_path(scene, "db"), XAP_OPEN, 0, &second, &scene_error));
    assert_string_equal(scene_error.type, "DatabaseLockError");
    assert_null(second);

    /* The lock goes with the writer, even where something made from it is still there. */
    (void)scene_add(wdb, "dropped");
    EXPECT(XAP_OK, xap_enquire_new(xap_wdb_db(wdb), &enquire, &scene_error));
    EXPECT(XAP_OK, xap_db_all_terms(xap_wdb_db(wdb), NULL, 0, &terms, &scene_error));
    xap_wdb_free(wdb);
    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "db"), XAP_OPEN, 0, &second, &scene_error));
    xap_enquire_free(enquire);
    xap_terms_free(terms);
    xap_wdb_free(second);
    assert_int_equal(scene_count(scene_path(scene, "db")), 0);
}

static void documents_are_replaced_and_deleted(void **state)
{
    xap_wdb *wdb = open_empty(*state);
    xap_db *db = xap_wdb_db(wdb);
    xap_doc *doc = scene_document("new text");
    uint32_t docid;

    (void)scene_add(wdb, "Q1 one");
    (void)scene_add(wdb, "Q2 two");
    (void)scene_add(wdb, "Q3 common");
    (void)scene_add(wdb, "Q4 common");
    EXPECT(XAP_OK, xap_wdb_replace_document(wdb, 2, doc, &scene_error));
    assert_data(db, 2, "new text");
    EXPECT(XAP_OK, xap_wdb_replace_document(wdb, 9, doc, &scene_error));
    assert_data(db, 9, "new text");
    EXPECT(XAP_OK, xap_wdb_replace_by_term(wdb, S("Q1"), doc, &docid, &scene_error));
    assert_int_equal(docid, 1);
    EXPECT(XAP_OK, xap_wdb_replace_by_term(wdb, S("absent"), doc, &docid, &scene_error));
    assert_int_equal(docid, 10);
    assert_int_equal(count_of(db), 6);
    EXPECT(XAP_OK, xap_wdb_delete_by_term(wdb, S("common"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_delete_by_term(wdb, S("common"), &scene_error));
    assert_int_equal(count_of(db), 4);
    EXPECT(XAP_OK, xap_wdb_delete_document(wdb, 9, &scene_error));
    assert_int_equal(count_of(db), 3);
    EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, S("key"), S("value"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, S("key"), NULL, 0, &scene_error));
    const char *value;
    size_t bytes;
    EXPECT(XAP_OK, xap_db_metadata(db, S("key"), &value, &bytes, &scene_error));
    assert_int_equal(bytes, 0);
    xap_doc_free(doc);
    xap_wdb_free(wdb);
}

static void an_argument_that_is_refused_changes_nothing(void **state)
{
    xap_wdb *wdb = open_empty(*state);
    xap_doc *doc = scene_document("text");
    char key[300];
    uint32_t docid;

    (void)scene_add(wdb, "kept");
    memset(key, 'k', sizeof key);
    EXPECT(XAP_NOT_FOUND, xap_wdb_delete_document(wdb, 7, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_wdb_delete_document(wdb, 0, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_wdb_replace_document(wdb, 0, doc, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_wdb_replace_by_term(wdb, NULL, 0, doc, &docid, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_wdb_replace_by_term(wdb, key, 246, doc, &docid, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_wdb_delete_by_term(wdb, NULL, 0, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_wdb_delete_by_term(wdb, key, 246, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_wdb_set_metadata(wdb, NULL, 0, S("value"), &scene_error));
    EXPECT(XAP_ARGUMENT, xap_wdb_set_metadata(wdb, key, 254, S("value"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, key, 253, S("value"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_doc_free(doc);
    xap_wdb_free(wdb);
    assert_int_equal(scene_count(scene_path(*state, "db")), 1);
}

/* Makes a document whose data cannot be fetched any more: its database has moved on by two commits, which have written
 * over the blocks of its revision. */
static xap_doc *overtaken_document(struct scene *scene)
{
    enum { documents = 600 };
    const char *path = scene_path(scene, "other");
    xap_db *db;
    xap_doc *doc = NULL, *common = scene_document("some text");
    xap_wdb *wdb;

    EXPECT(XAP_OK, xap_wdb_open(path, XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
    for (int commit = 0; commit < 3; commit++) {
        for (uint32_t docid = 1; docid <= documents; docid++)
            EXPECT(XAP_OK, xap_wdb_replace_document(wdb, docid, common, &scene_error));
        EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
        if (commit == 0) {
            EXPECT(XAP_OK, xap_db_open(path, &db, &scene_error));
            EXPECT(XAP_OK, xap_db_document(db, documents / 2, &doc, &scene_error));
            xap_db_free(db);
        }
    }
    xap_doc_free(common);
    xap_wdb_free(wdb);
    return doc;
}

static void after_a_failed_change_nothing_can_be_committed(void **state)
{
    struct scene *scene = *state;
    xap_doc *bad = overtaken_document(scene), *good = scene_document("good");
    xap_wdb *wdb = open_empty(scene);
    uint32_t docid;

    (void)scene_add(wdb, "kept");
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    (void)scene_add(wdb, "dropped by the failure");
    EXPECT(XAP_STALE, xap_wdb_add_document(wdb, bad, &docid, &scene_error));
    EXPECT(XAP_STALE, xap_wdb_add_document(wdb, good, &docid, &scene_error));
    assert_string_equal(scene_error.type, "DatabaseModifiedError");
    EXPECT(XAP_STALE, xap_wdb_replace_document(wdb, 1, good, &scene_error));
    EXPECT(XAP_STALE, xap_wdb_replace_by_term(wdb, S("good"), good, &docid, &scene_error));
    EXPECT(XAP_STALE, xap_wdb_delete_document(wdb, 1, &scene_error));
    EXPECT(XAP_STALE, xap_wdb_delete_by_term(wdb, S("kept"), &scene_error));
    EXPECT(XAP_STALE, xap_wdb_set_metadata(wdb, S("key"), S("value"), &scene_error));
    EXPECT(XAP_STALE, xap_wdb_commit(wdb, &scene_error));
    assert_int_equal(xap_wdb_commit(wdb, NULL), XAP_STALE);
    xap_doc_free(bad);
    xap_doc_free(good);
    xap_wdb_free(wdb);
    assert_int_equal(scene_count(scene_path(scene, "db")), 1);
}

static void a_commit_that_fails_keeps_the_last_state(void **state)
{
    struct scene *scene = *state;
    xap_wdb *wdb = open_empty(scene);
    struct rlimit before, tight;
    static char text[200000];

    (void)scene_add(wdb, "kept");
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    for (size_t i = 0; i < sizeof text - 1; i++) /* that does not compress well */
        text[i] = (char)('!' + (i * i * 7 + i * 31 + i / 97) % 90);
    xap_doc *doc = scene_document("dropped");
    uint32_t docid;
    EXPECT(XAP_OK, xap_doc_set_data(doc, text, sizeof text - 1, &scene_error));

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = before;
    tight.rlim_cur = 8192; /* of a file; a full disk is met in the same places */
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    xap_status added = xap_wdb_add_document(wdb, doc, &docid, NULL);
    xap_status committed = xap_wdb_commit(wdb, &scene_error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);

    assert_true(added == XAP_OK || added == XAP_IO);
    assert_int_equal(committed, XAP_IO);
    EXPECT(XAP_IO, xap_wdb_commit(wdb, &scene_error));
    xap_doc_free(doc);
    xap_wdb_free(wdb);
    assert_int_equal(scene_count(scene_path(scene, "db")), 1);
    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "db"), XAP_OPEN, 0, &wdb, &scene_error));
    xap_wdb_free(wdb);
}

static void databases_are_merged_and_compacted(void **state)
{
    struct scene *scene = *state;
    static const char *const more_texts[] = {"that is", "the question", "here", NULL};
    xap_db *all, *part;
    uint32_t last;

    scene_database(scene_path(scene, "a"), two_texts);
    scene_database(scene_path(scene, "b"), more_texts);
    EXPECT(XAP_OK, xap_db_new(&all, &scene_error));
    static const char *const parts[] = {"a", "b"};
    for (size_t i = 0; i < 2; i++) {
        EXPECT(XAP_OK, xap_db_open(scene_path(scene, parts[i]), &part, &scene_error));
        EXPECT(XAP_OK, xap_db_add(all, part, &scene_error));
        xap_db_free(part);
    }
    static const char *const names[] = {"standard", "full", "fuller"};
    static const xap_compaction levels[] = {XAP_COMPACT_STANDARD, XAP_COMPACT_FULL, XAP_COMPACT_FULLER};
    for (size_t i = 0; i < 3; i++) {
        const char *path = scene_path(scene, names[i]);
        EXPECT(XAP_OK, xap_db_compact(all, path, levels[i], true, NULL, NULL, &scene_error));
        EXPECT(XAP_OK, xap_db_open(path, &part, &scene_error));
        assert_int_equal(count_of(part), 5);
        EXPECT(XAP_OK, xap_db_last_docid(part, &last, &scene_error));
        assert_int_equal(last, 5);
        assert_data(part, 2, "or not");
        assert_data(part, 3, "that is");
        xap_db_free(part);
    }
    EXPECT(XAP_ARGUMENT,
           xap_db_compact(all, scene_path(scene, "x"), (xap_compaction)3, true, NULL, NULL, &scene_error));
    /* Both have a document 1. */
    EXPECT(XAP_ARGUMENT,
           xap_db_compact(all, scene_path(scene, "x"), XAP_COMPACT_FULL, false, NULL, NULL, &scene_error));
    assert_string_equal(scene_error.type, "InvalidOperationError");
    xap_db_free(all);
}

static void compaction_keeps_numbers_where_it_is_told_to(void **state)
{
    struct scene *scene = *state;
    static const bool renumber[] = {true, false};
    static const char *const names[] = {"renumbered", "kept"};
    xap_doc *doc = scene_document("word");
    xap_wdb *wdb = open_empty(scene);
    xap_db *db;
    uint32_t last;

    EXPECT(XAP_OK, xap_wdb_replace_document(wdb, 7, doc, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_db_compact(xap_wdb_db(wdb), scene_path(scene, "early"), XAP_COMPACT_FULL, true, NULL, NULL,
                                        &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    for (size_t i = 0; i < 2; i++) {
        const char *path = scene_path(scene, names[i]);
        EXPECT(XAP_OK, xap_db_compact(xap_wdb_db(wdb), path, XAP_COMPACT_FULL, renumber[i], NULL, NULL, &scene_error));
        EXPECT(XAP_OK, xap_db_open(path, &db, &scene_error));
        EXPECT(XAP_OK, xap_db_last_docid(db, &last, &scene_error));
        assert_int_equal(last, renumber[i] ? 1 : 7);
        xap_db_free(db);
    }
    xap_doc_free(doc);
    xap_wdb_free(wdb);
}

static void compaction_overwrites_nothing(void **state)
{
    struct scene *scene = *state;
    xap_db *db;

    scene_database(scene_path(scene, "a"), two_texts);
    scene_database(scene_path(scene, "b"), no_texts);
    EXPECT(XAP_OK, xap_db_open(scene_path(scene, "a"), &db, &scene_error));
    EXPECT(XAP_IO, xap_db_compact(db, scene_path(scene, "b"), XAP_COMPACT_FULL, true, NULL, NULL, &scene_error));
    EXPECT(XAP_IO, xap_db_compact(db, scene_path(scene, "a"), XAP_COMPACT_FULL, true, NULL, NULL, &scene_error));
    EXPECT(XAP_IO,
           xap_db_compact(db, scene_path(scene, "a/iamglass"), XAP_COMPACT_FULL, true, NULL, NULL, &scene_error));
    EXPECT(XAP_IO, xap_db_compact(db, scene_path(scene, "no/where"), XAP_COMPACT_FULL, true, NULL, NULL, &scene_error));
    EXPECT(XAP_IO,
           xap_db_compact(db, scene_path(scene, "a/iamglass/x"), XAP_COMPACT_FULL, true, NULL, NULL, &scene_error));
    xap_db_free(db);
    assert_int_equal(scene_count(scene_path(scene, "a")), 2);
    assert_int_equal(scene_count(scene_path(scene, "b")), 0);
}

static void a_dangerous_writer_commits_like_another(void **state)
{
    struct scene *scene = *state;
    xap_wdb *wdb;
    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "db"), XAP_CREATE, XAP_NO_SYNC | XAP_DANGEROUS, &wdb, &scene_error));
    for (int i = 0; i < 3; i++)
        (void)scene_add(wdb, "word");
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);
    assert_int_equal(scene_count(scene_path(scene, "db")), 3);
    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "b"), XAP_CREATE, XAP_NO_SYNC | XAP_DANGEROUS, &wdb, &scene_error));
    (void)scene_add(wdb, "word");
    xap_wdb_free(wdb); /* without commit: of no use any more, but not a crash */
}

#define scene_test(name) cmocka_unit_test_setup_teardown(name, scene_start, scene_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(each_way_of_opening_keeps_its_promise),
        scene_test(what_is_committed_lasts),
        scene_test(what_is_not_committed_is_gone),
        scene_test(nothing_is_committed_however_much_is_added),
        scene_test(one_writer_at_a_time),
        scene_test(documents_are_replaced_and_deleted),
        scene_test(an_argument_that_is_refused_changes_nothing),
        scene_test(after_a_failed_change_nothing_can_be_committed),
        scene_test(a_commit_that_fails_keeps_the_last_state),
        scene_test(databases_are_merged_and_compacted),
        scene_test(compaction_keeps_numbers_where_it_is_told_to),
        scene_test(compaction_overwrites_nothing),
        scene_test(a_dangerous_writer_commits_like_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
