/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of a page's text is the statement, and which is what every page of the site has around it.
 *
 * The prose of a page (sentences outside links) shows where its main part is: the innermost box with nearly all of it,
 * within <main> or the one <article> where there is such. Inside that box all is kept, except parts that are furniture
 * by their element, role or name and hold links, or no sentence. Around it, prose is kept that is in no such part, and
 * short text where it is not among links; links are not. What an element's names say counts only together with what
 * stands in it.
 *
 * Invariant: a sentence is only ever dropped with a part that is furniture; of what is outside such parts, at most a
 * third of the prose goes and at most half of the text outside links. Else the page is kept whole; where there is too
 * little prose to tell, all but what its elements call a frame. Every pass is linear in pieces and boxes. */
#include "indexer/read/main_part.h"

/* Of a link or a line without a sentence. */
#define SHORT_BYTES 60
#define LINE_BYTES 80
/* Pieces that may have been dropped between lines that belong together: ways to share or to print. */
#define GAP_MAX 2

static bool holds(const dictum_page_box *box, uint32_t piece)
{
    return piece != DICTUM__NO_PIECE && piece >= box->first && piece < box->end;
}

static bool is_of_links(const dictum_page_box *box)
{
    return (uint64_t)box->link_bytes * 2 > box->text_bytes;
}

/* ---- furniture ------------------------------------------------------------------------------------------------ */

/* Whether a box holds links that lead away from the page. */
static bool leads_away(const dictum_page *page, const dictum_page_box *box)
{
    for (uint32_t i = box->first; i < box->end; i++) {
        if (page->pieces[i].link_bytes > 0 && !page->pieces[i].anchors) {
            return true;
        }
    }
    return false;
}

static bool is_furniture_inside(const dictum_main_search *search, const dictum_page_box *box)
{
    const dictum_page *page = search->page;
    bool links = is_of_links(box), sentences = box->prose_bytes > 0;

    if ((box->parts & (DICTUM__PART_FOOTER | DICTUM__PART_FURNITURE)) != 0 &&
        (box->parts & DICTUM__PART_QUOTATION) == 0 && box->end == page->boxes[search->main].end &&
        dictum__box_is_small(page, box, 10) && leads_away(page, box)) {
        return true; /* the page's own: there was no telling the main part from the page */
    }

    if ((box->parts & DICTUM__PART_ASIDE) != 0 && links) {
        return true;
    }
    if ((box->parts & DICTUM__PART_FOOTER) != 0 && (links || !sentences)) {
        return (box->parts & DICTUM__PART_QUOTATION) == 0;
    }
    return (box->parts & DICTUM__PART_FURNITURE) != 0 &&
           (links || !sentences || (box->control_bytes > 0 && dictum__box_is_small(page, box, 10)));
}

static bool is_furniture_outside(const dictum_main_search *search, const dictum_page_box *box)
{
    if ((box->parts & (DICTUM__PART_ASIDE | DICTUM__PART_FOOTER | DICTUM__PART_FURNITURE)) != 0) {
        return true;
    }
    if ((box->parts & DICTUM__PART_HEADER) != 0 && (box->state & DICTUM__BOX_IN_STORY) == 0 &&
        search->title != DICTUM__NO_PIECE) {
        return true;
    }
    return (box->parts & DICTUM__PART_CHANGED) != 0 && box->prose_bytes == 0 &&
           box->first >= search->page->boxes[search->main].end;
}

