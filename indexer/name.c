/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file's name says: a date and, for want of anything better, a title. Invariant: only the last component of
 * the path is looked at, and a date that comes out names a day that exists. */
#include "indexer/name.h"

#include <string.h>
#include <time.h>

#include "indexer/read/date.h"
#include "lib/utf8.h"

/* The years that a number in a name may mean. */
#define YEAR_MIN 1600u
#define YEAR_MAX 2100u
/* Names are at most 255 bytes on every file system in use; more is not looked at. */
#define NAME_BYTES_MAX 1024

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A byte of a letter outside ASCII counts as a letter: a number beside it does not stand by itself. */
static bool is_word(char c)
{
    return is_digit(c) || is_letter(c) || ((unsigned char)c & 0x80u) != 0;
}

static dictum_slice last_component(const char *path)
{
    size_t end = strlen(path), start;

    while (end > 1 && path[end - 1] == '/') {
        end--;
    }
    start = end;
    while (start > 0 && path[start - 1] != '/') {
        start--;
    }
    return (dictum_slice){path + start, end - start};
}

/* An extension is a full stop and up to eight letters and digits that begin with a letter: "2.0" ends with none. */
static dictum_slice without_extension(dictum_slice name)
{
    size_t at = name.len;

    while (at > 0 && (is_digit(name.data[at - 1]) || is_letter(name.data[at - 1]))) {
        at--;
    }
    if (at > 1 && name.data[at - 1] == '.' && name.len - at >= 1 && name.len - at <= 8 && is_letter(name.data[at])) {
        name.len = at - 1;
    }
    return name;
}

/* The number in exactly `digits` digits at `at`; false where there are fewer. */
static bool number_at(dictum_slice name, size_t at, size_t digits, unsigned *value)
{
    *value = 0;
    if (at > name.len || name.len - at < digits) {
        return false;
    }
    for (size_t i = 0; i < digits; i++) {
        if (!is_digit(name.data[at + i])) {
            return false;
        }
        *value = *value * 10 + (unsigned)(name.data[at + i] - '0');
    }
    return true;
}

static bool digit_at(dictum_slice name, size_t at)
{
    return at < name.len && is_digit(name.data[at]);
}

static bool is_separator(char c)
{
    return c == '-' || c == '_' || c == '.' || c == ' ';
}

static bool year_fits(unsigned year)
{
    return year >= YEAR_MIN && year <= YEAR_MAX;
}

/* 20200213, also with one or two digits more (a number within the day, an hour) or a whole time of day. */
static bool compact(dictum_slice name, size_t at, dictum_buf *out)
{
    unsigned year, month, day;
    size_t digits = 0;

    while (digit_at(name, at + digits)) {
        digits++;
    }
    if (digits != 8 && digits != 9 && digits != 10 && digits != 12 && digits != 14) {
        return false;
    }
    return number_at(name, at, 4, &year) && number_at(name, at + 4, 2, &month) && number_at(name, at + 6, 2, &day) &&
           year_fits(year) && month != 0 && day != 0 && dictum__date_append(out, year, month, day);
}

/* 2020-02-13, 2020_02_13, 2020.02.13 */
static bool year_month_day(dictum_slice name, size_t at, dictum_buf *out)
{
    unsigned year, month, day;

    return number_at(name, at, 4, &year) && year_fits(year) && at + 7 < name.len && is_separator(name.data[at + 4]) &&
           name.data[at + 7] == name.data[at + 4] && number_at(name, at + 5, 2, &month) &&
           number_at(name, at + 8, 2, &day) && !digit_at(name, at + 10) && month != 0 && day != 0 &&
           dictum__date_append(out, year, month, day);
}

/* 13.02.2020: the day comes first where full stops divide. */
static bool day_month_year(dictum_slice name, size_t at, dictum_buf *out)
{
    unsigned year, month, day;

    return number_at(name, at, 2, &day) && at + 5 < name.len && name.data[at + 2] == '.' && name.data[at + 5] == '.' &&
           number_at(name, at + 3, 2, &month) && number_at(name, at + 6, 4, &year) && !digit_at(name, at + 10) &&
           year_fits(year) && month != 0 && day != 0 && dictum__date_append(out, year, month, day);
}

/* The number of letters at `at` that name a month, whose number is put into *month; 0 where they do not. */
static size_t month_at(dictum_slice name, size_t at, unsigned *month)
{
    size_t letters = 0;

    while (at + letters < name.len && is_letter(name.data[at + letters])) {
        letters++;
    }
    *month = letters == 0 ? 0 : dictum__date_month((dictum_slice){name.data + at, letters});
    return *month == 0 ? 0 : letters;
}

/* One or two digits that are all there are. */
static size_t day_at(dictum_slice name, size_t at, unsigned *day)
{
    size_t digits = digit_at(name, at + 1) ? 2 : 1;

    return number_at(name, at, digits, day) && !digit_at(name, at + digits) && *day != 0 ? digits : 0;
}

