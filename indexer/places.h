/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lies in folders and is never read, so that a report knows of it: links and special files, places that could not
 * be looked into, and faulty files `.dictum` (indexer/ledger.h: DICTUM__META_PLACE). */
#ifndef DICTUM_INDEXER_PLACES_H
#define DICTUM_INDEXER_PLACES_H

#include "indexer/update.h"
#include "indexer/workplan.h"
#include "indexer/writer.h"

/* Brings what the index has of such places in line with a walk, and tells and counts them. What lies behind a place
 * that cannot be looked into stays known. */
DICTUM_CHECK_RESULT dictum_status dictum__places_update(dictum_writer *writer, const dictum_workplan *plan,
                                                        const dictum_update_hooks *hooks, dictum_update_counts *counts,
                                                        dictum_error *err);

/* Forgets those at and below a path. */
DICTUM_CHECK_RESULT dictum_status dictum__places_forget(dictum_writer *writer, dictum_workplan *plan, dictum_slice path,
                                                        dictum_error *err);

#endif
