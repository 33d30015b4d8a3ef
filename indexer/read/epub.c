/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EPUB: from the container to the text of its pages, one after the other. Invariant: a page is read at most once,
 * however often it is referred to. */
#include "indexer/read/epub.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/read/charset.h"
#include "indexer/read/flow.h"
#include "indexer/read/html.h"
#include "indexer/read/id_set.h"
#include "indexer/read/opf.h"
#include "indexer/read/package.h"
#include "indexer/read/xml.h"

#define NAME_BYTES_MAX ((size_t)1 << 16)

enum { CONTAINER = 1, ENCRYPTION };

static const dictum_xml_space spaces[] = {
    {"urn:oasis:names:tc:opendocument:xmlns:container", CONTAINER},
    {"http://www.w3.org/2001/04/xmlenc#", ENCRYPTION},
    {NULL, 0},
};

/* What the set of names knows of one. */
enum { ENCRYPTED = 1, TAKEN };

typedef struct epub {
    dictum_package package;
    dictum_document *document;
    dictum_buf opf_name, path;
    dictum_id_set names; /* of parts */
    bool obfuscated;     /* the part at hand in the list of encrypted ones is a font that is only disguised */
    bool nomem;
} epub;

/* ---- container ----------------------------------------------------------------------------------------------- */

static bool take_root(void *context, const dictum_xml_element *element)
{
    epub *self = context;
    dictum_slice path = dictum__xml_attribute(element, 0, "full-path");
    dictum_slice type = dictum__xml_attribute(element, 0, "media-type");

    if (strcmp(element->name, "rootfile") == 0 && self->opf_name.len == 0 && path.len > 0 &&
        path.len <= NAME_BYTES_MAX && (type.len == 0 || dictum__is_word(type, "application/oebps-package+xml")) &&
        !dictum__package_resolve(DICTUM_SLICE(""), path, &self->opf_name)) {
        dictum__buf_clear(&self->opf_name);
    }
    return true;
}

/* Fonts are disguised by these methods, which protect no text. */
static bool is_for_fonts(dictum_slice method)
{
    return dictum__is_word(method, "http://www.idpf.org/2008/embedding") ||
           dictum__is_word(method, "http://ns.adobe.com/pdf/enc#rc");
}

static bool take_encrypted(void *context, const dictum_xml_element *element)
{
    epub *self = context;
    dictum_slice uri = dictum__xml_attribute(element, 0, "URI");
    uint64_t earlier;

    if (strcmp(element->name, "EncryptedData") == 0) {
        self->obfuscated = false;
    } else if (strcmp(element->name, "EncryptionMethod") == 0) {
        self->obfuscated = is_for_fonts(dictum__xml_attribute(element, 0, "Algorithm"));
    } else if (strcmp(element->name, "CipherReference") == 0 && !self->obfuscated && uri.len <= NAME_BYTES_MAX &&
               dictum__package_resolve(DICTUM_SLICE(""), uri, &self->path)) {
        self->nomem = self->nomem || dictum__id_set_add(&self->names, dictum__buf_slice(&self->path), ENCRYPTED,
                                                        &earlier, NULL) != DICTUM_OK;
    }
    return true;
}

static dictum_status read_container(epub *self, dictum_error *err)
{
    const dictum_xml_handler roots = {self, spaces, take_root, NULL, NULL};
    const dictum_xml_handler encrypted = {self, spaces, take_encrypted, NULL, NULL};
    dictum_part parts[2];
    dictum_status status;

    dictum__part_init(&parts[0], DICTUM_SLICE("META-INF/container.xml"));
    dictum__part_init(&parts[1], DICTUM_SLICE("META-INF/encryption.xml"));
    status = dictum__package_read(&self->package, parts, 2, err);
    if (status == DICTUM_OK && !dictum__part_is_there(&parts[0])) {
        status = dictum__package_miss(&self->package, &parts[0], "container", err);
    }
    if (status == DICTUM_OK) {
        status = dictum__xml_read(dictum__buf_slice(&parts[0].bytes), "container", &roots, err);
    }
    if (status == DICTUM_OK && self->opf_name.len == 0) {
        status = dictum__fail(err, DICTUM_CORRUPT, "its container names no book");
    }
    if (status == DICTUM_OK && dictum__part_is_there(&parts[1])) { /* one that cannot be read says nothing */
        status = dictum__xml_read(dictum__buf_slice(&parts[1].bytes), "encryption", &encrypted, NULL);
        status = status == DICTUM_NOMEM || self->nomem ? dictum__nomem(err) : DICTUM_OK;
    }
    dictum__part_dispose(&parts[1]);
    dictum__part_dispose(&parts[0]);
    return status;
}

/* ---- pages --------------------------------------------------------------------------------------------------- */

