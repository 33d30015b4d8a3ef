/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report on an index as dictum-index prints it: for people, and for programs. */
#ifndef DICTUM_INDEXER_STATUS_PRINT_H
#define DICTUM_INDEXER_STATUS_PRINT_H

#include "indexer/status.h"

/* Appended to `out`; safe for a terminal. `verbose`: with a list of what was skipped. */
void dictum__status_append_text(const dictum_status_report *report, bool verbose, dictum_buf *out);

struct dictum_json; /* lib/program/json.h */
/* The fields of the report, into an object of which format and type are written already. */
void dictum__status_append_json(const dictum_status_report *report, struct dictum_json *json);

#endif
