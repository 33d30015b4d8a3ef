/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DOCX: from the package to the document. Invariant: a part is found by the relationships that lead to it (ECMA-376,
 * part 2), and by its usual name only where they do not. */
#include "indexer/read/docx.h"

#include <string.h>

#include "indexer/read/docx_text.h"
#include "indexer/read/office.h"
#include "indexer/read/package.h"
#include "indexer/read/xml.h"

#define NAME_BYTES_MAX ((size_t)1 << 16)
#define TARGETS_MAX 3

enum { RELATIONSHIPS = 1, TYPES };

static const dictum_xml_space spaces[] = {
    {"http://schemas.openxmlformats.org/package/2006/relationships", RELATIONSHIPS},
    {"http://schemas.openxmlformats.org/package/2006/content-types", TYPES},
    {NULL, 0},
};

/* The first part, if any, to which relationships of each of some types lead. */
typedef struct targets {
    const char *types[TARGETS_MAX][2]; /* the last step of the type's name, transitional and strict */
    dictum_buf names[TARGETS_MAX];
    dictum_slice base; /* the part that they are of */
} targets;

typedef struct docx {
    dictum_package package;
    dictum_document *document;
    dictum_buf stated_main; /* the main part by the list of content types */
    targets of_package;     /* main part, core and extended properties */
    targets of_main;        /* styles, footnotes, endnotes */
    dictum_buf main;        /* the name of the main part */
    dictum_buf relations;   /* of the part with the main part's relationships */
} docx;

static const char usual_main[] = "word/document.xml";

/* ---- relationships and content types ------------------------------------------------------------------------- */

static bool ends_as(dictum_slice type, const char *step)
{
    size_t len = step == NULL ? 0 : strlen(step);

    return len > 0 && type.len > len && type.data[type.len - len - 1] == '/' &&
           memcmp(type.data + type.len - len, step, len) == 0;
}

static bool take_relationship(void *context, const dictum_xml_element *element)
{
    targets *self = context;
    dictum_slice type, target;

    if (element->space != RELATIONSHIPS || strcmp(element->name, "Relationship") != 0) {
        return element->depth == 1;
    }
    type = dictum__xml_attribute(element, 0, "Type");
    target = dictum__xml_attribute(element, 0, "Target");
    if (type.data == NULL || target.data == NULL || target.len > NAME_BYTES_MAX ||
        dictum__is_word(dictum__xml_attribute(element, 0, "TargetMode"), "external")) {
        return false;
    }
    for (size_t i = 0; i < TARGETS_MAX; i++) {
        if (self->names[i].len == 0 && (ends_as(type, self->types[i][0]) || ends_as(type, self->types[i][1])) &&
            !dictum__package_resolve(self->base, target, &self->names[i])) {
            dictum__buf_clear(&self->names[i]);
        }
    }
    return false;
}

/* What they say as far as they can be read: where they cannot, the usual names are tried. */
static dictum_status read_targets(targets *self, const dictum_part *part, dictum_error *err)
{
    const dictum_xml_handler handler = {self, spaces, take_relationship, NULL, NULL};
    dictum_status status = DICTUM_OK;

    if (dictum__part_is_there(part)) {
        status = dictum__xml_read(dictum__buf_slice(&part->bytes), "relationships", &handler, err);
    }
    for (size_t i = 0; i < TARGETS_MAX; i++) {
        if (dictum__buf_status(&self->names[i]) == DICTUM_NOMEM) {
            return dictum__nomem(err);
        }
    }
    return status == DICTUM_NOMEM ? status : DICTUM_OK;
}

static bool take_type(void *context, const dictum_xml_element *element)
{
    docx *self = context;
    dictum_slice type = dictum__xml_attribute(element, 0, "ContentType");
    dictum_slice name = dictum__xml_attribute(element, 0, "PartName");
    bool word = dictum__find_word(type, 0, "word") < type.len && type.len > 8 &&
                dictum__find_word(type, 0, "main+xml") + 8 == type.len;

    if (element->space == TYPES && strcmp(element->name, "Override") == 0 && word && self->stated_main.len == 0 &&
        name.len <= NAME_BYTES_MAX && !dictum__package_resolve(DICTUM_SLICE(""), name, &self->stated_main)) {
        dictum__buf_clear(&self->stated_main);
    }
    return element->depth == 1;
}

static dictum_status read_types(docx *self, const dictum_part *part, dictum_error *err)
{
    const dictum_xml_handler handler = {self, spaces, take_type, NULL, NULL};
    dictum_status status = DICTUM_OK;

    if (dictum__part_is_there(part)) {
        status = dictum__xml_read(dictum__buf_slice(&part->bytes), "content types", &handler, err);
    }
    return status == DICTUM_NOMEM || dictum__buf_status(&self->stated_main) == DICTUM_NOMEM ? dictum__nomem(err)
                                                                                            : DICTUM_OK;
}

