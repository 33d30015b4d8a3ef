/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading one file: what it is, its text, and what is known of it. Invariant: everything about the file itself ends as
 * an outcome with a reason; a status other than DICTUM_OK means that reading as such cannot go on. */
#include "indexer/read/read.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "indexer/name.h"
#include "indexer/read/charset.h"
#include "indexer/read/date.h"
#include "indexer/read/html.h"
#include "indexer/read/language.h"
#include "indexer/read/markdown.h"
#include "indexer/read/recognise.h"
#include "indexer/read/records.h"
#include "indexer/read/text.h"
#include "lib/utf8.h"

/* A file is read up to one byte more than it may have. */
#define FILE_BYTES_MAX DICTUM__TEXT_BYTES_MAX

static const char *const type_names[] = {"", "text", "markdown", "html", "record"};

/* The date that can be had without reading: from the file's name, else from its time of last change, in UTC. `out`
 * keeps it. */
static void date_of_file(const dictum_source *source, dictum_buf *out, dictum_record *record)
{
    struct tm when;

    dictum__buf_clear(out);
    if (source->standard_input) {
        return;
    }
    dictum__name_date(source->path, out);
    record->date_known = DICTUM__DATE_NAME;
    if (out->len == 0 && gmtime_r(&source->changed, &when) != NULL && when.tm_year > -1900) {
        dictum__date_append(out, (unsigned)(when.tm_year + 1900), (unsigned)when.tm_mon + 1, (unsigned)when.tm_mday);
        record->date_known = DICTUM__DATE_FILE;
    }
    if (out->len > 0) {
        record->date = dictum__buf_slice(out);
    } else {
        record->date_known = DICTUM__DATE_NONE;
    }
}

static dictum_slice value_of(const dictum_buf *buf)
{
    return buf->len == 0 ? (dictum_slice){NULL, 0} : dictum__buf_slice(buf);
}

/* Hands on what the document states and could not be understood. */
static dictum_status complain(const dictum_document *document, const dictum_record *record,
                              const dictum_reading *reading, dictum_error *err)
{
    char line[256];
    dictum_buf reason;
    dictum_status status = DICTUM_OK;

    dictum__buf_init(&reason, 4096);
    if (document->refused_date.len > 0) {
        const dictum_buf *date = &document->refused_date;
        (void)snprintf(line, sizeof(line), "its date \"%.*s\" is not one that dictum understands: %s",
                       (int)(date->len < 60 ? date->len : 60), date->data,
                       record->date_known == DICTUM__DATE_NAME ? "that of its name counts" : "the statement has none");
        dictum__utf8_append_repaired(&reason, dictum__slice(line));
        status = dictum__buf_status(&reason) == DICTUM_OK
                     ? reading->sink->problem(reading->sink->context, reason.data, err)
                     : dictum__nomem(err);
    }
    if (status == DICTUM_OK && document->broken_front_matter) {
        status =
            reading->sink->problem(reading->sink->context, "its front matter is not YAML: it is taken for text", err);
    }
    dictum__buf_dispose(&reason);
    return status;
}

/* What the document does not state, and to the sink with it. */
static dictum_status hand_over(const dictum_source *source, dictum_document *document, dictum__format format,
                               const dictum_reading *reading, dictum_error *err)
{
    dictum_record record = {.date_known = DICTUM__DATE_STATED, .title_known = DICTUM__TITLE_STATED};
    dictum_buf lang, name, date;
    dictum_status status;

    dictum__buf_init(&lang, 64);
    dictum__buf_init(&name, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&date, 64);
    record.path = dictum__buf_slice(&source->shown);
    record.text = document->text.len == 0 ? DICTUM_SLICE("") : dictum__buf_slice(&document->text);
    record.type = dictum__slice(type_names[format]);
    record.speaker = value_of(&document->speaker);
    record.source = value_of(&document->source);
    record.url = value_of(&document->url);
    record.title = value_of(&document->title);
    if (record.title.data == NULL) {
        dictum__name_title(source->path, &name);
        record.title = value_of(&name);
        record.title_known = DICTUM__TITLE_NAME;
    }
    record.date = value_of(&document->date);
    if (record.date.data == NULL) {
        date_of_file(source, &date, &record);
    }
    /* One that is stated and not understood is hardly that of the file's last change. */
    if (document->refused_date.len > 0 && record.date_known == DICTUM__DATE_FILE) {
        record.date = (dictum_slice){NULL, 0};
        record.date_known = DICTUM__DATE_NONE;
    }
    dictum__language(dictum__buf_slice(&document->lang), record.text, &lang);
    record.lang = value_of(&lang);
    status = dictum__document_status(document, err);
    if (status == DICTUM_OK &&
        (dictum__buf_status(&lang) != DICTUM_OK || dictum__buf_status(&name) != DICTUM_OK ||
         dictum__buf_status(&date) != DICTUM_OK || dictum__buf_status(&source->shown) != DICTUM_OK)) {
        status = dictum__nomem(err);
    }
    if (status == DICTUM_OK) {
        status = complain(document, &record, reading, err);
    }
    if (status == DICTUM_OK) {
        status = reading->sink->statement(reading->sink->context, &record, 0, err);
    }
    dictum__buf_dispose(&date);
    dictum__buf_dispose(&name);
    dictum__buf_dispose(&lang);
    return status;
}

