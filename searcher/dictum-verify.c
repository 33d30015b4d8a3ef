/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-verify: whether quotations are true to their sources. It uses the library as any other program would: all it
 * knows of dictum is <dictum/verify.h>. */
#include <dictum/verify.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "lib/program/options.h"
#include "lib/program/terminal.h"
#include "searcher/dictum-article.h"
#include "searcher/dictum-common.h"
#include "searcher/dictum-verify-print.h"

extern char **environ; /* for dictum-read */

enum { EXIT_TRUE = 0, EXIT_UNTRUE = 1, EXIT_ERROR = 2 };

enum {
    OPTION_INDEX,
    OPTION_FILE,
    OPTION_ARTICLE,
    OPTION_SPEAKER,
    OPTION_DATE,
    OPTION_SOURCE,
    OPTION_LIMIT,
    OPTION_FORMAT,
    OPTION_COLOR,
    OPTION_QUIET
};

static const dictum_option options[] = {
    [OPTION_INDEX] = {"index", 'i', "DIR",
                      "look in the index in DIR, or served at HOST:PORT; may be given several times"},
    [OPTION_FILE] = {"file", 'F', "LIST",
                     "check the quotations in LIST (- for standard input), one a line: plain, or JSON objects with "
                     "quotation, speaker, date and source"},
    [OPTION_ARTICLE] =
        {"article", 'a', "FILE",
         "check every quotation in FILE, a document of any format that dictum-read reads (- for plain text "
         "on standard input)"},
    [OPTION_SPEAKER] = {"speaker", 0, "NAME", "NAME is said to have said it: another's words are altered"},
    [OPTION_DATE] = {"date", 0, "DATE", "it is said to be of DATE (ISO 8601, or a part of it): warn of another date"},
    [OPTION_SOURCE] = {"source", 0, "NAME", "it is said to be from NAME: warn of another source"},
    [OPTION_LIMIT] = {"limit", 'n', "N", "show at most N sources of a quotation (10 unless given)"},
    [OPTION_FORMAT] = {"format", 'f', "FORMAT", "print text (unless given), json, one object a line, or an html page"},
    [OPTION_COLOR] = {"color", 0, "WHEN", "use colour: auto (unless given), always or never"},
    [OPTION_QUIET] = {"quiet", 'q', NULL, "no messages on standard error"},
};

static const dictum_program program = {
    .name = "dictum-verify",
    .summary = "Check whether quotations are true to their sources, word for word.",
    .usage = "QUOTATION...\n--file LIST\n--article FILE",
    .epilogue = "A quotation is verbatim, typographic (only marks, spaces or letter case differ), elided (with … where "
                "something is left out) or bracketed (with an editor's [words]): these are true. Or it is altered, and "
                "what was changed is shown, or absent. Quote it for the shell, such as 'I am not a crook'; put -- "
                "before one that begins with a minus.\n"
                "\n"
                "Without --index the index is $DICTUM_INDEX, else $XDG_DATA_HOME/dictum/index.\n"
                "\n"
                "Exit status: 0 all are true to their sources, 1 some are not, 2 error.",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

/* A quotation to be checked; strings are owned. */
typedef struct item {
    char *quotation, *speaker, *date, *source;
    size_t line;
    bool in_article;
    dictum_range range;
} item;

typedef struct items {
    item *list;
    size_t count, cap;
} items;

typedef struct arguments {
    const char **location_list;
    size_t location_count;
    const char *file, *article, *colour;
    bool quiet;
    dictum_report_format format;
    dictum_verify_options verify;
    dictum_buf wrong;
} arguments;

static bool wrong_use(arguments *args, const char *what)
{
    dictum__buf_append_str(&args->wrong, what);
    dictum__terminal_say("dictum-verify", what);
    return false;
}

static bool parse_limit(arguments *args, const char *value)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || number == 0)
        return wrong_use(args, "--limit must be a whole number from 1 on");
    args->verify.limit = (size_t)number;
    return true;
}

static bool parse_format(arguments *args, const char *value)
{
    static const char *const names[] = {"text", "json", "html"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(value, names[i]) != 0)
            continue;
        args->format = (dictum_report_format)i;
        return true;
    }
    return wrong_use(args, "--format must be text, json or html");
}

static bool take_option(void *context, size_t option, const char *value)
{
    arguments *args = context;
    switch (option) {
    case OPTION_INDEX:
        if (value[0] == '\0')
            return wrong_use(args, "--index must be a folder");
        args->location_list[args->location_count++] = value;
        return true;
    case OPTION_FILE:
        args->file = value;
        return true;
    case OPTION_ARTICLE:
        args->article = value;
        return true;
    case OPTION_SPEAKER:
        args->verify.speaker = value;
        return true;
    case OPTION_DATE:
        args->verify.date = value;
        return true;
    case OPTION_SOURCE:
        args->verify.source = value;
        return true;
    case OPTION_LIMIT:
        return parse_limit(args, value);
    case OPTION_FORMAT:
        return parse_format(args, value);
    case OPTION_COLOR:
        args->colour = value;
        return dictum__program_is_when(value) || wrong_use(args, "--color must be auto, always or never");
    default:
        args->quiet = true;
        return true;
    }
}

