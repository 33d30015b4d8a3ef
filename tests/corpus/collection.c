/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A collection of real documents. */
#include "tests/corpus/collection.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/corpus/records.h"
#include "tests/support/process.h"
#include "tests/support/temp.h"

#define FOLDERS_DEEP 4

static char *copy(const char *text)
{
    char *made = strdup(text);
    if (made == NULL)
        abort();
    return made;
}

static void add(collection *c, char *name)
{
    if (c->count == c->cap) {
        c->cap = c->cap == 0 ? 256 : c->cap * 2;
        c->items = realloc(c->items, c->cap * sizeof *c->items);
        if (c->items == NULL)
            abort();
    }
    collected *item = &c->items[c->count++];
    memset(item, 0, sizeof *item);
    item->name = name;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const collected *)a)->name, ((const collected *)b)->name);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

static void find_files(collection *c, const char *folder, size_t depth)
{
    DIR *open = opendir(folder);
    if (open == NULL) {
        fail_msg("%s cannot be opened", folder);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(open)) != NULL;) {
        struct stat status;
        if (entry->d_name[0] == '.')
            continue;
        char *path = temp_path(folder, entry->d_name);
        bool there = stat(path, &status) == 0;
        if (there && S_ISREG(status.st_mode)) {
            add(c, path);
            continue;
        }
        if (there && S_ISDIR(status.st_mode) && depth < FOLDERS_DEEP)
            find_files(c, path, depth + 1);
        free(path);
    }
    (void)closedir(open);
}

/* Keeps `sample` of the items, chosen by the dice. */
static void choose(collection *c, size_t sample, chance *dice)
{
    if (c->items == NULL || sample == 0 || sample >= c->count)
        return;
    qsort(c->items, c->count, sizeof *c->items, compare); /* readdir() has no order of its own */
    for (size_t i = 0; i < sample; i++) {
        size_t other = i + chance_below(dice, c->count - i);
        collected swapped = c->items[i];
        c->items[i] = c->items[other];
        c->items[other] = swapped;
    }
    for (size_t i = sample; i < c->count; i++) {
        free(c->items[i].name);
        reader_close(&c->items[i].document);
    }
    c->count = sample;
}

static void read_whole(const char *path, growing *out)
{
    char block[65536];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("%s cannot be read", path);
    growing_clear(out);
    growing_add_str(out, "");
    for (size_t bytes; (bytes = fread(block, 1, sizeof block, file)) > 0;)
        growing_add(out, block, bytes);
    (void)fclose(file);
}

/* Copies the chosen files to a folder of their own. */
static char *copy_files(collection *c)
{
    growing bytes = {0};
    char *made = temp_path(c->folder, "sample"), name[64];
    assert_int_equal(mkdir(made, 0700), 0);
    char *folder = realpath(made, NULL);
    assert_non_null(folder);
    free(made);
    for (size_t i = 0; i < c->count; i++) {
        const char *ending = strrchr(c->items[i].name, '.');
        (void)snprintf(name, sizeof name, "%06zu%s", i, ending == NULL ? "" : ending);
        char *path = temp_path(folder, name);
        read_whole(c->items[i].name, &bytes);
        assert_true(temp_write(path, bytes.data, bytes.len));
        free(c->items[i].name);
        c->items[i].name = path;
    }
    growing_dispose(&bytes);
    return folder;
}

/* A file without a word is no statement. */
static void read_files(collection *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++) {
        collected *item = &c->items[i];
        if (!reader_open(item->name, &item->document))
            fail_msg("%s cannot be read", item->name);
        if (item->document.word_count > 0) {
            c->items[kept++] = *item;
            continue;
        }
        reader_close(&item->document);
        free(item->name);
    }
    c->count = kept;
}

/* ---- records ----------------------------------------------------------------------------------------------------- */

static void find_records(collection *c, const char *path, growing *lines)
{
    growing id = {0}, text = {0};
    read_whole(path, lines);
    for (size_t at = 0; at < lines->len;) {
        const char *end = memchr(lines->data + at, '\n', lines->len - at);
        size_t len = end == NULL ? lines->len - at : (size_t)(end - lines->data) - at;
        reader_document document = {0};
        if (records_member(lines->data + at, len, "text", &text))
            reader_words(text.data, text.len, &document);
        if (document.word_count > 0 && records_member(lines->data + at, len, "id", &id)) {
            add(c, copy(id.data));
            c->items[c->count - 1].line = at;
            c->items[c->count - 1].document = document;
        } else { /* without a word it is no statement */
            reader_close(&document);
        }
        at += len + 1;
    }
    growing_dispose(&id);
    growing_dispose(&text);
}

