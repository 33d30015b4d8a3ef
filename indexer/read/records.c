/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records: one JSON object a line. Invariant: a line is either a statement or a problem that names it, or both where a
 * part of it could not be used; never neither, unless it is blank. */
#include "indexer/read/records.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "indexer/read/charset.h"
#include "indexer/read/date.h"
#include "indexer/read/deliver.h"
#include "indexer/read/document.h"
#include "indexer/read/id_set.h"
#include "indexer/read/language.h"
#include "indexer/read/lines.h"
#include "indexer/read/text.h"
#include "lib/utf8.h"

/* A longer id is not shown in a complaint. */
#define ID_SHOWN_MAX 200
/* So many bad lines before the first good one, and the file is none of records. */
#define BAD_LINES_MAX 100

/* The fields that a record may have; the rest is kept as it is. */
enum { ID, TITLE, DATE, SPEAKER, SOURCE, LANG, URL, TEXT, FIELDS };
static const char *const field_names[FIELDS] = {"id", "title", "date", "speaker", "source", "lang", "url", "text"};

typedef struct records {
    dictum_source *source;
    dictum_record fallback; /* the date of records without one */
    const dictum_reading *reading;
    dictum_id_set ids;
    dictum_document document; /* of the line at hand */
    dictum_buf plain, lang, complaint, date;
    char *extra;
    dictum_slice raw; /* the line at hand */
    bool lost;        /* nothing comes of it */
    uint64_t line, good, bad;
} records;

static dictum_status complain(records *in, dictum_error *err, const char *format, ...) DICTUM_PRINTF(3, 4);

/* Appends `(id "…")`, where the line says its id before it goes wrong: then the indexer knows which record it is that
 * could not be read. */
static void append_id(dictum_buf *out, dictum_slice line, size_t *id_at, size_t *id_bytes)
{
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
                return;
            }
            if (depth == 1 && is_value && key_len == 2 && memcmp(line.data + key_at, "id", 2) == 0) {
                if (plain && at > start && at - start <= ID_SHOWN_MAX) {
                    dictum__buf_append_str(out, " (id \"");
                    *id_at = out->len;
                    dictum__utf8_append_repaired(out, (dictum_slice){line.data + start, at - start});
                    *id_bytes = out->len - *id_at;
                    dictum__buf_append_str(out, "\")");
                }
                return;
            }
            if (depth == 1 && !is_value) {
                key_at = start;
                key_len = at - start;
            }
        }
    }
}

