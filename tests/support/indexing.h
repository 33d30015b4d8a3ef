/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index for a test, made by the program. */
#ifndef DICTUM_TESTS_SUPPORT_INDEXING_H
#define DICTUM_TESTS_SUPPORT_INDEXING_H

#include <stddef.h>

/* Indexes JSON lines in a folder of the test's, where it leaves files. Returns the place of the index, to be freed;
 * NULL where the program is not there or does not end well, with the reason on standard error. */
char *indexing_records(const char *folder, const char *lines, size_t bytes);

#endif
