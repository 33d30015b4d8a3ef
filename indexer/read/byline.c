/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines near the title. Invariant: what is taken from a line is all that the line says, so that a date or a name in a
 * sentence is never taken for the document's. */
#include "indexer/read/byline.h"

#include <string.h>

/* The longest name of an author, and the longest line with a date. */
#define NAME_BYTES 100
#define LINE_BYTES 200
#define DATE_BYTES_MIN 6
#define DATE_BYTES_MAX 40
/* Words before the day in a line that is marked as a date. */
#define LABEL_WORDS 4
/* Lines of a text that are near its title. */
#define LINES_MAX 12

dictum_slice dictum__byline_name(dictum_slice text)
{
    text = dictum__trimmed(text);
    if (text.len > 3 && dictum__find_word((dictum_slice){text.data, 3}, 0, "by ") == 0) {
        text = dictum__trimmed((dictum_slice){text.data + 3, text.len - 3});
    }
    if (text.len < 3 || text.len > NAME_BYTES) {
        return (dictum_slice){NULL, 0};
    }
    for (size_t i = 0; i < text.len; i++) {
        if (strchr("0123456789@\n\t:;!?|/", text.data[i]) != NULL) {
            return (dictum_slice){NULL, 0};
        }
    }
    return text;
}

/* What divides a line into what it says: "Berlin, 3 May 2011", "For immediate release: 3 May 2011". */
static const char *const dividers[] = {": ", " | ", " - ", "--", " – ", "–", " — ",
                                       "—",  " · ", " • ", "//", ", ",  "\t"};

/* The bytes of the divider at `at`; 0 where there is none. */
static size_t divider_at(dictum_slice text, size_t at)
{
    for (size_t i = 0; i < sizeof(dividers) / sizeof(dividers[0]); i++) {
        size_t len = strlen(dividers[i]);
        if (at + len <= text.len && memcmp(text.data + at, dividers[i], len) == 0) {
            return len;
        }
    }
    return 0;
}

/* Whether a text is a day with nothing else beside it than its weekday and a time. */
static bool is_whole_date(dictum_slice text, dictum_buf *date)
{
    size_t words = 1;
    bool timed = false;

    text = dictum__trimmed(text);
    for (size_t i = 0; i < text.len; i++) {
        words += text.data[i] == ' ';
        timed = timed || text.data[i] == ':';
    }
    return text.len >= DATE_BYTES_MIN && text.len <= DATE_BYTES_MAX && words <= (timed ? 8 : 6) &&
           dictum__field_offer_date(date, text) && date->len == strlen("2017-01-20");
}

/* Behind the day at its front no sentence begins: "3 May 2011: a day to remember". */
bool dictum__line_date(dictum_slice line, dictum_buf *date)
{
    dictum__buf_clear(date);
    if (is_whole_date(line, date)) {
        return true;
    }
    for (size_t at = 1; at < line.len; at++) {
        size_t divider = divider_at(line, at);
        if (divider == 0) {
            continue;
        }
        dictum__buf_clear(date);
        if (is_whole_date((dictum_slice){line.data + at + divider, line.len - at - divider}, date)) {
            return true;
        }
        dictum__buf_clear(date);
        if (strchr("|\t,", line.data[line.data[at] == ' ' ? at + 1 : at]) != NULL &&
            is_whole_date((dictum_slice){line.data, at}, date)) {
            return true;
        }
    }
    dictum__buf_clear(date);
    return false;
}

/* Whether the words of a name all begin with a capital or are none of ASCII, and are two to six. */
static bool is_person(dictum_slice name)
{
    size_t words = 0, small = 0;

    for (size_t i = 0; i < name.len; i++) {
        if (i == 0 || name.data[i - 1] == ' ') {
            words++;
            small += name.data[i] >= 'a' && name.data[i] <= 'z';
        }
    }
    return words >= 2 && words <= 6 && small <= words / 3;
}

/* The day in a line that is marked as one: behind a few words, "Published on 3 May 2011". */
static bool date_of_marked(dictum_slice line, dictum_buf *date)
{
    size_t words = 0;

    for (size_t at = 0; at + 1 < line.len && words < LABEL_WORDS; at++) {
        if (line.data[at] != ' ') {
            continue;
        }
        words++;
        dictum__buf_clear(date);
        if (is_whole_date((dictum_slice){line.data + at + 1, line.len - at - 1}, date)) {
            return true;
        }
    }
    dictum__buf_clear(date);
    return false;
}

void dictum__byline_init(dictum_byline *byline)
{
    dictum__buf_init(&byline->date, 64);
    dictum__buf_init(&byline->author, DICTUM__FIELD_BYTES_MAX);
    byline->doubtful = false;
}

void dictum__byline_dispose(dictum_byline *byline)
{
    dictum__buf_dispose(&byline->date);
    dictum__buf_dispose(&byline->author);
}

void dictum__byline_read(dictum_byline *byline, dictum_slice line, bool marked)
{
    dictum_buf date;

    if (line.len > LINE_BYTES || line.data == NULL) {
        return;
    }
    if (line.len > 3 && dictum__find_word((dictum_slice){line.data, 3}, 0, "by ") == 0) {
        dictum_slice name = dictum__byline_name(line);
        if (name.data != NULL && is_person(name)) {
            dictum__field_offer(&byline->author, name);
        }
        return;
    }
    dictum__buf_init(&date, 64);
    if (dictum__line_date(line, &date) || (marked && date_of_marked(line, &date))) {
        byline->doubtful =
            byline->doubtful ||
            (byline->date.len > 0 && !dictum__slice_equal(dictum__buf_slice(&byline->date), dictum__buf_slice(&date)));
        if (byline->date.len == 0) {
            dictum__buf_append_slice(&byline->date, dictum__buf_slice(&date));
        }
    }
    dictum__buf_dispose(&date);
}

dictum_slice dictum__byline_date(const dictum_byline *byline)
{
    return byline->doubtful || byline->date.len == 0 ? (dictum_slice){NULL, 0} : dictum__buf_slice(&byline->date);
}

/* Whether a paragraph of the text begins at `at`: its lines together are long. */
static bool is_paragraph(dictum_slice text, size_t at)
{
    size_t seen = at + DICTUM__PARAGRAPH_BYTES + 1, end;

    text.len = text.len < seen ? text.len : seen;
    end = dictum__find_word(text, at, "\n\n");
    return end - at >= DICTUM__PARAGRAPH_BYTES;
}

void dictum__byline_offer(dictum_document *document)
{
    dictum_slice text = dictum__buf_slice(&document->text);
    dictum_byline byline;
    size_t at = 0, lines = 0;
    bool begins = true;

    dictum__byline_init(&byline);
    dictum__byline_read(&byline, dictum__buf_slice(&document->title), false);
    while (at < text.len && lines < LINES_MAX && !(begins && is_paragraph(text, at))) {
        const char *end = memchr(text.data + at, '\n', text.len - at);
        size_t len = end == NULL ? text.len - at : (size_t)(end - text.data) - at;
        dictum__byline_read(&byline, dictum__trimmed((dictum_slice){text.data + at, len}), false);
        begins = len == 0;
        lines += len > 0;
        at += len + 1;
    }
    dictum__field_offer_date(&document->date, dictum__byline_date(&byline));
    dictum__field_offer(&document->speaker, dictum__buf_slice(&byline.author));
    dictum__byline_dispose(&byline);
}
