/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/shards.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/schema.h"
#include "lib/xapian_c/xap.h"
#include "lib/xapian_c/xap_write.h"
#include "tests/support/characters.h"
#include "tests/support/indexing.h"
#include "tests/support/temp.h"

#define SHARDS_MAX 8
#define DOCUMENTS_MAX 1024

char *shards_path(const char *place, unsigned number)
{
    char name[32];
    (void)snprintf(name, sizeof name, "g-%016x", number);
    return temp_path(place, name);
}

bool shards_publish(const char *place, const unsigned *numbers, size_t count)
{
    growing stub = {0};
    for (size_t i = 0; i < count; i++) {
        char line[64];
        (void)snprintf(line, sizeof line, "auto g-%016x\n", numbers[i]);
        growing_add_str(&stub, line);
    }
    char *next = temp_path(place, "XAPIANDB.next"), *path = temp_path(place, "XAPIANDB");
    bool done = temp_write(next, stub.data, stub.len) && rename(next, path) == 0;
    growing_dispose(&stub);
    free(next);
    free(path);
    return done;
}

static bool failed(const xap_error *xerr)
{
    fprintf(stderr, "%s: %s\n", xerr->type, xerr->text);
    return false;
}

bool shards_retire(const char *place, unsigned number, const uint32_t *docids, size_t count)
{
    xap_error xerr;
    xap_wdb *wdb = NULL;
    char *path = shards_path(place, number);
    xap_status status = xap_wdb_open(path, XAP_OPEN, XAP_NO_SYNC, &wdb, &xerr);
    for (size_t i = 0; status == XAP_OK && i < count; i++)
        status =
            xap_wdb_set_value(wdb, docids[i], DICTUM__SLOT_RETIRED, DICTUM__RETIRED, strlen(DICTUM__RETIRED), &xerr);
    if (status == XAP_OK)
        status = xap_wdb_commit(wdb, &xerr);
    xap_wdb_free(wdb);
    free(path);
    return status == XAP_OK || failed(&xerr);
}

/* ---- spreading --------------------------------------------------------------------------------------------------- */

/* A statement on its way. */
typedef struct moving {
    xap_db *from;
    uint32_t docid;
    bool retired;
} moving;

typedef struct spread {
    const char *place;
    moving all[DOCUMENTS_MAX];
    size_t count;
    size_t shard_count;
    xap_wdb *shards[SHARDS_MAX];
    uint32_t retired[SHARDS_MAX][DOCUMENTS_MAX];
    size_t retired_count[SHARDS_MAX];
    xap_error xerr;
} spread;

static xap_status take_all(spread *s, xap_db *from, bool retired)
{
    xap_postings *postings = NULL;
    xap_status status = xap_db_postings(from, "", 0, &postings, &s->xerr);
    while (status == XAP_OK && s->count < DOCUMENTS_MAX) {
        moving *next = &s->all[s->count];
        *next = (moving){.from = from, .retired = retired};
        status = xap_postings_next(postings, &next->docid, &s->xerr);
        s->count += status == XAP_OK;
    }
    xap_postings_free(postings);
    return status == XAP_DONE ? XAP_OK : status;
}

static void shuffle(spread *s, chance *dice)
{
    for (size_t i = s->count; i > 1; i--) {
        size_t other = chance_below(dice, i);
        moving held = s->all[i - 1];
        s->all[i - 1] = s->all[other];
        s->all[other] = held;
    }
}

static xap_status copy_metadata(spread *s, xap_db *from, const char *key, xap_wdb *to)
{
    const char *value;
    size_t bytes;
    xap_status status = xap_db_metadata(from, key, strlen(key), &value, &bytes, &s->xerr);
    return status == XAP_OK ? xap_wdb_set_metadata(to, key, strlen(key), value, bytes, &s->xerr) : status;
}

static xap_status open_shards(spread *s, xap_db *like)
{
    xap_status status = XAP_OK;
    for (size_t i = 0; status == XAP_OK && i < s->shard_count; i++) {
        char *path = shards_path(s->place, (unsigned)i);
        status = xap_wdb_open(path, XAP_CREATE, XAP_NO_SYNC, &s->shards[i], &s->xerr);
        free(path);
        if (status == XAP_OK)
            status = copy_metadata(s, like, DICTUM__META_FORMAT, s->shards[i]);
        if (status == XAP_OK)
            status = copy_metadata(s, like, DICTUM__META_ANALYSIS, s->shards[i]);
    }
    return status;
}

