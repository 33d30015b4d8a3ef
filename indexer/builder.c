/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The builder, as its caller sees it: batches are filled and handed over, groups closed.
 *
 * Invariant: what the threads have, queued or in their hands, is counted in held_bytes, so that adding can wait for it
 * and never waits for nothing. */
#include "indexer/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/builder_parts.h"
#include "lib/array.h"

/* ---- parts -------------------------------------------------------------------------------------------------- */

void dictum__build_batch_free(build_batch *batch)
{
    if (batch != NULL) {
        dictum__buf_dispose(&batch->bytes);
        free(batch->items);
        free(batch);
    }
}

static build_batch *new_batch(void)
{
    build_batch *batch = calloc(1, sizeof *batch);
    if (batch != NULL) {
        dictum__buf_init(&batch->bytes, SIZE_MAX / 4);
    }
    return batch;
}

void dictum__build_group_free(build_group *group)
{
    if (group == NULL) {
        return;
    }
    for (size_t i = 0; i < group->older_count; i++) {
        free((void *)(uintptr_t)group->older[i].path);
        free((void *)(uintptr_t)group->older[i].retired);
    }
    free(group->older);
    free(group->destination);
    dictum__buf_dispose(&group->metadata);
    free(group);
}

static build_group *new_group(size_t number)
{
    build_group *group = calloc(1, sizeof *group);
    if (group != NULL) {
        group->number = number;
        dictum__buf_init(&group->metadata, SIZE_MAX / 4);
    }
    return group;
}

dictum_status dictum__build_draft(const build_batch *batch, size_t number, dictum_record *record, dictum_draft *draft,
                                  dictum_error *err)
{
    const build_item *item = &batch->items[number];
    const char *at = batch->bytes.data + item->at;
    *draft = (dictum_draft){
        .record = record, .file = {at + item->encoded_bytes, item->file_bytes}, .encoded = {at, item->encoded_bytes}};
    memcpy(draft->hash, item->hash, sizeof draft->hash);
    return dictum__record_decode(draft->encoded, record, err);
}

char *dictum__build_path(const dictum_builder *builder, const build_group *group, size_t number)
{
    size_t bytes = strlen(builder->options.workspace) + 64;
    char *path = malloc(bytes);
    if (path == NULL) {
        return NULL;
    }
    if (number == SIZE_MAX) {
        (void)snprintf(path, bytes, "%s/group-%zu-metadata", builder->options.workspace, group->number);
    } else {
        (void)snprintf(path, bytes, "%s/group-%zu-%zu", builder->options.workspace, group->number, number);
    }
    return path;
}

void dictum__build_remove(const dictum_builder *builder, const build_group *group)
{
    if (group->direct) {
        dictum__shard_remove(group->destination);
        return;
    }
    for (size_t i = 0; i <= group->batches; i++) {
        char *path = dictum__build_path(builder, group, i < group->batches ? i : SIZE_MAX);
        if (path != NULL) {
            dictum__shard_remove(path);
        }
        free(path);
    }
}

/* ---- making and ending -------------------------------------------------------------------------------------- */

dictum_status dictum__builder_new(dictum_builder **out, const dictum_builder_options *options, dictum_error *err)
{
    *out = NULL;
    dictum_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL) {
        return dictum__nomem(err);
    }
    builder->options = *options;
    builder->filling = new_batch();
    builder->open = builder->groups = new_group(0);
    builder->threads = calloc(options->threads, sizeof *builder->threads);
    /* None of these can fail on Linux. */
    (void)pthread_mutex_init(&builder->mutex, NULL);
    (void)pthread_cond_init(&builder->work, NULL);
    (void)pthread_cond_init(&builder->progress, NULL);
    if (builder->filling == NULL || builder->open == NULL || builder->threads == NULL) {
        dictum__builder_free(builder);
        return dictum__nomem(err);
    }
    *out = builder;
    return DICTUM_OK;
}

void dictum__builder_free(dictum_builder *builder)
{
    if (builder == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&builder->mutex);
    atomic_store(&builder->dropped, true);
    (void)pthread_cond_broadcast(&builder->work);
    (void)pthread_mutex_unlock(&builder->mutex);
    for (size_t i = 0; i < builder->thread_count; i++) {
        (void)pthread_join(builder->threads[i], NULL);
    }
    for (build_batch *batch = builder->first, *next; batch != NULL; batch = next) {
        next = batch->next;
        dictum__build_batch_free(batch);
    }
    for (build_group *group = builder->groups, *next; group != NULL; group = next) {
        next = group->next;
        dictum__build_remove(builder, group);
        dictum__build_group_free(group);
    }
    dictum__build_batch_free(builder->filling);
    (void)pthread_cond_destroy(&builder->progress);
    (void)pthread_cond_destroy(&builder->work);
    (void)pthread_mutex_destroy(&builder->mutex);
    free(builder->threads);
    free(builder);
}

