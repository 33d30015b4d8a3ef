/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines near the title that are nothing but a date or a name: what a document says of itself where no field does. */
#ifndef DICTUM_INDEXER_READ_BYLINE_H
#define DICTUM_INDEXER_READ_BYLINE_H

#include "indexer/read/document.h"

/* From so many bytes on a line is a paragraph of the text: nothing behind it stands near the title. */
#define DICTUM__PARAGRAPH_BYTES 200

typedef struct dictum_byline {
    dictum_buf date;   /* the first day that a line names */
    dictum_buf author; /* the first name behind "By" */
    bool doubtful;     /* another line names another day */
} dictum_byline;

void dictum__byline_init(dictum_byline *byline);
void dictum__byline_dispose(dictum_byline *byline);
/* Takes one line in. `marked`: the document marks it as a date, so that a few words may stand before the day. */
void dictum__byline_read(dictum_byline *byline, dictum_slice line, bool marked);
/* The day; without data where no line names one, or two name different ones. */
dictum_slice dictum__byline_date(const dictum_byline *byline);

/* Offers the document what the first lines of its text say, up to the first paragraph. */
void dictum__byline_offer(dictum_document *document);

/* The name of a person that a text is, without "by" in front; without data where it is more or something else. */
dictum_slice dictum__byline_name(dictum_slice text);

/* Puts the day that a line is, or ends with behind a place or a label, into `date`, emptied first; or begins with
 * where what follows is divided from it: "Berlin, 3 May 2011", "For immediate release: 3 May 2011". */
bool dictum__line_date(dictum_slice line, dictum_buf *date);

#endif
