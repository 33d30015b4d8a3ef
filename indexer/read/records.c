/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records: one JSON object a line. Invariant: a line is either a statement or a problem that names it, or both where a
 * part of it could not be used; never neither, unless it is blank. */
#include "indexer/read/records.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "indexer/read/lines.h"
#include "indexer/read/rows.h"

/* The id of a line that goes wrong further on, where it says that in a plain string; else data is NULL. */
static dictum_slice find_id(dictum_slice line)
{
    const dictum_slice none = {NULL, 0};
    size_t depth = 0, key_at = 0, key_len = 0;
    bool is_value = false;

    for (size_t at = 0; at < line.len; at++) {
        char c = line.data[at];
        if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth -= depth > 0;
        } else if (c == ':' || c == ',') {
            is_value = c == ':';
        } else if (c == '"') {
            size_t start = ++at;
            bool plain = true;
            while (at < line.len && line.data[at] != '"') {
                plain = plain && line.data[at] != '\\' && (unsigned char)line.data[at] >= 0x20;
                at += line.data[at] == '\\' ? 2 : 1;
            }
            if (at >= line.len) {
                return none;
            }
            if (depth == 1 && is_value && key_len == 2 && memcmp(line.data + key_at, "id", 2) == 0) {
                return plain ? (dictum_slice){line.data + start, at - start} : none;
            }
            if (depth == 1 && !is_value) {
                key_at = start;
                key_len = at - start;
            }
        }
    }
    return none;
}

static json_t *parse_line(dictum_slice line, json_error_t *wrong)
{
    json_t *object = json_loadb(line.data, line.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, wrong);

    if (object == NULL && json_error_code(wrong) == json_error_numeric_overflow) {
        /* A number in a field that dictum does not know may be larger than a C integer. */
        object =
            json_loadb(line.data, line.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, wrong);
    }
    return object;
}

/* The known fields' values; data is NULL where there is none. Says which one is not a string. */
static const char *take_fields(const json_t *object, dictum_slice fields[DICTUM__ROW_FIELDS])
{
    for (size_t i = 0; i < DICTUM__ROW_FIELDS; i++) {
        const json_t *value = json_object_get(object, dictum__row_field_names[i]);
        fields[i] = (dictum_slice){NULL, 0};
        if (json_is_string(value)) {
            fields[i] = (dictum_slice){json_string_value(value), json_string_length(value)};
        } else if (value != NULL && !json_is_null(value)) {
            return dictum__row_field_names[i];
        }
    }
    return NULL;
}

/* Whether the object is what dictum-read itself prints: for a record, the fields that it adds are not the record's own;
 * an error says what it could not read. */
static bool is_own_line(const json_t *object, const char *kind)
{
    const char *type = json_string_value(json_object_get(object, "type"));

    return json_integer_value(json_object_get(object, "format")) == 1 && type != NULL && strcmp(type, kind) == 0;
}

/* Where a record that dictum-read printed has its date from. */
static dictum__date_known date_known(const json_t *object)
{
    const char *known = json_string_value(json_object_get(object, "date_known"));

    if (known != NULL && strcmp(known, "name") == 0) {
        return DICTUM__DATE_NAME;
    }
    return known != NULL && strcmp(known, "file") == 0 ? DICTUM__DATE_FILE : DICTUM__DATE_STATED;
}

/* What of the object is not known, as JSON to be given to free(), in *extra; NULL where nothing is. The object and its
 * strings stay as they are. */
static dictum_status keep_extra(json_t *object, bool own, char **extra, dictum_error *err)
{
    static const char *const own_names[] = {"format", "type", "path", "date_known", "read_as"};
    size_t names_count = own ? sizeof(own_names) / sizeof(own_names[0]) : 0, known = 0;
    json_t *rest;
    dictum_status status = DICTUM_OK;

    *extra = NULL;
    for (size_t i = 0; i < DICTUM__ROW_FIELDS + names_count; i++) {
        const char *name = i < DICTUM__ROW_FIELDS ? dictum__row_field_names[i] : own_names[i - DICTUM__ROW_FIELDS];
        known += json_object_get(object, name) != NULL;
    }
    if (known == json_object_size(object)) {
        return DICTUM_OK;
    }
    rest = json_copy(object);
    for (size_t i = 0; rest != NULL && i < DICTUM__ROW_FIELDS + names_count; i++) {
        json_object_del(rest, i < DICTUM__ROW_FIELDS ? dictum__row_field_names[i] : own_names[i - DICTUM__ROW_FIELDS]);
    }
    *extra = rest == NULL ? NULL : json_dumps(rest, JSON_COMPACT);
    status = *extra == NULL ? dictum__nomem(err) : DICTUM_OK;
    json_decref(rest);
    return status;
}

