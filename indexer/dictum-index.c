/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-index: makes and updates an index. Here are its command line, its messages and its summary; the work is
 * done by indexer/update.h. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/progress.h"
#include "indexer/update.h"
#include "lib/program/json.h"
#include "lib/program/options.h"
#include "lib/program/terminal.h"
#include "lib/utf8.h"

#define NAME "dictum-index"
#define READER "dictum-read"
#define SILENCE_MS 60000
#define JOBS_MAX 256
#define MESSAGE_BYTES_MAX ((size_t)1 << 20)

/* Exit statuses. */
enum { EXIT_ALL_READ = 0, EXIT_PROBLEMS = 1, EXIT_ERROR = 2 };

enum { OPTION_INDEX, OPTION_REMOVE, OPTION_ALLOW_EMPTY, OPTION_JOBS, OPTION_FORMAT, OPTION_VERBOSE, OPTION_QUIET };

static const dictum_option options[] = {
    [OPTION_INDEX] = {"index", 'i', "DIR", "make or update the index in DIR"},
    [OPTION_REMOVE] = {"remove", 0, "PATH", "forget everything that came from PATH; may be given several times"},
    [OPTION_ALLOW_EMPTY] = {"allow-empty", 0, NULL, "forget what came from a PATH that is missing or empty now"},
    [OPTION_JOBS] = {"jobs", 'j', "N", "read N files at a time (as many as there are processors unless given)"},
    [OPTION_FORMAT] = {"format", 'f', "FORMAT", "print text (unless given) or json, one object a line"},
    [OPTION_VERBOSE] = {"verbose", 'v', NULL, "list the files that are skipped as they are no documents"},
    [OPTION_QUIET] = {"quiet", 'q', NULL, "no messages on standard error"},
};

static const dictum_program program = {
    .name = NAME,
    .summary = "Make or update an index of statements.",
    .usage = "PATH...",
    .epilogue = "Each PATH is a folder, which is read with all below it, a file, or - for records on standard input. "
                "Only what has changed since the last run is read, and only the paths named are looked at: statements "
                "from elsewhere stay.\n"
                "\n"
                "Without --index the index is $DICTUM_INDEX, else $XDG_DATA_HOME/dictum/index.\n"
                "\n"
                "Exit status: 0 all read, 1 some files could not be read (each is named), 2 error, nothing lost.",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

typedef struct state {
    dictum_update_options update;
    char **removals;
    bool json, verbose;
    unsigned jobs; /* 0: not given */
    dictum_progress progress;
    dictum_buf line;  /* for JSON, or a message */
    dictum_buf wrong; /* what is wrong with the options, as far as it is found here */
} state;

static volatile sig_atomic_t stop;

/* ---- command line ------------------------------------------------------------------------------------------ */

static bool wrong_value(state *self, const char *option, const char *value, const char *wanted)
{
    dictum__buf_appendf(&self->wrong, "--%s must be %s, not “%s”", option, wanted, value);
    dictum__terminal_say(NAME, self->wrong.data != NULL ? self->wrong.data : "out of memory");
    return false;
}

static bool take_jobs(state *self, const char *value)
{
    char *end;
    errno = 0;
    unsigned long number = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || number < 1 || number > JOBS_MAX) {
        return wrong_value(self, "jobs", value, "a whole number from 1 to 256");
    }
    self->jobs = (unsigned)number;
    return true;
}

static bool take_option(void *context, size_t option, const char *value)
{
    state *self = context;
    switch (option) {
    case OPTION_INDEX:
        if (value[0] == '\0') {
            return wrong_value(self, "index", value, "a folder");
        }
        self->update.index = value;
        return true;
    case OPTION_REMOVE: {
        char *copy = strdup(value);
        if (copy == NULL) {
            fputs(NAME ": out of memory\n", stderr);
            return false;
        }
        self->removals[self->update.removal_count++] = copy;
        return true;
    }
    case OPTION_ALLOW_EMPTY:
        self->update.allow_empty = true;
        return true;
    case OPTION_JOBS:
        return take_jobs(self, value);
    case OPTION_FORMAT:
        self->json = strcmp(value, "json") == 0;
        return self->json || strcmp(value, "text") == 0 || wrong_value(self, "format", value, "text or json");
    case OPTION_VERBOSE:
        self->verbose = true;
        return true;
    default:
        self->update.quiet = true;
        return true;
    }
}

