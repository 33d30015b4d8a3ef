/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where HTML pages say what they are, besides their text. */
#ifndef DICTUM_INDEXER_READ_HTML_META_H
#define DICTUM_INDEXER_READ_HTML_META_H

#include "indexer/read/stated.h"

/* Ranks of the places that are not <meta>; 1 is the best. Those of <meta> are in html_meta.c. */
#define DICTUM__RANK_TITLE_ELEMENT 1
#define DICTUM__RANK_MAIN_HEADING 5 /* of the main text */
#define DICTUM__RANK_HEADING 6
#define DICTUM__RANK_HEADING_ASIDE 7 /* in a part for navigation, or such */
#define DICTUM__RANK_CANONICAL 1
#define DICTUM__RANK_LANG_ATTRIBUTE 1
#define DICTUM__RANK_JSON_LD 4
#define DICTUM__RANK_JSON_LD_CREATED 6
#define DICTUM__RANK_MICRODATA 5
#define DICTUM__RANK_AUTHOR_LINK 8
#define DICTUM__RANK_BYLINE 9
#define DICTUM__RANK_MICRODATA_TEXT 10
#define DICTUM__RANK_ADDRESS 11
#define DICTUM__RANK_BY_LINE 12
#define DICTUM__RANK_TIME_PUBLISHED 9
#define DICTUM__RANK_TIME 11
#define DICTUM__RANK_DATE_LINE 12
#define DICTUM__RANK_TIME_ASIDE 13

/* A <meta> element: its name (or property, itemprop, http-equiv) and its content. Either may be NULL. */
void dictum__html_meta_element(dictum_stated *stated, const char *name, const char *content);

/* The content of a <script type="application/ld+json">: date, author, publisher, headline, language and address of what
 * it describes. What is not JSON is ignored. */
void dictum__json_ld(dictum_slice json, dictum_stated *stated);

#endif
