/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-index: makes and updates an index, and reports on it. Here is its command line; the work is done by
 * indexer/update.h and indexer/status.h. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "indexer/limits.h"
#include "indexer/print.h"
#include "indexer/status.h"
#include "indexer/update.h"
#include "lib/program/options.h"
#include "lib/program/terminal.h"
#include "lib/xapian_c/xap_write.h"

#define NAME "dictum-index"
#define READER "dictum-read"
#define JOBS_MAX 256
#define MESSAGE_BYTES_MAX ((size_t)1 << 20)

/* Exit statuses. */
enum { EXIT_ALL_READ = 0, EXIT_PROBLEMS = 1, EXIT_ERROR = 2 };

enum {
    OPTION_INDEX,
    OPTION_SET,
    OPTION_URL_BASE,
    OPTION_WHOLE_PAGE,
    OPTION_NO_WHOLE_PAGE,
    OPTION_IGNORE,
    OPTION_RETRY,
    OPTION_REREAD,
    OPTION_REBUILD,
    OPTION_DRY_RUN,
    OPTION_REMOVE,
    OPTION_ALLOW_EMPTY,
    OPTION_STATUS,
    OPTION_NO_BULK,
    OPTION_JOBS,
    OPTION_FORMAT,
    OPTION_VERBOSE,
    OPTION_QUIET
};

static const dictum_option options[] = {
    [OPTION_INDEX] = {"index", 'i', "DIR", "make or update the index in DIR"},
    [OPTION_SET] = {"set", 's', "FIELD=VALUE",
                    "what the documents at each PATH do not say, or say wrongly: title, date, speaker, source, lang or "
                    "url; remembered for PATH, until --set FIELD= forgets it; may be given several times"},
    [OPTION_URL_BASE] =
        {"url-base", 0, "URL",
         "the published address of PATH, to which a file's path below it is added; remembered, until it "
         "is empty"},
    [OPTION_WHOLE_PAGE] = {"whole-page", 0, NULL,
                           "keep all of a web page, with navigation and all else around its main text; remembered"},
    [OPTION_NO_WHOLE_PAGE] = {"no-whole-page", 0, NULL,
                              "keep the main text of a web page only, whatever is said elsewhere; remembered"},
    [OPTION_IGNORE] = {"ignore", 0, "GLOB",
                       "pass over files and folders below PATH whose names, or whose paths where there is a / in GLOB, "
                       "match it; remembered, until one is empty; may be given several times"},
    [OPTION_RETRY] = {"retry", 0, NULL, "read files again that could not be read, although they have not changed"},
    [OPTION_REREAD] = {"reread", 0, NULL, "read all files again, although they have not changed"},
    [OPTION_REBUILD] = {"rebuild", 0, NULL,
                        "make the whole index anew, from the texts that it stores, before anything else; the old one "
                        "serves until the new one is whole"},
    [OPTION_DRY_RUN] = {"dry-run", 'n', NULL, "only tell what would be read, forgotten and renamed; change nothing"},
    [OPTION_REMOVE] = {"remove", 0, "PATH", "forget everything that came from PATH; may be given several times"},
    [OPTION_ALLOW_EMPTY] = {"allow-empty", 0, NULL, "forget what came from a PATH that is missing or empty now"},
    [OPTION_STATUS] = {"status", 0, NULL,
                       "print what the index holds, and what was skipped or could not be read; change nothing"},
    [OPTION_NO_BULK] = {"no-bulk", 0, NULL,
                        "write the index through Xapian's own interface only, which takes several times as long"},
    [OPTION_JOBS] =
        {"jobs", 'j', "N",
         "read N files at a time, and write with as many threads (as many as there are processors unless given)"},
    [OPTION_FORMAT] = {"format", 'f', "FORMAT", "print text (unless given) or json, one object a line"},
    [OPTION_VERBOSE] = {"verbose", 'v', NULL, "list what is skipped as it is no document"},
    [OPTION_QUIET] = {"quiet", 'q', NULL, "no messages on standard error"},
};

static const dictum_program program = {
    .name = NAME,
    .summary = "Make or update an index of statements.",
    .usage = "PATH...\n--rebuild [PATH...]\n--status [PATH...]",
    .epilogue = "Each PATH is a folder, which is read with all below it, a file, or - for records on standard input. "
                "Only what has changed since the last run is read, and only the paths named are looked at: statements "
                "from elsewhere stay. With --status nothing is read; PATHs then restrict the report.\n"
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
    dictum_wish wish;
    bool status;   /* asked for, instead of a run */
    bool changes;  /* an option is given that a report has no use for */
    unsigned jobs; /* 0: not given */
    dictum_printer printer;
    dictum_buf wrong; /* what is wrong with the options, as far as it is found here */
} state;

