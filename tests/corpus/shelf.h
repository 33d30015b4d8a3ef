/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents as words, and which of them hold a phrase: a scan from their beginning to their end, over those that have
 * every word of it. What dictum finds is compared with this. */
#ifndef DICTUM_TESTS_CORPUS_SHELF_H
#define DICTUM_TESTS_CORPUS_SHELF_H

#include "tests/corpus/words.h"

typedef struct shelf shelf;

shelf *shelf_new(const words_rules *rules);
void shelf_free(shelf *s);

/* A further document, numbered from 0. */
size_t shelf_add_document(shelf *s);
/* A part of the last document. No phrase runs from one part into another. */
void shelf_add_part(shelf *s, const char *text, size_t len);

forms *shelf_forms(shelf *s);
size_t shelf_count(const shelf *s);
/* A random document's random word is shelf_words(s, d)->items[i]. Parts are divided by a word without a form. */
const word_list *shelf_words(const shelf *s, size_t document);

/* Numbers of documents, rising. */
typedef struct finds {
    size_t *items;
    size_t count, cap;
} finds;

void finds_add(finds *list, size_t document);
void finds_dispose(finds *list);

/* The documents that hold the phrase, in place of what `out` held. A phrase without words is in none. */
void shelf_find(shelf *s, const char *phrase, size_t len, finds *out);

#endif
