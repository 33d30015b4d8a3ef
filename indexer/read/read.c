/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading one file: what it is, and which reader it goes to. Invariant: everything about the file itself ends as an
 * outcome with a reason; a status other than DICTUM_OK means that reading as such cannot go on. */
#include "indexer/read/read.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "indexer/read/archive.h"
#include "indexer/read/byline.h"
#include "indexer/read/charset.h"
#include "indexer/read/csv.h"
#include "indexer/read/deliver.h"
#include "indexer/read/docx.h"
#include "indexer/read/epub.h"
#include "indexer/read/html.h"
#include "indexer/read/mail.h"
#include "indexer/read/markdown.h"
#include "indexer/read/odt.h"
#include "indexer/read/package.h"
#include "indexer/read/pdf.h"
#include "indexer/read/recognise.h"
#include "indexer/read/records.h"
#include "indexer/read/subtitles.h"
#include "indexer/read/text.h"

/* A text of so many bytes is one, although its name says otherwise. */
#define WRONG_NAME_BYTES_MIN 64

/* Of a text in UTF-16 or UTF-32 and of a file that promises to be text by its name. */
static bool may_be_text(dictum_slice head, dictum__format named)
{
    return dictum__has_wide_bom(head) || !dictum__is_binary(head, named != DICTUM__FORMAT_NONE);
}

/* Whether the name promises a document of some form, which other content breaks. */
static bool promises_form(dictum__format named)
{
    return named != DICTUM__FORMAT_NONE && named != DICTUM__FORMAT_TEXT;
}

/* Formats whose content would have shown itself. */
static bool is_known_by_content(dictum__format format)
{
    return format == DICTUM__FORMAT_PDF || format == DICTUM__FORMAT_DOCX || format == DICTUM__FORMAT_ODT ||
           format == DICTUM__FORMAT_EPUB || format == DICTUM__FORMAT_ARCHIVE;
}

/* What the source is to be read as; NONE where reading it has ended with a reason. */
static dictum__format decide(dictum_slice head, dictum__format named, const dictum_reading *reading)
{
    dictum__format shown = dictum__format_by_content(head);
    const char *foreign = dictum__foreign_format(head);

    if (shown == DICTUM__FORMAT_MBOX && named == DICTUM__FORMAT_MAIL) {
        return named; /* one message, with the line that began it in a mailbox */
    }
    if (shown != DICTUM__FORMAT_NONE) {
        return shown;
    }
    if (foreign != NULL) {
        dictum__reading_end(reading, DICTUM__READ_SKIPPED, "%s is not a format that dictum reads", foreign);
        return DICTUM__FORMAT_NONE;
    }
    if (head.len == 0) {
        dictum__reading_end(reading, DICTUM__READ_SKIPPED, "it is empty");
        return DICTUM__FORMAT_NONE;
    }
    if (is_known_by_content(named)) {
        /* Such as a page that came instead of the file; a few letters are rather the rest of one. */
        if (head.len >= WRONG_NAME_BYTES_MIN && may_be_text(head, DICTUM__FORMAT_NONE)) {
            return DICTUM__FORMAT_TEXT;
        }
        dictum__reading_end(reading, DICTUM__READ_PROBLEM, "its content is not %s", dictum__format_name(named));
        return DICTUM__FORMAT_NONE;
    }
    if (!may_be_text(head, named)) {
        if (promises_form(named)) {
            dictum__reading_end(reading, DICTUM__READ_PROBLEM, "its content is binary, not %s",
                                dictum__format_name(named));
        } else {
            dictum__reading_end(reading, DICTUM__READ_SKIPPED, "not a document dictum knows: binary content");
        }
        return DICTUM__FORMAT_NONE;
    }
    return named == DICTUM__FORMAT_NONE ? DICTUM__FORMAT_TEXT : named;
}

/* What a ZIP archive is to be read as: a document where it holds what makes one. Where it does not and is called one,
 * that reader says what is missing. False, with the outcome or source->held telling why, where it cannot be read. */
static bool look_inside(dictum_source *source, dictum__format named, dictum__format *format,
                        const dictum_reading *reading)
{
    dictum_slice bytes = {"", 0};
    const char *foreign;

    if (source->fd < 0 && !dictum__source_peek(source, DICTUM__FILE_BYTES_MAX + 1, &bytes, reading)) {
        return false;
    }
    *format = dictum__package_format(bytes, source->fd, &foreign);
    if (source->fd >= 0 && lseek(source->fd, (off_t)source->held.len, SEEK_SET) < 0) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "cannot read it: %s", strerror(errno));
    }
    if (foreign != NULL) {
        *format = DICTUM__FORMAT_NONE;
        return dictum__reading_end(reading, DICTUM__READ_SKIPPED, "%s is not a format that dictum reads", foreign);
    }
    if (*format == DICTUM__FORMAT_ARCHIVE &&
        (named == DICTUM__FORMAT_DOCX || named == DICTUM__FORMAT_ODT || named == DICTUM__FORMAT_EPUB)) {
        *format = named;
    }
    return true;
}