/* ---- lists ------------------------------------------------------------------------------------------------------- */

static void free_items(items *all)
{
    for (size_t i = 0; i < all->count; i++) {
        free(all->list[i].quotation);
        free(all->list[i].speaker);
        free(all->list[i].date);
        free(all->list[i].source);
    }
    free(all->list);
}

static bool add_item(items *all, const item *added)
{
    if (all->count == all->cap) {
        size_t cap = all->cap == 0 ? 64 : all->cap * 2;
        item *grown = realloc(all->list, cap * sizeof *grown);
        if (grown == NULL)
            return false;
        all->list = grown;
        all->cap = cap;
    }
    all->list[all->count++] = *added;
    return true;
}

static void set_error(dictum_error *error, dictum_status code, size_t line, const char *what)
{
    *error = (dictum_error){.code = code, .offset_bytes = DICTUM_NO_OFFSET};
    if (line > 0)
        snprintf(error->text, sizeof error->text, "line %zu: %.200s", line, what);
    else
        snprintf(error->text, sizeof error->text, "%.200s", what);
}

/* A member that is a string, copied; false where it is something else. */
static bool take_member(const json_t *object, const char *key, char **out)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL || json_is_null(value))
        return true;
    if (!json_is_string(value) || strlen(json_string_value(value)) != json_string_length(value))
        return false;
    *out = strdup(json_string_value(value));
    return *out != NULL;
}

/* A line that is a JSON object. */
static bool read_object(const char *line, size_t bytes, size_t number, item *out, dictum_error *error)
{
    char what[160];
    json_error_t wrong;
    json_t *object = json_loadb(line, bytes, JSON_REJECT_DUPLICATES, &wrong);
    if (object == NULL) {
        snprintf(what, sizeof what, "no JSON: %.100s (column %d)", wrong.text, wrong.column);
        set_error(error, DICTUM_ARGUMENT, number, what);
        return false;
    }
    bool right = take_member(object, "quotation", &out->quotation) && take_member(object, "speaker", &out->speaker) &&
                 take_member(object, "date", &out->date) && take_member(object, "source", &out->source);
    json_decref(object);
    if (!right)
        set_error(error, DICTUM_ARGUMENT, number, "quotation, speaker, date and source must be strings");
    else if (out->quotation == NULL)
        set_error(error, DICTUM_ARGUMENT, number, "there is no quotation in the object");
    return right && out->quotation != NULL;
}

/* One line of the list. Empty ones are passed over. */
static bool read_line(const arguments *args, char *line, size_t bytes, size_t number, items *all, dictum_error *error)
{
    item added = {.line = number};
    while (bytes > 0 && (line[bytes - 1] == '\n' || line[bytes - 1] == '\r'))
        line[--bytes] = '\0';
    if (strspn(line, " \t") == bytes)
        return true;
    bool read = false;
    if (strlen(line) != bytes) {
        set_error(error, DICTUM_ARGUMENT, number, "there is a NUL byte in it");
    } else if (line[0] == '{') {
        read = read_object(line, bytes, number, &added, error);
    } else {
        added.quotation = strdup(line);
        added.speaker = args->verify.speaker == NULL ? NULL : strdup(args->verify.speaker);
        read = added.quotation != NULL && (added.speaker != NULL || args->verify.speaker == NULL);
        if (!read)
            set_error(error, DICTUM_NOMEM, 0, "out of memory");
    }
    if (read && add_item(all, &added))
        return true;
    if (read)
        set_error(error, DICTUM_NOMEM, 0, "out of memory");
    free(added.quotation);
    free(added.speaker);
    free(added.date);
    free(added.source);
    return false;
}

/* All of a list, before anything is checked, so that a wrong line leaves nothing half done. */
static bool read_list(const arguments *args, items *all, dictum_error *error)
{
    FILE *stream = strcmp(args->file, "-") == 0 ? stdin : fopen(args->file, "re");
    char *line = NULL, what[200];
    size_t cap = 0, number = 0;
    ssize_t bytes;
    bool read = true;
    if (stream == NULL) {
        snprintf(what, sizeof what, "cannot open %.120s: %s", args->file, strerror(errno));
        set_error(error, DICTUM_IO, 0, what);
        return false;
    }
    errno = 0;
    while (read && (bytes = getline(&line, &cap, stream)) >= 0) {
        size_t bom = number == 0 && bytes >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        read = read_line(args, line + bom, (size_t)bytes - bom, ++number, all, error);
    }
    if (read && ferror(stream)) {
        snprintf(what, sizeof what, "cannot read %.120s: %s", args->file, strerror(errno));
        set_error(error, DICTUM_IO, 0, what);
        read = false;
    }
    free(line);
    if (stream != stdin)
        fclose(stream);
    return read;
}

