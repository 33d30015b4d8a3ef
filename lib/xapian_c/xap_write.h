/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writing half of the binding; its conventions are those of xap.h. It is a header and an object library of its
 * own, so that a program that only searches links nothing that can write.
 *
 * 11. Only xap_wdb_commit() makes changes last, all of them together; xap_wdb_free() drops what was not committed. A
 *     writer keeps a Xapian transaction open for that, from one commit to the next. (Without one, Xapian commits by
 *     itself every 10,000 documents, and when the object goes.)
 * 12. When a change fails, Xapian drops it and all that came before it since the last commit. The writer then gives
 *     the same error again for every change and commit, so that nobody commits a part: free it, open it again, repeat.
 *     Two codes leave everything as it was: XAP_ARGUMENT for a term, key or docid that cannot be, XAP_NOT_FOUND for
 *     a document that is not there.
 */
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
    XAP_OVERWRITE       /* DB_CREATE_OR_OVERWRITE: what was there is gone when this returns, before any commit */
} xap_open_mode;

/* Flags to be ORed. */
#define XAP_NO_SYNC 1u /* DB_NO_SYNC: commits do not wait for the disk */
/* DB_DANGEROUS: blocks are written in place. For a database nobody reads yet, and that is deleted if anything fails:
 * there is no going back to the last commit. */
#define XAP_DANGEROUS 2u

/* Opens for writing; a database that is created is there, empty, at once. One writer at a time, else XAP_LOCKED.
 * `path` is a directory or a stub; the directory above it must be there. */
XAP_CHECK_RESULT xap_status xap_wdb_open(const char *path, xap_open_mode mode, unsigned flags, xap_wdb **out,
                                         xap_error *err);
/* Drops what was not committed, and gives up the lock. What was made from xap_wdb_db() and is still there can then
 * only be freed: it may give XAP_INTERNAL (DatabaseClosedError). */
void xap_wdb_free(xap_wdb *wdb);
/* The same database for reading, seeing uncommitted changes; borrowed, valid as long as `wdb`, never NULL, not to be
 * freed. Reading may have to write changes out: after XAP_NOMEM or XAP_IO from it, free `wdb` and do not commit. */
xap_db *xap_wdb_db(xap_wdb *wdb);
/* Takes a copy of the document: `doc` may be changed and added again. */
XAP_CHECK_RESULT xap_status xap_wdb_add_document(xap_wdb *wdb, xap_doc *doc, uint32_t *docid, xap_error *err);
/* Adds it under this number where there is none. */
XAP_CHECK_RESULT xap_status xap_wdb_replace_document(xap_wdb *wdb, uint32_t docid, xap_doc *doc, xap_error *err);
/* Replaces the documents that hold `term` by this one, or adds it. `term` is not put into it. */
XAP_CHECK_RESULT xap_status xap_wdb_replace_by_term(xap_wdb *wdb, const char *term, size_t term_bytes, xap_doc *doc,
                                                    uint32_t *docid, xap_error *err);
/* XAP_NOT_FOUND where there is no such document. */
XAP_CHECK_RESULT xap_status xap_wdb_delete_document(xap_wdb *wdb, uint32_t docid, xap_error *err);
/* Deletes all documents that hold `term`; there may be none. */
XAP_CHECK_RESULT xap_status xap_wdb_delete_by_term(xap_wdb *wdb, const char *term, size_t term_bytes, xap_error *err);
/* Sets a value of a document that is there (XAP_NOT_FOUND), and changes nothing else of it: its terms and positions are
 * not even looked at. An empty value removes it. */
XAP_CHECK_RESULT xap_status xap_wdb_set_value(xap_wdb *wdb, uint32_t docid, uint32_t slot, const char *value,
                                              size_t value_bytes, xap_error *err);
/* A key has 1 to 253 bytes. An empty value removes it. */
XAP_CHECK_RESULT xap_status xap_wdb_set_metadata(xap_wdb *wdb, const char *key, size_t key_bytes, const char *value,
                                                 size_t value_bytes, xap_error *err);
/* Makes all changes since the last commit last: they are on the disk when this returns (unless XAP_NO_SYNC), and
 * seen by whoever opens the database from then on. Where documents have values, Xapian 1.4 writes these in a
 * destructor: if the disk or the memory runs out just there, the process is ended by std::terminate, and the database
 * is as it was at the last commit. */
XAP_CHECK_RESULT xap_status xap_wdb_commit(xap_wdb *wdb, xap_error *err);
/* For a program, not for a library: sets what is called where Xapian ends the process (std::terminate), instead of
 * abort(). `tell` gets the errno of that moment, which is that of the call that failed, or 0; it runs in the thread
 * that was writing, and must end the process. */
void xap_on_terminate(void (*tell)(int system_error));

typedef enum xap_compaction {
    XAP_COMPACT_STANDARD, /* entries are not split */
    XAP_COMPACT_FULL,     /* entries are split wherever that saves space */
    XAP_COMPACT_FULLER    /* and stored longer than is good for a database that will be changed */
} xap_compaction;

/* Writes a compacted copy of `db` (one database, or several merged in the order they were added) to the directory
 * `destination`, which is made and must not be there yet (XAP_IO). The copy has a new uuid and
 * revision 1. Of metadata it has what any of the databases has; where several have one key, it is that of any of them.
 *
 * `renumber`: unused document numbers at the beginning of each database go, and the documents of each follow those of
 * the one before. Without it they keep their numbers, and databases with overlapping ranges of them are refused
 * (XAP_ARGUMENT). XAP_ARGUMENT, too, for a writer's database with uncommitted changes.
 *
 * The files are synced to the disk, the directory and the one above it are not. On failure `destination` may hold part
 * of a database.
 *
 * `stop`, unless NULL, is asked with `context` before and after each of the tables, and ends the work with XAP_STOPPED
 * when it says true. */
typedef bool (*xap_stop_fn)(void *context);
XAP_CHECK_RESULT xap_status xap_db_compact(xap_db *db, const char *destination, xap_compaction how, bool renumber,
                                           xap_stop_fn stop, void *context, xap_error *err);

#ifdef __cplusplus
}
#endif

#endif
