/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The characters of a query, by their place in it: a byte offset at a border of characters. */
#ifndef DICTUM_SEARCHER_CHARACTERS_H
#define DICTUM_SEARCHER_CHARACTERS_H

#include "searcher/lex.h"

/* The code point at `at` and the one that ends before it; 0 at the end and at the start. */
uint32_t dictum__character_at(const dictum_lexer *lexer, size_t at);
uint32_t dictum__character_before(const dictum_lexer *lexer, size_t at);
/* The place behind the character at `at`. */
size_t dictum__character_after(const dictum_lexer *lexer, size_t at);

/* Its enum dictum__class; what is beyond the text is a space. */
uint8_t dictum__character_class(const dictum_lexer *lexer, uint32_t c);
bool dictum__character_is_space(const dictum_lexer *lexer, uint32_t c);
/* A letter, digit or mark. */
bool dictum__character_is_word(const dictum_lexer *lexer, uint32_t c);
/* A bracket. */
bool dictum__character_opens(uint32_t c);
bool dictum__character_closes(uint32_t c);

#endif
