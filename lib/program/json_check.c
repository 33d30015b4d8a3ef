/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether text is JSON (RFC 8259) without white space, so that it can stand in a line as it is. Invariant: no more of
 * the stack is used than NESTING_MAX levels take, whatever the text. */
#include "lib/program/json.h"

#include <string.h>

#include "lib/utf8.h"

#define NESTING_MAX 100

static bool value_ends(dictum_slice text, size_t *at, unsigned depth);

static bool take(dictum_slice text, size_t *at, char c)
{
    bool found = *at < text.len && text.data[*at] == c;
    *at += found;
    return found;
}

static bool string_ends(dictum_slice text, size_t *at)
{
    if (!take(text, at, '"'))
        return false;
    while (*at < text.len && text.data[*at] != '"') {
        if ((unsigned char)text.data[*at] < 0x20)
            return false;
        if (take(text, at, '\\')) {
            bool code = take(text, at, 'u');
            if (!code && (*at >= text.len || strchr("\"\\/bfnrt", text.data[*at]) == NULL))
                return false;
            for (size_t i = 0; code && i < 4; i++, ++*at)
                if (*at >= text.len || text.data[*at] == '\0' || !strchr("0123456789abcdefABCDEF", text.data[*at]))
                    return false;
            if (code)
                continue;
        }
        ++*at;
    }
    return take(text, at, '"');
}

static size_t digits(dictum_slice text, size_t *at)
{
    size_t start = *at;
    while (*at < text.len && text.data[*at] >= '0' && text.data[*at] <= '9')
        ++*at;
    return *at - start;
}

static bool number_ends(dictum_slice text, size_t *at)
{
    (void)take(text, at, '-');
    if (!take(text, at, '0') && digits(text, at) == 0)
        return false;
    if (take(text, at, '.') && digits(text, at) == 0)
        return false;
    if (take(text, at, 'e') || take(text, at, 'E')) {
        if (!take(text, at, '+'))
            (void)take(text, at, '-');
        return digits(text, at) > 0;
    }
    return true;
}

static bool word_ends(dictum_slice text, size_t *at, const char *word)
{
    size_t len = strlen(word);
    bool found = text.len - *at >= len && memcmp(text.data + *at, word, len) == 0;
    *at += found ? len : 0;
    return found;
}

/* An object or an array, from its bracket on. */
static bool collection_ends(dictum_slice text, size_t *at, unsigned depth)
{
    bool object = text.data[*at] == '{';
    char end = object ? '}' : ']';
    ++*at;
    if (take(text, at, end))
        return true;
    do {
        if (object && (!string_ends(text, at) || !take(text, at, ':')))
            return false;
        if (!value_ends(text, at, depth + 1))
            return false;
    } while (take(text, at, ','));
    return take(text, at, end);
}

static bool value_ends(dictum_slice text, size_t *at, unsigned depth)
{
    if (*at >= text.len || depth > NESTING_MAX)
        return false;
    switch (text.data[*at]) {
    case '{':
    case '[':
        return collection_ends(text, at, depth);
    case '"':
        return string_ends(text, at);
    case 't':
        return word_ends(text, at, "true");
    case 'f':
        return word_ends(text, at, "false");
    case 'n':
        return word_ends(text, at, "null");
    default:
        return number_ends(text, at);
    }
}

bool dictum__json_is_compact(dictum_slice text)
{
    size_t at = 0;
    return text.data != NULL && dictum__utf8_is_valid(text) && value_ends(text, &at, 0) && at == text.len;
}
