/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the independent reader. Input is UTF-8. */
#ifndef DICTUM_TESTS_SUPPORT_READER_PARTS_H
#define DICTUM_TESTS_SUPPORT_READER_PARTS_H

#include "tests/support/characters.h"

void reader__html(const char *html, size_t len, growing *out);
void reader__markdown(const char *markdown, size_t len, growing *out);
/* The reference that begins with the & at text[0]: appends what it stands for and returns its bytes; 0 where it is
 * none. */
size_t reader__reference(const char *text, size_t len, growing *out);
/* The bytes of the tag, comment or declaration that begins with the < at text[0]; 0 where it is none. */
size_t reader__tag(const char *text, size_t len);

#endif
