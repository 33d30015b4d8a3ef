/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/widen.h"

/* The number of the first token that begins at byte `at` or behind it. */
static size_t token_from(const dictum_excerpter *x, size_t at)
{
    size_t low = 0, high = x->analysis->token_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->analysis->tokens[middle].byte_start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Moves the beginning to that of the sentence before, or of its own where it is inside one; false where there is none
 * to add. */
static dictum_status step_back(dictum_excerpter *x, dictum_passage *passage, bool *moved)
{
    size_t token = token_from(x, passage->start), start, end;
    *moved = false;
    if (token == 0)
        return DICTUM_OK;
    dictum_status status = dictum__sentence_at(x, x->analysis->tokens[token - 1].byte_start, &start, &end);
    *moved = status == DICTUM_OK && start < passage->start && passage->start - start <= x->limit;
    passage->start = *moved ? start : passage->start;
    return status;
}

static dictum_status step_forward(dictum_excerpter *x, dictum_passage *passage, bool *moved)
{
    size_t token = token_from(x, passage->end), start, end;
    *moved = false;
    if (token == x->analysis->token_count)
        return DICTUM_OK;
    dictum_status status = dictum__sentence_at(x, x->analysis->tokens[token].byte_start, &start, &end);
    *moved = status == DICTUM_OK && end > passage->end && end - passage->end <= x->limit;
    passage->end = *moved ? end : passage->end;
    return status;
}

static dictum_status widen(dictum_excerpter *x, dictum_passage *passage, size_t sentences)
{
    dictum_status status = DICTUM_OK;
    bool moved = true;
    for (size_t i = 0; status == DICTUM_OK && moved && i < sentences; i++)
        status = step_back(x, passage, &moved);
    moved = true;
    for (size_t i = 0; status == DICTUM_OK && moved && i < sentences; i++)
        status = step_forward(x, passage, &moved);
    return status;
}

/* A mark that stands over the border of a passage comes in. */
static void take_marks(const dictum_excerpter *x, dictum_passage *passage, size_t from)
{
    const dictum_mark *marks = x->marks->items;
    while (from < x->marks->count && marks[from].end <= passage->start)
        from++;
    passage->first_mark = passage->last_mark = from;
    if (from < x->marks->count && marks[from].start < passage->start)
        passage->start = marks[from].start;
    for (; from < x->marks->count && marks[from].start < passage->end; from++) {
        passage->end = marks[from].end > passage->end ? marks[from].end : passage->end;
        passage->last_mark = from + 1;
    }
}

dictum_status dictum__widen_passages(dictum_excerpter *x, size_t sentences)
{
    dictum_passages *passages = x->passages;
    dictum_status status = DICTUM_OK;
    size_t kept = 0, mark = 0;
    if (sentences == 0)
        return DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < passages->count; i++) {
        dictum_passage wide = passages->items[i];
        status = widen(x, &wide, sentences);
        take_marks(x, &wide, mark);
        if (kept > 0 && wide.start <= passages->items[kept - 1].end) {
            dictum_passage *before = &passages->items[kept - 1];
            before->end = wide.end > before->end ? wide.end : before->end;
            before->last_mark = wide.last_mark > before->last_mark ? wide.last_mark : before->last_mark;
        } else {
            passages->items[kept++] = wide;
        }
        mark = passages->items[kept - 1].first_mark;
    }
    if (status == DICTUM_OK)
        passages->count = kept;
    return status;
}
