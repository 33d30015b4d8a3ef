/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A collection of real documents: found in a folder, read by the independent reader, and indexed by dictum-index. */
#ifndef DICTUM_TESTS_CORPUS_COLLECTION_H
#define DICTUM_TESTS_CORPUS_COLLECTION_H

#include <dictum/search.h>

#include "tests/support/chance.h"
#include "tests/support/reader.h"

/* One statement. Of a file, `name` is its real path; of a record, its id. */
typedef struct collected {
    char *name;
    char *title; /* as the index has it; NULL where it has none */
    size_t line; /* of a record: where it begins in its file */
    reader_document document;
} collected;

typedef struct collection {
    const char *label;
    bool records; /* JSON lines, not files */
    collected *items;
    size_t count, cap;
    char *folder; /* temporary: the index and the sample */
    dictum_index *index;
} collection;

/* Opens what $DICTUM_CORPORA/label holds: its files, or, where it has a docs.jsonl, the records of that; `sample` of
 * them, chosen by the dice, or all where that is 0. False where there is no such folder. Fails the test where it cannot
 * be indexed or read. Sorted by name. */
bool collection_open(collection *c, const char *label, size_t sample, const char *indexer, chance *dice);
void collection_close(collection *c);

/* The number of the statement; c->count where it is none of the collection's. */
size_t collection_number(const collection *c, const dictum_statement *statement);

#endif
