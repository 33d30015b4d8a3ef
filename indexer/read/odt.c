/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OpenDocument texts (ISO/IEC 26300), in packages and flat. Invariant: only what stands in paragraphs and headings is
 * text. */
#include "indexer/read/odt.h"

#include <string.h>

#include "indexer/read/office.h"
#include "indexer/read/package.h"
#include "indexer/read/paragraphs.h"
#include "indexer/read/styles.h"
#include "indexer/read/xml.h"

/* Boxes and notes in each other of which the state is kept. */
#define LEVELS_MAX 16

enum { OFFICE = 1, TEXT, TABLE, DRAW, STYLE, SVG, MANIFEST };
enum { PARAGRAPH_STYLE = 1, CHARACTER_STYLE };

static const dictum_xml_space spaces[] = {
    {"urn:oasis:names:tc:opendocument:xmlns:office:1.0", OFFICE},
    {"urn:oasis:names:tc:opendocument:xmlns:text:1.0", TEXT},
    {"urn:oasis:names:tc:opendocument:xmlns:table:1.0", TABLE},
    {"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", DRAW},
    {"urn:oasis:names:tc:opendocument:xmlns:style:1.0", STYLE},
    {"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", SVG},
    {"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", MANIFEST},
    {NULL, 0},
};

typedef enum element_kind {
    OTHER,
    AUTOMATIC_STYLES,
    BODY,
    CELL,
    HEADING,
    HIDDEN_PARAGRAPH,
    HIDDEN_TEXT,
    LINE,
    NOTE,
    NUMBER,
    PARAGRAPH,
    ROW,
    SECTION,
    SKIPPED,
    SPACES,
    SPAN,
    STYLE_ITSELF,
    TAB,
    TEXT_PROPERTIES
} element_kind;

/* In the order of strcmp(). */
static const dictum_xml_name names[] = {
    {"alphabetical-index-source", TEXT, SKIPPED},
    {"annotation", OFFICE, SKIPPED},
    {"automatic-styles", OFFICE, AUTOMATIC_STYLES},
    {"bibliography-source", TEXT, SKIPPED},
    {"binary-data", OFFICE, SKIPPED},
    {"chart", OFFICE, SKIPPED},
    {"covered-table-cell", TABLE, SKIPPED},
    {"desc", SVG, SKIPPED},
    {"drawing", OFFICE, SKIPPED},
    {"forms", OFFICE, SKIPPED},
    {"h", TEXT, HEADING},
    {"hidden-paragraph", TEXT, HIDDEN_PARAGRAPH},
    {"hidden-text", TEXT, HIDDEN_TEXT},
    {"illustration-index-source", TEXT, SKIPPED},
    {"line-break", TEXT, LINE},
    {"master-styles", OFFICE, SKIPPED},
    {"meta", OFFICE, SKIPPED},
    {"note", TEXT, NOTE},
    {"note-citation", TEXT, SKIPPED},
    {"number", TEXT, NUMBER},
    {"object", DRAW, SKIPPED},
    {"object-index-source", TEXT, SKIPPED},
    {"object-ole", DRAW, SKIPPED},
    {"p", TEXT, PARAGRAPH},
    {"presentation", OFFICE, SKIPPED},
    {"ruby-text", TEXT, SKIPPED},
    {"s", TEXT, SPACES},
    {"script", TEXT, SKIPPED},
    {"scripts", OFFICE, SKIPPED},
    {"section", TEXT, SECTION},
    {"settings", OFFICE, SKIPPED},
    {"span", TEXT, SPAN},
    {"spreadsheet", OFFICE, SKIPPED},
    {"style", STYLE, STYLE_ITSELF},
    {"tab", TEXT, TAB},
    {"table-cell", TABLE, CELL},
    {"table-index-source", TEXT, SKIPPED},
    {"table-of-content-source", TEXT, SKIPPED},
    {"table-row", TABLE, ROW},
    {"text", OFFICE, BODY},
    {"text-properties", STYLE, TEXT_PROPERTIES},
    {"title", SVG, SKIPPED},
    {"tracked-changes", TEXT, SKIPPED},
    {"user-index-source", TEXT, SKIPPED},
};

/* What is set aside while a box or note inside a paragraph is read. */
typedef struct open_paragraph {
    unsigned paragraphs; /* open ones */
    bool forgotten;      /* the paragraph is hidden */
    dictum__style_rank rank;
    size_t mark;
    unsigned depth; /* of the box or note that this is in */
    dictum__stream stream;
} open_paragraph;

typedef struct odt_reader {
    dictum_paragraphs paragraphs;
    dictum_styles styles;
    dictum_buf title, heading;
    bool takes_automatic; /* styles; those of another part are of its own */
    bool in_body, has_body;
    open_paragraph at;
    open_paragraph around[LEVELS_MAX];
    size_t levels;
} odt_reader;

