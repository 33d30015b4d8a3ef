/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass_draw.h"

#include <stdlib.h>
#include <string.h>

static char any_byte(chance *dice)
{
    return (char)(unsigned char)chance_below(dice, 256);
}

static size_t beginning(dictum_slice *text, const char *bytes, size_t count, char *out)
{
    memcpy(out, bytes, count);
    text->len = count;
    return count;
}

/* Fills up to `wanted` bytes in the table's count; the last of them may be left out where a NUL does not fit. */
static void fill(chance *dice, size_t shape, char *term, size_t *len, size_t used, size_t wanted)
{
    while (used < wanted) {
        char c = 'x';
        switch (shape) {
        case 0:
            c = (char)('a' + chance_below(dice, 4));
            break;
        case 1:
            c = any_byte(dice);
            break;
        case 2:
            c = chance_one_in(dice, 4) ? '\1' : '\0';
            break;
        case 3:
            c = chance_one_in(dice, 8) ? any_byte(dice) : '\xff';
            break;
        case 4:
            c = wanted - used > 2 ? 'p' : any_byte(dice);
            break;
        case 5:
            c = (char)('a' + used % 3);
            break;
        default:
            c = any_byte(dice);
            break;
        }
        if (c == '\0' && used + 2 > wanted)
            c = '\1';
        term[(*len)++] = c;
        used += c == '\0' ? 2 : 1;
    }
}

dictum_slice glass_draw_term(chance *dice, size_t shape, size_t bytes)
{
    static char term[GLASS_TERM_BYTES];
    static const char *const specials[] = {"\0\xc0", "\0\xd0", "\0\xd8", "\0\xe0", "\0\xff", "\0\0", "\xff\0", "\0\1"};
    dictum_slice made = {term, 0};
    size_t used = 0;
    if (bytes == 0)
        bytes = shape == 0 ? 1 + chance_below(dice, 4) : 1 + chance_below(dice, GLASS_TERM_BYTES);
    if (shape == 6 && bytes >= 4) {
        const char *special = specials[chance_below(dice, sizeof specials / sizeof specials[0])];
        used = beginning(&made, special, 2, term);
        used += special[0] == '\0' ? 1 : 0;
        used += special[1] == '\0' ? 1 : 0;
    }
    fill(dice, shape, term, &made.len, used, bytes);
    return made;
}

/* ---- positions --------------------------------------------------------------------------------------------------- */

static uint32_t any_position(chance *dice)
{
    static const uint32_t borders[] = {0, 1, 2, 0x7f, 0x80, 0x7fffffff, 0x80000000, UINT32_MAX - 1, UINT32_MAX};
    if (chance_one_in(dice, 3))
        return borders[chance_below(dice, sizeof borders / sizeof borders[0])];
    return (uint32_t)(chance_below(dice, UINT32_MAX) >> chance_below(dice, 32));
}

static uint32_t any_gap(chance *dice, size_t pattern)
{
    switch (pattern) {
    case 0:
        return 1;
    case 1:
        return (uint32_t)(1 + chance_below(dice, 3));
    case 2:
        return (uint32_t)(1 + chance_below(dice, 200));
    case 3:
        return chance_one_in(dice, 50) ? (uint32_t)chance_below(dice, 1u << 24) + 1 : 1;
    default:
        return (uint32_t)(1 + (chance_below(dice, UINT32_MAX) >> chance_below(dice, 32)));
    }
}

const uint32_t *glass_draw_positions(chance *dice, size_t limit, uint32_t highest, size_t *count)
{
    static uint32_t positions[GLASS_POSITIONS];
    size_t wanted = chance_one_in(dice, 3) ? 1 + chance_below(dice, 3) : 1 + chance_below(dice, limit);
    size_t pattern = chance_below(dice, 5);
    uint64_t next = any_position(dice) & highest;
    wanted = wanted > limit ? limit : wanted;
    for (*count = 0; *count < wanted && next <= highest; next += any_gap(dice, pattern))
        positions[(*count)++] = (uint32_t)next;
    /* As far apart as can be. */
    if (*count > 1 && chance_one_in(dice, 6)) {
        positions[0] = 0;
        positions[*count - 1] = highest;
    }
    return positions;
}

