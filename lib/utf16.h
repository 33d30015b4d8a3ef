/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking UTF-16. ICU's macros for it mix signs, which our warnings refuse. */
#ifndef DICTUM_LIB_UTF16_H
#define DICTUM_LIB_UTF16_H

#include <stddef.h>
#include <stdint.h>

/* The code point at *at, which must be below `count`, and moves *at behind it. A lone surrogate is given as it is. */
static inline int32_t dictum__utf16_next(const uint16_t *units, size_t count, size_t *at)
{
    int32_t unit = units[(*at)++];
    if ((unit & 0xfc00) != 0xd800 || *at == count || (units[*at] & 0xfc00) != 0xdc00)
        return unit;
    return 0x10000 + ((unit - 0xd800) << 10) + (units[(*at)++] - 0xdc00);
}

#endif
