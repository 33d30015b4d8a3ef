/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random office documents. Nothing of dictum: the text that is expected is put together from what was drawn. */
#include "tests/support/office.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCKS_MAX 12
#define CELLS_MAX 4
#define ROWS_MAX 3
#define PIECES_MAX 14
#define WORD_BYTES 80

/* Words are divided by one of these; the first one of a paragraph by nothing. */
typedef enum division { SPACE, TAB, LINE } division;

typedef struct piece {
    char word[WORD_BYTES];
    division before;
} piece;

typedef struct paragraph {
    size_t count;
    piece pieces[PIECES_MAX];
    bool has_note;
    struct paragraph *note;
} paragraph;

/* One paragraph, or the cells of a table, each with one. */
typedef struct block {
    size_t rows, cells;
    paragraph paragraphs[ROWS_MAX * CELLS_MAX];
} block;

struct office_document {
    size_t count;
    block blocks[BLOCKS_MAX];
};

typedef struct text {
    char *data;
    size_t len, room;
} text;

static void add_bytes(text *out, const char *bytes, size_t len)
{
    if (out->data == NULL || out->len + len + 1 > out->room) {
        out->room = (out->len + len + 1) * 2;
        out->data = realloc(out->data, out->room);
        if (out->data == NULL) {
            abort();
        }
    }
    if (len > 0) {
        memcpy(out->data + out->len, bytes, len);
    }
    out->len += len;
    out->data[out->len] = '\0';
}

/* NULL: nothing. */
static void add(text *out, const char *string)
{
    if (string != NULL) {
        add_bytes(out, string, strlen(string));
    }
}

/* ---- drawing ------------------------------------------------------------------------------------------------- */

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

static uint32_t draw_character(chance *dice)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{'a', 'z'},       {'a', 'z'},         {'0', '9'},         {'!', '~'},       {0xA1, 0x17F},
                  {0x391, 0x3A1},   {0x3B1, 0x3C9},     {0x410, 0x44F},     {0x5D0, 0x5EA},   {0x621, 0x64A},
                  {0x300, 0x304},   {0xE01, 0xE3A},     {0x3041, 0x3096},   {0x4E00, 0x9FA5}, {0x2018, 0x201F},
                  {0xAC00, 0xD7A3}, {0x1F600, 0x1F64F}, {0x20000, 0x2A6D6}, {0x200C, 0x200D}};
    size_t i = chance_below(dice, sizeof(ranges) / sizeof(ranges[0]));

    return ranges[i].first + (uint32_t)chance_below(dice, ranges[i].last - ranges[i].first + 1);
}

static void draw_paragraph(chance *dice, paragraph *out, bool plain)
{
    out->count = 1 + chance_below(dice, PIECES_MAX);
    for (size_t i = 0; i < out->count; i++) {
        size_t len = 0, letters = 1 + chance_below(dice, 12);
        for (size_t k = 0; k < letters; k++) {
            len += put_utf8(out->pieces[i].word + len, draw_character(dice));
        }
        out->pieces[i].word[len] = '\0';
        out->pieces[i].before = plain || !chance_one_in(dice, 8) ? SPACE : chance_one_in(dice, 2) ? TAB : LINE;
    }
    out->note = NULL;
    out->has_note = !plain && chance_one_in(dice, 4);
}

office_document *office_draw(chance *dice)
{
    office_document *document = calloc(1, sizeof(*document));

    if (document == NULL) {
        abort();
    }
    document->count = 1 + chance_below(dice, BLOCKS_MAX);
    for (size_t i = 0; i < document->count; i++) {
        block *at = &document->blocks[i];
        bool table = chance_one_in(dice, 4);
        at->rows = table ? 1 + chance_below(dice, ROWS_MAX) : 1;
        at->cells = table ? 2 + chance_below(dice, CELLS_MAX - 1) : 1;
        for (size_t k = 0; k < at->rows * at->cells; k++) {
            draw_paragraph(dice, &at->paragraphs[k], false);
            if (at->paragraphs[k].has_note) {
                at->paragraphs[k].note = calloc(1, sizeof(paragraph));
                if (at->paragraphs[k].note == NULL) {
                    abort();
                }
                draw_paragraph(dice, at->paragraphs[k].note, true);
            }
        }
    }
    return document;
}

