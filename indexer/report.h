/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reasons: what is told of a file and of its members, collected line by line, kept in the ledger and told again. A line
 * is a reason, or a member, a tab and a reason. */
#ifndef DICTUM_INDEXER_REPORT_H
#define DICTUM_INDEXER_REPORT_H

#include "indexer/read/read.h"
#include "indexer/update.h"

/* Adds a line as long as there is room for a whole one within DICTUM__LEDGER_REASON_MAX. `place` may be NULL: the file
 * itself. */
void dictum__reasons_add(dictum_buf *reasons, const dictum_place *place, dictum_slice reason);

/* Tells each line of `reasons` as a problem of `file`, or of the member that stands in front of a tab; `count` may be
 * more than there was room for. */
void dictum__report_problems(const dictum_update_hooks *hooks, const char *file, dictum_slice reasons, uint64_t count);
/* The same of what is no document. */
void dictum__report_skipped(const dictum_update_hooks *hooks, const char *file, dictum_slice reasons, uint64_t count);

#endif
