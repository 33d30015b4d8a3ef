/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML to text, with libxml2's parser as a stream of events: no tree, so neither depth nor size of a page costs memory
 * or stack. Invariant: every character of text outside the skipped elements is handed to the flow, in the order of the
 * source. */
#include "indexer/read/html.h"

#include <limits.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "indexer/read/entities.h"
#include "indexer/read/html_meta.h"
#include "indexer/read/html_said.h"
#include "indexer/read/page.h"

/* Comments and white space before a doctype have no more. */
#define DOCTYPE_AT_MAX 4096

typedef struct html_reader {
    dictum_flow *flow;
    dictum_stated *stated; /* NULL: nobody wants it */
    dictum_page *page;     /* NULL: nobody wants it */
    dictum_said said;
    size_t depth;      /* of open elements */
    size_t skipped_at; /* the depth of the element whose content is no text; 0: none */
    size_t svg_at;     /* the depth of the outermost drawing; 0: none */
    size_t lines_at;   /* the depth of the outermost element that keeps its lines; 0: none */
    dictum_buf aside;  /* text of the skipped element, where it is wanted */
    bool wants_aside;
    bool aside_is_title;
} html_reader;

/* An attribute's value, empty where it has none; NULL where there is no such attribute. libxml2 gives names and values
 * by turns. */
static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
        if (attributes[i][0] == (xmlChar)name[0] && strcmp((const char *)attributes[i], name) == 0) {
            return attributes[i + 1] == NULL ? "" : (const char *)attributes[i + 1];
        }
    }
    return NULL;
}

static bool attribute_is(const xmlChar **attributes, const char *name, const char *lower)
{
    const char *value = attribute(attributes, name);

    return value != NULL && dictum__is_word(dictum__trimmed(dictum__slice(value)), lower);
}

static void start_aside(html_reader *reader, bool wanted, bool title)
{
    reader->skipped_at = reader->depth;
    reader->wants_aside = wanted && reader->stated != NULL;
    reader->aside_is_title = title;
    dictum__buf_clear(&reader->aside);
}

static void end_aside(html_reader *reader)
{
    dictum_slice aside = dictum__buf_slice(&reader->aside);

    reader->skipped_at = 0;
    if (!reader->wants_aside || dictum__buf_status(&reader->aside) != DICTUM_OK) {
        return;
    }
    if (reader->aside_is_title) {
        dictum__stated_offer(reader->stated, DICTUM__STATED_TITLE, DICTUM__RANK_TITLE_ELEMENT, aside);
    } else {
        dictum__json_ld(aside, reader->stated);
    }
}

static void read_meta(html_reader *reader, const xmlChar **attributes)
{
    static const char *const names[] = {"name", "property", "itemprop", "http-equiv"};
    const char *content = attribute(attributes, "content");

    for (size_t i = 0; reader->stated != NULL && i < sizeof(names) / sizeof(names[0]); i++) {
        dictum__html_meta_element(reader->stated, attribute(attributes, names[i]), content);
    }
}

static void read_link(html_reader *reader, const xmlChar **attributes)
{
    if (reader->stated != NULL && attribute_is(attributes, "rel", "canonical")) {
        dictum__stated_offer(reader->stated, DICTUM__STATED_URL, DICTUM__RANK_CANONICAL,
                             dictum__slice(attribute(attributes, "href")));
    }
}

/* Two line breaks show an empty line. */
static void break_line(html_reader *reader)
{
    bool second = reader->flow->pending == DICTUM__BORDER_LINE;

    dictum__flow_border(reader->flow, second ? DICTUM__BORDER_PARAGRAPH : DICTUM__BORDER_LINE);
}

static void start_lines(html_reader *reader)
{
    dictum__flow_border(reader->flow, DICTUM__BORDER_PARAGRAPH);
    if (reader->lines_at == 0) {
        reader->lines_at = reader->depth;
    }
}

/* What follows the blanks at the front of `text`; its end is not looked at, however long that is. */
static dictum_slice behind_blanks(dictum_slice text)
{
    size_t at = 0;

    while (at < text.len && strchr(" \t\r\n\f", text.data[at]) != NULL) {
        at++;
    }
    return (dictum_slice){text.data + at, text.len - at};
}

