/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of metadata that several shards have, the first one's are to be what the merged shard has. */
#ifndef DICTUM_INDEXER_MERGE_METADATA_H
#define DICTUM_INDEXER_MERGE_METADATA_H

#include "lib/error.h"
#include "lib/xapian_c/xap.h"

/* Xapian's compaction takes the value of any of them: this looks at every key that several have, and corrects the shard
 * at `destination`, which nobody reads yet. DICTUM_IO, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__merge_metadata(xap_db *const *sources, size_t count, const char *destination,
                                                         dictum_error *err);

#endif
