/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XML by libxml2's events. Invariant: libxml2 sees UTF-8 only, no declaration of an entity, element or attribute, and
 * no start tag with more than ATTRIBUTES_MAX attributes, as it compares each with each. */
#include "indexer/read/xml.h"

#include <limits.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "indexer/read/charset.h"
#include "indexer/read/document.h"
#include "lib/utf8.h"

#define ATTRIBUTES_MAX 256
/* Declarations of namespaces that hold at one place: libxml2 searches them one by one. */
#define SPACES_MAX 1000

typedef struct dictum__xml_reader {
    const dictum_xml_handler *handler;
    xmlParserCtxtPtr parser;
    unsigned depth;
    unsigned skipped_at; /* the depth of the element that is passed over; 0: none */
    unsigned spaces;     /* declarations that hold */
    uint16_t declared[DICTUM__XML_DEPTH_MAX + 1];
    const xmlChar *last_uri; /* libxml2 keeps each once, so pointers are enough */
    int last_space;
    const char *refusal;
} xml_reader;

/* ---- before libxml2 ------------------------------------------------------------------------------------------ */

/* Where `ending` ends that stands at or after `at`; the end of the text where it does not. */
static size_t behind(dictum_slice text, size_t at, const char *ending)
{
    size_t len = strlen(ending);

    while (at + len <= text.len) {
        const char *found = memchr(text.data + at, ending[0], text.len - at - len + 1);
        if (found == NULL) {
            break;
        }
        at = (size_t)(found - text.data);
        if (memcmp(found, ending, len) == 0) {
            return at + len;
        }
        at++;
    }
    return text.len;
}

static bool stands_at(dictum_slice text, size_t at, const char *bytes)
{
    size_t len = strlen(bytes);

    return text.len - at >= len && memcmp(text.data + at, bytes, len) == 0;
}

/* Goes through a tag to its end; what is in quotation marks ends none. Stops at `stop`, too. */
static size_t through_tag(dictum_slice text, size_t at, char stop, size_t *equals)
{
    char quote = 0;

    *equals = 0;
    for (; at < text.len; at++) {
        char c = text.data[at];
        if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>' || c == stop) {
            return at + 1;
        } else if (c == '=') {
            ++*equals;
        }
    }
    return text.len;
}

/* Why the text is not given to libxml2; NULL where it is. */
static const char *refusal_of(dictum_slice text)
{
    size_t at = 0, equals;

    while (at < text.len) {
        const char *open = memchr(text.data + at, '<', text.len - at);
        if (open == NULL) {
            break;
        }
        at = (size_t)(open - text.data);
        if (stands_at(text, at, "<!--")) {
            at = behind(text, at + 4, "-->");
        } else if (stands_at(text, at, "<![CDATA[")) {
            at = behind(text, at + 9, "]]>");
        } else if (stands_at(text, at, "<?")) {
            at = behind(text, at + 2, "?>");
        } else if (stands_at(text, at, "<!DOCTYPE")) {
            at = through_tag(text, at + 9, '[', &equals);
        } else if (stands_at(text, at, "<!")) {
            return "it declares entities or elements of its own, which are not expanded";
        } else {
            at = through_tag(text, at + 1, '>', &equals);
            if (equals > ATTRIBUTES_MAX) {
                return "an element has too many attributes";
            }
        }
    }
    return NULL;
}

/* ---- events -------------------------------------------------------------------------------------------------- */

static void refuse(xml_reader *reader, const char *why)
{
    if (reader->refusal == NULL) {
        reader->refusal = why;
    }
    xmlStopParser(reader->parser);
}

static int space_in(const dictum_xml_handler *handler, const xmlChar *uri)
{
    for (const dictum_xml_space *space = handler->spaces; uri != NULL && space->uri != NULL; space++) {
        if (strcmp((const char *)uri, space->uri) == 0) {
            return space->space;
        }
    }
    return 0;
}

static dictum_xml_element element_of(xml_reader *reader, const xmlChar *name, const xmlChar *uri)
{
    if (uri != reader->last_uri) {
        reader->last_uri = uri;
        reader->last_space = space_in(reader->handler, uri);
    }
    return (dictum_xml_element){
        .space = reader->last_space, .name = (const char *)name, .depth = reader->depth, .reader = reader};
}

static void start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                          int space_count, const xmlChar **spaces, int attribute_count, int defaulted,
                          const xmlChar **attributes)
{
    xml_reader *reader = context;
    dictum_xml_element element;

    (void)prefix;
    (void)spaces;
    (void)defaulted;
    if (reader->depth == DICTUM__XML_DEPTH_MAX) {
        refuse(reader, "too many elements lie in each other");
        return;
    }
    reader->depth++;
    reader->declared[reader->depth] = (uint16_t)space_count;
    reader->spaces += (unsigned)space_count;
    if (reader->spaces > SPACES_MAX) {
        refuse(reader, "too many namespaces are declared");
        return;
    }
    if (reader->skipped_at != 0) {
        return;
    }
    element = element_of(reader, name, uri);
    element.attributes = attributes;
    element.attribute_count = (size_t)attribute_count;
    if (!reader->handler->start(reader->handler->context, &element)) {
        reader->skipped_at = reader->depth;
    }
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    xml_reader *reader = context;

    (void)prefix;
    if (reader->refusal != NULL) {
        return;
    }
    if (reader->skipped_at == reader->depth) {
        reader->skipped_at = 0;
    } else if (reader->skipped_at == 0 && reader->handler->end != NULL) {
        const dictum_xml_element element = element_of(reader, name, uri);
        reader->handler->end(reader->handler->context, &element);
    }
    reader->spaces -= reader->declared[reader->depth];
    reader->depth--;
}

