/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: documents, reading databases, iterations. */
#include "test_xapian_c_scene.h"

#include <string.h>

static const char *const texts[] = {"to be or not to be", "be not afraid", "afraid to be", NULL};

static xap_db *open_texts(struct scene *scene)
{
    xap_db *db;
    scene_database(scene_path(scene, "texts"), texts);
    EXPECT(XAP_OK, xap_db_open(scene_path(scene, "texts"), &db, &scene_error));
    return db;
}

static void a_document_gives_back_what_was_put_in(void **state)
{
    (void)state;
    xap_doc *doc;
    const char *got;
    size_t bytes;
    uint32_t docid = 9;

    EXPECT(XAP_OK, xap_doc_new(&doc, &scene_error));
    EXPECT(XAP_OK, xap_doc_data(doc, &got, &bytes, &scene_error));
    assert_int_equal(bytes, 0);
    EXPECT(XAP_OK, xap_doc_set_data(doc, S("a\0b"), &scene_error));
    EXPECT(XAP_OK, xap_doc_data(doc, &got, &bytes, &scene_error));
    assert_int_equal(bytes, 3);
    assert_memory_equal(got, "a\0b", 4);

    EXPECT(XAP_OK, xap_doc_value(doc, 7, &got, &bytes, &scene_error));
    assert_int_equal(bytes, 0);
    EXPECT(XAP_OK, xap_doc_set_value(doc, 7,
                                     S("2\0"
                                       "0"),
                                     &scene_error));
    EXPECT(XAP_OK, xap_doc_value(doc, 7, &got, &bytes, &scene_error));
    assert_int_equal(bytes, 3);
    assert_memory_equal(got,
                        "2\0"
                        "0",
                        4);
    EXPECT(XAP_OK, xap_doc_set_value(doc, 7, NULL, 0, &scene_error));
    EXPECT(XAP_OK, xap_doc_value(doc, 7, &got, &bytes, &scene_error));
    assert_int_equal(bytes, 0);

    EXPECT(XAP_OK, xap_doc_docid(doc, &docid, &scene_error));
    assert_int_equal(docid, 0);
    xap_doc_free(doc);
    xap_doc_free(NULL);
}

