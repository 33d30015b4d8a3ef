/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDF by poppler: its text and the box of each character, brought together to lines. Invariant: a line's text is what
 * poppler gives, with one space for white space. */
#include "indexer/read/pdf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <poppler.h>
#include <unicode/uchar.h>

#include "indexer/read/pdf_lines.h"
#include "lib/array.h"
#include "lib/utf8.h"

#define PAGES_MAX 100000
#define LINES_MAX ((size_t)1 << 22)
/* Where poppler gives no space, in heights of letters: between words, and between the cells of a table. */
#define WORD_GAP 0.15
#define CELL_GAP 1.0

/* ---- lines --------------------------------------------------------------------------------------------------- */

/* A line that is being put together. */
typedef struct builder {
    dictum_pdf *pdf;
    dictum_pdf_line line;
    const PopplerRectangle *boxes; /* one a character of the page's text, or so poppler means it */
    size_t box_count, next_box;
    bool aligned; /* they still fit the text */
    bool blank;   /* white space is due */
    bool in_first_word;
    size_t boxed; /* characters of the line with a box */
    double heights, across, down;
    PopplerRectangle last;
} builder;

static void start_line(builder *b)
{
    uint32_t page = b->line.page;

    b->line = (dictum_pdf_line){.start = b->pdf->text.len, .page = page};
    b->blank = false;
    b->in_first_word = true;
    b->boxed = 0;
    b->heights = b->across = b->down = 0;
}

static bool is_sound(const PopplerRectangle *box)
{
    return isfinite(box->x1) && isfinite(box->y1) && isfinite(box->x2) && isfinite(box->y2) && fabs(box->x1) < 1e6 &&
           fabs(box->y1) < 1e6 && fabs(box->x2) < 1e6 && fabs(box->y2) < 1e6;
}

/* The space between two boxes along the line, whichever is first. */
static double gap_between(const PopplerRectangle *a, const PopplerRectangle *b)
{
    double right = b->x1 - a->x2, left = a->x1 - b->x2;

    return right > left ? right : left;
}

static void widen(builder *b, const PopplerRectangle *box)
{
    dictum_pdf_line *line = &b->line;
    float x1 = (float)fmin(box->x1, box->x2), x2 = (float)fmax(box->x1, box->x2);
    float y1 = (float)fmin(box->y1, box->y2), y2 = (float)fmax(box->y1, box->y2);

    if (b->boxed > 0) {
        b->across += fabs(box->x1 - b->last.x1);
        b->down += fabs(box->y2 - b->last.y2);
        x1 = fminf(x1, line->x1);
        y1 = fminf(y1, line->y1);
        x2 = fmaxf(x2, line->x2);
        y2 = fmaxf(y2, line->y2);
    }
    line->x1 = x1;
    line->y1 = y1;
    line->x2 = x2;
    line->y2 = y2;
    b->heights += fabs(box->y2 - box->y1);
    b->boxed++;
    b->last = *box;
    if (b->in_first_word) {
        line->first_word = x2 - x1;
    }
}

/* A character that is no white space; `box` may be NULL. */
static void add_character(builder *b, dictum_slice character, const PopplerRectangle *box)
{
    dictum_buf *text = &b->pdf->text;

    if (b->blank && text->len > b->line.start) {
        dictum__buf_append_char(text, ' ');
        b->in_first_word = false;
    }
    b->blank = false;
    if (box != NULL) {
        widen(b, box);
    }
    dictum__buf_append_slice(text, character);
}

