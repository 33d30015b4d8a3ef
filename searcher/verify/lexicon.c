/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/verify/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "lib/hash.h"
#include "searcher/verify/lexicon_words.h"

/* More than twice as many as there are words in all lists. */
#define SLOTS 16384

typedef struct entry {
    const char *word; /* NULL where the slot is free */
    uint16_t bytes;
    uint8_t language;
    uint8_t classes;
    int16_t numeral; /* -1: none */
    int8_t zeros;    /* of a scale; -1: none */
} entry;

struct dictum_lexicon {
    entry entries[SLOTS];
    size_t count;
};

/* The slot that has the word, or the one where it is to be put. */
static size_t find_slot(const dictum_lexicon *lexicon, unsigned lang, dictum_slice word)
{
    uint64_t hash = dictum__hash_add(DICTUM__HASH_SEED + lang, word);
    size_t at = (size_t)(hash % SLOTS);
    for (;; at = (at + 1) % SLOTS) {
        const entry *e = &lexicon->entries[at];
        if (e->word == NULL)
            return at;
        if (e->language == lang && e->bytes == word.len && memcmp(e->word, word.data, word.len) == 0)
            return at;
    }
}

static int number_behind(const char *equals, const char *end)
{
    int value = 0;
    for (const char *at = equals + 1; at < end; at++)
        value = value * 10 + (*at - '0');
    return value;
}

/* False where the lists have outgrown the table. */
static bool add_word(dictum_lexicon *lexicon, unsigned lang, const char *word, size_t bytes, unsigned class)
{
    const char *equals = memchr(word, '=', bytes);
    dictum_slice form = {word, equals != NULL ? (size_t)(equals - word) : bytes};
    entry *e = &lexicon->entries[find_slot(lexicon, lang, form)];
    if (e->word == NULL) {
        if (++lexicon->count > SLOTS / 2)
            return false;
        *e = (entry){form.data, (uint16_t)form.len, (uint8_t)lang, 0, -1, -1};
    }
    e->classes |= (uint8_t) class;
    if (equals != NULL && class == DICTUM__WORD_NUMERAL)
        e->numeral = (int16_t)number_behind(equals, word + bytes);
    else if (equals != NULL)
        e->zeros = (int8_t)number_behind(equals, word + bytes);
    return true;
}

static bool add_list(dictum_lexicon *lexicon, unsigned lang, const char *list, unsigned class)
{
    bool fits = true;
    for (const char *at = list; fits && at != NULL && *at != '\0';) {
        size_t bytes = strcspn(at, " ");
        fits = bytes == 0 || add_word(lexicon, lang, at, bytes, class);
        at += bytes;
        at += strspn(at, " ");
    }
    return fits;
}

static bool add_language(dictum_lexicon *lexicon, unsigned lang)
{
    const language *l = &languages[lang];
    return add_list(lexicon, lang, l->negations, DICTUM__WORD_NEGATION) &&
           add_list(lexicon, lang, l->modals, DICTUM__WORD_MODAL) &&
           add_list(lexicon, lang, l->units, DICTUM__WORD_UNIT) &&
           add_list(lexicon, lang, l->numerals, DICTUM__WORD_NUMERAL) &&
           add_list(lexicon, lang, l->scales, DICTUM__WORD_SCALE) &&
           add_list(lexicon, lang, l->qualifiers, DICTUM__WORD_QUALIFIER) &&
           add_list(lexicon, lang, l->common, DICTUM__WORD_COMMON) &&
           add_list(lexicon, lang, TITLES, DICTUM__WORD_TITLE);
}

dictum_status dictum__lexicon_new(dictum_lexicon **out, dictum_error *err)
{
    *out = NULL;
    dictum_lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (lexicon == NULL)
        return dictum__nomem(err);
    for (unsigned lang = 0; lang < LANGUAGES; lang++) {
        if (add_language(lexicon, lang))
            continue;
        free(lexicon);
        return dictum__fail(err, DICTUM_INTERNAL, "the lists of words do not fit their table");
    }
    *out = lexicon;
    return DICTUM_OK;
}

void dictum__lexicon_free(dictum_lexicon *lexicon)
{
    free(lexicon);
}

