/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dictum: searching an index of statements.
 *
 * Conventions
 *  1. Status and errors are those of <dictum/error.h>. Nothing here prints, ends the process, reads the environment or
 *     changes the locale.
 *  2. All text is UTF-8. Offsets count bytes from 0; a range [start, end) leaves out its end. An offset into a
 *     statement counts from the start of its extracted text.
 *  3. What a call makes (`**out`) belongs to the caller, who gives it to the matching _free(), which accepts NULL and
 *     cannot fail. On failure *out is NULL. A pointer that is returned, or that stands in a struct, is borrowed: it
 *     belongs to the object that it was asked of and lives as long as that.
 *  4. Structs that the library fills may grow at their end in later versions. Options are set to their defaults with
 *     the matching _init() before anything is changed in them.
 *  5. An object belongs to one thread at a time; several indexes may be open, in any threads. Results and statements do
 *     not depend on the index any more and may outlive it.
 *  6. Opening and searching write nothing anywhere.
 *
 * A program opens an index, searches, reads the result, and frees both:
 *
 *     dictum_index *index;
 *     dictum_result *result;
 *     dictum_search_options options;
 *     dictum_error error;
 *     const char *where = "/srv/statements.index";
 *
 *     dictum_search_options_init(&options);
 *     if (dictum_index_open(&where, 1, &index, &error) != DICTUM_OK)
 *         return fail(error.text);
 *     if (dictum_search(index, "\"lawful interception\"", &options, &result, &error) == DICTUM_OK) {
 *         for (size_t i = 0; i < dictum_result_hit_count(result); i++)
 *             puts(dictum_result_hit(result, i)->statement->title.text);
 *         dictum_result_free(result);
 *     }
 *     dictum_index_free(index);
 */
#ifndef DICTUM_SEARCH_H
#define DICTUM_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dictum/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- an index --------------------------------------------------------------------------------------------------- */

/* One index, or several searched as one. */
typedef struct dictum_index dictum_index;

/* Opens `count` (at least 1) index directories to be searched together; one that is named twice is searched once.
 * DICTUM_ARGUMENT (none, or an empty name), DICTUM_NOT_FOUND (no index there),
 * DICTUM_VERSION (made by another version or another text analysis: the text says which, and what to do),
 * DICTUM_CORRUPT, DICTUM_IO, DICTUM_NOMEM.
 * A name of the form host:port or [host]:port, where there is no folder of that name, is an index that Xapian's
 * xapian-tcpsrv serves there; it is waited for 30 seconds at most (DICTUM_IO), and its newest state is seen by those
 * that open it anew. Xapian then has SIGPIPE ignored in the process. About 1 ms for a small index; some 0.15 s where
 * an update is between publishing statements and retiring those that they replace, or was killed there. @since 0.1 */
DICTUM_API DICTUM_CHECK_RESULT dictum_status dictum_index_open(const char *const *locations, size_t count,
                                                               dictum_index **out, dictum_error *err);

DICTUM_API void dictum_index_free(dictum_index *index);

/* How many statements can be found in the index, as it was when it was opened or last searched. @since 0.1 */
DICTUM_API uint64_t dictum_index_statement_count(const dictum_index *index);

/* ---- statements ------------------------------------------------------------------------------------------------- */

/* A text and its length. `text` is NUL-terminated and holds no other NUL; NULL where there is no such value. */
typedef struct dictum_text {
    const char *text;
    size_t bytes;
} dictum_text;

/* How a statement's date is known. */
typedef enum dictum_date_known {
    DICTUM_DATE_NONE = 0,  /* there is none */
    DICTUM_DATE_FILE = 1,  /* the file: when it was made, as it says itself, or last changed, in UTC */
    DICTUM_DATE_NAME = 2,  /* the file's name */
    DICTUM_DATE_STATED = 3 /* the document */
} dictum_date_known;

/* The name of it in lower case, as in the programs' JSON: "stated", "name", "file", "none". Static. @since 0.1 */
DICTUM_API const char *dictum_date_known_name(dictum_date_known known);

