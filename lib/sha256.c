/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256 as FIPS 180-4 has it: section 4.1.2 (functions), 4.2.2 (constants), 5.1.1 (padding), 6.2 (the
 * computation). `block` holds the last total_bytes % 64 bytes that have not been worked in. */
#include "lib/sha256.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>

#include "lib/sha256_blocks.h"

#define BLOCK_BYTES ((size_t)64)

const uint32_t dictum__sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate_right(uint32_t x, unsigned bits)
{
    return x >> bits | x << (32 - bits);
}

static uint32_t big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void work_in_block(uint32_t state[8], const uint8_t block[64])
{
    uint32_t w[64];
    for (size_t i = 0; i < 16; i++)
        w[i] = big_endian(block + 4 * i);
    for (size_t i = 16; i < 64; i++) {
        uint32_t s0 = rotate_right(w[i - 15], 7) ^ rotate_right(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t s1 = rotate_right(w[i - 2], 17) ^ rotate_right(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (size_t i = 0; i < 64; i++) {
        uint32_t s1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
        uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + dictum__sha256_constants[i] + w[i];
        uint32_t s0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
        uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

void dictum__sha256_portable(uint32_t state[8], const uint8_t *blocks, size_t count)
{
    for (; count > 0; blocks += BLOCK_BYTES, count--)
        work_in_block(state, blocks);
}

/* What is best here, found at the first call; several threads may find it, and find the same. */
static void work_in(uint32_t state[8], const uint8_t *blocks, size_t count)
{
    static _Atomic(dictum_sha256_work *) chosen;
    dictum_sha256_work *work = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (work == NULL) {
        work = dictum__sha256_of_processor();
        if (work == NULL)
            work = dictum__sha256_portable;
        atomic_store_explicit(&chosen, work, memory_order_relaxed);
    }
    work(state, blocks, count);
}

void dictum__sha256_init(dictum_sha256 *sha)
{
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(sha->state, start, sizeof start);
    sha->total_bytes = 0;
}

void dictum__sha256_add(dictum_sha256 *sha, const void *bytes, size_t count)
{
    if (count == 0)
        return;
    const uint8_t *p = bytes;
    size_t held = (size_t)(sha->total_bytes % BLOCK_BYTES);
    sha->total_bytes += count;
    if (held > 0) {
        size_t taken = count < BLOCK_BYTES - held ? count : BLOCK_BYTES - held;
        memcpy(sha->block + held, p, taken);
        if (held + taken < BLOCK_BYTES)
            return;
        work_in(sha->state, sha->block, 1);
        p += taken;
        count -= taken;
    }
    if (count >= BLOCK_BYTES)
        work_in(sha->state, p, count / BLOCK_BYTES);
    memcpy(sha->block, p + count / BLOCK_BYTES * BLOCK_BYTES, count % BLOCK_BYTES);
}

void dictum__sha256_end(dictum_sha256 *sha, uint8_t digest[DICTUM__SHA256_BYTES])
{
    uint64_t bits = sha->total_bytes * 8;
    size_t held = (size_t)(sha->total_bytes % BLOCK_BYTES);
    sha->block[held++] = 0x80;
    if (held > BLOCK_BYTES - 8) {
        memset(sha->block + held, 0, BLOCK_BYTES - held);
        work_in(sha->state, sha->block, 1);
        held = 0;
    }
    memset(sha->block + held, 0, BLOCK_BYTES - 8 - held);
    for (size_t i = 0; i < 8; i++)
        sha->block[BLOCK_BYTES - 1 - i] = (uint8_t)(bits >> (8 * i));
    work_in(sha->state, sha->block, 1);
    for (size_t i = 0; i < DICTUM__SHA256_BYTES; i++)
        digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

void dictum__sha256(const void *bytes, size_t count, uint8_t digest[DICTUM__SHA256_BYTES])
{
    dictum_sha256 sha;
    dictum__sha256_init(&sha);
    dictum__sha256_add(&sha, bytes, count);
    dictum__sha256_end(&sha, digest);
}

void dictum__sha256_hex(const uint8_t digest[DICTUM__SHA256_BYTES], char *hex, size_t hex_digits)
{
    static const char digits[] = "0123456789abcdef";
    assert(hex_digits <= 2 * (size_t)DICTUM__SHA256_BYTES);
    for (size_t i = 0; i < hex_digits; i++)
        hex[i] = digits[i % 2 == 0 ? digest[i / 2] >> 4 : digest[i / 2] & 15];
    hex[hex_digits] = '\0';
}
