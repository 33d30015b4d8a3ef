/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Retiring: which documents of which shards, said beforehand, marked, and marked again where a run was killed.
 * Invariant: a document is marked only after the shard that replaces it is published. */
#include <stdlib.h>
#include <string.h>

#include "indexer/shard_folder.h"
#include "indexer/writer_shards.h"
#include "lib/schema.h"

static dictum_status fail_write(const xap_error *xerr, dictum_error *err)
{
    return dictum__fail_xap(err, xerr, "write the index");
}

static int compare_places(const void *a, const void *b)
{
    const dictum_place_in_shard *left = a, *right = b;
    if (left->shard != right->shard) {
        return left->shard < right->shard ? -1 : 1;
    }
    return (left->docid > right->docid) - (left->docid < right->docid);
}

static int compare_docids(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

void dictum__group_sort(dictum_group *group)
{
    if (group->retired_count > 0) {
        qsort(group->retired, group->retired_count, sizeof *group->retired, compare_places);
    }
    if (group->dropped_count > 0) {
        qsort(group->dropped, group->dropped_count, sizeof *group->dropped, compare_docids);
    }
}

void dictum__group_write_retiring(const dictum_writer *writer, const dictum_group *group, const dictum_shard_list *list,
                                  dictum_buf *out)
{
    for (size_t i = 0; i < group->retired_count;) {
        const uint32_t shard = group->retired[i].shard;
        const char *name = dictum__group_shard_name(writer, shard);
        bool listed = dictum__shard_list_find(list, dictum__slice(name)) != SIZE_MAX;
        if (listed) {
            dictum__buf_append_str(out, name);
        }
        for (; i < group->retired_count && group->retired[i].shard == shard; i++) {
            if (listed) {
                dictum__buf_appendf(out, " %u", (unsigned)group->retired[i].docid);
            }
        }
        if (listed) {
            dictum__buf_append_char(out, '\n');
        }
    }
}

dictum_status dictum__writer_open_shard(dictum_writer *writer, const char *name, xap_wdb **wdb, dictum_error *err)
{
    xap_error xerr;
    *wdb = NULL;
    dictum_status status = dictum__store_path(writer->store, name, &writer->path, err);
    if (status == DICTUM_OK && xap_wdb_open(writer->path.data, XAP_OPEN, 0, wdb, &xerr) != XAP_OK) {
        status = dictum__fail_xap(err, &xerr, "open the index for writing");
    }
    return status;
}

/* What was read of it before goes on to its newest state: two commits would overtake it. */
static dictum_status read_on(const dictum_writer *writer, const char *name, dictum_error *err)
{
    xap_error xerr;
    bool changed;
    size_t number = dictum__shard_list_find(&writer->set.list, dictum__slice(name));
    if (number != SIZE_MAX && xap_db_reopen(writer->set.dbs[number], &changed, &xerr) != XAP_OK) {
        return dictum__fail_xap(err, &xerr, "read the index");
    }
    return DICTUM_OK;
}

dictum_status dictum__writer_commit_shard(dictum_writer *writer, const char *name, xap_wdb *wdb, dictum_error *err)
{
    xap_error xerr;
    dictum_status status = xap_wdb_commit(wdb, &xerr) == XAP_OK ? DICTUM_OK : fail_write(&xerr, err);
    if (status == DICTUM_OK) {
        status = dictum__store_sync(writer->store, name, err);
    }
    return status == DICTUM_OK ? read_on(writer, name, err) : status;
}

dictum_status dictum__writer_mark(xap_wdb *wdb, uint32_t docid, dictum_error *err)
{
    xap_error xerr;
    dictum_slice value = DICTUM_SLICE(DICTUM__RETIRED);
    xap_status marked = xap_wdb_set_value(wdb, docid, DICTUM__SLOT_RETIRED, value.data, value.len, &xerr);
    return marked == XAP_OK || marked == XAP_NOT_FOUND ? DICTUM_OK : fail_write(&xerr, err);
}

dictum_status dictum__group_mark(dictum_writer *writer, const dictum_group *group, const char *but, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    for (size_t i = 0; i < group->retired_count && status == DICTUM_OK;) {
        const uint32_t shard = group->retired[i].shard;
        const char *name = dictum__group_shard_name(writer, shard);
        bool wanted = strcmp(name, but) != 0 && dictum__shard_list_find(&writer->list, dictum__slice(name)) != SIZE_MAX;
        xap_wdb *wdb = NULL;
        if (wanted) {
            status = dictum__writer_open_shard(writer, name, &wdb, err);
        }
        for (; i < group->retired_count && group->retired[i].shard == shard; i++) {
            if (wanted && status == DICTUM_OK) {
                status = dictum__writer_mark(wdb, group->retired[i].docid, err);
            }
        }
        if (wanted && status == DICTUM_OK) {
            status = dictum__writer_commit_shard(writer, name, wdb, err);
        }
        xap_wdb_free(wdb);
    }
    return status;
}

/* Marks what one line of a list names, unless its last document is marked: then all are. */
static dictum_status repair_shard(dictum_writer *writer, size_t number, dictum_slice docids, dictum_error *err)
{
    xap_error xerr;
    bool done = true;
    uint32_t docid, last = 0;
    const char *name = writer->set.list.names[number].text;
    xap_wdb *wdb = NULL;
    for (dictum_slice rest = docids; (docid = dictum__retiring_docid(&rest)) != 0;) {
        last = docid;
    }
    if (last == 0) {
        return DICTUM_OK;
    }
    xap_status looked = dictum__shard_is_retired(writer->set.dbs[number], last, &done, &xerr);
    if (looked == XAP_NOT_FOUND || (looked == XAP_OK && done)) {
        return DICTUM_OK;
    }
    if (looked != XAP_OK) {
        return dictum__fail_xap(err, &xerr, "read the index");
    }
    dictum_status status = dictum__writer_open_shard(writer, name, &wdb, err);
    while (status == DICTUM_OK && (docid = dictum__retiring_docid(&docids)) != 0) {
        status = dictum__writer_mark(wdb, docid, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__writer_commit_shard(writer, name, wdb, err);
    }
    xap_wdb_free(wdb);
    return status;
}

dictum_status dictum__group_repair(dictum_writer *writer, dictum_error *err)
{
    xap_error xerr;
    const char *key = DICTUM__META_RETIRING;
    dictum_slice found, list, name, docids;
    dictum_status status = DICTUM_OK;
    if (writer->set.list.count < 2) {
        return DICTUM_OK;
    }
    xap_db *newest = writer->set.dbs[writer->set.list.count - 1];
    if (xap_db_metadata(newest, key, strlen(key), &found.data, &found.len, &xerr) != XAP_OK) {
        return dictum__fail_xap(err, &xerr, "read the index");
    }
    dictum__buf_clear(&writer->value);
    dictum__buf_append_slice(&writer->value, found);
    if (dictum__buf_status(&writer->value) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    list = dictum__buf_slice(&writer->value);
    while (status == DICTUM_OK && dictum__retiring_next(&list, &name, &docids)) {
        size_t number = dictum__shard_list_find(&writer->set.list, name);
        if (number + 1 < writer->set.list.count) {
            status = repair_shard(writer, number, docids, err);
        }
    }
    return status;
}

dictum_status dictum__group_drop(dictum_writer *writer, const dictum_group *group, dictum_error *err)
{
    xap_error xerr;
    xap_wdb *wdb = NULL;
    if (group->dropped_count == 0) {
        return DICTUM_OK;
    }
    dictum_status status = dictum__writer_open_shard(writer, group->name.text, &wdb, err);
    bool gap_kept = false;
    for (size_t i = 0; i < group->dropped_count && status == DICTUM_OK; i++) {
        if (dictum__shard_take_out(wdb, group->dropped[i], &gap_kept, &xerr) != XAP_OK) {
            status = fail_write(&xerr, err);
        }
    }
    if (status == DICTUM_OK && xap_wdb_commit(wdb, &xerr) != XAP_OK) {
        status = fail_write(&xerr, err);
    }
    xap_wdb_free(wdb);
    return status;
}
