/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A C binding of a part of Xapian (xapian-core 1.4.22 or later): one thin function for one Xapian call.
 *
 * Conventions
 *  1. Every call that can fail returns xap_status and takes a xap_error last, which may be NULL; it is filled when the
 *     call fails and left alone otherwise. No C++ exception ever leaves the binding. No other pointer may be NULL,
 *     except the data of a string of 0 bytes and what is given to a xap_…_free().
 *  2. An object made here (`xap_thing **out`) belongs to the caller, who gives it to xap_thing_free(). Those accept
 *     NULL and cannot fail. On failure *out is set to NULL; other results are left alone.
 *  3. A string is a pointer and a length in bytes; it may hold any byte, NUL included. A `const char *` without a
 *     length (path, language) ends with a NUL. A returned string belongs to the object that it was asked of, is
 *     NUL-terminated besides, and stays valid until the next call on that object.
 *  4. An iteration is one call, `xap_…_next`: XAP_OK gives an item, XAP_DONE says that there are no more, anything
 *     else is an error. Calling again after XAP_DONE gives XAP_DONE again. An iteration that has failed cannot go on:
 *     further calls give XAP_ARGUMENT.
 *  5. Objects keep alive what they need of each other (Xapian counts references): a query's parts may be freed once it
 *     is made, a database while an enquire uses it.
 *  6. An object belongs to one thread at a time, and so do together a database and all that was made from it, or a
 *     query and its parts: their counts of references are not atomic. Others may be used in different threads at
 *     once; that includes several xap_db of one path.
 *  7. Document numbers (docid) begin at 1. Term positions are 32-bit numbers. A term has 1 to 245 bytes, where a NUL
 *     counts as two.
 *  8. A query may be as deep as its maker likes, and Xapian walks it by recursion: who makes it sets a bound.
 *  9. Xapian trusts the files of a database. Cut short, or not Xapian's, they are an error; but with other bytes inside
 *     a block it may read past its end, or loop. A database that strangers can write to is not to be opened.
 * 10. With Xapian 1.4 two calls can end the process by std::terminate or corrupt memory when memory runs out inside
 *     them, and no caller can prevent it: xap_enquire_mset() with NEAR or PHRASE, xap_wdb_commit() with values.
 *  (Writing has more: xap_write.h.)
 */
#ifndef XAP_H
#define XAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define XAP_CHECK_RESULT __attribute__((warn_unused_result))
#else
#define XAP_CHECK_RESULT
#endif

/* What a caller can do about it. In brackets the C++ classes that are mapped to it. */
typedef enum xap_status {
    XAP_OK = 0,
    XAP_DONE,          /* an iteration has come to its end */
    XAP_NOMEM,         /* memory ran out [std::bad_alloc, std::length_error] */
    XAP_ARGUMENT,      /* InvalidArgumentError, InvalidOperationError, RangeError, AssertionError, other LogicError */
    XAP_NOT_FOUND,     /* DatabaseNotFoundError, DocNotFoundError */
    XAP_LOCKED,        /* DatabaseLockError: another writer, or no permission to write: see the message */
    XAP_STALE,         /* DatabaseModifiedError: a writer has overtaken this reader; open again and repeat */
    XAP_CORRUPT,       /* DatabaseCorruptError, SerialisationError */
    XAP_VERSION,       /* DatabaseVersionError */
    XAP_QUERY,         /* QueryParserError, WildcardError */
    XAP_IO,            /* DatabaseError, DatabaseOpeningError, DatabaseCreateError, NetworkError, NetworkTimeoutError */
    XAP_UNIMPLEMENTED, /* UnimplementedError, FeatureUnavailableError: not possible with this kind of database */
    XAP_STOPPED,       /* the caller's own word ended a long work */
    XAP_INTERNAL       /* DatabaseClosedError, InternalError, any other Xapian::Error, std::exception or exception */
} xap_status;

#define XAP_ERROR_TEXT_BYTES 256

typedef struct xap_error {
    xap_status code;
    char type[32];                   /* the class: "DatabaseOpeningError"; "bad_alloc" and the like for others */
    char text[XAP_ERROR_TEXT_BYTES]; /* Xapian's message, its context and the system's error, cut to fit: one
                                        line of UTF-8, what cannot be printed replaced by question marks */
} xap_error;

/* The version of Xapian in use, such as "1.4.22"; static. */
const char *xap_version(void);

