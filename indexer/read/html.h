/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML to text: what a browser shows without scripts and styles, in the order of the source. */
#ifndef DICTUM_INDEXER_READ_HTML_H
#define DICTUM_INDEXER_READ_HTML_H

#include "indexer/read/document.h"
#include "indexer/read/flow.h"

/* Reads a page of valid UTF-8; what it declares as its charset is not looked at. Text in alt and other attributes is
 * not text; labels of buttons and options are, and so is what stands in noscript. DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__read_html(dictum_slice html, dictum_document *document, dictum_error *err);

/* The text of a piece of HTML that stands in another format; what it says of the page is ignored. */
DICTUM_CHECK_RESULT dictum_status dictum__html_fragment(dictum_slice html, dictum_flow *flow, dictum_error *err);

#endif