/* ---- texts ------------------------------------------------------------------------------------------------- */

/* The format of a text: what the name says, unless the content is HTML. A Markdown file may begin with HTML, but not as
 * a page. */
static dictum__format format_of(dictum_slice text, dictum__format decided)
{
    bool open = decided == DICTUM__FORMAT_TEXT || decided == DICTUM__FORMAT_MARKDOWN;

    return open && dictum__looks_like_html(text) ? DICTUM__FORMAT_HTML : decided;
}

/* Whether date and author may stand in the first lines of the text. Of pages and PDF their readers know better which
 * these are. */
static bool has_byline(dictum__format format)
{
    return format == DICTUM__FORMAT_TEXT || format == DICTUM__FORMAT_MARKDOWN || format == DICTUM__FORMAT_DOCX ||
           format == DICTUM__FORMAT_ODT;
}

static dictum_status read_document(const dictum_source *source, dictum_slice text, dictum__format format,
                                   const dictum_reading *reading, dictum_error *err)
{
    dictum_document document;
    const dictum_html_options html = {
        dictum__is_word(dictum__buf_slice(&reading->settings->values[DICTUM__SET_WHOLE_PAGE]), "yes")};
    const char *type = "text";
    dictum_status status = DICTUM_OK;

    dictum__document_init(&document);
    switch (format) {
    case DICTUM__FORMAT_HTML:
        type = "html";
        status = dictum__read_html(text, &html, &document, err);
        break;
    case DICTUM__FORMAT_MARKDOWN:
        type = "markdown";
        status = dictum__read_markdown(text, &document, err);
        break;
    case DICTUM__FORMAT_SUBTITLES:
        type = "subtitles";
        status = dictum__read_subtitles(source->name, text, &document, err);
        break;
    case DICTUM__FORMAT_PDF:
        type = "pdf";
        status = dictum__read_pdf(text, &document, err);
        break;
    case DICTUM__FORMAT_DOCX:
        type = "docx";
        status = dictum__read_docx(text, reading->budget, &document, err);
        break;
    case DICTUM__FORMAT_ODT:
        type = "odt";
        status = dictum__read_odt(text, reading->budget, &document, err);
        break;
    case DICTUM__FORMAT_EPUB:
        type = "epub";
        status = dictum__read_epub(text, reading->budget, &document, err);
        break;
    default:
        dictum__read_text(text, &document);
        break;
    }
    if (status == DICTUM_OK && has_byline(format)) {
        dictum__byline_offer(&document);
    }
    if (status == DICTUM_OK) {
        status = dictum__document_status(&document, err);
    }
    if (status == DICTUM_OK && document.text.len == 0 && document.title.len == 0) {
        dictum__reading_end(reading, DICTUM__READ_PROBLEM, "%s with neither text nor title",
                            dictum__format_name(format));
    } else if (status == DICTUM_OK) {
        status = dictum__deliver(source, 0, &document, type, reading, err);
    }
    dictum__document_dispose(&document);
    return status;
}

/* Into UTF-8, and on. */
static dictum_status read_text(dictum_source *source, dictum_buf *raw, dictum__format decided,
                               const dictum_reading *reading, dictum_error *err)
{
    dictum_slice bytes = dictum__buf_slice(raw);
    dictum_charset charset;
    dictum_buf text;
    dictum_status status;

    dictum__buf_init(&text, DICTUM__FILE_BYTES_MAX);
    status = dictum__charset_find(bytes, format_of(bytes, decided) == DICTUM__FORMAT_HTML, &charset, err);
    if (status == DICTUM_OK) {
        status = dictum__charset_convert(bytes, &charset, &text, err);
    }
    dictum__buf_dispose(raw); /* a large file is in memory once less */
    if (status == DICTUM_OK && dictum__trimmed(dictum__buf_slice(&text)).len == 0) {
        dictum__reading_end(reading, DICTUM__READ_SKIPPED, "it is empty");
    } else if (status == DICTUM_OK && decided == DICTUM__FORMAT_CSV) {
        status = dictum__read_csv(source, dictum__buf_slice(&text), reading, err);
    } else if (status == DICTUM_OK) {
        dictum__format format = format_of(dictum__buf_slice(&text), decided);
        source->is_text = source->depth == 0 && format == DICTUM__FORMAT_TEXT;
        status = read_document(source, dictum__buf_slice(&text), format, reading, err);
    }
    dictum__buf_dispose(&text);
    return status;
}

/* ---- all formats ------------------------------------------------------------------------------------------- */

static dictum_status read_loaded(dictum_source *source, dictum__format format, const dictum_reading *reading,
                                 dictum_error *err)
{
    dictum_buf raw;
    dictum_status status = DICTUM_OK;

    dictum__buf_init(&raw, DICTUM__FILE_BYTES_MAX + DICTUM__HEAD_BYTES * 8);
    if (!dictum__source_load(source, &raw, reading)) {
        dictum__buf_dispose(&raw);
        return DICTUM_OK;
    }
    if (dictum__buf_status(&raw) != DICTUM_OK) {
        status = dictum__nomem(err);
    } else if (format == DICTUM__FORMAT_MAIL) {
        status = dictum__read_mail(source, dictum__buf_slice(&raw), reading, err);
    } else if (is_known_by_content(format)) {
        status = read_document(source, dictum__buf_slice(&raw), format, reading, err);
    } else {
        status = read_text(source, &raw, format, reading, err);
    }
    dictum__buf_dispose(&raw);
    return status;
}

