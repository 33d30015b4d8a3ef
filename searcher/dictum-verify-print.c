/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Output of dictum-verify. Text that came from documents never reaches a terminal with its control characters, nor a
 * page with its markup. */
#include "searcher/dictum-verify-print.h"

#include <inttypes.h>
#include <string.h>

#include "lib/program/terminal.h"
#include "searcher/dictum-common.h"

#define BOLD "\033[1m"
#define FAINT "\033[2m"
#define GREEN "\033[1;32m"
#define YELLOW "\033[1;33m"
#define RED "\033[1;31m"
#define PLAIN "\033[0m"

static dictum_slice part(const char *text, size_t start, size_t end)
{
    return (dictum_slice){text + start, end > start ? end - start : 0};
}

/* ---- for people -------------------------------------------------------------------------------------------------- */

static void style(dictum_reporter *r, const char *code)
{
    if (r->colour)
        dictum__buf_append_str(&r->out, code);
}

static void plain(dictum_reporter *r, dictum_slice text)
{
    dictum__terminal_append(&r->out, text, false);
}

static void styled(dictum_reporter *r, const char *code, dictum_slice text)
{
    style(r, code);
    plain(r, text);
    style(r, PLAIN);
}

static const char *colour_of(dictum_verdict verdict)
{
    if (dictum_verdict_is_true(verdict))
        return GREEN;
    return verdict == DICTUM_ALTERED ? RED : YELLOW;
}

/* The verdict in capitals, its column filled. */
static void print_verdict(dictum_reporter *r, dictum_verdict verdict)
{
    const char *name = dictum_verdict_name(verdict);
    style(r, colour_of(verdict));
    for (const char *c = name; *c != '\0'; c++)
        dictum__buf_append_char(&r->out, (char)(*c - ('a' - 'A')));
    style(r, PLAIN);
    for (size_t i = strlen(name); i < 13; i++)
        dictum__buf_append_char(&r->out, ' ');
}

static void print_origin(dictum_reporter *r, const dictum_source_match *match)
{
    const dictum_statement *s = match->statement;
    const dictum_text parts[] = {s->speaker, s->title, s->source, s->date, s->path.bytes > 0 ? s->path : s->id};
    bool first = true;
    dictum__buf_append_str(&r->out, "  ");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].bytes == 0)
            continue;
        dictum__buf_append_str(&r->out, first ? "" : " · ");
        styled(r, i == 1 ? BOLD : FAINT, dictum__text_slice(parts[i]));
        first = false;
    }
    if (match->page > 0)
        dictum__buf_appendf(&r->out, " · page %" PRIu64, match->page);
    dictum__buf_append_char(&r->out, '\n');
}

/* The quotation with what it has instead of the archive's words: [-archive-]{+quotation+}, as wdiff does it. */
static void print_diff(dictum_reporter *r, const char *quotation, const dictum_source_match *match)
{
    size_t at = 0;
    dictum__buf_append_str(&r->out, "    ");
    for (size_t i = 0; i < match->change_count; i++) {
        const dictum_change *change = &match->changes[i];
        if (change->change == DICTUM_CHANGE_SPEAKER || change->quotation_range.start < at)
            continue;
        plain(r, part(quotation, at, change->quotation_range.start));
        if (change->archive.bytes > 0) {
            style(r, GREEN);
            dictum__buf_append_str(&r->out, "[-");
            plain(r, dictum__text_slice(change->archive));
            dictum__buf_append_str(&r->out, "-]");
            style(r, PLAIN);
        }
        if (change->quotation.bytes > 0) {
            style(r, RED);
            dictum__buf_append_str(&r->out, "{+");
            plain(r, dictum__text_slice(change->quotation));
            dictum__buf_append_str(&r->out, "+}");
            style(r, PLAIN);
        } else {
            dictum__buf_append_char(&r->out, ' ');
        }
        at = change->quotation_range.end;
    }
    plain(r, part(quotation, at, strlen(quotation)));
    dictum__buf_append_char(&r->out, '\n');
}

