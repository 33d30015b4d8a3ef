/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Properties of office documents. Invariant: a value is at most VALUE_BYTES_MAX long while it is collected. */
#include "indexer/read/office.h"

#include <string.h>

#define VALUE_BYTES_MAX ((size_t)1 << 16)
/* What lies deeper is about a comment or a change. */
#define DEPTH_MAX 3

enum { DC = 1, DC_TERMS, ODF_META, APP };
enum { TITLE = 1, AUTHOR, CHANGER, COMPANY, LANG, MADE, CHANGED };

static const dictum_xml_space spaces[] = {
    {"http://purl.org/dc/elements/1.1/", DC},
    {"http://purl.org/dc/terms/", DC_TERMS},
    {"urn:oasis:names:tc:opendocument:xmlns:meta:1.0", ODF_META},
    {"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties", APP},
    {"http://purl.oclc.org/ooxml/officeDocument/extendedProperties", APP},
    {NULL, 0},
};

static const dictum_xml_name names[] = {
    {"Company", APP, COMPANY},
    {"created", DC_TERMS, MADE},
    {"creation-date", ODF_META, MADE},
    {"creator", DC, CHANGER}, /* in OpenDocument whoever changed it last; in Office Open XML the author */
    {"date", DC, CHANGED},
    {"initial-creator", ODF_META, AUTHOR},
    {"language", DC, LANG},
    {"modified", DC_TERMS, CHANGED},
    {"title", DC, TITLE},
};

typedef struct collector {
    dictum_properties *properties;
    int kind; /* of the element at hand */
    unsigned depth;
    dictum_buf value;
} collector;

void dictum__properties_init(dictum_properties *properties)
{
    dictum_buf *all[] = {&properties->title, &properties->author, &properties->changer, &properties->company,
                         &properties->lang,  &properties->made,   &properties->changed};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        dictum__buf_init(all[i], DICTUM__FIELD_BYTES_MAX);
    }
}

void dictum__properties_dispose(dictum_properties *properties)
{
    dictum_buf *all[] = {&properties->title, &properties->author, &properties->changer, &properties->company,
                         &properties->lang,  &properties->made,   &properties->changed};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        dictum__buf_dispose(all[i]);
    }
}

static bool start(void *context, const dictum_xml_element *element)
{
    collector *self = context;
    int kind = dictum__xml_kind(element, names, sizeof(names) / sizeof(names[0]));

    if (self->kind == 0 && kind != 0 && element->depth <= DEPTH_MAX) {
        self->kind = kind;
        self->depth = element->depth;
        dictum__buf_clear(&self->value);
    }
    return true;
}

static void text(void *context, dictum_slice piece)
{
    collector *self = context;

    if (self->kind != 0 && self->value.len + piece.len <= VALUE_BYTES_MAX) {
        dictum__buf_append_slice(&self->value, piece);
    }
}

static void take(dictum_properties *properties, int kind, dictum_slice value)
{
    switch (kind) {
    case TITLE:
        dictum__field_offer_title(&properties->title, value);
        break;
    case AUTHOR:
        dictum__field_offer(&properties->author, value);
        break;
    case CHANGER:
        dictum__field_offer(&properties->changer, value);
        break;
    case COMPANY:
        dictum__field_offer(&properties->company, value);
        break;
    case LANG:
        dictum__field_offer(&properties->lang, value);
        break;
    case MADE:
        dictum__field_offer_date(&properties->made, value);
        break;
    default:
        dictum__field_offer_date(&properties->changed, value);
        break;
    }
}

static void end(void *context, const dictum_xml_element *element)
{
    collector *self = context;

    if (self->kind != 0 && self->depth == element->depth) {
        if (self->value.len > 0) {
            take(self->properties, self->kind, dictum__buf_slice(&self->value));
        }
        self->kind = 0;
    }
}

dictum_status dictum__properties_read(dictum_properties *properties, dictum_slice xml, const char *name,
                                      dictum_error *err)
{
    collector self = {.properties = properties};
    const dictum_xml_handler handler = {&self, spaces, start, end, text};
    dictum_status status;

    dictum__buf_init(&self.value, 2 * VALUE_BYTES_MAX);
    status = dictum__xml_read(xml, name, &handler, err);
    if (status == DICTUM_OK && dictum__buf_status(&self.value) != DICTUM_OK) {
        status = dictum__nomem(err);
    }
    dictum__buf_dispose(&self.value);
    return status;
}

/* Names that stand in a file because nobody gave one: of users, and of those who sold the computer. */
static bool is_nobody(dictum_slice name)
{
    static const char *const nobody[] = {
        "admin",
        "administrator",
        "apache poi",
        "author",
        "company",
        "dell",
        "docx4j",
        "home",
        "hewlett-packard",
        "hp",
        "hewlett-packard company",
        "lenovo",
        "microsoft",
        "microsoft corporation",
        "microsoft office user",
        "openoffice.org",
        "office",
        "owner",
        "pc",
        "python-docx",
        "toshiba",
        "un-named",
        "unknown",
        "unknown author",
        "user",
        "windows user",
        "your company",
    };

    for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++) {
        if (dictum__is_word(name, nobody[i])) {
            return true;
        }
    }
    /* One character, or none that is a letter, is no name either. */
    for (size_t i = 0; i < name.len && name.len > 1; i++) {
        unsigned char c = (unsigned char)name.data[i];
        if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            return false;
        }
    }
    return true;
}

static void offer_name(dictum_buf *field, const dictum_buf *name)
{
    if (name->len > 0 && !is_nobody(dictum__buf_slice(name))) {
        dictum__field_offer(field, dictum__buf_slice(name));
    }
}

static void offer(dictum_buf *field, const dictum_buf *value)
{
    if (field->len == 0) {
        dictum__buf_append_slice(field, dictum__buf_slice(value));
    }
}

void dictum__properties_finish(const dictum_properties *properties, dictum_document *document)
{
    const dictum_buf *all[] = {&properties->title, &properties->author, &properties->changer, &properties->company,
                               &properties->lang,  &properties->made,   &properties->changed};

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (dictum__buf_status(all[i]) == DICTUM_NOMEM) {
            document->title.failed = DICTUM_NOMEM;
        }
    }
    offer(&document->title, &properties->title);
    offer_name(&document->speaker, &properties->author);
    offer_name(&document->speaker, &properties->changer);
    offer_name(&document->source, &properties->company);
    offer(&document->lang, &properties->lang);
    offer(&document->made_date, &properties->made);
    offer(&document->made_date, &properties->changed);
}

void dictum__office_lost(dictum_document *document, const char *what, const dictum_error *detail)
{
    dictum__buf_appendf(&document->lost, "%scannot read its %s: %s", document->lost.len > 0 ? "; " : "", what,
                        detail->text);
}
