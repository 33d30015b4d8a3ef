/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What cannot be an operator becomes a word or nothing: brackets without a partner, operators without operands. */
#ifndef DICTUM_SEARCHER_SETTLE_H
#define DICTUM_SEARCHER_SETTLE_H

#include "searcher/lex.h"

/* Settles lexer->lexemes. DICTUM_QUERY, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__settle(dictum_lexer *lexer, dictum_error *err);

#endif
