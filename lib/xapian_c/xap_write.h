/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writing half of the binding; its conventions are those of xap.h. It is a header and an object library
 * of its own, so that a program that only searches links nothing that can write. */
#ifndef XAP_WRITE_H
#define XAP_WRITE_H

#include "lib/xapian_c/xap.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct xap_wdb xap_wdb;

typedef enum xap_open_mode {
    XAP_CREATE,         /* DB_CREATE: there must be none yet (XAP_IO where there is: DatabaseCreateError) */
    XAP_OPEN,           /* DB_OPEN: there must be one (XAP_NOT_FOUND) */
    XAP_CREATE_OR_OPEN, /* DB_CREATE_OR_OPEN */
    XAP_OVERWRITE       /* DB_CREATE_OR_OVERWRITE */
} xap_open_mode;

/* Flags to be ORed. */
#define XAP_NO_SYNC 1u   /* DB_NO_SYNC: commits do not wait for the disk */
#define XAP_DANGEROUS 2u /* DB_DANGEROUS: blocks are written in place; for a database nobody reads yet */

XAP_CHECK_RESULT xap_status xap_wdb_open(const char *path, xap_open_mode mode, unsigned flags, xap_wdb **out,
                                         xap_error *err);
/* Discards what was not committed (an open transaction keeps Xapian's destructor from committing it). */
void xap_wdb_free(xap_wdb *wdb);
/* The same database for reading, seeing uncommitted changes; borrowed, valid as long as `wdb`. Never NULL. */
xap_db *xap_wdb_db(xap_wdb *wdb);
XAP_CHECK_RESULT xap_status xap_wdb_add_document(xap_wdb *wdb, xap_doc *doc, uint32_t *docid, xap_error *err);
XAP_CHECK_RESULT xap_status xap_wdb_replace_document(xap_wdb *wdb, uint32_t docid, xap_doc *doc, xap_error *err);
/* Replaces the documents that hold `term`, or adds one. */
XAP_CHECK_RESULT xap_status xap_wdb_replace_by_term(xap_wdb *wdb, const char *term, size_t term_bytes, xap_doc *doc,
                                                    uint32_t *docid, xap_error *err);
XAP_CHECK_RESULT xap_status xap_wdb_delete_document(xap_wdb *wdb, uint32_t docid, xap_error *err);
XAP_CHECK_RESULT xap_status xap_wdb_delete_by_term(xap_wdb *wdb, const char *term, size_t term_bytes, xap_error *err);
/* An empty value removes the key. */
XAP_CHECK_RESULT xap_status xap_wdb_set_metadata(xap_wdb *wdb, const char *key, size_t key_bytes, const char *value,
                                                 size_t value_bytes, xap_error *err);
/* `flushed`: the transaction's beginning and end are on the disk. */
XAP_CHECK_RESULT xap_status xap_wdb_begin_transaction(xap_wdb *wdb, bool flushed, xap_error *err);
XAP_CHECK_RESULT xap_status xap_wdb_commit_transaction(xap_wdb *wdb, xap_error *err);
XAP_CHECK_RESULT xap_status xap_wdb_cancel_transaction(xap_wdb *wdb, xap_error *err);
XAP_CHECK_RESULT xap_status xap_wdb_commit(xap_wdb *wdb, xap_error *err);

typedef enum xap_compaction { XAP_COMPACT_STANDARD, XAP_COMPACT_FULL, XAP_COMPACT_FULLER } xap_compaction;

/* Writes a compacted copy of `db` (one database, or several merged in the order they were added) to
 * `destination`, which must not be there yet. Documents get new numbers when several are merged, unless
 * `renumber` is false. It is not on the disk when this returns: no file or directory is synced beyond what
 * Xapian does. */
XAP_CHECK_RESULT xap_status xap_db_compact(xap_db *db, const char *destination, xap_compaction how, bool renumber,
                                           xap_error *err);

#ifdef __cplusplus
}
#endif

#endif
