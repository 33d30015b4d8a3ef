/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of text to paragraphs and lines. Invariant: what is written never ends in white space except inside a line
 * that keeps its blanks, and a border that is written removes those. */
#include "indexer/read/flow.h"

#include "indexer/read/document.h"
#include "lib/printable.h"
#include "lib/utf8.h"

void dictum__flow_init(dictum_flow *flow, dictum_buf *out)
{
    flow->out = out;
    flow->pending = DICTUM__BORDER_NONE;
    flow->cut = DICTUM__FLOW_UNCUT;
    flow->cut_border = DICTUM__BORDER_NONE;
}

void dictum__flow_border(dictum_flow *flow, dictum__border border)
{
    if (border > flow->pending) {
        flow->pending = border;
    }
}

static void drop_blanks(dictum_buf *out)
{
    while (out->len > 0 && (out->data[out->len - 1] == ' ' || out->data[out->len - 1] == '\t')) {
        dictum__buf_truncate(out, out->len - 1);
    }
}

/* Writes the border that was asked for. */
static void write_border(dictum_flow *flow)
{
    static const char *const borders[] = {"", " ", "\t", "\n", "\n\n"};
    dictum_buf *out = flow->out;

    if (flow->pending == DICTUM__BORDER_NONE) {
        return;
    }
    drop_blanks(out);
    if (out->len > 0) {
        dictum__buf_append_str(out, borders[flow->pending]);
    }
    if (flow->cut == DICTUM__FLOW_UNCUT && flow->pending >= DICTUM__BORDER_CELL) {
        flow->cut = out->len;
        flow->cut_border = flow->pending;
    }
    flow->pending = DICTUM__BORDER_NONE;
}

/* What a character of a text is to the flow. */
typedef struct character {
    size_t bytes;
    bool blank;
    bool line_end;
    uint32_t instead; /* the code point to write in its place, or 0 */
} character;

static character character_at(dictum_slice text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];
    unsigned char d = at + 1 < text.len ? (unsigned char)text.data[at + 1] : 0;

    if (c <= 0x20 || c == 0x7F) {
        return (character){.bytes = 1, .blank = true, .line_end = c == '\n'};
    }
    if (c == 0xC2 && d == 0xA0) {
        return (character){.bytes = 2, .blank = true};
    }
    if (c == 0xC2 && d >= 0x80 && d < 0xA0) {
        uint32_t instead = dictum__windows_1252(d);
        return (character){.bytes = 2, .blank = instead == 0, .instead = instead};
    }
    return (character){.bytes = 1};
}

/* The end of the run of characters from `at` that are written as they are, which blanks are where they are kept. */
static size_t plain_end(dictum_slice text, size_t at, bool keeps_blanks)
{
    while (at < text.len) {
        character next;
        if (keeps_blanks) {
            at = dictum__printable_end(text, at);
            if (at == text.len) {
                break;
            }
        }
        next = character_at(text, at);
        if ((next.blank && !(keeps_blanks && text.data[at] == '\t')) || next.instead != 0) {
            break;
        }
        at += next.bytes;
    }
    return at;
}

static size_t write_plain(dictum_flow *flow, dictum_slice text, size_t at, character first, bool keeps_blanks)
{
    size_t end;

    write_border(flow);
    if (first.instead != 0) {
        dictum__buf_append_code_point(flow->out, first.instead);
        return at + first.bytes;
    }
    end = plain_end(text, at, keeps_blanks);
    dictum__buf_append(flow->out, text.data + at, end - at);
    return end;
}

void dictum__flow_text(dictum_flow *flow, dictum_slice text)
{
    size_t at = 0;

    while (at < text.len) {
        character next = character_at(text, at);
        if (next.blank) {
            dictum__flow_border(flow, DICTUM__BORDER_SPACE);
            at += next.bytes;
        } else {
            at = write_plain(flow, text, at, next, false);
        }
    }
}

void dictum__flow_lines(dictum_flow *flow, dictum_slice text)
{
    size_t at = 0;

    while (at < text.len) {
        character next = character_at(text, at);
        if (next.line_end) {
            dictum__flow_border(flow,
                                flow->pending >= DICTUM__BORDER_LINE ? DICTUM__BORDER_PARAGRAPH : DICTUM__BORDER_LINE);
            at += next.bytes;
        } else if (next.blank) {
            if (flow->pending == DICTUM__BORDER_NONE && flow->out->len > 0) {
                dictum__buf_append_char(flow->out, text.data[at] == '\t' ? '\t' : ' ');
            }
            at += next.bytes;
        } else {
            at = write_plain(flow, text, at, next, true);
        }
    }
}

void dictum__flow_end(dictum_flow *flow)
{
    drop_blanks(flow->out);
    flow->pending = DICTUM__BORDER_NONE;
}

size_t dictum__flow_mark(const dictum_flow *flow)
{
    return flow->out->len;
}

dictum_slice dictum__flow_since(const dictum_flow *flow, size_t mark)
{
    if (mark >= flow->out->len) {
        return (dictum_slice){"", 0};
    }
    return dictum__trimmed((dictum_slice){flow->out->data + mark, flow->out->len - mark});
}
