/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quoted means verbatim, in every script: over real documents, a phrase finds exactly the statements that hold it.
 *
 * Runs are drawn from each collection by an independent reader: 1 to 20 words, in scripts without spaces any grapheme
 * clusters in a row. They are disguised (letter case, normalisation form, marks, white space, line breaks), some of
 * them changed first so that few statements or none hold them, and searched as phrases. What is found is compared with
 * what a second reading of the rules finds by scanning (tests/corpus/shelf.h): nothing may be missed, nothing may be
 * false.
 *
 * $DICTUM_CORPORA names the folder of the collections; one that is missing is skipped. DICTUM_TEST_SEED repeats a run,
 * DICTUM_TEST_PERCENT makes it shorter or longer. */
#include <dictum/search.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/corpus/collection.h"
#include "tests/corpus/disguise.h"
#include "tests/corpus/draw.h"
#include "tests/corpus/letters.h"
#include "tests/corpus/shelf.h"
#include "tests/corpus/verdict.h"
#include "tests/support/process.h"

#define FAILURES_SHOWN 10
/* A phrase that more statements hold is compared by their number alone, save one in this many. */
#define COMPARED_WHOLE 64
#define SAMPLED_ONE_IN 16

/* What is drawn from where. */
typedef struct plan {
    const char *label;
    size_t sample;        /* of the files or records; 0: all */
    size_t runs_per_text; /* at least */
    size_t runs;          /* at least, over all texts */
} plan;

static const plan plans[] = {
    {"udhr", 0, 30, 0},
    {"fomc", 0, 2, 800},
    {"sotu", 0, 2, 800},
    {"fed-speeches", 0, 1, 800},
    {"whitehouse", 0, 1, 800},
    {"press-releases", 1500, 1, 1500},
    {"ir/xquad-r-en", 0, 2, 500},
    {"ir/xquad-r-zh", 0, 4, 1000},
    {"ir/xquad-r-th", 0, 4, 1000},
    {"ir/xquad-r-ar", 0, 4, 1000},
    {"ir/xquad-r-hi", 0, 4, 1000},
    {"ir/xquad-r-ru", 0, 4, 1000},
    {"ir/cranfield", 300, 1, 400},
    {"ir/cisi", 300, 1, 400},
    {"ir/medline", 300, 1, 400},
    {"ir/known-lie-snopes", 1000, 1, 800},
};

static uint64_t seed;
static size_t percent = 100; /* of the usual number of runs */

static size_t share(size_t runs)
{
    return (runs * percent + 99) / 100;
}
static char *indexer;

/* ---- one question ------------------------------------------------------------------------------------------------ */

/* One collection on the table. */
typedef struct scene {
    collection documents;
    shelf *scanner;
    bool *spaceless;
    chance dice;
    size_t drawn, changed, disguised, failures, unholdable;
    growing run, given, letters, query;
    finds expected, found;
} scene;

static dictum_result *search(const scene *s, uint64_t limit, dictum_error *error)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_search_options_init(&options);
    options.limit = limit;
    options.excerpts_per_hit = 0;
    return dictum_search(s->documents.index, s->query.data, &options, &result, error) == DICTUM_OK ? result : NULL;
}

