/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences by UAX #29: its rules SB1 to SB998, with ICU's property data. What comes out is what ICU's iterator gives,
 * which tests show; it is written out here because only what surrounds a terminator has to be looked at, so that a text
 * is divided at many times the iterator's speed, as the UTF-8 that it is. */
#include "lib/sentence.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "lib/sentence_text.h"
#include "lib/utf8.h"

#define ONES UINT64_C(0x0101010101010101)
#define TOPS UINT64_C(0x8080808080808080)

static_assert(DICTUM__SB_SEP == (int)U_SB_SEP && DICTUM__SB_SCONTINUE == (int)U_SB_SCONTINUE, "ICU's order");

struct dictum_sentences {
    dictum_sentence_text text;
    bool standard;
    size_t from;       /* where the next sentence begins */
    bool stops[0x100]; /* bytes that a terminator or separator may begin with */
};

/* ---- characters ------------------------------------------------------------------------------------------------- */

static uint8_t ask_class(uint32_t c)
{
    return (uint8_t)u_getIntPropertyValue((UChar32)c, UCHAR_SENTENCE_BREAK);
}

static uint8_t class_of(dictum_sentence_text *text, uint32_t c)
{
    if (c > 0xffff)
        return ask_class(c);
    if (text->known[c] == 0)
        text->known[c] = (uint8_t)(ask_class(c) + 1);
    return (uint8_t)(text->known[c] - 1);
}

uint8_t dictum__sentence_class_beyond_ascii(dictum_sentence_text *text, size_t at, size_t *next)
{
    *next = at;
    uint32_t c = dictum__utf8_next(text->bytes, next);
    return class_of(text, c);
}

static bool is_attached(uint8_t class)
{
    return class == DICTUM__SB_EXTEND || class == DICTUM__SB_FORMAT;
}

uint8_t dictum__sentence_class_whole(dictum_sentence_text *text, size_t at, size_t *next)
{
    uint8_t class = dictum__sentence_class(text, at, next);
    if (class == DICTUM__SB_SEP || class == DICTUM__SB_CR || class == DICTUM__SB_LF)
        return class;
    for (size_t after; *next < text->bytes.len && (unsigned char)text->bytes.data[*next] >= 0x80; *next = after)
        if (!is_attached(dictum__sentence_class(text, *next, &after)))
            break;
    return class;
}

uint8_t dictum__sentence_class_before(dictum_sentence_text *text, size_t at, size_t *start)
{
    size_t begin = at - 1, next;
    while (begin > 0 && at - begin < 4 && ((unsigned char)text->bytes.data[begin] & 0xc0) == 0x80)
        begin--;
    *start = begin;
    return dictum__sentence_class(text, begin, &next);
}

size_t dictum__sentence_skip(dictum_sentence_text *text, size_t at, uint8_t class)
{
    for (size_t next; at < text->bytes.len && dictum__sentence_class_whole(text, at, &next) == class;)
        at = next;
    return at;
}

/* ---- the standard's rules --------------------------------------------------------------------------------------- */

static bool is_separator(uint8_t class)
{
    return class == DICTUM__SB_SEP || class == DICTUM__SB_CR || class == DICTUM__SB_LF;
}

static bool is_terminator(uint8_t class)
{
    return class == DICTUM__SB_ATERM || class == DICTUM__SB_STERM;
}

/* Behind the separator at `at`: SB3 keeps CR and LF together. */
static size_t separator_end(dictum_sentence_text *text, size_t at)
{
    size_t next, after;
    uint8_t class = dictum__sentence_class(text, at, &next);
    if (class == DICTUM__SB_CR && next < text->bytes.len && dictum__sentence_class(text, next, &after) == DICTUM__SB_LF)
        return after;
    return next;
}

/* The class of the character before the full stop at `mark`, past what attaches to it (SB7). */
static uint8_t class_before_mark(dictum_sentence_text *text, size_t from, size_t mark)
{
    uint8_t class = DICTUM__SB_OTHER;
    while (mark > from) {
        class = dictum__sentence_class_before(text, mark, &mark);
        if (!is_attached(class))
            break;
    }
    return class;
}

/* SB8: whether the first letter from `at` on is a lower-case one and nothing that counts comes before it. */
static bool lower_follows(dictum_sentence_text *text, size_t at)
{
    while (at < text->bytes.len) {
        uint8_t class = dictum__sentence_class(text, at, &at);
        if (class == DICTUM__SB_LOWER)
            return true;
        if (dictum__sb_is_letter(class) || is_separator(class) || is_terminator(class))
            return false;
    }
    return false;
}

/* What the standard says of the terminator at stop->mark. */
static void judge_terminator(dictum_sentence_text *text, size_t from, dictum_sentence_stop *stop)
{
    size_t len = text->bytes.len, next;
    bool full_stop = stop->class == DICTUM__SB_ATERM;
    dictum__sentence_class_whole(text, stop->mark, &stop->mark_end);
    stop->kind = DICTUM__STOP_INSIDE;
    stop->close_end = stop->end = stop->mark_end;
    if (full_stop && stop->mark_end < len) {
        uint8_t class = dictum__sentence_class(text, stop->mark_end, &next);
        if (class == DICTUM__SB_NUMERIC) { /* SB6 */
            stop->kind = DICTUM__STOP_DIGIT;
            return;
        }
        if (class == DICTUM__SB_UPPER) { /* SB7 */
            uint8_t before = class_before_mark(text, from, stop->mark);
            if (before == DICTUM__SB_UPPER || before == DICTUM__SB_LOWER)
                return;
        }
    }
    stop->close_end = dictum__sentence_skip(text, stop->mark_end, DICTUM__SB_CLOSE);
    stop->end = dictum__sentence_skip(text, stop->close_end, DICTUM__SB_SP);
    stop->kind = DICTUM__STOP_BORDER;
    if (stop->end == len)
        return;
    uint8_t class = dictum__sentence_class(text, stop->end, &next);
    if (is_separator(class)) { /* SB4, SB11 */
        stop->end = separator_end(text, stop->end);
        stop->kind = DICTUM__STOP_FORCED;
    } else if (class == DICTUM__SB_SCONTINUE || is_terminator(class)) { /* SB8a */
        stop->kind = DICTUM__STOP_INSIDE;
    } else if (full_stop && lower_follows(text, stop->end)) { /* SB8 */
        stop->kind = DICTUM__STOP_LOWER;
    }
}

