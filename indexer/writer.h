/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing an index: the one interface between a run of the indexer and the way the index is made. Callers know of
 * statements, files and commits; shards, locks and Xapian stay behind it.
 *
 * Nothing is durable, or seen by a searcher, before it is committed; what stands in the ledger is committed
 * together with the statements. What is looked up is what the index was when the writer was opened, less what has
 * been removed since; only dictum__writer_find() knows what has been added. A writer belongs to one thread, and
 * uses others itself. */
#ifndef DICTUM_INDEXER_WRITER_H
#define DICTUM_INDEXER_WRITER_H

#include <signal.h>
#include <sys/stat.h>

#include "indexer/ledger.h"
#include "indexer/postings.h"
#include "indexer/remembered.h"
#include "indexer/shard_set.h"

typedef struct dictum_writer dictum_writer;

/* A statement in the index, or on its way there; good for as long as the writer is open and the statement is neither
 * replaced nor removed. */
typedef uint64_t dictum_statement_ref;

typedef struct dictum_writer_options {
    const char *dir;                   /* the index directory */
    bool create;                       /* an empty index is made where there is none */
    bool rebuild;                      /* see dictum__writer_rebuild() */
    const char *program;               /* what another writer is told of us */
    unsigned jobs;                     /* threads that write, at least 1 */
    bool no_bulk;                      /* shards are written through Xapian's own interface only */
    size_t commit_bytes;               /* a commit is due after so much text; 0: as the writer sees fit */
    const volatile sig_atomic_t *stop; /* when it becomes true, what only makes the index smaller is left undone; may
                                          be NULL */
} dictum_writer_options;

/* Takes the lock of the index directory and opens the index, or makes an empty one. DICTUM_LOCKED, DICTUM_NOT_FOUND,
 * DICTUM_EXISTS, DICTUM_VERSION (not where it is to be rebuilt), DICTUM_CORRUPT, DICTUM_IO. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_open(dictum_writer **out, const dictum_writer_options *options,
                                                      dictum_error *err);
/* Gives the lock back. What was not committed is discarded. */
void dictum__writer_free(dictum_writer *writer);

/* The index directory, absolute; belongs to the writer. */
const char *dictum__writer_dir(const dictum_writer *writer);
DICTUM_CHECK_RESULT dictum_status dictum__writer_stat(const dictum_writer *writer, struct stat *st, dictum_error *err);
/* How many statements there are. */
uint64_t dictum__writer_count(const dictum_writer *writer);

/* The shards as they were when the writer was opened, or rebuilt; they belong to the writer. */
const dictum_shard_set *dictum__writer_shards(const dictum_writer *writer);

/* The ledger: DICTUM__META_FILE. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_set_file(dictum_writer *writer, const dictum_ledger_entry *entry,
                                                          dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_forget_file(dictum_writer *writer, dictum_slice path,
                                                             dictum_error *err);

/* The same of what is never read: DICTUM__META_PLACE. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_set_place(dictum_writer *writer, const dictum_ledger_entry *entry,
                                                           dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_forget_place(dictum_writer *writer, dictum_slice path,
                                                              dictum_error *err);

/* What is to be remembered from now on for a PATH; an empty scope is forgotten. */
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
/* The stored record of a statement that was there when the writer was opened, in place of what `encoded` held. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_record(dictum_writer *writer, dictum_statement_ref ref,
                                                        dictum_buf *encoded, dictum_error *err);
/* Whether this run has added it; then `from`, in place of what it held, says to people where it came from. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_is_new(dictum_writer *writer, dictum_statement_ref ref, bool *is_new,
                                                        dictum_buf *from, dictum_error *err);

DICTUM_CHECK_RESULT dictum_status dictum__writer_add(dictum_writer *writer, const dictum_draft *statement,
                                                     dictum_statement_ref *ref, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_replace(dictum_writer *writer, dictum_statement_ref *ref,
                                                         const dictum_draft *statement, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_remove(dictum_writer *writer, dictum_statement_ref ref,
                                                        dictum_error *err);

/* Removes all statements of a file and what the ledger has of it; adds to `*removed` how many there were. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_remove_file(dictum_writer *writer, dictum_slice file,
                                                             uint64_t *removed, dictum_error *err);

/* What is done so far is to last, and to be seen: as soon as it is written, behind the caller's back. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_commit(dictum_writer *writer, dictum_error *err);
/* Whether so much has been written since the last commit that one is due. */
bool dictum__writer_is_due(const dictum_writer *writer);
/* Commits and waits for it, at the end of a run that was interrupted, which the index says until one is finished. An
 * index that is being rebuilt stays as it was before. Nothing can be written afterwards. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_break_off(dictum_writer *writer, dictum_error *err);

/* Commits and waits for it, and makes the index small and fast where that pays. Nothing can be written afterwards.
 * `note` (emptied first) says what did not work out although the index is complete. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_finish(dictum_writer *writer, dictum_buf *note, dictum_error *err);

/* Of an index that was opened to be rebuilt, before anything else is written: every statement is analysed again, from
 * what the index stores of it, into an index that takes the place of this one when the writer is finished; until then
 * nobody sees anything of it. The ledger and what is remembered come along. DICTUM_CANCELLED, and as adding. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_rebuild(dictum_writer *writer, dictum_error *err);

#endif
