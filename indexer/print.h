/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What dictum-index prints: results on standard output, as text or as JSON lines, all else on standard error. */
#ifndef DICTUM_INDEXER_PRINT_H
#define DICTUM_INDEXER_PRINT_H

#include "indexer/progress.h"
#include "indexer/status.h"
#include "indexer/update.h"

typedef struct dictum_printer {
    const char *name;  /* of the program */
    const char *index; /* as it is shown */
    bool json, verbose, quiet;
    bool dry_run; /* nothing was done, it is only told */
    dictum_progress progress;
    dictum_buf line; /* that is being made */
} dictum_printer;

void dictum__printer_init(dictum_printer *printer, const char *name);
void dictum__printer_dispose(dictum_printer *printer);

/* What a run tells; `context` is the printer. */
dictum_update_hooks dictum__printer_hooks(dictum_printer *printer);
void dictum__print_note(dictum_printer *printer, const char *text);
void dictum__print_summary(dictum_printer *printer, const dictum_update_counts *counts, int64_t elapsed_ms);
/* False where it could not be printed as memory ran out. */
bool dictum__print_status(dictum_printer *printer, const dictum_status_report *report);
/* The line of JSON of an error. */
void dictum__print_error(dictum_printer *printer, dictum_status status, const char *message);

#endif