/* ---- documents ---- */

typedef struct xap_doc xap_doc;

XAP_CHECK_RESULT xap_status xap_doc_new(xap_doc **out, xap_error *err);
void xap_doc_free(xap_doc *doc);
/* The data of a document is one string that Xapian keeps and does not look into. */
XAP_CHECK_RESULT xap_status xap_doc_set_data(xap_doc *doc, const char *data, size_t bytes, xap_error *err);
XAP_CHECK_RESULT xap_status xap_doc_data(xap_doc *doc, const char **data, size_t *bytes, xap_error *err);
/* Xapian::Document::add_posting: `wdf_inc` may be 0, then the document's length does not grow. */
XAP_CHECK_RESULT xap_status xap_doc_add_posting(xap_doc *doc, const char *term, size_t term_bytes, uint32_t position,
                                                uint32_t wdf_inc, xap_error *err);
XAP_CHECK_RESULT xap_status xap_doc_add_term(xap_doc *doc, const char *term, size_t term_bytes, uint32_t wdf_inc,
                                             xap_error *err);
/* XAP_ARGUMENT where the document does not have the term. */
XAP_CHECK_RESULT xap_status xap_doc_remove_term(xap_doc *doc, const char *term, size_t term_bytes, xap_error *err);
/* An empty value removes it. */
XAP_CHECK_RESULT xap_status xap_doc_set_value(xap_doc *doc, uint32_t slot, const char *value, size_t value_bytes,
                                              xap_error *err);
/* An unset value is empty. */
XAP_CHECK_RESULT xap_status xap_doc_value(xap_doc *doc, uint32_t slot, const char **value, size_t *value_bytes,
                                          xap_error *err);
/* The number it has in the database that it was read from; of a new one 0. */
XAP_CHECK_RESULT xap_status xap_doc_docid(xap_doc *doc, uint32_t *docid, xap_error *err);

/* ---- reading a database ---- */

typedef struct xap_db xap_db;

/* Opens for reading. `path` is a directory, a stub file or a directory with a stub file XAPIANDB. */
XAP_CHECK_RESULT xap_status xap_db_open(const char *path, xap_db **out, xap_error *err);
/* What a xapian-tcpsrv serves. `timeout_ms` is for connecting, and for each answer. */
XAP_CHECK_RESULT xap_status xap_db_open_remote(const char *host, uint32_t port, uint32_t timeout_ms, xap_db **out,
                                               xap_error *err);
/* An empty database in memory, to which others are added with xap_db_add(). */
XAP_CHECK_RESULT xap_status xap_db_new(xap_db **out, xap_error *err);
/* Xapian::Database::add_database: `db` then searches both. */
XAP_CHECK_RESULT xap_status xap_db_add(xap_db *db, xap_db *other, xap_error *err);
void xap_db_free(xap_db *db);
XAP_CHECK_RESULT xap_status xap_db_doc_count(xap_db *db, uint32_t *count, xap_error *err);
XAP_CHECK_RESULT xap_status xap_db_last_docid(xap_db *db, uint32_t *docid, xap_error *err);
XAP_CHECK_RESULT xap_status xap_db_average_length(xap_db *db, double *length, xap_error *err);
XAP_CHECK_RESULT xap_status xap_db_doc_length(xap_db *db, uint32_t docid, uint32_t *length, xap_error *err);
XAP_CHECK_RESULT xap_status xap_db_term_freq(xap_db *db, const char *term, size_t term_bytes, uint32_t *documents,
                                             xap_error *err);
XAP_CHECK_RESULT xap_status xap_db_collection_freq(xap_db *db, const char *term, size_t term_bytes,
                                                   uint32_t *occurrences, xap_error *err);
XAP_CHECK_RESULT xap_status xap_db_term_exists(xap_db *db, const char *term, size_t term_bytes, bool *exists,
                                               xap_error *err);
/* XAP_NOT_FOUND where there is no such document. */
XAP_CHECK_RESULT xap_status xap_db_document(xap_db *db, uint32_t docid, xap_doc **out, xap_error *err);
/* The value belongs to `db`; an unset key gives an empty value. Of several databases only the first is asked. */
XAP_CHECK_RESULT xap_status xap_db_metadata(xap_db *db, const char *key, size_t key_bytes, const char **value,
                                            size_t *value_bytes, xap_error *err);
