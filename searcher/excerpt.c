/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Excerpts: a greedy cover. The leaf with the fewest places comes first, because it leaves the least choice; of its
 * places the one is shown whose passage shows the most other leaves. What is common is mostly covered by then. */
#include "searcher/excerpt.h"

#include <stdlib.h>
#include <string.h>

#include "lib/paragraph.h"
#include "searcher/passage.h"
#include "searcher/widen.h"

/* Of a leaf's places so many are looked at, and of those so many closely. */
#define PLACES_MAX 256
#define CLOSE_LOOKS 3

/* How far round a place others count as near, at most. */
#define NEAR_BYTES_MAX 2000

/* The places of each leaf: [from[leaf], from[leaf + 1]) of `marks`, the numbers of the marks that they are in. */
typedef struct leaf_places {
    size_t *from;
    size_t *marks;
    size_t *order; /* the leaves that have places, rarest first */
    size_t order_count;
} leaf_places;

/* Something that may be shown, and how many leaves that shows. */
typedef struct offer {
    size_t mark;
    size_t leaves;
} offer;

/* ---- leaves ------------------------------------------------------------------------------------------------------ */

/* Moves the leaf at `at` of a heap of leaves, the most frequent in front, to where it belongs. */
static void sift(const leaf_places *leaves, size_t count, size_t at)
{
    size_t *heap = leaves->order;
    for (;;) {
        size_t most = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++) {
            size_t a = heap[child], b = heap[most];
            size_t places_a = leaves->from[a + 1] - leaves->from[a], places_b = leaves->from[b + 1] - leaves->from[b];
            if (places_a > places_b || (places_a == places_b && a > b))
                most = child;
        }
        if (most == at)
            return;
        size_t held = heap[at];
        heap[at] = heap[most];
        heap[most] = held;
        at = most;
    }
}

static void order_leaves(leaf_places *leaves, size_t leaf_count)
{
    for (size_t i = 0; i < leaf_count; i++)
        if (leaves->from[i + 1] > leaves->from[i])
            leaves->order[leaves->order_count++] = i;
    for (size_t i = leaves->order_count / 2; i-- > 0;)
        sift(leaves, leaves->order_count, i);
    for (size_t end = leaves->order_count; end-- > 1;) {
        size_t held = leaves->order[0];
        leaves->order[0] = leaves->order[end];
        leaves->order[end] = held;
        sift(leaves, end, 0);
    }
}

static bool find_places(const dictum_marks *marks, size_t leaf_count, leaf_places *leaves)
{
    leaves->from = calloc(leaf_count + 2, sizeof *leaves->from);
    leaves->marks = calloc(marks->place_count, sizeof *leaves->marks);
    leaves->order = calloc(leaf_count, sizeof *leaves->order);
    if (leaves->from == NULL || leaves->marks == NULL || leaves->order == NULL)
        return false;
    for (size_t i = 0; i < marks->place_count; i++)
        leaves->from[marks->places[i].leaf + 2]++;
    for (size_t i = 2; i < leaf_count + 2; i++)
        leaves->from[i] += leaves->from[i - 1];
    for (size_t i = 0; i < marks->count; i++)
        for (size_t p = marks->items[i].first_place; p < marks->items[i].last_place; p++)
            leaves->marks[leaves->from[marks->places[p].leaf + 1]++] = i;
    order_leaves(leaves, leaf_count);
    return true;
}

/* ---- covering ---------------------------------------------------------------------------------------------------- */

/* How many leaves that are not shown yet stand near a mark. */
static size_t fresh_near(dictum_excerpter *x, size_t mark)
{
    const dictum_mark *marks = x->marks->items;
    size_t reach = x->limit < NEAR_BYTES_MAX ? x->limit : NEAR_BYTES_MAX, first = mark, last = mark + 1;
    while (first > 0 && marks[mark].start - marks[first - 1].start <= reach)
        first--;
    while (last < x->marks->count && marks[last].end - marks[mark].start <= reach)
        last++;
    return dictum__count_fresh(x, first, last);
}

