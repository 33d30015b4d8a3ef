/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256 (FIPS 180-4). Used where two different inputs must never be taken for one: long terms, ids, changed
 * content. */
#ifndef DICTUM_LIB_SHA256_H
#define DICTUM_LIB_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define DICTUM__SHA256_BYTES 32

typedef struct dictum_sha256 {
    uint32_t state[8];
    uint64_t total_bytes;
    uint8_t block[64];
} dictum_sha256;

void dictum__sha256_init(dictum_sha256 *sha);
void dictum__sha256_add(dictum_sha256 *sha, const void *bytes, size_t count);
void dictum__sha256_end(dictum_sha256 *sha, uint8_t digest[DICTUM__SHA256_BYTES]);
/* All at once. */
void dictum__sha256(const void *bytes, size_t count, uint8_t digest[DICTUM__SHA256_BYTES]);
/* The first `hex_digits` digits of the digest, lower case, and a NUL; at most 64. */
void dictum__sha256_hex(const uint8_t digest[DICTUM__SHA256_BYTES], char *hex, size_t hex_digits);

#endif
