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

#include "indexer/metadata.h"
#include "indexer/store.h"
#include "lib/record.h"
#include "lib/schema.h"
#include "lib/sha256.h"
#include "test_stage.h"
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
    scene->options = (dictum_update_options){
        .index = scene->index,
        .jobs = 2,
        .no_bulk = test_stage() == &dictum__write_stage_xapian,
        .reader = scene->reader,
        .silence_ms = 20000,
        .program_name = "test",
        .hooks = {.context = scene, .problem = on_problem, .skipped = on_skipped, .note = on_note}};
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

/* ---- the judge --------------------------------------------------------------------------------------------- */

/* The shards of an index, and which of their documents count: those that are not marked, and that the newest shard does
 * not name as about to be. */
typedef struct judge {
    dictum_shard_set set;
    bool *live[DICTUM__SHARDS_MAX];
    uint32_t last[DICTUM__SHARDS_MAX];
} judge;

static void read_marks(judge *self, size_t shard)
{
    bool retired;
    uint32_t docid;
    xap_postings *all = NULL;
    assert_int_equal(xap_db_last_docid(self->set.dbs[shard], &self->last[shard], NULL), XAP_OK);
    self->live[shard] = calloc((size_t)self->last[shard] + 1, sizeof(bool));
    assert_non_null(self->live[shard]);
    assert_int_equal(xap_db_postings(self->set.dbs[shard], "", 0, &all, NULL), XAP_OK);
    while (xap_postings_next(all, &docid, NULL) == XAP_OK) {
        assert_int_equal(dictum__shard_is_retired(self->set.dbs[shard], docid, &retired, NULL), XAP_OK);
        self->live[shard][docid] = !retired;
    }
    xap_postings_free(all);
}

static void read_retiring(judge *self)
{
    dictum_slice list, name, docids;
    uint32_t docid;
    xap_db *newest = self->set.dbs[self->set.list.count - 1];
    assert_int_equal(
        xap_db_metadata(newest, DICTUM__META_RETIRING, strlen(DICTUM__META_RETIRING), &list.data, &list.len, NULL),
        XAP_OK);
    while (dictum__retiring_next(&list, &name, &docids)) {
        size_t shard = dictum__shard_list_find(&self->set.list, name);
        while (shard != SIZE_MAX && (docid = dictum__retiring_docid(&docids)) != 0) {
            assert_true(docid <= self->last[shard]);
            self->live[shard][docid] = false;
        }
    }
}

static void begin_judging(judge *self, const char *path)
{
    dictum_error err;
    dictum_store *store = NULL;
    memset(self, 0, sizeof *self);
    if (dictum__store_view(&store, path, &err) != DICTUM_OK ||
        dictum__shard_set_open(&self->set, path, dictum__store_shards(store), false, &err) != DICTUM_OK) {
        fail_msg("the index cannot be opened: %s", err.text);
    }
    dictum__store_free(store);
    for (size_t i = 0; i < self->set.list.count; i++) {
        read_marks(self, i);
    }
    read_retiring(self);
}

static void end_judging(judge *self)
{
    for (size_t i = 0; i < self->set.list.count; i++) {
        free(self->live[i]);
    }
    dictum__shard_set_dispose(&self->set);
}

/* How many statements that count have a term; the empty term stands for all. */
static uint32_t holders(const judge *self, dictum_slice term)
{
    uint32_t docid, count = 0;
    for (size_t i = 0; i < self->set.list.count; i++) {
        xap_postings *postings = NULL;
        assert_int_equal(xap_db_postings(self->set.dbs[i], term.data, term.len, &postings, NULL), XAP_OK);
        while (xap_postings_next(postings, &docid, NULL) == XAP_OK) {
            count += self->live[i][docid];
        }
        xap_postings_free(postings);
    }
    return count;
}

uint32_t scene_term(const index_scene *scene, const char *term)
{
    judge self;
    begin_judging(&self, scene->index);
    uint32_t count = holders(&self, dictum__slice(term));
    end_judging(&self);
    return count;
}

static void check_statement(const judge *self, size_t shard, uint32_t docid)
{
    xap_doc *doc = NULL;
    dictum_record record;
    dictum_slice data, hash;
    uint8_t digest[32];
    dictum_buf term;
    dictum__buf_init(&term, 4096);
    assert_int_equal(xap_db_document(self->set.dbs[shard], docid, &doc, NULL), XAP_OK);
    assert_int_equal(xap_doc_data(doc, &data.data, &data.len, NULL), XAP_OK);
    assert_int_equal(dictum__record_decode(data, &record, NULL), DICTUM_OK);
    dictum__sha256(data.data, data.len, digest);
    dictum__schema_term(&term, DICTUM__PREFIX_ID, record.id);
    assert_int_equal(holders(self, dictum__buf_slice(&term)), 1);
    assert_int_equal(xap_doc_value(doc, DICTUM__SLOT_HASH, &hash.data, &hash.len, NULL), XAP_OK);
    assert_int_equal(hash.len, sizeof digest);
    assert_memory_equal(hash.data, digest, sizeof digest);
    dictum__buf_dispose(&term);
    xap_doc_free(doc);
}

typedef struct ledger_check {
    const judge *judge;
    uint64_t statements;
} ledger_check;

static dictum_status check_entry(void *context, const dictum_ledger_entry *entry, dictum_error *err)
{
    ledger_check *self = context;
    dictum_buf term;
    (void)err;
    dictum__buf_init(&term, 4096);
    dictum__schema_file_term(&term, entry->path);
    self->statements += entry->statements;
    assert_int_equal(holders(self->judge, dictum__buf_slice(&term)), entry->statements);
    dictum__buf_dispose(&term);
    return DICTUM_OK;
}

uint32_t index_check(const char *path)
{
    judge self;
    dictum_buf term;
    ledger_check ledger = {&self, 0};
    uint32_t count = 0;
    begin_judging(&self, path);
    for (size_t i = 0; i < self.set.list.count; i++) {
        for (uint32_t docid = 1; docid <= self.last[i]; docid++) {
            if (self.live[i][docid]) {
                check_statement(&self, i, docid);
                count++;
            }
        }
    }
    dictum__buf_init(&term, 4096);
    dictum__schema_file_term(&term, DICTUM_SLICE("-"));
    uint32_t from_stdin = holders(&self, dictum__buf_slice(&term));
    assert_int_equal(
        dictum__metadata_entries(&self.set, DICTUM__META_FILE, DICTUM_SLICE("/"), check_entry, &ledger, NULL),
        DICTUM_OK);
    assert_int_equal(ledger.statements + from_stdin, count);
    dictum__buf_dispose(&term);
    end_judging(&self);
    return count;
}

void index_each(const char *path, void (*fn)(void *context, const dictum_record *record), void *context)
{
    judge self;
    begin_judging(&self, path);
    for (size_t i = 0; i < self.set.list.count; i++) {
        for (uint32_t docid = 1; docid <= self.last[i]; docid++) {
            xap_doc *doc = NULL;
            dictum_record record;
            dictum_slice data;
            if (!self.live[i][docid]) {
                continue;
            }
            assert_int_equal(xap_db_document(self.set.dbs[i], docid, &doc, NULL), XAP_OK);
            assert_int_equal(xap_doc_data(doc, &data.data, &data.len, NULL), XAP_OK);
            assert_int_equal(dictum__record_decode(data, &record, NULL), DICTUM_OK);
            fn(context, &record);
            xap_doc_free(doc);
        }
    }
    end_judging(&self);
}
