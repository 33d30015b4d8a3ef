/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What writing and merging shards have in common: copying a shard's files, taking documents out, and saying what failed
 * with one. */
#ifndef DICTUM_INDEXER_SHARD_FOLDER_H
#define DICTUM_INDEXER_SHARD_FOLDER_H

#include "lib/buf.h"
#include "lib/xapian_c/xap_write.h"

/* Copies the files of a shard that nobody writes to the folder `to`, which is made. `stop`, unless NULL, is asked with
 * `context` now and then, and ends the work when it says true. DICTUM_CANCELLED, DICTUM_IO (then, too, `to` may hold a
 * part). */
DICTUM_CHECK_RESULT dictum_status dictum__shard_copy(const char *from, const char *to, xap_stop_fn stop, void *context,
                                                     dictum_error *err);

/* Takes a document out of a shard, where it is there.
 *
 * A shard whose numbers of documents have gaps must not have a term that all its documents have: where such a term is
 * only asked for, not weighed, Xapian up to 1.4.22 at least goes through the list of all documents instead, but looks
 * for the term's name in its keys, and fails with DatabaseCorruptError as soon as that list has a second chunk. So the
 * first document that is taken out of a shard stays, empty but for the mark of what is retired (lib/shards.h):
 * *gap_kept tells whether there is one. */
XAP_CHECK_RESULT xap_status dictum__shard_take_out(xap_wdb *wdb, uint32_t docid, bool *gap_kept, xap_error *xerr);

/* What the binding reported of the shard at `path`: "cannot DOING PATH: REASON". Of a long path the end is shown. */
dictum_status dictum__fail_shard(dictum_error *err, const xap_error *xerr, const char *doing, const char *path);

#endif
