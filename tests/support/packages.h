/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making archives in memory, by libarchive's writer: for tests of what reads them. A failure ends the test program. */
#ifndef DICTUM_TESTS_SUPPORT_PACKAGES_H
#define DICTUM_TESTS_SUPPORT_PACKAGES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct packed {
    char *data; /* to be freed */
    size_t len;
} packed;

typedef struct packed_member {
    const char *name;  /* any bytes; those that are UTF-8 beyond ASCII are marked so where the format can */
    const char *bytes; /* NULL: a folder */
    size_t len;        /* 0: up to the NUL */
    const char *link;  /* a symbolic link to this, where it is not NULL */
    const char *hard;  /* a hard link to this */
    size_t repeated;   /* so many times over, where it is not 0 */
    bool stored;
    bool timeless; /* its time is the first that the format can say; else it is in 2001 */
} packed_member;

/* An archive of the members up to the one without a name. `format` is "zip", "ustar", "pax" or "raw"; `filter` is NULL
 * or "gzip", "bzip2", "xz", "zstd". */
packed packed_archive(const char *format, const char *filter, const packed_member *members);
packed packed_zip(const packed_member *members);

/* Replaces each place of the bytes `from` by `to`, which has as many. How many there were. */
size_t packed_replace(packed *archive, const char *from, const char *to);
/* Marks the members of a ZIP archive that have this name as encrypted, which they are not. The first one in it cannot
 * be. */
void packed_mark_encrypted(packed *archive, const char *name);

#endif
