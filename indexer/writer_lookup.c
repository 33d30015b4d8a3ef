/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writer over Xapian, its looking-up half: the ledger and the statements as they are, uncommitted changes
 * included. The database is read through the writer's own handle, so that a run sees what it wrote. */
#include <string.h>

#include "indexer/metadata.h"
#include "indexer/writer_xapian.h"
#include "lib/schema.h"

/* ---- files ------------------------------------------------------------------------------------------------- */

dictum_status dictum__writer_files(dictum_writer *writer, dictum_slice path, dictum_ledger *ledger, dictum_error *err)
{
    return dictum__metadata_ledger(xap_wdb_db(writer->wdb), DICTUM__META_FILE, path, ledger, err);
}

dictum_status dictum__writer_places(dictum_writer *writer, dictum_ledger *ledger, dictum_error *err)
{
    return dictum__metadata_ledger(xap_wdb_db(writer->wdb), DICTUM__META_PLACE, DICTUM_SLICE("/"), ledger, err);
}

dictum_status dictum__writer_remembered(dictum_writer *writer, dictum_remembered *remembered, dictum_error *err)
{
    return dictum__metadata_remembered(xap_wdb_db(writer->wdb), remembered, err);
}

/* ---- statements: looking up -------------------------------------------------------------------------------- */

/* The id term of a document; belongs to `terms`. */
static xap_status id_term(xap_terms *terms, dictum_slice *term, xap_error *xerr)
{
    xap_status found = xap_terms_skip_to(terms, DICTUM__PREFIX_ID, strlen(DICTUM__PREFIX_ID), xerr);
    return found == XAP_OK ? xap_terms_next(terms, &term->data, &term->len, xerr) : found;
}

static dictum_status give_statement(dictum_writer *writer, uint32_t docid, dictum_statement_fn fn, void *context,
                                    dictum_error *err)
{
    xap_error xerr;
    xap_doc *doc = NULL;
    xap_terms *terms = NULL;
    dictum_slice hash = {NULL, 0}, term = {NULL, 0};
    xap_db *db = xap_wdb_db(writer->wdb);
    dictum_status status = DICTUM_OK;
    xap_status found = xap_db_document(db, docid, &doc, &xerr);
    if (found == XAP_OK) {
        found = xap_doc_value(doc, DICTUM__SLOT_HASH, &hash.data, &hash.len, &xerr);
    }
    if (found == XAP_OK) {
        found = xap_db_term_list(db, docid, &terms, &xerr);
    }
    if (found == XAP_OK) {
        found = id_term(terms, &term, &xerr);
    }
    if (found == XAP_DONE || (found == XAP_OK && (hash.len != 32 || term.data[0] != DICTUM__PREFIX_ID[0]))) {
        status = dictum__fail(err, DICTUM_CORRUPT, "the index is damaged: a statement has no id");
    } else if (found != XAP_OK) {
        status = dictum__fail_xap(err, &xerr, "read the index");
    } else {
        status = fn(context, docid, term, (const uint8_t *)hash.data, err);
    }
    xap_terms_free(terms);
    xap_doc_free(doc);
    return status;
}

dictum_status dictum__writer_statements(dictum_writer *writer, dictum_slice file, dictum_statement_fn fn, void *context,
                                        dictum_error *err)
{
    xap_error xerr;
    xap_postings *postings = NULL;
    uint32_t docid;
    dictum_status status = DICTUM_OK;
    dictum__schema_file_term(&writer->term, file);
    if (dictum__buf_status(&writer->term) != DICTUM_OK) {
        return dictum__nomem(err);
    }
    xap_status found = xap_db_postings(xap_wdb_db(writer->wdb), writer->term.data, writer->term.len, &postings, &xerr);
    while (found == XAP_OK && status == DICTUM_OK && (found = xap_postings_next(postings, &docid, &xerr)) == XAP_OK) {
        status = give_statement(writer, docid, fn, context, err);
    }
    xap_postings_free(postings);
    if (status == DICTUM_OK && found != XAP_OK && found != XAP_DONE) {
        status = dictum__fail_xap(err, &xerr, "read the index");
    }
    return status;
}

dictum_status dictum__writer_find(dictum_writer *writer, dictum_slice term, dictum_statement_ref *ref,
                                  dictum_error *err)
{
    xap_error xerr;
    xap_postings *postings = NULL;
    xap_db *db = xap_wdb_db(writer->wdb);
    bool exists = false;
    xap_status found = xap_db_term_exists(db, term.data, term.len, &exists, &xerr);
    if (found == XAP_OK && !exists) {
        return DICTUM_NOT_FOUND;
    }
    if (found == XAP_OK) {
        found = xap_db_postings(db, term.data, term.len, &postings, &xerr);
    }
    if (found == XAP_OK) {
        found = xap_postings_next(postings, ref, &xerr);
    }
    xap_postings_free(postings);
    if (found == XAP_DONE) {
        return DICTUM_NOT_FOUND;
    }
    return found == XAP_OK ? DICTUM_OK : dictum__fail_xap(err, &xerr, "read the index");
}

dictum_status dictum__writer_record(dictum_writer *writer, dictum_statement_ref ref, dictum_buf *encoded,
                                    dictum_error *err)
{
    xap_error xerr;
    xap_doc *doc = NULL;
    dictum_slice data = {NULL, 0};
    dictum__buf_clear(encoded);
    xap_status found = xap_db_document(xap_wdb_db(writer->wdb), ref, &doc, &xerr);
    if (found == XAP_OK) {
        found = xap_doc_data(doc, &data.data, &data.len, &xerr);
    }
    if (found == XAP_OK) {
        dictum__buf_append_slice(encoded, data);
    }
    xap_doc_free(doc);
    if (found != XAP_OK) {
        return dictum__fail_xap(err, &xerr, "read the index");
    }
    return dictum__buf_status(encoded) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}