static bool is_furniture(const dictum_main_search *search, const dictum_page_box *box)
{
    const dictum_page *page = search->page;
    bool inside = (box->state & DICTUM__BOX_INSIDE) != 0,
         in_doubt = search->root == 0 || (box->state & DICTUM__BOX_IN_ROOT) != 0;

    if ((box->state & DICTUM__BOX_ON_WAY) != 0 || holds(box, search->title) || (box->parts & DICTUM__PART_NOTES) != 0 ||
        (in_doubt && !dictum__box_is_small(page, box, inside ? 4 : 2))) {
        return false;
    }
    if ((box->parts & DICTUM__PART_NAVIGATION) != 0 &&
        (is_of_links(box) || box->prose_bytes == 0 || dictum__box_is_small(page, box, 10))) {
        return true;
    }
    if ((box->parts & DICTUM__PART_OVERLAY) != 0 ||
        ((box->parts & DICTUM__PART_FORM) != 0 && box->control_bytes > 0 && dictum__box_is_small(page, box, 10))) {
        return true;
    }
    return inside ? is_furniture_inside(search, box) : is_furniture_outside(search, box);
}

static void drop_furniture(const dictum_main_search *search)
{
    dictum_page *page = search->page;

    for (uint32_t i = 1; i < page->box_count; i++) {
        dictum_page_box *box = &page->boxes[i];
        box->state |= page->boxes[box->parent].state & DICTUM__BOX_DROPPED;
        if ((box->state & DICTUM__BOX_DROPPED) == 0 && is_furniture(search, box)) {
            box->state |= DICTUM__BOX_DROPPED;
        }
    }
    for (uint32_t i = 0; i < page->piece_count; i++) {
        page->pieces[i].kept = (page->boxes[page->pieces[i].box].state & DICTUM__BOX_DROPPED) == 0;
    }
}

/* ---- around the main part ------------------------------------------------------------------------------------- */

/* Whether the branch of the page that a box stands in is mostly links and furniture. */
static bool is_among_links(const dictum_page *page, const dictum_page_box *box)
{
    const dictum_page_box *branch = &page->boxes[box->branch];

    return (box->state & DICTUM__BOX_ON_WAY) == 0 &&
           (uint64_t)(branch->link_bytes + branch->dropped_bytes) * 2 > branch->text_bytes;
}

/* Whether the branch has more prose than links and furniture: a part of the text beside its main part. */
static bool is_in_text(const dictum_page *page, const dictum_page_box *box)
{
    const dictum_page_box *branch = &page->boxes[box->branch];

    return (box->state & DICTUM__BOX_ON_WAY) == 0 &&
           (uint64_t)branch->prose_bytes >= (uint64_t)branch->link_bytes + 2 * (uint64_t)branch->dropped_bytes &&
           branch->prose_bytes > 0;
}

/* Whether the branch has some text, if only in short lines: a table of numbers. */
static bool is_long(const dictum_page *page, const dictum_page_box *box)
{
    const dictum_page_box *branch = &page->boxes[box->branch];

    return (box->state & DICTUM__BOX_ON_WAY) == 0 && branch->text_bytes - branch->link_bytes >= DICTUM__PROSE_LEAST;
}

/* Whether a line that is no prose and not of links is kept. `gap` is how many pieces have been dropped between it and
 * what is kept of the main text. */
static bool keeps_line(const dictum_main_search *search, uint32_t index, uint32_t gap)
{
    const dictum_page *page = search->page;
    const dictum_page_box *box = &page->boxes[page->pieces[index].box];
    bool among_links = is_among_links(page, box);
    bool foreign = search->root != 0 && (box->state & DICTUM__BOX_IN_ROOT) == 0;

    if (index >= page->boxes[search->main].end) {
        return !among_links && !foreign && (gap <= GAP_MAX || is_long(page, box));
    }
    if (search->title != DICTUM__NO_PIECE && index > search->title) {
        return !among_links || !foreign;
    }
    return !among_links && !foreign && gap <= GAP_MAX;
}

/* Whether a piece of links is a reference: a paragraph of its own in a row of text, and longer than what leads to other
 * pages. */
static bool is_reference(const dictum_page *page, uint32_t index, uint32_t gap)
{
    const dictum_page_piece *piece = &page->pieces[index];
    const dictum_page_box *box = &page->boxes[piece->box];

    return gap == 0 && dictum__piece_bytes(piece) >= LINE_BYTES && (box->parts & DICTUM__PART_PARAGRAPH) != 0 &&
           (box->parts & (DICTUM__PART_LIST | DICTUM__PART_HEADING)) == 0 && box->branch == piece->box;
}