static dictum_status read_as(dictum_source *source, dictum__format format, const dictum_reading *reading,
                             dictum_error *err)
{
    switch (format) {
    case DICTUM__FORMAT_NONE: /* it has ended */
        return DICTUM_OK;
    case DICTUM__FORMAT_RECORDS:
        return dictum__read_records(source, reading, err);
    case DICTUM__FORMAT_MBOX:
        return dictum__read_mbox(source, reading, err);
    case DICTUM__FORMAT_ARCHIVE:
        return dictum__read_archive(source, reading, err);
    default:
        return read_loaded(source, format, reading, err);
    }
}

dictum_status dictum__read_source(dictum_source *source, const dictum_reading *reading, dictum_error *err)
{
    dictum__format named = dictum__format_by_name(source->name), format = named;
    dictum_error detail = {.code = DICTUM_OK};
    dictum_status status;

    if (!source->standard_input) { /* of which nothing should be waited for but the next line */
        dictum_slice head;
        if (!dictum__source_peek(source, DICTUM__HEAD_BYTES, &head, reading)) {
            return dictum__buf_status(&source->held) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
        }
        format = decide(head, named, reading);
        if (format == DICTUM__FORMAT_ARCHIVE && dictum__is_zip(head) && !look_inside(source, named, &format, reading)) {
            return dictum__buf_status(&source->held) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
        }
    }
    status = read_as(source, format, reading, &detail);
    if (status == DICTUM_LIMIT || status == DICTUM_CORRUPT) { /* of this source */
        dictum__reading_end(reading, DICTUM__READ_PROBLEM, "%s", detail.text);
        status = DICTUM_OK;
    }
    if (status != DICTUM_OK && err != NULL) {
        *err = detail;
    }
    return status;
}

/* Whether what could not be read may have held more than one statement. */
static bool may_hold_many(const dictum_source *source)
{
    dictum__format named = dictum__format_by_name(source->name);

    return named == DICTUM__FORMAT_ARCHIVE || named == DICTUM__FORMAT_MBOX || named == DICTUM__FORMAT_MAIL ||
           named == DICTUM__FORMAT_CSV || named == DICTUM__FORMAT_RECORDS || named == DICTUM__FORMAT_NONE;
}

dictum_status dictum__read_inside(dictum_source *source, const dictum_reading *around, dictum_error *err)
{
    dictum_read_outcome outcome = DICTUM__READ_DONE;
    dictum_reading reading = *around;
    dictum_buf reason;
    dictum_status status = DICTUM_OK;

    dictum__buf_init(&reason, 65536);
    reading.outcome = &outcome;
    reading.reason = &reason;
    if (reading.budget->members == 0) {
        reading.budget->spent = true;
        dictum__reading_end(&reading, DICTUM__READ_PROBLEM, "it is one of more than %d in the file",
                            (int)DICTUM__MEMBERS_MAX);
    } else if (source->depth > DICTUM__DEPTH_MAX) {
        reading.budget->members--;
        dictum__reading_end(&reading, DICTUM__READ_PROBLEM, "more than %d containers lie in each other",
                            DICTUM__DEPTH_MAX);
    } else {
        reading.budget->members--;
        status = dictum__read_source(source, &reading, err);
    }
    if (status == DICTUM_OK && outcome != DICTUM__READ_DONE) {
        dictum_place place = dictum__source_place(source, 0);
        const char *text = reason.data == NULL ? "" : reason.data;
        place.single = !may_hold_many(source);
        if (outcome == DICTUM__READ_SKIPPED) {
            status = around->sink->skipped(around->sink->context, &place, text, err);
        } else {
            status = around->sink->problem(around->sink->context, &place, text, err);
        }
    }
    dictum__buf_dispose(&reason);
    return status;
}

dictum_status dictum__read_file(const dictum_read_request *request, const dictum_read_sink *sink,
                                dictum_read_outcome *outcome, dictum_buf *reason, dictum_error *err)
{
    dictum_settings none;
    dictum_budget budget = dictum__budget_of(DICTUM__EXPANDED_BYTES_MAX);
    const dictum_reading reading = {sink, request->settings != NULL ? request->settings : &none, &budget, outcome,
                                    reason};
    dictum_source source;
    dictum_status status = DICTUM_OK;

    *outcome = DICTUM__READ_DONE;
    dictum__buf_clear(reason);
    dictum__settings_init(&none);
    if (dictum__source_open(&source, request, &reading)) {
        status = dictum__read_source(&source, &reading, err);
    }
    dictum__source_close(&source);
    dictum__settings_dispose(&none);
    return status;
}
