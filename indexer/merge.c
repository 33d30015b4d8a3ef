/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merging. Invariant: the parts that are still to be merged stand in the order of the sources, so that of metadata the
 * first source's stay, in however many passes it is done. */
#include "indexer/merge.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "indexer/merge_metadata.h"
#include "indexer/shard_folder.h"
#include "indexer/shard_set.h"
#include "lib/array.h"
#include "lib/schema.h"

/* A shard that is merged is open twice over: five tables, and once more the table that is being merged. */
#define DESCRIPTORS_A_SOURCE 6
/* The other descriptors are left to the rest of the process. */
#define DESCRIPTORS_SHARE 2
/* Each source takes some 100 KB of memory while it is merged. */
#define SOURCES_MAX 512
#define SOURCES_MIN 2

/* A source, or what was made of one or several. */
typedef struct merge_part {
    const dictum_merge_source *source; /* NULL where it was made */
    char *made;                        /* a folder in the workspace, which goes when the part has been merged */
} merge_part;

typedef struct merging {
    const dictum_merge *merge;
    merge_part *parts;
    size_t count;
} merging;

static const char *path_of(const merge_part *part)
{
    return part->made != NULL ? part->made : part->source->path;
}

static void discard(merge_part *part)
{
    if (part->made != NULL) {
        dictum__shard_remove(part->made);
        free(part->made);
        part->made = NULL;
    }
}

/* `context` is the work. */
static bool is_stopped(void *context)
{
    const dictum_merge *merge = ((const merging *)context)->merge;
    return (merge->stop != NULL && *merge->stop) || (merge->is_dropped != NULL && merge->is_dropped(merge->context));
}

/* A path in the workspace that no other merge of this process has; NULL when memory ran out. */
static char *new_path(const merging *work)
{
    static atomic_uint number;
    size_t bytes = strlen(work->merge->workspace) + sizeof "/merge-" + 10;
    char *path = malloc(bytes);
    if (path != NULL) {
        (void)snprintf(path, bytes, "%s/merge-%u", work->merge->workspace, atomic_fetch_add(&number, 1));
    }
    return path;
}

/* ---- leaving retired statements out -------------------------------------------------------------------------- */

static dictum_status open_shard(const char *path, xap_db **db, dictum_error *err)
{
    xap_error xerr;
    if (xap_db_open(path, db, &xerr) == XAP_OK) {
        return DICTUM_OK;
    }
    dictum_status status = dictum__fail_shard(err, &xerr, "open", path);
    /* It was there when its path was given: part of an index has been lost. */
    if (status == DICTUM_NOT_FOUND) {
        status = DICTUM_CORRUPT;
        if (err != NULL) {
            err->code = status;
        }
    }
    return status;
}

typedef struct docid_list {
    uint32_t *items;
    size_t count, cap;
} docid_list;

static bool push(docid_list *docids, uint32_t docid)
{
    if (!dictum__array_reserve((void **)&docids->items, &docids->cap, docids->count + 1, sizeof *docids->items)) {
        return false;
    }
    docids->items[docids->count++] = docid;
    return true;
}

/* The documents that the shard itself says are retired. */
static dictum_status collect_marked(xap_db *db, const char *path, docid_list *marked, dictum_error *err)
{
    xap_error xerr;
    xap_values *values = NULL;
    uint32_t docid, count = 0;
    const char *value;
    size_t bytes;
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_value_count(db, DICTUM__SLOT_RETIRED, &count, &xerr);
    if (found == XAP_OK && count == 0) {
        return DICTUM_OK;
    }
    if (found == XAP_OK) {
        found = xap_db_values(db, DICTUM__SLOT_RETIRED, &values, &xerr);
    }
    while (found == XAP_OK && status == DICTUM_OK) {
        found = xap_values_next(values, &docid, &value, &bytes, &xerr);
        if (found == XAP_OK && !push(marked, docid)) {
            status = dictum__nomem(err);
        }
    }
    xap_values_free(values);
    if (status == DICTUM_OK && found != XAP_DONE) {
        status = dictum__fail_shard(err, &xerr, "read", path);
    }
    return status;
}

