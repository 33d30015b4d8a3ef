/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing the report. Invariant: whatever stands in the index, no line commands a terminal, and JSON is valid. */
#include "indexer/status_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "indexer/report.h"
#include "lib/program/json.h"
#include "lib/program/terminal.h"

#define ROWS_MAX 20

/* ---- for people -------------------------------------------------------------------------------------------- */

static int digits_of(uint64_t number)
{
    int digits = 1;
    for (; number >= 10; number /= 10) {
        digits++;
    }
    return digits;
}

typedef struct page {
    dictum_buf *out;
    int width; /* of a count */
} page;

static void begin_section(const page *self, const char *title)
{
    dictum__buf_appendf(self->out, "\n%s\n", title);
}

static void append_row(const page *self, uint64_t count, dictum_slice name)
{
    dictum__buf_appendf(self->out, "  %*" PRIu64 "  ", self->width, count);
    dictum__terminal_append(self->out, name, false);
    dictum__buf_append_char(self->out, '\n');
}

/* The most frequent rows of a tally that is in order, and what `rest` more there are, called `without`. */
static void append_tally(const page *self, const char *title, const dictum_tally *tally, uint64_t rest,
                         const char *without)
{
    size_t shown = tally->count > ROWS_MAX + 1 ? ROWS_MAX : tally->count;
    uint64_t hidden = 0;
    if (tally->count == 0 && rest == 0) {
        return;
    }
    begin_section(self, title);
    for (size_t i = 0; i < tally->count; i++) {
        const dictum_tally_item *item = &tally->items[i];
        if (i < shown) {
            append_row(self, item->count, (dictum_slice){item->name, item->bytes});
        } else {
            hidden += item->count;
        }
    }
    if (hidden > 0) {
        dictum__buf_appendf(self->out, "  %*" PRIu64 "  in %zu more\n", self->width, hidden, tally->count - shown);
    }
    if (rest > 0) {
        append_row(self, rest, dictum__slice(without));
    }
}

/* Years; where they are many, in tens. */
static void append_years(const page *self, const dictum_tally *years, uint64_t undated)
{
    bool in_tens = years->count > ROWS_MAX;
    if (years->count == 0 && undated == 0) {
        return;
    }
    begin_section(self, "Years");
    for (size_t i = 0; i < years->count;) {
        const dictum_tally_item *first = &years->items[i];
        uint64_t count = first->count;
        char name[32];
        for (i++;
             in_tens && i < years->count && first->bytes >= 3 && strncmp(years->items[i].name, first->name, 3) == 0;
             i++) {
            count += years->items[i].count;
        }
        if (in_tens) {
            (void)snprintf(name, sizeof name, "%.3s0 to %.3s9", first->name, first->name);
        } else {
            (void)snprintf(name, sizeof name, "%.4s", first->name);
        }
        append_row(self, count, dictum__slice(name));
    }
    if (undated > 0) {
        append_row(self, undated, DICTUM_SLICE("without a date"));
    }
}

static void append_dates(const page *self, const dictum_status_report *report)
{
    static const char *const names[][2] = {{"stated", "stated in the document"},
                                           {"name", "taken from the file's name"},
                                           {"file", "taken from the file's last change"},
                                           {"none", "not known"}};
    uint64_t told = 0;
    if (report->statements == 0) {
        return;
    }
    begin_section(self, "Dates");
    for (size_t i = 0; i < report->dates.count; i++) {
        const dictum_tally_item *item = &report->dates.items[i];
        const char *name = item->name;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            name = strcmp(names[k][0], item->name) == 0 ? names[k][1] : name;
        }
        append_row(self, item->count, dictum__slice(name));
        told += item->count;
    }
    if (told < report->statements) {
        append_row(self, report->statements - told, DICTUM_SLICE("read before this was recorded"));
    }
}

