/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/verify/numbers.h"

#include <stdio.h>
#include <string.h>

#include <unicode/uchar.h>

#include "lib/utf8.h"

/* Longer ones are compared by their digits as words. */
#define DIGITS_MAX 40
#define GROUPS_MAX 12

/* The language that numbers in words are read in. */
#define ENGLISH 0

/* A number as digits before and behind the decimal mark, and zeros to be added. */
typedef struct digits {
    char whole[DIGITS_MAX + 1], part[DIGITS_MAX + 1];
    bool negative;
} digits;

/* What stands between two numbers: one character, or 0. */
static uint32_t separator(dictum_slice text, const dictum_token *before, const dictum_token *behind)
{
    size_t at = before->byte_end;
    if (behind->byte_start <= at)
        return 0;
    uint32_t c = dictum__utf8_next(text, &at);
    return at == behind->byte_start ? c : 0;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0xa0 || c == 0x2009 || c == 0x202f;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019;
}

/* Every separator of a kind as one character; 0 where it divides no number. */
static char kind_of(uint32_t c)
{
    if (c == '.' || c == ',')
        return (char)c;
    if (c == 0x66b)
        return 'd'; /* Arabic decimal separator */
    if (c == 0x66c)
        return 'g'; /* Arabic thousands separator */
    if (c == 0xff0c)
        return ',';
    if (c == 0xff0e)
        return '.';
    if (is_space(c))
        return ' ';
    return is_apostrophe(c) ? '\'' : 0;
}

static bool is_plain_number(dictum_slice text, const dictum_analysis *analysis, size_t token)
{
    const dictum_token *t = &analysis->tokens[token];
    if (t->kind != DICTUM__TOKEN_NUMBER || t->exact_bytes > DIGITS_MAX)
        return false;
    /* Raised digits and fractions are other things. */
    for (size_t at = t->byte_start; at < t->byte_end;)
        if (u_charType((UChar32)dictum__utf8_next(text, &at)) != U_DECIMAL_DIGIT_NUMBER)
            return false;
    return true;
}

/* How many of the groups, which are divided by `kinds`, are one number, and whether the last is its decimals. */
static size_t group(const char *kinds, const size_t *lengths, size_t count, bool starts_with_zero, bool comma,
                    bool *decimals)
{
    size_t same = 1;
    *decimals = false;
    if (count == 1)
        return 1;
    char first = kinds[1];
    while (same < count && kinds[same] == first && lengths[same] == 3)
        same++;
    bool grouped = same > 1 && lengths[0] <= 3 && !starts_with_zero;
    bool certain = same > 2 || first == ' ' || first == '\'' || first == 'g';
    bool by_rule = first == (comma ? '.' : ',');
    if (grouped && (certain || by_rule || (same < count && (kinds[same] == '.' || kinds[same] == ',')))) {
        if (same < count && kinds[same] != first && kinds[same] != ' ' && kinds[same] != '\'' && kinds[same] != 'g') {
            *decimals = true;
            same++;
        }
        /* 1.2.3 and 10.000.1 are no numbers. */
        return same < count && kinds[same] == first && first != ' ' ? 1 : same;
    }
    if (first != '.' && first != ',' && first != 'd')
        return 1;
    if (count > 2 && (kinds[2] == '.' || kinds[2] == ','))
        return 1;
    *decimals = true;
    return 2;
}

/* The groups of digits that begin at `first`. */
static size_t read_groups(dictum_slice text, const dictum_analysis *analysis, size_t first, size_t end, char *kinds,
                          size_t *lengths)
{
    size_t count = 0;
    while (first + count < end && count < GROUPS_MAX && is_plain_number(text, analysis, first + count)) {
        const dictum_token *t = &analysis->tokens[first + count];
        kinds[count] = 0;
        if (count > 0)
            kinds[count] = kind_of(separator(text, t - 1, t));
        if (count > 0 && (kinds[count] == 0 || (kinds[count] == ' ' && t->exact_bytes != 3)))
            break;
        lengths[count++] = t->exact_bytes;
    }
    return count;
}

static bool is_minus(uint32_t c)
{
    return c == '-' || c == 0x2212 || c == 0x2013 || c == 0x2010 || c == 0x2011;
}

/* The code point that ends at byte `at`, which is moved to its beginning; 0 at the beginning. */
static uint32_t before(dictum_slice text, size_t *at)
{
    if (*at == 0)
        return 0;
    size_t start = *at - 1;
    while (start > 0 && ((unsigned char)text.data[start] & 0xc0) == 0x80)
        start--;
    size_t next = start;
    *at = start;
    return dictum__utf8_next(text, &next);
}

