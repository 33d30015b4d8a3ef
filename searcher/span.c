/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Spans in order of their first positions. What can be related to a span begins within a stretch that is known
 * beforehand, so only that is looked at. */
#include "searcher/span.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

void dictum__spans_dispose(dictum_spans *spans)
{
    free(spans->items);
    *spans = (dictum_spans){0};
}

bool dictum__spans_add(dictum_spans *spans, uint32_t first, uint32_t last)
{
    void *room = spans->items;
    if (!dictum__array_reserve(&room, &spans->cap, spans->count + 1, sizeof *spans->items))
        return false;
    spans->items = room;
    spans->items[spans->count++] = (dictum_span){first, last};
    return true;
}

static int compare(const void *left, const void *right)
{
    const dictum_span *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->last < b->last ? -1 : a->last > b->last;
}

void dictum__spans_order(dictum_spans *spans)
{
    bool ordered = true;
    for (size_t i = 1; ordered && i < spans->count; i++)
        ordered = compare(&spans->items[i - 1], &spans->items[i]) < 0;
    if (!ordered)
        qsort(spans->items, spans->count, sizeof *spans->items, compare);
    size_t kept = 0;
    spans->longest = 0;
    for (size_t i = 0; i < spans->count; i++) {
        dictum_span span = spans->items[i];
        if (kept > 0 && compare(&spans->items[kept - 1], &span) == 0)
            continue;
        if (span.last - span.first > spans->longest)
            spans->longest = span.last - span.first;
        spans->items[kept++] = span;
    }
    spans->count = kept;
}

bool dictum__spans_have(const dictum_spans *spans, dictum_span span)
{
    return spans->count > 0 && bsearch(&span, spans->items, spans->count, sizeof *spans->items, compare) != NULL;
}

/* The number of the first span that begins at `position` or behind it. */
static size_t lower_bound(const dictum_spans *spans, uint32_t position)
{
    size_t low = 0, high = spans->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spans->items[middle].first < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

dictum_span dictum__part_of(const dictum_relation *relation, uint32_t position)
{
    size_t low = 0, high = relation->border_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (relation->borders[middle] <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return (dictum_span){.first = low == 0 ? 0 : relation->borders[low - 1],
                         .last = low == relation->border_count ? UINT32_MAX : relation->borders[low] - 1};
}

/* position - by, not below 0. */
static uint32_t back(uint32_t position, uint64_t by)
{
    return by < position ? position - (uint32_t)by : 0;
}

dictum_related dictum__related_begin(const dictum_relation *relation, const dictum_spans *spans, dictum_span of)
{
    dictum_related related = {.relation = relation, .spans = spans, .of = of};
    uint32_t from = 0;
    switch (relation->kind) {
    case DICTUM__RELATED_NEAR:
    case DICTUM__RELATED_BEHIND:
        from = back(of.first, (uint64_t)relation->distance + spans->longest + 1);
        break;
    case DICTUM__RELATED_BEFORE:
        from = of.last;
        break;
    case DICTUM__RELATED_PART:
        related.part = dictum__part_of(relation, of.first);
        if (of.last > related.part.last)
            related.part = (dictum_span){1, 0};
        from = related.part.first;
        break;
    }
    related.next = lower_bound(spans, from);
    return related;
}

static bool is_related(const dictum_related *related, dictum_span other)
{
    dictum_span of = related->of;
    uint64_t distance = related->relation->distance;
    bool before = other.first > of.last && other.first - of.last - 1 <= distance;
    bool behind = other.last < of.first && of.first - other.last - 1 <= distance;
    switch (related->relation->kind) {
    case DICTUM__RELATED_NEAR:
        return before || behind;
    case DICTUM__RELATED_BEFORE:
        return before;
    case DICTUM__RELATED_BEHIND:
        return behind;
    case DICTUM__RELATED_PART:
        break;
    }
    return other.first >= related->part.first && other.last <= related->part.last;
}

/* Whether no span that begins so far behind can be related. */
static bool is_beyond(const dictum_related *related, uint32_t first)
{
    switch (related->relation->kind) {
    case DICTUM__RELATED_BEHIND:
        return first >= related->of.first;
    case DICTUM__RELATED_PART:
        return first > related->part.last;
    default:
        return first > related->of.last && first - related->of.last - 1 > related->relation->distance;
    }
}

bool dictum__related_next(dictum_related *related, size_t *index)
{
    const dictum_spans *spans = related->spans;
    while (related->next < spans->count) {
        size_t at = related->next++;
        if (is_beyond(related, spans->items[at].first))
            break;
        if (is_related(related, spans->items[at])) {
            *index = at;
            return true;
        }
    }
    related->next = spans->count;
    return false;
}

bool dictum__has_related(const dictum_relation *relation, const dictum_spans *spans, dictum_span of)
{
    size_t index;
    dictum_related related = dictum__related_begin(relation, spans, of);
    return dictum__related_next(&related, &index);
}
