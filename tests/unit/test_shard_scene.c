/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_shard_scene.h"

#include <dirent.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/analyse.h"
#include "lib/schema.h"
#include "lib/sha256.h"
#include "lib/xapian_c/xap_write.h"
#include "test_stage.h"
#include "tests/support/temp.h"

/* LeakSanitizer asks for this. Xapian loses tables of its own when its compaction ends early, whether by a failure or
 * because it is stopped; what it still reaches from those, too. */
const char *__lsan_default_suppressions(void); /* NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void) /* NOLINT */
{
    return "leak:libxapian";
}

#define SLOTS 7

/* ---- statements --------------------------------------------------------------------------------------------- */

static const char *const words[] = {"the",      "Parliament", "of",     "café",       "naïve", "whose", "law",
                                    "lawful",   "intercepts", "1 000",  "cyber-",     "C++",   "สวัสดี",  "本文",
                                    "voting.",  "Votes,",     "voted?", "opsporings", "\n\n",  "it's",  "déjà",
                                    "security", "e-mail",     "#MeToo", "Zürich",     "and",   "nobody"};

static void random_words(chance *dice, size_t most, dictum_buf *out)
{
    size_t count = chance_below(dice, most + 1);
    for (size_t i = 0; i < count; i++) {
        dictum__buf_append_str(out, words[chance_below(dice, sizeof words / sizeof words[0])]);
        dictum__buf_append_char(out, ' ');
        if (chance_one_in(dice, 20)) {
            dictum__buf_appendf(out, "w%zu ", chance_below(dice, 100000));
        }
    }
}

/* A slice of what was appended to `strings` since `from`; the buffer does not move any more. */
static dictum_slice since(const dictum_buf *strings, size_t from)
{
    return (dictum_slice){strings->data + from, strings->len - from};
}

static void random_statement(shard_scene *scene, size_t number)
{
    static const char *const langs[] = {"en", "de", "th", "und"};
    static const char *const dates[] = {"2019", "2020-02", "2021-03-04"};
    chance *dice = &scene->dice;
    dictum_record *record = &scene->records[number];
    dictum_buf *strings = &scene->strings[number], *encoded = &scene->encoded[number];
    dictum__buf_init(strings, 1u << 20);
    dictum__buf_init(encoded, 1u << 20);
    assert_true(dictum__buf_reserve(strings, 1u << 16));
    dictum__buf_appendf(strings, "id-%zu", number);
    record->id = since(strings, 0);
    size_t at = strings->len;
    dictum__buf_appendf(strings, "/files/%zu", number % 7);
    dictum_slice file = since(strings, at);
    at = strings->len;
    random_words(dice, chance_one_in(dice, 5) ? 600 : 30, strings);
    record->text = since(strings, at);
    at = strings->len;
    random_words(dice, 4, strings);
    record->title = since(strings, at);
    if (chance_one_in(dice, 2)) {
        record->date = dictum__slice(dates[chance_below(dice, 3)]);
        record->date_known = DICTUM__DATE_STATED;
        record->speaker = DICTUM_SLICE("Zoë Lindqvist");
    }
    record->lang = dictum__slice(langs[chance_below(dice, 4)]);
    dictum__record_encode(record, encoded);
    assert_int_equal(dictum__buf_status(strings), DICTUM_OK);
    scene->drafts[number] =
        (dictum_draft){.record = record, .file = file, .encoded = dictum__buf_slice(encoded), .hash = {0}};
    dictum__sha256(encoded->data, encoded->len, scene->drafts[number].hash);
}

int shard_scene_setup(void **state)
{
    shard_scene *scene = calloc(1, sizeof *scene);
    *state = scene;
    if (scene == NULL || (scene->folder = temp_new()) == NULL ||
        dictum__postings_new(&scene->postings, NULL) != DICTUM_OK) {
        return -1;
    }
    scene->seed = chance_seed();
    scene->dice = chance_begin(scene->seed);
    print_message("DICTUM_TEST_SEED=%" PRIu64 "\n", scene->seed);
    scene->workspace = scene_path(scene, "work");
    for (size_t i = 0; i < SCENE_STATEMENTS; i++) {
        random_statement(scene, i);
    }
    return mkdir(scene->workspace, 0777);
}

int shard_scene_teardown(void **state)
{
    shard_scene *scene = *state;
    if (scene == NULL) {
        return 0;
    }
    for (size_t i = 0; i < SCENE_STATEMENTS; i++) {
        dictum__buf_dispose(&scene->strings[i]);
        dictum__buf_dispose(&scene->encoded[i]);
    }
    dictum__postings_free(scene->postings);
    temp_remove(scene->folder);
    free(scene->workspace);
    free(scene);
    return 0;
}

