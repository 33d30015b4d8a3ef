/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One pass over the places of all words by where they end. The stretch that ends with a place begins where the latest
 * places of all words begin; where it begins behind the one before, it holds no shorter one. */
#include "searcher/window.h"

#include <stdlib.h>

#include "lib/array.h"

void dictum__window_dispose(dictum_window *window)
{
    free(window->places);
    *window = (dictum_window){0};
}

static int compare_ends(const void *left, const void *right)
{
    const dictum_window_place *a = left, *b = right;
    if (a->span.last != b->span.last)
        return a->span.last < b->span.last ? -1 : 1;
    if (a->span.first != b->span.first)
        return a->span.first < b->span.first ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

static bool collect(dictum_window *window, const dictum_window_word *words, size_t word_count)
{
    window->count = 0;
    for (size_t i = 0; i < word_count; i++) {
        void *room = window->places;
        const dictum_spans *spans = words[i].spans;
        if (!dictum__array_reserve(&room, &window->cap, window->count + spans->count + 1, sizeof *window->places))
            return false;
        window->places = room;
        for (size_t k = 0; k < spans->count; k++)
            window->places[window->count++] = (dictum_window_place){spans->items[k], i};
    }
    qsort(window->places, window->count, sizeof *window->places, compare_ends);
    return true;
}

/* The latest beginnings of the places of each word: `times` of them, rising, from latest[from[word]] on. */
typedef struct latest_places {
    const dictum_window_word *words;
    size_t word_count;
    size_t from[DICTUM__WINDOW_WORDS_MAX];
    size_t seen[DICTUM__WINDOW_WORDS_MAX];
    uint32_t latest[DICTUM__WINDOW_WORDS_MAX];
    size_t full; /* words that have been seen often enough */
} latest_places;

static void take_place(latest_places *state, const dictum_window_place *place)
{
    size_t times = state->words[place->word].times, *seen = &state->seen[place->word];
    uint32_t *latest = &state->latest[state->from[place->word]], first = place->span.first;
    size_t at = 0;
    if (*seen < times) {
        at = (*seen)++;
        state->full += *seen == times;
        for (; at > 0 && latest[at - 1] > first; at--)
            latest[at] = latest[at - 1];
    } else if (first <= latest[0]) {
        return;
    } else {
        for (; at + 1 < times && latest[at + 1] < first; at++)
            latest[at] = latest[at + 1];
    }
    latest[at] = first;
}

static uint32_t earliest(const latest_places *state)
{
    uint32_t first = UINT32_MAX;
    for (size_t i = 0; i < state->word_count; i++)
        if (state->latest[state->from[i]] < first)
            first = state->latest[state->from[i]];
    return first;
}

bool dictum__windows(dictum_window *window, const dictum_window_word *words, size_t word_count, uint64_t most,
                     dictum_spans *out)
{
    latest_places state = {.words = words, .word_count = word_count};
    bool any = false;
    uint32_t before = 0;
    for (size_t i = 1; i < word_count; i++)
        state.from[i] = state.from[i - 1] + words[i - 1].times;
    if (!collect(window, words, word_count))
        return false;
    for (size_t i = 0; i < window->count; i++) {
        take_place(&state, &window->places[i]);
        bool more = i + 1 < window->count && window->places[i + 1].span.last == window->places[i].span.last;
        if (state.full < word_count || more)
            continue;
        uint32_t first = earliest(&state), last = window->places[i].span.last;
        bool shortest = !any || first > before;
        any = true;
        before = first;
        if (shortest && last - first < most && !dictum__spans_add(out, first, last))
            return false;
    }
    return true;
}
