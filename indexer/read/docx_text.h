/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of DOCX: WordprocessingML (ECMA-376, ISO/IEC 29500), transitional and strict. */
#ifndef DICTUM_INDEXER_READ_DOCX_TEXT_H
#define DICTUM_INDEXER_READ_DOCX_TEXT_H

#include "indexer/read/document.h"
#include "indexer/read/paragraphs.h"
#include "indexer/read/styles.h"

/* Families of styles. */
enum { DICTUM__DOCX_PARAGRAPH = 1, DICTUM__DOCX_CHARACTER };

typedef struct dictum_docx_body {
    dictum_paragraphs *paragraphs;
    dictum_styles *styles;
    dictum_buf title, heading; /* the first paragraph in the style of a title, and of the highest heading */
} dictum_docx_body;

void dictum__docx_body_init(dictum_docx_body *body, dictum_paragraphs *paragraphs, dictum_styles *styles);
void dictum__docx_body_dispose(dictum_docx_body *body);

/* Reads the part with the styles. DICTUM_CORRUPT, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__docx_styles(dictum_slice xml, const char *name, dictum_styles *styles,
                                                      dictum_error *err);

/* Whether an element with this value, or none, switches something on. */
bool dictum__docx_is_on(dictum_slice value);

/* Appends the text of a main part or of one with notes. Deleted and hidden text is none, nor are codes of fields,
 * comments and the small print of sounds above East Asian characters. DICTUM_CORRUPT, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__docx_text(dictum_docx_body *body, dictum_slice xml, const char *name,
                                                    dictum_error *err);

#endif
