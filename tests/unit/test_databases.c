/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Readers that meet a writer between two of its steps. Where the reader would wait, and where it is about to open a
 * database, the linker puts functions of ours, which do there what the writer does next: nothing depends on time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include <dictum/search.h>

#include "indexer/postings.h"
#include "lib/analyse.h"
#include "lib/schema.h"
#include "lib/sha256.h"
#include "lib/xapian_c/xap_write.h"
#include "tests/support/shards.h"
#include "tests/support/temp.h"

#define BASE 1
#define DELTA 2
#define BASE_NAME "g-0000000000000001"
#define DELTA_NAME "g-0000000000000002"

static const unsigned base_alone[] = {BASE}, both[] = {BASE, DELTA};

typedef struct scene {
    char *folder, *place;
    dictum_postings *postings;
    dictum_index *index;
} scene;

/* ---- what the writer does meanwhile ------------------------------------------------------------------------------ */

typedef void writer_step(scene *self);

/* A step that is taken when something happens for the n-th time; each time where n is 0. */
typedef struct moment {
    unsigned seen, at;
    writer_step *step;
    scene *self;
} moment;

static moment at_pause, at_opening;
static uint64_t paused_ns;

static void pass(moment *own)
{
    writer_step *step = own->step;
    if (step == NULL || (++own->seen != own->at && own->at != 0))
        return;
    own->step = NULL; /* The step itself opens databases. */
    step(own->self);
    if (own->at == 0)
        own->step = step;
}

int __wrap_nanosleep(const struct timespec *length, struct timespec *left);    /* NOLINT */
xap_status __real_xap_db_open(const char *path, xap_db **out, xap_error *err); /* NOLINT */
xap_status __wrap_xap_db_open(const char *path, xap_db **out, xap_error *err); /* NOLINT */

int __wrap_nanosleep(const struct timespec *length, struct timespec *left) /* NOLINT */
{
    (void)left;
    paused_ns += (uint64_t)length->tv_sec * 1000000000u + (uint64_t)length->tv_nsec;
    pass(&at_pause);
    return 0;
}

xap_status __wrap_xap_db_open(const char *path, xap_db **out, xap_error *err) /* NOLINT */
{
    pass(&at_opening);
    return __real_xap_db_open(path, out, err);
}

static void meanwhile(moment *own, unsigned at, writer_step *step, scene *self)
{
    *own = (moment){.at = at, .step = step, .self = self};
}

/* ---- a writer ---------------------------------------------------------------------------------------------------- */

static void set(xap_wdb *wdb, const char *key, const char *value)
{
    assert_int_equal(xap_wdb_set_metadata(wdb, key, strlen(key), value, strlen(value), NULL), XAP_OK);
}

/* Adds a statement to a shard, which is made where there is none, with a list of what is to be retired: one commit. */
static void add(scene *self, unsigned shard, const char *id, const char *text, const char *retiring)
{
    dictum_buf encoded;
    dictum_record record = {.id = dictum__slice(id), .lang = DICTUM_SLICE("en"), .text = dictum__slice(text)};
    xap_wdb *wdb;
    xap_doc *doc;
    uint32_t docid;
    char format[16], *path = shards_path(self->place, shard);
    dictum__buf_init(&encoded, 1u << 16);
    dictum__record_encode(&record, &encoded);
    dictum_draft draft = {.record = &record, .file = DICTUM_SLICE("/a/file"), .encoded = dictum__buf_slice(&encoded)};
    dictum__sha256(encoded.data, encoded.len, draft.hash);
    assert_int_equal(dictum__postings_collect(self->postings, &draft, NULL), DICTUM_OK);
    assert_int_equal(dictum__postings_document(self->postings, &draft, &doc, NULL), DICTUM_OK);
    assert_int_equal(xap_wdb_open(path, XAP_CREATE_OR_OPEN, XAP_NO_SYNC, &wdb, NULL), XAP_OK);
    (void)snprintf(format, sizeof format, "%d", DICTUM__FORMAT);
    set(wdb, DICTUM__META_FORMAT, format);
    set(wdb, DICTUM__META_ANALYSIS, dictum__analysis_signature());
    set(wdb, DICTUM__META_RETIRING, retiring);
    assert_int_equal(xap_wdb_add_document(wdb, doc, &docid, NULL), XAP_OK);
    assert_int_equal(xap_wdb_commit(wdb, NULL), XAP_OK);
    xap_wdb_free(wdb);
    xap_doc_free(doc);
    dictum__buf_dispose(&encoded);
    free(path);
}

