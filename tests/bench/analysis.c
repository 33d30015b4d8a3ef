/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures text analysis beside the least that any indexer with ICU has to do.
 *
 *   bench_analysis FOLDER [MEGABYTES]
 *
 * The texts of a folder (files that are valid UTF-8, each as it is) are analysed again and again, in one process and
 * one thread, all ways in turn, and of each way the best round counts. A round is at least MEGABYTES (default 8).
 *
 *   icu        UTF-8 to UTF-16, case folding, and ICU's word iterator to its end: nothing is kept
 *   tokens     dictum__analyse(): tokens with byte ranges, normal form, variants, joins
 *   sentences  the same with sentences
 *   postings   the same with stems and the statement's terms and positions in memory: all that is done before
 *              writing */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#include "indexer/postings.h"
#include "lib/analyse.h"
#include "lib/utf8.h"

#define ROUNDS 7
#define FILE_BYTES_MAX ((long)16 << 20)

typedef struct corpus {
    dictum_slice *texts;
    size_t count, cap, bytes;
} corpus;

static void die(const char *what)
{
    fprintf(stderr, "bench_analysis: %s\n", what);
    exit(2);
}

static void add_file(corpus *c, const char *path)
{
    struct stat status;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return;
    if (fstat(fileno(file), &status) == 0 && status.st_size > 0 && status.st_size <= FILE_BYTES_MAX) {
        char *bytes = malloc((size_t)status.st_size);
        if (bytes == NULL)
            die("out of memory");
        dictum_slice text = {bytes, fread(bytes, 1, (size_t)status.st_size, file)};
        if (text.len > 0 && dictum__utf8_is_valid(text)) {
            if (c->count == c->cap) {
                c->cap = c->cap == 0 ? 1024 : c->cap * 2;
                c->texts = realloc(c->texts, c->cap * sizeof *c->texts);
                if (c->texts == NULL)
                    die("out of memory");
            }
            c->texts[c->count++] = text;
            c->bytes += text.len;
        } else {
            free(bytes);
        }
    }
    (void)fclose(file);
}

static void add_folder(corpus *c, const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        die("the folder cannot be read");
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct stat status;
        char inside[4096];
        if (entry->d_name[0] == '.' ||
            (size_t)snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name) >= sizeof inside ||
            lstat(inside, &status) != 0)
            continue;
        if (S_ISDIR(status.st_mode))
            add_folder(c, inside);
        else if (S_ISREG(status.st_mode))
            add_file(c, inside);
    }
    (void)closedir(folder);
}

/* ---- the ways ---------------------------------------------------------------------------------------------------- */

typedef struct bench {
    UBreakIterator *words;
    UChar *units, *folded;
    size_t units_cap;
    dictum_analyser *analyser;
    dictum_postings *postings;
    size_t found; /* so that no work can be left out */
} bench;

static void icu_loop(bench *b, dictum_slice text)
{
    UErrorCode icu = U_ZERO_ERROR;
    int32_t length, cap = (int32_t)b->units_cap;
    u_strFromUTF8(b->units, cap, &length, text.data, (int32_t)text.len, &icu);
    length = u_strFoldCase(b->folded, cap, b->units, length, U_FOLD_CASE_DEFAULT, &icu);
    ubrk_setText(b->words, b->folded, length, &icu);
    if (U_FAILURE(icu))
        die(u_errorName(icu));
    while (ubrk_next(b->words) != UBRK_DONE)
        b->found += ubrk_getRuleStatus(b->words) != UBRK_WORD_NONE;
}

static void analyse(bench *b, dictum_slice text, unsigned flags)
{
    const dictum_analysis *analysis;
    if (dictum__analyse(b->analyser, text, "en", flags, &analysis, NULL) != DICTUM_OK)
        die("the analysis failed");
    b->found += analysis->token_count;
}

static void tokens(bench *b, dictum_slice text)
{
    analyse(b, text, 0);
}

static void sentences(bench *b, dictum_slice text)
{
    analyse(b, text, DICTUM__ANALYSE_SENTENCES);
}

static void postings(bench *b, dictum_slice text)
{
    dictum_record record = {.id = DICTUM_SLICE("x"), .text = text, .lang = DICTUM_SLICE("en")};
    dictum_draft draft = {.record = &record, .file = DICTUM_SLICE("x")};
    if (dictum__postings_collect(b->postings, &draft, NULL) != DICTUM_OK)
        die("the analysis failed");
    b->found += dictum__postings_count(b->postings);
}

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double round_seconds(bench *b, void (*way)(bench *, dictum_slice), const corpus *c, size_t repeats)
{
    double start = seconds();
    for (size_t r = 0; r < repeats; r++)
        for (size_t i = 0; i < c->count; i++)
            way(b, c->texts[i]);
    return seconds() - start;
}

static void begin(bench *b, const corpus *c)
{
    UErrorCode icu = U_ZERO_ERROR;
    for (size_t i = 0; i < c->count; i++)
        b->units_cap = c->texts[i].len > b->units_cap ? c->texts[i].len : b->units_cap;
    b->units_cap = b->units_cap * 3 + 1;
    b->units = malloc(b->units_cap * sizeof *b->units);
    b->folded = malloc(b->units_cap * sizeof *b->folded);
    b->words = ubrk_open(UBRK_WORD, "", NULL, 0, &icu);
    if (b->units == NULL || b->folded == NULL || U_FAILURE(icu) ||
        dictum__analyser_new(&b->analyser, NULL) != DICTUM_OK || dictum__postings_new(&b->postings, NULL) != DICTUM_OK)
        die("out of memory");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*way)(bench *, dictum_slice);
    } ways[] = {{"icu", icu_loop}, {"tokens", tokens}, {"sentences", sentences}, {"postings", postings}};
    enum { WAYS = sizeof ways / sizeof ways[0] };
    corpus c = {0};
    bench b = {0};
    double best[WAYS] = {0};
    if (argc < 2)
        die("usage: bench_analysis FOLDER [MEGABYTES]");
    add_folder(&c, argv[1]);
    if (c.count == 0)
        die("no text in the folder");
    begin(&b, &c);
    size_t wanted = (argc > 2 ? strtoul(argv[2], NULL, 10) : 8) * 1000000;
    size_t repeats = wanted / c.bytes + 1;
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t way = 0; way < WAYS; way++) {
            double took = round_seconds(&b, ways[way].way, &c, repeats);
            best[way] = round == 0 || took < best[way] ? took : best[way];
        }
    }
    printf("files\t%zu\nbytes\t%zu\n", c.count, c.bytes);
    for (size_t way = 0; way < WAYS; way++)
        printf("%s\t%.1f\t%.2f\n", ways[way].name, (double)(c.bytes * repeats) / 1e6 / best[way], best[0] / best[way]);
    return b.found > 0 ? 0 : 1;
}
