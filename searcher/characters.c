/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The characters of a query, and what they are. */
#include "searcher/characters.h"

#include "lib/utf8.h"

#define FULL_WIDTH_OPEN 0xff08
#define FULL_WIDTH_CLOSE 0xff09

uint32_t dictum__character_at(const dictum_lexer *lexer, size_t at)
{
    return at < lexer->text.len ? dictum__utf8_next(lexer->text, &at) : 0;
}

/* The code point that ends before `at`, 0 at the start. */
uint32_t dictum__character_before(const dictum_lexer *lexer, size_t at)
{
    if (at == 0)
        return 0;
    do
        at--;
    while (at > 0 && ((unsigned char)lexer->text.data[at] & 0xc0) == 0x80);
    return dictum__character_at(lexer, at);
}

size_t dictum__character_after(const dictum_lexer *lexer, size_t at)
{
    (void)dictum__utf8_next(lexer->text, &at);
    return at;
}

uint8_t dictum__character_class(const dictum_lexer *lexer, uint32_t c)
{
    return c == 0 ? DICTUM__CLASS_SPACE : dictum__class_of(lexer->classes, (int32_t)c);
}

bool dictum__character_is_space(const dictum_lexer *lexer, uint32_t c)
{
    return dictum__character_class(lexer, c) == DICTUM__CLASS_SPACE;
}

/* A letter, digit or mark. */
bool dictum__character_is_word(const dictum_lexer *lexer, uint32_t c)
{
    uint8_t class = dictum__character_class(lexer, c);
    return class == DICTUM__CLASS_LETTER || class == DICTUM__CLASS_DIGIT || class == DICTUM__CLASS_MARK ||
           class == DICTUM__CLASS_SPACELESS;
}

bool dictum__character_opens(uint32_t c)
{
    return c == '(' || c == FULL_WIDTH_OPEN;
}

bool dictum__character_closes(uint32_t c)
{
    return c == ')' || c == FULL_WIDTH_CLOSE;
}
