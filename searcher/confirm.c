/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/confirm.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/schema.h"
#include "searcher/queries.h"
#include "searcher/retired.h"

static dictum_status find_candidates(dictum_plan *plan, xap_query *query, xap_mset **out, dictum_error *err)
{
    xap_error xerr;
    xap_enquire *enquire = NULL;
    uint32_t all = 0;
    *out = NULL;
    xap_status status = xap_db_doc_count(plan->db, &all, &xerr);
    if (status == XAP_OK)
        status = xap_enquire_new(plan->db, &enquire, &xerr);
    if (status == XAP_OK)
        status = xap_enquire_set_query(enquire, query, &xerr);
    if (status == XAP_OK)
        status = xap_enquire_set_boolean(enquire, &xerr);
    if (status == XAP_OK)
        status = xap_enquire_mset(enquire, 0, all, all, out, &xerr);
    xap_enquire_free(enquire);
    return status == XAP_OK ? DICTUM_OK : dictum__fail_xap(err, &xerr, "search");
}

/* What a statement alone has: its id and the hash of its record. Indexes that are searched together may hold an id
 * twice, with other texts; where the hash is the same too, the text is, and so is what was found of it. */
static dictum_status identity_query(dictum_plan *plan, uint32_t docid, xap_query **out, dictum_error *err)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    xap_doc *doc = NULL;
    xap_query *id = NULL, *hash = NULL;
    const char *term = "", *value = "";
    size_t bytes = 0, value_bytes = 0;
    *out = NULL;
    xap_status status = xap_db_term_list(plan->db, docid, &terms, &xerr);
    if (status == XAP_OK)
        status = xap_terms_skip_to(terms, DICTUM__PREFIX_ID, strlen(DICTUM__PREFIX_ID), &xerr);
    if (status == XAP_OK)
        status = xap_terms_next(terms, &term, &bytes, &xerr);
    bool damaged = status == XAP_DONE || (status == XAP_OK && (bytes == 0 || term[0] != DICTUM__PREFIX_ID[0]));
    if (status == XAP_OK && !damaged)
        status = xap_query_new_term(term, bytes, 1, &id, &xerr);
    if (status == XAP_OK)
        status = xap_db_document(plan->db, docid, &doc, &xerr);
    if (status == XAP_OK)
        status = xap_doc_value(doc, DICTUM__SLOT_HASH, &value, &value_bytes, &xerr);
    if (status == XAP_OK && value_bytes > 0)
        status = xap_query_new_value_range(DICTUM__SLOT_HASH, value, value_bytes, value, value_bytes, &hash, &xerr);
    xap_doc_free(doc);
    xap_terms_free(terms);
    if (status != XAP_OK || damaged || hash == NULL) {
        xap_query_free(id);
        xap_query_free(hash);
        if (damaged || status == XAP_OK)
            return dictum__fail(err, DICTUM_CORRUPT, "a statement of the index has no id or no hash");
        return dictum__fail_xap(err, &xerr, "read a statement's id");
    }
    return dictum__join_two_queries(XAP_OP_FILTER, id, hash, out, err);
}

/* Which of the candidates hold the condition, as their ids; nothing where none does. */
static dictum_status confirmed_ids(dictum_plan *plan, xap_mset *mset, dictum_confirm_fn confirm, void *context,
                                   xap_query **out, dictum_error *err)
{
    xap_error xerr;
    uint32_t size = xap_mset_size(mset);
    xap_query **ids = calloc(size == 0 ? 1 : size, sizeof(xap_query *));
    dictum_status status = DICTUM_OK;
    size_t count = 0;
    *out = NULL;
    if (ids == NULL)
        return dictum__nomem(err);
    for (uint32_t i = 0; status == DICTUM_OK && i < size; i++) {
        uint32_t docid;
        double weight;
        bool found = false;
        if (xap_mset_item(mset, i, &docid, &weight, &xerr) != XAP_OK)
            status = dictum__fail_xap(err, &xerr, "read the matches");
        if (status == DICTUM_OK)
            status = confirm(context, plan->db, docid, &found, err);
        if (status == DICTUM_OK && found) {
            status = identity_query(plan, docid, &ids[count], err);
            count += status == DICTUM_OK;
        }
    }
    if (status != DICTUM_OK)
        dictum__free_queries(ids, count);
    else if (count == 0)
        status = dictum__nothing_query(out, err);
    else
        status = dictum__join_many_queries(XAP_OP_OR, ids, count, out, err);
    free(ids);
    return status;
}

dictum_status dictum__confirm(dictum_plan *plan, xap_query *candidates, uint32_t most, dictum_confirm_fn confirm,
                              void *context, xap_query **out, dictum_error *err)
{
    xap_query *ids = NULL;
    xap_mset *mset = NULL;
    *out = NULL;
    dictum_status status = dictum__without_retired(plan->retired, candidates, &candidates, err);
    if (status == DICTUM_OK)
        status = find_candidates(plan, candidates, &mset, err);
    if (status == DICTUM_OK && xap_mset_size(mset) > most)
        status =
            dictum__fail(err, DICTUM_LIMIT,
                         "this would have to be looked up in %" PRIu32 " statements of a remote index, one by one, "
                         "but at most %" PRIu32 " are: add a word that fewer statements have",
                         xap_mset_size(mset), most);
    if (status == DICTUM_OK)
        status = confirmed_ids(plan, mset, confirm, context, &ids, err);
    xap_mset_free(mset);
    if (status == DICTUM_OK)
        return dictum__join_two_queries(XAP_OP_FILTER, candidates, ids, out, err);
    xap_query_free(candidates);
    return status;
}
