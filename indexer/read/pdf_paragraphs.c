/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines to paragraphs. A page shows where a paragraph ends in many ways: by space below it, by the next one's indent,
 * by a last line that is short, by other letters. None is certain, so most count only where the text does not
 * contradict: a sentence that goes on is not cut.
 * Invariant: every line that is not running is written once, in order, and the page's own line ends are kept. */
#include "indexer/read/pdf_lines.h"

#include <math.h>
#include <stdlib.h>

#include <unicode/uchar.h>

#include "lib/utf8.h"

/* Sizes of letters are told apart by whole points up to this. */
#define SIZES 128
/* A lead must be seen so often before it counts as usual. */
#define LEADS_MIN 3

/* How far apart lines of a size usually are, from foot to foot. */
typedef struct leads {
    float usual[SIZES]; /* 0: not known */
} leads;

typedef struct lead_sample {
    unsigned size;
    float lead;
} lead_sample;

/* Where the lines of a column begin and end. */
typedef struct column {
    size_t end; /* the line behind its last one */
    float left, right;
} column;

typedef struct writer {
    const dictum_pdf *pdf;
    dictum_buf *out;
    const dictum_pdf_line *last; /* written; NULL: none yet */
    dictum_pdf_line row;         /* the last line with what stands before it on its row */
    column last_column;
    bool last_is_first; /* of its paragraph */
    leads whole, page;
    lead_sample *samples; /* room for one a line */
    float *edges;         /* the same */
} writer;

/* ---- text -------------------------------------------------------------------------------------------------------- */

static bool closes(UChar32 c)
{
    int8_t type = u_charType(c);

    return type == U_END_PUNCTUATION || type == U_FINAL_PUNCTUATION || c == '"' || c == '\'' || c == 0x201C ||
           c == 0x2018;
}

/* The code point before *end, which moves in front of it. */
static UChar32 previous(dictum_slice text, size_t *end)
{
    size_t at;

    do {
        (*end)--;
    } while (*end > 0 && ((unsigned char)text.data[*end] & 0xC0U) == 0x80);
    at = *end;
    return (UChar32)dictum__utf8_next(text, &at);
}

bool dictum__pdf_ends_sentence(dictum_slice line)
{
    size_t end = line.len, digits = 0;
    UChar32 c = 0;

    while (end > 0) {
        c = previous(line, &end);
        if (u_isdigit(c) && digits < 2) { /* the mark of a footnote */
            digits++;
        } else if (!closes(c)) {
            break;
        }
    }
    return u_hasBinaryProperty(c, UCHAR_S_TERM) || c == 0x2026 || (digits == 0 && (c == ':' || c == 0xFF1A));
}

static bool ends_in_hyphen(dictum_slice line)
{
    size_t end = line.len;
    UChar32 c = previous(line, &end);

    return c == '-' || c == 0xAD || c == 0x2010 || c == 0x2011;
}

/* The first character that is not a quotation mark or bracket. */
static UChar32 first_of(dictum_slice line)
{
    UChar32 c = 0;

    for (size_t at = 0; at < line.len;) {
        c = (UChar32)dictum__utf8_next(line, &at);
        int8_t type = u_charType(c);
        if (type != U_START_PUNCTUATION && type != U_INITIAL_PUNCTUATION && c != '"' && c != '\'') {
            break;
        }
    }
    return c;
}

static bool is_bullet(UChar32 c)
{
    static const UChar32 bullets[] = {0x2022, 0x2023, 0x2043, 0x25A0, 0x25A1, 0x25AA, 0x25AB,
                                      0x25B6, 0x25BA, 0x25CB, 0x25CF, 0x25E6, 0x2713, 0x27A2};

    for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++) {
        if (c == bullets[i]) {
            return true;
        }
    }
    return c >= 0xF000 && c <= 0xF0FF; /* letters of symbol fonts */
}

/* ---- geometry ---------------------------------------------------------------------------------------------------- */

