/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of HTML 5 libxml2, which knows HTML 4, would take for text: newer named character references, old ones without
 * their semicolon, and "<![if …]>". */
#ifndef DICTUM_INDEXER_READ_ENTITIES_H
#define DICTUM_INDEXER_READ_ENTITIES_H

#include "lib/buf.h"

/* Appends `html` to `out` with references that libxml2 understands, or characters in their place. */
void dictum__entities_expand(dictum_slice html, dictum_buf *out);

#endif
