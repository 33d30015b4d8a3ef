/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing a statement's text from the pieces in which a format gives it. Borders are asked for and only written when
 * text follows: the widest one wins, so the text begins and ends with text and its paragraphs are divided by exactly
 * one empty line, whatever the order of the calls. */
#ifndef DICTUM_INDEXER_READ_FLOW_H
#define DICTUM_INDEXER_READ_FLOW_H

#include "lib/buf.h"

/* From narrow to wide. */
typedef enum dictum__border {
    DICTUM__BORDER_NONE,
    DICTUM__BORDER_SPACE,
    DICTUM__BORDER_CELL, /* a tab */
    DICTUM__BORDER_LINE,
    DICTUM__BORDER_PARAGRAPH
} dictum__border;

typedef struct dictum_flow {
    dictum_buf *out;
    dictum__border pending;
    size_t
        cut; /* where the text behind a border of a cell or wider begins: the first since this was DICTUM__FLOW_UNCUT */
    dictum__border cut_border;
} dictum_flow;

#define DICTUM__FLOW_UNCUT SIZE_MAX

void dictum__flow_init(dictum_flow *flow, dictum_buf *out);
void dictum__flow_border(dictum_flow *flow, dictum__border border);
/* Text whose white space (with U+00A0) counts as one space, as a browser would show it. May be a part of a word. C1
 * control characters are taken for what they mean in windows-1252, as HTML says of numeric references. */
void dictum__flow_text(dictum_flow *flow, dictum_slice text);
/* Text that keeps its lines, and the blanks between the words of a line; indents and blanks at a line's end go. */
void dictum__flow_lines(dictum_flow *flow, dictum_slice text);
/* No text follows. */
void dictum__flow_end(dictum_flow *flow);
/* Where the next text will begin at the earliest; and what has been written since then, without white space around
 * it. */
size_t dictum__flow_mark(const dictum_flow *flow);
dictum_slice dictum__flow_since(const dictum_flow *flow, size_t mark);

#endif
