/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ledger: what the index knows of each file, kept inside the database's metadata and committed together
 * with the statements, so that the two never disagree.
 *
 * Key: DICTUM__META_FILE and the absolute path; '#' and a hash of the path where that would be too long (a
 * path begins with '/', so the two never meet). Value: varints of the version, size, time (zigzag), inode, status,
 * readers, statements and problems, then the counted reasons and the counted path; from version 2 on also a varint of
 * the settings, one of what was skipped, and the counted reasons for that. Version 1 is still understood. The decoder
 * trusts nothing.
 *
 * What lies in folders and is never read has entries of the same form under DICTUM__META_PLACE: links and special
 * files, and places that could not be looked into. A path may have an entry as a file and one as a place. */
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
    DICTUM__FILE_READ = 0,     /* read, perhaps with problems in parts of it */
    DICTUM__FILE_SKIPPED = 1,  /* not a document */
    DICTUM__FILE_PROBLEM = 2,  /* a document that could not be read; statements are those of an earlier reading */
    DICTUM__PLACE_SKIPPED = 3, /* a link or a special file */
    DICTUM__PLACE_PROBLEM = 4  /* a folder or file that could not be looked into, or a faulty `.dictum` */
} dictum__file_status;

/* What the readers can do: raised when they learn a format or are mended, so that what was skipped or a problem
 * is read again. */
#define DICTUM__LEDGER_READERS 2

typedef struct dictum_ledger_entry {
    dictum_slice path; /* absolute, any bytes but NUL */
    dictum_signature signature;
    dictum__file_status status;
    uint64_t readers;          /* DICTUM__LEDGER_READERS when it was read */
    uint64_t statements;       /* of this file in the index */
    uint64_t problems;         /* lines of `reasons`, and those that it has no room for */
    uint64_t skipped;          /* the same of `skip_reasons`; 1 for the file itself where its status says so */
    uint64_t settings;         /* dictum__settings_hash() of those that it was read with */
    dictum_slice reasons;      /* of problems; indexer/report.h */
    dictum_slice skip_reasons; /* what is no document: the file, or members of it */
} dictum_ledger_entry;

/* The most that is kept of either reasons of one file, in bytes. */
#define DICTUM__LEDGER_REASON_MAX 8192

bool dictum__signature_equal(const dictum_signature *a, const dictum_signature *b);

/* `out` is emptied first in all three. `kind` is DICTUM__META_FILE or another that ends with '/'. */
void dictum__ledger_key(dictum_buf *out, const char *kind, dictum_slice path);
/* What the keys of all files in a folder begin with, apart from those that are hashed; and what these begin with. */
void dictum__ledger_prefix(dictum_buf *out, const char *kind, dictum_slice path);
void dictum__ledger_prefix_hashed(dictum_buf *out, const char *kind);
void dictum__ledger_encode(dictum_buf *out, const dictum_ledger_entry *entry);

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

#endif
