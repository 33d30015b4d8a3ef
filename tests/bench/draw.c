/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Draws queries from the very folder that is measured, so that they are as frequent or rare as its own language:
 *
 *   bench_draw SEED COUNT FOLDER
 *
 * prints COUNT lines of each class as "class<TAB>query", the same for the same seed and folder, in the spelling that
 * dictum, Xapian's query parser and SQLite FTS5 share. A drawn word or run of words stands in a text file exactly so,
 * between white space or plain stops: where tokenizers differ (apostrophes, hyphens, abbreviations, markup), nothing is
 * drawn, for each engine is to find what it is asked for. */
#include <errno.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define SAMPLE_FILES 1000
#define SAMPLE_BYTES ((size_t)64 << 20)
#define FILE_BYTES ((size_t)1 << 20)
#define COMMON_WORDS 100
#define TRIES 2000

typedef struct word {
    const char *text;
    uint32_t length;
    uint32_t file;
    uint32_t entry; /* in the vocabulary */
    bool clear;     /* only white space and plain stops between it and the word before */
} word;

typedef struct entry {
    const char *text;
    uint32_t length;
    uint32_t count;
    bool common;
} entry;

typedef struct sample {
    word *words;
    size_t count;
    size_t capacity;
    entry *entries;
    size_t entry_count;
} sample;

static char **found_paths; /* nftw() hands its callback no context */
static size_t found_count;

