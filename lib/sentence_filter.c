/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Our departures from the standard's sentence borders: the rules R8a to R8l of lib/sentence.h.
 *
 * Each question looks at a bounded number of characters around the terminator, so that no text takes more than linear
 * time. Nothing is allocated. */
#include <string.h>

#include <unicode/uchar.h>

#include "lib/sentence_word.h"
#include "lib/utf8.h"

/* R8j looks no further back for a letter or digit. */
#define WORDLESS_BYTES_MAX 64

#define ELLIPSIS 0x2026

/* R8g: whether the word is the number of an item: nothing but marks stands before it in its sentence or line. */
static bool is_enumeration(dictum_sentence_text *text, size_t from, const dictum_word *w)
{
    bool number = w->letters == 0 && w->digits > 0 && w->key_bytes <= 8 && w->digits <= 3 * (w->dots + 1);
    bool letter = w->letters == 1 && w->single;
    bool roman = w->all_are_roman && w->letters <= 6 && w->digits == 0 && w->dots == 0 && w->letters > 0 &&
                 (w->capitals == 0 || w->capitals == w->letters);
    if (!number && !letter && !roman)
        return false;
    size_t at = w->start;
    for (int marks = 0; at > from && marks <= DICTUM__LEAD_MAX; marks++) {
        if (dictum__is_line_break(text->bytes.data[at - 1]))
            return true;
        uint8_t class = dictum__sentence_class_before(text, at, &at);
        if (dictum__sb_is_of_word(class) || class == DICTUM__SB_ATERM || class == DICTUM__SB_STERM)
            return false;
    }
    return at <= from;
}

/* Whether an abbreviation of R8b stands before the number: "Nr. 3" is none of "the third". */
static bool is_counted(dictum_sentence_text *text, size_t from, size_t number)
{
    size_t before;
    if (number < from + 2 || dictum__sentence_class_before(text, number, &before) != DICTUM__SB_SP || before <= from ||
        text->bytes.data[before - 1] != '.')
        return false;
    dictum_word w;
    dictum__word_before(text, from, before - 1, &w);
    return w.key_bytes > 0 &&
           dictum__abbreviation_kind(text->language, (dictum_slice){w.key, w.key_bytes}, w.capital) == '#';
}

/* R8e: whether the word is an ordinal or a date without its year, if something follows that it may stand before. */
static bool is_ordinal(dictum_sentence_text *text, size_t from, const dictum_word *w)
{
    if (text->language->ordinals == DICTUM__ORDINALS_NONE || w->digits + w->dots > 5)
        return false;
    if (w->digits > 0)
        return w->letters == 0 && w->digits <= (w->dots == 0 ? 3 : 4) && !is_counted(text, from, w->start);
    return w->all_are_roman && w->capitals == w->letters && w->dots == 0 && w->letters <= 6 &&
           strchr("ivx", w->key[0]) != NULL;
}

/* How the word stands to the full stop behind it: '!', '#', '?' as in the lists, 'i' an initial, 'o' an ordinal in
 * digits, 0 a plain word. */
static char kind_of_word(dictum_sentence_text *text, size_t from, const dictum_word *w)
{
    if (w->single && w->letters == 1 && w->capital)
        return 'i';
    if (is_ordinal(text, from, w))
        return w->digits > 0 ? 'o' : '?';
    dictum_slice key = {w->key, w->key_bytes};
    char kind = dictum__abbreviation_kind(text->language, key, w->capital);
    /* "a. D. u. a." is "u.a." with other letters before it. A capital letter alone is an initial. */
    for (const char *dot; kind == 0 && w->single && (dot = memchr(key.data, '.', key.len)) != NULL;) {
        key = (dictum_slice){dot + 1, key.len - (size_t)(dot + 1 - key.data)};
        if (!w->capital_last || memchr(key.data, '.', key.len) != NULL)
            kind = dictum__abbreviation_kind(text->language, key, true);
    }
    return kind == 0 && w->single && w->dots > 0 ? 'i' : kind;
}