static void terms_that_cannot_be_stored_are_refused_at_once(void **state)
{
    (void)state;
    xap_doc *doc;
    char term[300];

    memset(term, 'x', sizeof term);
    EXPECT(XAP_OK, xap_doc_new(&doc, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_doc_add_term(doc, "", 0, 1, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_doc_add_posting(doc, NULL, 0, 1, 1, &scene_error));
    EXPECT(XAP_OK, xap_doc_add_posting(doc, term, 245, 1, 1, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_doc_add_posting(doc, term, 246, 1, 1, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_doc_add_term(doc, term, 246, 1, &scene_error));
    memset(term, '\0', 3);
    EXPECT(XAP_OK, xap_doc_add_term(doc, term, 242, 1, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_doc_add_term(doc, term, 243, 1, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_doc_remove_term(doc, S("absent"), &scene_error));
    EXPECT(XAP_OK, xap_doc_remove_term(doc, term, 242, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_doc_remove_term(doc, term, 242, &scene_error));
    xap_doc_free(doc);
}

static void a_term_of_nul_bytes_is_found_again(void **state)
{
    struct scene *scene = *state;
    char term[122] = {0};
    xap_wdb *wdb;
    xap_doc *doc;
    xap_terms *terms;
    const char *got;
    size_t bytes;
    uint32_t docid, count;

    EXPECT(XAP_OK, xap_doc_new(&doc, &scene_error));
    EXPECT(XAP_OK, xap_doc_add_posting(doc, term, sizeof term, 4, 2, &scene_error));
    EXPECT(XAP_OK, xap_doc_add_term(doc, S("a\0b"), 0, &scene_error));
    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "nul"), XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
    EXPECT(XAP_OK, xap_wdb_add_document(wdb, doc, &docid, &scene_error));
    EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, S("k\0y"), S("v\0e"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_doc_free(doc);
    xap_wdb_free(wdb);

    xap_db *db;
    EXPECT(XAP_OK, xap_db_open(scene_path(scene, "nul"), &db, &scene_error));
    EXPECT(XAP_OK, xap_db_collection_freq(db, term, sizeof term, &count, &scene_error));
    assert_int_equal(count, 2);
    EXPECT(XAP_OK, xap_db_all_terms(db, S("a"), &terms, &scene_error));
    EXPECT(XAP_OK, xap_terms_next(terms, &got, &bytes, &scene_error));
    assert_int_equal(bytes, 3);
    assert_memory_equal(got, "a\0b", 4);
    xap_terms_free(terms);
    EXPECT(XAP_OK, xap_db_metadata(db, S("k\0y"), &got, &bytes, &scene_error));
    assert_int_equal(bytes, 3);
    assert_memory_equal(got, "v\0e", 4);
    xap_db_free(db);
}

static void a_database_says_its_numbers(void **state)
{
    xap_db *db = open_texts(*state);
    uint32_t number;
    double length;
    bool exists;

    EXPECT(XAP_OK, xap_db_doc_count(db, &number, &scene_error));
    assert_int_equal(number, 3);
    EXPECT(XAP_OK, xap_db_last_docid(db, &number, &scene_error));
    assert_int_equal(number, 3);
    EXPECT(XAP_OK, xap_db_average_length(db, &length, &scene_error));
    assert_true(length > 3.99 && length < 4.01);
    EXPECT(XAP_OK, xap_db_doc_length(db, 1, &number, &scene_error));
    assert_int_equal(number, 6);
    EXPECT(XAP_NOT_FOUND, xap_db_doc_length(db, 4, &number, &scene_error));
    EXPECT(XAP_OK, xap_db_term_freq(db, S("be"), &number, &scene_error));
    assert_int_equal(number, 3);
    EXPECT(XAP_OK, xap_db_term_freq(db, S("absent"), &number, &scene_error));
    assert_int_equal(number, 0);
    EXPECT(XAP_OK, xap_db_collection_freq(db, S("be"), &number, &scene_error));
    assert_int_equal(number, 4);
    EXPECT(XAP_OK, xap_db_term_exists(db, S("or"), &exists, &scene_error));
    assert_true(exists);
    EXPECT(XAP_OK, xap_db_term_exists(db, S("absent"), &exists, &scene_error));
    assert_false(exists);
    xap_db_free(db);
    xap_db_free(NULL);
}

static void a_term_too_long_to_be_stored_is_looked_up_and_not_found(void **state)
{
    xap_db *db = open_texts(*state);
    char term[400];
    uint32_t number;
    bool exists;
    xap_postings *postings;

    memset(term, 'b', sizeof term);
    EXPECT(XAP_OK, xap_db_term_freq(db, term, sizeof term, &number, &scene_error));
    assert_int_equal(number, 0);
    EXPECT(XAP_OK, xap_db_term_exists(db, term, sizeof term, &exists, &scene_error));
    assert_false(exists);
    EXPECT(XAP_OK, xap_db_postings(db, term, sizeof term, &postings, &scene_error));
    EXPECT(XAP_DONE, xap_postings_next(postings, &number, &scene_error));
    xap_postings_free(postings);
    xap_db_free(db);
}

static void a_document_is_read_back_or_not_found(void **state)
{
    xap_db *db = open_texts(*state);
    xap_doc *doc;
    const char *data;
    size_t bytes;
    uint32_t docid;

    EXPECT(XAP_OK, xap_db_document(db, 2, &doc, &scene_error));
    EXPECT(XAP_OK, xap_doc_docid(doc, &docid, &scene_error));
    assert_int_equal(docid, 2);
    xap_db_free(db); /* the document keeps it */
    EXPECT(XAP_OK, xap_doc_data(doc, &data, &bytes, &scene_error));
    assert_string_equal(data, texts[1]);
    assert_int_equal(bytes, strlen(texts[1]));
    xap_doc_free(doc);

    EXPECT(XAP_OK, xap_db_open(scene_path(*state, "texts"), &db, &scene_error));
    EXPECT(XAP_NOT_FOUND, xap_db_document(db, 4, &doc, &scene_error));
    assert_string_equal(scene_error.type, "DocNotFoundError");
    assert_null(doc);
    EXPECT(XAP_ARGUMENT, xap_db_document(db, 0, &doc, &scene_error));
    assert_int_equal(xap_db_document(db, 4, &doc, NULL), XAP_NOT_FOUND);
    xap_db_free(db);
}

static void metadata_uuid_and_revision_are_read(void **state)
{
    struct scene *scene = *state;
    xap_db *db = open_texts(scene);
    xap_wdb *wdb;
    const char *value;
    size_t bytes;
    uint64_t revision, next;
    bool changed;

    EXPECT(XAP_OK, xap_db_metadata(db, S("format"), &value, &bytes, &scene_error));
    assert_int_equal(bytes, 0);
    EXPECT(XAP_ARGUMENT, xap_db_metadata(db, "", 0, &value, &bytes, &scene_error));
    EXPECT(XAP_OK, xap_db_revision(db, &revision, &scene_error));
    EXPECT(XAP_OK, xap_db_uuid(db, &value, &bytes, &scene_error));
    assert_int_equal(bytes, 36);

    EXPECT(XAP_OK, xap_db_reopen(db, &changed, &scene_error));
    assert_false(changed);
    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "texts"), XAP_OPEN, XAP_NO_SYNC, &wdb, &scene_error));
    EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, S("format"), S("1"), &scene_error));
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);
    EXPECT(XAP_OK, xap_db_reopen(db, &changed, &scene_error));
    assert_true(changed);
    EXPECT(XAP_OK, xap_db_revision(db, &next, &scene_error));
    assert_true(next == revision + 1);
    EXPECT(XAP_OK, xap_db_metadata(db, S("format"), &value, &bytes, &scene_error));
    assert_string_equal(value, "1");
    xap_db_free(db);
}

static void several_databases_are_searched_as_one(void **state)
{
    struct scene *scene = *state;
    static const char *const other_texts[] = {"afraid of nothing", NULL};
    xap_db *db, *part;
    uint32_t number;
    uint64_t revision;

    EXPECT(XAP_OK, xap_db_new(&db, &scene_error));
    EXPECT(XAP_OK, xap_db_doc_count(db, &number, &scene_error));
    assert_int_equal(number, 0);
    part = open_texts(scene);
    EXPECT(XAP_OK, xap_db_add(db, part, &scene_error));
    xap_db_free(part);
    scene_database(scene_path(scene, "other"), other_texts);
    EXPECT(XAP_OK, xap_db_open(scene_path(scene, "other"), &part, &scene_error));
    EXPECT(XAP_OK, xap_db_add(db, part, &scene_error));
    xap_db_free(part);

    EXPECT(XAP_OK, xap_db_doc_count(db, &number, &scene_error));
    assert_int_equal(number, 4);
    EXPECT(XAP_OK, xap_db_term_freq(db, S("afraid"), &number, &scene_error));
    assert_int_equal(number, 3);
    EXPECT(XAP_ARGUMENT, xap_db_revision(db, &revision, &scene_error));

    /* An iteration over several outlives the database that it was made from. */
    xap_postings *postings;
    EXPECT(XAP_OK, xap_db_postings(db, S("afraid"), &postings, &scene_error));
    xap_db_free(db);
    for (uint32_t docid = 0, last = 0, i = 0; i < 3; i++, last = docid) {
        EXPECT(XAP_OK, xap_postings_next(postings, &docid, &scene_error));
        assert_true(docid > last);
        EXPECT(XAP_OK, xap_postings_wdf(postings, &number, &scene_error));
        assert_int_equal(number, 1);
    }
    EXPECT(XAP_DONE, xap_postings_next(postings, &number, &scene_error));
    xap_postings_free(postings);
}

static void value_bounds_are_the_smallest_and_the_largest(void **state)
{
    struct scene *scene = *state;
    static const char *const dates[] = {"20200213", "1994", "2010-05"};
    const char *lower, *upper;
    size_t lower_bytes, upper_bytes;
    xap_wdb *wdb;
    uint32_t docid;

    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "dates"), XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        xap_doc *doc = scene_document("x");
        EXPECT(XAP_OK, xap_doc_set_value(doc, 3, dates[i], strlen(dates[i]), &scene_error));
        EXPECT(XAP_OK, xap_wdb_add_document(wdb, doc, &docid, &scene_error));
        xap_doc_free(doc);
    }
    xap_db *db = xap_wdb_db(wdb);
    EXPECT(XAP_OK, xap_db_value_bounds(db, 3, &lower, &lower_bytes, &upper, &upper_bytes, &scene_error));
    assert_string_equal(lower, "1994");
    assert_string_equal(upper, "20200213");
    assert_int_equal(lower_bytes, 4);
    assert_int_equal(upper_bytes, 8);
    EXPECT(XAP_OK, xap_db_value_bounds(db, 4, &lower, &lower_bytes, &upper, &upper_bytes, &scene_error));
    assert_int_equal(lower_bytes + upper_bytes, 0);
    xap_wdb_free(wdb);
}

