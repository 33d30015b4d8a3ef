/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML to text: what a browser shows without scripts and styles, in the order of the source, or the main part of it. */
#ifndef DICTUM_INDEXER_READ_HTML_H
#define DICTUM_INDEXER_READ_HTML_H

#include "indexer/read/document.h"
#include "indexer/read/flow.h"

/* How a page is read; NULL and all zero are the same. */
typedef struct dictum_html_options {
    bool whole_page; /* all of its text, not its main text only */
} dictum_html_options;

/* Reads a page of valid UTF-8; what it declares as its charset is not looked at. Text in alt and other attributes is
 * not text; labels of buttons and options are, and so is what stands in noscript. Unless the whole page is asked for,
 * its text is without what pages have around theirs, such as menus, footers and lists of other pages; it is whole as
 * well where there is no clear main part (main_text.c). DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__read_html(dictum_slice html, const dictum_html_options *options,
                                                    dictum_document *document, dictum_error *err);

/* The text of a piece of HTML that stands in another format; what it says of the page is ignored. */
DICTUM_CHECK_RESULT dictum_status dictum__html_fragment(dictum_slice html, dictum_flow *flow, dictum_error *err);

#endif