typedef struct dictum_statement {
    dictum_text id;   /* never NULL */
    dictum_text path; /* absolute; NULL for a statement from standard input */
    dictum_text title;
    dictum_text date; /* ISO 8601: YYYY, YYYY-MM or YYYY-MM-DD */
    dictum_text speaker;
    dictum_text source;
    dictum_text lang; /* ISO 639 code; "und" when unknown */
    dictum_text url;
    dictum_text type;  /* the format it was read from: "text", "markdown", "html", "pdf", "record", … */
    dictum_text extra; /* further fields of a record, as a JSON object */
    dictum_text text;  /* the whole extracted text, its paragraphs divided by empty lines; never NULL */
    dictum_date_known date_known;
} dictum_statement;

/* Fetches one statement by its id. DICTUM_NOT_FOUND, DICTUM_CORRUPT, DICTUM_IO, DICTUM_NOMEM. @since 0.1 */
DICTUM_API DICTUM_CHECK_RESULT dictum_status dictum_statement_fetch(dictum_index *index, const char *id,
                                                                    dictum_statement **out, dictum_error *err);

DICTUM_API void dictum_statement_free(dictum_statement *statement);

/* ---- searching -------------------------------------------------------------------------------------------------- */

/* Relevance is BM25 (Robertson and others, 1994), as Xapian computes it; the title counts more, a word that most
 * statements have counts less, and one that is repeated among parts of an OR more. */
typedef enum dictum_sort {
    DICTUM_SORT_RELEVANCE = 0,
    DICTUM_SORT_NEWEST = 1, /* by the statement's date; those without one last, here and in the next */
    DICTUM_SORT_OLDEST = 2
} dictum_sort;

/* What matches can be counted by. */
typedef enum dictum_facet {
    DICTUM_FACET_SOURCE = 0,
    DICTUM_FACET_YEAR = 1, /* of the date, four digits */
    DICTUM_FACET_LANG = 2, /* ISO 639 code */
    DICTUM_FACET_SPEAKER = 3
} dictum_facet;
#define DICTUM_FACETS 4

/* "source", "year", "lang", "speaker"; static; NULL for another number. @since 0.1 */
DICTUM_API const char *dictum_facet_name(dictum_facet facet);

typedef struct dictum_search_options {
    dictum_sort sort;
    uint64_t offset;         /* hits to leave out from the front; default 0 */
    uint64_t limit;          /* hits to return; default 10 */
    size_t excerpts_per_hit; /* default 3; more where the query's words and phrases take them, see dictum_excerpt. 0: no
                                excerpts and no marks at all, which is quicker */
    size_t excerpt_bytes;    /* of an excerpt at most, save that a match is never cut; default 600 */
    size_t context_sentences; /* to be shown before and behind each excerpt, none longer than excerpt_bytes; default 0,
                                 100 at most. Excerpts that meet become one */
    bool any;                 /* words and phrases that stand side by side at the top are joined by OR; what a written
                                AND joins stays together */
    bool strict;              /* an unbalanced quotation mark or a stray operator is an error */
    bool fold;                /* matches whose texts are the same, or almost, become one hit: the first of them. Offset,
                                limit and rank then count such hits */
    bool suggest;             /* where hardly anything matches, looks for a query with better known words:
                                dictum_result_suggestion() */
    bool without_text;        /* statements of hits have an empty text where excerpts_per_hit is 0: for long lists */
    unsigned facets; /* what to count all matches by: 1u << DICTUM_FACET_YEAR and so on, joined by |; default 0.
                                Takes a second pass over the matches, of a second at most */
} dictum_search_options;

DICTUM_API void dictum_search_options_init(dictum_search_options *options);

typedef struct dictum_result dictum_result;

/* Runs a query (its language: dictum-search(1); what matches what: dictum-text(7)). `query` is NUL-terminated UTF-8.
 * Plain text is never an error: what cannot be an operator is taken literally, and dictum_result_query() says how the
 * query was understood.
 * DICTUM_QUERY where it asks for what cannot be done (with offset_bytes), DICTUM_LIMIT where it is too long or nested
 * too deep, or excludes (NOT) a prefix that stands for too many words, DICTUM_CORRUPT, DICTUM_IO, DICTUM_NOMEM. An
 * index that is updated meanwhile is no error: the search is repeated on its newest state. `options` may be NULL for
 * the defaults.
 * Of a remote index an operator of place that Xapian does not know is looked up in each statement that it may hold for,
 * by itself; DICTUM_LIMIT where these are more than 10,000. @since 0.1 */