/* Whether a piece is in a list that stands right behind the main part, or in a row with it, under a heading of its own:
 * "References". */
static bool is_in_reference_list(const dictum_page *page, uint32_t index)
{
    const dictum_page_box *box = &page->boxes[page->pieces[index].box], *list = &page->boxes[box->branch];
    uint32_t heading = list->first - 1, above;

    if ((box->state & DICTUM__BOX_ON_WAY) != 0 || (list->parts & DICTUM__PART_LIST) == 0 || list->first == 0) {
        return false;
    }
    above = page->pieces[heading].box;
    return page->pieces[heading].kept && (page->boxes[above].parts & DICTUM__PART_HEADING) != 0 &&
           page->boxes[above].parent == list->parent;
}

/* Whether a link to a place on the page stands above a line of text: the caption of a table that leads to where the
 * text speaks of it, not a way back to the top. */
static bool is_caption(const dictum_page *page, uint32_t index)
{
    const dictum_page_piece *next = &page->pieces[index + 1];

    return page->pieces[index].anchors && !page->pieces[index].top && index + 1 < page->piece_count && next->kept &&
           !dictum__piece_is_links(next);
}

/* Judges a piece outside the main part that is not in furniture. */
static void judge_outside(const dictum_main_search *search, uint32_t index, uint32_t gap)
{
    dictum_page_piece *piece = &search->page->pieces[index];
    const dictum_page_box *box = &search->page->boxes[piece->box];

    if (index == search->title || piece->prose || (box->parts & DICTUM__PART_NOTES) != 0 ||
        is_in_text(search->page, box)) {
        return;
    }
    if (dictum__piece_is_links(piece)) {
        bool byline = (piece->said || (box->parts & DICTUM__PART_AUTHOR) != 0) && search->title != DICTUM__NO_PIECE &&
                      index > search->title && index < search->page->boxes[search->main].first;
        bool behind = index >= search->page->boxes[search->main].end &&
                      (search->root == 0 || (box->state & DICTUM__BOX_IN_ROOT) != 0);
        piece->kept = byline || (behind && (is_reference(search->page, index, gap) || is_caption(search->page, index) ||
                                            is_in_reference_list(search->page, index)));
    } else {
        piece->kept = keeps_line(search, index, gap);
    }
}

/* From the main part outwards. */
static void judge_around(const dictum_main_search *search)
{
    dictum_page *page = search->page;
    const dictum_page_box *main = &page->boxes[search->main];
    uint32_t gap = 0;

    for (uint32_t i = 1; i < page->box_count; i++) {
        const dictum_page_box *box = &page->boxes[i];
        if ((box->state & DICTUM__BOX_DROPPED) != 0 && (page->boxes[box->parent].state & DICTUM__BOX_DROPPED) == 0) {
            page->boxes[box->branch].dropped_bytes += box->text_bytes - box->link_bytes;
        }
    }
    for (uint32_t i = main->first; i-- > 0;) {
        if (page->pieces[i].kept) {
            judge_outside(search, i, gap);
        }
        gap = page->pieces[i].kept ? 0 : gap + 1;
    }
    gap = 0;
    for (uint32_t i = main->end; i < page->piece_count; i++) {
        if (page->pieces[i].kept) {
            judge_outside(search, i, gap);
        }
        gap = page->pieces[i].kept ? 0 : gap + 1;
    }
}

/* ---- the edges of the main part ------------------------------------------------------------------------------- */

/* Whether a piece is a line of links as sites have above and below everything. */
static bool is_site_line(const dictum_main_search *search, const dictum_page_piece *piece)
{
    uint32_t parts = search->page->boxes[piece->box].parts;

    return dictum__piece_is_links(piece) && !piece->said &&
           (parts & (DICTUM__PART_HEADING | DICTUM__PART_NOTES | DICTUM__PART_AUTHOR)) == 0;
}

