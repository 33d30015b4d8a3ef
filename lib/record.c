/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements to bytes and back. What the encoder writes the decoder reads; of anything else the decoder takes
 * only what the header allows, and reads no byte outside its input. */
#include "lib/record.h"

#include <inttypes.h>

#include "lib/utf8.h"

#define MAGIC '\xD1'
#define VERSION 1

/* The string fields: where each is in a record. */
static dictum_slice *field_of(dictum_record *record, uint64_t tag)
{
    switch (tag) {
    case DICTUM__FIELD_ID:
        return &record->id;
    case DICTUM__FIELD_PATH:
        return &record->path;
    case DICTUM__FIELD_TITLE:
        return &record->title;
    case DICTUM__FIELD_DATE:
        return &record->date;
    case DICTUM__FIELD_SPEAKER:
        return &record->speaker;
    case DICTUM__FIELD_SOURCE:
        return &record->source;
    case DICTUM__FIELD_LANG:
        return &record->lang;
    case DICTUM__FIELD_URL:
        return &record->url;
    case DICTUM__FIELD_TYPE:
        return &record->type;
    case DICTUM__FIELD_EXTRA:
        return &record->extra;
    case DICTUM__FIELD_TEXT:
        return &record->text;
    default:
        return NULL;
    }
}

static size_t bytes_max(uint64_t tag)
{
    return tag == DICTUM__FIELD_TEXT ? DICTUM__TEXT_BYTES_MAX : DICTUM__FIELD_BYTES_MAX;
}

void dictum__record_encode(const dictum_record *record, dictum_buf *out)
{
    dictum_record copy = *record;
    dictum__buf_append_char(out, MAGIC);
    dictum__buf_append_varint(out, VERSION);
    for (uint64_t tag = DICTUM__FIELD_ID; tag <= DICTUM__FIELD_TEXT; tag++) {
        const dictum_slice *value = field_of(&copy, tag);
        if (tag == DICTUM__FIELD_KNOWN && (record->date_known || record->title_known)) {
            char known[2] = {(char)record->date_known, (char)record->title_known};
            dictum__buf_append_varint(out, tag);
            dictum__buf_append_counted(out, (dictum_slice){known, sizeof known});
        } else if (value && value->data) {
            /* A record that could not be decoded again is not written. */
            if (value->len > bytes_max(tag) && out->failed == DICTUM_OK)
                out->failed = DICTUM_LIMIT;
            dictum__buf_append_varint(out, tag);
            dictum__buf_append_counted(out, *value);
        }
    }
    if (record->pages.data) {
        if (record->pages.len > DICTUM__FIELD_BYTES_MAX && out->failed == DICTUM_OK)
            out->failed = DICTUM_LIMIT;
        dictum__buf_append_varint(out, DICTUM__FIELD_PAGES);
        dictum__buf_append_counted(out, record->pages);
    }
    if (record->part > 0) {
        dictum__buf_append_varint(out, DICTUM__FIELD_PART);
        dictum__buf_append_varint(out, dictum__varint_bytes(record->part));
        dictum__buf_append_varint(out, record->part);
    }
}

/* Why a field's value cannot be, or NULL; puts it into the record where it can. */
static const char *take_field(dictum_record *record, uint64_t tag, dictum_slice value)
{
    if (tag == DICTUM__FIELD_KNOWN) {
        if (value.len != 2)
            return "what is known of its date has a wrong length";
        unsigned char date = (unsigned char)value.data[0], title = (unsigned char)value.data[1];
        if (date > DICTUM__DATE_STATED || title > DICTUM__TITLE_STATED)
            return "what is known of its date has a wrong value";
        record->date_known = (dictum__date_known)date;
        record->title_known = (dictum__title_known)title;
        return NULL;
    }
    if (tag == DICTUM__FIELD_PART) {
        if (!dictum__take_varint(&value, &record->part) || value.len != 0)
            return "its part has a wrong length";
        return NULL;
    }
    if (tag == DICTUM__FIELD_PAGES) {
        uint64_t step;
        record->pages = value;
        while (value.len > 0)
            if (!dictum__take_varint(&value, &step))
                return "its list of pages ends in the middle of a number";
        return NULL;
    }
    dictum_slice *field = field_of(record, tag);
    if (!field) /* of a later writer */
        return NULL;
    if (value.len > bytes_max(tag))
        return "a field is too long";
    if (!dictum__utf8_is_valid(value))
        return "a field is not UTF-8";
    if (tag == DICTUM__FIELD_DATE && !dictum__date_is_valid(value))
        return "its date is not one";
    *field = value;
    return NULL;
}

