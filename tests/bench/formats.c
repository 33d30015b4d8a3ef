/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the texts of a folder in formats that it does not have, so that reading all formats can be measured on the
 * same text.
 *
 *   bench_formats FOLDER OUT [MEGABYTES]
 *
 * The texts are the folder's files that are valid UTF-8 without NUL, as they are, as many as make MEGABYTES (default
 * 8). Each becomes a file in OUT/docx, odt, epub, pdf, mail, subtitles and gzip; all together become OUT/csv/all.csv,
 * OUT/mbox/all.mbox, OUT/zip/all.zip and OUT/tar/all.tar.gz. A paragraph is a line with all up to the next empty
 * one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "indexer/walk.h"
#include "lib/utf8.h"
#include "tests/support/packages.h"
#include "tests/support/pdf.h"

#define BYTES_MAX ((size_t)1 << 30)
#define PDF_LINE 84
#define PDF_LINES 58

typedef struct text {
    char name[32];
    char *bytes;
    size_t len;
} text;

typedef struct maker {
    const char *out;
    text *texts;
    size_t count, bytes;
    dictum_buf buf;
} maker;

static void die(const char *what)
{
    fprintf(stderr, "bench_formats: %s\n", what);
    exit(2);
}

static void write_file(const maker *self, const char *folder, const char *name, const char *extension,
                       const void *bytes, size_t count)
{
    char path[8192];
    (void)snprintf(path, sizeof path, "%s/%s", self->out, folder);
    (void)mkdir(path, 0777);
    (void)snprintf(path, sizeof path, "%s/%s/%s%s", self->out, folder, name, extension);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, count, file) != count || fclose(file) != 0) {
        die("cannot write");
    }
}

static void load(maker *self, const dictum_found *found)
{
    text *t = &self->texts[self->count];
    FILE *file = fopen(found->path, "rb");
    size_t size = (size_t)found->signature.size_bytes;
    t->bytes = malloc(size + 1);
    if (t->bytes == NULL) {
        die("out of memory");
    }
    t->len = file != NULL ? fread(t->bytes, 1, size, file) : 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    t->bytes[t->len] = '\0';
    if (t->len == 0 || strlen(t->bytes) != t->len || !dictum__utf8_is_valid((dictum_slice){t->bytes, t->len})) {
        free(t->bytes);
        return;
    }
    (void)snprintf(t->name, sizeof t->name, "%06zu", self->count);
    self->count++;
    self->bytes += t->len;
}

/* The next paragraph of a text, without the white space around it; false at the end. */
static bool next_paragraph(const char **at, dictum_slice *paragraph)
{
    *at += strspn(*at, " \t\r\n");
    const char *end = *at;
    while (*end != '\0' && !(end[0] == '\n' && (end[1] == '\n' || end[1] == '\r'))) {
        end++;
    }
    *paragraph = (dictum_slice){*at, (size_t)(end - *at)};
    *at = end;
    return paragraph->len > 0;
}

static void append_escaped(dictum_buf *out, dictum_slice slice)
{
    for (size_t i = 0; i < slice.len; i++) {
        unsigned char c = (unsigned char)slice.data[i];
        if (c == '<') {
            dictum__buf_append_str(out, "&lt;");
        } else if (c == '&') {
            dictum__buf_append_str(out, "&amp;");
        } else {
            dictum__buf_append_char(out, c < 0x20 ? ' ' : (char)c);
        }
    }
}

/* The text as XML: each paragraph between `open` and `close`. */
static const char *xml(maker *self, const text *t, const char *head, const char *open, const char *close,
                       const char *tail)
{
    const char *at = t->bytes;
    dictum_slice paragraph;
    dictum__buf_clear(&self->buf);
    dictum__buf_append_str(&self->buf, head);
    while (next_paragraph(&at, &paragraph)) {
        dictum__buf_append_str(&self->buf, open);
        append_escaped(&self->buf, paragraph);
        dictum__buf_append_str(&self->buf, close);
    }
    dictum__buf_append_str(&self->buf, tail);
    return self->buf.data;
}

static void write_package(maker *self, const text *t, const char *kind, const packed_member *members)
{
    char extension[16];
    packed archive = packed_zip(members);
    (void)snprintf(extension, sizeof extension, ".%s", kind);
    write_file(self, kind, t->name, extension, archive.data, archive.len);
    free(archive.data);
}

