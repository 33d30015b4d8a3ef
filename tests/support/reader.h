/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An independent reader: what a person sees of a document, in the order of its source, and the words of it.
 *
 * It is what dictum's own reading is judged by, so it shares no code with it and uses none of its libraries. It
 * knows as much of HTML and Markdown as real documents need, not all of it.
 *
 *   HTML      Comments, scripts, styles, templates and the title are left out; an element inside a line leaves no
 *             trace; all others divide words, cells of tables too: a row is read cell by cell, a table row by row, as
 *             the source has them. References, numbers of windows-1252 among them, become what they stand for.
 *   Markdown  The front matter and the marks of headings, quotations, lists, emphasis and code go, the number of a
 *             list's item stays; of a link its text is kept, of an image nothing.
 *   other     Text, as it is.
 *
 * The encoding is the one declared, else UTF-8; bytes that are not UTF-8 after all are windows-1252. */
#ifndef DICTUM_TESTS_SUPPORT_READER_H
#define DICTUM_TESTS_SUPPORT_READER_H

#include <stdbool.h>
#include <stddef.h>

/* What stands between white space and holds a letter or digit: bytes [start, end) of the text. */
typedef struct reader_word {
    size_t start, end;
} reader_word;

typedef struct reader_document {
    char *text; /* UTF-8 */
    reader_word *words;
    size_t word_count;
} reader_document;

/* Reads a file; its name's ending tells the format. False where it could not be read. */
bool reader_open(const char *path, reader_document *document);
/* The same of a text that is no file. */
void reader_words(const char *text, size_t len, reader_document *document);
void reader_close(reader_document *document);

#endif
