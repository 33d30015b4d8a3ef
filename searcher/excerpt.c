/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Excerpts. Sentences are looked for only in the paragraphs that hold the best marks; long ones are cut between tokens,
 * so never inside a grapheme, and never through a mark. */
#include "searcher/excerpt.h"

#include <stdlib.h>
#include <string.h>

#include "lib/paragraph.h"

/* Marks [first, last) that are shown together, and the bytes round them. */
typedef struct group {
    size_t start, end;
    size_t first, last;
    uint64_t leaves;
    bool chosen;
} group;

typedef struct excerpter {
    dictum_analyser *analyser;
    dictum_slice text;
    char lang[8];
    const dictum_analysis *analysis; /* of the whole text, without sentences */
    const dictum_marks *marks;
    size_t paragraph_start, paragraph_end;
    const dictum_analysis *paragraph; /* with sentences, of the paragraph looked at last */
    dictum_error *err;
} excerpter;

/* ---- sentences --------------------------------------------------------------------------------------------------- */

/* Makes the paragraph of byte `at` the one at hand. */
static dictum_status enter_paragraph(excerpter *x, size_t at)
{
    if (x->paragraph != NULL && at >= x->paragraph_start && at < x->paragraph_end)
        return DICTUM_OK;
    x->paragraph_start = dictum__paragraph_start(x->text, at);
    x->paragraph_end = dictum__paragraph_end(x->text, x->paragraph_start);
    dictum_slice slice = {x->text.data + x->paragraph_start, x->paragraph_end - x->paragraph_start};
    x->paragraph = NULL;
    return dictum__analyse(x->analyser, slice, x->lang, DICTUM__ANALYSE_SENTENCES, &x->paragraph, x->err);
}

