/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups of what a run writes: closed, and published. Invariant: a group is published after every group that was closed
 * before it, and what it retires is marked after that. */
#include <stdlib.h>
#include <string.h>

#include "indexer/writer_shards.h"
#include "lib/array.h"
#include "lib/schema.h"

void dictum__group_dispose(dictum_group *group)
{
    free(group->dropped);
    free(group->retired);
    free(group->file_at);
    dictum__buf_dispose(&group->files);
    memset(group, 0, sizeof *group);
    dictum__buf_init(&group->files, SIZE_MAX / 2);
}

const char *dictum__group_shard_name(const dictum_writer *writer, uint32_t shard)
{
    return shard < DICTUM__SHARDS_MAX ? writer->set.list.names[shard].text
                                      : writer->groups[shard - DICTUM__SHARDS_MAX].name.text;
}

/* ---- closing ----------------------------------------------------------------------------------------------- */

dictum_status dictum__group_hand_over(dictum_writer *writer, const char *name, const dictum_shard_list *remaining,
                                      const dictum_merge_source *older, size_t older_count, dictum_error *err)
{
    size_t count = 0;
    dictum_builder *builder = dictum__writer_builder(writer, err);
    if (builder == NULL) {
        return err != NULL ? err->code : DICTUM_NOMEM;
    }
    dictum__group_sort(&writer->open);
    dictum_status status = dictum__writer_label(writer, err);
    dictum__buf_clear(&writer->value);
    dictum__group_write_retiring(writer, &writer->open, remaining, &writer->value);
    if (status == DICTUM_OK && dictum__buf_status(&writer->value) != DICTUM_OK) {
        status = dictum__nomem(err);
    }
    if (status == DICTUM_OK) {
        /* Set in any case: an older shard that is merged in may have a list of its own. */
        dictum_slice list =
            writer->value.len > 0 ? dictum__buf_slice(&writer->value) : DICTUM_SLICE(DICTUM__META_FORGOTTEN);
        status = dictum__changes_set(&writer->changes, DICTUM_SLICE(DICTUM__META_RETIRING), list, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__store_path(writer->store, name, &writer->path, err);
    }
    dictum_builder_entry *entries = status == DICTUM_OK ? dictum__changes_sorted(&writer->changes, &count) : NULL;
    if (status == DICTUM_OK && entries == NULL) {
        status = dictum__nomem(err);
    }
    if (status == DICTUM_OK) {
        dictum_builder_group group = {.destination = writer->path.data,
                                      .metadata = entries,
                                      .metadata_count = count,
                                      .older = older,
                                      .older_count = older_count};
        status = dictum__builder_close(builder, &group, err);
    }
    free(entries);
    return status;
}

dictum_status dictum__group_turn_over(dictum_writer *writer, const dictum_shard_name *name, dictum_error *err)
{
    void *items = writer->groups;
    if (!dictum__array_reserve(&items, &writer->group_cap, writer->group_count + 1, sizeof *writer->groups)) {
        return dictum__nomem(err);
    }
    writer->groups = items;
    writer->open.name = *name;
    writer->changes_before += writer->changes.count + writer->open.retired_count;
    writer->groups[writer->group_count++] = writer->open;
    writer->built++;
    memset(&writer->open, 0, sizeof writer->open);
    dictum__buf_init(&writer->open.files, SIZE_MAX / 2);
    writer->open.first = writer->next;
    dictum__changes_clear(&writer->changes);
    return DICTUM_OK;
}

dictum_status dictum__group_close(dictum_writer *writer, dictum_error *err)
{
    dictum_shard_name name;
    dictum_shard_list *all = malloc(sizeof *all);
    if (all == NULL) {
        return dictum__nomem(err);
    }
    /* Those that will be there when this one is published. */
    *all = writer->list;
    for (size_t i = writer->group_count - (writer->built - writer->published); i < writer->group_count; i++) {
        if (all->count < DICTUM__SHARDS_MAX) {
            all->names[all->count++] = writer->groups[i].name;
        }
    }
    dictum_status status = dictum__store_begin(&name, err);
    if (status == DICTUM_OK) {
        status = dictum__group_hand_over(writer, name.text, all, NULL, 0, err);
    }
    free(all);
    return status == DICTUM_OK ? dictum__group_turn_over(writer, &name, err) : status;
}

/* ---- publishing -------------------------------------------------------------------------------------------- */

dictum_status dictum__group_show(dictum_writer *writer, const dictum_shard_list *list, dictum_error *err)
{
    dictum_status status = writer->hidden ? DICTUM_OK : dictum__store_publish(writer->store, list, err);
    if (status == DICTUM_OK) {
        writer->list = *list;
    }
    return status;
}

static dictum_status publish(dictum_writer *writer, dictum_group *group, dictum_error *err)
{
    dictum_status status = dictum__group_drop(writer, group, err);
    if (status != DICTUM_OK) {
        return status;
    }
    if (writer->list.count == DICTUM__SHARDS_MAX) {
        return dictum__fail(err, DICTUM_LIMIT, "the index has too many shards");
    }
    dictum_shard_list *list = malloc(sizeof *list);
    if (list == NULL) {
        return dictum__nomem(err);
    }
    *list = writer->list;
    list->names[list->count++] = group->name;
    status = dictum__group_show(writer, list, err);
    free(list);
    return status == DICTUM_OK ? dictum__group_mark(writer, group, "", err) : status;
}

dictum_status dictum__group_publish(dictum_writer *writer, bool wait, dictum_error *err)
{
    size_t whole = 0;
    if (writer->builder == NULL) {
        return DICTUM_OK;
    }
    dictum_status status = dictum__builder_poll(writer->builder, wait, &whole, err);
    while (status == DICTUM_OK && writer->published < whole) {
        size_t number = writer->group_count - (writer->built - writer->published);
        status = publish(writer, &writer->groups[number], err);
        writer->published += status == DICTUM_OK;
    }
    return status;
}
