/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a PDF's pages with their places, and what is made of them. Each step is a file of its own: pdf.c takes
 * the lines, pdf_margin.c finds those that stand on every page, pdf_order.c finds columns, pdf_paragraphs.c writes the
 * text, pdf_stated.c finds title and date. Nothing here but pdf.c knows poppler. */
#ifndef DICTUM_INDEXER_READ_PDF_LINES_H
#define DICTUM_INDEXER_READ_PDF_LINES_H

#include "indexer/read/document.h"

/* In points (1/72 inch) from the left and upper edges of the page; of a page whose script runs from right to left, from
 * its right edge, so that lines begin at x1 whatever the script. */
typedef struct dictum_pdf_line {
    size_t start, end;    /* bytes of dictum_pdf.text, at least one; no blanks at its ends */
    float x1, y1, x2, y2; /* the box around it */
    float size;           /* mean height of its characters, above 0 */
    float first_word;     /* width of its first word */
    uint32_t page;        /* from 0 */
    bool placed;          /* its place is known, and it runs across the page; else only its order counts */
    bool running;         /* a head, a foot or a page number */
} dictum_pdf_line;

typedef struct dictum_pdf_page {
    size_t first_line; /* its lines go on to the first of the next page */
    float width, height;
} dictum_pdf_page;

typedef struct dictum_pdf {
    dictum_buf text;        /* valid UTF-8 */
    dictum_pdf_line *lines; /* in reading order */
    size_t line_count, line_cap;
    dictum_pdf_page *pages; /* with one more, at the end of the lines */
    size_t page_count;
    size_t complaints; /* of poppler, about errors of the page at hand */
} dictum_pdf;

static inline dictum_slice dictum__pdf_line_text(const dictum_pdf *pdf, const dictum_pdf_line *line)
{
    return (dictum_slice){pdf->text.data + line->start, line->end - line->start};
}

/* Sets `running` of heads, feet and page numbers: what stands at the same place with the same text, its numbers aside,
 * on several pages, and lone numbers at a page's edge. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__pdf_mark_running(dictum_pdf *pdf, dictum_error *err);

/* Brings the lines of pages that have columns into the order of the columns. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__pdf_order(dictum_pdf *pdf, dictum_error *err);

/* Writes text and pages of the document. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__pdf_write(const dictum_pdf *pdf, dictum_document *document,
                                                    dictum_error *err);

/* Whether the line's end is that of a sentence, or of what introduces a list or quotation. */
bool dictum__pdf_ends_sentence(dictum_slice line);

/* What a PDF says of itself outside of its pages. Any may be without data. */
typedef struct dictum_pdf_info {
    dictum_slice title, author;
    dictum_slice made; /* ISO 8601 */
    dictum_slice xmp;  /* XML */
} dictum_pdf_info;

/* Fills the document's fields from what the file and its first page say. */
void dictum__pdf_stated(const dictum_pdf *pdf, const dictum_pdf_info *info, dictum_document *document);

#endif
