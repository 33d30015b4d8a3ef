/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What writing and merging shards have in common: copying a shard's files, and saying what failed with one. */
#ifndef DICTUM_INDEXER_SHARD_FOLDER_H
#define DICTUM_INDEXER_SHARD_FOLDER_H

#include "lib/buf.h"
#include "lib/xapian_c/xap_write.h"

/* Copies the files of a shard that nobody writes to the folder `to`, which is made. `stop`, unless NULL, is asked with
 * `context` now and then, and ends the work when it says true. DICTUM_CANCELLED, DICTUM_IO (then, too, `to` may hold a
 * part). */
DICTUM_CHECK_RESULT dictum_status dictum__shard_copy(const char *from, const char *to, xap_stop_fn stop, void *context,
                                                     dictum_error *err);

/* What the binding reported of the shard at `path`: "cannot DOING PATH: REASON". Of a long path the end is shown. */
dictum_status dictum__fail_shard(dictum_error *err, const xap_error *xerr, const char *doing, const char *path);

#endif
