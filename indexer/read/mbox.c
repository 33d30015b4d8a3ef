/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mailbox, a line at a time. Invariant: one message and a line are in memory, and a line "From …" begins a message
 * only behind an empty one, with a date in it and a header behind it, as no writer leaves such a line in a text. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "indexer/read/date.h"
#include "indexer/read/lines.h"
#include "indexer/read/mail.h"
#include "indexer/read/mail_parts.h"

/* So long is no line of a mailbox that begins a message. */
#define SEPARATOR_BYTES_MAX ((size_t)1000)

typedef struct mailbox {
    dictum_source *source;
    const dictum_reading *reading;
    dictum_buf message;   /* that is being gathered */
    dictum_buf separator; /* a line that begins the next one, if a header follows */
    bool pending;         /* there is one */
    bool open;            /* a message has begun */
    bool in_headers;
    bool after_blank;
    bool too_long; /* a line of the message could not be kept */
    uint64_t number, read;
} mailbox;

/* ---- telling lines apart ------------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The word of `line` at `*at`; empty at its end. */
static dictum_slice take_word(dictum_slice line, size_t *at)
{
    size_t start;

    while (*at < line.len && line.data[*at] == ' ') {
        ++*at;
    }
    start = *at;
    while (*at < line.len && line.data[*at] != ' ') {
        ++*at;
    }
    return (dictum_slice){line.data + start, *at - start};
}

/* "From somebody Thu Sep 26 16:42:31 2002", perhaps with a time zone somewhere: a month, a time of day and a year. */
static bool is_separator(dictum_slice line)
{
    bool month = false, clock = false, year = false;
    size_t at = 5;
    dictum_slice word;

    if (line.len <= 5 || line.len > SEPARATOR_BYTES_MAX || memcmp(line.data, "From ", 5) != 0) {
        return false;
    }
    while ((word = take_word(line, &at)).len > 0) {
        month = month || (word.len == 3 && dictum__date_month(word) != 0);
        clock = clock || (word.len >= 4 && is_digit(word.data[0]) && memchr(word.data, ':', word.len) != NULL);
        year = year || (word.len == 4 && is_digit(word.data[0]) && is_digit(word.data[1]) && is_digit(word.data[2]) &&
                        is_digit(word.data[3]));
    }
    return month && clock && year;
}

/* A header's name and colon; or an old separator that was quoted. */
static bool may_follow_separator(dictum_slice line)
{
    size_t at = 0;

    if (line.len > 6 && memcmp(line.data, ">From ", 6) == 0) {
        return true;
    }
    while (at < line.len && line.data[at] > ' ' && line.data[at] < 0x7F && line.data[at] != ':') {
        at++;
    }
    return at > 0 && at < line.len && line.data[at] == ':';
}

/* Without one ">" where that was put before "From " (">From ", ">>From " and so on). */
static dictum_slice unquoted(dictum_slice line)
{
    size_t marks = 0;

    while (marks < line.len && line.data[marks] == '>') {
        marks++;
    }
    if (marks > 0 && line.len - marks >= 5 && memcmp(line.data + marks, "From ", 5) == 0) {
        return (dictum_slice){line.data + 1, line.len - 1};
    }
    return line;
}

/* ---- messages ------------------------------------------------------------------------------------------------ */

/* Reads the message that has been gathered. */
static dictum_status close_message(mailbox *box, dictum_error *err)
{
    char folder[64];
    const dictum_place place = dictum__source_place(box->source, box->number);
    dictum_mail_reading in = {.source = box->source, .part = box->number, .reading = box->reading};
    dictum_error detail = {.code = DICTUM_OK};
    dictum_status status = dictum__buf_status(&box->message);

    if (!box->open) {
        return DICTUM_OK;
    }
    box->open = false;
    if (status == DICTUM_NOMEM) {
        return dictum__nomem(err);
    }
    if (status != DICTUM_OK || box->too_long) {
        return dictum__deliver_problem(&place, box->reading, err, "message %" PRIu64 ": it has more than %zu MB",
                                       box->number, DICTUM__FILE_BYTES_MAX >> 20);
    }
    snprintf(folder, sizeof(folder), "message %" PRIu64 "/", box->number);
    in.folder = dictum__slice(folder);
    status = dictum__mail_read(&in, dictum__buf_slice(&box->message), &detail);
    if (status == DICTUM_CORRUPT || status == DICTUM_LIMIT) {
        return dictum__deliver_problem(&place, box->reading, err, "message %" PRIu64 ": %s", box->number, detail.text);
    }
    if (status != DICTUM_OK && err != NULL) {
        *err = detail;
    }
    box->read++;
    return status;
}

