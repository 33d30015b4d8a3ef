/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scene of the indexing tests. The judge reads the index by Xapian alone and shares with the indexer only what
 * lib/schema.h and the ledger's encoding lay down. */
#include "test_index_scene.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/ledger.h"
#include "lib/record.h"
#include "lib/schema.h"
#include "lib/sha256.h"
#include "tests/support/process.h"
#include "tests/support/temp.h"

static void note_file(dictum_buf *out, const char *path, dictum_slice reason)
{
    const char *slash = strrchr(path, '/');
    dictum__buf_append_str(out, slash != NULL ? slash + 1 : path);
    dictum__buf_append_str(out, ": ");
    dictum__buf_append_slice(out, reason);
    dictum__buf_append_char(out, '\n');
}

static void on_problem(void *context, const char *path, dictum_slice reason)
{
    note_file(&((index_scene *)context)->problems, path, reason);
}

static void on_skipped(void *context, const char *path, dictum_slice reason)
{
    note_file(&((index_scene *)context)->skipped, path, reason);
}

static void on_note(void *context, const char *text)
{
    dictum_buf *notes = &((index_scene *)context)->notes;
    dictum__buf_append_str(notes, text);
    dictum__buf_append_char(notes, '\n');
}

int index_scene_setup(void **state)
{
    index_scene *scene = calloc(1, sizeof *scene);
    *state = scene;
    if (scene == NULL) {
        return -1;
    }
    scene->folder = temp_new();
    scene->reader = process_program("dictum-read");
    if (scene->folder == NULL || scene->reader == NULL) {
        return -1;
    }
    /* The index stores paths without links in them. */
    char *real = realpath(scene->folder, NULL);
    scene->docs = temp_path(real, "docs");
    scene->index = temp_path(real, "index");
    free(real);
    dictum__buf_init(&scene->problems, 1u << 20);
    dictum__buf_init(&scene->skipped, 1u << 20);
    dictum__buf_init(&scene->notes, 1u << 20);
    scene->options = (dictum_update_options){.index = scene->index,
                                             .jobs = 2,
                                             .reader = scene->reader,
                                             .silence_ms = 20000,
                                             .program_name = "test",
                                             .hooks = {scene, on_problem, on_skipped, on_note, NULL}};
    return mkdir(scene->docs, 0777);
}

int index_scene_teardown(void **state)
{
    index_scene *scene = *state;
    if (scene != NULL) {
        dictum__buf_dispose(&scene->problems);
        dictum__buf_dispose(&scene->skipped);
        dictum__buf_dispose(&scene->notes);
        temp_remove(scene->folder);
        free(scene->docs);
        free(scene->index);
        free(scene->reader);
    }
    free(scene);
    return 0;
}

void scene_write(index_scene *scene, const char *name, const char *text)
{
    static int64_t second = 1000000000;
    char *path = temp_path(scene->docs, name);
    for (char *slash = strchr(path + strlen(scene->docs) + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0777);
        *slash = '/';
    }
    assert_true(temp_write(path, text, strlen(text)));
    /* The clock of the file system may be too coarse to tell two writings apart. */
    const struct timespec times[2] = {{.tv_sec = second}, {.tv_sec = second}};
    second += 60;
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    free(path);
}

void scene_rename(index_scene *scene, const char *from, const char *to)
{
    char *from_path = temp_path(scene->docs, from), *to_path = temp_path(scene->docs, to);
    assert_int_equal(rename(from_path, to_path), 0);
    free(from_path);
    free(to_path);
}

void scene_delete(index_scene *scene, const char *name)
{
    char *path = temp_path(scene->docs, name);
    assert_int_equal(remove(path), 0);
    free(path);
}

dictum_status scene_run_on(index_scene *scene, const char *path)
{
    char *paths[1] = {strdup(path)};
    assert_non_null(paths[0]);
    scene->options.paths = paths;
    scene->options.path_count = *path != '\0';
    dictum__buf_clear(&scene->problems);
    dictum__buf_clear(&scene->skipped);
    dictum__buf_clear(&scene->notes);
    dictum__buf_append_str(&scene->problems, "");
    dictum_status status = dictum__update(&scene->options, &scene->counts, &scene->error);
    free(paths[0]);
    return status;
}

dictum_status scene_run(index_scene *scene)
{
    return scene_run_on(scene, scene->docs);
}

void scene_update(index_scene *scene)
{
    if (scene_run(scene) != DICTUM_OK) {
        fail_msg("the run failed: %s", scene->error.text);
    }
    assert_int_equal(index_check(scene->index), scene->counts.statements);
}

