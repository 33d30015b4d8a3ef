/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Marks in the body of a page. Invariant: marks are within each other, the innermost last; what is taken from a line is
 * all that the line says, so that a date or a name in a sentence is never taken for the page's. */
#include "indexer/read/html_said.h"

#include <string.h>

#include "indexer/read/byline.h"
#include "indexer/read/html_meta.h"

/* Lines near the title that are looked at: pieces before and behind it, until one is a paragraph. */
#define PIECES_BEFORE 8
#define PIECES_BEHIND 16
#define PROSE_BEHIND 3

static const struct {
    const char *name; /* in lower case, as the table's others */
    dictum__stated_field field;
    bool named;
} properties[] = {
    {"author", DICTUM__STATED_SPEAKER, true},      {"creator", DICTUM__STATED_SPEAKER, true},
    {"datepublished", DICTUM__STATED_DATE, false}, {"headline", DICTUM__STATED_TITLE, false},
    {"inlanguage", DICTUM__STATED_LANG, false},    {"publisher", DICTUM__STATED_SOURCE, true},
};

void dictum__said_init(dictum_said *said, const dictum_flow *flow, dictum_stated *stated, const dictum_page *page)
{
    said->flow = flow;
    said->stated = stated;
    said->page = page;
    said->count = 0;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
        if (attributes[i][0] == name[0] && strcmp(attributes[i], name) == 0) {
            return attributes[i + 1] == NULL ? "" : attributes[i + 1];
        }
    }
    return NULL;
}

static bool is_word(const char *value, const char *lower)
{
    return value != NULL && dictum__is_word(dictum__trimmed(dictum__slice(value)), lower);
}

/* Whether a part is open that has what it says about itself or other pages. */
static bool in_frame(const dictum_said *said)
{
    const uint32_t frames = DICTUM__PART_NAVIGATION | DICTUM__PART_FOOTER | DICTUM__PART_ASIDE | DICTUM__PART_OVERLAY;

    for (size_t i = 0; said->page != NULL && i < said->page->open_count; i++) {
        if ((said->page->open[i].parts & frames) != 0) {
            return true;
        }
    }
    return false;
}

static bool in_article(const dictum_said *said)
{
    for (size_t i = 0; said->page != NULL && i < said->page->open_count; i++) {
        if ((said->page->open[i].parts & (DICTUM__PART_ARTICLE | DICTUM__PART_MAIN)) != 0) {
            return true;
        }
    }
    return false;
}

static void mark(dictum_said *said, size_t depth, dictum__stated_field field, int rank, bool named)
{
    if (said->count < DICTUM__SAID_DEPTH_MAX) {
        said->marks[said->count++] = (dictum_said_mark){depth, dictum__flow_mark(said->flow), field, rank, named};
    }
}

static void offer(dictum_said *said, dictum__stated_field field, int rank, dictum_slice text)
{
    dictum__stated_offer(said->stated, field, rank, field == DICTUM__STATED_SPEAKER ? dictum__byline_name(text) : text);
}

/* A property of microdata: its value is an attribute or the text. The name of a person or an organisation may stand in
 * a property "name" of its own. */
static void open_property(dictum_said *said, const char *property, size_t depth, const char **attributes)
{
    const char *value = attribute(attributes, "content");

    value = value != NULL ? value : attribute(attributes, "datetime");
    if (is_word(property, "name")) {
        if (said->count > 0 && said->marks[said->count - 1].named) {
            dictum__stated_field field = said->marks[said->count - 1].field;
            if (value != NULL) {
                offer(said, field, DICTUM__RANK_MICRODATA, dictum__slice(value));
            } else {
                mark(said, depth, field, DICTUM__RANK_MICRODATA, false);
            }
        }
        return;
    }
    for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
        if (!is_word(property, properties[i].name)) {
            continue;
        }
        if (value != NULL && value[0] != '\0') {
            offer(said, properties[i].field, DICTUM__RANK_MICRODATA, dictum__slice(value));
        } else {
            mark(said, depth, properties[i].field, DICTUM__RANK_MICRODATA_TEXT, properties[i].named);
        }
    }
}

