/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the searcher's programs share. */
#ifndef DICTUM_SEARCHER_DICTUM_COMMON_H
#define DICTUM_SEARCHER_DICTUM_COMMON_H

#include <dictum/search.h>

#include "lib/program/json.h"
#include "lib/program/options.h"

/* Opens what was named, or the default index. The codes of dictum_index_open(). */
DICTUM_CHECK_RESULT dictum_status dictum__open_named(const char *const *locations, size_t count, dictum_index **index,
                                                     dictum_error *error);

/* The arguments from `first` on, joined by spaces; the caller frees them. NULL when memory ran out. */
char *dictum__join_words(int argc, char **argv, int first);

/* Writes to standard output; a reader that went away (head) is no error worth a word. */
bool dictum__write_out(const dictum_buf *out);

/* How to call the program, for one that was called bare, on standard error. */
void dictum__say_usage(const dictum_program *program);

/* A line of JSON output: its format and type; then members; then its end. */
void dictum__line_begin(dictum_json *json, dictum_buf *out, const char *type);
void dictum__line_end(dictum_json *json);
void dictum__text_member(dictum_json *json, const char *key, dictum_text value);
/* What every line has that names a statement. */
void dictum__statement_members(dictum_json *json, const dictum_statement *statement);
/* The last line when a program ends with status 2. `line` is that of a list, or 0. */
void dictum__error_line(dictum_buf *out, const dictum_error *error, size_t line);

static inline dictum_slice dictum__text_slice(dictum_text text)
{
    return (dictum_slice){text.text, text.bytes};
}

#endif
