/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The write stage that makes the files of a database itself. */
#include <stdlib.h>

#include "indexer/glass/glass.h"
#include "indexer/write_stage.h"
#include "lib/array.h"

typedef struct glass_writer {
    dictum_shard_writer base;
    dictum_glass *glass;
    dictum_glass_term *terms;
    size_t term_cap;
} glass_writer;

static glass_writer *of(dictum_shard_writer *writer)
{
    return (glass_writer *)writer;
}

static void free_writer(dictum_shard_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    dictum__glass_free(of(writer)->glass);
    free(of(writer)->terms);
    free(writer);
}

static dictum_status begin(dictum_shard_writer **out, const char *path, dictum_error *err)
{
    *out = NULL;
    glass_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return dictum__nomem(err);
    }
    writer->base.stage = &dictum__write_stage_glass;
    dictum_status status = dictum__glass_new(&writer->glass, path, err);
    if (status != DICTUM_OK) {
        free_writer(&writer->base);
        return status;
    }
    *out = &writer->base;
    return DICTUM_OK;
}

static dictum_status add(dictum_shard_writer *writer, const dictum_postings *postings, const dictum_draft *statement,
                         dictum_error *err)
{
    size_t count = dictum__postings_count(postings);
    void *terms = of(writer)->terms;
    if (!dictum__array_reserve(&terms, &of(writer)->term_cap, count, sizeof *of(writer)->terms)) {
        return dictum__nomem(err);
    }
    of(writer)->terms = terms;
    dictum_glass_document document = {.terms = terms, .data = statement->encoded};
    for (size_t i = 0; i < count; i++) {
        dictum_posting posting = dictum__postings_get(postings, i);
        if (posting.term.data != NULL) {
            of(writer)->terms[document.term_count++] =
                (dictum_glass_term){posting.term, posting.wdf, posting.positions, posting.position_count};
        }
    }
    dictum_values values;
    dictum_glass_value slots[sizeof values.slots / sizeof values.slots[0]];
    dictum__postings_values(postings, statement, &values);
    for (size_t i = 0; i < values.count; i++) {
        slots[i] = (dictum_glass_value){(uint32_t)values.slots[i], values.values[i]};
    }
    document.values = slots;
    document.value_count = values.count;
    return dictum__glass_add(of(writer)->glass, &document, err);
}

static dictum_status set(dictum_shard_writer *writer, dictum_slice key, dictum_slice value, dictum_error *err)
{
    return dictum__glass_set_metadata(of(writer)->glass, key, value, err);
}

static dictum_status finish(dictum_shard_writer *writer, dictum_error *err)
{
    return dictum__glass_finish(of(writer)->glass, err);
}

const dictum_write_stage dictum__write_stage_glass = {
    .name = "glass", .is_compact = true, .begin = begin, .add = add, .set = set, .finish = finish, .free = free_writer};
