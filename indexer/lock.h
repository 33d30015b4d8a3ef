/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lock of an index directory: flock(2) on a file whose content says who holds it. It outlives nobody: the
 * system drops it with the process, whatever the file then says. */
#ifndef DICTUM_INDEXER_LOCK_H
#define DICTUM_INDEXER_LOCK_H

#include "lib/error.h"

#define DICTUM__LOCK_NAME "lock"

/* Takes the lock in the open directory `dir_fd`; `dir` names it in messages. `*fd` holds it until
 * dictum__lock_release(). DICTUM_LOCKED says who has it; DICTUM_IO where it cannot be written. */
DICTUM_CHECK_RESULT dictum_status dictum__lock_take(int dir_fd, const char *dir, const char *program, int *fd,
                                                    dictum_error *err);
void dictum__lock_release(int fd);

#define DICTUM__LOCK_VALUE_BYTES 128
/* When whoever wrote in the lock file last, and has not released it, took it; empty where nobody did. It may be held,
 * or left by a process that was killed. */
void dictum__lock_since(int dir_fd, char since[DICTUM__LOCK_VALUE_BYTES]);

#endif
