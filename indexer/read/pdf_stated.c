/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Title, date, author, publisher and language of a PDF. What the file states is often what a program left there: the
 * name of a file, the login of a typist, the day of the conversion. It counts only where it looks like what it should
 * be; the first page comes second.
 * Invariant: the day on which the file was made is never the date of the statement. */
#include "indexer/read/pdf_lines.h"

#include <math.h>
#include <string.h>

#include <unicode/uchar.h>

#include "indexer/read/byline.h"
#include "indexer/read/date.h"
#include "indexer/read/xmp.h"
#include "lib/utf8.h"

/* Letters whose size is this much that of the text's are those of a title. */
#define TITLE_SIZE 1.12F
#define TITLE_LINES_MAX 5
#define TITLE_LINE_BYTES_MAX 400
/* The title block: so many lines from the top of the first page, before a paragraph of the text. */
#define BLOCK_LINES_MAX 14
/* A line of text has at least so many. */
#define TEXT_LINE_BYTES 60
/* The form of a whole date. */
#define DATE_BYTES 10
/* Before this year there was no PDF, and the date is an error. */
#define FIRST_YEAR "1993"

/* ---- what is plausible ------------------------------------------------------------------------------------------- */

typedef struct shape {
    size_t letters, digits, blanks, odd; /* underscores, backslashes, controls */
    bool lower_only;                     /* no upper case, and no letter without case */
} shape;

static shape shape_of(dictum_slice text)
{
    shape s = {.lower_only = true};

    for (size_t at = 0; at < text.len;) {
        UChar32 c = (UChar32)dictum__utf8_next(text, &at);
        s.letters += u_isalpha(c) != 0;
        s.digits += u_isdigit(c) != 0;
        s.blanks += u_isspace(c) != 0;
        s.odd += c == '_' || c == '\\' || c < 0x20;
        s.lower_only = s.lower_only && (!u_isalpha(c) || u_islower(c));
    }
    return s;
}

static bool begins_with(dictum_slice text, const char *lower)
{
    return dictum__find_word(text, 0, lower) == 0 && text.len > 0;
}

/* A dot and two to five letters or digits, one of them a letter, behind a name. */
static bool ends_in_extension(dictum_slice text)
{
    size_t at = text.len;
    bool letter = false;

    while (at > 0 && u_isalnum((unsigned char)text.data[at - 1])) {
        at--;
        letter = letter || u_isalpha((unsigned char)text.data[at]);
    }
    return letter && at > 1 && text.data[at - 1] == '.' && text.data[at - 2] != ' ' && text.len - at >= 2 &&
           text.len - at <= 5 && !u_isupper((unsigned char)text.data[at]);
}

/* Whether it is a title, rather than the name of a file or what a program calls a new document. */
static bool is_title(dictum_slice text)
{
    static const char *const programs[] = {"microsoft word",
                                           "microsoft powerpoint",
                                           "powerpoint presentation",
                                           "microsoft office",
                                           "untitled",
                                           "no title",
                                           "slide 1",
                                           "file://",
                                           "http://",
                                           "https://"};
    shape s = shape_of(text);

    for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
        if (begins_with(text, programs[i])) {
            return false;
        }
    }
    if (s.letters < 2 || s.odd > 0 || ends_in_extension(text)) {
        return false;
    }
    /* One word with digits, or all in small letters, is a file's name: "Document1", "pr20220427", "statement-final". */
    return s.blanks > 0 || (s.digits == 0 && !s.lower_only);
}

/* Whether it is a name, rather than a login. */
static bool is_name(dictum_slice text)
{
    static const char *const nobody[] = {"administrator", "admin",   "user", "owner",  "unknown",
                                         "anonymous",     "default", "root", "author", "windows user"};
    shape s = shape_of(text);

    for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++) {
        if (dictum__is_word(text, nobody[i])) {
            return false;
        }
    }
    return s.letters >= 2 && s.odd == 0 && memchr(text.data, '@', text.len) == NULL &&
           (s.blanks > 0 || (s.digits == 0 && !s.lower_only));
}

/* ---- the first page ---------------------------------------------------------------------------------------------- */

/* The height of most letters. */
static float body_size(const dictum_pdf *pdf)
{
    size_t bytes[256] = {0}, best = 0;

    for (size_t i = 0; i < pdf->line_count; i++) {
        const dictum_pdf_line *line = &pdf->lines[i];
        if (line->placed && !line->running && line->size < 127) {
            bytes[(size_t)(line->size * 2)] += line->end - line->start;
        }
    }
    for (size_t i = 0; i < 256; i++) {
        best = bytes[i] > bytes[best] ? i : best;
    }
    return bytes[best] > 0 ? (float)best / 2 : 0;
}

