/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writer over Xapian: changes go in place into the current generation, in flushed transactions; at the end
 * of a run that wrote much, a compacted copy becomes the next generation.
 *
 * Invariant: between two calls a transaction is open, so that nothing is committed but by our own word:
 * neither by Xapian's count of changed documents nor by its destructor. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/writer_xapian.h"
#include "lib/analyse.h"
#include "lib/schema.h"
#include "lib/xapian_c/xap_write.h"

/* A commit is due after as much text, or as many changes. */
#define COMMIT_TEXT_BYTES ((size_t)64 << 20)
#define COMMIT_CHANGES 10000
/* Compaction pays when at least one statement in this many was written. */
#define COMPACT_FRACTION 5

#define META_CHANGES "dictum-changes"

/* ---- opening ----------------------------------------------------------------------------------------------- */

static dictum_status fail_write(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "write the index");
}

static xap_status set_metadata(dictum_writer *writer, const char *key, dictum_slice value, xap_error *xerr)
{
    return xap_wdb_set_metadata(writer->wdb, key, strlen(key), value.data, value.len, xerr);
}

static dictum_status set_generation_id(dictum_writer *writer, dictum_error *err)
{
    xap_error xerr;
    char id[33];
    dictum_status status = dictum__random_hex(id, 32, err);
    if (status == DICTUM_OK && set_metadata(writer, DICTUM__META_GENERATION, dictum__slice(id), &xerr) != XAP_OK) {
        status = fail_write(&xerr, err);
    }
    return status;
}

/* An empty index as the first generation. */
static dictum_status create(dictum_writer *writer, dictum_error *err)
{
    xap_error xerr;
    const char *path;
    char format[16];
    (void)snprintf(format, sizeof format, "%d", DICTUM__FORMAT);
    dictum_status status = dictum__store_begin(writer->store, &path, err);
    if (status != DICTUM_OK) {
        return status;
    }
    if (xap_wdb_open(path, XAP_CREATE, 0, &writer->wdb, &xerr) != XAP_OK ||
        set_metadata(writer, DICTUM__META_FORMAT, dictum__slice(format), &xerr) != XAP_OK ||
        set_metadata(writer, DICTUM__META_ANALYSIS, dictum__slice(dictum__analysis_signature()), &xerr) != XAP_OK) {
        return dictum__fail_xap(err, &xerr, "make the index");
    }
    status = set_generation_id(writer, err);
    if (status == DICTUM_OK && xap_wdb_commit(writer->wdb, &xerr) != XAP_OK) {
        status = dictum__fail_xap(err, &xerr, "make the index");
    }
    xap_wdb_free(writer->wdb);
    writer->wdb = NULL;
    return status == DICTUM_OK ? dictum__store_publish(writer->store, err) : status;
}

/* The generation's name and how many statements were changed in it since it was compacted. It says nothing of a
 * generation of another name, so compaction itself makes it void. */
static const char *generation_name(const dictum_writer *writer)
{
    return strrchr(dictum__store_current(writer->store), '/') + 1;
}

static dictum_status write_changes(dictum_writer *writer, dictum_error *err)
{
    xap_error xerr;
    char value[64];
    (void)snprintf(value, sizeof value, "%s %" PRIu64, generation_name(writer),
                   writer->changes_before + writer->changes_now);
    if (set_metadata(writer, META_CHANGES, dictum__slice(value), &xerr) != XAP_OK) {
        return fail_write(&xerr, err);
    }
    return DICTUM_OK;
}

static dictum_status read_changes(dictum_writer *writer, dictum_error *err)
{
    xap_error xerr;
    dictum_slice value;
    if (xap_db_metadata(xap_wdb_db(writer->wdb), META_CHANGES, strlen(META_CHANGES), &value.data, &value.len, &xerr) !=
        XAP_OK) {
        return dictum__fail_xap(err, &xerr, "read the index");
    }
    const char *name = generation_name(writer);
    if (value.len > strlen(name) + 1 && memcmp(value.data, name, strlen(name)) == 0) {
        writer->changes_before = strtoull(value.data + strlen(name) + 1, NULL, 10);
    }
    return DICTUM_OK;
}

