/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Retired statements in queries. */
#include "searcher/retired.h"

#include <string.h>

#include "lib/schema.h"
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

/* The first match ends the search. */
static xap_status matches_any(xap_db *db, xap_query *query, bool *any, xap_error *xerr)
{
    xap_enquire *enquire = NULL;
    xap_mset *mset = NULL;
    xap_status status = xap_enquire_new(db, &enquire, xerr);
    if (status == XAP_OK)
        status = xap_enquire_set_query(enquire, query, xerr);
    if (status == XAP_OK)
        status = xap_enquire_set_boolean(enquire, xerr);
    if (status == XAP_OK)
        status = xap_enquire_mset(enquire, 0, 1, 0, &mset, xerr);
    *any = status == XAP_OK && xap_mset_size(mset) > 0;
    xap_mset_free(mset);
    xap_enquire_free(enquire);
    return status;
}

dictum_status dictum__is_in_use(xap_db *db, uint32_t retired, dictum_slice term, bool *used, dictum_error *err)
{
    xap_error xerr;
    xap_query *query = NULL;
    *used = false;
    xap_status found = xap_db_term_exists(db, term.data, term.len, used, &xerr);
    if (found == XAP_OK && (!*used || retired == 0))
        return DICTUM_OK;
    if (found == XAP_OK)
        found = xap_query_new_term(term.data, term.len, 1, &query, &xerr);
    if (found == XAP_OK) {
        dictum_status status = dictum__without_retired(retired, query, &query, err);
        if (status != DICTUM_OK)
            return status;
        found = matches_any(db, query, used, &xerr);
        xap_query_free(query);
    }
    return found == XAP_OK ? DICTUM_OK : dictum__fail_xap(err, &xerr, "look up a word");
}
