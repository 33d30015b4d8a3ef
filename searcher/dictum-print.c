/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Output. Text that came from documents never reaches a terminal with its control characters. */
#include "searcher/dictum-print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/program/terminal.h"
#include "searcher/dictum-common.h"

#define BOLD "\033[1m"
#define FAINT "\033[2m"
#define MARKED "\033[1;31m"
#define PLAIN "\033[0m"

static void style(dictum_printer *printer, const char *code)
{
    if (printer->colour)
        dictum__buf_append_str(&printer->out, code);
}

/* Bytes [start, end) of a text, harmless; line breaks become spaces unless `lines`. */
static void plain(dictum_printer *printer, const char *text, size_t start, size_t end, bool lines)
{
    dictum__terminal_append(&printer->out, (dictum_slice){text + start, end - start}, lines);
}

static void marked(dictum_printer *printer, dictum_text text, const dictum_range *marks, size_t count,
                   const char *base_style)
{
    size_t at = 0;
    style(printer, base_style);
    for (size_t i = 0; i < count; i++) {
        plain(printer, text.text, at, marks[i].start, false);
        style(printer, MARKED);
        plain(printer, text.text, marks[i].start, marks[i].end, false);
        style(printer, PLAIN);
        style(printer, base_style);
        at = marks[i].end;
    }
    plain(printer, text.text, at, text.bytes, false);
    style(printer, PLAIN);
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

static dictum_text best_name(const dictum_statement *statement)
{
    if (statement->title.bytes > 0)
        return statement->title;
    return statement->path.bytes > 0 ? statement->path : statement->id;
}

static void print_origin(dictum_printer *printer, const dictum_statement *statement)
{
    dictum_buf *out = &printer->out;
    const dictum_text parts[] = {statement->date, statement->speaker, statement->source,
                                 statement->path.bytes > 0 ? statement->path : statement->id};
    bool first = true;
    style(printer, FAINT);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].bytes == 0)
            continue;
        dictum__buf_append_str(out, first ? "   " : " · ");
        plain(printer, parts[i].text, 0, parts[i].bytes, false);
        if (i == 0 && statement->date_known == DICTUM_DATE_FILE)
            dictum__buf_append_str(out, " (the file's)");
        first = false;
    }
    style(printer, PLAIN);
    dictum__buf_append_char(out, '\n');
}

static void print_page(dictum_printer *printer, uint64_t page)
{
    if (page == 0)
        return;
    style(printer, FAINT);
    dictum__buf_appendf(&printer->out, "  (page %" PRIu64 ")", page);
    style(printer, PLAIN);
}

static void print_hit(dictum_printer *printer, const dictum_hit *hit)
{
    dictum_buf *out = &printer->out;
    const dictum_statement *statement = hit->statement;
    bool titled = statement->title.bytes > 0;
    dictum__buf_appendf(out, "\n%" PRIu64 ". ", hit->rank);
    marked(printer, best_name(statement), hit->title_marks, titled ? hit->title_mark_count : 0, BOLD);
    dictum__buf_append_char(out, '\n');
    print_origin(printer, statement);
    for (size_t i = 0; i < hit->excerpt_count; i++) {
        const dictum_excerpt *excerpt = &hit->excerpts[i];
        size_t gap_from = i == 0 ? 0 : hit->excerpts[i - 1].end;
        bool gap = excerpt->start > gap_from + (i == 0 ? 0 : 2);
        dictum__buf_append_str(out, gap ? "   … " : "   ");
        marked(printer, excerpt->text, excerpt->marks, excerpt->mark_count, "");
        size_t goes_on_at = i + 1 < hit->excerpt_count ? hit->excerpts[i + 1].start : statement->text.bytes;
        dictum__buf_append_str(out, goes_on_at > excerpt->end + (i + 1 < hit->excerpt_count ? 2 : 0) ? " …" : "");
        print_page(printer, excerpt->page);
        dictum__buf_append_char(out, '\n');
    }
    if (hit->like_count > 0) {
        style(printer, FAINT);
        dictum__buf_appendf(out, "   and %zu like it", hit->like_count);
        style(printer, PLAIN);
        dictum__buf_append_char(out, '\n');
    }
}

/* So many values are shown to people, but all years. */
#define VALUES_SHOWN 10

static void print_facet(dictum_printer *printer, const dictum_result *result, dictum_facet facet)
{
    dictum_buf *out = &printer->out;
    size_t count = dictum_result_facet_value_count(result, facet), shown = count;
    if (count == 0)
        return;
    if (facet != DICTUM_FACET_YEAR && count > VALUES_SHOWN + 1)
        shown = VALUES_SHOWN;
    dictum__buf_appendf(out, "%s%s:", dictum_facet_name(facet),
                        dictum_result_facets_are_exact(result) ? "" : " (of a part)");
    for (size_t i = 0; i < shown; i++) {
        const dictum_facet_value *value = dictum_result_facet_value(result, facet, i);
        dictum__buf_append_str(out, i == 0 ? " " : ", ");
        if (value->value.text != NULL)
            plain(printer, value->value.text, 0, value->value.bytes, false);
        else
            dictum__buf_append_str(out, "none");
        dictum__buf_appendf(out, " (%" PRIu64 ")", value->count);
    }
    if (shown < count)
        dictum__buf_appendf(out, ", and %zu more", count - shown);
    dictum__buf_append_char(out, '\n');
}