static void append_line(void *context, const char *path, dictum_slice reason)
{
    dictum_buf *out = context;
    dictum__buf_append_str(out, "  ");
    dictum__terminal_append(out, dictum__slice(path), false);
    dictum__buf_append_str(out, ": ");
    dictum__terminal_append(out, reason, false);
    dictum__buf_append_char(out, '\n');
}

static void append_told(const dictum_status_report *report, bool problems, dictum_buf *out)
{
    dictum_update_hooks hooks = {.context = out};
    dictum_update_counts counts = {.added = 0};
    if (problems) {
        hooks.problem = append_line;
    } else {
        hooks.skipped = append_line;
    }
    for (size_t i = 0; i < report->told.count; i++) {
        const dictum_ledger_entry *entry = &report->told.items[i].entry;
        dictum__report_entry(&hooks, entry->path.data, entry, &counts);
    }
}

static void append_setting(dictum_buf *out, const char *name, dictum_slice value)
{
    dictum__buf_appendf(out, "    %s: ", name);
    dictum__terminal_append(out, value, false);
    dictum__buf_append_char(out, '\n');
}

static void append_scope(const dictum_scope *scope, dictum_buf *out)
{
    dictum_slice glob;
    dictum__buf_append_str(out, "  ");
    dictum__terminal_append(out, dictum__slice(scope->path), false);
    dictum__buf_append_char(out, '\n');
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        if (scope->said.values[i].len > 0) {
            append_setting(out, dictum__setting_name((dictum__setting)i), dictum__buf_slice(&scope->said.values[i]));
        }
    }
    for (size_t at = 0; dictum__globs_next(&scope->ignores, &at, &glob);) {
        append_setting(out, "ignore", glob);
    }
}

static void append_head(const dictum_status_report *report, dictum_buf *out)
{
    dictum__buf_appendf(out, "%" PRIu64 " statement%s from %" PRIu64 " file%s; index: ", report->statements,
                        report->statements == 1 ? "" : "s", report->files, report->files == 1 ? "" : "s");
    dictum__terminal_append(out, dictum__slice(report->index), false);
    dictum__buf_append_str(out, "\nlast updated: ");
    dictum__terminal_append(
        out, report->updated.len > 0 ? dictum__buf_slice(&report->updated) : DICTUM_SLICE("unknown"), false);
    dictum__buf_append_char(out, '\n');
    if (report->broken_off.len > 0) {
        dictum__buf_append_str(out, "a run was interrupted: ");
        dictum__terminal_append(out, dictum__buf_slice(&report->broken_off), false);
        dictum__buf_append_char(out, '\n');
    }
    if (report->unfinished[0] != '\0') {
        dictum__buf_append_str(out, "a run is going on, or was killed, that began: ");
        dictum__terminal_append(out, dictum__slice(report->unfinished), false);
        dictum__buf_append_char(out, '\n');
    }
}

void dictum__status_append_text(const dictum_status_report *report, bool verbose, dictum_buf *out)
{
    uint64_t most = report->statements > report->skipped ? report->statements : report->skipped;
    page self = {.out = out, .width = digits_of(most)};
    append_head(report, out);
    append_tally(&self, "Formats", &report->formats, 0, "");
    append_tally(&self, "Languages", &report->languages, 0, "");
    append_years(&self, &report->years, report->undated);
    append_dates(&self, report);
    append_tally(&self, "Sources", &report->sources, report->sourceless, "without a source");
    if (report->remembered.count > 0) {
        begin_section(&self, "Settings that are remembered");
    }
    for (size_t i = 0; i < report->remembered.count; i++) {
        append_scope(&report->remembered.items[i].scope, out);
    }
    if (report->skipped > 0) {
        append_tally(&self, "Skipped: no documents, or of formats that are not read", &report->reasons, 0, "");
        if (verbose) {
            append_told(report, false, out);
        }
    }
    if (report->problems > 0) {
        dictum__buf_appendf(out, "\n%" PRIu64 " problem%s\n", report->problems, report->problems == 1 ? "" : "s");
        append_told(report, true, out);
    }
}

