/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of PDF share: making a file and reading it, and two paragraphs. */
#ifndef DICTUM_TEST_READ_PDF_SCENE_H
#define DICTUM_TEST_READ_PDF_SCENE_H

#include "test_read_scene.h"
#include "tests/support/pdf.h"

#define LEFT 72.0
#define SIZE 11.0
#define LEAD 13.0

/* The lines of two paragraphs, and their text. */
extern const char *const harbour[];
extern const char *const ferries[];
#define HARBOUR                                                                                                        \
    "The harbour board has met for the third time this year, and it has\n"                                             \
    "found that the northern breakwater needs to be repaired before the next\n"                                        \
    "winter. The work will begin in May."
#define FERRIES                                                                                                        \
    "Ferries to the outer islands will leave from the second quay while the\n"                                         \
    "work goes on, at the usual times."

/* Ends the making and reads the file. */
void read_pdf(read_scene *scene, const char *name, pdf_maker *pdf);
/* The same; one statement must come, with this text. */
void expect_text(read_scene *scene, pdf_maker *pdf, const char *text);
/* The page on which the text stands that begins with `words`. */
uint64_t page_of(const read_scene *scene, const char *words);
/* Begins a file whose first page has a heading of this size above a paragraph. */
void begin_titled(pdf_maker *pdf, double size, const char *heading);
/* Lines at the left margin, the first at `y`. Returns where the next would stand. */
double add(pdf_maker *pdf, double y, const char *const *lines);

#endif
