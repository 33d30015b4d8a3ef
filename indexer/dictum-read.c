/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-read: documents of any format to text and metadata, one line of JSON a statement; or, with --serve, the same
 * for an indexer over a socket, behind a fence. Invariants: every file named gives a line of JSON or a message on
 * standard error; and only a process behind the fence parses a file. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#include "indexer/dictum-read-line.h"
#include "indexer/dictum-read-settings.h"
#include "indexer/protocol.h"
#include "indexer/read/date.h"
#include "indexer/read/fence.h"
#include "indexer/read/language.h"
#include "indexer/read/serve.h"
#include "indexer/readers.h"
#include "lib/program/options.h"
#include "lib/program/terminal.h"
#include "lib/schema.h"
#include "lib/utf8.h"

#define NAME "dictum-read"
#define HELD_BYTES ((size_t)64 << 20)
#define SETTINGS_BYTES_MAX (DICTUM__REQUEST_BYTES_MAX - DICTUM__PATH_BYTES_MAX - 8)

/* Exit statuses; a fence with holes is told by 1. */
enum { EXIT_READ = 0, EXIT_HOLES = 1, EXIT_ERROR = 2 };

enum {
    OPTION_SET,
    OPTION_WHOLE_PAGE,
    OPTION_CPU,
    OPTION_MEMORY,
    OPTION_OUTPUT,
    OPTION_VERBOSE,
    OPTION_FENCE,
    OPTION_SERVE
};

static const dictum_option options[] = {
    [OPTION_SET] = {"set", 's', "FIELD=VALUE",
                    "give the statements a title, date, speaker, source, lang or url of your own, which counts before "
                    "what the documents say; may be given several times"},
    [OPTION_WHOLE_PAGE] = {"whole-page", 0, NULL, "keep all text of web pages, not only the main text"},
    [OPTION_CPU] = {"cpu", 0, "SECONDS",
                    "give up a file that takes more processor time (60 unless given); each MB of text that it gives "
                    "brings a second more"},
    [OPTION_MEMORY] = {"memory", 0, "MB", "give up a file that needs more memory (2048 unless given)"},
    [OPTION_OUTPUT] = {"output", 0, "MB", "give up a file that gives more (8192 unless given)"},
    [OPTION_VERBOSE] = {"verbose", 'v', NULL, "tell on standard error also what is passed over inside files"},
    [OPTION_FENCE] = {"fence", 0, NULL,
                      "show what this system lets dictum-read take away from the processes that read, and exit"},
    [OPTION_SERVE] = {"serve", 0, NULL,
                      "answer an indexer's requests on file descriptor 3; this is how dictum-index uses the program"},
};

static const dictum_program program = {
    .name = NAME,
    .summary = "Turn documents into text and metadata, one line of JSON a statement",
    .usage = "FILE…",
    .epilogue =
        "FILE is a document of any format that dictum reads; - reads records from standard input.\n"
        "\n"
        "Exit status: 0 every file was read, 2 one could not be read; of --fence: 0 all is in force, 1 not all.\n"
        "\n"
        "Example: dictum-read statement.html | dictum-index --index DIR -\n",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
};

typedef struct reader {
    const char *path;
    dictum_buf line;
    dictum_buf shown; /* absolute path as valid UTF-8; empty for standard input */
    dictum_buf why;   /* of the last file that could not be read */
    const char *bad_path;
    dictum_status code;
    dictum_settings settings;
    dictum_limits limits;
    bool verbose, fence, serve;
    bool failed; /* a part of the file at hand */
} reader;

/* ---- what is printed --------------------------------------------------------------------------------------- */

