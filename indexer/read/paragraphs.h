/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of an office document, as its paragraphs, cells and notes come. Text boxes and notes stand inside a
 * paragraph in the file; they are kept aside, so that no sentence is cut: a box follows its paragraph, notes follow all
 * paragraphs. */
#ifndef DICTUM_INDEXER_READ_PARAGRAPHS_H
#define DICTUM_INDEXER_READ_PARAGRAPHS_H

#include "indexer/read/document.h"
#include "indexer/read/flow.h"

typedef enum dictum__stream { DICTUM__STREAM_TEXT, DICTUM__STREAM_NOTES, DICTUM__STREAM_BOXES } dictum__stream;

typedef struct dictum_paragraphs {
    struct {
        dictum_flow flow;
        dictum__border wanted; /* before the next text, unless a cell ends */
    } streams[3];
    dictum_buf notes, boxes;
    dictum__stream stream; /* to which text goes */
} dictum_paragraphs;

/* The text goes to `out`. */
void dictum__paragraphs_init(dictum_paragraphs *paragraphs, dictum_buf *out);
/* Appends the notes; a failure of memory or of a limit is then in the buffer given. */
void dictum__paragraphs_finish(dictum_paragraphs *paragraphs);
void dictum__paragraphs_dispose(dictum_paragraphs *paragraphs);

/* Text goes to another stream from here on: which one it was until now. */
dictum__stream dictum__paragraphs_turn(dictum_paragraphs *paragraphs, dictum__stream stream);

/* Text whose white space counts as one space. */
void dictum__paragraphs_text(dictum_paragraphs *paragraphs, dictum_slice text);
void dictum__paragraphs_border(dictum_paragraphs *paragraphs, dictum__border border);
/* A line ends inside a paragraph; two of them end the paragraph, as they show an empty line. */
void dictum__paragraphs_break(dictum_paragraphs *paragraphs);
/* A paragraph ends: `border` before the next one, normally DICTUM__BORDER_PARAGRAPH. Boxes that wait follow it where it
 * stands in the text itself. */
void dictum__paragraphs_end(dictum_paragraphs *paragraphs, dictum__border border);
/* A row of a table begins, a cell ends, a row ends. */
void dictum__paragraphs_row(dictum_paragraphs *paragraphs);
void dictum__paragraphs_cell_end(dictum_paragraphs *paragraphs);
void dictum__paragraphs_row_end(dictum_paragraphs *paragraphs);

/* The text of the stream at hand, as dictum__flow_mark() and dictum__flow_since(). */
size_t dictum__paragraphs_mark(const dictum_paragraphs *paragraphs);
dictum_slice dictum__paragraphs_since(const dictum_paragraphs *paragraphs, size_t mark);
/* Takes back what the stream at hand was given since the mark. */
void dictum__paragraphs_forget(dictum_paragraphs *paragraphs, size_t mark);

#endif
