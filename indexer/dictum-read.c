/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-read: documents of any format to text and metadata, one line of JSON a statement; or, with --serve, the same
 * for an indexer over a socket. Invariant: every file named gives a line of JSON or a message on standard error. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "indexer/protocol.h"
#include "indexer/read/read.h"
#include "indexer/read/serve.h"
#include "lib/program/json.h"
#include "lib/program/options.h"
#include "lib/program/terminal.h"
#include "lib/schema.h"

enum { OPTION_SERVE };

static const dictum_option options[] = {
    {"serve", 0, NULL, "Answer an indexer's requests on file descriptor 3; this is how dictum-index uses the program"},
};

static const dictum_program program = {
    .name = "dictum-read",
    .summary = "Turn documents into text and metadata, one line of JSON a statement",
    .usage = "FILE…",
    .epilogue =
        "FILE is plain text, Markdown, HTML or records (.jsonl, .ndjson); - reads records from standard input.\n"
        "\n"
        "Exit status: 0 every file was read, 2 one could not be read.\n"
        "\n"
        "Example: dictum-read statement.html | dictum-index --index DIR -\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
};

typedef struct reader {
    const char *path;
    dictum_buf line;
    bool serve;
    bool failed;
} reader;

static void complain(const char *path, const char *reason)
{
    dictum_buf text;

    dictum__buf_init(&text, (size_t)1 << 20);
    dictum__buf_appendf(&text, "%s: %s", strcmp(path, "-") == 0 ? "standard input" : path, reason);
    dictum__terminal_say("dictum-read", text.data == NULL ? "" : text.data);
    dictum__buf_dispose(&text);
}