static dictum_status read_object(dictum_rows *rows, json_t *object, dictum_slice line, dictum_error *err)
{
    bool own = is_own_line(object, "record");
    dictum_row row = {.date_known = own ? date_known(object) : DICTUM__DATE_STATED};
    const char *not_a_string = take_fields(object, row.fields);
    const char *message = json_string_value(json_object_get(object, "message"));
    char *extra;
    dictum_status status;

    if (message != NULL && row.fields[DICTUM__ROW_TEXT].data == NULL && is_own_line(object, "error")) {
        return dictum__rows_refuse(rows, find_id(line), err, "%s", message);
    }
    if (not_a_string != NULL) {
        return dictum__rows_refuse(rows, find_id(line), err, "its %s is not a string", not_a_string);
    }
    status = keep_extra(object, own, &extra, err);
    if (status == DICTUM_OK) {
        row.extra = dictum__slice(extra);
        status = dictum__rows_take(rows, &row, err);
    }
    free(extra);
    return status;
}

static dictum_status read_line(dictum_rows *rows, dictum_slice line, dictum_error *err)
{
    json_error_t wrong = {.line = 0};
    json_t *object;
    dictum_status status;

    if (rows->line == 1 && line.len >= 3 && memcmp(line.data, "\xEF\xBB\xBF", 3) == 0) {
        line.data += 3;
        line.len -= 3;
    }
    if (dictum__trimmed(line).len == 0) {
        return DICTUM_OK;
    }
    object = parse_line(line, &wrong);
    if (object == NULL) {
        if (json_error_code(&wrong) == json_error_out_of_memory) {
            return dictum__nomem(err);
        }
        return dictum__rows_refuse(rows, find_id(line), err, "not JSON: %s, at byte %d", wrong.text, wrong.position);
    }
    status = json_is_object(object) ? read_object(rows, object, line, err)
                                    : dictum__rows_refuse(rows, find_id(line), err, "it is not a JSON object");
    json_decref(object);
    return status;
}

/* Line after line; *goes_on is false where the source could not be read to its end. */
static dictum_status read_lines(dictum_rows *rows, dictum_lines *lines, bool *goes_on, dictum_error *err)
{
    for (;;) {
        dictum__line kind;
        dictum_slice line;
        dictum_status status = dictum__lines_next(lines, rows->reading, &kind, &line, err);

        rows->line = lines->number;
        if (status == DICTUM_OK && kind == DICTUM__LINE_READ) {
            status = read_line(rows, line, err);
        } else if (status == DICTUM_OK && kind == DICTUM__LINE_TOO_LONG) {
            status = dictum__rows_refuse(rows, (dictum_slice){NULL, 0}, err, "it has more than %zu MB",
                                         DICTUM__LINE_BYTES_MAX >> 20);
        } else if (status == DICTUM_OK) {
            *goes_on = kind != DICTUM__LINE_FAILED;
            return DICTUM_OK;
        }
        if (status != DICTUM_OK) {
            return status;
        }
        if (dictum__rows_hopeless(rows, "records")) {
            *goes_on = false;
            return DICTUM_OK;
        }
    }
}

dictum_status dictum__read_records(dictum_source *source, const dictum_reading *reading, dictum_error *err)
{
    dictum_rows rows;
    dictum_lines lines;
    bool goes_on = true;
    dictum_status status;

    dictum__rows_init(&rows, source, "record", reading);
    dictum__lines_init(&lines, source);
    status = read_lines(&rows, &lines, &goes_on, err);
    if (status == DICTUM_OK && goes_on && rows.good == 0) {
        if (rows.bad > 0) {
            dictum__reading_end(reading, DICTUM__READ_PROBLEM, "none of its lines is a record");
        } else {
            dictum__reading_end(reading, DICTUM__READ_SKIPPED, "it is empty");
        }
    }
    dictum__lines_dispose(&lines);
    dictum__rows_dispose(&rows);
    return status;
}