/* The strings that are left, joined by spaces, must be `expected`; then, twice, there are no more. */
static void assert_terms(xap_terms *terms, const char *expected)
{
    const char *term;
    size_t bytes;
    for (const char *left = expected; *left;) {
        size_t wanted = strcspn(left, " ");
        EXPECT(XAP_OK, xap_terms_next(terms, &term, &bytes, &scene_error));
        assert_int_equal(bytes, wanted);
        assert_memory_equal(term, left, wanted);
        left += wanted;
        left += *left == ' ';
    }
    EXPECT(XAP_DONE, xap_terms_next(terms, &term, &bytes, &scene_error));
    EXPECT(XAP_DONE, xap_terms_next(terms, &term, &bytes, &scene_error));
}

static void terms_come_in_order_and_their_end_is_lasting(void **state)
{
    xap_db *db = open_texts(*state);
    xap_terms *terms;
    uint32_t number;

    EXPECT(XAP_OK, xap_db_all_terms(db, NULL, 0, &terms, &scene_error));
    assert_terms(terms, "afraid be not or to");
    EXPECT(XAP_ARGUMENT, xap_terms_term_freq(terms, &number, &scene_error));
    EXPECT(XAP_OK, xap_terms_skip_to(terms, S("be"), &scene_error));
    assert_terms(terms, "");
    xap_terms_free(terms);
    xap_terms_free(NULL);

    EXPECT(XAP_OK, xap_db_all_terms(db, S("o"), &terms, &scene_error));
    assert_terms(terms, "or");
    xap_terms_free(terms);
    EXPECT(XAP_OK, xap_db_all_terms(db, S("x"), &terms, &scene_error));
    assert_terms(terms, "");
    xap_terms_free(terms);
    EXPECT(XAP_NOT_FOUND, xap_db_term_list(db, 4, &terms, &scene_error));
    assert_null(terms);
    EXPECT(XAP_OK, xap_db_term_list(db, 2, &terms, &scene_error));
    xap_db_free(db);
    assert_terms(terms, "afraid be not");
    xap_terms_free(terms);
}

