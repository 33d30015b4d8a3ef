/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where in a source the words of a quotation stand: the best alignment of all of the quotation with some part of the
 * source, with affine gaps (Gotoh, 1982, "An improved algorithm for matching biological sequences"; all of one sequence
 * against a part of the other, as in Gusfield, 1997, section 11.6.4). Only equal atoms are paired; a changed word is a
 * gap on both sides. Leaving out words of the source costs next to nothing where the quotation says that it does. */
#ifndef DICTUM_SEARCHER_VERIFY_ALIGN_H
#define DICTUM_SEARCHER_VERIFY_ALIGN_H

#include "searcher/verify/quotation.h"

/* Time and memory: so many pairs of atoms are looked at. Of a source that would take more, the part is looked at that
 * has the most of the quotation's words. */
#define DICTUM__ALIGN_PAIRS_MAX ((size_t)16 << 20)

#define DICTUM__UNPAIRED SIZE_MAX

/* Begins as zeros; kept between calls. */
typedef struct dictum_alignment {
    size_t *pairs; /* of each atom of the quotation: the atom of the source, or DICTUM__UNPAIRED; rising */
    size_t pairs_cap;
    size_t kept; /* how many of the quotation's own words (not the editor's) are paired */
    uint8_t *steps;
    size_t steps_cap;
    int32_t *rows;
    size_t rows_cap;
} dictum_alignment;

/* False when memory ran out. */
DICTUM_CHECK_RESULT bool dictum__align(dictum_alignment *alignment, const dictum_quotation *quotation,
                                       const dictum_atoms *source);
void dictum__alignment_dispose(dictum_alignment *alignment);

#endif