static bool same_size(const dictum_pdf_line *a, const dictum_pdf_line *b)
{
    return fabsf(a->size - b->size) <= 0.12F * fmaxf(a->size, b->size);
}

/* Whether they stand beside each other, raised or not. */
static bool same_row(const dictum_pdf_line *a, const dictum_pdf_line *b)
{
    return fminf(a->y2, b->y2) - fmaxf(a->y1, b->y1) > 0.5F * fminf(a->size, b->size);
}

/* Whether `b` stands under `a`, in whatever distance, and beside it by no more than a deep indent. */
static bool is_under(const dictum_pdf_line *a, const dictum_pdf_line *b)
{
    return a->page == b->page && a->placed && b->placed && !same_row(a, b) && b->y2 > a->y2 &&
           fmaxf(a->x1, b->x1) - fminf(a->x2, b->x2) < 4 * b->size;
}

static unsigned size_of(const dictum_pdf_line *line)
{
    return line->size < SIZES - 1 ? (unsigned)(line->size + 0.5F) : SIZES - 1;
}

static int by_size_and_lead(const void *a, const void *b)
{
    const lead_sample *x = a, *y = b;

    if (x->size != y->size) {
        return x->size < y->size ? -1 : 1;
    }
    return (x->lead > y->lead) - (x->lead < y->lead);
}

/* Of rising leads the smallest that is at least half as frequent as the most frequent: paragraphs of two lines have as
 * many spaces between them as within. */
static float usual_lead(const lead_sample *samples, size_t count)
{
    size_t best = 0, end = 0;

    for (size_t i = 0; i < count; i++) {
        while (end < count && samples[end].lead <= samples[i].lead * 1.05F) {
            end++;
        }
        best = end - i > best ? end - i : best;
    }
    end = 0;
    for (size_t i = 0; i < count && best >= LEADS_MIN; i++) {
        while (end < count && samples[end].lead <= samples[i].lead * 1.05F) {
            end++;
        }
        if ((end - i) * 2 >= best) {
            return samples[i + (end - i) / 2].lead;
        }
    }
    return 0;
}

/* Measures the lines [from, to). */
static void measure(writer *w, size_t from, size_t to, leads *found)
{
    const dictum_pdf_line *last = NULL;
    size_t count = 0;

    *found = (leads){.usual = {0}};
    for (size_t i = from; i < to; i++) {
        const dictum_pdf_line *line = &w->pdf->lines[i];
        if (line->running) {
            continue;
        }
        if (last != NULL && is_under(last, line) && same_size(last, line) && line->y2 - last->y2 < 4 * line->size) {
            w->samples[count++] = (lead_sample){size_of(line), line->y2 - last->y2};
        }
        last = line;
    }
    qsort(w->samples, count, sizeof(lead_sample), by_size_and_lead);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && w->samples[next].size == w->samples[i].size; next++) {
        }
        found->usual[w->samples[i].size] = usual_lead(w->samples + i, next - i);
    }
}

static float usual(const writer *w, const dictum_pdf_line *line)
{
    unsigned size = size_of(line);
    float lead = w->page.usual[size] > 0 ? w->page.usual[size] : w->whole.usual[size];

    return lead > 0 ? fminf(lead, 2.6F * line->size) : 1.1F * line->size;
}

