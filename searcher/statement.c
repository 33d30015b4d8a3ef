/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements for the library's user: copies that depend on nothing. */
#include "searcher/statement.h"

#include <stdlib.h>

#include "lib/schema.h"
#include "searcher/index.h"

/* A statement that was fetched by itself. The public structure comes first, so that a pointer to it is one to this. */
typedef struct fetched {
    dictum_statement statement;
    dictum_arena arena;
} fetched;

const char *dictum_date_known_name(dictum_date_known known)
{
    return dictum__date_known_name((dictum__date_known)known);
}

static bool copy_text(dictum_arena *arena, dictum_slice from, dictum_text *to)
{
    if (from.data == NULL)
        return true;
    dictum_slice copy = dictum__arena_copy(arena, from);
    *to = (dictum_text){copy.data, copy.len};
    return copy.data != NULL;
}

static bool fill(dictum_statement *to, dictum_arena *arena, const dictum_record *from)
{
    dictum_slice text = from->text.data == NULL ? DICTUM_SLICE("") : from->text;
    dictum_slice id = from->id.data == NULL ? DICTUM_SLICE("") : from->id;
    to->date_known = (dictum_date_known)from->date_known;
    return copy_text(arena, id, &to->id) && copy_text(arena, from->path, &to->path) &&
           copy_text(arena, from->title, &to->title) && copy_text(arena, from->date, &to->date) &&
           copy_text(arena, from->speaker, &to->speaker) && copy_text(arena, from->source, &to->source) &&
           copy_text(arena, from->lang, &to->lang) && copy_text(arena, from->url, &to->url) &&
           copy_text(arena, from->type, &to->type) && copy_text(arena, from->extra, &to->extra) &&
           copy_text(arena, text, &to->text);
}

dictum_statement *dictum__statement_copy(dictum_arena *arena, const dictum_record *record)
{
    dictum_statement *statement = dictum__arena_alloc(arena, sizeof *statement);
    return statement != NULL && fill(statement, arena, record) ? statement : NULL;
}

void dictum_statement_free(dictum_statement *statement)
{
    fetched *whole = (fetched *)statement;
    if (whole == NULL)
        return;
    dictum__arena_dispose(&whole->arena);
    free(whole);
}

/* The next of the postings whose statement is not retired: its document, decoded. DICTUM_NOT_FOUND at the end. */
static dictum_status next_record(dictum_index *index, const char *id, xap_postings *postings, xap_doc **doc,
                                 dictum_record *record, dictum_error *err)
{
    xap_error xerr;
    for (;;) {
        uint32_t docid;
        const char *value;
        size_t bytes;
        *doc = NULL;
        xap_status found = xap_postings_next(postings, &docid, &xerr);
        if (found == XAP_DONE)
            return dictum__fail(err, DICTUM_NOT_FOUND, "there is no statement with the id %s", id);
        if (found != XAP_OK)
            return dictum__fail_xap(err, &xerr, "look up the statement");
        dictum_status status = dictum__index_record(index, docid, doc, record, err);
        if (status != DICTUM_OK)
            return status;
        found = xap_doc_value(*doc, DICTUM__SLOT_RETIRED, &value, &bytes, &xerr);
        if (found == XAP_OK && bytes == 0)
            return DICTUM_OK;
        xap_doc_free(*doc);
        *doc = NULL;
        if (found != XAP_OK)
            return dictum__fail_xap(err, &xerr, "look up the statement");
    }
}

static dictum_status fetch_once(dictum_index *index, const char *id, dictum_statement **out, dictum_error *err)
{
    xap_error xerr;
    xap_postings *postings = NULL;
    xap_doc *doc = NULL;
    dictum_record record = {0};
    fetched *whole = NULL;
    dictum__schema_term(&index->plan.term, DICTUM__PREFIX_ID, dictum__slice(id));
    if (dictum__buf_status(&index->plan.term) != DICTUM_OK)
        return dictum__nomem(err);
    if (xap_db_postings(index->db, index->plan.term.data, index->plan.term.len, &postings, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "look up the statement");
    dictum_status status = next_record(index, id, postings, &doc, &record, err);
    if (status != DICTUM_OK)
        goto out;
    whole = calloc(1, sizeof *whole);
    if (whole == NULL || !fill(&whole->statement, &whole->arena, &record)) {
        if (whole != NULL)
            dictum_statement_free(&whole->statement);
        status = dictum__nomem(err);
        goto out;
    }
    *out = &whole->statement;
out:
    xap_doc_free(doc);
    xap_postings_free(postings);
    return status;
}

dictum_status dictum_statement_fetch(dictum_index *index, const char *id, dictum_statement **out, dictum_error *err)
{
    *out = NULL;
    dictum_status status = dictum__index_refresh(index, err);
    for (unsigned attempt = 0; status == DICTUM_OK; attempt++) {
        status = fetch_once(index, id, out, err);
        if (status == DICTUM_OK || !dictum__index_should_retry(index, status, attempt))
            break;
        status = dictum__index_reopen(index, err);
    }
    return status;
}
