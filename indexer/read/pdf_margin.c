/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Heads, feet and page numbers. No words are known here: a line is running where, near the edge of several pages, the
 * same text stands at the same place with its numbers aside, and most of what stands at that place is so repeated: the
 * first lines of pages differ, whatever some of them share. Invariant: text that is on one page only is not running,
 * but for a lone number. */
#include "indexer/read/pdf_lines.h"

#include <math.h>
#include <stdlib.h>

#include <unicode/uchar.h>

#include "lib/array.h"
#include "lib/hash.h"
#include "lib/utf8.h"

/* Of the page's height, at each end; and how many lines from its outermost. */
#define BAND 0.25F
#define ROWS_MAX 5
#define CANDIDATES_MAX 24
/* Points by which the same place may differ. */
#define PLACE_TOLERANCE 3.0F
#define NUMBERS_MAX 6
/* Lines nearer to each other than this, in heights of letters, have no space between them. */
#define CLOSE 1.5F
/* A lone number stands within this part of the page's height. */
#define LONE_BAND 0.12F

typedef enum edge { TOP, BOTTOM, TURNED } edge;

/* A line that may be running. */
typedef struct candidate {
    uint64_t key;   /* its text without its numbers */
    float distance; /* from the edge to its middle */
    edge side;
    uint32_t place; /* the same for all candidates at about the same distance */
    uint32_t page;
    size_t line;
    uint64_t numbers[NUMBERS_MAX];
    size_t number_count;
} candidate;

typedef struct candidates {
    candidate *items;
    size_t count, cap;
} candidates;

/* ---- the text of a line, numbers aside --------------------------------------------------------------------------- */

/* The value of a Roman numeral, in one case; 0 where the text is none. Numerals that a purist would not write count. */
static uint64_t roman(dictum_slice text)
{
    static const char digits[] = "ivxlc";
    static const unsigned values[] = {1, 5, 10, 50, 100};
    uint64_t sum = 0;
    unsigned last = 1000;

    if (text.len == 0 || text.len > 8) {
        return 0;
    }
    for (size_t i = 0; i < text.len; i++) {
        bool lower = text.data[0] >= 'a';
        const char *digit = memchr(digits, lower ? text.data[i] : text.data[i] | 0x20, sizeof(digits) - 1);
        if (digit == NULL || (!lower && text.data[i] >= 'a')) {
            return 0;
        }
        sum += values[digit - digits];
        if (values[digit - digits] > last) {
            sum -= 2 * (uint64_t)last; /* it was to be taken away */
        }
        last = values[digit - digits];
    }
    return sum;
}

/* What is left of a line when punctuation and blanks at its ends are taken off. */
static dictum_slice bare(dictum_slice text)
{
    size_t start = text.len, end = 0;

    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        if (u_isalnum(c)) {
            start = start < from ? start : from;
            end = at;
        }
    }
    return end == 0 ? (dictum_slice){"", 0} : (dictum_slice){text.data + start, end - start};
}

static void note_number(candidate *c, uint64_t value)
{
    if (c->number_count < NUMBERS_MAX) {
        c->numbers[c->number_count++] = value;
    }
}

static uint64_t add_to_key(uint64_t key, uint32_t c)
{
    return (key ^ c) * UINT64_C(0x9e3779b97f4a7c15) >> 1;
}

/* Fills in key and numbers. */
static void read_text(candidate *c, dictum_slice text)
{
    bool in_number = false;
    uint64_t value = roman(bare(text));

    c->key = DICTUM__HASH_SEED;
    c->number_count = 0;
    if (value > 0) {
        note_number(c, value);
        c->key = add_to_key(c->key, '#');
        return;
    }
    for (size_t at = 0; at < text.len;) {
        UChar32 next = (UChar32)dictum__utf8_next(text, &at);
        int32_t digit = u_charDigitValue(next);
        if (digit >= 0 && digit <= 9) {
            value = in_number && value < 100000000 ? value * 10 + (uint64_t)digit : (uint64_t)digit;
            in_number = true;
            continue;
        }
        if (in_number) {
            note_number(c, value);
            c->key = add_to_key(c->key, '#');
            in_number = false;
        }
        if (u_isalnum(next) || u_charType(next) == U_OTHER_SYMBOL) {
            c->key = add_to_key(c->key, (uint32_t)u_foldCase(next, U_FOLD_CASE_DEFAULT));
        }
    }
    if (in_number) {
        note_number(c, value);
        c->key = add_to_key(c->key, '#');
    }
}

