/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Operators as they are spelled: NEAR/5, what stands behind a word, a phrase or a bracket (~2, /3, ^1.5), dates. */
#ifndef DICTUM_SEARCHER_OPERATORS_H
#define DICTUM_SEARCHER_OPERATORS_H

#include "searcher/lex.h"

/* Whether [start, end) of the query is NEAR, NEAR/5, ADJ, SENTENCE, PARAGRAPH, /s or /p; then the lexeme is that. */
bool dictum__take_beside(const dictum_lexer *lexer, size_t start, size_t end, dictum_lexeme *lexeme);

/* What belongs to a phrase or to the group that a bracket closes, and stands at *at, right behind it. `start` is where
 * the phrase or group begins. DICTUM_QUERY (strict), DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__take_suffixes(dictum_lexer *lexer, size_t start, dictum_lexeme *lexeme,
                                                        size_t *at, dictum_error *err);

/* The same of a word, whose content they end: ^2 and ~2, and the wildcards in it. */
DICTUM_CHECK_RESULT dictum_status dictum__take_word_operators(dictum_lexer *lexer, dictum_lexeme *word,
                                                              dictum_error *err);

/* Whether `text` is a date, or a range of them: 2020, 2019-11..2020-02, ..2010, 2015.. */
bool dictum__read_dates(dictum_slice text, dictum_slice *from, dictum_slice *to);

#endif