static volatile sig_atomic_t stop;

/* ---- command line ------------------------------------------------------------------------------------------ */

static bool say_wrong(state *self)
{
    dictum__terminal_say(NAME, self->wrong.data != NULL ? self->wrong.data : "out of memory");
    return false;
}

static bool wrong_value(state *self, const char *option, const char *value, const char *wanted)
{
    dictum__buf_appendf(&self->wrong, "--%s must be %s, not “%s”", option, wanted, value);
    return say_wrong(self);
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

static bool take_removal(state *self, const char *path)
{
    char *copy = strdup(path);
    if (copy == NULL) {
        fputs(NAME ": out of memory\n", stderr);
        return false;
    }
    self->removals[self->update.removal_count++] = copy;
    return true;
}

/* The options of which the index is to remember what they say; false with `*taken` where one is wrong. */
static bool take_setting(state *self, size_t option, const char *value, bool *taken)
{
    bool good = true;
    *taken = true;
    switch (option) {
    case OPTION_SET:
        good = dictum__wish_set_field(&self->wish, value, &self->wrong);
        break;
    case OPTION_URL_BASE:
        good = dictum__wish_set(&self->wish, DICTUM__SET_ADDRESS, dictum__slice(value), &self->wrong);
        break;
    case OPTION_WHOLE_PAGE:
        good = dictum__wish_set(&self->wish, DICTUM__SET_WHOLE_PAGE, DICTUM_SLICE("yes"), &self->wrong);
        break;
    case OPTION_NO_WHOLE_PAGE:
        good = dictum__wish_set(&self->wish, DICTUM__SET_WHOLE_PAGE, DICTUM_SLICE("no"), &self->wrong);
        break;
    case OPTION_IGNORE:
        good = dictum__wish_ignore(&self->wish, value, &self->wrong);
        break;
    default:
        *taken = false;
        return true;
    }
    return good || say_wrong(self);
}

static bool take_option(void *context, size_t option, const char *value)
{
    state *self = context;
    bool taken;
    if (!take_setting(self, option, value, &taken) || taken) {
        self->changes = true;
        return self->wrong.len == 0;
    }
    switch (option) {
    case OPTION_INDEX:
        if (value[0] == '\0') {
            return wrong_value(self, "index", value, "a folder");
        }
        self->update.index = value;
        return true;
    case OPTION_RETRY:
        return self->changes = self->update.retry = true;
    case OPTION_REREAD:
        return self->changes = self->update.reread = true;
    case OPTION_REBUILD:
        return self->changes = self->update.rebuild = true;
    case OPTION_NO_BULK:
        return self->changes = self->update.no_bulk = true;
    case OPTION_DRY_RUN:
        return self->changes = self->update.dry_run = self->printer.dry_run = true;
    case OPTION_REMOVE:
        self->changes = true;
        return take_removal(self, value);
    case OPTION_ALLOW_EMPTY:
        return self->changes = self->update.allow_empty = true;
    case OPTION_STATUS:
        return self->status = true;
    case OPTION_JOBS:
        return take_jobs(self, value);
    case OPTION_FORMAT:
        self->printer.json = strcmp(value, "json") == 0;
        return self->printer.json || strcmp(value, "text") == 0 || wrong_value(self, "format", value, "text or json");
    case OPTION_VERBOSE:
        return self->printer.verbose = true;
    default:
        return self->printer.quiet = true;
    }
}

static int fail(state *self, dictum_status status, const char *message)
{
    if (self->printer.json) {
        dictum__print_error(&self->printer, status, message);
    }
    dictum__print_note(&self->printer, message);
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
    if (!dictum__program_find(READER, DICTUM_READER_FOLDER, &reader)) {
        int status = fail(self, DICTUM_NOT_FOUND, "the program " READER " is not beside this one, nor installed");
        dictum__buf_dispose(&reader);
        return status;
    }
    self->update.reader = reader.data;
    catch_signals();
    dictum__progress_init(&self->printer.progress, !self->printer.quiet && isatty(STDERR_FILENO) ? stderr : NULL);
    dictum_status status = dictum__update(&self->update, &counts, &err);
    dictum__progress_erase(&self->printer.progress);
    dictum__buf_dispose(&reader);
    if (status != DICTUM_OK) {
        return fail(self, status, err.text);
    }
    dictum__print_summary(&self->printer, &counts, now_ms() - begun);
    return counts.problems > 0 ? EXIT_PROBLEMS : EXIT_ALL_READ;
}

static int report(state *self)
{
    dictum_error err;
    dictum_status_report found;
    dictum_status status =
        dictum__status_collect(self->update.index, self->update.paths, self->update.path_count, &found, &err);
    bool printed = status == DICTUM_OK && dictum__print_status(&self->printer, &found);
    bool problems = found.problems > 0 || found.broken_off.len > 0 || found.unfinished[0] != '\0';
    dictum__status_dispose(&found);
    if (status != DICTUM_OK) {
        return fail(self, status, err.text);
    }
    if (!printed) {
        return fail(self, DICTUM_NOMEM, "out of memory");
    }
    return problems ? EXIT_PROBLEMS : EXIT_ALL_READ;
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
    self->update.silence_ms = DICTUM__CPU_SECONDS * DICTUM__SILENCE_MS_A_SECOND;
    self->update.program_name = NAME;
    self->update.stop = &stop;
    self->update.wish = &self->wish;
    self->update.quiet = self->printer.quiet;
    self->update.hooks = dictum__printer_hooks(&self->printer);
    self->printer.index = self->update.index;
    int status;
    if (self->update.index == NULL || self->update.index[0] == '\0') {
        status = fail(self, DICTUM_ARGUMENT, "no index is named, and there is no home for a default one");
    } else {
        status = self->status ? report(self) : run(self);
    }
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

/* NULL, or why these options and arguments do not go together. */
static const char *contradiction(const state *self, bool has_paths)
{
    if (self->status) {
        return self->changes ? "--status changes nothing: it goes with --index, --format, --verbose and --quiet" : NULL;
    }
    if (self->update.rebuild && self->update.dry_run) {
        return "--rebuild and --dry-run do not go together";
    }
    bool without = self->update.removal_count > 0 || self->update.rebuild;
    if (!has_paths && (!without || self->update.retry || self->update.reread || !dictum__wish_is_empty(&self->wish))) {
        return "no PATH is named";
    }
    return NULL;
}

/* What the command line asks for, once its options are known. */
static int obey(state *self, char **paths, int count)
{
    const char *wrong = contradiction(self, count > 0);
    if (wrong != NULL) {
        if (!self->changes && !self->status) {
            dictum__options_short_help(&program, &self->printer.line);
            (void)fputs(self->printer.line.data != NULL ? self->printer.line.data : "", stderr);
        } else {
            dictum__terminal_say(NAME, wrong);
        }
        dictum__buf_append_str(&self->wrong, wrong);
        return EXIT_ERROR;
    }
    self->update.paths = paths;
    self->update.path_count = (size_t)count;
    self->update.removals = self->removals;
    return run_with_index(self);
}

/* Xapian 1.4 cannot say that the disk is full while it writes values. The index stays as it was published last. */
static void end_without_room(int system_error)
{
    char reason[128];
    if (strerror_r(system_error, reason, sizeof reason) != 0 || system_error == 0)
        (void)snprintf(reason, sizeof reason, "no reason is given");
    char text[320];
    int length =
        snprintf(text, sizeof text,
                 NAME ": Xapian gave up writing the index: %s; it is as it was before, the next run goes on\n", reason);
    if (length > 0)
        (void)!write(STDERR_FILENO, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
    _exit(EXIT_ERROR);
}

int main(int argc, char **argv)
{
    state self = {.jobs = 0};
    int first, status = EXIT_ERROR;
    xap_on_terminate(end_without_room);
    self.removals = calloc((size_t)argc + 1, sizeof *self.removals);
    dictum__printer_init(&self.printer, NAME);
    dictum__wish_init(&self.wish);
    dictum__buf_init(&self.wrong, MESSAGE_BYTES_MAX);
    if (self.removals == NULL || !hold_standard_descriptors()) {
        return EXIT_ERROR;
    }
    dictum_parse parse = dictum__options_parse(&program, argc, argv, take_option, &self, &first);
    if (parse == DICTUM__PARSE_EXIT) {
        status = EXIT_ALL_READ;
    } else if (parse == DICTUM__PARSE_OK) {
        status = obey(&self, argv + first, argc - first);
    }
    if (status == EXIT_ERROR && (parse == DICTUM__PARSE_ERROR || self.wrong.len > 0) &&
        dictum__options_ask_json(argc, argv)) {
        dictum__print_error(&self.printer, DICTUM_ARGUMENT,
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
    dictum__wish_dispose(&self.wish);
    dictum__printer_dispose(&self.printer);
    dictum__buf_dispose(&self.wrong);
    return status;
}
