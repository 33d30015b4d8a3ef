/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How well plain words find what was judged relevant, beside SQLite's FTS5 and Xapian's own tools, on one test
 * collection:
 *
 *     eval_ranking COLLECTION INDEX XAPIAN_DATABASE [PART]
 *
 * COLLECTION is a folder with docs.jsonl (id, title, text), queries.jsonl (id, text) and qrels.tsv (query, document,
 * grade); INDEX is dictum's of docs.jsonl, XAPIAN_DATABASE what scriptindex made of it. PART is "even" or "odd": only
 * every second query. A grade above 0 is relevant.
 *
 * Measures (Manning, Raghavan, Schütze, Introduction to Information Retrieval, 2008, chapter 8): nDCG@10 with gains of
 * 0 and 1 and a discount of log2(rank + 1); mean average precision over the first 1,000; precision at 10; recall at
 * 100. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sqlite3.h>

#include <dictum/search.h>

#include "tests/support/process.h"

#define DEEP 1000
#define ID_BYTES 64

typedef struct ranking {
    char ids[DEEP][ID_BYTES];
    size_t count;
} ranking;

typedef struct sums {
    double ndcg, map, p10, recall;
    size_t queries;
} sums;

typedef struct query {
    char *id, *text;
} query;

typedef struct collection {
    const char *folder;
    query *queries;
    size_t query_count;
    char (*relevant)[2][ID_BYTES]; /* query, document */
    size_t relevant_count;
    sqlite3 *fts;
    dictum_index *index;
    const char *xapian, *stemmer;
    char *quest;
} collection;

static void die(const char *what)
{
    fprintf(stderr, "eval_ranking: %s\n", what);
    exit(2);
}

static FILE *open_part(const collection *c, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", c->folder, name);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        die(path);
    return file;
}

static json_t *next_object(FILE *file, char **line, size_t *cap)
{
    ssize_t bytes = getline(line, cap, file);
    json_error_t wrong;
    if (bytes < 0)
        return NULL;
    json_t *object = json_loadb(*line, (size_t)bytes, 0, &wrong);
    if (object == NULL)
        die(wrong.text);
    return object;
}

static const char *member(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value == NULL ? "" : value;
}

static void *grow(void *array, size_t count, size_t bytes)
{
    /* At powers of two. */
    if ((count & (count - 1)) != 0)
        return array;
    void *grown = realloc(array, (count == 0 ? 1 : 2 * count) * bytes);
    if (grown == NULL)
        die("out of memory");
    return grown;
}

static void read_queries(collection *c, const char *part)
{
    FILE *file = open_part(c, "queries.jsonl");
    char *line = NULL;
    size_t cap = 0, number = 0;
    json_t *object;
    while ((object = next_object(file, &line, &cap)) != NULL) {
        size_t rest = number++ % 2;
        if (part == NULL || (strcmp(part, "even") == 0 ? rest == 0 : rest == 1)) {
            c->queries = grow(c->queries, c->query_count, sizeof *c->queries);
            c->queries[c->query_count++] = (query){strdup(member(object, "id")), strdup(member(object, "text"))};
        }
        json_decref(object);
    }
    free(line);
    fclose(file);
}

static void read_relevant(collection *c)
{
    FILE *file = open_part(c, "qrels.tsv");
    char query_id[ID_BYTES], document[ID_BYTES], grade[ID_BYTES];
    while (fscanf(file, "%63s %63s %63s", query_id, document, grade) == 3) {
        if (strtol(grade, NULL, 10) <= 0)
            continue;
        c->relevant = grow(c->relevant, c->relevant_count, sizeof *c->relevant);
        memcpy(c->relevant[c->relevant_count][0], query_id, ID_BYTES);
        memcpy(c->relevant[c->relevant_count++][1], document, ID_BYTES);
    }
    fclose(file);
}

/* ---- FTS5 -------------------------------------------------------------------------------------------------------- */

static void run_sql(collection *c, const char *sql)
{
    if (sqlite3_exec(c->fts, sql, NULL, NULL, NULL) != SQLITE_OK)
        die(sqlite3_errmsg(c->fts));
}

