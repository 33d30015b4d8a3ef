/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Indexes of several shards, made by hand: what a writer of dictum's leaves, step by step or in states that it leaves
 * only when it is killed. Needs the binding, and nothing else of dictum but its names (lib/schema.h, lib/shards.h). */
#ifndef DICTUM_TESTS_SUPPORT_SHARDS_H
#define DICTUM_TESTS_SUPPORT_SHARDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/support/chance.h"

/* The path of shard `number` of the index at `place`, to be freed. */
char *shards_path(const char *place, unsigned number);
/* Puts a stub that names these shards, oldest first, in place of the one before, as a writer does. */
bool shards_publish(const char *place, const unsigned *numbers, size_t count);
/* Marks documents of a shard as retired, in one commit. */
bool shards_retire(const char *place, unsigned number, const uint32_t *docids, size_t count);

/* Writes the statements of the index at `current` to an index of `count` shards (at most 8) at `place`, with those of
 * the index at `older` between them, retired. Which stands where is drawn. What is retired in older shards is on the
 * newest one's list. */
bool shards_spread(const char *current, const char *older, const char *place, size_t count, chance *dice);

/* Indexes JSON lines in a folder of the test's by the program, and spreads them. `older` are the lines of statements
 * that are retired; NULL: the same once more. Returns the place of the index, to be freed; NULL where that failed. */
char *shards_index(const char *folder, const char *lines, const char *older, size_t count, chance *dice);

#endif
