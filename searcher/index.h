/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An open index: the databases behind it, and what is kept between searches. */
#ifndef DICTUM_SEARCHER_INDEX_H
#define DICTUM_SEARCHER_INDEX_H

#include <dictum/search.h>

#include "lib/record.h"
#include "searcher/databases.h"
#include "searcher/match.h"
#include "searcher/plan.h"

/* Room for a date with its NUL. */
#define DICTUM__DATE_BYTES 16

struct dictum_index {
    char **locations;
    size_t count;
    dictum_databases databases;
    xap_db *db;              /* all of them as one */
    uint32_t documents;      /* of the databases: statements, retired ones too */
    dictum_arena lang_arena; /* of plan.langs */
    dictum_stems *stems;
    dictum_analyser *analyser;
    dictum_analyser *side_analyser;
    dictum_matcher matcher;
    dictum_plan plan;
    bool dates_known; /* the next two are those of the index as it is */
    char first_date[DICTUM__DATE_BYTES], last_date[DICTUM__DATE_BYTES];
    struct dictum_verifier *verifier; /* searcher/verify/verifier.h; NULL before the first verification */
};

/* How often a search is repeated because the index went on meanwhile. */
#define DICTUM__RETRIES 10

/* Sees what has been written since: cheap when nothing has. The codes of dictum_index_open(). */
DICTUM_CHECK_RESULT dictum_status dictum__index_refresh(dictum_index *index, dictum_error *err);

/* Opens all databases anew, waiting a moment first: for when a writer has overtaken this reader. */
DICTUM_CHECK_RESULT dictum_status dictum__index_reopen(dictum_index *index, dictum_error *err);

/* Whether a failure may be gone once the index is opened anew. */
bool dictum__index_should_retry(const dictum_index *index, dictum_status status, unsigned attempt);

/* Fetches and decodes a stored record, which lives as long as *doc; the caller frees *doc. */
DICTUM_CHECK_RESULT dictum_status dictum__index_record(dictum_index *index, uint32_t docid, xap_doc **doc,
                                                       dictum_record *record, dictum_error *err);

#endif
