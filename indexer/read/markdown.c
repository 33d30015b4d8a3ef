/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Markdown to text. Invariant: text is handed to the flow in the order of the source, and markup inside a paragraph
 * leaves no trace: not a space, not a character. */
#include "indexer/read/markdown.h"

#include <string.h>

#include <cmark.h>

#include "indexer/read/flow.h"
#include "indexer/read/front_matter.h"
#include "indexer/read/html.h"

typedef struct markdown_reader {
    dictum_flow flow;
    dictum_document *document;
    dictum_slice source;
    size_t line_offset; /* where line `line` of the source begins; lines count from 1 */
    int line;
    size_t images;       /* open ones */
    const char *skip_to; /* inside an inline element that is no text: its end tag */
    size_t mark;         /* where the heading or paragraph at hand began */
    dictum_buf heading;  /* the first heading of any level */
} markdown_reader;

/* The digits of a list item as they are in the source: they are text that a reader sees. */
static void write_item_number(markdown_reader *reader, cmark_node *item)
{
    cmark_node *list = cmark_node_parent(item);
    int line = cmark_node_get_start_line(item), column = cmark_node_get_start_column(item);
    size_t start, end;

    if (list == NULL || cmark_node_get_list_type(list) != CMARK_ORDERED_LIST || column < 1) {
        return;
    }
    while (reader->line < line) {
        const char *at = reader->source.data + reader->line_offset;
        const char *next = memchr(at, '\n', reader->source.len - reader->line_offset);
        if (next == NULL) {
            return;
        }
        reader->line_offset = (size_t)(next - reader->source.data) + 1;
        reader->line++;
    }
    start = end = reader->line_offset + (size_t)column - 1;
    while (end < reader->source.len && reader->source.data[end] >= '0' && reader->source.data[end] <= '9') {
        end++;
    }
    if (end > start && end < reader->source.len) {
        dictum__flow_text(&reader->flow, (dictum_slice){reader->source.data + start, end - start + 1});
        dictum__flow_border(&reader->flow, DICTUM__BORDER_SPACE);
    }
}

static void end_heading(markdown_reader *reader, int level)
{
    dictum_slice heading = dictum__flow_since(&reader->flow, reader->mark);

    if (level <= 2) {
        dictum__field_offer(&reader->document->title, heading);
    }
    dictum__field_offer(&reader->heading, heading);
}

/* HTML inside a paragraph: only a line break means something, and scripts and styles are no text. */
static void read_inline_html(markdown_reader *reader, const char *tag)
{
    static const struct {
        const char *start, *end;
    } skipped[] = {{"<script", "</script"}, {"<style", "</style"}, {"<template", "</template"}};
    dictum_slice text = dictum__slice(tag);

    if (reader->skip_to != NULL) {
        if (dictum__find_word(text, 0, reader->skip_to) == 0) {
            reader->skip_to = NULL;
        }
        return;
    }
    for (size_t i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++) {
        if (text.len > 0 && dictum__find_word(text, 0, skipped[i].start) == 0) {
            reader->skip_to = skipped[i].end;
        }
    }
    if (text.len > 3 && dictum__find_word(text, 0, "<br") == 0 && strchr(" />\t\n", text.data[3]) != NULL) {
        dictum__flow_border(&reader->flow, DICTUM__BORDER_LINE);
    }
}

static void read_block(markdown_reader *reader, cmark_node *node, bool entering)
{
    bool keeps = cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH || cmark_node_get_type(node) == CMARK_NODE_HEADING;

    if (!entering && cmark_node_get_type(node) == CMARK_NODE_HEADING) {
        end_heading(reader, cmark_node_get_heading_level(node));
    } else if (!entering && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
        dictum__markdown_table(reader->flow.out, reader->mark);
    }
    /* The number of an item and its first paragraph are one line. */
    if (!entering || cmark_node_previous(node) != NULL ||
        cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_ITEM) {
        dictum__flow_border(&reader->flow, DICTUM__BORDER_PARAGRAPH);
    }
    if (entering && cmark_node_get_type(node) == CMARK_NODE_ITEM) {
        write_item_number(reader, node);
    } else if (entering && keeps) {
        reader->mark = dictum__flow_mark(&reader->flow);
        reader->skip_to = NULL;
    }
}

static void read_text(markdown_reader *reader, cmark_node *node)
{
    if (reader->images == 0 && reader->skip_to == NULL) {
        dictum__flow_text(&reader->flow, dictum__slice(cmark_node_get_literal(node)));
    }
}

static dictum_status read_node(markdown_reader *reader, cmark_node *node, bool entering, dictum_error *err)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_LIST:
    case CMARK_NODE_ITEM:
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_THEMATIC_BREAK:
        read_block(reader, node, entering);
        break;
    case CMARK_NODE_CODE_BLOCK:
        dictum__flow_border(&reader->flow, DICTUM__BORDER_PARAGRAPH);
        dictum__flow_lines(&reader->flow, dictum__slice(cmark_node_get_literal(node)));
        dictum__flow_border(&reader->flow, DICTUM__BORDER_PARAGRAPH);
        break;
    case CMARK_NODE_HTML_BLOCK:
        return dictum__html_fragment(dictum__slice(cmark_node_get_literal(node)), &reader->flow, err);
    case CMARK_NODE_TEXT:
    case CMARK_NODE_CODE:
        read_text(reader, node);
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        dictum__flow_border(&reader->flow, DICTUM__BORDER_LINE);
        break;
    case CMARK_NODE_HTML_INLINE:
        read_inline_html(reader, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_IMAGE:
        reader->images += entering ? 1u : (size_t)-1;
        break;
    default:
        break;
    }
    return DICTUM_OK;
}

static dictum_status read_tree(markdown_reader *reader, cmark_node *root, dictum_error *err)
{
    cmark_iter *iter = cmark_iter_new(root);
    dictum_status status = DICTUM_OK;
    cmark_event_type event;

    if (iter == NULL) {
        return dictum__nomem(err);
    }
    while (status == DICTUM_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        status = read_node(reader, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER, err);
    }
    cmark_iter_free(iter);
    return status;
}

dictum_status dictum__read_markdown(dictum_slice markdown, dictum_document *document, dictum_error *err)
{
    markdown_reader reader = {.document = document, .line = 1};
    dictum_buf kept;
    cmark_node *root = NULL;
    size_t used = dictum__front_matter(markdown, document);
    dictum_status status;

    dictum__flow_init(&reader.flow, &document->text);
    dictum__buf_init(&reader.heading, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&kept, DICTUM__TEXT_BYTES_MAX * 16);
    dictum__markdown_keep_speakers((dictum_slice){markdown.data + used, markdown.len - used}, &kept);
    reader.source = dictum__buf_slice(&kept);
    status = dictum__buf_status(&kept) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
    if (status == DICTUM_OK && kept.len > 0) {
        root = cmark_parse_document(kept.data, kept.len, CMARK_OPT_DEFAULT);
        status = root == NULL ? dictum__nomem(err) : read_tree(&reader, root, err);
    }
    dictum__flow_end(&reader.flow);
    dictum__field_offer(&document->title, dictum__buf_slice(&reader.heading));
    if (root != NULL) {
        cmark_node_free(root);
    }
    dictum__buf_dispose(&kept);
    dictum__buf_dispose(&reader.heading);
    return status;
}
