/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real documents: any run of words that an independent reader draws from a file, typed or pasted in any manner, finds
 * that file as a phrase, every time; and every title finds its statement.
 *
 * The documents are no part of the project: $DICTUM_MEDIA_STATEMENT names a file, $DICTUM_CORPORA the folder that holds
 * `fomc`, `sotu` and `fed-speeches`. Without them the test is skipped. DICTUM_TEST_SEED repeats a run,
 * DICTUM_TEST_PERCENT makes it shorter or longer. */
#include <dictum/search.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/corpus/disguise.h"
#include "tests/support/process.h"
#include "tests/support/reader.h"
#include "tests/support/temp.h"

#define RUNS 1000
#define RUN_WORDS_MIN 3
#define RUN_WORDS_MAX 12
#define FAILURES_SHOWN 10
#define FIRST_HITS 20
#define EXCERPTS 3

typedef struct corpus_file {
    char *path;
    reader_document document;
    bool read;
} corpus_file;

typedef struct corpus {
    corpus_file *files;
    size_t count, cap;
    char *folder; /* temporary */
    dictum_index *index;
    size_t failures;
} corpus;

static uint64_t seed;
static char *indexer;

/* ---- a corpus ---------------------------------------------------------------------------------------------------- */

static void add_file(corpus *c, const char *path)
{
    if (c->count == c->cap) {
        c->cap = c->cap == 0 ? 256 : c->cap * 2;
        c->files = realloc(c->files, c->cap * sizeof *c->files);
        assert_non_null(c->files);
    }
    char *real = realpath(path, NULL);
    assert_non_null(real);
    c->files[c->count++] = (corpus_file){.path = real};
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const corpus_file *)a)->path, ((const corpus_file *)b)->path);
}

/* The file, or the files of the folder. */
static void find_files(corpus *c, const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        add_file(c, path);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char *inside = temp_path(path, entry->d_name);
        struct stat status;
        if (entry->d_name[0] != '.' && stat(inside, &status) == 0 && S_ISREG(status.st_mode))
            add_file(c, inside);
        free(inside);
    }
    (void)closedir(folder);
    if (c->files != NULL)
        qsort(c->files, c->count, sizeof *c->files, compare_files);
}

static void open_corpus(corpus *c, const char *path)
{
    process_result result;
    dictum_error error;
    char *real = realpath(path, NULL); /* as it stands in the index */
    assert_non_null(real);
    find_files(c, real);
    assert_true(c->count > 0);
    c->folder = temp_new();
    assert_non_null(c->folder);
    /* What is drawn may stand anywhere on a page. */
    const char *const arguments[] = {indexer, "--quiet", "--whole-page", "--index", c->folder, real, NULL};
    assert_true(process_run(arguments, NULL, &result));
    if (result.status != 0)
        fail_msg("dictum-index %s: exit status %d\n%s%s", path, result.status, result.out, result.err);
    process_dispose(&result);
    free(real);
    const char *where = c->folder;
    if (dictum_index_open(&where, 1, &c->index, &error) != DICTUM_OK)
        fail_msg("dictum_index_open: %s", error.text);
    assert_int_equal(dictum_index_statement_count(c->index), c->count);
}

static void close_corpus(corpus *c)
{
    dictum_index_free(c->index);
    for (size_t i = 0; i < c->count; i++) {
        free(c->files[i].path);
        if (c->files[i].read)
            reader_close(&c->files[i].document);
    }
    free(c->files);
    temp_remove(c->folder);
}

static const reader_document *document_of(corpus_file *file)
{
    if (!file->read && !reader_open(file->path, &file->document))
        fail_msg("%s cannot be read", file->path);
    file->read = true;
    return &file->document;
}

/* ---- searching --------------------------------------------------------------------------------------------------- */

static dictum_result *search(const corpus *c, const char *query, uint64_t offset, uint64_t limit, size_t excerpts)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    dictum_search_options_init(&options);
    options.offset = offset;
    options.limit = limit;
    options.excerpts_per_hit = excerpts;
    if (dictum_search(c->index, query, &options, &result, &error) != DICTUM_OK)
        fail_msg("seed %llu, query %s\ndictum_search: %s", (unsigned long long)seed, query, error.text);
    return result;
}

static const dictum_hit *hit_of(const dictum_result *result, const char *path)
{
    for (size_t i = 0; i < dictum_result_hit_count(result); i++) {
        const dictum_hit *hit = dictum_result_hit(result, i);
        if (hit->statement->path.text != NULL && strcmp(hit->statement->path.text, path) == 0)
            return hit;
    }
    return NULL;
}

