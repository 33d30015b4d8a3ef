/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDF to text: what a reader of the pages would read, without what stands on every page. */
#ifndef DICTUM_INDEXER_READ_PDF_H
#define DICTUM_INDEXER_READ_PDF_H

#include "indexer/read/document.h"

/* Reads a file of any bytes. The text's lines are those of the pages: a word that a line's end divides stays divided,
 * with its hyphen. Paragraphs go on over the end of a page or column. Heads, feet and page numbers are left out.
 * DICTUM_CORRUPT (it cannot be read, or has no text; says why), DICTUM_LIMIT, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__read_pdf(dictum_slice bytes, dictum_document *document, dictum_error *err);

#endif
