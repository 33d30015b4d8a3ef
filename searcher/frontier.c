/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/frontier.h"

#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

void dictum__frontier_clear(dictum_frontier *frontier)
{
    for (size_t i = 0; i < DICTUM__FRONTIER_LEVELS; i++)
        frontier->levels[i].count = 0;
    frontier->live = 0;
}

void dictum__frontier_dispose(dictum_frontier *frontier)
{
    for (size_t i = 0; i < DICTUM__FRONTIER_LEVELS; i++)
        free(frontier->levels[i].places);
    memset(frontier, 0, sizeof *frontier);
}

bool dictum__frontier_add(dictum_frontier *frontier, size_t token, size_t place)
{
    dictum_frontier_level *level = &frontier->levels[token % DICTUM__FRONTIER_LEVELS];
    if (level->count > 0 && level->places[level->count - 1] == place)
        return true;
    void *room = level->places;
    if (!dictum__array_reserve(&room, &level->cap, level->count + 1, sizeof place))
        return false;
    level->places = room;
    level->places[level->count++] = place;
    frontier->live++;
    return true;
}

static int compare_places(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return a < b ? -1 : a > b;
}

static bool is_rising(const dictum_frontier_level *level)
{
    for (size_t i = 1; i < level->count; i++)
        if (level->places[i - 1] >= level->places[i])
            return false;
    return true;
}

const size_t *dictum__frontier_take(dictum_frontier *frontier, size_t token, size_t *count)
{
    dictum_frontier_level *level = &frontier->levels[token % DICTUM__FRONTIER_LEVELS];
    frontier->live -= level->count;
    *count = level->count;
    if (!is_rising(level)) {
        qsort(level->places, level->count, sizeof *level->places, compare_places);
        *count = 1;
        for (size_t i = 1; i < level->count; i++)
            if (level->places[i] != level->places[*count - 1])
                level->places[(*count)++] = level->places[i];
    }
    level->count = 0;
    return level->places;
}
