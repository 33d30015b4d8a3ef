/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns. Poppler orders blocks of text and goes astray where those of two columns stand level with each other. Where
 * a page has columns of running text, its lines are ordered anew: a gutter divides them, lines that cross it divide
 * what is above from what is below, and each side may have columns of its own. Elsewhere poppler's order stays, but for
 * tables that it gives column by column.
 * Invariant: the lines of a page stay on it; only their order changes. */
#include "indexer/read/pdf_lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns within columns. */
#define DEPTH_MAX 6
/* A line of running text is this many times as wide as its letters are high. */
#define TEXT_WIDTH 8
/* So many of them make a column. */
#define TEXT_LINES_MIN 3
/* How far a line must stand out on both sides of a gutter to cross it, in heights of its letters. */
#define CROSSING 2
/* The narrowest gutter, likewise. */
#define GUTTER 0.4F

typedef struct edge {
    float at, width, size;
} edge;

typedef struct orderer {
    dictum_pdf_line *spare; /* room for all lines of a page */
    edge *starts, *ends;
} orderer;

static int by_edge(const void *a, const void *b)
{
    const edge *x = a, *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

static int by_top(const void *a, const void *b)
{
    const dictum_pdf_line *x = a, *y = b;
    float top_x = x->y1 + x->y2, top_y = y->y1 + y->y2;

    if (top_x != top_y) {
        return top_x < top_y ? -1 : 1;
    }
    return x->start < y->start ? -1 : x->start > y->start;
}

/* The middle of the gutter that leaves most text on both sides; NAN where there is none. */
static float find_gutter(orderer *o, const dictum_pdf_line *lines, size_t count)
{
    float best = 0, found = NAN, before = 0, behind = 0;
    size_t next = 0;

    for (size_t i = 0; i < count; i++) {
        float width = lines[i].x2 - lines[i].x1;
        o->starts[i] = (edge){lines[i].x1, width, lines[i].size};
        o->ends[i] = (edge){lines[i].x2, width, lines[i].size};
        behind += width;
    }
    qsort(o->starts, count, sizeof(edge), by_edge);
    qsort(o->ends, count, sizeof(edge), by_edge);
    for (size_t i = 0; i < count; i++) { /* a gutter begins where a line ends, and goes on to where the next begins */
        before += o->ends[i].width;
        while (next < count && o->starts[next].at < o->ends[i].at) {
            behind -= o->starts[next].width;
            next++;
        }
        if (next == count) {
            break;
        }
        if (o->starts[next].at - o->ends[i].at >= GUTTER * o->ends[i].size && fminf(before, behind) > best) {
            best = fminf(before, behind);
            found = (o->ends[i].at + o->starts[next].at) / 2;
        }
    }
    return found;
}

typedef enum where { LEFT, RIGHT, ACROSS } where;

static where stands(const dictum_pdf_line *line, float gutter)
{
    float reach = CROSSING * line->size;

    if (line->x1 < gutter - reach && line->x2 > gutter + reach) {
        return ACROSS;
    }
    return line->x1 + line->x2 < 2 * gutter ? LEFT : RIGHT;
}

/* What is on one side of a gutter. */
typedef struct half {
    float text, all; /* widths of lines */
    size_t text_lines;
    float top, bottom;
} half;

static void add_to_half(half *h, const dictum_pdf_line *line)
{
    float width = line->x2 - line->x1;
    bool text = width >= TEXT_WIDTH * line->size;

    h->top = h->all == 0 ? line->y1 : fminf(h->top, line->y1);
    h->bottom = h->all == 0 ? line->y2 : fmaxf(h->bottom, line->y2);
    h->all += width;
    h->text += text ? width : 0;
    h->text_lines += text;
}

static bool is_column(const half *h)
{
    return h->text_lines >= TEXT_LINES_MIN && h->text >= 0.6F * h->all;
}

/* Whether there is running text on both sides, and beside each other. */
static bool divides_columns(const dictum_pdf_line *lines, size_t count, float gutter)
{
    half sides[2] = {{.all = 0}, {.all = 0}};
    float level;

    for (size_t i = 0; i < count; i++) {
        where w = stands(&lines[i], gutter);
        if (w != ACROSS) {
            add_to_half(&sides[w], &lines[i]);
        }
    }
    level = fminf(sides[0].bottom, sides[1].bottom) - fmaxf(sides[0].top, sides[1].top);
    return is_column(&sides[0]) && is_column(&sides[1]) &&
           level >= 0.5F * fminf(sides[0].bottom - sides[0].top, sides[1].bottom - sides[1].top);
}

/* Within a column the lines go from top to bottom; those on one row, more or less, from left to right. */
static void order_rows(dictum_pdf_line *lines, size_t count)
{
    if (count > 1) {
        qsort(lines, count, sizeof(*lines), by_top);
    }
    for (size_t i = 1; i < count; i++) {
        dictum_pdf_line moved = lines[i];
        size_t at = i;
        for (; at > 0 && i - at < 32 && lines[at - 1].x1 > moved.x1 &&
               fminf(lines[at - 1].y2, moved.y2) - fmaxf(lines[at - 1].y1, moved.y1) >
                   0.5F * fminf(lines[at - 1].size, moved.size);
             at--) {
            lines[at] = lines[at - 1];
        }
        lines[at] = moved;
    }
}

static bool order(orderer *o, dictum_pdf_line *lines, size_t count, unsigned depth);

/* Lines between two that cross: those on the left, then those on the right. */
static void order_zone(orderer *o, dictum_pdf_line *lines, size_t count, float gutter, unsigned depth)
{
    size_t left = 0, right = 0;

    for (size_t i = 0; i < count; i++) {
        if (stands(&lines[i], gutter) == RIGHT) {
            o->spare[right++] = lines[i];
        } else {
            lines[left++] = lines[i];
        }
    }
    if (right > 0) {
        memcpy(lines + left, o->spare, right * sizeof(*lines));
    }
    if (!order(o, lines, left, depth + 1)) {
        order_rows(lines, left);
    }
    if (!order(o, lines + left, right, depth + 1)) {
        order_rows(lines + left, right);
    }
}

/* Orders lines that are placed; false, and nothing is done, where they have no columns. */
static bool order(orderer *o, dictum_pdf_line *lines, size_t count, unsigned depth)
{
    float gutter = depth < DEPTH_MAX && count >= 2 * (size_t)TEXT_LINES_MIN ? find_gutter(o, lines, count) : NAN;

    if (isnan(gutter) || !divides_columns(lines, count, gutter)) {
        return false;
    }
    qsort(lines, count, sizeof(*lines), by_top);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && stands(&lines[end], gutter) == ACROSS; end++) {
        }
        size_t crossing = end - i;
        order_rows(lines + i, crossing);
        for (i = end; end < count && stands(&lines[end], gutter) != ACROSS; end++) {
        }
        order_zone(o, lines + i, end - i, gutter, depth);
    }
    return true;
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