/* Of several databases: their uuids, divided by ':'. */
XAP_CHECK_RESULT xap_status xap_db_uuid(xap_db *db, const char **uuid, size_t *bytes, xap_error *err);
/* Of a single local database only: XAP_ARGUMENT for several, XAP_UNIMPLEMENTED for another kind. */
XAP_CHECK_RESULT xap_status xap_db_revision(xap_db *db, uint64_t *revision, xap_error *err);
/* XAP_OK and `changed` says whether a newer revision was found. */
XAP_CHECK_RESULT xap_status xap_db_reopen(xap_db *db, bool *changed, xap_error *err);
/* The smallest and the largest value in a slot; empty where there is none. Both belong to `db`. */
XAP_CHECK_RESULT xap_status xap_db_value_bounds(xap_db *db, uint32_t slot, const char **lower, size_t *lower_bytes,
                                                const char **upper, size_t *upper_bytes, xap_error *err);

/* How many documents have a value in a slot. */
XAP_CHECK_RESULT xap_status xap_db_value_count(xap_db *db, uint32_t slot, uint32_t *documents, xap_error *err);

/* Strings one after the other: the terms of a database or document, the keys of metadata. In order of bytes. */
typedef struct xap_terms xap_terms;

/* All terms of the database that begin with `prefix`. */
XAP_CHECK_RESULT xap_status xap_db_all_terms(xap_db *db, const char *prefix, size_t prefix_bytes, xap_terms **out,
                                             xap_error *err);
/* The terms of one document. */
XAP_CHECK_RESULT xap_status xap_db_term_list(xap_db *db, uint32_t docid, xap_terms **out, xap_error *err);
/* The metadata keys that begin with `prefix`. */
XAP_CHECK_RESULT xap_status xap_db_metadata_keys(xap_db *db, const char *prefix, size_t prefix_bytes, xap_terms **out,
                                                 xap_error *err);
/* The next string; it belongs to `terms`. */
XAP_CHECK_RESULT xap_status xap_terms_next(xap_terms *terms, const char **term, size_t *term_bytes, xap_error *err);
/* The next call of xap_terms_next() gives the first string that is not before `term`. Backwards does nothing. */
XAP_CHECK_RESULT xap_status xap_terms_skip_to(xap_terms *terms, const char *term, size_t term_bytes, xap_error *err);
/* Of the string given last: how many documents hold it. Not for metadata keys (XAP_ARGUMENT). */
XAP_CHECK_RESULT xap_status xap_terms_term_freq(xap_terms *terms, uint32_t *documents, xap_error *err);
/* Of the string given last, in xap_db_term_list() only: how often it stands in the document. */
XAP_CHECK_RESULT xap_status xap_terms_wdf(xap_terms *terms, uint32_t *wdf, xap_error *err);
void xap_terms_free(xap_terms *terms);

/* The documents that hold a term, by rising docid. An empty term means all documents. */
typedef struct xap_postings xap_postings;

XAP_CHECK_RESULT xap_status xap_db_postings(xap_db *db, const char *term, size_t term_bytes, xap_postings **out,
                                            xap_error *err);
XAP_CHECK_RESULT xap_status xap_postings_next(xap_postings *postings, uint32_t *docid, xap_error *err);
/* Of the document given last. */
XAP_CHECK_RESULT xap_status xap_postings_wdf(xap_postings *postings, uint32_t *wdf, xap_error *err);
void xap_postings_free(xap_postings *postings);

/* The positions of a term in a document, rising. A document without the term, or without positions, has none. */
typedef struct xap_positions xap_positions;

XAP_CHECK_RESULT xap_status xap_db_positions(xap_db *db, uint32_t docid, const char *term, size_t term_bytes,
                                             xap_positions **out, xap_error *err);
XAP_CHECK_RESULT xap_status xap_positions_next(xap_positions *positions, uint32_t *position, xap_error *err);
void xap_positions_free(xap_positions *positions);
/* All of them at once, into `room`, which has place for `cap`. *count is how many there are, be it more than that. */
XAP_CHECK_RESULT xap_status xap_db_read_positions(xap_db *db, uint32_t docid, const char *term, size_t term_bytes,
                                                  uint32_t *room, size_t cap, size_t *count, xap_error *err);

/* The value in a slot of a document; it belongs to `db`; empty where there is none. Quick where documents are asked for
 * in rising order and in one slot, as `db` then keeps its place in the stream of values. */
