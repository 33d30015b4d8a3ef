/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables, which libcsv parses, to statements: one a row where the header line names the columns, else the table as one
 * text. Invariant: libcsv is fed a line at a time, so that the line on which a row begins is known. */
#include "indexer/read/csv.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <csv.h>
#include <jansson.h>

#include "indexer/read/flow.h"
#include "indexer/read/rows.h"

/* More columns than that has no table. */
#define COLUMNS_MAX 10000
/* libcsv's buffer grows by so many bytes. */
#define GROWTH_BYTES ((size_t)1 << 16)
/* The state of libcsv in which a quoted field has not been closed; its header does not name it. */
#define WITHIN_FIELD 2
/* The header line is looked for in so many bytes. */
#define HEADER_BYTES_MAX ((size_t)1 << 20)

/* ---- rows ---------------------------------------------------------------------------------------------------- */

/* A table that is being parsed, and its row at hand. */
typedef struct table {
    struct csv_parser parser;
    dictum_slice text;
    size_t at;
    uint64_t line;     /* of the text that has been fed */
    uint64_t row_line; /* on which the row begins */
    dictum_buf cells;  /* of the row, one after the other */
    size_t *ends;      /* where each ends in them; COLUMNS_MAX of them */
    size_t count;      /* how many cells the row has, also where these are more */
    bool complete;
    bool open_quote; /* the last row ends within quotation marks */
} table;

static void add_cell(void *data, size_t len, void *context)
{
    table *in = context;

    if (in->count < COLUMNS_MAX) {
        dictum__buf_append(&in->cells, data == NULL ? "" : data, data == NULL ? 0 : len);
        in->ends[in->count] = in->cells.len;
    }
    in->count++;
}

static void end_row(int end, void *context)
{
    table *in = context;

    (void)end;
    in->complete = true;
}

static dictum_status table_open(table *in, dictum_slice text, uint64_t line, char separator, dictum_error *err)
{
    *in = (table){.text = text, .line = line};
    if (csv_init(&in->parser, 0) != 0) {
        return dictum__nomem(err);
    }
    csv_set_delim(&in->parser, (unsigned char)separator);
    csv_set_blk_size(&in->parser, GROWTH_BYTES);
    dictum__buf_init(&in->cells, DICTUM__TEXT_BYTES_MAX);
    in->ends = calloc(COLUMNS_MAX, sizeof(*in->ends));
    return in->ends == NULL ? dictum__nomem(err) : DICTUM_OK;
}

static void table_close(table *in)
{
    csv_free(&in->parser);
    dictum__buf_dispose(&in->cells);
    free(in->ends);
    in->ends = NULL;
}

static dictum_slice cell(const table *in, size_t n)
{
    size_t start = n == 0 ? 0 : in->ends[n - 1];

    return n < in->count && n < COLUMNS_MAX && in->cells.data != NULL
               ? (dictum_slice){in->cells.data + start, in->ends[n] - start}
               : (dictum_slice){"", 0};
}

/* Feeds the next line. */
static bool feed(table *in)
{
    const char *start = in->text.data + in->at;
    const char *end = memchr(start, '\n', in->text.len - in->at);
    size_t len = end == NULL ? in->text.len - in->at : (size_t)(end - start) + 1;

    in->at += len;
    in->line++;
    return csv_parse(&in->parser, start, len, add_cell, end_row, in) == len;
}

/* The next row that is not an empty line; *given is false where there is none. */
static dictum_status next_row(table *in, bool *given, dictum_error *err)
{
    in->count = 0;
    in->complete = false;
    in->row_line = in->line + 1;
    dictum__buf_clear(&in->cells);
    while (!in->complete && in->at < in->text.len) {
        bool empty = in->text.data[in->at] == '\n' && in->row_line == in->line + 1;
        if (!feed(in)) {
            return dictum__nomem(err);
        }
        in->row_line += empty;
    }
    in->open_quote = !in->complete && in->parser.quoted != 0 && in->parser.pstate == WITHIN_FIELD;
    if (!in->complete && csv_fini(&in->parser, add_cell, end_row, in) != 0) {
        return dictum__nomem(err);
    }
    *given = in->complete;
    return dictum__buf_status(&in->cells) == DICTUM_NOMEM ? dictum__nomem(err) : DICTUM_OK;
}