char *scene_path(const shard_scene *scene, const char *name)
{
    return temp_path(scene->folder, name);
}

statement_list scene_range(uint32_t first, uint32_t count)
{
    statement_list list = {{0}, 0};
    for (uint32_t i = 0; i < count; i++) {
        list.items[list.count++] = first + i;
    }
    return list;
}

/* ---- shards ------------------------------------------------------------------------------------------------- */

static void set(dictum_shard_writer *writer, const char *key, const char *value)
{
    assert_int_equal(writer->stage->set(writer, dictum__slice(key), dictum__slice(value), NULL), DICTUM_OK);
}

void scene_make_shard(shard_scene *scene, const char *path, const statement_list *list, const char *key,
                      const char *value)
{
    const dictum_write_stage *stage = test_stage();
    dictum_shard_writer *writer;
    char format[16];
    (void)snprintf(format, sizeof format, "%d", DICTUM__FORMAT);
    if (stage->begin(&writer, path, &scene->error) != DICTUM_OK) {
        fail_msg("%s", scene->error.text);
    }
    for (size_t i = 0; i < list->count; i++) {
        const dictum_draft *draft = &scene->drafts[list->items[i]];
        assert_int_equal(dictum__postings_collect(scene->postings, draft, NULL), DICTUM_OK);
        assert_int_equal(stage->add(writer, scene->postings, draft, NULL), DICTUM_OK);
    }
    set(writer, DICTUM__META_FORMAT, format);
    set(writer, DICTUM__META_ANALYSIS, dictum__analysis_signature());
    if (key != NULL) {
        set(writer, key, value);
    }
    assert_int_equal(stage->finish(writer, NULL), DICTUM_OK);
    stage->free(writer);
}

void scene_retire(const char *path, uint32_t docid)
{
    xap_wdb *wdb;
    assert_int_equal(xap_wdb_open(path, XAP_OPEN, XAP_NO_SYNC, &wdb, NULL), XAP_OK);
    assert_int_equal(
        xap_wdb_set_value(wdb, docid, DICTUM__SLOT_RETIRED, DICTUM__RETIRED, strlen(DICTUM__RETIRED), NULL), XAP_OK);
    assert_int_equal(xap_wdb_commit(wdb, NULL), XAP_OK);
    xap_wdb_free(wdb);
}

size_t scene_entries(const char *folder)
{
    DIR *dir = opendir(folder);
    size_t count = 0;
    assert_non_null(dir);
    while (readdir(dir) != NULL) {
        count++;
    }
    (void)closedir(dir);
    return count - 2;
}