static bool is_from_right(uint32_t c)
{
    UCharDirection direction = u_charDirection((UChar32)c);

    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

/* Poppler leaves out some spaces, and puts cells of a table, and what it takes for one, on one line with nothing
 * between them. Notes a space that is missing; true where a new piece of the row begins. From right to left the boxes
 * of a word's letters are in the wrong order, and only tell that there is a space. */
static bool is_apart(builder *b, uint32_t c, const PopplerRectangle *box)
{
    double height, gap;

    if (b->blank || box == NULL || b->boxed == 0 || b->down > b->across) {
        return false;
    }
    height = b->heights / (double)b->boxed;
    gap = gap_between(&b->last, box);
    b->blank = gap > WORD_GAP * height;
    return gap > CELL_GAP * height && !is_from_right(c);
}

static dictum_status end_line(builder *b, dictum_error *err)
{
    dictum_pdf *pdf = b->pdf;
    void *room = pdf->lines;

    b->line.end = pdf->text.len;
    if (b->line.end > b->line.start) {
        if (pdf->line_count == LINES_MAX) {
            return dictum__fail(err, DICTUM_LIMIT, "more than %zu lines of text", LINES_MAX);
        }
        if (!dictum__array_reserve(&room, &pdf->line_cap, pdf->line_count + 1, sizeof(dictum_pdf_line))) {
            return dictum__nomem(err);
        }
        pdf->lines = room;
        b->line.size = b->boxed > 0 ? (float)(b->heights / (double)b->boxed) : 0;
        b->line.placed = b->boxed > 0 && b->line.size > 0.1F && b->down <= b->across;
        pdf->lines[pdf->line_count++] = b->line;
    }
    start_line(b);
    return DICTUM_OK;
}

/* The box of the next character. Poppler says that there is one for each, and means one for each that the page shows
 * and for the space or line end between two. Where the ends of lines fall apart, no place is known any more. */
static const PopplerRectangle *take_box(builder *b, bool line_end)
{
    const PopplerRectangle *box;

    if (!b->aligned || b->next_box >= b->box_count) {
        b->aligned = false;
        return NULL;
    }
    box = &b->boxes[b->next_box++];
    if (line_end && (box->x1 != box->x2 || box->y1 != box->y2)) {
        b->aligned = false;
    }
    return b->aligned && is_sound(box) ? box : NULL;
}

/* The marks that poppler puts around words that run against the page's direction. They have no box, and mean nothing
 * where the text is in logical order. */
static bool is_embedding_mark(uint32_t c)
{
    return c == 0x202A || c == 0x202B || c == 0x202C;
}

/* The bytes of the character at `at`, well formed or not. */
static size_t character_bytes(dictum_slice text, size_t at)
{
    size_t end = at + 1;

    while (end < text.len && end - at < 4 && ((unsigned char)text.data[end] & 0xC0U) == 0x80) {
        end++;
    }
    return end - at;
}

static dictum_status add_lines(builder *b, dictum_slice text, dictum_error *err)
{
    dictum_status status = DICTUM_OK;

    for (size_t at = 0, bytes; at < text.len && status == DICTUM_OK; at += bytes) {
        dictum_slice character = {text.data + at, bytes = character_bytes(text, at)};
        size_t offset = 0;
        uint32_t c;
        if (!dictum__utf8_is_valid(character)) { /* half of a surrogate pair */
            character = DICTUM_SLICE("\xEF\xBF\xBD");
        }
        c = dictum__utf8_next(character, &offset);
        if (is_embedding_mark(c)) {
            continue;
        }
        const PopplerRectangle *box = take_box(b, c == '\n');
        if (c == '\n') {
            status = end_line(b, err);
        } else if (c <= 0x20 || (c >= 0x7F && c <= 0xA0)) {
            b->blank = true;
        } else {
            status = is_apart(b, c, box) ? end_line(b, err) : DICTUM_OK;
            add_character(b, character, box);
        }
    }
    return status == DICTUM_OK ? end_line(b, err) : status;
}

/* ---- pages --------------------------------------------------------------------------------------------------- */

static bool runs_from_right(dictum_slice text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = dictum__utf8_next(text, &at);
        if (u_charDirection((UChar32)c) == U_LEFT_TO_RIGHT) {
            return false;
        }
        if (is_from_right(c)) {
            return true;
        }
    }
    return false;
}

/* Measures the page from its right edge where most of its lines begin there. */
static void mirror(dictum_pdf *pdf, const dictum_pdf_page *page)
{
    size_t from_right = 0, count = pdf->line_count - page->first_line;
    dictum_pdf_line *lines = pdf->lines;

    for (size_t i = page->first_line; i < pdf->line_count; i++) {
        from_right += runs_from_right(dictum__pdf_line_text(pdf, &lines[i]));
    }
    if (from_right * 2 <= count) {
        return;
    }
    for (size_t i = page->first_line; i < pdf->line_count; i++) {
        float x1 = page->width - lines[i].x2;
        lines[i].x2 = page->width - lines[i].x1;
        lines[i].x1 = x1;
    }
}

/* A selection of text by poppler, which takes what is between two points in reading order. They lie beyond the page:
 * what juts out of it is not always within it by poppler's reckoning. */
#define FAR 1e6
static const PopplerRectangle from_left = {-FAR, -FAR, FAR, FAR};
/* Where text begins on the right, a selection must do so, too, else its first and last line are lost; it ends with the
 * block that is nearest to the lower left corner. */
static const PopplerRectangle from_right = {FAR, -FAR, -FAR, FAR};
/* What may be behind that block. */
static const PopplerRectangle behind = {-FAR, FAR, FAR, FAR};

