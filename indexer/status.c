/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collecting the report. Invariant: no record is decoded; what is counted comes from terms, values and the ledger, so
 * that the time goes with the number of files and statements, not with their length. */
#include "indexer/status.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/metadata.h"
#include "indexer/report.h"
#include "indexer/store.h"
#include "indexer/walk.h"
#include "lib/record.h"
#include "lib/schema.h"

#define YEAR_DIGITS 4
#define OPENINGS_MAX 10
#define TIME_BYTES_MAX 256

typedef struct collector {
    dictum_status_report *report;
    dictum_walk_source *sources;
    size_t source_count;
    bool *known; /* for each source: whether the index knows anything of it */
    dictum_shard_set set;
    xap_db *db;       /* the shards as one */
    uint8_t *wanted;  /* one bit a docid: below the paths named. NULL: all are */
    uint8_t *retired; /* one bit a docid: it does not count. NULL: all do */
    uint32_t retired_count;
    uint32_t last_docid;
    dictum_buf term;
} collector;

static dictum_status fail_read(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "read the index");
}

/* ---- which statements -------------------------------------------------------------------------------------- */

static bool has_bit(const uint8_t *bits, uint32_t docid)
{
    return (bits[docid / 8] >> docid % 8 & 1) != 0;
}

static void set_bit(uint8_t *bits, uint32_t docid)
{
    bits[docid / 8] = (uint8_t)(bits[docid / 8] | 1u << docid % 8);
}

static bool is_wanted(const collector *self, uint32_t docid)
{
    return docid <= self->last_docid && (self->retired == NULL || !has_bit(self->retired, docid)) &&
           (self->wanted == NULL || has_bit(self->wanted, docid));
}

/* Notes which statements do not count any more. */
static dictum_status note_retired(collector *self, dictum_error *err)
{
    xap_error xerr;
    xap_values *values = NULL;
    dictum_slice value;
    uint32_t docid;
    if (xap_db_value_count(self->db, DICTUM__SLOT_RETIRED, &self->retired_count, &xerr) != XAP_OK) {
        return fail_read(&xerr, err);
    }
    if (self->retired_count == 0) {
        return DICTUM_OK;
    }
    self->retired = calloc((size_t)self->last_docid / 8 + 1, 1);
    if (self->retired == NULL) {
        return dictum__nomem(err);
    }
    xap_status found = xap_db_values(self->db, DICTUM__SLOT_RETIRED, &values, &xerr);
    while (found == XAP_OK && (found = xap_values_next(values, &docid, &value.data, &value.len, &xerr)) == XAP_OK) {
        if (docid <= self->last_docid) {
            set_bit(self->retired, docid);
        }
    }
    xap_values_free(values);
    return found == XAP_DONE ? DICTUM_OK : fail_read(&xerr, err);
}

