/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quotation marks in a query. */
#ifndef DICTUM_SEARCHER_QUOTES_H
#define DICTUM_SEARCHER_QUOTES_H

#include "searcher/lex.h"

typedef struct dictum_quote_kind dictum_quote_kind;

/* The kind that the mark at `at` opens; NULL where it is none that opens. */
const dictum_quote_kind *dictum__quote_at(const dictum_lexer *lexer, size_t at);

/* Whether the mark at `at` may open a phrase: one that also closes must not stand at the end of a word. */
bool dictum__quote_may_open(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t at);

/* The place of the mark that ends the phrase whose content begins at `from`; the length of the text where there is
 * none. */
size_t dictum__quote_end(const dictum_lexer *lexer, const dictum_quote_kind *kind, size_t from);

#endif
