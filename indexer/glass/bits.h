/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of positions of one term in one document, as a tag of position.glass. */
#ifndef DICTUM_INDEXER_GLASS_BITS_H
#define DICTUM_INDEXER_GLASS_BITS_H

#include <stddef.h>
#include <stdint.h>

/* Enough room for the tag of so many positions. */
#define DICTUM__GLASS_POSITIONS_BYTES(count) ((count)*4 + 24)

/* Writes the tag of `count` (at least one) rising positions at `at`, and gives the place behind. */
uint8_t *dictum__glass_pack_positions(uint8_t *at, const uint32_t *positions, size_t count);

#endif