/* Writes the chosen records to a file of their own. */
static char *copy_records(collection *c, const growing *lines)
{
    growing chosen = {0};
    for (size_t i = 0; i < c->count; i++) {
        const char *line = lines->data + c->items[i].line;
        size_t len = strcspn(line, "\n");
        growing_add(&chosen, line, len);
        growing_add_str(&chosen, "\n");
    }
    char *path = temp_path(c->folder, "sample.jsonl");
    assert_true(temp_write(path, chosen.data, chosen.len));
    growing_dispose(&chosen);
    return path;
}

/* ---- the index --------------------------------------------------------------------------------------------------- */

static void make_index(collection *c, const char *indexer, const char *source)
{
    process_result result;
    dictum_error error;
    char *place = temp_path(c->folder, "index");
    /* What is drawn may stand anywhere on a page. */
    const char *const arguments[] = {indexer, "--quiet", "--whole-page", "--index", place, source, NULL};
    assert_true(process_run(arguments, NULL, &result));
    if (result.status != 0)
        fail_msg("dictum-index %s: exit status %d\n%s%s", source, result.status, result.out, result.err);
    process_dispose(&result);
    const char *where = place;
    if (dictum_index_open(&where, 1, &c->index, &error) != DICTUM_OK)
        fail_msg("dictum_index_open: %s", error.text);
    free(place);
    assert_int_equal(dictum_index_statement_count(c->index), c->count);
}

size_t collection_number(const collection *c, const dictum_statement *statement)
{
    /* The name is only read. */
    collected key = {.name = (char *)(uintptr_t)(c->records ? statement->id.text : statement->path.text)};
    const collected *found = key.name == NULL ? NULL : bsearch(&key, c->items, c->count, sizeof key, compare);
    return found == NULL ? c->count : (size_t)(found - c->items);
}

/* A title may come from what is no part of the text, and is searched like it. */
static void fetch_titles(collection *c)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    dictum_search_options_init(&options);
    options.limit = c->count;
    options.excerpts_per_hit = 0;
    if (dictum_search(c->index, "-qqzqqzqqz", &options, &result, &error) != DICTUM_OK)
        fail_msg("dictum_search: %s", error.text);
    assert_int_equal(dictum_result_hit_count(result), c->count);
    for (size_t i = 0; i < c->count; i++) {
        const dictum_statement *statement = dictum_result_hit(result, i)->statement;
        size_t number = collection_number(c, statement);
        if (number == c->count)
            fail_msg("%s: a statement %s that nobody gave", c->label, statement->id.text);
        if (statement->title.text != NULL)
            c->items[number].title = copy(statement->title.text);
    }
    dictum_result_free(result);
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool collection_open(collection *c, const char *label, size_t sample, const char *indexer, chance *dice)
{
    const char *base = getenv("DICTUM_CORPORA");
    growing lines = {0};
    *c = (collection){.label = label};
    char *named = temp_path(base, label), *source;
    char *real = realpath(named, NULL); /* as it stands in the index */
    free(named);
    if (real == NULL || !is_folder(real)) {
        free(real);
        return false;
    }
    c->folder = temp_new();
    assert_non_null(c->folder);
    char *records = temp_path(real, "docs.jsonl");
    struct stat status;
    c->records = stat(records, &status) == 0;
    if (c->records) {
        find_records(c, records, &lines);
        choose(c, sample, dice);
        source = copy_records(c, &lines);
    } else {
        find_files(c, real, 0);
        size_t all = c->count;
        choose(c, sample, dice);
        source = c->count < all ? copy_files(c) : copy(real);
    }
    if (!c->records)
        read_files(c);
    if (c->items != NULL)
        qsort(c->items, c->count, sizeof *c->items, compare);
    make_index(c, indexer, source);
    fetch_titles(c);
    free(records);
    free(source);
    free(real);
    growing_dispose(&lines);
    return true;
}

void collection_close(collection *c)
{
    dictum_index_free(c->index);
    for (size_t i = 0; i < c->count; i++) {
        free(c->items[i].name);
        free(c->items[i].title);
        reader_close(&c->items[i].document);
    }
    free(c->items);
    temp_remove(c->folder);
}
