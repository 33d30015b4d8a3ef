/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text to tokens: normal form (R1), a class for each of its units, ICU's word borders (R2), then runs of one class
 * become tokens. */
#include "lib/tokenise.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>

#include "lib/array.h"
#include "lib/fold.h"
#include "lib/signs.h"
#include "lib/utf16.h"

dictum_status dictum__tokeniser_init(dictum_tokeniser *tokeniser, dictum_error *err)
{
    dictum__buf_init(&tokeniser->forms, UINT32_MAX);
    return dictum__normaliser_new(&tokeniser->normaliser, err);
}

void dictum__tokeniser_dispose(dictum_tokeniser *tokeniser)
{
    dictum__normaliser_free(tokeniser->normaliser);
    if (tokeniser->words != NULL)
        ubrk_close(tokeniser->words);
    if (tokeniser->graphemes != NULL)
        ubrk_close(tokeniser->graphemes);
    dictum__normal_dispose(&tokeniser->normal);
    free(tokeniser->classes);
    free(tokeniser->fold_units);
    free(tokeniser->tokens);
    dictum__buf_dispose(&tokeniser->forms);
}

void dictum__tokeniser_clear(dictum_tokeniser *tokeniser)
{
    tokeniser->token_count = 0;
    dictum__buf_clear(&tokeniser->forms);
}

/* ---- tokens ----------------------------------------------------------------------------------------------------- */

static void append_utf8(dictum_buf *out, const uint16_t *units, size_t count)
{
    if (!dictum__buf_reserve(out, count * 3))
        return;
    for (size_t i = 0; i < count;) {
        UChar32 c = dictum__utf16_next(units, count, &i);
        if (c < 0x80)
            out->data[out->len++] = (char)c;
        else
            dictum__buf_append_code_point(out, (uint32_t)c);
    }
}

/* What becomes a token. */
typedef struct token_source {
    size_t start, end;     /* units of the normal form that it covers */
    const uint16_t *units; /* the word itself */
    size_t count;
    const char *front, *back; /* its signs */
    dictum__token_kind kind;
    uint8_t flags;
} token_source;

/* Appends the form of `units` between the token's signs; gives its place and length. */
static void append_form(dictum_buf *forms, const token_source *source, const uint16_t *units, size_t count,
                        uint32_t *form, uint32_t *bytes)
{
    *form = (uint32_t)forms->len;
    if (source->front[0] != '\0')
        dictum__buf_append_str(forms, source->front);
    append_utf8(forms, units, count);
    if (source->back[0] != '\0')
        dictum__buf_append_str(forms, source->back);
    *bytes = (uint32_t)forms->len - *form;
}

static bool append_forms(dictum_tokeniser *tokeniser, const token_source *source, dictum_token *token)
{
    append_form(&tokeniser->forms, source, source->units, source->count, &token->exact, &token->exact_bytes);
    if (source->kind != DICTUM__TOKEN_WORD)
        return true;
    void *room = tokeniser->fold_units;
    if (!dictum__array_reserve(&room, &tokeniser->fold_cap, DICTUM__FOLDED_UNITS(source->count), sizeof(uint16_t)))
        return false;
    tokeniser->fold_units = room;
    size_t folded = dictum__fold(source->units, source->count, tokeniser->fold_units);
    if (folded > 0)
        append_form(&tokeniser->forms, source, tokeniser->fold_units, folded, &token->folded, &token->folded_bytes);
    return true;
}

static bool emit(dictum_tokeniser *tokeniser, const token_source *source)
{
    void *room = tokeniser->tokens;
    if (!dictum__array_reserve(&room, &tokeniser->token_cap, tokeniser->token_count + 1, sizeof(dictum_token)))
        return false;
    tokeniser->tokens = room;
    dictum_token token = {.byte_start = tokeniser->normal.from[source->start],
                          .byte_end = tokeniser->normal.to[source->end - 1],
                          .sign_front_bytes = (uint8_t)strlen(source->front),
                          .sign_back_bytes = (uint8_t)strlen(source->back),
                          .kind = (uint8_t)source->kind};
    if (!append_forms(tokeniser, source, &token) || dictum__buf_status(&tokeniser->forms) != DICTUM_OK)
        return false;
    bool first_of_paragraph = (tokeniser->next_flags & DICTUM__TOKEN_PARAGRAPH) != 0;
    token.flags = source->flags | tokeniser->next_flags;
    if (!tokeniser->space_seen && !first_of_paragraph)
        token.flags |= DICTUM__TOKEN_GLUED;
    tokeniser->next_flags = 0;
    tokeniser->space_seen = false;
    tokeniser->tokens[tokeniser->token_count++] = token;
    return true;
}

