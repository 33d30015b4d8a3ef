/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Office Open XML documents of Word (DOCX) to text. */
#ifndef DICTUM_INDEXER_READ_DOCX_H
#define DICTUM_INDEXER_READ_DOCX_H

#include "indexer/read/document.h"
#include "indexer/read/source.h"

/* Reads a file of any bytes; what is expanded counts against the budget. DICTUM_CORRUPT (it cannot be read; says why),
 * DICTUM_LIMIT, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__read_docx(dictum_slice bytes, dictum_budget *budget,
                                                    dictum_document *document, dictum_error *err);

#endif
