/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ledger: what the index knows of each file, kept inside the database's metadata and committed together
 * with the statements, so that the two never disagree.
 *
 * Key: DICTUM__META_FILE and the absolute path; '#' and a hash of the path where that would be too long (a
 * path begins with '/', so the two never meet). Value, version 1: varints of the version, size, time (zigzag),
 * inode, status, readers, statements and problems, then the counted reason and the counted path. The decoder
 * trusts nothing. */
#ifndef DICTUM_INDEXER_LEDGER_H
#define DICTUM_INDEXER_LEDGER_H

#include "lib/buf.h"

/* What tells that a file has changed. All zero: it must be read again, whatever it looks like. */
typedef struct dictum_signature {
    uint64_t size_bytes;
    int64_t mtime_ns; /* since 1970 */
    uint64_t inode;
} dictum_signature;

typedef enum dictum__file_status {
    DICTUM__FILE_READ = 0,    /* read; `reason` holds the problems of its parts, one a line */
    DICTUM__FILE_SKIPPED = 1, /* not a document */
    DICTUM__FILE_PROBLEM = 2  /* a document that could not be read; statements are those of an earlier reading */
} dictum__file_status;

/* What the readers can do: raised when they learn a format or are mended, so that what was skipped or a problem
 * is read again. */
#define DICTUM__LEDGER_READERS 1

typedef struct dictum_ledger_entry {
    dictum_slice path; /* absolute, any bytes but NUL */
    dictum_signature signature;
    dictum__file_status status;
    uint64_t readers;    /* DICTUM__LEDGER_READERS when it was read */
    uint64_t statements; /* of this file in the index */
    uint64_t problems;   /* lines of `reason`, and those that it has no room for */
    dictum_slice reason;
} dictum_ledger_entry;

/* The most that is kept of the reasons of one file, in bytes. */
#define DICTUM__LEDGER_REASON_MAX 8192

bool dictum__signature_equal(const dictum_signature *a, const dictum_signature *b);

/* `out` is emptied first in both. */
void dictum__ledger_key(dictum_buf *out, dictum_slice path);
void dictum__ledger_encode(dictum_buf *out, const dictum_ledger_entry *entry);
/* What the keys of all files in a folder begin with, apart from those that are hashed: these begin with
 * DICTUM__LEDGER_HASHED. */
void dictum__ledger_prefix(dictum_buf *out, dictum_slice path);
#define DICTUM__LEDGER_HASHED "dictum-file/#"

/* The entry's slices point into `value`. DICTUM_CORRUPT, or DICTUM_VERSION where a later dictum wrote it. */
DICTUM_CHECK_RESULT dictum_status dictum__ledger_decode(dictum_slice value, dictum_ledger_entry *entry,
                                                        dictum_error *err);

/* Whether `path` is `folder` or lies below it; both absolute. */
bool dictum__path_is_under(dictum_slice path, dictum_slice folder);

/* Entries in memory, in the order of their paths' bytes. */
typedef struct dictum_ledger {
    struct dictum_ledger_item *items;
    size_t count, cap;
    bool sorted;
} dictum_ledger;

typedef struct dictum_ledger_item {
    dictum_ledger_entry entry;
    char *storage; /* what the entry's slices point into */
} dictum_ledger_item;

void dictum__ledger_init(dictum_ledger *ledger);
void dictum__ledger_dispose(dictum_ledger *ledger);
/* Copies the entry. */
DICTUM_CHECK_RESULT dictum_status dictum__ledger_add(dictum_ledger *ledger, const dictum_ledger_entry *entry,
                                                     dictum_error *err);
/* Puts them in order, each path once. Needed after the last add, before the two below. */
void dictum__ledger_sort(dictum_ledger *ledger);
/* Drops from a sorted ledger what is in another sorted one. */
void dictum__ledger_subtract(dictum_ledger *ledger, const dictum_ledger *other);
/* The number of the first entry whose path is not before `path`. */
size_t dictum__ledger_lower_bound(const dictum_ledger *ledger, dictum_slice path);
/* NULL where the file is not known. */
const dictum_ledger_entry *dictum__ledger_find(const dictum_ledger *ledger, dictum_slice path);

/* memcmp order, the shorter first. */
int dictum__slice_compare(dictum_slice a, dictum_slice b);

#endif