static void fill_fts(collection *c)
{
    FILE *file = open_part(c, "docs.jsonl");
    char *line = NULL;
    size_t cap = 0;
    json_t *object;
    sqlite3_stmt *insert;
    if (sqlite3_open(":memory:", &c->fts) != SQLITE_OK)
        die("no sqlite");
    run_sql(c, "CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, title, text, tokenize='porter unicode61'); BEGIN");
    if (sqlite3_prepare_v2(c->fts, "INSERT INTO d VALUES (?, ?, ?)", -1, &insert, NULL) != SQLITE_OK)
        die(sqlite3_errmsg(c->fts));
    while ((object = next_object(file, &line, &cap)) != NULL) {
        sqlite3_bind_text(insert, 1, member(object, "id"), -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(insert, 2, member(object, "title"), -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(insert, 3, member(object, "text"), -1, SQLITE_TRANSIENT);
        if (sqlite3_step(insert) != SQLITE_DONE)
            die(sqlite3_errmsg(c->fts));
        sqlite3_reset(insert);
        json_decref(object);
    }
    run_sql(c, "COMMIT");
    sqlite3_finalize(insert);
    free(line);
    fclose(file);
}

static void add_id(ranking *r, const char *id)
{
    size_t bytes = strlen(id) + 1;
    if (r->count < DEEP && bytes <= ID_BYTES)
        memcpy(r->ids[r->count++], id, bytes);
}

/* Each word in quotation marks, joined by OR. */
static char *fts_query(const char *text)
{
    size_t bytes = strlen(text), used = 0;
    char *out = malloc(bytes * 6 + 16);
    if (out == NULL)
        die("out of memory");
    for (size_t at = 0; at < bytes;) {
        size_t length = strcspn(text + at, " \t\n\"");
        if (length > 0)
            used += (size_t)sprintf(out + used, "%s\"%.*s\"", used > 0 ? " OR " : "", (int)length, text + at);
        at += length + (text[at + length] != '\0');
    }
    out[used] = '\0';
    return out;
}

static void rank_by_fts(collection *c, const char *text, ranking *r)
{
    sqlite3_stmt *select;
    char *match = fts_query(text);
    if (sqlite3_prepare_v2(c->fts, "SELECT id FROM d WHERE d MATCH ? ORDER BY bm25(d) LIMIT 1000", -1, &select, NULL) !=
        SQLITE_OK)
        die(sqlite3_errmsg(c->fts));
    sqlite3_bind_text(select, 1, match, -1, SQLITE_TRANSIENT);
    while (sqlite3_step(select) == SQLITE_ROW)
        add_id(r, (const char *)sqlite3_column_text(select, 0));
    sqlite3_finalize(select);
    free(match);
}

/* ---- Xapian's quest ---------------------------------------------------------------------------------------------- */

static void rank_by_quest(collection *c, const char *text, ranking *r)
{
    char database[4200], stemmer[64];
    process_result result = {0};
    snprintf(database, sizeof database, "--db=%s", c->xapian);
    snprintf(stemmer, sizeof stemmer, "--stemmer=%s", c->stemmer);
    const char *const arguments[] = {c->quest, database, "--msize=1000", "--default-op=or", stemmer, "--", text, NULL};
    if (!process_run(arguments, NULL, &result))
        die("quest does not run");
    for (char *at = strstr(result.out, "\nid="); at != NULL; at = strstr(at + 1, "\nid=")) {
        char id[ID_BYTES];
        if (sscanf(at + 4, "%63s", id) == 1)
            add_id(r, id);
    }
    process_dispose(&result);
}

/* ---- dictum ------------------------------------------------------------------------------------------------------ */

/* As plain words: without the marks that would make phrases and groups of them, as FTS5 is asked, too. */
static void make_plain(char *text)
{
    static const char *const marks[] = {"\"", "(", ")", "“", "”", "„", "«", "»", "‘", "「", "」", "『", "』"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        for (char *at = strstr(text, marks[i]); at != NULL; at = strstr(at, marks[i]))
            memset(at, ' ', strlen(marks[i]));
}

static void rank_by_dictum(collection *c, const char *text, ranking *r)
{
    char *plain = strdup(text);
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    dictum_search_options_init(&options);
    options.any = true;
    options.limit = DEEP;
    options.excerpts_per_hit = 0;
    options.without_text = true;
    if (plain == NULL)
        die("out of memory");
    make_plain(plain);
    if (dictum_search(c->index, plain, &options, &result, &error) != DICTUM_OK)
        die(error.text);
    free(plain);
    for (size_t i = 0; i < dictum_result_hit_count(result); i++)
        add_id(r, dictum_result_hit(result, i)->statement->id.text);
    dictum_result_free(result);
}

/* ---- measures ---------------------------------------------------------------------------------------------------- */

static bool is_relevant(const collection *c, const char *query_id, const char *document)
{
    for (size_t i = 0; i < c->relevant_count; i++)
        if (strcmp(c->relevant[i][0], query_id) == 0 && strcmp(c->relevant[i][1], document) == 0)
            return true;
    return false;
}

static size_t count_relevant(const collection *c, const char *query_id)
{
    size_t count = 0;
    for (size_t i = 0; i < c->relevant_count; i++)
        count += strcmp(c->relevant[i][0], query_id) == 0;
    return count;
}

static void add_measures(const collection *c, const char *query_id, const ranking *r, sums *s)
{
    size_t all = count_relevant(c, query_id), found = 0, at_100 = 0;
    double gain = 0, ideal = 0, precision = 0;
    if (all == 0)
        return;
    for (size_t i = 0; i < r->count; i++) {
        if (!is_relevant(c, query_id, r->ids[i]))
            continue;
        found++;
        precision += (double)found / (double)(i + 1);
        gain += i < 10 ? 1 / log2((double)i + 2) : 0;
        at_100 += i < 100;
        s->p10 += i < 10 ? 0.1 : 0;
    }
    for (size_t i = 0; i < all && i < 10; i++)
        ideal += 1 / log2((double)i + 2);
    s->ndcg += gain / ideal;
    s->map += precision / (double)all;
    s->recall += (double)at_100 / (double)all;
    s->queries++;
}

static void print_sums(const char *collection_name, const char *engine, const sums *s)
{
    double n = s->queries > 0 ? (double)s->queries : 1;
    printf("%-18s %-8s %7zu %8.4f %8.4f %8.4f %8.4f\n", collection_name, engine, s->queries, s->ndcg / n, s->map / n,
           s->p10 / n, s->recall / n);
}

typedef void (*rank_fn)(collection *c, const char *text, ranking *r);

static void measure(collection *c, const char *name, const char *engine, rank_fn rank)
{
    static ranking r;
    sums s = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < c->query_count; i++) {
        r.count = 0;
        rank(c, c->queries[i].text, &r);
        add_measures(c, c->queries[i].id, &r, &s);
    }
    print_sums(name, engine, &s);
}

/* "…-ru": the language of a collection by its name; English where none is named. */
static const char *stemmer_of(const char *name)
{
    const char *dash = strrchr(name, '-');
    if (dash == NULL || strlen(dash) != 3)
        return "english";
    if (strcmp(dash, "-ru") == 0)
        return "russian";
    if (strcmp(dash, "-ar") == 0)
        return "arabic";
    return strcmp(dash, "-en") == 0 ? "english" : "none";
}

int main(int argc, char **argv)
{
    collection c = {.folder = argc > 1 ? argv[1] : NULL};
    dictum_error error;
    if (argc < 4)
        die("usage: eval_ranking COLLECTION INDEX XAPIAN_DATABASE [even|odd]");
    const char *where = argv[2], *name = strrchr(argv[1], '/') != NULL ? strrchr(argv[1], '/') + 1 : argv[1];
    c.xapian = argv[3];
    c.stemmer = stemmer_of(name);
    c.quest = getenv("QUEST");
    if (dictum_index_open(&where, 1, &c.index, &error) != DICTUM_OK)
        die(error.text);
    read_queries(&c, argc > 4 ? argv[4] : NULL);
    read_relevant(&c);
    measure(&c, name, "dictum", rank_by_dictum);
    if (getenv("EVAL_DICTUM_ONLY") == NULL) {
        fill_fts(&c);
        measure(&c, name, "FTS5", rank_by_fts);
        sqlite3_close(c.fts);
        if (c.quest != NULL)
            measure(&c, name, "Xapian", rank_by_quest);
    }
    for (size_t i = 0; i < c.query_count; i++) {
        free(c.queries[i].id);
        free(c.queries[i].text);
    }
    free(c.queries);
    free(c.relevant);
    dictum_index_free(c.index);
    return 0;
}
