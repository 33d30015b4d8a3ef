/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text analysis: the one way from text to tokens, for documents and for queries.
 *
 * What comes out is a list of tokens. Token i (from 0) has position i + 1. A paragraph is analysed by itself:
 * the tokens of a text are those of its paragraphs one after the other, which lets a searcher analyse only
 * the paragraphs it shows.
 *
 * Rules (each has its name here and its test in tests/unit/test_analyse.c; dictum-text(7) tells users of them)
 *  R1 normal form   Unicode NFKC_Casefold (which drops default-ignorable code points: soft hyphen, joiners,
 *                   bidirectional controls), then: decimal digits of any script to ASCII; apostrophes to '; i without
 *                   dot and i with dot above to i; oe and ae ligatures to two letters; tatweel, Hebrew points and
 *                   Arabic vowel marks dropped. A vulgar fraction is set apart: "3½" is 3 1 2. Segmentation happens
 *                   after it, with a map back to the source bytes.
 *  R2 words         ICU's word iterator (UAX #29, root locale). A segment is a token when it holds a letter or digit.
 *  R3 divided       A segment is divided at every character that is not a letter, mark or digit (full stop, colon,
 *                   comma, underscore, double quote ...): "33.12" is 33 12, "huawei.com" is huawei com. A mark on
 *                   such a character goes with it. Exceptions:
 *  R4 apostrophe    stays between letters: "don't" is one token. But a final 's is a token "s" of its own (a possessive
 *                   may be left off), and so is an elided article or pronoun (l', d', qu', dell' ...).
 *  R5 middle dot    stays between two l's, as in Catalan "col·lega".
 *  R6 no spaces     In Han, Hiragana, Katakana, Bopomofo, Thai, Lao, Khmer, Myanmar, Tibetan, Tai Le, New Tai Lue, Tai
 *                   Tham, Tai Viet, Ahom, Javanese, Balinese, Yi, Tangut and Nushu each extended grapheme cluster is a
 *                   token; the first of each of ICU's words is flagged.
 *  R7 folded        A second form without diacritics where it differs, in Latin, Greek and Cyrillic letters only; it
 *                   also maps letters such as o with stroke, which no normal form takes apart.
 *  R8 sentences     They end where UAX #29 says but for the rules R8 to R8l of lib/sentence.h, and a paragraph's end
 *                   always ends one.
 *  R9 signs         belong to the word they touch: + ++ # behind it ("C++"), unless a word goes on; # @ before it
 *                   ("#MeToo"), unless a word ends there; § before it, with white space between; a trade mark sign
 *                   behind it, as its letters. A further form is without the sign.
 *  R10 groups       A number in groups of three digits, divided by one and the same of , . ' the Arabic thousands
 *                   separator, or one white-space character each, has a join: "1,000" is 1 000 and can be read as 1000.
 *  R11 line ends    Two words with a hyphen (or soft hyphen) between, at the end of a line, have a join.
 *  R12 hyphens      Two words, or a word and a number, with a hyphen have a join.
 * A join is a reading of tokens in a row as one word. It takes nothing away: the tokens stay as they are.
 */
#ifndef DICTUM_LIB_ANALYSE_H
#define DICTUM_LIB_ANALYSE_H

#include "lib/record.h"

typedef enum dictum__token_kind {
    DICTUM__TOKEN_WORD,    /* letters, perhaps with digits */
    DICTUM__TOKEN_NUMBER,  /* digits only */
    DICTUM__TOKEN_GRAPHEME /* a grapheme cluster of a script without spaces */
} dictum__token_kind;

/* Flags of a token. */
#define DICTUM__TOKEN_SENTENCE 0x01u  /* the first of a sentence */
#define DICTUM__TOKEN_PARAGRAPH 0x02u /* the first of a paragraph */
#define DICTUM__TOKEN_GLUED 0x04u     /* no white space since the token before: "33.107", "state-of-the-art" */
#define DICTUM__TOKEN_UNIT 0x08u      /* the first of one of ICU's words; always set on words and numbers */

typedef struct dictum_token {
    uint32_t byte_start, byte_end; /* the bytes of the source that it comes from: [start, end) */
    uint32_t exact, exact_bytes;   /* its exact form: offset into dictum_analysis.forms */
    uint32_t folded, folded_bytes; /* its form without diacritics; 0 bytes where it is the same */
    uint8_t sign_front_bytes;      /* how much of each form, at its beginning and its end, is a sign (R9) */
    uint8_t sign_back_bytes;
    uint8_t kind; /* dictum__token_kind */
    uint8_t flags;
} dictum_token;

