/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quotations made from a passage of a statement: as printers and editors may change them, and as they may not. */
#ifndef DICTUM_TESTS_EVAL_DISGUISES_H
#define DICTUM_TESTS_EVAL_DISGUISES_H

#include "searcher/verify/verifier.h"
#include "tests/support/chance.h"

/* What is done to a passage. */
typedef enum disguise {
    DISGUISE_NONE,
    DISGUISE_MARKS,    /* quotation marks, dashes, spaces, line breaks, commas, the last mark */
    DISGUISE_CASE,     /* capitals */
    DISGUISE_NUMBER,   /* a number written otherwise */
    DISGUISE_ELLIPSIS, /* harmless words left out */
    DISGUISE_BRACKETS, /* a harmless word put in, a first letter in brackets, sic */
    DISGUISE_TRUE,     /* so many are true to the source; what follows is not */
    ALTER_NEGATION = DISGUISE_TRUE,
    ALTER_NUMBER,
    ALTER_UNIT,
    ALTER_MODAL,
    ALTER_NAME,
    ALTER_WORD,     /* another word */
    ALTER_DROPPED,  /* a word left out */
    ALTER_ADDED,    /* a word put in */
    ALTER_ORDER,    /* two words change places */
    ALTER_SPLICE,   /* half of it from another statement */
    ALTER_HIDDEN,   /* an ellipsis in the place of a negation, number or modal */
    ALTER_BRACKETS, /* a bracket in the place of one, or with one in it */
    DISGUISES
} disguise;

extern const char *const disguise_names[DISGUISES];

/* The class of change that an alteration is expected to be found as; DICTUM_CHANGES: several may be right. */
dictum_change_class disguise_class(disguise kind);

/* Whether there are words of a statement's language to put in. */
bool disguise_knows(const dictum_atoms *atoms, dictum_slice lang);

/* Words of the language to put in. */
typedef struct word_stock {
    const dictum_lexicon *lexicon;
    const dictum_atoms *other; /* another statement of the same language */
} word_stock;

/* Atoms [first, end) of a statement, disguised, to `out` (emptied first). False where that cannot be done here. */
bool disguise_make(disguise kind, const dictum_atoms *atoms, size_t first, size_t end, const word_stock *stock,
                   chance *dice, dictum_buf *out);

#endif