/* Whether `word` is one of the words of a list divided by spaces. */
static bool is_listed(const char *list, dictum_slice word)
{
    for (const char *at = list; at != NULL && *at != '\0';) {
        size_t bytes = strcspn(at, " ");
        if (bytes == word.len && memcmp(at, word.data, bytes) == 0)
            return true;
        at += bytes;
        at += strspn(at, " ");
    }
    return false;
}

unsigned dictum__lexicon_language(dictum_slice code)
{
    size_t bytes = 0;
    while (bytes < code.len && code.data[bytes] != '-' && code.data[bytes] != '_')
        bytes++;
    for (unsigned lang = 0; lang < LANGUAGES; lang++)
        if (is_listed(languages[lang].codes, (dictum_slice){code.data, bytes}))
            return lang;
    return LANGUAGE_EN;
}

static const entry *look_up(const dictum_lexicon *lexicon, unsigned lang, dictum_slice form)
{
    const entry *e = &lexicon->entries[find_slot(lexicon, lang, form)];
    return e->word == NULL ? NULL : e;
}

static bool ends_with(dictum_slice text, const char *end)
{
    size_t bytes = strlen(end);
    return text.len >= bytes && memcmp(text.data + text.len - bytes, end, bytes) == 0;
}

unsigned dictum__lexicon_classes(const dictum_lexicon *lexicon, unsigned lang, dictum_slice form)
{
    const entry *e = look_up(lexicon, lang, form);
    unsigned classes = e == NULL ? 0 : e->classes;
    if (lang != LANGUAGE_EN || form.len < 3 || memchr(form.data, '\'', form.len) == NULL)
        return classes;
    if (ends_with(form, "n't"))
        classes |= DICTUM__WORD_NEGATION;
    if (ends_with(form, "'ll") || ends_with(form, "'d"))
        classes |= DICTUM__WORD_MODAL;
    return classes;
}

uint64_t dictum__lexicon_within(unsigned lang, unsigned class, dictum_slice run)
{
    const language *l = &languages[lang];
    const char *list = class == DICTUM__WORD_NEGATION  ? l->negations_within
                       : class == DICTUM__WORD_MODAL   ? l->modals_within
                       : class == DICTUM__WORD_NUMERAL ? l->numerals_within
                                                       : NULL;
    uint64_t found = 0, bit = 1;
    for (const char *at = list; run.len > 0 && at != NULL && *at != '\0'; bit <<= 1) {
        size_t bytes = strcspn(at, " ");
        if (dictum__slice_find(run, (dictum_slice){at, bytes}) != SIZE_MAX)
            found |= bit;
        at += bytes;
        at += strspn(at, " ");
    }
    return found;
}

bool dictum__lexicon_numeral(const dictum_lexicon *lexicon, unsigned lang, dictum_slice form, unsigned *value)
{
    const entry *e = look_up(lexicon, lang, form);
    if (e == NULL || e->numeral < 0)
        return false;
    *value = (unsigned)e->numeral;
    return true;
}

bool dictum__lexicon_scale(const dictum_lexicon *lexicon, unsigned lang, dictum_slice form, unsigned *zeros)
{
    const entry *e = look_up(lexicon, lang, form);
    if (e == NULL || e->zeros < 0)
        return false;
    *zeros = (unsigned)e->zeros;
    return true;
}

/* Shorter words have a letter more by chance. */
#define NEGATED_BYTES_MIN 4

bool dictum__lexicon_negates(unsigned lang, dictum_slice one, dictum_slice other)
{
    dictum_slice longer = one.len > other.len ? one : other, shorter = one.len > other.len ? other : one;
    size_t more = longer.len - shorter.len;
    return more > 0 && shorter.len >= NEGATED_BYTES_MIN && memcmp(longer.data + more, shorter.data, shorter.len) == 0 &&
           is_listed(languages[lang].negating_prefixes, (dictum_slice){longer.data, more});
}

bool dictum__lexicon_has_decimal_comma(unsigned lang)
{
    return languages[lang].decimal_comma;
}

const char *dictum__lexicon_and(unsigned lang)
{
    return languages[lang].and_word;
}

bool dictum__lexicon_has_capital_nouns(unsigned lang)
{
    return lang == LANGUAGE_DE;
}