/* Articles and pronouns that lose their vowel before an apostrophe: French, Italian, Catalan. */
bool dictum__is_elided(const char *letters, size_t count)
{
    static const char *const list[] = {"all",   "c",      "com",    "coll", "d", "dall", "dell",   "j",
                                       "jusqu", "l",      "lorsqu", "m",    "n", "nell", "puisqu", "qu",
                                       "quest", "quoiqu", "s",      "sull", "t", "un"};
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (strlen(list[i]) == count && memcmp(list[i], letters, count) == 0)
            return true;
    return false;
}

static bool is_elision(const uint16_t *units, size_t count)
{
    char letters[8];
    if (count > sizeof letters)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (units[i] >= 0x80)
            return false;
        letters[i] = (char)units[i];
    }
    return dictum__is_elided(letters, count);
}

static bool is_letter_or_mark(uint8_t class)
{
    class &= DICTUM__CLASS_MASK;
    return class == DICTUM__CLASS_LETTER || class == DICTUM__CLASS_MARK;
}

/* R4, R5: whether the apostrophe or middle dot at `at` stays inside the token that begins at `start`. */
static bool stays_inside(const dictum_tokeniser *tokeniser, size_t start, size_t at, size_t end)
{
    const uint16_t *units = tokeniser->normal.units;
    const uint8_t *classes = tokeniser->classes;
    if (at == start || at + 1 >= end)
        return false;
    if ((classes[at] & DICTUM__CLASS_MASK) == DICTUM__CLASS_MIDDLE_DOT)
        return units[at - 1] == 'l' && units[at + 1] == 'l';
    if (!is_letter_or_mark(classes[at - 1]) || (classes[at + 1] & DICTUM__CLASS_MASK) != DICTUM__CLASS_LETTER)
        return false;
    bool only_s =
        units[at + 1] == 's' && (at + 2 == end || (classes[at + 2] & DICTUM__CLASS_MASK) == DICTUM__CLASS_APOSTROPHE ||
                                 (classes[at + 2] & DICTUM__CLASS_MASK) == DICTUM__CLASS_MIDDLE_DOT);
    return !only_s && !is_elision(units + start, at - start);
}

/* A piece of a run, without apostrophes or dots at its ends or marks at its front, becomes a token if it holds a letter
 * or digit. */
static bool emit_word(dictum_tokeniser *tokeniser, size_t first, size_t last)
{
    bool letter = false, digit = false;
    for (size_t i = first; i < last; i++) {
        uint8_t class = tokeniser->classes[i] & DICTUM__CLASS_MASK;
        letter = letter || class == DICTUM__CLASS_LETTER;
        digit = digit || class == DICTUM__CLASS_DIGIT;
    }
    if (!letter && !digit)
        return true;
    /* A mark at the front stands on what the text was divided at. */
    while ((tokeniser->classes[first] & DICTUM__CLASS_MASK) >= DICTUM__CLASS_MARK)
        first++;
    while ((tokeniser->classes[last - 1] & DICTUM__CLASS_MASK) >= DICTUM__CLASS_APOSTROPHE)
        last--;
    dictum_classified text = {tokeniser->normal.units, tokeniser->classes, tokeniser->normal.count};
    dictum_signs signs;
    dictum__find_signs(&text, first, last, &signs);
    return emit(tokeniser, &(token_source){.start = signs.start,
                                           .end = signs.end,
                                           .units = tokeniser->normal.units + first,
                                           .count = last - first,
                                           .front = signs.front,
                                           .back = signs.back,
                                           .kind = letter ? DICTUM__TOKEN_WORD : DICTUM__TOKEN_NUMBER,
                                           .flags = DICTUM__TOKEN_UNIT});
}

/* A run of letters, digits, marks, apostrophes and middle dots (R2 to R5). */
static bool word_run(dictum_tokeniser *tokeniser, size_t first, size_t end)
{
    size_t start = first;
    for (size_t i = first; i < end; i++) {
        uint8_t class = tokeniser->classes[i];
        bool inner = (class & DICTUM__CLASS_MASK) == DICTUM__CLASS_APOSTROPHE ||
                     (class & DICTUM__CLASS_MASK) == DICTUM__CLASS_MIDDLE_DOT;
        bool drop = inner && !stays_inside(tokeniser, start, i, end);
        if (!drop && !((class & DICTUM__CLASS_BORDER) != 0 && i > start))
            continue;
        if (i > start && !emit_word(tokeniser, start, i))
            return false;
        start = drop ? i + 1 : i;
    }
    return start >= end || emit_word(tokeniser, start, end);
}

