/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: what becomes of exceptions, of databases that are missing or broken, of a reader that is overtaken. */
#include "test_xapian_c_scene.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/xapian_c/testing.h"

static const struct {
    const char *type;
    xap_status status;
} classes[] = {
    {"AssertionError", XAP_ARGUMENT},
    {"DatabaseClosedError", XAP_INTERNAL},
    {"DatabaseCorruptError", XAP_CORRUPT},
    {"DatabaseCreateError", XAP_IO},
    {"DatabaseError", XAP_IO},
    {"DatabaseLockError", XAP_LOCKED},
    {"DatabaseModifiedError", XAP_STALE},
    {"DatabaseNotFoundError", XAP_NOT_FOUND},
    {"DatabaseOpeningError", XAP_IO},
    {"DatabaseVersionError", XAP_VERSION},
    {"DocNotFoundError", XAP_NOT_FOUND},
    {"FeatureUnavailableError", XAP_UNIMPLEMENTED},
    {"InternalError", XAP_INTERNAL},
    {"InvalidArgumentError", XAP_ARGUMENT},
    {"InvalidOperationError", XAP_ARGUMENT},
    {"NetworkError", XAP_IO},
    {"NetworkTimeoutError", XAP_IO},
    {"QueryParserError", XAP_QUERY},
    {"RangeError", XAP_ARGUMENT},
    {"SerialisationError", XAP_CORRUPT},
    {"UnimplementedError", XAP_UNIMPLEMENTED},
    {"WildcardError", XAP_QUERY},
};

static void each_class_of_xapian_is_mapped(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        EXPECT(classes[i].status, xap_testing_throw(classes[i].type, "what", "", 0, &scene_error));
        assert_string_equal(scene_error.type, classes[i].type);
        assert_string_equal(scene_error.text, "what");
        assert_int_equal(xap_testing_throw(classes[i].type, "what", "where", ENOENT, NULL), classes[i].status);
    }
    EXPECT(XAP_OK, xap_testing_throw("NoSuchError", "", "", 0, &scene_error));
}

static void each_other_exception_is_mapped(void **state)
{
    (void)state;
    EXPECT(XAP_NOMEM, xap_testing_throw("bad_alloc", "", "", 0, &scene_error));
    assert_string_equal(scene_error.type, "bad_alloc");
    EXPECT(XAP_NOMEM, xap_testing_throw("bad_array_new_length", "", "", 0, &scene_error));
    EXPECT(XAP_NOMEM, xap_testing_throw("length_error", "", "", 0, &scene_error));
    assert_string_equal(scene_error.type, "length_error");
    EXPECT(XAP_INTERNAL, xap_testing_throw("runtime_error", "of the\nlibrary", "", 0, &scene_error));
    assert_string_equal(scene_error.type, "exception");
    assert_string_equal(scene_error.text, "of the?library");
    EXPECT(XAP_INTERNAL, xap_testing_throw("int", "", "", 7, &scene_error));
    assert_string_equal(scene_error.type, "unknown");
    assert_int_not_equal(scene_error.text[0], '\0');
    assert_int_equal(xap_testing_throw("int", "", "", 7, NULL), XAP_INTERNAL);
}

static void the_text_has_context_and_system_error(void **state)
{
    (void)state;
    EXPECT(XAP_IO, xap_testing_throw("DatabaseError", "what", "where", ENOENT, &scene_error));
    assert_string_equal(scene_error.text, "what (context: where) (No such file or directory)");
}

