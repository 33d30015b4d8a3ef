/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of an input of many statements, one a row: what records and tables have in common. */
#ifndef DICTUM_INDEXER_READ_ROWS_H
#define DICTUM_INDEXER_READ_ROWS_H

#include "indexer/read/deliver.h"
#include "indexer/read/document.h"
#include "indexer/read/id_set.h"

/* So many bad rows before the first good one, and the input is none of rows. */
#define DICTUM__BAD_ROWS_MAX 100

/* The fields that a row may have; the rest is kept as it is. */
typedef enum dictum__row_field {
    DICTUM__ROW_ID,
    DICTUM__ROW_TITLE,
    DICTUM__ROW_DATE,
    DICTUM__ROW_SPEAKER,
    DICTUM__ROW_SOURCE,
    DICTUM__ROW_LANG,
    DICTUM__ROW_URL,
    DICTUM__ROW_TEXT,
    DICTUM__ROW_FIELDS
} dictum__row_field;

/* "id" and so on. */
extern const char *const dictum__row_field_names[DICTUM__ROW_FIELDS];

typedef struct dictum_row {
    dictum_slice fields[DICTUM__ROW_FIELDS]; /* UTF-8, perhaps with NUL; data is NULL where there is none */
    dictum_slice extra;            /* the unknown fields as a JSON object; data is NULL where there are none */
    dictum__date_known date_known; /* of a date that it has */
} dictum_row;

/* An input that is being read. */
typedef struct dictum_rows {
    dictum_source *source;
    const dictum_reading *reading;
    const char *type;       /* as in dictum_record */
    dictum_record fallback; /* the date of rows without one */
    dictum_id_set ids;
    dictum_document document; /* of the row at hand */
    dictum_buf plain, lang, complaint, date;
    uint64_t line; /* of the row at hand */
    uint64_t good, bad;
} dictum_rows;

void dictum__rows_init(dictum_rows *rows, dictum_source *source, const char *type, const dictum_reading *reading);
void dictum__rows_dispose(dictum_rows *rows);

/* Hands the row at hand over as a statement, or as a problem that names it; both where a part of it could not be used.
 * DICTUM_NOMEM, or what the sink returned. */
DICTUM_CHECK_RESULT dictum_status dictum__rows_take(dictum_rows *rows, const dictum_row *row, dictum_error *err);

/* Hands over a problem with the row at hand, of which something comes all the same. */
DICTUM_CHECK_RESULT dictum_status dictum__rows_complain(dictum_rows *rows, dictum_error *err, const char *format, ...)
    DICTUM_PRINTF(3, 4);

/* The same where nothing comes of it. */
DICTUM_CHECK_RESULT dictum_status dictum__rows_refuse(dictum_rows *rows, dictum_slice id, dictum_error *err,
                                                      const char *format, ...) DICTUM_PRINTF(4, 5);

/* Whether there have been bad rows only, and too many: then the source is ended with a problem. `what` they are not, as
 * in "records". */
bool dictum__rows_hopeless(const dictum_rows *rows, const char *what);

#endif
