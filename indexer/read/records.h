/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records: one JSON object a line, one statement each. */
#ifndef DICTUM_INDEXER_READ_RECORDS_H
#define DICTUM_INDEXER_READ_RECORDS_H

#include "indexer/read/source.h"

/* Reads the source to its end, a line at a time. Records without a date have that of the source. A bad line goes to the
 * sink as a problem and the next one is read; a file none of whose lines is a record is a problem as a whole. */
DICTUM_CHECK_RESULT dictum_status dictum__read_records(dictum_source *source, const dictum_reading *reading,
                                                       dictum_error *err);

#endif