static void open_time(dictum_said *said, size_t depth, const char **attributes)
{
    const char *stated = attribute(attributes, "datetime");
    bool published =
        attribute(attributes, "pubdate") != NULL || is_word(attribute(attributes, "itemprop"), "datepublished");
    int rank = published ? DICTUM__RANK_TIME_PUBLISHED : DICTUM__RANK_TIME;

    rank = !published && in_frame(said) ? DICTUM__RANK_TIME_ASIDE : rank;
    if (stated != NULL && stated[0] != '\0') {
        dictum__stated_offer(said->stated, DICTUM__STATED_DATE, rank, dictum__slice(stated));
    } else {
        mark(said, depth, DICTUM__STATED_DATE, rank, false);
    }
}

/* The parts of an element that the page has just been told of. */
static uint32_t parts_of(const dictum_said *said, size_t depth)
{
    const dictum_page *page = said->page;

    return page != NULL && page->open_count > 0 && page->open[page->open_count - 1].depth == depth
               ? page->open[page->open_count - 1].parts
               : 0;
}

static void open_author(dictum_said *said, const dictum__element *element, size_t depth, const char **attributes)
{
    bool linked = is_word(attribute(attributes, "rel"), "author");
    uint32_t parts = parts_of(said, depth);
    bool named =
        (parts & DICTUM__PART_AUTHOR) != 0 || (element->kind == DICTUM__ELEMENT_INLINE &&
                                               (parts & DICTUM__PART_SAID) != 0 && (parts & DICTUM__PART_DATED) == 0);
    bool address = strcmp(element->name, "address") == 0 && in_article(said);

    if ((linked || named || address) && element->kind != DICTUM__ELEMENT_LINK && !in_frame(said)) {
        mark(said, depth, DICTUM__STATED_SPEAKER,
             linked  ? DICTUM__RANK_AUTHOR_LINK
             : named ? DICTUM__RANK_BYLINE
                     : DICTUM__RANK_ADDRESS,
             false);
    }
}

void dictum__said_open(dictum_said *said, const dictum__element *element, size_t depth, const char **attributes)
{
    const char *property;

    if (element->kind == DICTUM__ELEMENT_HEADING) {
        mark(said, depth, DICTUM__STATED_TITLE, in_frame(said) ? DICTUM__RANK_HEADING_ASIDE : DICTUM__RANK_HEADING,
             false);
    } else if (element->kind == DICTUM__ELEMENT_TIME) {
        open_time(said, depth, attributes);
    }
    if (attributes == NULL) {
        if (strcmp(element->name, "address") == 0) {
            open_author(said, element, depth, attributes);
        }
        return;
    }
    property = attribute(attributes, "itemprop");
    if (property != NULL) {
        open_property(said, property, depth, attributes);
    } else if (element->kind != DICTUM__ELEMENT_META) {
        open_author(said, element, depth, attributes);
    }
}

void dictum__said_close(dictum_said *said, size_t depth)
{
    while (said->count > 0 && said->marks[said->count - 1].depth >= depth) {
        const dictum_said_mark *last = &said->marks[--said->count];
        offer(said, last->field, last->rank, dictum__flow_since(said->flow, last->start));
    }
}

/* ---- lines near the title ------------------------------------------------------------------------------------- */

static void read_piece(const dictum_page_piece *piece, dictum_slice text, dictum_byline *byline)
{
    dictum__byline_read(byline, (dictum_slice){text.data + piece->start, dictum__piece_bytes(piece)}, piece->dated);
}

/* The title that the page states, and the lines around the piece `near`. Two that name different days say nothing. */
static void read_lines(const dictum_page *page, dictum_slice text, uint32_t near, dictum_stated *stated)
{
    dictum_byline byline;
    size_t seen = 0, prose = 0;

    dictum__byline_init(&byline);
    dictum__byline_read(&byline, dictum__buf_slice(&stated->fields[DICTUM__STATED_TITLE].value), false);
    for (size_t i = near;
         i-- > 0 && seen < PIECES_BEFORE && dictum__piece_bytes(&page->pieces[i]) < DICTUM__PARAGRAPH_BYTES;) {
        if (page->pieces[i].kept) {
            read_piece(&page->pieces[i], text, &byline);
            seen++;
        }
    }
    for (size_t i = near; i < page->piece_count && prose < PROSE_BEHIND; i++) {
        const dictum_page_piece *piece = &page->pieces[i];
        if (dictum__piece_bytes(piece) >= DICTUM__PARAGRAPH_BYTES || i - near >= PIECES_BEHIND) {
            break;
        }
        if (piece->kept) {
            read_piece(piece, text, &byline);
        }
        prose += piece->prose;
    }
    dictum__stated_offer(stated, DICTUM__STATED_DATE, DICTUM__RANK_DATE_LINE, dictum__byline_date(&byline));
    dictum__stated_offer(stated, DICTUM__STATED_SPEAKER, DICTUM__RANK_BY_LINE, dictum__buf_slice(&byline.author));
    dictum__byline_dispose(&byline);
}