/* One may be both named and marked: then it is taken out already, or has stayed for the gap. */
static xap_status take_out_all(merging *work, xap_wdb *wdb, const uint32_t *docids, size_t count, uint32_t *gap,
                               xap_error *xerr)
{
    for (size_t i = 0; i < count && !is_stopped(work); i++) {
        bool gap_kept = *gap != 0;
        if (docids[i] == *gap) {
            continue;
        }
        xap_status status = dictum__shard_take_out(wdb, docids[i], &gap_kept, xerr);
        if (status != XAP_OK) {
            return status;
        }
        if (gap_kept && *gap == 0) {
            *gap = docids[i];
        }
    }
    return XAP_OK;
}

static dictum_status take_out_retired(merging *work, const char *path, const dictum_merge_source *source,
                                      const docid_list *marked, dictum_error *err)
{
    xap_error xerr;
    xap_wdb *wdb = NULL;
    uint32_t gap = 0;
    xap_status status = xap_wdb_open(path, XAP_OPEN, XAP_NO_SYNC | XAP_DANGEROUS, &wdb, &xerr);
    if (status == XAP_OK) {
        status = take_out_all(work, wdb, source->retired, source->retired_count, &gap, &xerr);
    }
    if (status == XAP_OK) {
        status = take_out_all(work, wdb, marked->items, marked->count, &gap, &xerr);
    }
    bool stopped = is_stopped(work);
    if (status == XAP_OK && !stopped) {
        status = xap_wdb_commit(wdb, &xerr);
    }
    xap_wdb_free(wdb);
    if (status != XAP_OK) {
        return dictum__fail_shard(err, &xerr, "write", path);
    }
    return stopped ? dictum__fail(err, DICTUM_CANCELLED, "interrupted") : DICTUM_OK;
}

/* Replaces a source that has retired statements by a copy without them. */
static dictum_status prepare(merging *work, merge_part *part, dictum_error *err)
{
    xap_db *db;
    docid_list marked = {NULL, 0, 0};
    if (part->made != NULL) {
        return DICTUM_OK;
    }
    const dictum_merge_source *source = part->source;
    dictum_status status = open_shard(source->path, &db, err);
    if (status == DICTUM_OK) {
        status = collect_marked(db, source->path, &marked, err);
        xap_db_free(db);
    }
    if (status == DICTUM_OK && (marked.count > 0 || source->retired_count > 0)) {
        part->made = new_path(work);
        status = part->made != NULL ? dictum__shard_copy(source->path, part->made, is_stopped, work, err)
                                    : dictum__nomem(err);
        if (status == DICTUM_OK) {
            status = take_out_retired(work, part->made, source, &marked, err);
        }
    }
    free(marked.items);
    return status;
}

/* ---- merging ------------------------------------------------------------------------------------------------- */

/* Opens the shard behind those that `all` has. */
static dictum_status add_shard(xap_db *all, const char *path, xap_db **db, uint64_t *statements, dictum_error *err)
{
    xap_error xerr;
    uint32_t count = 0, retired;
    dictum_status status = open_shard(path, db, err);
    if (status == DICTUM_OK) {
        status = dictum__shard_count(*db, &count, &retired, err);
    }
    if (status == DICTUM_OK && xap_db_add(all, *db, &xerr) != XAP_OK) {
        status = dictum__fail_shard(err, &xerr, "read", path);
    }
    *statements += count;
    return status;
}

static dictum_status compact(merging *work, xap_db *all, const char *destination, dictum_error *err)
{
    xap_error xerr;
    if (xap_db_compact(all, destination, XAP_COMPACT_STANDARD, true, is_stopped, work, &xerr) == XAP_OK) {
        return DICTUM_OK;
    }
    return xerr.code == XAP_STOPPED ? dictum__fail(err, DICTUM_CANCELLED, "interrupted")
                                    : dictum__fail_shard(err, &xerr, "write", destination);
}

