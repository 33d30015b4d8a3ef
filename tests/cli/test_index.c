/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-index as a user meets it: arguments, messages, exit statuses, JSON. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/program/json.h"
#include "run.h"
#include "tests/support/process.h"
#include "tests/support/temp.h"

typedef struct scene {
    char *folder, *docs, *index, *program;
    process_result result;
} scene;

static int setup(void **state)
{
    scene *self = calloc(1, sizeof *self);
    *state = self;
    if (self == NULL || (self->folder = temp_new()) == NULL) {
        return -1;
    }
    self->docs = temp_path(self->folder, "docs");
    self->index = temp_path(self->folder, "index");
    self->program = process_program("dictum-index");
    return self->program != NULL ? mkdir(self->docs, 0777) : -1;
}

static int teardown(void **state)
{
    scene *self = *state;
    process_dispose(&self->result);
    temp_remove(self->folder);
    free(self->docs);
    free(self->index);
    free(self->program);
    free(self);
    return 0;
}

static void put(scene *self, const char *name, const char *text)
{
    char *path = temp_path(self->docs, name);
    assert_true(temp_write(path, text, strlen(text)));
    free(path);
}

/* Runs the program with the index and at most 12 more arguments. */
static int run_with(scene *self, const char *input, const char *const *more, size_t more_count)
{
    const char *arguments[16] = {self->program, "--index", self->index};
    assert_true(more_count <= 12);
    for (size_t i = 0; i < more_count; i++) {
        arguments[3 + i] = more[i];
    }
    process_dispose(&self->result);
    assert_true(process_run(arguments, input, &self->result));
    return self->result.status;
}

static void a_run_ends_with_one_line(void **state)
{
    scene *self = *state;
    put(self, "a.txt", "Apples.");
    put(self, "b.txt", "Pears.");
    assert_int_equal(run(self, NULL, self->docs), 0);
    contains(self->result.out, "2 statements (2 added) from 2 files in ");
    contains(self->result.out, "; index: ");
    assert_ptr_equal(strchr(self->result.out, '\n'), self->result.out + self->result.out_bytes - 1);
    /* No progress where nobody looks on. */
    assert_string_equal(self->result.err, "");
    assert_int_equal(run(self, NULL, self->docs), 0);
    contains(self->result.out, "2 statements (2 unchanged) from 2 files");
}

static void the_summary_is_json_on_demand(void **state)
{
    scene *self = *state;
    put(self, "a.txt", "Apples.");
    assert_int_equal(run(self, NULL, "--format=json", self->docs), 0);
    contains(self->result.out,
             "{\"format\":1,\"type\":\"summary\",\"added\":1,\"updated\":0,\"removed\":0,\"unchanged\":0,\"moved\":0,"
             "\"skipped\":0,\"problems\":0,\"files\":1,\"statements\":1,\"bytes\":7,\"time_ms\":");
}

