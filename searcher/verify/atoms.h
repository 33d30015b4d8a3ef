/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a quotation and its source are compared by: atoms, which are words, numbers, and the signs that carry a meaning.
 * They are made of the tokens of lib/analyse.h, so that whatever is the same to a search is the same here, but for what
 * changes the sense:
 *
 *  A1 numbers    A number is one atom by its value, however it is written: 5,000,000 and 5 million and 5m; in English
 *                five million, too. The language says which of . and , divides decimals; where groups of three digits
 *                leave that open, too. A minus at once before a digit, and behind no letter or digit, belongs to it.
 *  A2 signs      % (also percent, per cent and what other languages have), currencies, degree, + = < > and the like,
 *                and / and : between digits are atoms of their own. All other marks are punctuation. & is the
 *                language's "and".
 *  A3 raised     A raised or lowered digit behind a digit is a power: 10⁶ is not 106. Behind a word of four letters or
 *                more it is the mark of a note and no part of the word.
 *  A4 notes      The mark of a note in brackets ("[5]"), and what a transcript notes of the audience ("(Applause.)",
 *                "[Laughter]"), may be left out of a quotation: the atom is optional.
 *  A5 letters    Words are the same by their exact form (NFKC, case-folded; lib/analyse.h, R1), accents included.
 */
#ifndef DICTUM_SEARCHER_VERIFY_ATOMS_H
#define DICTUM_SEARCHER_VERIFY_ATOMS_H

#include "lib/analyse.h"
#include "searcher/verify/lexicon.h"

typedef enum dictum__atom_kind { DICTUM__ATOM_WORD, DICTUM__ATOM_NUMBER, DICTUM__ATOM_SIGN } dictum__atom_kind;

#define DICTUM__ATOM_SENTENCE 0x01u  /* the first of a sentence; of a paragraph, too */
#define DICTUM__ATOM_OPTIONAL 0x02u  /* A4 */
#define DICTUM__ATOM_CAPITAL 0x04u   /* begins with an upper-case letter */
#define DICTUM__ATOM_GRAPHEME 0x08u  /* of a script without spaces */
#define DICTUM__ATOM_SPELLED 0x10u   /* a number in words */
#define DICTUM__ATOM_PARAGRAPH 0x20u /* the first of a paragraph */
/* Of a quotation only (searcher/verify/quotation.h). */
#define DICTUM__ATOM_CUT 0x40u     /* something is left out before it */
#define DICTUM__ATOM_BRACKET 0x80u /* an editor put it, or a part of it, in brackets */

typedef struct dictum_atom {
    uint32_t start, end;       /* its bytes in the text */
    uint32_t form, form_bytes; /* what it is compared by: offset into dictum_atoms.forms */
    uint64_t hash;             /* of that */
    uint8_t kind;              /* dictum__atom_kind */
    uint8_t flags;             /* DICTUM__ATOM_* */
    uint8_t classes;           /* DICTUM__WORD_* */
    uint8_t front, back;       /* of one that is partly in brackets: how much of the form is outside them */
} dictum_atom;

/* The atoms of a text, in its order. Begins as zeros but for the buffer, which the caller initialises. */
typedef struct dictum_atoms {
    dictum_slice text; /* the caller's */
    unsigned language;
    dictum_atom *items;
    size_t count, cap;
    dictum_buf forms;
} dictum_atoms;

void dictum__atoms_init(dictum_atoms *atoms);
void dictum__atoms_dispose(dictum_atoms *atoms);

/* The atoms of `text`, which must stay; what was there before goes. DICTUM_ARGUMENT (no UTF-8), DICTUM_LIMIT (longer
 * than DICTUM__TEXT_BYTES_MAX), DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__atoms_make(dictum_atoms *atoms, dictum_analyser *analyser,
                                                     const dictum_lexicon *lexicon, dictum_slice text,
                                                     dictum_slice lang, dictum_error *err);

/* Adds a copy of an atom with another form. False when memory ran out. */
bool dictum__atoms_add(dictum_atoms *atoms, const dictum_atom *atom, dictum_slice form);

static inline dictum_slice dictum__atom_form(const dictum_atoms *atoms, const dictum_atom *atom)
{
    return (dictum_slice){atoms->forms.data + atom->form, atom->form_bytes};
}

static inline dictum_slice dictum__atom_bytes(const dictum_atoms *atoms, const dictum_atom *atom)
{
    return (dictum_slice){atoms->text.data + atom->start, atom->end - atom->start};
}

/* The bytes between atom `i` - 1 and atom `i`; of the first, and of their number, what stands before and behind all. */
dictum_slice dictum__atoms_gap(const dictum_atoms *atoms, size_t i);

#endif
