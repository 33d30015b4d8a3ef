/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Passages. What always holds: they do not overlap, and none cuts a mark or a grapheme. Sentences are looked for only
 * in the paragraphs of marks that may be shown. */
#include "searcher/passage.h"

#include <string.h>

#include "lib/array.h"
#include "lib/paragraph.h"

/* ---- sentences --------------------------------------------------------------------------------------------------- */

/* Makes the paragraph of byte `at` the one at hand. */
static dictum_status enter_paragraph(dictum_excerpter *x, size_t at)
{
    if (x->paragraph != NULL && at >= x->paragraph_start && at < x->paragraph_end)
        return DICTUM_OK;
    x->paragraph_start = dictum__paragraph_start(x->text, at);
    x->paragraph_end = dictum__paragraph_end(x->text, x->paragraph_start);
    dictum_slice slice = {x->text.data + x->paragraph_start, x->paragraph_end - x->paragraph_start};
    x->paragraph = NULL;
    return dictum__analyse(x->analyser, slice, x->lang, DICTUM__ANALYSE_SENTENCES, &x->paragraph, x->err);
}

dictum_status dictum__sentence_at(dictum_excerpter *x, size_t at, size_t *start, size_t *end)
{
    *start = *end = at;
    dictum_status status = enter_paragraph(x, at);
    if (status != DICTUM_OK || x->paragraph == NULL)
        return status;
    *start = x->paragraph_start;
    *end = x->paragraph_end;
    for (size_t low = 0, high = x->paragraph->sentence_count; low < high;) {
        size_t middle = low + (high - low) / 2;
        const dictum_sentence *sentence = &x->paragraph->sentences[middle];
        if (x->paragraph_start + sentence->byte_start > at) {
            high = middle;
            continue;
        }
        *start = x->paragraph_start + sentence->byte_start;
        *end = x->paragraph_start + sentence->byte_end;
        low = middle + 1;
    }
    return DICTUM_OK;
}

/* ---- marks ------------------------------------------------------------------------------------------------------- */

/* The number of the first mark that begins at `at` or behind it. */
static size_t mark_from(const dictum_excerpter *x, size_t at)
{
    size_t low = 0, high = x->marks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->marks->items[middle].start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The mark that byte border `at` would cut; NULL where none. */
static const dictum_mark *mark_across(const dictum_excerpter *x, size_t at)
{
    size_t next = mark_from(x, at);
    const dictum_mark *mark = next == 0 ? NULL : &x->marks->items[next - 1];
    return mark != NULL && mark->end > at ? mark : NULL;
}

static void count_in(dictum_excerpter *x, size_t mark)
{
    for (size_t i = x->marks->items[mark].first_place; i < x->marks->items[mark].last_place; i++) {
        size_t leaf = x->marks->places[i].leaf;
        if (x->tally[leaf]++ == 0 && !x->shown[leaf])
            x->fresh++;
    }
}

static void count_out(dictum_excerpter *x, size_t mark)
{
    for (size_t i = x->marks->items[mark].first_place; i < x->marks->items[mark].last_place; i++) {
        size_t leaf = x->marks->places[i].leaf;
        if (--x->tally[leaf] == 0 && !x->shown[leaf])
            x->fresh--;
    }
}

size_t dictum__count_fresh(dictum_excerpter *x, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++)
        count_in(x, i);
    size_t fresh = x->fresh;
    for (size_t i = first; i < last; i++)
        count_out(x, i);
    return fresh;
}

/* ---- the passages that are there --------------------------------------------------------------------------------- */

