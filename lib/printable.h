/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of ASCII, eight bytes at a time: most of most texts, and for most purposes nothing to look at. */
#ifndef DICTUM_LIB_PRINTABLE_H
#define DICTUM_LIB_PRINTABLE_H

#include <string.h>

#include "lib/buf.h"

#define DICTUM__ONE_IN_EACH UINT64_C(0x0101010101010101)

/* From 0x20 (space) to 0x7E. */
static inline bool dictum__is_printable(char c)
{
    return c >= 0x20 && c < 0x7F;
}

/* The end of the run of printable ASCII from `at`; `at` where there is none. */
static inline size_t dictum__printable_end(dictum_slice text, size_t at)
{
    const uint64_t ones = DICTUM__ONE_IN_EACH;
    uint64_t eight;

    while (text.len - at >= sizeof eight) {
        memcpy(&eight, text.data + at, sizeof eight);
        /* A top bit is set where a byte has one, is 0x7F or is below 0x20; what is carried or borrowed beyond a byte
         * comes from one of these. */
        if (((eight | (eight + ones) | (eight - 0x20 * ones)) & 0x80 * ones) != 0) {
            break;
        }
        at += sizeof eight;
    }
    while (at < text.len && dictum__is_printable(text.data[at])) {
        at++;
    }
    return at;
}

/* The letters of ASCII before the first byte beyond it from `*at`, which moves there. */
static inline size_t dictum__ascii_letters(dictum_slice text, size_t *at)
{
    const uint64_t ones = DICTUM__ONE_IN_EACH;
    uint64_t eight;
    size_t letters = 0, i = *at;

    for (; text.len - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, text.data + i, sizeof eight);
        if ((eight & 0x80 * ones) != 0) {
            break;
        }
        /* In lower case, what makes the top bit of each byte that is 'a' or more but of none that is more than 'z'. */
        eight |= 0x20 * ones;
        eight = (eight + (0x80 - 'a') * ones) & ~(eight + (0x7F - 'z') * ones) & 0x80 * ones;
        letters += (size_t)((eight >> 7) * ones >> 56);
    }
    for (; i < text.len && (unsigned char)text.data[i] < 0x80; i++) {
        unsigned lower = (unsigned char)text.data[i] | 0x20u;
        letters += lower >= 'a' && lower <= 'z';
    }
    *at = i;
    return letters;
}

#endif