static dictum_status take_selection(builder *b, PopplerPage *source, const PopplerRectangle *area, const char *text,
                                    dictum_error *err)
{
    PopplerRectangle copy = *area, *boxes = NULL;
    guint box_count = 0;
    dictum_status status;

    if (!poppler_page_get_text_layout_for_area(source, &copy, &boxes, &box_count)) {
        boxes = NULL;
        box_count = 0;
    }
    b->boxes = boxes;
    b->box_count = box_count;
    b->next_box = 0;
    b->aligned = true;
    start_line(b);
    status = add_lines(b, dictum__slice(text), err);
    g_free(boxes);
    return status;
}

static char *text_of(PopplerPage *source, const PopplerRectangle *area)
{
    PopplerRectangle copy = *area;

    return poppler_page_get_text_for_area(source, &copy);
}

static bool has_letters_from_right(dictum_slice text)
{
    for (size_t at = 0, bytes; at < text.len; at += bytes) {
        dictum_slice character = {text.data + at, bytes = character_bytes(text, at)};
        size_t offset = 0;
        if (dictum__utf8_is_valid(character) && is_from_right(dictum__utf8_next(character, &offset))) {
            return true;
        }
    }
    return false;
}

/* `all` is what is selected from the right. */
static dictum_status take_from_right(builder *b, PopplerPage *source, dictum_slice all, dictum_error *err)
{
    char *more = text_of(source, &behind);
    dictum_slice rest = dictum__slice(more == NULL ? "" : more);
    dictum_status status = take_selection(b, source, &from_right, all.data, err);

    /* Where there is nothing behind, it is the last line again. */
    if (status == DICTUM_OK && rest.len > 0 &&
        (rest.len > all.len || memcmp(all.data + all.len - rest.len, rest.data, rest.len) != 0)) {
        status = take_selection(b, source, &behind, rest.data, err);
    }
    g_free(more);
    return status;
}

/* Whether a page runs from the left or the right is poppler's secret; the wrong selection loses text. */
static dictum_status take_text(builder *b, PopplerPage *source, dictum_error *err)
{
    char *left = text_of(source, &from_left), *right = NULL;
    dictum_slice text = dictum__slice(left == NULL ? "" : left);
    dictum_status status;

    if (text.len == 0 || has_letters_from_right(text)) {
        right = text_of(source, &from_right);
    }
    if (right != NULL && strlen(right) > text.len) {
        status = take_from_right(b, source, dictum__slice(right), err);
    } else {
        status = take_selection(b, source, &from_left, text.data, err);
    }
    g_free(right);
    g_free(left);
    return status;
}

static dictum_status take_page(dictum_pdf *pdf, PopplerPage *source, dictum_pdf_page *page, dictum_error *err)
{
    builder b = {.pdf = pdf, .line = {.page = (uint32_t)(page - pdf->pages)}};
    double width, height;
    dictum_status status;

    poppler_page_get_size(source, &width, &height);
    page->width = (float)width;
    page->height = (float)height;
    page->first_line = pdf->line_count;
    status = take_text(&b, source, err);
    if (status == DICTUM_OK && dictum__buf_status(&pdf->text) == DICTUM_OK) {
        mirror(pdf, page);
    }
    return status;
}

/* Takes the page at `index`. One that poppler does not have, or that gives no text while poppler complains of it, is
 * damaged; the others may not be. */
static dictum_status take_numbered(dictum_pdf *pdf, PopplerDocument *source, size_t index, size_t *damaged,
                                   dictum_error *err)
{
    PopplerPage *page;
    dictum_status status;

    pdf->complaints = 0;
    pdf->pages[index].first_line = pdf->line_count;
    page = poppler_document_get_page(source, (int)index);
    if (page == NULL) {
        ++*damaged;
        return DICTUM_OK;
    }
    status = take_page(pdf, page, &pdf->pages[index], err);
    g_object_unref(page);
    *damaged += pdf->complaints > 0 && pdf->line_count == pdf->pages[index].first_line;
    return status;
}

static void note_damaged(size_t damaged, size_t count, dictum_document *document)
{
    if (damaged > 0) {
        dictum__buf_appendf(&document->lost, "%zu of its %zu pages %s damaged and give%s no text", damaged, count,
                            damaged == 1 ? "is" : "are", damaged == 1 ? "s" : "");
    }
}

