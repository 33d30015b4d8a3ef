/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening indexes together and staying on their newest state. A generation is opened afresh, never reopened into,
 * because every compacted database has the same revision 1. */
#include "searcher/databases.h"

#include <stdlib.h>
#include <time.h>

/* How often a reader looks for one state. The pauses, each longer than the one before, make about 0.15 seconds. */
#define TRIES 20
#define FIRST_PAUSE_NS 700000L

static void pause_before(unsigned attempt)
{
    struct timespec pause = {.tv_nsec = FIRST_PAUSE_NS * (long)attempt};
    nanosleep(&pause, NULL);
}

void dictum__databases_close(dictum_databases *databases)
{
    for (size_t i = 0; databases->locations != NULL && i < databases->count; i++)
        dictum__location_close(&databases->locations[i]);
    free(databases->locations);
    xap_db_free(databases->all);
    *databases = (dictum_databases){0};
}

static dictum_status open_all(char *const *names, size_t count, dictum_databases *out, dictum_error *err)
{
    xap_error xerr;
    *out = (dictum_databases){0};
    if (xap_db_new(&out->all, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "open the index");
    out->locations = calloc(count, sizeof *out->locations);
    dictum_status status = out->locations == NULL ? dictum__nomem(err) : DICTUM_OK;
    for (size_t i = 0; status == DICTUM_OK && i < count; i++) {
        status = dictum__location_open(names[i], out->all, &out->locations[i], err);
        out->count = i + 1;
    }
    if (status != DICTUM_OK)
        dictum__databases_close(out);
    return status;
}

/* A shard that has gone was part of a state that another has taken the place of. */
static dictum_status reopen(xap_db *db, bool *changed, dictum_error *err)
{
    xap_error xerr;
    xap_status status = xap_db_reopen(db, changed, &xerr);
    if (status == XAP_OK)
        return DICTUM_OK;
    if (status == XAP_NOT_FOUND)
        return dictum__fail(err, DICTUM_STALE, "a part of the index has gone meanwhile");
    return dictum__fail_xap(err, &xerr, "read the index");
}

static bool has_several_shards(const dictum_databases *databases)
{
    for (size_t i = 0; i < databases->count; i++)
        if (databases->locations[i].list.count > 1)
            return true;
    return false;
}

static dictum_status have_moved(const dictum_databases *databases, bool *moved, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    *moved = false;
    for (size_t i = 0; status == DICTUM_OK && !*moved && i < databases->count; i++)
        status = dictum__location_has_moved(&databases->locations[i], moved, err);
    return status;
}

static dictum_status are_whole(const dictum_databases *databases, bool *whole, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    *whole = true;
    for (size_t i = 0; status == DICTUM_OK && *whole && i < databases->count; i++)
        status = dictum__location_is_whole(&databases->locations[i], whole, err);
    return status;
}

/* Goes on to one state of all that is open. The shards of a location are looked at in the order in which they were
 * opened, older ones first: if none has changed since, all were there together when the last was opened. A single
 * database is one state by itself. *moved: another generation is in place, and all is to be opened anew. */
static dictum_status settle(dictum_databases *databases, bool *moved, dictum_error *err)
{
    bool several = has_several_shards(databases);
    for (unsigned attempt = 1;; attempt++) {
        bool changed = false, whole = true;
        dictum_status status = several ? reopen(databases->all, &changed, err) : DICTUM_OK;
        if (status == DICTUM_OK)
            status = have_moved(databases, moved, err);
        if (status == DICTUM_OK && !*moved && !changed)
            status = are_whole(databases, &whole, err);
        if (status != DICTUM_OK || *moved || (!changed && whole) || attempt > TRIES)
            return status;
        if (!whole)
            pause_before(attempt);
    }
}

dictum_status dictum__databases_open(char *const *names, size_t count, dictum_databases *out, dictum_error *err)
{
    for (unsigned attempt = 1;; attempt++) {
        bool moved = false;
        dictum_status status = open_all(names, count, out, err);
        if (status == DICTUM_OK)
            status = settle(out, &moved, err);
        if (status == DICTUM_OK && (!moved || attempt > TRIES))
            return DICTUM_OK;
        dictum__databases_close(out);
        if (status != DICTUM_OK)
            return status;
    }
}

dictum_status dictum__databases_refresh(dictum_databases *databases, bool *changed, dictum_error *err)
{
    bool moved = false;
    *changed = false;
    dictum_status status = reopen(databases->all, changed, err);
    /* In this order: what is retired for a new generation's sake has not been seen without seeing that. */
    if (status == DICTUM_OK)
        status = have_moved(databases, &moved, err);
    if (status == DICTUM_OK && !moved && *changed)
        status = settle(databases, &moved, err);
    if (status == DICTUM_OK && moved)
        return dictum__fail(err, DICTUM_STALE, "another state of the index is in place");
    return status;
}
