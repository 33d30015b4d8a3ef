/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows to statements. Invariant: a row is either a statement or a problem that names its line, or both where a part of
 * it could not be used; never neither. */
#include "indexer/read/rows.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "indexer/read/charset.h"
#include "indexer/read/date.h"
#include "indexer/read/language.h"
#include "indexer/read/text.h"
#include "lib/utf8.h"

/* A longer id is not shown in a complaint. */
#define ID_SHOWN_MAX 200
/* A complaint, at most. */
#define LINE_BYTES 512

const char *const dictum__row_field_names[DICTUM__ROW_FIELDS] = {"id",     "title", "date", "speaker",
                                                                 "source", "lang",  "url",  "text"};

void dictum__rows_init(dictum_rows *rows, dictum_source *source, const char *type, const dictum_reading *reading)
{
    *rows = (dictum_rows){.source = source, .reading = reading, .type = type};
    dictum__id_set_init(&rows->ids);
    dictum__document_init(&rows->document);
    dictum__buf_init(&rows->plain, DICTUM__TEXT_BYTES_MAX);
    dictum__buf_init(&rows->lang, 64);
    dictum__buf_init(&rows->complaint, 4096);
    dictum__buf_init(&rows->date, 64);
    dictum__date_of_source(source, &rows->date, &rows->fallback);
}

void dictum__rows_dispose(dictum_rows *rows)
{
    dictum__buf_dispose(&rows->date);
    dictum__buf_dispose(&rows->complaint);
    dictum__buf_dispose(&rows->lang);
    dictum__buf_dispose(&rows->plain);
    dictum__document_dispose(&rows->document);
    dictum__id_set_dispose(&rows->ids);
}

/* ---- problems ------------------------------------------------------------------------------------------------ */