static int by_value(const void *a, const void *b)
{
    const float *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* The column that begins with `first`: lines under each other, up to `end`. It begins where at least a sixth of its
 * lines do. */
static column measure_column(const writer *w, size_t first, size_t end)
{
    const dictum_pdf_line *last = NULL;
    column c = {.end = first};
    size_t count = 0, needed;

    for (; c.end < end; c.end++) {
        const dictum_pdf_line *line = &w->pdf->lines[c.end];
        if (line->running) {
            continue;
        }
        if (last != NULL && !is_under(last, line) && !same_row(last, line)) {
            break;
        }
        w->edges[count++] = line->x1;
        c.right = count == 1 ? line->x2 : fmaxf(c.right, line->x2);
        last = line;
    }
    if (count == 0) {
        return c;
    }
    qsort(w->edges, count, sizeof(float), by_value);
    needed = count / 6 > 2 ? count / 6 : 2;
    c.left = w->edges[0];
    for (size_t i = 0; i + needed <= count; i++) {
        if (w->edges[i + needed - 1] - w->edges[i] < 2) {
            c.left = w->edges[i];
            break;
        }
    }
    return c;
}

/* Whether the line ends although the first word of the next would still have fitted. */
static bool is_short(const dictum_pdf_line *a, const column *in, const dictum_pdf_line *b)
{
    return in->right - a->x2 > b->first_word + 0.3F * a->size;
}

/* An indent is less. */
static bool is_centred(const dictum_pdf_line *line, const column *in)
{
    float left = line->x1 - in->left, right = in->right - line->x2;

    return left > 4 * line->size && fabsf(left - right) < 0.5F * line->size + 0.1F * left;
}

/* ---- what is between two lines ----------------------------------------------------------------------------------- */

typedef enum between { CELL, LINE, PARAGRAPH } between;

/* Two lines and what is around them. */
typedef struct pair {
    const dictum_pdf_line *a, *b;
    const dictum_pdf_line *next; /* under b; or NULL */
    const column *a_column, *b_column;
    dictum_slice a_text, b_text;
    bool goes_on, ends, short_line;
} pair;

/* In the middle of a sentence, or of a word. */
static bool goes_on(const pair *p)
{
    UChar32 c = first_of(p->b_text);

    return ends_in_hyphen(p->a_text) ? u_isalpha(c) : u_islower(c) && !p->ends;
}

/* From one page or column to the next. A full line that seems to end a sentence may end with an abbreviation. */
static between over_border(const pair *p)
{
    bool indented = p->b->x1 > p->b_column->left + 0.5F * p->b->size;

    if (p->goes_on || (u_islower(first_of(p->b_text)) && !p->short_line)) {
        return LINE;
    }
    return !p->ends && !p->short_line && !indented && p->a->placed && p->b->placed && same_size(p->a, p->b) &&
                   !is_bullet(first_of(p->b_text))
               ? LINE
               : PARAGRAPH;
}

static between by_indent(const writer *w, const pair *p)
{
    const float tolerance = 0.5F * p->b->size;
    bool stops = p->ends || p->short_line;

    if (p->b->x1 < p->a->x1 - tolerance) { /* after a first line, or a quotation */
        return (w->last_is_first ? p->ends && p->short_line : stops) ? PARAGRAPH : LINE;
    }
    if (p->b->x1 > p->a->x1 + tolerance) {
        return stops ? PARAGRAPH : LINE;
    }
    if (p->next != NULL && p->next->x1 < p->b->x1 - tolerance && stops) {
        return PARAGRAPH; /* first lines of two paragraphs */
    }
    return p->ends && p->short_line ? PARAGRAPH : LINE;
}

static between within_column(const writer *w, const pair *p)
{
    float lead = p->b->y2 - p->a->y2, expected = usual(w, p->b);
    bool a_centred = is_centred(p->a, p->a_column), b_centred = is_centred(p->b, p->b_column);

    if (p->goes_on && (same_size(p->a, p->b) || lead < 1.3F * expected) && lead < 4 * expected) {
        return LINE;
    }
    if (!same_size(p->a, p->b) || lead > 1.5F * expected || is_bullet(first_of(p->b_text))) {
        return PARAGRAPH;
    }
    if (lead > 1.18F * expected && (p->ends || p->short_line)) {
        return PARAGRAPH;
    }
    if (a_centred && b_centred) {
        return LINE;
    }
    if ((a_centred && p->short_line) || (b_centred && (p->ends || p->short_line))) {
        return PARAGRAPH;
    }
    return by_indent(w, p);
}

static between decide(const writer *w, const pair *p)
{
    const dictum_pdf_line *a = p->a, *b = p->b;

    if (a->page != b->page) {
        return over_border(p);
    }
    if (!a->placed && !b->placed) {
        return LINE;
    }
    if (a->placed && b->placed && same_row(a, b) && b->x1 > a->x1) {
        return CELL;
    }
    if (is_under(a, b)) {
        return within_column(w, p);
    }
    return a->placed && b->placed && b->y1 > a->y2 ? PARAGRAPH : over_border(p); /* far to the side, or up */
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static const dictum_pdf_line *next_body(const dictum_pdf *pdf, size_t from, size_t end)
{
    while (from < end && pdf->lines[from].running) {
        from++;
    }
    return from < end ? &pdf->lines[from] : NULL;
}

/* Writes the line at `at` with what divides it from the last one. Returns where it begins. */
static size_t write_line(writer *w, size_t at, const column *in, size_t page_end)
{
    static const char *const dividers[] = {"\t", "\n", "\n\n"};
    const dictum_pdf_line *line = &w->pdf->lines[at], *next = next_body(w->pdf, at + 1, page_end);
    between divider = PARAGRAPH;
    size_t start;

    if (w->last != NULL) {
        pair p = {.a = &w->row, .b = line, .a_column = &w->last_column, .b_column = in};
        p.next = next != NULL && is_under(line, next) ? next : NULL;
        p.a_text = dictum__pdf_line_text(w->pdf, w->last);
        p.b_text = dictum__pdf_line_text(w->pdf, line);
        p.ends = dictum__pdf_ends_sentence(p.a_text);
        p.short_line = is_short(p.a, p.a_column, line);
        p.goes_on = goes_on(&p);
        divider = decide(w, &p);
        dictum__buf_append_str(w->out, dividers[divider]);
    }
    start = w->out->len;
    dictum__buf_append_slice(w->out, dictum__pdf_line_text(w->pdf, line));
    w->last_is_first = divider == PARAGRAPH || (divider == CELL && w->last_is_first);
    w->last = line;
    w->last_column = *in;
    if (divider == CELL) {
        w->row.x2 = fmaxf(w->row.x2, line->x2);
        w->row.y2 = fmaxf(w->row.y2, line->y2);
    } else {
        w->row = *line;
    }
    return start;
}

static void write_page(writer *w, size_t page, dictum_document *document, size_t *empty_before)
{
    const dictum_pdf_page *sheet = &w->pdf->pages[page];
    size_t end = sheet[1].first_line;
    column in = {.end = sheet->first_line};
    bool begun = false;

    measure(w, sheet->first_line, end, &w->page);
    for (size_t i = sheet->first_line; i < end; i++) {
        if (w->pdf->lines[i].running) {
            continue;
        }
        if (i >= in.end) {
            in = measure_column(w, i, end);
        }
        size_t start = write_line(w, i, &in, end);
        for (; !begun && *empty_before > 0; (*empty_before)--) {
            dictum__document_add_page(document, start);
        }
        if (!begun) {
            dictum__document_add_page(document, start);
            begun = true;
        }
    }
    *empty_before += !begun;
}

/* Pages without text begin where the next one with text does, or where the text ends. */
static void write_pages(writer *w, dictum_document *document)
{
    size_t empty = 0;

    for (size_t page = 0; page < w->pdf->page_count; page++) {
        write_page(w, page, document, &empty);
    }
    for (; empty > 0; empty--) {
        dictum__document_add_page(document, w->out->len);
    }
}

dictum_status dictum__pdf_write(const dictum_pdf *pdf, dictum_document *document, dictum_error *err)
{
    writer w = {.pdf = pdf, .out = &document->text};

    w.samples = calloc(pdf->line_count + 1, sizeof(lead_sample));
    w.edges = calloc(pdf->line_count + 1, sizeof(float));
    if (w.samples == NULL || w.edges == NULL) {
        free(w.samples);
        free(w.edges);
        return dictum__nomem(err);
    }
    measure(&w, 0, pdf->line_count, &w.whole);
    write_pages(&w, document);
    free(w.edges);
    free(w.samples);
    return DICTUM_OK;
}
