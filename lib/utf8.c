/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8, checked. Nothing here reads past the slice's end, whatever the bytes are. */
#include "lib/utf8.h"

#include <assert.h>
#include <string.h>

#define ONES UINT64_C(0x0101010101010101)
#define TOPS UINT64_C(0x8080808080808080)

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The length of the well-formed sequence at the front of `p` (RFC 3629, section 4), which has `left` > 0
 * bytes; 0 where there is none. NUL is none. */
static size_t sequence_bytes(const unsigned char *p, size_t left)
{
    unsigned char lead = p[0];
    if (lead < 0x80)
        return lead != 0;
    size_t count = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (count == 0 || left < count)
        return 0;
    /* The second byte's range keeps out overlong forms, surrogates and what is past U+10FFFF. */
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < count; i++)
        if (!is_continuation(p[i]))
            return 0;
    return count;
}

size_t dictum__utf8_valid_bytes(dictum_slice text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t at = 0;
    while (at < text.len) {
        /* Eight bytes at once while they are ASCII and none is NUL. */
        uint64_t word;
        while (text.len - at >= sizeof word) {
            memcpy(&word, bytes + at, sizeof word);
            if ((word & TOPS) != 0 || ((word - ONES) & TOPS) != 0)
                break;
            at += sizeof word;
        }
        if (at == text.len)
            break;
        size_t count = sequence_bytes(bytes + at, text.len - at);
        if (count == 0)
            break;
        at += count;
    }
    return at;
}

bool dictum__utf8_is_valid(dictum_slice text)
{
    return dictum__utf8_valid_bytes(text) == text.len;
}

size_t dictum__utf8_count(dictum_slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += !is_continuation((unsigned char)text.data[i]);
    return count;
}

uint32_t dictum__utf8_next(dictum_slice text, size_t *offset)
{
    assert(*offset < text.len);
    const unsigned char *p = (const unsigned char *)text.data + *offset;
    uint32_t lead = p[0];
    size_t count = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    size_t left = text.len - *offset;
    if (count > left) { /* the caller's text was not valid: do not read past its end */
        *offset = text.len;
        return 0xFFFD;
    }
    static const unsigned char lead_bits[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t c = lead & lead_bits[count];
    for (size_t i = 1; i < count; i++)
        c = c << 6 | (p[i] & 0x3Fu);
    *offset += count;
    return c;
}

void dictum__utf8_append_repaired(dictum_buf *out, dictum_slice text)
{
    while (text.len > 0) {
        size_t valid = dictum__utf8_valid_bytes(text);
        dictum__buf_append(out, text.data, valid);
        if (valid == text.len)
            break;
        dictum__buf_append_code_point(out, 0xFFFD);
        text.data += valid + 1;
        text.len -= valid + 1;
    }
}

uint32_t dictum__windows_1252(uint32_t c)
{
    static const uint16_t meant[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                       0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    return c >= 0x80 && c < 0xa0 ? meant[c - 0x80] : 0;
}
