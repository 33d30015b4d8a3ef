/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making PDF files for tests, by the letter of ISO 32000-1 and with no library: text at places of pages. */
#ifndef DICTUM_TESTS_SUPPORT_PDF_H
#define DICTUM_TESTS_SUPPORT_PDF_H

#include <stddef.h>

#include "tests/support/characters.h"

#define PDF_PAGES_MAX 64

/* A4, in points. */
#define PDF_WIDTH 595
#define PDF_HEIGHT 842

typedef struct pdf_maker {
    growing pages[PDF_PAGES_MAX]; /* their content streams */
    size_t page_count;
    growing info;    /* entries of the information dictionary */
    growing letters; /* of the second font: lines of its ToUnicode map */
    size_t letter_count;
    const char *xmp; /* or NULL; must outlive the maker */
    bool encrypted;  /* with a password that nobody knows */
} pdf_maker;

void pdf_begin(pdf_maker *pdf);
void pdf_add_page(pdf_maker *pdf);
/* Text of windows-1252 in Helvetica on the last page; `x` from its left, `y` of the base line from its upper edge. */
void pdf_text(pdf_maker *pdf, double x, double y, double size, const char *text);
/* The same from bottom to top. */
void pdf_turned(pdf_maker *pdf, double x, double y, double size, const char *text);
/* The same in the second font, whose letters mean what pdf_letter() said. */
void pdf_strange(pdf_maker *pdf, double x, double y, double size, const char *text);
/* The byte of the second font means the UTF-16 code units, in hexadecimal. */
void pdf_letter(pdf_maker *pdf, char byte, const char *utf16);
/* Lines of `size`, each `lead` under the one before, the first at (x, y). Ended by NULL. Returns where the next would
 * stand. */
double pdf_lines(pdf_maker *pdf, double x, double y, double size, double lead, const char *const *lines);
/* An entry of the information dictionary: "Title" and so on. */
void pdf_info(pdf_maker *pdf, const char *key, const char *value);
/* The file, to be freed; ends the making. */
char *pdf_finish(pdf_maker *pdf, size_t *count);

#endif
