/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of a page's text is the statement, and which is what every page of the site has around it.
 *
 * The prose of a page (sentences outside links) shows where its main part is: the innermost box with nearly all of it,
 * within <main> or the one <article> where there is such. Inside that box all is kept, except parts that are furniture
 * by their element, role or name and hold links, or no sentence. Around it, prose is kept that is in no such part, and
 * short text where it is not among links; links are not. What an element's names say counts only together with what
 * stands in it.
 *
 * Invariant: a sentence is only ever dropped with a part that is furniture, and at most a third of all; else, or where
 * there is too little to tell, the page is kept whole. Every pass is linear in pieces and boxes. */
#include "indexer/read/page.h"

#include <string.h>

#include "indexer/read/document.h"

/* A page with less prose has no clear main part. */
#define PROSE_LEAST 200
/* Of a link or a line without a sentence. */
#define SHORT_BYTES 60
#define LINE_BYTES 80
/* Pieces before the main prose among which the title is looked for. */
#define TITLE_PIECES 400
#define TITLE_BYTES_MIN 6
#define TITLE_BYTES_MAX 512

#define WORD_LETTERS 6
/* Pieces that may have been dropped between lines that belong together: ways to share or to print. */
#define GAP_MAX 2

#define NONE UINT32_MAX

/* dictum_page_box.state */
#define DROPPED 0x1u   /* furniture */
#define INSIDE 0x2u    /* in the main part */
#define ON_WAY 0x4u    /* holds the main part, or is it */
#define IN_ROOT 0x8u   /* in <main> or the one <article> */
#define IN_FRAME 0x10u /* in a part that could be furniture: no place for the title */
#define IN_STORY 0x20u /* in any <main> or <article> */
#define INHERITED (INSIDE | IN_ROOT | IN_STORY)

/* Of dictum_page_box.parts, what holds for the boxes inside, too. */
#define INHERITED_PARTS (DICTUM__PART_NOTES | DICTUM__PART_AUTHOR | DICTUM__PART_QUOTATION | DICTUM__PART_LIST)

typedef struct main_search {
    dictum_page *page;
    dictum_slice text;
    uint32_t root, main; /* boxes */
    uint32_t prose;      /* the first piece of the main part that is prose; NONE */
    uint32_t title;      /* a piece; NONE */
} main_search;

static bool holds(const dictum_page_box *box, uint32_t piece)
{
    return piece != NONE && piece >= box->first && piece < box->end;
}

static uint32_t length_of(const dictum_page_piece *piece)
{
    return piece->end - piece->start;
}

/* A word outside them says what they are: "Source: …". What stands between them is none. */
static bool is_mostly_links(const dictum_page_piece *piece)
{
    return piece->letters < WORD_LETTERS && (uint64_t)piece->link_bytes * 5 >= (uint64_t)length_of(piece) * 3;
}

static bool is_of_links(const dictum_page_box *box)
{
    return (uint64_t)box->link_bytes * 2 > box->text_bytes;
}

/* Whether the prose of `box` is at most one part in `share` of the page's. */
static bool is_small(const dictum_page *page, const dictum_page_box *box, uint32_t share)
{
    return (uint64_t)box->prose_bytes * share <= page->boxes[0].prose_bytes;
}

/* ---- where the main part is ----------------------------------------------------------------------------------- */

/* Marks the boxes that are in a part which could be furniture, and adds up the prose outside them; all the prose, where
 * most is in such parts. */
