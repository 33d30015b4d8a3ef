/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Handing over. Invariant: whatever goes to the sink is valid UTF-8, and a statement has the settings applied. */
#include "indexer/read/deliver.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "indexer/name.h"
#include "indexer/read/date.h"
#include "indexer/read/language.h"
#include "lib/utf8.h"

#define REASON_BYTES_MAX 4096
#define DATE_SHOWN_BYTES_MAX 60

dictum_status dictum__deliver_problem(const dictum_place *place, const dictum_reading *reading, dictum_error *err,
                                      const char *reason, ...)
{
    char line[1024];
    va_list args;
    dictum_buf clean;
    dictum_status status;

    va_start(args, reason);
    vsnprintf(line, sizeof(line), reason, args);
    va_end(args);
    dictum__buf_init(&clean, REASON_BYTES_MAX);
    for (char *c = line; *c != '\0'; c++) {
        *c = (unsigned char)*c < 0x20 || *c == 0x7F ? '?' : *c;
    }
    dictum__utf8_append_repaired(&clean, dictum__slice(line));
    status = dictum__buf_status(&clean) == DICTUM_OK && clean.data != NULL
                 ? reading->sink->problem(reading->sink->context, place, clean.data, err)
                 : dictum__nomem(err);
    dictum__buf_dispose(&clean);
    return status;
}

void dictum__date_of_source(const dictum_source *source, dictum_buf *out, dictum_record *record)
{
    struct tm when;

    dictum__buf_clear(out);
    record->date_known = DICTUM__DATE_NONE;
    record->date = (dictum_slice){NULL, 0};
    if (source->standard_input) {
        return;
    }
    dictum__name_date(source->name, out);
    record->date_known = DICTUM__DATE_NAME;
    if (out->len == 0 && source->has_time && gmtime_r(&source->changed, &when) != NULL && when.tm_year > -1900) {
        dictum__date_append(out, (unsigned)(when.tm_year + 1900), (unsigned)when.tm_mon + 1, (unsigned)when.tm_mday);
        record->date_known = DICTUM__DATE_FILE;
    }
    if (out->len > 0) {
        record->date = dictum__buf_slice(out);
    } else {
        record->date_known = DICTUM__DATE_NONE;
    }
}

static dictum_slice value_of(const dictum_buf *buf)
{
    return buf->len == 0 ? (dictum_slice){NULL, 0} : dictum__buf_slice(buf);
}

/* Replaces what is set. `date` and `lang` keep what is made of their settings. */
static void apply(const dictum_settings *settings, dictum_record *record, dictum_buf *date, dictum_buf *lang)
{
    dictum_slice *fields[] = {&record->speaker, &record->source, &record->url};
    const dictum__setting numbers[] = {DICTUM__SET_SPEAKER, DICTUM__SET_SOURCE, DICTUM__SET_URL};

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (settings->values[numbers[i]].len > 0) {
            *fields[i] = dictum__buf_slice(&settings->values[numbers[i]]);
        }
    }
    if (settings->values[DICTUM__SET_TITLE].len > 0) {
        record->title = dictum__buf_slice(&settings->values[DICTUM__SET_TITLE]);
        record->title_known = DICTUM__TITLE_STATED;
    }
    if (settings->values[DICTUM__SET_DATE].len > 0 &&
        dictum__date_parse(dictum__buf_slice(&settings->values[DICTUM__SET_DATE]), date)) {
        record->date = dictum__buf_slice(date);
        record->date_known = DICTUM__DATE_STATED;
    }
    if (settings->values[DICTUM__SET_LANG].len > 0) {
        dictum__language_code(dictum__buf_slice(&settings->values[DICTUM__SET_LANG]), lang);
        if (lang->len > 0) {
            record->lang = dictum__buf_slice(lang);
        }
    }
}

dictum_status dictum__deliver_record(const dictum_place *place, const dictum_record *given,
                                     const dictum_reading *reading, dictum_error *err)
{
    dictum_record record = *given;
    dictum_buf date, lang;
    dictum_status status = DICTUM_OK;

    dictum__buf_init(&date, 64);
    dictum__buf_init(&lang, 64);
    apply(reading->settings, &record, &date, &lang);
    if (dictum__buf_status(&date) != DICTUM_OK || dictum__buf_status(&lang) != DICTUM_OK) {
        status = dictum__nomem(err);
    } else {
        status = reading->sink->statement(reading->sink->context, place, &record, err);
    }
    dictum__buf_dispose(&lang);
    dictum__buf_dispose(&date);
    return status;
}

