/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paragraphs, cells and what is kept aside. Invariant: the border that a paragraph's end asks for is only handed to the
 * flow when text follows in the same cell, so that the paragraphs in a cell do not tear its row apart. */
#include "indexer/read/paragraphs.h"

#define AT(paragraphs) (&(paragraphs)->streams[(paragraphs)->stream])

void dictum__paragraphs_init(dictum_paragraphs *paragraphs, dictum_buf *out)
{
    dictum_buf *outs[] = {out, &paragraphs->notes, &paragraphs->boxes};

    dictum__buf_init(&paragraphs->notes, out->ceiling);
    dictum__buf_init(&paragraphs->boxes, out->ceiling);
    for (size_t i = 0; i < sizeof(outs) / sizeof(outs[0]); i++) {
        dictum__flow_init(&paragraphs->streams[i].flow, outs[i]);
        paragraphs->streams[i].wanted = DICTUM__BORDER_NONE;
    }
    paragraphs->stream = DICTUM__STREAM_TEXT;
}

void dictum__paragraphs_dispose(dictum_paragraphs *paragraphs)
{
    dictum__buf_dispose(&paragraphs->notes);
    dictum__buf_dispose(&paragraphs->boxes);
}

/* Appends what was kept aside as paragraphs of its own, and empties it. */
static void take_aside(dictum_paragraphs *paragraphs, dictum__stream from)
{
    dictum_flow *flow = &AT(paragraphs)->flow, *aside = &paragraphs->streams[from].flow;

    dictum__flow_end(aside);
    if (dictum__buf_status(aside->out) != DICTUM_OK) {
        flow->out->failed = aside->out->failed;
    }
    if (aside->out->len > 0) {
        dictum__flow_border(flow, DICTUM__BORDER_PARAGRAPH);
        dictum__flow_lines(flow, dictum__buf_slice(aside->out));
        AT(paragraphs)->wanted = DICTUM__BORDER_PARAGRAPH;
    }
    dictum__buf_clear(aside->out);
    paragraphs->streams[from].wanted = DICTUM__BORDER_NONE;
}

void dictum__paragraphs_finish(dictum_paragraphs *paragraphs)
{
    paragraphs->stream = DICTUM__STREAM_TEXT;
    take_aside(paragraphs, DICTUM__STREAM_BOXES);
    take_aside(paragraphs, DICTUM__STREAM_NOTES);
    dictum__flow_end(&AT(paragraphs)->flow);
}

dictum__stream dictum__paragraphs_turn(dictum_paragraphs *paragraphs, dictum__stream stream)
{
    dictum__stream before = paragraphs->stream;

    paragraphs->stream = stream;
    return before;
}

void dictum__paragraphs_text(dictum_paragraphs *paragraphs, dictum_slice text)
{
    if (dictum__trimmed(text).len > 0) {
        dictum__flow_border(&AT(paragraphs)->flow, AT(paragraphs)->wanted);
        AT(paragraphs)->wanted = DICTUM__BORDER_NONE;
    }
    dictum__flow_text(&AT(paragraphs)->flow, text);
}

void dictum__paragraphs_border(dictum_paragraphs *paragraphs, dictum__border border)
{
    dictum__flow_border(&AT(paragraphs)->flow, border);
}

void dictum__paragraphs_break(dictum_paragraphs *paragraphs)
{
    bool second = AT(paragraphs)->flow.pending == DICTUM__BORDER_LINE;

    dictum__flow_border(&AT(paragraphs)->flow, second ? DICTUM__BORDER_PARAGRAPH : DICTUM__BORDER_LINE);
}

void dictum__paragraphs_end(dictum_paragraphs *paragraphs, dictum__border border)
{
    if (border > AT(paragraphs)->wanted) {
        AT(paragraphs)->wanted = border;
    }
    if (paragraphs->boxes.len > 0 && paragraphs->stream == DICTUM__STREAM_TEXT) {
        take_aside(paragraphs, DICTUM__STREAM_BOXES);
    }
}

void dictum__paragraphs_row(dictum_paragraphs *paragraphs)
{
    dictum__flow_border(&AT(paragraphs)->flow, DICTUM__BORDER_PARAGRAPH);
    AT(paragraphs)->wanted = DICTUM__BORDER_NONE;
}

void dictum__paragraphs_cell_end(dictum_paragraphs *paragraphs)
{
    AT(paragraphs)->wanted = DICTUM__BORDER_CELL;
}

void dictum__paragraphs_row_end(dictum_paragraphs *paragraphs)
{
    AT(paragraphs)->wanted = DICTUM__BORDER_PARAGRAPH;
}

size_t dictum__paragraphs_mark(const dictum_paragraphs *paragraphs)
{
    return dictum__flow_mark(&AT(paragraphs)->flow);
}

dictum_slice dictum__paragraphs_since(const dictum_paragraphs *paragraphs, size_t mark)
{
    return dictum__flow_since(&AT(paragraphs)->flow, mark);
}

void dictum__paragraphs_forget(dictum_paragraphs *paragraphs, size_t mark)
{
    dictum_flow *flow = &AT(paragraphs)->flow;

    if (flow->out->len > mark) {
        dictum__buf_truncate(flow->out, mark);
        dictum__flow_border(flow, DICTUM__BORDER_PARAGRAPH);
    }
    /* What asks for a border inside a paragraph that is not there asks for nothing that matters. */
}