/* Merges `count` parts from `first` on, and removes those of them that were made. */
static dictum_status merge_run(merging *work, size_t first, size_t count, const char *destination, uint64_t *statements,
                               dictum_error *err)
{
    xap_error xerr;
    xap_db *all, **each = calloc(count, sizeof(xap_db *));
    dictum_status status = DICTUM_OK;
    *statements = 0;
    if (each == NULL) {
        return dictum__nomem(err);
    }
    if (xap_db_new(&all, &xerr) != XAP_OK) {
        free(each);
        return dictum__fail_shard(err, &xerr, "write", destination);
    }
    for (size_t i = first; i < first + count && status == DICTUM_OK; i++) {
        status =
            is_stopped(work) ? dictum__fail(err, DICTUM_CANCELLED, "interrupted") : prepare(work, &work->parts[i], err);
        if (status == DICTUM_OK) {
            status = add_shard(all, path_of(&work->parts[i]), &each[i - first], statements, err);
        }
    }
    if (status == DICTUM_OK) {
        status = compact(work, all, destination, err);
    }
    xap_db_free(all);
    if (status == DICTUM_OK) {
        status = dictum__merge_metadata(each, count, destination, err);
    }
    for (size_t i = first; i < first + count; i++) {
        xap_db_free(each[i - first]);
        discard(&work->parts[i]);
    }
    free(each);
    return status;
}

/* How many sources can be open at one time. Where the limit on descriptors is in the way it is raised as far as can
 * be. */
static size_t sources_at_once(size_t wanted)
{
    struct rlimit limit;
    const rlim_t each = (rlim_t)DESCRIPTORS_A_SOURCE * DESCRIPTORS_SHARE;
    wanted = wanted < SOURCES_MAX ? wanted : SOURCES_MAX;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return SOURCES_MIN;
    }
    if (limit.rlim_cur / each < wanted && limit.rlim_cur < limit.rlim_max) {
        rlim_t before = limit.rlim_cur;
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
            limit.rlim_cur = before;
        }
    }
    wanted = limit.rlim_cur / each < wanted ? (size_t)(limit.rlim_cur / each) : wanted;
    return wanted > SOURCES_MIN ? wanted : SOURCES_MIN;
}

/* Merges runs of parts from the front, no more than it takes, until `most` are left. What is published stands behind,
 * and is large. */
static dictum_status reduce(merging *work, size_t most, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    while (work->count > most) {
        for (size_t at = 0; at + 1 < work->count && work->count > most; at++) {
            uint64_t statements;
            size_t run = work->count - most + 1;
            run = run < most ? run : most;
            run = run < work->count - at ? run : work->count - at;
            char *made = new_path(work);
            status = made != NULL ? merge_run(work, at, run, made, &statements, err) : dictum__nomem(err);
            if (status != DICTUM_OK) {
                if (made != NULL) {
                    dictum__shard_remove(made);
                }
                free(made);
                return status;
            }
            work->parts[at] = (merge_part){NULL, made};
            work->count -= run - 1;
            memmove(&work->parts[at + 1], &work->parts[at + run], (work->count - at - 1) * sizeof *work->parts);
        }
    }
    return DICTUM_OK;
}

dictum_status dictum__shard_check(const char *path, uint64_t statements, dictum_error *err)
{
    xap_db *db;
    uint32_t count = 0, retired;
    dictum_status status = open_shard(path, &db, err);
    if (status != DICTUM_OK) {
        return status;
    }
    status = dictum__shard_count(db, &count, &retired, err);
    if (status == DICTUM_OK && count != statements) {
        status = dictum__fail(err, DICTUM_CORRUPT, "%ju statements were written to %s, which has %ju",
                              (uintmax_t)statements, path, (uintmax_t)count);
    }
    if (status == DICTUM_OK) {
        status = dictum__schema_check(db, path, err);
    }
    xap_db_free(db);
    return status;
}

dictum_status dictum__merge(const dictum_merge *merge, uint32_t *statements, dictum_error *err)
{
    struct stat st;
    uint64_t expected = 0;
    /* What is there already must not be taken for what a failure left. */
    if (lstat(merge->destination, &st) == 0) {
        return dictum__fail(err, DICTUM_IO, "cannot make %s: %s", merge->destination, strerror(EEXIST));
    }
    merging work = {merge, calloc(merge->source_count, sizeof *work.parts), merge->source_count};
    if (work.parts == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < work.count; i++) {
        work.parts[i].source = &merge->sources[i];
    }
    dictum_status status = reduce(&work, sources_at_once(work.count), err);
    if (status == DICTUM_OK) {
        status = merge_run(&work, 0, work.count, merge->destination, &expected, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__shard_check(merge->destination, expected, err);
        *statements = (uint32_t)expected;
    }
    if (status != DICTUM_OK) {
        dictum__shard_remove(merge->destination);
    }
    for (size_t i = 0; i < work.count; i++) {
        discard(&work.parts[i]);
    }
    free(work.parts);
    return status;
}
