/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding: queries, searching, stems. */
#include "test_xapian_c_scene.h"

#include <math.h>
#include <string.h>

static const char *const texts[] = {"to be or not to be", "be not afraid", "afraid to be", "nothing here", NULL};

static int open_texts(void **state)
{
    if (scene_start(state))
        return -1;
    scene_database(scene_path(*state, "texts"), texts);
    return 0;
}

static xap_enquire *enquire_texts(struct scene *scene)
{
    xap_db *db;
    xap_enquire *enquire;
    EXPECT(XAP_OK, xap_db_open(scene_path(scene, "texts"), &db, &scene_error));
    EXPECT(XAP_OK, xap_enquire_new(db, &enquire, &scene_error));
    xap_db_free(db);
    return enquire;
}

static xap_query *term(const char *word)
{
    xap_query *query;
    EXPECT(XAP_OK, xap_query_new_term(word, strlen(word), 1, &query, &scene_error));
    return query;
}

/* Frees the parts. */
static xap_query *join(xap_op op, uint32_t parameter, xap_query *a, xap_query *b)
{
    xap_query *query, *parts[] = {a, b};
    EXPECT(XAP_OK, xap_query_new_op(op, parts, 2, parameter, &query, &scene_error));
    xap_query_free(a);
    xap_query_free(b);
    return query;
}

/* The search must find exactly these documents, given as a set of bits: 1 << (docid - 1). Frees the query. */
static void assert_found(struct scene *scene, xap_query *query, unsigned expected)
{
    xap_enquire *enquire = enquire_texts(scene);
    xap_mset *mset;
    unsigned found = 0;

    EXPECT(XAP_OK, xap_enquire_set_query(enquire, query, &scene_error));
    xap_query_free(query);
    EXPECT(XAP_OK, xap_enquire_mset(enquire, 0, 100, 100, &mset, &scene_error));
    for (uint32_t i = 0; i < xap_mset_size(mset); i++) {
        uint32_t docid;
        double weight;
        EXPECT(XAP_OK, xap_mset_item(mset, i, &docid, &weight, &scene_error));
        assert_in_range(docid, 1, 4);
        found |= 1u << (docid - 1);
    }
    assert_int_equal(found, expected);
    xap_mset_free(mset);
    xap_enquire_free(enquire);
}

static void each_operator_finds_what_it_should(void **state)
{
    assert_found(*state, join(XAP_OP_AND, 0, term("to"), term("be")), 5);
    assert_found(*state, join(XAP_OP_OR, 0, term("or"), term("afraid")), 7);
    assert_found(*state, join(XAP_OP_AND_NOT, 0, term("be"), term("afraid")), 1);
    assert_found(*state, join(XAP_OP_XOR, 0, term("not"), term("afraid")), 5);
    assert_found(*state, join(XAP_OP_AND_MAYBE, 0, term("to"), term("or")), 5);
    assert_found(*state, join(XAP_OP_FILTER, 0, term("be"), term("not")), 3);
    assert_found(*state, join(XAP_OP_NEAR, 2, term("be"), term("to")), 5);
    assert_found(*state, join(XAP_OP_NEAR, 0, term("not"), term("be")), 2);
    assert_found(*state, join(XAP_OP_PHRASE, 0, term("be"), term("not")), 2);
    assert_found(*state, join(XAP_OP_PHRASE, 3, term("be"), term("not")), 3);
    assert_found(*state, join(XAP_OP_ELITE_SET, 1, term("or"), term("be")), 1);
    assert_found(*state, join(XAP_OP_SYNONYM, 0, term("or"), term("here")), 9);
    assert_found(*state, join(XAP_OP_MAX, 0, term("not"), term("here")), 11);
}

static void the_empty_term_finds_all_and_nothing_finds_none(void **state)
{
    xap_query *query;
    assert_found(*state, term(""), 15);
    assert_found(*state, join(XAP_OP_AND_NOT, 0, term(""), term("be")), 8);
    assert_found(*state, join(XAP_OP_PHRASE, 0, term(""), term("be")), 0);
    EXPECT(XAP_OK, xap_query_new_nothing(&query, &scene_error));
    assert_found(*state, query, 0);
    EXPECT(XAP_OK, xap_query_new_nothing(&query, &scene_error));
    assert_found(*state, join(XAP_OP_OR, 0, query, term("or")), 1);
    EXPECT(XAP_OK, xap_query_new_op(XAP_OP_OR, NULL, 0, 0, &query, &scene_error));
    assert_found(*state, query, 0);
}

