/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text from outside on its way to a terminal: queries, paths, documents. What would command the terminal, or make it
 * show the text in another order than it has, comes out as U+FFFD. */
#ifndef DICTUM_LIB_PROGRAM_TERMINAL_H
#define DICTUM_LIB_PROGRAM_TERMINAL_H

#include <stdio.h>

#include "lib/buf.h"

/* Appends `text`: control characters (C0, DEL, C1), bidirectional embeddings, overrides and isolates, and bytes that
 * are no UTF-8 as U+FFFD; tabs and line breaks as spaces, line breaks as they are with `lines`. */
void dictum__terminal_append(dictum_buf *out, dictum_slice text, bool lines);

/* The same in one line to a stream, as far as memory allows. */
void dictum__terminal_print(FILE *stream, const char *text);

/* A message of a program on standard error: "NAME: TEXT". */
void dictum__terminal_say(const char *name, const char *text);

/* How many columns a terminal needs for text that dictum__terminal_append() made. */
size_t dictum__terminal_columns(dictum_slice text);

#endif