static dictum_status want_file(collector *self, dictum_slice file, bool *found_any, dictum_error *err)
{
    xap_error xerr;
    xap_postings *postings = NULL;
    uint32_t docid;
    dictum__schema_file_term(&self->term, file);
    if (dictum__buf_status(&self->term) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    xap_status found = xap_db_postings(self->db, self->term.data, self->term.len, &postings, &xerr);
    while (found == XAP_OK && (found = xap_postings_next(postings, &docid, &xerr)) == XAP_OK) {
        if (docid <= self->last_docid) {
            set_bit(self->wanted, docid);
            *found_any = *found_any || self->retired == NULL || !has_bit(self->retired, docid);
        }
    }
    xap_postings_free(postings);
    return found == XAP_DONE ? DICTUM_OK : fail_read(&xerr, err);
}

/* ---- the ledger -------------------------------------------------------------------------------------------- */

static dictum_status count_reasons(dictum_tally *tally, const dictum_ledger_entry *entry, dictum_error *err)
{
    dictum_slice rest = entry->skip_reasons, member, reason;
    uint64_t left = entry->skipped;
    dictum_status status = DICTUM_OK;
    while (status == DICTUM_OK && left > 0 && dictum__reasons_next(&rest, &member, &reason)) {
        status = dictum__tally_add(tally, reason, 1, err);
        left--;
    }
    if (status == DICTUM_OK && left > 0) {
        status = dictum__tally_add(tally, DICTUM_SLICE("not kept"), left, err);
    }
    return status;
}

static dictum_status take_entry(collector *self, const dictum_ledger_entry *entry, dictum_error *err)
{
    dictum_status_report *report = self->report;
    report->skipped += entry->skipped;
    report->problems += entry->problems;
    if (entry->skipped == 0 && entry->problems == 0) {
        return DICTUM_OK;
    }
    dictum_status status = count_reasons(&report->reasons, entry, err);
    return status == DICTUM_OK ? dictum__ledger_add(&report->told, entry, err) : status;
}

/* Whether an entry is below a path named, each of which knows then that it is known. */
static bool is_named(collector *self, dictum_slice path)
{
    bool named = self->source_count == 0;
    for (size_t i = 0; i < self->source_count; i++) {
        if (self->sources[i].kind != DICTUM__SOURCE_STDIN &&
            dictum__path_is_under(path, dictum__slice(self->sources[i].path))) {
            named = self->known[i] = true;
        }
    }
    return named;
}

static dictum_status take_file(void *context, const dictum_ledger_entry *entry, dictum_error *err)
{
    collector *self = context;
    bool any = false;
    if (!is_named(self, entry->path)) {
        return DICTUM_OK;
    }
    self->report->files++;
    dictum_status status = take_entry(self, entry, err);
    if (status == DICTUM_OK && self->wanted != NULL && entry->statements > 0) {
        status = want_file(self, entry->path, &any, err);
    }
    return status;
}

static dictum_status take_place(void *context, const dictum_ledger_entry *entry, dictum_error *err)
{
    collector *self = context;
    return is_named(self, entry->path) ? take_entry(self, entry, err) : DICTUM_OK;
}

static dictum_status read_ledger(collector *self, dictum_error *err)
{
    dictum_slice all = DICTUM_SLICE("/");
    dictum_status status = dictum__metadata_entries(&self->set, DICTUM__META_FILE, all, take_file, self, err);
    if (status == DICTUM_OK) {
        status = dictum__metadata_entries(&self->set, DICTUM__META_PLACE, all, take_place, self, err);
    }
    for (size_t i = 0; i < self->source_count && status == DICTUM_OK; i++) {
        if (self->sources[i].kind == DICTUM__SOURCE_STDIN) {
            status = want_file(self, DICTUM_SLICE("-"), &self->known[i], err);
        }
    }
    return status;
}

/* ---- counting ---------------------------------------------------------------------------------------------- */

/* How many of the statements wanted have a term. */
static dictum_status count_holders(const collector *self, dictum_slice term, uint64_t *count, dictum_error *err)
{
    xap_error xerr;
    xap_postings *postings = NULL;
    uint32_t docid;
    *count = 0;
    xap_status found = xap_db_postings(self->db, term.data, term.len, &postings, &xerr);
    while (found == XAP_OK && (found = xap_postings_next(postings, &docid, &xerr)) == XAP_OK) {
        *count += is_wanted(self, docid);
    }
    xap_postings_free(postings);
    return found == XAP_DONE ? DICTUM_OK : fail_read(&xerr, err);
}

/* Counts the statements for each term with a prefix. */
static dictum_status count_terms(const collector *self, const char *prefix, dictum_tally *tally, dictum_error *err)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    dictum_slice term;
    const size_t skip = strlen(prefix);
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_all_terms(self->db, prefix, skip, &terms, &xerr);
    while (found == XAP_OK && status == DICTUM_OK &&
           (found = xap_terms_next(terms, &term.data, &term.len, &xerr)) == XAP_OK) {
        uint32_t documents = 0;
        uint64_t count = 0;
        if (self->wanted != NULL || self->retired != NULL) {
            status = count_holders(self, term, &count, err);
        } else {
            found = xap_terms_term_freq(terms, &documents, &xerr);
            count = documents;
        }
        if (status == DICTUM_OK && found == XAP_OK && count > 0) {
            status = dictum__tally_add(tally, (dictum_slice){term.data + skip, term.len - skip}, count, err);
        }
    }
    xap_terms_free(terms);
    dictum__tally_by_count(tally);
    return status == DICTUM_OK && found != XAP_OK && found != XAP_DONE ? fail_read(&xerr, err) : status;
}

