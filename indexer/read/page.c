/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces and boxes of a page. Invariant: pieces are in the order of the text and do not overlap; a box comes after the
 * one that it stands in; memory goes with the text, never with elements that hold none. */
#include "indexer/read/page.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/read/document.h"
#include "lib/array.h"
#include "lib/utf8.h"

/* What is at least so long and not mostly links is prose; so is a shorter piece that ends as a sentence does. */
#define PROSE_BYTES 80
#define SENTENCE_BYTES 25
/* From so many on, letters beside links are words. */
#define WORD_LETTERS 6
/* A link with more text is one that somebody forgot to close. */
#define LINK_BYTES_MAX 600

void dictum__page_init(dictum_page *page)
{
    memset(page, 0, sizeof(*page));
    page->title = DICTUM__NO_PIECE;
}

void dictum__page_dispose(dictum_page *page)
{
    free(page->boxes);
    free(page->pieces);
    page->boxes = NULL;
    page->pieces = NULL;
}

void dictum__page_open(dictum_page *page, size_t depth, uint32_t parts)
{
    if (page->open_count == DICTUM__PAGE_DEPTH_MAX) {
        return;
    }
    page->open[page->open_count++] = (dictum_page_open){depth, parts, DICTUM__NO_BOX};
    page->controls += (parts & DICTUM__PART_CONTROL) != 0;
    page->said += (parts & DICTUM__PART_SAID) != 0;
    page->dated += (parts & DICTUM__PART_DATED) != 0;
    if ((parts & DICTUM__PART_LINK) != 0) {
        page->links++;
        page->link_text_bytes = 0;
    }
}

void dictum__page_close(dictum_page *page, size_t depth)
{
    if (page->open_count == 0 || page->open[page->open_count - 1].depth != depth) {
        return;
    }
    page->open_count--;
    page->controls -= (page->open[page->open_count].parts & DICTUM__PART_CONTROL) != 0;
    page->said -= (page->open[page->open_count].parts & DICTUM__PART_SAID) != 0;
    page->dated -= (page->open[page->open_count].parts & DICTUM__PART_DATED) != 0;
    page->links -= (page->open[page->open_count].parts & DICTUM__PART_LINK) != 0;
}

void dictum__page_link(dictum_page *page, const char *address)
{
    dictum_slice where = dictum__trimmed(dictum__slice(address));

    page->link_anchor = where.len > 0 && where.data[0] == '#';
    page->link_top =
        dictum__is_word(where, "#") || dictum__is_word(where, "#top") ||
        dictum__find_word((dictum_slice){where.data, where.len < 11 ? where.len : 11}, 0, "javascript:") == 0;
    page->link_top = page->link_top && where.len > 0;
}

/* The box of the innermost open element, made where there is none yet, with those around it. */
static uint32_t box_here(dictum_page *page)
{
    uint32_t parent = 0;
    void *room = page->boxes;

    if (!dictum__array_reserve(&room, &page->box_cap, page->box_count + page->open_count + 1, sizeof(*page->boxes))) {
        page->failed = true;
        return DICTUM__NO_BOX;
    }
    page->boxes = room;
    if (page->box_count == 0) {
        page->boxes[page->box_count++] = (dictum_page_box){.parent = 0};
    }
    for (size_t i = 0; i < page->open_count; i++) {
        dictum_page_open *open = &page->open[i];
        if ((open->parts & DICTUM__PART_INLINE) != 0 && (open->parts & ~DICTUM__PART_INLINE) == 0) {
            continue;
        }
        if (open->box == DICTUM__NO_BOX) {
            open->box = (uint32_t)page->box_count;
            page->boxes[page->box_count++] =
                (dictum_page_box){.parent = parent, .parts = open->parts, .first = (uint32_t)page->piece_count};
        }
        parent = open->box;
    }
    return parent;
}

