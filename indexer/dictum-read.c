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
#include "lib/utf8.h"

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
    dictum_buf shown; /* absolute path as valid UTF-8; empty for standard input */
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

/* The path of the file, or of its member, into `out`. */
static dictum_slice path_of(const reader *to, const dictum_place *place, dictum_buf *out)
{
    dictum__buf_append_slice(out, dictum__buf_slice(&to->shown));
    if (place->member.data != NULL) {
        dictum__buf_append_str(out, DICTUM__MEMBER_MARK);
        dictum__buf_append_slice(out, place->member);
    }
    return out->len > 0 ? dictum__buf_slice(out) : (dictum_slice){NULL, 0};
}

static dictum_status print_statement(void *context, const dictum_place *place, const dictum_record *read,
                                     dictum_error *err)
{
    reader *to = context;
    dictum_record whole = *read, *record = &whole;
    dictum_slice id = record->id;
    dictum_buf made, path;
    dictum_json json;
    dictum_status status = DICTUM_OK;

    dictum__buf_init(&path, 4 * (size_t)DICTUM__PATH_BYTES_MAX);
    record->path = path_of(to, place, &path);

    dictum__buf_init(&made, 1024);
    if (id.data == NULL && record->path.data != NULL) {
        dictum__schema_id(&made, record->path, place->part);
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
    dictum__buf_dispose(&path);
    dictum__buf_dispose(&made);
    return status;
}

static dictum_status print_problem(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    reader *to = context;
    dictum_buf path;

    (void)err;
    dictum__buf_init(&path, 4 * (size_t)DICTUM__PATH_BYTES_MAX);
    if (place->member.data != NULL) {
        dictum__buf_appendf(&path, "%s" DICTUM__MEMBER_MARK "%.*s", to->path, (int)place->member.len,
                            place->member.data);
    }
    complain(path.data != NULL ? path.data : to->path, reason);
    dictum__buf_dispose(&path);
    to->failed = true;
    return DICTUM_OK;
}

static dictum_status pass_over(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    (void)context;
    (void)place;
    (void)reason;
    (void)err;
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

/* The folder's real path and the name: "." and ".." go, and a name that is a symbolic link stays. */
static void show_path(dictum_buf *shown, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    char *folder = NULL, *real = NULL;

    if (strcmp(path, "-") == 0) {
        return;
    }
    if (path[0] != '/') {
        folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
        real = folder == NULL ? NULL : realpath(folder, NULL);
    }
    if (real != NULL) {
        dictum__utf8_append_repaired(shown, dictum__slice(strcmp(real, "/") == 0 ? "" : real));
        dictum__buf_append_char(shown, '/');
        dictum__utf8_append_repaired(shown, dictum__slice(name));
    } else {
        dictum__utf8_append_repaired(shown, dictum__slice(path));
    }
    free(real);
    free(folder);
}

static int read_files(reader *to, char **paths, size_t count)
{
    const dictum_read_sink sink = {to, print_statement, print_problem, pass_over};
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
        dictum__buf_clear(&to->shown);
        show_path(&to->shown, paths[i]);
        status = dictum__read_file(&(dictum_read_request){.path = paths[i], .fd = -1}, &sink, &outcome, &reason, &err);
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
    dictum__buf_init(&to.shown, 4 * (size_t)DICTUM__PATH_BYTES_MAX);
    if (to.serve) {
        status = serve();
    } else if (first >= argc) {
        dictum__options_short_help(&program, &to.line);
        fputs(to.line.data == NULL ? "" : to.line.data, stderr);
        status = 2;
    } else {
        status = read_files(&to, argv + first, (size_t)(argc - first));
    }
    dictum__buf_dispose(&to.shown);
    dictum__buf_dispose(&to.line);
    return status;
}
