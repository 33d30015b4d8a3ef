/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binding when memory runs out: each C++ allocation of one whole story fails in turn, alone or with all that follow
 * it. The story must end with XAP_NOMEM or go well.
 *
 * Two places of Xapian 1.4.22 do not survive it, and are spared: a commit with values (Glass::ValueUpdater writes in
 * its destructor: std::terminate) and a search with NEAR or PHRASE (AndContext::postlist() deletes its lists twice). */
#include "test_xapian_c_scene.h"

#include <stdio.h>
#include <string.h>

#include "lib/xapian_c/testing.h"

/* Runs of a story for each way of failing. With more allocations than that they are sampled, at steps that differ
 * from run to run. */
#define RUNS_MAX 1000

/* All that a story holds; freed at its end, while memory may still be lacking. */
struct story {
    struct scene *scene;
    const char *name; /* of its database: a new one each time */
    xap_wdb *wdb;
    xap_db *db, *part;
    xap_doc *doc;
    xap_terms *terms;
    xap_postings *postings;
    xap_positions *positions;
    xap_values *values;
    xap_query *words[2], *query;
    xap_enquire *enquire;
    xap_mset *mset;
    xap_stem *stem;
};

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        xap_status tried_ = (call);                                                                                    \
        if (tried_ != XAP_OK && tried_ != XAP_DONE)                                                                    \
            return tried_;                                                                                             \
    } while (0)

static const char *path_of(const struct story *story, const char *what)
{
    char name[64];
    snprintf(name, sizeof name, "%s-%s", story->name, what);
    return scene_path(story->scene, name);
}

static xap_status write_part(struct story *story)
{
    static const char *const words[] = {"to", "be", "or", "not", "to", "be"};
    uint32_t docid;

    TRY(xap_wdb_open(path_of(story, "db"), XAP_CREATE, XAP_NO_SYNC, &story->wdb, &scene_error));
    for (unsigned copy = 0; copy < 3; copy++) {
        TRY(xap_doc_new(&story->doc, &scene_error));
        TRY(xap_doc_set_data(story->doc, S("the data of a document, too long to be kept in place"), &scene_error));
        for (uint32_t i = 0; i < sizeof words / sizeof words[0]; i++)
            TRY(xap_doc_add_posting(story->doc, words[i], strlen(words[i]), i + 1, 1, &scene_error));
        TRY(xap_doc_add_term(story->doc, S("Qunique"), 0, &scene_error));
        TRY(copy ? xap_wdb_add_document(story->wdb, story->doc, &docid, &scene_error)
                 : xap_wdb_replace_by_term(story->wdb, S("Qunique"), story->doc, &docid, &scene_error));
        xap_doc_free(story->doc);
        story->doc = NULL;
    }
    TRY(xap_wdb_set_metadata(story->wdb, S("format"), S("1"), &scene_error));
    TRY(xap_wdb_commit(story->wdb, &scene_error));
    TRY(xap_wdb_delete_document(story->wdb, 2, &scene_error));
    TRY(xap_db_all_terms(xap_wdb_db(story->wdb), NULL, 0, &story->terms, &scene_error));
    TRY(xap_wdb_commit(story->wdb, &scene_error));
    xap_terms_free(story->terms);
    story->terms = NULL;
    xap_wdb_free(story->wdb);
    story->wdb = NULL;
    return XAP_OK;
}

/* One more document, with a value. */
static xap_status write_value(struct story *story)
{
    uint32_t docid;
    TRY(xap_wdb_open(path_of(story, "db"), XAP_OPEN, XAP_NO_SYNC, &story->wdb, &scene_error));
    TRY(xap_doc_new(&story->doc, &scene_error));
    TRY(xap_doc_set_value(story->doc, 0, S("20200213"), &scene_error));
    TRY(xap_doc_add_posting(story->doc, S("to"), 1, 1, &scene_error));
    TRY(xap_doc_add_posting(story->doc, S("be"), 2, 1, &scene_error));
    TRY(xap_wdb_add_document(story->wdb, story->doc, &docid, &scene_error));
    TRY(xap_wdb_set_value(story->wdb, 1, 6, S("1"), &scene_error));
    xap_testing_spare_allocations(true);
    xap_status status = xap_wdb_commit(story->wdb, &scene_error);
    xap_testing_spare_allocations(false);
    TRY(status);
    xap_doc_free(story->doc);
    story->doc = NULL;
    xap_wdb_free(story->wdb);
    story->wdb = NULL;
    return XAP_OK;
}