static void complain(const char *path, const char *reason)
{
    dictum_buf text;

    dictum__buf_init(&text, (size_t)1 << 20);
    dictum__buf_appendf(&text, "%s: %s", strcmp(path, "-") == 0 ? "standard input" : path, reason);
    dictum__terminal_say(NAME, text.data == NULL ? "" : text.data);
    dictum__buf_dispose(&text);
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

static dictum_status print_statement(reader *to, const dictum_place *place, const dictum_record *read,
                                     dictum_error *err)
{
    dictum_record whole = *read, *record = &whole;
    dictum_slice id = record->id;
    dictum_buf made, path;
    dictum_status status = DICTUM_OK;

    dictum__buf_init(&path, 4 * (size_t)DICTUM__PATH_BYTES_MAX);
    record->path = path_of(to, place, &path);

    dictum__buf_init(&made, 1024);
    if (id.data == NULL && record->path.data != NULL) {
        dictum__schema_id(&made, record->path, place->part);
        id = dictum__buf_slice(&made);
    }
    dictum__buf_clear(&to->line);
    if (dictum__buf_status(&made) != DICTUM_OK || dictum__buf_status(&path) != DICTUM_OK ||
        !dictum__read_line(&to->line, record, id)) {
        status = dictum__nomem(err);
    }
    if (status == DICTUM_OK && fwrite(to->line.data, 1, to->line.len, stdout) != to->line.len) {
        status = dictum__fail(err, DICTUM_IO, "cannot write: %s", strerror(errno));
    }
    dictum__buf_dispose(&path);
    dictum__buf_dispose(&made);
    return status;
}

/* A message about the file at hand or a member of it. */
static void tell_part(const reader *to, const dictum_place *place, const char *what, dictum_slice reason)
{
    dictum_buf path, text;

    dictum__buf_init(&path, 4 * (size_t)DICTUM__PATH_BYTES_MAX);
    dictum__buf_init(&text, (size_t)1 << 20);
    dictum__buf_append_str(&path, to->path);
    if (place->member.data != NULL) {
        dictum__buf_append_str(&path, DICTUM__MEMBER_MARK);
        dictum__buf_append_slice(&path, place->member);
    }
    dictum__buf_append_str(&text, what);
    dictum__buf_append_slice(&text, reason);
    complain(path.data == NULL ? to->path : path.data, text.data == NULL ? "" : text.data);
    dictum__buf_dispose(&text);
    dictum__buf_dispose(&path);
}

/* The last line on an exit with status 2. */
static void print_error(reader *to, dictum_status code, dictum_slice message)
{
    dictum__buf_clear(&to->line);
    if (dictum__error_line(&to->line, code, message)) {
        fwrite(to->line.data, 1, to->line.len, stdout);
    }
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

/* ---- reading ----------------------------------------------------------------------------------------------- */

/* Remembers the last file that could not be read as it should. */
static void note_bad(reader *to, dictum_status code, const char *why)
{
    to->bad_path = to->path;
    to->code = code;
    dictum__buf_clear(&to->why);
    dictum__buf_append_str(&to->why, why);
}

static void begin_file(reader *to, const char *path)
{
    to->path = path;
    to->failed = false;
    dictum__buf_clear(&to->shown);
    show_path(&to->shown, path);
}

static void end_file(reader *to, const dictum_delivery *end)
{
    char reason[4096];

    if (end->changed) {
        complain(to->path, "it was changed while it was read");
        to->failed = true;
    }
    if (end->outcome != DICTUM__READ_DONE) {
        snprintf(reason, sizeof(reason), "%.*s", (int)end->reason.len, end->reason.data);
        complain(to->path, reason);
        note_bad(to, DICTUM_IO, reason);
    } else if (to->failed) {
        note_bad(to, DICTUM_IO, "parts of it could not be read");
    }
}

static dictum_status take_delivery(reader *to, const dictum_delivery *delivery, dictum_error *err)
{
    switch (delivery->kind) {
    case DICTUM__DELIVERY_STATEMENT:
        return print_statement(to, &delivery->place, &delivery->record, err);
    case DICTUM__DELIVERY_PART_PROBLEM:
        tell_part(to, &delivery->place, "", delivery->reason);
        to->failed = true;
        break;
    case DICTUM__DELIVERY_PART_SKIPPED:
        if (to->verbose) {
            tell_part(to, &delivery->place, "skipped: ", delivery->reason);
        }
        break;
    case DICTUM__DELIVERY_END:
        end_file(to, delivery);
        break;
    }
    return DICTUM_OK;
}

static dictum_status submit(reader *to, dictum_readers *pool, const char *path, size_t number, dictum_error *err)
{
    dictum_buf settings;
    dictum_status status;

    dictum__buf_init(&settings, SETTINGS_BYTES_MAX);
    status = dictum__read_settings(path, &to->settings, complain, &settings, err);
    if (status == DICTUM_OK) {
        status = dictum__readers_submit(pool, path, dictum__buf_slice(&settings), true, number, err);
    }
    dictum__buf_dispose(&settings);
    return status;
}

/* Hands the files to the pool as it wants them, and prints what comes of each. */
static dictum_status pass_on(reader *to, dictum_readers *pool, char **paths, size_t count, dictum_error *err)
{
    dictum_delivery delivery;
    dictum_status status = DICTUM_OK;
    size_t given = 0, at = count; /* the file whose statements come in; count: none */

    to->path = paths[0];
    while (status == DICTUM_OK) {
        while (status == DICTUM_OK && given < count && dictum__readers_want_more(pool)) {
            status = submit(to, pool, paths[given], given, err);
            given++;
        }
        if (status == DICTUM_OK) {
            status = dictum__readers_next(pool, &delivery, err);
        }
        if (status == DICTUM_OK && delivery.ticket != at) {
            at = (size_t)delivery.ticket;
            begin_file(to, paths[at]);
        }
        if (status == DICTUM_OK) {
            status = take_delivery(to, &delivery, err);
        }
    }
    return status == DICTUM_DONE ? DICTUM_OK : status;
}

/* This program once more, to read behind the fence. */
static const char *itself(const char *name)
{
    return access("/proc/self/exe", X_OK) == 0 ? "/proc/self/exe" : name;
}

static int finish(reader *to)
{
    if (to->bad_path != NULL) {
        dictum_buf message;
        dictum__buf_init(&message, 1u << 20);
        dictum__buf_appendf(&message, "%s: %s", to->bad_path, to->why.data == NULL ? "" : to->why.data);
        print_error(to, to->code, dictum__buf_slice(&message));
        dictum__buf_dispose(&message);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, NAME ": cannot write: %s\n", strerror(errno));
        return EXIT_ERROR;
    }
    return to->bad_path == NULL ? EXIT_READ : EXIT_ERROR;
}

static unsigned silence_ms(const dictum_limits *limits)
{
    bool fits = limits->cpu_seconds < UINT_MAX / DICTUM__SILENCE_MS_A_SECOND;

    return fits ? limits->cpu_seconds * DICTUM__SILENCE_MS_A_SECOND : UINT_MAX;
}

static int read_files(reader *to, const char *name, char **paths, size_t count)
{
    dictum_readers_options pool_options = {.program = itself(name),
                                           .jobs = 1,
                                           .silence_ms = silence_ms(&to->limits),
                                           .held_bytes = HELD_BYTES,
                                           .limits = to->limits};
    dictum_error err = {.code = DICTUM_OK};
    dictum_readers *pool = NULL;
    dictum_status status;

    to->path = paths[0];
    status = dictum__readers_new(&pool, &pool_options, &err);
    if (status == DICTUM_OK) {
        status = pass_on(to, pool, paths, count, &err);
    }
    if (status != DICTUM_OK) {
        complain(to->path, err.text);
        note_bad(to, status, err.text);
    }
    dictum__readers_free(pool);
    return finish(to);
}

/* ---- behind the fence -------------------------------------------------------------------------------------- */

/* What glib's users have to say is for nobody, and to find out where it goes they would ask the system too much. */
static GLogWriterOutput drop_message(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
    (void)level;
    (void)fields;
    (void)count;
    (void)data;
    return G_LOG_WRITER_HANDLED;
}

/* What libraries print is made of what is in the files, and may be meant for a terminal. Only the reports of sanitizers
 * are worth that. */
static void drop_messages(void)
{
    g_log_set_writer_func(drop_message, NULL, NULL);
#ifndef DICTUM__SANITIZED
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0) {
        (void)dup2(nowhere, STDERR_FILENO);
        (void)close(nowhere);
    }
#endif
}