static void terms_have_frequencies_where_they_stand_on_one(void **state)
{
    xap_db *db = open_texts(*state);
    xap_terms *terms;
    const char *term;
    size_t bytes;
    uint32_t number;

    EXPECT(XAP_OK, xap_db_term_list(db, 1, &terms, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_terms_wdf(terms, &number, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_terms_term_freq(terms, &number, &scene_error));
    EXPECT(XAP_OK, xap_terms_next(terms, &term, &bytes, &scene_error));
    EXPECT(XAP_OK, xap_terms_wdf(terms, &number, &scene_error));
    assert_int_equal(number, 2);
    EXPECT(XAP_OK, xap_terms_term_freq(terms, &number, &scene_error));
    assert_int_equal(number, 3);
    xap_terms_free(terms);

    EXPECT(XAP_OK, xap_db_all_terms(db, S("t"), &terms, &scene_error));
    EXPECT(XAP_OK, xap_terms_next(terms, &term, &bytes, &scene_error));
    EXPECT(XAP_OK, xap_terms_term_freq(terms, &number, &scene_error));
    assert_int_equal(number, 2);
    EXPECT(XAP_ARGUMENT, xap_terms_wdf(terms, &number, &scene_error));
    xap_terms_free(terms);
    xap_db_free(db);
}

static void skipping_goes_forward_only(void **state)
{
    xap_db *db = open_texts(*state);
    xap_terms *terms;
    const char *term;
    size_t bytes;
    uint32_t number;

    EXPECT(XAP_OK, xap_db_all_terms(db, NULL, 0, &terms, &scene_error));
    EXPECT(XAP_OK, xap_terms_skip_to(terms, S("b"), &scene_error));
    EXPECT(XAP_ARGUMENT, xap_terms_term_freq(terms, &number, &scene_error));
    EXPECT(XAP_OK, xap_terms_next(terms, &term, &bytes, &scene_error));
    assert_string_equal(term, "be");
    EXPECT(XAP_OK, xap_terms_skip_to(terms, S("afraid"), &scene_error));
    EXPECT(XAP_OK, xap_terms_skip_to(terms, S("be"), &scene_error));
    EXPECT(XAP_OK, xap_terms_skip_to(terms, NULL, 0, &scene_error));
    EXPECT(XAP_OK, xap_terms_next(terms, &term, &bytes, &scene_error));
    assert_string_equal(term, "not");
    EXPECT(XAP_OK, xap_terms_skip_to(terms, S("oz"), &scene_error));
    EXPECT(XAP_OK, xap_terms_skip_to(terms, S("not"), &scene_error));
    assert_terms(terms, "to");
    xap_terms_free(terms);

    EXPECT(XAP_OK, xap_db_term_list(db, 1, &terms, &scene_error));
    EXPECT(XAP_OK, xap_terms_skip_to(terms, S("not"), &scene_error));
    assert_terms(terms, "not or to");
    xap_terms_free(terms);
    EXPECT(XAP_OK, xap_db_all_terms(db, NULL, 0, &terms, &scene_error));
    EXPECT(XAP_OK, xap_terms_skip_to(terms, S("zz"), &scene_error));
    assert_terms(terms, "");
    xap_terms_free(terms);
    xap_db_free(db);
}

static void metadata_keys_are_listed(void **state)
{
    struct scene *scene = *state;
    static const char *const keys[] = {"b", "aa", "ab"};
    xap_wdb *wdb;
    xap_terms *terms;
    const char *term;
    size_t bytes;
    uint32_t number;

    EXPECT(XAP_OK, xap_wdb_open(scene_path(scene, "keys"), XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        EXPECT(XAP_OK, xap_wdb_set_metadata(wdb, keys[i], strlen(keys[i]), S("value"), &scene_error));
    EXPECT(XAP_OK, xap_db_metadata_keys(xap_wdb_db(wdb), NULL, 0, &terms, &scene_error));
    assert_terms(terms, "aa ab b");
    xap_terms_free(terms);
    EXPECT(XAP_OK, xap_db_metadata_keys(xap_wdb_db(wdb), S("a"), &terms, &scene_error));
    EXPECT(XAP_OK, xap_terms_next(terms, &term, &bytes, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_terms_term_freq(terms, &number, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_terms_wdf(terms, &number, &scene_error));
    EXPECT(XAP_OK, xap_terms_skip_to(terms, S("ab"), &scene_error));
    assert_terms(terms, "ab");
    xap_terms_free(terms);
    xap_wdb_free(wdb);
}

static void postings_rise_and_their_end_is_lasting(void **state)
{
    xap_db *db = open_texts(*state);
    xap_postings *postings;
    uint32_t docid, wdf;

    EXPECT(XAP_OK, xap_db_postings(db, S("to"), &postings, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_postings_wdf(postings, &wdf, &scene_error));
    EXPECT(XAP_OK, xap_postings_next(postings, &docid, &scene_error));
    assert_int_equal(docid, 1);
    EXPECT(XAP_OK, xap_postings_wdf(postings, &wdf, &scene_error));
    assert_int_equal(wdf, 2);
    EXPECT(XAP_OK, xap_postings_next(postings, &docid, &scene_error));
    assert_int_equal(docid, 3);
    for (int i = 0; i < 3; i++)
        EXPECT(XAP_DONE, xap_postings_next(postings, &docid, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_postings_wdf(postings, &wdf, &scene_error));
    xap_postings_free(postings);
    xap_postings_free(NULL);

    EXPECT(XAP_OK, xap_db_postings(db, NULL, 0, &postings, &scene_error));
    xap_db_free(db);
    for (uint32_t i = 1; i <= 3; i++) {
        EXPECT(XAP_OK, xap_postings_next(postings, &docid, &scene_error));
        assert_int_equal(docid, i);
    }
    EXPECT(XAP_DONE, xap_postings_next(postings, &docid, &scene_error));
    xap_postings_free(postings);
}

static void positions_rise_and_their_end_is_lasting(void **state)
{
    xap_db *db = open_texts(*state);
    xap_positions *positions;
    uint32_t position;

    EXPECT(XAP_OK, xap_db_positions(db, 1, S("be"), &positions, &scene_error));
    EXPECT(XAP_OK, xap_positions_next(positions, &position, &scene_error));
    assert_int_equal(position, 2);
    EXPECT(XAP_OK, xap_positions_next(positions, &position, &scene_error));
    assert_int_equal(position, 6);
    for (int i = 0; i < 3; i++)
        EXPECT(XAP_DONE, xap_positions_next(positions, &position, &scene_error));
    xap_positions_free(positions);
    xap_positions_free(NULL);

    EXPECT(XAP_OK, xap_db_positions(db, 2, S("to"), &positions, &scene_error));
    EXPECT(XAP_DONE, xap_positions_next(positions, &position, &scene_error));
    xap_positions_free(positions);
    EXPECT(XAP_OK, xap_db_positions(db, 77, S("to"), &positions, &scene_error));
    EXPECT(XAP_DONE, xap_positions_next(positions, &position, &scene_error));
    xap_positions_free(positions);
    EXPECT(XAP_ARGUMENT, xap_db_positions(db, 1, NULL, 0, &positions, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_db_positions(db, 0, S("to"), &positions, &scene_error));
    xap_db_free(db);
}

static void values_come_by_rising_docid_and_their_end_is_lasting(void **state)
{
    struct scene *scene = *state;
    const char *path = scene_path(scene, "values");
    const char *const dates[] = {"2024-02-10", NULL, "1999", "2024\0b"};
    xap_wdb *wdb;
    xap_db *db;
    xap_values *values;
    const char *value;
    size_t bytes;
    uint32_t docid = 0;
    EXPECT(XAP_OK, xap_wdb_open(path, XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
    for (size_t i = 0; i < 4; i++) {
        xap_doc *doc = scene_document("to be");
        if (dates[i] != NULL)
            EXPECT(XAP_OK, xap_doc_set_value(doc, 3, dates[i], i == 3 ? 6 : strlen(dates[i]), &scene_error));
        EXPECT(XAP_OK, xap_wdb_add_document(wdb, doc, &docid, &scene_error));
        xap_doc_free(doc);
    }
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);
    EXPECT(XAP_OK, xap_db_open(path, &db, &scene_error));
    EXPECT(XAP_OK, xap_db_values(db, 3, &values, &scene_error));
    for (uint32_t i = 0; i < 4; i++) {
        if (dates[i] == NULL)
            continue;
        EXPECT(XAP_OK, xap_values_next(values, &docid, &value, &bytes, &scene_error));
        assert_int_equal(docid, i + 1);
        assert_int_equal(bytes, i == 3 ? 6 : strlen(dates[i]));
        assert_memory_equal(value, dates[i], bytes);
    }
    for (int i = 0; i < 2; i++)
        EXPECT(XAP_DONE, xap_values_next(values, &docid, &value, &bytes, &scene_error));
    xap_values_free(values);
    xap_values_free(NULL);
    EXPECT(XAP_OK, xap_db_values(db, 77, &values, &scene_error));
    EXPECT(XAP_DONE, xap_values_next(values, &docid, &value, &bytes, &scene_error));
    xap_values_free(values);
    /* One by one: rising, another slot between, the same again, and back. */
    static const uint32_t asked[] = {1, 2, 4, 4, 3, 1, 9};
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        const char *date = asked[i] <= 4 ? dates[asked[i] - 1] : NULL;
        EXPECT(XAP_OK, xap_db_value(db, 3, asked[i], &value, &bytes, &scene_error));
        assert_int_equal(bytes, date == NULL ? 0 : asked[i] == 4 ? 6 : strlen(date));
        assert_memory_equal(value, date != NULL ? date : "", bytes);
        if (i == 1) {
            EXPECT(XAP_OK, xap_db_value(db, 77, asked[i], &value, &bytes, &scene_error));
            assert_int_equal(bytes, 0);
        }
    }
    xap_db_free(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_gives_back_what_was_put_in),
        cmocka_unit_test(terms_that_cannot_be_stored_are_refused_at_once),
        cmocka_unit_test_setup_teardown(a_term_of_nul_bytes_is_found_again, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(a_database_says_its_numbers, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(a_term_too_long_to_be_stored_is_looked_up_and_not_found, scene_start,
                                        scene_stop),
        cmocka_unit_test_setup_teardown(a_document_is_read_back_or_not_found, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(metadata_uuid_and_revision_are_read, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(several_databases_are_searched_as_one, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(value_bounds_are_the_smallest_and_the_largest, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(terms_come_in_order_and_their_end_is_lasting, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(terms_have_frequencies_where_they_stand_on_one, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(skipping_goes_forward_only, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(metadata_keys_are_listed, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(postings_rise_and_their_end_is_lasting, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(positions_rise_and_their_end_is_lasting, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(values_come_by_rising_docid_and_their_end_is_lasting, scene_start, scene_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