static void open_message(mailbox *box)
{
    dictum__buf_clear(&box->message);
    box->open = true;
    box->in_headers = true;
    box->too_long = false;
    box->number++;
}

static void add_line(mailbox *box, dictum_slice line)
{
    if (box->in_headers && line.len > 6 && memcmp(line.data, ">From ", 6) == 0) {
        return; /* of an older mailbox */
    }
    line = box->in_headers ? line : unquoted(line);
    box->in_headers = box->in_headers && line.len > 0;
    if (dictum__buf_status(&box->message) == DICTUM_OK) {
        dictum__buf_append_slice(&box->message, line);
        dictum__buf_append_char(&box->message, '\n');
    }
}

static void hold_separator(mailbox *box, dictum_slice line)
{
    dictum__buf_clear(&box->separator);
    dictum__buf_append_slice(&box->separator, line);
    box->pending = true;
}

/* What has been held turns out to be a line like others. */
static void add_held(mailbox *box)
{
    box->pending = false;
    if (box->open) {
        add_line(box, dictum__buf_slice(&box->separator));
    }
}

static dictum_status take_line(mailbox *box, dictum_slice line, dictum_error *err)
{
    dictum_status status = DICTUM_OK;

    if (box->pending && may_follow_separator(line)) {
        box->pending = false;
        status = close_message(box, err);
        open_message(box);
    } else if (box->pending) {
        add_held(box);
        box->after_blank = false;
    }
    if (box->after_blank && is_separator(line)) {
        hold_separator(box, line);
    } else if (box->open) {
        add_line(box, line);
    }
    box->after_blank = line.len == 0;
    return status;
}

static dictum_status read_lines(mailbox *box, dictum_lines *lines, bool *goes_on, dictum_error *err)
{
    for (;;) {
        dictum__line kind;
        dictum_slice line;
        dictum_status status = dictum__lines_next(lines, box->reading, &kind, &line, err);

        if (status == DICTUM_OK && kind == DICTUM__LINE_READ) {
            status = take_line(box, line, err);
        } else if (status == DICTUM_OK && kind == DICTUM__LINE_TOO_LONG) {
            box->too_long = true;
            box->after_blank = false;
        } else if (status == DICTUM_OK) {
            *goes_on = kind == DICTUM__LINE_NONE;
            if (box->pending) {
                add_held(box);
            }
            return close_message(box, err);
        }
        if (status != DICTUM_OK || box->reading->budget->spent) {
            *goes_on = false;
            return status;
        }
    }
}

dictum_status dictum__read_mbox(dictum_source *source, const dictum_reading *reading, dictum_error *err)
{
    mailbox box = {.source = source, .reading = reading, .after_blank = true};
    dictum_lines lines;
    bool goes_on = true;
    dictum_status status;

    dictum__buf_init(&box.message, DICTUM__FILE_BYTES_MAX);
    dictum__buf_init(&box.separator, 2 * SEPARATOR_BYTES_MAX);
    dictum__lines_init(&lines, source);
    status = read_lines(&box, &lines, &goes_on, err);
    if (status == DICTUM_OK && goes_on && box.number == 0) {
        dictum__reading_end(reading, DICTUM__READ_PROBLEM, "it holds no line \"From …\" that begins a message");
    }
    dictum__lines_dispose(&lines);
    dictum__buf_dispose(&box.separator);
    dictum__buf_dispose(&box.message);
    return status;
}