static void publish_base(scene *self)
{
    assert_true(shards_publish(self->place, base_alone, 1));
}

static void publish_both(scene *self)
{
    assert_true(shards_publish(self->place, both, 2));
}

static void retire_old(scene *self)
{
    static const uint32_t docid = 1;
    assert_true(shards_retire(self->place, BASE, &docid, 1));
}

/* The base holds an old state of a statement and another statement; the delta the new state. */
static void write_both(scene *self, const char *retiring)
{
    add(self, BASE, "x", "The old harbour.", "");
    add(self, BASE, "y", "Another harbour.", "");
    add(self, DELTA, "x", "The new harbour.", retiring);
}

static int start(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    at_pause = at_opening = (moment){0};
    paused_ns = 0;
    if (self == NULL || dictum__postings_new(&self->postings, NULL) != DICTUM_OK)
        return -1;
    self->folder = temp_new();
    self->place = self->folder == NULL ? NULL : temp_path(self->folder, "index");
    return self->place == NULL || mkdir(self->place, 0777) != 0;
}

static int stop(void **state)
{
    scene *self = *state;
    dictum_index_free(self->index);
    dictum__postings_free(self->postings);
    free(self->place);
    temp_remove(self->folder);
    free(self);
    return 0;
}

/* ---- a reader ---------------------------------------------------------------------------------------------------- */