/* ---- output ------------------------------------------------------------------------------------------------ */

/* A line of JSON with format and type begun in self->line. */
static dictum_json begin_line(state *self, const char *type)
{
    dictum_json json;
    dictum__buf_clear(&self->line);
    dictum__json_init(&json, &self->line);
    dictum__json_object(&json);
    dictum__json_key(&json, "format");
    dictum__json_uint(&json, 1);
    dictum__json_key(&json, "type");
    dictum__json_cstring(&json, type);
    return json;
}

static void print_line(state *self, dictum_json *json)
{
    dictum__json_object_end(json);
    dictum__json_line(json);
    if (dictum__buf_status(&self->line) == DICTUM_OK) {
        (void)fwrite(self->line.data, 1, self->line.len, stdout);
    }
}

static void print_file(state *self, const char *type, const char *path, dictum_slice reason)
{
    dictum_json json = begin_line(self, type);
    dictum__json_key(&json, "path");
    if (strcmp(path, "-") == 0) {
        dictum__json_null(&json);
    } else {
        dictum__json_cstring(&json, path);
    }
    dictum__json_key(&json, "reason");
    dictum__json_string(&json, reason);
    print_line(self, &json);
}

/* "dictum-index: PATH: reason" on standard error, the path such that it cannot harm a terminal. */
static void say(state *self, const char *path, dictum_slice what)
{
    if (self->update.quiet) {
        return;
    }
    dictum__progress_erase(&self->progress);
    dictum__buf_clear(&self->line);
    dictum__buf_append_str(&self->line, NAME ": ");
    if (path != NULL) {
        dictum__terminal_append(&self->line, dictum__slice(strcmp(path, "-") == 0 ? "standard input" : path), false);
        dictum__buf_append_str(&self->line, ": ");
    }
    dictum__terminal_append(&self->line, what, false);
    dictum__buf_append_char(&self->line, '\n');
    if (dictum__buf_status(&self->line) == DICTUM_OK) {
        (void)fwrite(self->line.data, 1, self->line.len, stderr);
    }
}

static void on_problem(void *context, const char *path, dictum_slice reason)
{
    state *self = context;
    if (self->json) {
        print_file(self, "problem", path, reason);
    }
    say(self, path, reason);
}

static void on_skipped(void *context, const char *path, dictum_slice reason)
{
    state *self = context;
    if (!self->verbose) {
        return;
    }
    if (self->json) {
        print_file(self, "skipped", path, reason);
    } else {
        dictum_buf text;
        dictum__buf_init(&text, MESSAGE_BYTES_MAX);
        dictum__buf_append_str(&text, "skipped: ");
        dictum__buf_append_slice(&text, reason);
        say(self, path, dictum__buf_slice(&text));
        dictum__buf_dispose(&text);
    }
}

static void on_note(void *context, const char *text)
{
    say(context, NULL, dictum__slice(text));
}

static void on_progress(void *context, const dictum_update_progress *progress)
{
    state *self = context;
    dictum__progress_show(&self->progress, progress);
}

static void print_summary_json(state *self, const dictum_update_counts *counts, int64_t elapsed_ms)
{
    dictum_json json = begin_line(self, "summary");
    const struct {
        const char *key;
        uint64_t value;
    } fields[] = {
        {"added", counts->added},         {"updated", counts->updated},     {"removed", counts->removed},
        {"unchanged", counts->unchanged}, {"moved", counts->moved},         {"skipped", counts->skipped},
        {"problems", counts->problems},   {"files", counts->files},         {"statements", counts->statements},
        {"bytes", counts->bytes},         {"time_ms", (uint64_t)elapsed_ms}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        dictum__json_key(&json, fields[i].key);
        dictum__json_uint(&json, fields[i].value);
    }
    print_line(self, &json);
}

