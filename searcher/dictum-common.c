/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/dictum-common.h"

#include <errno.h>
#include <stdio.h>

dictum_status dictum__open_named(const char *const *locations, size_t count, dictum_index **index, dictum_error *error)
{
    dictum_buf standard;
    const char *only;
    dictum__buf_init(&standard, SIZE_MAX / 2);
    if (count == 0) {
        if (!dictum__program_default_index(&standard)) {
            *error = (dictum_error){.code = DICTUM_ARGUMENT, .offset_bytes = DICTUM_NO_OFFSET};
            snprintf(error->text, sizeof error->text, "no index is named, and there is no home for a default one");
            dictum__buf_dispose(&standard);
            return DICTUM_ARGUMENT;
        }
        only = standard.data;
        locations = &only;
        count = 1;
    }
    dictum_status status = dictum_index_open(locations, count, index, error);
    dictum__buf_dispose(&standard);
    return status;
}

char *dictum__join_words(int argc, char **argv, int first)
{
    dictum_buf words;
    dictum__buf_init(&words, SIZE_MAX / 2);
    for (int i = first; i < argc; i++) {
        dictum__buf_append_str(&words, i > first ? " " : "");
        dictum__buf_append_str(&words, argv[i]);
    }
    dictum__buf_append_str(&words, "");
    return dictum__buf_detach(&words);
}

bool dictum__write_out(const dictum_buf *out)
{
    if (dictum__buf_status(out) != DICTUM_OK)
        return false;
    if (out->len > 0)
        fwrite(out->data, 1, out->len, stdout);
    return fflush(stdout) == 0 || errno == EPIPE;
}

void dictum__say_usage(const dictum_program *program)
{
    dictum_buf help;
    dictum__buf_init(&help, SIZE_MAX / 2);
    dictum__options_short_help(program, &help);
    fputs(help.data == NULL ? "" : help.data, stderr);
    dictum__buf_dispose(&help);
}

void dictum__line_begin(dictum_json *json, dictum_buf *out, const char *type)
{
    dictum__json_init(json, out);
    dictum__json_object(json);
    dictum__json_key(json, "format");
    dictum__json_uint(json, 1);
    dictum__json_key(json, "type");
    dictum__json_cstring(json, type);
}

void dictum__line_end(dictum_json *json)
{
    dictum__json_object_end(json);
    dictum__json_line(json);
}

void dictum__text_member(dictum_json *json, const char *key, dictum_text value)
{
    dictum__json_key(json, key);
    dictum__json_string(json, dictum__text_slice(value));
}

void dictum__statement_members(dictum_json *json, const dictum_statement *statement)
{
    dictum__text_member(json, "id", statement->id);
    dictum__text_member(json, "path", statement->path);
    dictum__text_member(json, "title", statement->title);
    dictum__text_member(json, "date", statement->date);
    dictum__json_key(json, "date_known");
    dictum__json_cstring(json, dictum_date_known_name(statement->date_known));
    dictum__text_member(json, "speaker", statement->speaker);
    dictum__text_member(json, "source", statement->source);
    dictum__text_member(json, "lang", statement->lang);
    dictum__text_member(json, "url", statement->url);
}

void dictum__error_line(dictum_buf *out, const dictum_error *error, size_t line)
{
    dictum_json json;
    dictum__line_begin(&json, out, "error");
    dictum__json_key(&json, "code");
    dictum__json_cstring(&json, dictum_status_name(error->code));
    dictum__json_key(&json, "message");
    dictum__json_cstring(&json, error->text);
    if (line > 0) {
        dictum__json_key(&json, "line");
        dictum__json_uint(&json, line);
    }
    dictum__json_key(&json, "offset");
    if (error->offset_bytes == DICTUM_NO_OFFSET)
        dictum__json_null(&json);
    else
        dictum__json_uint(&json, error->offset_bytes);
    dictum__line_end(&json);
}
