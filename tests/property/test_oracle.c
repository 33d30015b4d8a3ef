/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The searcher against a naive scanner: random documents, indexed by the program, and random queries, searched through
 * the library. The same documents, the same exact count, the same marks; and laws that hold for any documents. In every
 * second round the documents are spread over several shards, among others that are retired.
 *
 * DICTUM_TEST_SEED repeats a run, DICTUM_TEST_ROUNDS makes it longer. */
#include <dictum/search.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/property/tree.h"
#include "tests/support/indexing.h"
#include "tests/support/shards.h"
#include "tests/support/temp.h"

#define ROUNDS 10
#define QUERIES_PER_ROUND 400
#define REASON_BYTES 512

typedef struct archive_index {
    random_archive archive;
    char *folder;
    dictum_index *index;
} archive_index;

/* Which documents were found. */
typedef struct found_set {
    bool has[DOCUMENTS_MAX];
} found_set;

static uint64_t seed;

/* ---- an archive and its index ------------------------------------------------------------------------------------ */

/* The documents in 1 to 5 shards, among older ones with the same ids, or among themselves once more. */
static char *build_shards(archive_index *a, const growing *lines, chance *dice)
{
    random_archive *older = calloc(1, sizeof *older);
    growing older_lines = {0};
    assert_non_null(older);
    archive_fill(older, 1 + chance_below(dice, DOCUMENTS_MAX), dice);
    archive_write(older, &older_lines);
    bool same = chance_one_in(dice, 3);
    char *place = shards_index(a->folder, lines->data, same ? NULL : older_lines.data, 1 + chance_below(dice, 5), dice);
    growing_dispose(&older_lines);
    archive_dispose(older);
    free(older);
    return place;
}

static void build(archive_index *a, size_t count, bool shards, chance *dice)
{
    growing lines = {0};
    dictum_error error;
    archive_fill(&a->archive, count, dice);
    archive_write(&a->archive, &lines);
    a->folder = temp_new();
    assert_non_null(a->folder);
    char *place = shards ? build_shards(a, &lines, dice) : indexing_records(a->folder, lines.data, lines.len);
    assert_non_null(place);
    const char *where = place;
    if (dictum_index_open(&where, 1, &a->index, &error) != DICTUM_OK)
        fail_msg("dictum_index_open: %s", error.text);
    assert_int_equal(dictum_index_statement_count(a->index), count);
    free(place);
    growing_dispose(&lines);
}

static void tear_down(archive_index *a)
{
    dictum_index_free(a->index);
    temp_remove(a->folder);
    archive_dispose(&a->archive);
}

