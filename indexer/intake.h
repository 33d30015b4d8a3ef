/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking in what is read of one file: statement by statement compared with what the index has of it, so that
 * only what differs is written and what is gone is removed. */
#ifndef DICTUM_INDEXER_INTAKE_H
#define DICTUM_INDEXER_INTAKE_H

#include "indexer/read/read.h"
#include "indexer/update.h"
#include "indexer/writer.h"

typedef struct dictum_intake dictum_intake;

/* `file` is the path as the system has it, "-" for standard input; copied. `known`: the index may have
 * statements of it. `settings`: dictum__settings_hash() of those that it is read with. */
DICTUM_CHECK_RESULT dictum_status dictum__intake_new(dictum_intake **out, dictum_writer *writer, const char *file,
                                                     bool known, uint64_t settings, dictum_error *err);
void dictum__intake_free(dictum_intake *intake);

/* One statement was read. One whose id another file holds is left out: see dictum__intake_is_refused(). */
DICTUM_CHECK_RESULT dictum_status dictum__intake_statement(dictum_intake *intake, const dictum_place *place,
                                                           const dictum_record *record, dictum_error *err);
/* A part could not be read. */
void dictum__intake_problem(dictum_intake *intake, const dictum_place *place, dictum_slice reason);
/* A member is no document. */
void dictum__intake_skipped(dictum_intake *intake, const dictum_place *place, dictum_slice reason);

/* The file has changed while it was read: that is a problem, what was not read may be there all the same, and the file
 * is to be read again. */
void dictum__intake_changed(dictum_intake *intake);

/* Whether a statement was left out as its id belongs to another file. That file may be about to lose it, so the
 * whole may be read once more after all others. */
bool dictum__intake_is_refused(const dictum_intake *intake);
/* The reading is over and will be repeated: what is gone from the file goes now, so that others may have its ids. */
DICTUM_CHECK_RESULT dictum_status dictum__intake_release(dictum_intake *intake, dictum_read_outcome outcome,
                                                         bool allow_empty, dictum_error *err);
/* Makes ready for the repetition; what is known of the first time stays. */
void dictum__intake_again(dictum_intake *intake);

/* The reading is over: removes what is gone, adds to the counts, reports problems and what was skipped, and puts
 * the file into the ledger with `signature`. `allow_empty`: a file that gives no statement any more loses those
 * it had; otherwise they stay and that is a problem. */
DICTUM_CHECK_RESULT dictum_status dictum__intake_end(dictum_intake *intake, dictum_read_outcome outcome,
                                                     dictum_slice reason, const dictum_signature *signature,
                                                     bool allow_empty, const dictum_update_hooks *hooks,
                                                     dictum_update_counts *counts, dictum_error *err);

/* Puts the file into the ledger as one to be read again, before a commit in the middle of it. */
DICTUM_CHECK_RESULT dictum_status dictum__intake_suspend(dictum_intake *intake, dictum_error *err);

#endif