/* Nothing runs at the end: what there would be to clean up, or to report, is beyond the fence. */
static _Noreturn void serve(const dictum_limits *limits)
{
    dictum_status status;

    signal(SIGPIPE, SIG_IGN); /* the end of the peer shows when a write fails */
    drop_messages();
    (void)dictum__fence_enter(DICTUM__READER_FD, limits);
    status = dictum__serve(DICTUM__READER_FD, limits, NULL);
    if (status == DICTUM_OK || status == DICTUM_NOMEM) {
        _exit(EXIT_READ); /* also when memory ran out: the next file gets a fresh process */
    }
    _exit(EXIT_ERROR);
}

/* Puts up a fence around a process of its own, whose exit status is its parts. */
static int show_fence(const dictum_limits *limits)
{
    static const struct {
        dictum__fence_part part;
        const char *name;
    } lines[] = {
        {DICTUM__FENCE_LIMITS, "resource limits (files, processes, processor time)"},
        {DICTUM__FENCE_MEMORY, "memory limit"},
        {DICTUM__FENCE_PRIVILEGES, "no privileges"},
        {DICTUM__FENCE_FILES, "no files but libraries and their data (Landlock)"},
        {DICTUM__FENCE_CALLS, "no network, programs or processes (seccomp)"},
    };
    int state = 0;
    pid_t child = fork();

    if (child == 0) {
        _exit((int)dictum__fence_enter(DICTUM__READER_FD, limits));
    }
    if (child < 0 || waitpid(child, &state, 0) != child || !WIFEXITED(state)) {
        fputs(NAME ": the fence cannot be tried\n", stderr);
        return EXIT_ERROR;
    }
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        bool there = (WEXITSTATUS(state) & (int)lines[i].part) != 0;
        printf("%s: %s\n", lines[i].name, there ? "in force" : "not in force on this system");
    }
    if (fflush(stdout) != 0) {
        return EXIT_ERROR;
    }
    return WEXITSTATUS(state) == DICTUM__FENCE_WHOLE ? EXIT_READ : EXIT_HOLES;
}

