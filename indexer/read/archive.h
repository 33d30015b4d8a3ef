/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives (zip, tar) and compressed files: what is in them, one member after the other. */
#ifndef DICTUM_INDEXER_READ_ARCHIVE_H
#define DICTUM_INDEXER_READ_ARCHIVE_H

#include "indexer/read/deliver.h"

/* Reads each member as a file of its own, folders in it too; hidden ones are passed over as in a folder. A compressed
 * file that is no archive is read as if it were not compressed. DICTUM_CORRUPT (it cannot be read; says why),
 * DICTUM_NOMEM, or what the sink returned. */
DICTUM_CHECK_RESULT dictum_status dictum__read_archive(dictum_source *source, const dictum_reading *reading,
                                                       dictum_error *err);

#endif
