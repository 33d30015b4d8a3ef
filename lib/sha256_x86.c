/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256 by the SHA extensions of x86 processors: Intel 64 and IA-32 Architectures Software Developer's Manual, volume
 * 2, SHA256RNDS2, SHA256MSG1 and SHA256MSG2. Two rounds are one instruction, whose state is two registers: the words A,
 * B, E and F of the standard's, and C, D, G and H. */
#include "lib/sha256_blocks.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <cpuid.h>
#include <immintrin.h>
#include <stdbool.h>

#define TARGET __attribute__((target("sha,sse4.1")))

typedef struct halves {
    __m128i abef, cdgh;
} halves;

TARGET static __m128i load(const void *bytes)
{
    return _mm_loadu_si128(bytes);
}

/* Four words of the message, which are big-endian. */
TARGET static __m128i load_words(const uint8_t *bytes)
{
    const __m128i order = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);

    return _mm_shuffle_epi8(load(bytes), order);
}

/* Four rounds, from `round` on. */
TARGET static inline halves work(halves state, __m128i words, size_t round)
{
    __m128i sums = _mm_add_epi32(words, load(&dictum__sha256_constants[round]));

    state.cdgh = _mm_sha256rnds2_epu32(state.cdgh, state.abef, sums);
    state.abef = _mm_sha256rnds2_epu32(state.abef, state.cdgh, _mm_shuffle_epi32(sums, 0x0E));
    return state;
}

/* The four words behind the sixteen given. */
TARGET static inline __m128i next_words(__m128i a, __m128i b, __m128i c, __m128i d)
{
    __m128i sums = _mm_add_epi32(_mm_sha256msg1_epu32(a, b), _mm_alignr_epi8(d, c, 4));

    return _mm_sha256msg2_epu32(sums, d);
}

TARGET static halves work_block(halves state, const uint8_t *block)
{
    __m128i a = load_words(block), b = load_words(block + 16), c = load_words(block + 32), d = load_words(block + 48);

    for (size_t round = 0;; round += 16) {
        state = work(state, a, round);
        state = work(state, b, round + 4);
        state = work(state, c, round + 8);
        state = work(state, d, round + 12);
        if (round == 48) {
            return state;
        }
        a = next_words(a, b, c, d);
        b = next_words(b, c, d, a);
        c = next_words(c, d, a, b);
        d = next_words(d, a, b, c);
    }
}

TARGET static void work_in(uint32_t state[8], const uint8_t *blocks, size_t count)
{
    __m128i cdab = _mm_shuffle_epi32(load(state), 0xB1), efgh = _mm_shuffle_epi32(load(state + 4), 0x1B);
    halves now = {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xF0)};
    __m128i feba, dchg;

    for (; count > 0; blocks += 64, count--) {
        halves then = work_block(now, blocks);
        now.abef = _mm_add_epi32(now.abef, then.abef);
        now.cdgh = _mm_add_epi32(now.cdgh, then.cdgh);
    }
    feba = _mm_shuffle_epi32(now.abef, 0x1B);
    dchg = _mm_shuffle_epi32(now.cdgh, 0xB1);
    _mm_storeu_si128((void *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

dictum_sha256_work *dictum__sha256_of_processor(void)
{
    unsigned a, b, c, d;
    bool vectors = __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSSE3) != 0 && (c & bit_SSE4_1) != 0;
    bool sha = __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;

    return vectors && sha ? work_in : NULL;
}

#else

dictum_sha256_work *dictum__sha256_of_processor(void)
{
    return NULL;
}

#endif