void office_free(office_document *document)
{
    for (size_t i = 0; i < document->count; i++) {
        for (size_t k = 0; k < document->blocks[i].rows * document->blocks[i].cells; k++) {
            free(document->blocks[i].paragraphs[k].note);
        }
    }
    free(document);
}

/* ---- what must be read --------------------------------------------------------------------------------------- */

static void add_paragraph_text(text *out, const paragraph *one, office_format format)
{
    static const char *const divisions[] = {" ", "\t", "\n"};

    for (size_t i = 0; i < one->count; i++) {
        division before = one->pieces[i].before == TAB && format == OFFICE_EPUB ? SPACE : one->pieces[i].before;
        add(out, i == 0 ? "" : divisions[before]);
        add(out, one->pieces[i].word);
    }
}

static void add_notes_text(text *out, const office_document *document, office_format format)
{
    for (size_t i = 0; i < document->count; i++) {
        const block *at = &document->blocks[i];
        for (size_t k = 0; k < at->rows * at->cells; k++) {
            if (at->paragraphs[k].note != NULL) {
                add(out, "\n\n");
                add_paragraph_text(out, at->paragraphs[k].note, format);
            }
        }
    }
}

char *office_text(const office_document *document, office_format format)
{
    text out = {NULL, 0, 0};

    for (size_t i = 0; i < document->count; i++) {
        const block *at = &document->blocks[i];
        for (size_t k = 0; k < at->rows * at->cells; k++) {
            add(&out, i == 0 && k == 0 ? "" : k % at->cells != 0 ? "\t" : "\n\n");
            add_paragraph_text(&out, &at->paragraphs[k], format);
        }
    }
    add_notes_text(&out, document, format);
    return out.data;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

typedef struct writer {
    office_format format;
    chance *dice;
    text body, notes;
    text pages[4]; /* of a book */
    size_t note_count;
} writer;

/* What stands between runs and is no text. */
static const char *noise(const writer *self)
{
    static const char *const docx[] = {
        "<w:bookmarkStart w:id='1' w:name='x'/>",
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>gone</w:t><w:tab/><w:br/></w:r>",
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>X</w:instrText><w:fldChar w:fldCharType='end'/></w:r>",
        "<w:proofErr w:type='gramEnd'/>",
        "<w:r><w:commentReference w:id='0'/></w:r>",
        "<!-- gone -->",
        "<w:r><w:lastRenderedPageBreak/></w:r>",
    };
    static const char *const odt[] = {
        "<text:bookmark text:name='x'/>",
        "<office:annotation><text:p>gone</text:p></office:annotation>",
        "<text:soft-page-break/>",
        "<text:span text:style-name='Gone'>gone<text:tab/></text:span>",
        "<text:change text:change-id='x'/>",
        "<!-- gone -->",
        "<?gone ?>",
        "<draw:frame><draw:image/><svg:desc>gone</svg:desc></draw:frame>",
    };
    static const char *const html[] = {
        "<a id='x'/>",
        "<!-- gone -->",
        "<span hidden='hidden'>gone</span>",
        "<img alt='gone' src='x'/>",
        "<b><i></i></b>",
        "<wbr/>",
        "<style>gone{}</style>",
    };

    switch (self->format) {
    case OFFICE_DOCX:
        return docx[chance_below(self->dice, sizeof(docx) / sizeof(docx[0]))];
    case OFFICE_ODT:
        return odt[chance_below(self->dice, sizeof(odt) / sizeof(odt[0]))];
    default:
        return html[chance_below(self->dice, sizeof(html) / sizeof(html[0]))];
    }
}

static void add_character(const writer *self, text *out, const char *bytes, size_t len)
{
    char reference[16];

    if (len == 1 && strchr("<>&\"'", bytes[0]) != NULL) {
        (void)snprintf(reference, sizeof(reference), "&#%d;", bytes[0]);
        add(out, bytes[0] == '&' ? "&amp;" : bytes[0] == '<' ? "&lt;" : reference);
    } else if (len == 1 && bytes[0] > ' ' && chance_one_in(self->dice, 30)) {
        (void)snprintf(reference, sizeof(reference), "&#x%X;", (unsigned)bytes[0]);
        add(out, reference);
    } else {
        add_bytes(out, bytes, len);
    }
}

/* A run begins, of a kind that is drawn; `closing` is what ends it. */
static const char *open_run(const writer *self, text *out)
{
    static const struct {
        const char *opening, *closing;
    } kinds[3][4] = {{{"<w:r><w:t xml:space='preserve'>", "</w:t></w:r>"},
                      {"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>", "</w:t></w:r>"},
                      {"<w:ins w:id='1'><w:r><w:t xml:space='preserve'>", "</w:t></w:r></w:ins>"},
                      {"<w:hyperlink r:id='x'><w:r><w:t xml:space='preserve'>", "</w:t></w:r></w:hyperlink>"}},
                     {{"", ""},
                      {"<text:span text:style-name='T1'>", "</text:span>"},
                      {"<text:a xlink:href='x'>", "</text:a>"},
                      {"<text:span><text:span>", "</text:span></text:span>"}},
                     {{"", ""}, {"<i>", "</i>"}, {"<a href='x'>", "</a>"}, {"<b><span>", "</span></b>"}}};
    size_t kind = chance_below(self->dice, 4);

    add(out, kinds[self->format][kind].opening);
    return kinds[self->format][kind].closing;
}

static void close_run(const writer *self, text *out, const char *closing)
{
    add(out, closing);
    while (chance_one_in(self->dice, 6)) {
        add(out, noise(self));
    }
}

static void add_division(const writer *self, text *out, division which)
{
    static const char *const divisions[3][3] = {
        {" ", "</w:t><w:tab/><w:t>", "</w:t><w:br/><w:t>"},
        {" ", "<text:tab/>", "<text:line-break/>"},
        {" ", "\t", "<br/>"},
    };

    if (which == SPACE && chance_one_in(self->dice, 5)) {
        static const char *const spaces[] = {"  ", "<text:s text:c='2'/>", "\n"};
        add(out, spaces[self->format]);
    } else {
        add(out, divisions[self->format][which]);
    }
}

static void add_runs(const writer *self, text *out, const paragraph *one)
{
    const char *closing = open_run(self, out);

    for (size_t i = 0; i < one->count; i++) {
        const char *word = one->pieces[i].word;
        if (i > 0) {
            add_division(self, out, one->pieces[i].before);
        }
        while (*word != '\0') {
            size_t len = 1;
            while (((unsigned char)word[len] & 0xC0) == 0x80) {
                len++;
            }
            add_character(self, out, word, len);
            word += len;
            if (chance_one_in(self->dice, 10)) {
                close_run(self, out, closing);
                closing = open_run(self, out);
            }
        }
    }
    close_run(self, out, closing);
}

static void add_note(writer *self, text *out, const paragraph *note)
{
    char number[64];

    if (self->format == OFFICE_ODT) {
        add(out, "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>");
        add_runs(self, out, note);
        add(out, "</text:p></text:note-body></text:note>");
        return;
    }
    (void)snprintf(number, sizeof(number), "<w:r><w:footnoteReference w:id='%zu'/></w:r>", ++self->note_count);
    add(out, self->format == OFFICE_DOCX ? number : "");
    (void)snprintf(number, sizeof(number), "<w:footnote w:id='%zu'><w:p>", self->note_count);
    add(&self->notes, self->format == OFFICE_DOCX ? number : "<p>");
    add_runs(self, &self->notes, note);
    add(&self->notes, self->format == OFFICE_DOCX ? "</w:p></w:footnote>" : "</p>");
}

static void add_paragraph(writer *self, text *out, const paragraph *one)
{
    static const char *const opening[] = {"<w:p><w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>", "<text:p>", "<p>"};
    static const char *const closing[] = {"</w:p>", "</text:p>", "</p>"};

    add(out, opening[self->format]);
    add_runs(self, out, one);
    if (one->note != NULL) {
        add_note(self, out, one->note);
    }
    add(out, closing[self->format]);
}

static void add_block(writer *self, text *out, const block *at)
{
    static const char *const table[3][6] = {
        {"<w:tbl><w:tblPr/>", "<w:tr><w:trPr/>", "<w:tc><w:tcPr/>", "</w:tc>", "</w:tr>", "</w:tbl>"},
        {"<table:table>", "<table:table-row>", "<table:table-cell>", "</table:table-cell>", "</table:table-row>",
         "</table:table>"},
        {"<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>"},
    };
    const char *const *marks = table[self->format];

    if (at->cells == 1) {
        add_paragraph(self, out, &at->paragraphs[0]);
        return;
    }
    add(out, marks[0]);
    for (size_t row = 0; row < at->rows; row++) {
        add(out, marks[1]);
        for (size_t cell = 0; cell < at->cells; cell++) {
            const paragraph *one = &at->paragraphs[row * at->cells + cell];
            add(out, marks[2]);
            if (self->format == OFFICE_EPUB) { /* paragraphs in a cell would be paragraphs there */
                add_runs(self, out, one);
                if (one->note != NULL) {
                    add_note(self, out, one->note);
                }
            } else {
                add_paragraph(self, out, one);
            }
            add(out, marks[3]);
        }
        add(out, marks[4]);
    }
    add(out, marks[5]);
}

static void change_bytes(const writer *self, text *out, size_t damage)
{
    for (size_t i = 0; i < damage && out->len > 0; i++) {
        out->data[chance_below(self->dice, out->len)] = chance_one_in(self->dice, 2)
                                                            ? (char)chance_below(self->dice, 256)
                                                            : "<>/&'\"= "[chance_below(self->dice, 8)];
    }
}

#define WORD_SPACES "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:r='x'"
#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"

static packed write_docx(writer *self, size_t damage)
{
    static const char relations[] =
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='a' "
        "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s' Target='%s'/></Relationships>";
    char main_relations[512], package_relations[512];
    text document = {NULL, 0, 0}, notes = {NULL, 0, 0};
    packed out;

    (void)snprintf(main_relations, sizeof(main_relations), relations, "footnotes", "footnotes.xml");
    (void)snprintf(package_relations, sizeof(package_relations), relations, "officeDocument", "word/document.xml");
    add(&document, "<?xml version='1.0' encoding='UTF-8'?><w:document " WORD_SPACES "><w:body>");
    add(&document, self->body.data);
    add(&document, "<w:sectPr/></w:body></w:document>");
    add(&notes, "<w:footnotes " WORD_SPACES ">");
    add(&notes, self->notes.data);
    add(&notes, "</w:footnotes>");
    change_bytes(self, &document, damage);
    change_bytes(self, &notes, damage / 2);
    const packed_member members[] = {
        {.name = "[Content_Types].xml",
         .bytes = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override PartName="
                  "'/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml."
                  "document.main+xml'/></Types>"},
        {.name = "_rels/.rels", .bytes = package_relations},
        {.name = "word/_rels/document.xml.rels", .bytes = main_relations},
        {.name = "word/document.xml", .bytes = document.data, .len = document.len},
        {.name = "word/footnotes.xml", .bytes = notes.data, .len = notes.len},
        {.name = NULL}};
    out = packed_zip(members);
    free(document.data);
    free(notes.data);
    return out;
}

static packed write_odt(writer *self, size_t damage)
{
    text content = {NULL, 0, 0};
    packed out;

    add(&content, "<office:document-content xmlns:office='" OASIS "office:1.0' xmlns:text='" OASIS
                  "text:1.0' xmlns:table='" OASIS "table:1.0' xmlns:draw='" OASIS "drawing:1.0' xmlns:style='" OASIS
                  "style:1.0' xmlns:svg='" OASIS "svg-compatible:1.0' xmlns:xlink='x'><office:automatic-styles>"
                  "<style:style style:name='Gone' style:family='text'><style:text-properties text:display='none'/>"
                  "</style:style></office:automatic-styles><office:body><office:text>");
    add(&content, self->body.data);
    add(&content, "</office:text></office:body></office:document-content>");
    change_bytes(self, &content, damage);
    const packed_member members[] = {
        {.name = "mimetype", .bytes = "application/vnd.oasis.opendocument.text", .stored = true},
        {.name = "content.xml", .bytes = content.data, .len = content.len},
        {.name = NULL}};
    out = packed_zip(members);
    free(content.data);
    return out;
}

static packed write_epub(writer *self, size_t damage)
{
    text pages[5] = {{NULL, 0, 0}}, opf = {NULL, 0, 0};
    packed out;

    for (size_t i = 0; i < 5; i++) {
        const text *body = i < 4 ? &self->pages[i] : &self->notes;
        add(&pages[i],
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>gone</title></head>"
            "<body>");
        add(&pages[i], body->data);
        add(&pages[i], "</body></html>");
        change_bytes(self, &pages[i], damage);
    }
    add(&opf, "<package xmlns='http://www.idpf.org/2007/opf'><manifest><item id='e' href='4.xhtml'/><item id='d' "
              "href='3.xhtml'/><item id='c' href='2.xhtml'/><item id='b' href='1.xhtml'/><item id='a' href='0.xhtml'/>"
              "</manifest><spine><itemref idref='a'/><itemref idref='b'/><itemref idref='c'/><itemref idref='d'/>"
              "<itemref idref='e'/></spine></package>");
    change_bytes(self, &opf, damage / 2);
    const packed_member members[] = {
        {.name = "mimetype", .bytes = "application/epub+zip", .stored = true},
        {.name = "META-INF/container.xml",
         .bytes = "<container><rootfiles><rootfile full-path='x/book.opf'/></rootfiles></container>"},
        {.name = "x/4.xhtml", .bytes = pages[4].data, .len = pages[4].len},
        {.name = "x/0.xhtml", .bytes = pages[0].data, .len = pages[0].len},
        {.name = "x/1.xhtml", .bytes = pages[1].data, .len = pages[1].len},
        {.name = "x/book.opf", .bytes = opf.data, .len = opf.len},
        {.name = "x/2.xhtml", .bytes = pages[2].data, .len = pages[2].len},
        {.name = "x/3.xhtml", .bytes = pages[3].data, .len = pages[3].len},
        {.name = NULL}};
    out = packed_zip(members);
    for (size_t i = 0; i < 5; i++) {
        free(pages[i].data);
    }
    free(opf.data);
    return out;
}

packed office_write(const office_document *document, office_format format, chance *dice, size_t damage)
{
    writer self = {.format = format, .dice = dice};
    packed out;

    for (size_t i = 0; i < document->count; i++) {
        add_block(&self, format == OFFICE_EPUB ? &self.pages[i * 4 / document->count] : &self.body,
                  &document->blocks[i]);
    }
    out = format == OFFICE_DOCX  ? write_docx(&self, damage)
          : format == OFFICE_ODT ? write_odt(&self, damage)
                                 : write_epub(&self, damage);
    for (size_t i = 0; i < 4; i++) {
        free(self.pages[i].data);
    }
    free(self.body.data);
    free(self.notes.data);
    return out;
}