/* "word/document.xml" has its relationships in "word/_rels/document.xml.rels". */
static void name_relations(docx *self)
{
    size_t folder = self->main.len;

    while (folder > 0 && self->main.data[folder - 1] != '/') {
        folder--;
    }
    dictum__buf_clear(&self->relations);
    dictum__buf_append(&self->relations, self->main.data, folder);
    dictum__buf_append_str(&self->relations, "_rels/");
    dictum__buf_append(&self->relations, self->main.data + folder, self->main.len - folder);
    dictum__buf_append_str(&self->relations, ".rels");
}

/* ---- the text ------------------------------------------------------------------------------------------------ */

/* Notes that cannot be read are a loss, but not one of the whole document. */
static dictum_status read_notes(docx *self, dictum_docx_body *body, const dictum_package *package,
                                const dictum_part *part, const char *what, dictum_error *err)
{
    dictum_error detail = {.code = DICTUM_OK};
    dictum_status status = DICTUM_OK;

    if (part->name.len == 0) {
        return DICTUM_OK;
    }
    status = dictum__part_is_there(part) ? dictum__docx_text(body, dictum__buf_slice(&part->bytes), what, &detail)
                                         : dictum__package_miss(package, part, what, &detail);
    if (status == DICTUM_CORRUPT) {
        dictum__office_lost(self->document, what, &detail);
        return DICTUM_OK;
    }
    return status == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}

/* `parts`: styles, footnotes, endnotes. */
static dictum_status read_text(docx *self, const dictum_part *main, const dictum_part *parts, dictum_error *err)
{
    dictum_paragraphs paragraphs;
    dictum_styles styles;
    dictum_docx_body body;
    dictum_status status = DICTUM_OK;

    dictum__styles_init(&styles);
    dictum__paragraphs_init(&paragraphs, &self->document->text);
    dictum__docx_body_init(&body, &paragraphs, &styles);
    if (dictum__part_is_there(&parts[0])) { /* without them nothing is hidden by its style */
        status = dictum__docx_styles(dictum__buf_slice(&parts[0].bytes), "styles", &styles, err);
    }
    if (status == DICTUM_OK || status == DICTUM_CORRUPT) {
        status = dictum__docx_text(&body, dictum__buf_slice(&main->bytes), "its text", err);
    }
    if (status == DICTUM_OK) {
        status = read_notes(self, &body, &self->package, &parts[1], "footnotes", err);
    }
    if (status == DICTUM_OK) {
        status = read_notes(self, &body, &self->package, &parts[2], "endnotes", err);
    }
    dictum__paragraphs_finish(&paragraphs);
    if (body.title.len > 0 || body.heading.len > 0) {
        dictum__field_offer_title(&self->document->title,
                                  dictum__buf_slice(body.title.len > 0 ? &body.title : &body.heading));
    }
    if (status == DICTUM_OK &&
        (dictum__buf_status(&body.title) == DICTUM_NOMEM || dictum__buf_status(&body.heading) == DICTUM_NOMEM)) {
        status = dictum__nomem(err);
    }
    dictum__docx_body_dispose(&body);
    dictum__paragraphs_dispose(&paragraphs);
    dictum__styles_dispose(&styles);
    return status;
}

static dictum_status read_properties(docx *self, const dictum_part *parts, size_t count, dictum_error *err)
{
    dictum_properties properties;
    dictum_status status = DICTUM_OK;

    dictum__properties_init(&properties);
    for (size_t i = 0; i < count && status == DICTUM_OK; i++) {
        dictum_error detail = {.code = DICTUM_OK};
        if (!dictum__part_is_there(&parts[i])) {
            continue;
        }
        status = dictum__properties_read(&properties, dictum__buf_slice(&parts[i].bytes), "properties", &detail);
        if (status == DICTUM_CORRUPT) {
            dictum__office_lost(self->document, "properties", &detail);
            status = DICTUM_OK;
        } else if (status != DICTUM_OK) {
            status = dictum__nomem(err);
        }
    }
    dictum__properties_finish(&properties, self->document);
    dictum__properties_dispose(&properties);
    return status;
}

/* ---- the parts ----------------------------------------------------------------------------------------------- */

/* A name that is none of those before it, so that no part is asked for twice. */
static dictum_slice other_than(const dictum_part *parts, size_t count, dictum_slice name)
{
    for (size_t i = 0; i < count; i++) {
        if (parts[i].name.len == name.len && (name.len == 0 || memcmp(parts[i].name.data, name.data, name.len) == 0)) {
            return DICTUM_SLICE("");
        }
    }
    return name;
}

static dictum_slice name_of(const dictum_buf *name)
{
    return name->len == 0 ? DICTUM_SLICE("") : dictum__buf_slice(name);
}