static void the_text_is_one_printable_line(void **state)
{
    (void)state;
    static const struct {
        const char *message, *text;
    } cases[] = {
        {"a\nb\tc\x7f\x1b[0m", "a?b?c??[0m"},
        {"gr\xc3\xbc\xc3\x9f, \xe5\xa3\xb0\xe6\x98\x8e, \xf0\x9f\x93\xb0",
         "gr\xc3\xbc\xc3\x9f, \xe5\xa3\xb0\xe6\x98\x8e, \xf0\x9f\x93\xb0"},
        {"\xff \xc3 \xe5\xa3 \xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80 \xc2\x85", "? ? ?? ?? ??? ???? ??"},
        {"\xc3", "?"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        EXPECT(XAP_IO, xap_testing_throw("DatabaseError", cases[i].message, "", 0, &scene_error));
        assert_string_equal(scene_error.text, cases[i].text);
    }
}

static void a_long_text_is_cut_between_characters(void **state)
{
    (void)state;
    char message[600];
    for (size_t lead = 0; lead < 8; lead++) {
        memset(message, 'x', lead);
        for (size_t i = lead; i + 4 < sizeof message; i += 4)
            memcpy(message + i, "\xf0\x9f\x93\xb0", 5);
        EXPECT(XAP_IO, xap_testing_throw("DatabaseError", message, "context", ENOENT, &scene_error));
        size_t bytes = strlen(scene_error.text);
        assert_in_range(bytes, XAP_ERROR_TEXT_BYTES - 4, XAP_ERROR_TEXT_BYTES - 1);
        /* What follows may still fit: the text is whole characters of the message first. */
        size_t whole = lead + (bytes - lead) / 4 * 4;
        assert_memory_equal(scene_error.text, message, whole);
    }
}

static void a_missing_database_is_not_found(void **state)
{
    struct scene *scene = *state;
    xap_db *db;
    const char *path = scene_path(scene, "absent");
    EXPECT(XAP_NOT_FOUND, xap_db_open(path, &db, &scene_error));
    assert_null(db);
    assert_string_equal(scene_error.type, "DatabaseNotFoundError");
    assert_non_null(strstr(scene_error.text, "absent"));
    assert_int_equal(xap_db_open(path, &db, NULL), XAP_NOT_FOUND);
    /* A folder that is none, and a file that is none. */
    EXPECT(XAP_NOT_FOUND, xap_db_open(scene->folder, &db, &scene_error));
    FILE *file = fopen(scene_path(scene, "file"), "w");
    assert_non_null(file);
    assert_true(fputs("not a stub\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    EXPECT(XAP_IO, xap_db_open(scene_path(scene, "file"), &db, &scene_error));
    assert_null(db);
}

static void a_stub_leads_to_its_database(void **state)
{
    struct scene *scene = *state;
    static const char *const texts[] = {"to be", NULL};
    scene_database(scene_path(scene, "generation"), texts);
    FILE *file = fopen(scene_path(scene, "XAPIANDB"), "w");
    assert_non_null(file);
    assert_true(fputs("auto generation\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(scene_count(scene->folder), 1);
    assert_int_equal(scene_count(scene_path(scene, "XAPIANDB")), 1);
}

/* ---- broken databases ---- */

#define WORDS 400

/* 400 documents, so that the tables have several blocks. */
static void make_larger_database(const char *path)
{
    xap_wdb *wdb;
    EXPECT(XAP_OK, xap_wdb_open(path, XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
    for (unsigned i = 0; i < WORDS; i++) {
        char text[200];
        snprintf(text, sizeof text, "common word%u other%u common third%u fourth%u", i, i * 7 % 97, i % 13, i * i);
        (void)scene_add(wdb, text);
    }
    EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, S("key"), S("value"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);
}

/* Of the calls on a broken database: how many failed. */
static size_t failures;

static bool worked(xap_status status)
{
    failures += status != XAP_OK && status != XAP_DONE;
    return status == XAP_OK;
}

static void search_all(xap_db *db)
{
    xap_enquire *enquire = NULL;
    xap_query *parts[2] = {NULL, NULL}, *query = NULL;
    xap_mset *mset = NULL;
    xap_doc *doc = NULL;
    const char *data;
    size_t bytes;

    EXPECT(XAP_OK, xap_query_new_term(S("common"), 1, &parts[0], &scene_error));
    EXPECT(XAP_OK, xap_query_new_term(S("word7"), 1, &parts[1], &scene_error));
    EXPECT(XAP_OK, xap_query_new_op(XAP_OP_PHRASE, parts, 2, 2, &query, &scene_error));
    if (!worked(xap_enquire_new(db, &enquire, NULL)))
        goto out;
    EXPECT(XAP_OK, xap_enquire_set_query(enquire, query, &scene_error));
    if (!worked(xap_enquire_mset(enquire, 0, 10, WORDS, &mset, NULL)) || xap_mset_size(mset) == 0)
        goto out;
    if (worked(xap_mset_document(mset, 0, &doc, NULL)))
        (void)worked(xap_doc_data(doc, &data, &bytes, NULL));
out:
    xap_doc_free(doc);
    xap_mset_free(mset);
    xap_query_free(query);
    xap_query_free(parts[0]);
    xap_query_free(parts[1]);
    xap_enquire_free(enquire);
}

/* Walks to the end or to the first error, after which the iteration stays refused. */
static void walk(xap_terms *terms, bool with_frequencies)
{
    const char *term;
    size_t bytes;
    uint32_t number;
    xap_status status;
    while (worked(status = xap_terms_next(terms, &term, &bytes, NULL)))
        (void)(with_frequencies && worked(xap_terms_term_freq(terms, &number, NULL)));
    assert_int_equal(xap_terms_next(terms, &term, &bytes, NULL), status == XAP_DONE ? XAP_DONE : XAP_ARGUMENT);
    xap_terms_free(terms);
}

/* Reads all of a database that may be broken; the number of calls that failed. */
static size_t read_all(const char *path)
{
    xap_db *db;
    xap_terms *terms;
    xap_postings *postings;
    xap_positions *positions;
    xap_values *values;
    const char *value;
    size_t bytes;
    uint32_t number;

    failures = 0;
    if (!worked(xap_db_open(path, &db, NULL)))
        return failures;
    if (worked(xap_db_all_terms(db, NULL, 0, &terms, NULL)))
        walk(terms, true);
    if (worked(xap_db_metadata_keys(db, NULL, 0, &terms, NULL)))
        walk(terms, false);
    for (uint32_t docid = 1; docid <= WORDS; docid += 57) {
        if (worked(xap_db_term_list(db, docid, &terms, NULL)))
            walk(terms, true);
        if (!worked(xap_db_positions(db, docid, S("common"), &positions, NULL)))
            continue;
        while (worked(xap_positions_next(positions, &number, NULL)))
            continue;
        xap_positions_free(positions);
    }
    if (worked(xap_db_postings(db, S("common"), &postings, NULL))) {
        while (worked(xap_postings_next(postings, &number, NULL)))
            continue;
        xap_postings_free(postings);
    }
    if (worked(xap_db_values(db, 0, &values, NULL))) {
        while (worked(xap_values_next(values, &number, &value, &bytes, NULL)))
            continue;
        xap_values_free(values);
    }
    search_all(db);
    xap_db_free(db);
    return failures;
}

/* Reads the whole file into `bytes`; how many there are. */
static size_t read_file(const char *path, char *bytes, size_t most)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t count = fread(bytes, 1, most, file);
    assert_true(count < most);
    assert_int_equal(fclose(file), 0);
    return count;
}

static void write_file(const char *path, const char *bytes, size_t count)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

/* Cut short, that is. Against other bytes in a block Xapian is not armed: it reads past its end, or never ends. */
static void a_file_cut_short_is_an_error_and_not_a_crash(void **state)
{
    struct scene *scene = *state;
    static const char *const tables[] = {"docdata.glass", "position.glass", "postlist.glass", "termlist.glass"};
    static char whole[1 << 20];
    char path[600];

    make_larger_database(scene_path(scene, "db"));
    assert_int_equal(read_all(scene_path(scene, "db")), 0);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", scene_path(scene, "db"), tables[i]);
        size_t bytes = read_file(path, whole, sizeof whole);
        assert_true(bytes >= 16384);
        for (size_t kept = 0; kept < bytes / 2; kept += 8192 - 1) {
            write_file(path, whole, kept);
            assert_int_not_equal(read_all(scene_path(scene, "db")), 0);
        }
        write_file(path, whole, bytes);
    }
    assert_int_equal(read_all(scene_path(scene, "db")), 0);
}

static void a_broken_version_file_is_said_to_be(void **state)
{
    struct scene *scene = *state;
    static char whole[65536];
    char path[600];
    xap_db *db;

    make_larger_database(scene_path(scene, "db"));
    snprintf(path, sizeof path, "%s/iamglass", scene_path(scene, "db"));
    size_t bytes = read_file(path, whole, sizeof whole);
    write_file(path, whole, 20);
    EXPECT(XAP_CORRUPT, xap_db_open(scene_path(scene, "db"), &db, &scene_error));
    write_file(path, "nothing of Xapian's, but long enough to have been", 49);
    EXPECT(XAP_CORRUPT, xap_db_open(scene_path(scene, "db"), &db, &scene_error));
    whole[14] = (char)(whole[14] + 1); /* the format's number */
    write_file(path, whole, bytes);
    EXPECT(XAP_VERSION, xap_db_open(scene_path(scene, "db"), &db, &scene_error));
    assert_null(db);
}

static void a_reader_that_is_overtaken_is_stale_and_opens_again(void **state)
{
    struct scene *scene = *state;
    const char *path = scene_path(scene, "db");
    xap_db *db;
    xap_doc *doc;
    xap_wdb *wdb;
    xap_status status = XAP_OK;

    make_larger_database(path);
    EXPECT(XAP_OK, xap_db_open(path, &db, &scene_error));
    EXPECT(XAP_OK, xap_wdb_open(path, XAP_OPEN, XAP_NO_SYNC, &wdb, &scene_error));
    for (int commit = 0; commit < 2; commit++) {
        for (uint32_t docid = 1; docid <= WORDS; docid++) {
            xap_doc *other = scene_document("another text altogether");
            EXPECT(XAP_OK, xap_wdb_replace_document(wdb, docid, other, &scene_error));
            xap_doc_free(other);
        }
        EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    }
    xap_wdb_free(wdb);

    for (uint32_t docid = 1; docid <= WORDS && status == XAP_OK; docid++) {
        const char *data;
        size_t bytes;
        status = xap_db_document(db, docid, &doc, &scene_error);
        if (status == XAP_OK) {
            status = xap_doc_data(doc, &data, &bytes, &scene_error);
            xap_doc_free(doc);
        }
    }
    assert_int_equal(status, XAP_STALE);
    assert_string_equal(scene_error.type, "DatabaseModifiedError");
    xap_db_free(db);
    EXPECT(XAP_OK, xap_db_open(path, &db, &scene_error));
    EXPECT(XAP_OK, xap_db_document(db, 1, &doc, &scene_error));
    xap_doc_free(doc);
    xap_db_free(db);
}

#define scene_test(name) cmocka_unit_test_setup_teardown(name, scene_start, scene_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_class_of_xapian_is_mapped),
        cmocka_unit_test(each_other_exception_is_mapped),
        cmocka_unit_test(the_text_has_context_and_system_error),
        cmocka_unit_test(the_text_is_one_printable_line),
        cmocka_unit_test(a_long_text_is_cut_between_characters),
        scene_test(a_missing_database_is_not_found),
        scene_test(a_stub_leads_to_its_database),
        scene_test(a_file_cut_short_is_an_error_and_not_a_crash),
        scene_test(a_broken_version_file_is_said_to_be),
        scene_test(a_reader_that_is_overtaken_is_stale_and_opens_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
