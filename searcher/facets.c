/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/facets.h"

#include <stdlib.h>
#include <string.h>

#include "lib/error.h"
#include "lib/schema.h"

#define YEAR_DIGITS 4

static const struct {
    const char *name;
    dictum__slot slot;
} kinds[DICTUM_FACETS] = {
    [DICTUM_FACET_SOURCE] = {"source", DICTUM__SLOT_SOURCE},
    [DICTUM_FACET_YEAR] = {"year", DICTUM__SLOT_DATE},
    [DICTUM_FACET_LANG] = {"lang", DICTUM__SLOT_LANG},
    [DICTUM_FACET_SPEAKER] = {"speaker", DICTUM__SLOT_SPEAKER},
};

const char *dictum_facet_name(dictum_facet facet)
{
    return (unsigned)facet < DICTUM_FACETS ? kinds[facet].name : NULL;
}

xap_status dictum__counting_begin(dictum_counting *counting, unsigned facets, xap_enquire *enquire, xap_error *xerr)
{
    xap_status status = XAP_OK;
    for (unsigned i = 0; status == XAP_OK && i < DICTUM_FACETS; i++) {
        if ((facets & 1u << i) == 0)
            continue;
        status = xap_tally_new((uint32_t)kinds[i].slot, &counting->tallies[i], xerr);
        if (status == XAP_OK)
            status = xap_enquire_add_tally(enquire, counting->tallies[i], xerr);
    }
    return status;
}

void dictum__counting_end(dictum_counting *counting)
{
    for (size_t i = 0; i < DICTUM_FACETS; i++)
        xap_tally_free(counting->tallies[i]);
    *counting = (dictum_counting){{NULL}};
}

/* A list on its way to its arena. */
typedef struct value_list {
    dictum_facet_value *items;
    size_t count, cap;
} value_list;

static bool add_value(value_list *list, dictum_arena *arena, dictum_slice value, uint64_t count)
{
    if (list->count == list->cap) {
        size_t cap = list->cap == 0 ? 16 : list->cap * 2;
        dictum_facet_value *grown = dictum__arena_array(arena, cap, sizeof *grown);
        if (grown == NULL)
            return false;
        if (list->count > 0)
            memcpy(grown, list->items, list->count * sizeof *grown);
        list->items = grown;
        list->cap = cap;
    }
    dictum_slice copy = dictum__arena_copy(arena, value);
    list->items[list->count++] = (dictum_facet_value){{copy.data, copy.len}, count};
    return value.data == NULL || copy.data != NULL;
}

/* Of a date its year; dates come in order, so that those of a year follow one another. */
static bool add_year(value_list *list, dictum_arena *arena, dictum_slice date, uint64_t count)
{
    date.len = date.len > YEAR_DIGITS ? YEAR_DIGITS : date.len;
    dictum_facet_value *last = list->count > 0 ? &list->items[list->count - 1] : NULL;
    if (last == NULL || last->value.bytes != date.len || memcmp(last->value.text, date.data, date.len) != 0)
        return add_value(list, arena, date, count);
    last->count += count;
    return true;
}

static int by_count(const void *left, const void *right)
{
    const dictum_facet_value *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->value.text, b->value.text);
}

static dictum_status take_values(xap_tally *tally, bool years, value_list *list, uint64_t *total, dictum_arena *arena,
                                 dictum_error *err)
{
    xap_error xerr;
    dictum_slice value;
    uint32_t count;
    xap_status next = xap_tally_next(tally, &value.data, &value.len, &count, &xerr);
    for (; next == XAP_OK; next = xap_tally_next(tally, &value.data, &value.len, &count, &xerr)) {
        if (!(years ? add_year(list, arena, value, count) : add_value(list, arena, value, count)))
            return dictum__nomem(err);
        *total += count;
    }
    return next == XAP_DONE ? DICTUM_OK : dictum__fail_xap(err, &xerr, "count the matches");
}

dictum_status dictum__facets_take(dictum_counting *counting, uint64_t matches, dictum_arena *arena, dictum_facets *out,
                                  dictum_error *err)
{
    for (size_t i = 0; i < DICTUM_FACETS; i++) {
        value_list list = {NULL, 0, 0};
        uint64_t total = 0;
        if (counting->tallies[i] == NULL)
            continue;
        dictum_status status = take_values(counting->tallies[i], i == DICTUM_FACET_YEAR, &list, &total, arena, err);
        if (status != DICTUM_OK)
            return status;
        if (i != DICTUM_FACET_YEAR && list.count > 1)
            qsort(list.items, list.count, sizeof *list.items, by_count);
        if (matches > total && !add_value(&list, arena, (dictum_slice){NULL, 0}, matches - total))
            return dictum__nomem(err);
        out->of[i].values = list.items;
        out->of[i].count = list.count;
    }
    return DICTUM_OK;
}
