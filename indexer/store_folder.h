/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making the folder of an index, and telling whether one is ours to write into. */
#ifndef DICTUM_INDEXER_STORE_FOLDER_H
#define DICTUM_INDEXER_STORE_FOLDER_H

#include "lib/shards.h"

#define DICTUM__WORKSPACE_PREFIX "w-"

/* mkdir -p. DICTUM_IO. */
DICTUM_CHECK_RESULT dictum_status dictum__folder_make(const char *dir, dictum_error *err);

/* Reads the stub file in the open directory `fd`, named `dir` in messages. An empty list where there is none.
 * DICTUM_EXISTS where it is none of ours, DICTUM_CORRUPT where it is broken or a shard is missing, DICTUM_IO. */
DICTUM_CHECK_RESULT dictum_status dictum__folder_shards(int fd, const char *dir, dictum_shard_list *list,
                                                        dictum_error *err);
/* Of a directory without a stub file: whether it holds nothing but what a killed first run leaves. DICTUM_EXISTS,
 * DICTUM_CORRUPT, DICTUM_IO. */
DICTUM_CHECK_RESULT dictum_status dictum__folder_check_content(int fd, const char *dir, dictum_error *err);

bool dictum__folder_is_workspace(const char *name);

#endif
