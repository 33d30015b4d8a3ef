/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a statement to its postings: every term that it has in the index, with frequency and positions, as
 * lib/schema.h lays down.
 *
 * The terms are collected in tables of our own, each distinct word stemmed once, and then handed to whoever
 * writes them: as a Xapian document, or one by one. */
#ifndef DICTUM_INDEXER_POSTINGS_H
#define DICTUM_INDEXER_POSTINGS_H

#include "lib/record.h"
#include "lib/schema.h"
#include "lib/sha256.h"
#include "lib/xapian_c/xap.h"

/* Holds the analyser, the stemmers and the tables between statements. One thread at a time. */
typedef struct dictum_postings dictum_postings;

/* A statement that is ready to be written. */
typedef struct dictum_draft {
    const dictum_record *record; /* with its id */
    dictum_slice file;           /* the path as the system has it, any bytes; "-" from standard input */
    dictum_slice encoded;        /* dictum__record_encode() of the record */
    uint8_t hash[32];            /* SHA-256 of `encoded` */
} dictum_draft;

DICTUM_CHECK_RESULT dictum_status dictum__postings_new(dictum_postings **out, dictum_error *err);
void dictum__postings_free(dictum_postings *postings);

/* Collects the terms of a statement, in place of those of the one before. */
DICTUM_CHECK_RESULT dictum_status dictum__postings_collect(dictum_postings *postings, const dictum_draft *statement,
                                                           dictum_error *err);

/* One term of the statement collected last. */
typedef struct dictum_posting {
    dictum_slice term;
    const uint32_t *positions; /* rising */
    size_t position_count;
    uint32_t wdf;
} dictum_posting;

size_t dictum__postings_count(const dictum_postings *postings);
/* Its slices belong to `postings`, until the next collection. Terms come in no particular order; where `term` has no
 * data, it is none. */
dictum_posting dictum__postings_get(const dictum_postings *postings, size_t number);

/* The values of the statement collected last, by rising slot. They belong to the statement, to `postings` until the
 * next collection, or to the struct. */
#define DICTUM__VALUES_MAX 9
typedef struct dictum_values {
    uint8_t text_hash[DICTUM__SHA256_BYTES];
    dictum__slot slots[DICTUM__VALUES_MAX];
    dictum_slice values[DICTUM__VALUES_MAX];
    size_t count;
} dictum_values;
void dictum__postings_values(const dictum_postings *postings, const dictum_draft *statement, dictum_values *out);

/* The collected statement as a document with its terms, values and data. */
DICTUM_CHECK_RESULT dictum_status dictum__postings_document(const dictum_postings *postings,
                                                            const dictum_draft *statement, xap_doc **out,
                                                            dictum_error *err);

#endif
