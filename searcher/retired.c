/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Retired statements in queries. */
#include "searcher/retired.h"

#include <string.h>

#include "lib/schema.h"
#include "lib/shards.h"
#include "searcher/queries.h"

dictum_status dictum__count_retired(xap_db *db, uint32_t *retired, dictum_error *err)
{
    xap_error xerr;
    if (xap_db_value_count(db, DICTUM__SLOT_RETIRED, retired, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "read the index");
    return DICTUM_OK;
}

dictum_status dictum__without_retired(uint32_t retired, xap_query *query, xap_query **out, dictum_error *err)
{
    xap_error xerr;
    xap_query *gone = NULL;
    *out = query;
    if (retired == 0)
        return DICTUM_OK;
    if (xap_query_new_value_ge(DICTUM__SLOT_RETIRED, DICTUM__RETIRED, strlen(DICTUM__RETIRED), &gone, &xerr) == XAP_OK)
        return dictum__join_two_queries(XAP_OP_AND_NOT, query, gone, out, err);
    xap_query_free(query);
    *out = NULL;
    return dictum__query_failed(&xerr, err);
}

/* The first statement that is not retired ends the search. */
static xap_status find_in_use(xap_db *db, dictum_slice term, bool *used, xap_error *xerr)
{
    xap_postings *postings = NULL;
    xap_status status = xap_db_postings(db, term.data, term.len, &postings, xerr);
    *used = false;
    while (status == XAP_OK && !*used) {
        uint32_t docid;
        bool retired = false;
        status = xap_postings_next(postings, &docid, xerr);
        if (status == XAP_OK)
            status = dictum__shard_is_retired(db, docid, &retired, xerr);
        *used = status == XAP_OK && !retired;
    }
    xap_postings_free(postings);
    return status == XAP_DONE ? XAP_OK : status;
}

dictum_status dictum__is_in_use(xap_db *db, uint32_t retired, dictum_slice term, bool *used, dictum_error *err)
{
    xap_error xerr;
    uint32_t documents = 0;
    xap_status status = xap_db_term_freq(db, term.data, term.len, &documents, &xerr);
    *used = documents > retired;
    if (status == XAP_OK && documents > 0 && !*used)
        status = find_in_use(db, term, used, &xerr);
    return status == XAP_OK ? DICTUM_OK : dictum__fail_xap(err, &xerr, "look up a word");
}
