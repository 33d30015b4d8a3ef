/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML to text, with libxml2's parser as a stream of events: no tree, so neither depth nor size of a page costs memory
 * or stack. Invariant: every character of text outside the skipped elements is handed to the flow, in the order of the
 * source. */
#include "indexer/read/html.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "indexer/read/entities.h"
#include "indexer/read/html_meta.h"

/* Comments and white space before a doctype have no more. */
#define DOCTYPE_AT_MAX 4096

typedef enum element_kind {
    INLINE, /* no border: its text goes on in the same word */
    BLOCK,
    BREAK,
    CELL,
    SKIPPED,
    LINES, /* keeps its lines */
    TITLE,
    HEADING,
    META,
    LINK,
    ROOT,
    TIME,
    SCRIPT
} element_kind;

/* In the order of strcmp(). Elements that are not here are INLINE. */
static const struct element {
    const char *name;
    element_kind kind;
} elements[] = {
    {"address", BLOCK},  {"article", BLOCK},    {"aside", BLOCK},     {"blockquote", BLOCK}, {"body", BLOCK},
    {"br", BREAK},       {"caption", BLOCK},    {"center", BLOCK},    {"dd", BLOCK},         {"details", BLOCK},
    {"dialog", BLOCK},   {"dir", BLOCK},        {"div", BLOCK},       {"dl", BLOCK},         {"dt", BLOCK},
    {"fieldset", BLOCK}, {"figcaption", BLOCK}, {"figure", BLOCK},    {"footer", BLOCK},     {"form", BLOCK},
    {"frameset", BLOCK}, {"h1", HEADING},       {"h2", BLOCK},        {"h3", BLOCK},         {"h4", BLOCK},
    {"h5", BLOCK},       {"h6", BLOCK},         {"head", BLOCK},      {"header", BLOCK},     {"hgroup", BLOCK},
    {"hr", BLOCK},       {"html", ROOT},        {"iframe", BLOCK},    {"legend", BLOCK},     {"li", BLOCK},
    {"link", LINK},      {"listing", LINES},    {"main", BLOCK},      {"menu", BLOCK},       {"meta", META},
    {"nav", BLOCK},      {"noframes", BLOCK},   {"noscript", BLOCK},  {"ol", BLOCK},         {"optgroup", BLOCK},
    {"option", BLOCK},   {"p", BLOCK},          {"plaintext", LINES}, {"pre", LINES},        {"script", SCRIPT},
    {"search", BLOCK},   {"section", BLOCK},    {"select", BLOCK},    {"style", SKIPPED},    {"summary", BLOCK},
    {"table", BLOCK},    {"tbody", BLOCK},      {"td", CELL},         {"template", SKIPPED}, {"textarea", LINES},
    {"tfoot", BLOCK},    {"th", CELL},          {"thead", BLOCK},     {"time", TIME},        {"title", TITLE},
    {"tr", BLOCK},       {"ul", BLOCK},         {"xmp", LINES},
};

typedef struct html_reader {
    dictum_flow *flow;
    dictum_stated *stated; /* NULL: nobody wants it */
    size_t depth;          /* of open elements */
    size_t skipped_at;     /* the depth of the element whose content is no text; 0: none */
    size_t svg_at;         /* the depth of the outermost drawing; 0: none */
    size_t lines_at;       /* the depth of the outermost element that keeps its lines; 0: none */
    dictum_buf aside;      /* text of the skipped element, where it is wanted */
    bool wants_aside;
    bool aside_is_title;
    size_t mark; /* where the text of the heading or time began */
    size_t heading_at, time_at;
    int time_rank;
} html_reader;

static int compare(const void *key, const void *element)
{
    return strcmp(key, ((const struct element *)element)->name);
}

static element_kind kind_of(const xmlChar *name)
{
    const struct element *found =
        bsearch(name, elements, sizeof(elements) / sizeof(elements[0]), sizeof(elements[0]), compare);

    return found == NULL ? INLINE : found->kind;
}

/* An attribute's value, empty where it has none; NULL where there is no such attribute. libxml2 gives names and values
 * by turns. */
