/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the writer: what its parts share.
 *
 * What a run writes goes into groups (indexer/builder.h), each of which becomes a shard. A statement that the run has
 * added is known by its number in the run, from 1; one that was there before by its shard and document. As the
 * statements of a group keep their order, the document that a number stands for is known as soon as its group is
 * closed. */
#ifndef DICTUM_INDEXER_WRITER_SHARDS_H
#define DICTUM_INDEXER_WRITER_SHARDS_H

#include "indexer/changes.h"
#include "indexer/number_map.h"
#include "indexer/store.h"
#include "indexer/writer.h"
#include "lib/xapian_c/xap_write.h"

/* A document of a shard. Shards are numbered as they were when the writer was opened, and then the groups. */
typedef struct dictum_place_in_shard {
    uint32_t shard, docid;
} dictum_place_in_shard;

typedef struct dictum_group {
    dictum_shard_name name;
    uint64_t first;    /* the number of its first statement */
    uint32_t *dropped; /* documents that were removed again before it was closed */
    size_t dropped_count, dropped_cap;
    dictum_place_in_shard *retired; /* what it replaces or removes in other shards; in order once it is closed */
    size_t retired_count, retired_cap;
    dictum_buf files; /* where its statements come from: paths, each with a NUL */
    size_t *file_at;  /* of each statement: the offset of its path */
    size_t file_count, file_cap;
} dictum_group;

struct dictum_writer {
    dictum_writer_options options;
    dictum_store *store;
    dictum_shard_set set;    /* the shards as they were at the beginning */
    dictum_shard_list list;  /* as they are now; seen by others unless `hidden` */
    bool hidden;             /* nothing is published before the end */
    dictum_builder *builder; /* NULL as long as there was nothing to build */
    size_t built;            /* groups closed since the builder was made, */
    size_t published;        /* and those of them that are in the list */
    dictum_group *groups;    /* the closed ones */
    size_t group_count, group_cap;
    dictum_group open;
    dictum_changes changes;  /* of the metadata, since the last closing */
    dictum_number_map fresh; /* from ids, hashed, to the numbers of statements that this run has added */
    dictum_number_map gone;  /* what has been removed: refs */
    uint64_t id_key;         /* makes the hashes unforeseeable */
    uint64_t next;           /* the number of the next statement */
    uint64_t live;           /* statements that count */
    uint64_t written_bytes;  /* of records, in this run */
    uint64_t changes_before; /* in groups that are closed */
    dictum_buf note;         /* what is to be told at the end */
    dictum_buf term, value, path;
};

/* A reference, and what it stands for. Numbers of a run are below the border, shards above. */
#define DICTUM__REF_SHARD_SHIFT 32
static inline dictum_statement_ref dictum__ref_of(uint32_t shard, uint32_t docid)
{
    return ((uint64_t)shard + 1) << DICTUM__REF_SHARD_SHIFT | docid;
}

/* Where a statement stands; false where it is in the open group, and stands nowhere yet. Shards of `set` count from 0,
 * groups from DICTUM__SHARDS_MAX. */
bool dictum__writer_place(const dictum_writer *writer, dictum_statement_ref ref, dictum_place_in_shard *place);
uint64_t dictum__writer_id_hash(const dictum_writer *writer, dictum_slice id_term);
/* The builder, which is made when it is first wanted. NULL where it cannot be. */
dictum_builder *dictum__writer_builder(dictum_writer *writer, dictum_error *err);
/* Whether there is anything since the last closing. */
bool dictum__writer_has_changes(const dictum_writer *writer);

/* Closes the open group into a shard of its own, behind the caller's back. */
DICTUM_CHECK_RESULT dictum_status dictum__group_close(dictum_writer *writer, dictum_error *err);
/* Its two halves. The first hands the open group to the builder, for a shard `name`, together with older ones; what it
 * retires in the shards that remain goes into the metadata. With the second it becomes one of the closed groups, and
 * another is opened. */
DICTUM_CHECK_RESULT dictum_status dictum__group_hand_over(dictum_writer *writer, const char *name,
                                                          const dictum_shard_list *remaining,
                                                          const dictum_merge_source *older, size_t older_count,
                                                          dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__group_turn_over(dictum_writer *writer, const dictum_shard_name *name,
                                                          dictum_error *err);
/* Takes what was dropped from a closed group out of its shard, which nobody reads yet. */
DICTUM_CHECK_RESULT dictum_status dictum__group_drop(dictum_writer *writer, const dictum_group *group,
                                                     dictum_error *err);
/* These are the shards from now on; for everybody, unless all is hidden. */
DICTUM_CHECK_RESULT dictum_status dictum__group_show(dictum_writer *writer, const dictum_shard_list *list,
                                                     dictum_error *err);
/* Puts what is whole into the list; `wait`: all that is closed. */
DICTUM_CHECK_RESULT dictum_status dictum__group_publish(dictum_writer *writer, bool wait, dictum_error *err);
void dictum__group_dispose(dictum_group *group);
/* What it retires, in order. */
void dictum__group_sort(dictum_group *group);
/* The name of a shard by its number. */
const char *dictum__group_shard_name(const dictum_writer *writer, uint32_t shard);
/* Appends what DICTUM__META_RETIRING is to say for what `group` retires in the shards that `list` names. */
void dictum__group_write_retiring(const dictum_writer *writer, const dictum_group *group, const dictum_shard_list *list,
                                  dictum_buf *out);
/* Marks what the group retires in shards of the list, but for one of them, "" for none. */
DICTUM_CHECK_RESULT dictum_status dictum__group_mark(dictum_writer *writer, const dictum_group *group, const char *but,
                                                     dictum_error *err);
/* Marks what the newest shard says is to be retired, where a killed run has not. */
DICTUM_CHECK_RESULT dictum_status dictum__group_repair(dictum_writer *writer, dictum_error *err);
/* Sets the metadata that say what a shard is, and when it was written. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_label(dictum_writer *writer, dictum_error *err);
/* Sets when the index was written last. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_set_time(dictum_writer *writer, const char *key, dictum_error *err);

/* A shard of the list that is changed in place: opened, a document marked as retired, committed. */
DICTUM_CHECK_RESULT dictum_status dictum__writer_open_shard(dictum_writer *writer, const char *name, xap_wdb **wdb,
                                                            dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_mark(xap_wdb *wdb, uint32_t docid, dictum_error *err);
DICTUM_CHECK_RESULT dictum_status dictum__writer_commit_shard(dictum_writer *writer, const char *name, xap_wdb *wdb,
                                                              dictum_error *err);

/* Writes the open group into the newest shard as it stands: for a few changes. */
bool dictum__in_place_is_possible(const dictum_writer *writer);
DICTUM_CHECK_RESULT dictum_status dictum__in_place_write(dictum_writer *writer, dictum_error *err);

/* Merging at the end of a run, where it pays. */
DICTUM_CHECK_RESULT dictum_status dictum__tidy(dictum_writer *writer, dictum_buf *note, dictum_error *err);

#endif