/* A sentence: bytes [start, end) of the source without surrounding white space, and its tokens [first, last).
 * A sentence without tokens is not listed. */
typedef struct dictum_sentence {
    uint32_t byte_start, byte_end;
    uint32_t first_token, last_token;
} dictum_sentence;

/* Why tokens in a row can be one word. */
typedef enum dictum__join_kind {
    DICTUM__JOIN_NUMBER, /* R10: groups of three digits */
    DICTUM__JOIN_LINE,   /* R11: divided at a line's end by a hyphen */
    DICTUM__JOIN_BROKEN, /* R11: by a hyphen and other white space, as a line that was broken comes out when pasted */
    DICTUM__JOIN_HYPHEN  /* R12: two words with a hyphen */
} dictum__join_kind;

/* The tokens [first, first + count) read as one word. */
typedef struct dictum_join {
    uint32_t first, count;
    uint32_t exact, exact_bytes;   /* its form: offset into dictum_analysis.forms */
    uint32_t folded, folded_bytes; /* without diacritics; 0 bytes where it is the same */
    uint32_t left_bytes;           /* of HYPHEN: how much of the exact form is the first word's */
    uint32_t left_folded_bytes;    /* and of the folded form */
    uint8_t kind;                  /* dictum__join_kind */
} dictum_join;

#define DICTUM__JOIN_TOKENS_MAX 9

/* The outcome of one analysis; belongs to the analyser, until its next call. */
typedef struct dictum_analysis {
    const dictum_token *tokens;
    size_t token_count;
    const dictum_sentence *sentences;
    size_t sentence_count;
    const dictum_join *joins; /* rising by their first token */
    size_t join_count;
    const char *forms; /* UTF-8 of the forms of tokens and joins */
} dictum_analysis;

/* Holds ICU's iterators and the buffers between calls. One thread at a time. */
typedef struct dictum_analyser dictum_analyser;

/* What to find. */
#define DICTUM__ANALYSE_SENTENCES 0x01u /* sentences and DICTUM__TOKEN_SENTENCE; costs a second pass */
#define DICTUM__ANALYSE_GENERAL 0x02u   /* no short cut for plain ASCII; the outcome is the same, which a test shows */

DICTUM_CHECK_RESULT dictum_status dictum__analyser_new(dictum_analyser **out, dictum_error *err);
void dictum__analyser_free(dictum_analyser *analyser);

/* `text` must be valid UTF-8 (DICTUM_ARGUMENT otherwise), at most DICTUM__TEXT_BYTES_MAX bytes
 * (DICTUM_LIMIT). `lang` is the code of the text's language, for sentence rules only; NULL or "und" when
 * unknown. A document and a query go through the same code: nothing in it depends on which one it is.
 * DICTUM_NOMEM, DICTUM_INTERNAL (ICU's data are missing). */
DICTUM_CHECK_RESULT dictum_status dictum__analyse(dictum_analyser *analyser, dictum_slice text, const char *lang,
                                                  unsigned flags, const dictum_analysis **out, dictum_error *err);

/* The exact and the folded form of a token (the folded is the exact one where they are the same), with its signs. */
dictum_slice dictum__token_exact(const dictum_analysis *analysis, size_t token);
dictum_slice dictum__token_folded(const dictum_analysis *analysis, size_t token);

/* One of these forms without its signs. */
dictum_slice dictum__token_unsigned(const dictum_analysis *analysis, size_t token, dictum_slice form);

/* Every form that a word of a query may have to find this token; the exact one first. */
#define DICTUM__TOKEN_FORMS_MAX 4
size_t dictum__token_forms(const dictum_analysis *analysis, size_t token,
                           dictum_slice forms[static DICTUM__TOKEN_FORMS_MAX]);

/* The exact and the folded form of a join (the folded is the exact one where they are the same). */
dictum_slice dictum__join_exact(const dictum_analysis *analysis, size_t join);
dictum_slice dictum__join_folded(const dictum_analysis *analysis, size_t join);

/* One line that names everything that the tokens of a text depend on: our rules' number, Unicode's version,
 * ICU's. An index made under another signature is refused. Static. */
const char *dictum__analysis_signature(void);

#endif