static void open_index(scene *self)
{
    const char *place = self->place;
    dictum_error err;
    dictum_index_free(self->index);
    if (dictum_index_open(&place, 1, &self->index, &err) != DICTUM_OK)
        fail_msg("%s", err.text);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The texts of all statements, in order of bytes. */
static void expect_statements(dictum_index *index, const char *expected)
{
    char found[256] = "";
    const char *texts[16];
    size_t used = 0;
    dictum_error err;
    dictum_result *result;
    if (dictum_search(index, "harbour", NULL, &result, &err) != DICTUM_OK)
        fail_msg("%s", err.text);
    size_t count = dictum_result_hit_count(result);
    for (size_t i = 0; i < count; i++)
        texts[i] = dictum_result_hit(result, i)->statement->text.text;
    qsort(texts, count, sizeof texts[0], compare_texts);
    for (size_t i = 0; i < count && used < sizeof found; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s", i > 0 ? " " : "", texts[i]);
    assert_string_equal(found, expected);
    assert_int_equal(dictum_result_match_count(result), count);
    assert_int_equal(dictum_index_statement_count(index), count);
    dictum_result_free(result);
}

static void expect_no_pause(void)
{
    assert_int_equal(paused_ns, 0);
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

static void a_reader_between_publishing_and_retiring_waits(void **state)
{
    scene *self = *state;
    write_both(self, BASE_NAME " 1\n");
    publish_both(self);
    meanwhile(&at_pause, 3, retire_old, self);
    open_index(self);
    assert_int_equal(at_pause.seen, 3);
    assert_int_equal(dictum_index_statement_count(self->index), 2); /* A search would look once more. */
    expect_statements(self->index, "Another harbour. The new harbour.");
}

static void where_nobody_retires_readers_go_on_after_a_while(void **state)
{
    scene *self = *state;
    write_both(self, BASE_NAME " 1\n");
    publish_both(self);
    open_index(self);
    assert_in_range(paused_ns, 100000000, 200000000);
    uint64_t waited = paused_ns;
    expect_statements(self->index, "Another harbour. The new harbour. The old harbour.");
    assert_int_equal(paused_ns, waited); /* Nothing has changed: it is not waited for again. */
    retire_old(self);
    expect_statements(self->index, "Another harbour. The new harbour.");
    assert_int_equal(paused_ns, waited);
}

static void what_is_retired_needs_no_pause(void **state)
{
    scene *self = *state;
    write_both(self, BASE_NAME " 2 1\n");
    publish_both(self);
    retire_old(self);
    open_index(self);
    expect_no_pause();
    expect_statements(self->index, "Another harbour. The new harbour.");
}

static void only_documents_of_older_shards_that_are_there_are_waited_for(void **state)
{
    scene *self = *state;
    static const char *const lists[] = {"",
                                        "-",
                                        BASE_NAME,
                                        BASE_NAME "\n",
                                        BASE_NAME " \n",
                                        BASE_NAME " 3\n",
                                        BASE_NAME " 1 3\n",
                                        BASE_NAME " 0\n",
                                        BASE_NAME " 4294967295\n",
                                        BASE_NAME " 4294967297\n",
                                        BASE_NAME " 18446744073709551617\n",
                                        DELTA_NAME " 1\n",
                                        "g-0000000000000003 1\n",
                                        "h-0000000000000001 1\n",
                                        "garbage\n" BASE_NAME " 1\n"};
    write_both(self, "");
    publish_both(self);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        add(self, DELTA, "z", "A ship.", lists[i]);
        open_index(self);
        if (paused_ns > 0)
            fail_msg("“%s” is waited for", lists[i]);
    }
    add(self, DELTA, "z", "A ship.", "g-0000000000000003 1\n" BASE_NAME " 9 1");
    open_index(self);
    assert_true(paused_ns > 0);
}

static void a_single_shard_is_not_waited_for(void **state)
{
    scene *self = *state;
    add(self, BASE, "x", "The old harbour.", BASE_NAME " 1\n");
    publish_base(self);
    open_index(self);
    expect_no_pause();
    expect_statements(self->index, "The old harbour.");
}

/* ---- a writer that overtakes who opens --------------------------------------------------------------------------- */

static void publish_both_and_retire(scene *self)
{
    publish_both(self);
    retire_old(self);
}

static void who_opens_the_old_shard_after_the_new_one_was_published_opens_both(void **state)
{
    scene *self = *state;
    write_both(self, BASE_NAME " 1\n");
    publish_base(self);
    meanwhile(&at_opening, 1, publish_both_and_retire, self);
    open_index(self);
    assert_int_equal(at_opening.seen, 1);
    assert_int_equal(dictum_index_statement_count(self->index), 2); /* A search would look once more. */
    expect_statements(self->index, "Another harbour. The new harbour.");
}

/* The list that tells of the retired statement is gone when the newest shard is opened. */
static void retire_and_commit_once_more(scene *self)
{
    retire_old(self);
    add(self, DELTA, "z", "A third harbour.", "");
}

static void who_opens_the_old_shard_before_two_commits_and_the_new_one_after_sees_the_second(void **state)
{
    scene *self = *state;
    write_both(self, BASE_NAME " 1\n");
    publish_both(self);
    meanwhile(&at_opening, 2, retire_and_commit_once_more, self);
    open_index(self);
    assert_int_equal(dictum_index_statement_count(self->index), 3); /* A search would look once more. */
    expect_statements(self->index, "A third harbour. Another harbour. The new harbour.");
}

static void replace_all(scene *self)
{
    static const unsigned merged[] = {3};
    char *base = shards_path(self->place, BASE), *gone = temp_path(self->folder, "gone");
    add(self, 3, "x", "The merged harbour.", "");
    assert_true(shards_publish(self->place, merged, 1));
    assert_int_equal(rename(base, gone), 0);
    free(base);
    free(gone);
}

static void who_misses_a_shard_opens_what_has_taken_its_place(void **state)
{
    scene *self = *state;
    write_both(self, "");
    publish_both(self);
    meanwhile(&at_opening, 1, replace_all, self);
    open_index(self);
    expect_statements(self->index, "The merged harbour.");
}

static void a_writer_that_never_rests_keeps_nobody_out(void **state)
{
    scene *self = *state;
    write_both(self, "");
    publish_both(self);
    meanwhile(&at_opening, 0, publish_both, self);
    open_index(self);
    at_opening.step = NULL;
    expect_statements(self->index, "Another harbour. The new harbour. The old harbour.");
}

/* ---- an index that is kept open ---------------------------------------------------------------------------------- */

static void a_kept_index_sees_marks_and_what_a_delta_gets(void **state)
{
    scene *self = *state;
    static const uint32_t second = 2;
    write_both(self, BASE_NAME " 1\n");
    publish_both(self);
    retire_old(self);
    open_index(self);
    expect_statements(self->index, "Another harbour. The new harbour.");
    add(self, DELTA, "z", "A third harbour.", "");
    expect_statements(self->index, "A third harbour. Another harbour. The new harbour.");
    assert_true(shards_retire(self->place, BASE, &second, 1));
    expect_statements(self->index, "A third harbour. The new harbour.");
    expect_no_pause();
}

static void retire_second(scene *self)
{
    static const uint32_t docid = 2;
    assert_true(shards_retire(self->place, BASE, &docid, 1));
}

static void a_kept_index_waits_for_what_a_delta_replaces(void **state)
{
    scene *self = *state;
    write_both(self, BASE_NAME " 1\n");
    publish_both(self);
    retire_old(self);
    open_index(self);
    add(self, DELTA, "y", "Another new harbour.", BASE_NAME " 2\n");
    meanwhile(&at_pause, 2, retire_second, self);
    expect_statements(self->index, "Another new harbour. The new harbour.");
    assert_int_equal(at_pause.seen, 2);
}

static void a_kept_index_goes_on_to_a_shard_that_is_published(void **state)
{
    scene *self = *state;
    write_both(self, BASE_NAME " 1\n");
    publish_base(self);
    open_index(self);
    expect_statements(self->index, "Another harbour. The old harbour.");
    publish_both(self);
    meanwhile(&at_pause, 1, retire_old, self);
    expect_statements(self->index, "Another harbour. The new harbour.");
    replace_all(self);
    expect_statements(self->index, "The merged harbour.");
}

/* ---- other locations --------------------------------------------------------------------------------------------- */

static void a_shard_by_itself_or_a_stub_of_somebody_else_s_is_searched(void **state)
{
    scene *self = *state;
    char text[1024], *stub = temp_path(self->folder, "stub"), *base = shards_path(self->place, BASE);
    char *delta = shards_path(self->place, DELTA);
    const char *places[] = {stub, base, delta};
    const size_t found[] = {2, 1, 1};
    write_both(self, BASE_NAME " 1\n");
    retire_old(self);
    (void)snprintf(text, sizeof text, "# both\nauto %s\nauto %s\n", base, delta);
    assert_true(temp_write(stub, text, strlen(text)));
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(dictum_index_open(&places[i], 1, &self->index, NULL), DICTUM_OK);
        assert_int_equal(dictum_index_statement_count(self->index), found[i]);
        dictum_index_free(self->index);
    }
    assert_int_equal(dictum_index_open(places, 3, &self->index, NULL), DICTUM_OK);
    assert_int_equal(dictum_index_statement_count(self->index), 4);
    expect_no_pause();
    free(stub);
    free(base);
    free(delta);
}

static void expect_refused(scene *self, dictum_status expected, const char *part)
{
    const char *place = self->place;
    dictum_error err;
    assert_int_equal(dictum_index_open(&place, 1, &self->index, &err), expected);
    if (strstr(err.text, part) == NULL || strstr(err.text, self->place) == NULL || strstr(err.text, "g-0") != NULL)
        fail_msg("“%s” does not say “%s”, or names a shard", err.text, part);
}

static void a_shard_that_cannot_be_searched_is_told_of_the_index(void **state)
{
    scene *self = *state;
    static const unsigned three[] = {BASE, DELTA, 3};
    xap_wdb *wdb;
    char *path = shards_path(self->place, DELTA);
    write_both(self, "");
    assert_true(shards_publish(self->place, three, 3));
    expect_refused(self, DICTUM_CORRUPT, "is incomplete");
    publish_both(self);
    open_index(self);
    dictum_index_free(self->index);
    static const char *const formats[] = {"1", "9", ""};
    static const dictum_status statuses[] = {DICTUM_VERSION, DICTUM_VERSION, DICTUM_CORRUPT};
    static const char *const said[] = {"run dictum-index --rebuild", "later version", "is damaged"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(xap_wdb_open(path, XAP_OPEN, XAP_NO_SYNC, &wdb, NULL), XAP_OK);
        set(wdb, DICTUM__META_FORMAT, formats[i]);
        assert_int_equal(xap_wdb_commit(wdb, NULL), XAP_OK);
        xap_wdb_free(wdb);
        expect_refused(self, statuses[i], said[i]);
    }
    free(path);
}

#define scene_test(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(a_reader_between_publishing_and_retiring_waits),
        scene_test(where_nobody_retires_readers_go_on_after_a_while),
        scene_test(what_is_retired_needs_no_pause),
        scene_test(only_documents_of_older_shards_that_are_there_are_waited_for),
        scene_test(a_single_shard_is_not_waited_for),
        scene_test(who_opens_the_old_shard_after_the_new_one_was_published_opens_both),
        scene_test(who_opens_the_old_shard_before_two_commits_and_the_new_one_after_sees_the_second),
        scene_test(who_misses_a_shard_opens_what_has_taken_its_place),
        scene_test(a_writer_that_never_rests_keeps_nobody_out),
        scene_test(a_kept_index_sees_marks_and_what_a_delta_gets),
        scene_test(a_kept_index_waits_for_what_a_delta_replaces),
        scene_test(a_kept_index_goes_on_to_a_shard_that_is_published),
        scene_test(a_shard_by_itself_or_a_stub_of_somebody_else_s_is_searched),
        scene_test(a_shard_that_cannot_be_searched_is_told_of_the_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
