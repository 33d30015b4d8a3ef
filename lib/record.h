/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A statement as it is stored in the index and as it comes from a reader process: its metadata and its whole
 * text.
 *
 * Encoding, version 1: the byte 0xD1, the version (varint), then fields, each a tag (varint) and a counted
 * string (varint length, bytes). Tags are the numbers of dictum__record_field; each at most once, in any
 * order; an unknown tag is skipped, so that fields can be added without a new version. A field without a
 * value is left out; one with an empty value is there. All strings are UTF-8. The decoder trusts nothing:
 * lengths, tags, UTF-8 and the date's form are checked. */
#ifndef DICTUM_LIB_RECORD_H
#define DICTUM_LIB_RECORD_H

#include "lib/buf.h"

/* How the statement's date is known, best last. The numbers are stored. */
typedef enum dictum__date_known {
    DICTUM__DATE_NONE = 0,  /* there is no date */
    DICTUM__DATE_FILE = 1,  /* the file: when it was made, as it says itself, or last changed */
    DICTUM__DATE_NAME = 2,  /* the file's name */
    DICTUM__DATE_STATED = 3 /* the document says so */
} dictum__date_known;

typedef enum dictum__title_known {
    DICTUM__TITLE_NONE = 0,  /* there is no title */
    DICTUM__TITLE_NAME = 1,  /* the file's name */
    DICTUM__TITLE_STATED = 2 /* the document says so, or its first heading or line does */
} dictum__title_known;

/* Tags of the encoding. */
typedef enum dictum__record_field {
    DICTUM__FIELD_ID = 1,
    DICTUM__FIELD_PATH = 2,
    DICTUM__FIELD_TITLE = 3,
    DICTUM__FIELD_DATE = 4,
    DICTUM__FIELD_KNOWN = 5, /* one byte dictum__date_known, one byte dictum__title_known */
    DICTUM__FIELD_SPEAKER = 6,
    DICTUM__FIELD_SOURCE = 7,
    DICTUM__FIELD_LANG = 8,
    DICTUM__FIELD_URL = 9,
    DICTUM__FIELD_TYPE = 10,
    DICTUM__FIELD_EXTRA = 11,
    DICTUM__FIELD_TEXT = 12,
    DICTUM__FIELD_PART = 13, /* varint; not there when 0 */
    DICTUM__FIELD_PAGES = 14 /* varints: see dictum_record.pages */
} dictum__record_field;

/* The strings belong to whoever filled the record. A slice whose data is NULL means: no such value. */
typedef struct dictum_record {
    dictum_slice id;      /* as in the input; of a file's statement: none until the indexer makes it from the path */
    dictum_slice path;    /* absolute, any bytes made valid UTF-8; members of archives after "!/"; none for stdin */
    dictum_slice title;   /* one line */
    dictum_slice date;    /* ISO 8601 calendar date, YYYY[-MM[-DD]], proleptic Gregorian */
    dictum_slice speaker; /* person or author */
    dictum_slice source;  /* organisation or publication */
    dictum_slice lang;    /* lower-case ISO 639 code, such as "en"; "und" when unsure */
    dictum_slice url;     /* the statement's published address */
    dictum_slice type;    /* the format read: "text", "markdown", "html", "pdf", "docx", "odt", "epub", "mail", "csv",
                             "subtitles", "record" */
    dictum_slice extra;   /* unknown fields of the input as one JSON object */
    dictum_slice text;    /* paragraphs divided by an empty line; NUL-free valid UTF-8 */
    dictum_slice pages;   /* of a format with pages: for each page, from 1, the bytes of text from the beginning of the
                             one before (of the first: of the text) to its own beginning, as varints */
    dictum__date_known date_known;
    dictum__title_known title_known;
    uint64_t part; /* where `id` was made from path and part: the part, from 1; else 0 */
} dictum_record;

/* Divides the path of a file from that of its member. */
#define DICTUM__MEMBER_MARK "!/"

/* The largest text of one statement, in bytes: some forty books of 800 KB. Analysing one takes up to 18 times as much
 * memory, and Xapian takes no document of much more than 100 MB. */
#define DICTUM__TEXT_BYTES_MAX ((size_t)32 << 20)
/* The largest value of any other field, in bytes. */
#define DICTUM__FIELD_BYTES_MAX ((size_t)1 << 20)

/* The page, from 1, on which the byte of the text stands; 0 where the statement has no pages. */
uint64_t dictum__record_page(const dictum_record *record, size_t byte);

void dictum__record_encode(const dictum_record *record, dictum_buf *out);

/* The record's slices point into `bytes`. DICTUM_CORRUPT or DICTUM_VERSION (a later version of the encoding).
 */
DICTUM_CHECK_RESULT dictum_status dictum__record_decode(dictum_slice bytes, dictum_record *record, dictum_error *err);

/* "stated", "name", "file" or "none", as in the JSON that the programs print. */
const char *dictum__date_known_name(dictum__date_known known);

/* Whether `date` has the form YYYY, YYYY-MM or YYYY-MM-DD and names a day that exists. */
bool dictum__date_is_valid(dictum_slice date);

#endif