/* The file's hit, wherever it ranks; NULL where it is none. *result is the caller's. Its rank is looked for without
 * excerpts, for a run of a page's navigation is found in hundreds of pages. */
static const dictum_hit *find_hit(const corpus *c, const char *query, const char *path, size_t excerpts,
                                  dictum_result **result)
{
    const dictum_hit *hit = NULL;
    *result = NULL;
    for (uint64_t limit = FIRST_HITS;; limit = c->count) {
        dictum_result_free(*result);
        *result = search(c, query, 0, limit, 0);
        hit = hit_of(*result, path);
        if (hit != NULL || dictum_result_match_count(*result) <= limit)
            break;
    }
    if (hit == NULL || excerpts == 0)
        return hit;
    uint64_t rank = hit->rank;
    dictum_result_free(*result);
    *result = search(c, query, rank - 1, 1, excerpts);
    return hit_of(*result, path);
}

static void report(corpus *c, const char *what, const char *path, const char *given, const char *query,
                   const dictum_result *result)
{
    if (++c->failures > FAILURES_SHOWN)
        return;
    print_error("seed %llu: %s\n  file: %s\n  run: %s\n  query: %s\n  understood as: %s\n", (unsigned long long)seed,
                what, path, given, query, dictum_result_query(result));
}

/* What is wrong with the excerpts of a statement that holds a phrase of these letters; NULL where nothing is. */
static const char *excerpts_fault(const dictum_hit *hit, const char *letters)
{
    growing marked = {0};
    const char *fault = NULL;
    if (hit->excerpt_count == 0)
        return "no excerpt";
    for (size_t i = 0; i < hit->excerpt_count && fault == NULL; i++) {
        const dictum_excerpt *excerpt = &hit->excerpts[i];
        if (excerpt->start > excerpt->end || excerpt->end > hit->statement->text.bytes ||
            excerpt->text.bytes != excerpt->end - excerpt->start ||
            memcmp(excerpt->text.text, hit->statement->text.text + excerpt->start, excerpt->text.bytes) != 0)
            fault = "an excerpt is not its slice of the text";
        else if (!characters_are_utf8(excerpt->text.text, excerpt->text.bytes))
            fault = "an excerpt cuts a character";
        else if (excerpt->mark_count == 0)
            fault = "an excerpt has no mark";
        for (size_t m = 0; m < excerpt->mark_count && fault == NULL; m++)
            if (excerpt->marks[m].start >= excerpt->marks[m].end || excerpt->marks[m].end > excerpt->text.bytes)
                fault = "a mark lies outside its excerpt";
    }
    if (fault == NULL) {
        dictum_range mark = hit->excerpts[0].marks[0];
        disguise_letters(hit->excerpts[0].text.text + mark.start, mark.end - mark.start, &marked);
        if (strstr(marked.data, letters) == NULL)
            fault = "the first mark is not the run";
    }
    growing_dispose(&marked);
    return fault;
}

/* ---- the tests --------------------------------------------------------------------------------------------------- */

/* The slice of the file's text from one word to another, both chosen at random; false where it has too few. */
static bool draw_run(const reader_document *document, chance *dice, growing *run)
{
    size_t words = RUN_WORDS_MIN + chance_below(dice, RUN_WORDS_MAX - RUN_WORDS_MIN + 1);
    if (document->word_count < words)
        return false;
    size_t first = chance_below(dice, document->word_count - words + 1);
    size_t start = document->words[first].start, end = document->words[first + words - 1].end;
    growing_clear(run);
    growing_add(run, document->text + start, end - start);
    return true;
}

static void check_run(corpus *c, corpus_file *file, const growing *run, chance *dice)
{
    growing query = {0}, letters = {0};
    dictum_result *result;
    disguise(run->data, run->len, dice, &query);
    disguise_letters(run->data, run->len, &letters);
    const dictum_hit *hit = find_hit(c, query.data, file->path, EXCERPTS, &result);
    const char *fault = hit == NULL ? "not found" : excerpts_fault(hit, letters.data);
    if (fault != NULL)
        report(c, fault, file->path, run->data, query.data, result);
    dictum_result_free(result);
    growing_dispose(&query);
    growing_dispose(&letters);
}

