/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing. Invariant: one line of JSON is one object, and no text from outside commands a terminal. */
#include "indexer/print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "indexer/report.h"
#include "indexer/status_print.h"
#include "lib/program/json.h"
#include "lib/program/terminal.h"

/* A list of all sources may be long. */
#define LINE_BYTES_MAX ((size_t)1 << 30)
#define REASON_BYTES_MAX ((size_t)1 << 20)

void dictum__printer_init(dictum_printer *printer, const char *name)
{
    memset(printer, 0, sizeof *printer);
    printer->name = name;
    dictum__buf_init(&printer->line, LINE_BYTES_MAX);
}

void dictum__printer_dispose(dictum_printer *printer)
{
    dictum__buf_dispose(&printer->line);
}

/* A line of JSON with format and type begun in self->line. */
static dictum_json begin_line(dictum_printer *self, const char *type)
{
    dictum_json json;
    dictum__buf_clear(&self->line);
    dictum__json_init(&json, &self->line);
    dictum__json_object(&json);
    dictum__json_key(&json, "format");
    dictum__json_uint(&json, 1);
    dictum__json_key(&json, "type");
    dictum__json_cstring(&json, type);
    return json;
}

static void print_line(dictum_printer *self, dictum_json *json)
{
    dictum__json_object_end(json);
    dictum__json_line(json);
    if (dictum__buf_status(&self->line) == DICTUM_OK) {
        (void)fwrite(self->line.data, 1, self->line.len, stdout);
    }
}

static void print_file(dictum_printer *self, const char *type, const char *path, dictum_slice reason)
{
    dictum_json json = begin_line(self, type);
    dictum__json_key(&json, "path");
    if (strcmp(path, "-") == 0) {
        dictum__json_null(&json);
    } else {
        dictum__json_cstring(&json, path);
    }
    dictum__json_key(&json, "reason");
    dictum__json_string(&json, reason);
    print_line(self, &json);
}

/* "dictum-index: PATH: reason" on standard error, the path such that it cannot harm a terminal. */
static void say(dictum_printer *self, const char *path, dictum_slice what)
{
    if (self->quiet) {
        return;
    }
    dictum__progress_erase(&self->progress);
    dictum__buf_clear(&self->line);
    dictum__buf_append_str(&self->line, self->name);
    dictum__buf_append_str(&self->line, ": ");
    if (path != NULL) {
        dictum__terminal_append(&self->line, dictum__slice(strcmp(path, "-") == 0 ? "standard input" : path), false);
        dictum__buf_append_str(&self->line, ": ");
    }
    dictum__terminal_append(&self->line, what, false);
    dictum__buf_append_char(&self->line, '\n');
    if (dictum__buf_status(&self->line) == DICTUM_OK) {
        (void)fwrite(self->line.data, 1, self->line.len, stderr);
    }
}

static void print_problem(void *context, const char *path, dictum_slice reason)
{
    print_file(context, "problem", path, reason);
}

static void print_skipped(void *context, const char *path, dictum_slice reason)
{
    print_file(context, "skipped", path, reason);
}

static void on_problem(void *context, const char *path, dictum_slice reason)
{
    dictum_printer *self = context;
    if (self->json) {
        print_file(self, "problem", path, reason);
    }
    say(self, path, reason);
}

static void on_skipped(void *context, const char *path, dictum_slice reason)
{
    dictum_printer *self = context;
    if (!self->verbose) {
        return;
    }
    if (self->json) {
        print_file(self, "skipped", path, reason);
    } else {
        dictum_buf text;
        dictum__buf_init(&text, REASON_BYTES_MAX);
        dictum__buf_append_str(&text, "skipped: ");
        dictum__buf_append_slice(&text, reason);
        say(self, path, dictum__buf_slice(&text));
        dictum__buf_dispose(&text);
    }
}

void dictum__print_note(dictum_printer *printer, const char *text)
{
    say(printer, NULL, dictum__slice(text));
}

static void on_note(void *context, const char *text)
{
    dictum__print_note(context, text);
}

