/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether Xapian reads what is written here: a database of a few hundred documents is written, and everything in it
 * asked for through Xapian. Its terms, lists and chunks are long enough that every form of key and tag occurs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/glass/glass.h"
#include "lib/xapian_c/xap.h"

#define VERSION "1.4."
#define DOCUMENTS 600
#define COMMON "common" /* a term of all documents; the others have a number behind it */
#define RARE 7          /* every so many documents have the same one */
#define SLOT 3
#define METADATA_KEY DICTUM_SLICE("key")
#define METADATA_VALUE DICTUM_SLICE("value")
#define DATA_COPIES 40
#define LONG_DATA 97 /* every so many documents have data that fill several items of a block, and do not compress */
#define LONG_DATA_BYTES 6000

/* What document `number` consists of; the strings stand in `room`. */
typedef struct trial {
    char rare[32], value[32], data[LONG_DATA_BYTES];
    uint32_t positions[4];
    dictum_glass_term terms[2];
    dictum_glass_value values[1];
    dictum_glass_document document;
} trial;

static size_t make_data(char *data, size_t bytes, uint32_t number)
{
    size_t used = 0;
    if (number % LONG_DATA == 0) {
        for (uint32_t chance = number; used < bytes; used++) {
            chance = chance * 1664525 + 1013904223; /* Knuth and Lewis */
            data[used] = (char)(chance >> 24);
        }
        return used;
    }
    for (unsigned i = 0; i < number % DATA_COPIES; i++) {
        used += (size_t)snprintf(data + used, bytes - used, "%u of %u, ", i, (unsigned)number);
    }
    return used;
}

static void make(trial *self, uint32_t number)
{
    size_t position_count = number % 5;
    for (size_t i = 0; i < sizeof self->positions / sizeof self->positions[0]; i++) {
        self->positions[i] = number + (uint32_t)(i * i) * (number % 9 + 1);
    }
    (void)snprintf(self->rare, sizeof self->rare, "%s%u", COMMON, (unsigned)(number % RARE));
    (void)snprintf(self->value, sizeof self->value, "%u", (unsigned)(number * number));
    size_t used = make_data(self->data, sizeof self->data, number);
    self->terms[0] = (dictum_glass_term){DICTUM_SLICE(COMMON), number, self->positions, position_count};
    self->terms[1] = (dictum_glass_term){dictum__slice(self->rare), number % 3, NULL, 0};
    self->values[0] = (dictum_glass_value){SLOT, dictum__slice(self->value)};
    self->document = (dictum_glass_document){self->terms, 2, self->values, 1, {self->data, used}};
}

static dictum_status write_trial(const char *path, dictum_error *err)
{
    dictum_glass *glass;
    trial one;
    dictum_status status = dictum__glass_new(&glass, path, err);
    if (status != DICTUM_OK) {
        return status;
    }
    status = dictum__glass_set_metadata(glass, METADATA_KEY, METADATA_VALUE, err);
    for (uint32_t i = 1; i <= DOCUMENTS && status == DICTUM_OK; i++) {
        make(&one, i);
        status = dictum__glass_add(glass, &one.document, err);
    }
    if (status == DICTUM_OK) {
        status = dictum__glass_finish(glass, err);
    }
    dictum__glass_free(glass);
    return status;
}

static void remove_trial(char *path, size_t folder_bytes)
{
    static const char *const names[] = {"/iamglass",       "/postlist.glass", "/docdata.glass",     "/termlist.glass",
                                        "/position.glass", "/flintlock",      "/positionlist.glass"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        memcpy(path + folder_bytes, names[i], strlen(names[i]) + 1);
        (void)unlink(path);
    }
    path[folder_bytes] = '\0';
    (void)rmdir(path);
}

/* ---- asking ----------------------------------------------------------------------------------------------------- */

/* Each answers XAP_OK and *same, or fails as Xapian does. */
static xap_status ask_positions(xap_db *db, uint32_t number, const dictum_glass_term *term, bool *same, xap_error *xerr)
{
    xap_positions *positions;
    uint32_t position;
    xap_status status = xap_db_positions(db, number, term->term.data, term->term.len, &positions, xerr);
    if (status != XAP_OK) {
        return status;
    }
    size_t count = 0;
    while ((status = xap_positions_next(positions, &position, xerr)) == XAP_OK) {
        *same = *same && count < term->position_count && position == term->positions[count];
        count++;
    }
    *same = *same && count == term->position_count;
    xap_positions_free(positions);
    return status == XAP_DONE ? XAP_OK : status;
}

static xap_status ask_terms(xap_db *db, uint32_t number, const trial *wanted, bool *same, xap_error *xerr)
{
    xap_terms *terms;
    const char *term;
    size_t bytes, count = 0;
    uint32_t wdf;
    xap_status status = xap_db_term_list(db, number, &terms, xerr);
    if (status != XAP_OK) {
        return status;
    }
    while ((status = xap_terms_next(terms, &term, &bytes, xerr)) == XAP_OK &&
           (status = xap_terms_wdf(terms, &wdf, xerr)) == XAP_OK) {
        *same = *same && count < 2 && dictum__slice_equal((dictum_slice){term, bytes}, wanted->terms[count].term) &&
                wdf == wanted->terms[count].wdf;
        count++;
    }
    *same = *same && count == 2;
    xap_terms_free(terms);
    return status == XAP_DONE ? XAP_OK : status;
}

