/* SPDX-License-Identifier: GPL-2.0-or-later */
/* R9 to R11, read a second time: signs that a word touches, and several words read as one. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "tests/corpus/words_parts.h"

#define SECTION_SIGN 0xa7
#define ARABIC_THOUSANDS 0x66c

static uint32_t at_or_0(const normal_text *text, size_t at)
{
    return at < text->count ? text->items[at] : 0;
}

static bool is_space(uint32_t c)
{
    return c != 0 && u_isUWhiteSpace((UChar32)c);
}

static bool is_in_word(uint32_t c)
{
    character_kind kind = words_kind(c);
    return c != 0 && (kind == KIND_LETTER || kind == KIND_DIGIT || kind == KIND_MARK || kind == KIND_SPACELESS);
}

/* Numbers of the forms of some characters. */
static void number_forms(forms *table, const uint32_t *characters, size_t count, uint32_t *exact, uint32_t *folded)
{
    uint32_t *plain = malloc((count * 2 + 1) * sizeof *plain);
    if (plain == NULL)
        abort();
    *exact = forms_number(table, characters, count);
    *folded = forms_number(table, plain, normal_fold(characters, count, plain));
    free(plain);
}

/* ---- R9 ---------------------------------------------------------------------------------------------------------- */

/* The sign that stands right before the word at `start`; 0 where there is none. */
static uint32_t sign_before(const normal_text *text, size_t start)
{
    uint32_t sign = start > 0 ? text->items[start - 1] : 0;
    if (sign == '#' || sign == '@') {
        uint32_t before = start > 1 ? text->items[start - 2] : 0;
        return is_in_word(before) || before == '#' || before == '@' ? 0 : sign;
    }
    size_t at = start;
    while (at > 0 && is_space(text->items[at - 1]))
        at--;
    return at > 0 && text->items[at - 1] == SECTION_SIGN ? SECTION_SIGN : 0;
}

/* Writes the signs right behind the word that ends at `end`; returns their number. */
static size_t signs_behind(const normal_text *text, size_t end, uint32_t out[2])
{
    uint32_t first = at_or_0(text, end);
    if (first == NORMAL_TM || first == NORMAL_SM) {
        out[0] = first == NORMAL_TM ? 't' : 's';
        out[1] = 'm';
        return 2;
    }
    if (first != '+' && first != '#')
        return 0;
    size_t count = first == '+' && at_or_0(text, end + 1) == '+' ? 2 : 1;
    uint32_t next = at_or_0(text, end + count);
    if (is_in_word(next) || next == '+' || next == '#')
        return 0;
    out[0] = out[1] = first;
    return count;
}

void reading_signs(reading *r)
{
    for (size_t i = 0; i < r->count; i++) {
        uint32_t behind[2], before = sign_before(r->text, r->places[i].start);
        size_t count = r->places[i].end - r->places[i].start, signs = signs_behind(r->text, r->places[i].end, behind);
        if (r->words[i].grapheme || (before == 0 && signs == 0))
            continue;
        uint32_t *whole = malloc((count + 3) * sizeof *whole);
        if (whole == NULL)
            abort();
        size_t made = 0;
        if (before != 0)
            whole[made++] = before;
        memcpy(whole + made, r->text->items + r->places[i].start, count * sizeof *whole);
        memcpy(whole + made + count, behind, signs * sizeof *whole);
        number_forms(r->table, whole, made + count + signs, &r->words[i].signed_exact, &r->words[i].signed_folded);
        free(whole);
    }
}

/* ---- R10 --------------------------------------------------------------------------------------------------------- */

/* The number of digits of a word of digits alone; 0 of others. */
static size_t digits_of(const reading *r, size_t i)
{
    if (i >= r->count)
        return 0;
    for (size_t at = r->places[i].start; at < r->places[i].end; at++)
        if (words_kind(r->text->items[at]) != KIND_DIGIT)
            return 0;
    return r->places[i].end - r->places[i].start;
}

/* The one separator of groups between word i and the next; 0 where something else is there. Spaces of all widths are
 * one since they were normalised; the end of a line is another. */