/* A run of lines that go down the page in poppler's order. */
typedef struct run {
    size_t first, end;
    float top, bottom;
} run;

static float middle(const dictum_pdf_line *line)
{
    return (line->y1 + line->y2) / 2;
}

static run take_run(const dictum_pdf_line *lines, size_t first, size_t count)
{
    run r = {first, first + 1, lines[first].y1, lines[first].y2};

    while (r.end < count && lines[r.end].placed && lines[first].placed &&
           middle(&lines[r.end]) > middle(&lines[r.end - 1]) - 0.3F * lines[r.end].size) {
        r.bottom = fmaxf(r.bottom, lines[r.end].y2);
        r.end++;
    }
    return r;
}

/* Whether one of the rising middles of [from, to) is that of the line. */
static bool has_row(const dictum_pdf_line *lines, const run *r, const dictum_pdf_line *line)
{
    size_t low = r->first, high = r->end;

    while (low < high) {
        size_t at = low + (high - low) / 2;
        if (middle(&lines[at]) < middle(line) - 0.35F * line->size) {
            low = at + 1;
        } else {
            high = at;
        }
    }
    return low < r->end && middle(&lines[low]) < middle(line) + 0.35F * line->size;
}

static bool is_running_text(const dictum_pdf_line *lines, const run *r)
{
    half h = {.all = 0};

    for (size_t i = r->first; i < r->end; i++) {
        add_to_half(&h, &lines[i]);
    }
    return h.text >= 0.6F * h.all;
}

