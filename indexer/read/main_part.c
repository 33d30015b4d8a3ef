/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding the main part by its prose. Invariant: the root, the main part and what holds them are on one way from the
 * page's own box inwards. */
#include "indexer/read/main_part.h"

#include <string.h>

/* Pieces before the main prose among which the title is looked for. */
#define TITLE_PIECES 400
#define TITLE_BYTES_MIN 6
#define TITLE_BYTES_MAX ((size_t)512)

#define INHERITED (DICTUM__BOX_INSIDE | DICTUM__BOX_IN_ROOT | DICTUM__BOX_IN_STORY)

/* Of dictum_page_box.parts, what holds for the boxes inside, too. */
#define INHERITED_PARTS (DICTUM__PART_NOTES | DICTUM__PART_AUTHOR | DICTUM__PART_QUOTATION | DICTUM__PART_LIST)

/* ---- where the main part is ----------------------------------------------------------------------------------- */

/* Marks the boxes that are in a part which could be furniture, and adds up the prose outside them; all the prose, where
 * most is in such parts. */
static void add_up_story(dictum_page *page)
{
    const uint32_t frames = DICTUM__PART_NAVIGATION | DICTUM__PART_FOOTER | DICTUM__PART_ASIDE | DICTUM__PART_OVERLAY |
                            DICTUM__PART_FURNITURE;
    dictum_page_box *boxes = page->boxes;

    for (uint32_t i = 1; i < page->box_count; i++) {
        boxes[i].state = boxes[boxes[i].parent].state & DICTUM__BOX_IN_FRAME;
        if ((boxes[i].parts & frames) != 0 && dictum__box_is_small(page, &boxes[i], 2)) {
            boxes[i].state = DICTUM__BOX_IN_FRAME;
        }
    }
    for (uint32_t i = 0; i < page->piece_count; i++) {
        const dictum_page_piece *piece = &page->pieces[i];
        if (piece->prose && (boxes[piece->box].state & DICTUM__BOX_IN_FRAME) == 0) {
            boxes[piece->box].story_bytes += dictum__piece_bytes(piece) - piece->link_bytes;
        }
    }
    for (size_t i = page->box_count; i-- > 1;) {
        boxes[boxes[i].parent].story_bytes += boxes[i].story_bytes;
    }
    if ((uint64_t)boxes[0].story_bytes * 2 < boxes[0].prose_bytes) {
        for (uint32_t i = 0; i < page->box_count; i++) {
            boxes[i].story_bytes = boxes[i].prose_bytes;
        }
    }
}

/* The <main> with the most prose, where that is some of the page's. */
static uint32_t find_main_element(const dictum_page *page)
{
    uint32_t best = 0, story = 0;

    for (uint32_t i = 1; i < page->box_count; i++) {
        if ((page->boxes[i].parts & DICTUM__PART_MAIN) != 0 && page->boxes[i].story_bytes > story) {
            best = i;
            story = page->boxes[i].story_bytes;
        }
    }
    return story >= DICTUM__PROSE_LEAST && (uint64_t)story * 5 >= page->boxes[0].story_bytes ? best : 0;
}

/* The <article> that has most of the page's prose, where no other has much of it. */
static uint32_t find_article_element(const dictum_page *page)
{
    uint64_t all = 0, story = 0;
    uint32_t best = 0, end = 0;

    for (uint32_t i = 1; i < page->box_count; i++) {
        const dictum_page_box *box = &page->boxes[i];
        if ((box->parts & DICTUM__PART_ARTICLE) == 0 || box->first < end) {
            continue; /* or in the article before */
        }
        end = box->end;
        all += box->story_bytes;
        best = best == 0 || box->story_bytes > story ? i : best;
        story = page->boxes[best].story_bytes;
    }
    return story >= DICTUM__PROSE_LEAST && story * 2 >= page->boxes[0].story_bytes &&
                   (all - story) * 5 <= page->boxes[0].story_bytes
               ? best
               : 0;
}

/* The innermost box inside the root that has four fifths of its prose. All that have are within each other. */
static uint32_t find_main_box(const dictum_page *page, uint32_t root)
{
    const dictum_page_box *in = &page->boxes[root];
    uint32_t found = root;

    for (uint32_t i = root + 1; i < page->box_count && page->boxes[i].first < in->end; i++) {
        const dictum_page_box *box = &page->boxes[i];
        if ((box->parts & (DICTUM__PART_PARAGRAPH | DICTUM__PART_LIST)) == 0 && box->plain_pieces >= 2 &&
            (uint64_t)box->story_bytes * 5 >= (uint64_t)in->story_bytes * 4) {
            found = i;
        }
    }
    return found;
}