XAP_CHECK_RESULT xap_status xap_db_value(xap_db *db, uint32_t slot, uint32_t docid, const char **value,
                                         size_t *value_bytes, xap_error *err);

/* The values in a slot, by rising docid; documents without one are passed over. */
typedef struct xap_values xap_values;

XAP_CHECK_RESULT xap_status xap_db_values(xap_db *db, uint32_t slot, xap_values **out, xap_error *err);
/* The next value; it belongs to `values`. */
XAP_CHECK_RESULT xap_status xap_values_next(xap_values *values, uint32_t *docid, const char **value,
                                            size_t *value_bytes, xap_error *err);
void xap_values_free(xap_values *values);

/* ---- queries ---- */

typedef struct xap_query xap_query;

/* Xapian::Query::op */
typedef enum xap_op {
    XAP_OP_AND,
    XAP_OP_OR,
    XAP_OP_AND_NOT,
    XAP_OP_XOR,
    XAP_OP_AND_MAYBE,
    XAP_OP_FILTER,
    XAP_OP_NEAR,
    XAP_OP_PHRASE,
    XAP_OP_ELITE_SET,
    XAP_OP_SYNONYM,
    XAP_OP_MAX
} xap_op;

/* One term. The empty term matches every document (and is safe in threads, which Query::MatchAll is not). */
XAP_CHECK_RESULT xap_status xap_query_new_term(const char *term, size_t term_bytes, uint32_t wqf, xap_query **out,
                                               xap_error *err);
/* Matches nothing. */
XAP_CHECK_RESULT xap_status xap_query_new_nothing(xap_query **out, xap_error *err);
/* The parts stay the caller's. `parameter` is the window of NEAR and PHRASE (0: the number of parts), or the size of
 * ELITE_SET (0: 10); for other operators it is 0 (XAP_ARGUMENT). Inside NEAR and PHRASE only terms and ORs of terms
 * are possible, else XAP_UNIMPLEMENTED; the empty term has no positions and makes them match nothing (inside an OR it
 * is refused, too). */
XAP_CHECK_RESULT xap_status xap_query_new_op(xap_op op, xap_query *const *parts, size_t count, uint32_t parameter,
                                             xap_query **out, xap_error *err);
/* OP_SCALE_WEIGHT; `factor` 0 makes it purely boolean. XAP_ARGUMENT where it is negative or no finite number. */
XAP_CHECK_RESULT xap_status xap_query_new_scaled(xap_query *part, double factor, xap_query **out, xap_error *err);
/* Documents whose value is in [lower, upper] in order of bytes. */
XAP_CHECK_RESULT xap_status xap_query_new_value_range(uint32_t slot, const char *lower, size_t lower_bytes,
                                                      const char *upper, size_t upper_bytes, xap_query **out,
                                                      xap_error *err);
/* Documents whose value is at least `lower`; whose value is at most `upper` (an unset value is neither, but for
 * an empty `lower`, which all documents match). */
XAP_CHECK_RESULT xap_status xap_query_new_value_ge(uint32_t slot, const char *lower, size_t lower_bytes,
                                                   xap_query **out, xap_error *err);
XAP_CHECK_RESULT xap_status xap_query_new_value_le(uint32_t slot, const char *upper, size_t upper_bytes,
                                                   xap_query **out, xap_error *err);
/* Documents that `accept` says *accepted of; it is asked of all that the rest of the query allows, so this belongs into
 * an AND. `db` is the one database that `docid` is a number of, a part of what is searched. False ends the search with
 * XAP_STOPPED. It has no weight. Searches of remote databases refuse such a query (XAP_UNIMPLEMENTED). `context` must
 * stay as long as a search by the query. (Xapian::PostingSource) */
typedef bool (*xap_accept_fn)(void *context, xap_db *db, uint32_t docid, bool *accepted);
XAP_CHECK_RESULT xap_status xap_query_new_condition(xap_accept_fn accept, void *context, xap_query **out,
                                                    xap_error *err);
/* Xapian's own description, for tests and for --explain; it belongs to the query. */
XAP_CHECK_RESULT xap_status xap_query_description(xap_query *query, const char **text, xap_error *err);
void xap_query_free(xap_query *query);

/* ---- searching ---- */

typedef struct xap_enquire xap_enquire;
typedef struct xap_mset xap_mset;

