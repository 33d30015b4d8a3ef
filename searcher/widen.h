/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Passages with the sentences round them. */
#ifndef DICTUM_SEARCHER_WIDEN_H
#define DICTUM_SEARCHER_WIDEN_H

#include "searcher/passage.h"

/* Adds up to `sentences` sentences (0: changes nothing) before and behind each passage, but none that is longer than a
 * passage may be; passages that meet become one. A mark is in one of them or in none, and never cut. The codes of
 * dictum__sentence_at(). */
DICTUM_CHECK_RESULT dictum_status dictum__widen_passages(dictum_excerpter *x, size_t sentences);

#endif
