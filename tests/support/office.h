/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random office documents, and the text that must come of them. One document can be written in each format, with as
 * much in it that is no text as the format has. Uses nothing of dictum. */
#ifndef DICTUM_TESTS_SUPPORT_OFFICE_H
#define DICTUM_TESTS_SUPPORT_OFFICE_H

#include "tests/support/chance.h"
#include "tests/support/packages.h"

typedef enum office_format { OFFICE_DOCX, OFFICE_ODT, OFFICE_EPUB } office_format;

typedef struct office_document office_document;

office_document *office_draw(chance *dice);
void office_free(office_document *document);

/* The text as it must be read: paragraphs divided by empty lines, cells by tabs, notes at the end. In HTML a tab is a
 * space. To be freed. */
char *office_text(const office_document *document, office_format format);

/* The file. Where the text is divided into runs, and what stands between them, is drawn anew each time. With `damage`
 * so many bytes of its XML are changed. */
packed office_write(const office_document *document, office_format format, chance *dice, size_t damage);

#endif
