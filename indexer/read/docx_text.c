/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WordprocessingML to text. Invariant: only the content of t elements and the few elements that stand for characters is
 * text, and each of them is given to the paragraphs at most once. */
#include "indexer/read/docx_text.h"

#include <string.h>

#include "indexer/read/xml.h"
#include "lib/utf8.h"

/* Alternatives in alternatives, and boxes in boxes, of which the state is kept. */
#define LEVELS_MAX 16

enum { WORD = 1, MATH, COMPATIBILITY };

static const dictum_xml_space spaces[] = {
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", WORD},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", MATH},
    {"http://purl.oclc.org/ooxml/officeDocument/math", MATH},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", COMPATIBILITY},
    {NULL, 0},
};

typedef enum element_kind {
    OTHER,
    ALTERNATIVES,
    ALTERNATIVE,
    BOX,
    BREAK,
    CELL,
    DELETED,
    DENOMINATOR,
    FIELD,
    HARD_HYPHEN,
    LINE,
    NOTE,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    PARAGRAPH_STYLE_NAME,
    ROW,
    RUN,
    RUN_STYLE_NAME,
    SKIPPED,
    SOFT_HYPHEN,
    SYMBOL,
    TAB,
    TEXT,
    VANISH
} element_kind;

/* In the order of strcmp(). */
static const dictum_xml_name names[] = {
    {"AlternateContent", COMPATIBILITY, ALTERNATIVES},
    {"Choice", COMPATIBILITY, ALTERNATIVE},
    {"Fallback", COMPATIBILITY, ALTERNATIVE},
    {"br", WORD, BREAK},
    {"cr", WORD, LINE},
    {"del", WORD, DELETED},
    {"den", MATH, DENOMINATOR},
    {"endnote", WORD, NOTE},
    {"fldChar", WORD, FIELD},
    {"footnote", WORD, NOTE},
    {"moveFrom", WORD, SKIPPED},
    {"noBreakHyphen", WORD, HARD_HYPHEN},
    {"p", WORD, PARAGRAPH},
    {"pPr", WORD, PARAGRAPH_PROPERTIES},
    {"pPrChange", WORD, SKIPPED},
    {"pStyle", WORD, PARAGRAPH_STYLE_NAME},
    {"ptab", WORD, TAB},
    {"r", WORD, RUN},
    {"rPrChange", WORD, SKIPPED},
    {"rStyle", WORD, RUN_STYLE_NAME},
    {"rt", WORD, SKIPPED},
    {"sdtPr", WORD, SKIPPED},
    {"sectPr", WORD, SKIPPED},
    {"softHyphen", WORD, SOFT_HYPHEN},
    {"sym", WORD, SYMBOL},
    {"t", MATH, TEXT},
    {"t", WORD, TEXT},
    {"tab", WORD, TAB},
    {"tblPr", WORD, SKIPPED},
    {"tc", WORD, CELL},
    {"tr", WORD, ROW},
    {"txbxContent", WORD, BOX},
    {"vanish", WORD, VANISH},
};

/* What belongs to a paragraph and is set aside while a box inside it is read. */
typedef struct open_paragraph {
    bool in_run, in_properties;
    bool hidden;          /* the run at hand */
    bool hidden_by_style; /* all of it that says nothing else */
    dictum__border border;
    dictum__style_rank rank;
    size_t mark;
    dictum__stream stream;
} open_paragraph;

typedef struct text_reader {
    dictum_docx_body *body;
    open_paragraph at;
    open_paragraph around[LEVELS_MAX];
    size_t boxes;               /* open ones */
    size_t fields, hidden_from; /* open fields; the outermost of them whose code has not ended, or 0 */
    uint64_t pieces;            /* of text that were given */
    uint64_t before[LEVELS_MAX];
    size_t alternatives; /* open ones */
    bool in_text;
} text_reader;

