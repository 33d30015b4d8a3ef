/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growable run of bytes. Invariants: `len` <= `ceiling`; `data` is NULL and `cap` 0, or `cap` > `len` and
 * `data[len]` is NUL; once `failed` is set nothing but clear, detach and dispose changes the buffer. */
#include "lib/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SMALLEST_CAPACITY ((size_t)64)

dictum_slice dictum__slice(const char *string)
{
    return (dictum_slice){string, string ? strlen(string) : 0};
}

int dictum__slice_compare(dictum_slice a, dictum_slice b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool dictum__slice_equal(dictum_slice a, dictum_slice b)
{
    if (!a.data || !b.data)
        return !a.data && !b.data;
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

size_t dictum__slice_find(dictum_slice whole, dictum_slice part)
{
    for (size_t at = 0; at + part.len <= whole.len; at++) {
        const char *first = memchr(whole.data + at, part.data[0], whole.len - part.len - at + 1);
        if (first == NULL)
            break;
        at = (size_t)(first - whole.data);
        if (memcmp(first, part.data, part.len) == 0)
            return at;
    }
    return SIZE_MAX;
}

void dictum__buf_init(dictum_buf *buf, size_t ceiling_bytes)
{
    *buf = (dictum_buf){.ceiling = ceiling_bytes, .failed = DICTUM_OK};
}

void dictum__buf_dispose(dictum_buf *buf)
{
    free(buf->data);
    dictum__buf_init(buf, buf->ceiling);
}

void dictum__buf_clear(dictum_buf *buf)
{
    buf->len = 0;
    buf->failed = DICTUM_OK;
    if (buf->data)
        buf->data[0] = '\0';
}

dictum_status dictum__buf_status(const dictum_buf *buf)
{
    return buf->failed;
}

bool dictum__buf_reserve(dictum_buf *buf, size_t more)
{
    if (buf->failed != DICTUM_OK)
        return false;
    if (more > buf->ceiling - buf->len) {
        buf->failed = DICTUM_LIMIT;
        return false;
    }
    if (buf->data && more < buf->cap - buf->len)
        return true;
    /* No object may be larger than PTRDIFF_MAX; up to that, nothing below can overflow. */
    if (more >= (size_t)PTRDIFF_MAX - buf->len) {
        buf->failed = DICTUM_NOMEM;
        return false;
    }
    size_t wanted = buf->len + more + 1;
    size_t cap = buf->cap > (size_t)PTRDIFF_MAX / 2 ? (size_t)PTRDIFF_MAX : 2 * buf->cap;
    if (cap < SMALLEST_CAPACITY)
        cap = SMALLEST_CAPACITY;
    if (cap - 1 > buf->ceiling)
        cap = buf->ceiling + 1;
    if (cap < wanted)
        cap = wanted;
    char *data = realloc(buf->data, cap);
    if (!data) {
        buf->failed = DICTUM_NOMEM;
        return false;
    }
    data[buf->len] = '\0';
    buf->data = data;
    buf->cap = cap;
    return true;
}

void dictum__buf_append(dictum_buf *buf, const void *bytes, size_t count)
{
    if (count == 0 || !dictum__buf_reserve(buf, count))
        return;
    memcpy(buf->data + buf->len, bytes, count);
    buf->len += count;
    buf->data[buf->len] = '\0';
}

void dictum__buf_append_str(dictum_buf *buf, const char *string)
{
    dictum__buf_append(buf, string, strlen(string));
}

void dictum__buf_append_slice(dictum_buf *buf, dictum_slice slice)
{
    dictum__buf_append(buf, slice.data, slice.len);
}

void dictum__buf_append_char(dictum_buf *buf, char c)
{
    dictum__buf_append(buf, &c, 1);
}

void dictum__buf_appendf(dictum_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int needed = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (buf->failed != DICTUM_OK)
        return;
    if (needed < 0) { /* more than INT_MAX bytes */
        buf->failed = DICTUM_LIMIT;
        return;
    }
    if (!dictum__buf_reserve(buf, (size_t)needed))
        return;
    va_start(args, format);
    (void)vsnprintf(buf->data + buf->len, (size_t)needed + 1, format, args);
    va_end(args);
    buf->len += (size_t)needed;
}

void dictum__buf_append_code_point(dictum_buf *buf, uint32_t code_point)
{
    uint32_t c = code_point;
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    unsigned char bytes[4];
    size_t count = 0;
    if (c < 0x80) {
        bytes[count++] = (unsigned char)c;
    } else if (c < 0x800) {
        bytes[count++] = (unsigned char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        bytes[count++] = (unsigned char)(0xE0 | c >> 12);
        bytes[count++] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
    } else {
        bytes[count++] = (unsigned char)(0xF0 | c >> 18);
        bytes[count++] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
        bytes[count++] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
    }
    if (c >= 0x80)
        bytes[count++] = (unsigned char)(0x80 | (c & 0x3F));
    dictum__buf_append(buf, bytes, count);
}

size_t dictum__varint_bytes(uint64_t value)
{
    size_t bytes = 1;
    while (value >= 0x80) {
        value >>= 7;
        bytes++;
    }
    return bytes;
}

void dictum__buf_append_varint(dictum_buf *buf, uint64_t value)
{
    unsigned char bytes[10];
    size_t count = 0;
    while (value >= 0x80) {
        bytes[count++] = (unsigned char)(0x80 | (value & 0x7F));
        value >>= 7;
    }
    bytes[count++] = (unsigned char)value;
    dictum__buf_append(buf, bytes, count);
}

void dictum__buf_append_counted(dictum_buf *buf, dictum_slice slice)
{
    dictum__buf_append_varint(buf, slice.len);
    dictum__buf_append_slice(buf, slice);
}

void dictum__buf_truncate(dictum_buf *buf, size_t len)
{
    assert(len <= buf->len);
    if (len >= buf->len)
        return;
    buf->len = len;
    buf->data[len] = '\0';
}

dictum_slice dictum__buf_slice(const dictum_buf *buf)
{
    return (dictum_slice){buf->data ? buf->data : "", buf->len};
}

char *dictum__buf_detach(dictum_buf *buf)
{
    char *data = NULL;
    if (dictum__buf_reserve(buf, 0)) {
        data = buf->data;
        buf->data = NULL;
    }
    dictum__buf_dispose(buf);
    return data;
}

bool dictum__take_varint(dictum_slice *in, uint64_t *value)
{
    uint64_t result = 0;
    for (size_t i = 0; i < in->len && i < 10; i++) {
        uint64_t byte = (unsigned char)in->data[i];
        if (i == 9 && byte > 1)
            return false;
        result |= (byte & 0x7F) << (7 * i);
        if (byte < 0x80) {
            /* One number has one form: a last group of zeros is not written. */
            if (byte == 0 && i > 0)
                return false;
            in->data += i + 1;
            in->len -= i + 1;
            *value = result;
            return true;
        }
    }
    return false;
}

bool dictum__take_counted(dictum_slice *in, dictum_slice *value)
{
    uint64_t count;
    if (!dictum__take_varint(in, &count) || count > in->len)
        return false;
    *value = (dictum_slice){in->data, (size_t)count};
    in->data += count;
    in->len -= (size_t)count;
    return true;
}
