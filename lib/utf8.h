/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8 (RFC 3629), checked: no overlong forms, surrogates or code points past U+10FFFF. */
#ifndef DICTUM_LIB_UTF8_H
#define DICTUM_LIB_UTF8_H

#include "lib/buf.h"

/* The number of bytes from the front that are valid UTF-8 without NUL; equal to `len` when all is. */
size_t dictum__utf8_valid_bytes(dictum_slice text);
bool dictum__utf8_is_valid(dictum_slice text);
/* Code points in valid UTF-8. */
size_t dictum__utf8_count(dictum_slice text);
/* The code point at *offset of valid UTF-8, and moves *offset past it. *offset must be before the end. */
uint32_t dictum__utf8_next(dictum_slice text, size_t *offset);
/* Copies `text` to `out`, every byte that is not part of valid UTF-8 and every NUL as U+FFFD. */
void dictum__utf8_append_repaired(dictum_buf *out, dictum_slice text);
/* What a control character from U+0080 to U+009F is meant for: the character of that byte in windows-1252, as HTML says
 * of numeric references. 0 where that has none, and of every other code point. */
uint32_t dictum__windows_1252(uint32_t c);

#endif