/* Under the mutex. */
static dictum_status tell_failure(const dictum_builder *builder, dictum_error *err)
{
    if (builder->failed != DICTUM_OK && err != NULL) {
        *err = builder->error;
    }
    return builder->failed;
}

static dictum_status check_failure(dictum_builder *builder, dictum_error *err)
{
    (void)pthread_mutex_lock(&builder->mutex);
    dictum_status status = tell_failure(builder, err);
    (void)pthread_mutex_unlock(&builder->mutex);
    return status;
}

/* ---- adding ------------------------------------------------------------------------------------------------- */

/* One task more, and a thread for it where one may be started. */
static dictum_status prepare_task(dictum_builder *builder, dictum_error *err)
{
    builder->tasks++;
    if (builder->thread_count >= builder->options.threads || builder->thread_count >= builder->tasks) {
        return DICTUM_OK;
    }
    return dictum__build_start(builder, err);
}

/* The batch that is being filled goes into the queue. */
static dictum_status hand_over(dictum_builder *builder, dictum_error *err)
{
    build_batch *batch = builder->filling, *next = new_batch();
    if (next == NULL) {
        return dictum__nomem(err);
    }
    dictum_status status = prepare_task(builder, err);
    if (status != DICTUM_OK) {
        dictum__build_batch_free(next);
        return status;
    }
    builder->filling = next;
    batch->group = builder->open;
    batch->number = builder->open->batches;
    (void)pthread_mutex_lock(&builder->mutex);
    builder->open->batches++;
    builder->held_bytes += batch->record_bytes;
    if (builder->first == NULL) {
        builder->first = batch;
    } else {
        builder->last->next = batch;
    }
    builder->last = batch;
    (void)pthread_cond_signal(&builder->work);
    (void)pthread_mutex_unlock(&builder->mutex);
    return DICTUM_OK;
}

/* Until so many bytes more may be held. */
static dictum_status wait_for_room(dictum_builder *builder, size_t bytes, dictum_error *err)
{
    size_t own = builder->filling->record_bytes + bytes;
    (void)pthread_mutex_lock(&builder->mutex);
    while (builder->failed == DICTUM_OK && builder->held_bytes > 0 &&
           builder->held_bytes + own > builder->options.waiting_bytes) {
        (void)pthread_cond_wait(&builder->progress, &builder->mutex);
    }
    dictum_status status = tell_failure(builder, err);
    (void)pthread_mutex_unlock(&builder->mutex);
    return status;
}

