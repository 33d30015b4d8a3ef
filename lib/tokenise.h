/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One piece of text to tokens: rules R1 to R7 and R9 of lib/analyse.h. Sentences and what several tokens mean
 * together are found afterwards (lib/sentence.h, lib/joins.h). */
#ifndef DICTUM_LIB_TOKENISE_H
#define DICTUM_LIB_TOKENISE_H

#include "lib/analyse.h"
#include "lib/classes.h"
#include "lib/normalise.h"

/* Buffers that stay between calls: no memory is allocated for a token. */
typedef struct dictum_tokeniser {
    dictum_normaliser *normaliser;
    struct UBreakIterator *words; /* ICU's; opened at the first need, like the next */
    struct UBreakIterator *graphemes;
    dictum_normal normal; /* of the piece at hand */
    uint8_t *classes;     /* enum dictum__class of each unit of `normal`, ORed with DICTUM__CLASS_BORDER */
    size_t classes_cap;
    uint16_t *fold_units; /* room to fold one token in */
    size_t fold_cap;
    dictum_token *tokens;
    size_t token_count, token_cap;
    dictum_buf forms;
    uint8_t next_flags; /* PARAGRAPH, when the next token begins one */
    bool space_seen;    /* since the last token of this paragraph */
    dictum_class_table class_table;
} dictum_tokeniser;

/* `tokeniser` is all zeros. What was made is disposed of in either case by dictum__tokeniser_dispose(). */
DICTUM_CHECK_RESULT dictum_status dictum__tokeniser_init(dictum_tokeniser *tokeniser, dictum_error *err);
void dictum__tokeniser_dispose(dictum_tokeniser *tokeniser);

/* Forgets the tokens of the text before. */
void dictum__tokeniser_clear(dictum_tokeniser *tokeniser);

/* Appends the tokens of the bytes [begin, end) of `text`, valid UTF-8 that is shorter than 4 GiB; of `flags` only
 * DICTUM__ANALYSE_GENERAL counts. */
DICTUM_CHECK_RESULT dictum_status dictum__tokenise(dictum_tokeniser *tokeniser, dictum_slice text, size_t begin,
                                                   size_t end, unsigned flags, dictum_error *err);

/* The same for text that is ASCII, begins behind white space or at the beginning, and ends before white space or at the
 * end: with no detour through the normal form. lib/tokenise_ascii.c. False when memory ran out. */
DICTUM_CHECK_RESULT bool dictum__tokenise_ascii(dictum_tokeniser *tokeniser, dictum_slice text, size_t begin,
                                                size_t end);

/* R4: whether these letters, before an apostrophe, are an elided article or pronoun. */
bool dictum__is_elided(const char *letters, size_t count);

#endif
