/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What operators of place cost beside the phrase of the same words:
 *
 *   bench_operators INDEX <QUERIES
 *
 * reads lines as bench_draw writes them, takes the phrases of two words among them, and asks in this process for the
 * ten best of each in every form. Prints the middle and the slowest hundredth of each form, and their ratio to the
 * phrase's; forms are asked in turn, so that what else the machine does meets all. */
#include <dictum/search.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAIRS_MAX 2000
#define ROUNDS 3
#define WORD_BYTES 64

typedef struct pair {
    char left[WORD_BYTES], right[WORD_BYTES];
} pair;

/* %1$s and %2$s are the words. */
static const char *const forms[] = {
    "\"%1$s %2$s\"",   "%1$s NEAR/5 %2$s", "%1$s ADJ/5 %2$s",      "%1$s SENTENCE %2$s", "%1$s PARAGRAPH %2$s",
    "\"%1$s %2$s\"~5", "\"%1$s * %2$s\"",  "%1$s NEAR/5 NOT %2$s", "%1$s %2$s",
};
#define FORMS (sizeof forms / sizeof forms[0])

static pair pairs[PAIRS_MAX];
static size_t pair_count;
static double times[FORMS][PAIRS_MAX];

/* Whether it is a phrase of two words. */
static bool read_pair(char *line, pair *out)
{
    char *open = strchr(line, '"'), *space = open != NULL ? strchr(open, ' ') : NULL;
    char *close = space != NULL ? strchr(space, '"') : NULL;
    if (close == NULL || close[1] != '\n' || memchr(space + 1, ' ', (size_t)(close - space - 1)) != NULL ||
        open[-1] != '\t')
        return false;
    *space = *close = '\0';
    if (strlen(open + 1) >= WORD_BYTES || strlen(space + 1) >= WORD_BYTES)
        return false;
    (void)snprintf(out->left, sizeof out->left, "%s", open + 1);
    (void)snprintf(out->right, sizeof out->right, "%s", space + 1);
    return true;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void fill(const char *form, const pair *words, char *out, size_t room)
{
    size_t used = 0;
    for (const char *at = form; *at != '\0' && used + WORD_BYTES + 1 < room; at++) {
        if (*at != '%') {
            out[used++] = *at;
            continue;
        }
        const char *word = at[1] == '1' ? words->left : words->right;
        used += (size_t)snprintf(out + used, room - used, "%s", word);
        at += 3;
    }
    out[used] = '\0';
}

static double ask(dictum_index *index, const char *query)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    dictum_search_options_init(&options);
    options.excerpts_per_hit = 0; /* showing is the same for all */
    double began = now();
    if (dictum_search(index, query, &options, &result, &error) != DICTUM_OK) {
        (void)fprintf(stderr, "%s: %s\n", query, error.text);
        exit(2);
    }
    double took = now() - began;
    dictum_result_free(result);
    return took;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double percentile(size_t form, size_t percent)
{
    size_t rank = (pair_count * percent + 99) / 100;
    return times[form][rank > 0 ? rank - 1 : 0];
}

int main(int argc, char **argv)
{
    char line[4096], query[512];
    dictum_index *index;
    dictum_error error;
    if (argc != 2) {
        (void)fputs("usage: bench_operators INDEX <QUERIES\n", stderr);
        return 2;
    }
    const char *where = argv[1];
    if (dictum_index_open(&where, 1, &index, &error) != DICTUM_OK) {
        (void)fprintf(stderr, "%s\n", error.text);
        return 2;
    }
    while (pair_count < PAIRS_MAX && fgets(line, sizeof line, stdin) != NULL)
        pair_count += read_pair(line, &pairs[pair_count]);
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < pair_count; i++) {
            for (size_t form = 0; form < FORMS; form++) {
                fill(forms[form], &pairs[i], query, sizeof query);
                double took = ask(index, query);
                if (round == 0 || took < times[form][i])
                    times[form][i] = took;
            }
        }
    }
    dictum_index_free(index);
    printf("%zu pairs of words, the ten best, the best of %d rounds\n\n  %-22s%10s %7s %10s %7s\n", pair_count, ROUNDS,
           "", "p50 ms", "", "p99 ms", "");
    for (size_t form = 0; form < FORMS; form++)
        qsort(times[form], pair_count, sizeof times[form][0], compare);
    for (size_t form = 0; form < FORMS && pair_count > 0; form++) {
        static const pair names = {"a", "b"};
        fill(forms[form], &names, query, sizeof query);
        printf("  %-22s%10.3f %6.2fx %10.3f %6.2fx\n", query, percentile(form, 50),
               percentile(form, 50) / percentile(0, 50), percentile(form, 99),
               percentile(form, 99) / percentile(0, 99));
    }
    return 0;
}
