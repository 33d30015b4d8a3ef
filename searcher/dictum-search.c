/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum-search: runs a query and prints what it found. It uses the library as any other program would: all it knows of
 * dictum is <dictum/search.h>. */
#include <dictum/search.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/program/options.h"
#include "lib/program/terminal.h"
#include "searcher/dictum-common.h"
#include "searcher/dictum-print.h"

/* Exit statuses, as grep's. */
enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_ERROR = 2 };

enum {
    OPTION_INDEX,
    OPTION_ANY,
    OPTION_LIMIT,
    OPTION_OFFSET,
    OPTION_SORT,
    OPTION_CONTEXT,
    OPTION_NO_FOLD,
    OPTION_FACETS,
    OPTION_PATHS_ONLY,
    OPTION_NULL,
    OPTION_STRICT,
    OPTION_SHOW,
    OPTION_FORMAT,
    OPTION_COLOR,
    OPTION_QUIET
};

static const dictum_option options[] = {
    [OPTION_INDEX] = {"index", 'i', "DIR",
                      "search the index in DIR, or served at HOST:PORT; may be given several times"},
    [OPTION_ANY] = {"any", 'a', NULL, "find statements with any of the words and phrases, not only with all"},
    [OPTION_LIMIT] = {"limit", 'n', "N", "show at most N statements (10 unless given)"},
    [OPTION_OFFSET] = {"offset", 0, "N", "leave out the first N statements"},
    [OPTION_SORT] = {"sort", 's', "ORDER", "order by relevance (unless given), newest or oldest; undated last"},
    [OPTION_CONTEXT] = {"context", 'C', "N", "show N sentences more before and behind each that matches, at most 100"},
    [OPTION_NO_FOLD] = {"no-fold", 0, NULL, "show statements with the same, or almost the same, text one by one"},
    [OPTION_FACETS] = {"facets", 0, "LIST",
                       "count all matches by source, year, lang, speaker: one or several, by commas"},
    [OPTION_PATHS_ONLY] = {"paths-only", 'l', NULL, "print only where the statements are, all unless --limit is given"},
    [OPTION_NULL] = {"null", '0', NULL, "with --paths-only: end each path with a NUL byte instead of a line's end"},
    [OPTION_STRICT] = {"strict", 0, NULL, "refuse a stray operator or quotation mark instead of taking it literally"},
    [OPTION_SHOW] = {"show", 0, "ID", "print the whole statement with this id instead of searching"},
    [OPTION_FORMAT] = {"format", 'f', "FORMAT", "print text (unless given) or json, one object a line"},
    [OPTION_COLOR] = {"color", 0, "WHEN", "colour what matches: auto (unless given), always or never"},
    [OPTION_QUIET] = {"quiet", 'q', NULL, "no messages on standard error"},
};

static const dictum_program program = {
    .name = "dictum-search",
    .summary = "Find statements, word for word.",
    .usage = "QUERY...",
    .epilogue = "Words are all required and match in every inflection; \"a phrase\" is found word for word. Further: "
                "AND, OR, NOT, -word, ( ), =exact, begin*, title:word. Words given as separate arguments are joined by "
                "spaces; quote the whole query for the shell, such as '\"lawful interception\" -smokescreen', and put "
                "-- before one that begins with a minus.\n"
                "\n"
                "Without --index the index is $DICTUM_INDEX, else $XDG_DATA_HOME/dictum/index.\n"
                "\n"
                "Exit status: 0 found, 1 nothing found, 2 error.",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

typedef struct arguments {
    const char *const *locations;
    const char **location_list;
    size_t location_count;
    const char *show;
    const char *colour;
    bool json, quiet, paths_only, null, limited;
    dictum_search_options search;
    dictum_buf wrong; /* what is wrong with the options, as far as it is found here */
} arguments;

/* Of a wrong value of an option. */
#define VALUE_BYTES_SHOWN 60

static bool wrong_value(arguments *args, const char *option, const char *value, const char *wanted)
{
    /* So much of it fits an error's text, with whole characters. */
    size_t shown = strlen(value);
    if (shown > VALUE_BYTES_SHOWN)
        for (shown = VALUE_BYTES_SHOWN; shown > 0 && ((unsigned char)value[shown] & 0xc0) == 0x80;)
            shown--;
    dictum__buf_appendf(&args->wrong, "--%s must be %s, not “%.*s%s”", option, wanted, (int)shown, value,
                        value[shown] == '\0' ? "" : "…");
    dictum__terminal_say("dictum-search", args->wrong.data == NULL ? "out of memory" : args->wrong.data);
    return false;
}

static bool wrong_use(arguments *args, const char *what)
{
    dictum__buf_append_str(&args->wrong, what);
    dictum__terminal_say("dictum-search", what);
    return false;
}

static bool parse_number(arguments *args, const char *option, const char *value, uint64_t *out)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0)
        return wrong_value(args, option, value, "a whole number");
    *out = number;
    return true;
}

