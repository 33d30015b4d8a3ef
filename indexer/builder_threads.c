/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The builder's threads. Each takes what can be done: the merge of the oldest closed group when all of it is written,
 * or the first batch of the queue.
 *
 * Invariant: groups are merged one at a time, in the order in which they were closed, so that a group may name the
 * destination of one before it as an older shard. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/builder_parts.h"

/* A larger statement makes the tables of postings grow to what is not kept for the next one. */
#define KEPT_STATEMENT_BYTES ((size_t)4 << 20)

void dictum__build_fail(dictum_builder *builder, dictum_status status, const dictum_error *error)
{
    if (builder->failed == DICTUM_OK && !atomic_load(&builder->dropped)) {
        builder->failed = status;
        builder->error = *error;
        atomic_store(&builder->dropped, true);
    }
    (void)pthread_cond_broadcast(&builder->work);
    (void)pthread_cond_broadcast(&builder->progress);
}

static bool is_dropped(void *context)
{
    return atomic_load(&((dictum_builder *)context)->dropped);
}

/* ---- a batch ------------------------------------------------------------------------------------------------ */

static dictum_status write_statement(dictum_shard_writer *writer, const build_batch *batch, size_t number,
                                     dictum_postings *postings, dictum_error *err)
{
    dictum_record record;
    dictum_draft draft;
    dictum_status status = dictum__build_draft(batch, number, &record, &draft, err);
    if (status == DICTUM_OK) {
        status = dictum__postings_collect(postings, &draft, err);
    }
    if (status == DICTUM_OK) {
        return writer->stage->add(writer, postings, &draft, err);
    }
    if (status == DICTUM_LIMIT) {
        dictum_error reason = *err;
        return dictum__fail(err, status, "%.*s: %s", draft.file.len < 160 ? (int)draft.file.len : 160, draft.file.data,
                            reason.text);
    }
    return status;
}

static dictum_status set_metadata(dictum_shard_writer *writer, const build_group *group, dictum_error *err)
{
    dictum_slice rest = dictum__buf_slice(&group->metadata), key, value;
    dictum_status status = DICTUM_OK;
    while (status == DICTUM_OK && rest.len > 0 && dictum__take_counted(&rest, &key) &&
           dictum__take_counted(&rest, &value)) {
        status = writer->stage->set(writer, key, value, err);
    }
    return status;
}

static dictum_status write_statements(dictum_builder *builder, const build_batch *batch, const char *path,
                                      dictum_postings *postings, dictum_error *err)
{
    dictum_shard_writer *writer;
    const dictum_write_stage *stage = builder->options.stage;
    dictum_status status = stage->begin(&writer, path, err);
    if (status == DICTUM_OK && batch->group->direct) {
        status = set_metadata(writer, batch->group, err);
    }
    for (size_t i = 0; i < batch->count && status == DICTUM_OK; i++) {
        status = is_dropped(builder) ? dictum__fail(err, DICTUM_CANCELLED, "interrupted")
                                     : write_statement(writer, batch, i, postings, err);
    }
    if (status == DICTUM_OK) {
        status = stage->finish(writer, err);
    }
    stage->free(writer);
    return status;
}

static dictum_status write_batch(dictum_builder *builder, const build_batch *batch, dictum_postings **postings,
                                 dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    char *path = batch->group->direct ? strdup(batch->group->destination)
                                      : dictum__build_path(builder, batch->group, batch->number);
    if (path == NULL) {
        return dictum__nomem(err);
    }
    if (*postings == NULL) {
        status = dictum__postings_new(postings, err);
    }
    if (status == DICTUM_OK) {
        status = write_statements(builder, batch, path, *postings, err);
    }
    if (batch->largest > KEPT_STATEMENT_BYTES) {
        dictum__postings_free(*postings);
        *postings = NULL;
    }
    free(path);
    return status;
}

/* The first of the queue, where it may be written beside what is being written; NULL otherwise. Under the mutex. */
static build_batch *take_batch(dictum_builder *builder)
{
    build_batch *batch = builder->first;
    if (batch == NULL ||
        (builder->writing_bytes > 0 && builder->writing_bytes + batch->record_bytes > builder->options.written_bytes)) {
        return NULL;
    }
    builder->first = batch->next;
    builder->writing_bytes += batch->record_bytes;
    return batch;
}

/* Under the mutex, which is given up meanwhile. */
static void do_batch(dictum_builder *builder, build_batch *batch, dictum_postings **postings)
{
    dictum_error error;
    (void)pthread_mutex_unlock(&builder->mutex);
    dictum_status status = write_batch(builder, batch, postings, &error);
    build_group *group = batch->group;
    size_t bytes = batch->record_bytes, statements = batch->count;
    dictum__build_batch_free(batch);
    (void)pthread_mutex_lock(&builder->mutex);
    builder->writing_bytes -= bytes;
    builder->held_bytes -= bytes;
    group->written++;
    group->statements += statements;
    if (status != DICTUM_OK) {
        dictum__build_fail(builder, status, &error);
    }
    (void)pthread_cond_broadcast(&builder->work);
    (void)pthread_cond_broadcast(&builder->progress);
}