/* Whether a style says "display: none", in one pass. */
static bool hides(dictum_slice style)
{
    size_t at;

    while ((at = dictum__find_word(style, 0, "display")) < style.len) {
        at += strlen("display");
        style = (dictum_slice){style.data + at, style.len - at};
        dictum_slice value = behind_blanks(style);
        if (value.len > 0 && value.data[0] == ':') {
            value = behind_blanks((dictum_slice){value.data + 1, value.len - 1});
            if (dictum__is_word((dictum_slice){value.data, value.len < 4 ? value.len : 4}, "none")) {
                return true;
            }
        }
    }
    return false;
}

/* Whether a browser shows nothing of an element. A page that hides itself as a whole waits for a script to show it. */
static bool is_hidden(const dictum__element *element, const xmlChar **attributes)
{
    if (attributes == NULL || element->kind == DICTUM__ELEMENT_ROOT || strcmp(element->name, "body") == 0) {
        return false;
    }
    return attribute(attributes, "hidden") != NULL || hides(dictum__slice(attribute(attributes, "style")));
}

/* An address that leads to a page. One to write to or to call is text as any. */
static bool is_link(const char *address)
{
    dictum_slice where = dictum__trimmed(dictum__slice(address));

    return where.len > 0 &&
           dictum__find_word((dictum_slice){where.data, where.len < 7 ? where.len : 7}, 0, "mailto:") != 0 &&
           dictum__find_word((dictum_slice){where.data, where.len < 4 ? where.len : 4}, 0, "tel:") != 0;
}

/* What an element that stands in a line is: a link, or what says the author or the date. */
static uint32_t parts_in_line(const dictum__element *element, const char *address, const xmlChar **attributes)
{
    uint32_t parts = element->parts, named = dictum__parts_of_names(attribute(attributes, "class"));

    if (address != NULL && is_link(address)) {
        parts |= DICTUM__PART_LINK;
    }
    if (attribute_is(attributes, "rel", "author") || (named & (DICTUM__PART_AUTHOR | DICTUM__PART_DATED)) != 0) {
        parts |= DICTUM__PART_SAID;
    }
    return parts | (named & DICTUM__PART_DATED);
}

/* Tells the page of an element that divides it, and what the element says by its attributes. */
static void open_part(html_reader *reader, const dictum__element *element, const xmlChar **attributes)
{
    uint32_t parts = element->parts;
    const char *address = NULL;

    if (element->kind == DICTUM__ELEMENT_INLINE || element->kind == DICTUM__ELEMENT_TIME) {
        if (attributes != NULL) {
            address = strcmp(element->name, "a") == 0 ? attribute(attributes, "href") : NULL;
            parts = parts_in_line(element, address, attributes);
        }
        if (parts == 0) {
            return;
        }
    } else if (strcmp(element->name, "body") != 0 && attributes != NULL) {
        parts |= dictum__parts_of_role(attribute(attributes, "role")) |
                 dictum__parts_of_names(attribute(attributes, "class")) |
                 dictum__parts_of_names(attribute(attributes, "id"));
    }
    dictum__page_open(reader->page, reader->depth, parts);
    if ((parts & DICTUM__PART_LINK) != 0) {
        dictum__page_link(reader->page, address);
    }
}

/* The language of the page. */
static void read_root(html_reader *reader, const xmlChar **attributes)
{
    const char *lang = attribute(attributes, "lang");

    if (reader->stated != NULL) {
        dictum__stated_offer(reader->stated, DICTUM__STATED_LANG, DICTUM__RANK_LANG_ATTRIBUTE,
                             dictum__slice(lang != NULL ? lang : attribute(attributes, "xml:lang")));
    }
}