/* A problem names the id of a row that is lost: then the indexer knows which record it is that could not be read. */
static dictum_status complain(dictum_rows *in, dictum_slice id, dictum_error *err, char line[LINE_BYTES])
{
    dictum_place place = dictum__source_place(in->source, in->line);
    size_t id_at, id_bytes;

    dictum__buf_clear(&in->complaint);
    dictum__buf_appendf(&in->complaint, "line %" PRIu64 ": ", in->line);
    for (char *c = line; *c != '\0'; c++) {
        *c = (unsigned char)*c < 0x20 || *c == 0x7F ? '?' : *c;
    }
    dictum__utf8_append_repaired(&in->complaint, dictum__slice(line));
    dictum__buf_append_str(&in->complaint, id.len > 0 ? " (id \"" : "");
    id_at = in->complaint.len;
    dictum__utf8_append_repaired(&in->complaint, id);
    id_bytes = in->complaint.len - id_at;
    dictum__buf_append_str(&in->complaint, id.len > 0 ? "\")" : "");
    if (dictum__buf_status(&in->complaint) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    if (id_bytes > 0) {
        place.id = (dictum_slice){in->complaint.data + id_at, id_bytes};
    }
    return in->reading->sink->problem(in->reading->sink->context, &place, in->complaint.data, err);
}

dictum_status dictum__rows_complain(dictum_rows *rows, dictum_error *err, const char *format, ...)
{
    char line[LINE_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    return complain(rows, (dictum_slice){NULL, 0}, err, line);
}

/* An id that can stand in a complaint. */
static bool can_be_shown(dictum_slice id)
{
    if (id.data == NULL || id.len == 0 || id.len > ID_SHOWN_MAX) {
        return false;
    }
    for (size_t i = 0; i < id.len; i++) {
        if ((unsigned char)id.data[i] < 0x20) {
            return false;
        }
    }
    return true;
}

dictum_status dictum__rows_refuse(dictum_rows *rows, dictum_slice id, dictum_error *err, const char *format, ...)
{
    char line[LINE_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    rows->bad++;
    return complain(rows, can_be_shown(id) ? id : (dictum_slice){NULL, 0}, err, line);
}

bool dictum__rows_hopeless(const dictum_rows *rows, const char *what)
{
    return rows->good == 0 && rows->bad >= DICTUM__BAD_ROWS_MAX &&
           !dictum__reading_end(rows->reading, DICTUM__READ_PROBLEM, "its first %d lines are not %s",
                                DICTUM__BAD_ROWS_MAX, what);
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

/* A field of one line; one that is too long is left out with a complaint. */
static dictum_status keep_line(dictum_rows *in, dictum_slice value, const char *name, dictum_buf *field,
                               dictum_slice *out, dictum_error *err)
{
    dictum__buf_clear(&in->plain);
    if (value.data != NULL) {
        dictum__utf8_append_repaired(&in->plain, value); /* it may have NUL */
        dictum__append_one_line(field, dictum__buf_slice(&in->plain));
    }
    if (dictum__buf_status(field) == DICTUM_LIMIT) {
        dictum__buf_clear(field);
        return dictum__rows_complain(in, err, "its %s has more than %zu bytes and is left out", name,
                                     DICTUM__FIELD_BYTES_MAX);
    }
    *out = field->len == 0 ? (dictum_slice){NULL, 0} : dictum__buf_slice(field);
    return DICTUM_OK;
}

static dictum_status keep_date(dictum_rows *in, const dictum_row *row, dictum_record *record, dictum_error *err)
{
    dictum_slice stated = row->fields[DICTUM__ROW_DATE];
    dictum_slice trimmed = stated.data == NULL ? stated : dictum__trimmed(stated);

    if (trimmed.len == 0) {
        record->date = in->fallback.date;
        record->date_known = in->fallback.date_known;
        return DICTUM_OK;
    }
    if (!dictum__date_parse(trimmed, &in->document.date)) {
        return dictum__rows_complain(in, err, "\"%.*s\" is not a date that dictum understands: the statement has none",
                                     (int)(trimmed.len < 60 ? trimmed.len : 60), trimmed.data);
    }
    record->date = dictum__buf_slice(&in->document.date);
    record->date_known = row->date_known;
    return DICTUM_OK;
}

/* The text into paragraphs. */
static dictum_status keep_text(dictum_rows *in, dictum_slice text, dictum_record *record, dictum_error *err)
{
    static const dictum_charset utf8 = {.name = "UTF-8"};
    dictum_status status;

    dictum__buf_clear(&in->plain);
    status = dictum__charset_convert(text, &utf8, &in->plain, err);
    if (status == DICTUM_OK) {
        dictum__paragraphs(dictum__buf_slice(&in->plain), &in->document.text);
        record->text = in->document.text.len == 0 ? (dictum_slice){"", 0} : dictum__buf_slice(&in->document.text);
    }
    return status;
}

static dictum_status note_id(dictum_rows *in, dictum_slice id, dictum_error *err)
{
    uint64_t earlier;
    dictum_status status;

    if (id.data == NULL) {
        return DICTUM_OK;
    }
    status = dictum__id_set_add(&in->ids, id, in->line, &earlier, err);
    if (status == DICTUM_OK && earlier != 0) {
        status = dictum__rows_complain(in, err, "the id \"%.*s\" stands in line %" PRIu64 " too: the last one counts",
                                       (int)(id.len < 100 ? id.len : 100), id.data, earlier);
    }
    return status;
}

static const char *wrong_with(const dictum_slice fields[DICTUM__ROW_FIELDS])
{
    dictum_slice id = fields[DICTUM__ROW_ID];

    if (fields[DICTUM__ROW_TEXT].data == NULL) {
        return "it has no text";
    }
    if (fields[DICTUM__ROW_TEXT].len > DICTUM__TEXT_BYTES_MAX) {
        return "its text has more than 256 MB";
    }
    if (id.data != NULL && id.len == 0) {
        return "its id is empty";
    }
    if (id.data != NULL && id.len > DICTUM__FIELD_BYTES_MAX) {
        return "its id has more than 1 MB";
    }
    if (id.data != NULL && memchr(id.data, '\0', id.len) != NULL) {
        return "its id has a NUL";
    }
    return NULL;
}

static dictum_status keep_extra(dictum_rows *in, dictum_slice extra, dictum_record *record, dictum_error *err)
{
    record->extra = extra;
    if (extra.len > DICTUM__FIELD_BYTES_MAX) {
        record->extra = (dictum_slice){NULL, 0};
        return dictum__rows_complain(in, err, "its unknown fields have more than %zu bytes and are not kept",
                                     DICTUM__FIELD_BYTES_MAX);
    }
    return DICTUM_OK;
}

/* Fills the record, whose strings are the row's and those of `in`. */
static dictum_status fill(dictum_rows *in, const dictum_row *row, dictum_record *record, dictum_error *err)
{
    dictum_document *doc = &in->document;
    const dictum__row_field lines[] = {DICTUM__ROW_TITLE, DICTUM__ROW_SPEAKER, DICTUM__ROW_SOURCE, DICTUM__ROW_URL};
    dictum_buf *const kept[] = {&doc->title, &doc->speaker, &doc->source, &doc->url};
    dictum_slice *const values[] = {&record->title, &record->speaker, &record->source, &record->url};
    dictum_status status = DICTUM_OK;

    *record = (dictum_record){.id = row->fields[DICTUM__ROW_ID], .type = dictum__slice(in->type)};
    for (size_t i = 0; status == DICTUM_OK && i < sizeof(lines) / sizeof(lines[0]); i++) {
        status = keep_line(in, row->fields[lines[i]], dictum__row_field_names[lines[i]], kept[i], values[i], err);
    }
    if (status == DICTUM_OK) {
        status = keep_date(in, row, record, err);
    }
    if (status == DICTUM_OK) {
        status = keep_text(in, row->fields[DICTUM__ROW_TEXT], record, err);
    }
    if (status == DICTUM_OK) {
        dictum__language(row->fields[DICTUM__ROW_LANG], record->text, &in->lang);
        record->lang = dictum__buf_slice(&in->lang);
        record->title_known = record->title.data == NULL ? DICTUM__TITLE_NONE : DICTUM__TITLE_STATED;
        status = dictum__document_status(doc, err);
    }
    return status;
}

static dictum_status take(dictum_rows *rows, const dictum_row *row, dictum_error *err)
{
    dictum_slice id = row->fields[DICTUM__ROW_ID];
    const char *wrong = wrong_with(row->fields);
    dictum_record record;
    dictum_status status;

    if (wrong != NULL) {
        return dictum__rows_refuse(rows, id, err, "%s", wrong);
    }
    status = fill(rows, row, &record, err);
    if (status != DICTUM_OK) {
        return status;
    }
    if (record.text.len == 0 && record.title.len == 0) {
        return dictum__rows_refuse(rows, id, err, "it has neither text nor title");
    }
    status = note_id(rows, id, err);
    if (status == DICTUM_OK) {
        status = keep_extra(rows, row->extra, &record, err);
    }
    if (status == DICTUM_OK) {
        const dictum_place place = dictum__source_place(rows->source, rows->line);
        rows->good++;
        status = dictum__deliver_record(&place, &record, rows->reading, err);
    }
    return status;
}

dictum_status dictum__rows_take(dictum_rows *rows, const dictum_row *row, dictum_error *err)
{
    dictum_status status = take(rows, row, err);

    dictum__document_dispose(&rows->document);
    dictum__document_init(&rows->document);
    dictum__buf_clear(&rows->lang);
    return status;
}
