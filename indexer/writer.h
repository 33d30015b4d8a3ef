/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing an index: the one interface between a run of the indexer and the way the index is made. Callers
 * know of statements, files and commits; generations, locks and Xapian stay behind it.
 *
 * Nothing is durable, or seen by a searcher, before dictum__writer_commit(); what stands in the ledger is
 * committed together with the statements. A writer belongs to one thread. */
#ifndef DICTUM_INDEXER_WRITER_H
#define DICTUM_INDEXER_WRITER_H

#include <sys/stat.h>

#include "indexer/ledger.h"
#include "indexer/postings.h"
#include "indexer/remembered.h"

typedef struct dictum_writer dictum_writer;

/* A statement in the index; good for as long as the writer is open and the statement is not removed. */
typedef uint32_t dictum_statement_ref;

/* Takes the lock of the index directory `dir` and opens the index, or makes an empty one where there is none
 * and `create` says so. DICTUM_LOCKED, DICTUM_NOT_FOUND, DICTUM_EXISTS, DICTUM_VERSION, DICTUM_CORRUPT,
 * DICTUM_IO. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_open(dictum_writer **out, const char *dir, bool create,
                                                      const char *program, dictum_error *err);
/* Gives the lock back. What was not committed is discarded. */
void dictum__writer_free(dictum_writer *writer);

/* The index directory, absolute; belongs to the writer. */
const char *dictum__writer_dir(const dictum_writer *writer);
DICTUM_CHECK_RESULT dictum_status dictum__writer_stat(const dictum_writer *writer, struct stat *st, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_count(dictum_writer *writer, uint32_t *statements, dictum_error *err);

/* Adds the ledger's entries of the file `path` and of all files below it to `ledger`. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_files(dictum_writer *writer, dictum_slice path, dictum_ledger *ledger,
                                                       dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_set_file(dictum_writer *writer, const dictum_ledger_entry *entry,
                                                          dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_forget_file(dictum_writer *writer, dictum_slice path,
                                                             dictum_error *err);

/* The same of all that is never read: DICTUM__META_PLACE. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_places(dictum_writer *writer, dictum_ledger *ledger,
                                                        dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_set_place(dictum_writer *writer, const dictum_ledger_entry *entry,
                                                           dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_forget_place(dictum_writer *writer, dictum_slice path,
                                                              dictum_error *err);

/* What is remembered for all PATHs; and what is to be from now on for one, where an empty scope is forgotten. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_remembered(dictum_writer *writer, dictum_remembered *remembered,
                                                            dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_remember(dictum_writer *writer, const dictum_scope *scope,
                                                          dictum_error *err);

/* Called for each statement of a file, with its id term (lib/schema.h: Q) and the hash of its record. The
 * writer must not be changed meanwhile. */
typedef dictum_status (*dictum_statement_fn)(void *context, dictum_statement_ref ref, dictum_slice id_term,
                                             const uint8_t hash[32], dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_statements(dictum_writer *writer, dictum_slice file,
                                                            dictum_statement_fn fn, void *context, dictum_error *err);
/* The statement of an id term, in whatever file; DICTUM_NOT_FOUND where there is none (`err` is left alone then). */
DICTUM_CHECK_RESULT dictum_status dictum__writer_find(dictum_writer *writer, dictum_slice id_term,
                                                      dictum_statement_ref *ref, dictum_error *err);
/* Its stored record, in place of what `encoded` held. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_record(dictum_writer *writer, dictum_statement_ref ref,
                                                        dictum_buf *encoded, dictum_error *err);

DICTUM_CHECK_RESULT dictum_status dictum__writer_add(dictum_writer *writer, const dictum_draft *statement,
                                                     dictum_statement_ref *ref, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_replace(dictum_writer *writer, dictum_statement_ref ref,
                                                         const dictum_draft *statement, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_remove(dictum_writer *writer, dictum_statement_ref ref,
                                                        dictum_error *err);

/* Removes all statements of a file and what the ledger has of it; adds to `*removed` how many there were. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_remove_file(dictum_writer *writer, dictum_slice file,
                                                             uint64_t *removed, dictum_error *err);

DICTUM_CHECK_RESULT dictum_status dictum__writer_commit(dictum_writer *writer, dictum_error *err);
/* The same at the end of a run that was interrupted, which the index says until one is finished. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_break_off(dictum_writer *writer, dictum_error *err);
/* Makes a commit due after so much text. */
void dictum__writer_set_commit_bytes(dictum_writer *writer, size_t bytes);
/* Whether so much has been written since the last commit that one is due. */
bool dictum__writer_is_due(const dictum_writer *writer);

/* Commits, and makes the index small and fast where so much was written that it pays. Nothing can be written
 * afterwards. `note` (emptied first) says what did not work out although the index is complete. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_finish(dictum_writer *writer, dictum_buf *note, dictum_error *err);

#endif