/* What an element does to the text, and what it says in the place of text. */
static void start_kind(html_reader *reader, dictum__element_kind kind, const xmlChar **attributes)
{
    switch (kind) {
    case DICTUM__ELEMENT_BLOCK:
    case DICTUM__ELEMENT_HEADING:
        dictum__flow_border(reader->flow, DICTUM__BORDER_PARAGRAPH);
        break;
    case DICTUM__ELEMENT_CELL:
        dictum__flow_border(reader->flow, DICTUM__BORDER_CELL);
        break;
    case DICTUM__ELEMENT_BREAK:
        break_line(reader);
        break;
    case DICTUM__ELEMENT_LINES:
        start_lines(reader);
        break;
    case DICTUM__ELEMENT_SKIPPED:
        start_aside(reader, false, false);
        break;
    case DICTUM__ELEMENT_SCRIPT:
        start_aside(reader, attribute_is(attributes, "type", "application/ld+json"), false);
        break;
    case DICTUM__ELEMENT_TITLE:
        start_aside(reader, reader->svg_at == 0, true); /* a drawing's is its own */
        break;
    case DICTUM__ELEMENT_META:
        read_meta(reader, attributes);
        break;
    case DICTUM__ELEMENT_LINK:
        read_link(reader, attributes);
        break;
    case DICTUM__ELEMENT_ROOT:
        read_root(reader, attributes);
        break;
    case DICTUM__ELEMENT_TIME:
    case DICTUM__ELEMENT_INLINE:
        break;
    }
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    html_reader *reader = context;
    const dictum__element *element;

    reader->depth++;
    if (reader->skipped_at != 0) {
        return;
    }
    element = dictum__element_find((const char *)name);
    if (is_hidden(element, attributes)) {
        start_aside(reader, false, false);
        return;
    }
    if (reader->svg_at == 0 && strcmp((const char *)name, "svg") == 0) {
        reader->svg_at = reader->depth;
    }
    start_kind(reader, element->kind, attributes);
    if (reader->skipped_at != 0) {
        return;
    }
    if (reader->page != NULL) {
        open_part(reader, element, attributes);
    }
    if (reader->stated != NULL) {
        dictum__said_open(&reader->said, element, reader->depth, (const char **)attributes);
    }
}

static void end_element(void *context, const xmlChar *name)
{
    html_reader *reader = context;

    if (reader->depth == reader->skipped_at) {
        end_aside(reader);
    } else if (reader->skipped_at == 0) {
        if (reader->stated != NULL) {
            dictum__said_close(&reader->said, reader->depth);
        }
        switch (dictum__element_find((const char *)name)->kind) {
        case DICTUM__ELEMENT_BLOCK:
        case DICTUM__ELEMENT_HEADING:
        case DICTUM__ELEMENT_LINES:
            dictum__flow_border(reader->flow, DICTUM__BORDER_PARAGRAPH);
            break;
        case DICTUM__ELEMENT_CELL:
            dictum__flow_border(reader->flow, DICTUM__BORDER_CELL);
            break;
        default:
            break;
        }
        if (reader->page != NULL) {
            dictum__page_close(reader->page, reader->depth);
        }
        if (reader->depth == reader->lines_at) {
            reader->lines_at = 0;
        }
    }
    if (reader->depth == reader->svg_at) {
        reader->svg_at = 0;
    }
    reader->depth -= reader->depth > 0;
}

/* Text that is shown. */
static void write_text(html_reader *reader, dictum_slice text)
{
    size_t before = reader->flow->out->len;

    reader->flow->cut = DICTUM__FLOW_UNCUT;
    if (reader->lines_at != 0) {
        dictum__flow_lines(reader->flow, text);
    } else {
        dictum__flow_text(reader->flow, text);
    }
    if (reader->page != NULL && reader->flow->out->len > before) {
        dictum__page_text(reader->page, reader->flow, before, text);
    }
}

static void characters(void *context, const xmlChar *text, int len)
{
    html_reader *reader = context;
    dictum_slice slice = {(const char *)text, len > 0 ? (size_t)len : 0};

    if (reader->skipped_at == 0) {
        write_text(reader, slice);
    } else if (reader->wants_aside) {
        dictum__buf_append_slice(&reader->aside, slice);
    }
}