/* ---- candidates -------------------------------------------------------------------------------------------------- */

static int compare_floats(float a, float b)
{
    return (a > b) - (a < b);
}

static int by_distance(const void *a, const void *b)
{
    const candidate *x = a, *y = b;

    if (x->side != y->side) {
        return x->side < y->side ? -1 : 1;
    }
    if (x->distance != y->distance) {
        return compare_floats(x->distance, y->distance);
    }
    return x->line < y->line ? -1 : x->line > y->line;
}

static int by_place(const void *a, const void *b)
{
    const candidate *x = a, *y = b;

    if (x->place != y->place) {
        return x->place < y->place ? -1 : 1;
    }
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return x->line < y->line ? -1 : x->line > y->line; /* which is by page, too */
}

static bool add_candidate(candidates *all, const candidate *one)
{
    void *room = all->items;

    if (!dictum__array_reserve(&room, &all->cap, all->count + 1, sizeof(candidate))) {
        return false;
    }
    all->items = room;
    all->items[all->count++] = *one;
    return true;
}

/* Leaves of those from `first`, sorted, only what is outermost on each side. */
static void keep_outermost(candidates *all, size_t first, const dictum_pdf *pdf)
{
    size_t kept = first, of_side = 0, rows = 0;
    float row = 0;

    for (size_t i = first; i < all->count; i++) {
        candidate *c = &all->items[i];
        if (i == first || c->side != all->items[i - 1].side) {
            of_side = rows = 0;
        }
        if (of_side == 0 || c->distance - row > 0.6F * pdf->lines[c->line].size) {
            row = c->distance;
            rows++;
        }
        of_side++;
        if (of_side <= CANDIDATES_MAX && (rows <= ROWS_MAX || c->side == TURNED)) {
            read_text(c, dictum__pdf_line_text(pdf, &pdf->lines[c->line]));
            all->items[kept++] = *c;
        }
    }
    all->count = kept;
}

/* Adds the lines of a page that are near its edges, or turned; each side from its edge inwards. */
static bool collect(const dictum_pdf *pdf, uint32_t page, candidates *all)
{
    const dictum_pdf_page *sheet = &pdf->pages[page];
    size_t first = all->count;

    for (size_t i = sheet->first_line; i < sheet[1].first_line; i++) {
        const dictum_pdf_line *line = &pdf->lines[i];
        float middle = (line->y1 + line->y2) / 2;
        candidate c = {.page = page, .line = i, .distance = middle, .side = TOP};
        if (!line->placed) {
            c.side = TURNED;
            c.distance = line->x1;
        } else if (middle > sheet->height / 2) {
            c.side = BOTTOM;
            c.distance = sheet->height - middle;
        }
        if ((c.side == TURNED || c.distance < BAND * sheet->height) && !add_candidate(all, &c)) {
            return false;
        }
    }
    if (all->count > first) {
        qsort(all->items + first, all->count - first, sizeof(candidate), by_distance);
    }
    return true;
}

static bool take_page(const dictum_pdf *pdf, uint32_t page, candidates *all)
{
    size_t first = all->count;
    bool good = collect(pdf, page, all);

    keep_outermost(all, first, pdf);
    return good;
}

/* ---- what is repeated -------------------------------------------------------------------------------------------- */