void dictum__docx_body_init(dictum_docx_body *body, dictum_paragraphs *paragraphs, dictum_styles *styles)
{
    *body = (dictum_docx_body){.paragraphs = paragraphs, .styles = styles};
    dictum__buf_init(&body->title, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&body->heading, DICTUM__FIELD_BYTES_MAX);
}

void dictum__docx_body_dispose(dictum_docx_body *body)
{
    dictum__buf_dispose(&body->title);
    dictum__buf_dispose(&body->heading);
}

static int kind_of(const dictum_xml_element *element)
{
    return dictum__xml_kind(element, names, sizeof(names) / sizeof(names[0]));
}

static dictum_slice attribute(const dictum_xml_element *element, const char *name)
{
    return dictum__xml_attribute(element, WORD, name);
}

/* ---- characters ---------------------------------------------------------------------------------------------- */

static bool is_visible(const text_reader *reader)
{
    return !reader->at.hidden && reader->hidden_from == 0;
}

static void give(text_reader *reader, dictum_slice text)
{
    if (is_visible(reader)) {
        dictum__paragraphs_text(reader->body->paragraphs, text);
        reader->pieces++;
    }
}

static void give_border(text_reader *reader, dictum__border border)
{
    if (is_visible(reader) && reader->at.in_run && !reader->at.in_properties) { /* else it is a tab stop */
        dictum__paragraphs_border(reader->body->paragraphs, border);
    }
}

static void give_line(text_reader *reader)
{
    if (is_visible(reader)) {
        dictum__paragraphs_break(reader->body->paragraphs);
    }
}

/* The character that the font Symbol has in a place; its encoding is that of Adobe's font of this name. */
static uint32_t in_symbol_font(uint32_t place)
{
    static const char low[] =
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
    static const char high[] = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑";
    dictum_slice table = place < 0xA0 ? dictum__slice(low) : dictum__slice(high);
    uint32_t character = 0, first = place < 0xA0 ? 0x20 : 0xA0;
    size_t at = 0;

    if (place < first) {
        return 0;
    }
    for (uint32_t i = first; i <= place; i++) {
        if (at >= table.len) {
            return 0;
        }
        character = dictum__utf8_next(table, &at);
    }
    return character;
}

/* A character by its number in a font. Fonts of symbols have theirs from U+F000 on. */
static void give_symbol(text_reader *reader, const dictum_xml_element *element)
{
    dictum_slice digits = attribute(element, "char");
    uint32_t number = 0, meant = 0;
    dictum_buf character;

    for (size_t i = 0; i < digits.len && i < 6; i++) {
        char c = digits.data[i];
        unsigned value = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                                : 16;
        if (value > 15) {
            return;
        }
        number = number * 16 + value;
    }
    if (dictum__is_word(attribute(element, "font"), "symbol")) {
        meant = in_symbol_font(number >= 0xF000 && number <= 0xF0FF ? number - 0xF000 : number);
    }
    if (number == 0) {
        return;
    }
    dictum__buf_init(&character, 8);
    dictum__buf_append_code_point(&character, meant != 0 ? meant : number);
    give(reader, dictum__buf_slice(&character));
    if (dictum__buf_status(&character) != DICTUM_OK) {
        reader->body->title.failed = DICTUM_NOMEM;
    }
    dictum__buf_dispose(&character);
}

/* ---- fields, alternatives, boxes ----------------------------------------------------------------------------- */

/* A field is its code, then its result, which alone is shown. Fields lie in each other, in codes too. */
static void mark_field(text_reader *reader, const dictum_xml_element *element)
{
    dictum_slice type = attribute(element, "fldCharType");

    if (dictum__is_word(type, "begin")) {
        reader->fields++;
        reader->hidden_from = reader->hidden_from == 0 ? reader->fields : reader->hidden_from;
    } else if (reader->fields > 0 && reader->hidden_from == reader->fields) {
        reader->hidden_from = 0;
    }
    if (dictum__is_word(type, "end") && reader->fields > 0) {
        reader->fields--;
    }
}