static dictum_status parse(html_reader *reader, dictum_slice html, dictum_error *err)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                        HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE;
    htmlParserCtxtPtr context = htmlNewParserCtxt();
    htmlDocPtr tree;
    dictum_status status = DICTUM_OK;

    if (context == NULL) {
        return dictum__nomem(err);
    }
    memset(context->sax, 0, sizeof(*context->sax));
    context->sax->startElement = start_element;
    context->sax->endElement = end_element;
    context->sax->characters = characters;
    context->sax->ignorableWhitespace = characters;
    context->sax->cdataBlock = characters;
    context->userData = reader;
    tree = htmlCtxtReadMemory(context, html.data, (int)html.len, NULL, "UTF-8", options);
    if (context->errNo == XML_ERR_NO_MEMORY) {
        status = dictum__nomem(err);
    }
    xmlFreeDoc(tree); /* none is made without the tree's own handlers */
    htmlFreeParserCtxt(context);
    return status;
}

/* What stands between brackets in the doctype, which libxml2 takes for text, becomes spaces. */
static void blank_subset(dictum_buf *html)
{
    dictum_slice text = dictum__buf_slice(html);
    size_t at = dictum__find_word(text, 0, "<!doctype"), open = 0;
    char quote = 0;

    if (at > DOCTYPE_AT_MAX) {
        return; /* in the text of the page, if at all */
    }
    for (; at < text.len; at++) {
        char c = text.data[at];
        if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' && open == 0) {
            open = at;
        } else if (c == ']' && open != 0) {
            memset(html->data + open, ' ', at + 1 - open);
            return;
        } else if (c == '>' && open == 0) {
            return;
        }
    }
}

static dictum_status read_into(dictum_slice html, html_reader *reader, dictum_error *err)
{
    dictum_buf expanded;
    dictum_status status;

    dictum__buf_init(&reader->aside, (size_t)8 << 20);
    dictum__buf_init(&expanded, INT_MAX);
    dictum__said_init(&reader->said, reader->flow, reader->stated, reader->page);
    dictum__entities_expand(html, &expanded);
    status = dictum__buf_status(&expanded);
    if (status != DICTUM_OK) {
        status = dictum__fail(err, status, "it holds more than %d bytes of HTML", INT_MAX);
    } else if (expanded.len > 0) {
        blank_subset(&expanded);
        status = parse(reader, dictum__buf_slice(&expanded), err);
    }
    dictum__buf_dispose(&expanded);
    dictum__buf_dispose(&reader->aside);
    return status;
}

/* From the pieces of the page to what is read of them. */
static dictum_status finish(dictum_page *page, bool whole, dictum_stated *stated, dictum_buf *text, dictum_error *err)
{
    dictum_slice title = dictum__buf_slice(&stated->fields[DICTUM__STATED_TITLE].value);

    if (page->failed) {
        return dictum__nomem(err);
    }
    if (dictum__buf_status(text) != DICTUM_OK) {
        return DICTUM_OK; /* the text says so itself */
    }
    if (page->too_large || page->piece_count == 0) {
        return DICTUM_OK;
    }
    dictum__page_end(page, dictum__buf_slice(text));
    dictum__main_text(page, dictum__buf_slice(text), title);
    dictum__said_in_lines(page, dictum__buf_slice(text), stated);
    if (!whole) {
        dictum__page_rewrite(page, text);
    }
    return DICTUM_OK;
}

dictum_status dictum__read_html(dictum_slice html, const dictum_html_options *options, dictum_document *document,
                                dictum_error *err)
{
    dictum_stated stated;
    dictum_flow flow;
    dictum_page page;
    html_reader reader = {.flow = &flow, .stated = &stated, .page = &page};
    dictum_status status;

    dictum__stated_init(&stated);
    dictum__page_init(&page);
    dictum__flow_init(&flow, &document->text);
    status = read_into(html, &reader, err);
    dictum__flow_end(&flow);
    if (status == DICTUM_OK) {
        status = finish(&page, options != NULL && options->whole_page, &stated, &document->text, err);
    }
    dictum__stated_finish(&stated, document);
    dictum__page_dispose(&page);
    dictum__stated_dispose(&stated);
    return status;
}

dictum_status dictum__html_fragment(dictum_slice html, dictum_flow *flow, dictum_error *err)
{
    html_reader reader = {.flow = flow};
    dictum_status status;

    dictum__flow_border(flow, DICTUM__BORDER_PARAGRAPH);
    status = read_into(html, &reader, err);
    dictum__flow_border(flow, DICTUM__BORDER_PARAGRAPH);
    return status;
}