static void print_people(dictum_printer *printer, const dictum_summary *summary)
{
    const dictum_result *result = summary->result;
    uint64_t matches = dictum_result_match_count(result);
    size_t hits = dictum_result_hit_count(result);
    if (matches == 0)
        return;
    const char *doubt = dictum_result_is_exact(result)      ? ""
                        : dictum_result_is_estimate(result) ? "about "
                                                            : "at least ";
    dictum__buf_appendf(&printer->out, "%s%" PRIu64 " statement%s for ", doubt, matches, matches == 1 ? "" : "s");
    dictum__terminal_append(&printer->out, dictum__slice(dictum_result_query(result)), false);
    if (hits > 0 && hits < matches)
        dictum__buf_appendf(&printer->out, " (showing %" PRIu64 " to %" PRIu64 ")", dictum_result_hit(result, 0)->rank,
                            dictum_result_hit(result, hits - 1)->rank);
    dictum__buf_append_char(&printer->out, '\n');
    for (unsigned i = 0; i < DICTUM_FACETS; i++)
        print_facet(printer, result, (dictum_facet)i);
    for (size_t i = 0; i < hits; i++)
        print_hit(printer, dictum_result_hit(result, i));
}

static void print_field(dictum_printer *printer, const char *name, dictum_text value)
{
    if (value.bytes == 0)
        return;
    dictum__buf_appendf(&printer->out, "%-9s", name);
    plain(printer, value.text, 0, value.bytes, false);
    dictum__buf_append_char(&printer->out, '\n');
}

static void print_whole(dictum_printer *printer, const dictum_statement *statement)
{
    print_field(printer, "Title:", statement->title);
    print_field(printer, "Date:", statement->date);
    print_field(printer, "Speaker:", statement->speaker);
    print_field(printer, "Source:", statement->source);
    print_field(printer, "Lang:", statement->lang);
    print_field(printer, "URL:", statement->url);
    print_field(printer, "Path:", statement->path);
    print_field(printer, "Id:", statement->id);
    print_field(printer, "Extra:", statement->extra);
    dictum__buf_append_char(&printer->out, '\n');
    plain(printer, statement->text.text, 0, statement->text.bytes, true);
    dictum__buf_append_char(&printer->out, '\n');
}

/* Where a hit is, and which it is. */
typedef struct place {
    dictum_slice path;
    size_t number;
} place;