static void append_count(dictum_buf *out, const char **divider, uint64_t count, const char *what)
{
    if (count > 0) {
        dictum__buf_appendf(out, "%s%" PRIu64 " %s", *divider, count, what);
        *divider = ", ";
    }
}

static void print_summary_text(state *self, const dictum_update_counts *counts, int64_t elapsed_ms)
{
    uint64_t here = counts->added + counts->updated + counts->unchanged + counts->moved;
    const char *divider = " (";
    dictum_buf *out = &self->line;
    dictum__buf_clear(out);
    dictum__buf_appendf(out, "%" PRIu64 " statement%s", here, here == 1 ? "" : "s");
    append_count(out, &divider, counts->added, "added");
    append_count(out, &divider, counts->updated, "updated");
    append_count(out, &divider, counts->moved, "moved");
    append_count(out, &divider, counts->removed, "removed");
    append_count(out, &divider, counts->unchanged, "unchanged");
    dictum__buf_append_str(out, strcmp(divider, ", ") == 0 ? ")" : "");
    dictum__buf_appendf(out, " from %" PRIu64 " file%s", counts->files, counts->files == 1 ? "" : "s");
    divider = ", ";
    append_count(out, &divider, counts->skipped, "skipped");
    append_count(out, &divider, counts->problems, counts->problems == 1 ? "problem" : "problems");
    dictum__buf_appendf(out, " in %" PRId64 ".%" PRId64 " s; index: ", elapsed_ms / 1000, elapsed_ms / 100 % 10);
    dictum__terminal_append(out, dictum__slice(self->update.index), false);
    if (counts->statements != here) {
        dictum__buf_appendf(out, " (%" PRIu64 " statements)", counts->statements);
    }
    dictum__buf_append_char(out, '\n');
    if (dictum__buf_status(out) == DICTUM_OK) {
        (void)fwrite(out->data, 1, out->len, stdout);
    }
}

static void print_error(state *self, dictum_status status, const char *message)
{
    dictum_json json = begin_line(self, "error");
    dictum__json_key(&json, "code");
    dictum__json_cstring(&json, dictum_status_name(status));
    dictum__json_key(&json, "message");
    dictum__json_cstring(&json, message);
    dictum__json_key(&json, "offset");
    dictum__json_null(&json);
    print_line(self, &json);
}

static int fail(state *self, dictum_status status, const char *message)
{
    if (self->json) {
        print_error(self, status, message);
    }
    say(self, NULL, dictum__slice(message));
    return EXIT_ERROR;
}

/* ---- the run ----------------------------------------------------------------------------------------------- */

static void on_signal(int number)
{
    (void)number;
    stop = 1;
}

/* The first signal ends the run in order, the second at once. */
static void catch_signals(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = (int)SA_RESETHAND;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGHUP, &action, NULL);
}

/* dictum-read beside this program, else where it is installed. */
static bool find_reader(dictum_buf *path)
{
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length > 0) {
        self[length] = '\0';
        char *slash = strrchr(self, '/');
        dictum__buf_append(path, self, slash != NULL ? (size_t)(slash - self) : 0);
        dictum__buf_append_str(path, "/" READER);
        if (dictum__buf_status(path) == DICTUM_OK && access(path->data, X_OK) == 0) {
            return true;
        }
    }
    dictum__buf_clear(path);
    dictum__buf_append_str(path, DICTUM_READER_FOLDER "/" READER);
    return dictum__buf_status(path) == DICTUM_OK && access(path->data, X_OK) == 0;
}

