/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The computation of SHA-256 itself, by blocks of 64 bytes: inside of lib/sha256.h. */
#ifndef DICTUM_LIB_SHA256_BLOCKS_H
#define DICTUM_LIB_SHA256_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/* Of FIPS 180-4, section 4.2.2. */
extern const uint32_t dictum__sha256_constants[64];

/* Works `count` blocks into the state. */
typedef void dictum_sha256_work(uint32_t state[8], const uint8_t *blocks, size_t count);

dictum_sha256_work dictum__sha256_portable;
/* By the instructions that the processor has for it; NULL where it has none. To ask is slow. */
dictum_sha256_work *dictum__sha256_of_processor(void);

#endif
