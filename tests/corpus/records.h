/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records in JSON lines, read by code of the tests' own. */
#ifndef DICTUM_TESTS_CORPUS_RECORDS_H
#define DICTUM_TESTS_CORPUS_RECORDS_H

#include "tests/support/characters.h"

/* Writes to `out` (emptied first) the string member `name` of the object in the line, whose members are strings,
 * numbers and words. False where it has none, or the line is none of that kind. */
bool records_member(const char *line, size_t len, const char *name, growing *out);

#endif