static int kind_of(const dictum_xml_element *element)
{
    return dictum__xml_kind(element, names, sizeof(names) / sizeof(names[0]));
}

/* ---- styles -------------------------------------------------------------------------------------------------- */

static void add_style(odt_reader *reader, const dictum_xml_element *element)
{
    dictum_slice family = dictum__xml_attribute(element, STYLE, "family");
    dictum_slice name = dictum__xml_attribute(element, STYLE, "name");
    int number = dictum__is_word(family, "paragraph") ? PARAGRAPH_STYLE
                 : dictum__is_word(family, "text")    ? CHARACTER_STYLE
                                                      : 0;

    dictum__styles_add(&reader->styles, number, name, dictum__xml_attribute(element, STYLE, "parent-style-name"));
    dictum__styles_set(&reader->styles, dictum__is_word(name, "title") ? DICTUM__STYLE_TITLE : DICTUM__STYLE_OTHER,
                       DICTUM__SHOWN_UNSAID);
}

static void take_text_properties(odt_reader *reader, const dictum_xml_element *element)
{
    dictum_slice display = dictum__xml_attribute(element, TEXT, "display");

    if (display.len > 0) {
        dictum__styles_show(&reader->styles, dictum__is_word(display, "none") ? DICTUM__SHOWN_NO : DICTUM__SHOWN_YES);
    }
}

static bool is_hidden_style(odt_reader *reader, int family, const dictum_xml_element *element)
{
    return dictum__styles_shown(&reader->styles, family, dictum__xml_attribute(element, TEXT, "style-name")) ==
           DICTUM__SHOWN_NO;
}

/* ---- paragraphs, boxes, notes -------------------------------------------------------------------------------- */

static bool start_paragraph(odt_reader *reader, const dictum_xml_element *element, bool heading)
{
    dictum_slice level = dictum__xml_attribute(element, TEXT, "outline-level");

    if (is_hidden_style(reader, PARAGRAPH_STYLE, element)) {
        return false;
    }
    reader->at.paragraphs++;
    reader->at.forgotten = false;
    reader->at.mark = dictum__paragraphs_mark(&reader->paragraphs);
    reader->at.rank =
        dictum__styles_rank(&reader->styles, PARAGRAPH_STYLE, dictum__xml_attribute(element, TEXT, "style-name"));
    if (heading && reader->at.rank == DICTUM__STYLE_OTHER && (level.len == 0 || dictum__is_word(level, "1"))) {
        reader->at.rank = DICTUM__STYLE_HEADING;
    }
    return true;
}

static void end_paragraph(odt_reader *reader)
{
    reader->at.paragraphs -= reader->at.paragraphs > 0;
    if (reader->at.forgotten) {
        dictum__paragraphs_forget(&reader->paragraphs, reader->at.mark);
        reader->at.forgotten = false;
    } else if (reader->at.rank != DICTUM__STYLE_OTHER) {
        dictum_buf *field = reader->at.rank == DICTUM__STYLE_TITLE ? &reader->title : &reader->heading;
        dictum__field_offer_title(field, dictum__paragraphs_since(&reader->paragraphs, reader->at.mark));
    }
    reader->at.rank = DICTUM__STYLE_OTHER;
    dictum__paragraphs_end(&reader->paragraphs, DICTUM__BORDER_PARAGRAPH);
}

/* Something inside a paragraph has paragraphs of its own. */
static void start_aside(odt_reader *reader, const dictum_xml_element *element, dictum__stream stream)
{
    if (reader->levels == LEVELS_MAX) {
        return;
    }
    reader->around[reader->levels++] = reader->at;
    reader->at =
        (open_paragraph){.depth = element->depth, .stream = dictum__paragraphs_turn(&reader->paragraphs, stream)};
    dictum__paragraphs_end(&reader->paragraphs, DICTUM__BORDER_PARAGRAPH); /* of what stood there before */
}

static void end_aside(odt_reader *reader)
{
    (void)dictum__paragraphs_turn(&reader->paragraphs, reader->at.stream);
    reader->at = reader->around[--reader->levels];
}

/* ---- elements ------------------------------------------------------------------------------------------------ */

static bool is_true(const dictum_xml_element *element, const char *name)
{
    return dictum__is_word(dictum__xml_attribute(element, TEXT, name), "true");
}

/* Of a section, whose condition was true when it was saved. */
static bool is_shown(const dictum_xml_element *element)
{
    dictum_slice display = dictum__xml_attribute(element, TEXT, "display");

    return !dictum__is_word(display, "none") &&
           !(dictum__is_word(display, "condition") && is_true(element, "is-hidden"));
}