static void print_sides(dictum_reporter *r, dictum_text quotation, dictum_text archive)
{
    if (quotation.bytes > 0 && archive.bytes > 0) {
        dictum__buf_append_str(&r->out, "“");
        plain(r, dictum__text_slice(quotation));
        dictum__buf_append_str(&r->out, "” for “");
        plain(r, dictum__text_slice(archive));
    } else {
        dictum__buf_append_str(&r->out, quotation.bytes > 0 ? "added “" : "left out “");
        plain(r, dictum__text_slice(quotation.bytes > 0 ? quotation : archive));
    }
    dictum__buf_append_str(&r->out, "”\n");
}

static void print_changes(dictum_reporter *r, const dictum_source_match *match)
{
    for (size_t i = 0; i < match->change_count; i++) {
        const dictum_change *change = &match->changes[i];
        dictum__buf_append_str(&r->out, "    ");
        styled(r, BOLD, dictum__slice(dictum_change_class_name(change->change)));
        dictum__buf_append_str(&r->out, ": ");
        print_sides(r, change->quotation, change->archive);
    }
    for (size_t i = 0; i < match->elision_count; i++) {
        dictum__buf_append_str(&r->out, "    the ellipsis leaves out “");
        plain(r, dictum__text_slice(match->elisions[i].archive));
        dictum__buf_append_str(&r->out, "”\n");
    }
    for (size_t i = 0; i < match->insertion_count; i++) {
        dictum__buf_append_str(&r->out, "    in brackets: ");
        print_sides(r, match->insertions[i].quotation, match->insertions[i].archive);
    }
}

/* The passage in its sentence, between the sentences round it. */
static void print_context(dictum_reporter *r, const dictum_source_match *match)
{
    size_t start = match->range.start - match->sentence_range.start,
           end = match->range.end - match->sentence_range.start;
    dictum__buf_append_str(&r->out, "    ");
    if (match->before.bytes > 0) {
        styled(r, FAINT, dictum__text_slice(match->before));
        dictum__buf_append_char(&r->out, ' ');
    }
    plain(r, part(match->sentence.text, 0, start));
    styled(r, colour_of(match->verdict), part(match->sentence.text, start, end));
    plain(r, part(match->sentence.text, end, match->sentence.bytes));
    if (match->after.bytes > 0) {
        dictum__buf_append_char(&r->out, ' ');
        styled(r, FAINT, dictum__text_slice(match->after));
    }
    dictum__buf_append_char(&r->out, '\n');
}

static void print_warning(dictum_reporter *r, const char *text)
{
    styled(r, YELLOW, DICTUM_SLICE("    warning: "));
    plain(r, dictum__slice(text));
    dictum__buf_append_char(&r->out, '\n');
}

static void print_match(dictum_reporter *r, const dictum_checked *checked, const dictum_source_match *match)
{
    print_origin(r, match);
    if (!dictum_verdict_is_true(match->verdict) && match->change_count > 0 &&
        match->changes[0].change != DICTUM_CHANGE_SPEAKER)
        print_diff(r, checked->quotation, match);
    print_changes(r, match);
    print_context(r, match);
    for (size_t i = 0; i < match->warning_count; i++)
        print_warning(r, match->warnings[i]);
    if (match->like_count > 0)
        dictum__buf_appendf(&r->out, "    and %zu with the same text\n", match->like_count);
}

static void print_searched(dictum_reporter *r, const dictum_verification *v)
{
    const char *from, *to;
    uint64_t statements = dictum_verification_searched(v, &from, &to);
    dictum__buf_appendf(&r->out, "  searched: %" PRIu64 " statement%s", statements, statements == 1 ? "" : "s");
    if (from != NULL && to != NULL)
        dictum__buf_appendf(&r->out, " from %s to %s", from, to);
    dictum__buf_append_char(&r->out, '\n');
}