/* ---- command line ------------------------------------------------------------------------------------------ */

static bool wrong_value(reader *to, const char *option, const char *value, const char *wanted)
{
    dictum__buf_clear(&to->why);
    dictum__buf_appendf(&to->why, "--%s must be %s, not “%s”", option, wanted, value);
    dictum__terminal_say(NAME, to->why.data != NULL ? to->why.data : "out of memory");
    return false;
}

static bool take_limit(reader *to, size_t option, const char *value, unsigned *limit)
{
    char *end;
    unsigned long number;

    errno = 0;
    number = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || number < 1 || number > DICTUM__LIMIT_MAX) {
        return wrong_value(to, options[option].name, value, "a whole number from 1 to 1000000");
    }
    *limit = (unsigned)number;
    return true;
}

/* FIELD=VALUE. */
static bool take_setting(reader *to, const char *text)
{
    static const char *const names[] = {
        [DICTUM__SET_TITLE] = "title",   [DICTUM__SET_DATE] = "date", [DICTUM__SET_SPEAKER] = "speaker",
        [DICTUM__SET_SOURCE] = "source", [DICTUM__SET_LANG] = "lang", [DICTUM__SET_URL] = "url"};
    const char *equals = strchr(text, '=');
    dictum_slice value = dictum__slice(equals == NULL ? "" : equals + 1);
    size_t field = 0, count = sizeof(names) / sizeof(names[0]);
    dictum_buf clean;
    bool good = true;

    while (
        equals != NULL && field < count &&
        (strlen(names[field]) != (size_t)(equals - text) || strncmp(names[field], text, strlen(names[field])) != 0)) {
        field++;
    }
    if (equals == NULL || field == count) {
        return wrong_value(to, "set", text, "title=, date=, speaker=, source=, lang= or url= with a value");
    }
    if (!dictum__settings_is_value(value)) {
        return wrong_value(to, "set", text, "a field with a value of one line of UTF-8");
    }
    dictum__buf_init(&clean, 64);
    if (field == DICTUM__SET_DATE && !dictum__date_parse(value, &clean)) {
        good = wrong_value(to, "set", text, "date= with a date that dictum understands, such as 2020-02-13");
    } else if (field == DICTUM__SET_LANG) {
        dictum__language_code(value, &clean);
        good = clean.len > 0 || wrong_value(to, "set", text, "lang= with a language, such as en");
    }
    dictum__buf_dispose(&clean);
    dictum__buf_clear(&to->settings.values[field]);
    dictum__buf_append_slice(&to->settings.values[field], value);
    return good;
}

