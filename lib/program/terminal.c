/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Harmless text, and its width. */
#include "lib/program/terminal.h"

#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "lib/utf8.h"

#define REPLACEMENT "\xef\xbf\xbd"

static bool is_harmful(uint32_t c)
{
    bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    bool order = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return control || order;
}

void dictum__terminal_append(dictum_buf *out, dictum_slice text, bool lines)
{
    for (size_t at = 0; at < text.len;) {
        size_t valid = dictum__utf8_valid_bytes((dictum_slice){text.data + at, text.len - at}), end = at + valid;
        while (at < end) {
            size_t start = at;
            uint32_t c = dictum__utf8_next(text, &at);
            if (c == '\n' && lines)
                dictum__buf_append_char(out, '\n');
            else if (c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
                dictum__buf_append_char(out, ' ');
            else if (is_harmful(c))
                dictum__buf_append_str(out, REPLACEMENT);
            else
                dictum__buf_append_slice(out, (dictum_slice){text.data + start, at - start});
        }
        if (end < text.len) {
            dictum__buf_append_str(out, REPLACEMENT);
            at = end + 1;
        }
    }
}

void dictum__terminal_print(FILE *stream, const char *text)
{
    dictum_buf safe;
    dictum__buf_init(&safe, SIZE_MAX / 2);
    dictum__terminal_append(&safe, dictum__slice(text), false);
    if (dictum__buf_status(&safe) == DICTUM_OK && safe.len > 0)
        fwrite(safe.data, 1, safe.len, stream);
    dictum__buf_dispose(&safe);
}

void dictum__terminal_say(const char *name, const char *text)
{
    fprintf(stderr, "%s: ", name);
    dictum__terminal_print(stderr, text);
    fputc('\n', stderr);
}

/* In a locale of UTF-8 whatever the user's is: a caret stands under the same character in each. */
size_t dictum__terminal_columns(dictum_slice text)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 == (locale_t)0 ? (locale_t)0 : uselocale(utf8);
    size_t columns = 0;
    for (size_t at = 0; at < text.len;) {
        int width = wcwidth((wchar_t)dictum__utf8_next(text, &at));
        columns += width < 0 ? 1 : (size_t)width;
    }
    if (utf8 != (locale_t)0) {
        (void)uselocale(before);
        freelocale(utf8);
    }
    return columns;
}
