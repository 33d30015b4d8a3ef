/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the writer of glass databases: what collecting (glass.c) and writing (tables.c) share. */
#ifndef DICTUM_INDEXER_GLASS_PARTS_H
#define DICTUM_INDEXER_GLASS_PARTS_H

#include "indexer/glass/dictionary.h"
#include "indexer/glass/values.h"

/* A term in a document. Its positions, as they are written, are the bytes of `positions` from `at` to where those of
 * the next begin. */
typedef struct dictum_glass_posting {
    uint32_t term; /* its number */
    uint32_t wdf;
    uint32_t at;
} dictum_glass_posting;

typedef struct dictum_glass_collected {
    size_t postings_end; /* of the document, and the beginning of those of the next */
    size_t used_end;     /* the same of its slots in `used` */
    uint32_t length;
} dictum_glass_collected;

/* What the database states of all its documents. */
typedef struct dictum_glass_statistics {
    uint32_t shortest, longest; /* documents; one without a length is no shortest */
    uint32_t highest_wdf;
    uint64_t length;
} dictum_glass_statistics;

struct dictum_glass {
    char *path;
    dictum_glass_dictionary dictionary;
    dictum_glass_collected *documents;
    size_t document_count, document_cap;
    dictum_glass_posting *postings; /* document after document */
    size_t posting_count, posting_cap;
    dictum_buf positions;
    dictum_glass_values values;
    dictum_buf used;              /* which slots have a value: document after document */
    dictum_buf used_one;          /* of one document */
    dictum_glass_entries entries; /* metadata, chunks of values */
    dictum_glass_table records;   /* what documents store is written as they come */
    dictum_glass_statistics statistics;
};

/* Writes all that is collected. DICTUM_IO, DICTUM_LIMIT, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__glass_write(dictum_glass *glass, dictum_error *err);

/* The file that makes the folder a database: what is stated of the tables and documents. DICTUM_IO. */
typedef enum dictum_glass_table_number {
    DICTUM__GLASS_POSTLIST,
    DICTUM__GLASS_DOCDATA,
    DICTUM__GLASS_TERMLIST,
    DICTUM__GLASS_POSITION,
    DICTUM__GLASS_SPELLING,
    DICTUM__GLASS_SYNONYM,
    DICTUM__GLASS_TABLES
} dictum_glass_table_number;
DICTUM_CHECK_RESULT dictum_status dictum__glass_write_version(const dictum_glass *glass,
                                                              const dictum_glass_root roots[DICTUM__GLASS_TABLES],
                                                              dictum_error *err);

#endif