static void on_progress(void *context, const dictum_update_progress *progress)
{
    dictum_printer *self = context;
    dictum__progress_show(&self->progress, progress);
}

static void append_path(dictum_buf *out, const char *path)
{
    dictum__terminal_append(out, dictum__slice(strcmp(path, "-") == 0 ? "standard input" : path), false);
}

static void on_plan(void *context, const char *action, const char *path, const char *from)
{
    dictum_printer *self = context;
    if (self->json) {
        dictum_json json = begin_line(self, "plan");
        dictum__json_key(&json, "action");
        dictum__json_cstring(&json, action);
        dictum__json_key(&json, "path");
        dictum__json_cstring(&json, path);
        if (from != NULL) {
            dictum__json_key(&json, "from");
            dictum__json_cstring(&json, from);
        }
        print_line(self, &json);
        return;
    }
    dictum__buf_clear(&self->line);
    dictum__buf_appendf(&self->line, "would %s ", action);
    append_path(&self->line, path);
    if (from != NULL) {
        dictum__buf_append_str(&self->line, ", which was ");
        append_path(&self->line, from);
    }
    dictum__buf_append_char(&self->line, '\n');
    if (dictum__buf_status(&self->line) == DICTUM_OK) {
        (void)fwrite(self->line.data, 1, self->line.len, stdout);
    }
}

dictum_update_hooks dictum__printer_hooks(dictum_printer *printer)
{
    return (dictum_update_hooks){.context = printer,
                                 .problem = on_problem,
                                 .skipped = on_skipped,
                                 .note = on_note,
                                 .progress = on_progress,
                                 .plan = on_plan};
}

static void print_summary_json(dictum_printer *self, const dictum_update_counts *counts, int64_t elapsed_ms)
{
    dictum_json json = begin_line(self, "summary");
    const struct {
        const char *key;
        uint64_t value;
    } fields[] = {
        {"added", counts->added},         {"updated", counts->updated},     {"removed", counts->removed},
        {"unchanged", counts->unchanged}, {"moved", counts->moved},         {"skipped", counts->skipped},
        {"problems", counts->problems},   {"files", counts->files},         {"statements", counts->statements},
        {"bytes", counts->bytes},         {"time_ms", (uint64_t)elapsed_ms}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        dictum__json_key(&json, fields[i].key);
        dictum__json_uint(&json, fields[i].value);
    }
    if (self->dry_run) {
        dictum__json_key(&json, "to_read");
        dictum__json_uint(&json, counts->to_read);
        dictum__json_key(&json, "dry_run");
        dictum__json_bool(&json, true);
    }
    print_line(self, &json);
}

static void append_count(dictum_buf *out, const char **divider, uint64_t count, const char *what)
{
    if (count > 0) {
        dictum__buf_appendf(out, "%s%" PRIu64 " %s", *divider, count, what);
        *divider = ", ";
    }
}

static void print_summary_text(dictum_printer *self, const dictum_update_counts *counts, int64_t elapsed_ms)
{
    uint64_t here = counts->added + counts->updated + counts->unchanged + counts->moved;
    const char *divider = " (";
    dictum_buf *out = &self->line;
    dictum__buf_clear(out);
    dictum__buf_appendf(out, "%" PRIu64 " statement%s", here, here == 1 ? "" : "s");
    append_count(out, &divider, counts->added, "added");
    append_count(out, &divider, counts->updated, "updated");
    append_count(out, &divider, counts->moved, "moved");
    append_count(out, &divider, counts->removed, "removed");
    append_count(out, &divider, counts->unchanged, "unchanged");
    dictum__buf_append_str(out, strcmp(divider, ", ") == 0 ? ")" : "");
    dictum__buf_appendf(out, " from %" PRIu64 " file%s", counts->files, counts->files == 1 ? "" : "s");
    divider = ", ";
    append_count(out, &divider, counts->skipped, "skipped");
    append_count(out, &divider, counts->problems, counts->problems == 1 ? "problem" : "problems");
    dictum__buf_appendf(out, " in %" PRId64 ".%" PRId64 " s; index: ", elapsed_ms / 1000, elapsed_ms / 100 % 10);
    dictum__terminal_append(out, dictum__slice(self->index), false);
    if (counts->statements != here) {
        dictum__buf_appendf(out, " (%" PRIu64 " statements)", counts->statements);
    }
    dictum__buf_append_char(out, '\n');
    if (dictum__buf_status(out) == DICTUM_OK) {
        (void)fwrite(out->data, 1, out->len, stdout);
    }
}

