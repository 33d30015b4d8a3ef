/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening one location. Invariant: messages name the location as it was given, never a shard of it. */
#include "searcher/location.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/schema.h"

/* ---- stub files -------------------------------------------------------------------------------------------------- */

static dictum_status stub_state(const char *name, dictum_stub_state *out, dictum_error *err)
{
    struct stat info;
    dictum_buf path;
    dictum__buf_init(&path, SIZE_MAX / 2);
    dictum__buf_appendf(&path, "%s/" DICTUM__STUB_NAME, name);
    memset(out, 0, sizeof *out);
    dictum_status status = dictum__buf_status(&path) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
    if (status == DICTUM_OK && stat(path.data, &info) == 0)
        *out = (dictum_stub_state){(uint64_t)info.st_ino, (int64_t)info.st_mtim.tv_sec, (int64_t)info.st_mtim.tv_nsec};
    dictum__buf_dispose(&path);
    return status;
}

/* Tries to open "folder/name" for reading: 0, or why not. At most `room` bytes of its beginning go into `text`. */
static int try_open(const char *folder, const char *name, char *text, size_t room, size_t *bytes)
{
    dictum_buf path;
    int failed = ENOMEM;
    *bytes = 0;
    dictum__buf_init(&path, SIZE_MAX / 2);
    dictum__buf_appendf(&path, "%s%s%s", folder, name[0] == '\0' ? "" : "/", name);
    if (dictum__buf_status(&path) == DICTUM_OK) {
        int fd = open(path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        failed = fd < 0 ? errno : 0;
        ssize_t got = fd < 0 || room == 0 ? 0 : read(fd, text, room);
        *bytes = got > 0 ? (size_t)got : 0;
        if (fd >= 0)
            close(fd);
    }
    dictum__buf_dispose(&path);
    return failed;
}

/* The shards of a directory of ours; none where it is something else, or cannot be read. */
static void read_list(const char *name, dictum_shard_list *list)
{
    char text[DICTUM__STUB_BYTES_MAX + 1];
    size_t bytes;
    int failed = try_open(name, DICTUM__STUB_NAME, text, sizeof text, &bytes);
    if (failed != 0 || bytes == sizeof text || !dictum__shard_list_parse((dictum_slice){text, bytes}, list))
        list->count = 0;
}

/* ---- what is wrong ----------------------------------------------------------------------------------------------- */

/* Whether a stub file is empty, as no other program leaves it, or names a shard first. */
static bool is_ours(const char *text, size_t bytes)
{
    static const char start[] = "auto " DICTUM__SHARD_PREFIX;
    return bytes == 0 || (bytes >= sizeof start - 1 && memcmp(text, start, sizeof start - 1) == 0);
}

/* What the system has against a location, or against the database of it at `path`; 0 where it is nothing, or that there
 * is none. */
static int refusal(const dictum_location *location, const char *path, bool *ours)
{
    char text[32];
    size_t bytes;
    int failed = try_open(location->name, "", text, 0, &bytes);
    *ours = false;
    if (failed == 0)
        failed = try_open(location->name, DICTUM__STUB_NAME, text, sizeof text, &bytes);
    if (failed == 0) {
        *ours = is_ours(text, bytes);
        if (location->list.count > 0)
            failed = try_open(path, "iamglass", text, 0, &bytes);
    }
    return failed == ENOENT || failed == ENOTDIR ? 0 : failed;
}

static dictum_status fail_damaged(const dictum_location *location, const char *why, dictum_error *err)
{
    return dictum__fail(err, DICTUM_CORRUPT,
                        "the index %s is damaged (%s): index the documents again into a new folder", location->name,
                        why);
}

/* Why the database at `path` could not be opened. Where there is a stub, a shard that is missing has been replaced this
 * moment (and opening anew helps), or is lost. */
static dictum_status fail_open(const dictum_location *location, const char *path, const xap_error *xerr,
                               dictum_error *err)
{
    char doing[DICTUM_ERROR_TEXT_BYTES];
    struct stat info;
    bool ours, missing = xerr->code == XAP_NOT_FOUND || (xerr->code == XAP_IO && stat(path, &info) != 0);
    int refused = refusal(location, path, &ours);
    if (refused != 0)
        return dictum__fail(err, DICTUM_IO, "cannot open the index %s: %s", location->name, strerror(refused));
    if ((xerr->code == XAP_CORRUPT || xerr->code == XAP_IO) && ours && !missing)
        return fail_damaged(location, xerr->text, err);
    if (missing && location->stub.inode == 0)
        return dictum__fail(err, DICTUM_NOT_FOUND, "there is no index at %s; dictum-index makes one", location->name);
    if (missing)
        return dictum__fail(err, DICTUM_CORRUPT,
                            "the index at %s is incomplete: what its " DICTUM__STUB_NAME " names is not there",
                            location->name);
    snprintf(doing, sizeof doing, "open the index %s", location->name);
    return dictum__fail_xap(err, xerr, doing);
}

/* ---- remote ------------------------------------------------------------------------------------------------------ */

/* Nobody waits longer for a connection or an answer. */
#define REMOTE_TIMEOUT_MS 30000

#define PORT_MAX 65535

/* Takes host:port, or [host]:port, apart; false where it is something else, or a folder of that name is there. *host is
 * to be freed. */
static bool is_remote(const char *name, char **host, uint32_t *port)
{
    struct stat info;
    const char *colon = strrchr(name, ':');
    size_t bytes = colon != NULL ? (size_t)(colon - name) : 0, digits = colon != NULL ? strlen(colon + 1) : 0;
    bool brackets = bytes > 2 && name[0] == '[' && name[bytes - 1] == ']';
    *host = NULL;
    if (bytes == 0 || digits == 0 || digits > 5 || strspn(colon + 1, "0123456789") != digits ||
        strchr(name, '/') != NULL || (!brackets && memchr(name, ':', bytes) != NULL) || stat(name, &info) == 0)
        return false;
    *port = (uint32_t)strtoul(colon + 1, NULL, 10);
    if (*port == 0 || *port > PORT_MAX)
        return false;
    *host = strndup(name + brackets, bytes - 2 * (size_t)brackets);
    return true;
}

static dictum_status open_remote(const dictum_location *location, const char *host, uint32_t port, xap_db *all,
                                 dictum_error *err)
{
    char doing[DICTUM_ERROR_TEXT_BYTES];
    xap_error xerr;
    xap_db *db = NULL;
    if (host == NULL)
        return dictum__nomem(err);
    if (xap_db_open_remote(host, port, REMOTE_TIMEOUT_MS, &db, &xerr) != XAP_OK) {
        snprintf(doing, sizeof doing, "open the remote index %s", location->name);
        return dictum__fail_xap(err, &xerr, doing);
    }
    dictum_status status = dictum__schema_check(db, location->name, err);
    if (status == DICTUM_OK && xap_db_add(all, db, &xerr) != XAP_OK)
        status = dictum__fail_xap(err, &xerr, "open the index");
    xap_db_free(db);
    return status;
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

/* Opens one database of a location, checks it and adds it to `all`. */
static dictum_status open_database(const dictum_location *location, const char *path, xap_db *all, xap_db **out,
                                   dictum_error *err)
{
    xap_error xerr;
    if (xap_db_open(path, out, &xerr) != XAP_OK)
        return fail_open(location, path, &xerr, err);
    dictum_status status = dictum__schema_check(*out, location->name, err);
    bool ours;
    /* An index of ours that does not say that it is one has lost what it was. */
    if (status == DICTUM_NOT_FOUND && refusal(location, path, &ours) == 0 && ours)
        status = fail_damaged(location, "it holds nothing that can be read", err);
    if (status == DICTUM_OK && xap_db_add(all, *out, &xerr) != XAP_OK)
        status = dictum__fail_xap(err, &xerr, "open the index");
    if (status != DICTUM_OK) {
        xap_db_free(*out);
        *out = NULL;
    }
    return status;
}

static dictum_status open_shards(dictum_location *location, xap_db *all, dictum_error *err)
{
    dictum_buf path;
    dictum_status status = DICTUM_OK;
    location->shards = calloc(location->list.count, sizeof *location->shards);
    if (location->shards == NULL)
        return dictum__nomem(err);
    dictum__buf_init(&path, SIZE_MAX / 2);
    for (size_t i = 0; status == DICTUM_OK && i < location->list.count; i++) {
        dictum__buf_clear(&path);
        dictum__buf_appendf(&path, "%s/%s", location->name, location->list.names[i].text);
        status = dictum__buf_status(&path) == DICTUM_OK
                     ? open_database(location, path.data, all, &location->shards[i], err)
                     : dictum__nomem(err);
    }
    dictum__buf_dispose(&path);
    return status;
}

dictum_status dictum__location_open(const char *name, xap_db *all, dictum_location *out, dictum_error *err)
{
    xap_db *whole = NULL;
    char *host;
    uint32_t port;
    *out = (dictum_location){.name = name};
    if (is_remote(name, &host, &port)) {
        out->is_remote = true;
        dictum_status opened = open_remote(out, host, port, all, err);
        free(host);
        if (opened != DICTUM_OK)
            dictum__location_close(out);
        return opened;
    }
    dictum_status status = stub_state(name, &out->stub, err);
    if (status != DICTUM_OK)
        return status;
    read_list(name, &out->list);
    status = out->list.count > 0 ? open_shards(out, all, err) : open_database(out, name, all, &whole, err);
    xap_db_free(whole);
    if (status != DICTUM_OK)
        dictum__location_close(out);
    return status;
}

void dictum__location_close(dictum_location *location)
{
    for (size_t i = 0; location->shards != NULL && i < location->list.count; i++)
        xap_db_free(location->shards[i]);
    free(location->shards);
    *location = (dictum_location){0};
}

/* ---- one state --------------------------------------------------------------------------------------------------- */

dictum_status dictum__location_has_moved(const dictum_location *location, bool *moved, dictum_error *err)
{
    dictum_stub_state now;
    dictum_status status = stub_state(location->name, &now, err);
    *moved = status == DICTUM_OK && memcmp(&now, &location->stub, sizeof now) != 0;
    return status;
}

/* The last number of a list; 0 where there is none. */
static uint32_t last_docid(dictum_slice docids)
{
    size_t at = docids.len;
    while (at > 0 && docids.data[at - 1] != ' ')
        at--;
    if (at == 0)
        return 0;
    dictum_slice last = {docids.data + at - 1, docids.len - at + 1};
    return dictum__retiring_docid(&last);
}

/* All of a shard's are retired at once, so that one of them tells. What is not there needs no retiring. */
static dictum_status are_retired(const dictum_location *location, dictum_slice name, dictum_slice docids, bool *retired,
                                 dictum_error *err)
{
    xap_error xerr;
    size_t shard = dictum__shard_list_find(&location->list, name);
    uint32_t docid = last_docid(docids);
    *retired = true;
    if (shard >= location->list.count - 1 || docid == 0)
        return DICTUM_OK;
    xap_status status = dictum__shard_is_retired(location->shards[shard], docid, retired, &xerr);
    if (status == XAP_OK)
        return DICTUM_OK;
    *retired = true;
    return status == XAP_NOT_FOUND ? DICTUM_OK : dictum__fail_xap(err, &xerr, "read the index");
}

dictum_status dictum__location_is_whole(const dictum_location *location, bool *whole, dictum_error *err)
{
    static const char key[] = DICTUM__META_RETIRING;
    xap_error xerr;
    dictum_slice list, name, docids;
    dictum_status status = DICTUM_OK;
    *whole = true;
    if (location->list.count < 2)
        return DICTUM_OK;
    xap_db *newest = location->shards[location->list.count - 1];
    if (xap_db_metadata(newest, key, sizeof key - 1, &list.data, &list.len, &xerr) != XAP_OK)
        return dictum__fail_xap(err, &xerr, "read the index");
    for (size_t i = 0; status == DICTUM_OK && *whole && i < DICTUM__SHARDS_MAX; i++) {
        if (!dictum__retiring_next(&list, &name, &docids))
            break;
        status = are_retired(location, name, docids, whole, err);
    }
    return status;
}
