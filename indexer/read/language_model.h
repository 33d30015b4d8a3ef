/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language of a text by its words, its letters and its n-grams: inside of indexer/read/language.h. */
#ifndef DICTUM_INDEXER_READ_LANGUAGE_MODEL_H
#define DICTUM_INDEXER_READ_LANGUAGE_MODEL_H

#include "lib/buf.h"

#define DICTUM__LANGUAGES_MAX 96

typedef struct dictum_language_facts {
    const char *code;
    const char *ngrams;     /* the name of its list of n-grams among libexttextcat's data; NULL where there is none */
    bool expected;          /* others are known so that they are not taken for one of these */
    unsigned share_percent; /* words of the list below make up at least so much of any text of some length */
    const char *letters;    /* beyond a to z in Latin script, else all of them; NULL: not looked at */
    const char *words;      /* of a language that is written in two scripts, those of the one meant */
} dictum_language_facts;

extern const dictum_language_facts dictum__languages[];
extern const size_t dictum__language_count;

/* At most `bytes` from the middle of a text, not beginning or ending inside a character. */
dictum_slice dictum__language_sample(dictum_slice text, size_t bytes);

/* The language of `text`, where one is clearly ahead of all others; NULL where none is. Static. */
const char *dictum__language_by_model(dictum_slice text);
/* The same, without what is remembered of words from text to text: slower, and what the other is tested by. */
const char *dictum__language_by_model_in_full(dictum_slice text);

#endif
