/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON for the programs' output. Whatever strings come in, what goes out is valid JSON in valid UTF-8, and no
 * byte of it is a control character but the line's end. */
#include "lib/program/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lib/utf8.h"

void dictum__json_init(dictum_json *json, dictum_buf *out)
{
    *json = (dictum_json){.out = out, .comma = false};
}

/* What comes before a value or a key. */
static void separate(dictum_json *json)
{
    if (json->comma)
        dictum__buf_append_char(json->out, ',');
    json->comma = true;
}

static void open_bracket(dictum_json *json, char bracket)
{
    separate(json);
    dictum__buf_append_char(json->out, bracket);
    json->comma = false;
}

static void close_bracket(dictum_json *json, char bracket)
{
    dictum__buf_append_char(json->out, bracket);
    json->comma = true;
}

void dictum__json_object(dictum_json *json)
{
    open_bracket(json, '{');
}

void dictum__json_object_end(dictum_json *json)
{
    close_bracket(json, '}');
}

void dictum__json_array(dictum_json *json)
{
    open_bracket(json, '[');
}

void dictum__json_array_end(dictum_json *json)
{
    close_bracket(json, ']');
}

static void escape(dictum_buf *out, unsigned c)
{
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (size_t i = 0; i + 1 < sizeof letters; i += 2) {
        if ((unsigned char)letters[i] == c) {
            dictum__buf_append_char(out, '\\');
            dictum__buf_append_char(out, letters[i + 1]);
            return;
        }
    }
    dictum__buf_appendf(out, "\\u%04x", c);
}

/* Text that is valid UTF-8. DEL and the C1 controls are escaped too, since a line may be shown on a terminal. */
static void append_escaped(dictum_buf *out, dictum_slice text)
{
    size_t done = 0, at = 0;
    while (at < text.len) {
        unsigned char byte = (unsigned char)text.data[at];
        unsigned char next = at + 1 < text.len ? (unsigned char)text.data[at + 1] : 0;
        size_t count = byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F ? 1
                       : byte == 0xC2 && next >= 0x80 && next <= 0x9F             ? 2
                                                                                  : 0;
        if (count == 0) {
            at++;
            continue;
        }
        dictum__buf_append(out, text.data + done, at - done);
        escape(out, count == 1 ? byte : next);
        at += count;
        done = at;
    }
    dictum__buf_append(out, text.data + done, at - done);
}

static void append_quoted(dictum_buf *out, dictum_slice text)
{
    dictum__buf_append_char(out, '"');
    while (text.len > 0) {
        dictum_slice valid = {text.data, dictum__utf8_valid_bytes(text)};
        append_escaped(out, valid);
        if (valid.len == text.len)
            break;
        if (text.data[valid.len] == '\0')
            escape(out, 0);
        else
            dictum__buf_append_code_point(out, 0xFFFD);
        text.data += valid.len + 1;
        text.len -= valid.len + 1;
    }
    dictum__buf_append_char(out, '"');
}

void dictum__json_key(dictum_json *json, const char *key)
{
    separate(json);
    append_quoted(json->out, dictum__slice(key));
    dictum__buf_append_char(json->out, ':');
    json->comma = false;
}

void dictum__json_string(dictum_json *json, dictum_slice value)
{
    if (!value.data) {
        dictum__json_null(json);
        return;
    }
    separate(json);
    append_quoted(json->out, value);
}

void dictum__json_raw(dictum_json *json, dictum_slice value)
{
    if (!dictum__json_is_compact(value)) {
        dictum__json_string(json, value);
        return;
    }
    separate(json);
    dictum__buf_append_slice(json->out, value);
}

void dictum__json_cstring(dictum_json *json, const char *value)
{
    dictum__json_string(json, dictum__slice(value));
}

void dictum__json_uint(dictum_json *json, uint64_t value)
{
    separate(json);
    dictum__buf_appendf(json->out, "%llu", (unsigned long long)value);
}

void dictum__json_double(dictum_json *json, double value, int decimals)
{
    if (!isfinite(value)) {
        dictum__json_null(json);
        return;
    }
    separate(json);
    if (decimals < 0)
        decimals = 0;
    if (decimals > 17)
        decimals = 17;
    char text[400]; /* the largest double has 309 digits before the point */
    int length = snprintf(text, sizeof text, "%.*f", decimals, value);
    /* A program may have set a locale whose decimal point is another: put together again with a full stop. */
    size_t whole = strspn(text, "-0123456789");
    dictum__buf_append(json->out, text, whole);
    if (decimals > 0) {
        dictum__buf_append_char(json->out, '.');
        dictum__buf_append(json->out, text + (length - decimals), (size_t)decimals);
    }
}

void dictum__json_bool(dictum_json *json, bool value)
{
    separate(json);
    dictum__buf_append_str(json->out, value ? "true" : "false");
}

void dictum__json_null(dictum_json *json)
{
    separate(json);
    dictum__buf_append_str(json->out, "null");
}

void dictum__json_line(dictum_json *json)
{
    dictum__buf_append_char(json->out, '\n');
    json->comma = false;
}