/* ---- a group ------------------------------------------------------------------------------------------------ */

static dictum_status write_metadata(dictum_builder *builder, const build_group *group, const char *path,
                                    dictum_error *err)
{
    dictum_shard_writer *writer;
    const dictum_write_stage *stage = builder->options.stage;
    dictum_status status = stage->begin(&writer, path, err);
    if (status == DICTUM_OK) {
        status = set_metadata(writer, group, err);
    }
    if (status == DICTUM_OK) {
        status = stage->finish(writer, err);
    }
    stage->free(writer);
    return status;
}

/* The metadata come first: those of older shards do not count beside them. */
static dictum_merge_source *list_sources(const dictum_builder *builder, const build_group *group, size_t *count)
{
    size_t own = group->batches + 1;
    *count = 0;
    dictum_merge_source *sources = calloc(own + group->older_count, sizeof *sources);
    if (sources == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < own; i++) {
        sources[i].path = dictum__build_path(builder, group, i > 0 ? i - 1 : SIZE_MAX);
        *count += sources[i].path != NULL;
    }
    for (size_t i = 0; i < group->older_count; i++) {
        sources[own + i] = group->older[i];
    }
    return sources;
}

/* One that needs no merging: its only batch has gone to the destination, or there was none. */
static dictum_status check_direct(dictum_builder *builder, const build_group *group, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    if (group->batches == 0) {
        status = write_metadata(builder, group, group->destination, err);
    }
    if (status == DICTUM_OK) {
        status = is_dropped(builder) ? dictum__fail(err, DICTUM_CANCELLED, "interrupted")
                                     : dictum__shard_check(group->destination, group->statements, err);
    }
    if (status != DICTUM_OK) {
        dictum__build_remove(builder, group);
    }
    return status;
}

static dictum_status merge_group(dictum_builder *builder, const build_group *group, dictum_error *err)
{
    size_t own;
    uint32_t statements;
    dictum_status status = DICTUM_OK;
    dictum_merge_source *sources = list_sources(builder, group, &own);
    if (sources == NULL || own < group->batches + 1) {
        status = dictum__nomem(err);
    } else {
        status = write_metadata(builder, group, sources[0].path, err);
    }
    if (status == DICTUM_OK) {
        dictum_merge merge = {.sources = sources,
                              .source_count = own + group->older_count,
                              .destination = group->destination,
                              .workspace = builder->options.workspace,
                              .stop = group->older_count > 0 ? builder->options.stop : NULL,
                              .is_dropped = is_dropped,
                              .context = builder};
        status = dictum__merge(&merge, &statements, err);
    }
    dictum__build_remove(builder, group);
    for (size_t i = 0; sources != NULL && i < group->batches + 1; i++) {
        free((void *)(uintptr_t)sources[i].path);
    }
    free(sources);
    return status;
}

/* Under the mutex. */
static bool can_merge(const dictum_builder *builder)
{
    const build_group *group = builder->groups;
    return !builder->merging && group->closed && group->written == group->batches;
}

/* Under the mutex, which is given up meanwhile. */
static void do_merge(dictum_builder *builder)
{
    dictum_error error;
    build_group *group = builder->groups;
    builder->merging = true;
    (void)pthread_mutex_unlock(&builder->mutex);
    dictum_status status = group->direct ? check_direct(builder, group, &error) : merge_group(builder, group, &error);
    (void)pthread_mutex_lock(&builder->mutex);
    builder->merging = false;
    if (status != DICTUM_OK) {
        dictum__build_fail(builder, status, &error);
        return;
    }
    builder->groups = group->next;
    builder->whole++;
    dictum__build_group_free(group);
    (void)pthread_cond_broadcast(&builder->work);
    (void)pthread_cond_broadcast(&builder->progress);
}

/* ---- threads ------------------------------------------------------------------------------------------------ */

static void *work(void *context)
{
    dictum_builder *builder = context;
    dictum_postings *postings = NULL;
    (void)pthread_mutex_lock(&builder->mutex);
    while (!is_dropped(builder)) {
        build_batch *batch;
        if (can_merge(builder)) {
            do_merge(builder);
        } else if ((batch = take_batch(builder)) != NULL) {
            do_batch(builder, batch, &postings);
        } else {
            (void)pthread_cond_wait(&builder->work, &builder->mutex);
        }
    }
    (void)pthread_mutex_unlock(&builder->mutex);
    dictum__postings_free(postings);
    return NULL;
}

dictum_status dictum__build_start(dictum_builder *builder, dictum_error *err)
{
    sigset_t all, before;
    /* Signals are for the thread that the program handles them in. */
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&builder->threads[builder->thread_count], NULL, work, builder);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed == 0) {
        builder->thread_count++;
        return DICTUM_OK;
    }
    return builder->thread_count > 0 ? DICTUM_OK
                                     : dictum__fail(err, DICTUM_IO, "cannot start a thread: %s", strerror(failed));
}
