/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What office documents say of themselves, as far as the formats share it. */
#ifndef DICTUM_INDEXER_READ_OFFICE_H
#define DICTUM_INDEXER_READ_OFFICE_H

#include "indexer/read/document.h"
#include "indexer/read/xml.h"

/* Fields as a document's properties state them; each is the first of its kind that is usable. */
typedef struct dictum_properties {
    dictum_buf title, author, changer, company, lang, made, changed;
} dictum_properties;

void dictum__properties_init(dictum_properties *properties);
void dictum__properties_dispose(dictum_properties *properties);

/* Reads an XML part with properties of either format. DICTUM_CORRUPT, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__properties_read(dictum_properties *properties, dictum_slice xml,
                                                          const char *name, dictum_error *err);

/* Offers them to the document. Whom a program calls its user when it was not told is nobody's author or company. */
void dictum__properties_finish(const dictum_properties *properties, dictum_document *document);

/* Adds to what of the document is lost though the rest can be read; `detail` says why. */
void dictum__office_lost(dictum_document *document, const char *what, const dictum_error *detail);

#endif