/* The links before the first line that is none. Three or more to places on the page are a table of contents. */
static void drop_head(const dictum_main_search *search)
{
    dictum_page *page = search->page;
    const dictum_page_box *main = &page->boxes[search->main];
    uint32_t end = main->first, anchors = 0;

    while (end < main->end && is_site_line(search, &page->pieces[end])) {
        anchors += page->pieces[end].anchors;
        end++;
    }
    for (uint32_t i = main->first; i < end; i++) {
        page->pieces[i].kept = page->pieces[i].kept && page->pieces[i].anchors && anchors >= 3;
    }
}

/* Lists of short links before the first prose: ways to share or to print. */
static void drop_lists_of_links(const dictum_main_search *search)
{
    dictum_page *page = search->page;
    uint32_t done = 0; /* pieces of the lists before */

    for (uint32_t i = search->main + 1; i < page->box_count && page->boxes[i].first < search->prose; i++) {
        const dictum_page_box *box = &page->boxes[i];
        if (box->first < done || (box->parts & DICTUM__PART_LIST) == 0 || (box->state & DICTUM__BOX_INSIDE) == 0 ||
            box->end > search->prose || (uint64_t)box->link_bytes * 5 < (uint64_t)box->text_bytes * 4 ||
            box->text_bytes > (box->end - box->first) * SHORT_BYTES) {
            continue;
        }
        done = box->end;
        for (uint32_t k = box->first; k < done; k++) {
            dictum_page_piece *piece = &page->pieces[k];
            piece->kept = piece->kept && (piece->anchors || !is_site_line(search, piece));
        }
    }
}

/* The lines of links at the end of the main part, and what stands among them. Where the page has links behind it, those
 * only that begin with one that leads back to a place on the page. */
static void drop_tail(const dictum_main_search *search)
{
    dictum_page *page = search->page;
    const dictum_page_box *main = &page->boxes[search->main];
    uint32_t lowest = main->end, lines = 0;
    bool last = true;

    for (uint32_t i = main->end; i < page->piece_count; i++) {
        last = last && page->pieces[i].link_bytes == 0;
    }
    for (uint32_t i = main->end; i-- > main->first;) {
        const dictum_page_piece *piece = &page->pieces[i];
        if (!piece->kept) {
            continue;
        }
        if (piece->prose || (page->boxes[piece->box].parts & (DICTUM__PART_LIST | DICTUM__PART_NOTES)) != 0 ||
            dictum__piece_bytes(piece) >= LINE_BYTES || lines > GAP_MAX) {
            break;
        }
        lines++;
        if (is_site_line(search, piece) && dictum__piece_bytes(piece) <= SHORT_BYTES && (last || piece->anchors)) {
            lowest = i;
            lines = 0;
        }
    }
    for (uint32_t i = lowest; i < main->end; i++) {
        page->pieces[i].kept = page->pieces[i].kept && i == search->title;
    }
}

static void judge_edges(const dictum_main_search *search)
{
    dictum_page *page = search->page;
    const dictum_page_box *main = &page->boxes[search->main];

    drop_head(search);
    drop_lists_of_links(search);
    drop_tail(search);
    for (uint32_t i = main->first; i < main->end; i++) {
        dictum_page_piece *piece = &page->pieces[i];
        piece->kept =
            piece->kept && !(piece->top && dictum__piece_bytes(piece) <= SHORT_BYTES && is_site_line(search, piece));
    }
}

