/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random documents over a small vocabulary: inflections of one stem, words with and without an accent, apostrophes
 * inside and behind words, identifiers, a few Chinese and Thai letters, and any punctuation between. */
#ifndef DICTUM_TESTS_PROPERTY_DOCUMENTS_H
#define DICTUM_TESTS_PROPERTY_DOCUMENTS_H

#include "tests/support/chance.h"
#include "tests/support/characters.h"
#include "tests/support/scanner.h"

#define DOCUMENTS_MAX 64

typedef struct random_document {
    growing title, text;
    scan_document scan;
} random_document;

typedef struct random_archive {
    random_document documents[DOCUMENTS_MAX];
    size_t count;
} random_archive;

/* Makes `count` documents, in place of those that are there. The archive begins as zeros. */
void archive_fill(random_archive *archive, size_t count, chance *dice);
void archive_dispose(random_archive *archive);
/* The documents as records, one line of JSON each, their numbers as ids. */
void archive_write(const random_archive *archive, growing *json_lines);

/* One of the vocabulary's words as somebody may spell it: in any case, with this or that apostrophe, an accent as one
 * character or two. */
const char *documents_word(chance *dice);
void documents_spell(const char *word, chance *dice, growing *out);

#endif
