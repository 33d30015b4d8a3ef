/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of comma-separated values (RFC 4180): one statement a row. */
#ifndef DICTUM_INDEXER_READ_CSV_H
#define DICTUM_INDEXER_READ_CSV_H

#include "indexer/read/deliver.h"

/* Reads valid UTF-8. DICTUM_CORRUPT (it cannot be read; says why), DICTUM_NOMEM, or what the sink returned. */
DICTUM_CHECK_RESULT dictum_status dictum__read_csv(dictum_source *source, dictum_slice text,
                                                   const dictum_reading *reading, dictum_error *err);

#endif
