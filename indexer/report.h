/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reasons: what is told of a file and of its members, collected line by line, kept in the ledger and told again. A line
 * is a reason, or a member, a tab and a reason. */
#ifndef DICTUM_INDEXER_REPORT_H
#define DICTUM_INDEXER_REPORT_H

#include "indexer/ledger.h"
#include "indexer/read/read.h"
#include "indexer/update.h"

/* Adds a line as long as there is room for a whole one within DICTUM__LEDGER_REASON_MAX. `place` may be NULL: the file
 * itself. */
void dictum__reasons_add(dictum_buf *reasons, const dictum_place *place, dictum_slice reason);

/* Takes a line off the front; `member` has no data where the reason is that of the file. False at the end. */
bool dictum__reasons_next(dictum_slice *reasons, dictum_slice *member, dictum_slice *reason);

/* Tells what the ledger says of a file or place: each line of its reasons as a problem, or as something skipped, of
 * `file`, or of the member that stands in front of a tab; and adds to the counts. There may be more than are kept. */
void dictum__report_entry(const dictum_update_hooks *hooks, const char *file, const dictum_ledger_entry *entry,
                          dictum_update_counts *counts);

#endif
