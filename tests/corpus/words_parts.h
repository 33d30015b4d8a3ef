/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the second reading of the rules. */
#ifndef DICTUM_TESTS_CORPUS_WORDS_PARTS_H
#define DICTUM_TESTS_CORPUS_WORDS_PARTS_H

#include "tests/corpus/words.h"

/* What stands for ™ and ℠ in a normal form, and for a soft hyphen at a line's end: Unicode's noncharacters, which no
 * text has and no mapping touches. */
#define NORMAL_TM 0xfdd0
#define NORMAL_SM 0xfdd1
#define NORMAL_HYPHEN 0x2010

/* A text in its normal form (R1), one code point an element. */
typedef struct normal_text {
    uint32_t *items;
    size_t count;
} normal_text;

/* `is_query` matters to soft hyphens alone (R11). */
void normal_read(normal_text *out, const char *text, size_t len, bool is_query);
void normal_dispose(normal_text *text);

/* R7: the form without diacritics; returns its length. `out` has room for twice the count. */
size_t normal_fold(const uint32_t *characters, size_t count, uint32_t *out);

/* A word's place in the normal form. */
typedef struct place {
    size_t start, end;
} place;

/* The rules about signs and readings of several words as one, on words that are found. */
typedef struct reading {
    const normal_text *text;
    const place *places;
    word *words; /* as many as places */
    size_t count;
    forms *table;
    bool is_query;
    bool groups_of_two; /* in R10 */
} reading;

void reading_signs(reading *r);            /* R9 */
void reading_grouped_numbers(reading *r);  /* R10 */
void reading_line_end_hyphens(reading *r); /* R11 */

#endif
