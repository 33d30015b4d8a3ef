/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The little about characters that the tests' own code needs: it may use neither dictum's nor ICU's. */
#ifndef DICTUM_TESTS_SUPPORT_CHARACTERS_H
#define DICTUM_TESTS_SUPPORT_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A string that grows. `data` is NUL-terminated, NULL while empty. Ends the process when memory runs out. */
typedef struct growing {
    char *data;
    size_t len, cap;
} growing;

void growing_add(growing *out, const void *bytes, size_t count);
void growing_add_str(growing *out, const char *string);
void growing_add_code_point(growing *out, uint32_t c);
void growing_clear(growing *out);
void growing_dispose(growing *out);

/* The code point at *at, which moves behind it; U+FFFD and one byte on where it is not UTF-8. *at < len. */
uint32_t characters_next(const char *text, size_t len, size_t *at);
/* The code point that ends before `at`; 0 at the start. */
uint32_t characters_before(const char *text, size_t at);
bool characters_are_utf8(const char *text, size_t len);

bool characters_is_space(uint32_t c);
/* A letter or digit; not exact beyond Latin letters, where every character of a block of letters counts. */
bool characters_is_word(uint32_t c);
bool characters_is_dash(uint32_t c);
/* Quotation marks that come as a pair of strokes, guillemets and corner brackets. */
bool characters_is_double_quote(uint32_t c);
/* Apostrophes and what is used for them. */
bool characters_is_single_quote(uint32_t c);

#endif
