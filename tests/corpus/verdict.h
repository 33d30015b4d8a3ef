/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person needs to know about a phrase that found too little or too much. */
#ifndef DICTUM_TESTS_CORPUS_VERDICT_H
#define DICTUM_TESTS_CORPUS_VERDICT_H

#include "tests/corpus/collection.h"
#include "tests/corpus/shelf.h"

typedef struct verdict {
    uint64_t seed;
    const char *what;
    const collection *documents;
    shelf *scanner;
    size_t document;   /* that the run was drawn from */
    size_t start, end; /* where, in its text */
    const char *given; /* the run, changed or not */
    const char *query; /* the phrase */
    const finds *expected, *found;
} verdict;

/* Prints it to standard error, with the tokens that dictum makes of the query and of the place in the document, and
 * with the scanner's words. */
void verdict_print(const verdict *v);

#endif