/* R8a to R8e, R8g: whether the full stop is one that ends the sentence. */
static bool full_stop_ends(dictum_sentence_text *text, size_t from, const dictum_sentence_stop *stop)
{
    dictum_word w;
    dictum__word_before(text, from, stop->mark, &w);
    if (w.letters + w.digits == 0)
        return true;
    if (is_enumeration(text, from, &w))
        return false;
    if (w.single && dictum__initial_follows(text, stop->end))
        return false;
    if (w.letters > 2 && w.capitals == w.letters && w.dots == 0 && !w.all_are_roman &&
        !dictum__capitals_follow(text, stop->end))
        return true; /* "the SEC. Later": not the "sec." of a heading in capitals */
    char kind = kind_of_word(text, from, &w);
    if (kind == '!' && stop->close_end > stop->mark_end) /* what it stands for ended with the quotation */
        kind = '?';
    switch (kind) {
    case '!':
        return false;
    case 'o':
        return text->language->ordinals == DICTUM__ORDINALS_BEFORE_NOUNS
                   ? dictum__opener_follows(text, stop->end, false)
                   : !dictum__digit_follows(text, stop->end);
    case '#':
        return !dictum__number_follows(text, stop->end);
    case '?':
        return dictum__opener_follows(text, stop->end, false);
    case 'i':
        return dictum__opener_follows(text, stop->end, true);
    default:
        return true;
    }
}

static bool is_ellipsis(const dictum_sentence_text *text, const dictum_sentence_stop *stop)
{
    return dictum__sentence_point(text, stop->mark) == ELLIPSIS ||
           (stop->mark > 0 && text->bytes.data[stop->mark - 1] == '.') ||
           (stop->mark > 2 && memcmp(text->bytes.data + stop->mark - 3, "\u2026", 3) == 0);
}

/* R8k: whether the number or item that follows, before a lower-case word, begins a sentence. */
static bool number_opens(dictum_sentence_text *text, size_t from, const dictum_sentence_stop *stop)
{
    if (!dictum__sentence_is_byte(text, stop->mark, '.') || stop->end == stop->close_end || is_ellipsis(text, stop))
        return false;
    bool item = dictum__item_follows(text, stop->end);
    if (!item && (text->language->code[0] == '\0' || !dictum__amount_follows(text, stop->end)))
        return false;
    dictum_word w;
    dictum__word_before(text, from, stop->mark, &w);
    unsigned least = item ? 2 : 4; /* letters of a word, or digits of a year */
    if (w.single || (w.digits == 0 && w.letters < least) || (w.letters == 0 && w.digits < least))
        return false;
    return !is_enumeration(text, from, &w) && kind_of_word(text, from, &w) == 0;
}

/* R8f: whether the stop is the last of "..." or "…" that stands in brackets alone. */
static bool is_omission(dictum_sentence_text *text, size_t from, const dictum_sentence_stop *stop)
{
    if (!dictum__sentence_is_byte(text, stop->mark_end, ']') && !dictum__sentence_is_byte(text, stop->mark_end, ')'))
        return false;
    size_t at = stop->mark_end, before;
    for (int dots = 0; dots < 8 && at > from; dots++, at = before)
        if (dictum__sentence_class_before(text, at, &before) != DICTUM__SB_ATERM)
            break;
    return at > from && (text->bytes.data[at - 1] == '[' || text->bytes.data[at - 1] == '(');
}

/* R8j. */
static bool has_word(dictum_sentence_text *text, size_t from, size_t to)
{
    if (to - from > WORDLESS_BYTES_MAX)
        return true;
    for (size_t at = from, next; at < to; at = next) {
        uint8_t class = dictum__sentence_class(text, at, &next);
        if (dictum__sb_is_letter(class) || class == DICTUM__SB_NUMERIC)
            return true;
    }
    return false;
}

/* Behind the number of a note that stands bare at `at`, if a space and a capital letter follow; else `at`. */
static size_t bare_note_end(dictum_sentence_text *text, size_t at)
{
    size_t end = at;
    while (end < text->bytes.len && end < at + 3 && text->bytes.data[end] >= '0' && text->bytes.data[end] <= '9')
        end++;
    size_t word = dictum__sentence_skip(text, end, DICTUM__SB_SP);
    return end > at && word > end && dictum__skip_lead(text, &word) == DICTUM__SB_UPPER ? end : at;
}