/* ---- for programs ------------------------------------------------------------------------------------------ */

static void number(dictum_json *json, const char *key, uint64_t value)
{
    dictum__json_key(json, key);
    dictum__json_uint(json, value);
}

static void time_or_null(dictum_json *json, const char *key, dictum_slice value)
{
    dictum__json_key(json, key);
    dictum__json_string(json, value.len > 0 ? value : (dictum_slice){NULL, 0});
}

/* Names that are short and plain as keys. */
static void object_of(dictum_json *json, const char *key, const dictum_tally *tally)
{
    dictum__json_key(json, key);
    dictum__json_object(json);
    for (size_t i = 0; i < tally->count; i++) {
        number(json, tally->items[i].name, tally->items[i].count);
    }
    dictum__json_object_end(json);
}

/* Names of any kind: as values. What has none is called null. */
static void array_of(dictum_json *json, const char *key, const char *name_key, const char *count_key,
                     const dictum_tally *tally, uint64_t nameless)
{
    dictum__json_key(json, key);
    dictum__json_array(json);
    for (size_t i = 0; i < tally->count; i++) {
        dictum__json_object(json);
        dictum__json_key(json, name_key);
        dictum__json_string(json, (dictum_slice){tally->items[i].name, tally->items[i].bytes});
        number(json, count_key, tally->items[i].count);
        dictum__json_object_end(json);
    }
    if (nameless > 0) {
        dictum__json_object(json);
        dictum__json_key(json, name_key);
        dictum__json_null(json);
        number(json, count_key, nameless);
        dictum__json_object_end(json);
    }
    dictum__json_array_end(json);
}

static void scope_object(dictum_json *json, const dictum_scope *scope)
{
    dictum_slice glob;
    dictum__json_object(json);
    dictum__json_key(json, "path");
    dictum__json_cstring(json, scope->path);
    for (size_t i = 0; i < DICTUM__SETTINGS; i++) {
        dictum_slice value = dictum__buf_slice(&scope->said.values[i]);
        if (value.len == 0) {
            continue;
        }
        dictum__json_key(json, i == DICTUM__SET_ADDRESS      ? "url_base"
                               : i == DICTUM__SET_WHOLE_PAGE ? "whole_page"
                                                             : dictum__setting_name((dictum__setting)i));
        if (i == DICTUM__SET_WHOLE_PAGE) {
            dictum__json_bool(json, dictum__slice_equal(value, DICTUM_SLICE("yes")));
        } else {
            dictum__json_string(json, value);
        }
    }
    dictum__json_key(json, "ignore");
    dictum__json_array(json);
    for (size_t at = 0; dictum__globs_next(&scope->ignores, &at, &glob);) {
        dictum__json_string(json, glob);
    }
    dictum__json_array_end(json);
    dictum__json_object_end(json);
}

void dictum__status_append_json(const dictum_status_report *report, dictum_json *json)
{
    number(json, "statements", report->statements);
    number(json, "files", report->files);
    object_of(json, "formats", &report->formats);
    object_of(json, "languages", &report->languages);
    object_of(json, "years", &report->years);
    number(json, "undated", report->undated);
    object_of(json, "dates", &report->dates);
    array_of(json, "sources", "source", "statements", &report->sources, report->sourceless);
    number(json, "skipped", report->skipped);
    array_of(json, "skipped_reasons", "reason", "count", &report->reasons, 0);
    number(json, "problems", report->problems);
    dictum__json_key(json, "settings");
    dictum__json_array(json);
    for (size_t i = 0; i < report->remembered.count; i++) {
        scope_object(json, &report->remembered.items[i].scope);
    }
    dictum__json_array_end(json);
    time_or_null(json, "updated", dictum__buf_slice(&report->updated));
    time_or_null(json, "interrupted", dictum__buf_slice(&report->broken_off));
    time_or_null(json, "unfinished", dictum__slice(report->unfinished));
    dictum__json_key(json, "index");
    dictum__json_cstring(json, report->index);
}