static void write_docx(maker *self, const text *t)
{
    const char *body =
        xml(self, t, "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
            "<w:p><w:r><w:t xml:space=\"preserve\">", "</w:t></w:r></w:p>", "</w:body></w:document>");
    const packed_member members[] = {
        {.name = "[Content_Types].xml",
         .bytes =
             "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
             "ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/"
             "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"},
        {.name = "_rels/.rels",
         .bytes =
             "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
             "Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
             "Target=\"word/document.xml\"/></Relationships>"},
        {.name = "word/document.xml", .bytes = body},
        {.name = NULL}};
    write_package(self, t, "docx", members);
}

static void write_odt(maker *self, const text *t)
{
    const char *body = xml(self, t,
                           "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                           "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>",
                           "<text:p>", "</text:p>", "</office:text></office:body></office:document-content>");
    const packed_member members[] = {
        {.name = "mimetype", .bytes = "application/vnd.oasis.opendocument.text", .stored = true},
        {.name = "content.xml", .bytes = body},
        {.name = NULL}};
    write_package(self, t, "odt", members);
}

static void write_epub(maker *self, const text *t)
{
    const char *body = xml(self, t, "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body>", "<p>",
                           "</p>", "</body></html>");
    const packed_member members[] = {
        {.name = "mimetype", .bytes = "application/epub+zip", .stored = true},
        {.name = "META-INF/container.xml",
         .bytes =
             "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles>"
             "<rootfile full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>"},
        {.name = "book.opf",
         .bytes = "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata "
                  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>A text</dc:title></metadata><manifest><item "
                  "id=\"c\" href=\"c.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref "
                  "idref=\"c\"/></spine></package>"},
        {.name = "c.xhtml", .bytes = body},
        {.name = NULL}};
    write_package(self, t, "epub", members);
}

/* ASCII of the text in lines, as many pages as there may be. */
static void write_pdf(maker *self, const text *t)
{
    pdf_maker pdf;
    size_t len = 0, lines = 0, count;
    char line[PDF_LINE + 1], *file;
    pdf_begin(&pdf);
    pdf_add_page(&pdf);
    for (const char *at = t->bytes; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        if (c >= 0x20 && c < 0x7F) {
            line[len++] = *at;
        }
        if (len == PDF_LINE || (len > PDF_LINE * 3 / 4 && c == ' ') || (c == '\n' && len > 0)) {
            line[len] = '\0';
            if (lines == PDF_LINES && pdf.page_count == PDF_PAGES_MAX) {
                break;
            }
            if (lines == PDF_LINES) {
                pdf_add_page(&pdf);
                lines = 0;
            }
            pdf_text(&pdf, 60, 60 + 12.5 * (double)lines++, 10, line);
            len = 0;
        }
    }
    file = pdf_finish(&pdf, &count);
    write_file(self, "pdf", t->name, ".pdf", file, count);
    free(file);
}