/* Whether the bytes can be a document at all; if not, the file has ended with the reason. */
static bool check_content(dictum_slice raw, dictum__format named, const dictum_reading *reading)
{
    const char *foreign = dictum__foreign_format(raw);
    bool document = named == DICTUM__FORMAT_HTML || named == DICTUM__FORMAT_MARKDOWN;

    if (foreign != NULL) {
        return dictum__reading_end(reading, DICTUM__READ_SKIPPED, "%s is not a format that this version reads",
                                   foreign);
    }
    if (!dictum__has_wide_bom(raw) && dictum__is_binary(raw, named != DICTUM__FORMAT_NONE)) {
        return dictum__reading_end(reading, document ? DICTUM__READ_PROBLEM : DICTUM__READ_SKIPPED,
                                   document ? "its content is binary, not %s"
                                            : "not a document dictum knows: binary content",
                                   named == DICTUM__FORMAT_HTML ? "HTML" : "Markdown");
    }
    return true;
}

/* The whole file into `raw`, unless it is no document or too large. */
static bool load(dictum_source *source, dictum__format named, dictum_buf *raw, const dictum_reading *reading)
{
    if (!dictum__source_read(source, raw, DICTUM__HEAD_BYTES, reading) ||
        !check_content(dictum__buf_slice(raw), named, reading)) {
        return false;
    }
    if (!dictum__source_read(source, raw, FILE_BYTES_MAX + 1, reading)) {
        return false;
    }
    if (raw->len > FILE_BYTES_MAX) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "it has more than %zu MB", FILE_BYTES_MAX >> 20);
    }
    return true;
}

/* The format of a text: what the name says, unless the content is HTML. A Markdown file may begin with HTML, but not as
 * a page. */
static dictum__format format_of(dictum_slice text, dictum__format named)
{
    if (named == DICTUM__FORMAT_HTML || dictum__looks_like_html(text)) {
        return DICTUM__FORMAT_HTML;
    }
    return named == DICTUM__FORMAT_NONE ? DICTUM__FORMAT_TEXT : named;
}

static dictum_status read_format(dictum_slice text, dictum__format format, dictum_document *document, dictum_error *err)
{
    switch (format) {
    case DICTUM__FORMAT_HTML:
        return dictum__read_html(text, NULL, document, err);
    case DICTUM__FORMAT_MARKDOWN:
        return dictum__read_markdown(text, document, err);
    default:
        dictum__read_text(text, document);
        return DICTUM_OK;
    }
}

/* From the bytes of the file to its statement. */
static dictum_status read_text(const dictum_source *source, dictum_buf *raw, dictum__format named,
                               const dictum_reading *reading, dictum_error *err)
{
    dictum_slice bytes = dictum__buf_slice(raw);
    dictum_charset charset;
    dictum_document document;
    dictum_buf text;
    dictum__format format = named;
    dictum_status status;

    dictum__document_init(&document);
    dictum__buf_init(&text, DICTUM__TEXT_BYTES_MAX);
    status = dictum__charset_find(bytes, named == DICTUM__FORMAT_HTML || dictum__looks_like_html(bytes), &charset, err);
    if (status == DICTUM_OK) {
        status = dictum__charset_convert(bytes, &charset, &text, err);
    }
    dictum__buf_dispose(raw); /* a large file is in memory once less */
    if (status == DICTUM_OK && dictum__trimmed(dictum__buf_slice(&text)).len == 0) {
        dictum__reading_end(reading, DICTUM__READ_SKIPPED, "it is empty");
        goto out;
    }
    if (status == DICTUM_OK) {
        format = format_of(dictum__buf_slice(&text), named);
        status = read_format(dictum__buf_slice(&text), format, &document, err);
    }
    dictum__buf_dispose(&text);
    if (status == DICTUM_OK) {
        status = dictum__document_status(&document, err);
    }
    if (status == DICTUM_OK && document.text.len == 0 && document.title.len == 0) {
        dictum__reading_end(reading, DICTUM__READ_PROBLEM, "%s with neither text nor title",
                            format == DICTUM__FORMAT_HTML ? "HTML" : "Markdown");
    } else if (status == DICTUM_OK) {
        status = hand_over(source, &document, format, reading, err);
    }
out:
    dictum__buf_dispose(&text);
    dictum__document_dispose(&document);
    return status;
}

dictum_status dictum__read_file(const char *path, const dictum_read_sink *sink, dictum_read_outcome *outcome,
                                dictum_buf *reason, dictum_error *err)
{
    const dictum_reading reading = {sink, outcome, reason};
    const dictum__format named = dictum__format_by_name(path);
    dictum_source source;
    dictum_buf raw, date;
    dictum_error detail = {.code = DICTUM_OK};
    dictum_status status = DICTUM_OK;
    bool goes_on;

    *outcome = DICTUM__READ_DONE;
    dictum__buf_clear(reason);
    dictum__buf_init(&raw, FILE_BYTES_MAX + DICTUM__HEAD_BYTES * 8);
    dictum__buf_init(&date, 64);
    goes_on = dictum__source_open(&source, path, &reading);
    if (goes_on && named == DICTUM__FORMAT_RECORDS) {
        dictum_record fallback = {.date_known = DICTUM__DATE_NONE};
        date_of_file(&source, &date, &fallback);
        status = dictum__read_records(&source, &fallback, &reading, &detail);
    } else if (goes_on && load(&source, named, &raw, &reading)) {
        status = dictum__buf_status(&raw) == DICTUM_OK ? read_text(&source, &raw, named, &reading, &detail)
                                                       : dictum__nomem(&detail);
    }
    if (status == DICTUM_LIMIT) { /* of this file */
        dictum__reading_end(&reading, DICTUM__READ_PROBLEM, "%s", detail.text);
        status = DICTUM_OK;
    }
    if (status != DICTUM_OK && err != NULL) {
        *err = detail;
    }
    dictum__buf_dispose(&date);
    dictum__buf_dispose(&raw);
    dictum__source_close(&source);
    return status;
}