static dictum_status fill(build_batch *batch, const dictum_draft *statement, dictum_error *err)
{
    size_t at = batch->bytes.len;
    if (!dictum__array_reserve((void **)&batch->items, &batch->cap, batch->count + 1, sizeof *batch->items)) {
        return dictum__nomem(err);
    }
    dictum__buf_append_slice(&batch->bytes, statement->encoded);
    dictum__buf_append_slice(&batch->bytes, statement->file);
    if (dictum__buf_status(&batch->bytes) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    build_item *item = &batch->items[batch->count++];
    *item = (build_item){.at = at, .encoded_bytes = statement->encoded.len, .file_bytes = statement->file.len};
    memcpy(item->hash, statement->hash, sizeof item->hash);
    batch->record_bytes += statement->encoded.len;
    if (batch->largest < statement->encoded.len) {
        batch->largest = statement->encoded.len;
    }
    return DICTUM_OK;
}

dictum_status dictum__builder_add(dictum_builder *builder, const dictum_draft *statement, dictum_error *err)
{
    const dictum_builder_options *options = &builder->options;
    size_t bytes = statement->encoded.len;
    dictum_status status = DICTUM_OK;
    if (builder->filling->count > 0 && builder->filling->record_bytes + bytes > options->batch_bytes) {
        status = hand_over(builder, err);
    }
    if (status == DICTUM_OK) {
        status = wait_for_room(builder, bytes, err);
    }
    if (status == DICTUM_OK) {
        status = fill(builder->filling, statement, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    builder->open_count++;
    builder->open_bytes += bytes;
    if (builder->filling->count < options->batch_statements && builder->filling->record_bytes < options->batch_bytes) {
        return DICTUM_OK;
    }
    return hand_over(builder, err);
}

size_t dictum__builder_open_count(const dictum_builder *builder)
{
    return builder->open_count;
}

size_t dictum__builder_open_bytes(const dictum_builder *builder)
{
    return builder->open_bytes;
}

bool dictum__builder_is_at_hand(const dictum_builder *builder)
{
    return builder->open->batches == 0;
}

static void begin_group(dictum_builder *builder)
{
    builder->open_count = 0;
    builder->open_bytes = 0;
}

dictum_status dictum__builder_take_back(dictum_builder *builder, dictum_builder_fn fn, void *context, dictum_error *err)
{
    dictum_status status = check_failure(builder, err);
    build_batch *empty = status == DICTUM_OK ? new_batch() : NULL;
    if (status != DICTUM_OK) {
        return status;
    }
    if (empty == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < builder->filling->count && status == DICTUM_OK; i++) {
        dictum_record record;
        dictum_draft draft;
        status = dictum__build_draft(builder->filling, i, &record, &draft, err);
        if (status == DICTUM_OK) {
            status = fn(context, i, &draft, err);
        }
    }
    if (status != DICTUM_OK) {
        dictum__build_batch_free(empty);
        return status;
    }
    dictum__build_batch_free(builder->filling);
    builder->filling = empty;
    begin_group(builder);
    return DICTUM_OK;
}

/* ---- closing ------------------------------------------------------------------------------------------------ */

static bool copy_older(build_group *group, const dictum_builder_group *wanted)
{
    if (wanted->older_count == 0) {
        return true;
    }
    group->older = calloc(wanted->older_count, sizeof *group->older);
    if (group->older == NULL) {
        return false;
    }
    for (size_t i = 0; i < wanted->older_count; i++) {
        const dictum_merge_source *source = &wanted->older[i];
        size_t bytes = source->retired_count * sizeof *source->retired;
        uint32_t *retired = bytes > 0 ? malloc(bytes) : NULL;
        if (bytes > 0 && retired != NULL) {
            memcpy(retired, source->retired, bytes);
        }
        group->older[group->older_count++] =
            (dictum_merge_source){strdup(source->path), retired, source->retired_count};
        if (group->older[i].path == NULL || (bytes > 0 && retired == NULL)) {
            return false;
        }
    }
    return true;
}

/* Copies what is wanted into the group; on failure the group is as before. */
static dictum_status copy_wanted(build_group *group, const dictum_builder_group *wanted, dictum_error *err)
{
    build_group *copy = new_group(0);
    if (copy == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < wanted->metadata_count; i++) {
        dictum__buf_append_counted(&copy->metadata, wanted->metadata[i].key);
        dictum__buf_append_counted(&copy->metadata, wanted->metadata[i].value);
    }
    copy->destination = strdup(wanted->destination);
    if (copy->destination == NULL || !copy_older(copy, wanted) || dictum__buf_status(&copy->metadata) != DICTUM_OK) {
        dictum__build_group_free(copy);
        return dictum__nomem(err);
    }
    dictum__buf_dispose(&group->metadata);
    free(group->destination);
    group->destination = copy->destination;
    group->metadata = copy->metadata;
    group->older = copy->older;
    group->older_count = copy->older_count;
    free(copy);
    return DICTUM_OK;
}

dictum_status dictum__builder_close(dictum_builder *builder, const dictum_builder_group *group, dictum_error *err)
{
    dictum_status status = check_failure(builder, err);
    build_group *next = status == DICTUM_OK ? new_group(builder->open->number + 1) : NULL;
    if (status != DICTUM_OK) {
        return status;
    }
    if (next == NULL) {
        return dictum__nomem(err);
    }
    status = copy_wanted(builder->open, group, err);
    /* Known before the batch is taken: it goes straight to where it belongs. */
    builder->open->direct = builder->open->batches == 0 && group->older_count == 0 &&
                            (builder->filling->count == 0 || builder->options.stage->is_compact);
    if (status == DICTUM_OK && builder->filling->count > 0) {
        status = hand_over(builder, err);
    }
    if (status == DICTUM_OK) {
        status = prepare_task(builder, err);
    }
    if (status != DICTUM_OK) {
        dictum__build_group_free(next);
        return status;
    }
    (void)pthread_mutex_lock(&builder->mutex);
    builder->open->next = next;
    builder->open->closed = true;
    (void)pthread_cond_signal(&builder->work);
    (void)pthread_mutex_unlock(&builder->mutex);
    builder->open = next;
    builder->closed++;
    begin_group(builder);
    return DICTUM_OK;
}

dictum_status dictum__builder_poll(dictum_builder *builder, bool wait, size_t *groups, dictum_error *err)
{
    (void)pthread_mutex_lock(&builder->mutex);
    while (wait && builder->failed == DICTUM_OK && builder->whole < builder->closed) {
        (void)pthread_cond_wait(&builder->progress, &builder->mutex);
    }
    *groups = builder->whole;
    dictum_status status = tell_failure(builder, err);
    (void)pthread_mutex_unlock(&builder->mutex);
    return status;
}