static dictum_status open_iterator(UBreakIterator **iterator, UBreakIteratorType type, dictum_error *err)
{
    if (*iterator != NULL)
        return DICTUM_OK;
    UErrorCode icu = U_ZERO_ERROR;
    *iterator = ubrk_open(type, "", NULL, 0, &icu);
    if (U_SUCCESS(icu))
        return DICTUM_OK;
    *iterator = NULL;
    return dictum__fail(err, icu == U_MEMORY_ALLOCATION_ERROR ? DICTUM_NOMEM : DICTUM_INTERNAL,
                        "ICU has no break rules: %s", u_errorName(icu));
}

static dictum_status set_text(UBreakIterator *iterator, const uint16_t *units, size_t count, dictum_error *err)
{
    UErrorCode icu = U_ZERO_ERROR;
    ubrk_setText(iterator, units, (int32_t)count, &icu);
    if (U_FAILURE(icu))
        return dictum__fail(err, DICTUM_INTERNAL, "ICU cannot divide the text: %s", u_errorName(icu));
    return DICTUM_OK;
}

/* A run of a script without spaces (R6). */
static dictum_status grapheme_run(dictum_tokeniser *tokeniser, size_t first, size_t end, dictum_error *err)
{
    dictum_status status = open_iterator(&tokeniser->graphemes, UBRK_CHARACTER, err);
    if (status == DICTUM_OK)
        status = set_text(tokeniser->graphemes, tokeniser->normal.units + first, end - first, err);
    if (status != DICTUM_OK)
        return status;
    size_t start = first;
    ubrk_first(tokeniser->graphemes);
    for (int32_t next; (next = ubrk_next(tokeniser->graphemes)) != UBRK_DONE;) {
        bool unit = start == first || (tokeniser->classes[start] & DICTUM__CLASS_BORDER) != 0;
        size_t last = first + (size_t)next;
        token_source source = {.start = start,
                               .end = last,
                               .units = tokeniser->normal.units + start,
                               .count = last - start,
                               .front = "",
                               .back = "",
                               .kind = DICTUM__TOKEN_GRAPHEME,
                               .flags = unit ? DICTUM__TOKEN_UNIT : 0};
        if (!emit(tokeniser, &source))
            return dictum__nomem(err);
        start = last;
    }
    return DICTUM_OK;
}

static size_t run_end(const dictum_tokeniser *tokeniser, size_t first, bool spaceless)
{
    size_t i = first + 1;
    for (; i < tokeniser->normal.count; i++) {
        uint8_t class = tokeniser->classes[i] & DICTUM__CLASS_MASK;
        if (class == DICTUM__CLASS_MARK)
            continue;
        if (spaceless ? class != DICTUM__CLASS_SPACELESS
                      : class < DICTUM__CLASS_LETTER || class > DICTUM__CLASS_MIDDLE_DOT)
            break;
    }
    return i;
}

/* The token or tokens that begin at `at`, a letter or digit; *end is where they end. */
static dictum_status run(dictum_tokeniser *tokeniser, size_t at, size_t *end, dictum_error *err)
{
    uint8_t class = tokeniser->classes[at] & DICTUM__CLASS_MASK;
    *end = run_end(tokeniser, at, class == DICTUM__CLASS_SPACELESS);
    if (class == DICTUM__CLASS_SPACELESS)
        return grapheme_run(tokeniser, at, *end, err);
    return word_run(tokeniser, at, *end) ? DICTUM_OK : dictum__nomem(err);
}

static dictum_status make_tokens(dictum_tokeniser *tokeniser, dictum_error *err)
{
    for (size_t i = 0; i < tokeniser->normal.count;) {
        uint8_t class = tokeniser->classes[i] & DICTUM__CLASS_MASK;
        if (class == DICTUM__CLASS_SPACE || class == DICTUM__CLASS_SEPARATOR) {
            tokeniser->space_seen = tokeniser->space_seen || class == DICTUM__CLASS_SPACE;
            i++;
            continue;
        }
        dictum_status status = run(tokeniser, i, &i, err);
        if (status != DICTUM_OK)
            return status;
    }
    return DICTUM_OK;
}

static void find_classes(dictum_tokeniser *tokeniser)
{
    const dictum_normal *normal = &tokeniser->normal;
    for (size_t i = 0; i < normal->count;) {
        size_t start = i;
        UChar32 c = dictum__utf16_next(normal->units, normal->count, &i);
        uint8_t class = dictum__class_of(&tokeniser->class_table, c);
        while (start < i)
            tokeniser->classes[start++] = class;
    }
}