/* The names that a line has anyway. */
static bool is_taken(const char *key)
{
    static const char *const taken[] = {"format",  "type",   "id",   "path", "title",   "date", "date_known",
                                        "speaker", "source", "lang", "url",  "read_as", "text", "extra"};

    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        if (strcmp(key, taken[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* One field of the input that dictum does not know, as it was. */
static bool append_member(dictum_buf *out, const char *separator, const char *key, const json_t *value)
{
    json_t *name = json_string(key);
    char *quoted = name == NULL ? NULL : json_dumps(name, JSON_ENCODE_ANY);
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    bool good = quoted != NULL && text != NULL;

    if (good) {
        dictum__buf_append_str(out, separator);
        dictum__buf_append_str(out, quoted);
        dictum__buf_append_char(out, ':');
        dictum__buf_append_str(out, text);
    }
    free(text);
    free(quoted);
    json_decref(name);
    return good;
}

/* The unknown fields follow the known ones; those whose names are taken stand in an object "extra" of their own. */
static bool append_extra(dictum_buf *out, dictum_slice extra)
{
    json_t *object = json_loadb(extra.data, extra.len, JSON_ALLOW_NUL, NULL);
    const char *key, *separator = ",\"extra\":{";
    json_t *value;
    bool good = object != NULL;

    json_object_foreach(object, key, value)
    {
        if (good && !is_taken(key)) {
            good = append_member(out, ",", key, value);
        }
    }
    json_object_foreach(object, key, value)
    {
        if (good && is_taken(key)) {
            good = append_member(out, separator, key, value);
            separator = ",";
        }
    }
    if (strcmp(separator, ",") == 0) {
        dictum__buf_append_char(out, '}');
    }
    json_decref(object);
    return good;
}

/* The line without its closing bracket. */
static void write_fields(dictum_json *json, const dictum_record *record, dictum_slice id)
{
    dictum__json_object(json);
    dictum__json_key(json, "format");
    dictum__json_uint(json, 1);
    dictum__json_key(json, "type");
    dictum__json_cstring(json, "record");
    dictum__json_key(json, "id");
    dictum__json_string(json, id);
    dictum__json_key(json, "path");
    dictum__json_string(json, record->path);
    dictum__json_key(json, "title");
    dictum__json_string(json, record->title);
    dictum__json_key(json, "date");
    dictum__json_string(json, record->date);
    dictum__json_key(json, "date_known");
    dictum__json_cstring(json, dictum__date_known_name(record->date_known));
    dictum__json_key(json, "speaker");
    dictum__json_string(json, record->speaker);
    dictum__json_key(json, "source");
    dictum__json_string(json, record->source);
    dictum__json_key(json, "lang");
    dictum__json_string(json, record->lang);
    dictum__json_key(json, "url");
    dictum__json_string(json, record->url);
    dictum__json_key(json, "read_as");
    dictum__json_string(json, record->type);
    dictum__json_key(json, "text");
    dictum__json_string(json, record->text);
}

static dictum_status print_statement(void *context, const dictum_record *record, uint64_t part, dictum_error *err)
{
    reader *to = context;
    dictum_slice id = record->id;
    dictum_buf made;
    dictum_json json;
    dictum_status status = DICTUM_OK;

    dictum__buf_init(&made, 1024);
    if (id.data == NULL && record->path.data != NULL) {
        dictum__schema_id(&made, record->path, part);
        id = dictum__buf_slice(&made);
    }
    dictum__buf_clear(&to->line);
    dictum__json_init(&json, &to->line);
    write_fields(&json, record, id);
    if (record->extra.data != NULL && !append_extra(&to->line, record->extra)) {
        status = dictum__nomem(err);
    }
    dictum__json_object_end(&json);
    dictum__json_line(&json);
    if (status == DICTUM_OK && (dictum__buf_status(&to->line) != DICTUM_OK || dictum__buf_status(&made) != DICTUM_OK)) {
        status = dictum__nomem(err);
    }
    if (status == DICTUM_OK && fwrite(to->line.data, 1, to->line.len, stdout) != to->line.len) {
        status = dictum__fail(err, DICTUM_IO, "cannot write: %s", strerror(errno));
    }
    dictum__buf_dispose(&made);
    return status;
}

static dictum_status print_problem(void *context, const char *reason, dictum_error *err)
{
    reader *to = context;

    (void)err;
    complain(to->path, reason);
    to->failed = true;
    return DICTUM_OK;
}

/* The last line on an exit with status 2. */
static void print_error(reader *to, const char *path, dictum_status code, const char *reason)
{
    dictum_json json;
    dictum_buf message;

    dictum__buf_init(&message, 1u << 20);
    dictum__buf_appendf(&message, "%s: %s", path, reason);
    dictum__buf_clear(&to->line);
    dictum__json_init(&json, &to->line);
    dictum__json_object(&json);
    dictum__json_key(&json, "format");
    dictum__json_uint(&json, 1);
    dictum__json_key(&json, "type");
    dictum__json_cstring(&json, "error");
    dictum__json_key(&json, "code");
    dictum__json_cstring(&json, dictum_status_name(code));
    dictum__json_key(&json, "message");
    dictum__json_string(&json, dictum__buf_slice(&message));
    dictum__json_key(&json, "offset");
    dictum__json_null(&json);
    dictum__json_object_end(&json);
    dictum__json_line(&json);
    if (dictum__buf_status(&to->line) == DICTUM_OK) {
        fwrite(to->line.data, 1, to->line.len, stdout);
    }
    dictum__buf_dispose(&message);
}

static int read_files(reader *to, char **paths, size_t count)
{
    const dictum_read_sink sink = {to, print_statement, print_problem};
    const char *bad_path = NULL;
    dictum_status code = DICTUM_IO;
    dictum_buf reason, why;

    dictum__buf_init(&reason, 65536);
    dictum__buf_init(&why, 65536);
    for (size_t i = 0; i < count; i++) {
        dictum_read_outcome outcome = DICTUM__READ_DONE;
        dictum_error err = {.code = DICTUM_OK};
        dictum_status status;
        to->path = paths[i];
        to->failed = false;
        status = dictum__read_file(paths[i], &sink, &outcome, &reason, &err);
        if (status != DICTUM_OK || outcome != DICTUM__READ_DONE) {
            dictum__buf_clear(&why);
            dictum__buf_append_str(&why, status != DICTUM_OK ? err.text : reason.len == 0 ? "" : reason.data);
            complain(paths[i], why.data == NULL ? "" : why.data);
            code = status != DICTUM_OK ? status : DICTUM_IO;
            bad_path = paths[i];
        } else if (to->failed) {
            dictum__buf_clear(&why);
            dictum__buf_append_str(&why, "parts of it could not be read");
            bad_path = paths[i];
        }
    }
    if (bad_path != NULL) {
        print_error(to, bad_path, code, why.data == NULL ? "" : why.data);
    }
    dictum__buf_dispose(&why);
    dictum__buf_dispose(&reason);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "dictum-read: cannot write: %s\n", strerror(errno));
        return 2;
    }
    return bad_path == NULL ? 0 : 2;
}

static int serve(void)
{
    dictum_error err = {.code = DICTUM_OK};

    signal(SIGPIPE, SIG_IGN); /* the end of the peer shows when a write fails */
    if (dictum__serve(DICTUM__READER_FD, &err) == DICTUM_OK) {
        return 0;
    }
    fprintf(stderr, "dictum-read: %s\n", err.text);
    return 2;
}

static bool take_option(void *context, size_t option, const char *value)
{
    reader *to = context;

    (void)value;
    to->serve = to->serve || option == OPTION_SERVE;
    return true;
}

int main(int argc, char **argv)
{
    reader to = {.serve = false};
    int first = argc, status;

    switch (dictum__options_parse(&program, argc, argv, take_option, &to, &first)) {
    case DICTUM__PARSE_EXIT:
        return 0;
    case DICTUM__PARSE_ERROR:
        return 2;
    case DICTUM__PARSE_OK:
        break;
    }
    /* JSON may spell a byte of text in six. */
    dictum__buf_init(&to.line, DICTUM__TEXT_BYTES_MAX * 7);
    if (to.serve) {
        status = serve();
    } else if (first >= argc) {
        dictum__options_short_help(&program, &to.line);
        fputs(to.line.data == NULL ? "" : to.line.data, stderr);
        status = 2;
    } else {
        status = read_files(&to, argv + first, (size_t)(argc - first));
    }
    dictum__buf_dispose(&to.line);
    return status;
}