static xap_status move(spread *s, const moving *statement, size_t shard)
{
    xap_doc *doc = NULL;
    uint32_t docid;
    xap_status status = xap_db_document(statement->from, statement->docid, &doc, &s->xerr);
    if (status == XAP_OK)
        status = xap_wdb_add_document(s->shards[shard], doc, &docid, &s->xerr);
    if (status == XAP_OK && statement->retired)
        s->retired[shard][s->retired_count[shard]++] = docid;
    xap_doc_free(doc);
    return status;
}

/* The newest shard's list of what is to be retired in the others. */
static xap_status write_list(spread *s)
{
    growing list = {0};
    char piece[32];
    growing_add_str(&list, "");
    for (size_t i = 0; i + 1 < s->shard_count; i++) {
        if (s->retired_count[i] == 0)
            continue;
        (void)snprintf(piece, sizeof piece, "g-%016x", (unsigned)i);
        growing_add_str(&list, piece);
        for (size_t k = 0; k < s->retired_count[i]; k++) {
            (void)snprintf(piece, sizeof piece, " %u", (unsigned)s->retired[i][k]);
            growing_add_str(&list, piece);
        }
        growing_add_str(&list, "\n");
    }
    xap_status status = xap_wdb_set_metadata(s->shards[s->shard_count - 1], DICTUM__META_RETIRING,
                                             strlen(DICTUM__META_RETIRING), list.data, list.len, &s->xerr);
    growing_dispose(&list);
    return status;
}

static xap_status commit_shards(spread *s)
{
    xap_status status = write_list(s);
    for (size_t i = 0; i < s->shard_count; i++) {
        if (status == XAP_OK)
            status = xap_wdb_commit(s->shards[i], &s->xerr);
        xap_wdb_free(s->shards[i]);
        s->shards[i] = NULL;
    }
    return status;
}

static xap_status write_shards(spread *s, const char *current, const char *older, chance *dice)
{
    xap_db *live = NULL, *gone = NULL;
    xap_status status = xap_db_open(current, &live, &s->xerr);
    if (status == XAP_OK)
        status = xap_db_open(older, &gone, &s->xerr);
    if (status == XAP_OK)
        status = take_all(s, live, false);
    if (status == XAP_OK)
        status = take_all(s, gone, true);
    if (status == XAP_OK)
        status = open_shards(s, live);
    shuffle(s, dice);
    for (size_t i = 0; status == XAP_OK && i < s->count; i++)
        status = move(s, &s->all[i], chance_below(dice, s->shard_count));
    if (status == XAP_OK)
        status = commit_shards(s);
    for (size_t i = 0; i < s->shard_count; i++)
        xap_wdb_free(s->shards[i]);
    xap_db_free(live);
    xap_db_free(gone);
    return status;
}

bool shards_spread(const char *current, const char *older, const char *place, size_t count, chance *dice)
{
    unsigned numbers[SHARDS_MAX];
    spread *s = calloc(1, sizeof *s);
    bool done = s != NULL && count <= SHARDS_MAX && mkdir(place, 0777) == 0;
    if (done) {
        s->place = place;
        s->shard_count = count;
        done = write_shards(s, current, older, dice) == XAP_OK || failed(&s->xerr);
    }
    for (size_t i = 0; done && i < count; i++) {
        numbers[i] = (unsigned)i;
        done = shards_retire(place, (unsigned)i, s->retired[i], s->retired_count[i]);
    }
    free(s);
    return done && shards_publish(place, numbers, count);
}

static char *index_in(const char *folder, const char *name, const char *lines)
{
    char *own = temp_path(folder, name);
    char *place = mkdir(own, 0777) == 0 ? indexing_records(own, lines, strlen(lines)) : NULL;
    free(own);
    return place;
}

char *shards_index(const char *folder, const char *lines, const char *older, size_t count, chance *dice)
{
    char *current = index_in(folder, "current", lines);
    char *gone = older == NULL ? NULL : index_in(folder, "older", older);
    char *place = temp_path(folder, "spread");
    bool done = current != NULL && (older == NULL || gone != NULL) &&
                shards_spread(current, older == NULL ? current : gone, place, count, dice);
    free(current);
    free(gone);
    if (done)
        return place;
    free(place);
    return NULL;
}
