/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders that last as long as a test. */
#ifndef DICTUM_TESTS_SUPPORT_TEMP_H
#define DICTUM_TESTS_SUPPORT_TEMP_H

#include <stdbool.h>
#include <stddef.h>

/* A new empty folder below $TMPDIR or /tmp, removed when the process ends if not before; NULL where it could not be
 * made. */
char *temp_new(void);
/* Removes the folder with all that is in it, and frees the path. NULL does nothing. */
void temp_remove(char *path);
/* "folder/name", to be freed. Ends the process when memory runs out, like the rest of the tests' helpers. */
char *temp_path(const char *folder, const char *name);
/* Writes a file; false where that failed. */
bool temp_write(const char *path, const void *bytes, size_t count);

#endif