static void a_problem_is_named_and_exits_1_until_it_is_mended(void **state)
{
    scene *self = *state;
    put(self, "a.txt", "Apples.");
    put(self, "b.jsonl", "{\"text\":\"one\"}\nnot json\n");
    for (int times = 0; times < 2; times++) {
        assert_int_equal(run(self, NULL, self->docs), 1);
        contains(self->result.err, "dictum-index: ");
        contains(self->result.err, "/docs/b.jsonl: line 2: ");
        contains(self->result.out, "1 problem");
    }
    assert_int_equal(run(self, NULL, "--format=json", "--quiet", self->docs), 1);
    assert_string_equal(self->result.err, "");
    assert_int_equal(strncmp(self->result.out, "{\"format\":1,\"type\":\"problem\",\"path\":\"", 37), 0);
    contains(self->result.out, "\"problems\":1,");
    put(self, "b.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    assert_int_equal(run(self, NULL, self->docs), 0);
}

static void brackets_of_the_summary_are_closed(void **state)
{
    scene *self = *state;
    assert_int_equal(run(self, "", "-"), 0);
    contains(self->result.out, "0 statements from 0 files, 1 skipped in ");
}

static void skipped_files_are_counted_and_listed_when_asked(void **state)
{
    scene *self = *state;
    put(self, "a.txt", "Apples.");
    put(self, "picture.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    assert_int_equal(run(self, NULL, self->docs), 0);
    contains(self->result.out, "1 skipped");
    assert_string_equal(self->result.err, "");
    assert_int_equal(run(self, NULL, "--verbose", self->docs), 0);
    contains(self->result.err, "picture.png: skipped: ");
    assert_int_equal(run(self, NULL, "--verbose", "--format=json", self->docs), 0);
    contains(self->result.out, "\"type\":\"skipped\",\"path\":\"");
}

static void a_missing_source_exits_2_and_says_what_to_do(void **state)
{
    scene *self = *state;
    char *gone = temp_path(self->docs, "gone");
    assert_int_equal(run(self, NULL, gone), 2);
    contains(self->result.err, "is not there; nothing was changed (--allow-empty");
    assert_string_equal(self->result.out, "");
    /* Not even an index was made. */
    assert_int_not_equal(access(self->index, F_OK), 0);
    assert_int_equal(run(self, NULL, "--format=json", "-q", gone), 2);
    contains(self->result.out, "{\"format\":1,\"type\":\"error\",\"code\":\"not_found\",\"message\":\"");
    contains(self->result.out, "\",\"offset\":null}\n");
    assert_string_equal(self->result.err, "");
    free(gone);
}

static void records_come_from_standard_input(void **state)
{
    scene *self = *state;
    const char *records = "{\"id\":\"a\",\"text\":\"apples\"}\n{\"text\":\"no id\"}\n";
    assert_int_equal(run(self, records, "-"), 0);
    contains(self->result.out, "2 statements (2 added)");
    assert_int_equal(run(self, records, "-"), 0);
    contains(self->result.out, "2 statements (2 unchanged)");
    /* What is not given again stays. */
    assert_int_equal(run(self, "{\"id\":\"a\",\"text\":\"pears\"}\n{\"text\":\"another\"}\n", "-"), 0);
    contains(self->result.out, "2 statements (1 added, 1 updated)");
    contains(self->result.out, "(3 statements)");
    assert_int_equal(run(self, "not json\n{\"id\":\"b\",\"text\":\"plums\"}\n", "-"), 1);
    contains(self->result.err, "standard input: line 1: ");
    assert_int_equal(run(self, "not json\n", "--format=json", "-"), 1);
    contains(self->result.out, "\"type\":\"problem\",\"path\":null,");
    assert_int_equal(run(self, NULL, "--remove=-"), 0);
    contains(self->result.out, "4 removed");
}

static void fields_that_are_not_known_are_shown(void **state)
{
    scene *self = *state;
    assert_int_equal(run(self, "{\"id\":\"a\",\"text\":\"apples\",\"type\":\"speech\",\"n\":[1,{\"x\":null}]}\n", "-"),
                     0);
    free(self->program);
    self->program = process_program("dictum-search");
    assert_int_equal(run(self, NULL, "--show=a", "--format=json"), 0);
    contains(self->result.out,
             "\"read_as\":\"record\",\"extra\":{\"type\":\"speech\",\"n\":[1,{\"x\":null}]},\"text\":\"apples\"");
    assert_int_equal(run(self, NULL, "--show=a"), 0);
    contains(self->result.out, "\"speech\"");
    assert_int_equal(run(self, NULL, "type:record"), 0);
}

static void wrong_arguments_exit_2(void **state)
{
    scene *self = *state;
    assert_int_equal(run(self, NULL, "--jobs=0", self->docs), 2);
    contains(self->result.err, "--jobs must be");
    assert_int_equal(run(self, NULL, "--format=xml", self->docs), 2);
    contains(self->result.err, "text or json");
    assert_int_equal(run(self, NULL, "--no-such-option"), 2);
    assert_int_equal(run(self, NULL, "-i", "", self->docs), 2);
    contains(self->result.err, "--index must be a folder");
    assert_int_equal(run_with(self, NULL, NULL, 0), 2);
    contains(self->result.err, "dictum-index");
    assert_int_equal(run(self, NULL, "--help"), 0);
    contains(self->result.out, "--allow-empty");
    assert_int_equal(run(self, NULL, "--remove=x"), 2);
    contains(self->result.err, "there is no index at ");
}

/* Whoever reads JSON gets a line of it, wherever among the wrong options it is asked for. */
static void wrong_arguments_are_json_on_demand(void **state)
{
    static const char error[] = "{\"format\":1,\"type\":\"error\",\"code\":\"argument\",\"message\":\"";
    scene *self = *state;
    assert_int_equal(run(self, NULL, "--format=json", "--jobs", "x"), 2);
    contains(self->result.out, error);
    contains(self->result.out, "--jobs must be");
    assert_int_equal(run(self, NULL, "--no-such-option", "-f", "json"), 2);
    contains(self->result.out, error);
    assert_int_equal(run(self, NULL, "-fjson"), 2);
    contains(self->result.out, "no PATH is named");
    assert_int_equal(run(self, NULL, "--jobs=x"), 2);
    assert_string_equal(self->result.out, "");
    free(self->program);
    self->program = process_program("dictum-search");
    assert_int_equal(run(self, NULL, "-f", "json", "-n", "abc", "fox"), 2);
    contains(self->result.out, error);
    contains(self->result.out, "--limit must be");
    assert_int_equal(run(self, NULL, "-f", "json"), 2);
    contains(self->result.out, "there is no query");
    assert_int_equal(run(self, NULL, "-f", "json", "--show=a", "fox"), 2);
    contains(self->result.out, "--show takes an id and no query");
    assert_int_equal(run(self, NULL, "--show=a", "--show=b"), 2);
    contains(self->result.err, "once only");
    assert_int_equal(run(self, NULL, "-i", "", "fox"), 2);
    contains(self->result.err, "--index must be a folder");
}

static void nothing_from_outside_steers_a_terminal(void **state)
{
    scene *self = *state;
    put(self,
        "a\x1b[31m\xc2\x9b"
        "b.html",
        "\x01\x02\x03");
    char *path = temp_path(self->docs, "a\x1b[31m\xc2\x9b"
                                       "b.html");
    assert_int_equal(run(self, NULL, "--jobs=\x1b[31m", self->docs), 2);
    assert_null(strchr(self->result.err, '\x1b'));
    assert_int_equal(run(self, NULL, self->docs), 1);
    assert_null(strchr(self->result.err, '\x1b'));
    assert_null(strstr(self->result.err, "\xc2\x9b"));
    free(self->program);
    self->program = process_program("dictum-search");
    assert_int_equal(run(self, NULL, "-n", "\x1b[31m", "x"), 2);
    contains(self->result.err, "not “\xef\xbf\xbd[31m”");
    free(self->program);
    self->program = process_program("dictum-read");
    const char *arguments[] = {self->program, path, NULL};
    process_dispose(&self->result);
    assert_true(process_run(arguments, NULL, &self->result));
    contains(self->result.err, "a\xef\xbf\xbd[31m\xef\xbf\xbd"
                               "b.html");
    free(path);
}

/* Each line of standard output is one value of JSON. */
static void lines_are_json(const scene *self)
{
    const char *line = self->result.out;
    assert_true(self->result.out_bytes > 0);
    while (*line != '\0') {
        size_t length = strcspn(line, "\n");
        if (!dictum__json_is_compact((dictum_slice){line, length})) {
            fail_msg("no JSON: %.*s", (int)length, line);
        }
        assert_int_equal(line[length], '\n');
        line += length + 1;
    }
}

static void the_report_tells_what_there_is(void **state)
{
    scene *self = *state;
    put(self, "2019-02-03.txt", "Apples.");
    put(self, "b.jsonl", "{\"text\":\"one\",\"source\":\"Norvane\",\"date\":\"2020\",\"lang\":\"en\"}\nnot json\n");
    put(self, "p.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    assert_int_equal(run(self, NULL, self->docs), 1);
    assert_int_equal(run(self, NULL, "--status"), 1);
    assert_string_equal(self->result.err, "");
    contains(self->result.out, "2 statements from 3 files; index: ");
    contains(self->result.out, "last updated: 20");
    contains(self->result.out, "\nFormats\n  1  record\n  1  text\n");
    contains(self->result.out, "\nYears\n  1  2019\n  1  2020\n");
    contains(self->result.out, "\nSources\n  1  Norvane\n  1  without a source\n");
    contains(self->result.out, "\nSkipped: no documents, or of formats that are not read\n  1  ");
    contains(self->result.out, "\n1 problem\n  /");
    contains(self->result.out, "/docs/b.jsonl: line 2: ");
    assert_null(strstr(self->result.out, "p.png"));
    assert_int_equal(run(self, NULL, "--status", "--verbose"), 1);
    contains(self->result.out, "/docs/p.png: ");
    put(self, "b.jsonl", "{\"text\":\"one\"}\n");
    assert_int_equal(run(self, NULL, self->docs), 0);
    assert_int_equal(run(self, NULL, "--status"), 0);
    assert_null(strstr(self->result.out, "problem"));
    /* A report makes no index, and changes none. */
    assert_int_equal(run(self, NULL, "--status", "--retry"), 2);
    contains(self->result.err, "--status changes nothing");
    free(self->index);
    self->index = temp_path(self->folder, "nowhere");
    assert_int_equal(run(self, NULL, "--status"), 2);
    contains(self->result.err, "there is no index at ");
    assert_int_not_equal(access(self->index, F_OK), 0);
}

static void the_report_is_json_on_demand(void **state)
{
    scene *self = *state;
    put(self, "2019-02-03.txt", "Apples.");
    put(self, "b\"\x1b\xff.jsonl", "{\"text\":\"one\",\"source\":\"N\\\"\\u001b\"}\nnot json\n");
    put(self, "p.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    assert_int_equal(run(self, NULL, "--set=speaker=J\"D", "--ignore=*.\"x", "--url-base=https://x.org", self->docs),
                     1);
    assert_int_equal(run(self, NULL, "--status", "--format=json"), 1);
    lines_are_json(self);
    assert_int_equal(strncmp(self->result.out, "{\"format\":1,\"type\":\"problem\",\"path\":\"/", 38), 0);
    contains(self->result.out, "\n{\"format\":1,\"type\":\"status\",\"statements\":2,\"files\":3,\"formats\":{");
    contains(self->result.out, ",\"years\":{\"2019\":1,");
    contains(self->result.out, ",\"dates\":{");
    contains(self->result.out, "{\"source\":null,\"statements\":1}],\"skipped\":1,");
    contains(self->result.out, ",\"problems\":1,\"settings\":[{\"path\":\"/");
    contains(self->result.out,
             "\"speaker\":\"J\\\"D\",\"url_base\":\"https://x.org\",\"ignore\":[\"*.\\\"x\"]}],\"updated\":\"20");
    contains(self->result.out, ",\"interrupted\":null,\"unfinished\":null,\"index\":\"/");
    assert_null(strstr(self->result.out, "\"skipped\",\"path\""));
    assert_int_equal(run(self, NULL, "--status", "--format=json", "-v"), 1);
    lines_are_json(self);
    contains(self->result.out, "{\"format\":1,\"type\":\"skipped\",\"path\":\"/");
    char *png = temp_path(self->docs, "p.png"), *none = temp_path(self->docs, "none");
    assert_int_equal(run(self, NULL, "--status", "--format=json", png), 0);
    contains(self->result.out, "\"statements\":0,\"files\":1,");
    assert_int_equal(run(self, NULL, "--status", none), 0);
    contains(self->result.err, "the index knows nothing from ");
    assert_int_equal(run(self, NULL, "--status", "-q", none), 0);
    assert_string_equal(self->result.err, "");
    assert_int_equal(run(self, NULL, "--status", "--format=json", "--remove=x"), 2);
    contains(self->result.out, "\"code\":\"argument\"");
    free(png);
    free(none);
}

static void the_report_is_safe_for_a_terminal(void **state)
{
    scene *self = *state;
    put(self, "a\x1b[31m.jsonl", "{\"text\":\"one\",\"source\":\"N\\u001b[31m\"}\nnot json\n");
    put(self, "p\x1b[31m.png", "\x89PNG\r\n\x1a\n\x01\x02\xff\xfe");
    assert_int_equal(run(self, NULL, self->docs), 1);
    assert_int_equal(run(self, NULL, "--status", "-v"), 1);
    assert_null(strchr(self->result.out, '\x1b'));
    contains(self->result.out, "/a\xef\xbf\xbd[31m.jsonl: ");
}

static void settings_are_checked_at_once(void **state)
{
    scene *self = *state;
    static const char *const wrong[][2] = {
        {"--set=url=ftp://x.org", "url must be an http or https address"},
        {"--set=url=x.org", "url must be"},
        {"--set=lang=unheard of", "lang must be a language"},
        {"--set=date=someday", "date must be a date"},
        {"--set=colour=red", "--set must be FIELD=VALUE"},
        {"--set=url-base=https://x.org", "--set must be FIELD=VALUE"},
        {"--set=source", "--set must be FIELD=VALUE"},
        {"--set=source=a\x01", "source must be without control characters"},
        {"--set=source=\xff", "source must be 1 to 4096 bytes of UTF-8"},
        {"--url-base=https://x.org/?q", "url-base must be"},
        {"--ignore=[a", "has no ] for its ["},
    };
    put(self, "a.txt", "Apples.");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(run(self, NULL, wrong[i][0], self->docs), 2);
        contains(self->result.err, wrong[i][1]);
        assert_int_not_equal(access(self->index, F_OK), 0);
    }
    assert_int_equal(run(self, NULL, "--set=source=x"), 2);
    contains(self->result.err, "no PATH is named");
    assert_int_equal(run(self, NULL, "--set", "source=Norvane", "-s", "speaker=Jane", self->docs), 0);
    assert_int_equal(run(self, NULL, self->docs), 0);
    contains(self->result.out, "(1 unchanged)");
    free(self->program);
    self->program = process_program("dictum-search");
    assert_int_equal(run(self, NULL, "source:norvane speaker:jane"), 0);
}

static void a_folder_of_somebody_s_is_refused(void **state)
{
    scene *self = *state;
    put(self, "a.txt", "Apples.");
    free(self->index);
    self->index = strdup(self->docs);
    assert_int_equal(run(self, NULL, self->docs), 2);
    contains(self->result.err, "is not an index and not empty");
}

/* ---- a run that waits for its input ------------------------------------------------------------------------ */

static pid_t start_waiting(const scene *self, int *input)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        int nothing = open("/dev/null", O_WRONLY);
        (void)dup2(ends[0], STDIN_FILENO);
        (void)dup2(nothing, STDOUT_FILENO);
        (void)dup2(nothing, STDERR_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        (void)execl(self->program, "dictum-index", "--index", self->index, "-", (char *)NULL);
        _exit(99);
    }
    (void)close(ends[0]);
    *input = ends[1];
    return child;
}