static void print_people(dictum_reporter *r, const dictum_checked *checked, const dictum_verification *v)
{
    dictum_verdict verdict = dictum_verification_verdict(v);
    size_t matches = dictum_verification_match_count(v);
    size_t told = 0;
    for (size_t i = 0; i <= DICTUM_ABSENT; i++)
        told += r->verdicts[i];
    dictum__buf_append_str(&r->out, told > 0 ? "\n" : "");
    print_verdict(r, verdict);
    dictum__buf_append_str(&r->out, "“");
    plain(r, dictum__slice(checked->quotation));
    dictum__buf_append_str(&r->out, "”");
    if (checked->speaker != NULL) {
        dictum__buf_append_str(&r->out, " — ");
        plain(r, dictum__slice(checked->speaker));
    }
    dictum__buf_append_char(&r->out, '\n');
    for (size_t i = 0; i < dictum_verification_warning_count(v); i++)
        print_warning(r, dictum_verification_warning(v, i));
    if (verdict == DICTUM_ABSENT && matches > 0)
        dictum__buf_append_str(&r->out, "  the nearest passage:\n");
    for (size_t i = 0; i < matches; i++)
        print_match(r, checked, dictum_verification_match(v, i));
    if (dictum_verdict_is_true(verdict) && dictum_verification_found_count(v) > matches)
        dictum__buf_appendf(&r->out, "  %" PRIu64 " statements have these words in a row\n",
                            dictum_verification_found_count(v));
    if (!dictum_verdict_is_true(verdict))
        print_searched(r, v);
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void uint_member(dictum_json *json, const char *key, uint64_t value)
{
    dictum__json_key(json, key);
    dictum__json_uint(json, value);
}

static void changes_member(dictum_json *json, const char *key, const dictum_change *changes, size_t count, bool classed)
{
    dictum__json_key(json, key);
    dictum__json_array(json);
    for (size_t i = 0; i < count; i++) {
        dictum__json_object(json);
        if (classed) {
            dictum__json_key(json, "class");
            dictum__json_cstring(json, dictum_change_class_name(changes[i].change));
        }
        dictum__text_member(json, "quotation", changes[i].quotation);
        dictum__text_member(json, "archive", changes[i].archive);
        uint_member(json, "quotation_byte_start", changes[i].quotation_range.start);
        uint_member(json, "quotation_byte_end", changes[i].quotation_range.end);
        uint_member(json, "byte_start", changes[i].archive_range.start);
        uint_member(json, "byte_end", changes[i].archive_range.end);
        dictum__json_object_end(json);
    }
    dictum__json_array_end(json);
}

static void json_match(dictum_json *json, const dictum_source_match *match)
{
    dictum__json_object(json);
    dictum__statement_members(json, match->statement);
    dictum__json_key(json, "verdict");
    dictum__json_cstring(json, dictum_verdict_name(match->verdict));
    dictum__json_key(json, "kept");
    dictum__json_double(json, match->kept, 4);
    dictum__text_member(json, "citation", match->citation);
    dictum__text_member(json, "link", match->link);
    dictum__text_member(json, "sentence", match->sentence);
    dictum__text_member(json, "before", match->before);
    dictum__text_member(json, "after", match->after);
    uint_member(json, "byte_start", match->range.start);
    uint_member(json, "byte_end", match->range.end);
    uint_member(json, "cp_start", match->cp_range.start);
    uint_member(json, "cp_end", match->cp_range.end);
    dictum__text_member(json, "exact", match->exact);
    dictum__text_member(json, "prefix", match->prefix);
    dictum__text_member(json, "suffix", match->suffix);
    if (match->page > 0)
        uint_member(json, "page", match->page);
    changes_member(json, "changes", match->changes, match->change_count, true);
    changes_member(json, "left_out", match->elisions, match->elision_count, false);
    changes_member(json, "inserted", match->insertions, match->insertion_count, false);
    dictum__json_key(json, "warnings");
    dictum__json_array(json);
    for (size_t i = 0; i < match->warning_count; i++)
        dictum__json_cstring(json, match->warnings[i]);
    dictum__json_array_end(json);
    dictum__json_key(json, "like");
    dictum__json_array(json);
    for (size_t i = 0; i < match->like_count; i++)
        dictum__json_string(json, dictum__text_slice(match->like[i]));
    dictum__json_array_end(json);
    dictum__json_object_end(json);
}

static void json_verdict(dictum_reporter *r, const dictum_checked *checked, const dictum_verification *v)
{
    dictum_json json;
    const char *from, *to;
    uint64_t statements = dictum_verification_searched(v, &from, &to);
    dictum__line_begin(&json, &r->out, "verdict");
    dictum__json_key(&json, "quotation");
    dictum__json_cstring(&json, checked->quotation);
    if (checked->in_article || checked->speaker != NULL) {
        dictum__json_key(&json, "attributed_to");
        dictum__json_cstring(&json, checked->speaker);
    }
    if (checked->in_article) {
        uint_member(&json, "article_byte_start", checked->article.start);
        uint_member(&json, "article_byte_end", checked->article.end);
    }
    dictum__json_key(&json, "verdict");
    dictum__json_cstring(&json, dictum_verdict_name(dictum_verification_verdict(v)));
    dictum__json_key(&json, "matches");
    dictum__json_array(&json);
    for (size_t i = 0; i < dictum_verification_match_count(v); i++)
        json_match(&json, dictum_verification_match(v, i));
    dictum__json_array_end(&json);
    uint_member(&json, "found", dictum_verification_found_count(v));
    dictum__json_key(&json, "warnings");
    dictum__json_array(&json);
    for (size_t i = 0; i < dictum_verification_warning_count(v); i++)
        dictum__json_cstring(&json, dictum_verification_warning(v, i));
    dictum__json_array_end(&json);
    dictum__json_key(&json, "searched");
    dictum__json_object(&json);
    uint_member(&json, "statements", statements);
    dictum__json_key(&json, "from");
    dictum__json_cstring(&json, from);
    dictum__json_key(&json, "to");
    dictum__json_cstring(&json, to);
    dictum__json_object_end(&json);
    dictum__line_end(&json);
}

/* ---- a page ------------------------------------------------------------------------------------------------------ */

static void html(dictum_reporter *r, dictum_slice text)
{
    dictum_buf safe;
    dictum__buf_init(&safe, SIZE_MAX / 2);
    dictum__terminal_append(&safe, text, true);
    for (size_t i = 0; i < safe.len; i++) {
        const char *escaped = safe.data[i] == '&'   ? "&amp;"
                              : safe.data[i] == '<' ? "&lt;"
                              : safe.data[i] == '>' ? "&gt;"
                              : safe.data[i] == '"' ? "&quot;"
                                                    : NULL;
        if (escaped != NULL)
            dictum__buf_append_str(&r->out, escaped);
        else
            dictum__buf_append_char(&r->out, safe.data[i]);
    }
    dictum__buf_dispose(&safe);
}

static void element(dictum_reporter *r, const char *open, dictum_slice text, const char *close)
{
    dictum__buf_append_str(&r->out, open);
    html(r, text);
    dictum__buf_append_str(&r->out, close);
}

static void html_begin(dictum_reporter *r, const char *title)
{
    dictum__buf_append_str(&r->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                                    "<meta name=\"viewport\" content=\"width=device-width\">\n");
    element(r, "<title>", dictum__slice(title), "</title>\n");
    dictum__buf_append_str(
        &r->out,
        "<style>\n"
        ":root { color-scheme: light dark; --true: #17692f; --altered: #b3181f; --absent: #7a5600; }\n"
        "@media (prefers-color-scheme: dark) { :root { --true: #7bd897; --altered: #ff9a9a; --absent: #f0c060; } }\n"
        "body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }\n"
        "article { border-top: 1px solid; padding: 1rem 0; }\n"
        "h2 { font-size: 1rem; margin: 0; } blockquote { font-size: 1.1rem; margin: .5rem 0 1rem; }\n"
        ".true { color: var(--true); } .altered { color: var(--altered); } .absent { color: var(--absent); }\n"
        "ins { color: var(--altered); } del { color: var(--true); } mark { background: none; color: inherit; "
        "text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; }\n"
        ".origin, .searched { font-size: .9rem; } .warning::before { content: \"\\26A0\\00A0\"; }\n"
        "@media print { body { margin: 0; max-width: none; } article { break-inside: avoid; } }\n"
        "</style>\n</head>\n<body>\n");
    element(r, "<h1>", dictum__slice(title), "</h1>\n");
}

static const char *class_of(dictum_verdict verdict)
{
    return dictum_verdict_is_true(verdict) ? "true" : verdict == DICTUM_ALTERED ? "altered" : "absent";
}

static void html_diff(dictum_reporter *r, const char *quotation, const dictum_source_match *match)
{
    size_t at = 0;
    dictum__buf_append_str(&r->out, "<p class=\"diff\">");
    for (size_t i = 0; i < match->change_count; i++) {
        const dictum_change *change = &match->changes[i];
        if (change->change == DICTUM_CHANGE_SPEAKER || change->quotation_range.start < at)
            continue;
        html(r, part(quotation, at, change->quotation_range.start));
        if (change->archive.bytes > 0)
            element(r, "<del>", dictum__text_slice(change->archive), "</del> ");
        if (change->quotation.bytes > 0)
            element(r, "<ins>", dictum__text_slice(change->quotation), "</ins>");
        at = change->quotation_range.end;
    }
    html(r, part(quotation, at, strlen(quotation)));
    dictum__buf_append_str(&r->out, "</p>\n");
}

static void html_change(dictum_reporter *r, const char *name, const dictum_change *change)
{
    element(r, "<li><strong>", dictum__slice(name), "</strong>: ");
    if (change->quotation.bytes > 0 && change->archive.bytes > 0) {
        element(r, "“<ins>", dictum__text_slice(change->quotation), "</ins>” for ");
        element(r, "“<del>", dictum__text_slice(change->archive), "</del>”");
    } else if (change->quotation.bytes > 0) {
        element(r, "added “<ins>", dictum__text_slice(change->quotation), "</ins>”");
    } else {
        element(r, "left out “<del>", dictum__text_slice(change->archive), "</del>”");
    }
    dictum__buf_append_str(&r->out, "</li>\n");
}

static void html_changes(dictum_reporter *r, const dictum_source_match *match)
{
    if (match->change_count + match->elision_count + match->insertion_count == 0)
        return;
    dictum__buf_append_str(&r->out, "<ul>\n");
    for (size_t i = 0; i < match->change_count; i++)
        html_change(r, dictum_change_class_name(match->changes[i].change), &match->changes[i]);
    for (size_t i = 0; i < match->elision_count; i++)
        html_change(r, "ellipsis", &match->elisions[i]);
    for (size_t i = 0; i < match->insertion_count; i++)
        html_change(r, "brackets", &match->insertions[i]);
    dictum__buf_append_str(&r->out, "</ul>\n");
}

static void html_match(dictum_reporter *r, const dictum_checked *checked, const dictum_source_match *match)
{
    size_t start = match->range.start - match->sentence_range.start,
           end = match->range.end - match->sentence_range.start;
    const char *lang = match->statement->lang.bytes > 0 ? match->statement->lang.text : "und";
    if (match->link.bytes > 0) {
        element(r, "<p class=\"origin\"><a href=\"", dictum__text_slice(match->link), "\">");
        element(r, "", dictum__text_slice(match->citation), "</a></p>\n");
    } else {
        element(r, "<p class=\"origin\">", dictum__text_slice(match->citation), "</p>\n");
    }
    if (!dictum_verdict_is_true(match->verdict))
        html_diff(r, checked->quotation, match);
    html_changes(r, match);
    element(r, "<p lang=\"", dictum__slice(lang), "\" dir=\"auto\">");
    element(r, "<small>", dictum__text_slice(match->before), "</small> ");
    html(r, part(match->sentence.text, 0, start));
    element(r, "<mark>", part(match->sentence.text, start, end), "</mark>");
    html(r, part(match->sentence.text, end, match->sentence.bytes));
    element(r, " <small>", dictum__text_slice(match->after), "</small></p>\n");
    for (size_t i = 0; i < match->warning_count; i++)
        element(r, "<p class=\"warning\">", dictum__slice(match->warnings[i]), "</p>\n");
}

static void html_verdict(dictum_reporter *r, const dictum_checked *checked, const dictum_verification *v)
{
    dictum_verdict verdict = dictum_verification_verdict(v);
    const char *from, *to;
    uint64_t statements = dictum_verification_searched(v, &from, &to);
    dictum__buf_appendf(&r->out, "<article>\n<h2 class=\"%s\">%s</h2>\n", class_of(verdict),
                        dictum_verdict_name(verdict));
    element(r, "<blockquote dir=\"auto\">“", dictum__slice(checked->quotation), "”");
    if (checked->speaker != NULL)
        element(r, " — <cite>", dictum__slice(checked->speaker), "</cite>");
    dictum__buf_append_str(&r->out, "</blockquote>\n");
    for (size_t i = 0; i < dictum_verification_warning_count(v); i++)
        element(r, "<p class=\"warning\">", dictum__slice(dictum_verification_warning(v, i)), "</p>\n");
    if (verdict == DICTUM_ABSENT && dictum_verification_match_count(v) > 0)
        dictum__buf_append_str(&r->out, "<p>The nearest passage:</p>\n");
    for (size_t i = 0; i < dictum_verification_match_count(v); i++)
        html_match(r, checked, dictum_verification_match(v, i));
    dictum__buf_appendf(&r->out, "<p class=\"searched\">Searched: %" PRIu64 " statements", statements);
    if (from != NULL && to != NULL)
        dictum__buf_appendf(&r->out, " from %s to %s", from, to);
    dictum__buf_append_str(&r->out, ".</p>\n</article>\n");
}

/* ---- either ------------------------------------------------------------------------------------------------------ */

void dictum__report_begin(dictum_reporter *r, const char *title)
{
    if (r->format == DICTUM__REPORT_HTML)
        html_begin(r, title);
}

void dictum__report_verdict(dictum_reporter *r, const dictum_checked *checked, const dictum_verification *v)
{
    if (r->format == DICTUM__REPORT_JSON)
        json_verdict(r, checked, v);
    else if (r->format == DICTUM__REPORT_HTML)
        html_verdict(r, checked, v);
    else
        print_people(r, checked, v);
    r->verdicts[dictum_verification_verdict(v)]++;
}

void dictum__report_end(dictum_reporter *r)
{
    size_t told = 0;
    bool first = true;
    for (size_t i = 0; i <= DICTUM_ABSENT; i++)
        told += r->verdicts[i];
    if (r->format != DICTUM__REPORT_JSON && told > 1) {
        dictum__buf_appendf(&r->out, "%s%zu quotations: ", r->format == DICTUM__REPORT_HTML ? "<p>" : "\n", told);
        for (size_t i = 0; i <= DICTUM_ABSENT; i++) {
            if (r->verdicts[i] == 0)
                continue;
            dictum__buf_appendf(&r->out, "%s%zu %s", first ? "" : ", ", r->verdicts[i],
                                dictum_verdict_name((dictum_verdict)i));
            first = false;
        }
        dictum__buf_append_str(&r->out, r->format == DICTUM__REPORT_HTML ? "</p>\n" : "\n");
    }
    if (r->format == DICTUM__REPORT_HTML)
        dictum__buf_append_str(&r->out, "</body>\n</html>\n");
}

void dictum__report_error(dictum_reporter *r, const dictum_error *error, size_t line)
{
    if (r->format == DICTUM__REPORT_JSON)
        dictum__error_line(&r->out, error, line);
}
