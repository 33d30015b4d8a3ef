/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The index schema: which terms, positions, values and metadata a statement has in the Xapian database. The only place
 * that knows; the indexer writes by it and the searcher reads by it.
 *
 * Terms (prefixes as in Xapian's Omega where it has one). Exact forms are case-folded, so no unprefixed term begins
 * with a capital letter and none can be taken for a prefixed one.
 *
 *   FORM      the exact form of a token of the text, at its position; wdf 1. The title's tokens follow, each at text
 *             tokens + DICTUM__TITLE_GAP + its number; wdf DICTUM__TITLE_WDF. No window reaches over the gap.
 *   FORM      also each further form of the token (dictum__token_forms()) at the same position; wdf 0: without
 *             diacritics, without signs.
 *   SFORM     exact (wdf 1) and further (wdf 0) forms of the title, at positions from 1.
 *   AFORM     the same of the speaker.    XOFORM  the same of the source.    XWFORM  the same of the path; wdf 0.
 *   ZSTEM     stem, by the statement's language, of the folded form; no positions; wdf as the form's. In scripts
 *             without spaces: ICU's words.
 *   XDSTEM    stem of the exact form, of tokens that have a folded form; no positions; wdf 0: what a word typed with a
 *             diacritic is looked for under.
 *   ZSSTEM, XDSSTEM   the same two of the title's tokens alone; wdf 0. Names (speaker, source, path) have no stems.
 *   XJnFORM   n tokens (2 to 9) that can be read as one word: a word broken at a line's end, a number in
 *             groups. Exact and folded form, at the position of the first token; wdf 0. A row of words finds
 *             them by a reading of n positions. XJSnFORM, XJAnFORM, XJXOnFORM, XJXWnFORM in the other fields.
 *             Each also has the stem terms of a token.
 *   XHFORM-b  two words with a hyphen: FORM is both without it, exact or folded, b the bytes of the first. Of text and
 *             title; no positions; wdf 1. Tells that the words are known as one, and where it divides.
 *   QID       unique id.    XFHASH  the file it comes from (dictum__schema_file_term).    LLANG, TTYPE; wdf 0.
 *   XKHOW     how its date is known (dictum__date_known_name); wdf 0.
 *
 * A term of more than DICTUM__TERM_BYTES_MAX bytes is stored as its beginning, U+0001 and a hash of the whole.
 *
 * Values: see dictum__slot. Document data: lib/record.h. Metadata of the database: DICTUM__META_*.
 * An index is made of one or several such databases, its shards: lib/shards.h.
 */
#ifndef DICTUM_LIB_SCHEMA_H
#define DICTUM_LIB_SCHEMA_H

#include "lib/buf.h"
#include "lib/xapian_c/xap.h"

#define DICTUM__PREFIX_TITLE "S"
#define DICTUM__PREFIX_SPEAKER "A"
#define DICTUM__PREFIX_SOURCE "XO"
#define DICTUM__PREFIX_PATH "XW"
#define DICTUM__PREFIX_STEM "Z"
#define DICTUM__PREFIX_ACCENTED_STEM "XD"
#define DICTUM__PREFIX_TITLE_STEM "ZS"
#define DICTUM__PREFIX_TITLE_ACCENTED_STEM "XDS"
#define DICTUM__PREFIX_JOINED "XJ"
#define DICTUM__PREFIX_HYPHENATED "XH"
#define DICTUM__PREFIX_ID "Q"
#define DICTUM__PREFIX_FILE "XF"
#define DICTUM__PREFIX_LANG "L"
#define DICTUM__PREFIX_TYPE "T"
#define DICTUM__PREFIX_DATE_KNOWN "XK"

#define DICTUM__TERM_NONE "X" /* that no statement has */

/* Xapian's limit. */
#define DICTUM__TERM_BYTES_MAX 245

/* Positions left free between the text and the title, and the largest window of a positional operator. */
#define DICTUM__TITLE_GAP 1024
#define DICTUM__WINDOW_MAX 1000

/* A word of the title counts as often as this many in the text. */
#define DICTUM__TITLE_WDF 4

/* Value slots. */
typedef enum dictum__slot {
    DICTUM__SLOT_DATE = 0,      /* ISO 8601 as stored in the record; unset where there is none */
    DICTUM__SLOT_DATE_LAST = 1, /* the same, but DICTUM__UNDATED where there is none: to sort oldest first */
    DICTUM__SLOT_SOURCE = 2,
    DICTUM__SLOT_LANG = 3,
    DICTUM__SLOT_HASH = 4,      /* hash of the encoded record: has it changed? which of two with one id? (32 bytes) */
    DICTUM__SLOT_TEXT_HASH = 5, /* hash of the text alone: is it a copy of another? (32 bytes) */
    DICTUM__SLOT_RETIRED = 6,   /* DICTUM__RETIRED where the statement is not to be found any more: lib/shards.h */
    DICTUM__SLOT_BORDERS = 7,   /* where its sentences and paragraphs begin: dictum__schema_add_border() */
    DICTUM__SLOT_SPEAKER = 8,
    DICTUM__SLOT_SKETCH = 9 /* of the text, where it is long enough: lib/sketch.h */
} dictum__slot;

#define DICTUM__UNDATED "~"
#define DICTUM__RETIRED "1"

/* Metadata of the database. */
#define DICTUM__META_FORMAT "dictum-format"         /* decimal number */
#define DICTUM__META_ANALYSIS "dictum-analysis"     /* dictum__analysis_signature() */
#define DICTUM__META_GENERATION "dictum-generation" /* random, 32 hexadecimal digits */
#define DICTUM__META_FILE "dictum-file/"            /* + file key: the indexer's ledger, indexer/ledger.h */
#define DICTUM__META_PLACE "dictum-place/"          /* the same of what is never read */
#define DICTUM__META_SETTINGS "dictum-settings/"    /* + file key: settings to be remembered, indexer/scope.h */
#define DICTUM__META_UPDATED "dictum-updated"       /* the time of the last run or commit: 2026-11-26T10:00:00Z, UTC */
#define DICTUM__META_RETIRING "dictum-retiring"     /* lib/shards.h */
#define DICTUM__META_BROKEN_OFF "dictum-broken-off" /* the same of an interrupted run that none has completed since */
/* The value of a key that an older shard has and that counts no more. */
#define DICTUM__META_FORGOTTEN "-"
#define DICTUM__FORMAT 4

/* Appends to `out` (emptied first) the term made of a prefix and a form, shortened where it is too long. */
void dictum__schema_term(dictum_buf *out, const char *prefix, dictum_slice form);

/* The same of `tokens` tokens (2 to 9) read as one; `prefix` is that of their field. */
void dictum__schema_joined_term(dictum_buf *out, const char *prefix, size_t tokens, dictum_slice form);

/* The term of two words with a hyphen: `form` is both without it, at most DICTUM__HYPHENATED_BYTES_MAX bytes, of which
 * `left_bytes` are the first. */
#define DICTUM__HYPHENATED_BYTES_MAX 64
void dictum__schema_hyphenated_term(dictum_buf *out, dictum_slice form, size_t left_bytes);

/* The file term of an absolute path. */
void dictum__schema_file_term(dictum_buf *out, dictum_slice path);

/* The id of a statement that has none of its own: 16 characters, from its path and its line or part in the
 * file (0 when the file is one statement). */
void dictum__schema_id(dictum_buf *out, dictum_slice path, uint64_t part);

/* Borders of sentences are stored as a value, which a search reads in a third of the time of a position list. One
 * varint each, in rising order: twice the positions since the one before (at first: since 0), and 1 where a paragraph
 * begins, too. `position` is kept by the caller between calls and begins as 0. Taking from nothing, or from what is no
 * border, gives false. */
void dictum__schema_add_border(dictum_buf *out, uint32_t *position, uint32_t next, bool paragraph);
bool dictum__schema_take_border(dictum_slice *in, uint32_t *position, bool *paragraph);

/* Whether a database is an index of ours that this program can search: DICTUM_OK, DICTUM_NOT_FOUND (a Xapian
 * database but not dictum's), DICTUM_VERSION (other format, or another text analysis; says what to do).
 * `where` names it. */
DICTUM_CHECK_RESULT dictum_status dictum__schema_check(xap_db *db, const char *where, dictum_error *err);
/* Whether the records that a database stores can be read, whatever its terms are: the same codes, but for an older
 * format or another text analysis. */
DICTUM_CHECK_RESULT dictum_status dictum__schema_check_stored(xap_db *db, const char *where, dictum_error *err);

#endif