/* ---- the header line ----------------------------------------------------------------------------------------- */

/* Which column is which field; other columns have a name. */
typedef struct header {
    size_t count;
    size_t fields[DICTUM__ROW_FIELDS]; /* SIZE_MAX where there is none */
    json_t *names;                     /* an array: of each column, unique; null of one that is a field */
} header;

/* What columns are called, the field's own name first: it counts before the others. */
static const char *const column_names[DICTUM__ROW_FIELDS][6] = {
    [DICTUM__ROW_ID] = {"id"},
    [DICTUM__ROW_TITLE] = {"title", "headline", "subject"},
    [DICTUM__ROW_DATE] = {"date", "published"},
    [DICTUM__ROW_SPEAKER] = {"speaker", "author"},
    [DICTUM__ROW_SOURCE] = {"source", "organisation", "organization", "publisher"},
    [DICTUM__ROW_LANG] = {"lang", "language"},
    [DICTUM__ROW_URL] = {"url", "link"},
    [DICTUM__ROW_TEXT] = {"text", "body", "content", "statement"},
};

static size_t find_column(const table *in, const char *name)
{
    for (size_t i = 0; i < in->count && i < COLUMNS_MAX; i++) {
        if (dictum__is_word(dictum__trimmed(cell(in, i)), name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void find_fields(const table *in, size_t fields[DICTUM__ROW_FIELDS])
{
    for (size_t field = 0; field < DICTUM__ROW_FIELDS; field++) {
        fields[field] = SIZE_MAX;
        for (size_t i = 0; i < 6 && column_names[field][i] != NULL && fields[field] == SIZE_MAX; i++) {
            fields[field] = find_column(in, column_names[field][i]);
        }
    }
}

/* Reads the first row of `text` with each of the candidates, and finds the separator that shows a column of texts,
 * else the one that makes the most columns; the first where nothing tells. */
static dictum_status find_separator(dictum_slice text, const char *candidates, char *separator, bool *has_text,
                                    dictum_error *err)
{
    size_t most = 0;

    *separator = candidates[0];
    *has_text = false;
    text.len = text.len < HEADER_BYTES_MAX ? text.len : HEADER_BYTES_MAX;
    for (; *candidates != '\0'; candidates++) {
        size_t fields[DICTUM__ROW_FIELDS];
        bool given = false, names_text;
        table first;
        dictum_status status = table_open(&first, text, 0, *candidates, err);
        if (status == DICTUM_OK) {
            status = next_row(&first, &given, err);
        }
        if (status == DICTUM_OK && given) {
            find_fields(&first, fields);
            names_text = fields[DICTUM__ROW_TEXT] != SIZE_MAX;
            if ((names_text && !*has_text) || (names_text == *has_text && first.count > most)) {
                *separator = *candidates;
                *has_text = names_text;
                most = first.count;
            }
        }
        table_close(&first);
        if (status != DICTUM_OK) {
            return status;
        }
    }
    return DICTUM_OK;
}

static bool is_field(const header *columns, size_t column)
{
    for (size_t field = 0; field < DICTUM__ROW_FIELDS; field++) {
        if (columns->fields[field] == column) {
            return true;
        }
    }
    return false;
}

/* Names the columns that are no fields: as the header line does; one without a name, or with the same as another, by
 * its number. */
static dictum_status name_columns(const table *in, header *out, dictum_error *err)
{
    json_t *seen = json_object();
    bool failed = seen == NULL || out->names == NULL;

    for (size_t i = 0; !failed && i < out->count; i++) {
        dictum_slice given = dictum__trimmed(cell(in, i));
        dictum_buf name;
        dictum__buf_init(&name, DICTUM__TEXT_BYTES_MAX + 64);
        dictum__append_one_line(&name, given);
        if (is_field(out, i)) {
            failed = json_array_append_new(out->names, json_null()) != 0;
        } else {
            bool known = name.len == 0 || json_object_get(seen, name.data) != NULL;
            for (size_t field = 0; !known && field < DICTUM__ROW_FIELDS; field++) {
                known = strcmp(name.data, dictum__row_field_names[field]) == 0;
            }
            if (known) {
                dictum__buf_appendf(&name, "%scolumn %zu", name.len == 0 ? "" : " ", i + 1);
            }
            failed = dictum__buf_status(&name) != DICTUM_OK || name.data == NULL ||
                     json_object_set_new(seen, name.data, json_true()) != 0 ||
                     json_array_append_new(out->names, json_string(name.data)) != 0;
        }
        dictum__buf_dispose(&name);
    }
    json_decref(seen);
    return failed ? dictum__nomem(err) : DICTUM_OK;
}

static dictum_status take_header(table *in, header *out, dictum_error *err)
{
    bool given;
    dictum_status status = next_row(in, &given, err);

    if (status != DICTUM_OK) {
        return status;
    }
    if (in->count > COLUMNS_MAX) {
        return dictum__fail(err, DICTUM_CORRUPT, "its header line names more than %d columns", COLUMNS_MAX);
    }
    out->count = in->count;
    find_fields(in, out->fields);
    return name_columns(in, out, err);
}

/* ---- statements ---------------------------------------------------------------------------------------------- */

static bool is_empty_row(const table *in)
{
    for (size_t i = 0; i < in->count && i < COLUMNS_MAX; i++) {
        if (dictum__trimmed(cell(in, i)).len > 0) {
            return false;
        }
    }
    return true;
}

/* The cells that are no field, as a JSON object to be given to free(), in *extra; NULL where all are empty. */
static dictum_status take_extra(const table *in, const header *columns, char **extra, dictum_error *err)
{
    json_t *object = json_object();
    bool failed = object == NULL;

    *extra = NULL;
    for (size_t i = 0; !failed && i < columns->count && i < in->count; i++) {
        const char *name = json_string_value(json_array_get(columns->names, i));
        dictum_slice value = cell(in, i);
        if (name != NULL && value.len > 0) {
            failed = json_object_set_new(object, name, json_stringn(value.data, value.len)) != 0;
        }
    }
    if (!failed && json_object_size(object) > 0) {
        *extra = json_dumps(object, JSON_COMPACT);
        failed = *extra == NULL;
    }
    json_decref(object);
    return failed ? dictum__nomem(err) : DICTUM_OK;
}

/* Says what is wrong with a row of which a statement comes all the same. */
static dictum_status check_row(dictum_rows *rows, const table *in, const header *columns, dictum_error *err)
{
    if (in->open_quote) {
        return dictum__rows_complain(rows, err,
                                     "a quotation mark in it is not closed: all that follows is taken for it");
    }
    for (size_t i = columns->count; i < in->count && i < COLUMNS_MAX; i++) {
        if (dictum__trimmed(cell(in, i)).len > 0) {
            return dictum__rows_complain(rows, err,
                                         "it has %zu cells where the header line has %zu: the others are left out",
                                         in->count, columns->count);
        }
    }
    return DICTUM_OK;
}

static dictum_status take_row(dictum_rows *rows, const table *in, const header *columns, dictum_error *err)
{
    dictum_row row = {.date_known = DICTUM__DATE_STATED};
    char *extra = NULL;
    dictum_status status;

    if (is_empty_row(in)) {
        return DICTUM_OK;
    }
    rows->line = in->row_line;
    for (size_t field = 0; field < DICTUM__ROW_FIELDS; field++) {
        dictum_slice value =
            columns->fields[field] == SIZE_MAX ? (dictum_slice){"", 0} : cell(in, columns->fields[field]);
        if (field == DICTUM__ROW_TEXT || dictum__trimmed(value).len > 0) {
            row.fields[field] = field == DICTUM__ROW_ID ? dictum__trimmed(value) : value;
        }
    }
    status = check_row(rows, in, columns, err);
    if (status == DICTUM_OK) {
        status = take_extra(in, columns, &extra, err);
    }
    if (status == DICTUM_OK) {
        row.extra = dictum__slice(extra);
        status = dictum__rows_take(rows, &row, err);
    }
    free(extra);
    return status;
}

static dictum_status read_rows(dictum_rows *rows, table *in, dictum_error *err)
{
    header columns = {.names = json_array()};
    bool given = true;
    dictum_status status = take_header(in, &columns, err);

    while (status == DICTUM_OK && given) {
        status = next_row(in, &given, err);
        if (status == DICTUM_OK && given) {
            status = take_row(rows, in, &columns, err);
        }
        given = given && !dictum__rows_hopeless(rows, "rows of the table that its header line announces");
    }
    json_decref(columns.names);
    if (status == DICTUM_OK && rows->good == 0 && *rows->reading->outcome == DICTUM__READ_DONE) {
        dictum__reading_end(rows->reading, rows->bad > 0 ? DICTUM__READ_PROBLEM : DICTUM__READ_SKIPPED, "%s",
                            rows->bad > 0 ? "none of its rows is a statement" : "it is a table without rows");
    }
    return status;
}

/* The table as one text: its rows are lines, its cells divided by tabs. */
static dictum_status read_whole(dictum_source *source, table *in, const dictum_reading *reading, dictum_error *err)
{
    dictum_document document;
    dictum_flow flow;
    bool given = true;
    dictum_status status = DICTUM_OK;

    dictum__document_init(&document);
    dictum__flow_init(&flow, &document.text);
    while (status == DICTUM_OK && given) {
        status = next_row(in, &given, err);
        for (size_t i = 0; status == DICTUM_OK && i < in->count && i < COLUMNS_MAX; i++) {
            dictum__flow_border(&flow, i == 0 ? DICTUM__BORDER_LINE : DICTUM__BORDER_CELL);
            dictum__flow_text(&flow, cell(in, i));
        }
    }
    dictum__flow_end(&flow);
    if (status == DICTUM_OK) {
        status = dictum__document_status(&document, err);
    }
    if (status == DICTUM_OK && document.text.len == 0) {
        dictum__reading_end(reading, DICTUM__READ_SKIPPED, "it is empty");
    } else if (status == DICTUM_OK) {
        status = dictum__deliver(source, 0, &document, "csv", reading, err);
    }
    dictum__document_dispose(&document);
    return status;
}

/* A first line "sep=;", as spreadsheets write it, names the separator. */
static bool take_separator_line(dictum_slice *text, char *separator)
{
    if (text->len < 6 || dictum__find_word((dictum_slice){text->data, 4}, 0, "sep=") != 0 || text->data[5] != '\n' ||
        text->data[4] == '"') {
        return false;
    }
    *separator = text->data[4];
    *text = (dictum_slice){text->data + 6, text->len - 6};
    return true;
}

dictum_status dictum__read_csv(dictum_source *source, dictum_slice text, const dictum_reading *reading,
                               dictum_error *err)
{
    char candidates[] = ",;\t|", separator;
    bool is_named = take_separator_line(&text, candidates), has_text;
    table in;
    dictum_status status;

    candidates[1] = is_named ? '\0' : candidates[1];
    status = find_separator(text, candidates, &separator, &has_text, err);
    if (status != DICTUM_OK) {
        return status;
    }
    status = table_open(&in, text, is_named ? 1 : 0, separator, err);
    if (status == DICTUM_OK && has_text) {
        dictum_rows rows;
        dictum__rows_init(&rows, source, "csv", reading);
        status = read_rows(&rows, &in, err);
        dictum__rows_dispose(&rows);
    } else if (status == DICTUM_OK) {
        status = read_whole(source, &in, reading, err);
    }
    table_close(&in);
    return status;
}
