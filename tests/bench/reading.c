/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures the reading of each format: from a file to statements with text and metadata, in one process and one thread.
 *
 *   bench_reading PATH…
 *
 * Every file below the paths is read once to warm up and then in rounds, of which the best counts, by processor time.
 * Printed is one line a format: name, files, bytes of the files, bytes of the text that came of them, seconds; divided
 * by tabs. The format is that of the first statement of a file; what came out of an archive or a mail's attachments
 * counts with the file. "html by libxml2" is the time in which libxml2 alone makes trees of the same pages, their bytes
 * taken as UTF-8: the least that a reader with that library could need. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libxml/HTMLparser.h>

#include "indexer/read/read.h"
#include "indexer/walk.h"

#define ROUNDS 3
#define TYPES_MAX 32

typedef struct type_sum {
    char name[32];
    size_t files;
    uint64_t bytes, text_bytes;
    double seconds; /* of the best round */
    double round;   /* of the round at hand */
} type_sum;

typedef struct bench {
    type_sum types[TYPES_MAX];
    size_t count;
    char type[32]; /* of the file at hand; empty: nothing has come of it */
    uint64_t text_bytes;
} bench;

static void die(const char *what)
{
    fprintf(stderr, "bench_reading: %s\n", what);
    exit(2);
}

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static dictum_status take_statement(void *context, const dictum_place *place, const dictum_record *record,
                                    dictum_error *err)
{
    bench *self = context;
    (void)err;
    if (self->type[0] == '\0') {
        (void)snprintf(self->type, sizeof self->type, "%s%.*s", place->member.data != NULL ? "in archives: " : "",
                       (int)record->type.len, record->type.data);
    }
    self->text_bytes += record->text.len;
    return DICTUM_OK;
}

static dictum_status pass_over(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    (void)context;
    (void)place;
    (void)reason;
    (void)err;
    return DICTUM_OK;
}

static type_sum *find_type(bench *self, const char *name)
{
    for (size_t i = 0; i < self->count; i++) {
        if (strcmp(self->types[i].name, name) == 0) {
            return &self->types[i];
        }
    }
    if (self->count == TYPES_MAX) {
        die("too many formats");
    }
    type_sum *type = &self->types[self->count++];
    (void)snprintf(type->name, sizeof type->name, "%s", name);
    return type;
}

/* The bytes of a file, for libxml2; to be freed. */
static char *load(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(size + 1);
    if (file == NULL || bytes == NULL || fread(bytes, 1, size, file) != size) {
        die("a file cannot be read");
    }
    (void)fclose(file);
    return bytes;
}

static double time_of_libxml2(const char *path, size_t size)
{
    char *bytes = load(path, size);
    double begun = now();
    htmlDocPtr tree =
        size > INT_MAX
            ? NULL
            : htmlReadMemory(bytes, (int)size, NULL, "UTF-8",
                             HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    double taken = now() - begun;
    xmlFreeDoc(tree);
    free(bytes);
    return taken;
}

static void read_one(bench *self, const dictum_found *file, size_t round)
{
    const dictum_read_sink sink = {self, take_statement, pass_over, pass_over};
    const dictum_read_request request = {.path = file->path, .fd = -1};
    dictum_read_outcome outcome;
    dictum_error err;
    dictum_buf reason;
    dictum__buf_init(&reason, 65536);
    self->type[0] = '\0';
    self->text_bytes = 0;
    double begun = now();
    if (dictum__read_file(&request, &sink, &outcome, &reason, &err) != DICTUM_OK) {
        die(err.text);
    }
    double taken = now() - begun;
    dictum__buf_dispose(&reason);
    type_sum *type = find_type(self, self->type[0] != '\0' ? self->type : "nothing");
    type->round += taken;
    if (round == 0) {
        type->files++;
        type->bytes += file->signature.size_bytes;
        type->text_bytes += self->text_bytes;
    }
    if (strcmp(self->type, "html") == 0) {
        type = find_type(self, "html by libxml2");
        type->round += time_of_libxml2(file->path, (size_t)file->signature.size_bytes);
        if (round == 0) {
            type->files++;
            type->bytes += file->signature.size_bytes;
        }
    }
}

int main(int argc, char **argv)
{
    static bench self;
    dictum_walk walk;
    dictum_error err;
    dictum__walk_init(&walk);
    for (int i = 1; i < argc; i++) {
        dictum_walk_source source;
        if (dictum__walk_resolve(&source, argv[i], &err) != DICTUM_OK ||
            dictum__walk_source(&walk, &source, &err) != DICTUM_OK) {
            die(err.text);
        }
        dictum__walk_source_dispose(&source);
    }
    dictum__walk_sort(&walk);
    if (walk.count == 0) {
        die("no files");
    }
    for (size_t round = 0; round < ROUNDS + 1; round++) {
        for (size_t i = 0; i < self.count; i++) {
            self.types[i].round = 0;
        }
        for (size_t i = 0; i < walk.count; i++) {
            read_one(&self, &walk.files[i], round);
        }
        for (size_t i = 0; i < self.count; i++) {
            type_sum *type = &self.types[i];
            if (round > 0 && (round == 1 || type->round < type->seconds)) {
                type->seconds = type->round;
            }
        }
    }
    for (size_t i = 0; i < self.count; i++) {
        const type_sum *type = &self.types[i];
        printf("%s\t%zu\t%llu\t%llu\t%.4f\n", type->name, type->files, (unsigned long long)type->bytes,
               (unsigned long long)type->text_bytes, type->seconds);
    }
    dictum__walk_dispose(&walk);
    return 0;
}