/* Of alternatives for programs that know more or less, the first one with a text. */
static bool wants_alternative(const text_reader *reader)
{
    size_t level = reader->alternatives;

    return level == 0 || level > LEVELS_MAX || reader->before[level - 1] == reader->pieces;
}

static void start_alternatives(text_reader *reader)
{
    if (reader->alternatives < LEVELS_MAX) {
        reader->before[reader->alternatives] = reader->pieces;
    }
    reader->alternatives++;
}

static bool start_box(text_reader *reader)
{
    if (!is_visible(reader)) {
        return false;
    }
    if (reader->boxes < LEVELS_MAX) {
        reader->around[reader->boxes] = reader->at;
        reader->at =
            (open_paragraph){.stream = dictum__paragraphs_turn(reader->body->paragraphs, DICTUM__STREAM_BOXES)};
    }
    reader->boxes++;
    dictum__paragraphs_end(reader->body->paragraphs, DICTUM__BORDER_PARAGRAPH); /* of the box before, if any */
    return true;
}

static void end_box(text_reader *reader)
{
    reader->boxes--;
    if (reader->boxes < LEVELS_MAX) {
        dictum__stream before = reader->at.stream;
        reader->at = reader->around[reader->boxes];
        (void)dictum__paragraphs_turn(reader->body->paragraphs, before);
    }
}

/* ---- paragraphs and runs ------------------------------------------------------------------------------------- */

static void start_paragraph(text_reader *reader)
{
    reader->at = (open_paragraph){.border = DICTUM__BORDER_PARAGRAPH,
                                  .mark = dictum__paragraphs_mark(reader->body->paragraphs),
                                  .stream = reader->at.stream};
}

static void end_paragraph(text_reader *reader)
{
    dictum_docx_body *body = reader->body;

    if (reader->at.rank != DICTUM__STYLE_OTHER) {
        dictum_buf *field = reader->at.rank == DICTUM__STYLE_TITLE ? &body->title : &body->heading;
        dictum__field_offer_title(field, dictum__paragraphs_since(body->paragraphs, reader->at.mark));
    }
    /* A code ends within its paragraph; where it does not, its end is missing, and no text may be lost by that. */
    reader->hidden_from = 0;
    reader->at.in_run = false;
    reader->at.hidden = false;
    dictum__paragraphs_end(body->paragraphs, reader->at.border);
}

static void take_paragraph_style(text_reader *reader, dictum_slice name)
{
    dictum_styles *styles = reader->body->styles;

    reader->at.hidden_by_style = dictum__styles_shown(styles, DICTUM__DOCX_PARAGRAPH, name) == DICTUM__SHOWN_NO;
    reader->at.rank = dictum__styles_rank(styles, DICTUM__DOCX_PARAGRAPH, name);
    if (styles->count == 0 && dictum__is_word(name, "title")) {
        reader->at.rank = DICTUM__STYLE_TITLE;
    } else if (styles->count == 0 && dictum__is_word(name, "heading1")) {
        reader->at.rank = DICTUM__STYLE_HEADING;
    }
}

static void take_run_style(text_reader *reader, dictum_slice name)
{
    dictum__shown shown = dictum__styles_shown(reader->body->styles, DICTUM__DOCX_CHARACTER, name);

    if (shown != DICTUM__SHOWN_UNSAID && !reader->at.in_properties) {
        reader->at.hidden = shown == DICTUM__SHOWN_NO;
    }
}

/* In the properties of a paragraph it is about the end of it: two paragraphs are shown as one. */
static void take_vanish(text_reader *reader, const dictum_xml_element *element)
{
    if (!reader->at.in_properties) {
        reader->at.hidden = dictum__docx_is_on(attribute(element, "val"));
    } else if (dictum__docx_is_on(attribute(element, "val"))) {
        reader->at.border = DICTUM__BORDER_SPACE;
    }
}

