/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XMP by libxml2's SAX interface. A property is an element below rdf:Description, with its value in it or in rdf:li
 * elements, or an attribute of rdf:Description. Invariant: no tree is built, and what is kept is bounded. */
#include "indexer/read/xmp.h"

#include <limits.h>
#include <string.h>

#include <libxml/parser.h>

#include "indexer/read/document.h"

#define DC "http://purl.org/dc/elements/1.1/"
#define XMP "http://ns.adobe.com/xap/1.0/"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

/* The largest packet that is looked at. */
#define PACKET_BYTES_MAX ((size_t)1 << 20)

typedef struct reader {
    dictum_xmp *xmp;
    xmlParserCtxt *parser;
    int field; /* whose element is open; -1: none */
    int depth; /* of elements in it */
    dictum_buf value;
} reader;

static bool is(const xmlChar *name, const char *wanted)
{
    return name != NULL && strcmp((const char *)name, wanted) == 0;
}

static int field_of(const xmlChar *name, const xmlChar *space)
{
    static const struct {
        const char *space, *name;
    } known[DICTUM__XMP_FIELDS] = {
        [DICTUM__XMP_TITLE] = {DC, "title"},         [DICTUM__XMP_CREATOR] = {DC, "creator"},
        [DICTUM__XMP_PUBLISHER] = {DC, "publisher"}, [DICTUM__XMP_DATE] = {DC, "date"},
        [DICTUM__XMP_LANGUAGE] = {DC, "language"},   [DICTUM__XMP_MADE] = {XMP, "CreateDate"},
    };

    for (int i = 0; i < DICTUM__XMP_FIELDS; i++) {
        if (is(space, known[i].space) && is(name, known[i].name)) {
            return i;
        }
    }
    return -1;
}

static bool is_list(int field)
{
    return field == DICTUM__XMP_CREATOR || field == DICTUM__XMP_PUBLISHER;
}

/* Takes a value for a field that has none, or is a list. */
static void keep(dictum_xmp *xmp, int field, dictum_slice value)
{
    dictum_buf *kept = &xmp->fields[field];

    value = dictum__trimmed(value);
    if (value.len == 0 || (kept->len > 0 && !is_list(field)) || kept->len + value.len + 2 > DICTUM__STATED_BYTES_MAX) {
        return;
    }
    if (kept->len > 0) {
        dictum__buf_append_str(kept, ", ");
    }
    dictum__append_one_line(kept, value);
}

static void start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space,
                          int namespace_count, const xmlChar **namespaces, int count, int defaulted,
                          const xmlChar **attributes)
{
    reader *r = context;

    (void)prefix;
    (void)namespace_count;
    (void)namespaces;
    (void)defaulted;
    if (r->field >= 0) {
        r->depth++;
        dictum__buf_clear(&r->value);
        return;
    }
    r->field = field_of(name, space);
    r->depth = 0;
    dictum__buf_clear(&r->value);
    for (int i = 0; i < count && is(name, "Description") && is(space, RDF); i++) {
        const xmlChar **attribute = attributes + (ptrdiff_t)i * 5; /* name, prefix, namespace, start, end */
        int field = field_of(attribute[0], attribute[2]);
        if (field >= 0) {
            keep(r->xmp, field, (dictum_slice){(const char *)attribute[3], (size_t)(attribute[4] - attribute[3])});
        }
    }
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
    reader *r = context;

    (void)name;
    (void)prefix;
    (void)space;
    if (r->field < 0) {
        return;
    }
    keep(r->xmp, r->field, dictum__buf_slice(&r->value));
    dictum__buf_clear(&r->value);
    if (r->depth == 0) {
        r->field = -1;
    }
    r->depth--;
}

static void characters(void *context, const xmlChar *text, int bytes)
{
    reader *r = context;

    if (r->field >= 0 && bytes > 0 && r->value.len + (size_t)bytes <= DICTUM__STATED_BYTES_MAX) {
        dictum__buf_append(&r->value, text, (size_t)bytes);
    }
}

/* A document type has no place in XMP, and would bring entities. */
static void refuse(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    reader *r = context;

    (void)name;
    (void)external;
    (void)system;
    xmlStopParser(r->parser);
}

void dictum__xmp_init(dictum_xmp *xmp)
{
    for (size_t i = 0; i < DICTUM__XMP_FIELDS; i++) {
        dictum__buf_init(&xmp->fields[i], DICTUM__FIELD_BYTES_MAX);
    }
}

void dictum__xmp_dispose(dictum_xmp *xmp)
{
    for (size_t i = 0; i < DICTUM__XMP_FIELDS; i++) {
        dictum__buf_dispose(&xmp->fields[i]);
    }
}

void dictum__xmp_read(dictum_slice xml, dictum_xmp *xmp)
{
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                             .startElementNs = start_element,
                             .endElementNs = end_element,
                             .characters = characters,
                             .cdataBlock = characters,
                             .internalSubset = refuse};
    reader r = {.xmp = xmp, .field = -1};

    if (xml.data == NULL || xml.len > PACKET_BYTES_MAX) {
        return;
    }
    dictum__buf_init(&r.value, DICTUM__FIELD_BYTES_MAX);
    r.parser = xmlCreatePushParserCtxt(&handler, &r, NULL, 0, NULL);
    if (r.parser != NULL) {
        xmlCtxtUseOptions(r.parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        xmlParseChunk(r.parser, xml.data, (int)xml.len, 1);
        xmlFreeParserCtxt(r.parser);
    }
    dictum__buf_dispose(&r.value);
}
