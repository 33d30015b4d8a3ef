/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is freed all at once: what a parsed query or a result is made of. */
#ifndef DICTUM_SEARCHER_ARENA_H
#define DICTUM_SEARCHER_ARENA_H

#include "lib/buf.h"

typedef struct dictum_arena_block dictum_arena_block;

/* Begins as zeros. */
typedef struct dictum_arena {
    dictum_arena_block *blocks;
} dictum_arena;

/* Zeroed memory, aligned for any type, valid until the arena is disposed of; NULL when memory ran out. `bytes` may be
 * 0. */
void *dictum__arena_alloc(dictum_arena *arena, size_t bytes);
/* The same for `count` elements; NULL also when their size overflows. */
void *dictum__arena_array(dictum_arena *arena, size_t count, size_t element_bytes);
/* A copy with a NUL behind it; `data` NULL when memory ran out or the slice has no data. */
dictum_slice dictum__arena_copy(dictum_arena *arena, dictum_slice slice);
void dictum__arena_dispose(dictum_arena *arena);

#endif