/* Hands on what the document states and could not be understood, unless the settings know better. */
static dictum_status complain(const dictum_place *place, const dictum_document *document, const dictum_record *record,
                              const dictum_reading *reading, dictum_error *err)
{
    const dictum_buf *date = &document->refused_date;
    dictum_status status = DICTUM_OK;

    if (date->len > 0 && reading->settings->values[DICTUM__SET_DATE].len == 0) {
        int shown = (int)(date->len < DATE_SHOWN_BYTES_MAX ? date->len : DATE_SHOWN_BYTES_MAX);
        status = dictum__deliver_problem(
            place, reading, err, "its date \"%.*s\" is not one that dictum understands: %s", shown, date->data,
            record->date_known == DICTUM__DATE_NAME ? "that of its name counts" : "the statement has none");
    }
    if (status == DICTUM_OK && document->broken_front_matter) {
        status = dictum__deliver_problem(place, reading, err, "its front matter is not YAML: it is taken for text");
    }
    return status;
}

/* What title, date and address the document does not state. */
static void complete(const dictum_source *source, uint64_t part, const dictum_document *document,
                     const dictum_settings *settings, dictum_buf *name, dictum_buf *date, dictum_record *record)
{
    if (record->title.data == NULL && !source->standard_input) {
        dictum__name_title(source->name, name);
        record->title = value_of(name);
        record->title_known = record->title.data == NULL ? DICTUM__TITLE_NONE : DICTUM__TITLE_NAME;
    } else if (record->title.data == NULL) {
        record->title_known = DICTUM__TITLE_NONE;
    }
    if (record->date.data == NULL) {
        dictum__date_of_source(source, date, record);
        if (record->date_known != DICTUM__DATE_NAME && document->made_date.len > 0) {
            record->date = dictum__buf_slice(&document->made_date);
            record->date_known = DICTUM__DATE_FILE;
        }
    }
    /* One that is stated and not understood is hardly that of the file's last change. */
    if (document->refused_date.len > 0 && record->date_known == DICTUM__DATE_FILE) {
        record->date = (dictum_slice){NULL, 0};
        record->date_known = DICTUM__DATE_NONE;
    }
    if (record->url.data == NULL && source->member.data == NULL && part == 0) {
        record->url = value_of(&settings->values[DICTUM__SET_ADDRESS]);
    }
}

dictum_status dictum__deliver(const dictum_source *source, uint64_t part, const dictum_document *document,
                              const char *type, const dictum_reading *reading, dictum_error *err)
{
    const dictum_place place = dictum__source_place(source, part);
    dictum_record record = {.date_known = DICTUM__DATE_STATED, .title_known = DICTUM__TITLE_STATED};
    dictum_buf lang, name, date;
    dictum_status status = dictum__document_status(document, err);

    if (status != DICTUM_OK) {
        return status;
    }
    dictum__buf_init(&lang, 64);
    dictum__buf_init(&name, DICTUM__FIELD_BYTES_MAX);
    dictum__buf_init(&date, 64);
    record.text = document->text.len == 0 ? DICTUM_SLICE("") : dictum__buf_slice(&document->text);
    record.pages = value_of(&document->pages);
    record.type = dictum__slice(type);
    record.title = value_of(&document->title);
    record.date = value_of(&document->date);
    record.speaker = value_of(&document->speaker);
    record.source = value_of(&document->source);
    record.url = value_of(&document->url);
    complete(source, part, document, reading->settings, &name, &date, &record);
    dictum__language(dictum__buf_slice(&document->lang), record.text, &lang);
    record.lang = value_of(&lang);
    if (dictum__buf_status(&lang) != DICTUM_OK || dictum__buf_status(&name) != DICTUM_OK ||
        dictum__buf_status(&date) != DICTUM_OK) {
        status = dictum__nomem(err);
    }
    if (status == DICTUM_OK) {
        status = complain(&place, document, &record, reading, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__deliver_record(&place, &record, reading, err);
    }
    dictum__buf_dispose(&date);
    dictum__buf_dispose(&name);
    dictum__buf_dispose(&lang);
    return status;
}