static bool may_be_title(const dictum_pdf *pdf, const dictum_pdf_line *line)
{
    shape s = shape_of(dictum__pdf_line_text(pdf, line));

    return line->placed && !line->running && s.letters >= 2 && line->end - line->start <= TITLE_LINE_BYTES_MAX &&
           (line->y1 + line->y2) / 2 < 0.6F * pdf->pages[0].height;
}

/* Whether a line stands in the middle of the page with room on both sides, as only a title does. */
static bool is_centred(const dictum_pdf *pdf, const dictum_pdf_line *line)
{
    float width = pdf->pages[0].width, left = line->x1, right = width - line->x2;

    return fabsf(left - right) < 0.04F * width && left > 0.16F * width;
}

/* Where all letters have one size: the lines on top of the first page that are centred, up to a date. */
static void offer_centred(const dictum_pdf *pdf, dictum_buf *title)
{
    size_t end = pdf->pages[1].first_line, count = 0;
    dictum_buf text, date;

    dictum__buf_init(&text, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&date, 64);
    for (size_t i = 0; i < end && count < TITLE_LINES_MAX; i++) {
        const dictum_pdf_line *line = &pdf->lines[i];
        dictum_slice words = dictum__pdf_line_text(pdf, line);
        if (line->running) {
            continue;
        }
        if (!may_be_title(pdf, line) || !is_centred(pdf, line) || dictum__line_date(words, &date) ||
            dictum__pdf_ends_sentence(words)) {
            break;
        }
        dictum__buf_append_str(&text, count == 0 ? "" : " ");
        dictum__buf_append_slice(&text, words);
        count++;
    }
    dictum__field_offer_title(title, dictum__buf_slice(&text));
    dictum__buf_dispose(&date);
    dictum__buf_dispose(&text);
}

/* The lines in the largest letters on top of the first page, where these are larger than those of the text. */
static void offer_largest(const dictum_pdf *pdf, dictum_buf *title)
{
    size_t first = 0, end = pdf->pages[1].first_line;
    float largest = TITLE_SIZE * body_size(pdf);
    bool found = false;
    dictum_buf text;

    for (size_t i = 0; i < end; i++) {
        if (may_be_title(pdf, &pdf->lines[i]) && pdf->lines[i].size > largest * (found ? 1.03F : 1)) {
            first = i;
            largest = pdf->lines[i].size;
            found = true;
        }
    }
    if (!found) {
        offer_centred(pdf, title);
        return;
    }
    dictum__buf_init(&text, DICTUM__FIELD_BYTES_MAX);
    for (size_t i = first; i < end && i < first + TITLE_LINES_MAX; i++) {
        const dictum_pdf_line *line = &pdf->lines[i];
        if (line->running || fabsf(line->size - largest) > 0.06F * largest) {
            break;
        }
        dictum__buf_append_str(&text, i == first ? "" : " ");
        dictum__buf_append_slice(&text, dictum__pdf_line_text(pdf, line));
    }
    dictum__field_offer_title(title, dictum__buf_slice(&text));
    dictum__buf_dispose(&text);
}

/* Whether the lines before `at` are a paragraph of text: two of three are long, and one ends a sentence. */
static bool is_behind_text(const dictum_pdf *pdf, size_t at)
{
    size_t long_lines = 0, ends = 0;

    for (size_t i = at < 3 ? 0 : at - 3; i < at; i++) {
        dictum_slice text = dictum__pdf_line_text(pdf, &pdf->lines[i]);
        long_lines += text.len >= TEXT_LINE_BYTES;
        ends += dictum__pdf_ends_sentence(text);
    }
    return long_lines >= 2 && ends > 0;
}

/* The date that stands above the text of the first page; none where there are two. */
static void offer_date_on_page(const dictum_pdf *pdf, dictum_buf *date)
{
    dictum_buf found, other;
    bool ambiguous = false;

    dictum__buf_init(&found, 64);
    dictum__buf_init(&other, 64);
    for (size_t i = 0; i < pdf->pages[1].first_line && i < BLOCK_LINES_MAX && !is_behind_text(pdf, i); i++) {
        if (dictum__line_date(dictum__pdf_line_text(pdf, &pdf->lines[i]), &other)) {
            ambiguous = ambiguous ||
                        (found.len > 0 && !dictum__slice_equal(dictum__buf_slice(&found), dictum__buf_slice(&other)));
            dictum__buf_clear(&found);
            dictum__buf_append_slice(&found, dictum__buf_slice(&other));
        }
    }
    if (found.len > 0 && !ambiguous) {
        dictum__field_offer_date(date, dictum__buf_slice(&found));
    }
    dictum__buf_dispose(&other);
    dictum__buf_dispose(&found);
}

