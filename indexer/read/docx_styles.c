/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The styles of DOCX. Invariant: of a style only its name, its parent and what it says of all its text count, not what
 * it says of parts of tables or what it said before a change. */
#include <string.h>

#include "indexer/read/docx_text.h"
#include "indexer/read/xml.h"

enum { WORD = 1 };

static const dictum_xml_space spaces[] = {
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", WORD},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD},
    {NULL, 0},
};

static dictum_slice attribute(const dictum_xml_element *element, const char *name)
{
    return dictum__xml_attribute(element, WORD, name);
}

bool dictum__docx_is_on(dictum_slice value)
{
    return !dictum__is_word(value, "0") && !dictum__is_word(value, "false") && !dictum__is_word(value, "off");
}

typedef struct style_reader {
    dictum_styles *styles;
    unsigned depth; /* of the style at hand; 0: none */
    int family;
    dictum_buf id, parent;
    dictum__style_rank rank;
    dictum__shown shown;
} style_reader;

static void set(dictum_buf *buf, dictum_slice value)
{
    dictum__buf_clear(buf);
    dictum__buf_append_slice(buf, value);
}

static void start_style(style_reader *reader, const dictum_xml_element *element)
{
    dictum_slice type = attribute(element, "type");

    reader->depth = element->depth;
    reader->family = dictum__is_word(type, "paragraph")   ? DICTUM__DOCX_PARAGRAPH
                     : dictum__is_word(type, "character") ? DICTUM__DOCX_CHARACTER
                                                          : 0;
    reader->rank = DICTUM__STYLE_OTHER;
    reader->shown = DICTUM__SHOWN_UNSAID;
    set(&reader->id, attribute(element, "styleId"));
    set(&reader->parent, DICTUM_SLICE(""));
}

/* The names of Word's own styles are English in every language; their ids are not. */
static dictum__style_rank rank_of(dictum_slice name)
{
    if (dictum__is_word(name, "title")) {
        return DICTUM__STYLE_TITLE;
    }
    return dictum__is_word(name, "heading 1") ? DICTUM__STYLE_HEADING : DICTUM__STYLE_OTHER;
}

static bool style_element(void *context, const dictum_xml_element *element)
{
    style_reader *reader = context;
    dictum_slice name = dictum__slice(element->name);

    if (element->space != WORD) {
        return false;
    }
    if (reader->depth == 0) {
        if (dictum__is_word(name, "style")) {
            start_style(reader, element);
        }
    } else if (element->depth == reader->depth + 1 && dictum__is_word(name, "name")) {
        reader->rank = rank_of(attribute(element, "val"));
    } else if (element->depth == reader->depth + 1 && strcmp(element->name, "basedOn") == 0) {
        set(&reader->parent, attribute(element, "val"));
    } else if (element->depth == reader->depth + 2 && dictum__is_word(name, "vanish")) {
        reader->shown = dictum__docx_is_on(attribute(element, "val")) ? DICTUM__SHOWN_NO : DICTUM__SHOWN_YES;
    } else {
        return element->depth == reader->depth + 1 && strcmp(element->name, "rPr") == 0;
    }
    return true;
}

static void style_end(void *context, const dictum_xml_element *element)
{
    style_reader *reader = context;

    if (element->depth == reader->depth) {
        if (reader->family != 0) {
            dictum__styles_add(reader->styles, reader->family, dictum__buf_slice(&reader->id),
                               dictum__buf_slice(&reader->parent));
            dictum__styles_set(reader->styles, reader->rank, reader->shown);
        }
        reader->depth = 0;
    }
}

dictum_status dictum__docx_styles(dictum_slice xml, const char *name, dictum_styles *styles, dictum_error *err)
{
    style_reader reader = {.styles = styles};
    const dictum_xml_handler handler = {&reader, spaces, style_element, style_end, NULL};
    dictum_status status;

    dictum__buf_init(&reader.id, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&reader.parent, DICTUM__FIELD_BYTES_MAX);
    status = dictum__xml_read(xml, name, &handler, err);
    if (status == DICTUM_OK) {
        status = dictum__styles_status(styles, err);
    }
    dictum__buf_dispose(&reader.parent);
    dictum__buf_dispose(&reader.id);
    return status;
}