static void begin_piece(dictum_page *page, size_t start, dictum__border border)
{
    uint32_t box = box_here(page);
    void *room = page->pieces;

    if (box == DICTUM__NO_BOX ||
        !dictum__array_reserve(&room, &page->piece_cap, page->piece_count + 1, sizeof(*page->pieces))) {
        page->failed = true;
        return;
    }
    page->pieces = room;
    page->pieces[page->piece_count++] = (dictum_page_piece){
        .start = (uint32_t)start, .box = box, .border = (uint8_t)border, .anchors = true, .top = true, .kept = true};
    page->too_large = page->box_count > DICTUM__PAGE_BOXES_MAX || page->piece_count > DICTUM__PAGE_PIECES_MAX;
}

/* Text that is an address is a reference, wherever it leads. */
static bool is_address(dictum_slice text)
{
    dictum_slice front;

    text = dictum__trimmed(text);
    front = (dictum_slice){text.data, text.len < 8 ? text.len : 8};
    return front.len > 4 &&
           (dictum__find_word(front, 0, "www.") == 0 || dictum__find_word(front, 0, "://") < front.len);
}

static void count_letters(dictum_page_piece *piece, dictum_slice text)
{
    for (size_t i = 0; i < text.len && piece->letters < DICTUM__PAGE_LETTERS_MAX; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC3) {
            piece->letters++;
        }
    }
}

void dictum__page_text(dictum_page *page, const dictum_flow *flow, size_t before, dictum_slice text)
{
    dictum_page_piece *piece;
    size_t bytes = flow->out->len - before;

    if (page->too_large || page->failed) {
        return;
    }
    if (page->piece_count == 0) {
        begin_piece(page, 0, DICTUM__BORDER_PARAGRAPH);
    } else if (flow->cut != DICTUM__FLOW_UNCUT) {
        begin_piece(page, flow->cut, flow->cut_border);
    }
    if (page->piece_count == 0) {
        return;
    }
    piece = &page->pieces[page->piece_count - 1];
    piece->said = piece->said || page->said > 0;
    piece->dated = piece->dated || page->dated > 0;
    if (page->controls > 0) {
        piece->control_bytes += (uint32_t)bytes;
        piece->link_bytes += (uint32_t)bytes;
        piece->anchors = false;
    } else if (page->links > 0 && page->link_text_bytes < LINK_BYTES_MAX && !is_address(text)) {
        page->link_text_bytes += bytes;
        piece->link_bytes += (uint32_t)bytes;
        piece->anchors = piece->anchors && page->link_anchor;
        piece->top = piece->top && page->link_top;
    } else {
        count_letters(piece, text);
    }
}

/* Whether the text ends with a mark that ends sentences, perhaps with quotation marks and brackets behind it. */
static bool ends_sentence(dictum_slice text)
{
    static const uint32_t marks[] = {'.',    '!',    '?',    0x2026, 0x203D, 0x3002, 0xFF01,
                                     0xFF1F, 0xFF0E, 0x0964, 0x0965, 0x061F, 0x06D4, 0x104B,
                                     0x17D4, 0x1362, 0x0589, 0x037E, 0x0F0D, 0x1803, 0xFE12};
    static const uint32_t closing[] = {'"',    '\'',   ')',    ']',    '*',    ' ',   0xBB,
                                       0x2019, 0x201D, 0x203A, 0x300D, 0x300F, 0xFF09};

    for (size_t tries = 0; tries < 4 && text.len > 0; tries++) {
        size_t at = text.len - 1, offset;
        uint32_t c;
        bool closes = false;
        while (at > 0 && ((unsigned char)text.data[at] & 0xC0u) == 0x80) {
            at--;
        }
        offset = at;
        c = dictum__utf8_next(text, &offset);
        for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
            if (c == marks[i]) {
                return true;
            }
        }
        for (size_t i = 0; i < sizeof(closing) / sizeof(closing[0]); i++) {
            closes = closes || c == closing[i];
        }
        if (!closes) {
            return false;
        }
        text.len = at;
    }
    return false;
}

static size_t border_bytes(dictum__border border)
{
    return border == DICTUM__BORDER_PARAGRAPH ? 2 : border == DICTUM__BORDER_NONE ? 0 : 1;
}

