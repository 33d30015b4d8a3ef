/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a source to the sink: reading whatever it is, and handing over what was read with all that is known of it. */
#ifndef DICTUM_INDEXER_READ_DELIVER_H
#define DICTUM_INDEXER_READ_DELIVER_H

#include "indexer/read/document.h"
#include "indexer/read/source.h"

/* Reads a source of any format; a container is opened, and what is in it read. DICTUM_NOMEM, or what the sink
 * returned. */
DICTUM_CHECK_RESULT dictum_status dictum__read_source(dictum_source *source, const dictum_reading *reading,
                                                      dictum_error *err);

/* The same for something inside another source: that it is no document or cannot be read goes to the sink, and the
 * source around it goes on. */
DICTUM_CHECK_RESULT dictum_status dictum__read_inside(dictum_source *source, const dictum_reading *reading,
                                                      dictum_error *err);

/* Hands a document over as a statement: what it does not state comes from its name and time, its language is found, and
 * what it states and could not be understood is a problem. `type` as in dictum_record, `part` as in dictum_place. */
DICTUM_CHECK_RESULT dictum_status dictum__deliver(const dictum_source *source, uint64_t part,
                                                  const dictum_document *document, const char *type,
                                                  const dictum_reading *reading, dictum_error *err);

/* Hands over a record as it is, but for what the settings say. Its strings stay the caller's. */
DICTUM_CHECK_RESULT dictum_status dictum__deliver_record(const dictum_place *place, const dictum_record *record,
                                                         const dictum_reading *reading, dictum_error *err);

/* Hands over a problem of a part; `reason` may be any bytes. */
DICTUM_CHECK_RESULT dictum_status dictum__deliver_problem(const dictum_place *place, const dictum_reading *reading,
                                                          dictum_error *err, const char *reason, ...)
    DICTUM_PRINTF(4, 5);

/* The date that can be had without reading: from the source's name, else its time, in UTC; as a record's date and
 * date_known. `out` keeps it. */
void dictum__date_of_source(const dictum_source *source, dictum_buf *out, dictum_record *record);

#endif
