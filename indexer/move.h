/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file under a new name: its statements are made anew from what is stored, without reading it. */
#ifndef DICTUM_INDEXER_MOVE_H
#define DICTUM_INDEXER_MOVE_H

#include "indexer/writer.h"

/* Gives the statements of `from` the path `to`, and the ids, dates and titles that come from the path; puts the
 * ledger right; `*moved` is how many there were. 0 where something depends on the old name that cannot be had
 * without reading the file again: then nothing was changed. */
DICTUM_CHECK_RESULT dictum_status dictum__move_file(dictum_writer *writer, const dictum_ledger_entry *from,
                                                    const char *to, uint64_t *moved, dictum_error *err);

#endif