/* XAP_ARGUMENT for a database from xap_db_new() that nothing was added to. */
XAP_CHECK_RESULT xap_status xap_enquire_new(xap_db *db, xap_enquire **out, xap_error *err);
XAP_CHECK_RESULT xap_status xap_enquire_set_query(xap_enquire *enquire, xap_query *query, xap_error *err);
/* Xapian::BM25Weight(k1, k2, k3, b, min_normlen). */
XAP_CHECK_RESULT xap_status xap_enquire_set_bm25(xap_enquire *enquire, double k1, double k2, double k3, double b,
                                                 double min_normlen, xap_error *err);
/* Xapian::BoolWeight: no ranking. */
XAP_CHECK_RESULT xap_status xap_enquire_set_boolean(xap_enquire *enquire, xap_error *err);
XAP_CHECK_RESULT xap_status xap_enquire_sort_by_value_then_relevance(xap_enquire *enquire, uint32_t slot, bool reverse,
                                                                     xap_error *err);
XAP_CHECK_RESULT xap_status xap_enquire_sort_by_relevance_then_value(xap_enquire *enquire, uint32_t slot, bool reverse,
                                                                     xap_error *err);
/* Seconds, 0 for none: once over, only what is needed for the first documents is still looked for. */
XAP_CHECK_RESULT xap_status xap_enquire_set_time_limit(xap_enquire *enquire, double seconds, xap_error *err);
/* The documents ranked [first, first + max_items); counts are exact up to `check_at_least` documents. */
XAP_CHECK_RESULT xap_status xap_enquire_mset(xap_enquire *enquire, uint32_t first, uint32_t max_items,
                                             uint32_t check_at_least, xap_mset **out, xap_error *err);
void xap_enquire_free(xap_enquire *enquire);

/* Counts the values of a slot in the documents that a search looks at: Xapian::ValueCountMatchSpy. It must live until
 * the enquire that it is given to has been freed. */
typedef struct xap_tally xap_tally;
XAP_CHECK_RESULT xap_status xap_tally_new(uint32_t slot, xap_tally **out, xap_error *err);
XAP_CHECK_RESULT xap_status xap_enquire_add_tally(xap_enquire *enquire, xap_tally *tally, xap_error *err);
/* The values in order of their bytes, each once, after the search; a value belongs to `tally` until the next. */
XAP_CHECK_RESULT xap_status xap_tally_next(xap_tally *tally, const char **value, size_t *value_bytes,
                                           uint32_t *documents, xap_error *err);
void xap_tally_free(xap_tally *tally);

/* Cannot fail: an mset holds its numbers. */
uint32_t xap_mset_size(const xap_mset *mset);
uint32_t xap_mset_matches_lower_bound(const xap_mset *mset);
uint32_t xap_mset_matches_estimated(const xap_mset *mset);
uint32_t xap_mset_matches_upper_bound(const xap_mset *mset);
/* `index` counts from 0 within this mset; XAP_ARGUMENT beyond its end. */
XAP_CHECK_RESULT xap_status xap_mset_item(xap_mset *mset, uint32_t index, uint32_t *docid, double *weight,
                                          xap_error *err);
/* Asks for all documents of the mset at once: of a remote database they come in the time of one answer. */
XAP_CHECK_RESULT xap_status xap_mset_fetch(xap_mset *mset, xap_error *err);
XAP_CHECK_RESULT xap_status xap_mset_document(xap_mset *mset, uint32_t index, xap_doc **out, xap_error *err);
void xap_mset_free(xap_mset *mset);

/* ---- stemming ---- */

typedef struct xap_stem xap_stem;

/* `language` is an ISO 639 code or an English name; XAP_ARGUMENT where Xapian has no stemmer for it. */
XAP_CHECK_RESULT xap_status xap_stem_new(const char *language, xap_stem **out, xap_error *err);
/* The stem belongs to `stem`. */
XAP_CHECK_RESULT xap_status xap_stem_word(xap_stem *stem, const char *word, size_t word_bytes, const char **result,
                                          size_t *result_bytes, xap_error *err);
/* The codes and names that xap_stem_new() knows, divided by spaces; static. */
XAP_CHECK_RESULT xap_status xap_stem_languages(const char **list, xap_error *err);
void xap_stem_free(xap_stem *stem);

#ifdef __cplusplus
}
#endif

#endif
