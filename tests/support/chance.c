/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
#include "tests/support/chance.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

uint64_t chance_seed(void)
{
    const char *given = getenv("DICTUM_TEST_SEED");
    if (given != NULL && given[0] != '\0')
        return strtoull(given, NULL, 10);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    /* Short, so that it can be typed. */
    return ((uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 8 ^ (uint64_t)getpid() << 4) % 1000000000;
}

chance chance_begin(uint64_t seed)
{
    return (chance){seed};
}

size_t chance_below(chance *dice, size_t limit)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return (size_t)((z ^ z >> 31) % limit);
}

bool chance_one_in(chance *dice, size_t times)
{
    return chance_below(dice, times) == 0;
}