/* What stands before the text. Styles behind it are none of its, and would have to be sorted in once more each. */
static bool start_outside(odt_reader *reader, const dictum_xml_element *element, int kind)
{
    switch (kind) {
    case SKIPPED:
        return false;
    case AUTOMATIC_STYLES:
        return reader->takes_automatic;
    case STYLE_ITSELF:
        if (reader->has_body) {
            return false;
        }
        add_style(reader, element);
        break;
    case TEXT_PROPERTIES:
        take_text_properties(reader, element);
        break;
    case BODY:
        reader->in_body = reader->has_body = true;
        break;
    default:
        break;
    }
    return true;
}

static bool start_inside(odt_reader *reader, const dictum_xml_element *element, int kind)
{
    switch (kind) {
    case SKIPPED:
        return false;
    case PARAGRAPH:
    case HEADING:
        return start_paragraph(reader, element, kind == HEADING);
    case SPAN:
        return !is_hidden_style(reader, CHARACTER_STYLE, element);
    case SECTION:
        return is_shown(element);
    case HIDDEN_TEXT:
        return !is_true(element, "is-hidden");
    case HIDDEN_PARAGRAPH:
        reader->at.forgotten = reader->at.forgotten || is_true(element, "is-hidden");
        break;
    case NOTE:
        start_aside(reader, element, DICTUM__STREAM_NOTES);
        break;
    case ROW:
        dictum__paragraphs_row(&reader->paragraphs);
        break;
    case LINE:
        dictum__paragraphs_break(&reader->paragraphs);
        break;
    case SPACES:
        dictum__paragraphs_border(&reader->paragraphs, DICTUM__BORDER_SPACE);
        break;
    case TAB:
        dictum__paragraphs_border(&reader->paragraphs, DICTUM__BORDER_CELL);
        break;
    default:
        if (element->space == DRAW && reader->at.paragraphs > 0) {
            start_aside(reader, element, DICTUM__STREAM_BOXES);
        }
        break;
    }
    return true;
}

static bool start(void *context, const dictum_xml_element *element)
{
    odt_reader *reader = context;
    int kind = kind_of(element);

    return reader->in_body ? start_inside(reader, element, kind) : start_outside(reader, element, kind);
}

static void end(void *context, const dictum_xml_element *element)
{
    odt_reader *reader = context;

    if (!reader->in_body) {
        return;
    }
    if (reader->levels > 0 && reader->at.depth == element->depth) {
        end_aside(reader);
        return;
    }
    switch (kind_of(element)) {
    case BODY:
        reader->in_body = false;
        break;
    case PARAGRAPH:
    case HEADING:
        end_paragraph(reader);
        break;
    case NUMBER:
        dictum__paragraphs_border(&reader->paragraphs, DICTUM__BORDER_SPACE);
        break;
    case CELL:
        dictum__paragraphs_cell_end(&reader->paragraphs);
        break;
    case ROW:
        dictum__paragraphs_row_end(&reader->paragraphs);
        break;
    default:
        break;
    }
}

static void characters(void *context, dictum_slice text)
{
    odt_reader *reader = context;

    if (reader->at.paragraphs > 0) {
        dictum__paragraphs_text(&reader->paragraphs, text);
    }
}

/* ---- encryption ---------------------------------------------------------------------------------------------- */

typedef struct manifest {
    bool at_content, encrypted;
} manifest;

static bool take_entry(void *context, const dictum_xml_element *element)
{
    manifest *self = context;

    if (element->space == MANIFEST && strcmp(element->name, "file-entry") == 0) {
        dictum_slice path = dictum__xml_attribute(element, MANIFEST, "full-path");
        self->at_content = dictum__is_word(path, "content.xml") || dictum__is_word(path, "encrypted-package");
    } else if (element->space == MANIFEST && strcmp(element->name, "encryption-data") == 0) {
        self->encrypted = self->encrypted || self->at_content;
    }
    return true;
}

/* A manifest that cannot be read says nothing. */
static dictum_status check_encryption(const dictum_part *part, dictum_error *err)
{
    manifest self = {.encrypted = false};
    const dictum_xml_handler handler = {&self, spaces, take_entry, NULL, NULL};

    if (dictum__part_is_there(part) &&
        dictum__xml_read(dictum__buf_slice(&part->bytes), "manifest", &handler, err) == DICTUM_NOMEM) {
        return dictum__nomem(err);
    }
    return self.encrypted ? dictum__fail(err, DICTUM_CORRUPT, "it is encrypted") : DICTUM_OK;
}

/* ---- the document -------------------------------------------------------------------------------------------- */