static void append_mail(dictum_buf *out, const text *t)
{
    dictum__buf_append_str(out, "Message-ID: <");
    dictum__buf_append_str(out, t->name);
    dictum__buf_append_str(out, "@example.example>\nFrom: A Speaker <speaker@example.example>\n"
                                "Date: Mon, 6 May 2024 10:00:00 +0000\nSubject: A text\nMIME-Version: 1.0\n"
                                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n");
    dictum__buf_append(out, t->bytes, t->len);
    dictum__buf_append_str(out, "\n");
}

static void write_mail(maker *self, const text *t)
{
    dictum__buf_clear(&self->buf);
    append_mail(&self->buf, t);
    write_file(self, "mail", t->name, ".eml", self->buf.data, self->buf.len);
}

/* A cue a line, three seconds each. */
static void write_subtitles(maker *self, const text *t)
{
    size_t number = 1;
    dictum__buf_clear(&self->buf);
    for (const char *at = t->bytes; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        if (len > 0) {
            size_t from = 3 * number, to = from + 3;
            dictum__buf_appendf(&self->buf, "%zu\n%02zu:%02zu:%02zu,000 --> %02zu:%02zu:%02zu,000\n", number,
                                from / 3600, from / 60 % 60, from % 60, to / 3600, to / 60 % 60, to % 60);
            dictum__buf_append(&self->buf, at, len);
            dictum__buf_append_str(&self->buf, "\n\n");
            number++;
        }
        at += len + (at[len] == '\n');
    }
    write_file(self, "subtitles", t->name, ".srt", self->buf.data, self->buf.len);
}

static void write_gzip(maker *self, const text *t)
{
    const packed_member members[] = {{.name = t->name, .bytes = t->bytes, .len = t->len}, {.name = NULL}};
    packed archive = packed_archive("raw", "gzip", members);
    write_file(self, "gzip", t->name, ".txt.gz", archive.data, archive.len);
    free(archive.data);
}

static void write_all(maker *self)
{
    packed_member *members = calloc(self->count + 1, sizeof *members);
    char(*names)[40] = calloc(self->count + 1, sizeof *names);
    if (members == NULL || names == NULL) {
        die("out of memory");
    }
    for (size_t i = 0; i < self->count; i++) {
        (void)snprintf(names[i], sizeof names[i], "%s.txt", self->texts[i].name);
        members[i] = (packed_member){.name = names[i], .bytes = self->texts[i].bytes, .len = self->texts[i].len};
    }
    packed archive = packed_zip(members);
    write_file(self, "zip", "all", ".zip", archive.data, archive.len);
    free(archive.data);
    archive = packed_archive("pax", "gzip", members);
    write_file(self, "tar", "all", ".tar.gz", archive.data, archive.len);
    free(archive.data);
    free(members);
    free(names);
    dictum__buf_clear(&self->buf);
    dictum__buf_append_str(&self->buf, "id,text\r\n");
    for (size_t i = 0; i < self->count; i++) {
        dictum__buf_append_str(&self->buf, self->texts[i].name);
        dictum__buf_append_str(&self->buf, ",\"");
        for (const char *c = self->texts[i].bytes; *c != '\0'; c++) {
            dictum__buf_append_str(&self->buf, *c == '"' ? "\"" : "");
            dictum__buf_append_char(&self->buf, *c);
        }
        dictum__buf_append_str(&self->buf, "\"\r\n");
    }
    write_file(self, "csv", "all", ".csv", self->buf.data, self->buf.len);
    dictum__buf_clear(&self->buf);
    for (size_t i = 0; i < self->count; i++) {
        dictum__buf_append_str(&self->buf, "From speaker@example.example Mon May  6 10:00:00 2024\n");
        append_mail(&self->buf, &self->texts[i]);
        dictum__buf_append_char(&self->buf, '\n');
    }
    write_file(self, "mbox", "all", ".mbox", self->buf.data, self->buf.len);
}

int main(int argc, char **argv)
{
    maker self = {.out = argc > 2 ? argv[2] : NULL};
    size_t wanted = (argc > 3 ? strtoul(argv[3], NULL, 10) : 8) << 20;
    dictum_walk walk;
    dictum_walk_source source;
    dictum_error err;
    if (argc < 3) {
        die("usage: bench_formats FOLDER OUT [MEGABYTES]");
    }
    dictum__walk_init(&walk);
    if (dictum__walk_resolve(&source, argv[1], &err) != DICTUM_OK ||
        dictum__walk_source(&walk, &source, &err) != DICTUM_OK) {
        die(err.text);
    }
    dictum__walk_sort(&walk);
    self.texts = calloc(walk.count + 1, sizeof *self.texts);
    if (self.texts == NULL) {
        die("out of memory");
    }
    dictum__buf_init(&self.buf, BYTES_MAX);
    for (size_t i = 0; i < walk.count && self.bytes < wanted; i++) {
        load(&self, &walk.files[i]);
    }
    if (self.count == 0) {
        die("no file is a text in UTF-8");
    }
    for (size_t i = 0; i < self.count; i++) {
        const text *t = &self.texts[i];
        write_docx(&self, t);
        write_odt(&self, t);
        write_epub(&self, t);
        write_pdf(&self, t);
        write_mail(&self, t);
        write_subtitles(&self, t);
        write_gzip(&self, t);
    }
    write_all(&self);
    for (size_t i = 0; i < self.count; i++) {
        free(self.texts[i].bytes);
    }
    free(self.texts);
    dictum__buf_dispose(&self.buf);
    dictum__walk_source_dispose(&source);
    dictum__walk_dispose(&walk);
    return 0;
}
