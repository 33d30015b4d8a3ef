/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The write stage through Xapian's own interface: one database, one commit at its end. Nothing waits for the disk, and
 * blocks are written in place: a shard that is not finished is of no use anyway. */
#include <stdlib.h>
#include <string.h>

#include "indexer/shard_folder.h"
#include "indexer/write_stage.h"

typedef struct xapian_writer {
    dictum_shard_writer base;
    xap_wdb *wdb;
    char *path;
} xapian_writer;

static xapian_writer *of(dictum_shard_writer *writer)
{
    return (xapian_writer *)writer;
}

static void free_writer(dictum_shard_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    xap_wdb_free(of(writer)->wdb);
    free(of(writer)->path);
    free(writer);
}

static dictum_status begin(dictum_shard_writer **out, const char *path, dictum_error *err)
{
    xap_error xerr;
    *out = NULL;
    xapian_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return dictum__nomem(err);
    }
    writer->base.stage = &dictum__write_stage_xapian;
    writer->path = strdup(path);
    if (writer->path == NULL) {
        free_writer(&writer->base);
        return dictum__nomem(err);
    }
    if (xap_wdb_open(path, XAP_CREATE, XAP_NO_SYNC | XAP_DANGEROUS, &writer->wdb, &xerr) != XAP_OK) {
        free_writer(&writer->base);
        return dictum__fail_shard(err, &xerr, "make", path);
    }
    *out = &writer->base;
    return DICTUM_OK;
}

static dictum_status add(dictum_shard_writer *writer, const dictum_postings *postings, const dictum_draft *statement,
                         dictum_error *err)
{
    xap_error xerr;
    xap_doc *doc;
    uint32_t docid;
    dictum_status status = dictum__postings_document(postings, statement, &doc, err);
    if (status != DICTUM_OK) {
        return status;
    }
    if (xap_wdb_add_document(of(writer)->wdb, doc, &docid, &xerr) != XAP_OK) {
        status = dictum__fail_shard(err, &xerr, "write", of(writer)->path);
    }
    xap_doc_free(doc);
    return status;
}

static dictum_status set(dictum_shard_writer *writer, dictum_slice key, dictum_slice value, dictum_error *err)
{
    xap_error xerr;
    if (xap_wdb_set_metadata(of(writer)->wdb, key.data, key.len, value.data, value.len, &xerr) != XAP_OK) {
        return dictum__fail_shard(err, &xerr, "write", of(writer)->path);
    }
    return DICTUM_OK;
}

static dictum_status finish(dictum_shard_writer *writer, dictum_error *err)
{
    xap_error xerr;
    if (xap_wdb_commit(of(writer)->wdb, &xerr) != XAP_OK) {
        return dictum__fail_shard(err, &xerr, "write", of(writer)->path);
    }
    return DICTUM_OK;
}

const dictum_write_stage dictum__write_stage_xapian = {.name = "xapian",
                                                       .is_compact = false,
                                                       .begin = begin,
                                                       .add = add,
                                                       .set = set,
                                                       .finish = finish,
                                                       .free = free_writer};