static void an_or_inside_a_phrase_is_exact(void **state)
{
    assert_found(*state, join(XAP_OP_PHRASE, 2, join(XAP_OP_OR, 0, term("not"), term("afraid")), term("to")), 5);
    assert_found(*state, join(XAP_OP_PHRASE, 2, term("be"), join(XAP_OP_OR, 0, term("or"), term("not"))), 3);
    assert_found(*state, join(XAP_OP_NEAR, 2, term("or"), join(XAP_OP_OR, 0, term("not"), term("here"))), 1);
    assert_found(*state, join(XAP_OP_PHRASE, 2, term("or"), join(XAP_OP_OR, 0, term("to"), term("be"))), 0);
    xap_query *nested = join(XAP_OP_OR, 0, term("here"), join(XAP_OP_OR, 0, term("or"), term("not")));
    assert_found(*state, join(XAP_OP_PHRASE, 2, term("be"), nested), 3);
}

static void a_phrase_inside_a_phrase_is_refused(void **state)
{
    (void)state;
    static const xap_op inside[] = {XAP_OP_PHRASE, XAP_OP_NEAR, XAP_OP_AND, XAP_OP_SYNONYM};
    static const xap_op outside[] = {XAP_OP_PHRASE, XAP_OP_NEAR};
    xap_query *word = term("or"), *refused;

    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++) {
        for (size_t j = 0; j < 2; j++) {
            xap_query *parts[] = {word, join(inside[i], 0, term("to"), term("be"))};
            refused = word;
            EXPECT(XAP_UNIMPLEMENTED, xap_query_new_op(outside[j], parts, 2, 0, &refused, &scene_error));
            assert_null(refused);
            /* Xapian itself takes these, and finds wrong documents. */
            parts[1] = join(XAP_OP_OR, 0, parts[1], term("not"));
            EXPECT(XAP_UNIMPLEMENTED, xap_query_new_op(outside[j], parts, 2, 0, &refused, &scene_error));
            parts[1] = join(XAP_OP_OR, 0, parts[1], join(XAP_OP_OR, 0, term("not"), term("be")));
            EXPECT(XAP_UNIMPLEMENTED, xap_query_new_op(outside[j], parts, 2, 0, &refused, &scene_error));
            xap_query_free(parts[1]);
        }
    }
    xap_query_free(word);
}

