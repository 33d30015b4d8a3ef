/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The short cut for ASCII. Every rule of lib/analyse.h that can matter in ASCII is here once more, over bytes; that the
 * outcome is the same as the general path's is what tests/unit/test_analyse_ascii.c is for. */
#include <string.h>

#include "lib/array.h"
#include "lib/tokenise.h"

enum ascii_class { OTHER, SPACE, LETTER, DIGIT, APOSTROPHE };

#define L LETTER
#define D DIGIT
#define A APOSTROPHE
static const uint8_t class_of[128] = {['\t'] = SPACE,
                                      ['\n'] = SPACE,
                                      ['\v'] = SPACE,
                                      ['\f'] = SPACE,
                                      ['\r'] = SPACE,
                                      [' '] = SPACE,
                                      ['\''] = A,
                                      ['`'] = A,
                                      ['0'] = D,
                                      D,
                                      D,
                                      D,
                                      D,
                                      D,
                                      D,
                                      D,
                                      D,
                                      D,
                                      ['A'] = L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      ['a'] = L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L,
                                      L};
#undef L
#undef D
#undef A

/* The text and how far it goes. */
typedef struct ascii_text {
    const unsigned char *bytes;
    size_t begin, end;
} ascii_text;

static bool is_word_class(uint8_t class)
{
    return class == LETTER || class == DIGIT;
}

/* ---- signs (R9) -------------------------------------------------------------------------------------------------- */

/* How many bytes of sign stand right behind a word that ends at `end`. */
static size_t sign_behind(const ascii_text *text, size_t end)
{
    if (end >= text->end || (text->bytes[end] != '+' && text->bytes[end] != '#'))
        return 0;
    size_t after = end + 1;
    if (text->bytes[end] == '+' && after < text->end && text->bytes[after] == '+')
        after++;
    bool goes_on = after < text->end && (text->bytes[after] == '+' || text->bytes[after] == '#' ||
                                         is_word_class(class_of[text->bytes[after]]));
    return goes_on ? 0 : after - end;
}

static size_t sign_before(const ascii_text *text, size_t start)
{
    if (start == text->begin || (text->bytes[start - 1] != '#' && text->bytes[start - 1] != '@'))
        return 0;
    if (start - 1 == text->begin)
        return 1;
    unsigned char before = text->bytes[start - 2];
    return before == '#' || before == '@' || is_word_class(class_of[before]) ? 0 : 1;
}

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

/* The bytes [start, end) become a token, with the signs around it. There is room. */
static void emit(dictum_tokeniser *tokeniser, const ascii_text *text, size_t start, size_t end, bool letter)
{
    size_t front = sign_before(text, start), back = sign_behind(text, end);
    start -= front;
    end += back;
    dictum_buf *forms = &tokeniser->forms;
    dictum_token *token = &tokeniser->tokens[tokeniser->token_count++];
    bool first_of_paragraph = (tokeniser->next_flags & DICTUM__TOKEN_PARAGRAPH) != 0;
    bool glued = !tokeniser->space_seen && !first_of_paragraph;
    *token = (dictum_token){
        .byte_start = (uint32_t)start,
        .byte_end = (uint32_t)end,
        .exact = (uint32_t)forms->len,
        .exact_bytes = (uint32_t)(end - start),
        .sign_front_bytes = (uint8_t)front,
        .sign_back_bytes = (uint8_t)back,
        .kind = letter ? DICTUM__TOKEN_WORD : DICTUM__TOKEN_NUMBER,
        .flags = (uint8_t)(DICTUM__TOKEN_UNIT | tokeniser->next_flags | (glued ? DICTUM__TOKEN_GLUED : 0u))};
    char *to = forms->data + forms->len;
    for (size_t i = start; i < end; i++) {
        unsigned char byte = text->bytes[i];
        *to++ = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte == '`' ? '\'' : byte);
    }
    forms->len += end - start;
    tokeniser->next_flags = 0;
    tokeniser->space_seen = false;
}

/* A part of a run between two apostrophes that divide; without apostrophes at its ends. */
static void emit_part(dictum_tokeniser *tokeniser, const ascii_text *text, size_t start, size_t end)
{
    bool letter = false;
    while (start < end && class_of[text->bytes[start]] == APOSTROPHE)
        start++;
    while (end > start && class_of[text->bytes[end - 1]] == APOSTROPHE)
        end--;
    for (size_t i = start; i < end; i++)
        letter = letter || class_of[text->bytes[i]] == LETTER;
    if (start < end)
        emit(tokeniser, text, start, end, letter);
}

/* R4: whether the apostrophe at `at` stays inside the word that begins at `start`. */
static bool stays_inside(const ascii_text *text, size_t start, size_t at, size_t end)
{
    char letters[8];
    if (at == start || at + 1 >= end || class_of[text->bytes[at - 1]] != LETTER ||
        class_of[text->bytes[at + 1]] != LETTER)
        return false;
    if ((text->bytes[at + 1] | 0x20) == 's' && (at + 2 == end || class_of[text->bytes[at + 2]] == APOSTROPHE))
        return false;
    if (at - start > sizeof letters)
        return true;
    for (size_t i = start; i < at; i++)
        letters[i - start] = (char)(class_of[text->bytes[i]] == LETTER ? text->bytes[i] | 0x20 : text->bytes[i]);
    return !dictum__is_elided(letters, at - start);
}

/* A run of letters, digits and apostrophes that has apostrophes. */
static void divided_run(dictum_tokeniser *tokeniser, const ascii_text *text, size_t first, size_t end)
{
    size_t start = first;
    for (size_t i = first; i < end; i++) {
        if (class_of[text->bytes[i]] != APOSTROPHE || stays_inside(text, start, i, end))
            continue;
        if (i > start)
            emit_part(tokeniser, text, start, i);
        start = i + 1;
    }
    if (start < end)
        emit_part(tokeniser, text, start, end);
}

bool dictum__tokenise_ascii(dictum_tokeniser *tokeniser, dictum_slice slice, size_t begin, size_t end)
{
    ascii_text text = {(const unsigned char *)slice.data, begin, end};
    void *room = tokeniser->tokens;
    /* Each token takes a byte, and one that divides it from the next; its form is as long as it is. */
    if (!dictum__array_reserve(&room, &tokeniser->token_cap, tokeniser->token_count + (end - begin) / 2 + 1,
                               sizeof(dictum_token)))
        return false;
    tokeniser->tokens = room;
    if (!dictum__buf_reserve(&tokeniser->forms, end - begin))
        return false;
    for (size_t at = begin; at < end;) {
        uint8_t class = class_of[text.bytes[at]];
        if (class == OTHER || class == SPACE) {
            tokeniser->space_seen = tokeniser->space_seen || class == SPACE;
            at++;
            continue;
        }
        size_t start = at;
        bool letter = false, apostrophe = false;
        for (; at < end; at++) {
            class = class_of[text.bytes[at]];
            if (class < LETTER)
                break;
            letter = letter || class == LETTER;
            apostrophe = apostrophe || class == APOSTROPHE;
        }
        if (apostrophe)
            divided_run(tokeniser, &text, start, at);
        else
            emit(tokeniser, &text, start, at, letter);
    }
    if (tokeniser->forms.data != NULL)
        tokeniser->forms.data[tokeniser->forms.len] = '\0';
    return true;
}
