/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of printable ASCII, eight bytes at a time: most of most texts, and for most purposes nothing to look at. */
#ifndef DICTUM_LIB_PRINTABLE_H
#define DICTUM_LIB_PRINTABLE_H

#include <string.h>

#include "lib/buf.h"

/* From 0x20 (space) to 0x7E. */
static inline bool dictum__is_printable(char c)
{
    return c >= 0x20 && c < 0x7F;
}

/* The end of the run of printable ASCII from `at`; `at` where there is none. */
static inline size_t dictum__printable_end(dictum_slice text, size_t at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
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

#endif