static void arguments_that_cannot_be_are_refused(void **state)
{
    (void)state;
    xap_query *query, *part = term("be");
    xap_query *parts[] = {part, part};

    EXPECT(XAP_ARGUMENT, xap_query_new_op(XAP_OP_AND, parts, 2, 5, &query, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_query_new_op((xap_op)15, parts, 2, 0, &query, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_query_new_scaled(part, -1, &query, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_query_new_scaled(part, (double)NAN, &query, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_query_new_scaled(part, (double)INFINITY, &query, &scene_error));
    assert_null(query);
    xap_query_free(part);
    xap_query_free(NULL);

    xap_db *db;
    xap_enquire *enquire;
    EXPECT(XAP_OK, xap_db_new(&db, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_enquire_new(db, &enquire, &scene_error));
    xap_db_free(db);
}

static void a_scaled_query_weighs_more(void **state)
{
    xap_enquire *enquire = enquire_texts(*state);
    double weight[3] = {0};
    static const double factors[] = {1, 3, 0};

    for (size_t i = 0; i < 3; i++) {
        xap_query *plain = term("afraid"), *scaled;
        xap_mset *mset;
        uint32_t docid;
        EXPECT(XAP_OK, xap_query_new_scaled(plain, factors[i], &scaled, &scene_error));
        xap_query_free(plain);
        EXPECT(XAP_OK, xap_enquire_set_query(enquire, scaled, &scene_error));
        xap_query_free(scaled);
        EXPECT(XAP_OK, xap_enquire_mset(enquire, 0, 1, 10, &mset, &scene_error));
        EXPECT(XAP_OK, xap_mset_item(mset, 0, &docid, &weight[i], &scene_error));
        xap_mset_free(mset);
    }
    assert_true(weight[0] > 0);
    assert_true(fabs(weight[1] - 3 * weight[0]) < 1e-9);
    assert_true(fabs(weight[2]) < 1e-9);
    xap_enquire_free(enquire);
}

static void a_query_describes_itself(void **state)
{
    (void)state;
    xap_query *query = join(XAP_OP_PHRASE, 4, term("to"), term("be"));
    const char *text;
    EXPECT(XAP_OK, xap_query_description(query, &text, &scene_error));
    assert_string_equal(text, "Query((to PHRASE 4 be))");
    xap_query_free(query);
}

/* Four documents: "word" at values 2019, 2020, none, 2021; the third holds it twice. */
static int open_dated(void **state)
{
    static const char *const dates[] = {"2019", "2020", "", "2021"};
    xap_wdb *wdb;
    uint32_t docid;

    if (scene_start(state))
        return -1;
    EXPECT(XAP_OK, xap_wdb_open(scene_path(*state, "texts"), XAP_CREATE, XAP_NO_SYNC, &wdb, &scene_error));
    for (size_t i = 0; i < 4; i++) {
        xap_doc *doc = scene_document(i == 2 ? "word word" : "word filler");
        EXPECT(XAP_OK, xap_doc_set_value(doc, 0, dates[i], strlen(dates[i]), &scene_error));
        EXPECT(XAP_OK, xap_wdb_add_document(wdb, doc, &docid, &scene_error));
        xap_doc_free(doc);
    }
    EXPECT(XAP_OK, xap_wdb_commit(wdb, &scene_error));
    xap_wdb_free(wdb);
    return 0;
}

static void value_ranges_hold_their_ends(void **state)
{
    xap_query *query;
    EXPECT(XAP_OK, xap_query_new_value_range(0, S("2019"), S("2020"), &query, &scene_error));
    assert_found(*state, query, 3);
    EXPECT(XAP_OK, xap_query_new_value_range(0, S("2020"), S("2019"), &query, &scene_error));
    assert_found(*state, query, 0);
    EXPECT(XAP_OK, xap_query_new_value_ge(0, S("2020"), &query, &scene_error));
    assert_found(*state, query, 10);
    EXPECT(XAP_OK, xap_query_new_value_ge(0, NULL, 0, &query, &scene_error));
    assert_found(*state, query, 15);
    EXPECT(XAP_OK, xap_query_new_value_le(0, S("2020"), &query, &scene_error));
    assert_found(*state, query, 3);
}

/* The documents found, in their order, as the digits of a number. */
static unsigned ranking(xap_enquire *enquire)
{
    xap_mset *mset;
    unsigned digits = 0;
    EXPECT(XAP_OK, xap_enquire_mset(enquire, 0, 10, 10, &mset, &scene_error));
    for (uint32_t i = 0; i < xap_mset_size(mset); i++) {
        uint32_t docid;
        double weight;
        EXPECT(XAP_OK, xap_mset_item(mset, i, &docid, &weight, &scene_error));
        digits = digits * 10 + docid;
    }
    xap_mset_free(mset);
    return digits;
}

static void documents_are_sorted_as_asked(void **state)
{
    xap_enquire *enquire = enquire_texts(*state);
    xap_query *query = term("word");

    EXPECT(XAP_OK, xap_enquire_set_query(enquire, query, &scene_error));
    assert_int_equal(ranking(enquire), 3124);
    EXPECT(XAP_OK, xap_enquire_sort_by_relevance_then_value(enquire, 0, true, &scene_error));
    assert_int_equal(ranking(enquire), 3421);
    EXPECT(XAP_OK, xap_enquire_sort_by_value_then_relevance(enquire, 0, true, &scene_error));
    assert_int_equal(ranking(enquire), 4213);
    EXPECT(XAP_OK, xap_enquire_sort_by_value_then_relevance(enquire, 0, false, &scene_error));
    assert_int_equal(ranking(enquire), 3124);
    EXPECT(XAP_OK, xap_enquire_sort_by_relevance_then_value(enquire, 0, false, &scene_error));
    EXPECT(XAP_OK, xap_enquire_set_boolean(enquire, &scene_error));
    assert_int_equal(ranking(enquire), 3124);
    EXPECT(XAP_OK, xap_enquire_set_bm25(enquire, 1.2, 0, 1, 0.75, 0.5, &scene_error));
    EXPECT(XAP_OK, xap_enquire_set_time_limit(enquire, 60, &scene_error));
    assert_int_equal(ranking(enquire), 3124);
    xap_query_free(query);
    xap_enquire_free(enquire);
    xap_enquire_free(NULL);
}

static void a_boolean_search_has_no_weights(void **state)
{
    xap_enquire *enquire = enquire_texts(*state);
    xap_query *query = term("word");
    xap_mset *mset;
    uint32_t docid;
    double weight = 9;

    EXPECT(XAP_OK, xap_enquire_set_query(enquire, query, &scene_error));
    EXPECT(XAP_OK, xap_enquire_set_boolean(enquire, &scene_error));
    EXPECT(XAP_OK, xap_enquire_mset(enquire, 0, 10, 10, &mset, &scene_error));
    EXPECT(XAP_OK, xap_mset_item(mset, 2, &docid, &weight, &scene_error));
    assert_int_equal(docid, 3);
    assert_true(fabs(weight) < 1e-9);
    xap_mset_free(mset);
    xap_query_free(query);
    xap_enquire_free(enquire);
}

static void a_part_of_the_result_is_given_with_the_count_of_all(void **state)
{
    xap_enquire *enquire = enquire_texts(*state);
    xap_query *query = term("word");
    xap_mset *mset;
    xap_doc *doc;
    const char *data;
    size_t bytes;
    uint32_t docid;
    double weight;

    EXPECT(XAP_OK, xap_enquire_set_query(enquire, query, &scene_error));
    EXPECT(XAP_OK, xap_enquire_mset(enquire, 1, 2, 100, &mset, &scene_error));
    xap_enquire_free(enquire); /* the result keeps what it needs */
    xap_query_free(query);
    assert_int_equal(xap_mset_size(mset), 2);
    assert_int_equal(xap_mset_matches_lower_bound(mset), 4);
    assert_int_equal(xap_mset_matches_estimated(mset), 4);
    assert_int_equal(xap_mset_matches_upper_bound(mset), 4);
    EXPECT(XAP_OK, xap_mset_item(mset, 0, &docid, &weight, &scene_error));
    assert_int_equal(docid, 1);
    EXPECT(XAP_ARGUMENT, xap_mset_item(mset, 2, &docid, &weight, &scene_error));
    EXPECT(XAP_ARGUMENT, xap_mset_item(mset, UINT32_MAX, &docid, &weight, &scene_error));
    EXPECT(XAP_OK, xap_mset_document(mset, 1, &doc, &scene_error));
    EXPECT(XAP_OK, xap_doc_data(doc, &data, &bytes, &scene_error));
    assert_string_equal(data, "word filler");
    xap_doc_free(doc);
    EXPECT(XAP_ARGUMENT, xap_mset_document(mset, 2, &doc, &scene_error));
    assert_null(doc);
    xap_mset_free(mset);
    xap_mset_free(NULL);
}

static void numbers_beyond_the_end_are_harmless(void **state)
{
    xap_enquire *enquire = enquire_texts(*state);
    xap_query *query = term("word");
    xap_mset *mset;

    EXPECT(XAP_OK, xap_enquire_set_query(enquire, query, &scene_error));
    xap_query_free(query);
    EXPECT(XAP_OK, xap_enquire_mset(enquire, 0, UINT32_MAX, UINT32_MAX, &mset, &scene_error));
    assert_int_equal(xap_mset_size(mset), 4);
    xap_mset_free(mset);
    EXPECT(XAP_OK, xap_enquire_mset(enquire, UINT32_MAX, UINT32_MAX, 0, &mset, &scene_error));
    assert_int_equal(xap_mset_size(mset), 0);
    xap_mset_free(mset);
    xap_enquire_free(enquire);
}

static void words_are_stemmed(void **state)
{
    (void)state;
    xap_stem *stem;
    const char *result, *list;
    size_t bytes;

    EXPECT(XAP_OK, xap_stem_new("en", &stem, &scene_error));
    EXPECT(XAP_OK, xap_stem_word(stem, S("interceptions"), &result, &bytes, &scene_error));
    assert_string_equal(result, "intercept");
    assert_int_equal(bytes, 9);
    EXPECT(XAP_OK, xap_stem_word(stem, NULL, 0, &result, &bytes, &scene_error));
    assert_int_equal(bytes, 0);
    EXPECT(XAP_OK, xap_stem_word(stem, S("a\0\xFF\xC3"), &result, &bytes, &scene_error));
    xap_stem_free(stem);
    xap_stem_free(NULL);

    EXPECT(XAP_ARGUMENT, xap_stem_new("xx", &stem, &scene_error));
    assert_null(stem);
    EXPECT(XAP_OK, xap_stem_languages(&list, &scene_error));
    assert_non_null(strstr(list, "english"));
}

static void the_version_is_that_of_xapian(void **state)
{
    (void)state;
    assert_non_null(strchr(xap_version(), '.'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_operator_finds_what_it_should, open_texts, scene_stop),
        cmocka_unit_test_setup_teardown(the_empty_term_finds_all_and_nothing_finds_none, open_texts, scene_stop),
        cmocka_unit_test_setup_teardown(an_or_inside_a_phrase_is_exact, open_texts, scene_stop),
        cmocka_unit_test(a_phrase_inside_a_phrase_is_refused),
        cmocka_unit_test(arguments_that_cannot_be_are_refused),
        cmocka_unit_test_setup_teardown(a_scaled_query_weighs_more, open_texts, scene_stop),
        cmocka_unit_test(a_query_describes_itself),
        cmocka_unit_test_setup_teardown(value_ranges_hold_their_ends, open_dated, scene_stop),
        cmocka_unit_test_setup_teardown(documents_are_sorted_as_asked, open_dated, scene_stop),
        cmocka_unit_test_setup_teardown(a_boolean_search_has_no_weights, open_dated, scene_stop),
        cmocka_unit_test_setup_teardown(a_part_of_the_result_is_given_with_the_count_of_all, open_dated, scene_stop),
        cmocka_unit_test_setup_teardown(numbers_beyond_the_end_are_harmless, open_dated, scene_stop),
        cmocka_unit_test(words_are_stemmed),
        cmocka_unit_test(the_version_is_that_of_xapian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
