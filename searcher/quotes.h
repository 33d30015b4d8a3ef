/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quotation marks in a query. */
#ifndef DICTUM_SEARCHER_QUOTES_H
#define DICTUM_SEARCHER_QUOTES_H

#include "searcher/lex.h"

typedef struct dictum_quote_kind dictum_quote_kind;

/* The kind that the mark at `at` opens; NULL where it is none that opens. */
const dictum_quote_kind *dictum__quote_at(const dictum_lexer *lexer, size_t at);

/* Whether the mark at `at` may open a phrase: one that also closes must not stand at the end of a word,
 * and a single one must stand before a word. */
bool dictum__quote_may_open(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t at);

/* The place of the mark that ends the phrase that the one at `at` opens; the length of the text where there is none. */
size_t dictum__quote_end(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t at);

/* Whether the mark at `at` is an inch: right behind a digit. */
bool dictum__quote_is_inch(const dictum_lexer *lexer, size_t at);

/* Whether the character at `at`, inside a word, is a quotation mark that ought to have a partner: no apostrophe,
 * no inch, and not within a Hebrew acronym. */
bool dictum__quote_is_stray(const dictum_lexer *lexer, size_t at);

#endif
