/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What CommonMark lacks for statements: speakers in brackets, and tables. Invariant: no word is lost here. */
#include <string.h>

#include "indexer/read/markdown.h"

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           ((unsigned char)c & 0x80u) != 0;
}

/* Whether the word at `at` can be the address in a link's definition. */
static bool is_address(dictum_slice line, size_t at)
{
    for (size_t i = at; i < line.len && line.data[i] != ' ' && line.data[i] != '\t'; i++) {
        char c = line.data[i];
        if (c == '/' || c == '#' || c == '@' || c == ':' || c == '<' ||
            (c == '.' && i > at && i + 1 < line.len && is_letter_or_digit(line.data[i - 1]) &&
             is_letter_or_digit(line.data[i + 1]))) {
            return true;
        }
    }
    return false;
}

/* The place of the "[" of "[Name]: Word" in a line; line.len where there is none. */
static size_t find_speaker(dictum_slice line)
{
    size_t start = 0, at;

    while (start < 4 && start < line.len && line.data[start] == ' ') {
        start++;
    }
    if (start == 4 || start + 1 >= line.len || line.data[start] != '[') {
        return line.len;
    }
    at = start + 1;
    while (at < line.len && line.data[at] != ']' && line.data[at] != '[') {
        at++;
    }
    if (at + 1 >= line.len || line.data[at] != ']' || line.data[at + 1] != ':') {
        return line.len;
    }
    at += 2;
    while (at < line.len && (line.data[at] == ' ' || line.data[at] == '\t')) {
        at++;
    }
    return line.data[start + 1] == '^' || !is_address(line, at) ? start : line.len;
}

static bool is_fence(dictum_slice line)
{
    size_t at = 0;

    while (at < line.len && line.data[at] == ' ') {
        at++;
    }
    return line.len - at >= 3 && (memcmp(line.data + at, "```", 3) == 0 || memcmp(line.data + at, "~~~", 3) == 0);
}

void dictum__markdown_keep_speakers(dictum_slice markdown, dictum_buf *out)
{
    bool in_code = false;
    size_t at = 0;

    while (at < markdown.len) {
        const char *newline = memchr(markdown.data + at, '\n', markdown.len - at);
        size_t end = newline == NULL ? markdown.len : (size_t)(newline - markdown.data);
        dictum_slice line = {markdown.data + at, end - at};
        size_t bracket = line.len;

        if (is_fence(line)) {
            in_code = !in_code;
        } else if (!in_code) {
            bracket = find_speaker(line);
        }
        dictum__buf_append(out, line.data, bracket);
        if (bracket < line.len) {
            dictum__buf_append_char(out, '\\');
            dictum__buf_append(out, line.data + bracket, line.len - bracket);
        }
        if (newline != NULL) {
            dictum__buf_append_char(out, '\n');
        }
        at = end + 1;
    }
}

/* A row of hyphens such as "|---|:--:|". */
static bool is_delimiter_row(dictum_slice line)
{
    size_t bars = 0, hyphens = 0;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.data[i];
        if (c != '|' && c != '-' && c != ':' && c != ' ' && c != '\t') {
            return false;
        }
        bars += c == '|';
        hyphens += c == '-';
    }
    return bars > 0 && hyphens > 0;
}

static void append_row(dictum_buf *out, dictum_slice line)
{
    size_t at = 0;
    bool first = true;

    while (at < line.len) {
        const char *bar = memchr(line.data + at, '|', line.len - at);
        size_t end = bar == NULL ? line.len : (size_t)(bar - line.data);
        dictum_slice cell = dictum__trimmed((dictum_slice){line.data + at, end - at});
        if (cell.len > 0) {
            dictum__buf_append_str(out, first ? "" : "\t");
            dictum__buf_append_slice(out, cell);
            first = false;
        }
        at = end + 1;
    }
}

void dictum__markdown_table(dictum_buf *out, size_t from)
{
    dictum_slice text, second;
    dictum_buf table;
    const char *first_end, *second_end;

    while (from < out->len && out->data[from] == '\n') {
        from++;
    }
    text = (dictum_slice){out->data == NULL ? "" : out->data + from, out->len > from ? out->len - from : 0};
    first_end = memchr(text.data, '\n', text.len);
    if (first_end == NULL || memchr(text.data, '|', (size_t)(first_end - text.data)) == NULL) {
        return;
    }
    second = (dictum_slice){first_end + 1, text.len - (size_t)(first_end + 1 - text.data)};
    second_end = memchr(second.data, '\n', second.len);
    second.len = second_end == NULL ? second.len : (size_t)(second_end - second.data);
    if (!is_delimiter_row(second)) {
        return;
    }
    dictum__buf_init(&table, out->ceiling);
    append_row(&table, (dictum_slice){text.data, (size_t)(first_end - text.data)});
    for (size_t at = (size_t)(second.data - text.data) + second.len + 1; at < text.len;) {
        const char *end = memchr(text.data + at, '\n', text.len - at);
        size_t stop = end == NULL ? text.len : (size_t)(end - text.data);
        dictum__buf_append_str(&table, table.len > 0 ? "\n\n" : "");
        append_row(&table, (dictum_slice){text.data + at, stop - at});
        at = stop + 1;
    }
    dictum__buf_truncate(out, from);
    dictum__buf_append_slice(out, dictum__buf_slice(&table));
    if (dictum__buf_status(&table) != DICTUM_OK && out->failed == DICTUM_OK) {
        out->failed = table.failed;
    }
    dictum__buf_dispose(&table);
}
