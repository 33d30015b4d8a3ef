/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A quotation as it was typed: its atoms, where it leaves something out, and what an editor put into it.
 *
 *  Q1 ellipsis   … or ⋯, three or more full stops, asterisks or middle dots, with or without spaces between, in
 *                brackets or not, leave something out: the atom behind is flagged CUT. Before the first atom and behind
 *                the last it says that the quotation is a part of something longer.
 *  Q2 brackets   Atoms between [ and ], also of full width or 〔 〕, are the editor's: flagged BRACKET. A bracket without
 *                its other half, or with more than DICTUM__BRACKET_ATOMS_MAX atoms in it, is a mark like any other.
 *  Q3 in words   A word that is partly in brackets ("[T]he", "say[s]") is one atom, flagged BRACKET, that knows which
 *                of its letters are the source's.
 *  Q4 sic        What an editor says of the quotation is no part of it: sic, emphasis added, in either brackets.
 */
#ifndef DICTUM_SEARCHER_VERIFY_QUOTATION_H
#define DICTUM_SEARCHER_VERIFY_QUOTATION_H

#include "searcher/verify/atoms.h"

#define DICTUM__BRACKET_ATOMS_MAX 20
/* A longer quotation is refused: each of its atoms is compared with each of the source. */
#define DICTUM__QUOTATION_ATOMS_MAX 4000
#define DICTUM__QUOTATION_BYTES_MAX ((size_t)64 << 10)

typedef struct dictum_quotation {
    dictum_atoms atoms;
    bool cut_front, cut_back; /* an ellipsis stands before the first atom, behind the last */
    bool has_remark;          /* Q4 took something out */
    size_t words;             /* atoms that are not the editor's */
} dictum_quotation;

void dictum__quotation_init(dictum_quotation *quotation);
void dictum__quotation_dispose(dictum_quotation *quotation);

/* Takes apart `text`, which must stay. `lang` is the language of the source that it is compared with. DICTUM_ARGUMENT
 * where it holds no word or is no UTF-8, DICTUM_LIMIT, DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__quotation_read(dictum_quotation *quotation, dictum_analyser *analyser,
                                                         const dictum_lexicon *lexicon, dictum_slice text,
                                                         dictum_slice lang, dictum_error *err);

/* Whether the characters between two atoms leave something out (Q1). */
bool dictum__has_ellipsis(dictum_slice gap);

#endif
