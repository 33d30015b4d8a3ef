/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text analysis by the rules R1 to R7 of analyse.h.
 *
 * A paragraph at a time: normal form (R1), a class for each of its units, ICU's word borders (R2), then runs of one
 * class become tokens. No memory is allocated per token; the buffers stay between calls. */
#include "lib/analyse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "lib/classes.h"
#include "lib/fold.h"
#include "lib/normalise.h"
#include "lib/paragraph.h"
#include "lib/sentence.h"
#include "lib/utf16.h"
#include "lib/utf8.h"

/* Raised whenever the same text could give other tokens than before. */
#define RULES 1

/* A longer paragraph is taken in pieces that end at white space, so that memory has a bound. */
#define PIECE_BYTES_MAX ((size_t)1 << 20)

struct dictum_analyser {
    dictum_normaliser *normaliser;
    dictum_sentences *sentence_rules;
    UBreakIterator *words; /* opened at the first need, like the next */
    UBreakIterator *graphemes;
    dictum_normal normal; /* of the piece at hand */
    uint8_t *classes;     /* enum unit_class of each unit of `normal`, ORed with DICTUM__CLASS_BORDER */
    size_t classes_cap;
    uint16_t *fold_units; /* room to fold one token in */
    size_t fold_cap;
    dictum_token *tokens;
    size_t token_count, token_cap;
    dictum_sentence *sentences;
    size_t sentence_count, sentence_cap;
    dictum_buf forms;
    dictum_analysis analysis;
    uint8_t next_flags; /* PARAGRAPH, when the next token begins one */
    bool space_seen;    /* since the last token of this paragraph */
    dictum_class_table class_table;
};

/* ---- the analyser ----------------------------------------------------------------------------------------------- */

dictum_status dictum__analyser_new(dictum_analyser **out, dictum_error *err)
{
    *out = NULL;
    dictum_analyser *analyser = calloc(1, sizeof *analyser);
    if (analyser == NULL)
        return dictum__nomem(err);
    dictum__buf_init(&analyser->forms, UINT32_MAX);
    dictum_status status = dictum__normaliser_new(&analyser->normaliser, err);
    if (status == DICTUM_OK)
        status = dictum__sentences_new(&analyser->sentence_rules, err);
    if (status != DICTUM_OK) {
        dictum__analyser_free(analyser);
        return status;
    }
    *out = analyser;
    return DICTUM_OK;
}

void dictum__analyser_free(dictum_analyser *analyser)
{
    if (analyser == NULL)
        return;
    dictum__normaliser_free(analyser->normaliser);
    dictum__sentences_free(analyser->sentence_rules);
    if (analyser->words != NULL)
        ubrk_close(analyser->words);
    if (analyser->graphemes != NULL)
        ubrk_close(analyser->graphemes);
    dictum__normal_dispose(&analyser->normal);
    free(analyser->classes);
    free(analyser->fold_units);
    free(analyser->tokens);
    free(analyser->sentences);
    dictum__buf_dispose(&analyser->forms);
    free(analyser);
}

const char *dictum__analysis_signature(void)
{
    /* Constant for a given build and ICU, so writing it twice at once writes the same. */
    static char signature[64];
    UVersionInfo unicode, icu;
    u_getUnicodeVersion(unicode);
    u_getVersion(icu);
    snprintf(signature, sizeof signature, "rules %d, Unicode %d.%d, ICU %d", RULES, unicode[0], unicode[1], icu[0]);
    return signature;
}

dictum_slice dictum__token_exact(const dictum_analysis *analysis, size_t token)
{
    const dictum_token *t = &analysis->tokens[token];
    return (dictum_slice){analysis->forms + t->exact, t->exact_bytes};
}

dictum_slice dictum__token_folded(const dictum_analysis *analysis, size_t token)
{
    const dictum_token *t = &analysis->tokens[token];
    if (t->folded_bytes == 0)
        return dictum__token_exact(analysis, token);
    return (dictum_slice){analysis->forms + t->folded, t->folded_bytes};
}

