/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder of an index from outside. Invariant: nothing is changed but by dictum__folder_make(). */
#include "indexer/store_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/lock.h"

dictum_status dictum__folder_make(const char *dir, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    char *path = strdup(dir);
    if (path == NULL) {
        return dictum__nomem(err);
    }
    for (char *at = path + 1; status == DICTUM_OK; at++) {
        char was = *at;
        if (was != '/' && was != '\0') {
            continue;
        }
        *at = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST) {
            status = dictum__fail(err, DICTUM_IO, "cannot make the folder %s: %s", path, strerror(errno));
        }
        *at = was;
        if (was == '\0') {
            break;
        }
    }
    free(path);
    return status;
}

bool dictum__folder_is_workspace(const char *name)
{
    const size_t prefix = sizeof DICTUM__WORKSPACE_PREFIX - 1;
    return strncmp(name, DICTUM__WORKSPACE_PREFIX, prefix) == 0 && strlen(name) == prefix + DICTUM__SHARD_DIGITS &&
           strspn(name + prefix, "0123456789abcdef") == DICTUM__SHARD_DIGITS;
}

/* ---- the stub file ----------------------------------------------------------------------------------------- */

static dictum_status fail_read_stub(const char *dir, dictum_error *err)
{
    return dictum__fail(err, DICTUM_IO, "cannot read %s/%s: %s", dir, DICTUM__STUB_NAME, strerror(errno));
}

static dictum_status check_shards(int fd, const char *dir, const dictum_shard_list *list, dictum_error *err)
{
    struct stat st;
    for (size_t i = 0; i < list->count; i++) {
        if (fstatat(fd, list->names[i].text, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(st.st_mode)) {
            return dictum__fail(err, DICTUM_CORRUPT, "the index %s is damaged (%s is missing): index into a new folder",
                                dir, list->names[i].text);
        }
    }
    return DICTUM_OK;
}

dictum_status dictum__folder_shards(int fd, const char *dir, dictum_shard_list *list, dictum_error *err)
{
    char text[DICTUM__STUB_BYTES_MAX + 1];
    size_t used = 0;
    ssize_t got = 0;
    list->count = 0;
    int stub = openat(fd, DICTUM__STUB_NAME, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (stub < 0) {
        return errno == ENOENT ? DICTUM_OK : fail_read_stub(dir, err);
    }
    while (used < sizeof text && (got = read(stub, text + used, sizeof text - used)) > 0) {
        used += (size_t)got;
    }
    dictum_status status = got < 0 ? fail_read_stub(dir, err) : DICTUM_OK;
    (void)close(stub);
    if (status != DICTUM_OK) {
        return status;
    }
    if (used == 0 || (used == 1 && text[0] == '\n')) {
        return dictum__fail(err, DICTUM_CORRUPT, "the index %s is damaged (its %s is empty): index into a new folder",
                            dir, DICTUM__STUB_NAME);
    }
    if (!dictum__shard_list_parse((dictum_slice){text, used}, list)) {
        list->count = 0;
        return dictum__fail(err, DICTUM_EXISTS, "%s holds a Xapian database, but not an index made by dictum", dir);
    }
    return check_shards(fd, dir, list, err);
}

/* ---- without one ------------------------------------------------------------------------------------------- */

/* Whether a shard holds any statement. One that a killed first run leaves does not: the stub file is there before the
 * first statement is. */
static bool has_statements(int fd, const char *name)
{
    struct stat st;
    char path[DICTUM__SHARD_NAME_BYTES + sizeof "/docdata.glass"];
    (void)snprintf(path, sizeof path, "%.*s/docdata.glass", (int)DICTUM__SHARD_NAME_BYTES, name);
    return fstatat(fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_size > 0;
}

static bool may_be_there(const char *name)
{
    static const char *const names[] = {".", "..", DICTUM__LOCK_NAME, DICTUM__STUB_NAME ".new"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return dictum__shard_is_name(name) || dictum__folder_is_workspace(name);
}

dictum_status dictum__folder_check_content(int fd, const char *dir, dictum_error *err)
{
    const struct dirent *entry;
    char foreign[256] = "", lost[DICTUM__SHARD_NAME_BYTES + 1] = "";
    int own = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = own >= 0 ? fdopendir(own) : NULL;
    if (stream == NULL) {
        int saved = errno;
        if (own >= 0) {
            (void)close(own);
        }
        return dictum__fail(err, DICTUM_IO, "cannot read the index %s: %s", dir, strerror(saved));
    }
    while (foreign[0] == '\0' && (entry = readdir(stream)) != NULL) {
        const char *name = entry->d_name;
        if (!may_be_there(name)) {
            (void)snprintf(foreign, sizeof foreign, "%s", name);
        } else if (dictum__shard_is_name(name) && has_statements(fd, name)) {
            (void)snprintf(lost, sizeof lost, "%.*s", (int)DICTUM__SHARD_NAME_BYTES, name);
        }
    }
    (void)closedir(stream);
    if (foreign[0] != '\0') {
        return dictum__fail(err, DICTUM_EXISTS, "%s is not an index and not empty (it holds %s): name a new folder",
                            dir, foreign);
    }
    if (lost[0] != '\0') {
        return dictum__fail(err, DICTUM_CORRUPT,
                            "the index %s is damaged (its %s is missing): put one back that says \"auto %s\", or index "
                            "into a new folder",
                            dir, DICTUM__STUB_NAME, lost);
    }
    return DICTUM_OK;
}
