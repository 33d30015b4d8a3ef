/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filling a dictum_error. Whatever comes in (paths of any bytes, words from a query, messages of other
 * libraries), its text is one line of valid UTF-8 that a terminal can show as it is. */
#include "lib/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/utf8.h"

const char *dictum_status_name(dictum_status status)
{
    switch (status) {
    case DICTUM_OK:
        return "ok";
    case DICTUM_DONE:
        return "done";
    case DICTUM_NOMEM:
        return "nomem";
    case DICTUM_ARGUMENT:
        return "argument";
    case DICTUM_NOT_FOUND:
        return "not_found";
    case DICTUM_EXISTS:
        return "exists";
    case DICTUM_LOCKED:
        return "locked";
    case DICTUM_STALE:
        return "stale";
    case DICTUM_CORRUPT:
        return "corrupt";
    case DICTUM_VERSION:
        return "version";
    case DICTUM_QUERY:
        return "query";
    case DICTUM_IO:
        return "io";
    case DICTUM_LIMIT:
        return "limit";
    case DICTUM_CANCELLED:
        return "cancelled";
    case DICTUM_INTERNAL:
        return "internal";
    }
    return "unknown";
}

/* What may not reach a terminal or break the line: C0 and C1 controls, DEL, Unicode's line and paragraph separators. */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

/* The length of `text` without a last sequence that was cut off: one whose first byte announces more bytes
 * than follow it. */
static size_t whole_characters(const char *text, size_t len)
{
    for (size_t back = 1; back <= 3 && back <= len; back++) {
        unsigned char byte = (unsigned char)text[len - back];
        if ((byte & 0xC0) == 0x80)
            continue;
        size_t announced = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return announced > back ? len - back : len;
    }
    return len;
}

/* Copies `text` to `out` (of DICTUM_ERROR_TEXT_BYTES), with '?' for each control character and each byte that
 * is not UTF-8. Never longer than its source. */
static void copy_clean(char *out, dictum_slice text)
{
    size_t used = 0, at = 0;
    while (at < text.len) {
        dictum_slice valid = {text.data + at, 0};
        valid.len = dictum__utf8_valid_bytes((dictum_slice){text.data + at, text.len - at});
        for (size_t i = 0; i < valid.len;) {
            size_t start = i;
            if (is_control(dictum__utf8_next(valid, &i))) {
                out[used++] = '?';
            } else {
                memcpy(out + used, valid.data + start, i - start);
                used += i - start;
            }
        }
        at += valid.len;
        if (at < text.len) {
            out[used++] = '?';
            at++;
        }
    }
    out[used] = '\0';
}

/* `text` is what vsnprintf() made, and `needed` what it returned. A buffer apart from err->text, since an
 * argument may have been the old err->text. */
static void fill(dictum_error *err, dictum_status code, size_t offset_bytes, const char text[DICTUM_ERROR_TEXT_BYTES],
                 int needed)
{
    dictum_slice slice = {text, needed < 0 ? 0 : strlen(text)};
    if (needed >= DICTUM_ERROR_TEXT_BYTES)
        slice.len = whole_characters(text, slice.len);
    err->code = code;
    err->offset_bytes = offset_bytes;
    copy_clean(err->text, slice);
}

dictum_status dictum__fail(dictum_error *err, dictum_status code, const char *format, ...)
{
    if (err) {
        char text[DICTUM_ERROR_TEXT_BYTES];
        va_list args;
        va_start(args, format);
        int needed = vsnprintf(text, sizeof text, format, args);
        va_end(args);
        fill(err, code, DICTUM_NO_OFFSET, text, needed);
    }
    return code;
}

dictum_status dictum__fail_at(dictum_error *err, dictum_status code, size_t offset_bytes, const char *format, ...)
{
    if (err) {
        char text[DICTUM_ERROR_TEXT_BYTES];
        va_list args;
        va_start(args, format);
        int needed = vsnprintf(text, sizeof text, format, args);
        va_end(args);
        fill(err, code, offset_bytes, text, needed);
    }
    return code;
}

dictum_status dictum__nomem(dictum_error *err)
{
    return dictum__fail(err, DICTUM_NOMEM, "out of memory");
}

static dictum_status status_of_xap(xap_status status)
{
    switch (status) {
    case XAP_OK:
    case XAP_DONE:
        break; /* not failures: whoever reports one as a failure has a defect */
    case XAP_NOMEM:
        return DICTUM_NOMEM;
    case XAP_NOT_FOUND:
        return DICTUM_NOT_FOUND;
    case XAP_LOCKED:
        return DICTUM_LOCKED;
    case XAP_STALE:
        return DICTUM_STALE;
    case XAP_CORRUPT:
        return DICTUM_CORRUPT;
    case XAP_VERSION:
        return DICTUM_VERSION;
    case XAP_QUERY:
        return DICTUM_QUERY;
    case XAP_IO:
        return DICTUM_IO;
    case XAP_STOPPED:
        return DICTUM_CANCELLED;
    case XAP_ARGUMENT:
    case XAP_UNIMPLEMENTED:
    case XAP_INTERNAL:
        break; /* Xapian's arguments come from us, not from our caller */
    }
    return DICTUM_INTERNAL;
}

dictum_status dictum__fail_xap(dictum_error *err, const xap_error *xerr, const char *doing)
{
    if (xerr->code == XAP_NOMEM)
        return dictum__nomem(err);
    return dictum__fail(err, status_of_xap(xerr->code), "cannot %s: %s", doing,
                        xerr->text[0] ? xerr->text : xerr->type);
}