/* Counts the values in a slot, of which the first bytes tell, and how many statements have none. */
static dictum_status count_values(const collector *self, dictum__slot slot, size_t bytes, dictum_tally *tally,
                                  uint64_t *without, dictum_error *err)
{
    xap_error xerr;
    xap_values *values = NULL;
    dictum_slice value;
    uint32_t docid;
    uint64_t seen = 0;
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_values(self->db, (uint32_t)slot, &values, &xerr);
    while (found == XAP_OK && status == DICTUM_OK &&
           (found = xap_values_next(values, &docid, &value.data, &value.len, &xerr)) == XAP_OK) {
        if (is_wanted(self, docid)) {
            value.len = value.len < bytes ? value.len : bytes;
            status = dictum__tally_add(tally, value, 1, err);
            seen++;
        }
    }
    xap_values_free(values);
    *without = self->report->statements > seen ? self->report->statements - seen : 0;
    return status == DICTUM_OK && found != XAP_OK && found != XAP_DONE ? fail_read(&xerr, err) : status;
}

static dictum_status count_statements(collector *self, dictum_error *err)
{
    xap_error xerr;
    uint32_t documents = 0;
    if (xap_db_doc_count(self->db, &documents, &xerr) != XAP_OK) {
        return fail_read(&xerr, err);
    }
    self->report->statements = documents - self->retired_count;
    return self->wanted != NULL ? count_holders(self, DICTUM_SLICE(""), &self->report->statements, err) : DICTUM_OK;
}

static dictum_status count_all(collector *self, dictum_error *err)
{
    dictum_status_report *report = self->report;
    dictum_status status = count_statements(self, err);
    if (status == DICTUM_OK) {
        status = count_terms(self, DICTUM__PREFIX_TYPE, &report->formats, err);
    }
    if (status == DICTUM_OK) {
        status = count_terms(self, DICTUM__PREFIX_LANG, &report->languages, err);
    }
    if (status == DICTUM_OK) {
        status = count_terms(self, DICTUM__PREFIX_DATE_KNOWN, &report->dates, err);
    }
    if (status == DICTUM_OK) {
        status = count_values(self, DICTUM__SLOT_SOURCE, SIZE_MAX, &report->sources, &report->sourceless, err);
    }
    if (status == DICTUM_OK) {
        status = count_values(self, DICTUM__SLOT_DATE, YEAR_DIGITS, &report->years, &report->undated, err);
    }
    dictum__tally_by_count(&report->sources);
    dictum__tally_by_name(&report->years);
    dictum__tally_by_count(&report->reasons);
    dictum__ledger_sort(&report->told);
    return status;
}

/* ---- the whole --------------------------------------------------------------------------------------------- */

static void init(dictum_status_report *report)
{
    memset(report, 0, sizeof *report);
    dictum__remembered_init(&report->remembered);
    dictum__buf_init(&report->unknown, SIZE_MAX / 2);
    dictum__buf_init(&report->updated, TIME_BYTES_MAX);
    dictum__buf_init(&report->broken_off, TIME_BYTES_MAX);
}

void dictum__status_dispose(dictum_status_report *report)
{
    free(report->index);
    dictum__tally_dispose(&report->formats);
    dictum__tally_dispose(&report->languages);
    dictum__tally_dispose(&report->dates);
    dictum__tally_dispose(&report->sources);
    dictum__tally_dispose(&report->years);
    dictum__tally_dispose(&report->reasons);
    dictum__ledger_dispose(&report->told);
    dictum__remembered_dispose(&report->remembered);
    dictum__buf_dispose(&report->unknown);
    dictum__buf_dispose(&report->updated);
    dictum__buf_dispose(&report->broken_off);
    init(report);
}

/* Drops what is remembered for paths that neither hold for one named nor lie below one. */
static void restrict_remembered(const collector *self, dictum_remembered *remembered)
{
    size_t kept = 0;
    for (size_t i = 0; i < remembered->count; i++) {
        dictum_slice path = dictum__slice(remembered->items[i].scope.path);
        bool concerns = self->source_count == 0;
        for (size_t k = 0; k < self->source_count && !concerns; k++) {
            dictum_slice named = dictum__slice(self->sources[k].path);
            concerns = dictum__path_is_under(path, named) || dictum__path_is_under(named, path);
        }
        if (concerns) {
            remembered->items[kept++] = remembered->items[i];
        } else {
            dictum__scope_dispose(&remembered->items[i].scope);
        }
    }
    remembered->count = kept;
}