/* Room for one more element; false when memory ran out. */
static bool reserve(void **array, size_t *cap, size_t wanted, size_t element_bytes)
{
    if (wanted <= *cap)
        return true;
    size_t grown = *cap * 2 > wanted ? *cap * 2 : wanted;
    if (grown < 64)
        grown = 64;
    if (grown > SIZE_MAX / element_bytes)
        return false;
    void *moved = realloc(*array, grown * element_bytes);
    if (moved == NULL)
        return false;
    *array = moved;
    *cap = grown;
    return true;
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

static bool fold_token(dictum_analyser *analyser, const uint16_t *units, size_t count, dictum_token *token)
{
    void *room = analyser->fold_units;
    if (!reserve(&room, &analyser->fold_cap, DICTUM__FOLDED_UNITS(count), sizeof(uint16_t)))
        return false;
    analyser->fold_units = room;
    size_t folded = dictum__fold(units, count, analyser->fold_units);
    if (folded > 0) {
        token->folded = (uint32_t)analyser->forms.len;
        append_utf8(&analyser->forms, analyser->fold_units, folded);
        token->folded_bytes = (uint32_t)analyser->forms.len - token->folded;
    }
    return true;
}

/* The units [first, last) of the normal form become a token. */
static bool emit(dictum_analyser *analyser, size_t first, size_t last, dictum__token_kind kind, uint8_t flags)
{
    void *room = analyser->tokens;
    if (!reserve(&room, &analyser->token_cap, analyser->token_count + 1, sizeof(dictum_token)))
        return false;
    analyser->tokens = room;
    const dictum_normal *normal = &analyser->normal;
    dictum_token token = {.byte_start = normal->from[first],
                          .byte_end = normal->to[last - 1],
                          .exact = (uint32_t)analyser->forms.len,
                          .kind = (uint8_t)kind};
    append_utf8(&analyser->forms, normal->units + first, last - first);
    token.exact_bytes = (uint32_t)analyser->forms.len - token.exact;
    if (kind == DICTUM__TOKEN_WORD && !fold_token(analyser, normal->units + first, last - first, &token))
        return false;
    if (dictum__buf_status(&analyser->forms) != DICTUM_OK)
        return false;
    bool first_of_paragraph = (analyser->next_flags & DICTUM__TOKEN_PARAGRAPH) != 0;
    token.flags = flags | analyser->next_flags;
    if (!analyser->space_seen && !first_of_paragraph)
        token.flags |= DICTUM__TOKEN_GLUED;
    analyser->next_flags = 0;
    analyser->space_seen = false;
    analyser->tokens[analyser->token_count++] = token;
    return true;
}

/* Articles and pronouns that lose their vowel before an apostrophe: French, Italian, Catalan. */
static bool is_elision(const uint16_t *units, size_t count)
{
    static const char *const list[] = {"all",   "c",      "com",    "coll", "d", "dall", "dell",   "j",
                                       "jusqu", "l",      "lorsqu", "m",    "n", "nell", "puisqu", "qu",
                                       "quest", "quoiqu", "s",      "sull", "t", "un"};
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        size_t at = 0;
        while (at < count && list[i][at] != '\0' && units[at] == (uint16_t)list[i][at])
            at++;
        if (at == count && list[i][at] == '\0')
            return true;
    }
    return false;
}

static bool is_letter_or_mark(uint8_t class)
{
    class &= DICTUM__CLASS_MASK;
    return class == DICTUM__CLASS_LETTER || class == DICTUM__CLASS_MARK;
}