static int remember_path(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    static const char *const endings[] = {".txt", ".text", ".md", ".markdown", ".htm", ".html"};
    (void)status;
    const char *dot = strrchr(path + place->base, '.');
    bool wanted = false;
    for (size_t i = 0; kind == FTW_F && dot != NULL && i < sizeof endings / sizeof *endings; i++)
        wanted = wanted || strcasecmp(dot, endings[i]) == 0;
    if (!wanted)
        return 0;
    if ((found_count & (found_count + 1)) == 0) { /* one less than a power of two: full */
        char **grown = realloc(found_paths, (found_count + 1) * 2 * sizeof *grown);
        if (grown == NULL)
            return -1;
        found_paths = grown;
    }
    found_paths[found_count] = strdup(path);
    return found_paths[found_count++] == NULL ? -1 : 0;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static uint64_t random_state;

/* SplitMix64 (Steele, Lea, Flood 2014): a number below `bound`, which is small enough for the remainder to be fair. */
static size_t draw(size_t bound)
{
    uint64_t z = random_state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (size_t)((z ^ (z >> 31)) % bound);
}

/* Length of the UTF-8 sequence at `at`, 0 where it is none. Overlong forms pass: nothing here depends on it. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    size_t length = 0;
    if (at[0] < 0x80)
        return 1;
    if (at[0] >= 0xc2 && at[0] < 0xe0)
        length = 2;
    else if (at[0] >= 0xe0 && at[0] < 0xf0)
        length = 3;
    else if (at[0] >= 0xf0 && at[0] < 0xf5)
        length = 4;
    if (length == 0 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    }
    return length;
}

static bool is_ascii_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters and digits. Beyond ASCII all counts as a letter but the blocks where common punctuation stands: Latin-1
 * signs, U+2000 to U+20FF, U+3000 to U+303F and the full-width forms. */
static bool is_word_character(const unsigned char *at, size_t length)
{
    if (length == 1)
        return is_ascii_letter(at[0]) || (at[0] >= '0' && at[0] <= '9');
    if (at[0] == 0xc2)
        return false;
    if (at[0] == 0xe2 && at[1] <= 0x83)
        return false;
    return !(at[0] == 0xe3 && at[1] == 0x80) && !(at[0] == 0xef && at[1] >= 0xbc);
}

/* Reads a file into memory of its own; NULL when it cannot be read, is empty or is not text. */
static char *read_text(const char *path, size_t *length)
{
    char *text = NULL;
    bool good = false;
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return NULL;
    text = malloc(FILE_BYTES);
    if (text == NULL)
        goto out;
    *length = fread(text, 1, FILE_BYTES, file);
    good = *length > 0 && ferror(file) == 0;
    for (size_t i = 0, step; good && i < *length; i += step) {
        step = sequence_length((const unsigned char *)text + i, *length - i);
        if (step == 0 && *length == FILE_BYTES && *length - i < 4)
            *length = i; /* cut in the middle of a character */
        else
            good = step > 0 && text[i] != '\0';
    }
out:
    (void)fclose(file);
    if (!good) {
        free(text);
        return NULL;
    }
    return text;
}

/* Overwrites tags, and the content of <script> and <style>, with a byte that no word may touch. */
static void blank_markup(char *text, size_t length)
{
    const char *until = NULL; /* the end that is waited for */
    for (size_t i = 0; i < length; i++) {
        if (until == NULL && text[i] == '<') {
            until = ">";
            if (length - i > 7 && strncasecmp(text + i, "<script", 7) == 0)
                until = "</script>";
            else if (length - i > 6 && strncasecmp(text + i, "<style", 6) == 0)
                until = "</style>";
        }
        if (until == NULL)
            continue;
        size_t end = strlen(until);
        if (length - i >= end && strncasecmp(text + i, until, end) == 0) {
            memset(text + i, '\1', end);
            i += end - 1;
            until = NULL;
        } else {
            text[i] = '\1';
        }
    }
}

static bool add_word(sample *all, word added)
{
    if (all->count == all->capacity) {
        size_t capacity = all->capacity == 0 ? 4096 : all->capacity * 2;
        word *grown = realloc(all->words, capacity * sizeof *grown);
        if (grown == NULL)
            return false;
        all->words = grown;
        all->capacity = capacity;
    }
    all->words[all->count++] = added;
    return true;
}

/* Cuts a text into words, in small letters where they are ASCII. */
static bool add_words(sample *all, char *text, size_t length, uint32_t file)
{
    bool stops_only = true;
    bool space = true;
    for (size_t i = 0; i < length;) {
        size_t from = i;
        size_t step = sequence_length((const unsigned char *)text + i, length - i);
        while (step > 0 && i < length && is_word_character((const unsigned char *)text + i, step)) {
            if (text[i] >= 'A' && text[i] <= 'Z')
                text[i] = (char)(text[i] - 'A' + 'a');
            i += step;
            step = i < length ? sequence_length((const unsigned char *)text + i, length - i) : 0;
        }
        if (i > from) {
            word added = {text + from, (uint32_t)(i - from), file, 0, stops_only && space};
            if (!add_word(all, added))
                return false;
            stops_only = true;
            space = false;
        } else {
            stops_only = stops_only && strchr(" \t\r\n.,;:", text[i]) != NULL;
            space = space || strchr(" \t\r\n", text[i]) != NULL;
            i += step == 0 ? 1 : step;
        }
    }
    return true;
}

static int compare_text(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t shorter = a_length < b_length ? a_length : b_length;
    int order = memcmp(a, b, shorter);
    return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

static int compare_words(const void *a, const void *b)
{
    const word *left = *(word *const *)a;
    const word *right = *(word *const *)b;
    return compare_text(left->text, left->length, right->text, right->length);
}

static int compare_counts(const void *a, const void *b)
{
    const entry *left = *(entry *const *)a;
    const entry *right = *(entry *const *)b;
    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return compare_text(left->text, left->length, right->text, right->length);
}

/* Counts how often each word occurs and marks the most frequent. */
static bool make_vocabulary(sample *all)
{
    bool done = false;
    entry **ranked = NULL;
    word **sorted = malloc(all->count * sizeof *sorted);
    all->entries = malloc(all->count * sizeof *all->entries);
    if (sorted == NULL || all->entries == NULL)
        goto out;
    for (size_t i = 0; i < all->count; i++)
        sorted[i] = &all->words[i];
    qsort(sorted, all->count, sizeof *sorted, compare_words);
    for (size_t i = 0; i < all->count; i++) {
        if (i == 0 || compare_words(&sorted[i - 1], &sorted[i]) != 0)
            all->entries[all->entry_count++] = (entry){sorted[i]->text, sorted[i]->length, 0, false};
        sorted[i]->entry = (uint32_t)(all->entry_count - 1);
        all->entries[all->entry_count - 1].count++;
    }
    ranked = malloc(all->entry_count * sizeof *ranked);
    if (ranked == NULL)
        goto out;
    for (size_t i = 0; i < all->entry_count; i++)
        ranked[i] = &all->entries[i];
    qsort(ranked, all->entry_count, sizeof *ranked, compare_counts);
    for (size_t i = 0; i < all->entry_count && i < COMMON_WORDS; i++)
        ranked[i]->common = true;
    done = true;
out:
    free(ranked);
    free(sorted);
    return done;
}

static bool is_common(const sample *all, size_t number)
{
    return all->entries[all->words[number].entry].common;
}

/* Whether `count` words from `from` on stand in one file with nothing but plain stops around and between them. */
static bool is_clear_run(const sample *all, size_t from, size_t count)
{
    if (count > all->count - from || !all->words[from].clear)
        return false;
    for (size_t i = from + 1; i < from + count; i++) {
        if (!all->words[i].clear || all->words[i].file != all->words[from].file)
            return false;
    }
    size_t after = from + count;
    return after == all->count || all->words[after].file != all->words[from].file || all->words[after].clear;
}

/* The number of a word worth asking for alone, `count` when there is none. It stands in `file`, or anywhere where
 * that is negative. */
static size_t draw_word(const sample *all, int64_t file)
{
    for (size_t i = 0; i < TRIES; i++) {
        size_t number = draw(all->count);
        if (file >= 0) { /* files are long: a word near the one that named the file */
            number = (size_t)file + number % 200;
            if (number >= all->count || all->words[number].file != all->words[(size_t)file].file)
                continue;
        }
        if (all->words[number].length > 2 && !is_common(all, number) && is_clear_run(all, number, 1))
            return number;
    }
    return all->count;
}

static void print_words(const sample *all, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        printf("%s%.*s", i == from ? "" : " ", (int)all->words[i].length, all->words[i].text);
}

static bool draw_one_word(const sample *all)
{
    size_t number = draw_word(all, -1);
    if (number == all->count)
        return false;
    printf("word\t");
    print_words(all, number, 1);
    return true;
}

static bool draw_two_words(const sample *all)
{
    size_t first = draw_word(all, -1);
    size_t second = first < all->count ? draw_word(all, (int64_t)first) : all->count;
    if (second == all->count || all->words[first].entry == all->words[second].entry)
        return false;
    printf("two-words\t");
    print_words(all, first, 1);
    printf(" ");
    print_words(all, second, 1);
    return true;
}

static bool draw_run(const sample *all, const char *name, size_t least, size_t most, bool common)
{
    for (size_t try = 0; try < (common ? 100 * TRIES : TRIES); try++) {
        size_t from = draw(all->count);
        size_t count = least + draw(most - least + 1);
        bool good = is_clear_run(all, from, count);
        for (size_t i = from; good && common && i < from + count; i++)
            good = is_common(all, i);
        if (good) {
            printf("%s\t\"", name);
            print_words(all, from, count);
            printf("\"");
            return true;
        }
    }
    return false;
}

static bool draw_phrase(const sample *all)
{
    return draw_run(all, "phrase", 3, 5, false);
}

static bool draw_common_phrase(const sample *all)
{
    return draw_run(all, "common-phrase", 2, 4, true);
}

static bool draw_long_phrase(const sample *all)
{
    return draw_run(all, "long-phrase", 12, 30, false);
}

static bool draw_boolean(const sample *all)
{
    size_t a = draw_word(all, -1);
    size_t b = draw_word(all, -1);
    size_t c = a < all->count ? draw_word(all, (int64_t)a) : all->count;
    size_t d = draw_word(all, -1);
    if (a == all->count || b == all->count || c == all->count || d == all->count)
        return false;
    printf("boolean\t(");
    print_words(all, a, 1);
    printf(" OR ");
    print_words(all, b, 1);
    printf(") AND ");
    print_words(all, c, 1);
    printf(" NOT ");
    print_words(all, d, 1);
    return true;
}

/* The first four letters of a longer word. */
static bool draw_prefix(const sample *all)
{
    for (size_t try = 0; try < TRIES; try++) {
        size_t number = draw_word(all, -1);
        if (number == all->count)
            return false;
        const word *drawn = &all->words[number];
        bool good = drawn->length > 5;
        for (size_t i = 0; good && i < 4; i++)
            good = is_ascii_letter((unsigned char)drawn->text[i]);
        if (good) {
            printf("prefix\t%.4s*", drawn->text);
            return true;
        }
    }
    return false;
}

static void print_queries(const sample *all, size_t count)
{
    typedef bool (*draw_fn)(const sample *);
    static const draw_fn classes[] = {draw_one_word,    draw_two_words, draw_phrase, draw_common_phrase,
                                      draw_long_phrase, draw_boolean,   draw_prefix};
    for (size_t c = 0; c < sizeof classes / sizeof *classes; c++) {
        for (size_t i = 0; i < count; i++) {
            bool drawn = false;
            for (size_t try = 0; !drawn && try < 10; try++)
                drawn = classes[c](all);
            if (!drawn) {
                (void)fprintf(stderr, "bench_draw: the folder gave no more than %zu queries of class %zu\n", i, c + 1);
                break;
            }
            printf("\n");
        }
    }
}

/* Reads a sample of the files found, in an order that the seed gives. The texts stay: words point into them. */
static bool read_sample(sample *all)
{
    size_t bytes = 0;
    uint32_t files = 0;
    qsort(found_paths, found_count, sizeof *found_paths, compare_paths);
    for (size_t i = found_count; i > 1; i--) {
        size_t other = draw(i);
        char *moved = found_paths[i - 1];
        found_paths[i - 1] = found_paths[other];
        found_paths[other] = moved;
    }
    for (size_t i = 0; i < found_count && files < SAMPLE_FILES && bytes < SAMPLE_BYTES; i++) {
        size_t length = 0;
        char *text = read_text(found_paths[i], &length);
        if (text == NULL)
            continue;
        const char *dot = strrchr(found_paths[i], '.');
        if (dot != NULL && strncasecmp(dot, ".htm", 4) == 0)
            blank_markup(text, length);
        bytes += length;
        if (!add_words(all, text, length, files++))
            return false;
    }
    (void)fprintf(stderr, "queries drawn from %u of %zu text files, %zu words\n", (unsigned)files, found_count,
                  all->count);
    return true;
}

int main(int argc, char **argv)
{
    int result = 2;
    sample all = {0};
    if (argc != 4) {
        (void)fputs("usage: bench_draw SEED COUNT FOLDER\n", stderr);
        return 2;
    }
    random_state = strtoull(argv[1], NULL, 10);
    size_t count = strtoull(argv[2], NULL, 10);
    if (nftw(argv[3], remember_path, 16, FTW_PHYS) != 0) {
        (void)fprintf(stderr, "bench_draw: cannot read %s: %s\n", argv[3], strerror(errno));
        goto out;
    }
    if (!read_sample(&all) || (all.count > 0 && !make_vocabulary(&all))) {
        (void)fputs("bench_draw: memory ran out\n", stderr);
        goto out;
    }
    if (all.count == 0) {
        (void)fputs("bench_draw: no text to draw queries from\n", stderr);
        goto out;
    }
    print_queries(&all, count);
    result = 0;
out:
    free(all.words);
    free(all.entries);
    for (size_t i = 0; i < found_count; i++)
        free(found_paths[i]);
    free(found_paths);
    return result; /* the texts go with the process */
}
