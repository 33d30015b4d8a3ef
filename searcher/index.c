/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The handle of an index: what is kept of its databases beside them, and when all is done again. */
#include "searcher/index.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/schema.h"
#include "searcher/retired.h"
#include "searcher/verify/verifier.h"

/* The languages of an index: from its language terms. */
typedef struct lang_list {
    dictum_arena arena;
    dictum_slice *langs;
    size_t count, cap;
} lang_list;

static bool add_lang(lang_list *list, dictum_slice code)
{
    if (list->count == list->cap) {
        list->cap = list->cap == 0 ? 16 : list->cap * 2;
        dictum_slice *grown = dictum__arena_array(&list->arena, list->cap, sizeof *grown);
        if (grown == NULL)
            return false;
        if (list->count > 0)
            memcpy(grown, list->langs, list->count * sizeof *grown);
        list->langs = grown;
    }
    list->langs[list->count] = dictum__arena_copy(&list->arena, code);
    return list->langs[list->count++].data != NULL;
}

/* A language that only retired statements have is none: a word has no stem in it. */
static dictum_status read_langs(xap_db *db, uint32_t retired, lang_list *list, dictum_error *err)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    size_t prefix = strlen(DICTUM__PREFIX_LANG);
    dictum_status status = DICTUM_OK;
    xap_status next = xap_db_all_terms(db, DICTUM__PREFIX_LANG, prefix, &terms, &xerr);
    while (next == XAP_OK && status == DICTUM_OK) {
        dictum_slice term;
        bool used = true;
        next = xap_terms_next(terms, &term.data, &term.len, &xerr);
        if (next != XAP_OK)
            break;
        if (retired > 0)
            status = dictum__is_in_use(db, retired, term, &used, err);
        if (status == DICTUM_OK && used && !add_lang(list, (dictum_slice){term.data + prefix, term.len - prefix}))
            status = dictum__nomem(err);
    }
    xap_terms_free(terms);
    if (status == DICTUM_OK && next != XAP_DONE)
        status = dictum__fail_xap(err, &xerr, "list the languages of the index");
    return status;
}