/* The leaf's places that have the most near them, at most CLOSE_LOOKS; the earlier one wins a tie. */
static size_t best_places(dictum_excerpter *x, const leaf_places *leaves, size_t leaf, offer offers[CLOSE_LOOKS])
{
    size_t count = 0, first = leaves->from[leaf], last = leaves->from[leaf + 1];
    last = last - first > PLACES_MAX ? first + PLACES_MAX : last;
    for (size_t i = first; i < last; i++) {
        offer new = {leaves->marks[i], fresh_near(x, leaves->marks[i])};
        size_t at = count;
        for (; at > 0 && offers[at - 1].leaves < new.leaves; at--)
            if (at < CLOSE_LOOKS)
                offers[at] = offers[at - 1];
        if (at < CLOSE_LOOKS)
            offers[at] = new;
        count += count < CLOSE_LOOKS;
    }
    return count;
}

static dictum_status show_leaf(dictum_excerpter *x, const leaf_places *leaves, size_t leaf)
{
    offer offers[CLOSE_LOOKS];
    dictum_passage best = {0};
    size_t most = 0, count = best_places(x, leaves, leaf, offers);
    for (size_t i = 0; i < count && (i == 0 || offers[i].leaves > most); i++) {
        dictum_passage passage;
        dictum_status status = dictum__passage_of(x, offers[i].mark, &passage);
        if (status != DICTUM_OK)
            return status;
        size_t fresh = dictum__count_fresh(x, passage.first_mark, passage.last_mark);
        if (fresh > most) {
            most = fresh;
            best = passage;
        }
    }
    return dictum__add_passage(x, &best);
}

static dictum_status cover(dictum_excerpter *x)
{
    leaf_places leaves = {0};
    dictum_status status = find_places(x->marks, x->leaf_count, &leaves) ? DICTUM_OK : dictum__nomem(x->err);
    for (size_t i = 0; status == DICTUM_OK && i < leaves.order_count; i++)
        if (!x->shown[leaves.order[i]])
            status = show_leaf(x, &leaves, leaves.order[i]);
    free(leaves.from);
    free(leaves.marks);
    free(leaves.order);
    return status;
}

/* ---- showing more ------------------------------------------------------------------------------------------------ */

static int compare_offers(const void *left, const void *right)
{
    const offer *a = left, *b = right;
    if (a->leaves != b->leaves)
        return a->leaves > b->leaves ? -1 : 1;
    return a->mark < b->mark ? -1 : a->mark > b->mark;
}

static dictum_status show_mark(dictum_excerpter *x, size_t mark)
{
    dictum_passage passage;
    if (dictum__is_shown(x, mark))
        return DICTUM_OK;
    dictum_status status = dictum__passage_of(x, mark, &passage);
    return status == DICTUM_OK ? dictum__add_passage(x, &passage) : status;
}

/* The paragraphs with marks that are not shown, as their first such marks, those with the most leaves first. */
static size_t offer_paragraphs(dictum_excerpter *x, offer *offers)
{
    size_t count = 0, mark = 0;
    while (mark < x->marks->count) {
        const dictum_mark *marks = x->marks->items;
        size_t first = mark, shown = 0;
        size_t end = dictum__paragraph_end(x->text, dictum__paragraph_start(x->text, marks[mark].start));
        offer new = {.mark = SIZE_MAX};
        for (; mark == first || (mark < x->marks->count && marks[mark].start < end); mark++) {
            if (dictum__is_shown(x, mark))
                shown++;
            else if (new.mark == SIZE_MAX)
                new.mark = mark;
        }
        new.leaves = shown < mark - first ? dictum__count_fresh(x, first, mark) : 0;
        if (new.mark != SIZE_MAX)
            offers[count++] = new;
    }
    qsort(offers, count, sizeof *offers, compare_offers);
    return count;
}

/* The sentences of a paragraph, likewise. */
static dictum_status offer_sentences(dictum_excerpter *x, size_t mark, offer *offers, size_t *count)
{
    const dictum_mark *marks = x->marks->items;
    size_t end = dictum__paragraph_end(x->text, dictum__paragraph_start(x->text, marks[mark].start));
    while (mark < x->marks->count && marks[mark].start < end) {
        size_t start, sentence_end, first = mark;
        dictum_status status = dictum__sentence_at(x, marks[mark].start, &start, &sentence_end);
        if (status != DICTUM_OK)
            return status;
        for (; mark == first || (mark < x->marks->count && marks[mark].start < sentence_end); mark++)
            ;
        if (!dictum__is_shown(x, first))
            offers[(*count)++] = (offer){first, dictum__count_fresh(x, first, mark)};
    }
    return DICTUM_OK;
}