static void complain(const char *query, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void complain(const char *query, const char *format, ...)
{
    char text[REASON_BYTES];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fail_msg("seed %llu, query %s\n%s", (unsigned long long)seed, query, text);
}

/* How many excerpts are asked for where all are wanted. */
#define ALL_EXCERPTS 1000

/* How much of a hit is to be shown. */
typedef struct shown_size {
    size_t excerpts;
    size_t excerpt_bytes;
} shown_size;

static dictum_result *search_with(const archive_index *a, const char *query, bool any, uint64_t limit, shown_size size)
{
    dictum_search_options options;
    dictum_result *result;
    dictum_error error;
    dictum_search_options_init(&options);
    options.any = any;
    options.limit = limit;
    options.excerpts_per_hit = size.excerpts;
    options.excerpt_bytes = size.excerpt_bytes;
    if (dictum_search(a->index, query, &options, &result, &error) != DICTUM_OK)
        complain(query, "dictum_search: %s", error.text);
    return result;
}

static dictum_result *search(const archive_index *a, const char *query, bool any, uint64_t limit)
{
    return search_with(a, query, any, limit, (shown_size){ALL_EXCERPTS, 600});
}

/* The documents of a result that holds all its hits. */
static found_set found_in(const char *query, const dictum_result *result)
{
    found_set found = {{false}};
    size_t count = dictum_result_hit_count(result);
    if (dictum_result_match_count(result) != count)
        complain(query, "%llu matches, but %zu hits", (unsigned long long)dictum_result_match_count(result), count);
    for (size_t i = 0; i < count; i++) {
        size_t number = strtoul(dictum_result_hit(result, i)->statement->id.text, NULL, 10);
        if (number >= DOCUMENTS_MAX || found.has[number])
            complain(query, "document %zu comes twice or does not exist", number);
        else
            found.has[number] = true;
    }
    return found;
}

static found_set found_by(const archive_index *a, const char *query)
{
    dictum_result *result = search(a, query, false, DOCUMENTS_MAX);
    found_set found = found_in(query, result);
    dictum_result_free(result);
    return found;
}

/* ---- marks ------------------------------------------------------------------------------------------------------- */

static bool say(char *reason, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool say(char *reason, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(reason, REASON_BYTES, format, args);
    va_end(args);
    return false;
}

/* Whether `marks` are the ranges [first, last) of `expected`, moved by `origin`. */
static bool same_marks(const scan_ranges *expected, size_t first, size_t last, size_t origin, const dictum_range *marks,
                       size_t mark_count, const char *where, char *reason)
{
    if (last - first != mark_count)
        return say(reason, "%s: %zu marks, expected %zu", where, mark_count, last - first);
    for (size_t i = 0; i < mark_count; i++) {
        const scan_range *range = &expected->items[first + i];
        if (range->start != marks[i].start + origin || range->end != marks[i].end + origin)
            return say(reason, "%s: mark [%zu, %zu), expected [%zu, %zu)", where, marks[i].start + origin,
                       marks[i].end + origin, range->start, range->end);
    }
    return true;
}

/* One excerpt: its slice of the text, with all marks that are there, none cut. */
static bool excerpt_agrees(const dictum_hit *hit, const dictum_excerpt *excerpt, size_t excerpt_bytes,
                           const scan_ranges *expected, char *reason)
{
    size_t first = 0, last, longest = excerpt_bytes;
    if (excerpt->start > excerpt->end || excerpt->end > hit->statement->text.bytes ||
        excerpt->text.bytes != excerpt->end - excerpt->start ||
        memcmp(excerpt->text.text, hit->statement->text.text + excerpt->start, excerpt->text.bytes) != 0)
        return say(reason, "the excerpt at %zu is not its slice of the text", excerpt->start);
    while (first < expected->count && expected->items[first].end <= excerpt->start)
        first++;
    for (last = first; last < expected->count && expected->items[last].start < excerpt->end; last++) {
        const scan_range *mark = &expected->items[last];
        if (mark->start < excerpt->start || mark->end > excerpt->end)
            return say(reason, "the mark at %zu is cut", mark->start);
        longest = mark->end - mark->start > longest ? mark->end - mark->start : longest;
    }
    if (expected->count > 0 && last == first)
        return say(reason, "the excerpt at %zu has no mark", excerpt->start);
    if (excerpt->text.bytes > longest)
        return say(reason, "the excerpt at %zu has %zu bytes", excerpt->start, excerpt->text.bytes);
    return same_marks(expected, first, last, excerpt->start, excerpt->marks, excerpt->mark_count, "text", reason);
}

static bool excerpts_agree(const dictum_hit *hit, shown_size size, const scan_ranges *expected, char *reason)
{
    size_t end = 0, shown = 0;
    for (size_t i = 0; i < hit->excerpt_count; i++) {
        if (hit->excerpts[i].start < end)
            return say(reason, "the excerpt at %zu is not behind the one before", hit->excerpts[i].start);
        if (!excerpt_agrees(hit, &hit->excerpts[i], size.excerpt_bytes, expected, reason))
            return false;
        end = hit->excerpts[i].end;
        shown += hit->excerpts[i].mark_count;
    }
    if (expected->count > 0 && shown == 0)
        return say(reason, "no mark is shown");
    if (size.excerpts == ALL_EXCERPTS && shown < expected->count)
        return say(reason, "%zu marks of %zu are shown", shown, expected->count);
    return true;
}

/* Whether each leaf that holds in the text has an occurrence in some excerpt. */
static bool leaf_is_shown(const scan_node *node, const scan_ranges *list, const dictum_hit *hit, char *reason);

/* The same of the leaves of an operator of place: where they stand by which it holds. */
static bool places_are_shown(const scan_node *root, const scan_node *node, const scan_document *document,
                             const dictum_hit *hit, char *reason)
{
    for (size_t i = 0; i < node->part_count; i++)
        if (!places_are_shown(root, node->parts[i], document, hit, reason))
            return false;
    /* Of a window or quorum each token is a leaf. */
    if (node->part_count > 0 || node->kind == SCAN_WINDOW || node->kind == SCAN_QUORUM)
        return true;
    scan_ranges places = {0};
    scan_places_of(root, document, node, false, &places);
    bool shown = leaf_is_shown(node, &places, hit, reason);
    scan_ranges_dispose(&places);
    return shown;
}

static bool leaves_are_shown(const scan_node *node, const scan_document *document, const dictum_hit *hit, char *reason)
{
    if (node->kind == SCAN_NOT || !scan_matches(node, document))
        return true;
    if (scan_is_positional(node))
        return places_are_shown(node, node, document, hit, reason);
    for (size_t i = 0; i < node->part_count; i++)
        if (!leaves_are_shown(node->parts[i], document, hit, reason))
            return false;
    if (node->part_count > 0)
        return true;
    scan_ranges places = {0};
    scan_leaf_places(node, document, &places);
    bool shown = leaf_is_shown(node, &places, hit, reason);
    scan_ranges_dispose(&places);
    return shown;
}

static bool leaf_is_shown(const scan_node *node, const scan_ranges *list, const dictum_hit *hit, char *reason)
{
    scan_ranges places = *list;
    bool shown = places.count == 0;
    for (size_t i = 0; i < places.count; i++)
        for (size_t k = 0; k < hit->excerpt_count; k++)
            shown = shown ||
                    (hit->excerpts[k].start <= places.items[i].start && places.items[i].end <= hit->excerpts[k].end);
    return shown || say(reason, "no excerpt shows %.200s (%s …)", node->typed, node->tokens[0].exact);
}

static size_t count_leaves(const scan_node *node)
{
    bool loose = node->kind == SCAN_WINDOW || node->kind == SCAN_QUORUM;
    size_t count = loose ? node->token_count : node->part_count == 0;
    for (size_t i = 0; i < node->part_count; i++)
        count += count_leaves(node->parts[i]);
    return count;
}

static bool marks_agree(const scan_node *root, const random_document *document, const dictum_hit *hit, shown_size size,
                        char *reason)
{
    scan_ranges expected = {0};
    if (hit->statement->text.bytes != document->text.len ||
        memcmp(hit->statement->text.text, document->text.data, document->text.len) != 0)
        return say(reason, "the text is not stored as it was given");
    scan_marks(root, &document->scan, true, &expected);
    bool agree = same_marks(&expected, 0, expected.count, 0, hit->title_marks, hit->title_mark_count, "title", reason);
    if (agree) {
        scan_marks(root, &document->scan, false, &expected);
        agree = excerpts_agree(hit, size, &expected, reason) && leaves_are_shown(root, &document->scan, hit, reason);
        size_t most = count_leaves(root) > size.excerpts ? count_leaves(root) : size.excerpts;
        if (agree && hit->excerpt_count > most)
            agree = say(reason, "%zu excerpts", hit->excerpt_count);
    }
    scan_ranges_dispose(&expected);
    return agree;
}

/* ---- a case ------------------------------------------------------------------------------------------------------ */

/* Compares the searcher with the scanner. Where they disagree, *document is the number of a document that shows it. */
static bool agrees(const archive_index *a, const scan_node *root, bool any, growing *query, size_t *document,
                   char *reason)
{
    static const shown_size sizes[] = {{ALL_EXCERPTS, 600},
                                       {ALL_EXCERPTS, 100},
                                       {ALL_EXCERPTS, 10},
                                       {ALL_EXCERPTS, 0},
                                       {3, 600},
                                       {1, 100},
                                       {1, 60},
                                       {2, 10},
                                       {1, 0}};
    shown_size size = sizes[root->style % (sizeof sizes / sizeof sizes[0])];
    tree_print(root, any, query);
    dictum_result *result = search_with(a, query->data, any, DOCUMENTS_MAX, size);
    found_set found = found_in(query->data, result);
    bool agree = true;
    for (size_t i = 0; agree && i < a->archive.count; i++) {
        *document = i;
        if (scan_matches(root, &a->archive.documents[i].scan) != found.has[i])
            agree = say(reason, "document %zu is %s", i, found.has[i] ? "found and should not be" : "not found");
    }
    for (size_t i = 0; agree && i < dictum_result_hit_count(result); i++) {
        const dictum_hit *hit = dictum_result_hit(result, i);
        *document = strtoul(hit->statement->id.text, NULL, 10);
        agree = marks_agree(root, &a->archive.documents[*document], hit, size, reason);
    }
    if (!agree) {
        size_t said = strlen(reason);
        (void)snprintf(reason + said, REASON_BYTES - said, "\nunderstood as: %.200s", dictum_result_query(result));
    }
    dictum_result_free(result);
    return agree;
}

/* The smallest part of the tree that shows a disagreement by itself. */
static const scan_node *smallest(const archive_index *a, const scan_node *node, growing *query, size_t *document,
                                 char *reason)
{
    /* Beside an operator words mean something else. */
    for (size_t i = 0; i < node->part_count && !scan_is_positional(node); i++) {
        /* What is typed as one word has parts that are not typed at all. */
        if (node->parts[i]->part_count == 0 && node->parts[i]->typed[0] == '\0')
            continue;
        if (!agrees(a, node->parts[i], false, query, document, reason))
            return smallest(a, node->parts[i], query, document, reason);
    }
    return node;
}

static void check_case(const archive_index *a, const random_tree *tree, growing *query)
{
    char reason[REASON_BYTES];
    size_t number = 0;
    if (agrees(a, tree->root, tree->any, query, &number, reason))
        return;
    const scan_node *part = smallest(a, tree->root, query, &number, reason);
    bool any = tree->any && part == tree->root;
    if (agrees(a, part, any, query, &number, reason))
        complain(query->data, "fails now and then");
    const random_document *document = &a->archive.documents[number];
    fail_msg("seed %llu\nquery: %s%s\n%s\ntitle: %s\ntext:\n%s", (unsigned long long)seed, any ? "--any " : "",
             query->data, reason, document->title.data, document->text.data);
}

/* How the query was understood, searched for, gives the same and is understood as itself. */
static void check_normal_form(const archive_index *a, const random_tree *tree, growing *query)
{
    tree_print(tree->root, tree->any, query);
    dictum_result *result = search(a, query->data, tree->any, DOCUMENTS_MAX);
    dictum_result *again = search(a, dictum_result_query(result), false, DOCUMENTS_MAX);
    found_set found = found_in(query->data, result), found_again = found_in(query->data, again);
    if (strcmp(dictum_result_query(result), dictum_result_query(again)) != 0)
        complain(query->data, "understood as %.200s,\nwhich is understood as %.200s", dictum_result_query(result),
                 dictum_result_query(again));
    if (memcmp(&found, &found_again, sizeof found) != 0)
        complain(query->data, "understood as %.200s,\nwhich finds others", dictum_result_query(result));
    dictum_result_free(result);
    dictum_result_free(again);
}

/* The count does not depend on how many hits are asked for. */
static void check_count(const archive_index *a, const random_tree *tree, uint64_t limit, growing *query)
{
    size_t expected = 0;
    for (size_t i = 0; i < a->archive.count; i++)
        expected += scan_matches(tree->root, &a->archive.documents[i].scan);
    tree_print(tree->root, tree->any, query);
    dictum_result *result = search(a, query->data, tree->any, limit);
    size_t hits = dictum_result_hit_count(result);
    if (!dictum_result_is_exact(result) || dictum_result_match_count(result) != expected)
        complain(query->data, "limit %llu: %llu matches, expected %zu", (unsigned long long)limit,
                 (unsigned long long)dictum_result_match_count(result), expected);
    if (hits != (expected < limit ? expected : limit))
        complain(query->data, "limit %llu: %zu hits of %zu", (unsigned long long)limit, hits, expected);
    dictum_result_free(result);
}

static size_t rounds(void)
{
    const char *given = getenv("DICTUM_TEST_ROUNDS");
    return given != NULL && given[0] != '\0' ? strtoul(given, NULL, 10) : ROUNDS;
}

static void searcher_and_scanner_agree(void **state)
{
    random_tree *tree = *state;
    growing query = {0};
    chance dice = chance_begin(seed);
    for (size_t round = 0; round < rounds(); round++) {
        archive_index a = {0};
        build(&a, 20 + chance_below(&dice, DOCUMENTS_MAX - 19), round % 2 == 1, &dice);
        for (size_t i = 0; i < QUERIES_PER_ROUND; i++) {
            tree_make(tree, &a.archive, &dice);
            check_case(&a, tree, &query);
            if (i % 4 == 0)
                check_normal_form(&a, tree, &query);
            if (i % 4 == 1)
                check_count(&a, tree, 1 + chance_below(&dice, 8), &query);
        }
        tear_down(&a);
    }
    growing_dispose(&query);
}

/* ---- laws -------------------------------------------------------------------------------------------------------- */

static void bracketed(const scan_node *node, growing *query)
{
    growing inner = {0};
    tree_print(node, false, &inner);
    growing_add_str(query, "(");
    growing_add_str(query, inner.data);
    growing_add_str(query, ")");
    growing_dispose(&inner);
}

static found_set found_by_both(const archive_index *a, const scan_node *one, const char *operator,
                               const scan_node * two)
{
    growing query = {0};
    bracketed(one, &query);
    growing_add_str(&query, operator);
    bracketed(two, &query);
    found_set found = found_by(a, query.data);
    growing_dispose(&query);
    return found;
}

static bool same_set(const found_set *one, const found_set *two)
{
    return memcmp(one, two, sizeof *one) == 0;
}

/* AND and OR commute, a space is AND, and what NOT leaves out of one set is in their intersection. */
static void check_operators(const archive_index *a, const scan_node *one, const scan_node *two)
{
    growing first = {0}, second = {0};
    bracketed(one, &first);
    bracketed(two, &second);
    found_set alone = found_by(a, first.data);
    found_set and = found_by_both(a, one, " AND ", two), reverse = found_by_both(a, two, " AND ", one);
    found_set space = found_by_both(a, two, " ", one), without = found_by_both(a, one, " -", two);
    found_set or = found_by_both(a, one, " OR ", two), or_reverse = found_by_both(a, two, " OR ", one);
    if (!same_set(&and, &reverse) || !same_set(&and, &space))
        complain(first.data, "AND %s does not commute", second.data);
    if (!same_set(& or, &or_reverse))
        complain(first.data, "OR %s does not commute", second.data);
    for (size_t i = 0; i < DOCUMENTS_MAX; i++)
        if (alone.has[i] != (and.has[i] || without.has[i]) || (and.has[i] && without.has[i]))
            complain(first.data, "AND and NOT %s do not divide it: document %zu", second.data, i);
    growing_dispose(&first);
    growing_dispose(&second);
}

/* What a phrase finds, its words find too. */
static void check_phrase(const archive_index *a, const scan_node *phrase)
{
    growing words = {0};
    for (size_t i = 0; i < phrase->token_count; i++) {
        growing_add_str(&words, i > 0 ? " AND =" : "=");
        growing_add_str(&words, phrase->tokens[i].exact);
    }
    found_set by_phrase = found_by(a, phrase->typed), by_words = found_by(a, words.data);
    for (size_t i = 0; i < DOCUMENTS_MAX; i++)
        if (by_phrase.has[i] && !by_words.has[i])
            complain(phrase->typed, "document %zu is not found by %s", i, words.data);
    growing_dispose(&words);
}

static void check_laws(random_tree *tree, random_tree *other, bool shards, chance *dice)
{
    archive_index a = {0};
    build(&a, DOCUMENTS_MAX, shards, dice);
    for (size_t i = 0; i < 100; i++) {
        do
            tree_make(tree, &a.archive, dice);
        while (tree->any);
        do
            tree_make(other, &a.archive, dice);
        while (other->any);
        check_operators(&a, tree->root, other->root);
        for (size_t n = 0; n < tree->count; n++)
            if (tree->nodes[n].kind == SCAN_PHRASE && tree->nodes[n].typed[0] != '\0' && !tree->nodes[n].beside &&
                !scan_is_positional(&tree->nodes[n]))
                check_phrase(&a, &tree->nodes[n]);
    }
    tear_down(&a);
}

static void laws_hold(void **state)
{
    random_tree *trees = *state;
    chance dice = chance_begin(seed + 1);
    check_laws(&trees[0], &trees[1], false, &dice);
    check_laws(&trees[0], &trees[1], true, &dice);
}

static int make_trees(void **state)
{
    *state = calloc(2, sizeof(random_tree));
    return *state != NULL ? 0 : -1;
}

static int free_trees(void **state)
{
    free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(searcher_and_scanner_agree, make_trees, free_trees),
        cmocka_unit_test_setup_teardown(laws_hold, make_trees, free_trees),
    };
    seed = chance_seed();
    printf("DICTUM_TEST_SEED=%llu\n", (unsigned long long)seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