static bool take_option(void *context, size_t option, const char *value)
{
    reader *to = context;

    switch (option) {
    case OPTION_SET:
        return take_setting(to, value);
    case OPTION_WHOLE_PAGE:
        dictum__buf_clear(&to->settings.values[DICTUM__SET_WHOLE_PAGE]);
        dictum__buf_append_str(&to->settings.values[DICTUM__SET_WHOLE_PAGE], "yes");
        return true;
    case OPTION_CPU:
        return take_limit(to, option, value, &to->limits.cpu_seconds);
    case OPTION_MEMORY:
        return take_limit(to, option, value, &to->limits.memory_mb);
    case OPTION_OUTPUT:
        return take_limit(to, option, value, &to->limits.output_mb);
    case OPTION_VERBOSE:
        to->verbose = true;
        return true;
    case OPTION_FENCE:
        to->fence = true;
        return true;
    default:
        to->serve = true;
        return true;
    }
}

static int run(reader *to, int argc, char **argv)
{
    int first = argc;

    switch (dictum__options_parse(&program, argc, argv, take_option, to, &first)) {
    case DICTUM__PARSE_EXIT:
        return EXIT_READ;
    case DICTUM__PARSE_ERROR:
        print_error(to, DICTUM_ARGUMENT,
                    to->why.len > 0 ? dictum__buf_slice(&to->why)
                                    : DICTUM_SLICE("wrong option; standard error names it"));
        return EXIT_ERROR;
    case DICTUM__PARSE_OK:
        break;
    }
    if (to->serve) {
        serve(&to->limits);
    }
    if (to->fence) {
        return show_fence(&to->limits);
    }
    if (first >= argc) {
        dictum__options_short_help(&program, &to->line);
        fputs(to->line.data == NULL ? "" : to->line.data, stderr);
        return EXIT_ERROR;
    }
    return read_files(to, argv[0], argv + first, (size_t)(argc - first));
}

int main(int argc, char **argv)
{
    reader to = {.limits = {DICTUM__CPU_SECONDS, DICTUM__MEMORY_MB, DICTUM__OUTPUT_MB}};
    int status;

    /* JSON may spell a byte of text in six. */
    dictum__buf_init(&to.line, DICTUM__TEXT_BYTES_MAX * 7);
    dictum__buf_init(&to.shown, 4 * (size_t)DICTUM__PATH_BYTES_MAX);
    dictum__buf_init(&to.why, 65536);
    dictum__settings_init(&to.settings);
    status = run(&to, argc, argv);
    dictum__settings_dispose(&to.settings);
    dictum__buf_dispose(&to.why);
    dictum__buf_dispose(&to.shown);
    dictum__buf_dispose(&to.line);
    return status;
}
