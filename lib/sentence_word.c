/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words around a full stop. Each function looks at a bounded number of characters. */
#include "lib/sentence_word.h"

#include <string.h>

#include <unicode/uchar.h>

#include "lib/utf8.h"

/* Initials that stand one after the other. */
#define CHAIN_MAX 6

/* ---- before ----------------------------------------------------------------------------------------------------- */

/* Appends the code point in lower case; a key that is full takes no more and fits no entry. */
static void append_lower(char *key, size_t *key_bytes, size_t room, uint32_t c)
{
    if (c >= 0x80)
        c = (uint32_t)u_tolower((UChar32)c);
    else if (c >= 'A' && c <= 'Z')
        c += 'a' - 'A';
    if (*key_bytes + 4 > room)
        return;
    char *out = key + *key_bytes;
    size_t count = 0;
    if (c < 0x80) {
        out[count++] = (char)c;
    } else if (c < 0x800) {
        out[count++] = (char)(0xc0 | c >> 6);
        out[count++] = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        out[count++] = (char)(0xe0 | c >> 12);
        out[count++] = (char)(0x80 | (c >> 6 & 0x3f));
        out[count++] = (char)(0x80 | (c & 0x3f));
    } else { /* in no list */
        memset(out, '*', 4);
        count = 4;
    }
    *key_bytes += count;
}

/* The word of letters, digits and inner full stops that ends at `end` begins here, or at `end` if it is too long. */
static size_t word_start(dictum_sentence_text *text, size_t from, size_t end)
{
    size_t start = end, before;
    while (start > from) {
        if (end - start > DICTUM__WORD_BYTES_MAX)
            return end;
        if (text->bytes.data[start - 1] == '.') {
            start--;
            continue;
        }
        if (!dictum__sb_is_of_word(dictum__sentence_class_before(text, start, &before)) || before < from)
            break;
        start = before;
    }
    while (start < end && text->bytes.data[start] == '.')
        start++;
    return start;
}

/* "J. R" before "R": further single letters with a full stop and at most one space each belong to the word. */
static size_t chain_start(dictum_sentence_text *text, size_t from, size_t start)
{
    size_t before, letter;
    for (int links = 0; links < CHAIN_MAX && start > from; links++) {
        size_t dot = start;
        if (dictum__sentence_class_before(text, start, &before) == DICTUM__SB_SP)
            dot = before;
        if (dot <= from + 1 || text->bytes.data[dot - 1] != '.')
            break;
        if (!dictum__sb_is_letter(dictum__sentence_class_before(text, dot - 1, &letter)) || letter < from)
            break;
        if (letter > from && dictum__sb_is_of_word(dictum__sentence_class_before(text, letter, &before)))
            break;
        start = letter;
    }
    return start;
}

static void count_letter(dictum_word *w, uint32_t c, uint8_t class, unsigned in_part)
{
    w->letters++;
    w->capitals += class == DICTUM__SB_UPPER;
    w->capital = w->capital || (class == DICTUM__SB_UPPER && w->letters == 1);
    w->single = w->single && in_part == 1 && class != DICTUM__SB_OLETTER;
    w->capital_last = class == DICTUM__SB_UPPER;
    w->all_are_roman = w->all_are_roman && c < 0x80 && strchr("IVXLCivxlc", (int)c) != NULL;
}

/* Reads the word between `start` and the full stop at `end`. */
static void read_word(dictum_sentence_text *text, size_t start, size_t end, dictum_word *w)
{
    *w = (dictum_word){.start = start, .single = true, .all_are_roman = true};
    unsigned in_part = 0;
    for (size_t at = start, next; at < end; at = next) {
        uint8_t class = dictum__sentence_class(text, at, &next);
        uint32_t c = dictum__sentence_point(text, at);
        if (class == DICTUM__SB_SP)
            continue;
        append_lower(w->key, &w->key_bytes, sizeof w->key, c);
        if (c == '.') {
            w->dots++;
            in_part = 0;
        } else if (class == DICTUM__SB_NUMERIC) {
            w->digits++;
            w->single = false;
        } else if (dictum__sb_is_letter(class)) {
            count_letter(w, c, class, ++in_part);
        }
    }
    w->single = w->single && w->letters > 0;
}

void dictum__word_before(dictum_sentence_text *text, size_t from, size_t end, dictum_word *w)
{
    size_t start = word_start(text, from, end);
    /* "5p.m.": the number is not of the word. */
    size_t letter = start;
    while (letter < end && text->bytes.data[letter] >= '0' && text->bytes.data[letter] <= '9')
        letter++;
    if (letter < end && text->bytes.data[letter] != '.' && memchr(text->bytes.data + letter, '.', end - letter) != NULL)
        start = letter;
    read_word(text, start, end, w);
    if (w->single) {
        size_t chain = chain_start(text, from, start);
        if (chain < start)
            read_word(text, chain, end, w);
    }
}

