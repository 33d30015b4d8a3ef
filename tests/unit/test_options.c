/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lib/program/options.c and options_text.c: parsing, and the texts made from a program's table. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/program/options.h"
#include "lib/utf8.h"

enum { OPTION_INDEX, OPTION_FORMAT, OPTION_ANY, OPTION_QUIET, OPTION_LONG };

static const dictum_option options[] = {
    {"index", 'i', "DIR", "use the index in DIR; may be given several times, and the statements of all are searched"},
    {"format", 0, "text|json", "print TEXT for people, or one JSON object a line"},
    {"any", 'a', NULL, "find statements with any of the words"},
    {"quiet", 'q', NULL, "say nothing on standard error"},
    {"an-option-with-a-long-name", 0, "VALUE", ".starts like a request, has a back\\slash and names --quiet, in-line"},
};

static const dictum_program program = {
    .name = "try-it.cgi",
    .summary = "Tries things.",
    .usage = "QUERY…\n--show=ID",
    .epilogue = "Exit status:\n  0  found\n  1  nothing was found, which is said here in a line that is much longer "
                "than a terminal is wide\n\nExample:\n  try-it.cgi   --any x\n",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

/* What was found, as text: "0=value;2;". */
typedef struct found {
    char text[200];
    size_t refuse; /* the option at which the callback says no */
} found;

static bool note(void *context, size_t option, const char *value)
{
    found *f = context;
    size_t used = strlen(f->text);
    if (value)
        (void)snprintf(f->text + used, sizeof f->text - used, "%zu=%s;", option, value);
    else
        (void)snprintf(f->text + used, sizeof f->text - used, "%zu;", option);
    return option != f->refuse;
}

/* Standard output and error of one call. */
typedef struct captured {
    int saved[2];
    FILE *files[2];
    char text[2][8192];
} captured;

static captured streams;

static void capture(void)
{
    (void)fflush(NULL);
    for (int i = 0; i < 2; i++) {
        streams.saved[i] = dup(i + 1);
        streams.files[i] = tmpfile();
        assert_true(streams.saved[i] >= 0 && streams.files[i]);
        assert_true(dup2(fileno(streams.files[i]), i + 1) == i + 1);
    }
}

static void release(void)
{
    (void)fflush(NULL);
    for (int i = 0; i < 2; i++) {
        assert_true(dup2(streams.saved[i], i + 1) == i + 1);
        (void)close(streams.saved[i]);
        rewind(streams.files[i]);
        size_t count = fread(streams.text[i], 1, sizeof streams.text[i] - 1, streams.files[i]);
        streams.text[i][count] = '\0';
        (void)fclose(streams.files[i]);
    }
}

#define ARGUMENTS_MAX 16

/* Parses a command line given as words divided by spaces. The arguments are appended to `f` after a "|". */
static dictum_parse parse(const char *line, found *f)
{
    static char words[500];
    char *argv[ARGUMENTS_MAX + 1] = {NULL};
    int argc = 0, first = -1;
    (void)snprintf(words, sizeof words, "%s", line);
    for (char *word = strtok(words, " "); word && argc < ARGUMENTS_MAX; word = strtok(NULL, " "))
        argv[argc++] = word;
    f->text[0] = '\0';
    capture();
    dictum_parse result = dictum__options_parse(&program, argc, argv, note, f, &first);
    release();
    if (result == DICTUM__PARSE_OK) {
        (void)strncat(f->text, "|", sizeof f->text - strlen(f->text) - 1);
        for (int i = first; i < argc; i++) {
            (void)strncat(f->text, argv[i], sizeof f->text - strlen(f->text) - 1);
            (void)strncat(f->text, " ", sizeof f->text - strlen(f->text) - 1);
        }
    }
    return result;
}

static void assert_parsed(const char *line, const char *expected)
{
    found f = {.refuse = SIZE_MAX};
    assert_int_equal(parse(line, &f), DICTUM__PARSE_OK);
    assert_string_equal(f.text, expected);
    assert_string_equal(streams.text[0], "");
    assert_string_equal(streams.text[1], "");
}

static void options_and_arguments_may_be_mixed(void **state)
{
    (void)state;
    assert_parsed("x", "|");
    assert_parsed("x one two", "|one two ");
    assert_parsed("x one --any two -i dir three", "2;0=dir;|one two three ");
    assert_parsed("x --index=a --index b -ic -aq", "0=a;0=b;0=c;2;3;|");
    assert_parsed("x --index= --form=json", "0=;1=json;|");
    assert_parsed("x - --any -- --quiet -q", "2;|- --quiet -q ");
}

static void a_command_line_without_even_a_name_is_parsed(void **state)
{
    (void)state;
    assert_parsed("", "|");
}

static void wrong_options_are_refused_with_a_hint(void **state)
{
    (void)state;
    static const char *const lines[] = {"x --nothing", "x -x",   "x --index",  "x -i",
                                        "x --any=1",   "x --an", "x --help=1", "x one --nothing"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        found f = {.refuse = SIZE_MAX};
        assert_int_equal(parse(lines[i], &f), DICTUM__PARSE_ERROR);
        assert_string_equal(streams.text[0], "");
        assert_non_null(strstr(streams.text[1], "Try 'try-it.cgi --help'"));
        assert_null(strstr(streams.text[1], "help-man"));
    }
}

static void the_program_may_refuse_a_value(void **state)
{
    (void)state;
    found f = {.refuse = OPTION_FORMAT};
    assert_int_equal(parse("x --any --format=xml --quiet", &f), DICTUM__PARSE_ERROR);
    assert_string_equal(f.text, "2;1=xml;");
}

static void a_second_call_begins_anew(void **state)
{
    (void)state;
    /* The first stops inside a bundle of letters: getopt's hidden state then points into its argument. */
    found f = {.refuse = OPTION_ANY};
    assert_int_equal(parse("x -aqqq", &f), DICTUM__PARSE_ERROR);
    assert_parsed("x -i dir word", "0=dir;|word ");
    assert_parsed("x -i dir word", "0=dir;|word ");
}

static const char help[] = "Usage: try-it.cgi [OPTION]… QUERY…\n"
                           "  or:  try-it.cgi [OPTION]… --show=ID\n"
                           "Tries things.\n"
                           "\n"
                           "Options:\n"
                           "  -i, --index=DIR         use the index in DIR; may be given several times, and\n"
                           "                          the statements of all are searched\n"
                           "      --format=text|json  print TEXT for people, or one JSON object a line\n"
                           "  -a, --any               find statements with any of the words\n"
                           "  -q, --quiet             say nothing on standard error\n"
                           "      --an-option-with-a-long-name=VALUE\n"
                           "                          .starts like a request, has a back\\slash and names\n"
                           "                          --quiet, in-line\n"
                           "  -h, --help              show this help and exit\n"
                           "      --version           show the version and exit\n"
                           "\n"
                           "Exit status:\n"
                           "  0  found\n"
                           "  1  nothing was found, which is said here in a line that is much longer than a\n"
                           "     terminal is wide\n"
                           "\n"
                           "Example:\n"
                           "  try-it.cgi   --any x\n";

static void help_is_printed_in_columns_and_ends_the_program(void **state)
{
    (void)state;
    static const char *const lines[] = {"x --help", "x -h", "x --any -h --nothing", "x --hel"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        found f = {.refuse = SIZE_MAX};
        assert_int_equal(parse(lines[i], &f), DICTUM__PARSE_EXIT);
        assert_string_equal(streams.text[0], help);
        assert_string_equal(streams.text[1], "");
    }
    for (const char *line = help; *line;) {
        const char *end = strchr(line, '\n');
        assert_true(dictum__utf8_count((dictum_slice){line, (size_t)(end - line)}) <= 80);
        line = end + 1;
    }
}

static void the_version_names_program_number_and_licence(void **state)
{
    (void)state;
    found f = {.refuse = SIZE_MAX};
    assert_int_equal(parse("x --version", &f), DICTUM__PARSE_EXIT);
    assert_memory_equal(streams.text[0], "try-it.cgi ", 11);
    assert_in_range(streams.text[0][11], '0', '9');
    assert_non_null(strstr(streams.text[0], "\nLicense: GPL-2.0-or-later"));
}

static void help_that_cannot_be_written_is_an_error(void **state)
{
    (void)state;
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (full < 0)
        skip();
    char name[] = "x", option[] = "--help";
    char *argv[] = {name, option, NULL};
    int first;
    capture();
    assert_true(dup2(full, STDOUT_FILENO) == STDOUT_FILENO);
    dictum_parse result = dictum__options_parse(&program, 2, argv, note, NULL, &first);
    clearerr(stdout);
    release();
    (void)close(full);
    assert_int_equal(result, DICTUM__PARSE_ERROR);
    assert_non_null(strstr(streams.text[1], "cannot write"));
}

static void short_help_points_to_the_long_one(void **state)
{
    (void)state;
    dictum_buf out;
    dictum__buf_init(&out, 10000);
    dictum__options_short_help(&program, &out);
    assert_string_equal(out.data, "Usage: try-it.cgi [OPTION]… QUERY…\n"
                                  "  or:  try-it.cgi [OPTION]… --show=ID\n"
                                  "Tries things.\n"
                                  "Try 'try-it.cgi --help'.\n");
    dictum__buf_dispose(&out);
}

static void a_line_has_80_columns_and_no_more(void **state)
{
    (void)state;
    dictum_buf out;
    dictum__buf_init(&out, 10000);
    char words[90];
    for (size_t len = 77; len <= 79; len++) {
        dictum_program wide = program;
        memset(words, 'w', len);
        memcpy(words + len, " y", 3);
        wide.summary = words;
        dictum__buf_clear(&out);
        dictum__options_short_help(&wide, &out);
        assert_int_equal(strstr(out.data, "w y\n") != NULL, len + 2 <= 80);
        assert_int_equal(strstr(out.data, "w\ny\n") != NULL, len + 2 > 80);
    }
    dictum__buf_dispose(&out);
}

static void the_manuals_section_has_every_option(void **state)
{
    (void)state;
    found f = {.refuse = SIZE_MAX};
    assert_int_equal(parse("x --help-man", &f), DICTUM__PARSE_EXIT);
    assert_string_equal(
        streams.text[0],
        ".SH OPTIONS\n"
        ".TP\n\\fB\\-i\\fR, \\fB\\-\\-index\\fR=\\fIDIR\\fR\n"
        "use the index in DIR; may be given several times, and the statements of all are searched.\n"
        ".TP\n\\fB\\-\\-format\\fR=\\fItext|json\\fR\nprint TEXT for people, or one JSON object a line.\n"
        ".TP\n\\fB\\-a\\fR, \\fB\\-\\-any\\fR\nfind statements with any of the words.\n"
        ".TP\n\\fB\\-q\\fR, \\fB\\-\\-quiet\\fR\nsay nothing on standard error.\n"
        ".TP\n\\fB\\-\\-an\\-option\\-with\\-a\\-long\\-name\\fR=\\fIVALUE\\fR\n"
        "\\&.starts like a request, has a back\\eslash and names \\-\\-quiet, in-line.\n"
        ".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nshow this help and exit.\n"
        ".TP\n\\fB\\-\\-version\\fR\nshow the version and exit.\n");
}

/* Runs bash, whose standard output is then in streams.text[0]; its exit status, or 127 where there is none. */
static int run_bash(const char *command)
{
    int status = 0;
    capture();
    pid_t child = fork();
    if (child == 0) {
        (void)execlp("bash", "bash", "-c", command, (char *)NULL);
        _exit(127);
    }
    bool ended = child > 0 && waitpid(child, &status, 0) == child;
    release();
    assert_true(ended && WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* What bash offers for a command line, given as the words of COMP_WORDS; the last is completed. */
static void assert_completed(const char *script, const char *words, const char *expected)
{
    char command[1000];
    (void)snprintf(command, sizeof command,
                   "source %s; COMP_WORDS=(try-it.cgi %s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                   "_try_it_cgi; echo \"${COMPREPLY[*]}\"",
                   script, words);
    assert_int_equal(run_bash(command), 0);
    streams.text[0][strcspn(streams.text[0], "\n")] = '\0';
    assert_string_equal(streams.text[0], expected);
}

static void bash_completes_options_and_values(void **state)
{
    (void)state;
    if (run_bash("type mapfile") != 0)
        skip();
    found f = {.refuse = SIZE_MAX};
    assert_int_equal(parse("x --help-completion", &f), DICTUM__PARSE_EXIT);
    char script[] = "/tmp/dictum-completion-XXXXXX";
    int fd = mkstemp(script);
    assert_true(fd >= 0);
    size_t len = strlen(streams.text[0]);
    assert_int_equal(write(fd, streams.text[0], len), (ssize_t)len);
    (void)close(fd);
    assert_completed(script, "--", "--index --format --any --quiet --an-option-with-a-long-name --help --version");
    assert_completed(script, "word --in", "--index");
    assert_completed(script, "--format j", "json");
    assert_completed(script, "--format = t", "text");
    assert_completed(script, "--format =", "text json");
    assert_completed(script, "-i /usr/inclu", "/usr/include");
    assert_completed(script, "word", "");
    (void)unlink(script);
}

static void colour_needs_a_terminal_that_wants_it(void **state)
{
    (void)state;
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (terminal < 0 || !isatty(terminal))
        skip();
    (void)setenv("TERM", "xterm", 1);
    (void)unsetenv("NO_COLOR");
    assert_true(dictum__program_use_colour(terminal));
    assert_false(dictum__program_use_colour(null));
    (void)setenv("NO_COLOR", "", 1);
    assert_true(dictum__program_use_colour(terminal));
    (void)setenv("NO_COLOR", "0", 1);
    assert_false(dictum__program_use_colour(terminal));
    (void)unsetenv("NO_COLOR");
    (void)setenv("TERM", "dumb", 1);
    assert_false(dictum__program_use_colour(terminal));
    (void)unsetenv("TERM");
    assert_false(dictum__program_use_colour(terminal));
    (void)close(terminal);
    (void)close(null);
}

static void assert_index(const char *index, const char *data, const char *home, const char *expected)
{
    dictum_buf out;
    dictum__buf_init(&out, 1000);
    dictum__buf_append_str(&out, "old");
    (void)(index ? setenv("DICTUM_INDEX", index, 1) : unsetenv("DICTUM_INDEX"));
    (void)(data ? setenv("XDG_DATA_HOME", data, 1) : unsetenv("XDG_DATA_HOME"));
    (void)(home ? setenv("HOME", home, 1) : unsetenv("HOME"));
    assert_int_equal(dictum__program_default_index(&out), expected != NULL);
    if (expected)
        assert_string_equal(out.data, expected);
    dictum__buf_dispose(&out);
}

static void the_index_is_found_by_the_environment(void **state)
{
    (void)state;
    assert_index("here", "/data", "/home/me", "here");
    assert_index("", "/data", "/home/me", "/data/dictum/index");
    assert_index(NULL, "data", "/home/me", "/home/me/.local/share/dictum/index");
    assert_index(NULL, "", "/home/me", "/home/me/.local/share/dictum/index");
    assert_index(NULL, NULL, "/home/me", "/home/me/.local/share/dictum/index");
    assert_index(NULL, NULL, NULL, NULL);
    assert_index(NULL, "data", "", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_arguments_may_be_mixed),
        cmocka_unit_test(a_command_line_without_even_a_name_is_parsed),
        cmocka_unit_test(wrong_options_are_refused_with_a_hint),
        cmocka_unit_test(the_program_may_refuse_a_value),
        cmocka_unit_test(a_second_call_begins_anew),
        cmocka_unit_test(help_is_printed_in_columns_and_ends_the_program),
        cmocka_unit_test(the_version_names_program_number_and_licence),
        cmocka_unit_test(help_that_cannot_be_written_is_an_error),
        cmocka_unit_test(short_help_points_to_the_long_one),
        cmocka_unit_test(a_line_has_80_columns_and_no_more),
        cmocka_unit_test(the_manuals_section_has_every_option),
        cmocka_unit_test(bash_completes_options_and_values),
        cmocka_unit_test(colour_needs_a_terminal_that_wants_it),
        cmocka_unit_test(the_index_is_found_by_the_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
