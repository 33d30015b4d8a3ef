/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words that carry a sentence's truth, by language: those that negate, those that say how sure or how binding it
 * is, those that count and measure. They decide of which class a change is, and whether what an ellipsis leaves out, or
 * a bracket brings in, matters. Languages without a list of their own have the English one. */
#ifndef DICTUM_SEARCHER_VERIFY_LEXICON_H
#define DICTUM_SEARCHER_VERIFY_LEXICON_H

#include "lib/buf.h"

/* Classes of words; a word may be of several. */
#define DICTUM__WORD_NEGATION 0x01u  /* not, never, nobody, without */
#define DICTUM__WORD_MODAL 0x02u     /* will, may, must; also what says how sure one is: allegedly, perhaps */
#define DICTUM__WORD_UNIT 0x04u      /* metre, dollar, year */
#define DICTUM__WORD_NUMERAL 0x08u   /* two, dozen, third */
#define DICTUM__WORD_QUALIFIER 0x10u /* if, unless, except, but: what goes before is not the whole of it */
#define DICTUM__WORD_TITLE 0x20u     /* of persons: Mr, Dr, President */
#define DICTUM__WORD_SCALE 0x40u     /* million, Mio */
#define DICTUM__WORD_COMMON 0x80u    /* the, of, and: words that say nothing alone */

typedef struct dictum_lexicon dictum_lexicon;

DICTUM_CHECK_RESULT dictum_status dictum__lexicon_new(dictum_lexicon **out, dictum_error *err);
void dictum__lexicon_free(dictum_lexicon *lexicon);

/* The language of a code such as "en-GB", as a number for the functions below. */
unsigned dictum__lexicon_language(dictum_slice code);

/* The classes of a word by its exact form (lib/analyse.h). */
unsigned dictum__lexicon_classes(const dictum_lexicon *lexicon, unsigned language, dictum_slice form);
/* Which words of one class (negation, modal or numeral) stand anywhere within a run of a script without spaces, or of
 * Korean, whose negations are parts of words: a bit for each word of the language's list. */
uint64_t dictum__lexicon_within(unsigned language, unsigned class, dictum_slice run);

/* The value of a numeral from 0 to 1000, and the number of zeros of a scale; false where it is none. */
bool dictum__lexicon_numeral(const dictum_lexicon *lexicon, unsigned language, dictum_slice form, unsigned *value);
bool dictum__lexicon_scale(const dictum_lexicon *lexicon, unsigned language, dictum_slice form, unsigned *zeros);

/* Whether one word is the other with a prefix that negates: lawful, unlawful. */
bool dictum__lexicon_negates(unsigned language, dictum_slice one, dictum_slice other);

/* How numbers are written: whether a full stop divides groups of digits and a comma decimals, as in German. */
bool dictum__lexicon_has_decimal_comma(unsigned language);
/* What & stands for; NULL where it is not known. */
const char *dictum__lexicon_and(unsigned language);
/* German has capitals on all nouns, so that they tell nothing of names. */
bool dictum__lexicon_has_capital_nouns(unsigned language);

#endif
