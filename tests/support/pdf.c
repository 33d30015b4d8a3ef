/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDF by hand. Objects: 1 catalogue, 2 page tree, 3 and 4 fonts, 5 the second one's ToUnicode map, 6 information,
 * 7 XMP, 8 encryption, then for each page its dictionary and its content. Invariant: the cross-reference table tells
 * where each object begins. */
#include "tests/support/pdf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_PAGE 9

static void add_format(growing *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add_format(growing *to, const char *format, ...)
{
    char line[512];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    growing_add_str(to, line);
}

/* A string object. */
static void add_string(growing *to, const char *text)
{
    growing_add_str(to, "(");
    for (; *text != '\0'; text++) {
        if (strchr("()\\", *text) != NULL || (unsigned char)*text < 0x20 || (unsigned char)*text >= 0x7F) {
            add_format(to, "\\%03o", (unsigned)(unsigned char)*text);
        } else {
            growing_add(to, text, 1);
        }
    }
    growing_add_str(to, ")");
}

void pdf_begin(pdf_maker *pdf)
{
    memset(pdf, 0, sizeof(*pdf));
}

void pdf_add_page(pdf_maker *pdf)
{
    pdf->page_count++;
}

static void show(pdf_maker *pdf, const char *font, const char *turn, double x, double y, double size, const char *text)
{
    growing *page = &pdf->pages[pdf->page_count - 1];

    add_format(page, "BT /%s %g Tf %s %g %g Tm ", font, size, turn, x, PDF_HEIGHT - y);
    add_string(page, text);
    growing_add_str(page, " Tj ET\n");
}

void pdf_text(pdf_maker *pdf, double x, double y, double size, const char *text)
{
    show(pdf, "F1", "1 0 0 1", x, y, size, text);
}

void pdf_turned(pdf_maker *pdf, double x, double y, double size, const char *text)
{
    show(pdf, "F1", "0 1 -1 0", x, y, size, text);
}

void pdf_strange(pdf_maker *pdf, double x, double y, double size, const char *text)
{
    show(pdf, "F2", "1 0 0 1", x, y, size, text);
}

void pdf_letter(pdf_maker *pdf, char byte, const char *utf16)
{
    add_format(&pdf->letters, "<%02X> <%s>\n", (unsigned)(unsigned char)byte, utf16);
    pdf->letter_count++;
}

double pdf_lines(pdf_maker *pdf, double x, double y, double size, double lead, const char *const *lines)
{
    for (; *lines != NULL; lines++) {
        pdf_text(pdf, x, y, size, *lines);
        y += lead;
    }
    return y;
}

void pdf_info(pdf_maker *pdf, const char *key, const char *value)
{
    add_format(&pdf->info, "/%s ", key);
    add_string(&pdf->info, value);
    growing_add_str(&pdf->info, "\n");
}

typedef struct file {
    growing bytes;
    size_t offsets[FIRST_PAGE + 2 * PDF_PAGES_MAX];
    size_t objects;
} file;

static void begin_object(file *f, size_t number)
{
    f->offsets[number] = f->bytes.len;
    f->objects = number > f->objects ? number : f->objects;
    add_format(&f->bytes, "%zu 0 obj\n", number);
}

static void add_stream(file *f, size_t number, const char *entries, const char *data, size_t count)
{
    begin_object(f, number);
    add_format(&f->bytes, "<< /Length %zu %s >>\nstream\n", count, entries);
    if (count > 0) {
        growing_add(&f->bytes, data, count);
    }
    growing_add_str(&f->bytes, "\nendstream\nendobj\n");
}

static void add_fonts(file *f, const pdf_maker *pdf)
{
    growing map = {0};

    begin_object(f, 3);
    growing_add_str(&f->bytes, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\n"
                               "endobj\n");
    begin_object(f, 4);
    growing_add_str(&f->bytes, "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding "
                               "/ToUnicode 5 0 R >>\nendobj\n");
    growing_add_str(&map, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                          "/CMapName /Made def\n/CMapType 2 def\n"
                          "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n");
    if (pdf->letter_count > 0) {
        add_format(&map, "%zu beginbfchar\n", pdf->letter_count);
        growing_add(&map, pdf->letters.data, pdf->letters.len);
        growing_add_str(&map, "endbfchar\n");
    }
    growing_add_str(&map, "endcmap\nend\nend\n");
    add_stream(f, 5, "", map.data, map.len);
    growing_dispose(&map);
}

static void add_pages(file *f, const pdf_maker *pdf)
{
    begin_object(f, 2);
    growing_add_str(&f->bytes, "<< /Type /Pages /Kids [");
    for (size_t i = 0; i < pdf->page_count; i++) {
        add_format(&f->bytes, "%zu 0 R ", FIRST_PAGE + 2 * i);
    }
    add_format(&f->bytes, "] /Count %zu /MediaBox [0 0 %d %d] >>\nendobj\n", pdf->page_count, PDF_WIDTH, PDF_HEIGHT);
    for (size_t i = 0; i < pdf->page_count; i++) {
        begin_object(f, FIRST_PAGE + 2 * i);
        add_format(&f->bytes,
                   "<< /Type /Page /Parent 2 0 R /Contents %zu 0 R "
                   "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>\nendobj\n",
                   FIRST_PAGE + 2 * i + 1);
        add_stream(f, FIRST_PAGE + 2 * i + 1, "", pdf->pages[i].data, pdf->pages[i].len);
    }
}

static void add_others(file *f, const pdf_maker *pdf)
{
    static const char nobody[] = "0123456789abcdef0123456789abcdef";

    begin_object(f, 1);
    growing_add_str(&f->bytes, "<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R >>\nendobj\n");
    begin_object(f, 6);
    growing_add_str(&f->bytes, "<<\n");
    if (pdf->info.len > 0) {
        growing_add(&f->bytes, pdf->info.data, pdf->info.len);
    }
    growing_add_str(&f->bytes, ">>\nendobj\n");
    add_stream(f, 7, "/Type /Metadata /Subtype /XML", pdf->xmp, pdf->xmp == NULL ? 0 : strlen(pdf->xmp));
    begin_object(f, 8);
    add_format(&f->bytes, "<< /Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s) >>\nendobj\n", nobody, nobody);
}

char *pdf_finish(pdf_maker *pdf, size_t *count)
{
    file f = {.objects = 0};
    size_t table;

    growing_add_str(&f.bytes, "%PDF-1.7\n");
    add_others(&f, pdf);
    add_fonts(&f, pdf);
    add_pages(&f, pdf);
    table = f.bytes.len;
    add_format(&f.bytes, "xref\n0 %zu\n0000000000 65535 f \n", f.objects + 1);
    for (size_t i = 1; i <= f.objects; i++) {
        add_format(&f.bytes, "%010zu 00000 n \n", f.offsets[i]);
    }
    add_format(&f.bytes, "trailer\n<< /Size %zu /Root 1 0 R /Info 6 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n",
               f.objects + 1, pdf->encrypted ? "/Encrypt 8 0 R /ID [(a) (a)]" : "", table);
    for (size_t i = 0; i < pdf->page_count; i++) {
        growing_dispose(&pdf->pages[i]);
    }
    growing_dispose(&pdf->info);
    growing_dispose(&pdf->letters);
    *count = f.bytes.len;
    return f.bytes.data;
}