static void mark_boxes(dictum_main_search *search)
{
    dictum_page_box *boxes = search->page->boxes;

    for (uint32_t i = search->main;; i = boxes[i].parent) {
        boxes[i].state = DICTUM__BOX_ON_WAY;
        if (i == 0) {
            break;
        }
    }
    for (uint32_t i = 1; i < search->page->box_count; i++) {
        dictum_page_box *box = &boxes[i];
        const dictum_page_box *parent = &boxes[box->parent];
        bool way = (box->state & DICTUM__BOX_ON_WAY) != 0;
        box->state |= parent->state & INHERITED;
        box->state |=
            (box->parent == search->main ? DICTUM__BOX_INSIDE : 0) | (i == search->root ? DICTUM__BOX_IN_ROOT : 0);
        box->state |= (box->parts & (DICTUM__PART_MAIN | DICTUM__PART_ARTICLE)) != 0 ? DICTUM__BOX_IN_STORY : 0;
        box->branch = way || (parent->state & DICTUM__BOX_ON_WAY) != 0 ? i : parent->branch;
        box->parts |= parent->parts & INHERITED_PARTS;
    }
}

static uint32_t first_prose(const dictum_page *page, const dictum_page_box *box)
{
    for (uint32_t i = box->first; i < box->end; i++) {
        if (page->pieces[i].prose) {
            return i;
        }
    }
    return DICTUM__NO_PIECE;
}

/* ---- the title ------------------------------------------------------------------------------------------------ */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool contains(dictum_slice text, dictum_slice part)
{
    for (size_t at = 0; at + part.len <= text.len; at++) {
        size_t same = 0;
        while (same < part.len && lower(text.data[at + same]) == lower(part.data[same])) {
            same++;
        }
        if (same == part.len) {
            return true;
        }
    }
    return false;
}

/* How well a piece goes as the title that the page states, of which it is a part, or which it has with little else; 0:
 * not at all. */
static uint32_t likeness(const dictum_main_search *search, const dictum_page_piece *piece, dictum_slice title)
{
    uint32_t parts = search->page->boxes[piece->box].parts, weight = (parts & DICTUM__PART_HEADING) != 0 ? 3 : 2;
    dictum_slice own = {search->text.data + piece->start, dictum__piece_bytes(piece)};

    if (own.len < TITLE_BYTES_MIN || own.len > TITLE_BYTES_MAX || title.len < TITLE_BYTES_MIN ||
        (dictum__piece_is_links(piece) && (parts & DICTUM__PART_HEADING) == 0)) {
        return 0;
    }
    if (own.len * 4 >= title.len && contains(title, own)) {
        return (uint32_t)own.len * weight;
    }
    return own.len <= title.len * 3 && contains(own, title) ? (uint32_t)title.len * weight : 0;
}

/* How well a heading goes as the title of the main text where none is like the one that the page states; 0: not at all.
 * Of the first rank outside, one that is a link is the site's name. */
static unsigned heading_grade(const dictum_page_piece *piece, const dictum_page_box *box)
{
    bool near = (box->state & (DICTUM__BOX_INSIDE | DICTUM__BOX_IN_ROOT | DICTUM__BOX_IN_STORY)) != 0;

    if ((box->parts & DICTUM__PART_HEADING) == 0) {
        return 0;
    }
    if ((box->parts & DICTUM__PART_HEADING_1) != 0) {
        return near ? 4 : dictum__piece_is_links(piece) ? 1 : 3;
    }
    return near ? 2 : 1;
}

/* The piece with the title: what is most like the one that the page states; else the last of the best headings before
 * the main prose. */
static uint32_t find_title(const dictum_main_search *search, dictum_slice title)
{
    const dictum_page *page = search->page;
    uint32_t best = DICTUM__NO_PIECE, heading = DICTUM__NO_PIECE, likeness_best = 0;
    unsigned grade_best = 0;

    title.len = title.len < 2 * TITLE_BYTES_MAX ? title.len : 2 * TITLE_BYTES_MAX;
    for (uint32_t i = search->prose > TITLE_PIECES ? search->prose - TITLE_PIECES : 0; i <= search->prose; i++) {
        const dictum_page_piece *piece = &page->pieces[i];
        const dictum_page_box *box = &page->boxes[piece->box];
        bool framed = (box->state & DICTUM__BOX_IN_FRAME) != 0;
        uint32_t like = framed ? 0 : likeness(search, piece, title);
        unsigned grade = framed ? 0 : heading_grade(piece, box);
        if (like > 0 && like >= likeness_best) {
            best = i;
            likeness_best = like;
        }
        if (grade > 0 && grade >= grade_best) {
            heading = i;
            grade_best = grade;
        }
    }
    return best != DICTUM__NO_PIECE ? best : heading;
}

void dictum__main_part_find(dictum_main_search *search, dictum_slice title)
{
    const dictum_page *page = search->page;

    add_up_story(search->page);
    search->root = find_main_element(page);
    search->root = search->root != 0 ? search->root : find_article_element(page);
    search->main = find_main_box(page, search->root);
    search->prose = first_prose(page, &page->boxes[search->main]);
    mark_boxes(search);
    search->title = search->prose == DICTUM__NO_PIECE ? DICTUM__NO_PIECE : find_title(search, title);
}
