/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Subtitles (SubRip and WebVTT) to text. */
#ifndef DICTUM_INDEXER_READ_SUBTITLES_H
#define DICTUM_INDEXER_READ_SUBTITLES_H

#include "indexer/read/document.h"

/* Reads valid UTF-8; `name` is the file's, which may tell the language. DICTUM_CORRUPT (there is no text),
 * DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__read_subtitles(const char *name, dictum_slice text, dictum_document *document,
                                                         dictum_error *err);

#endif
