/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the elements of HTML are to the reader: how they divide the text, and which part of a page they make. */
#ifndef DICTUM_INDEXER_READ_HTML_ELEMENTS_H
#define DICTUM_INDEXER_READ_HTML_ELEMENTS_H

#include <stdint.h>

#include "lib/buf.h"

typedef enum dictum__element_kind {
    DICTUM__ELEMENT_INLINE, /* no border: its text goes on in the same word */
    DICTUM__ELEMENT_BLOCK,
    DICTUM__ELEMENT_BREAK,
    DICTUM__ELEMENT_CELL,
    DICTUM__ELEMENT_SKIPPED,
    DICTUM__ELEMENT_LINES, /* keeps its lines */
    DICTUM__ELEMENT_TITLE,
    DICTUM__ELEMENT_HEADING, /* the first rank, h1 */
    DICTUM__ELEMENT_META,
    DICTUM__ELEMENT_LINK,
    DICTUM__ELEMENT_ROOT,
    DICTUM__ELEMENT_TIME,
    DICTUM__ELEMENT_SCRIPT
} dictum__element_kind;

/* What a part of a page is, as its element, its role or its names say. Any number of these together. */
#define DICTUM__PART_MAIN 0x1u
#define DICTUM__PART_ARTICLE 0x2u
#define DICTUM__PART_NAVIGATION 0x4u
#define DICTUM__PART_HEADER 0x8u
#define DICTUM__PART_FOOTER 0x10u
#define DICTUM__PART_ASIDE 0x20u
#define DICTUM__PART_FORM 0x40u
#define DICTUM__PART_OVERLAY 0x80u    /* is not part of the page as it is read: a dialogue, what a script replaces */
#define DICTUM__PART_FURNITURE 0x100u /* its class or id is one that such parts usually have */
#define DICTUM__PART_NOTES 0x200u     /* footnotes, references */
#define DICTUM__PART_AUTHOR 0x400u
#define DICTUM__PART_QUOTATION 0x800u
#define DICTUM__PART_LIST 0x1000u
#define DICTUM__PART_HEADING 0x2000u
#define DICTUM__PART_HEADING_1 0x4000u
#define DICTUM__PART_PARAGRAPH 0x8000u /* holds text rather than parts */
#define DICTUM__PART_LINK 0x10000u
#define DICTUM__PART_CONTROL 0x20000u /* a button, a choice, a label */
#define DICTUM__PART_CHANGED 0x40000u /* says when the page was last changed */

#define DICTUM__PART_SAID 0x80000u   /* says in a line who speaks or when */
#define DICTUM__PART_DATED 0x100000u /* says when */

/* Those that make no box: they stand in a line. */
#define DICTUM__PART_INLINE (DICTUM__PART_LINK | DICTUM__PART_CONTROL | DICTUM__PART_SAID | DICTUM__PART_DATED)

typedef struct dictum__element {
    const char *name;
    dictum__element_kind kind;
    uint32_t parts;
} dictum__element;

/* The element of a name in lower case; one that is inline and no part where it is not known. Static. */
const dictum__element *dictum__element_find(const char *name);

/* What `role`, `names` (a class or an id) say of an element. Any may be NULL. */
uint32_t dictum__parts_of_role(const char *role);
uint32_t dictum__parts_of_names(const char *names);

#endif
