/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interpolative coding: the middle position is coded out of the range that its neighbours leave it, then each half the
 * same way. A number out of a range is coded in the fewest bits that do, those in the middle of the range in one less
 * where there is room. Bits come lowest first. */
#include "indexer/glass/bits.h"

#include "indexer/glass/pack.h"

typedef struct bit_writer {
    uint8_t *at;
    uint64_t held; /* less than 32 bits */
    unsigned count;
} bit_writer;

static inline unsigned bits_of(uint32_t value)
{
#if defined(__GNUC__)
    return value == 0 ? 0 : 32 - (unsigned)__builtin_clz(value);
#else
    unsigned bits = 0;
    for (; value != 0; value >>= 1)
        bits++;
    return bits;
#endif
}

/* `value` is less than `range`, which is at most 2^32. */
static inline void write_in_range(bit_writer *writer, uint64_t value, uint64_t range)
{
    unsigned bits = bits_of((uint32_t)(range - 1));
    uint64_t spare = (UINT64_C(1) << bits) - range;
    if (spare > 0) {
        uint64_t middle = (range - spare) / 2;
        if (value >= middle + spare)
            value = (value - middle - spare) | UINT64_C(1) << (bits - 1);
        else if (value >= middle)
            bits--;
    }
    writer->held |= value << writer->count;
    writer->count += bits;
    if (writer->count >= 32) {
        for (int i = 0; i < 4; i++)
            writer->at[i] = (uint8_t)(writer->held >> 8 * i);
        writer->at += 4;
        writer->held >>= 32;
        writer->count -= 32;
    }
}

/* Those between the first and the last of `positions`. The depth is the logarithm of their number. */
static void write_between(bit_writer *writer, const uint32_t *positions, size_t first, size_t last)
{
    while (first + 1 < last) {
        size_t middle = (first + last) / 2;
        uint64_t range = (uint64_t)positions[last] - positions[first] - (last - first) + 1;
        write_in_range(writer, positions[middle] - positions[first] - (uint64_t)(middle - first), range);
        write_between(writer, positions, first, middle);
        first = middle;
    }
}

uint8_t *dictum__glass_pack_positions(uint8_t *at, const uint32_t *positions, size_t count)
{
    uint32_t last = positions[count - 1];
    at = dictum__glass_pack(at, last);
    if (count == 1)
        return at;
    bit_writer writer = {.at = at};
    write_in_range(&writer, positions[0], last);
    write_in_range(&writer, count - 2, last - positions[0]);
    write_between(&writer, positions, 0, count - 1);
    for (unsigned i = 0; i * 8 < writer.count; i++)
        *writer.at++ = (uint8_t)(writer.held >> 8 * i);
    return writer.at;
}