static void judge_piece(dictum_page_piece *piece, dictum_slice text)
{
    dictum_slice own = {text.data + piece->start, piece->end - piece->start};
    uint32_t len = piece->end - piece->start;

    /* Spaces between the words of a link were counted with them. */
    piece->link_bytes = piece->link_bytes < len ? piece->link_bytes : len;
    piece->control_bytes = piece->control_bytes < piece->link_bytes ? piece->control_bytes : piece->link_bytes;
    piece->anchors = piece->anchors && piece->link_bytes > 0;
    piece->top = piece->top && piece->link_bytes > 0;
    piece->sentence = ends_sentence(own);
    piece->prose = piece->link_bytes < len - piece->link_bytes &&
                   len - piece->link_bytes >= (piece->sentence ? SENTENCE_BYTES : PROSE_BYTES);
}

static void add_to_box(dictum_page *page, const dictum_page_piece *piece, uint32_t index)
{
    dictum_page_box *box = &page->boxes[piece->box];
    uint32_t len = piece->end - piece->start;

    box->end = index + 1;
    box->text_bytes += len;
    box->link_bytes += piece->link_bytes;
    box->control_bytes += piece->control_bytes;
    box->plain_pieces += piece->link_bytes < len - piece->link_bytes;
    box->prose_bytes += piece->prose ? len - piece->link_bytes : 0;
}

void dictum__page_end(dictum_page *page, dictum_slice text)
{
    for (size_t i = 0; i < page->piece_count; i++) {
        dictum_page_piece *piece = &page->pieces[i];
        piece->end = i + 1 < page->piece_count ? page->pieces[i + 1].start -
                                                     (uint32_t)border_bytes((dictum__border)page->pieces[i + 1].border)
                                               : (uint32_t)text.len;
        judge_piece(piece, text);
        add_to_box(page, piece, (uint32_t)i);
    }
    for (size_t i = page->box_count; i-- > 1;) {
        const dictum_page_box *box = &page->boxes[i];
        dictum_page_box *parent = &page->boxes[box->parent];
        parent->end = box->end > parent->end ? box->end : parent->end;
        parent->text_bytes += box->text_bytes;
        parent->link_bytes += box->link_bytes;
        parent->control_bytes += box->control_bytes;
        parent->plain_pieces += box->plain_pieces;
        parent->prose_bytes += box->prose_bytes;
    }
}

uint32_t dictum__piece_bytes(const dictum_page_piece *piece)
{
    return piece->end - piece->start;
}

bool dictum__piece_is_links(const dictum_page_piece *piece)
{
    return piece->letters < WORD_LETTERS && (uint64_t)piece->link_bytes * 5 >= (uint64_t)dictum__piece_bytes(piece) * 3;
}

bool dictum__box_is_small(const dictum_page *page, const dictum_page_box *box, uint32_t share)
{
    return (uint64_t)box->prose_bytes * share <= page->boxes[0].prose_bytes;
}

void dictum__page_rewrite(dictum_page *page, dictum_buf *text)
{
    static const char *const borders[] = {"", " ", "\t", "\n", "\n\n"};
    size_t to = 0, kept = 0;
    uint8_t border = 0;

    for (size_t i = 0; i < page->piece_count; i++) {
        dictum_page_piece piece = page->pieces[i];
        uint32_t len = piece.end - piece.start;
        border = piece.border > border ? piece.border : border;
        if (!piece.kept) {
            continue;
        }
        if (kept > 0) {
            memcpy(text->data + to, borders[border], strlen(borders[border]));
            to += strlen(borders[border]);
        }
        memmove(text->data + to, text->data + piece.start, len);
        piece.start = (uint32_t)to;
        to += len;
        piece.end = (uint32_t)to;
        piece.border = border;
        page->pieces[kept++] = piece;
        border = 0;
    }
    page->piece_count = kept;
    if (text->data != NULL) {
        dictum__buf_truncate(text, to);
    }
}
