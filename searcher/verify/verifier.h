/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What verification keeps between calls, and its steps: candidates from the index, a comparison with each, a report. */
#ifndef DICTUM_SEARCHER_VERIFY_VERIFIER_H
#define DICTUM_SEARCHER_VERIFY_VERIFIER_H

#include "searcher/index.h"
#include "searcher/verify/judge.h"

typedef struct dictum_verifier {
    dictum_lexicon *lexicon;
    dictum_quotation quotation; /* as read for the language in `lang` */
    dictum_atoms source;
    dictum_alignment alignment;
    dictum_judgement judgement;
    char lang[16];
    bool is_read; /* `quotation` is that of the text at hand */
    double least; /* a source that cannot keep more of the quotation is not aligned, and absent; 0: all are */
} dictum_verifier;

/* The index's own, made at the first need. */
DICTUM_CHECK_RESULT dictum_status dictum__verifier_get(dictum_index *index, dictum_verifier **out, dictum_error *err);
void dictum__verifier_free(dictum_verifier *verifier);

/* Compares the quotation with a record: verifier->judgement and its atoms are of it then. */
DICTUM_CHECK_RESULT dictum_status dictum__verifier_compare(dictum_verifier *verifier, dictum_analyser *analyser,
                                                           dictum_slice quotation, const dictum_record *record,
                                                           dictum_error *err);

/* ---- candidates.c ------------------------------------------------------------------------------------------------ */

typedef struct dictum_candidates {
    uint32_t *docids;
    size_t count, cap;
    uint64_t found; /* how many there are in all */
} dictum_candidates;

/* Statements that have all of the quotation's own words in rows as it has them, the earliest first; `speaker` may be
 * NULL. Long rows by parts. */
DICTUM_CHECK_RESULT dictum_status dictum__candidates_exact(dictum_index *index, const dictum_quotation *quotation,
                                                           const char *speaker, size_t limit, dictum_candidates *out,
                                                           dictum_error *err);
/* Statements that have the most telling of its words, or of its short rows of words; the best first. */
DICTUM_CHECK_RESULT dictum_status dictum__candidates_near(dictum_index *index, const dictum_quotation *quotation,
                                                          size_t limit, dictum_candidates *out, dictum_error *err);

/* ---- passage_report.c -------------------------------------------------------------------------------------------- */

/* Fills a match from the comparison made last, with `record`. What it points to is in the arena. False when memory ran
 * out. */
DICTUM_CHECK_RESULT bool dictum__report_match(const dictum_verifier *verifier, const dictum_record *record,
                                              const dictum_verify_options *options, dictum_arena *arena,
                                              dictum_source_match *match);

/* Whether an atom stands within quotation marks of its paragraph. */
bool dictum__is_quoted(const dictum_atoms *atoms, size_t atom);

/* Whether a name that somebody gives may be that of a speaker as the archive has it: the last word is in both, and so
 * is another, unless one of them is one word or what is asked for begins with a title ("Chairman Powell"). */
bool dictum__same_person(const dictum_lexicon *lexicon, dictum_slice asked, dictum_slice known);

#endif
