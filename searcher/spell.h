/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rule R12 of lib/analyse.h: cyber-security, cyber security and cybersecurity, typed as words, find each other where
 * the index knows them. */
#ifndef DICTUM_SEARCHER_SPELL_H
#define DICTUM_SEARCHER_SPELL_H

#include "searcher/plan.h"

/* Sets plan->query->planned to the query's tree with the other spellings that the index knows of its words; what was
 * typed stays first. A note tells of each. DICTUM_STALE, DICTUM_CORRUPT, DICTUM_IO, DICTUM_NOMEM, DICTUM_INTERNAL. */
DICTUM_CHECK_RESULT dictum_status dictum__spell(dictum_plan *plan, dictum_error *err);

#endif