static bool is_separator(const dictum_xml_element *element)
{
    dictum_slice type = attribute(element, "type");

    return type.len > 0 && !dictum__is_word(type, "normal");
}

/* ---- elements ------------------------------------------------------------------------------------------------ */

/* Those that stand for characters. */
static void start_character(text_reader *reader, const dictum_xml_element *element, int kind)
{
    dictum_slice type;

    switch (kind) {
    case BREAK:
        type = attribute(element, "type");
        if (dictum__is_word(type, "page") || dictum__is_word(type, "column")) {
            give_border(reader, DICTUM__BORDER_PARAGRAPH);
        } else {
            give_line(reader);
        }
        break;
    case LINE:
        give_line(reader);
        break;
    case TAB:
        give_border(reader, DICTUM__BORDER_CELL);
        break;
    case HARD_HYPHEN:
        give(reader, DICTUM_SLICE("\xE2\x80\x91"));
        break;
    case SOFT_HYPHEN:
        give(reader, DICTUM_SLICE("\xC2\xAD"));
        break;
    case DENOMINATOR:
        give(reader, DICTUM_SLICE("/"));
        break;
    case SYMBOL:
        give_symbol(reader, element);
        break;
    default:
        break;
    }
}

static bool start(void *context, const dictum_xml_element *element)
{
    text_reader *reader = context;
    int kind = kind_of(element);

    switch (kind) {
    case SKIPPED:
        return false;
    case DELETED:
        if (reader->at.in_properties) {
            reader->at.border = DICTUM__BORDER_NONE; /* of the paragraph's end */
        }
        return false;
    case ALTERNATIVES:
        start_alternatives(reader);
        break;
    case ALTERNATIVE:
        return wants_alternative(reader);
    case BOX:
        return start_box(reader);
    case NOTE:
        return !is_separator(element);
    case PARAGRAPH:
        start_paragraph(reader);
        break;
    case PARAGRAPH_PROPERTIES:
        reader->at.in_properties = true;
        break;
    case PARAGRAPH_STYLE_NAME:
        take_paragraph_style(reader, attribute(element, "val"));
        break;
    case ROW:
        dictum__paragraphs_row(reader->body->paragraphs);
        break;
    case RUN:
        reader->at.in_run = true;
        reader->at.hidden = reader->at.hidden_by_style;
        break;
    case RUN_STYLE_NAME:
        take_run_style(reader, attribute(element, "val"));
        break;
    case TEXT:
        reader->in_text = true;
        break;
    case VANISH:
        take_vanish(reader, element);
        break;
    case FIELD:
        mark_field(reader, element);
        return false;
    default:
        start_character(reader, element, kind);
        break;
    }
    return true;
}

static void end(void *context, const dictum_xml_element *element)
{
    text_reader *reader = context;

    switch (kind_of(element)) {
    case ALTERNATIVES:
        reader->alternatives--;
        break;
    case BOX:
        end_box(reader);
        break;
    case CELL:
        dictum__paragraphs_cell_end(reader->body->paragraphs);
        break;
    case PARAGRAPH:
        end_paragraph(reader);
        break;
    case PARAGRAPH_PROPERTIES:
        reader->at.in_properties = false;
        break;
    case ROW:
        dictum__paragraphs_row_end(reader->body->paragraphs);
        break;
    case RUN:
        reader->at.in_run = false;
        reader->at.hidden = false;
        break;
    case TEXT:
        reader->in_text = false;
        break;
    default:
        break;
    }
}

static void characters(void *context, dictum_slice text)
{
    text_reader *reader = context;

    if (reader->in_text) {
        give(reader, text);
    }
}

dictum_status dictum__docx_text(dictum_docx_body *body, dictum_slice xml, const char *name, dictum_error *err)
{
    text_reader reader = {.body = body};
    const dictum_xml_handler handler = {&reader, spaces, start, end, characters};

    return dictum__xml_read(xml, name, &handler, err);
}