/* ---- all together ------------------------------------------------------------------------------------------------ */

static bool is_plausible_day(dictum_slice date)
{
    return date.len >= 4 && memcmp(date.data, FIRST_YEAR, 4) >= 0;
}

/* Some programs put the moment of making into dc:date, too. A date of the statement has another day, or is a day and
 * no moment. */
static bool is_stamp(dictum_slice stated, dictum_slice day, dictum_slice made)
{
    return stated.len > DATE_BYTES && memchr(stated.data, ':', stated.len) != NULL && dictum__slice_equal(day, made);
}

static void offer_stated_date(const dictum_xmp *xmp, dictum_document *document)
{
    dictum_slice stated = dictum__buf_slice(&xmp->fields[DICTUM__XMP_DATE]);
    dictum_buf day;

    dictum__buf_init(&day, 64);
    if (stated.len > 0 && dictum__date_parse(stated, &day) &&
        !is_stamp(stated, dictum__buf_slice(&day), dictum__buf_slice(&document->made_date))) {
        dictum__field_offer_date(&document->date, dictum__buf_slice(&day));
    }
    dictum__buf_dispose(&day);
}

static void offer_made_date(const dictum_pdf_info *info, const dictum_xmp *xmp, dictum_document *document)
{
    const dictum_slice places[] = {info->made, dictum__buf_slice(&xmp->fields[DICTUM__XMP_MADE])};

    for (size_t i = 0; i < 2; i++) {
        dictum_buf day;
        dictum__buf_init(&day, 64);
        if (places[i].len > 0 && dictum__date_parse(places[i], &day) && is_plausible_day(dictum__buf_slice(&day))) {
            dictum__field_offer_date(&document->made_date, dictum__buf_slice(&day));
        }
        dictum__buf_dispose(&day);
    }
}

static dictum_slice on_one_line(dictum_slice value, dictum_buf *line)
{
    dictum__buf_clear(line);
    if (value.data != NULL && dictum__utf8_is_valid(value)) {
        dictum__append_one_line(line, value);
    }
    return line->len > 0 ? dictum__buf_slice(line) : (dictum_slice){"", 0};
}

static void offer_titles_and_names(const dictum_pdf *pdf, const dictum_pdf_info *info, const dictum_xmp *xmp,
                                   dictum_document *document)
{
    const dictum_slice titles[] = {dictum__buf_slice(&xmp->fields[DICTUM__XMP_TITLE]), info->title};
    const dictum_slice names[] = {dictum__buf_slice(&xmp->fields[DICTUM__XMP_CREATOR]), info->author};
    dictum_slice publisher = dictum__buf_slice(&xmp->fields[DICTUM__XMP_PUBLISHER]);
    dictum_buf line;

    dictum__buf_init(&line, DICTUM__FIELD_BYTES_MAX);
    for (size_t i = 0; i < 2; i++) {
        dictum_slice title = on_one_line(titles[i], &line);
        if (is_title(title)) {
            dictum__field_offer_title(&document->title, title);
        }
        dictum_slice name = on_one_line(names[i], &line);
        if (is_name(name)) {
            dictum__field_offer(&document->speaker, name);
        }
    }
    if (is_name(publisher)) {
        dictum__field_offer(&document->source, publisher);
    }
    dictum__buf_dispose(&line);
    offer_largest(pdf, &document->title);
}

void dictum__pdf_stated(const dictum_pdf *pdf, const dictum_pdf_info *info, dictum_document *document)
{
    dictum_slice lang;
    dictum_xmp xmp;

    dictum__xmp_init(&xmp);
    dictum__xmp_read(info->xmp, &xmp);
    offer_titles_and_names(pdf, info, &xmp, document);
    offer_made_date(info, &xmp, document);
    offer_stated_date(&xmp, document);
    if (document->date.len == 0) {
        offer_date_on_page(pdf, &document->date);
    }
    lang = dictum__buf_slice(&xmp.fields[DICTUM__XMP_LANGUAGE]);
    if (lang.len > 0 && !dictum__is_word(lang, "x-default")) {
        dictum__field_offer(&document->lang, lang);
    }
    dictum__xmp_dispose(&xmp);
}
