/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines that dictum-read prints: one object of JSON each. A part of the program, like dictum-read.c. */
#ifndef DICTUM_INDEXER_DICTUM_READ_LINE_H
#define DICTUM_INDEXER_DICTUM_READ_LINE_H

#include "lib/record.h"

/* A statement, appended to `out` with its line break. `id` may be without data. False where memory ran out. */
bool dictum__read_line(dictum_buf *out, const dictum_record *record, dictum_slice id);

/* What an exit with status 2 ends with. */
bool dictum__error_line(dictum_buf *out, dictum_status code, dictum_slice message);

#endif
