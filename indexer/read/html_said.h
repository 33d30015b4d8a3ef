/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the body of a page says of the page: its headings and times, microdata, the author's name, and lines that are
 * nothing but a date or a name. */
#ifndef DICTUM_INDEXER_READ_HTML_SAID_H
#define DICTUM_INDEXER_READ_HTML_SAID_H

#include "indexer/read/page.h"
#include "indexer/read/stated.h"

/* Elements within each other whose text is wanted. */
#define DICTUM__SAID_DEPTH_MAX 8

/* The text of an open element, wanted for a field. */
typedef struct dictum_said_mark {
    size_t depth; /* of the element */
    size_t start; /* of its text */
    dictum__stated_field field;
    int rank;
    bool named; /* it may hold an element that says the name alone */
} dictum_said_mark;

typedef struct dictum_said {
    const dictum_flow *flow;
    dictum_stated *stated;
    const dictum_page *page;
    dictum_said_mark marks[DICTUM__SAID_DEPTH_MAX];
    size_t count;
} dictum_said;

/* All is borrowed. */
void dictum__said_init(dictum_said *said, const dictum_flow *flow, dictum_stated *stated, const dictum_page *page);
/* An element begins or has ended, after the page was told; `attributes` are names and values by turns, or NULL. */
void dictum__said_open(dictum_said *said, const dictum__element *element, size_t depth, const char **attributes);
void dictum__said_close(dictum_said *said, size_t depth);

/* What the lines near the title say, after dictum__main_text(): the date and the author where nothing better does, and
 * where the site's name in the title begins, which is taken off. */
void dictum__said_in_lines(const dictum_page *page, dictum_slice text, dictum_stated *stated);

#endif
