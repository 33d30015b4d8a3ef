/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/sketch.h"

#include <string.h>

#define SHINGLE_TOKENS 4
#define BINS_DIFFERENT_MAX 1
/* As many high bits of a hash name a bin. */
#define BIN_BITS 5

/* FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo). */
static uint64_t hash_form(dictum_slice form)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < form.len; i++)
        hash = (hash ^ (unsigned char)form.data[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* The finaliser of SplitMix64 (G. L. Steele and others, 2014): every bit of the sum changes every bit. */
static uint64_t mix(uint64_t hash)
{
    hash = (hash ^ hash >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    hash = (hash ^ hash >> 27) * UINT64_C(0x94d049bb133111eb);
    return hash ^ hash >> 31;
}

bool dictum__sketch_make(const dictum_analysis *analysis, uint8_t sketch[DICTUM__SKETCH_BYTES])
{
    uint64_t lowest[DICTUM__SKETCH_BINS], shingle[SHINGLE_TOKENS] = {0};
    if (analysis->token_count < DICTUM__SKETCH_TOKENS_MIN)
        return false;
    memset(lowest, 0xff, sizeof lowest);
    for (size_t i = 0; i < analysis->token_count; i++) {
        uint64_t hash = 0;
        shingle[i % SHINGLE_TOKENS] = hash_form(dictum__token_exact(analysis, i));
        if (i + 1 < SHINGLE_TOKENS)
            continue;
        for (size_t k = 1; k <= SHINGLE_TOKENS; k++)
            hash = hash * UINT64_C(0x9e3779b97f4a7c15) + shingle[(i + k) % SHINGLE_TOKENS];
        hash = mix(hash);
        uint64_t *bin = &lowest[hash >> (64 - BIN_BITS)];
        *bin = hash < *bin ? hash : *bin;
    }
    for (size_t i = 0; i < DICTUM__SKETCH_BINS; i++) {
        sketch[2 * i] = (uint8_t)lowest[i];
        sketch[2 * i + 1] = (uint8_t)(lowest[i] >> 8);
    }
    return true;
}

bool dictum__sketches_agree(dictum_slice a, dictum_slice b)
{
    size_t different = 0;
    if (a.len != DICTUM__SKETCH_BYTES || b.len != DICTUM__SKETCH_BYTES)
        return false;
    for (size_t i = 0; i < DICTUM__SKETCH_BYTES && different <= BINS_DIFFERENT_MAX; i += 2)
        different += memcmp(a.data + i, b.data + i, 2) != 0;
    return different <= BINS_DIFFERENT_MAX;
}
