/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that tell whether a full stop ends a sentence, by language: abbreviations, and the frequent first words of
 * sentences. For the rules R8a to R8l of lib/sentence.h. */
#ifndef DICTUM_LIB_ABBREVIATIONS_H
#define DICTUM_LIB_ABBREVIATIONS_H

#include "lib/buf.h"

/* No key that is longer is in a list. */
#define DICTUM__ABBREVIATION_BYTES_MAX 24

/* A list of words, in the order of their bytes. */
typedef struct dictum_word_list {
    const char *const *words;
    size_t count;
} dictum_word_list;

#define DICTUM__WORD_LIST(array)                                                                                       \
    {                                                                                                                  \
        (array), sizeof(array) / sizeof *(array)                                                                       \
    }

/* R8e: how a language writes "the third". */
enum dictum__ordinals {
    DICTUM__ORDINALS_NONE,
    DICTUM__ORDINALS,             /* "3." */
    DICTUM__ORDINALS_BEFORE_NOUNS /* "3.", and the noun that follows begins with a capital letter */
};

typedef struct dictum_sentence_language {
    const char *code; /* "" is the common list */
    /* Abbreviations without the last full stop, in lower case, the first letter a capital where it must be one, and how
     * they stand: "!" (R8a), "#" (R8b), "?" (R8c), "=" is no abbreviation although the common list has it. */
    dictum_word_list abbreviations;
    dictum_word_list openers; /* first words, in lower case; with what stands behind: "l'", "mr." */
    uint8_t ordinals;         /* enum dictum__ordinals */
} dictum_sentence_language;

/* The language's lists, or the common ones; never NULL. Static. */
const dictum_sentence_language *dictum__sentence_language(const char *lang);
/* All lists, the common one first, for tests. */
const dictum_sentence_language *dictum__sentence_languages(size_t *count);

/* How an abbreviation stands: '!', '#', '?' as above, 0 where the key is none. The key is in lower case. */
char dictum__abbreviation_kind(const dictum_sentence_language *language, dictum_slice key, bool capital);
bool dictum__is_opener(const dictum_sentence_language *language, dictum_slice key);
/* R8d: "de", "la", "van". */
bool dictum__is_name_particle(dictum_slice key);

#endif