/* Of a run that only tells what it would do. */
static void print_plan_text(dictum_printer *self, const dictum_update_counts *counts)
{
    dictum_buf *out = &self->line;
    dictum__buf_clear(out);
    dictum__buf_appendf(out, "would read %" PRIu64 " of %" PRIu64 " file%s (%" PRIu64 ".%" PRIu64 " MB)",
                        counts->to_read, counts->files, counts->files == 1 ? "" : "s", counts->bytes / 1000000,
                        counts->bytes / 100000 % 10);
    const char *divider = ", ";
    append_count(out, &divider, counts->removed, "statements would be forgotten");
    append_count(out, &divider, counts->moved, "moved");
    append_count(out, &divider, counts->unchanged, "unchanged");
    dictum__buf_append_str(out, "; nothing was changed; index: ");
    dictum__terminal_append(out, dictum__slice(self->index), false);
    dictum__buf_appendf(out, " (%" PRIu64 " statements)\n", counts->statements);
    if (dictum__buf_status(out) == DICTUM_OK) {
        (void)fwrite(out->data, 1, out->len, stdout);
    }
}

void dictum__print_summary(dictum_printer *printer, const dictum_update_counts *counts, int64_t elapsed_ms)
{
    if (printer->json) {
        print_summary_json(printer, counts, elapsed_ms);
    } else if (printer->dry_run) {
        print_plan_text(printer, counts);
    } else {
        print_summary_text(printer, counts, elapsed_ms);
    }
}

/* The problems, and with --verbose what was skipped, a line each; then the report. */
static void print_status_json(dictum_printer *self, const dictum_status_report *report)
{
    const dictum_update_hooks hooks = {
        .context = self, .problem = print_problem, .skipped = self->verbose ? print_skipped : NULL};
    dictum_update_counts counts = {.added = 0};
    for (size_t i = 0; i < report->told.count; i++) {
        const dictum_ledger_entry *entry = &report->told.items[i].entry;
        dictum__report_entry(&hooks, entry->path.data, entry, &counts);
    }
    dictum_json json = begin_line(self, "status");
    dictum__status_append_json(report, &json);
    print_line(self, &json);
}

bool dictum__print_status(dictum_printer *printer, const dictum_status_report *report)
{
    for (size_t at = 0; at < report->unknown.len; at += strlen(report->unknown.data + at) + 1) {
        dictum_buf note;
        dictum__buf_init(&note, REASON_BYTES_MAX);
        dictum__buf_appendf(&note, "the index knows nothing from %s", report->unknown.data + at);
        say(printer, NULL, dictum__buf_slice(&note));
        dictum__buf_dispose(&note);
    }
    if (printer->json) {
        print_status_json(printer, report);
    } else {
        dictum__buf_clear(&printer->line);
        dictum__status_append_text(report, printer->verbose, &printer->line);
        if (dictum__buf_status(&printer->line) == DICTUM_OK) {
            (void)fwrite(printer->line.data, 1, printer->line.len, stdout);
        }
    }
    return dictum__buf_status(&printer->line) == DICTUM_OK;
}

void dictum__print_error(dictum_printer *printer, dictum_status status, const char *message)
{
    dictum_json json = begin_line(printer, "error");
    dictum__json_key(&json, "code");
    dictum__json_cstring(&json, dictum_status_name(status));
    dictum__json_key(&json, "message");
    dictum__json_cstring(&json, message);
    dictum__json_key(&json, "offset");
    dictum__json_null(&json);
    print_line(printer, &json);
}