/* Whether a byte of eight is ".", "!", "?", beyond ASCII, or below `low`; at times one more than are. */
static bool may_stop(uint64_t word, uint64_t low)
{
    uint64_t full_stop = word ^ ONES * '.', exclamation = word ^ ONES * '!', question = word ^ ONES * '?';
    uint64_t found = (full_stop - ONES) | (exclamation - ONES) | (question - ONES) | (word - low);
    return ((found & ~word) | word) & TOPS;
}

/* The first byte from `at` on that a terminator or separator may begin with. */
static size_t skip_dull(const dictum_sentences *sentences, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)sentences->text.bytes.data;
    size_t len = sentences->text.bytes.len;
    uint64_t low = sentences->standard ? ONES * ' ' : 0; /* line breaks */
    while (at < len) {
        for (uint64_t word; len - at >= sizeof word; at += sizeof word) {
            memcpy(&word, bytes + at, sizeof word);
            if (may_stop(word, low))
                break;
        }
        for (size_t end = len - at < 8 ? len : at + 8; at < end; at++)
            if (sentences->stops[bytes[at]])
                return at;
    }
    return len;
}

/* The next place from `at` on that may end the sentence that begins at `from`; false where there is none. */
static bool find_stop(dictum_sentences *sentences, size_t from, size_t at, dictum_sentence_stop *stop)
{
    dictum_sentence_text *text = &sentences->text;
    while ((at = skip_dull(sentences, at)) < text->bytes.len) {
        size_t next;
        uint8_t class = dictum__sentence_class(text, at, &next);
        if (is_separator(class)) {
            next = separator_end(text, at);
            *stop = (dictum_sentence_stop){at, next, next, next, class, DICTUM__STOP_FORCED};
            return true;
        }
        if (is_terminator(class)) {
            *stop = (dictum_sentence_stop){.mark = at, .class = class};
            judge_terminator(text, from, stop);
            return true;
        }
        at = next;
    }
    return false;
}

/* ---- the interface ---------------------------------------------------------------------------------------------- */

dictum_status dictum__sentences_new(dictum_sentences **out, dictum_error *err)
{
    dictum_sentences *sentences = calloc(1, sizeof *sentences);
    *out = sentences;
    if (sentences == NULL)
        return dictum__nomem(err);
    for (uint32_t c = 0; c < 0x80; c++) {
        sentences->text.ascii[c] = ask_class(c);
        sentences->stops[c] = is_separator(ask_class(c)) || is_terminator(ask_class(c));
    }
    /* Of the letters that two bytes encode, few begin as a terminator or separator does. */
    for (uint32_t c = 0x80; c < 0x800; c++)
        if (is_separator(class_of(&sentences->text, c)) || is_terminator(class_of(&sentences->text, c)))
            sentences->stops[0xc0 | c >> 6] = true;
    memset(sentences->stops + 0xe0, true, 0x20);
    return DICTUM_OK;
}

void dictum__sentences_free(dictum_sentences *sentences)
{
    free(sentences);
}

void dictum__sentences_begin(dictum_sentences *sentences, dictum_slice paragraph, const char *lang, unsigned flags)
{
    bool standard = (flags & DICTUM__SENTENCES_STANDARD) != 0;
    sentences->standard = standard;
    sentences->from = 0;
    dictum_sentence_text *text = &sentences->text;
    text->bytes = paragraph;
    text->language = dictum__sentence_language(lang);
    text->ascii['\n'] = standard ? DICTUM__SB_LF : DICTUM__SB_SP;
    text->ascii['\r'] = standard ? DICTUM__SB_CR : DICTUM__SB_SP;
    sentences->stops['\n'] = sentences->stops['\r'] = standard;
    /* R8f: an ellipsis is three full stops. */
    text->known[0x2026] = (uint8_t)(standard ? ask_class(0x2026) + 1 : DICTUM__SB_ATERM + 1);
}

bool dictum__sentences_next(dictum_sentences *sentences, size_t *end)
{
    size_t len = sentences->text.bytes.len, from = sentences->from;
    if (from >= len)
        return false;
    dictum_sentence_stop stop = {.end = from};
    *end = len;
    while (*end == len && find_stop(sentences, from, stop.end, &stop)) {
        bool ends = stop.kind >= DICTUM__STOP_BORDER;
        if (!sentences->standard && stop.kind != DICTUM__STOP_INSIDE && stop.kind != DICTUM__STOP_FORCED)
            ends = dictum__sentence_ends(&sentences->text, from, &stop);
        if (ends)
            *end = stop.end;
    }
    sentences->from = *end;
    return true;
}