/* Whether the numbers of both are equal or have grown as the pages have. */
static bool goes_along(const candidate *a, const candidate *b)
{
    if (a->number_count != b->number_count) {
        return false;
    }
    for (size_t i = 0; i < a->number_count; i++) {
        uint64_t grown = b->numbers[i] - a->numbers[i];
        if (grown != 0 && grown != b->page - a->page) {
            return false;
        }
    }
    return true;
}

/* How many pages the candidates, of one place and key, are on; 0 where that is chance: one page only, or numbers that
 * have nothing to do with those of the pages. */
static size_t pages_repeated(const candidate *items, size_t count)
{
    size_t pages = 1, along = 0;

    for (size_t i = 1; i < count; i++) {
        if (items[i].page != items[i - 1].page) {
            pages++;
            along += goes_along(&items[i - 1], &items[i]);
        }
    }
    return pages >= 2 && along * 10 >= (pages - 1) * 7 ? pages : 0;
}

static size_t key_end(const candidate *items, size_t from, size_t end)
{
    size_t at = from + 1;

    while (at < end && items[at].key == items[from].key) {
        at++;
    }
    return at;
}

/* Judges the candidates [start, end) of one place. `seen` has an element for each page. */
static void judge_place(dictum_pdf *pdf, const candidate *items, size_t start, size_t end, uint8_t *seen)
{
    size_t any = 0, repeated = 0;
    const size_t least = pdf->page_count <= 4 ? 2 : 3;

    for (size_t i = start; i < end; i++) {
        seen[items[i].page] = 0;
    }
    for (size_t i = start, next; i < end; i = next) {
        next = key_end(items, i, end);
        bool is_repeated = pages_repeated(items + i, next - i) > 0;
        for (size_t k = i; k < next; k++) {
            uint8_t *page = &seen[items[k].page];
            any += *page == 0;
            repeated += is_repeated && *page < 2;
            *page = is_repeated ? 2 : *page == 0 ? 1 : *page;
        }
    }
    if (repeated < least || repeated * 10 < any * 6) {
        return;
    }
    for (size_t i = start, next; i < end; i = next) {
        next = key_end(items, i, end);
        bool is_repeated = pages_repeated(items + i, next - i) > 0;
        for (size_t k = i; k < next && is_repeated; k++) {
            pdf->lines[items[k].line].running = true;
        }
    }
}

static void judge_all(dictum_pdf *pdf, candidates *all, uint8_t *seen)
{
    float first = 0;

    if (pdf->page_count < 3 || all->count == 0) {
        return;
    }
    qsort(all->items, all->count, sizeof(candidate), by_distance);
    for (size_t i = 0; i < all->count; i++) {
        candidate *c = &all->items[i];
        bool same = i > 0 && c->side == c[-1].side && c->distance - first <= PLACE_TOLERANCE;
        first = same ? first : c->distance;
        c->place = i == 0 ? 0 : c[-1].place + !same;
    }
    qsort(all->items, all->count, sizeof(candidate), by_place);
    for (size_t i = 0, next; i < all->count; i = next) {
        for (next = i + 1; next < all->count && all->items[next].place == all->items[i].place; next++) {
        }
        judge_place(pdf, all->items, i, next, seen);
    }
}

/* ---- what is no margin ------------------------------------------------------------------------------------------- */

/* Of the lines of one side of a page, from its edge inwards: where three rows or more are running, those that go on
 * into the text without a space are text that pages share, such as that of a letter to many. */
static void release(dictum_pdf *pdf, const candidate *items, size_t count)
{
    size_t rows = 0;
    float row = 0, inner = INFINITY;

    for (size_t i = 0; i < count; i++) {
        const dictum_pdf_line *line = &pdf->lines[items[i].line];
        if (line->running && (rows == 0 || items[i].distance - row > 0.6F * line->size)) {
            row = items[i].distance;
            rows++;
        }
    }
    for (size_t i = count; i > 0 && rows >= 3; i--) {
        dictum_pdf_line *line = &pdf->lines[items[i - 1].line];
        if (line->running && inner - items[i - 1].distance > CLOSE * line->size) {
            break;
        }
        line->running = false;
        inner = items[i - 1].distance;
    }
}