/* Hands a problem with the line at hand to the sink. */
static dictum_status complain(records *in, dictum_error *err, const char *format, ...)
{
    char line[512];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    dictum__buf_clear(&in->complaint);
    dictum__buf_appendf(&in->complaint, "line %" PRIu64 ": ", in->line);
    for (char *c = line; *c != '\0'; c++) {
        *c = (unsigned char)*c < 0x20 || *c == 0x7F ? '?' : *c;
    }
    dictum__utf8_append_repaired(&in->complaint, dictum__slice(line));
    dictum_place place = dictum__source_place(in->source, in->line);
    size_t id_at = in->complaint.len, id_bytes = 0;
    if (in->lost) {
        append_id(&in->complaint, in->raw, &id_at, &id_bytes);
    }
    if (dictum__buf_status(&in->complaint) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    if (id_bytes > 0) {
        place.id = (dictum_slice){in->complaint.data + id_at, id_bytes};
    }
    return in->reading->sink->problem(in->reading->sink->context, &place, in->complaint.data, err);
}

static dictum_status refuse(records *in, dictum_error *err, const char *why)
{
    in->bad++;
    in->lost = true;
    return complain(in, err, "%s", why);
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
static const char *take_fields(const json_t *object, dictum_slice fields[FIELDS])
{
    for (size_t i = 0; i < FIELDS; i++) {
        const json_t *value = json_object_get(object, field_names[i]);
        fields[i] = (dictum_slice){NULL, 0};
        if (json_is_string(value)) {
            fields[i] = (dictum_slice){json_string_value(value), json_string_length(value)};
        } else if (value != NULL && !json_is_null(value)) {
            return field_names[i];
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

/* What of the object is not known goes into `extra` as JSON. `object` loses the rest. */
static dictum_status keep_extra(records *in, json_t *object, bool own, dictum_slice *extra, dictum_error *err)
{
    static const char *const own_names[] = {"format", "type", "path", "date_known", "read_as"};

    for (size_t i = 0; i < FIELDS; i++) {
        json_object_del(object, field_names[i]);
    }
    for (size_t i = 0; own && i < sizeof(own_names) / sizeof(own_names[0]); i++) {
        json_object_del(object, own_names[i]);
    }
    if (json_object_size(object) == 0) {
        return DICTUM_OK;
    }
    in->extra = json_dumps(object, JSON_COMPACT);
    if (in->extra == NULL) {
        return dictum__nomem(err);
    }
    *extra = dictum__slice(in->extra);
    if (extra->len > DICTUM__FIELD_BYTES_MAX) {
        *extra = (dictum_slice){NULL, 0};
        return complain(in, err, "its unknown fields have more than %zu bytes and are not kept",
                        DICTUM__FIELD_BYTES_MAX);
    }
    return DICTUM_OK;
}

/* A field of one line; one that is too long is left out with a complaint. */
static dictum_status keep_line(records *in, dictum_slice value, const char *name, dictum_buf *field, dictum_slice *out,
                               dictum_error *err)
{
    dictum__buf_clear(&in->plain);
    if (value.data != NULL) {
        dictum__utf8_append_repaired(&in->plain, value); /* JSON can spell NUL */
        dictum__append_one_line(field, dictum__buf_slice(&in->plain));
    }
    if (dictum__buf_status(field) == DICTUM_LIMIT) {
        dictum__buf_clear(field);
        return complain(in, err, "its %s has more than %zu bytes and is left out", name, DICTUM__FIELD_BYTES_MAX);
    }
    *out = field->len == 0 ? (dictum_slice){NULL, 0} : dictum__buf_slice(field);
    return DICTUM_OK;
}

static dictum_status keep_date(records *in, dictum_slice stated, bool own, const char *known, dictum_record *record,
                               dictum_error *err)
{
    dictum_slice trimmed = stated.data == NULL ? stated : dictum__trimmed(stated);

    if (trimmed.len == 0) {
        record->date = in->fallback.date;
        record->date_known = in->fallback.date_known;
        return DICTUM_OK;
    }
    if (!dictum__date_parse(trimmed, &in->document.date)) {
        return complain(in, err, "\"%.*s\" is not a date that dictum understands: the statement has none",
                        (int)(trimmed.len < 60 ? trimmed.len : 60), trimmed.data);
    }
    record->date = dictum__buf_slice(&in->document.date);
    record->date_known = DICTUM__DATE_STATED;
    if (own && known != NULL && strcmp(known, "name") == 0) {
        record->date_known = DICTUM__DATE_NAME;
    } else if (own && known != NULL && strcmp(known, "file") == 0) {
        record->date_known = DICTUM__DATE_FILE;
    }
    return DICTUM_OK;
}

/* The text into paragraphs. */
static dictum_status keep_text(records *in, dictum_slice text, dictum_record *record, dictum_error *err)
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

static dictum_status note_id(records *in, dictum_slice id, dictum_error *err)
{
    uint64_t earlier;
    dictum_status status;

    if (id.data == NULL) {
        return DICTUM_OK;
    }
    status = dictum__id_set_add(&in->ids, id, in->line, &earlier, err);
    if (status == DICTUM_OK && earlier != 0) {
        status = complain(in, err, "the id \"%.*s\" stands in line %" PRIu64 " too: the last one counts",
                          (int)(id.len < 100 ? id.len : 100), id.data, earlier);
    }
    return status;
}

static const char *wrong_with(const dictum_slice fields[FIELDS])
{
    dictum_slice id = fields[ID];

    if (fields[TEXT].data == NULL) {
        return "it has no text";
    }
    if (fields[TEXT].len > DICTUM__TEXT_BYTES_MAX) {
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

/* Fills the record from the fields; `stated` belongs to the caller as long as the record. */
static dictum_status fill(records *in, json_t *object, const dictum_slice fields[FIELDS], dictum_record *record,
                          dictum_error *err)
{
    bool own = is_own_line(object, "record");
    dictum_document *doc = &in->document;
    dictum_status status;

    *record = (dictum_record){.id = fields[ID], .type = DICTUM_SLICE("record")};
    status = keep_line(in, fields[TITLE], "title", &doc->title, &record->title, err);
    if (status == DICTUM_OK) {
        status = keep_line(in, fields[SPEAKER], "speaker", &doc->speaker, &record->speaker, err);
    }
    if (status == DICTUM_OK) {
        status = keep_line(in, fields[SOURCE], "source", &doc->source, &record->source, err);
    }
    if (status == DICTUM_OK) {
        status = keep_line(in, fields[URL], "url", &doc->url, &record->url, err);
    }
    if (status == DICTUM_OK) {
        const char *known = json_string_value(json_object_get(object, "date_known"));
        status = keep_date(in, fields[DATE], own, known, record, err);
    }
    if (status == DICTUM_OK) {
        status = keep_text(in, fields[TEXT], record, err);
    }
    if (status == DICTUM_OK) {
        dictum__language(fields[LANG], record->text, &in->lang);
        record->lang = dictum__buf_slice(&in->lang);
        record->title_known = record->title.data == NULL ? DICTUM__TITLE_NONE : DICTUM__TITLE_STATED;
        status = dictum__document_status(doc, err);
    }
    return status;
}

static dictum_status read_object(records *in, json_t *object, dictum_error *err)
{
    dictum_slice fields[FIELDS] = {{NULL, 0}};
    dictum_record record;
    const char *wrong = take_fields(object, fields);
    const char *message = json_string_value(json_object_get(object, "message"));
    dictum_status status;

    if (message != NULL && fields[TEXT].data == NULL && is_own_line(object, "error")) {
        return refuse(in, err, message);
    }

    if (wrong != NULL) {
        in->bad++;
        in->lost = true;
        return complain(in, err, "its %s is not a string", wrong);
    }
    wrong = wrong_with(fields);
    if (wrong != NULL) {
        return refuse(in, err, wrong);
    }
    status = fill(in, object, fields, &record, err);
    if (status != DICTUM_OK) {
        return status;
    }
    if (record.text.len == 0 && record.title.len == 0) {
        return refuse(in, err, "it has neither text nor title");
    }
    status = note_id(in, record.id, err);
    if (status == DICTUM_OK) {
        /* The strings of the known fields go with the object's: what the record still needs of them is held on to. */
        json_t *id = json_incref(json_object_get(object, "id"));
        status = keep_extra(in, object, is_own_line(object, "record"), &record.extra, err);
        if (status == DICTUM_OK) {
            in->good++;
            dictum_place place = dictum__source_place(in->source, in->line);
            status = dictum__deliver_record(&place, &record, in->reading, err);
        }
        json_decref(id);
    }
    return status;
}

static void clear_line(records *in)
{
    dictum__document_dispose(&in->document);
    dictum__document_init(&in->document);
    dictum__buf_clear(&in->lang);
    free(in->extra);
    in->extra = NULL;
}

static dictum_status read_line(records *in, dictum_slice line, dictum_error *err)
{
    json_error_t wrong = {.line = 0};

    in->raw = line;
    in->lost = false;
    json_t *object;
    dictum_status status;

    if (in->line == 1 && line.len >= 3 && memcmp(line.data, "\xEF\xBB\xBF", 3) == 0) {
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
        in->bad++;
        in->lost = true;
        return complain(in, err, "not JSON: %s, at byte %d", wrong.text, wrong.position);
    }
    if (json_is_object(object)) {
        status = read_object(in, object, err);
    } else {
        status = refuse(in, err, "it is not a JSON object");
    }
    json_decref(object);
    clear_line(in);
    return status;
}

/* Line after line; *goes_on is false where the source could not be read to its end. */
static dictum_status read_lines(records *in, dictum_lines *lines, bool *goes_on, dictum_error *err)
{
    for (;;) {
        dictum__line kind;
        dictum_slice line;
        dictum_status status = dictum__lines_next(lines, in->reading, &kind, &line, err);

        in->line = lines->number;
        if (status == DICTUM_OK && kind == DICTUM__LINE_READ) {
            status = read_line(in, line, err);
        } else if (status == DICTUM_OK && kind == DICTUM__LINE_TOO_LONG) {
            in->bad++;
            in->lost = false;
            status = complain(in, err, "it has more than %zu MB", DICTUM__LINE_BYTES_MAX >> 20);
        } else if (status == DICTUM_OK) {
            *goes_on = kind != DICTUM__LINE_FAILED;
            return DICTUM_OK;
        }
        if (status != DICTUM_OK) {
            return status;
        }
        if (in->good == 0 && in->bad >= BAD_LINES_MAX) {
            *goes_on = dictum__reading_end(in->reading, DICTUM__READ_PROBLEM, "its first %d lines are not records",
                                           BAD_LINES_MAX);
            return DICTUM_OK;
        }
    }
}

dictum_status dictum__read_records(dictum_source *source, const dictum_reading *reading, dictum_error *err)
{
    records in = {.source = source, .reading = reading};
    dictum_lines lines;
    bool goes_on = true;
    dictum_status status;

    dictum__id_set_init(&in.ids);
    dictum__document_init(&in.document);
    dictum__buf_init(&in.plain, DICTUM__TEXT_BYTES_MAX);
    dictum__buf_init(&in.lang, 64);
    dictum__buf_init(&in.complaint, 4096);
    dictum__buf_init(&in.date, 64);
    dictum__date_of_source(source, &in.date, &in.fallback);
    dictum__lines_init(&lines, source);
    status = read_lines(&in, &lines, &goes_on, err);
    if (status == DICTUM_OK && goes_on && in.good == 0) {
        if (in.bad > 0) {
            dictum__reading_end(reading, DICTUM__READ_PROBLEM, "none of its lines is a record");
        } else {
            dictum__reading_end(reading, DICTUM__READ_SKIPPED, "it is empty");
        }
    }
    clear_line(&in);
    dictum__lines_dispose(&lines);
    dictum__buf_dispose(&in.date);
    dictum__buf_dispose(&in.complaint);
    dictum__buf_dispose(&in.lang);
    dictum__buf_dispose(&in.plain);
    dictum__document_dispose(&in.document);
    dictum__id_set_dispose(&in.ids);
    return status;
}
