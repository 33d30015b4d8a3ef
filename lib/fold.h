/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule R7 of lib/analyse.h: a form without diacritics. */
#ifndef DICTUM_LIB_FOLD_H
#define DICTUM_LIB_FOLD_H

#include <stddef.h>
#include <stdint.h>

/* The longest that a folded form of `units` units of normalised UTF-16 can be. */
#define DICTUM__FOLDED_UNITS(units) ((units)*2)

/* Writes to `out` (room for DICTUM__FOLDED_UNITS(count)) the form of `units` without diacritics and returns its number
 * of units; 0 where it is the same. Latin letters lose all marks, and those with a stroke or of old spelling become
 * their base letters; Greek letters lose all marks; Cyrillic letters lose stress marks, and io becomes ie, while
 * letters such as short i are letters of their own and stay. In other scripts a mark is no ornament: nothing is
 * touched. */
size_t dictum__fold(const uint16_t *units, size_t count, uint16_t *out);

#endif