/* ---- checking ---------------------------------------------------------------------------------------------------- */

static int fail(const arguments *args, dictum_reporter *reporter, const dictum_error *error, size_t line)
{
    dictum__report_error(reporter, error, line);
    if (!args->quiet)
        dictum__terminal_say("dictum-verify", error->text);
    return EXIT_ERROR;
}

static int check(const arguments *args, dictum_index *index, const item *one, dictum_reporter *reporter)
{
    dictum_error error;
    dictum_verification *verification;
    dictum_verify_options verify = args->verify;
    dictum_checked checked = {
        .quotation = one->quotation, .speaker = one->speaker, .in_article = one->in_article, .article = one->range};
    verify.speaker = one->speaker != NULL ? one->speaker : verify.speaker;
    verify.date = one->date != NULL ? one->date : verify.date;
    verify.source = one->source != NULL ? one->source : verify.source;
    if (dictum_verify(index, one->quotation, &verify, &verification, &error) != DICTUM_OK) {
        char what[DICTUM_ERROR_TEXT_BYTES];
        memcpy(what, error.text, sizeof what);
        if (one->line > 0)
            set_error(&error, error.code, one->line, what);
        return fail(args, reporter, &error, one->line);
    }
    dictum__report_verdict(reporter, &checked, verification);
    bool is_true = dictum_verdict_is_true(dictum_verification_verdict(verification));
    dictum_verification_free(verification);
    return is_true ? EXIT_TRUE : EXIT_UNTRUE;
}

/* Checks all, and goes on behind an error; the worst status of all is the program's. */
static int check_all(const arguments *args, dictum_index *index, const items *all, dictum_reporter *reporter)
{
    int worst = EXIT_TRUE;
    bool last_wrong = false;
    dictum__report_begin(reporter, "Quotations, checked");
    for (size_t i = 0; i < all->count; i++) {
        int status = check(args, index, &all->list[i], reporter);
        last_wrong = status == EXIT_ERROR;
        worst = status > worst ? status : worst;
        if (dictum__write_out(&reporter->out))
            dictum__buf_clear(&reporter->out);
    }
    dictum__report_end(reporter);
    if (worst == EXIT_ERROR && !last_wrong) {
        dictum_error error;
        set_error(&error, DICTUM_ARGUMENT, 0, "some quotations could not be checked");
        return fail(args, reporter, &error, 0);
    }
    return worst;
}

static int run(const arguments *args, const items *all, dictum_reporter *reporter)
{
    dictum_error error;
    dictum_index *index;
    if (dictum__open_named(args->location_list, args->location_count, &index, &error) != DICTUM_OK)
        return fail(args, reporter, &error, 0);
    int status = check_all(args, index, all, reporter);
    dictum_index_free(index);
    return status;
}

/* Fewer words in quotation marks are seldom a quotation. */
#define ARTICLE_WORDS_MIN 4

/* The quotations of an article that are long enough to be looked for, those within others left to these. */
static bool take_quotations(const dictum_article *article, items *all, size_t *passed_over)
{
    for (size_t i = 0; i < dictum_article_quotation_count(article); i++) {
        const dictum_quoted_text *q = dictum_article_quotation(article, i);
        if (q->depth > 0)
            continue;
        if (q->words < ARTICLE_WORDS_MIN) {
            ++*passed_over;
            continue;
        }
        item added = {.in_article = true, .range = q->range, .quotation = strdup(q->text.text)};
        added.speaker = q->speaker.text != NULL ? strdup(q->speaker.text) : NULL;
        if (added.quotation == NULL || (added.speaker == NULL && q->speaker.text != NULL) || !add_item(all, &added)) {
            free(added.quotation);
            free(added.speaker);
            return false;
        }
    }
    return true;
}

