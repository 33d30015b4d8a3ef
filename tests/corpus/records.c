/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records in JSON lines: flat objects alone. */
#include "tests/corpus/records.h"

#include <string.h>

static size_t skip_blanks(const char *line, size_t len, size_t at)
{
    while (at < len && (line[at] == ' ' || line[at] == '\t'))
        at++;
    return at;
}

static uint32_t hexadecimal(const char *digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = digits[i];
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : ((uint32_t)c | 32) - 'a' + 10;
        value = value << 4 | (digit & 15);
    }
    return value;
}

/* The escape whose backslash is at `at`; returns the place behind it. */
static size_t take_escape(const char *line, size_t len, size_t at, growing *out)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    char c = line[at + 1];
    const char *known = strchr(from, c);
    if (c != 'u' || at + 6 > len) {
        growing_add(out, known != NULL ? &to[known - from] : &c, 1);
        return at + 2;
    }
    uint32_t value = hexadecimal(line + at + 2);
    at += 6;
    if (value >= 0xd800 && value < 0xdc00 && at + 6 <= len && line[at] == '\\' && line[at + 1] == 'u') {
        value = 0x10000 + ((value - 0xd800) << 10) + (hexadecimal(line + at + 2) - 0xdc00);
        at += 6;
    }
    growing_add_code_point(out, value);
    return at;
}

/* The string that begins at `at` with its mark; returns the place behind it, 0 where it is none. */
static size_t take_string(const char *line, size_t len, size_t at, growing *out)
{
    growing_clear(out);
    growing_add_str(out, "");
    if (at >= len || line[at] != '"')
        return 0;
    for (at++; at < len && line[at] != '"';) {
        if (line[at] == '\\' && at + 1 < len) {
            at = take_escape(line, len, at, out);
            continue;
        }
        growing_add(out, line + at, 1);
        at++;
    }
    return at < len ? at + 1 : 0;
}

bool records_member(const char *line, size_t len, const char *name, growing *out)
{
    growing key = {0};
    bool found = false;
    size_t at = skip_blanks(line, len, 0);
    if (at >= len || line[at] != '{')
        return false;
    while (!found && at < len && line[at] != '}') {
        size_t end = take_string(line, len, skip_blanks(line, len, at + 1), &key);
        end = end == 0 ? len : skip_blanks(line, len, end);
        if (end >= len || line[end] != ':')
            break;
        at = skip_blanks(line, len, end + 1);
        end = take_string(line, len, at, out);
        found = end != 0 && strcmp(key.data, name) == 0;
        while (end == 0 && at < len && line[at] != ',' && line[at] != '}') /* a number or a word */
            at++;
        at = skip_blanks(line, len, end == 0 ? at : end);
    }
    growing_dispose(&key);
    return found;
}
