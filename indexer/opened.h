/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file that is opened to be read by somebody else, and what it looked like then. */
#ifndef DICTUM_INDEXER_OPENED_H
#define DICTUM_INDEXER_OPENED_H

#include <stdbool.h>
#include <sys/stat.h>

#include "lib/error.h"

typedef struct dictum_opened {
    int fd; /* -1 where it is not open */
    struct stat was;
} dictum_opened;

/* Opens a regular file. A symbolic link is followed where the user has `named` it. Where the file cannot be read
 * `reason` (of `room` bytes, else empty) says why in one line. DICTUM_IO where the system cannot open any file now. */
DICTUM_CHECK_RESULT dictum_status dictum__opened_open(dictum_opened *file, const char *path, bool named, char *reason,
                                                      size_t room, dictum_error *err);
void dictum__opened_close(dictum_opened *file);

/* Whether it is not as it was when it was opened, as far as size and time of change tell. Not where it is closed. */
bool dictum__opened_has_changed(const dictum_opened *file);

#endif
