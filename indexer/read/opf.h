/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The package document of an EPUB book (OPF): its metadata, and which parts are its text in which order. */
#ifndef DICTUM_INDEXER_READ_OPF_H
#define DICTUM_INDEXER_READ_OPF_H

#include "indexer/read/document.h"

typedef struct dictum_opf_item {
    size_t id, id_bytes, name, name_bytes; /* in `names`; the name is that of the part in the package */
    bool readable;                         /* a page of text, by its media type or else its extension */
    bool navigation;
} dictum_opf_item;

typedef struct dictum_opf {
    dictum_opf_item *items; /* of the manifest, in its order until dictum__opf_read() ends, then by id */
    size_t count, room;
    dictum_opf_item *spine; /* the pages in the order of reading; `id` is what the spine refers to */
    size_t spine_count, spine_room;
    dictum_buf names;
    size_t dangling; /* references of the spine that lead to nothing */
} dictum_opf;

void dictum__opf_init(dictum_opf *opf);
void dictum__opf_dispose(dictum_opf *opf);

/* Reads the package document, which is the part `name`: the spine without what is not linear or is navigation, else,
 * where it has none, all pages of the manifest; metadata go to the document. DICTUM_CORRUPT, DICTUM_LIMIT,
 * DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__opf_read(dictum_opf *opf, dictum_slice xml, dictum_slice name,
                                                   dictum_document *document, dictum_error *err);

#endif