static void characters(void *context, const xmlChar *text, int len)
{
    const xml_reader *reader = context;

    if (reader->skipped_at == 0 && reader->refusal == NULL && reader->handler->text != NULL) {
        reader->handler->text(reader->handler->context, (dictum_slice){(const char *)text, (size_t)len});
    }
}

/* The parser remembers the last failure; without this it would be printed, too. */
static void ignore_error(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

/* ---- one document -------------------------------------------------------------------------------------------- */

static dictum_status outcome(const xml_reader *reader, const char *name, dictum_error *err)
{
    const xmlError *error = xmlCtxtGetLastError(reader->parser);
    const char *message = error != NULL && error->message != NULL ? error->message : "it is not XML";
    int len = (int)strcspn(message, "\n");

    if (reader->refusal != NULL) {
        return dictum__fail(err, DICTUM_CORRUPT, "%s: %s", name, reader->refusal);
    }
    if (reader->parser->errNo == XML_ERR_NO_MEMORY) {
        return dictum__nomem(err);
    }
    if (!reader->parser->wellFormed) {
        return dictum__fail(err, DICTUM_CORRUPT, "%s: line %d: %.*s", name, error != NULL ? error->line : 1, len,
                            message);
    }
    return DICTUM_OK;
}

static dictum_status parse(dictum_slice text, const char *name, const dictum_xml_handler *handler, dictum_error *err)
{
    const int options =
        XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    xml_reader reader = {.handler = handler, .refusal = refusal_of(text)};
    dictum_status status;

    if (reader.refusal != NULL) {
        return dictum__fail(err, DICTUM_CORRUPT, "%s: %s", name, reader.refusal);
    }
    reader.parser = xmlNewParserCtxt();
    if (reader.parser == NULL) {
        return dictum__nomem(err);
    }
    memset(reader.parser->sax, 0, sizeof(*reader.parser->sax));
    reader.parser->sax->initialized = XML_SAX2_MAGIC;
    reader.parser->sax->startElementNs = start_element;
    reader.parser->sax->endElementNs = end_element;
    reader.parser->sax->characters = characters;
    reader.parser->sax->ignorableWhitespace = characters;
    reader.parser->sax->cdataBlock = characters;
    reader.parser->sax->serror = ignore_error;
    reader.parser->userData = &reader;
    xmlFreeDoc(xmlCtxtReadMemory(reader.parser, text.data, (int)text.len, NULL, "UTF-8", options));
    status = outcome(&reader, name, err);
    if (reader.parser->myDoc != NULL) {
        xmlFreeDoc(reader.parser->myDoc);
        reader.parser->myDoc = NULL;
    }
    xmlFreeParserCtxt(reader.parser);
    return status;
}

dictum_status dictum__xml_read(dictum_slice bytes, const char *name, const dictum_xml_handler *handler,
                               dictum_error *err)
{
    dictum_charset charset;
    dictum_buf text;
    dictum_status status;

    if (bytes.len == 0) {
        return dictum__fail(err, DICTUM_CORRUPT, "%s: it is empty", name);
    }
    if (bytes.len <= INT_MAX && dictum__utf8_is_valid(bytes)) {
        return parse(bytes, name, handler, err);
    }
    dictum__buf_init(&text, INT_MAX);
    status = dictum__charset_find(bytes, true, &charset, err);
    if (status == DICTUM_OK) {
        status = dictum__charset_convert(bytes, &charset, &text, err);
    }
    if (status == DICTUM_OK && text.len == 0) {
        status = dictum__fail(err, DICTUM_CORRUPT, "%s: it is empty", name);
    } else if (status == DICTUM_OK) {
        status = parse(dictum__buf_slice(&text), name, handler, err);
    }
    dictum__buf_dispose(&text);
    return status;
}

/* ---- names and attributes ------------------------------------------------------------------------------------ */

dictum_slice dictum__xml_attribute(const dictum_xml_element *element, int space, const char *name)
{
    const xmlChar *const *at = element->attributes; /* name, prefix, URI, value, its end */

    for (size_t i = 0; i < element->attribute_count; i++, at += 5) {
        if (strcmp((const char *)at[0], name) == 0 && (space == 0) == (at[2] == NULL) &&
            (space == 0 || space_in(element->reader->handler, at[2]) == space)) {
            return (dictum_slice){(const char *)at[3], (size_t)(at[4] - at[3])};
        }
    }
    return (dictum_slice){NULL, 0};
}

int dictum__xml_kind(const dictum_xml_element *element, const dictum_xml_name *names, size_t count)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(names[middle].name, element->name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < count && strcmp(names[low].name, element->name) == 0; low++) {
        if (names[low].space == element->space) {
            return names[low].kind;
        }
    }
    return 0;
}
