/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random numbers that a seed gives again, on every machine. Uses nothing of dictum. */
#ifndef DICTUM_TESTS_SUPPORT_CHANCE_H
#define DICTUM_TESTS_SUPPORT_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct chance {
    uint64_t state;
} chance;

/* $DICTUM_TEST_SEED, or another one each time. */
uint64_t chance_seed(void);
chance chance_begin(uint64_t seed);
/* A number below `limit`, which is more than 0. */
size_t chance_below(chance *dice, size_t limit);
bool chance_one_in(chance *dice, size_t times);

#endif
