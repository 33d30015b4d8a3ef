/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where paragraphs begin and end: they are divided by lines that hold nothing but blanks. The one definition, for text
 * analysis and for whoever wants the paragraph of a place. */
#ifndef DICTUM_LIB_PARAGRAPH_H
#define DICTUM_LIB_PARAGRAPH_H

#include "lib/buf.h"

/* The end of the paragraph that begins at `begin`: behind the line break that comes before an empty line, or the end of
 * the text. */
size_t dictum__paragraph_end(dictum_slice text, size_t begin);

/* The start of the paragraph that holds byte `at`, which must be below text.len and in a line that is not empty. */
size_t dictum__paragraph_start(dictum_slice text, size_t at);

#endif