void scene_expect_at(const index_scene *scene, uint64_t added, uint64_t updated, uint64_t removed, uint64_t unchanged,
                     uint64_t moved, const char *file, int line)
{
    char expected[160], was[160];
    const dictum_update_counts *counts = &scene->counts;
    (void)snprintf(expected, sizeof expected, "%ju added, %ju updated, %ju removed, %ju unchanged, %ju moved",
                   (uintmax_t)added, (uintmax_t)updated, (uintmax_t)removed, (uintmax_t)unchanged, (uintmax_t)moved);
    (void)snprintf(was, sizeof was, "%ju added, %ju updated, %ju removed, %ju unchanged, %ju moved",
                   (uintmax_t)counts->added, (uintmax_t)counts->updated, (uintmax_t)counts->removed,
                   (uintmax_t)counts->unchanged, (uintmax_t)counts->moved);
    _assert_string_equal(was, expected, file, line);
}

uint32_t scene_term(const index_scene *scene, const char *term)
{
    xap_db *db = NULL;
    uint32_t documents = 0;
    assert_int_equal(xap_db_open(scene->index, &db, NULL), XAP_OK);
    assert_int_equal(xap_db_term_freq(db, term, strlen(term), &documents, NULL), XAP_OK);
    xap_db_free(db);
    return documents;
}

/* ---- the judge --------------------------------------------------------------------------------------------- */

static void check_statement(xap_db *db, uint32_t docid)
{
    xap_doc *doc = NULL;
    dictum_record record;
    dictum_slice data, hash;
    uint8_t digest[32];
    dictum_buf term;
    uint32_t holders = 0;
    dictum__buf_init(&term, 4096);
    assert_int_equal(xap_db_document(db, docid, &doc, NULL), XAP_OK);
    assert_int_equal(xap_doc_data(doc, &data.data, &data.len, NULL), XAP_OK);
    assert_int_equal(dictum__record_decode(data, &record, NULL), DICTUM_OK);
    dictum__sha256(data.data, data.len, digest);
    dictum__schema_term(&term, DICTUM__PREFIX_ID, record.id);
    assert_int_equal(xap_db_term_freq(db, term.data, term.len, &holders, NULL), XAP_OK);
    assert_int_equal(holders, 1);
    assert_int_equal(xap_doc_value(doc, DICTUM__SLOT_HASH, &hash.data, &hash.len, NULL), XAP_OK);
    assert_int_equal(hash.len, sizeof digest);
    assert_memory_equal(hash.data, digest, sizeof digest);
    dictum__buf_dispose(&term);
    xap_doc_free(doc);
}

/* The statements that the ledger knows of. */
static uint64_t check_ledger(xap_db *db)
{
    xap_terms *keys = NULL;
    dictum_slice key, value;
    dictum_ledger_entry entry;
    dictum_buf term;
    uint64_t statements = 0;
    dictum__buf_init(&term, 4096);
    assert_int_equal(xap_db_metadata_keys(db, DICTUM__META_FILE, strlen(DICTUM__META_FILE), &keys, NULL), XAP_OK);
    while (xap_terms_next(keys, &key.data, &key.len, NULL) == XAP_OK) {
        uint32_t count = 0;
        assert_int_equal(xap_db_metadata(db, key.data, key.len, &value.data, &value.len, NULL), XAP_OK);
        assert_int_equal(dictum__ledger_decode(value, &entry, NULL), DICTUM_OK);
        dictum__schema_file_term(&term, entry.path);
        statements += entry.statements;
        assert_int_equal(xap_db_term_freq(db, term.data, term.len, &count, NULL), XAP_OK);
        assert_int_equal(count, entry.statements);
    }
    xap_terms_free(keys);
    dictum__buf_dispose(&term);
    return statements;
}

uint32_t index_check(const char *path)
{
    xap_db *db = NULL;
    xap_error xerr;
    xap_postings *all = NULL;
    dictum_buf term;
    uint32_t docid, count = 0, from_stdin = 0, seen = 0;
    if (xap_db_open(path, &db, &xerr) != XAP_OK) {
        fail_msg("the index cannot be opened: %s", xerr.text);
    }
    assert_int_equal(dictum__schema_check(db, path, NULL), DICTUM_OK);
    assert_int_equal(xap_db_doc_count(db, &count, NULL), XAP_OK);
    assert_int_equal(xap_db_postings(db, "", 0, &all, NULL), XAP_OK);
    while (xap_postings_next(all, &docid, NULL) == XAP_OK) {
        check_statement(db, docid);
        seen++;
    }
    assert_int_equal(seen, count);
    dictum__buf_init(&term, 4096);
    dictum__schema_file_term(&term, DICTUM_SLICE("-"));
    assert_int_equal(xap_db_term_freq(db, term.data, term.len, &from_stdin, NULL), XAP_OK);
    assert_int_equal(check_ledger(db) + from_stdin, count);
    dictum__buf_dispose(&term);
    xap_postings_free(all);
    xap_db_free(db);
    return count;
}
