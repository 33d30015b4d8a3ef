/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder of documents, an index of it, and what the index is to say: document K is there in version V. Each is a file
 * kK.md with the title "kK vV" and one word that all have. The programs are run as a user runs them, or with a fault
 * (tests/support/fault.c). */
#ifndef DICTUM_TESTS_CLI_LIVING_H
#define DICTUM_TESTS_CLI_LIVING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/process.h"

#define LIVING_DOCUMENTS 40
#define LIVING_VERSIONS 200

/* The version of each document; 0 where there is none. */
typedef struct living_state {
    unsigned versions[LIVING_DOCUMENTS];
} living_state;

/* What a search found: how often each version of each document. */
typedef struct living_found {
    unsigned char times[LIVING_DOCUMENTS][LIVING_VERSIONS];
} living_found;

typedef struct living {
    char *folder, *docs, *index; /* paths; the first is a temporary one and holds the others */
    char *indexer, *searcher;    /* programs */
    living_state state;          /* of the documents */
    char label[160];             /* what is going on, for messages */
} living;

/* cmocka's set-up and tear-down: *state is a living. */
int living_setup(void **state);
int living_teardown(void **state);

/* Writes a document in a version, or deletes it where that is 0. */
void living_write(living *self, unsigned document, unsigned version);
/* Gives the file of a document another name, and back. */
void living_rename(living *self, unsigned document);

/* Runs dictum-index over the documents into `index` with up to two further arguments, each may be NULL. `fault`, unless
 * NULL, is $DICTUM_TEST_FAULT; the number of calls that a fault may hit goes to *calls, unless NULL. */
void living_index(const living *self, const char *index, const char *first, const char *second, const char *fault,
                  unsigned long *calls, process_result *result);
/* The same, which must end well. */
void living_index_well(const living *self, const char *index, const char *first);
/* Searches for the word of all; gives the exit status. A search must not fail where there is an index. */
int living_search(const living *self, const char *index, living_found *found);

/* The same from what a search has printed. */
void living_take_found(const living *self, const char *out, living_found *found);

/* All must be found in the version that `state` says, once. */
void living_expect(const living *self, const living_found *found, const living_state *state);
/* In each document the one or the other must be found; where both are versions of it, at least one of them, and both
 * only where `both` allows it. */
void living_expect_between(const living *self, const living_found *found, const living_state *before,
                           const living_state *after, bool both);
bool living_is(const living_found *found, const living_state *state);
/* Nothing is left in the folder of the index but what it consists of, and Xapian finds no fault with that. */
void living_expect_tidy(const living *self, const char *index);

/* The programs have no sanitizer that stands before a preloaded library. */
bool living_can_fault(void);
/* $DICTUM_TEST_PERCENT of a number, at least 1. */
size_t living_scaled(size_t number);

/* Copies a folder; removes one that may not be there. */
void living_copy(const living *self, const char *from, const char *to);
void living_remove(const char *path);

#endif
