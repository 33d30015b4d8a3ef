/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What sets of documents are drawn from: terms, positions and bytes at the borders of what a Xapian table can hold. */
#ifndef DICTUM_TESTS_PROPERTY_GLASS_DRAW_H
#define DICTUM_TESTS_PROPERTY_GLASS_DRAW_H

#include "tests/support/chance.h"
#include "tests/support/glass_set.h"

#define GLASS_TERM_BYTES 245
#define GLASS_KEY_BYTES 253
#define GLASS_POSITIONS 100000
#define GLASS_BYTES ((size_t)5 * 1024 * 1024)

/* All write to buffers of their own, one each, which the next call fills anew. */

/* A term of `bytes` bytes, a NUL counting as two; any if that is 0. Of the same `shape` are: letters of a small
 * alphabet, any bytes, NULs, bytes 0xff, one long beginning, beginnings of each other, what special keys begin
 * with. */
#define GLASS_SHAPES 7
dictum_slice glass_draw_term(chance *dice, size_t shape, size_t bytes);
/* Rising, none above `highest`; `count` is told how many, at most `limit`. */
const uint32_t *glass_draw_positions(chance *dice, size_t limit, uint32_t highest, size_t *count);
#define GLASS_WINDOWS_MAX 0x7fffffffu /* no higher, where NEAR and PHRASE are asked for */
/* So many bytes: chance, or few letters, which compress well. */
dictum_slice glass_draw_bytes(chance *dice, size_t bytes, bool compressible);
uint32_t glass_draw_wdf(chance *dice);
/* A document of a few drawn terms, values and data, each of which may be missing. */
void glass_draw_document(glass_set *set, chance *dice);
/* Several metadata keys, some of them twice. */
void glass_draw_metadata(glass_set *set, chance *dice, size_t count);

/* $DICTUM_TEST_PERCENT of a number, at least 1. */
size_t glass_scaled(size_t number);

#endif