static void check_runs(corpus *c)
{
    chance dice = chance_begin(seed);
    growing run = {0};
    size_t drawn = 0;
    const char *percent = getenv("DICTUM_TEST_PERCENT");
    size_t runs = percent == NULL ? RUNS : RUNS * strtoul(percent, NULL, 10) / 100;
    for (size_t tries = 0; drawn < runs && tries < (size_t)100 * RUNS; tries++) {
        corpus_file *file = &c->files[chance_below(&dice, c->count)];
        if (!draw_run(document_of(file), &dice, &run))
            continue;
        drawn++;
        check_run(c, file, &run, &dice);
    }
    growing_dispose(&run);
    assert_int_equal(drawn, runs);
}

/* A title as somebody would type it who knows no query language, and as a phrase. */
static void check_title(corpus *c, const dictum_statement *statement)
{
    dictum_result *result;
    growing phrase = {0};
    if (statement->title.text == NULL || statement->title.bytes == 0)
        return;
    if (find_hit(c, statement->title.text, statement->path.text, 0, &result) == NULL)
        report(c, "not found by the words of its title", statement->path.text, "", statement->title.text, result);
    dictum_result_free(result);
    /* Marks that do not occur in titles. */
    growing_add_str(&phrase, "『");
    growing_add_str(&phrase, statement->title.text);
    growing_add_str(&phrase, "』");
    if (find_hit(c, phrase.data, statement->path.text, 0, &result) == NULL)
        report(c, "not found by its title as a phrase", statement->path.text, "", phrase.data, result);
    dictum_result_free(result);
    growing_dispose(&phrase);
}

static void check_titles(corpus *c)
{
    dictum_result *all = search(c, "-qqzqqzqqz", 0, c->count, 0);
    assert_int_equal(dictum_result_hit_count(all), c->count);
    for (size_t i = 0; i < c->count; i++)
        check_title(c, dictum_result_hit(all, i)->statement);
    dictum_result_free(all);
}

static void check_corpus(const char *path)
{
    corpus c = {0};
    if (path == NULL)
        skip();
    open_corpus(&c, path);
    check_runs(&c);
    check_titles(&c);
    size_t failures = c.failures;
    close_corpus(&c);
    if (failures > 0)
        fail_msg("%s: %zu failures, seed %llu", path, failures, (unsigned long long)seed);
}

/* The folder of a corpus, to be freed; NULL where there is none. */
static char *corpus_folder(const char *name)
{
    const char *base = getenv("DICTUM_CORPORA");
    struct stat status;
    if (base == NULL || base[0] == '\0')
        return NULL;
    char *path = temp_path(base, name);
    if (stat(path, &status) == 0)
        return path;
    free(path);
    return NULL;
}

static void check_named(const char *name)
{
    char *path = corpus_folder(name);
    check_corpus(path);
    free(path);
}

static const char *media_statement(void)
{
    const char *path = getenv("DICTUM_MEDIA_STATEMENT");
    struct stat status;
    return path != NULL && path[0] != '\0' && stat(path, &status) == 0 ? path : NULL;
}

static void any_run_of_a_scraped_media_statement_finds_it(void **state)
{
    (void)state;
    check_corpus(media_statement());
}

static void any_run_of_a_text_finds_it(void **state)
{
    (void)state;
    check_named("fomc");
}

static void any_run_of_a_markdown_document_finds_it(void **state)
{
    (void)state;
    check_named("sotu");
}

static void any_run_of_a_page_finds_it(void **state)
{
    (void)state;
    check_named("fed-speeches");
}

/* Whether there is anything to test with. */
static bool has_documents(void)
{
    static const char *const names[] = {"fomc", "sotu", "fed-speeches"};
    bool found = media_statement() != NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *path = corpus_folder(names[i]);
        if (path == NULL)
            continue;
        found = true;
        free(path);
    }
    return found;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_run_of_a_scraped_media_statement_finds_it),
        cmocka_unit_test(any_run_of_a_text_finds_it),
        cmocka_unit_test(any_run_of_a_markdown_document_finds_it),
        cmocka_unit_test(any_run_of_a_page_finds_it),
    };
    if (!has_documents()) {
        puts("skipped: neither $DICTUM_MEDIA_STATEMENT nor $DICTUM_CORPORA names any documents");
        return 77;
    }
    indexer = process_program("dictum-index");
    if (indexer == NULL) {
        puts("$DICTUM_BIN names no folder with dictum-index");
        return 1;
    }
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(indexer);
    return failed;
}
