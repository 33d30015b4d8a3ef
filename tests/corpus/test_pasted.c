/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences as people paste them, with all their punctuation, from real documents: each is understood as its words,
 * none of which becomes an operator, and as itself when it is asked for again.
 *
 * The documents are no part of the project: $DICTUM_CORPORA names the folder that holds them. Without it the test is
 * skipped. DICTUM_TEST_SEED repeats a run. */
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

#include "searcher/query.h"
#include "tests/support/chance.h"
#include "tests/support/reader.h"
#include "tests/support/temp.h"

#define SENTENCES 500
#define FILES_MAX 4096
#define SENTENCE_BYTES_MAX 600

typedef struct library {
    char *paths[FILES_MAX];
    size_t count;
} library;

static uint64_t seed;

static void add_folder(library *files, const char *name)
{
    char *folder = temp_path(getenv("DICTUM_CORPORA"), name);
    DIR *dir = opendir(folder);
    for (const struct dirent *entry = dir != NULL ? readdir(dir) : NULL; entry != NULL; entry = readdir(dir)) {
        struct stat status;
        char *path = temp_path(folder, entry->d_name);
        if (files->count < FILES_MAX && stat(path, &status) == 0 && S_ISREG(status.st_mode))
            files->paths[files->count++] = path;
        else
            free(path);
    }
    if (dir != NULL)
        (void)closedir(dir);
    free(folder);
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Whether it has what the query language takes for an operator: the u* and r* of central bankers are words that go on;
 * in "risk-measurement and -management" the minus cannot be told from one that excludes, nor the operator in
 * "COMMERCE WITH THE NEAR EAST". */
static bool has_operator(const char *sentence)
{
    static const char *const operators[] = {"*", "OR ", "NOT ", "NEAR ", "ADJ ", "SENTENCE ", "PARAGRAPH "};
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
        if (strstr(sentence, operators[i]) != NULL)
            return true;
    for (const char *at = strchr(sentence, '-'); at != NULL; at = strchr(at + 1, '-'))
        if (at == sentence || strchr(" \n\t([{", at[-1]) != NULL || (unsigned char)at[-1] >= 0x80)
            return true;
    return false;
}

/* A sentence of a document, by text analysis; false where the one that was drawn is too long. */
static bool draw(dictum_analyser *analyser, const reader_document *document, chance *dice, char *out)
{
    const dictum_analysis *analysis;
    size_t word = chance_below(dice, document->word_count);
    const char *from = document->text + document->words[word].start;
    size_t left = strlen(from);
    dictum_slice part = {from, left < 4000 ? left : 4000};
    while (part.len > 0 && part.len < left && ((unsigned char)part.data[part.len] & 0xc0) == 0x80)
        part.len--;
    if (dictum__analyse(analyser, part, "en", DICTUM__ANALYSE_SENTENCES, &analysis, NULL) != DICTUM_OK ||
        analysis->sentence_count < 3)
        return false;
    const dictum_sentence *sentence = &analysis->sentences[1];
    size_t bytes = sentence->byte_end - sentence->byte_start;
    if (bytes == 0 || bytes > SENTENCE_BYTES_MAX)
        return false;
    memcpy(out, part.data + sentence->byte_start, bytes);
    out[bytes] = '\0';
    return !has_operator(out);
}

/* Whether the tree asks for words and phrases, all of them, and nothing else. */
static bool is_plain(const dictum_node *node)
{
    if (node->weight > 0)
        return false;
    switch (node->kind) {
    case DICTUM__NODE_NOTHING:
    case DICTUM__NODE_WORD:
    case DICTUM__NODE_UNIT:
        return node->field == DICTUM__IN_ANY && !node->exact;
    case DICTUM__NODE_PHRASE:
        for (size_t i = 0; i < node->token_count; i++)
            if (node->tokens[i].gap > 0)
                return false;
        return node->field == DICTUM__IN_ANY;
    case DICTUM__NODE_AND:
        for (size_t i = 0; i < node->part_count; i++)
            if (!is_plain(node->parts[i]))
                return false;
        return true;
    default:
        return false;
    }
}

static void check(dictum_analyser *analyser, const char *sentence)
{
    dictum_query *query, *again;
    dictum_error error;
    if (dictum__query_parse(analyser, dictum__slice(sentence), false, false, &query, &error) != DICTUM_OK)
        fail_msg("seed %llu\n%s\n%s", (unsigned long long)seed, sentence, error.text);
    if (!is_plain(query->root))
        fail_msg("seed %llu\n%s\nwas understood as %s", (unsigned long long)seed, sentence, query->normal);
    if (dictum__query_parse(analyser, dictum__slice(query->normal), false, true, &again, &error) != DICTUM_OK)
        fail_msg("seed %llu\n%s\n%s: %s", (unsigned long long)seed, sentence, query->normal, error.text);
    assert_string_equal(query->normal, again->normal);
    dictum__query_free(again);
    dictum__query_free(query);
}

static void pasted_sentences_are_words_and_no_operators(void **state)
{
    library *files = *state;
    dictum_analyser *analyser;
    chance dice = chance_begin(seed);
    assert_int_equal(dictum__analyser_new(&analyser, NULL), DICTUM_OK);
    for (size_t done = 0, tries = 0; done < SENTENCES; tries++) {
        reader_document document;
        char sentence[SENTENCE_BYTES_MAX + 1];
        assert_true(tries < SENTENCES * (size_t)100);
        if (!reader_open(files->paths[chance_below(&dice, files->count)], &document))
            continue;
        for (size_t i = 0; i < 5 && document.word_count > 0; i++) {
            if (!draw(analyser, &document, &dice, sentence))
                continue;
            check(analyser, sentence);
            done++;
        }
        reader_close(&document);
    }
    dictum__analyser_free(analyser);
}

int main(void)
{
    static const char *const folders[] = {"fomc", "sotu", "fed-speeches"};
    static library files;
    void *all = &files;
    const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(pasted_sentences_are_words_and_no_operators, all)};
    for (size_t i = 0; getenv("DICTUM_CORPORA") != NULL && i < sizeof folders / sizeof folders[0]; i++)
        add_folder(&files, folders[i]);
    if (files.count == 0) {
        puts("skipped: $DICTUM_CORPORA names no documents");
        return 77;
    }
    qsort(files.paths, files.count, sizeof files.paths[0], compare_paths);
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (size_t i = 0; i < files.count; i++)
        free(files.paths[i]);
    return failed;
}