/* ---- the site's name in the title ----------------------------------------------------------------------------- */

static const char *const title_dividers[] = {
    " | ", " - ", " – ", " — ", " · ", " • ", " :: ", " : ", ": ", " » ", " « ", " / ", " -- ", "--"};

static bool same_name(dictum_slice a, dictum_slice b)
{
    if (a.len != b.len || a.len == 0) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        char c = a.data[i], d = b.data[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        d = d >= 'A' && d <= 'Z' ? (char)(d - 'A' + 'a') : d;
        if (c != d) {
            return false;
        }
    }
    return true;
}

/* The title without the site's name and what divides them: where one side of a divider is the name, or the other is the
 * heading. Either may be empty. */
static dictum_slice without_site(dictum_slice title, dictum_slice site, dictum_slice heading)
{
    for (size_t at = 1; at < title.len; at++) {
        for (size_t i = 0; i < sizeof(title_dividers) / sizeof(title_dividers[0]); i++) {
            size_t len = strlen(title_dividers[i]);
            if (at + len >= title.len || memcmp(title.data + at, title_dividers[i], len) != 0) {
                continue;
            }
            dictum_slice left = dictum__trimmed((dictum_slice){title.data, at});
            dictum_slice right = dictum__trimmed((dictum_slice){title.data + at + len, title.len - at - len});
            if (left.len > 0 && right.len > 0 && (same_name(right, site) || same_name(left, heading))) {
                return left;
            }
            if (left.len > 0 && right.len > 0 && (same_name(left, site) || same_name(right, heading))) {
                return right;
            }
        }
    }
    return title;
}

static void take_off_site(const dictum_page *page, dictum_slice text, dictum_stated *stated)
{
    dictum_buf *title = &stated->fields[DICTUM__STATED_TITLE].value, shorter;
    dictum_slice heading = {"", 0}, rest;

    if (page->title != DICTUM__NO_PIECE &&
        (page->boxes[page->pieces[page->title].box].parts & DICTUM__PART_HEADING) != 0) {
        const dictum_page_piece *piece = &page->pieces[page->title];
        heading = (dictum_slice){text.data + piece->start, piece->end - piece->start};
        if ((page->boxes[piece->box].parts & DICTUM__PART_HEADING_1) == 0 && heading.len * 2 < title->len) {
            heading.len = 0; /* "Speeches: On tides" under "Speeches" */
        }
    }
    if (title->len == 0) {
        return;
    }
    rest = without_site(dictum__buf_slice(title), dictum__buf_slice(&stated->fields[DICTUM__STATED_SOURCE].value),
                        heading);
    if (rest.len < title->len) {
        dictum__buf_init(&shorter, DICTUM__FIELD_BYTES_MAX);
        dictum__buf_append_slice(&shorter, rest);
        dictum__buf_dispose(title);
        *title = shorter;
    }
}

void dictum__said_in_lines(const dictum_page *page, dictum_slice text, dictum_stated *stated)
{
    uint32_t near = page->title;

    if (near == DICTUM__NO_PIECE) {
        near = 0;
        while (near < page->piece_count && !(page->pieces[near].kept && page->pieces[near].prose)) {
            near++;
        }
    }
    if (near < page->piece_count) {
        read_lines(page, text, near, stated);
    }
    if (page->title != DICTUM__NO_PIECE &&
        (page->boxes[page->pieces[page->title].box].parts & DICTUM__PART_HEADING) != 0) {
        const dictum_page_piece *piece = &page->pieces[page->title];
        dictum__stated_offer(stated, DICTUM__STATED_TITLE, DICTUM__RANK_MAIN_HEADING,
                             (dictum_slice){text.data + piece->start, piece->end - piece->start});
    }
    take_off_site(page, text, stated);
}
