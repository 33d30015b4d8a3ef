/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of text analysis share: a seeded source of chance, and tokens written out for comparison. */
#ifndef DICTUM_TESTS_SUPPORT_ANALYSIS_H
#define DICTUM_TESTS_SUPPORT_ANALYSIS_H

#include "lib/analyse.h"

/* xorshift64*: not for secrets, but the same on every machine. */
typedef struct test_random {
    uint64_t state;
} test_random;

/* The seed: $DICTUM_TEST_SEED, or the clock. Printed, so that a failure can be had again. */
uint64_t test_seed(const char *who);
test_random test_random_begin(uint64_t seed);
/* A number below `limit`, which is more than 0. */
uint32_t test_below(test_random *random, uint32_t limit);
/* A code point that is not a surrogate and not 0; each plane and each kind of script has its share. */
uint32_t test_code_point(test_random *random);

/* One of the `count` strings of a table, appended. */
void test_append_one_of(test_random *random, dictum_buf *out, const char *const *table, size_t count);

/* Writes the tokens to `out` (emptied first), divided by spaces: exact form, "|" and the folded form where there is
 * one, "~" and each further form, "@" and the byte range, ":" and letters: kind w(ord) n(umber) g(rapheme), then
 * P(aragraph) S(entence) G(lued), and of graphemes U(nit). "don't@0-5:wP". */
void test_write_tokens(const dictum_analysis *analysis, dictum_buf *out);
/* Writes the joins: exact form, "|" and the folded form where there is one, "@" and the first token (from 0), "+" and
 * their number, ":" and n(umber), l(ine), b(roken), h(yphen). "cybersecurity@4+2:h". */
void test_write_joins(const dictum_analysis *analysis, dictum_buf *out);
/* The exact forms alone, divided by spaces. */
void test_write_forms(const dictum_analysis *analysis, dictum_buf *out);

/* Analyses or fails the test. */
const dictum_analysis *test_analyse(dictum_analyser *analyser, dictum_slice text, const char *lang, unsigned flags);
dictum_analyser *test_analyser_new(void);

/* The folder $DICTUM_CORPORA/name, or NULL where there is none. Static. */
const char *test_corpus(const char *name);
/* A file's bytes made valid UTF-8, or false. */
bool test_read_file(const char *path, dictum_buf *out);

#endif