static bool go_on(void *context)
{
    (void)context;
    return false;
}

static xap_status compact_and_open(struct story *story)
{
    char copy[512];
    snprintf(copy, sizeof copy, "%s", path_of(story, "copy"));
    TRY(xap_db_open(path_of(story, "db"), &story->part, &scene_error));
    TRY(xap_db_compact(story->part, copy, XAP_COMPACT_FULL, true, go_on, NULL, &scene_error));
    TRY(xap_db_new(&story->db, &scene_error));
    TRY(xap_db_add(story->db, story->part, &scene_error));
    xap_db_free(story->part);
    story->part = NULL;
    TRY(xap_db_open(copy, &story->part, &scene_error));
    TRY(xap_db_add(story->db, story->part, &scene_error));
    return XAP_OK;
}

static xap_status iterate(struct story *story)
{
    const char *text, *upper;
    size_t bytes, upper_bytes;
    uint32_t number;
    xap_status status;

    TRY(xap_db_metadata(story->db, S("format"), &text, &bytes, &scene_error));
    TRY(xap_db_uuid(story->db, &text, &bytes, &scene_error));
    TRY(xap_db_value_bounds(story->db, 0, &text, &bytes, &upper, &upper_bytes, &scene_error));
    TRY(xap_db_value_count(story->db, 6, &number, &scene_error));
    assert_int_equal(number, 2);
    TRY(xap_db_all_terms(story->db, NULL, 0, &story->terms, &scene_error));
    while ((status = xap_terms_next(story->terms, &text, &bytes, &scene_error)) == XAP_OK)
        TRY(xap_terms_term_freq(story->terms, &number, &scene_error));
    TRY(status);
    TRY(xap_db_postings(story->db, S("to"), &story->postings, &scene_error));
    while ((status = xap_postings_next(story->postings, &number, &scene_error)) == XAP_OK)
        TRY(xap_postings_wdf(story->postings, &number, &scene_error));
    TRY(status);
    TRY(xap_db_positions(story->db, 1, S("be"), &story->positions, &scene_error));
    do
        status = xap_positions_next(story->positions, &number, &scene_error);
    while (status == XAP_OK);
    TRY(status);
    TRY(xap_db_values(story->db, 0, &story->values, &scene_error));
    do
        status = xap_values_next(story->values, &number, &text, &bytes, &scene_error);
    while (status == XAP_OK);
    return status;
}

static xap_status search(struct story *story)
{
    const char *text;
    size_t bytes;
    uint32_t docid;
    double weight;

    TRY(xap_query_new_term(S("to"), 1, &story->words[0], &scene_error));
    TRY(xap_query_new_term(S("be"), 1, &story->words[1], &scene_error));
    TRY(xap_query_new_op(XAP_OP_AND, story->words, 2, 0, &story->query, &scene_error));
    TRY(xap_query_description(story->query, &text, &scene_error));
    TRY(xap_enquire_new(story->db, &story->enquire, &scene_error));
    TRY(xap_enquire_set_query(story->enquire, story->query, &scene_error));
    TRY(xap_enquire_set_bm25(story->enquire, 1.2, 0, 1, 0.75, 0.5, &scene_error));
    TRY(xap_enquire_sort_by_relevance_then_value(story->enquire, 0, true, &scene_error));
    TRY(xap_enquire_mset(story->enquire, 0, 10, 10, &story->mset, &scene_error));
    assert_int_equal(xap_mset_size(story->mset), 6);
    TRY(xap_mset_item(story->mset, 3, &docid, &weight, &scene_error));
    TRY(xap_mset_document(story->mset, 3, &story->doc, &scene_error));
    TRY(xap_doc_data(story->doc, &text, &bytes, &scene_error));
    TRY(xap_doc_value(story->doc, 0, &text, &bytes, &scene_error));
    return XAP_OK;
}

