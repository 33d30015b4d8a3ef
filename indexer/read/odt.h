/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OpenDocument texts (ODT) to text. */
#ifndef DICTUM_INDEXER_READ_ODT_H
#define DICTUM_INDEXER_READ_ODT_H

#include "indexer/read/document.h"

/* Reads a file of any bytes. DICTUM_CORRUPT (it cannot be read; says why), DICTUM_LIMIT, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__read_odt(dictum_slice bytes, dictum_document *document, dictum_error *err);

#endif