static uint32_t separator_behind(const reading *r, size_t i)
{
    if (i + 1 >= r->count || r->places[i + 1].start != r->places[i].end + 1)
        return 0;
    uint32_t c = r->text->items[r->places[i].end];
    return is_space(c) || c == ',' || c == '.' || c == '\'' || c == ARABIC_THOUSANDS ? c : 0;
}

/* How many words from i on are one number of groups of three; 0 where they are none. */
static size_t groups_of_three(const reading *r, size_t i)
{
    uint32_t separator = separator_behind(r, i);
    size_t end = i + 1;
    while (separator != 0 && separator_behind(r, end - 1) == separator && digits_of(r, end) == 3)
        end++;
    bool goes_on = separator_behind(r, end - 1) == separator && digits_of(r, end) > 0;
    return end == i + 1 || goes_on ? 0 : end - i;
}

/* The same of India's grouping: 10,00,000. */
static size_t groups_of_two(const reading *r, size_t i)
{
    size_t end = i + 1;
    while (separator_behind(r, end - 1) == ',' && digits_of(r, end) == 2)
        end++;
    if (end == i + 1 || separator_behind(r, end - 1) != ',' || digits_of(r, end) != 3)
        return 0;
    end++;
    return separator_behind(r, end - 1) == ',' && digits_of(r, end) > 0 ? 0 : end - i;
}

/* Words [i, i + count) have the reading as one, of what stands in them alone. A sign that is typed is asked for, and
 * the reading has none. */
static void join(reading *r, size_t i, size_t count)
{
    for (size_t k = i; k < i + count; k++)
        if (r->is_query && r->words[k].signed_exact != 0)
            return;
    uint32_t *whole = malloc((r->places[i + count - 1].end - r->places[i].start) * sizeof *whole);
    size_t made = 0;
    if (whole == NULL)
        abort();
    for (size_t k = i; k < i + count; k++)
        for (size_t at = r->places[k].start; at < r->places[k].end; at++)
            whole[made++] = r->text->items[at];
    number_forms(r->table, whole, made, &r->words[i].joined_exact, &r->words[i].joined_folded);
    r->words[i].joined_count = (uint32_t)count;
    free(whole);
}

void reading_grouped_numbers(reading *r)
{
    for (size_t i = 0, count; i < r->count; i += count == 0 ? 1 : count) {
        size_t digits = digits_of(r, i);
        count = 0;
        if (digits == 0 || digits > 3 || r->text->items[r->places[i].start] == '0')
            continue;
        count = groups_of_three(r, i);
        if (count == 0 && digits < 3 && r->groups_of_two)
            count = groups_of_two(r, i);
        if (count > 0)
            join(r, i, count);
    }
}

/* ---- R11 --------------------------------------------------------------------------------------------------------- */

static bool is_letter_or_mark(uint32_t c)
{
    character_kind kind = words_kind(c);
    return kind == KIND_LETTER || kind == KIND_MARK;
}

/* Whether [start, end) is a hyphen and the end of a line; in a query, a hyphen and any white space. */
static bool is_line_end_hyphen(const reading *r, size_t start, size_t end)
{
    size_t lines = 0;
    uint32_t hyphen = at_or_0(r->text, start);
    if ((hyphen != '-' && hyphen != NORMAL_HYPHEN) || end - start < 2)
        return false;
    for (size_t at = start + 1; at < end; at++) {
        if (!is_space(r->text->items[at]))
            return false;
        lines += r->text->items[at] == '\n';
    }
    return lines == 1 || (r->is_query && lines == 0);
}

void reading_line_end_hyphens(reading *r)
{
    for (size_t i = 0; i + 1 < r->count; i++)
        if (!r->words[i].grapheme && !r->words[i + 1].grapheme &&
            is_line_end_hyphen(r, r->places[i].end, r->places[i + 1].start) &&
            is_letter_or_mark(r->text->items[r->places[i].end - 1]) &&
            is_letter_or_mark(r->text->items[r->places[i + 1].start]))
            join(r, i, 2);
}
