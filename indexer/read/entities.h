/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Named character references of HTML 5 that libxml2, which knows those of HTML 4, would leave as they are. */
#ifndef DICTUM_INDEXER_READ_ENTITIES_H
#define DICTUM_INDEXER_READ_ENTITIES_H

#include "lib/buf.h"

/* Appends `html` to `out` with those references replaced by their characters. */
void dictum__entities_expand(dictum_slice html, dictum_buf *out);

#endif
