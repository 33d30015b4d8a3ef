/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts that are made from a program's table: help, version, man page section, shell completion. Help is
 * laid out as GNU programs do it, within LINE_COLUMNS columns; a column is a code point. */
#include "lib/program/options.h"

#include <string.h>

#include "lib/utf8.h"

#define LINE_COLUMNS 80

/* An option whose left side reaches this column has its help on the next line. */
#define HELP_COLUMN_MAX 30

const dictum_option dictum__standard_options[DICTUM__STANDARD_OPTIONS] = {
    {"help", 'h', NULL, "show this help and exit"},
    {"version", 0, NULL, "show the version and exit"},
};

static size_t option_count(const dictum_program *program)
{
    return program->option_count + DICTUM__STANDARD_OPTIONS;
}

static const dictum_option *option_at(const dictum_program *program, size_t i)
{
    return i < program->option_count ? &program->options[i] : &dictum__standard_options[i - program->option_count];
}

static size_t columns(dictum_slice text)
{
    return dictum__utf8_count(text);
}

static void append_spaces(dictum_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        dictum__buf_append_char(out, ' ');
}

/* Takes the bytes up to `end` (or all) off the front of `text`, and `end` with them. */
static dictum_slice take_until(dictum_slice *text, char end)
{
    const char *at = text->len > 0 ? memchr(text->data, end, text->len) : NULL;
    dictum_slice taken = {text->data, at ? (size_t)(at - text->data) : text->len};
    size_t gone = taken.len + (at != NULL);
    *text = (dictum_slice){text->data + gone, text->len - gone};
    return taken;
}

/* Appends words, the first at `column`; where a word would pass the line's end, it begins a line at `indent`. Ends the
 * line. */
static void append_wrapped(dictum_buf *out, dictum_slice text, size_t column, size_t indent)
{
    bool first = true;
    while (text.len > 0) {
        dictum_slice word = take_until(&text, ' ');
        if (word.len == 0)
            continue;
        size_t width = columns(word);
        if (!first && column + 1 + width > LINE_COLUMNS) {
            dictum__buf_append_char(out, '\n');
            append_spaces(out, indent);
            column = indent;
        } else if (!first) {
            dictum__buf_append_char(out, ' ');
            column++;
        }
        dictum__buf_append_slice(out, word);
        column += width;
        first = false;
    }
    dictum__buf_append_char(out, '\n');
}

/* Appends a line as it is; a longer one is wrapped below its beginning, or below what follows its first gap of two
 * spaces. */
static void append_kept(dictum_buf *out, dictum_slice line)
{
    size_t indent = 0;
    while (indent < line.len && line.data[indent] == ' ')
        indent++;
    for (size_t i = indent; i + 2 < line.len; i++) {
        if (line.data[i] == ' ' && line.data[i + 1] == ' ' && line.data[i + 2] != ' ') {
            indent = i + 2;
            break;
        }
    }
    dictum_slice begin = {line.data, columns(line) > LINE_COLUMNS ? indent : line.len};
    dictum__buf_append_slice(out, begin);
    size_t column = columns(begin);
    append_wrapped(out, (dictum_slice){line.data + begin.len, line.len - begin.len}, column, column);
}

static void append_usage(dictum_buf *out, const dictum_program *program)
{
    dictum_slice ways = dictum__slice(program->usage);
    const char *before = "Usage: ";
    do {
        dictum_slice way = take_until(&ways, '\n');
        dictum__buf_appendf(out, "%s%s [OPTION]…", before, program->name);
        if (way.len > 0)
            dictum__buf_append_char(out, ' ');
        dictum__buf_append_slice(out, way);
        dictum__buf_append_char(out, '\n');
        before = "  or:  ";
    } while (ways.len > 0);
}

/* The left side of an option's help: "  -n, --limit=N". */
static void append_left(dictum_buf *out, const dictum_option *option)
{
    if (option->letter)
        dictum__buf_appendf(out, "  -%c, --%s", option->letter, option->name);
    else
        dictum__buf_appendf(out, "      --%s", option->name);
    if (option->value)
        dictum__buf_appendf(out, "=%s", option->value);
}

static size_t left_columns(const dictum_option *option)
{
    size_t value = option->value ? 1 + columns(dictum__slice(option->value)) : 0;
    return strlen("  -x, --") + columns(dictum__slice(option->name)) + value;
}

void dictum__options_help(const dictum_program *program, dictum_buf *out)
{
    size_t help_column = 0;
    for (size_t i = 0; i < option_count(program); i++) {
        size_t wanted = left_columns(option_at(program, i)) + 2;
        if (wanted > help_column && wanted <= HELP_COLUMN_MAX)
            help_column = wanted;
    }
    append_usage(out, program);
    append_wrapped(out, dictum__slice(program->summary), 0, 0);
    dictum__buf_append_str(out, "\nOptions:\n");
    for (size_t i = 0; i < option_count(program); i++) {
        const dictum_option *option = option_at(program, i);
        append_left(out, option);
        size_t used = left_columns(option);
        if (used + 2 > help_column) {
            dictum__buf_append_char(out, '\n');
            used = 0;
        }
        append_spaces(out, help_column - used);
        append_wrapped(out, dictum__slice(option->help), help_column, help_column);
    }
    if (!program->epilogue)
        return;
    dictum__buf_append_char(out, '\n');
    for (dictum_slice rest = dictum__slice(program->epilogue); rest.len > 0;)
        append_kept(out, take_until(&rest, '\n'));
}