/* The number of the first passage that ends behind byte `at`. */
static size_t passage_from(const dictum_excerpter *x, size_t at)
{
    size_t low = 0, high = x->passages->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->passages->items[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool dictum__is_shown(const dictum_excerpter *x, size_t mark)
{
    size_t at = x->marks->items[mark].start, passage = passage_from(x, at);
    return passage < x->passages->count && x->passages->items[passage].start <= at;
}

dictum_status dictum__add_passage(dictum_excerpter *x, const dictum_passage *passage)
{
    dictum_passages *list = x->passages;
    void *room = list->items;
    if (!dictum__array_reserve(&room, &list->cap, list->count + 1, sizeof *list->items))
        return dictum__nomem(x->err);
    list->items = room;
    size_t at = passage_from(x, passage->start);
    memmove(&list->items[at + 1], &list->items[at], (list->count - at) * sizeof *list->items);
    list->items[at] = *passage;
    list->count++;
    for (size_t i = passage->first_mark; i < passage->last_mark; i++)
        for (size_t p = x->marks->items[i].first_place; p < x->marks->items[i].last_place; p++)
            x->shown[x->marks->places[p].leaf] = true;
    return DICTUM_OK;
}

/* ---- borders ----------------------------------------------------------------------------------------------------- */

/* The number of the first token that ends behind byte `at`. */
static size_t token_at(const dictum_analysis *analysis, size_t at)
{
    size_t low = 0, high = analysis->token_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (analysis->tokens[middle].byte_end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t dictum__border_before(const dictum_excerpter *x, size_t start, size_t limit)
{
    size_t token = token_at(x->analysis, limit);
    size_t end = token > 0 ? x->analysis->tokens[token - 1].byte_end : 0;
    return end > start ? end : start;
}

/* The smallest beginning of a token within [limit, end]; `end` where there is none. */
static size_t border_behind(const dictum_excerpter *x, size_t limit, size_t end)
{
    const dictum_analysis *analysis = x->analysis;
    size_t token = token_at(analysis, limit);
    if (token < analysis->token_count && analysis->tokens[token].byte_start < limit)
        token++;
    return token < analysis->token_count && analysis->tokens[token].byte_start < end
               ? analysis->tokens[token].byte_start
               : end;
}

/* ---- making a passage -------------------------------------------------------------------------------------------- */

/* The sentences of a mark, and of the marks that reach into them from others. */
static dictum_status whole_sentences(dictum_excerpter *x, size_t mark, size_t *start, size_t *end)
{
    const dictum_mark *across = &x->marks->items[mark];
    size_t unused;
    dictum_status status = dictum__sentence_at(x, across->start, start, end);
    while (status == DICTUM_OK && across != NULL) {
        size_t from, to;
        status = dictum__sentence_at(x, across->end - 1, &unused, &to);
        if (status == DICTUM_OK)
            status = dictum__sentence_at(x, across->start, &from, &unused);
        if (status != DICTUM_OK)
            break;
        *start = from < *start ? from : *start;
        *end = to > *end ? to : *end;
        if (*end - *start > x->limit)
            break;
        across = mark_across(x, *start);
        across = across != NULL ? across : mark_across(x, *end);
    }
    return status;
}

/* The marks [*first, *last] round `mark` that fit into the limit and show the most leaves that are not shown yet; of
 * those that show equally many, the fewest. */
static void choose_window(dictum_excerpter *x, size_t mark, size_t low, size_t high, size_t *first, size_t *last)
{
    const dictum_mark *marks = x->marks->items;
    size_t from = mark, to, best = 0;
    while (from > 0 && marks[from - 1].start >= low && marks[mark].end - marks[from - 1].start <= x->limit)
        from--;
    for (to = from; to <= mark; to++)
        count_in(x, to);
    *first = *last = mark;
    for (;; from++) { /* marks [from, to) are counted */
        while (to < x->marks->count && marks[to].end <= high && marks[to].end - marks[from].start <= x->limit)
            count_in(x, to++);
        if (x->fresh >= best) {
            best = x->fresh;
            *first = from;
            *last = to - 1;
        }
        count_out(x, from);
        if (from == mark)
            break;
    }
    for (size_t i = mark + 1; i < to; i++)
        count_out(x, i);
    for (size_t i = *first; i <= *last; i++)
        count_in(x, i);
    size_t kept = *last;
    while (kept > mark) {
        count_out(x, kept);
        if (x->fresh < best) {
            count_in(x, kept);
            break;
        }
        kept--;
    }
    *last = kept;
    for (size_t i = *first; i <= *last; i++)
        count_out(x, i);
}

/* What stands round the marks [first, last] within [low, high], a third of it before them. */
static void add_context(const dictum_excerpter *x, size_t first, size_t last, size_t low, size_t high,
                        dictum_passage *out)
{
    size_t from = x->marks->items[first].start, to = x->marks->items[last].end;
    size_t room = to - from < x->limit ? x->limit - (to - from) : 0;
    size_t before = from - low < room / 3 ? from - low : room / 3;
    size_t behind = high - to < room - before ? high - to : room - before;
    before = from - low < room - behind ? from - low : room - behind;
    out->start = from - before == low ? low : border_behind(x, from - before, from);
    const dictum_mark *cut = mark_across(x, out->start);
    if (cut != NULL)
        out->start = border_behind(x, cut->end, from);
    out->end = to + behind == high ? high : dictum__border_before(x, to, to + behind);
    cut = mark_across(x, out->end);
    if (cut != NULL)
        out->end = dictum__border_before(x, to, cut->start);
}

dictum_status dictum__passage_of(dictum_excerpter *x, size_t mark, dictum_passage *out)
{
    const dictum_mark *m = &x->marks->items[mark];
    size_t start, end, first, last;
    dictum_status status = whole_sentences(x, mark, &start, &end);
    if (status != DICTUM_OK)
        return status;
    size_t next = passage_from(x, m->start), low = start, high = end;
    if (next > 0 && x->passages->items[next - 1].end > low)
        low = x->passages->items[next - 1].end;
    if (next < x->passages->count && x->passages->items[next].start < high)
        high = x->passages->items[next].start;
    if (low == start && high == end && end - start <= x->limit) {
        out->start = start;
        out->end = end;
    } else {
        if (low > start)
            low = border_behind(x, low, m->start);
        if (high < end)
            high = dictum__border_before(x, m->end, high);
        choose_window(x, mark, low, high, &first, &last);
        add_context(x, first, last, low, high, out);
    }
    out->first_mark = mark_from(x, out->start);
    out->last_mark = mark_from(x, out->end);
    return DICTUM_OK;
}
