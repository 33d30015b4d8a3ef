/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a quotation is true to one source, and what was changed: the rules, on two texts alone. dictum-verify(1) and
 * docs/verdicts.md tell users of them; each has its test in tests/unit/test_judge.c.
 *
 * Atoms that stand in pairs (searcher/verify/align.h) are kept. What stands between two pairs is a place:
 *
 *  J1 joined      The same letters divided otherwise ("on-site", "onsite") are no change; nor are optional atoms of the
 *                 source (A4) that were left out. Without a hyphen both parts need two letters.
 *  J2 elision     Atoms of the source alone, and the quotation says there that it leaves something out.
 *  J3 insertion   Atoms in brackets, and at most DICTUM__BRACKET_ATOMS_MAX atoms of the source that they stand for. The
 *                 letters of a word that are not in brackets must be those of the word that it stands for.
 *  J4 evidence    What J2 leaves out of the sentences of the words before and behind it, and what J3 puts in or takes
 *                 out, must neither add nor drop a negation, a number or a modal; else it is a change of that class.
 *  J5 change      Everything else. Its class is the first that holds of: negation, number, unit, modal, name, other.
 *                 Negations are counted (and a prefix such as un- is one); of the others the words are compared. A name
 *                 is a word with a capital letter that its sentence does not give it.
 *  J6 order       Changes that drop words here and put the same in there are one change of the class order.
 *  J7 letters     The same word with other letters, where case-folding hides it (ß and ss; dotted and dotless i), is a
 *                 change.
 *  J8 cut off     A quotation without a change that leaves out a negation at once before it or behind it, with no mark
 *                between, has one: where it begins with a capital letter that the source does not have there, or ends
 *                with a full stop; and where all that it leaves out of the beginning of the sentence is that word.
 *
 * The verdict is `altered` where there is a change and at least DICTUM__KEPT_MIN of the quotation's own words are kept,
 * with one among them that is no common word; `absent` below that. Without a change it is `bracketed` with an
 * insertion, else `elided` with an elision or with an ellipsis at the quotation's beginning or end that the source does
 * not have, else `typographic` where any byte between the first and the last word differs but for white space, else
 * `verbatim`. */
#ifndef DICTUM_SEARCHER_VERIFY_JUDGE_H
#define DICTUM_SEARCHER_VERIFY_JUDGE_H

#include <dictum/verify.h>

#include "searcher/verify/align.h"

#define DICTUM__KEPT_MIN 0.6

/* A place where quotation and source differ: atoms [first, end) of each. */
typedef struct dictum_difference {
    size_t quoted_first, quoted_end;
    size_t source_first, source_end;
    dictum_change_class class;
    bool at_end; /* before the first pair or behind the last: what it stands for in the source is a guess */
} dictum_difference;

typedef struct dictum_differences {
    dictum_difference *items;
    size_t count, cap;
} dictum_differences;

/* Begins as zeros; kept between calls. */
typedef struct dictum_judgement {
    dictum_verdict verdict;
    double kept;        /* of the quotation's own words: the share that is paired */
    size_t first, last; /* of the source's atoms that are paired; meaningless where kept is 0 */
    dictum_differences changes;
    dictum_differences elisions;
    dictum_differences insertions;
    bool question;       /* a question mark was gained or lost */
    bool spelled_number; /* a number is written in another way */
} dictum_judgement;

/* DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__judge(dictum_judgement *judgement, const dictum_quotation *quotation,
                                                const dictum_atoms *source, const dictum_alignment *alignment,
                                                dictum_error *err);
/* The judgement of what was not even aligned: absent, nothing kept. */
void dictum__judge_nothing(dictum_judgement *judgement);
void dictum__judgement_dispose(dictum_judgement *judgement);

/* Of a place: its class by J5. searcher/verify/classify.c. */
dictum_change_class dictum__classify(const dictum_quotation *quotation, const dictum_atoms *source,
                                     const dictum_difference *place);
/* Of an elision or insertion: the class that J4 makes of it, or DICTUM_CHANGES where it is harmless. *evidence is the
 * place, narrowed to the words that tell. */
dictum_change_class dictum__evidence(const dictum_quotation *quotation, const dictum_atoms *source,
                                     const dictum_difference *place, dictum_difference *evidence);
/* Whether bytes that have the same exact form are the same letters (J7). searcher/verify/letters.c. */
bool dictum__same_letters(dictum_slice one, dictum_slice other);
/* Whether they are the same but for runs of white space. */
bool dictum__same_marks(dictum_slice one, dictum_slice other);

#endif