static int compare_numbers(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

/* The statements that dictum finds; false where only their number was asked for and is right. */
static bool find(scene *s, bool whole, dictum_error *error)
{
    s->found.count = 0;
    error->text[0] = '\0';
    dictum_result *result = search(s, whole ? s->documents.count : 0, error);
    if (result == NULL)
        return true;
    if (!whole && dictum_result_match_count(result) == s->expected.count) {
        dictum_result_free(result);
        return false;
    }
    if (!whole) {
        dictum_result_free(result);
        return find(s, true, error);
    }
    for (size_t i = 0; i < dictum_result_hit_count(result); i++)
        finds_add(&s->found, collection_number(&s->documents, dictum_result_hit(result, i)->statement));
    if (s->found.count > 0)
        qsort(s->found.items, s->found.count, sizeof *s->found.items, compare_numbers);
    dictum_result_free(result);
    return true;
}

static void report(scene *s, const char *what, size_t document, slice place)
{
    if (++s->failures > FAILURES_SHOWN)
        return;
    verdict v = {.seed = seed,
                 .what = what,
                 .documents = &s->documents,
                 .scanner = s->scanner,
                 .document = document,
                 .start = place.start,
                 .end = place.end,
                 .given = s->given.data,
                 .query = s->query.data,
                 .expected = &s->expected,
                 .found = &s->found};
    verdict_print(&v);
}

/* Whether a phrase that was drawn unchanged from a document is there for the scanner too. */
static bool is_held(const scene *s, size_t document)
{
    for (size_t i = 0; i < s->expected.count; i++)
        if (s->expected.items[i] == document)
            return true;
    return false;
}

/* Searches for s->given as a phrase, disguised. */
static void check(scene *s, size_t document, slice place, bool must_hold)
{
    dictum_error error;
    growing spread = {0};
    bool graphemes = s->spaceless[document];
    if (graphemes && chance_one_in(&s->dice, 3)) {
        draw_spread(s->given.data, s->given.len, &s->dice, &spread);
    } else {
        growing_add(&spread, s->given.data, s->given.len);
    }
    s->disguised += letters_disguise(spread.data, spread.len, shelf_forms(s->scanner), &s->dice, &s->letters);
    growing_dispose(&spread);
    disguise(s->letters.data, s->letters.len, &s->dice, &s->query);
    /* The marks around it are no part of any word. */
    shelf_find(s->scanner, s->query.data, s->query.len, &s->expected);
    if (must_hold && !is_held(s, document)) {
        s->found.count = 0;
        shelf_find(s->scanner, s->given.data, s->given.len, &s->expected);
        if (is_held(s, document))
            report(s, "the disguise is other words than the run", document, place);
        else
            s->unholdable++;
        return;
    }
    bool whole = s->expected.count <= COMPARED_WHOLE || chance_one_in(&s->dice, SAMPLED_ONE_IN);
    if (!find(s, whole, &error))
        return;
    if (error.text[0] != '\0')
        report(s, error.text, document, place);
    else if (s->found.count != s->expected.count ||
             (s->found.count > 0 &&
              memcmp(s->found.items, s->expected.items, s->found.count * sizeof *s->found.items) != 0))
        report(s, "what was found is not what holds the phrase", document, place);
}

/* ---- drawing ----------------------------------------------------------------------------------------------------- */

/* A word of another document; of one that has none, or a long one, a letter. */
static void add_other_word(scene *s, growing *out)
{
    const reader_document *other = &s->documents.items[chance_below(&s->dice, s->documents.count)].document;
    reader_word chosen = {0, 0};
    if (other->word_count > 0)
        chosen = other->words[chance_below(&s->dice, other->word_count)];
    if (chosen.end > 0 && chosen.end - chosen.start < 200)
        growing_add(out, other->text + chosen.start, chosen.end - chosen.start);
    else
        growing_add_str(out, "a");
}

/* The end of the text and the beginning of the title, which is searched too: no phrase goes from one to the other. */
static void across_parts(scene *s, const collected *item)
{
    reader_word last = item->document.words[item->document.word_count - 1];
    size_t bytes = strcspn(item->title, " \t\r\n");
    growing_clear(&s->given);
    growing_add(&s->given, item->document.text + last.start, last.end - last.start);
    growing_add_str(&s->given, " ");
    growing_add(&s->given, item->title, bytes);
}

/* Makes of s->run another run, which its document need not hold. */
static void change(scene *s, size_t document, bool graphemes)
{
    growing other = {0};
    size_t kind = chance_below(&s->dice, DRAW_CHANGES + 2);
    const collected *item = &s->documents.items[document];
    if (item->title != NULL && !graphemes && chance_one_in(&s->dice, 20)) {
        across_parts(s, item);
    } else if (kind == DRAW_CHANGES) {
        letters_strip(s->run.data, s->run.len, &s->given);
    } else if (kind > DRAW_CHANGES) {
        letters_accent(s->run.data, s->run.len, &s->dice, &s->given);
    } else {
        add_other_word(s, &other);
        draw_mutate(s->run.data, s->run.len, graphemes, (draw_change)kind, other.data, other.len, &s->dice, &s->given);
    }
    growing_dispose(&other);
}

static bool holds_a_word(scene *s)
{
    word_list list = {0};
    words_read(&list, shelf_forms(s->scanner), &words_rules_today, s->given.data, s->given.len, true);
    bool some = list.count > 0;
    word_list_dispose(&list);
    return some;
}

static bool draw(scene *s, size_t document)
{
    const reader_document *text = &s->documents.items[document].document;
    bool graphemes = s->spaceless[document] && !chance_one_in(&s->dice, 4);
    slice place;
    if (!(graphemes ? draw_graphemes(text, &s->dice, &place) : draw_words(text, &s->dice, &place)))
        return false;
    growing_clear(&s->run);
    growing_add(&s->run, text->text + place.start, place.end - place.start);
    bool changes = chance_one_in(&s->dice, 3);
    if (changes)
        change(s, document, graphemes);
    else {
        growing_clear(&s->given);
        growing_add(&s->given, s->run.data, s->run.len);
    }
    if (!holds_a_word(s))
        return false;
    s->drawn++;
    s->changed += changes;
    check(s, document, place, !changes);
    return true;
}

/* ---- a collection ------------------------------------------------------------------------------------------------ */

static void open_scene(scene *s, const plan *p)
{
    s->dice = chance_begin(seed);
    if (!collection_open(&s->documents, p->label, p->sample, indexer, &s->dice)) {
        print_message("skipped: $DICTUM_CORPORA has no %s\n", p->label);
        skip();
    }
    s->scanner = shelf_new(&words_rules_today);
    s->spaceless = calloc(s->documents.count, sizeof *s->spaceless);
    assert_non_null(s->spaceless);
    for (size_t i = 0; i < s->documents.count; i++) {
        const collected *item = &s->documents.items[i];
        (void)shelf_add_document(s->scanner);
        shelf_add_part(s->scanner, item->document.text, strlen(item->document.text));
        if (item->title != NULL)
            shelf_add_part(s->scanner, item->title, strlen(item->title));
        s->spaceless[i] = draw_is_spaceless(&item->document);
    }
}

static void close_scene(scene *s)
{
    collection_close(&s->documents);
    shelf_free(s->scanner);
    free(s->spaceless);
    growing *const strings[] = {&s->run, &s->given, &s->letters, &s->query};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        growing_dispose(strings[i]);
    finds_dispose(&s->expected);
    finds_dispose(&s->found);
}

static void draw_many(scene *s, size_t document, size_t runs)
{
    for (size_t drawn = 0, tries = 0; drawn < runs && tries < runs * 20; tries++)
        drawn += draw(s, document);
}

static void a_phrase_finds_what_holds_it(void **state)
{
    const plan *p = *state;
    scene s = {.drawn = 0};
    open_scene(&s, p);
    for (size_t i = 0; i < s.documents.count; i++)
        draw_many(&s, i, share(p->runs_per_text));
    while (s.drawn < share(p->runs))
        draw_many(&s, chance_below(&s.dice, s.documents.count), 1);
    print_message("%s: %zu texts, %zu runs, %zu of them changed, %zu words disguised; %zu wrong, %zu not to be had\n",
                  p->label, s.documents.count, s.drawn, s.changed, s.disguised, s.failures, s.unholdable);
    size_t failures = s.failures, drawn = s.drawn, unholdable = s.unholdable;
    close_scene(&s);
    if (failures > 0)
        fail_msg("%s: %zu of %zu runs wrong, seed %llu", p->label, failures, drawn, (unsigned long long)seed);
    /* A run that begins in the middle of what normalisation makes one character. */
    assert_true(unholdable * 200 <= drawn);
}

int main(void)
{
    struct CMUnitTest tests[sizeof plans / sizeof plans[0]];
    const char *corpora = getenv("DICTUM_CORPORA"), *wanted = getenv("DICTUM_TEST_PERCENT");
    const char *only = getenv("DICTUM_TEST_ONLY");
    size_t count = 0;
    if (corpora == NULL || corpora[0] == '\0') {
        puts("skipped: $DICTUM_CORPORA names no folder of collections");
        return 77;
    }
    indexer = process_program("dictum-index");
    if (indexer == NULL) {
        puts("$DICTUM_BIN names no folder with dictum-index");
        return 1;
    }
    if (wanted != NULL && strtoul(wanted, NULL, 10) > 0)
        percent = strtoul(wanted, NULL, 10);
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++)
        if (only == NULL || strcmp(only, plans[i].label) == 0)
            tests[count++] = (struct CMUnitTest){.name = plans[i].label,
                                                 .test_func = a_phrase_finds_what_holds_it,
                                                 .initial_state = (void *)(uintptr_t)&plans[i]};
    /* Not cmocka_run_group_tests(), which counts the elements of an array. */
    int failed = _cmocka_run_group_tests("a phrase finds what holds it", tests, count, NULL, NULL);
    puts("skipped: fed-press-conferences, which are PDF, and emails: this version does not read them");
    free(indexer);
    return failed;
}