static int by_path(const void *left, const void *right)
{
    const place *a = left, *b = right;
    int order = dictum__slice_compare(a->path, b->path);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static int by_number(const void *left, const void *right)
{
    const place *a = left, *b = right;
    return (a->number > b->number) - (a->number < b->number);
}

bool dictum__print_paths(dictum_printer *printer, const dictum_result *result, char end)
{
    size_t hits = dictum_result_hit_count(result), kept = 0;
    place *places = calloc(hits > 0 ? hits : 1, sizeof *places);
    if (places == NULL)
        return false;
    for (size_t i = 0; i < hits; i++) {
        const dictum_statement *statement = dictum_result_hit(result, i)->statement;
        places[i] = (place){dictum__text_slice(statement->path.bytes > 0 ? statement->path : statement->id), i};
    }
    qsort(places, hits, sizeof *places, by_path);
    for (size_t i = 0; i < hits; i++)
        if (kept == 0 || !dictum__slice_equal(places[i].path, places[kept - 1].path))
            places[kept++] = places[i];
    qsort(places, kept, sizeof *places, by_number);
    for (size_t i = 0; i < kept; i++) {
        if (end == '\0')
            dictum__buf_append_slice(&printer->out, places[i].path);
        else
            plain(printer, places[i].path.data, 0, places[i].path.len, false);
        dictum__buf_append_char(&printer->out, end);
    }
    free(places);
    return true;
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void statement_members(dictum_json *json, const dictum_statement *statement)
{
    dictum__statement_members(json, statement);
    dictum__text_member(json, "read_as", statement->type);
}

static void marks_member(dictum_json *json, const char *key, const dictum_range *marks, size_t count)
{
    dictum__json_key(json, key);
    dictum__json_array(json);
    for (size_t i = 0; i < count; i++) {
        dictum__json_array(json);
        dictum__json_uint(json, marks[i].start);
        dictum__json_uint(json, marks[i].end);
        dictum__json_array_end(json);
    }
    dictum__json_array_end(json);
}

static void json_hit(dictum_printer *printer, const dictum_hit *hit)
{
    dictum_json json;
    dictum__line_begin(&json, &printer->out, "hit");
    dictum__json_key(&json, "rank");
    dictum__json_uint(&json, hit->rank);
    statement_members(&json, hit->statement);
    dictum__json_key(&json, "score");
    dictum__json_double(&json, hit->score, 4);
    marks_member(&json, "title_marks", hit->title_marks, hit->title_mark_count);
    dictum__json_key(&json, "excerpts");
    dictum__json_array(&json);
    for (size_t i = 0; i < hit->excerpt_count; i++) {
        const dictum_excerpt *excerpt = &hit->excerpts[i];
        dictum__json_object(&json);
        dictum__text_member(&json, "text", excerpt->text);
        dictum__json_key(&json, "byte_start");
        dictum__json_uint(&json, excerpt->start);
        dictum__json_key(&json, "byte_end");
        dictum__json_uint(&json, excerpt->end);
        marks_member(&json, "marks", excerpt->marks, excerpt->mark_count);
        if (excerpt->page > 0) {
            dictum__json_key(&json, "page");
            dictum__json_uint(&json, excerpt->page);
        }
        dictum__json_object_end(&json);
    }
    dictum__json_array_end(&json);
    dictum__json_key(&json, "like");
    dictum__json_array(&json);
    for (size_t i = 0; i < hit->like_count; i++)
        dictum__json_string(&json, dictum__text_slice(hit->like[i]));
    dictum__json_array_end(&json);
    dictum__line_end(&json);
}

static void json_facet(dictum_printer *printer, const dictum_result *result, dictum_facet facet)
{
    dictum_json json;
    dictum__line_begin(&json, &printer->out, "facet");
    dictum__json_key(&json, "name");
    dictum__json_cstring(&json, dictum_facet_name(facet));
    dictum__json_key(&json, "exact");
    dictum__json_bool(&json, dictum_result_facets_are_exact(result));
    dictum__json_key(&json, "values");
    dictum__json_array(&json);
    for (size_t i = 0; i < dictum_result_facet_value_count(result, facet); i++) {
        const dictum_facet_value *value = dictum_result_facet_value(result, facet, i);
        dictum__json_object(&json);
        dictum__text_member(&json, "value", value->value);
        dictum__json_key(&json, "count");
        dictum__json_uint(&json, value->count);
        dictum__json_object_end(&json);
    }
    dictum__json_array_end(&json);
    dictum__line_end(&json);
}

static void print_json(dictum_printer *printer, const dictum_summary *summary)
{
    const dictum_result *result = summary->result;
    size_t hits = dictum_result_hit_count(result);
    dictum_json json;
    dictum__line_begin(&json, &printer->out, "summary");
    dictum__json_key(&json, "query");
    dictum__json_cstring(&json, dictum_result_query(result));
    dictum__json_key(&json, "matches");
    dictum__json_uint(&json, dictum_result_match_count(result));
    dictum__json_key(&json, "exact");
    dictum__json_bool(&json, dictum_result_is_exact(result));
    dictum__json_key(&json, "shown");
    dictum__json_uint(&json, hits);
    dictum__json_key(&json, "time_ms");
    dictum__json_double(&json, summary->time_ms, 3);
    dictum__json_key(&json, "suggestion");
    dictum__json_cstring(&json, dictum_result_suggestion(result));
    dictum__json_key(&json, "notes");
    dictum__json_array(&json);
    for (size_t i = 0; i < dictum_result_note_count(result); i++)
        dictum__json_cstring(&json, dictum_result_note(result, i));
    dictum__json_array_end(&json);
    dictum__line_end(&json);
    for (unsigned i = 0; i < DICTUM_FACETS; i++)
        if ((summary->facets & 1u << i) != 0)
            json_facet(printer, result, (dictum_facet)i);
    for (size_t i = 0; i < hits; i++)
        json_hit(printer, dictum_result_hit(result, i));
}

/* ---- either ------------------------------------------------------------------------------------------------------ */

void dictum__print_result(dictum_printer *printer, const dictum_summary *summary)
{
    if (printer->json)
        print_json(printer, summary);
    else
        print_people(printer, summary);
}

void dictum__print_statement(dictum_printer *printer, const dictum_statement *statement)
{
    dictum_json json;
    if (!printer->json) {
        print_whole(printer, statement);
        return;
    }
    dictum__line_begin(&json, &printer->out, "statement");
    statement_members(&json, statement);
    dictum__json_key(&json, "extra");
    dictum__json_raw(&json, dictum__text_slice(statement->extra));
    dictum__text_member(&json, "text", statement->text);
    dictum__line_end(&json);
}

void dictum__print_error(dictum_printer *printer, const dictum_error *error)
{
    if (printer->json)
        dictum__error_line(&printer->out, error, 0);
}
