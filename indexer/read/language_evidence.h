/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The evidence for languages, as it is made of their lists and looked up by those who judge texts: inside of
 * indexer/read/language_model.h. */
#ifndef DICTUM_INDEXER_READ_LANGUAGE_EVIDENCE_H
#define DICTUM_INDEXER_READ_LANGUAGE_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include <unicode/umachine.h>

#include "indexer/read/language_model.h"

#define DICTUM__NGRAM_LETTERS 3
#define DICTUM__WORD_LETTERS_MAX 64
#define DICTUM__LETTERS_END 0x700 /* of the scripts whose languages have lists of letters */
#define DICTUM__WORD_BORDER '_'   /* as the lists of n-grams write it */

#define DICTUM__LANGUAGE_WORDS ((DICTUM__LANGUAGES_MAX + 63) / 64)

/* What one word, ending or n-gram says for one language; `grade` tells by how many points. */
typedef struct dictum_evidence {
    uint16_t language, grade;
} dictum_evidence;

/* Where the evidence that has a key begins; the rest follows. */
typedef struct dictum_evidence_slot {
    uint64_t key;
    uint32_t first;
    uint16_t count, row; /* its row is the same for all languages, rounded; 0 where it is too little for one */
} dictum_evidence_slot;

/* Points in whole numbers. */
typedef struct dictum_evidence_row {
    int32_t points[DICTUM__LANGUAGES_MAX];
} dictum_evidence_row;

typedef struct dictum_language_set {
    uint64_t bits[DICTUM__LANGUAGE_WORDS];
} dictum_language_set;

typedef struct dictum_language_model {
    dictum_evidence *items;
    double *points;            /* of each grade */
    int32_t *rounded;          /* the same in DICTUM__FINE_UNITS, each less than one off */
    dictum_evidence_row *rows; /* in DICTUM__FINE_UNITS; the first is none */
    dictum_evidence_slot *slots;
    size_t slot_count; /* a power of two */
    /* The languages that have a letter, or no list of letters. */
    dictum_language_set with_letter[DICTUM__LETTERS_END];
} dictum_language_model;

/* What the words of a text say together. */
typedef struct dictum_language_tally {
    double points[DICTUM__LANGUAGES_MAX];
    size_t listed[DICTUM__LANGUAGES_MAX]; /* words that are in the language's list */
    size_t words;
} dictum_language_tally;

/* The same in whole numbers of this part of a point, each sum off by less than two a word: one for what is rounded in
 * parts of a unit, of which a word has fewer pieces of evidence than there are in a unit, and one for the unit. */
#define DICTUM__POINT_UNITS 16384
#define DICTUM__FINE_UNITS (256 * DICTUM__POINT_UNITS)
#define DICTUM__UNITS_OFF 2

typedef struct dictum_rounded_tally {
    dictum_evidence_row sums;
    size_t listed[DICTUM__LANGUAGES_MAX];
    size_t words;
} dictum_rounded_tally;

/* The code of the language that leads by `lead_min` points or more; NULL where none does. */
const char *dictum__language_decide(const dictum_language_tally *counts, double lead_min);
/* The same; false where that cannot be told from rounded points. */
bool dictum__language_decide_rounded(const dictum_rounded_tally *counts, double lead_min, const char **code);

/* The model, made at the first call; NULL where memory ran out. */
const dictum_language_model *dictum__language_model(void);

/* ---- keys: an n-gram is packed, a word or an ending is hashed ------------------------------------------------- */

static inline uint64_t dictum__ngram_key(const UChar32 *letters, size_t count)
{
    uint64_t key = 0;

    for (size_t i = 0; i < count; i++) {
        key = key << 21 | (uint64_t)(uint32_t)letters[i];
    }
    return key;
}

/* FNV-1a, a letter at a time: begun, gone on with, and ended, where the first bit tells it from an n-gram's. */
#define DICTUM__WORD_KEY_BEGUN UINT64_C(0xcbf29ce484222325)

static inline uint64_t dictum__word_key_add(uint64_t key, UChar32 letter)
{
    return (key ^ (uint64_t)(uint32_t)letter) * UINT64_C(0x100000001b3);
}

static inline uint64_t dictum__word_key_end(uint64_t key)
{
    return key | UINT64_C(1) << 63;
}

static inline uint64_t dictum__word_key(const UChar32 *letters, size_t count, bool ending)
{
    uint64_t key = DICTUM__WORD_KEY_BEGUN ^ (ending ? '-' : 0);

    for (size_t i = 0; i < count; i++) {
        key = dictum__word_key_add(key, letters[i]);
    }
    return dictum__word_key_end(key);
}

/* The slot of a key, or the free one where it would be. */
static inline dictum_evidence_slot *dictum__evidence_slot(const dictum_language_model *in, uint64_t key)
{
    size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (in->slot_count - 1);

    while (in->slots[at].count > 0 && in->slots[at].key != key) {
        at = (at + 1) & (in->slot_count - 1);
    }
    return &in->slots[at];
}

#endif
