/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents that are ZIP archives in memory: their parts by name. Whatever the archive says, what is expanded is
 * bounded, in each part, in the package and in the file that it belongs to. */
#ifndef DICTUM_INDEXER_READ_PACKAGE_H
#define DICTUM_INDEXER_READ_PACKAGE_H

#include "indexer/read/recognise.h"
#include "indexer/read/source.h"

/* What one package may expand to, as far as it is read, and how many members it may have. */
#define DICTUM__PACKAGE_BYTES_MAX ((uint64_t)512 << 20)
#define DICTUM__PACKAGE_MEMBERS_MAX 100000u

typedef struct dictum_package {
    dictum_slice bytes;
    dictum_budget *budget; /* of the file around it */
    uint64_t left;         /* of DICTUM__PACKAGE_BYTES_MAX */
    char damage[128];      /* why not all members could be seen; empty: they could */
} dictum_package;

/* A part that is wanted, and what became of it. */
typedef struct dictum_part {
    dictum_slice name; /* with "/" between folders and none in front */
    dictum_buf bytes;
    bool found;
    char damage[128]; /* why it cannot be read though it was found; empty: it can */
    bool exact;       /* for package.c */
} dictum_part;

/* The bytes must outlive the package. */
void dictum__package_init(dictum_package *package, dictum_slice bytes, dictum_budget *budget);

void dictum__part_init(dictum_part *part, dictum_slice name);
void dictum__part_dispose(dictum_part *part);
/* Found and read. */
bool dictum__part_is_there(const dictum_part *part);

/* Fills the parts in one pass through the archive; no two of them may have the same name. A name that differs in the
 * case of ASCII letters is the part's unless there is one that does not; of members with one name the first counts.
 * That a part is missing or damaged is no failure of the call. DICTUM_LIMIT (says what), DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__package_read(dictum_package *package, dictum_part *parts, size_t count,
                                                       dictum_error *err);

/* Fails with DICTUM_CORRUPT: why a part is not there, which holds what `what` says ("text"). */
dictum_status dictum__package_miss(const dictum_package *package, const dictum_part *part, const char *what,
                                   dictum_error *err);

/* Resolves a reference that stands in the part `base`: percent signs decoded, without query and fragment, "." and ".."
 * followed but not beyond the root; into `out`, emptied first. False where it leads out of the package. */
bool dictum__package_resolve(dictum_slice base, dictum_slice reference, dictum_buf *out);

/* What a ZIP archive is by the names of its members: DOCX, ODT, EPUB, or ARCHIVE. `foreign` names a document of a kind
 * that is not read, else is NULL. It lies in `bytes`, or in the file `fd` where that is not -1; its offset changes. */
dictum__format dictum__package_format(dictum_slice bytes, int fd, const char **foreign);

#endif
