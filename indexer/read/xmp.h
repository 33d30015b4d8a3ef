/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XMP: what a file says of itself in XML (ISO 16684-1), as PDF holds it. */
#ifndef DICTUM_INDEXER_READ_XMP_H
#define DICTUM_INDEXER_READ_XMP_H

#include "lib/buf.h"

typedef enum dictum__xmp_field {
    DICTUM__XMP_TITLE,     /* dc:title, in the default language */
    DICTUM__XMP_CREATOR,   /* dc:creator: persons, divided by ", " */
    DICTUM__XMP_PUBLISHER, /* dc:publisher: likewise */
    DICTUM__XMP_DATE,      /* dc:date, the first */
    DICTUM__XMP_LANGUAGE,  /* dc:language, the first */
    DICTUM__XMP_MADE,      /* xmp:CreateDate */
    DICTUM__XMP_FIELDS
} dictum__xmp_field;

typedef struct dictum_xmp {
    dictum_buf fields[DICTUM__XMP_FIELDS]; /* one line of valid UTF-8, at most DICTUM__STATED_BYTES_MAX; empty: none */
} dictum_xmp;

void dictum__xmp_init(dictum_xmp *xmp);
void dictum__xmp_dispose(dictum_xmp *xmp);
/* Reads the XML, hostile or not, as far as it is well formed. Nothing is fetched, no entity is expanded, and a packet
 * with a document type is not read. The fields must be empty. */
void dictum__xmp_read(dictum_slice xml, dictum_xmp *xmp);

#endif