/* A heading goes with the furniture under it, where nothing else is there. */
static void drop_empty_headings(const dictum_main_search *search)
{
    dictum_page *page = search->page;
    bool kept = false, dropped = false;

    for (uint32_t i = (uint32_t)page->piece_count; i-- > 0;) {
        dictum_page_piece *piece = &page->pieces[i];
        if ((page->boxes[piece->box].parts & DICTUM__PART_HEADING) == 0) {
            kept = kept || piece->kept;
            dropped = dropped || (page->boxes[piece->box].state & DICTUM__BOX_DROPPED) != 0;
            continue;
        }
        if (piece->kept && !kept && dropped && i != search->title) {
            piece->kept = false;
        }
        kept = dropped = false;
    }
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

/* Whether a piece is in a part that has what pages have around their text, as far as that is sure. */
static bool is_framed(const dictum_main_search *search, const dictum_page_piece *piece)
{
    uint8_t state = search->page->boxes[piece->box].state;

    return (state & DICTUM__BOX_IN_FRAME) != 0 ||
           (search->root != 0 && (state & DICTUM__BOX_IN_ROOT) == 0 && (state & DICTUM__BOX_DROPPED) != 0);
}

/* Whether there is something in what is kept, and nothing much is lost: neither of the prose nor of the other text
 * outside links, which has no sentences in a list or a table. */
static bool is_enough(const dictum_main_search *search)
{
    const dictum_page *page = search->page;
    uint64_t prose = 0, plain = 0, plain_kept = 0;

    for (size_t i = 0; i < page->piece_count; i++) {
        const dictum_page_piece *piece = &page->pieces[i];
        uint32_t bytes = dictum__piece_bytes(piece) - piece->link_bytes;
        bool framed = is_framed(search, piece);
        prose += piece->kept && piece->prose ? bytes : 0;
        plain += framed ? 0 : bytes;
        plain_kept += piece->kept && !framed ? bytes : 0;
    }
    return prose >= DICTUM__PROSE_LEAST && prose * 3 >= (uint64_t)page->boxes[search->root].story_bytes * 2 &&
           plain_kept * 2 >= plain;
}

static void keep_all(dictum_page *page)
{
    for (size_t i = 0; i < page->piece_count; i++) {
        page->pieces[i].kept = true;
    }
}

/* Of a page with too little prose to tell where its text is: only what its elements call navigation, a footer or a
 * notice goes, and that only where more text outside links stays than goes. */
static void drop_named(dictum_page *page)
{
    const uint32_t named = DICTUM__PART_NAVIGATION | DICTUM__PART_OVERLAY | DICTUM__PART_FOOTER;
    uint64_t kept = 0, dropped = 0, prose = 0;

    page->boxes[0].state &= (uint8_t)~DICTUM__BOX_DROPPED;
    for (uint32_t i = 1; i < page->box_count; i++) {
        dictum_page_box *box = &page->boxes[i];
        bool quoted = (box->parts & DICTUM__PART_QUOTATION) != 0;
        box->state &= (uint8_t)~DICTUM__BOX_DROPPED;
        box->state |= page->boxes[box->parent].state & DICTUM__BOX_DROPPED;
        if ((box->parts & named) != 0 && !quoted &&
            (is_of_links(box) || box->prose_bytes == 0 || (box->parts & DICTUM__PART_OVERLAY) != 0)) {
            box->state |= DICTUM__BOX_DROPPED;
        }
    }
    for (uint32_t i = 0; i < page->piece_count; i++) {
        dictum_page_piece *piece = &page->pieces[i];
        piece->kept = (page->boxes[piece->box].state & DICTUM__BOX_DROPPED) == 0;
        *(piece->kept ? &kept : &dropped) += dictum__piece_bytes(piece) - piece->link_bytes;
        prose += piece->kept && piece->prose;
    }
    if (prose == 0 || kept < dropped) {
        keep_all(page);
    }
}

void dictum__main_text(dictum_page *page, dictum_slice text, dictum_slice title)
{
    dictum_main_search search = {.page = page, .text = text, .title = DICTUM__NO_PIECE};

    if (page->too_large || page->box_count == 0) {
        return;
    }
    if (page->boxes[0].prose_bytes < DICTUM__PROSE_LEAST) {
        drop_named(page);
        return;
    }
    dictum__main_part_find(&search, title);
    page->title = search.title;
    drop_furniture(&search);
    judge_around(&search);
    judge_edges(&search);
    drop_empty_headings(&search);
    if (!is_enough(&search)) {
        drop_named(page);
    }
}
