/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shards of an index: the databases that are searched together, and which of their statements count.
 *
 *   DIR/XAPIANDB          a stub file of Xapian's, one line a shard: "auto g-<16 hexadecimal digits>"
 *   DIR/g-<16 digits>/    a shard: one Xapian database
 *
 * The oldest shard comes first. All that is named is one state of the index, its generation; another takes its place
 * when the stub file is renamed, so that a reader has either the one or the other. Of metadata that stand in several
 * shards, the newest counts.
 *
 * A statement that has been replaced or removed stays in its shard, retired, until the shard is merged with others: it
 * has a value in DICTUM__SLOT_RETIRED. Setting it costs a few bytes, where taking the statement out would touch every
 * leaf of the table of positions. (Lucene does the same.) Whoever searches, lists or counts leaves retired statements
 * out; only frequencies of terms still count them.
 *
 * The newest shard says under DICTUM__META_RETIRING which statements of older shards its own replace: one line a
 * shard, "g-<16 digits>" and numbers of documents, each after a space. They are retired, all of one shard at once,
 * just after the new shard is published. A reader that comes in that moment opens the index again; a writer that finds
 * such a list not carried out, as the one before was killed, carries it out first. */
#ifndef DICTUM_LIB_SHARDS_H
#define DICTUM_LIB_SHARDS_H

#include "lib/buf.h"
#include "lib/xapian_c/xap.h"

#define DICTUM__STUB_NAME "XAPIANDB"
#define DICTUM__SHARD_PREFIX "g-"
#define DICTUM__SHARD_DIGITS 16
#define DICTUM__SHARD_NAME_BYTES (sizeof DICTUM__SHARD_PREFIX - 1 + DICTUM__SHARD_DIGITS)
/* More are never in one index. */
#define DICTUM__SHARDS_MAX 128

typedef struct dictum_shard_name {
    char text[DICTUM__SHARD_NAME_BYTES + 1];
} dictum_shard_name;

/* The shards that a stub file names, oldest first. */
typedef struct dictum_shard_list {
    dictum_shard_name names[DICTUM__SHARDS_MAX];
    size_t count;
} dictum_shard_list;

/* The most bytes that a stub file of ours has. */
#define DICTUM__STUB_BYTES_MAX (DICTUM__SHARDS_MAX * (sizeof "auto " + DICTUM__SHARD_NAME_BYTES))

bool dictum__shard_is_name(const char *name);
/* Takes the content of a stub file apart; false where it is none of ours. An empty one is not. */
bool dictum__shard_list_parse(dictum_slice stub, dictum_shard_list *list);
/* Appends the content of a stub file that names them. */
void dictum__shard_list_write(const dictum_shard_list *list, dictum_buf *out);
/* Its number in the list; SIZE_MAX where it is not there. */
size_t dictum__shard_list_find(const dictum_shard_list *list, dictum_slice name);

/* Whether a document of one shard is retired. XAP_NOT_FOUND where there is none. */
XAP_CHECK_RESULT xap_status dictum__shard_is_retired(xap_db *shard, uint32_t docid, bool *retired, xap_error *xerr);

/* Takes the next line off a list of META_RETIRING: the shard's name, and the numbers as they stand there. false at its
 * end, or where what follows is no such line. */
bool dictum__retiring_next(dictum_slice *list, dictum_slice *name, dictum_slice *docids);
/* Takes the next number off; 0 at the end, or where what follows is none. */
uint32_t dictum__retiring_docid(dictum_slice *docids);

#endif
