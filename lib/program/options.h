/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines. One table per program gives the parser (getopt_long), --help, the OPTIONS section of the man
 * page (a test compares them) and shell completion. Every program has --help (-h) and --version without
 * naming them. */
#ifndef DICTUM_LIB_PROGRAM_OPTIONS_H
#define DICTUM_LIB_PROGRAM_OPTIONS_H

#include "lib/buf.h"

typedef struct dictum_option {
    const char *name;  /* the long name, without "--" */
    char letter;       /* the short name, or 0 */
    const char *value; /* the name of its value for --help: "DIR", "N", a choice "text|json"; NULL for a switch */
    const char *help;  /* one sentence, without a full stop */
} dictum_option;

typedef struct dictum_program {
    const char *name;     /* "dictum-search" */
    const char *summary;  /* one line: what it does */
    const char *usage;    /* what follows the options: "QUERY…"; a line for each way to call it */
    const char *epilogue; /* exit status and examples, shown after the options in --help; may be NULL. Its lines are
                             kept; those that are too long are wrapped below their beginning */
    const dictum_option *options;
    size_t option_count;
} dictum_program;

/* Called for each option found, with its number in the table and its value (NULL for a switch). false ends
 * the parsing; the callee has said why on standard error. */
typedef bool (*dictum_option_fn)(void *context, size_t option, const char *value);

typedef enum dictum_parse {
    DICTUM__PARSE_OK,   /* go on; argv[*first_argument] is the first that is no option */
    DICTUM__PARSE_EXIT, /* --help or --version has been printed: exit with status 0 */
    DICTUM__PARSE_ERROR /* a wrong option: said on standard error with a hint at --help; exit with status 2 */
} dictum_parse;

/* Options and arguments may be mixed; "--" ends the options. `argv` is put in order, options first. May be called again
 * for other arguments. Two options that no help shows, alone on the command line, serve the project's own tests and
 * packagers: --help-man and --help-completion print what the last two functions below make. */
dictum_parse dictum__options_parse(const dictum_program *program, int argc, char **argv, dictum_option_fn fn,
                                   void *context, int *first_argument);

/* Whether the arguments ask for --format=json, wherever that stands: an error in the options is then to be a line of
 * JSON, too, although the parsing may have ended before it came there. */
bool dictum__options_ask_json(int argc, char *const *argv);

/* What follows is appended to `out`.
 *
 * The whole help; and the short one for a program run bare (usage line, summary, hint at --help). */
void dictum__options_help(const dictum_program *program, dictum_buf *out);
void dictum__options_short_help(const dictum_program *program, dictum_buf *out);

/* The program's name and version, and its licence. */
void dictum__options_version(const dictum_program *program, dictum_buf *out);

/* The OPTIONS section of the man page, in man(7). */
void dictum__options_man(const dictum_program *program, dictum_buf *out);

/* A script for bash 4 or later that completes the program's options and their values. */
void dictum__options_bash_completion(const dictum_program *program, dictum_buf *out);

/* The options that every program has; help, then version. */
#define DICTUM__STANDARD_OPTIONS 2
extern const dictum_option dictum__standard_options[DICTUM__STANDARD_OPTIONS];

/* Whether to use colour on the stream of file descriptor `fd`: a terminal, TERM not "dumb", NO_COLOR unset or
 * empty. */
bool dictum__program_use_colour(int fd);

/* Whether `when` is a value of --color: auto, always or never; and what it means for the stream of `fd`. */
bool dictum__program_is_when(const char *when);
bool dictum__program_wants_colour(const char *when, int fd);

/* The path of another program of ours: beside this one, else in the folder `installed`. `out` is emptied first. false
 * where it is in neither, or memory ran out. */
bool dictum__program_find(const char *name, const char *installed, dictum_buf *out);

/* The index named by nothing else: $DICTUM_INDEX, else $XDG_DATA_HOME/dictum/index, else
 * ~/.local/share/dictum/index (a relative XDG_DATA_HOME is ignored, as the XDG Base Directory Specification
 * says). `out` is emptied first. false when there is no home, or memory ran out. */
bool dictum__program_default_index(dictum_buf *out);

#endif
