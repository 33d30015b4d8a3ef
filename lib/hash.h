/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A quick hash for tables in memory: eight bytes at a time, multiplied and folded, as FxHash does. Never stored, and
 * not for input that is chosen to collide. */
#ifndef DICTUM_LIB_HASH_H
#define DICTUM_LIB_HASH_H

#include <string.h>

#include "lib/buf.h"

#define DICTUM__HASH_SEED UINT64_C(0x243f6a8885a308d3)

/* Goes on from `hash`; begins with DICTUM__HASH_SEED. */
static inline uint64_t dictum__hash_add(uint64_t hash, dictum_slice bytes)
{
    uint64_t chunk;
    size_t at = 0;
    for (; at + sizeof chunk <= bytes.len; at += sizeof chunk) {
        memcpy(&chunk, bytes.data + at, sizeof chunk);
        hash = (hash ^ chunk) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    chunk = bytes.len; /* its low byte tells apart what ends in zeros */
    for (size_t i = at; i < bytes.len; i++)
        chunk = chunk << 8 | (unsigned char)bytes.data[i];
    hash = (hash ^ chunk) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

#endif