/* What is kept of the database beside itself; unchanged when this fails. */
static dictum_status take_state(dictum_index *index, xap_db *db, dictum_error *err)
{
    xap_error xerr;
    uint32_t count, retired;
    lang_list list = {0};
    if (xap_db_doc_count(db, &count, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "read the index");
    dictum_status status = dictum__count_retired(db, &retired, err);
    if (status == DICTUM_OK)
        status = read_langs(db, retired, &list, err);
    if (status != DICTUM_OK) {
        dictum__arena_dispose(&list.arena);
        return status;
    }
    dictum__arena_dispose(&index->lang_arena);
    index->lang_arena = list.arena;
    index->documents = index->plan.documents = count;
    index->plan.retired = retired < count ? retired : count;
    index->plan.langs = list.langs;
    index->plan.lang_count = list.count;
    index->plan.db = db;
    index->dates_known = false;
    return DICTUM_OK;
}

/* The old database stays in place unless the new one can be read. */
static dictum_status open_fresh(dictum_index *index, dictum_error *err)
{
    dictum_databases databases;
    dictum_status status = dictum__databases_open(index->locations, index->count, &databases, err);
    if (status == DICTUM_OK)
        status = take_state(index, databases.all, err);
    if (status != DICTUM_OK) {
        dictum__databases_close(&databases);
        return status;
    }
    dictum__databases_close(&index->databases);
    index->databases = databases;
    index->db = databases.all;
    index->plan.is_remote = false;
    for (size_t i = 0; i < databases.count; i++)
        index->plan.is_remote = index->plan.is_remote || databases.locations[i].is_remote;
    return DICTUM_OK;
}

/* Whether the location is a directory that has been named before, by this name or another. */
static bool is_repeated(const char *const *locations, size_t number)
{
    struct stat own, other;
    if (stat(locations[number], &own) != 0)
        return false;
    for (size_t i = 0; i < number; i++)
        if (stat(locations[i], &other) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino)
            return true;
    return false;
}

static dictum_status copy_locations(dictum_index *index, const char *const *locations, size_t count, dictum_error *err)
{
    index->locations = calloc(count, sizeof *index->locations);
    if (index->locations == NULL)
        return dictum__nomem(err);
    for (size_t i = 0; i < count; i++) {
        if (locations[i][0] == '\0')
            return dictum__fail(err, DICTUM_ARGUMENT, "the name of an index is empty");
        if (is_repeated(locations, i))
            continue;
        index->locations[index->count] = strdup(locations[i]);
        if (index->locations[index->count] == NULL)
            return dictum__nomem(err);
        index->count++;
    }
    return DICTUM_OK;
}

dictum_status dictum_index_open(const char *const *locations, size_t count, dictum_index **out, dictum_error *err)
{
    *out = NULL;
    if (count == 0)
        return dictum__fail(err, DICTUM_ARGUMENT, "no index is named");
    dictum_index *index = calloc(1, sizeof *index);
    if (index == NULL)
        return dictum__nomem(err);
    dictum__buf_init(&index->plan.term, SIZE_MAX / 2);
    dictum_status status = copy_locations(index, locations, count, err);
    if (status == DICTUM_OK)
        status = dictum__analyser_new(&index->analyser, err);
    if (status == DICTUM_OK)
        status = dictum__analyser_new(&index->side_analyser, err);
    if (status == DICTUM_OK)
        status = dictum__stems_new(&index->stems, err);
    for (unsigned attempt = 0; status == DICTUM_OK; attempt++) {
        status = open_fresh(index, err);
        if (status == DICTUM_OK || !dictum__index_should_retry(index, status, attempt))
            break;
        status = DICTUM_OK;
    }
    if (status != DICTUM_OK) {
        dictum_index_free(index);
        return status;
    }
    index->matcher = (dictum_matcher){
        .text_analyser = index->analyser, .side_analyser = index->side_analyser, .stems = index->stems};
    index->plan.stems = index->stems;
    *out = index;
    return DICTUM_OK;
}

void dictum_index_free(dictum_index *index)
{
    if (index == NULL)
        return;
    dictum__matcher_dispose(&index->matcher);
    dictum__verifier_free(index->verifier);
    dictum__buf_dispose(&index->plan.term);
    dictum__analyser_free(index->analyser);
    dictum__analyser_free(index->side_analyser);
    dictum__stems_free(index->stems);
    dictum__arena_dispose(&index->lang_arena);
    dictum__databases_close(&index->databases);
    for (size_t i = 0; index->locations != NULL && i < index->count; i++)
        free(index->locations[i]);
    free(index->locations);
    free(index);
}

uint64_t dictum_index_statement_count(const dictum_index *index)
{
    return index->documents - index->plan.retired;
}

dictum_status dictum__index_refresh(dictum_index *index, dictum_error *err)
{
    bool changed = false;
    if (dictum__databases_refresh(&index->databases, &changed, err) != DICTUM_OK)
        return dictum__index_reopen(index, err);
    return changed ? take_state(index, index->db, err) : DICTUM_OK;
}

dictum_status dictum__index_reopen(dictum_index *index, dictum_error *err)
{
    dictum_status status = DICTUM_STALE;
    for (unsigned attempt = 0; attempt < DICTUM__RETRIES; attempt++) {
        status = open_fresh(index, err);
        if (status == DICTUM_OK || !dictum__index_should_retry(index, status, attempt))
            break;
    }
    return status;
}

bool dictum__index_should_retry(const dictum_index *index, dictum_status status, unsigned attempt)
{
    (void)index;
    /* A generation that is removed while it is read shows as missing, unreadable or cut-off files. */
    bool passing = status == DICTUM_STALE || status == DICTUM_IO || status == DICTUM_CORRUPT;
    if (!passing || attempt + 1 >= DICTUM__RETRIES)
        return false;
    struct timespec pause = {.tv_nsec = (long)attempt * 1000000};
    nanosleep(&pause, NULL);
    return true;
}

dictum_status dictum__index_record(dictum_index *index, uint32_t docid, xap_doc **doc, dictum_record *record,
                                   dictum_error *err)
{
    xap_error xerr;
    dictum_slice data;
    *doc = NULL;
    if (xap_db_document(index->db, docid, doc, &xerr) != XAP_OK ||
        xap_doc_data(*doc, &data.data, &data.len, &xerr) != XAP_OK) {
        xap_doc_free(*doc);
        *doc = NULL;
        return xerr.code == XAP_NOT_FOUND ? dictum__fail(err, DICTUM_STALE, "a statement has gone meanwhile")
                                          : dictum__fail_xap(err, &xerr, "fetch a statement");
    }
    dictum_status status = dictum__record_decode(data, record, err);
    if (status != DICTUM_OK) {
        xap_doc_free(*doc);
        *doc = NULL;
    }
    return status;
}