#define CONTEXT_MAX 100

static bool parse_context(arguments *args, const char *value)
{
    uint64_t sentences = 0;
    if (!parse_number(args, "context", value, &sentences))
        return false;
    if (sentences > CONTEXT_MAX)
        return wrong_value(args, "context", value, "at most 100");
    args->search.context_sentences = (size_t)sentences;
    return true;
}

static bool parse_sort(arguments *args, const char *value, dictum_sort *out)
{
    static const char *const names[] = {
        [DICTUM_SORT_RELEVANCE] = "relevance", [DICTUM_SORT_NEWEST] = "newest", [DICTUM_SORT_OLDEST] = "oldest"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(value, names[i]) == 0) {
            *out = (dictum_sort)i;
            return true;
        }
    }
    return wrong_value(args, "sort", value, "relevance, newest or oldest");
}

/* Names by commas. */
static bool parse_facets(arguments *args, const char *value, unsigned *out)
{
    for (const char *at = value;;) {
        size_t bytes = strcspn(at, ","), i = 0;
        while (i < DICTUM_FACETS && (strlen(dictum_facet_name((dictum_facet)i)) != bytes ||
                                     memcmp(dictum_facet_name((dictum_facet)i), at, bytes) != 0))
            i++;
        if (i == DICTUM_FACETS)
            return wrong_value(args, "facets", value, "of source, year, lang and speaker, with commas between");
        *out |= 1u << i;
        if (at[bytes] == '\0')
            return true;
        at += bytes + 1;
    }
}

static bool take_option(void *context, size_t option, const char *value)
{
    arguments *args = context;
    switch (option) {
    case OPTION_INDEX:
        if (value[0] == '\0')
            return wrong_value(args, "index", value, "a folder");
        args->location_list[args->location_count++] = value;
        return true;
    case OPTION_ANY:
        args->search.any = true;
        return true;
    case OPTION_CONTEXT:
        return parse_context(args, value);
    case OPTION_NO_FOLD:
        args->search.fold = false;
        return true;
    case OPTION_FACETS:
        return parse_facets(args, value, &args->search.facets);
    case OPTION_PATHS_ONLY:
        args->paths_only = true;
        return true;
    case OPTION_NULL:
        args->null = true;
        return true;
    case OPTION_LIMIT:
        args->limited = true;
        return parse_number(args, "limit", value, &args->search.limit);
    case OPTION_OFFSET:
        return parse_number(args, "offset", value, &args->search.offset);
    case OPTION_SORT:
        return parse_sort(args, value, &args->search.sort);
    case OPTION_STRICT:
        args->search.strict = true;
        return true;
    case OPTION_SHOW:
        if (args->show != NULL)
            return wrong_use(args, "--show can be given once only");
        args->show = value;
        return true;
    case OPTION_FORMAT:
        args->json = strcmp(value, "json") == 0;
        return args->json || strcmp(value, "text") == 0 || wrong_value(args, "format", value, "text or json");
    case OPTION_COLOR:
        args->colour = value;
        return dictum__program_is_when(value) || wrong_value(args, "color", value, "auto, always or never");
    default:
        args->quiet = true;
        return true;
    }
}

/* So many characters of a query are shown on each side of a place in it. */
#define SHOWN_CHARACTERS 60