static bool release_all(dictum_pdf *pdf, candidates *all)
{
    for (size_t page = 0; page < pdf->page_count; page++) {
        all->count = 0;
        if (!collect(pdf, (uint32_t)page, all)) {
            return false;
        }
        for (size_t i = 0, next; i < all->count; i = next) {
            for (next = i + 1; next < all->count && all->items[next].side == all->items[i].side; next++) {
            }
            if (all->items[i].side != TURNED) {
                release(pdf, all->items + i, next - i);
            }
        }
    }
    return true;
}

/* ---- lone numbers ------------------------------------------------------------------------------------------------ */

/* The number that is all the line is, with punctuation around it; 0 where it is none. `letters`: it is Roman. */
static uint64_t lone_number(dictum_slice text, bool *letters)
{
    candidate c;
    dictum_slice inner = bare(text);
    uint64_t value = roman(inner);

    *letters = false;
    if (value > 0 || inner.len == 0 || inner.len > 12 || text.len - inner.len > 8) {
        *letters = value > 0;
        return value;
    }
    for (size_t at = 0; at < inner.len;) {
        if (u_charDigitValue((UChar32)dictum__utf8_next(inner, &at)) < 0) {
            return 0;
        }
    }
    read_text(&c, inner);
    return c.numbers[0] < 1000 ? c.numbers[0] : 0;
}

/* The line at the edge of the page at that side, and whether it stands there alone. */
static dictum_pdf_line *outermost(dictum_pdf *pdf, size_t page, edge side, bool *alone)
{
    const dictum_pdf_page *sheet = &pdf->pages[page];
    dictum_pdf_line *found = NULL;
    float nearest = INFINITY, next = INFINITY;

    for (size_t i = sheet->first_line; i < sheet[1].first_line; i++) {
        dictum_pdf_line *line = &pdf->lines[i];
        float middle = (line->y1 + line->y2) / 2, distance = side == TOP ? middle : sheet->height - middle;
        if (!line->placed) {
            continue;
        }
        if (distance < nearest) {
            next = nearest;
            nearest = distance;
            found = line;
        } else if (distance < next) {
            next = distance;
        }
    }
    *alone = found != NULL && next - nearest > 1.5F * found->size && nearest < LONE_BAND * sheet->height;
    return found;
}

/* Lone numbers that are the page's own, counted from the first; those of the only page; those of two pages that follow
 * each other. */
static void mark_lone_numbers(dictum_pdf *pdf, edge side)
{
    dictum_pdf_line *before = NULL;
    uint64_t number_before = 0;

    for (size_t page = 0; page < pdf->page_count; page++) {
        bool alone, letters = false;
        dictum_pdf_line *line = outermost(pdf, page, side, &alone);
        uint64_t number = alone ? lone_number(dictum__pdf_line_text(pdf, line), &letters) : 0;
        if (number > 0 && (number == page + 1 || (pdf->page_count == 1 && !letters))) {
            line->running = true;
        } else if (number > 0 && before != NULL && pdf->page_count == 2 && number == number_before + 1) {
            before->running = line->running = true;
        }
        before = number > 0 ? line : NULL;
        number_before = number;
    }
}

dictum_status dictum__pdf_mark_running(dictum_pdf *pdf, dictum_error *err)
{
    candidates all = {.items = NULL};
    uint8_t *seen = calloc(pdf->page_count + 1, 1);
    bool good = seen != NULL;

    for (size_t i = 0; i < pdf->page_count && good; i++) {
        good = take_page(pdf, (uint32_t)i, &all);
    }
    if (good) {
        judge_all(pdf, &all, seen);
        good = release_all(pdf, &all);
        mark_lone_numbers(pdf, TOP);
        mark_lone_numbers(pdf, BOTTOM);
    }
    free(all.items);
    free(seen);
    return good ? DICTUM_OK : dictum__nomem(err);
}
