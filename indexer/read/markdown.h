/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Markdown (CommonMark, with YAML front matter and tables) to text. */
#ifndef DICTUM_INDEXER_READ_MARKDOWN_H
#define DICTUM_INDEXER_READ_MARKDOWN_H

#include "indexer/read/document.h"

/* Reads valid UTF-8. Numbers of list items are text, as written; alternative texts of images are not. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__read_markdown(dictum_slice markdown, dictum_document *document,
                                                        dictum_error *err);

/* Copies Markdown to `out` so that "[Name]: Word" stays text. CommonMark takes it for the definition of a link and
 * drops it; in a transcript it is somebody speaking. What looks like an address stays a definition. */
void dictum__markdown_keep_speakers(dictum_slice markdown, dictum_buf *out);

/* Where the paragraph from `from` to the end of `out` is a table with columns divided by "|": its rows become
 * paragraphs, its cells are divided by tabs, and the row of hyphens goes. */
void dictum__markdown_table(dictum_buf *out, size_t from);

#endif
