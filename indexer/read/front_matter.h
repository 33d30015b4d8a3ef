/* SPDX-License-Identifier: GPL-2.0-or-later */
/* YAML front matter: what stands between two lines "---" at the beginning of a Markdown document. */
#ifndef DICTUM_INDEXER_READ_FRONT_MATTER_H
#define DICTUM_INDEXER_READ_FRONT_MATTER_H

#include "indexer/read/document.h"

/* Takes title, date, speaker, source, language and URL from the front matter into the document. Returns how many bytes
 * it has with its lines "---"; 0 where there is none: where the second line is missing, what is between them is not a
 * YAML mapping, or it has none of the keys that front matter has. Then the lines are text. */
size_t dictum__front_matter(dictum_slice text, dictum_document *document);

#endif