static xap_status search_phrase(struct story *story)
{
    xap_query_free(story->query);
    xap_mset_free(story->mset);
    story->mset = NULL;
    TRY(xap_query_new_op(XAP_OP_PHRASE, story->words, 2, 2, &story->query, &scene_error));
    TRY(xap_enquire_set_query(story->enquire, story->query, &scene_error));
    xap_testing_spare_allocations(true);
    xap_status status = xap_enquire_mset(story->enquire, 0, 10, 10, &story->mset, &scene_error);
    xap_testing_spare_allocations(false);
    TRY(status);
    assert_int_equal(xap_mset_size(story->mset), 6);
    return XAP_OK;
}

static xap_status stem(struct story *story)
{
    const char *text;
    size_t bytes;

    TRY(xap_stem_new("en", &story->stem, &scene_error));
    TRY(xap_stem_word(story->stem, S("interceptions"), &text, &bytes, &scene_error));
    TRY(xap_stem_languages(&text, &scene_error));
    return XAP_OK;
}

static void end(struct story *story)
{
    xap_stem_free(story->stem);
    xap_mset_free(story->mset);
    xap_enquire_free(story->enquire);
    xap_query_free(story->query);
    xap_query_free(story->words[0]);
    xap_query_free(story->words[1]);
    xap_positions_free(story->positions);
    xap_values_free(story->values);
    xap_postings_free(story->postings);
    xap_terms_free(story->terms);
    xap_doc_free(story->doc);
    xap_db_free(story->part);
    xap_db_free(story->db);
    xap_wdb_free(story->wdb);
}

/* Allocation `failing` fails (0: none). How many there were. */
static size_t tell(struct scene *scene, size_t failing, bool and_all_after, xap_status *status)
{
    char name[32];
    struct story story = {.scene = scene, .name = name};
    snprintf(name, sizeof name, "%zu-%d", failing, (int)and_all_after);
    xap_testing_fail_allocation(failing, and_all_after);
    static xap_status (*const chapters[])(struct story *) = {
        write_part, write_value, compact_and_open, iterate, search, search_phrase, stem};
    *status = XAP_OK;
    for (size_t i = 0; i < sizeof chapters / sizeof chapters[0]; i++) {
        if (*status == XAP_OK || *status == XAP_DONE)
            *status = chapters[i](&story);
    }
    end(&story);
    size_t count = xap_testing_allocations();
    xap_testing_fail_allocation(0, false);
    scene_remove(path_of(&story, "db"));
    scene_remove(path_of(&story, "copy"));
    return count;
}

static void each_allocation_may_fail(struct scene *scene, bool and_all_after)
{
    xap_status status;
    size_t count = tell(scene, 0, false, &status), failed = 0, runs = 0;
    assert_int_equal(status, XAP_OK);
    size_t step = count / RUNS_MAX + 1;
    for (size_t failing = 1; failing <= count; failing += step + (step > 1 ? runs % 2 : 0), runs++) {
        (void)tell(scene, failing, and_all_after, &status);
        if (status != XAP_OK && status != XAP_NOMEM)
            print_error("allocation %zu of %zu: %s: %s\n", failing, count, scene_error.type, scene_error.text);
        assert_true(status == XAP_OK || status == XAP_NOMEM);
        failed += status == XAP_NOMEM;
    }
    print_message("%zu allocations, %zu runs, %zu without memory\n", count, runs, failed);
    assert_true(failed > runs / 2);
    (void)tell(scene, 0, false, &status);
    assert_int_equal(status, XAP_OK);
}

static void one_allocation_that_fails_is_nomem(void **state)
{
    each_allocation_may_fail(*state, false);
}

static void memory_that_stays_short_is_nomem(void **state)
{
    each_allocation_may_fail(*state, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_allocation_that_fails_is_nomem, scene_start, scene_stop),
        cmocka_unit_test_setup_teardown(memory_that_stays_short_is_nomem, scene_start, scene_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