static dictum_status take_pages(dictum_pdf *pdf, PopplerDocument *source, dictum_document *document, dictum_error *err)
{
    size_t damaged = 0;
    int count = poppler_document_get_n_pages(source);
    dictum_status status = DICTUM_OK;

    if (count > PAGES_MAX) {
        return dictum__fail(err, DICTUM_LIMIT, "more than %d pages", PAGES_MAX);
    }
    pdf->page_count = count > 0 ? (size_t)count : 0;
    pdf->pages = calloc(pdf->page_count + 1, sizeof(dictum_pdf_page));
    if (pdf->pages == NULL) {
        return dictum__nomem(err);
    }
    for (size_t i = 0; i < pdf->page_count && status == DICTUM_OK; i++) {
        status = take_numbered(pdf, source, i, &damaged, err);
        if (dictum__buf_status(&pdf->text) == DICTUM_NOMEM) {
            status = dictum__nomem(err);
        } else if (dictum__buf_status(&pdf->text) != DICTUM_OK) {
            status = dictum__fail(err, DICTUM_LIMIT, "it has more than %zu MB of text", DICTUM__TEXT_BYTES_MAX >> 20);
        }
    }
    pdf->pages[pdf->page_count].first_line = pdf->line_count;
    note_damaged(damaged, pdf->page_count, document);
    return status;
}

/* ---- the document -------------------------------------------------------------------------------------------- */

/* "YYYY-MM-DD", by the clock of the place where the file was made. */
static char *made_date(PopplerDocument *source)
{
    GDateTime *when = poppler_document_get_creation_date_time(source);
    char *date = when == NULL ? NULL : g_date_time_format(when, "%Y-%m-%d");

    if (when != NULL) {
        g_date_time_unref(when);
    }
    return date;
}

static dictum_slice slice_of(const char *text)
{
    return text == NULL ? (dictum_slice){NULL, 0} : dictum__slice(text);
}

static void take_stated(const dictum_pdf *pdf, PopplerDocument *source, dictum_document *document)
{
    char *title = poppler_document_get_title(source), *author = poppler_document_get_author(source);
    char *made = made_date(source), *xmp = poppler_document_get_metadata(source);
    const dictum_pdf_info info = {slice_of(title), slice_of(author), slice_of(made), slice_of(xmp)};

    dictum__pdf_stated(pdf, &info, document);
    g_free(xmp);
    g_free(made);
    g_free(author);
    g_free(title);
}

static dictum_status read_opened(dictum_pdf *pdf, PopplerDocument *source, dictum_document *document, dictum_error *err)
{
    dictum_status status = take_pages(pdf, source, document, err);

    if (status == DICTUM_OK && pdf->line_count == 0) {
        bool damaged = pdf->complaints > 0 || poppler_document_get_n_pages(source) <= 0;
        status = dictum__fail(err, DICTUM_CORRUPT,
                              damaged ? "it is damaged or cut off: no text is left that can be read"
                                      : "it has no text, perhaps it is a scan");
    }
    if (status == DICTUM_OK) {
        status = dictum__pdf_mark_running(pdf, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__pdf_order(pdf, err);
    }
    if (status == DICTUM_OK) {
        take_stated(pdf, source, document);
        status = dictum__pdf_write(pdf, document, err);
    }
    return status;
}

static dictum_status refuse(const GError *why, dictum_error *err)
{
    if (why != NULL && g_error_matches(why, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) {
        return dictum__fail(err, DICTUM_CORRUPT, "it is encrypted and needs a password");
    }
    return dictum__fail(err, DICTUM_CORRUPT, "it is damaged beyond repair, or no PDF");
}

/* Poppler complains of damage by glib's log, which would print it. */
static void note_complaint(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
    dictum_pdf *pdf = data;

    (void)domain;
    (void)level;
    pdf->complaints += message != NULL && strncmp(message, "Syntax error", 12) == 0;
}

dictum_status dictum__read_pdf(dictum_slice bytes, dictum_document *document, dictum_error *err)
{
    dictum_pdf pdf = {.lines = NULL};
    guint handler = g_log_set_handler("Poppler", G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION, note_complaint, &pdf);
    GBytes *whole = g_bytes_new_static(bytes.data, bytes.len);
    GError *why = NULL;
    PopplerDocument *source = poppler_document_new_from_bytes(whole, NULL, &why);
    dictum_status status;

    dictum__buf_init(&pdf.text, DICTUM__TEXT_BYTES_MAX);
    if (source == NULL) {
        status = refuse(why, err);
        g_clear_error(&why);
    } else {
        status = read_opened(&pdf, source, document, err);
        g_object_unref(source);
    }
    g_bytes_unref(whole);
    g_log_remove_handler("Poppler", handler);
    free(pdf.pages);
    free(pdf.lines);
    dictum__buf_dispose(&pdf.text);
    return status;
}
