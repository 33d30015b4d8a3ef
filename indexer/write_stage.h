/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The write stage: postings of statements in, a shard out. Nothing above knows more of how a shard is made, so that
 * another way of making one can take the place of this one.
 *
 * A shard is written from beginning to end by one thread, and seen by nobody before it is finished. It is a whole
 * Xapian database then, but nothing of it need be on the disk: what is to outlast a crash is merged (indexer/merge.h)
 * first. */
#ifndef DICTUM_INDEXER_WRITE_STAGE_H
#define DICTUM_INDEXER_WRITE_STAGE_H

#include "indexer/postings.h"

typedef struct dictum_write_stage dictum_write_stage;

/* One shard in the making: what a stage has of its own follows. */
typedef struct dictum_shard_writer {
    const dictum_write_stage *stage;
} dictum_shard_writer;

struct dictum_write_stage {
    const char *name;
    bool is_compact; /* what it writes is as small as merging would make it */
    /* `path` is a folder that is not there yet. DICTUM_IO, DICTUM_NOMEM. */
    dictum_status (*begin)(dictum_shard_writer **out, const char *path, dictum_error *err);
    /* The statement that `postings` collected last becomes document 1, 2, 3 … DICTUM_IO, DICTUM_NOMEM. */
    dictum_status (*add)(dictum_shard_writer *writer, const dictum_postings *postings, const dictum_draft *statement,
                         dictum_error *err);
    /* Metadata: a key of 1 to 253 bytes. DICTUM_IO, DICTUM_NOMEM. */
    dictum_status (*set)(dictum_shard_writer *writer, dictum_slice key, dictum_slice value, dictum_error *err);
    /* The shard is whole. Nothing but free can follow. DICTUM_IO, DICTUM_NOMEM. */
    dictum_status (*finish)(dictum_shard_writer *writer, dictum_error *err);
    /* After finish, or instead of it: then what there is of the shard is of no use, and the caller removes it. May be
     * given NULL. */
    void (*free)(dictum_shard_writer *writer);
};

/* Through Xapian's own interface. */
extern const dictum_write_stage dictum__write_stage_xapian;
/* In Xapian's format, by indexer/glass. Only where dictum__glass_is_known(). */
extern const dictum_write_stage dictum__write_stage_glass;

#endif