static dictum_status read_rest(collector *self, dictum_error *err)
{
    dictum_status_report *report = self->report;
    dictum_status status =
        dictum__shard_set_value(&self->set, DICTUM_SLICE(DICTUM__META_UPDATED), &report->updated, err);
    if (status == DICTUM_OK) {
        status = dictum__shard_set_value(&self->set, DICTUM_SLICE(DICTUM__META_BROKEN_OFF), &report->broken_off, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__metadata_remembered(&self->set, &report->remembered, err);
    }
    restrict_remembered(self, &report->remembered);
    for (size_t i = 0; i < self->source_count; i++) {
        if (!self->known[i]) {
            dictum__buf_append(&report->unknown, self->sources[i].given, strlen(self->sources[i].given) + 1);
        }
    }
    return status == DICTUM_OK && dictum__buf_status(&report->unknown) != DICTUM_OK ? dictum__nomem(err) : status;
}

static dictum_status collect_from(collector *self, dictum_error *err)
{
    xap_error xerr;
    if (xap_db_last_docid(self->db, &self->last_docid, &xerr) != XAP_OK) {
        return fail_read(&xerr, err);
    }
    if (self->source_count > 0) {
        self->wanted = calloc((size_t)self->last_docid / 8 + 1, 1);
        if (self->wanted == NULL) {
            return dictum__nomem(err);
        }
    }
    dictum_status status = note_retired(self, err);
    if (status == DICTUM_OK) {
        status = read_ledger(self, err);
    }
    if (status == DICTUM_OK) {
        status = count_all(self, err);
    }
    return status == DICTUM_OK ? read_rest(self, err) : status;
}

/* The shards as one database. */
static dictum_status join_shards(collector *self, dictum_error *err)
{
    xap_error xerr;
    xap_status joined = xap_db_new(&self->db, &xerr);
    for (size_t i = 0; i < self->set.list.count && joined == XAP_OK; i++) {
        joined = xap_db_add(self->db, self->set.dbs[i], &xerr);
    }
    return joined == XAP_OK ? DICTUM_OK : fail_read(&xerr, err);
}

/* Opens the shards that are the index now. *moved: one was replaced meanwhile. */
static dictum_status open_index(collector *self, const char *index, bool *moved, dictum_error *err)
{
    dictum_store *store = NULL;
    *moved = false;
    dictum_status status = dictum__store_view(&store, index, err);
    if (status != DICTUM_OK) {
        return status;
    }
    dictum__store_unfinished(store, self->report->unfinished);
    self->report->index = strdup(dictum__store_dir(store));
    if (self->report->index == NULL) {
        status = dictum__nomem(err);
    } else {
        status = dictum__shard_set_open(&self->set, dictum__store_dir(store), dictum__store_shards(store), false, err);
    }
    if (status == DICTUM_OK) {
        status = join_shards(self, err);
    }
    *moved = status == DICTUM_STALE;
    dictum__store_free(store);
    return status;
}

static dictum_status collect_once(const char *index, dictum_walk_source *sources, size_t count, bool *again,
                                  dictum_status_report *report, dictum_error *err)
{
    collector self = {.report = report, .sources = sources, .source_count = count};
    dictum__buf_init(&self.term, DICTUM__TERM_BYTES_MAX);
    self.known = calloc(count + 1, sizeof *self.known);
    *again = false;
    dictum_status status = self.known != NULL ? open_index(&self, index, again, err) : dictum__nomem(err);
    if (status == DICTUM_OK) {
        status = collect_from(&self, err);
        *again = status == DICTUM_STALE;
    }
    xap_db_free(self.db);
    dictum__shard_set_dispose(&self.set);
    free(self.known);
    free(self.wanted);
    free(self.retired);
    dictum__buf_dispose(&self.term);
    return status;
}

dictum_status dictum__status_collect(const char *index, char *const *paths, size_t path_count,
                                     dictum_status_report *report, dictum_error *err)
{
    bool again = true;
    dictum_status status = DICTUM_OK;
    init(report);
    dictum_walk_source *sources = calloc(path_count + 1, sizeof *sources);
    if (sources == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < path_count && status == DICTUM_OK; i++) {
        status = dictum__walk_resolve(&sources[i], paths[i], err);
    }
    /* A writer may commit twice meanwhile, or put another generation in place. */
    for (int opening = 0; opening < OPENINGS_MAX && again && (status == DICTUM_OK || opening > 0); opening++) {
        dictum__status_dispose(report);
        status = collect_once(index, sources, path_count, &again, report, err);
    }
    for (size_t i = 0; i < path_count; i++) {
        dictum__walk_source_dispose(&sources[i]);
    }
    free(sources);
    return status;
}
