/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule A1 of atoms.h: where numbers stand in a text, and their values. */
#ifndef DICTUM_SEARCHER_VERIFY_NUMBERS_H
#define DICTUM_SEARCHER_VERIFY_NUMBERS_H

#include "searcher/verify/atoms.h"

/* A number that begins at a token. */
typedef struct dictum_number {
    size_t tokens;  /* that it is made of; 0 where there is none */
    bool spelled;   /* in words alone */
    char value[64]; /* decimal: 5000000, 3.25, -4; without zeros that say nothing */
} dictum_number;

/* Reads the number that begins at token `first` of the text, whose paragraph ends before token `end`. */
void dictum__number_read(dictum_slice text, const dictum_analysis *analysis, size_t first, size_t end,
                         const dictum_lexicon *lexicon, unsigned language, dictum_number *out);

#endif