static dictum_status open_database(dictum_writer *writer, dictum_error *err)
{
    xap_error xerr;
    dictum_status status = DICTUM_OK;
    if (dictum__store_current(writer->store) == NULL) {
        status = create(writer, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    if (xap_wdb_open(dictum__store_current(writer->store), XAP_OPEN, 0, &writer->wdb, &xerr) != XAP_OK) {
        return xerr.code == XAP_CORRUPT
                   ? dictum__fail(err, DICTUM_CORRUPT, "the index %s is damaged (%s): index into a new folder",
                                  dictum__store_dir(writer->store), xerr.text)
                   : dictum__fail_xap(err, &xerr, "open the index for writing");
    }
    status = dictum__schema_check(xap_wdb_db(writer->wdb), dictum__store_dir(writer->store), err);
    if (status == DICTUM_NOT_FOUND) { /* the store knows it for ours */
        status = dictum__fail(err, DICTUM_CORRUPT,
                              "the index %s is damaged (it does not say its format): index into a "
                              "new folder",
                              dictum__store_dir(writer->store));
    }
    return status == DICTUM_OK ? read_changes(writer, err) : status;
}

dictum_status dictum__writer_open(dictum_writer **out, const char *dir, bool create_missing, const char *program,
                                  dictum_error *err)
{
    *out = NULL;
    dictum_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return dictum__nomem(err);
    }
    writer->commit_bytes = COMMIT_TEXT_BYTES;
    dictum__buf_init(&writer->term, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&writer->value, 2 * DICTUM__FIELD_BYTES_MAX);
    dictum_status status = dictum__store_open(&writer->store, dir, create_missing, program, err);
    if (status == DICTUM_OK) {
        status = open_database(writer, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__postings_new(&writer->postings, err);
    }
    if (status != DICTUM_OK) {
        dictum__writer_free(writer);
        return status;
    }
    *out = writer;
    return DICTUM_OK;
}

void dictum__writer_free(dictum_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    xap_wdb_free(writer->wdb);
    dictum__store_free(writer->store);
    dictum__postings_free(writer->postings);
    dictum__buf_dispose(&writer->term);
    dictum__buf_dispose(&writer->value);
    free(writer);
}

const char *dictum__writer_dir(const dictum_writer *writer)
{
    return dictum__store_dir(writer->store);
}

dictum_status dictum__writer_stat(const dictum_writer *writer, struct stat *st, dictum_error *err)
{
    return dictum__store_stat(writer->store, st, err);
}

dictum_status dictum__writer_count(dictum_writer *writer, uint32_t *statements, dictum_error *err)
{
    xap_error xerr;
    if (xap_db_doc_count(xap_wdb_db(writer->wdb), statements, &xerr) != XAP_OK) {
        return dictum__fail_xap(err, &xerr, "read the index");
    }
    return DICTUM_OK;
}

/* ---- statements: changing ---------------------------------------------------------------------------------- */

static dictum_status make_document(dictum_writer *writer, const dictum_draft *statement, xap_doc **doc,
                                   dictum_error *err)
{
    dictum_status status = dictum__postings_collect(writer->postings, statement, err);
    if (status == DICTUM_OK) {
        status = dictum__postings_document(writer->postings, statement, doc, err);
    }
    return status;
}

static void note_change(dictum_writer *writer, size_t text_bytes)
{
    writer->changes++;
    writer->changes_now++;
    writer->text_bytes += text_bytes;
}

dictum_status dictum__writer_add(dictum_writer *writer, const dictum_draft *statement, dictum_statement_ref *ref,
                                 dictum_error *err)
{
    xap_error xerr;
    xap_doc *doc = NULL;
    dictum_status status = make_document(writer, statement, &doc, err);
    if (status == DICTUM_OK && xap_wdb_add_document(writer->wdb, doc, ref, &xerr) != XAP_OK) {
        status = fail_write(&xerr, err);
    }
    xap_doc_free(doc);
    note_change(writer, statement->encoded.len);
    return status;
}

dictum_status dictum__writer_replace(dictum_writer *writer, dictum_statement_ref ref, const dictum_draft *statement,
                                     dictum_error *err)
{
    xap_error xerr;
    xap_doc *doc = NULL;
    dictum_status status = make_document(writer, statement, &doc, err);
    if (status == DICTUM_OK && xap_wdb_replace_document(writer->wdb, ref, doc, &xerr) != XAP_OK) {
        status = fail_write(&xerr, err);
    }
    xap_doc_free(doc);
    note_change(writer, statement->encoded.len);
    return status;
}

dictum_status dictum__writer_remove(dictum_writer *writer, dictum_statement_ref ref, dictum_error *err)
{
    xap_error xerr;
    note_change(writer, 0);
    if (xap_wdb_delete_document(writer->wdb, ref, &xerr) != XAP_OK) {
        return fail_write(&xerr, err);
    }
    return DICTUM_OK;
}

/* An empty value removes what there is. */
static dictum_status put(dictum_writer *writer, const char *kind, dictum_slice path, dictum_slice value,
                         dictum_error *err)
{
    xap_error xerr;
    dictum__ledger_key(&writer->term, kind, path);
    if (dictum__buf_status(&writer->term) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    writer->changes++;
    if (xap_wdb_set_metadata(writer->wdb, writer->term.data, writer->term.len, value.data, value.len, &xerr) !=
        XAP_OK) {
        return fail_write(&xerr, err);
    }
    return DICTUM_OK;
}

static dictum_status put_entry(dictum_writer *writer, const char *kind, const dictum_ledger_entry *entry,
                               dictum_error *err)
{
    dictum__ledger_encode(&writer->value, entry);
    if (dictum__buf_status(&writer->value) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return put(writer, kind, entry->path, dictum__buf_slice(&writer->value), err);
}

dictum_status dictum__writer_set_file(dictum_writer *writer, const dictum_ledger_entry *entry, dictum_error *err)
{
    return put_entry(writer, DICTUM__META_FILE, entry, err);
}

dictum_status dictum__writer_set_place(dictum_writer *writer, const dictum_ledger_entry *entry, dictum_error *err)
{
    return put_entry(writer, DICTUM__META_PLACE, entry, err);
}

dictum_status dictum__writer_forget_file(dictum_writer *writer, dictum_slice path, dictum_error *err)
{
    return put(writer, DICTUM__META_FILE, path, DICTUM_SLICE(""), err);
}

dictum_status dictum__writer_forget_place(dictum_writer *writer, dictum_slice path, dictum_error *err)
{
    return put(writer, DICTUM__META_PLACE, path, DICTUM_SLICE(""), err);
}

dictum_status dictum__writer_remember(dictum_writer *writer, const dictum_scope *scope, dictum_error *err)
{
    dictum__buf_clear(&writer->value);
    if (!dictum__scope_is_empty(scope)) {
        dictum__scope_encode(scope, &writer->value);
    }
    if (dictum__buf_status(&writer->value) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    return put(writer, DICTUM__META_SETTINGS, dictum__slice(scope->path), dictum__buf_slice(&writer->value), err);
}

dictum_status dictum__writer_remove_file(dictum_writer *writer, dictum_slice file, uint64_t *removed, dictum_error *err)
{
    xap_error xerr;
    uint32_t statements = 0;
    dictum__schema_file_term(&writer->term, file);
    if (dictum__buf_status(&writer->term) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    if (xap_db_term_freq(xap_wdb_db(writer->wdb), writer->term.data, writer->term.len, &statements, &xerr) != XAP_OK ||
        xap_wdb_delete_by_term(writer->wdb, writer->term.data, writer->term.len, &xerr) != XAP_OK) {
        return fail_write(&xerr, err);
    }
    *removed += statements;
    writer->changes += statements;
    writer->changes_now += statements;
    return put(writer, DICTUM__META_FILE, file, DICTUM_SLICE(""), err);
}

/* ---- committing -------------------------------------------------------------------------------------------- */

/* The time, as the value of a key. */
static dictum_status set_time(dictum_writer *writer, const char *key, dictum_error *err)
{
    xap_error xerr;
    struct tm utc;
    char text[64] = "";
    time_t now = time(NULL);
    if (gmtime_r(&now, &utc) == NULL || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0) {
        text[0] = '\0';
    }
    return set_metadata(writer, key, dictum__slice(text), &xerr) == XAP_OK ? DICTUM_OK : fail_write(&xerr, err);
}

dictum_status dictum__writer_commit(dictum_writer *writer, dictum_error *err)
{
    xap_error xerr;
    if (writer->changes == 0) {
        return DICTUM_OK;
    }
    dictum_status status = write_changes(writer, err);
    if (status == DICTUM_OK) {
        status = set_time(writer, DICTUM__META_UPDATED, err);
    }
    if (status == DICTUM_OK && xap_wdb_commit(writer->wdb, &xerr) != XAP_OK) {
        status = fail_write(&xerr, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    writer->text_bytes = writer->changes = 0;
    return dictum__store_sync(writer->store, err);
}

dictum_status dictum__writer_break_off(dictum_writer *writer, dictum_error *err)
{
    dictum_status status = set_time(writer, DICTUM__META_BROKEN_OFF, err);
    writer->changes++;
    return status == DICTUM_OK ? dictum__writer_commit(writer, err) : status;
}

void dictum__writer_set_commit_bytes(dictum_writer *writer, size_t bytes)
{
    writer->commit_bytes = bytes;
}

bool dictum__writer_is_due(const dictum_writer *writer)
{
    return writer->text_bytes >= writer->commit_bytes || writer->changes >= COMMIT_CHANGES;
}

/* A compacted copy of the current generation as the next one, checked before it is published. */
static dictum_status compact(dictum_writer *writer, uint32_t statements, dictum_error *err)
{
    xap_error xerr;
    xap_db *db = NULL;
    const char *path;
    uint32_t copied = 0;
    dictum_status status = dictum__store_begin(writer->store, &path, err);
    if (status != DICTUM_OK) {
        return status;
    }
    xap_status done = xap_db_open(dictum__store_current(writer->store), &db, &xerr);
    if (done == XAP_OK) {
        done = xap_db_compact(db, path, XAP_COMPACT_STANDARD, true, NULL, NULL, &xerr);
    }
    xap_db_free(db);
    db = NULL;
    if (done == XAP_OK) {
        done = xap_db_open(path, &db, &xerr);
    }
    if (done == XAP_OK) {
        done = xap_db_doc_count(db, &copied, &xerr);
    }
    if (done == XAP_OK) {
        status = dictum__schema_check(db, dictum__store_dir(writer->store), err);
    }
    xap_db_free(db);
    if (done != XAP_OK) {
        status = dictum__fail_xap(err, &xerr, "compact the index");
    } else if (status == DICTUM_OK && copied != statements) {
        status = dictum__fail(err, DICTUM_CORRUPT, "the compacted index has %" PRIu32 " statements instead of %" PRIu32,
                              copied, statements);
    }
    return status == DICTUM_OK ? dictum__store_publish(writer->store, err) : status;
}

dictum_status dictum__writer_finish(dictum_writer *writer, dictum_buf *note, dictum_error *err)
{
    uint32_t statements;
    dictum_error why;
    xap_error xerr;
    dictum__buf_clear(note);
    dictum_status status = dictum__writer_count(writer, &statements, err);
    uint64_t changes = writer->changes_before + writer->changes_now;
    bool pays = status == DICTUM_OK && changes > 0 && changes >= statements / COMPACT_FRACTION;
    if (status == DICTUM_OK && pays) {
        /* Searchers tell states of the index apart by it; the copy takes it over. */
        status = set_generation_id(writer, err);
    }
    if (status == DICTUM_OK && set_metadata(writer, DICTUM__META_BROKEN_OFF, DICTUM_SLICE(""), &xerr) != XAP_OK) {
        status = fail_write(&xerr, err);
    }
    writer->changes++; /* if nothing else, the time of this run */
    if (status == DICTUM_OK) {
        status = dictum__writer_commit(writer, err);
    }
    xap_wdb_free(writer->wdb);
    writer->wdb = NULL;
    if (status != DICTUM_OK || !pays) {
        return status;
    }
    if (compact(writer, statements, &why) != DICTUM_OK) {
        dictum__store_abandon(writer->store);
        dictum__buf_appendf(note, "the index is complete but larger than it need be: %s", why.text);
    }
    return DICTUM_OK;
}
