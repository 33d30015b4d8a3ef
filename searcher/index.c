/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening indexes and staying on their newest state. A generation is opened afresh, never reopened into, because every
 * compacted database has the same revision 1. */
#include "searcher/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/schema.h"

static dictum_status read_stub(const char *location, dictum_stub_state *out, dictum_error *err)
{
    struct stat info;
    dictum_buf path;
    dictum__buf_init(&path, SIZE_MAX / 2);
    dictum__buf_appendf(&path, "%s/XAPIANDB", location);
    memset(out, 0, sizeof *out);
    dictum_status status = dictum__buf_status(&path) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
    if (status == DICTUM_OK && stat(path.data, &info) == 0)
        *out = (dictum_stub_state){(uint64_t)info.st_ino, (int64_t)info.st_mtim.tv_sec, (int64_t)info.st_mtim.tv_nsec};
    dictum__buf_dispose(&path);
    return status;
}

/* Tries to open "location/name" for reading: 0, or why not. What stands at its beginning goes into `text`. */
static int try_open(const char *location, const char *name, char *text, size_t room)
{
    dictum_buf path;
    int failed = ENOMEM;
    text[0] = '\0';
    dictum__buf_init(&path, SIZE_MAX / 2);
    dictum__buf_appendf(&path, "%s%s%s", location, name[0] == '\0' ? "" : "/", name);
    if (dictum__buf_status(&path) == DICTUM_OK) {
        int fd = open(path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        failed = fd < 0 ? errno : 0;
        ssize_t got = fd < 0 ? 0 : read(fd, text, room - 1);
        text[got > 0 ? got : 0] = '\0';
        if (fd >= 0)
            close(fd);
    }
    dictum__buf_dispose(&path);
    return failed;
}

/* What the system has against a location; 0 where it is nothing, or that there is no index. *ours: it has a stub that
 * names a generation, or one that is empty as no other program leaves it. */
static int refusal(const char *location, bool *ours)
{
    char text[64], ignored[8];
    int failed = try_open(location, "", ignored, sizeof ignored);
    *ours = false;
    if (failed == 0)
        failed = try_open(location, "XAPIANDB", text, sizeof text);
    if (failed == 0) {
        text[strcspn(text, "\n")] = '\0';
        *ours = text[0] == '\0' || strncmp(text, "auto g-", 7) == 0;
        if (strncmp(text, "auto g-", 7) == 0) {
            char name[sizeof text + sizeof "/iamglass"];
            snprintf(name, sizeof name, "%s/iamglass", text + 5);
            failed = try_open(location, name, ignored, sizeof ignored);
        }
    }
    return failed == ENOENT || failed == ENOTDIR ? 0 : failed;
}

static dictum_status fail_damaged(const char *location, const char *why, dictum_error *err)
{
    return dictum__fail(err, DICTUM_CORRUPT,
                        "the index %s is damaged (%s): index the documents again into a new folder", location, why);
}

/* Why a location could not be opened. Where there is a stub, a generation that is missing has been replaced this moment
 * (and opening anew helps), or is lost. */
static dictum_status fail_open(const char *location, const dictum_stub_state *stub, const xap_error *xerr,
                               dictum_error *err)
{
    char doing[DICTUM_ERROR_TEXT_BYTES];
    struct stat info;
    bool ours, missing = xerr->code == XAP_NOT_FOUND || (xerr->code == XAP_IO && stat(location, &info) != 0);
    int refused = refusal(location, &ours);
    if (refused != 0)
        return dictum__fail(err, DICTUM_IO, "cannot open the index %s: %s", location, strerror(refused));
    if ((xerr->code == XAP_CORRUPT || xerr->code == XAP_IO) && ours && !missing)
        return fail_damaged(location, xerr->text, err);
    if (missing && stub->inode == 0)
        return dictum__fail(err, DICTUM_NOT_FOUND, "there is no index at %s; dictum-index makes one", location);
    if (missing)
        return dictum__fail(err, DICTUM_CORRUPT, "the index at %s is incomplete: what its XAPIANDB names is not there",
                            location);
    snprintf(doing, sizeof doing, "open the index %s", location);
    return dictum__fail_xap(err, xerr, doing);
}

/* Opens one location and checks that this program may search it. */
static dictum_status open_one(const char *location, const dictum_stub_state *stub, xap_db **out, dictum_error *err)
{
    xap_error xerr;
    if (xap_db_open(location, out, &xerr) != XAP_OK)
        return fail_open(location, stub, &xerr, err);
    dictum_status checked = dictum__schema_check(*out, location, err);
    bool ours;
    /* An index of ours that does not say that it is one has lost what it was. */
    if (checked == DICTUM_NOT_FOUND && refusal(location, &ours) == 0 && ours)
        checked = fail_damaged(location, "it holds nothing that can be read", err);
    if (checked != DICTUM_OK) {
        xap_db_free(*out);
        *out = NULL;
    }
    return checked;
}

static dictum_status open_all(dictum_index *index, xap_db **out, dictum_error *err)
{
    xap_error xerr;
    xap_db *all = NULL, *one = NULL;
    dictum_status status = DICTUM_OK;
    *out = NULL;
    for (size_t i = 0; i < index->count; i++) {
        status = read_stub(index->locations[i], &index->stubs[i], err);
        if (status == DICTUM_OK)
            status = open_one(index->locations[i], &index->stubs[i], &one, err);
        if (status != DICTUM_OK)
            goto out;
        if (index->count == 1) {
            all = one;
            break;
        }
        xap_status added = all == NULL ? xap_db_new(&all, &xerr) : XAP_OK;
        if (added == XAP_OK)
            added = xap_db_add(all, one, &xerr);
        xap_db_free(one);
        if (added != XAP_OK) {
            status = dictum__fail_xap(err, &xerr, "open the indexes together");
            goto out;
        }
    }
    *out = all;
    all = NULL;
out:
    xap_db_free(all);
    return status;
}

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

static dictum_status read_langs(xap_db *db, lang_list *list, dictum_error *err)
{
    xap_error xerr;
    xap_terms *terms = NULL;
    size_t prefix = strlen(DICTUM__PREFIX_LANG);
    dictum_status status = DICTUM_OK;
    xap_status next = xap_db_all_terms(db, DICTUM__PREFIX_LANG, prefix, &terms, &xerr);
    while (next == XAP_OK && status == DICTUM_OK) {
        dictum_slice term;
        next = xap_terms_next(terms, &term.data, &term.len, &xerr);
        if (next == XAP_OK && !add_lang(list, (dictum_slice){term.data + prefix, term.len - prefix}))
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
    uint32_t count;
    lang_list list = {0};
    if (xap_db_doc_count(db, &count, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "read the index");
    dictum_status status = read_langs(db, &list, err);
    if (status != DICTUM_OK) {
        dictum__arena_dispose(&list.arena);
        return status;
    }
    dictum__arena_dispose(&index->lang_arena);
    index->lang_arena = list.arena;
    index->statements = count;
    index->plan.langs = list.langs;
    index->plan.lang_count = list.count;
    index->plan.db = db;
    return DICTUM_OK;
}

/* The old database stays in place unless the new one can be read. */
static dictum_status open_fresh(dictum_index *index, dictum_error *err)
{
    xap_db *db;
    dictum_status status = open_all(index, &db, err);
    if (status == DICTUM_OK)
        status = take_state(index, db, err);
    if (status != DICTUM_OK) {
        xap_db_free(db);
        return status;
    }
    xap_db_free(index->db);
    index->db = db;
    return DICTUM_OK;
}

/* Whether a location is one that is named already: its statements would be found twice. */
static bool is_named_twice(const dictum_index *index, const char *location)
{
    struct stat info, other;
    if (stat(location, &info) != 0)
        return false;
    for (size_t i = 0; i < index->count; i++)
        if (index->locations[i] != NULL && stat(index->locations[i], &other) == 0 && other.st_dev == info.st_dev &&
            other.st_ino == info.st_ino)
            return true;
    return false;
}

dictum_status dictum_index_open(const char *const *locations, size_t count, dictum_index **out, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    *out = NULL;
    if (count == 0)
        return dictum__fail(err, DICTUM_ARGUMENT, "no index is named");
    dictum_index *index = calloc(1, sizeof *index);
    if (index == NULL)
        return dictum__nomem(err);
    dictum__buf_init(&index->plan.term, SIZE_MAX / 2);
    index->locations = calloc(count, sizeof *index->locations);
    index->stubs = calloc(count, sizeof *index->stubs);
    if (index->locations == NULL || index->stubs == NULL)
        status = dictum__nomem(err);
    for (size_t i = 0; status == DICTUM_OK && index->locations != NULL && i < count; i++) {
        if (is_named_twice(index, locations[i]))
            continue;
        index->locations[index->count] = strdup(locations[i]);
        if (index->locations[index->count] == NULL)
            status = dictum__nomem(err);
        else
            index->count++;
    }
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
    dictum__buf_dispose(&index->plan.term);
    dictum__analyser_free(index->analyser);
    dictum__analyser_free(index->side_analyser);
    dictum__stems_free(index->stems);
    dictum__arena_dispose(&index->lang_arena);
    xap_db_free(index->db);
    for (size_t i = 0; index->locations != NULL && i < index->count; i++)
        free(index->locations[i]);
    free(index->locations);
    free(index->stubs);
    free(index);
}

uint64_t dictum_index_statement_count(const dictum_index *index)
{
    return index->statements;
}

dictum_status dictum__index_refresh(dictum_index *index, dictum_error *err)
{
    xap_error xerr;
    bool changed = false;
    for (size_t i = 0; i < index->count; i++) {
        dictum_stub_state now;
        dictum_status status = read_stub(index->locations[i], &now, err);
        if (status != DICTUM_OK)
            return status;
        if (memcmp(&now, &index->stubs[i], sizeof now) != 0)
            return dictum__index_reopen(index, err);
    }
    if (xap_db_reopen(index->db, &changed, &xerr) != XAP_OK)
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