/* "-5", "(-5", "$-5", "-$5", but neither "2-5" nor "2019 -2020". */
static bool is_negative(dictum_slice text, size_t at)
{
    uint32_t c = before(text, &at);
    if (u_charType((UChar32)c) == U_CURRENCY_SYMBOL)
        c = before(text, &at);
    if (!is_minus(c))
        return false;
    c = before(text, &at);
    if (c == 0 || c == '(' || u_charType((UChar32)c) == U_CURRENCY_SYMBOL)
        return true;
    if (!u_isUWhiteSpace((UChar32)c))
        return false;
    while (u_isUWhiteSpace((UChar32)c))
        c = before(text, &at);
    return !u_isdigit((UChar32)c);
}

/* Moves the decimal mark by so many places. False where that is too long. */
static bool add_zeros(digits *d, unsigned zeros)
{
    size_t whole = strlen(d->whole), part = strlen(d->part);
    if (whole + zeros > DIGITS_MAX)
        return false;
    size_t moved = part < zeros ? part : zeros;
    memcpy(d->whole + whole, d->part, moved);
    memmove(d->part, d->part + moved, part - moved + 1);
    memset(d->whole + whole + moved, '0', zeros - moved);
    d->whole[whole + zeros] = '\0';
    return true;
}

static void write_value(const digits *d, dictum_number *out)
{
    const char *whole = d->whole + strspn(d->whole, "0");
    size_t part = strlen(d->part);
    while (part > 0 && d->part[part - 1] == '0')
        part--;
    /* Both at their longest do not fit: such a number keeps the front of its decimals, which is the same for all. */
    (void)snprintf(out->value, sizeof out->value, "%s%s%s%.*s", d->negative ? "-" : "", *whole == '\0' ? "0" : whole,
                   part > 0 ? "." : "", (int)(part < 20 ? part : 20), d->part);
}

static dictum_slice form_of(const dictum_analysis *analysis, size_t token)
{
    return dictum__token_exact(analysis, token);
}

/* The scale behind a number: a word of its own ("million"). */
static bool take_scale(const dictum_analysis *analysis, size_t token, size_t end, const dictum_lexicon *lexicon,
                       unsigned language, unsigned *zeros)
{
    return token < end && (analysis->tokens[token].flags & DICTUM__TOKEN_SENTENCE) == 0 &&
           dictum__lexicon_scale(lexicon, language, form_of(analysis, token), zeros);
}

/* "5m", "3bn", "10k", "2mn": digits with a scale's letters, one token. */
static bool read_short_scale(dictum_slice form, digits *d, unsigned *zeros)
{
    static const struct {
        const char *letters;
        unsigned zeros;
    } scales[] = {{"k", 3}, {"m", 6}, {"mn", 6}, {"bn", 9}, {"tn", 12}};
    size_t count = 0;
    while (count < form.len && form.data[count] >= '0' && form.data[count] <= '9')
        count++;
    if (count == 0 || count > DIGITS_MAX / 2)
        return false;
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        if (form.len - count != strlen(scales[i].letters) ||
            memcmp(form.data + count, scales[i].letters, form.len - count) != 0)
            continue;
        memcpy(d->whole + strlen(d->whole), form.data, count);
        *zeros = scales[i].zeros;
        return true;
    }
    return false;
}

/* "3.5m": a number, a full stop and the token "5m". */
static bool take_short_decimals(dictum_slice text, const dictum_analysis *analysis, size_t token, size_t end, digits *d,
                                unsigned *zeros)
{
    digits part = {.negative = false};
    if (token >= end)
        return false;
    uint32_t c = separator(text, &analysis->tokens[token - 1], &analysis->tokens[token]);
    if ((c != '.' && c != ',') || !read_short_scale(form_of(analysis, token), &part, zeros))
        return false;
    memcpy(d->part, part.whole, sizeof d->part);
    return true;
}

