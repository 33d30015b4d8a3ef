/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of an HTML page as pieces that stand in boxes, collected while it is read, and which of them are its main
 * text. A piece is what stands between two borders of a cell, a line or a paragraph; a box is an element that divides
 * the text and holds some. */
#ifndef DICTUM_INDEXER_READ_PAGE_H
#define DICTUM_INDEXER_READ_PAGE_H

#include "indexer/read/flow.h"
#include "indexer/read/html_elements.h"

/* A page with more boxes or pieces is kept whole. */
#define DICTUM__PAGE_BOXES_MAX ((size_t)1 << 20)
#define DICTUM__PAGE_PIECES_MAX ((size_t)1 << 20)
/* Boxes within each other that are told apart; text further inside is that of the last of them. */
#define DICTUM__PAGE_DEPTH_MAX 256

#define DICTUM__NO_BOX UINT32_MAX
#define DICTUM__NO_PIECE UINT32_MAX
#define DICTUM__PAGE_LETTERS_MAX 16

/* All numbers of bytes are those of the text inside, also in boxes inside. */
typedef struct dictum_page_box {
    uint32_t parent;     /* comes before it; the page's own box is the first and has itself */
    uint32_t parts;      /* DICTUM__PART_… */
    uint32_t first, end; /* its pieces; they stand side by side */
    uint32_t text_bytes;
    uint32_t link_bytes;                         /* of these, in links and controls */
    uint32_t control_bytes;                      /* of these, in controls */
    uint32_t prose_bytes;                        /* in pieces that are prose */
    uint32_t plain_pieces;                       /* that are not mostly links */
    uint32_t story_bytes, branch, dropped_bytes; /* main_text.c's, as is the next */
    uint8_t state;
} dictum_page_box;

typedef struct dictum_page_piece {
    uint32_t start, end; /* in the text */
    uint32_t box;
    uint32_t link_bytes, control_bytes;
    uint8_t letters; /* outside links, up to DICTUM__PAGE_LETTERS_MAX; bytes beyond ASCII count as such */
    uint8_t border;  /* dictum__border before it */
    bool anchors;    /* all of its links lead to places on the page */
    bool top;        /* they lead to its top, or are buttons that scripts serve */
    bool said;       /* it says who speaks or when, by its markup */
    bool dated;      /* it says when, by its markup */
    bool sentence;   /* it ends as one */
    bool prose;
    bool kept;
} dictum_page_piece;

typedef struct dictum_page_open {
    size_t depth; /* of the element */
    uint32_t parts;
    uint32_t box; /* DICTUM__NO_BOX until there is text in it */
} dictum_page_open;

typedef struct dictum_page {
    dictum_page_box *boxes;
    size_t box_count, box_cap;
    dictum_page_piece *pieces;
    size_t piece_count, piece_cap;
    dictum_page_open open[DICTUM__PAGE_DEPTH_MAX];
    size_t open_count;
    size_t links, controls, said, dated; /* open ones */
    size_t link_text_bytes;              /* in the open link */
    bool link_anchor, link_top;
    uint32_t title; /* the piece with the title of the main text, or DICTUM__NO_PIECE */
    bool too_large;
    bool failed; /* memory ran out */
} dictum_page;

void dictum__page_init(dictum_page *page);
void dictum__page_dispose(dictum_page *page);

/* An element that divides the text, or is a link or a control, begins or has ended; `depth` is how many elements are
 * open with it. */
void dictum__page_open(dictum_page *page, size_t depth, uint32_t parts);
void dictum__page_close(dictum_page *page, size_t depth);
/* Where the link leads that has been opened last. */
void dictum__page_link(dictum_page *page, const char *address);
/* `text` has been written to the flow's buffer, which had `before` bytes; flow->cut says where a piece has begun. */
void dictum__page_text(dictum_page *page, const dictum_flow *flow, size_t before, dictum_slice text);
/* No text follows: pieces get their ends, boxes their sums. */
void dictum__page_end(dictum_page *page, dictum_slice text);

uint32_t dictum__piece_bytes(const dictum_page_piece *piece);
/* Whether a piece is links and little else. A word outside them says what they are ("Source: …"); what stands between
 * them is none. */
bool dictum__piece_is_links(const dictum_page_piece *piece);
/* Whether the prose of `box` is at most one part in `share` of the page's. */
bool dictum__box_is_small(const dictum_page *page, const dictum_page_box *box, uint32_t share);

/* Decides which pieces are the main text. `title` is what the page states, or empty. Where there is no clear main part,
 * all are kept. */
void dictum__main_text(dictum_page *page, dictum_slice text, dictum_slice title);
/* Rewrites `text` with the pieces that are kept, each with the widest border since the one before it; the pieces'
 * places change with it, and those that are not kept are gone. */
void dictum__page_rewrite(dictum_page *page, dictum_buf *text);

#endif
