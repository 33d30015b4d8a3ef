/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The numbers of the glass format. Each function writes at `at`, where there is room, and gives the place behind. */
#ifndef DICTUM_INDEXER_GLASS_PACK_H
#define DICTUM_INDEXER_GLASS_PACK_H

#include <stddef.h>
#include <stdint.h>

/* The most bytes that dictum__glass_pack() needs for 32 and for 64 bits, and dictum__glass_pack_sorted(). */
#define DICTUM__GLASS_PACKED32 5
#define DICTUM__GLASS_PACKED64 10
#define DICTUM__GLASS_SORTED 5

/* 7 bits a byte, low first. */
static inline uint8_t *dictum__glass_pack(uint8_t *at, uint64_t value)
{
    while (value >= 0x80) {
        *at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    return at;
}

/* In an order of bytes that is the order of the numbers: two bytes below 0x8000, else the number of leading ones in
 * the first tells how many there are. */
static inline uint8_t *dictum__glass_pack_sorted(uint8_t *at, uint32_t value)
{
    if (value < 0x8000) {
        *at++ = (uint8_t)(value >> 8);
        *at++ = (uint8_t)value;
        return at;
    }
    unsigned bits = 1;
    while (bits < 32 && value >> bits != 0)
        bits++;
    unsigned bytes = (bits + 5) / 7;
    uint8_t mark = (uint8_t)(0xff << (10 - bytes));
    for (unsigned i = bytes; i-- > 0; mark = 0)
        *at++ = (uint8_t)((i < 4 ? value >> 8 * i : 0) | mark);
    return at;
}

/* High first, as inside blocks. */
static inline void dictum__glass_put2(uint8_t *at, size_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static inline void dictum__glass_put4(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 24);
    at[1] = (uint8_t)(value >> 16);
    at[2] = (uint8_t)(value >> 8);
    at[3] = (uint8_t)value;
}

#endif