/* Shows passages that no leaf needs, up to `wanted` in all. */
static dictum_status show_more(dictum_excerpter *x, size_t wanted)
{
    dictum_status status = DICTUM_OK;
    if (x->passages->count >= wanted || x->marks->count == 0)
        return DICTUM_OK;
    offer *paragraphs = calloc(x->marks->count, 2 * sizeof *paragraphs);
    if (paragraphs == NULL)
        return dictum__nomem(x->err);
    offer *sentences = paragraphs + x->marks->count;
    memset(x->shown, 0, x->leaf_count * sizeof *x->shown); /* every leaf counts again */
    size_t room = wanted - x->passages->count, count = offer_paragraphs(x, paragraphs), sentence_count = 0;
    for (size_t i = 0; status == DICTUM_OK && i < count && i < room; i++)
        status = offer_sentences(x, paragraphs[i].mark, sentences, &sentence_count);
    if (status == DICTUM_OK)
        qsort(sentences, sentence_count, sizeof *sentences, compare_offers);
    for (size_t i = 0; status == DICTUM_OK && i < sentence_count && x->passages->count < wanted; i++)
        status = show_mark(x, sentences[i].mark);
    /* What is left of sentences that were cut. */
    for (size_t i = 0; status == DICTUM_OK && i < x->marks->count && x->passages->count < wanted; i++)
        status = show_mark(x, i);
    free(paragraphs);
    return status;
}

/* Nothing is marked: how the statement begins. */
static dictum_status first_sentence(dictum_excerpter *x)
{
    dictum_passage passage = {0};
    if (x->analysis->token_count == 0)
        return DICTUM_OK;
    dictum_status status = dictum__sentence_at(x, x->analysis->tokens[0].byte_start, &passage.start, &passage.end);
    if (status != DICTUM_OK)
        return status;
    if (passage.end - passage.start > x->limit)
        passage.end = dictum__border_before(x, passage.start, passage.start + x->limit);
    return dictum__add_passage(x, &passage);
}

static dictum_status show_beginning(dictum_excerpter *x, size_t context)
{
    dictum_status status = first_sentence(x);
    return status == DICTUM_OK ? dictum__widen_passages(x, context) : status;
}

dictum_status dictum__excerpts(dictum_analyser *side_analyser, const dictum_record *record,
                               const dictum_analysis *analysis, const dictum_marks *marks,
                               const dictum_passage_options *options, dictum_passages *passages, dictum_error *err)
{
    dictum_excerpter x = {.analyser = side_analyser,
                          .text = record->text,
                          .analysis = analysis,
                          .marks = marks,
                          .limit = options->passage_bytes,
                          .leaf_count = 1,
                          .passages = passages,
                          .err = err};
    if (options->passages == 0)
        return DICTUM_OK;
    if (record->lang.len > 0 && record->lang.len < sizeof x.lang)
        memcpy(x.lang, record->lang.data, record->lang.len);
    if (marks->count == 0 || marks->place_count == 0)
        return show_beginning(&x, options->context);
    for (size_t i = 0; i < marks->place_count; i++)
        x.leaf_count = marks->places[i].leaf >= x.leaf_count ? marks->places[i].leaf + 1 : x.leaf_count;
    x.shown = calloc(x.leaf_count, sizeof *x.shown);
    x.tally = calloc(x.leaf_count, sizeof *x.tally);
    dictum_status status;
    if (x.shown == NULL || x.tally == NULL) {
        status = dictum__nomem(err);
    } else {
        status = cover(&x);
        if (status == DICTUM_OK)
            status = show_more(&x, options->passages);
        if (status == DICTUM_OK)
            status = dictum__widen_passages(&x, options->context);
    }
    free(x.shown);
    free(x.tally);
    return status;
}