static void read_digits(dictum_slice text, const dictum_analysis *analysis, size_t first, size_t end,
                        const dictum_lexicon *lexicon, unsigned language, dictum_number *out)
{
    char kinds[GROUPS_MAX];
    size_t lengths[GROUPS_MAX], count, length = 0;
    digits d = {.negative = is_negative(text, analysis->tokens[first].byte_start)};
    bool decimals = false;
    unsigned zeros = 0;
    count = read_groups(text, analysis, first, end, kinds, lengths);
    if (count == 0) {
        if (!read_short_scale(form_of(analysis, first), &d, &zeros) || !add_zeros(&d, zeros))
            return;
        out->tokens = 1;
        write_value(&d, out);
        return;
    }
    dictum_slice head = form_of(analysis, first);
    size_t used = group(kinds, lengths, count, head.len > 1 && head.data[0] == '0',
                        dictum__lexicon_has_decimal_comma(language), &decimals);
    for (size_t i = 0; i < used; i++) {
        dictum_slice form = form_of(analysis, first + i);
        if (decimals && i + 1 == used) {
            memcpy(d.part, form.data, form.len);
            break;
        }
        if (length + form.len > DIGITS_MAX)
            return;
        memcpy(d.whole + length, form.data, form.len);
        length += form.len;
    }
    if (used == 1 && count == 1 && take_short_decimals(text, analysis, first + 1, end, &d, &zeros))
        used = 2;
    else if (take_scale(analysis, first + used, end, lexicon, language, &zeros))
        used++;
    if (!add_zeros(&d, zeros))
        return;
    out->tokens = used;
    write_value(&d, out);
}

/* ---- in words ---------------------------------------------------------------------------------------------------- */

/* What is read of "two hundred and five thousand", from its front. */
typedef struct spelling {
    unsigned long long total, current;
    unsigned last;       /* the numeral before */
    unsigned last_zeros; /* of the scale before; 99: none was */
    bool any;
} spelling;

/* Whether `value` can follow. */
static bool follows(const spelling *s, unsigned value)
{
    if (!s->any)
        return value != 100;
    if (value == 100)
        return s->current > 0 && s->current < 100 && s->last != 100;
    if (s->last == 0)
        return false;
    if (s->current == 0) /* behind a scale */
        return true;
    return s->last == 100 || (s->last >= 20 && s->last < 100 && s->last % 10 == 0 && value > 0 && value < 10);
}

static bool take_word(spelling *s, const dictum_lexicon *lexicon, unsigned language, dictum_slice form)
{
    unsigned value = 0, zeros = 0;
    if (dictum__lexicon_numeral(lexicon, language, form, &value)) {
        if (!follows(s, value))
            return false;
        s->current = value == 100 ? s->current * 100 : s->current + value;
        s->last = value;
        s->any = true;
        return true;
    }
    if (!dictum__lexicon_scale(lexicon, language, form, &zeros) || s->current == 0 || zeros >= s->last_zeros)
        return false;
    unsigned long long scaled = s->current;
    for (unsigned i = 0; i < zeros; i++)
        scaled *= 10;
    s->total += scaled;
    s->current = 0;
    s->last = 1000;
    s->last_zeros = zeros;
    return true;
}

/* "and" between hundreds and what is less: "two hundred and five". */
static bool is_link(const spelling *s, dictum_slice form)
{
    return (s->last == 100 || s->last == 1000) && form.len == 3 && memcmp(form.data, "and", 3) == 0;
}

static void read_words(const dictum_analysis *analysis, size_t first, size_t end, const dictum_lexicon *lexicon,
                       unsigned language, dictum_number *out)
{
    spelling s = {.last_zeros = 99};
    size_t used = 0, linked = 0;
    if ((dictum__lexicon_classes(lexicon, language, form_of(analysis, first)) & DICTUM__WORD_NUMERAL) == 0)
        return;
    for (size_t i = first; i < end; i++) {
        if (i > first && (analysis->tokens[i].flags & DICTUM__TOKEN_SENTENCE) != 0)
            break;
        dictum_slice form = form_of(analysis, i);
        if (take_word(&s, lexicon, language, form)) {
            used = i + 1 - first;
            linked = 0;
        } else if (used == 0 || linked > 0 || !is_link(&s, form)) {
            break;
        } else {
            linked = i;
        }
    }
    if (used == 0)
        return;
    out->tokens = used;
    out->spelled = true;
    (void)snprintf(out->value, sizeof out->value, "%llu", s.total + s.current);
}

void dictum__number_read(dictum_slice text, const dictum_analysis *analysis, size_t first, size_t end,
                         const dictum_lexicon *lexicon, unsigned language, dictum_number *out)
{
    out->tokens = 0;
    out->spelled = false;
    unsigned char head = (unsigned char)form_of(analysis, first).data[0];
    if (head >= '0' && head <= '9')
        read_digits(text, analysis, first, end, lexicon, language, out);
    else if (language == ENGLISH && analysis->tokens[first].kind == DICTUM__TOKEN_WORD)
        read_words(analysis, first, end, lexicon, language, out);
}
