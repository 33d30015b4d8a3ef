/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of terms and where they stand: built anew for each statement, in memory that is kept. */
#ifndef DICTUM_INDEXER_TERMS_H
#define DICTUM_INDEXER_TERMS_H

#include "lib/buf.h"

typedef struct dictum_term {
    uint32_t hash;
    uint32_t bytes;        /* length of the term */
    size_t offset;         /* into dictum_terms.storage */
    uint32_t wdf;          /* within-document frequency */
    uint32_t stem_wdf;     /* how much of it counts for the stem of this form; 0: its stem is not wanted */
    size_t first_position; /* into dictum_terms.positions, after dictum__terms_settle() */
    uint32_t position_count;
    uint8_t flags; /* the user's */
} dictum_term;

/* A term's number and a position of it, in the order found. */
typedef struct dictum_term_place {
    uint32_t term;
    uint32_t position;
} dictum_term_place;

typedef struct dictum_terms {
    dictum_term *terms;
    size_t count, cap;
    uint32_t *slots; /* hash table: number of the term + 1, or 0 */
    size_t slot_count;
    dictum_buf storage;
    dictum_term_place *places;
    size_t place_count, place_cap;
    uint32_t *positions;
    size_t position_cap;
    dictum_status failed; /* sticky: DICTUM_NOMEM or DICTUM_LIMIT */
} dictum_terms;

void dictum__terms_init(dictum_terms *terms);
void dictum__terms_dispose(dictum_terms *terms);
/* Empties it and forgets a failure. */
void dictum__terms_clear(dictum_terms *terms);

/* The number of the term `prefix` + `form`, which is added where it is not there. 0 after a failure. */
uint32_t dictum__terms_number(dictum_terms *terms, dictum_slice prefix, dictum_slice form);
/* Notes one occurrence. Positions of one term must come rising. */
void dictum__terms_place(dictum_terms *terms, uint32_t term, uint32_t position);
dictum_slice dictum__terms_text(const dictum_terms *terms, uint32_t term);
/* Sorts the places into each term's positions, one that is there twice once. After the last place. */
void dictum__terms_settle(dictum_terms *terms);

#endif