static size_t skip_separators(dictum_slice name, size_t at)
{
    while (at < name.len && (is_separator(name.data[at]) || name.data[at] == ',')) {
        at++;
    }
    return at;
}

/* 13Feb2005, 13-Feb-2005, Feb-13-2005, "February 13, 2005" */
static bool month_named(dictum_slice name, size_t at, dictum_buf *out)
{
    unsigned year, month = 0, day = 0;
    size_t used;
    bool day_first = digit_at(name, at);

    used = day_first ? day_at(name, at, &day) : month_at(name, at, &month);
    if (used == 0 || (!day_first && at > 0 && is_word(name.data[at - 1]))) {
        return false;
    }
    at = skip_separators(name, at + used);
    used = day_first ? month_at(name, at, &month) : day_at(name, at, &day);
    if (used == 0) {
        return false;
    }
    at = skip_separators(name, at + used);
    return number_at(name, at, 4, &year) && !digit_at(name, at + 4) && year_fits(year) &&
           dictum__date_append(out, year, month, day);
}

/* 2020-02, standing by itself */
static bool year_month(dictum_slice name, size_t at, dictum_buf *out)
{
    unsigned year, month;

    return number_at(name, at, 4, &year) && year_fits(year) && at + 4 < name.len &&
           (name.data[at + 4] == '-' || name.data[at + 4] == '_') && number_at(name, at + 5, 2, &month) &&
           (at == 0 || !is_word(name.data[at - 1])) && (at + 7 == name.len || !is_word(name.data[at + 7])) &&
           month != 0 && dictum__date_append(out, year, month, 0);
}

/* Next year's statements are not written yet. */
static bool has_come(unsigned year)
{
    struct tm now;
    time_t seconds = time(NULL);

    return gmtime_r(&seconds, &now) == NULL || (int)year <= now.tm_year + 1900 + 1;
}

/* 2020, standing by itself: of all forms the one that is most often something else, such as the number of a room */
static bool year_alone(dictum_slice name, size_t at, dictum_buf *out)
{
    unsigned year;

    return number_at(name, at, 4, &year) && year_fits(year) && has_come(year) &&
           (at == 0 || !is_word(name.data[at - 1])) && (at + 4 == name.len || !is_word(name.data[at + 4])) &&
           dictum__date_append(out, year, 0, 0);
}

void dictum__name_date(const char *path, dictum_buf *out)
{
    typedef bool (*form)(dictum_slice name, size_t at, dictum_buf * out);
    static const form forms[] = {year_month_day, compact, month_named, day_month_year, year_month, year_alone};
    dictum_slice name = without_extension(last_component(path));

    dictum__buf_clear(out);
    if (name.len > NAME_BYTES_MAX) {
        return;
    }
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        for (size_t at = 0; at < name.len; at++) {
            bool inside_number = at > 0 && is_digit(name.data[at - 1]) && is_digit(name.data[at]);
            if (!inside_number && forms[i](name, at, out)) {
                return;
            }
        }
    }
}

static bool has_letter(dictum_slice name)
{
    for (size_t i = 0; i < name.len; i++) {
        if (is_letter(name.data[i]) || (unsigned char)name.data[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

/* What stands behind a whole date at the front, where it holds a letter; else the whole. */
static dictum_slice without_date(dictum_slice name)
{
    dictum_buf date;
    dictum__buf_init(&date, 16);
    size_t used = year_month_day(name, 0, &date) ? 10 : compact(name, 0, &date) ? 8 : 0;
    dictum__buf_dispose(&date);
    size_t rest = used;
    while (used > 0 && rest < name.len && (is_separator(name.data[rest]) || name.data[rest] == ' ')) {
        rest++;
    }
    dictum_slice words = {name.data + rest, name.len - rest};
    return rest > used && has_letter(words) ? words : name;
}

void dictum__name_title(const char *path, dictum_buf *out)
{
    dictum_slice name = without_date(without_extension(last_component(path)));
    while (has_letter(name) && is_separator(name.data[0]) && name.data[0] != '.') {
        name.data++;
        name.len--;
    }
    while (has_letter(name) && is_separator(name.data[name.len - 1]) && name.data[name.len - 1] != '.') {
        name.len--;
    }
    /* Where no words are divided by spaces, hyphens and underscores stand for them. */
    bool spaced = memchr(name.data, ' ', name.len) != NULL || !has_letter(name);
    dictum__buf_clear(out);
    dictum__utf8_append_repaired(out, name);
    for (size_t i = 0; i < out->len; i++) {
        char c = out->data[i];
        bool stands_for_space = !spaced && (c == '-' || c == '_');
        if ((unsigned char)c < 0x20 || c == 0x7f || stands_for_space) {
            out->data[i] = ' ';
        }
    }
}