static dictum_status read_parts_of_main(docx *self, const dictum_part *main, const dictum_part *relations,
                                        dictum_error *err)
{
    dictum_part parts[TARGETS_MAX];
    dictum_status status;

    self->of_main.base = main->name;
    status = read_targets(&self->of_main, relations, err);
    for (size_t i = 0; i < TARGETS_MAX; i++) {
        dictum__part_init(&parts[i], other_than(parts, i, name_of(&self->of_main.names[i])));
    }
    if (status == DICTUM_OK) {
        status = dictum__package_read(&self->package, parts, TARGETS_MAX, err);
    }
    if (status == DICTUM_OK) {
        status = read_text(self, main, parts, err);
    }
    for (size_t i = 0; i < TARGETS_MAX; i++) {
        dictum__part_dispose(&parts[i]);
    }
    return status;
}

/* Main part, its relationships, properties. */
static dictum_status read_main(docx *self, dictum_slice name, bool *missing, dictum_error *err)
{
    dictum_part parts[4];
    dictum_status status;

    dictum__buf_clear(&self->main);
    dictum__buf_append_slice(&self->main, name);
    name_relations(self);
    if (dictum__buf_status(&self->main) != DICTUM_OK || dictum__buf_status(&self->relations) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    dictum__part_init(&parts[0], name_of(&self->main));
    dictum__part_init(&parts[1], name_of(&self->relations));
    dictum__part_init(&parts[2], other_than(parts, 2, name_of(&self->of_package.names[1])));
    dictum__part_init(&parts[3], other_than(parts, 3, name_of(&self->of_package.names[2])));
    status = dictum__package_read(&self->package, parts, 4, err);
    *missing = status == DICTUM_OK && !parts[0].found;
    if (status == DICTUM_OK && !dictum__part_is_there(&parts[0])) {
        status = dictum__package_miss(&self->package, &parts[0], "text", err);
    }
    if (status == DICTUM_OK) {
        status = read_properties(self, &parts[2], 2, err);
    }
    if (status == DICTUM_OK) {
        status = read_parts_of_main(self, &parts[0], &parts[1], err);
    }
    for (size_t i = 0; i < 4; i++) {
        dictum__part_dispose(&parts[i]);
    }
    return status;
}

/* The main part is the one that the package's relationships name, else the list of types, else the usual one. */
static dictum_status read_any_main(docx *self, dictum_error *err)
{
    const dictum_slice candidates[] = {name_of(&self->of_package.names[0]), name_of(&self->stated_main),
                                       dictum__slice(usual_main)};
    dictum_status status = DICTUM_CORRUPT;
    bool missing = true;

    for (size_t i = 0; i < 3 && missing; i++) {
        if (candidates[i].len > 0 && (i == 0 || !dictum__slice_equal(candidates[i], candidates[i - 1]))) {
            status = read_main(self, candidates[i], &missing, err);
        }
    }
    return status;
}

static dictum_status read_package(docx *self, dictum_error *err)
{
    dictum_part parts[2];
    dictum_status status;

    dictum__part_init(&parts[0], DICTUM_SLICE("[Content_Types].xml"));
    dictum__part_init(&parts[1], DICTUM_SLICE("_rels/.rels"));
    status = dictum__package_read(&self->package, parts, 2, err);
    if (status == DICTUM_OK) {
        status = read_types(self, &parts[0], err);
    }
    if (status == DICTUM_OK) {
        status = read_targets(&self->of_package, &parts[1], err);
    }
    dictum__part_dispose(&parts[1]);
    dictum__part_dispose(&parts[0]);
    return status == DICTUM_OK ? read_any_main(self, err) : status;
}

dictum_status dictum__read_docx(dictum_slice bytes, dictum_budget *budget, dictum_document *document, dictum_error *err)
{
    docx self = {
        .document = document,
        .of_package = {.types = {{"officeDocument", NULL},
                                 {"core-properties", "coreProperties"},
                                 {"extended-properties", "extendedProperties"}},
                       .base = DICTUM_SLICE("")},
        .of_main = {.types = {{"styles", NULL}, {"footnotes", NULL}, {"endnotes", NULL}}, .base = DICTUM_SLICE("")},
    };
    dictum_buf *names[] = {&self.stated_main,         &self.main,
                           &self.relations,           &self.of_package.names[0],
                           &self.of_package.names[1], &self.of_package.names[2],
                           &self.of_main.names[0],    &self.of_main.names[1],
                           &self.of_main.names[2]};
    dictum_status status;

    dictum__package_init(&self.package, bytes, budget);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        dictum__buf_init(names[i], 4 * NAME_BYTES_MAX);
    }
    status = read_package(&self, err);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        dictum__buf_dispose(names[i]);
    }
    return status;
}