/* ---- behind ----------------------------------------------------------------------------------------------------- */

uint8_t dictum__skip_lead(dictum_sentence_text *text, size_t *at)
{
    size_t next;
    for (int lead = 0; lead <= DICTUM__LEAD_MAX && *at < text->bytes.len; lead++, *at = next) {
        uint8_t class = dictum__sentence_class_whole(text, *at, &next);
        if (dictum__sb_is_letter(class) || class == DICTUM__SB_NUMERIC)
            return class;
        if (class == DICTUM__SB_SEP || class == DICTUM__SB_ATERM || class == DICTUM__SB_STERM)
            break;
    }
    return DICTUM__SB_OTHER;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

/* The word at `at` as the lists of first words have it, and the code point behind it. */
static dictum_slice next_word(dictum_sentence_text *text, size_t at, char *key, size_t room, uint32_t *behind)
{
    size_t key_bytes = 0;
    for (size_t next; at < text->bytes.len && key_bytes + 4 <= room; at = next) {
        if (!dictum__sb_is_of_word(dictum__sentence_class(text, at, &next)))
            break;
        append_lower(key, &key_bytes, room, dictum__sentence_point(text, at));
    }
    *behind = dictum__sentence_point(text, at);
    return (dictum_slice){key, key_bytes};
}

bool dictum__opener_follows(dictum_sentence_text *text, size_t at, bool after_initial)
{
    uint8_t class = dictum__skip_lead(text, &at);
    if (class != DICTUM__SB_UPPER)
        return class == DICTUM__SB_OLETTER; /* a script without capitals tells nothing */
    char key[DICTUM__ABBREVIATION_BYTES_MAX + 4];
    uint32_t behind;
    dictum_slice found = next_word(text, at, key, sizeof key - 1, &behind);
    if (behind == '-' || (after_initial && dictum__is_name_particle(found)))
        return false;
    if (behind != '.' && !is_apostrophe(behind))
        return dictum__is_opener(text->language, found);
    key[found.len++] = behind == '.' ? '.' : '\'';
    if (dictum__is_opener(text->language, found))
        return true;
    found.len--; /* "It's" */
    return behind != '.' && found.len > 1 && dictum__is_opener(text->language, found);
}

bool dictum__number_follows(dictum_sentence_text *text, size_t at)
{
    uint8_t class = dictum__skip_lead(text, &at);
    if (class != DICTUM__SB_UPPER)
        return class == DICTUM__SB_NUMERIC;
    char key[DICTUM__ABBREVIATION_BYTES_MAX];
    uint32_t behind;
    dictum_slice found = next_word(text, at, key, sizeof key, &behind);
    if (dictum__is_opener(text->language, found))
        return false;
    for (size_t i = 0; i < found.len; i++)
        if (strchr("ivxlc", found.data[i]) == NULL || text->bytes.data[at + i] == found.data[i])
            return found.len == 1;
    return true;
}

bool dictum__initial_follows(dictum_sentence_text *text, size_t at)
{
    size_t next;
    return at < text->bytes.len && dictum__sb_is_letter(dictum__sentence_class_whole(text, at, &next)) &&
           dictum__sentence_is_byte(text, next, '.');
}

bool dictum__digit_follows(dictum_sentence_text *text, size_t at)
{
    size_t next;
    return at < text->bytes.len && dictum__sentence_class(text, at, &next) == DICTUM__SB_NUMERIC;
}

bool dictum__capitals_follow(dictum_sentence_text *text, size_t at)
{
    size_t next;
    if (dictum__skip_lead(text, &at) != DICTUM__SB_UPPER)
        return false;
    dictum__sentence_class_whole(text, at, &next);
    return next < text->bytes.len && dictum__sentence_class(text, next, &at) == DICTUM__SB_UPPER;
}

bool dictum__item_follows(dictum_sentence_text *text, size_t at)
{
    char key[8];
    uint32_t behind;
    size_t roman = 0;
    if (dictum__sentence_is_byte(text, at, '('))
        at++;
    dictum_slice found = next_word(text, at, key, sizeof key, &behind);
    while (roman < found.len && strchr("ivx", found.data[roman]) != NULL)
        roman++;
    at += found.len + 1;
    return behind == ')' && found.len > 0 && (roman == found.len || dictum__utf8_count(found) == 1) &&
           at < text->bytes.len && (text->bytes.data[at] == ' ' || dictum__is_line_break(text->bytes.data[at]));
}

bool dictum__amount_follows(dictum_sentence_text *text, size_t at)
{
    if (u_charType((UChar32)dictum__sentence_point(text, at)) == U_CURRENCY_SYMBOL)
        dictum__sentence_class(text, at, &at);
    return dictum__digit_follows(text, at);
}
