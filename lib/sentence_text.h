/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lib/sentence.c (the standard's rules) and lib/sentence_filter.c (our departures from them) share: a paragraph as
 * characters with a class each, and a place where a sentence may end. */
#ifndef DICTUM_LIB_SENTENCE_TEXT_H
#define DICTUM_LIB_SENTENCE_TEXT_H

#include "lib/abbreviations.h"
#include "lib/buf.h"
#include "lib/utf8.h"

/* The values of Unicode's property Sentence_Break, in ICU's order. */
enum dictum__sb {
    DICTUM__SB_OTHER,
    DICTUM__SB_ATERM, /* a full stop */
    DICTUM__SB_CLOSE, /* quotation marks and brackets, opening ones too */
    DICTUM__SB_FORMAT,
    DICTUM__SB_LOWER,
    DICTUM__SB_NUMERIC,
    DICTUM__SB_OLETTER,
    DICTUM__SB_SEP, /* a paragraph separator */
    DICTUM__SB_SP,
    DICTUM__SB_STERM, /* "!", "?" and their like */
    DICTUM__SB_UPPER,
    DICTUM__SB_CR,
    DICTUM__SB_EXTEND,
    DICTUM__SB_LF,
    DICTUM__SB_SCONTINUE /* comma, colon, dash */
};

/* The paragraph at hand. */
typedef struct dictum_sentence_text {
    dictum_slice bytes;
    const dictum_sentence_language *language;
    uint8_t ascii[0x80];    /* enum dictum__sb of each */
    uint8_t known[0x10000]; /* the same of the Basic Multilingual Plane and 1 more; 0 where not yet asked for */
} dictum_sentence_text;

/* What the standard says of a place that may end a sentence. */
enum dictum__stop_kind {
    DICTUM__STOP_INSIDE, /* no border: SB7, SB8a */
    DICTUM__STOP_DIGIT,  /* no border: a digit follows at once (SB6) */
    DICTUM__STOP_LOWER,  /* no border: a lower-case letter is the first that follows (SB8) */
    DICTUM__STOP_BORDER, /* a border by SB11 */
    DICTUM__STOP_FORCED  /* a border by SB4: a paragraph separator */
};

/* A terminator and what may follow it: mark, closing marks, spaces. Offsets into the text. */
typedef struct dictum_sentence_stop {
    size_t mark, mark_end; /* the terminator (the last one of several) */
    size_t close_end;      /* behind the closing marks */
    size_t end;            /* behind the spaces: where the border is, if there is one */
    uint8_t class;         /* enum dictum__sb of the terminator */
    uint8_t kind;          /* enum dictum__stop_kind */
} dictum_sentence_stop;

uint8_t dictum__sentence_class_beyond_ascii(dictum_sentence_text *text, size_t at, size_t *next);

/* The class of the character at `at`, which is below the length; *next is behind it. */
static inline uint8_t dictum__sentence_class(dictum_sentence_text *text, size_t at, size_t *next)
{
    unsigned char byte = (unsigned char)text->bytes.data[at];
    *next = at + 1;
    return byte < 0x80 ? text->ascii[byte] : dictum__sentence_class_beyond_ascii(text, at, next);
}

/* The same with the marks and format characters that attach to it (SB5). */
uint8_t dictum__sentence_class_whole(dictum_sentence_text *text, size_t at, size_t *next);
/* The class of the character that ends before `at`, which is more than 0; *start is where it begins. */
uint8_t dictum__sentence_class_before(dictum_sentence_text *text, size_t at, size_t *start);
/* Behind all characters of this class from `at` on. */
size_t dictum__sentence_skip(dictum_sentence_text *text, size_t at, uint8_t class);
/* The code point at `at`, or 0 at the end. */
static inline uint32_t dictum__sentence_point(const dictum_sentence_text *text, size_t at)
{
    if (at >= text->bytes.len)
        return 0;
    unsigned char byte = (unsigned char)text->bytes.data[at];
    return byte < 0x80 ? byte : dictum__utf8_next(text->bytes, &at);
}

static inline bool dictum__sb_is_letter(uint8_t class)
{
    return class == DICTUM__SB_LOWER || class == DICTUM__SB_UPPER || class == DICTUM__SB_OLETTER;
}

/* Of letters, digits and what attaches to them. */
static inline bool dictum__sb_is_of_word(uint8_t class)
{
    return dictum__sb_is_letter(class) || class == DICTUM__SB_NUMERIC || class == DICTUM__SB_EXTEND ||
           class == DICTUM__SB_FORMAT;
}

static inline bool dictum__sentence_is_byte(const dictum_sentence_text *text, size_t at, char byte)
{
    return at < text->bytes.len && text->bytes.data[at] == byte;
}

static inline bool dictum__is_line_break(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* Whether the sentence that begins at `from` ends at this stop by the rules R8a to R8l; may move stop->end on. */
bool dictum__sentence_ends(dictum_sentence_text *text, size_t from, dictum_sentence_stop *stop);

#endif
