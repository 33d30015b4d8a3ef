/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule R9 of lib/analyse.h: what else than letters belongs to a word, in the normal form of lib/normalise.h. */
#ifndef DICTUM_LIB_SIGNS_H
#define DICTUM_LIB_SIGNS_H

#include <stddef.h>
#include <stdint.h>

/* Stand in the normal form for the trade mark signs, whose letters would be glued to the word before them. They are
 * noncharacters: no text means anything by them. */
#define DICTUM__SIGN_TRADE_MARK 0xfdd0
#define DICTUM__SIGN_SERVICE_MARK 0xfdd1

/* The signs of a word: units [start, end) are the word with them. */
typedef struct dictum_signs {
    size_t start, end;
    const char *front, *back; /* as they stand in its form, UTF-8; "" where there is none; static */
} dictum_signs;

/* A piece of text in its normal form, with the class of each unit. */
typedef struct dictum_classified {
    const uint16_t *units;
    const uint8_t *classes;
    size_t count;
} dictum_classified;

/* Finds the signs of the word [first, last). */
void dictum__find_signs(const dictum_classified *text, size_t first, size_t last, dictum_signs *out);

#endif