/* R4, R5: whether the apostrophe or middle dot at `at` stays inside the token that begins at `start`. */
static bool stays_inside(const dictum_analyser *analyser, size_t start, size_t at, size_t end)
{
    const uint16_t *units = analyser->normal.units;
    const uint8_t *classes = analyser->classes;
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
static bool emit_word(dictum_analyser *analyser, size_t first, size_t last)
{
    bool letter = false, digit = false;
    for (size_t i = first; i < last; i++) {
        uint8_t class = analyser->classes[i] & DICTUM__CLASS_MASK;
        letter = letter || class == DICTUM__CLASS_LETTER;
        digit = digit || class == DICTUM__CLASS_DIGIT;
    }
    if (!letter && !digit)
        return true;
    /* A mark at the front stands on what the text was divided at. */
    while ((analyser->classes[first] & DICTUM__CLASS_MASK) >= DICTUM__CLASS_MARK)
        first++;
    while ((analyser->classes[last - 1] & DICTUM__CLASS_MASK) >= DICTUM__CLASS_APOSTROPHE)
        last--;
    return emit(analyser, first, last, letter ? DICTUM__TOKEN_WORD : DICTUM__TOKEN_NUMBER, DICTUM__TOKEN_UNIT);
}

/* A run of letters, digits, marks, apostrophes and middle dots (R2 to R5). */
static bool word_run(dictum_analyser *analyser, size_t first, size_t end)
{
    size_t start = first;
    for (size_t i = first; i < end; i++) {
        uint8_t class = analyser->classes[i];
        bool inner = (class & DICTUM__CLASS_MASK) == DICTUM__CLASS_APOSTROPHE ||
                     (class & DICTUM__CLASS_MASK) == DICTUM__CLASS_MIDDLE_DOT;
        bool drop = inner && !stays_inside(analyser, start, i, end);
        if (!drop && !((class & DICTUM__CLASS_BORDER) != 0 && i > start))
            continue;
        if (i > start && !emit_word(analyser, start, i))
            return false;
        start = drop ? i + 1 : i;
    }
    return start >= end || emit_word(analyser, start, end);
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
static dictum_status grapheme_run(dictum_analyser *analyser, size_t first, size_t end, dictum_error *err)
{
    dictum_status status = open_iterator(&analyser->graphemes, UBRK_CHARACTER, err);
    if (status == DICTUM_OK)
        status = set_text(analyser->graphemes, analyser->normal.units + first, end - first, err);
    if (status != DICTUM_OK)
        return status;
    size_t start = first;
    ubrk_first(analyser->graphemes);
    for (int32_t next; (next = ubrk_next(analyser->graphemes)) != UBRK_DONE;) {
        bool unit = start == first || (analyser->classes[start] & DICTUM__CLASS_BORDER) != 0;
        if (!emit(analyser, start, first + (size_t)next, DICTUM__TOKEN_GRAPHEME, unit ? DICTUM__TOKEN_UNIT : 0))
            return dictum__nomem(err);
        start = first + (size_t)next;
    }
    return DICTUM_OK;
}

static size_t run_end(const dictum_analyser *analyser, size_t first, bool spaceless)
{
    size_t i = first + 1;
    for (; i < analyser->normal.count; i++) {
        uint8_t class = analyser->classes[i] & DICTUM__CLASS_MASK;
        if (class == DICTUM__CLASS_MARK)
            continue;
        if (spaceless ? class != DICTUM__CLASS_SPACELESS
                      : class < DICTUM__CLASS_LETTER || class > DICTUM__CLASS_MIDDLE_DOT)
            break;
    }
    return i;
}

static dictum_status tokenise(dictum_analyser *analyser, dictum_error *err)
{
    for (size_t i = 0; i < analyser->normal.count;) {
        uint8_t class = analyser->classes[i] & DICTUM__CLASS_MASK;
        if (class == DICTUM__CLASS_SPACE || class == DICTUM__CLASS_SEPARATOR) {
            analyser->space_seen = analyser->space_seen || class == DICTUM__CLASS_SPACE;
            i++;
            continue;
        }
        size_t end = run_end(analyser, i, class == DICTUM__CLASS_SPACELESS);
        if (class == DICTUM__CLASS_SPACELESS) {
            dictum_status status = grapheme_run(analyser, i, end, err);
            if (status != DICTUM_OK)
                return status;
        } else if (!word_run(analyser, i, end)) {
            return dictum__nomem(err);
        }
        i = end;
    }
    return DICTUM_OK;
}

/* ---- pieces and paragraphs -------------------------------------------------------------------------------------- */

/* The class of each unit; tells whether all are ASCII. */
static bool find_classes(dictum_analyser *analyser)
{
    const dictum_normal *normal = &analyser->normal;
    bool ascii = true;
    for (size_t i = 0; i < normal->count;) {
        size_t start = i;
        UChar32 c = dictum__utf16_next(normal->units, normal->count, &i);
        uint8_t class = dictum__class_of(&analyser->class_table, c);
        ascii = ascii && c < 0x80;
        while (start < i)
            analyser->classes[start++] = class;
    }
    return ascii;
}

static dictum_status find_borders(dictum_analyser *analyser, dictum_error *err)
{
    dictum_status status = open_iterator(&analyser->words, UBRK_WORD, err);
    if (status == DICTUM_OK)
        status = set_text(analyser->words, analyser->normal.units, analyser->normal.count, err);
    if (status != DICTUM_OK)
        return status;
    for (int32_t at = ubrk_first(analyser->words); at != UBRK_DONE; at = ubrk_next(analyser->words))
        if ((size_t)at < analyser->normal.count)
            analyser->classes[at] |= DICTUM__CLASS_BORDER;
    return DICTUM_OK;
}

static dictum_status analyse_piece(dictum_analyser *analyser, dictum_slice text, size_t begin, size_t end,
                                   unsigned flags, dictum_error *err)
{
    dictum_status status = dictum__normalise(analyser->normaliser, text, begin, end, &analyser->normal, err);
    if (status != DICTUM_OK)
        return status;
    void *room = analyser->classes;
    if (!reserve(&room, &analyser->classes_cap, analyser->normal.count, 1))
        return dictum__nomem(err);
    analyser->classes = room;
    bool ascii = find_classes(analyser);
    /* In plain ASCII the runs of R3 are never divided further by R2: ICU divides a run of letters, digits and
     * apostrophes only at apostrophes, and there R4 decides. */
    if (!ascii || (flags & DICTUM__ANALYSE_GENERAL) != 0)
        status = find_borders(analyser, err);
    return status == DICTUM_OK ? tokenise(analyser, err) : status;
}

static bool add_sentence(dictum_analyser *analyser, size_t start, size_t end, size_t first, size_t last)
{
    void *room = analyser->sentences;
    if (!reserve(&room, &analyser->sentence_cap, analyser->sentence_count + 1, sizeof(dictum_sentence)))
        return false;
    analyser->sentences = room;
    analyser->sentences[analyser->sentence_count++] =
        (dictum_sentence){(uint32_t)start, (uint32_t)end, (uint32_t)first, (uint32_t)last};
    analyser->tokens[first].flags |= DICTUM__TOKEN_SENTENCE;
    return true;
}

/* Sentences of the piece [begin, end), whose tokens are those from `first` on. */
static dictum_status find_sentences(dictum_analyser *analyser, dictum_slice text, size_t begin, size_t end,
                                    const char *lang, size_t first, dictum_error *err)
{
    dictum_slice piece = {text.data + begin, end - begin};
    dictum__sentences_begin(analyser->sentence_rules, piece, lang, 0);
    size_t from = begin;
    for (size_t length; dictum__sentences_next(analyser->sentence_rules, &length);) {
        size_t to = begin + length;
        size_t last = first, stop = to;
        for (; last < analyser->token_count && analyser->tokens[last].byte_start < stop; last++)
            if (analyser->tokens[last].byte_end > stop) /* a character that holds the border belongs to what it ends */
                stop = analyser->tokens[last].byte_end;
        while (stop > from && strchr(" \t\r\n", text.data[stop - 1]) != NULL)
            stop--;
        while (from < stop && strchr(" \t\r\n", text.data[from]) != NULL)
            from++;
        if (last > first && !add_sentence(analyser, from, stop, first, last))
            return dictum__nomem(err);
        first = last;
        from = stop > to ? stop : to;
    }
    return DICTUM_OK;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* The end of a piece of a paragraph that is too long for one. */
static size_t piece_end(dictum_slice text, size_t begin, size_t end)
{
    if (end - begin <= PIECE_BYTES_MAX)
        return end;
    size_t cut = begin + PIECE_BYTES_MAX;
    for (size_t at = cut; at > begin + PIECE_BYTES_MAX / 2; at--)
        if (is_blank(text.data[at - 1]) || text.data[at - 1] == '\n')
            return at;
    while (cut > begin + 1 && ((unsigned char)text.data[cut] & 0xc0) == 0x80)
        cut--;
    return cut;
}

static dictum_status analyse_paragraph(dictum_analyser *analyser, dictum_slice text, size_t begin, size_t end,
                                       const char *lang, unsigned flags, dictum_error *err)
{
    analyser->next_flags = DICTUM__TOKEN_PARAGRAPH;
    analyser->space_seen = false;
    while (begin < end) {
        size_t stop = piece_end(text, begin, end);
        size_t first = analyser->token_count;
        dictum_status status = analyse_piece(analyser, text, begin, stop, flags, err);
        if (status == DICTUM_OK && (flags & DICTUM__ANALYSE_SENTENCES) != 0 && analyser->token_count > first)
            status = find_sentences(analyser, text, begin, stop, lang, first, err);
        if (status != DICTUM_OK)
            return status;
        begin = stop;
    }
    return DICTUM_OK;
}

dictum_status dictum__analyse(dictum_analyser *analyser, dictum_slice text, const char *lang, unsigned flags,
                              const dictum_analysis **out, dictum_error *err)
{
    *out = NULL;
    if (text.len > DICTUM__TEXT_BYTES_MAX)
        return dictum__fail(err, DICTUM_LIMIT, "the text has %zu bytes; at most %zu are possible", text.len,
                            DICTUM__TEXT_BYTES_MAX);
    size_t valid = dictum__utf8_valid_bytes(text);
    if (valid != text.len)
        return dictum__fail_at(err, DICTUM_ARGUMENT, valid, "not valid UTF-8 at byte %zu", valid);
    analyser->token_count = 0;
    analyser->sentence_count = 0;
    dictum__buf_clear(&analyser->forms);
    for (size_t begin = 0; begin < text.len;) {
        size_t end = dictum__paragraph_end(text, begin);
        dictum_status status = analyse_paragraph(analyser, text, begin, end, lang, flags, err);
        if (status != DICTUM_OK)
            return status;
        begin = end;
    }
    analyser->analysis = (dictum_analysis){.tokens = analyser->tokens,
                                           .token_count = analyser->token_count,
                                           .sentences = analyser->sentences,
                                           .sentence_count = analyser->sentence_count,
                                           .forms = analyser->forms.data};
    *out = &analyser->analysis;
    return DICTUM_OK;
}
