/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that are only roughly known: wom?n, inter*ion, word~2. */
#ifndef DICTUM_SEARCHER_PATTERN_H
#define DICTUM_SEARCHER_PATTERN_H

#include "lib/buf.h"

/* At most so many edits are allowed for. */
#define DICTUM__EDITS_MAX 2

/* Whether a form fits a pattern, where ? is any one character and * any number of them, none too. Takes time in
 * proportion to the product of their lengths. */
bool dictum__pattern_fits(dictum_slice pattern, dictum_slice form);

/* Whether `edits` steps make one form of the other: a character more, less or different, or two neighbours in each
 * other's place (optimal string alignment distance). The first character must be the same. */
bool dictum__is_within_edits(dictum_slice one, dictum_slice other, unsigned edits);

#endif