static void add_up_story(dictum_page *page)
{
    const uint32_t frames = DICTUM__PART_NAVIGATION | DICTUM__PART_FOOTER | DICTUM__PART_ASIDE | DICTUM__PART_OVERLAY |
                            DICTUM__PART_FURNITURE;
    dictum_page_box *boxes = page->boxes;

    for (uint32_t i = 1; i < page->box_count; i++) {
        boxes[i].state = boxes[boxes[i].parent].state & IN_FRAME;
        if ((boxes[i].parts & frames) != 0 && is_small(page, &boxes[i], 2)) {
            boxes[i].state = IN_FRAME;
        }
    }
    for (uint32_t i = 0; i < page->piece_count; i++) {
        const dictum_page_piece *piece = &page->pieces[i];
        if (piece->prose && (boxes[piece->box].state & IN_FRAME) == 0) {
            boxes[piece->box].story_bytes += length_of(piece) - piece->link_bytes;
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
    return story >= PROSE_LEAST && (uint64_t)story * 5 >= page->boxes[0].story_bytes ? best : 0;
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
    return story >= PROSE_LEAST && story * 2 >= page->boxes[0].story_bytes &&
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

static void mark_boxes(main_search *search)
{
    dictum_page_box *boxes = search->page->boxes;

    for (uint32_t i = search->main;; i = boxes[i].parent) {
        boxes[i].state = ON_WAY;
        if (i == 0) {
            break;
        }
    }
    for (uint32_t i = 1; i < search->page->box_count; i++) {
        dictum_page_box *box = &boxes[i];
        const dictum_page_box *parent = &boxes[box->parent];
        bool way = (box->state & ON_WAY) != 0;
        box->state |= parent->state & INHERITED;
        box->state |= (box->parent == search->main ? INSIDE : 0) | (i == search->root ? IN_ROOT : 0);
        box->state |= (box->parts & (DICTUM__PART_MAIN | DICTUM__PART_ARTICLE)) != 0 ? IN_STORY : 0;
        box->branch = way || (parent->state & ON_WAY) != 0 ? i : parent->branch;
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
    return NONE;
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
static uint32_t likeness(const main_search *search, const dictum_page_piece *piece, dictum_slice title)
{
    uint32_t parts = search->page->boxes[piece->box].parts, weight = (parts & DICTUM__PART_HEADING) != 0 ? 3 : 2;
    dictum_slice own = {search->text.data + piece->start, length_of(piece)};

    if (own.len < TITLE_BYTES_MIN || own.len > TITLE_BYTES_MAX || title.len < TITLE_BYTES_MIN ||
        (is_mostly_links(piece) && (parts & DICTUM__PART_HEADING) == 0)) {
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
    bool near = (box->state & (INSIDE | IN_ROOT | IN_STORY)) != 0;

    if ((box->parts & DICTUM__PART_HEADING) == 0) {
        return 0;
    }
    if ((box->parts & DICTUM__PART_HEADING_1) != 0) {
        return near ? 4 : is_mostly_links(piece) ? 1 : 3;
    }
    return near ? 2 : 1;
}

/* The piece with the title: what is most like the one that the page states; else the last of the best headings before
 * the main prose. */
static uint32_t find_title(const main_search *search, dictum_slice title)
{
    const dictum_page *page = search->page;
    uint32_t best = NONE, heading = NONE, likeness_best = 0;
    unsigned grade_best = 0;

    title.len = title.len < 2 * TITLE_BYTES_MAX ? title.len : 2 * TITLE_BYTES_MAX;
    for (uint32_t i = search->prose > TITLE_PIECES ? search->prose - TITLE_PIECES : 0; i <= search->prose; i++) {
        const dictum_page_piece *piece = &page->pieces[i];
        const dictum_page_box *box = &page->boxes[piece->box];
        bool framed = (box->state & IN_FRAME) != 0;
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
    return best != NONE ? best : heading;
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

static bool is_furniture_inside(const main_search *search, const dictum_page_box *box)
{
    const dictum_page *page = search->page;
    bool links = is_of_links(box), sentences = box->prose_bytes > 0;

    if ((box->parts & (DICTUM__PART_FOOTER | DICTUM__PART_FURNITURE)) != 0 &&
        (box->parts & DICTUM__PART_QUOTATION) == 0 && box->end == page->boxes[search->main].end &&
        is_small(page, box, 10) && leads_away(page, box)) {
        return true; /* the page's own: there was no telling the main part from the page */
    }

    if ((box->parts & DICTUM__PART_ASIDE) != 0 && links) {
        return true;
    }
    if ((box->parts & DICTUM__PART_FOOTER) != 0 && (links || !sentences)) {
        return (box->parts & DICTUM__PART_QUOTATION) == 0;
    }
    return (box->parts & DICTUM__PART_FURNITURE) != 0 &&
           (links || !sentences || (box->control_bytes > 0 && is_small(page, box, 10)));
}

static bool is_furniture_outside(const main_search *search, const dictum_page_box *box)
{
    if ((box->parts & (DICTUM__PART_ASIDE | DICTUM__PART_FOOTER | DICTUM__PART_FURNITURE)) != 0) {
        return true;
    }
    if ((box->parts & DICTUM__PART_HEADER) != 0 && (box->state & IN_STORY) == 0 && search->title != NONE) {
        return true;
    }
    return (box->parts & DICTUM__PART_CHANGED) != 0 && box->prose_bytes == 0 &&
           box->first >= search->page->boxes[search->main].end;
}

static bool is_furniture(const main_search *search, const dictum_page_box *box)
{
    const dictum_page *page = search->page;
    bool inside = (box->state & INSIDE) != 0, in_doubt = search->root == 0 || (box->state & IN_ROOT) != 0;

    if ((box->state & ON_WAY) != 0 || holds(box, search->title) || (box->parts & DICTUM__PART_NOTES) != 0 ||
        (in_doubt && !is_small(page, box, inside ? 4 : 2))) {
        return false;
    }
    if ((box->parts & DICTUM__PART_NAVIGATION) != 0 &&
        (is_of_links(box) || box->prose_bytes == 0 || is_small(page, box, 10))) {
        return true;
    }
    if ((box->parts & DICTUM__PART_OVERLAY) != 0 ||
        ((box->parts & DICTUM__PART_FORM) != 0 && box->control_bytes > 0 && is_small(page, box, 10))) {
        return true;
    }
    return inside ? is_furniture_inside(search, box) : is_furniture_outside(search, box);
}

static void drop_furniture(const main_search *search)
{
    dictum_page *page = search->page;

    for (uint32_t i = 1; i < page->box_count; i++) {
        dictum_page_box *box = &page->boxes[i];
        box->state |= page->boxes[box->parent].state & DROPPED;
        if ((box->state & DROPPED) == 0 && is_furniture(search, box)) {
            box->state |= DROPPED;
        }
    }
    for (uint32_t i = 0; i < page->piece_count; i++) {
        page->pieces[i].kept = (page->boxes[page->pieces[i].box].state & DROPPED) == 0;
    }
}

/* ---- around the main part ------------------------------------------------------------------------------------- */

/* Whether the branch of the page that a box stands in is mostly links and furniture. */
static bool is_among_links(const dictum_page *page, const dictum_page_box *box)
{
    const dictum_page_box *branch = &page->boxes[box->branch];

    return (box->state & ON_WAY) == 0 && (uint64_t)(branch->link_bytes + branch->dropped_bytes) * 2 > branch->text_bytes;
}

/* Whether the branch has more prose than links and furniture: a part of the text beside its main part. */
static bool is_in_text(const dictum_page *page, const dictum_page_box *box)
{
    const dictum_page_box *branch = &page->boxes[box->branch];

    return (box->state & ON_WAY) == 0 &&
           (uint64_t)branch->prose_bytes >= (uint64_t)branch->link_bytes + 2 * (uint64_t)branch->dropped_bytes &&
           branch->prose_bytes > 0;
}

/* Whether the branch has some text, if only in short lines: a table of numbers. */
static bool is_long(const dictum_page *page, const dictum_page_box *box)
{
    const dictum_page_box *branch = &page->boxes[box->branch];

    return (box->state & ON_WAY) == 0 && branch->text_bytes - branch->link_bytes >= PROSE_LEAST;
}

/* Whether a line that is no prose and not of links is kept. `gap` is how many pieces have been dropped between it and
 * what is kept of the main text. */
static bool keeps_line(const main_search *search, uint32_t index, uint32_t gap)
{
    const dictum_page *page = search->page;
    const dictum_page_box *box = &page->boxes[page->pieces[index].box];
    bool among_links = is_among_links(page, box);
    bool foreign = search->root != 0 && (box->state & IN_ROOT) == 0;

    if (index >= page->boxes[search->main].end) {
        return !among_links && !foreign && (gap <= GAP_MAX || is_long(page, box));
    }
    if (search->title != NONE && index > search->title) {
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

    return gap == 0 && length_of(piece) >= LINE_BYTES && (box->parts & DICTUM__PART_PARAGRAPH) != 0 &&
           (box->parts & (DICTUM__PART_LIST | DICTUM__PART_HEADING)) == 0 && box->branch == piece->box;
}

/* Whether a piece is in a list that stands right behind the main part, or in a row with it, under a heading of its own:
 * "References". */
static bool is_in_reference_list(const dictum_page *page, uint32_t index)
{
    const dictum_page_box *box = &page->boxes[page->pieces[index].box], *list = &page->boxes[box->branch];
    uint32_t heading = list->first - 1, above;

    if ((box->state & ON_WAY) != 0 || (list->parts & DICTUM__PART_LIST) == 0 || list->first == 0) {
        return false;
    }
    above = page->pieces[heading].box;
    return page->pieces[heading].kept && (page->boxes[above].parts & DICTUM__PART_HEADING) != 0 &&
           page->boxes[above].parent == list->parent;
}

/* Whether a link to a place on the page stands above a line of text: the caption of a table that leads to where the text
 * speaks of it, not a way back to the top. */
static bool is_caption(const dictum_page *page, uint32_t index)
{
    const dictum_page_piece *next = &page->pieces[index + 1];

    return page->pieces[index].anchors && !page->pieces[index].top && index + 1 < page->piece_count && next->kept &&
           !is_mostly_links(next);
}

/* Judges a piece outside the main part that is not in furniture. */
static void judge_outside(const main_search *search, uint32_t index, uint32_t gap)
{
    dictum_page_piece *piece = &search->page->pieces[index];
    const dictum_page_box *box = &search->page->boxes[piece->box];

    if (index == search->title || piece->prose || (box->parts & DICTUM__PART_NOTES) != 0 ||
        is_in_text(search->page, box)) {
        return;
    }
    if (is_mostly_links(piece)) {
        bool byline = (piece->said || (box->parts & DICTUM__PART_AUTHOR) != 0) && search->title != NONE &&
                      index > search->title && index < search->page->boxes[search->main].first;
        bool behind = index >= search->page->boxes[search->main].end &&
                      (search->root == 0 || (box->state & IN_ROOT) != 0);
        piece->kept = byline || (behind && (is_reference(search->page, index, gap) || is_caption(search->page, index) ||
                                            is_in_reference_list(search->page, index)));
    } else {
        piece->kept = keeps_line(search, index, gap);
    }
}

/* From the main part outwards. */
static void judge_around(const main_search *search)
{
    dictum_page *page = search->page;
    const dictum_page_box *main = &page->boxes[search->main];
    uint32_t gap = 0;

    for (uint32_t i = 1; i < page->box_count; i++) {
        const dictum_page_box *box = &page->boxes[i];
        if ((box->state & DROPPED) != 0 && (page->boxes[box->parent].state & DROPPED) == 0) {
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
static bool is_site_line(const main_search *search, const dictum_page_piece *piece)
{
    uint32_t parts = search->page->boxes[piece->box].parts;

    return is_mostly_links(piece) && !piece->said &&
           (parts & (DICTUM__PART_HEADING | DICTUM__PART_NOTES | DICTUM__PART_AUTHOR)) == 0;
}

/* The links before the first line that is none. Three or more to places on the page are a table of contents. */
static void drop_head(const main_search *search)
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
static void drop_lists_of_links(const main_search *search)
{
    dictum_page *page = search->page;
    uint32_t done = 0; /* pieces of the lists before */

    for (uint32_t i = search->main + 1; i < page->box_count && page->boxes[i].first < search->prose; i++) {
        const dictum_page_box *box = &page->boxes[i];
        if (box->first < done || (box->parts & DICTUM__PART_LIST) == 0 || (box->state & INSIDE) == 0 || box->end > search->prose ||
            (uint64_t)box->link_bytes * 5 < (uint64_t)box->text_bytes * 4 ||
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
static void drop_tail(const main_search *search)
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
            length_of(piece) >= LINE_BYTES || lines > GAP_MAX) {
            break;
        }
        lines++;
        if (is_site_line(search, piece) && length_of(piece) <= SHORT_BYTES && (last || piece->anchors)) {
            lowest = i;
            lines = 0;
        }
    }
    for (uint32_t i = lowest; i < main->end; i++) {
        page->pieces[i].kept = page->pieces[i].kept && i == search->title;
    }
}

static void judge_edges(const main_search *search)
{
    dictum_page *page = search->page;
    const dictum_page_box *main = &page->boxes[search->main];

    drop_head(search);
    drop_lists_of_links(search);
    drop_tail(search);
    for (uint32_t i = main->first; i < main->end; i++) {
        dictum_page_piece *piece = &page->pieces[i];
        piece->kept = piece->kept && !(piece->top && length_of(piece) <= SHORT_BYTES && is_site_line(search, piece));
    }
}

/* A heading goes with the furniture under it, where nothing else is there. */
static void drop_empty_headings(const main_search *search)
{
    dictum_page *page = search->page;
    bool kept = false, dropped = false;

    for (uint32_t i = (uint32_t)page->piece_count; i-- > 0;) {
        dictum_page_piece *piece = &page->pieces[i];
        if ((page->boxes[piece->box].parts & DICTUM__PART_HEADING) == 0) {
            kept = kept || piece->kept;
            dropped = dropped || (page->boxes[piece->box].state & DROPPED) != 0;
            continue;
        }
        if (piece->kept && !kept && dropped && i != search->title) {
            piece->kept = false;
        }
        kept = dropped = false;
    }
}

/* ---- the whole ------------------------------------------------------------------------------------------------ */

static bool is_enough(const main_search *search)
{
    const dictum_page *page = search->page;
    uint64_t kept = 0;

    for (size_t i = 0; i < page->piece_count; i++) {
        const dictum_page_piece *piece = &page->pieces[i];
        kept += piece->kept && piece->prose ? length_of(piece) - piece->link_bytes : 0;
    }
    return kept >= PROSE_LEAST && kept * 3 >= (uint64_t)page->boxes[search->root].prose_bytes * 2;
}

void dictum__main_text(dictum_page *page, dictum_slice text, dictum_slice title)
{
    main_search search = {.page = page, .text = text, .title = NONE};

    if (page->too_large || page->box_count == 0 || page->boxes[0].prose_bytes < PROSE_LEAST) {
        return;
    }
    add_up_story(page);
    search.root = find_main_element(page);
    search.root = search.root != 0 ? search.root : find_article_element(page);
    search.main = find_main_box(page, search.root);
    search.prose = first_prose(page, &page->boxes[search.main]);
    mark_boxes(&search);
    search.title = search.prose == NONE ? NONE : find_title(&search, title);
    page->title = search.title;
    drop_furniture(&search);
    judge_around(&search);
    judge_edges(&search);
    drop_empty_headings(&search);
    if (!is_enough(&search)) {
        for (size_t i = 0; i < page->piece_count; i++) {
            page->pieces[i].kept = true;
        }
    }
}
