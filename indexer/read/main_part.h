/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the main part of a page and its title are: inside of main_text.c. */
#ifndef DICTUM_INDEXER_READ_MAIN_PART_H
#define DICTUM_INDEXER_READ_MAIN_PART_H

#include "indexer/read/page.h"

/* A page with less prose has no clear main part. */
#define DICTUM__PROSE_LEAST 200

/* dictum_page_box.state */
#define DICTUM__BOX_DROPPED 0x1u   /* furniture */
#define DICTUM__BOX_INSIDE 0x2u    /* in the main part */
#define DICTUM__BOX_ON_WAY 0x4u    /* holds the main part, or is it */
#define DICTUM__BOX_IN_ROOT 0x8u   /* in <main> or the one <article> */
#define DICTUM__BOX_IN_FRAME 0x10u /* in a part that could be furniture: no place for the title */
#define DICTUM__BOX_IN_STORY 0x20u /* in any <main> or <article> */

typedef struct dictum_main_search {
    dictum_page *page;
    dictum_slice text;
    uint32_t root, main; /* boxes */
    uint32_t prose;      /* the first piece of the main part that is prose; DICTUM__NO_PIECE */
    uint32_t title;      /* a piece; DICTUM__NO_PIECE */
} dictum_main_search;

/* Finds the main part and its title, of `title` as the page states it, and marks the boxes. */
void dictum__main_part_find(dictum_main_search *search, dictum_slice title);

#endif