/* ---- the rest ---------------------------------------------------------------------------------------------------- */

dictum_slice glass_draw_bytes(chance *dice, size_t bytes, bool compressible)
{
    static char all[GLASS_BYTES];
    for (size_t i = 0; i < bytes; i++)
        all[i] = compressible ? (char)("etaoin "[chance_below(dice, 7)]) : any_byte(dice);
    return (dictum_slice){all, bytes};
}

uint32_t glass_draw_wdf(chance *dice)
{
    static const uint32_t borders[] = {0, 1, 2, 126, 127, 128, 129, 16383, 16384, 2097151, 2097152};
    if (chance_one_in(dice, 2))
        return (uint32_t)chance_below(dice, 6);
    return borders[chance_below(dice, sizeof borders / sizeof borders[0])];
}

static void draw_values(glass_set *set, chance *dice)
{
    static const uint32_t slots[] = {0, 1, 2, 5, 127, 128, 255, 256, 16383, 4000000, 0x01020304, UINT32_MAX - 1};
    size_t count = chance_below(dice, 5);
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = slots[chance_below(dice, sizeof slots / sizeof slots[0])];
        size_t bytes = chance_one_in(dice, 30) ? 1 + chance_below(dice, 3000) : 1 + chance_below(dice, 12);
        dictum_slice value = glass_draw_bytes(dice, bytes, chance_one_in(dice, 2));
        glass_set_value(set, slot, value.data, value.len);
    }
}

void glass_draw_document(glass_set *set, chance *dice)
{
    size_t terms = chance_one_in(dice, 20) ? 0 : chance_below(dice, 30);
    glass_set_begin(set);
    for (size_t i = 0; i < terms; i++) {
        size_t count = 0;
        const uint32_t *positions = NULL;
        if (chance_one_in(dice, 2))
            positions = glass_draw_positions(dice, chance_one_in(dice, 40) ? 2000 : 12, GLASS_WINDOWS_MAX, &count);
        dictum_slice term = glass_draw_term(dice, chance_one_in(dice, 2) ? 0 : chance_below(dice, GLASS_SHAPES), 0);
        glass_set_term(set, term.data, term.len, glass_draw_wdf(dice), positions, count);
    }
    draw_values(set, dice);
    if (!chance_one_in(dice, 5)) {
        size_t bytes = chance_one_in(dice, 20) ? chance_below(dice, 9000) : chance_below(dice, 60);
        dictum_slice data = glass_draw_bytes(dice, bytes, chance_one_in(dice, 2));
        glass_set_data(set, data.data, data.len);
    }
}

void glass_draw_metadata(glass_set *set, chance *dice, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char key[GLASS_KEY_BYTES];
        size_t key_bytes =
            chance_one_in(dice, 4) ? GLASS_KEY_BYTES : 1 + chance_below(dice, chance_one_in(dice, 2) ? 3 : 250);
        for (size_t k = 0; k < key_bytes; k++)
            key[k] = chance_one_in(dice, 2) ? 'k' : any_byte(dice);
        dictum_slice value =
            glass_draw_bytes(dice, 1 + chance_below(dice, chance_one_in(dice, 9) ? 9000 : 90), chance_one_in(dice, 2));
        glass_set_metadata(set, key, key_bytes, value.data, value.len);
        if (chance_one_in(dice, 5)) {
            value = glass_draw_bytes(dice, 1 + chance_below(dice, 40), false);
            glass_set_metadata(set, key, key_bytes, value.data, value.len);
        }
    }
}

size_t glass_scaled(size_t number)
{
    const char *percent = getenv("DICTUM_TEST_PERCENT");
    size_t scaled = percent == NULL ? number : number * strtoul(percent, NULL, 10) / 100;
    return scaled == 0 ? 1 : scaled;
}