static int64_t now_ms(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int run(state *self)
{
    dictum_error err;
    dictum_update_counts counts;
    dictum_buf reader;
    int64_t begun = now_ms();
    dictum__buf_init(&reader, MESSAGE_BYTES_MAX);
    if (!find_reader(&reader)) {
        int status = fail(self, DICTUM_NOT_FOUND, "the program " READER " is not beside this one, nor installed");
        dictum__buf_dispose(&reader);
        return status;
    }
    self->update.reader = reader.data;
    catch_signals();
    dictum__progress_init(&self->progress, !self->update.quiet && isatty(STDERR_FILENO) ? stderr : NULL);
    dictum_status status = dictum__update(&self->update, &counts, &err);
    dictum__progress_erase(&self->progress);
    dictum__buf_dispose(&reader);
    if (status != DICTUM_OK) {
        return fail(self, status, err.text);
    }
    if (self->json) {
        print_summary_json(self, &counts, now_ms() - begun);
    } else {
        print_summary_text(self, &counts, now_ms() - begun);
    }
    return counts.problems > 0 ? EXIT_PROBLEMS : EXIT_ALL_READ;
}

static int run_with_index(state *self)
{
    dictum_buf standard;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    dictum__buf_init(&standard, MESSAGE_BYTES_MAX);
    if (self->update.index == NULL && dictum__program_default_index(&standard)) {
        self->update.index = standard.data;
    }
    if (self->jobs == 0) {
        self->jobs = processors < 1 ? 1 : processors > JOBS_MAX ? JOBS_MAX : (unsigned)processors;
    }
    self->update.jobs = self->jobs;
    self->update.silence_ms = SILENCE_MS;
    self->update.program_name = NAME;
    self->update.stop = &stop;
    self->update.hooks = (dictum_update_hooks){self, on_problem, on_skipped, on_note, on_progress};
    int status = self->update.index == NULL || self->update.index[0] == '\0'
                     ? fail(self, DICTUM_ARGUMENT, "no index is named, and there is no home for a default one")
                     : run(self);
    dictum__buf_dispose(&standard);
    return status;
}

/* Descriptors 0 to 2 are taken, so that none of ours is mistaken for them. */
static bool hold_standard_descriptors(void)
{
    int fd;
    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) {
        (void)close(fd);
    }
    return fd >= 0;
}

int main(int argc, char **argv)
{
    state self = {.jobs = 0};
    int first, status = EXIT_ERROR;
    self.removals = calloc((size_t)argc + 1, sizeof *self.removals);
    dictum__buf_init(&self.line, MESSAGE_BYTES_MAX);
    dictum__buf_init(&self.wrong, MESSAGE_BYTES_MAX);
    if (self.removals == NULL || !hold_standard_descriptors()) {
        return EXIT_ERROR;
    }
    dictum_parse parse = dictum__options_parse(&program, argc, argv, take_option, &self, &first);
    if (parse == DICTUM__PARSE_EXIT) {
        status = EXIT_ALL_READ;
    } else if (parse == DICTUM__PARSE_OK && first == argc && self.update.removal_count == 0) {
        dictum__options_short_help(&program, &self.line);
        (void)fputs(self.line.data != NULL ? self.line.data : "", stderr);
        dictum__buf_append_str(&self.wrong, "no PATH is named");
    } else if (parse == DICTUM__PARSE_OK) {
        self.update.paths = argv + first;
        self.update.path_count = (size_t)(argc - first);
        self.update.removals = self.removals;
        status = run_with_index(&self);
    }
    if (status == EXIT_ERROR && (parse == DICTUM__PARSE_ERROR || self.wrong.len > 0) &&
        dictum__options_ask_json(argc, argv)) {
        print_error(&self, DICTUM_ARGUMENT,
                    self.wrong.len > 0 ? self.wrong.data : "wrong option; standard error names it");
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs(NAME ": cannot write the summary\n", stderr);
        status = EXIT_ERROR;
    }
    for (size_t i = 0; i < self.update.removal_count; i++) {
        free(self.removals[i]);
    }
    free(self.removals);
    dictum__buf_dispose(&self.line);
    dictum__buf_dispose(&self.wrong);
    return status;
}
