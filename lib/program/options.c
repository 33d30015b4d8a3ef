/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines, and what the programs read from the environment. Nothing outside lib/program/ and the
 * programs' main files reads it. */
#include "lib/program/options.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/utf8.h"

/* What getopt_long() returns for a long option: its number in the table, or past its end a standard one. */
#define LONG_BASE 256

/* The parser's own form of a program's table. */
typedef struct parser {
    struct option *longs;
    char *letters; /* letters and ":" as getopt wants them */
} parser;

static const dictum_option *option_at(const dictum_program *program, size_t i)
{
    return i < program->option_count ? &program->options[i] : &dictum__standard_options[i - program->option_count];
}

static bool parser_init(parser *p, const dictum_program *program)
{
    size_t count = program->option_count + DICTUM__STANDARD_OPTIONS;
    *p = (parser){.longs = calloc(count + 1, sizeof *p->longs), .letters = calloc(2 * count + 1, 1)};
    if (!p->longs || !p->letters)
        return false;
    char *letter = p->letters;
    for (size_t i = 0; i < count; i++) {
        const dictum_option *option = option_at(program, i);
        p->longs[i] = (struct option){.name = option->name,
                                      .has_arg = option->value ? required_argument : no_argument,
                                      .val = LONG_BASE + (int)i};
        if (option->letter) {
            assert(!strchr(p->letters, option->letter));
            *letter++ = option->letter;
            if (option->value)
                *letter++ = ':';
        }
    }
    return true;
}

static void parser_dispose(parser *p)
{
    free(p->longs);
    free(p->letters);
}

/* The number in the table of what getopt_long() returned; false where it returned a complaint. */
static bool option_number(const dictum_program *program, int found, size_t *number)
{
    size_t count = program->option_count + DICTUM__STANDARD_OPTIONS;
    if (found >= LONG_BASE) {
        *number = (size_t)(found - LONG_BASE);
        return true;
    }
    for (*number = 0; *number < count; ++*number)
        if (option_at(program, *number)->letter == found)
            return true;
    return false;
}

typedef void (*text_fn)(const dictum_program *program, dictum_buf *out);

/* Prints a text that was asked for. */
static dictum_parse print(const dictum_program *program, text_fn make)
{
    dictum_parse result = DICTUM__PARSE_ERROR;
    dictum_buf text;
    dictum__buf_init(&text, (size_t)1 << 20);
    make(program, &text);
    if (dictum__buf_status(&text) != DICTUM_OK)
        fprintf(stderr, "%s: out of memory\n", program->name);
    else if (fwrite(text.data, 1, text.len, stdout) != text.len || fflush(stdout) != 0)
        fprintf(stderr, "%s: cannot write to standard output\n", program->name);
    else
        result = DICTUM__PARSE_EXIT;
    dictum__buf_dispose(&text);
    return result;
}

static dictum_parse parse(const parser *p, const dictum_program *program, int argc, char **argv, dictum_option_fn fn,
                          void *context)
{
    optind = 0; /* 0, not 1: both glibc and musl then forget all of an earlier call */
    opterr = 1;
    int found;
    while ((found = getopt_long(argc, argv, p->letters, p->longs, NULL)) != -1) {
        size_t number;
        if (!option_number(program, found, &number)) {
            /* getopt_long() has said what is wrong. */
            fprintf(stderr, "Try '%s --help'. An argument that begins with '-' goes after '--'.\n", program->name);
            return DICTUM__PARSE_ERROR;
        }
        if (number == program->option_count)
            return print(program, dictum__options_help);
        if (number > program->option_count)
            return print(program, dictum__options_version);
        if (!fn(context, number, program->options[number].value ? optarg : NULL))
            return DICTUM__PARSE_ERROR;
    }
    return DICTUM__PARSE_OK;
}

dictum_parse dictum__options_parse(const dictum_program *program, int argc, char **argv, dictum_option_fn fn,
                                   void *context, int *first_argument)
{
    *first_argument = argc;
    if (argc < 1) /* even the program's name may be missing: execve(2) allows it */
        return DICTUM__PARSE_OK;
    if (argc == 2 && strcmp(argv[1], "--help-man") == 0)
        return print(program, dictum__options_man);
    if (argc == 2 && strcmp(argv[1], "--help-completion") == 0)
        return print(program, dictum__options_bash_completion);
    dictum_parse result = DICTUM__PARSE_ERROR;
    parser p;
    if (parser_init(&p, program)) {
        result = parse(&p, program, argc, argv, fn, context);
        *first_argument = optind;
    } else {
        fprintf(stderr, "%s: out of memory\n", program->name);
    }
    parser_dispose(&p);
    return result;
}

bool dictum__options_ask_json(int argc, char *const *argv)
{
    bool json = false;
    for (int i = 1; i < argc && argv[i] != NULL && strcmp(argv[i], "--") != 0; i++) {
        const char *value = NULL;
        if (strncmp(argv[i], "--format=", 9) == 0)
            value = argv[i] + 9;
        else if (strncmp(argv[i], "-f", 2) == 0 && argv[i][2] != '\0')
            value = argv[i] + 2;
        else if ((strcmp(argv[i], "-f") == 0 || strcmp(argv[i], "--format") == 0) && i + 1 < argc)
            value = argv[i + 1];
        json = value != NULL ? strcmp(value, "json") == 0 : json;
    }
    return json;
}

/* An environment variable's value, or NULL where it is unset or empty. */
static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] ? value : NULL;
}

bool dictum__program_use_colour(int fd)
{
    const char *terminal = environment("TERM");
    return !environment("NO_COLOR") && terminal && strcmp(terminal, "dumb") != 0 && isatty(fd);
}

bool dictum__program_is_when(const char *when)
{
    return strcmp(when, "auto") == 0 || strcmp(when, "always") == 0 || strcmp(when, "never") == 0;
}

bool dictum__program_wants_colour(const char *when, int fd)
{
    return strcmp(when, "always") == 0 || (strcmp(when, "auto") == 0 && dictum__program_use_colour(fd));
}

#define PATH_BYTES_MAX 4096

bool dictum__program_find(const char *name, const char *installed, dictum_buf *out)
{
    char self[PATH_BYTES_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    dictum__buf_clear(out);
    if (length > 0) {
        self[length] = '\0';
        const char *slash = strrchr(self, '/');
        dictum__buf_append(out, self, slash != NULL ? (size_t)(slash - self) : 0);
        dictum__buf_appendf(out, "/%s", name);
        if (dictum__buf_status(out) == DICTUM_OK && access(out->data, X_OK) == 0)
            return true;
        dictum__buf_clear(out);
    }
    dictum__buf_appendf(out, "%s/%s", installed, name);
    return dictum__buf_status(out) == DICTUM_OK && access(out->data, X_OK) == 0;
}

bool dictum__program_default_index(dictum_buf *out)
{
    const char *index = environment("DICTUM_INDEX");
    const char *data = environment("XDG_DATA_HOME");
    const char *home = environment("HOME");
    dictum__buf_clear(out);
    if (index) {
        dictum__buf_append_str(out, index);
    } else if (data && data[0] == '/') {
        dictum__buf_append_str(out, data);
        dictum__buf_append_str(out, "/dictum/index");
    } else if (home) {
        dictum__buf_append_str(out, home);
        dictum__buf_append_str(out, "/.local/share/dictum/index");
    }
    return out->len > 0 && dictum__buf_status(out) == DICTUM_OK;
}