/* Waits until the run holds the lock and has said so. */
static void wait_for_lock(const scene *self)
{
    char *lock = temp_path(self->index, "lock"), *stub = temp_path(self->index, "XAPIANDB");
    struct stat st;
    for (int tries = 0; tries < 1000; tries++) {
        if (stat(lock, &st) == 0 && st.st_size > 0 && access(stub, F_OK) == 0) {
            break;
        }
        (void)usleep(10000);
    }
    free(lock);
    free(stub);
}

static void a_second_indexer_is_told_who_has_the_index(void **state)
{
    scene *self = *state;
    char expected[64];
    int input, status;
    put(self, "a.txt", "Apples.");
    pid_t child = start_waiting(self, &input);
    wait_for_lock(self);
    assert_int_equal(run(self, NULL, "--format=json", self->docs), 2);
    (void)snprintf(expected, sizeof expected, "is being written by dictum-index, process %ld on ", (long)child);
    contains(self->result.err, expected);
    contains(self->result.out, "\"code\":\"locked\"");
    (void)close(input);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(run(self, NULL, self->docs), 0);
}

static void an_interrupted_run_keeps_what_it_has_and_exits_2(void **state)
{
    scene *self = *state;
    char record[256];
    int input, status;
    pid_t child = start_waiting(self, &input);
    wait_for_lock(self);
    /* More than any buffer on the way holds back. */
    for (int i = 0; i < 20000; i++) {
        int length = snprintf(record, sizeof record, "{\"id\":\"%d\",\"text\":\"%060d\"}\n", i, i);
        assert_int_equal(write(input, record, (size_t)length), length);
    }
    (void)usleep(300000);
    assert_int_equal(kill(child, SIGINT), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
    (void)close(input);
    put(self, "a.txt", "Plums.");
    assert_int_equal(run(self, NULL, "--format=json", self->docs), 0);
    const char *count = strstr(self->result.out, "\"statements\":");
    assert_non_null(count);
    assert_true(strtol(count + strlen("\"statements\":"), NULL, 10) > 1000);
}

#define INDEX_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        INDEX_TEST(a_run_ends_with_one_line),
        INDEX_TEST(the_summary_is_json_on_demand),
        INDEX_TEST(a_problem_is_named_and_exits_1_until_it_is_mended),
        INDEX_TEST(brackets_of_the_summary_are_closed),
        INDEX_TEST(skipped_files_are_counted_and_listed_when_asked),
        INDEX_TEST(a_missing_source_exits_2_and_says_what_to_do),
        INDEX_TEST(records_come_from_standard_input),
        INDEX_TEST(fields_that_are_not_known_are_shown),
        INDEX_TEST(wrong_arguments_exit_2),
        INDEX_TEST(wrong_arguments_are_json_on_demand),
        INDEX_TEST(nothing_from_outside_steers_a_terminal),
        INDEX_TEST(the_report_tells_what_there_is),
        INDEX_TEST(the_report_is_json_on_demand),
        INDEX_TEST(the_report_is_safe_for_a_terminal),
        INDEX_TEST(settings_are_checked_at_once),
        INDEX_TEST(a_folder_of_somebody_s_is_refused),
        INDEX_TEST(a_second_indexer_is_told_who_has_the_index),
        INDEX_TEST(an_interrupted_run_keeps_what_it_has_and_exits_2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