void scene_in_child(shard_scene *scene, bool (*fn)(shard_scene *scene))
{
    int status;
    (void)fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool done = fn(scene);
        if (!done) {
            fprintf(stderr, "in the child: %s\n", scene->error.text);
        }
        _exit(done ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- databases as text -------------------------------------------------------------------------------------- */

typedef struct dump {
    xap_db *db;
    dictum_buf *out;
    uint32_t *places; /* of each docid, from 1: its place among the documents */
} dump;

static void dump_bytes(dictum_buf *out, const char *data, size_t bytes)
{
    dictum__buf_appendf(out, " %zu:", bytes);
    dictum__buf_append(out, data, bytes);
}

static void dump_document(const dump *of, uint32_t docid)
{
    xap_doc *doc;
    const char *data;
    size_t bytes;
    uint32_t length;
    assert_int_equal(xap_db_document(of->db, docid, &doc, NULL), XAP_OK);
    assert_int_equal(xap_db_doc_length(of->db, docid, &length, NULL), XAP_OK);
    assert_int_equal(xap_doc_data(doc, &data, &bytes, NULL), XAP_OK);
    dictum__buf_appendf(of->out, "document %" PRIu32 " length %" PRIu32, of->places[docid], length);
    dump_bytes(of->out, data, bytes);
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        assert_int_equal(xap_doc_value(doc, slot, &data, &bytes, NULL), XAP_OK);
        dump_bytes(of->out, data, bytes);
    }
    dictum__buf_append_char(of->out, '\n');
    xap_doc_free(doc);
}

/* One that was taken out and has stayed: dictum__shard_take_out(). */
static bool is_gap(xap_db *db, uint32_t docid)
{
    xap_doc *doc;
    const char *data, *mark;
    size_t bytes, mark_bytes;
    assert_int_equal(xap_db_document(db, docid, &doc, NULL), XAP_OK);
    assert_int_equal(xap_doc_data(doc, &data, &bytes, NULL), XAP_OK);
    assert_int_equal(xap_doc_value(doc, DICTUM__SLOT_RETIRED, &mark, &mark_bytes, NULL), XAP_OK);
    bool gap = bytes == 0 && mark_bytes > 0;
    xap_doc_free(doc);
    return gap;
}

/* Where numbers are not used, some document must not have the terms of all. */
static void dump_documents(dump *of)
{
    xap_postings *all;
    uint32_t docid, last, place = 0, gaps = 0;
    assert_int_equal(xap_db_last_docid(of->db, &last, NULL), XAP_OK);
    of->places = calloc((size_t)last + 1, sizeof *of->places);
    assert_non_null(of->places);
    assert_int_equal(xap_db_postings(of->db, "", 0, &all, NULL), XAP_OK);
    while (xap_postings_next(all, &docid, NULL) == XAP_OK) {
        if (is_gap(of->db, docid)) {
            gaps++;
            continue;
        }
        of->places[docid] = ++place;
        dump_document(of, docid);
    }
    xap_postings_free(all);
    assert_true(gaps > 0 || place == last);
}

static void dump_positions(const dump *of, uint32_t docid, const char *term, size_t bytes)
{
    xap_positions *positions;
    uint32_t position;
    assert_int_equal(xap_db_positions(of->db, docid, term, bytes, &positions, NULL), XAP_OK);
    while (xap_positions_next(positions, &position, NULL) == XAP_OK) {
        dictum__buf_appendf(of->out, ",%" PRIu32, position);
    }
    xap_positions_free(positions);
}

static void dump_term(const dump *of, const char *term, size_t bytes)
{
    xap_postings *postings;
    uint32_t docid, wdf;
    dictum__buf_append_str(of->out, "term");
    dump_bytes(of->out, term, bytes);
    assert_int_equal(xap_db_postings(of->db, term, bytes, &postings, NULL), XAP_OK);
    while (xap_postings_next(postings, &docid, NULL) == XAP_OK) {
        assert_int_equal(xap_postings_wdf(postings, &wdf, NULL), XAP_OK);
        dictum__buf_appendf(of->out, " %" PRIu32 "=%" PRIu32, of->places[docid], wdf);
        dump_positions(of, docid, term, bytes);
    }
    dictum__buf_append_char(of->out, '\n');
    xap_postings_free(postings);
}

static void dump_metadata(const dump *of)
{
    xap_terms *keys;
    const char *key, *value;
    size_t key_bytes, value_bytes;
    assert_int_equal(xap_db_metadata_keys(of->db, "", 0, &keys, NULL), XAP_OK);
    while (xap_terms_next(keys, &key, &key_bytes, NULL) == XAP_OK) {
        dictum__buf_append_str(of->out, "metadata");
        dump_bytes(of->out, key, key_bytes);
        assert_int_equal(xap_db_metadata(of->db, key, key_bytes, &value, &value_bytes, NULL), XAP_OK);
        dump_bytes(of->out, value, value_bytes);
        dictum__buf_append_char(of->out, '\n');
    }
    xap_terms_free(keys);
}

static void dump_database(const char *path, dictum_buf *out)
{
    xap_error xerr;
    xap_terms *terms;
    const char *term;
    size_t bytes;
    dump of = {NULL, out, NULL};
    if (xap_db_open(path, &of.db, &xerr) != XAP_OK) {
        fail_msg("%s cannot be opened: %s", path, xerr.text);
    }
    dump_documents(&of);
    assert_int_equal(xap_db_all_terms(of.db, "", 0, &terms, NULL), XAP_OK);
    while (xap_terms_next(terms, &term, &bytes, NULL) == XAP_OK) {
        dump_term(&of, term, bytes);
    }
    xap_terms_free(terms);
    dump_metadata(&of);
    free(of.places);
    xap_db_free(of.db);
    assert_int_equal(dictum__buf_status(out), DICTUM_OK);
}

void scene_same(shard_scene *scene, const char *path, const char *expected)
{
    dictum_buf is, should;
    dictum__buf_init(&is, 1u << 26);
    dictum__buf_init(&should, 1u << 26);
    dump_database(path, &is);
    dump_database(expected, &should);
    size_t at = 0;
    while (at < is.len && at < should.len && is.data[at] == should.data[at]) {
        at++;
    }
    if (is.len != should.len || at < is.len) {
        size_t from = at > 80 ? at - 80 : 0;
        fail_msg("seed %" PRIu64 ": %s differs from %s at byte %zu:\n%.160s\nis not\n%.160s", scene->seed, path,
                 expected, at, from < is.len ? is.data + from : "", from < should.len ? should.data + from : "");
    }
    dictum__buf_dispose(&is);
    dictum__buf_dispose(&should);
}
