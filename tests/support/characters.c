/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The little about characters that the tests' own code needs. */
#include "tests/support/characters.h"

#include <stdlib.h>
#include <string.h>

void growing_add(growing *out, const void *bytes, size_t count)
{
    if (out->len + count + 1 > out->cap) {
        size_t cap = (out->len + count + 1) * 2;
        char *grown = realloc(out->data, cap);
        if (grown == NULL)
            abort();
        out->data = grown;
        out->cap = cap;
    }
    if (count > 0)
        memcpy(out->data + out->len, bytes, count);
    out->len += count;
    out->data[out->len] = '\0';
}

void growing_add_str(growing *out, const char *string)
{
    growing_add(out, string, strlen(string));
}

void growing_add_code_point(growing *out, uint32_t c)
{
    char bytes[4];
    size_t count = 0;
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        c = 0xfffd;
    if (c < 0x80) {
        bytes[count++] = (char)c;
    } else if (c < 0x800) {
        bytes[count++] = (char)(0xc0 | c >> 6);
        bytes[count++] = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        bytes[count++] = (char)(0xe0 | c >> 12);
        bytes[count++] = (char)(0x80 | (c >> 6 & 0x3f));
        bytes[count++] = (char)(0x80 | (c & 0x3f));
    } else {
        bytes[count++] = (char)(0xf0 | c >> 18);
        bytes[count++] = (char)(0x80 | (c >> 12 & 0x3f));
        bytes[count++] = (char)(0x80 | (c >> 6 & 0x3f));
        bytes[count++] = (char)(0x80 | (c & 0x3f));
    }
    growing_add(out, bytes, count);
}

void growing_clear(growing *out)
{
    out->len = 0;
    if (out->data != NULL)
        out->data[0] = '\0';
}

void growing_dispose(growing *out)
{
    free(out->data);
    *out = (growing){0};
}

/* Decodes one code point; 0 bytes where it is not UTF-8. */
static size_t decode(const unsigned char *text, size_t len, uint32_t *c)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t count = text[0] < 0x80 ? 1 : text[0] < 0xc2 ? 0 : text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
    if (count == 0 || text[0] > 0xf4 || count > len)
        return 0;
    *c = count == 1 ? text[0] : text[0] & (0x7fU >> count);
    for (size_t i = 1; i < count; i++) {
        if ((text[i] & 0xc0) != 0x80)
            return 0;
        *c = *c << 6 | (text[i] & 0x3fU);
    }
    return *c < least[count] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000) ? 0 : count;
}

uint32_t characters_next(const char *text, size_t len, size_t *at)
{
    uint32_t c;
    size_t count = decode((const unsigned char *)text + *at, len - *at, &c);
    *at += count == 0 ? 1 : count;
    return count == 0 ? 0xfffd : c;
}

uint32_t characters_before(const char *text, size_t at)
{
    if (at == 0)
        return 0;
    size_t start = at - 1;
    while (start > 0 && at - start < 4 && ((unsigned char)text[start] & 0xc0) == 0x80)
        start--;
    return characters_next(text, at, &start);
}

bool characters_are_utf8(const char *text, size_t len)
{
    uint32_t c;
    for (size_t at = 0, count; at < len; at += count) {
        count = decode((const unsigned char *)text + at, len - at, &c);
        if (count == 0)
            return false;
    }
    return true;
}

bool characters_is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

bool characters_is_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0xc0)
        return c == 0xaa || c == 0xb5 || c == 0xba;
    if (c == 0xd7 || c == 0xf7)
        return false;
    if (c >= 0xff00 && c < 0xffe0) /* of full and half width */
        return (c >= 0xff10 && c <= 0xff19) || (c >= 0xff21 && c <= 0xff3a) || (c >= 0xff41 && c <= 0xff5a) ||
               c >= 0xff66;
    return c < 0x2000 || (c >= 0x2c00 && c < 0x2e00) || (c >= 0x3040 && c < 0xd800) || (c >= 0xf900 && c < 0xfe00) ||
           (c >= 0xfe70 && c <= 0xfefc) || c >= 0x10000;
}

bool characters_is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

bool characters_is_double_quote(uint32_t c)
{
    return c == '"' || c == 0xab || c == 0xbb || (c >= 0x201c && c <= 0x201f) || c == 0x2039 || c == 0x203a ||
           (c >= 0x300c && c <= 0x300f) || c == 0x301d || c == 0x301e || c == 0x301f || c == 0xff02;
}

bool characters_is_single_quote(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0xb4 || c == 0x2bc || (c >= 0x2018 && c <= 0x201b) || c == 0x2032;
}
