/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-16, as ICU takes it. */
#ifndef DICTUM_TESTS_CORPUS_UNITS_H
#define DICTUM_TESTS_CORPUS_UNITS_H

#include <stdint.h>

#include <unicode/utf16.h>

/* The code point at *at, which moves behind it. ICU's own macro mixes signed and unsigned. */
static inline uint32_t units_next(const UChar *items, int32_t count, int32_t *at)
{
    uint32_t c = items[(*at)++];
    if (U16_IS_LEAD(c) && *at < count && U16_IS_TRAIL(items[*at]))
        c = 0x10000 + ((c - 0xd800) << 10) + (items[(*at)++] - 0xdc00U);
    return c;
}

#endif