static dictum_status read_page(dictum_slice bytes, dictum_flow *flow, dictum_error *err)
{
    dictum_charset charset;
    dictum_buf text;
    dictum_status status;

    dictum__buf_init(&text, DICTUM__FILE_BYTES_MAX);
    status = dictum__charset_find(bytes, true, &charset, err);
    if (status == DICTUM_OK) {
        status = dictum__charset_convert(bytes, &charset, &text, err);
    }
    if (status == DICTUM_OK && text.len > 0) {
        status = dictum__html_fragment(dictum__buf_slice(&text), flow, err);
    }
    dictum__buf_dispose(&text);
    return status;
}

/* The pages that are there, in the order of reading; the others are a loss. */
static dictum_status read_pages(epub *self, dictum_part *parts, size_t count, size_t dangling, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    dictum_error first = {.code = DICTUM_OK};
    size_t lost = 0;
    dictum_flow flow;

    dictum__flow_init(&flow, &self->document->text);
    for (size_t i = 0; i < count && status == DICTUM_OK; i++) {
        if (!dictum__part_is_there(&parts[i])) {
            if (lost++ == 0) {
                (void)dictum__package_miss(&self->package, &parts[i], "page", &first);
            }
            continue;
        }
        status = read_page(dictum__buf_slice(&parts[i].bytes), &flow, err);
        dictum__part_dispose(&parts[i]);
        if (dictum__buf_status(&self->document->text) != DICTUM_OK) {
            break; /* the document remembers */
        }
    }
    dictum__flow_end(&flow);
    if (status != DICTUM_OK) {
        return status;
    }
    if (lost > 0 && lost == count) {
        return dictum__fail(err, DICTUM_CORRUPT, "%s", first.text);
    }
    if (lost + dangling > 0) {
        dictum__buf_appendf(&self->document->lost, "%zu of its %zu pages cannot be read%s%s", lost + dangling,
                            count + dangling, first.text[0] != '\0' ? ": " : "", first.text);
    }
    return DICTUM_OK;
}

/* Which parts the pages are, each once. */
static dictum_status name_pages(epub *self, const dictum_opf *opf, dictum_part *parts, size_t *count, dictum_error *err)
{
    *count = 0;
    for (size_t i = 0; i < opf->spine_count; i++) {
        dictum_slice name = {opf->names.data + opf->spine[i].name, opf->spine[i].name_bytes};
        uint64_t earlier;
        if (dictum__id_set_add(&self->names, name, TAKEN, &earlier, err) != DICTUM_OK) {
            return dictum__nomem(err);
        }
        if (earlier == ENCRYPTED) {
            return dictum__fail(err, DICTUM_CORRUPT, "its text is encrypted: the book is protected against reading");
        }
        if (earlier == 0) {
            dictum__part_init(&parts[(*count)++], name);
        }
    }
    return DICTUM_OK;
}

static dictum_status read_spine(epub *self, const dictum_opf *opf, dictum_error *err)
{
    dictum_part *parts;
    size_t count = 0;
    dictum_status status;

    if (opf->spine_count == 0) {
        return dictum__fail(err, DICTUM_CORRUPT, "it has no pages");
    }
    parts = calloc(opf->spine_count, sizeof(*parts));
    if (parts == NULL) {
        return dictum__nomem(err);
    }
    status = name_pages(self, opf, parts, &count, err);
    if (status == DICTUM_OK) {
        status = dictum__package_read(&self->package, parts, count, err);
    }
    if (status == DICTUM_OK) {
        status = read_pages(self, parts, count, opf->dangling, err);
    }
    for (size_t i = 0; i < count; i++) {
        dictum__part_dispose(&parts[i]);
    }
    free(parts);
    return status;
}

static dictum_status read_book(epub *self, dictum_error *err)
{
    dictum_part part;
    dictum_opf opf;
    dictum_status status;

    dictum__opf_init(&opf);
    dictum__part_init(&part, dictum__buf_slice(&self->opf_name));
    status = dictum__package_read(&self->package, &part, 1, err);
    if (status == DICTUM_OK && !dictum__part_is_there(&part)) {
        status = dictum__package_miss(&self->package, &part, "package document", err);
    }
    if (status == DICTUM_OK) {
        status = dictum__opf_read(&opf, dictum__buf_slice(&part.bytes), part.name, self->document, err);
    }
    dictum__part_dispose(&part);
    if (status == DICTUM_OK) {
        status = read_spine(self, &opf, err);
    }
    dictum__opf_dispose(&opf);
    return status;
}

dictum_status dictum__read_epub(dictum_slice bytes, dictum_budget *budget, dictum_document *document, dictum_error *err)
{
    epub self = {.document = document};
    dictum_status status;

    dictum__package_init(&self.package, bytes, budget);
    dictum__buf_init(&self.opf_name, 4 * NAME_BYTES_MAX);
    dictum__buf_init(&self.path, 4 * NAME_BYTES_MAX);
    dictum__id_set_init(&self.names);
    status = read_container(&self, err);
    if (status == DICTUM_OK) {
        status = read_book(&self, err);
    }
    dictum__id_set_dispose(&self.names);
    dictum__buf_dispose(&self.path);
    dictum__buf_dispose(&self.opf_name);
    return status;
}