/* The sentence of byte `at`, which is inside a token. */
static dictum_status sentence_at(excerpter *x, size_t at, size_t *start, size_t *end)
{
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

/* ---- choosing ---------------------------------------------------------------------------------------------------- */

static unsigned bits(uint64_t set)
{
    unsigned count = 0;
    for (; set != 0; set &= set - 1)
        count++;
    return count;
}

/* Chooses up to `wanted` groups, each time the one that shows most of what is not shown yet, then the one that shows
 * most, then the first. */
static void choose(group *groups, size_t count, size_t wanted)
{
    uint64_t shown = 0;
    for (size_t round = 0; round < wanted && round < count; round++) {
        group *best = NULL;
        for (size_t i = 0; i < count; i++) {
            group *g = &groups[i];
            if (g->chosen)
                continue;
            unsigned new = bits(g->leaves & ~shown), best_new = best == NULL ? 0 : bits(best->leaves & ~shown);
            if (best == NULL || new > best_new || (new == best_new &&bits(g->leaves) > bits(best->leaves)))
                best = g;
        }
        if (best == NULL)
            return;
        best->chosen = true;
        shown |= best->leaves;
    }
}

static size_t drop_others(group *groups, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (groups[i].chosen) {
            groups[kept] = groups[i];
            groups[kept++].chosen = false;
        }
    return kept;
}

/* Marks by the paragraph that they begin in. */
static size_t group_by_paragraph(const excerpter *x, group *groups)
{
    size_t count = 0;
    for (size_t i = 0; i < x->marks->count; i++) {
        const dictum_mark *mark = &x->marks->items[i];
        if (count == 0 || mark->start >= groups[count - 1].end) {
            groups[count].start = dictum__paragraph_start(x->text, mark->start);
            groups[count].end = dictum__paragraph_end(x->text, groups[count].start);
            groups[count].first = i;
            groups[count].leaves = 0;
            groups[count++].chosen = false;
        }
        groups[count - 1].last = i + 1;
        groups[count - 1].leaves |= mark->leaves;
    }
    return count;
}

/* Marks of the paragraphs chosen, by sentence; sentences that one mark spans go together. */
static dictum_status group_by_sentence(excerpter *x, const group *paragraphs, size_t paragraph_count, group *groups,
                                       size_t *count)
{
    *count = 0;
    for (size_t p = 0; p < paragraph_count; p++) {
        for (size_t i = paragraphs[p].first; i < paragraphs[p].last; i++) {
            const dictum_mark *mark = &x->marks->items[i];
            size_t start = 0, end = 0, last_start = 0, last_end = 0;
            dictum_status status = sentence_at(x, mark->start, &start, &end);
            if (status == DICTUM_OK && mark->end > end)
                status = sentence_at(x, mark->end - 1, &last_start, &last_end);
            else
                last_end = end;
            if (status != DICTUM_OK)
                return status;
            if (*count == 0 || start >= groups[*count - 1].end)
                groups[(*count)++] = (group){.start = start, .first = i};
            group *g = &groups[*count - 1];
            g->end = last_end > g->end ? last_end : g->end;
            g->last = i + 1;
            g->leaves |= mark->leaves;
        }
    }
    return DICTUM_OK;
}

/* ---- cutting ----------------------------------------------------------------------------------------------------- */

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

/* Shortens a passage to about `limit` bytes round its first marks. */
static void cut(const excerpter *x, dictum_passage *passage, size_t limit)
{
    const dictum_token *tokens = x->analysis->tokens;
    if (passage->end - passage->start <= limit || x->analysis->token_count == 0)
        return;
    bool marked = passage->first_mark < passage->last_mark;
    size_t from = marked ? x->marks->items[passage->first_mark].start : passage->start;
    size_t to = marked ? x->marks->items[passage->first_mark].end : passage->start;
    size_t lead = to - from < limit ? (limit - (to - from)) / 3 : 0;
    if (from - passage->start > lead) {
        size_t token = token_at(x->analysis, from - lead);
        passage->start = tokens[token].byte_start < from ? tokens[token].byte_start : from;
        if (passage->start < from - lead) /* in the middle of that token */
            passage->start = tokens[token].byte_end <= from && token + 1 < x->analysis->token_count &&
                                     tokens[token + 1].byte_start <= from
                                 ? tokens[token + 1].byte_start
                                 : from;
    }
    if (passage->end - passage->start <= limit)
        return;
    size_t token = token_at(x->analysis, passage->start + limit);
    size_t end = token > 0 ? tokens[token - 1].byte_end : to;
    passage->end = end > to ? end : to;
    while (passage->last_mark > passage->first_mark + 1 && x->marks->items[passage->last_mark - 1].end > passage->end) {
        passage->last_mark--;
        if (x->marks->items[passage->last_mark].start < passage->end)
            passage->end = x->marks->items[passage->last_mark - 1].end;
    }
}

/* Nothing is marked: how the statement begins. */
static dictum_status first_sentence(excerpter *x, size_t limit, dictum_passage *passages, size_t *count)
{
    if (x->analysis->token_count == 0)
        return DICTUM_OK;
    passages[0] = (dictum_passage){0};
    dictum_status status = sentence_at(x, x->analysis->tokens[0].byte_start, &passages[0].start, &passages[0].end);
    if (status != DICTUM_OK)
        return status;
    cut(x, &passages[0], limit);
    *count = 1;
    return DICTUM_OK;
}

dictum_status dictum__excerpts(dictum_analyser *side_analyser, const dictum_record *record,
                               const dictum_analysis *analysis, const dictum_marks *marks,
                               const dictum_passage_options *options, dictum_passage *passages, size_t *count,
                               dictum_error *err)
{
    excerpter x = {.analyser = side_analyser, .text = record->text, .analysis = analysis, .marks = marks, .err = err};
    *count = 0;
    if (options->passages == 0)
        return DICTUM_OK;
    if (record->lang.len > 0 && record->lang.len < sizeof x.lang)
        memcpy(x.lang, record->lang.data, record->lang.len);
    if (marks->count == 0)
        return first_sentence(&x, options->passage_bytes, passages, count);
    group *groups = calloc(marks->count, 2 * sizeof *groups);
    if (groups == NULL)
        return dictum__nomem(err);
    group *paragraphs = groups + marks->count;
    size_t paragraph_count = group_by_paragraph(&x, paragraphs), group_count;
    choose(paragraphs, paragraph_count, options->passages);
    paragraph_count = drop_others(paragraphs, paragraph_count);
    dictum_status status = group_by_sentence(&x, paragraphs, paragraph_count, groups, &group_count);
    if (status == DICTUM_OK) {
        choose(groups, group_count, options->passages);
        group_count = drop_others(groups, group_count);
        for (; *count < group_count; ++*count) {
            const group *g = &groups[*count];
            passages[*count] =
                (dictum_passage){.start = g->start, .end = g->end, .first_mark = g->first, .last_mark = g->last};
            cut(&x, &passages[*count], options->passage_bytes);
        }
    }
    free(groups);
    return status;
}