void dictum__options_short_help(const dictum_program *program, dictum_buf *out)
{
    append_usage(out, program);
    append_wrapped(out, dictum__slice(program->summary), 0, 0);
    dictum__buf_appendf(out, "Try '%s --help'.\n", program->name);
}

void dictum__options_version(const dictum_program *program, dictum_buf *out)
{
    dictum__buf_appendf(out, "%s %s\n", program->name, DICTUM_PROGRAM_VERSION);
    dictum__buf_append_str(out, "License: GPL-2.0-or-later. There is no warranty, to the extent permitted by law.\n");
}

/* Text for troff: backslashes are printed, a hyphen that begins an option is a real one and can be copied, and a
 * line that begins with a full stop or an apostrophe is no request. */
static void append_roff(dictum_buf *out, const char *text, bool real_hyphens)
{
    if (text[0] == '.' || text[0] == '\'')
        dictum__buf_append_str(out, "\\&");
    for (const char *at = text; *at; at++) {
        bool begins = at == text || !strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789)", at[-1]);
        if (*at == '\\')
            dictum__buf_append_str(out, "\\e");
        else if (*at == '-' && (real_hyphens || begins))
            dictum__buf_append_str(out, "\\-");
        else
            dictum__buf_append_char(out, *at);
    }
}

void dictum__options_man(const dictum_program *program, dictum_buf *out)
{
    dictum__buf_append_str(out, ".SH OPTIONS\n");
    for (size_t i = 0; i < option_count(program); i++) {
        const dictum_option *option = option_at(program, i);
        dictum__buf_append_str(out, ".TP\n");
        if (option->letter)
            dictum__buf_appendf(out, "\\fB\\-%c\\fR, ", option->letter);
        dictum__buf_append_str(out, "\\fB\\-\\-");
        append_roff(out, option->name, true);
        dictum__buf_append_str(out, "\\fR");
        if (option->value) {
            dictum__buf_append_str(out, "=\\fI");
            append_roff(out, option->value, true);
            dictum__buf_append_str(out, "\\fR");
        }
        dictum__buf_append_char(out, '\n');
        append_roff(out, option->help, false);
        dictum__buf_append_str(out, ".\n");
    }
}

static void append_function_name(dictum_buf *out, const char *name)
{
    dictum__buf_append_char(out, '_');
    for (; *name; name++)
        dictum__buf_append_char(out, *name == '-' || *name == '.' ? '_' : *name);
}

/* What completes the value of one option: folders, or the words of a choice. Of other values bash completes
 * file names by itself. */
static void append_value_completion(dictum_buf *out, const dictum_option *option)
{
    bool folders = strcmp(option->value, "DIR") == 0;
    if (!folders && !strchr(option->value, '|'))
        return;
    dictum__buf_appendf(out, "    --%s", option->name);
    if (option->letter)
        dictum__buf_appendf(out, " | -%c", option->letter);
    dictum__buf_append_str(out, ")\n        mapfile -t COMPREPLY < <(compgen ");
    if (folders) {
        dictum__buf_append_str(out, "-d");
    } else {
        dictum__buf_append_str(out, "-W '");
        for (const char *at = option->value; *at; at++)
            dictum__buf_append_char(out, *at == '|' ? ' ' : *at);
        dictum__buf_append_char(out, '\'');
    }
    dictum__buf_append_str(out, " -- \"$current\")\n        return\n        ;;\n");
}

void dictum__options_bash_completion(const dictum_program *program, dictum_buf *out)
{
    dictum__buf_appendf(out, "# Completion of %s's options, for bash 4 or later.\n", program->name);
    append_function_name(out, program->name);
    /* Bash makes "--name=value" three words; both forms of a value are brought to the same two variables. */
    dictum__buf_append_str(out, "()\n{\n"
                                "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
                                "    if [[ $current == \"=\" ]]; then\n"
                                "        current=\n"
                                "    elif [[ $previous == \"=\" ]]; then\n"
                                "        previous=${COMP_WORDS[COMP_CWORD-2]}\n"
                                "    fi\n"
                                "    COMPREPLY=()\n"
                                "    case $previous in\n");
    for (size_t i = 0; i < option_count(program); i++)
        if (option_at(program, i)->value)
            append_value_completion(out, option_at(program, i));
    dictum__buf_append_str(out, "    esac\n"
                                "    if [[ $current == -* ]]; then\n"
                                "        mapfile -t COMPREPLY < <(compgen -W '");
    for (size_t i = 0; i < option_count(program); i++)
        dictum__buf_appendf(out, "%s--%s", i > 0 ? " " : "", option_at(program, i)->name);
    dictum__buf_append_str(out, "' -- \"$current\")\n    fi\n}\ncomplete -o filenames -o default -F ");
    append_function_name(out, program->name);
    dictum__buf_appendf(out, " %s\n", program->name);
}