static xap_status ask_stored(xap_db *db, uint32_t number, const trial *wanted, bool *same, xap_error *xerr)
{
    xap_doc *doc;
    const char *data, *value;
    size_t data_bytes, value_bytes;
    xap_status status = xap_db_document(db, number, &doc, xerr);
    if (status != XAP_OK) {
        return status;
    }
    status = xap_doc_data(doc, &data, &data_bytes, xerr);
    if (status == XAP_OK) {
        *same = *same && data_bytes == wanted->document.data.len &&
                (data_bytes == 0 || memcmp(data, wanted->document.data.data, data_bytes) == 0);
        status = xap_doc_value(doc, SLOT, &value, &value_bytes, xerr);
    }
    if (status == XAP_OK) {
        *same = *same && dictum__slice_equal((dictum_slice){value, value_bytes}, wanted->values[0].value);
    }
    xap_doc_free(doc);
    return status;
}

static xap_status ask_document(xap_db *db, uint32_t number, bool *same, xap_error *xerr)
{
    trial wanted;
    uint32_t length;
    make(&wanted, number);
    xap_status status = xap_db_doc_length(db, number, &length, xerr);
    if (status == XAP_OK) {
        *same = *same && length == wanted.terms[0].wdf + wanted.terms[1].wdf;
        status = ask_terms(db, number, &wanted, same, xerr);
    }
    if (status == XAP_OK) {
        status = ask_positions(db, number, &wanted.terms[0], same, xerr);
    }
    return status == XAP_OK ? ask_stored(db, number, &wanted, same, xerr) : status;
}

/* The posting lists of the term of all, and of those of each group, which share the wdf of one of the two terms. */
static xap_status ask_postings(xap_db *db, size_t number_of_term, uint32_t first, uint32_t step, bool *same,
                               xap_error *xerr)
{
    trial wanted;
    xap_postings *postings;
    uint32_t docid, wdf, expected = first;
    make(&wanted, first);
    dictum_slice term = wanted.terms[number_of_term].term;
    xap_status status = xap_db_postings(db, term.data, term.len, &postings, xerr);
    if (status != XAP_OK) {
        return status;
    }
    while ((status = xap_postings_next(postings, &docid, xerr)) == XAP_OK &&
           (status = xap_postings_wdf(postings, &wdf, xerr)) == XAP_OK) {
        make(&wanted, expected);
        *same = *same && docid == expected && wdf == wanted.terms[number_of_term].wdf;
        expected += step;
    }
    *same = *same && expected > DOCUMENTS && expected <= DOCUMENTS + step;
    xap_postings_free(postings);
    return status == XAP_DONE ? XAP_OK : status;
}

static xap_status ask_whole(xap_db *db, bool *same, xap_error *xerr)
{
    uint32_t count, values;
    const char *value;
    size_t bytes;
    xap_status status = xap_db_doc_count(db, &count, xerr);
    if (status == XAP_OK) {
        status = xap_db_value_count(db, SLOT, &values, xerr);
    }
    if (status == XAP_OK) {
        status = xap_db_metadata(db, METADATA_KEY.data, METADATA_KEY.len, &value, &bytes, xerr);
    }
    if (status == XAP_OK) {
        *same = *same && count == DOCUMENTS && values == DOCUMENTS &&
                dictum__slice_equal((dictum_slice){value, bytes}, METADATA_VALUE);
    }
    return status;
}

static xap_status ask(const char *path, bool *same, xap_error *xerr)
{
    xap_db *db;
    *same = true;
    xap_status status = xap_db_open(path, &db, xerr);
    if (status != XAP_OK) {
        return status;
    }
    status = ask_whole(db, same, xerr);
    if (status == XAP_OK) {
        status = ask_postings(db, 0, 1, 1, same, xerr);
    }
    for (uint32_t i = 1; i <= RARE && status == XAP_OK; i++) {
        status = ask_postings(db, 1, i, RARE, same, xerr);
    }
    for (uint32_t i = 1; i <= DOCUMENTS && status == XAP_OK; i++) {
        status = ask_document(db, i, same, xerr);
    }
    xap_db_free(db);
    return status;
}

static void tell(dictum_buf *why, const char *version, const char *reason)
{
    if (why != NULL) {
        dictum__buf_clear(why);
        dictum__buf_appendf(why, "Xapian %s: %s", version, reason);
    }
}

dictum_status dictum__glass_is_known(const char *workspace, bool *known, dictum_buf *why, dictum_error *err)
{
    static const char folder[] = "/trial";
    const char *version = xap_version();
    xap_error xerr;
    *known = false;
    if (strncmp(version, VERSION, sizeof VERSION - 1) != 0) {
        tell(why, version, "another version than the format is known of");
        return DICTUM_OK;
    }
    size_t folder_bytes = strlen(workspace) + sizeof folder - 1;
    char *path = malloc(folder_bytes + 64);
    if (path == NULL) {
        return dictum__nomem(err);
    }
    (void)snprintf(path, folder_bytes + 1, "%s%s", workspace, folder);
    dictum_status status = write_trial(path, err);
    if (status == DICTUM_OK) {
        xap_status asked = ask(path, known, &xerr);
        if (asked == XAP_NOMEM) {
            status = dictum__nomem(err);
        } else if (asked != XAP_OK || !*known) {
            tell(why, version, asked != XAP_OK ? xerr.text : "a database written as a trial reads otherwise");
            *known = false;
        }
    }
    remove_trial(path, folder_bytes);
    free(path);
    return status;
}