/* Moves `at` by up to SHOWN_CHARACTERS characters. */
static size_t far_from(const char *query, size_t at, bool forward)
{
    for (size_t i = 0; i < SHOWN_CHARACTERS; i++) {
        if (forward ? query[at] == '\0' : at == 0)
            break;
        do
            at = forward ? at + 1 : at - 1;
        while (((unsigned char)query[at] & 0xc0) == 0x80 && at > 0);
    }
    return at;
}

/* The query round byte `offset`, and a caret under that. */
static void show_place(const char *query, size_t offset)
{
    dictum_buf line;
    size_t start = far_from(query, offset, false), end = far_from(query, offset, true);
    dictum__buf_init(&line, SIZE_MAX / 2);
    dictum__buf_append_str(&line, start > 0 ? "…" : "");
    dictum__terminal_append(&line, (dictum_slice){query + start, offset - start}, false);
    size_t before = line.len;
    dictum__terminal_append(&line, (dictum_slice){query + offset, end - offset}, false);
    dictum__buf_append_str(&line, query[end] != '\0' ? "…" : "");
    if (dictum__buf_status(&line) == DICTUM_OK && line.len > 0) {
        size_t columns = dictum__terminal_columns((dictum_slice){line.data, before});
        fprintf(stderr, "  %.*s\n  ", (int)line.len, line.data);
        while (columns-- > 0)
            fputc(' ', stderr);
        fputs("^\n", stderr);
    }
    dictum__buf_dispose(&line);
}

/* Says what went wrong; for a place in the query, shows it with a caret under it. */
static void complain(const arguments *args, const char *query, const dictum_error *error)
{
    if (args->quiet)
        return;
    dictum__terminal_say("dictum-search", error->text);
    if (query != NULL && error->offset_bytes != DICTUM_NO_OFFSET && error->offset_bytes <= strlen(query))
        show_place(query, error->offset_bytes);
}

static int fail(const arguments *args, dictum_printer *printer, const char *query, const dictum_error *error)
{
    dictum__print_error(printer, error);
    complain(args, query, error);
    return EXIT_ERROR;
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000.0 + (double)now.tv_nsec / 1e6;
}

/* What is to be said of a result beside it. */
static void remark(const dictum_index *index, const dictum_result *result)
{
    for (size_t i = 0; i < dictum_result_note_count(result); i++)
        dictum__terminal_say("dictum-search", dictum_result_note(result, i));
    /* A query without a word has its note. */
    if (dictum_result_match_count(result) > 0 || dictum_result_query(result)[0] == '\0')
        return;
    fprintf(stderr, "dictum-search: none of %" PRIu64 " statements matches ", dictum_index_statement_count(index));
    dictum__terminal_print(stderr, dictum_result_query(result));
    fputc('\n', stderr);
}

static void suggest(const dictum_result *result)
{
    if (dictum_result_suggestion(result) == NULL)
        return;
    fputs("dictum-search: did you mean ", stderr);
    dictum__terminal_print(stderr, dictum_result_suggestion(result));
    fputs("?\n", stderr);
}

static int search(const arguments *args, dictum_printer *printer, dictum_index *index, const char *query)
{
    dictum_error error;
    dictum_result *result;
    double started = now_ms();
    if (dictum_search(index, query, &args->search, &result, &error) != DICTUM_OK)
        return fail(args, printer, query, &error);
    dictum_summary summary = {.result = result, .time_ms = now_ms() - started, .facets = args->search.facets};
    bool printed = true;
    if (args->paths_only)
        printed = dictum__print_paths(printer, result, args->null ? '\0' : '\n');
    else
        dictum__print_result(printer, &summary);
    if (!args->quiet && !args->json) {
        remark(index, result);
        suggest(result);
    }
    int status = !printed ? EXIT_ERROR : dictum_result_match_count(result) > 0 ? EXIT_FOUND : EXIT_NOTHING;
    if (!printed)
        dictum__terminal_say("dictum-search", "out of memory");
    dictum_result_free(result);
    return status;
}