static dictum_status read_xml(odt_reader *reader, dictum_slice xml, const char *name, bool automatic, dictum_error *err)
{
    const dictum_xml_handler handler = {reader, spaces, start, end, characters};
    dictum_status status;

    reader->takes_automatic = automatic;
    status = dictum__xml_read(xml, name, &handler, err);
    return status == DICTUM_OK ? dictum__styles_status(&reader->styles, err) : status;
}

static dictum_status read_properties(dictum_slice xml, dictum_document *document, dictum_error *err)
{
    dictum_error detail = {.code = DICTUM_OK};
    dictum_properties properties;
    dictum_status status;

    dictum__properties_init(&properties);
    status = dictum__properties_read(&properties, xml, "properties", &detail);
    dictum__properties_finish(&properties, document);
    dictum__properties_dispose(&properties);
    if (status == DICTUM_CORRUPT) {
        dictum__office_lost(document, "properties", &detail);
        return DICTUM_OK;
    }
    return status == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}

/* `styles` may have no data. */
static dictum_status read_text(dictum_slice styles, dictum_slice content, dictum_document *document, dictum_error *err)
{
    odt_reader reader = {.in_body = false};
    dictum_status status = DICTUM_OK;

    dictum__styles_init(&reader.styles);
    dictum__paragraphs_init(&reader.paragraphs, &document->text);
    dictum__buf_init(&reader.title, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&reader.heading, DICTUM__FIELD_BYTES_MAX);
    /* Where the styles cannot be read, the usual one for a title is known all the same. */
    dictum__styles_add(&reader.styles, PARAGRAPH_STYLE, DICTUM_SLICE("Title"), DICTUM_SLICE(""));
    dictum__styles_set(&reader.styles, DICTUM__STYLE_TITLE, DICTUM__SHOWN_UNSAID);
    if (styles.data != NULL) {
        status = read_xml(&reader, styles, "styles", false, err);
    }
    if (status == DICTUM_OK || status == DICTUM_CORRUPT) {
        reader.in_body = reader.has_body = false;
        status = read_xml(&reader, content, "its text", true, err);
    }
    if (status == DICTUM_OK && !reader.has_body) {
        status = dictum__fail(err, DICTUM_CORRUPT, "it is an OpenDocument file without text");
    }
    dictum__paragraphs_finish(&reader.paragraphs);
    if (reader.title.len > 0 || reader.heading.len > 0) {
        dictum__field_offer_title(&document->title,
                                  dictum__buf_slice(reader.title.len > 0 ? &reader.title : &reader.heading));
    }
    if (status == DICTUM_OK &&
        (dictum__buf_status(&reader.title) == DICTUM_NOMEM || dictum__buf_status(&reader.heading) == DICTUM_NOMEM)) {
        status = dictum__nomem(err);
    }
    dictum__buf_dispose(&reader.heading);
    dictum__buf_dispose(&reader.title);
    dictum__paragraphs_dispose(&reader.paragraphs);
    dictum__styles_dispose(&reader.styles);
    return status;
}

static dictum_status read_parts(const dictum_package *package, const dictum_part *parts, dictum_document *document,
                                dictum_error *err)
{
    dictum_status status = check_encryption(&parts[0], err);

    if (status != DICTUM_OK) {
        return status;
    }
    if (!dictum__part_is_there(&parts[1])) {
        return dictum__package_miss(package, &parts[1], "text", err);
    }
    if (dictum__part_is_there(&parts[3])) {
        status = read_properties(dictum__buf_slice(&parts[3].bytes), document, err);
    }
    if (status == DICTUM_OK) {
        dictum_slice none = {NULL, 0};
        status = read_text(dictum__part_is_there(&parts[2]) ? dictum__buf_slice(&parts[2].bytes) : none,
                           dictum__buf_slice(&parts[1].bytes), document, err);
    }
    return status;
}

dictum_status dictum__read_odt(dictum_slice bytes, dictum_budget *budget, dictum_document *document, dictum_error *err)
{
    static const char *const wanted[] = {"META-INF/manifest.xml", "content.xml", "styles.xml", "meta.xml"};
    dictum_part parts[sizeof(wanted) / sizeof(wanted[0])];
    dictum_package package;
    dictum_status status;

    if (!dictum__is_zip(bytes)) {
        status = read_properties(bytes, document, err);
        return status == DICTUM_OK ? read_text((dictum_slice){NULL, 0}, bytes, document, err) : status;
    }
    dictum__package_init(&package, bytes, budget);
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        dictum__part_init(&parts[i], dictum__slice(wanted[i]));
    }
    status = dictum__package_read(&package, parts, sizeof(wanted) / sizeof(wanted[0]), err);
    if (status == DICTUM_OK) {
        status = read_parts(&package, parts, document, err);
    }
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        dictum__part_dispose(&parts[i]);
    }
    return status;
}
