/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/signs.h"

#include <stdbool.h>

#include "lib/classes.h"

#define SECTION_SIGN 0x00a7

static uint8_t class_at(const dictum_classified *text, size_t at)
{
    return at < text->count ? text->classes[at] & DICTUM__CLASS_MASK : DICTUM__CLASS_SPACE;
}

static uint16_t unit_at(const dictum_classified *text, size_t at)
{
    return at < text->count ? text->units[at] : ' ';
}

/* A letter, digit or mark of a script with spaces. */
static bool is_word_unit(const dictum_classified *text, size_t at)
{
    uint8_t class = class_at(text, at);
    return class >= DICTUM__CLASS_LETTER && class <= DICTUM__CLASS_MARK;
}

/* ---- behind ------------------------------------------------------------------------------------------------------ */

static void find_back(const dictum_classified *text, size_t last, dictum_signs *out)
{
    uint16_t unit = unit_at(text, last), next = unit_at(text, last + 1);
    if (unit == DICTUM__SIGN_TRADE_MARK || unit == DICTUM__SIGN_SERVICE_MARK) {
        if (is_word_unit(text, last + 1))
            return;
        out->end = last + 1;
        out->back = unit == DICTUM__SIGN_TRADE_MARK ? "tm" : "sm";
        return;
    }
    if (unit != '+' && unit != '#')
        return;
    size_t end = last + 1;
    if (unit == '+' && next == '+')
        next = unit_at(text, ++end);
    if (next == '+' || next == '#' || is_word_unit(text, end))
        return;
    out->back = unit == '#' ? "#" : end - last == 2 ? "++" : "+";
    out->end = end;
}

/* ---- before ------------------------------------------------------------------------------------------------------ */

/* The first of the section signs before the word, or `first`. */
static size_t section_signs(const dictum_classified *text, size_t first)
{
    size_t at = first;
    while (at > 0 && class_at(text, at - 1) == DICTUM__CLASS_SPACE)
        at--;
    if (at == 0 || text->units[at - 1] != SECTION_SIGN)
        return first;
    while (at > 0 && text->units[at - 1] == SECTION_SIGN)
        at--;
    return at;
}

static void find_front(const dictum_classified *text, size_t first, dictum_signs *out)
{
    uint16_t unit = text->units[first - 1];
    if (unit == '#' || unit == '@') {
        uint16_t before = first < 2 ? ' ' : text->units[first - 2];
        if (before == '#' || before == '@' || (first >= 2 && is_word_unit(text, first - 2)))
            return;
        out->start = first - 1;
        out->front = unit == '#' ? "#" : "@";
        return;
    }
    size_t start = section_signs(text, first);
    if (start == first)
        return;
    out->start = start;
    out->front = "§";
}

void dictum__find_signs(const dictum_classified *text, size_t first, size_t last, dictum_signs *out)
{
    *out = (dictum_signs){first, last, "", ""};
    if (first > 0)
        find_front(text, first, out);
    if (last < text->count)
        find_back(text, last, out);
}
