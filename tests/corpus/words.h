/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a text by the rules of text analysis, read a second time: what dictum finds as a phrase is judged by
 * these. Written from the rules' text (R1 to R11 at the head of lib/analyse.h) over ICU's data; shares no code with
 * dictum.
 *
 * A form is a number: the same form has the same number in every text of one table. */
#ifndef DICTUM_TESTS_CORPUS_WORDS_H
#define DICTUM_TESTS_CORPUS_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/support/characters.h"

/* ---- forms ------------------------------------------------------------------------------------------------------- */

typedef struct forms forms;

forms *forms_new(void);
void forms_free(forms *table);
/* The number of a form, from 1. */
uint32_t forms_number(forms *table, const uint32_t *characters, size_t count);
/* Appends a form in UTF-8; of 0, nothing. */
void forms_write(const forms *table, uint32_t number, growing *out);
/* Numbers given so far, and 0. */
size_t forms_count(const forms *table);

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* Rules that a version of dictum may lack. */
typedef struct words_rules {
    bool signs;            /* R9: C++, #MeToo, § 12, Windows™ */
    bool grouped_numbers;  /* R10: 1,000,000 */
    bool groups_of_two;    /* and 10,00,000, as India divides */
    bool line_end_hyphens; /* R11 */
} words_rules;

/* What this version has. */
extern const words_rules words_rules_today;

typedef struct word {
    uint32_t exact, folded;               /* with its diacritics, and without; the same number where there are none */
    uint32_t signed_exact, signed_folded; /* R9: with the signs that touch it; 0 where there are none */
    uint32_t joined_exact, joined_folded; /* R10, R11: it and those behind it as one word; 0 where there is no such */
    uint32_t joined_count;                /* reading; how many words that takes in */
    bool grapheme;                        /* of a script without spaces */
} word;

typedef struct word_list {
    word *items;
    size_t count, cap;
} word_list;

/* Appends the words of a text in UTF-8. `is_query` matters to R11 alone. */
void words_read(word_list *list, forms *table, const words_rules *rules, const char *text, size_t len, bool is_query);
void word_list_add(word_list *list, word item);
void word_list_dispose(word_list *list);

/* Whether both have the same exact forms in the same order. */
bool words_are_equal(const word_list *a, const word_list *b);

/* ---- characters -------------------------------------------------------------------------------------------------- */

typedef enum character_kind {
    KIND_OTHER,
    KIND_LETTER,
    KIND_DIGIT,
    KIND_MARK,
    KIND_APOSTROPHE,
    KIND_MIDDLE_DOT,
    KIND_SPACELESS /* a letter or mark of a script without spaces (R6) */
} character_kind;

character_kind words_kind(uint32_t c);

#endif
