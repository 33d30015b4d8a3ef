/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks in a list; small requests share one, large ones get their own. */
#include "searcher/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)16 << 10)

struct dictum_arena_block {
    dictum_arena_block *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

static dictum_arena_block *add_block(dictum_arena *arena, size_t size)
{
    if (size > SIZE_MAX - sizeof(dictum_arena_block))
        return NULL;
    dictum_arena_block *block = calloc(1, sizeof *block + size);
    if (block == NULL)
        return NULL;
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *dictum__arena_alloc(dictum_arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX - alignof(max_align_t))
        return NULL;
    bytes = (bytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    dictum_arena_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < bytes)
        block = add_block(arena, bytes > BLOCK_BYTES / 4 ? bytes : BLOCK_BYTES);
    if (block == NULL)
        return NULL;
    void *start = block->bytes + block->used;
    block->used += bytes;
    return start;
}

void *dictum__arena_array(dictum_arena *arena, size_t count, size_t element_bytes)
{
    if (element_bytes != 0 && count > SIZE_MAX / element_bytes)
        return NULL;
    return dictum__arena_alloc(arena, count * element_bytes);
}

dictum_slice dictum__arena_copy(dictum_arena *arena, dictum_slice slice)
{
    if (slice.data == NULL || slice.len == SIZE_MAX)
        return (dictum_slice){NULL, 0};
    char *copy = dictum__arena_alloc(arena, slice.len + 1);
    if (copy == NULL)
        return (dictum_slice){NULL, 0};
    memcpy(copy, slice.data, slice.len);
    return (dictum_slice){copy, slice.len};
}

void dictum__arena_dispose(dictum_arena *arena)
{
    while (arena->blocks != NULL) {
        dictum_arena_block *next = arena->blocks->next;
        free(arena->blocks);
        arena->blocks = next;
    }
}
