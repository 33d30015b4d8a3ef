/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule R1 of lib/analyse.h: source text to its normal form, with a map back to the source's bytes.
 *
 * The normal form is UTF-16, because ICU's iterators are quickest on it. */
#ifndef DICTUM_LIB_NORMALISE_H
#define DICTUM_LIB_NORMALISE_H

#include "lib/buf.h"

/* Everything that is kept of one normalised text. `from[i]` and `to[i]` are the source bytes [from, to) that unit i
 * comes from; both never fall. Several units may share one range (a ligature), and one unit may cover several code
 * points. */
typedef struct dictum_normal {
    uint16_t *units;
    uint32_t *from;
    uint32_t *to;
    size_t count;
    size_t cap;
} dictum_normal;

/* ICU's data and what has been learnt of single code points. One thread at a time. */
typedef struct dictum_normaliser dictum_normaliser;

DICTUM_CHECK_RESULT dictum_status dictum__normaliser_new(dictum_normaliser **out, dictum_error *err);
void dictum__normaliser_free(dictum_normaliser *normaliser);

void dictum__normal_dispose(dictum_normal *normal);

/* Normalises the bytes [begin, end) of `text`, which must be valid UTF-8 and shorter than 4 GiB, into `normal`, whose
 * earlier content is dropped. DICTUM_NOMEM, DICTUM_INTERNAL (ICU failed). */
DICTUM_CHECK_RESULT dictum_status dictum__normalise(dictum_normaliser *normaliser, dictum_slice text, size_t begin,
                                                    size_t end, dictum_normal *normal, dictum_error *err);

#endif
