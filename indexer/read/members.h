/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Going through the members of an archive with libarchive: their names in UTF-8, whatever the locale, and passing over
 * what is not wanted without being held up. Shared by archives and by documents that are ZIP archives. */
#ifndef DICTUM_INDEXER_READ_MEMBERS_H
#define DICTUM_INDEXER_READ_MEMBERS_H

#include "lib/buf.h"

struct archive;
struct archive_entry;

/* The longest name, in bytes as it is stored; more of it is cut off. */
#define DICTUM__MEMBER_NAME_BYTES_MAX 4096

/* The next member: ARCHIVE_OK, ARCHIVE_EOF, or ARCHIVE_FATAL where the archive cannot be read further. */
int dictum__members_next(struct archive *archive, struct archive_entry **entry);

/* The member's name on one line, into `out` (emptied first), with "/" between folders. The steps "", "." and ".." are
 * left out, as nothing is ever written to where a name leads; "!/", which divides containers, stands in no name. Bytes
 * that are not UTF-8 are taken as code page 437 in ZIP archives, as its specification says, else as windows-1252. A
 * member without a name is called "unnamed". */
void dictum__members_name(struct archive *archive, struct archive_entry *entry, dictum_buf *out);

/* Passes over what has not been read of a member, where the archive itself would have to expand it. `left` is what may
 * be expanded for nothing and is counted down. False where it did not suffice; nothing of the archive should be read
 * any more. */
bool dictum__members_skip(struct archive *archive, struct archive_entry *entry, uint64_t *left);

/* What libarchive has to say of its last failure, for a person; never NULL. */
const char *dictum__members_complaint(struct archive *archive);

#endif
