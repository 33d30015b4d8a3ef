/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a document says of itself, in the many places where documents do. Each place has a rank; the best place that
 * says something usable wins, whatever their order in the document. */
#ifndef DICTUM_INDEXER_READ_STATED_H
#define DICTUM_INDEXER_READ_STATED_H

#include "indexer/read/document.h"

typedef enum dictum__stated_field {
    DICTUM__STATED_TITLE,
    DICTUM__STATED_DATE,
    DICTUM__STATED_SPEAKER,
    DICTUM__STATED_SOURCE,
    DICTUM__STATED_LANG,
    DICTUM__STATED_URL,
    DICTUM__STATED_FIELDS
} dictum__stated_field;

typedef struct dictum_stated {
    struct {
        dictum_buf value;
        int rank; /* 0: nothing yet */
    } fields[DICTUM__STATED_FIELDS];
    dictum_buf refused_date; /* the first that was meant for one */
} dictum_stated;

void dictum__stated_init(dictum_stated *stated);
void dictum__stated_dispose(dictum_stated *stated);

/* From this rank on, what is not a date was perhaps not meant for one ("two hours ago"). */
#define DICTUM__RANK_DATE_VAGUE 9

/* `value` is taken where it is usable and nothing of this rank or a better one has been. */
void dictum__stated_offer(dictum_stated *stated, dictum__stated_field field, int rank, dictum_slice value);
/* The same, but a value of the same rank is put behind what has been taken, with a comma, unless it is in it already or
 * the whole would be long. */
void dictum__stated_add(dictum_stated *stated, dictum__stated_field field, int rank, dictum_slice value);
/* Puts what was found into the document. */
void dictum__stated_finish(const dictum_stated *stated, dictum_document *document);

#endif
