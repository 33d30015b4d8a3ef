/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sketches of texts, by which two texts are told to be almost the same without reading them.
 *
 * A text is the set of its shingles, four tokens in a row (A. Broder, On the resemblance and containment of documents,
 * 1997). Each is hashed and falls into one of 32 bins, and of each bin 16 bits of the lowest hash are kept (P. Li,
 * A. Owen, C.-H. Zhang, One Permutation Hashing, 2012). The share of bins that agree estimates the share of shingles
 * that two texts have in common. Where at most one bin differs, that is about 95 of 100 or more. */
#ifndef DICTUM_LIB_SKETCH_H
#define DICTUM_LIB_SKETCH_H

#include "lib/analyse.h"

#define DICTUM__SKETCH_BINS 32
#define DICTUM__SKETCH_BYTES (2 * (size_t)DICTUM__SKETCH_BINS)

/* Shorter texts have no sketch: too few shingles would fall into a bin. */
#define DICTUM__SKETCH_TOKENS_MIN 128

/* The sketch of a text, the same on every machine, of its exact forms: letter case and punctuation do not count. False
 * where it is too short to have one. */
bool dictum__sketch_make(const dictum_analysis *analysis, uint8_t sketch[DICTUM__SKETCH_BYTES]);

/* Whether both are sketches, and of texts that are almost the same. */
bool dictum__sketches_agree(dictum_slice a, dictum_slice b);

#endif