static int show(const arguments *args, dictum_printer *printer, dictum_index *index)
{
    dictum_error error;
    dictum_statement *statement;
    dictum_status status = dictum_statement_fetch(index, args->show, &statement, &error);
    if (status != DICTUM_OK)
        return fail(args, printer, NULL, &error) == EXIT_ERROR && status == DICTUM_NOT_FOUND ? EXIT_NOTHING
                                                                                             : EXIT_ERROR;
    dictum__print_statement(printer, statement);
    dictum_statement_free(statement);
    return EXIT_FOUND;
}

static int run(const arguments *args, dictum_printer *printer, const char *query)
{
    dictum_error error;
    dictum_index *index;
    if (dictum__open_named(args->locations, args->location_count, &index, &error) != DICTUM_OK)
        return fail(args, printer, NULL, &error);
    int status = args->show != NULL ? show(args, printer, index) : search(args, printer, index, query);
    dictum_index_free(index);
    return status;
}

static void print_usage(arguments *args)
{
    dictum__say_usage(&program);
    dictum__buf_append_str(&args->wrong, "there is no query");
}

static int run_words(arguments *args, dictum_printer *printer, int argc, char **argv, int first)
{
    char *query = dictum__join_words(argc, argv, first);
    printer->json = args->json;
    printer->colour = !args->json && dictum__program_wants_colour(args->colour, STDOUT_FILENO);
    int status = query != NULL ? run(args, printer, query) : EXIT_ERROR;
    free(query);
    return status;
}

/* Whether the options can be meant together; sets what one of them means for others. */
static bool goes_together(arguments *args)
{
    if (args->null && !args->paths_only)
        return wrong_use(args, "--null is for --paths-only");
    if (!args->paths_only)
        return true;
    if (args->json || args->show != NULL || args->search.facets != 0)
        return wrong_use(args, "--paths-only goes with neither --format json nor --show nor --facets");
    args->search.limit = args->limited ? args->search.limit : UINT64_MAX;
    args->search.excerpts_per_hit = 0;
    args->search.without_text = true;
    args->search.fold = false;
    return true;
}

/* The line of JSON that an error ends with where the arguments themselves are wrong. */
static void print_wrong(const arguments *args, dictum_printer *printer)
{
    dictum_error error = {.code = DICTUM_ARGUMENT, .offset_bytes = DICTUM_NO_OFFSET};
    snprintf(error.text, sizeof error.text, "%s",
             args->wrong.len > 0 ? args->wrong.data : "wrong option; standard error names it");
    printer->json = true;
    dictum__print_error(printer, &error);
}

int main(int argc, char **argv)
{
    int first;
    arguments args = {.colour = "auto"};
    dictum_search_options_init(&args.search);
    args.search.fold = true;
    args.search.suggest = true;
    dictum__buf_init(&args.wrong, DICTUM_ERROR_TEXT_BYTES);
    args.location_list = calloc((size_t)argc + 1, sizeof *args.location_list);
    args.locations = args.location_list;
    if (args.location_list == NULL)
        return EXIT_ERROR;
    dictum_parse parse = dictum__options_parse(&program, argc, argv, take_option, &args, &first);
    int status = parse == DICTUM__PARSE_EXIT ? EXIT_FOUND : EXIT_ERROR;
    dictum_printer printer = {.json = false};
    dictum__buf_init(&printer.out, SIZE_MAX / 2);
    if (parse == DICTUM__PARSE_OK && first == argc && args.show == NULL)
        print_usage(&args);
    else if (parse == DICTUM__PARSE_OK && first < argc && args.show != NULL)
        (void)wrong_use(&args, "--show takes an id and no query");
    else if (parse == DICTUM__PARSE_OK && goes_together(&args))
        status = run_words(&args, &printer, argc, argv, first);
    if ((parse == DICTUM__PARSE_ERROR || args.wrong.len > 0) && dictum__options_ask_json(argc, argv))
        print_wrong(&args, &printer);
    if (parse != DICTUM__PARSE_EXIT && !dictum__write_out(&printer.out)) {
        fputs("dictum-search: cannot write the results\n", stderr);
        status = EXIT_ERROR;
    }
    dictum__buf_dispose(&printer.out);
    dictum__buf_dispose(&args.wrong);
    free(args.location_list);
    return status;
}