static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
        if (strcmp((const char *)attributes[i], name) == 0) {
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

static void start_time(html_reader *reader, const xmlChar **attributes)
{
    const char *stated = attribute(attributes, "datetime");
    bool published = attribute(attributes, "pubdate") != NULL || attribute_is(attributes, "itemprop", "datepublished");
    int rank = published ? DICTUM__RANK_TIME_PUBLISHED : DICTUM__RANK_TIME;

    if (reader->stated == NULL) {
        return;
    }
    if (stated != NULL && stated[0] != '\0') {
        dictum__stated_offer(reader->stated, DICTUM__STATED_DATE, rank, dictum__slice(stated));
    } else if (reader->time_at == 0 && reader->heading_at == 0) {
        reader->time_at = reader->depth;
        reader->time_rank = rank;
        reader->mark = dictum__flow_mark(reader->flow);
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

static void start_heading(html_reader *reader)
{
    dictum__flow_border(reader->flow, DICTUM__BORDER_PARAGRAPH);
    if (reader->heading_at == 0) {
        reader->heading_at = reader->depth;
        reader->time_at = 0;
        reader->mark = dictum__flow_mark(reader->flow);
    }
}

/* Whether a browser shows nothing of an element. A page that hides itself as a whole waits for a script to show it. */
static bool is_hidden(const xmlChar *name, const xmlChar **attributes)
{
    const char *style = attribute(attributes, "style");
    const char *hidden = attribute(attributes, "hidden");
    dictum_slice rest = dictum__slice(style);
    size_t at = 0;

    if (strcmp((const char *)name, "html") == 0 || strcmp((const char *)name, "body") == 0) {
        return false;
    }
    if (hidden != NULL) {
        return true;
    }
    while (style != NULL && (at = dictum__find_word(rest, 0, "display")) < rest.len) {
        rest = (dictum_slice){rest.data + at + strlen("display"), rest.len - at - strlen("display")};
        dictum_slice value = dictum__trimmed(rest);
        if (value.len > 0 && value.data[0] == ':') {
            value = dictum__trimmed((dictum_slice){value.data + 1, value.len - 1});
            if (dictum__find_word(value, 0, "none") == 0) {
                return true;
            }
        }
    }
    return false;
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    html_reader *reader = context;
    element_kind kind = kind_of(name);

    reader->depth++;
    if (reader->skipped_at != 0) {
        return;
    }
    if (is_hidden(name, attributes)) {
        start_aside(reader, false, false);
        return;
    }
    if (reader->svg_at == 0 && strcmp((const char *)name, "svg") == 0) {
        reader->svg_at = reader->depth;
    }
    switch (kind) {
    case BLOCK:
        dictum__flow_border(reader->flow, DICTUM__BORDER_PARAGRAPH);
        break;
    case CELL:
        dictum__flow_border(reader->flow, DICTUM__BORDER_CELL);
        break;
    case BREAK:
        break_line(reader);
        break;
    case LINES:
        start_lines(reader);
        break;
    case HEADING:
        start_heading(reader);
        break;
    case SKIPPED:
        start_aside(reader, false, false);
        break;
    case SCRIPT:
        start_aside(reader, attribute_is(attributes, "type", "application/ld+json"), false);
        break;
    case TITLE:
        start_aside(reader, reader->svg_at == 0, true); /* a drawing's is its own */
        break;
    case META:
        read_meta(reader, attributes);
        break;
    case LINK:
        read_link(reader, attributes);
        break;
    case ROOT:
        if (reader->stated != NULL) {
            const char *lang = attribute(attributes, "lang");
            dictum__stated_offer(reader->stated, DICTUM__STATED_LANG, DICTUM__RANK_LANG_ATTRIBUTE,
                                 dictum__slice(lang != NULL ? lang : attribute(attributes, "xml:lang")));
        }
        break;
    case TIME:
        start_time(reader, attributes);
        break;
    case INLINE:
        break;
    }
}

/* The text of a heading or time has come to its end. */
static void end_marked(html_reader *reader)
{
    if (reader->depth == reader->heading_at) {
        dictum__stated_offer(reader->stated, DICTUM__STATED_TITLE, DICTUM__RANK_HEADING,
                             dictum__flow_since(reader->flow, reader->mark));
        reader->heading_at = 0;
    } else if (reader->depth == reader->time_at) {
        dictum__stated_offer(reader->stated, DICTUM__STATED_DATE, reader->time_rank,
                             dictum__flow_since(reader->flow, reader->mark));
        reader->time_at = 0;
    }
}

static void end_element(void *context, const xmlChar *name)
{
    html_reader *reader = context;

    if (reader->depth == reader->skipped_at) {
        end_aside(reader);
    } else if (reader->skipped_at == 0) {
        if (reader->stated != NULL) {
            end_marked(reader);
        }
        switch (kind_of(name)) {
        case BLOCK:
        case HEADING:
        case LINES:
            dictum__flow_border(reader->flow, DICTUM__BORDER_PARAGRAPH);
            break;
        case CELL:
            dictum__flow_border(reader->flow, DICTUM__BORDER_CELL);
            break;
        default:
            break;
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

static void characters(void *context, const xmlChar *text, int len)
{
    html_reader *reader = context;
    dictum_slice slice = {(const char *)text, len > 0 ? (size_t)len : 0};

    if (reader->skipped_at != 0) {
        if (reader->wants_aside) {
            dictum__buf_append_slice(&reader->aside, slice);
        }
    } else if (reader->lines_at != 0) {
        dictum__flow_lines(reader->flow, slice);
    } else {
        dictum__flow_text(reader->flow, slice);
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

static dictum_status read_into(dictum_slice html, dictum_flow *flow, dictum_stated *stated, dictum_error *err)
{
    html_reader reader = {.flow = flow, .stated = stated};
    dictum_buf expanded;
    dictum_status status;

    dictum__buf_init(&reader.aside, (size_t)8 << 20);
    dictum__buf_init(&expanded, INT_MAX);
    dictum__entities_expand(html, &expanded);
    status = dictum__buf_status(&expanded);
    if (status != DICTUM_OK) {
        status = dictum__fail(err, status, "it holds more than %d bytes of HTML", INT_MAX);
    } else if (expanded.len > 0) {
        blank_subset(&expanded);
        status = parse(&reader, dictum__buf_slice(&expanded), err);
    }
    dictum__buf_dispose(&expanded);
    dictum__buf_dispose(&reader.aside);
    return status;
}

dictum_status dictum__read_html(dictum_slice html, dictum_document *document, dictum_error *err)
{
    dictum_stated stated;
    dictum_flow flow;
    dictum_status status;

    dictum__stated_init(&stated);
    dictum__flow_init(&flow, &document->text);
    status = read_into(html, &flow, &stated, err);
    dictum__flow_end(&flow);
    dictum__stated_finish(&stated, document);
    dictum__stated_dispose(&stated);
    return status;
}

dictum_status dictum__html_fragment(dictum_slice html, dictum_flow *flow, dictum_error *err)
{
    dictum_status status;

    dictum__flow_border(flow, DICTUM__BORDER_PARAGRAPH);
    status = read_into(html, flow, NULL, err);
    dictum__flow_border(flow, DICTUM__BORDER_PARAGRAPH);
    return status;
}
