/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plain text, and the paragraphs that every format's text is brought into. */
#ifndef DICTUM_INDEXER_READ_TEXT_H
#define DICTUM_INDEXER_READ_TEXT_H

#include "indexer/read/document.h"

/* Reads valid UTF-8: its paragraphs, and a title where the first line looks like one. */
void dictum__read_text(dictum_slice text, dictum_document *document);

/* Appends `text` to `out` in paragraphs: divided by one empty line, no blanks at the ends of lines. */
void dictum__paragraphs(dictum_slice text, dictum_buf *out);

#endif