dictum_status dictum__record_decode(dictum_slice bytes, dictum_record *record, dictum_error *err)
{
    *record = (dictum_record){.date_known = DICTUM__DATE_NONE, .title_known = DICTUM__TITLE_NONE};
    uint64_t version;
    if (!bytes.data || bytes.len == 0 || bytes.data[0] != MAGIC)
        return dictum__fail(err, DICTUM_CORRUPT, "a stored statement is damaged: it does not begin as one");
    dictum_slice in = {bytes.data + 1, bytes.len - 1};
    if (!dictum__take_varint(&in, &version) || version == 0)
        return dictum__fail(err, DICTUM_CORRUPT, "a stored statement is damaged: it has no version");
    if (version > VERSION)
        return dictum__fail(err, DICTUM_VERSION,
                            "a stored statement was written by a later version of dictum (%" PRIu64 ", this is %d)",
                            version, VERSION);
    uint64_t seen = 0;
    while (in.len > 0) {
        uint64_t tag;
        dictum_slice value;
        const char *wrong = NULL;
        if (!dictum__take_varint(&in, &tag) || !dictum__take_counted(&in, &value))
            wrong = "it ends in the middle of a field";
        else if (tag < 64 && (seen >> tag & 1) != 0)
            wrong = "a field is there twice";
        else
            wrong = take_field(record, tag, value);
        if (wrong) {
            *record = (dictum_record){.date_known = DICTUM__DATE_NONE, .title_known = DICTUM__TITLE_NONE};
            return dictum__fail(err, DICTUM_CORRUPT, "a stored statement is damaged: %s", wrong);
        }
        if (tag < 64)
            seen |= UINT64_C(1) << tag;
    }
    return DICTUM_OK;
}

uint64_t dictum__record_page(const dictum_record *record, size_t byte)
{
    dictum_slice rest = record->pages;
    uint64_t page = 0, at = 0, step;
    while (rest.len > 0 && dictum__take_varint(&rest, &step)) {
        if (step > byte - at)
            break;
        at += step;
        page++;
    }
    return page == 0 && record->pages.len > 0 ? 1 : page;
}

const char *dictum__date_known_name(dictum__date_known known)
{
    switch (known) {
    case DICTUM__DATE_STATED:
        return "stated";
    case DICTUM__DATE_NAME:
        return "name";
    case DICTUM__DATE_FILE:
        return "file";
    case DICTUM__DATE_NONE:
        break;
    }
    return "none";
}

/* The number that `count` digits at `digits` make; false where one is no digit. */
static bool read_digits(const char *digits, size_t count, unsigned *number)
{
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return false;
        *number = *number * 10 + (unsigned)(digits[i] - '0');
    }
    return true;
}

bool dictum__date_is_valid(dictum_slice date)
{
    static const unsigned char month_days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned year, month, day;
    if (!date.data || (date.len != 4 && date.len != 7 && date.len != 10))
        return false;
    if (!read_digits(date.data, 4, &year))
        return false;
    if (date.len == 4)
        return true;
    if (date.data[4] != '-' || !read_digits(date.data + 5, 2, &month) || month < 1 || month > 12)
        return false;
    if (date.len == 7)
        return true;
    if (date.data[7] != '-' || !read_digits(date.data + 8, 2, &day))
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day >= 1 && day <= month_days[month] + (month == 2 && leap ? 1u : 0u);
}