static dictum_status find_borders(dictum_tokeniser *tokeniser, dictum_error *err)
{
    dictum_status status = open_iterator(&tokeniser->words, UBRK_WORD, err);
    if (status == DICTUM_OK)
        status = set_text(tokeniser->words, tokeniser->normal.units, tokeniser->normal.count, err);
    if (status != DICTUM_OK)
        return status;
    for (int32_t at = ubrk_first(tokeniser->words); at != UBRK_DONE; at = ubrk_next(tokeniser->words))
        if ((size_t)at < tokeniser->normal.count)
            tokeniser->classes[at] |= DICTUM__CLASS_BORDER;
    return DICTUM_OK;
}

static dictum_status tokenise_general(dictum_tokeniser *tokeniser, dictum_slice text, size_t begin, size_t end,
                                      dictum_error *err)
{
    dictum_status status = dictum__normalise(tokeniser->normaliser, text, begin, end, &tokeniser->normal, err);
    if (status != DICTUM_OK)
        return status;
    void *room = tokeniser->classes;
    if (!dictum__array_reserve(&room, &tokeniser->classes_cap, tokeniser->normal.count, 1))
        return dictum__nomem(err);
    tokeniser->classes = room;
    find_classes(tokeniser);
    status = find_borders(tokeniser, err);
    return status == DICTUM_OK ? make_tokens(tokeniser, err) : status;
}

/* ---- ASCII and the rest ------------------------------------------------------------------------------------------ */

/* So much ASCII behind other text is worth a path of its own. */
#define ASCII_BYTES_MIN 48

static bool is_space_byte(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* The first byte from `at` on that is not ASCII, or `end`. */
static size_t ascii_end(dictum_slice text, size_t at, size_t end)
{
    for (uint64_t eight; at + sizeof eight <= end; at += sizeof eight) {
        memcpy(&eight, text.data + at, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (at < end && (unsigned char)text.data[at] < 0x80)
        at++;
    return at;
}

/* Back to the beginning of what stands between white space at `at`, but not before `begin`. */
static size_t chunk_start(dictum_slice text, size_t begin, size_t at)
{
    while (at > begin && !is_space_byte(text.data[at - 1]))
        at--;
    return at;
}

static size_t chunk_end(dictum_slice text, size_t at, size_t end)
{
    while (at < end && !is_space_byte(text.data[at]))
        at++;
    return at;
}

static bool is_ascii_alnum(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Whether the text before `end` may end in a section sign, which belongs to the word behind it (R9): one with no plain
 * letter or digit behind it. What else may stand there, such as all kinds of space, need not be told apart. */
static bool may_end_in_section_sign(dictum_slice text, size_t begin, size_t end)
{
    for (; end > begin && !is_ascii_alnum(text.data[end - 1]); end--)
        if (end - begin >= 2 && memcmp(text.data + end - 2, "§", 2) == 0)
            return true;
    return false;
}

/* The end of the text from `begin` on that takes the general path: before white space with enough ASCII behind it. */
static size_t general_end(dictum_slice text, size_t begin, size_t end)
{
    size_t at = begin;
    while (at < end) {
        size_t next = ascii_end(text, at, end);
        if (next - at >= ASCII_BYTES_MIN || next == end) {
            at = chunk_end(text, at, end);
            while (at < next && may_end_in_section_sign(text, begin, at)) {
                while (at < next && is_space_byte(text.data[at]))
                    at++;
                at = chunk_end(text, at, end);
            }
            if (at <= next)
                return at;
            continue; /* what stands together stays together */
        }
        at = next;
        while (at < end && (unsigned char)text.data[at] >= 0x80)
            at++;
    }
    return end;
}

dictum_status dictum__tokenise(dictum_tokeniser *tokeniser, dictum_slice text, size_t begin, size_t end, unsigned flags,
                               dictum_error *err)
{
    if ((flags & DICTUM__ANALYSE_GENERAL) != 0)
        return tokenise_general(tokeniser, text, begin, end, err);
    while (begin < end) {
        size_t other = ascii_end(text, begin, end);
        size_t stop = other == end ? end : chunk_start(text, begin, other);
        if (stop > begin && !dictum__tokenise_ascii(tokeniser, text, begin, stop))
            return dictum__nomem(err);
        begin = stop;
        if (begin == end)
            break;
        stop = general_end(text, begin, end);
        dictum_status status = tokenise_general(tokeniser, text, begin, stop, err);
        if (status != DICTUM_OK)
            return status;
        begin = stop;
    }
    return DICTUM_OK;
}