static int run_article(const arguments *args, dictum_reporter *reporter)
{
    dictum_error error;
    dictum_article *article = NULL;
    dictum_buf text;
    items all = {.list = NULL};
    size_t passed_over = 0;
    int status;
    dictum__buf_init(&text, SIZE_MAX / 2);
    dictum_status read = dictum__read_article(args->article, environ, &text, &error);
    /* It is a string from here on: what stands behind a NUL would be passed over in silence. */
    dictum__buf_append_char(&text, '\0');
    if (read == DICTUM_OK && (dictum__buf_status(&text) != DICTUM_OK || strlen(text.data) + 1 != text.len)) {
        set_error(&error, DICTUM_ARGUMENT, 0, "there is a NUL byte in the article, or memory ran out");
        read = DICTUM_ARGUMENT;
    }
    if (read == DICTUM_OK)
        read = dictum_article_read(text.data, &article, &error);
    if (read == DICTUM_OK && !take_quotations(article, &all, &passed_over)) {
        set_error(&error, DICTUM_NOMEM, 0, "out of memory");
        read = DICTUM_NOMEM;
    }
    status = read == DICTUM_OK ? run(args, &all, reporter) : fail(args, reporter, &error, 0);
    if (status != EXIT_ERROR && !args->quiet && args->format != DICTUM__REPORT_JSON && all.count + passed_over == 0)
        dictum__terminal_say("dictum-verify", "no quotation is in the article");
    else if (status != EXIT_ERROR && !args->quiet && args->format != DICTUM__REPORT_JSON && passed_over > 0)
        fprintf(stderr, "dictum-verify: %zu of fewer than %d words were passed over\n", passed_over, ARTICLE_WORDS_MIN);
    free_items(&all);
    dictum_article_free(article);
    dictum__buf_dispose(&text);
    return status;
}

static int run_list(const arguments *args, dictum_reporter *reporter)
{
    dictum_error error;
    items all = {.list = NULL};
    int status = read_list(args, &all, &error) ? run(args, &all, reporter) : fail(args, reporter, &error, 0);
    free_items(&all);
    return status;
}

static int run_words(const arguments *args, int argc, char **argv, int first, dictum_reporter *reporter)
{
    item one = {.quotation = dictum__join_words(argc, argv, first)};
    items all = {.list = &one, .count = 1, .cap = 1};
    dictum_error error;
    if (one.quotation == NULL) {
        set_error(&error, DICTUM_NOMEM, 0, "out of memory");
        return fail(args, reporter, &error, 0);
    }
    one.speaker = args->verify.speaker == NULL ? NULL : strdup(args->verify.speaker);
    int status = run(args, &all, reporter);
    free(one.quotation);
    free(one.speaker);
    return status;
}

static void print_usage(arguments *args)
{
    dictum__say_usage(&program);
    dictum__buf_append_str(&args->wrong, "there is no quotation");
}

/* The line of JSON that an error ends with where the arguments themselves are wrong. */
static void print_wrong(const arguments *args, dictum_reporter *reporter)
{
    dictum_error error;
    set_error(&error, DICTUM_ARGUMENT, 0,
              args->wrong.len > 0 ? args->wrong.data : "wrong option; standard error names it");
    reporter->format = DICTUM__REPORT_JSON;
    dictum__report_error(reporter, &error, 0);
}

static int start(arguments *args, dictum_reporter *reporter, int argc, char **argv, int first)
{
    reporter->format = args->format;
    reporter->colour = args->format == DICTUM__REPORT_TEXT && dictum__program_wants_colour(args->colour, STDOUT_FILENO);
    if (args->article != NULL)
        return run_article(args, reporter);
    if (args->file != NULL)
        return run_list(args, reporter);
    return run_words(args, argc, argv, first, reporter);
}

int main(int argc, char **argv)
{
    int first;
    arguments args = {.colour = "auto"};
    dictum_verify_options_init(&args.verify);
    dictum__buf_init(&args.wrong, DICTUM_ERROR_TEXT_BYTES);
    args.location_list = calloc((size_t)argc + 1, sizeof *args.location_list);
    if (args.location_list == NULL)
        return EXIT_ERROR;
    dictum_parse parse = dictum__options_parse(&program, argc, argv, take_option, &args, &first);
    int status = parse == DICTUM__PARSE_EXIT ? EXIT_TRUE : EXIT_ERROR;
    dictum_reporter reporter = {.format = DICTUM__REPORT_TEXT};
    dictum__buf_init(&reporter.out, SIZE_MAX / 2);
    if (parse == DICTUM__PARSE_OK && first == argc && args.file == NULL && args.article == NULL)
        print_usage(&args);
    else if (parse == DICTUM__PARSE_OK && (first < argc) + (args.file != NULL) + (args.article != NULL) > 1)
        (void)wrong_use(&args, "give a quotation, --file or --article: one of them");
    else if (parse == DICTUM__PARSE_OK)
        status = start(&args, &reporter, argc, argv, first);
    if ((parse == DICTUM__PARSE_ERROR || args.wrong.len > 0) && dictum__options_ask_json(argc, argv))
        print_wrong(&args, &reporter);
    if (parse != DICTUM__PARSE_EXIT && !dictum__write_out(&reporter.out)) {
        fputs("dictum-verify: cannot write the verdicts\n", stderr);
        status = EXIT_ERROR;
    }
    dictum__buf_dispose(&reporter.out);
    dictum__buf_dispose(&args.wrong);
    free(args.location_list);
    return status;
}