/* R8l: whether a full stop ends the sentence and the number of a note follows at once; moves the border behind it. */
static bool bare_note_ends(dictum_sentence_text *text, size_t from, dictum_sentence_stop *stop)
{
    size_t end = bare_note_end(text, stop->mark_end);
    if (end == stop->mark_end || !dictum__sentence_is_byte(text, stop->mark, '.'))
        return false;
    dictum_word w;
    dictum__word_before(text, from, stop->mark, &w);
    if (w.letters < 4 || w.digits + w.dots > 0 || w.capital_last || kind_of_word(text, from, &w) != 0)
        return false;
    stop->end = dictum__sentence_skip(text, end, DICTUM__SB_SP);
    return true;
}

/* Behind "5]" or "5)" when `at` is behind its opening bracket, or behind superior or bare
 * digits; `at` where there is none. */
static size_t note_end(dictum_sentence_text *text, size_t at)
{
    size_t end = at, digits = 0;
    const char *data = text->bytes.data;
    if (at > 0 && (data[at - 1] == '[' || data[at - 1] == '(')) {
        while (end < text->bytes.len && data[end] >= '0' && data[end] <= '9' && digits++ < 3)
            end++;
        return digits > 0 && dictum__sentence_is_byte(text, end, data[at - 1] == '[' ? ']' : ')') ? end + 1 : at;
    }
    for (size_t next = at; digits++ < 4; end = next) {
        uint32_t c = dictum__sentence_point(text, end);
        if (c != 0xb9 && c != 0xb2 && c != 0xb3 && !(c >= 0x2070 && c <= 0x2079))
            break;
        (void)dictum__utf8_next(text->bytes, &next);
    }
    return end > at ? end : bare_note_end(text, at);
}

/* Whether a closing mark that stands alone is at `at`: one with a space, another mark or nothing behind it. */
static bool is_lone_closer(dictum_sentence_text *text, size_t at)
{
    size_t next;
    if (at == text->bytes.len || dictum__sentence_class(text, at, &next) != DICTUM__SB_CLOSE)
        return false;
    int8_t type = u_charType((UChar32)dictum__sentence_point(text, at));
    if (type != U_FINAL_PUNCTUATION && type != U_END_PUNCTUATION)
        return false;
    if (next == text->bytes.len)
        return true;
    uint8_t class = dictum__sentence_class(text, next, &at);
    return class != DICTUM__SB_OTHER && !dictum__sb_is_of_word(class);
}

/* R8i: moves the border behind what belongs to the sentence before it. */
static bool move_end(dictum_sentence_text *text, dictum_sentence_stop *stop)
{
    size_t end = stop->end, note = stop->close_end == end ? note_end(text, end) : end;
    if (note > end)
        end = dictum__sentence_skip(text, dictum__sentence_skip(text, note, DICTUM__SB_CLOSE), DICTUM__SB_SP);
    while (is_lone_closer(text, end))
        end = dictum__sentence_skip(text, dictum__sentence_skip(text, end, DICTUM__SB_CLOSE), DICTUM__SB_SP);
    bool moved = end > stop->end;
    stop->end = end;
    return moved;
}

bool dictum__sentence_ends(dictum_sentence_text *text, size_t from, dictum_sentence_stop *stop)
{
    if (stop->kind == DICTUM__STOP_LOWER)
        return number_opens(text, from, stop);
    if (stop->kind == DICTUM__STOP_DIGIT)
        return bare_note_ends(text, from, stop);
    if (!has_word(text, from, stop->mark))
        return false;
    bool moved = move_end(text, stop);
    if (stop->end == text->bytes.len)
        return true;
    size_t next;
    uint8_t class = dictum__sentence_class(text, stop->end, &next);
    if (moved && (class == DICTUM__SB_SCONTINUE || class == DICTUM__SB_ATERM || class == DICTUM__SB_STERM))
        return false;
    if (stop->class == DICTUM__SB_STERM) /* R8h */
        return class != DICTUM__SB_LOWER || (!moved && stop->close_end == stop->mark_end);
    if (is_ellipsis(text, stop))
        return !is_omission(text, from, stop) && !dictum__amount_follows(text, stop->end);
    return !dictum__sentence_is_byte(text, stop->mark, '.') || full_stop_ends(text, from, stop);
}
