/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file `.dictum` in a folder: what holds for the documents there and below. Lines of UTF-8 "key: value"; empty
 * lines and those that begin with '#' are passed over. Keys are source, speaker, lang, date, url-base and whole-page,
 * each at most once, and ignore, any number of times (indexer/glob.h).
 *
 * It is read as a regular file only, never through a link, and up to a limit. Where anybody may write in the folder, as
 * in /tmp, it counts only where it belongs to the user or to the folder's owner: nobody else is to say what is read. */
#ifndef DICTUM_INDEXER_FOLDER_FILE_H
#define DICTUM_INDEXER_FOLDER_FILE_H

#include <sys/stat.h>

#include "indexer/scope.h"

#define DICTUM__FOLDER_FILE ".dictum"
#define DICTUM__FOLDER_FILE_BYTES_MAX 65536

/* What is wrong with it, one line each (indexer/report.h). */
typedef struct dictum_faults {
    dictum_buf reasons;
    uint64_t count;
} dictum_faults;

void dictum__faults_add(dictum_faults *faults, dictum_slice reason);

/* Reads the text into a scope that is empty. What is wrong is added to `faults`, and the rest counts. */
void dictum__folder_file_parse(dictum_slice text, dictum_scope *scope, dictum_faults *faults);

/* Reads the file `name`, as from the folder with the descriptor `fd`. DICTUM_NOT_FOUND: there is none (`err` is left
 * alone). DICTUM_IO: there is one, and nobody knows what it says; `err` holds the system's reason. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__folder_file_read(int fd, const char *name, const struct stat *folder,
                                                           dictum_scope *scope, dictum_faults *faults,
                                                           dictum_error *err);

#endif