/* Whether a run is a further column of the table that begins with `table`: beside it, its lines level with lines of
 * it. */
static bool goes_with(const dictum_pdf_line *lines, const run *table, const run *next)
{
    size_t level = 0;

    if (!lines[next->first].placed || next->top > table->bottom || next->bottom < table->top ||
        is_running_text(lines, next)) {
        return false;
    }
    for (size_t i = next->first; i < next->end; i++) {
        level += has_row(lines, table, &lines[i]);
    }
    return level * 10 >= (next->end - next->first) * 7;
}

/* Poppler gives some tables column by column. Where columns of short lines stand level, they are read by rows. */
static void order_tables(dictum_pdf_line *lines, size_t count)
{
    for (size_t at = 0; at < count;) {
        run table = take_run(lines, at, count);
        bool may_be = lines[table.first].placed && !is_running_text(lines, &table);
        size_t end = table.end;
        while (may_be && end < count) {
            run next = take_run(lines, end, count);
            if (!goes_with(lines, &table, &next)) {
                break;
            }
            end = next.end;
        }
        if (end > table.end) {
            order_rows(lines + at, end - at);
        }
        at = end;
    }
}

/* ---- pages ------------------------------------------------------------------------------------------------------- */

/* Brings to the front what is placed and not running; how many lines that are. */
static size_t body_first(orderer *o, dictum_pdf_line *lines, size_t count)
{
    size_t body = 0, others = 0;

    for (size_t i = 0; i < count; i++) {
        if (lines[i].placed && !lines[i].running) {
            lines[body++] = lines[i];
        } else {
            o->spare[others++] = lines[i];
        }
    }
    if (others > 0) {
        memcpy(lines + body, o->spare, others * sizeof(*lines));
    }
    return body;
}

static void order_page(orderer *o, dictum_pdf_line *lines, size_t count, dictum_pdf_line *original)
{
    if (count == 0) {
        return;
    }
    memcpy(original, lines, count * sizeof(*lines));
    if (!order(o, lines, body_first(o, lines, count), 0)) {
        memcpy(lines, original, count * sizeof(*lines));
        order_tables(lines, count);
    }
}

dictum_status dictum__pdf_order(dictum_pdf *pdf, dictum_error *err)
{
    size_t most = 1;
    orderer o;
    dictum_pdf_line *original;
    dictum_status status = DICTUM_OK;

    for (size_t i = 0; i < pdf->page_count; i++) {
        size_t count = pdf->pages[i + 1].first_line - pdf->pages[i].first_line;
        most = count > most ? count : most;
    }
    o.spare = calloc(most, sizeof(*o.spare));
    o.starts = calloc(most, sizeof(*o.starts));
    o.ends = calloc(most, sizeof(*o.ends));
    original = calloc(most, sizeof(*original));
    bool ready = o.spare != NULL && o.starts != NULL && o.ends != NULL && original != NULL;
    if (!ready) {
        status = dictum__nomem(err);
    }
    for (size_t i = 0; ready && i < pdf->page_count; i++) {
        size_t first = pdf->pages[i].first_line;
        order_page(&o, pdf->lines + first, pdf->pages[i + 1].first_line - first, original);
    }
    free(original);
    free(o.ends);
    free(o.starts);
    free(o.spare);
    return status;
}