DICTUM_API DICTUM_CHECK_RESULT dictum_status dictum_search(dictum_index *index, const char *query,
                                                           const dictum_search_options *options, dictum_result **out,
                                                           dictum_error *err);

DICTUM_API void dictum_result_free(dictum_result *result);

/* How the query was understood, in its own language: searching for this gives the same. @since 0.1 */
DICTUM_API const char *dictum_result_query(const dictum_result *result);

/* Statements that match in all, whatever the limit. @since 0.1 */
DICTUM_API uint64_t dictum_result_match_count(const dictum_result *result);

/* Whether that number is exact. It is not where word*, wom?n or word~ stands for more than 10,000 words of the index,
 * or 5,000 in cyber-sec*: only the most frequent were looked for then, and there may be more statements; a note says
 * so. And not where it is an estimate. @since 0.1 */
DICTUM_API bool dictum_result_is_exact(const dictum_result *result);

/* Whether the number is Xapian's estimate, as more than 10,000 statements match and counting them took more than
 * 0.1 seconds. @since 0.1 */
DICTUM_API bool dictum_result_is_estimate(const dictum_result *result);

/* With options.suggest, where fewer than 3 statements match: a query with words that the index knows better, which
 * matches more statements; else NULL. @since 0.1 */
DICTUM_API const char *dictum_result_suggestion(const dictum_result *result);

/* How many matches have one value; `value` is NULL for those that have none. A source or speaker of more than a
 * kilobyte is cut off. */
typedef struct dictum_facet_value {
    dictum_text value;
    uint64_t count;
} dictum_facet_value;

/* The values of all matches, whatever the limit: years rising, all others by falling count and then by value; those
 * without one last. None where options.facets did not ask for them. @since 0.1 */
DICTUM_API size_t dictum_result_facet_value_count(const dictum_result *result, dictum_facet facet);
/* NULL where there is none of that index. @since 0.1 */
DICTUM_API const dictum_facet_value *dictum_result_facet_value(const dictum_result *result, dictum_facet facet,
                                                               size_t index);
/* Whether all matches have been counted. If not, as that took over a second, the numbers are those of a part of the
 * matches. @since 0.1 */
DICTUM_API bool dictum_result_facets_are_exact(const dictum_result *result);

/* What a person should know about how the query was carried out, one sentence each: a quotation mark taken literally, a
 * prefix that stands for too many words. @since 0.1 */
DICTUM_API size_t dictum_result_note_count(const dictum_result *result);
DICTUM_API const char *dictum_result_note(const dictum_result *result, size_t index);

/* A range of bytes [start, end). */
typedef struct dictum_range {
    size_t start, end;
} dictum_range;

/* A piece of the statement's text that matches: `text` is exactly its bytes [start, end), whole sentences where they
 * are not too long. `marks` are what matches, as ranges within `text`, rising, not overlapping; a phrase is one mark.
 * Every word and phrase of the query that holds in the text (of an OR each that does) is marked in some excerpt of the
 * hit, even where that takes more than options.excerpts_per_hit. A sentence that is too long is shown as one excerpt or
 * several, cut between words and never inside a grapheme. */
typedef struct dictum_excerpt {
    dictum_text text;
    size_t start, end;
    const dictum_range *marks;
    size_t mark_count;
    uint64_t page; /* from 1, of a statement from a document with pages: on which the first mark begins, or, without
                      marks, the excerpt; 0 where there are no pages */
} dictum_excerpt;

typedef struct dictum_hit {
    uint64_t rank; /* from 1, counted from the first of all matches */
    double score;  /* 0 when not sorted by relevance */
    const dictum_statement *statement;
    const dictum_range *title_marks; /* what matches, within the title */
    size_t title_mark_count;
    const dictum_excerpt *excerpts; /* in the order of the text; none where only the title or a field matches */
    size_t excerpt_count;
    const dictum_text *like; /* with options.fold: the ids of further matches that are folded into this, in their order,
                                as far as they are not much further behind */
    size_t like_count;
} dictum_hit;

DICTUM_API size_t dictum_result_hit_count(const dictum_result *result);
/* NULL where there is no hit of that index. @since 0.1 */
DICTUM_API const dictum_hit *dictum_result_hit(const dictum_result *result, size_t index);

#ifdef __cplusplus
}
#endif

#endif
