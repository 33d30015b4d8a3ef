/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The index directory. Invariants: at every moment XAPIANDB is absent or names whole shards, and nothing is removed but
 * what it does not name. */
#include "indexer/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "indexer/merge.h"
#include "indexer/store_folder.h"

#define STUB_NEW_NAME DICTUM__STUB_NAME ".new"
#define WORKSPACE_DEPTH_MAX 8

struct dictum_store {
    char *dir;
    int dir_fd;
    int lock_fd;
    bool may_remove; /* it is known what the index is, and nobody else writes */
    dictum_shard_list shards;
    char *workspace;
};

dictum_status dictum__random_hex(char *hex, size_t hex_digits, dictum_error *err)
{
    uint8_t bytes[32];
    size_t wanted = (hex_digits + 1) / 2;
    if (wanted > sizeof bytes || getrandom(bytes, wanted, 0) != (ssize_t)wanted) {
        return dictum__fail(err, DICTUM_IO, "the system gives no random numbers: %s", strerror(errno));
    }
    for (size_t i = 0; i < hex_digits; i++) {
        unsigned nibble = i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 15u;
        hex[i] = "0123456789abcdef"[nibble];
    }
    hex[hex_digits] = '\0';
    return DICTUM_OK;
}

dictum_status dictum__store_path(const dictum_store *store, const char *name, dictum_buf *path, dictum_error *err)
{
    dictum__buf_clear(path);
    dictum__buf_appendf(path, "%s/%s", store->dir, name);
    return dictum__buf_status(path) == DICTUM_OK ? DICTUM_OK : dictum__nomem(err);
}

/* ---- removing ---------------------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    (void)remove(path);
    return 0;
}

/* What stands in the directory under a name of ours. Failures cost disk space, no more, and the next run tries
 * again. */
static void remove_named(const dictum_store *store, const char *name)
{
    dictum_buf path;
    dictum__buf_init(&path, SIZE_MAX / 2);
    if (dictum__store_path(store, name, &path, NULL) == DICTUM_OK) {
        if (dictum__shard_is_name(name)) {
            dictum__shard_remove(path.data);
        } else {
            (void)nftw(path.data, remove_one, WORKSPACE_DEPTH_MAX, FTW_DEPTH | FTW_PHYS);
        }
    }
    dictum__buf_dispose(&path);
}

/* What killed or failed runs left. */
static void remove_leftovers(const dictum_store *store)
{
    const struct dirent *entry;
    int fd = openat(store->dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (dir == NULL) {
        if (fd >= 0) {
            (void)close(fd);
        }
        return;
    }
    (void)unlinkat(store->dir_fd, STUB_NEW_NAME, 0);
    while ((entry = readdir(dir)) != NULL) {
        const char *name = entry->d_name;
        bool unnamed =
            dictum__shard_is_name(name) && dictum__shard_list_find(&store->shards, dictum__slice(name)) == SIZE_MAX;
        if (unnamed || dictum__folder_is_workspace(name)) {
            remove_named(store, name);
        }
    }
    (void)closedir(dir);
}

/* ---- opening ----------------------------------------------------------------------------------------------- */

static dictum_status open_folder(dictum_store *store, const char *dir, bool create, dictum_error *err)
{
    struct stat st;
    if (stat(dir, &st) != 0) {
        if (errno != ENOENT) {
            return dictum__fail(err, DICTUM_IO, "cannot open the index %s: %s", dir, strerror(errno));
        }
        if (!create) {
            return dictum__fail(err, DICTUM_NOT_FOUND, "there is no index at %s", dir);
        }
        dictum_status status = dictum__folder_make(dir, err);
        if (status != DICTUM_OK) {
            return status;
        }
    } else if (!S_ISDIR(st.st_mode)) {
        return dictum__fail(err, DICTUM_EXISTS, "%s is not a folder", dir);
    }
    store->dir = realpath(dir, NULL);
    if (store->dir == NULL) {
        return errno == ENOMEM ? dictum__nomem(err)
                               : dictum__fail(err, DICTUM_IO, "cannot open the index %s: %s", dir, strerror(errno));
    }
    store->dir_fd = open(store->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (store->dir_fd < 0) {
        return dictum__fail(err, DICTUM_IO, "cannot open the index %s: %s", dir, strerror(errno));
    }
    return DICTUM_OK;
}

/* Reads what the index is, and judges a directory that is none yet. */
static dictum_status look(dictum_store *store, dictum_error *err)
{
    dictum_status status = dictum__folder_shards(store->dir_fd, store->dir, &store->shards, err);
    if (status == DICTUM_OK && store->shards.count == 0) {
        status = dictum__folder_check_content(store->dir_fd, store->dir, err);
    }
    return status;
}

static dictum_status start(dictum_store **out, const char *dir, bool create, dictum_error *err)
{
    *out = NULL;
    dictum_store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        return dictum__nomem(err);
    }
    store->dir_fd = store->lock_fd = -1;
    dictum_status status = open_folder(store, dir, create, err);
    if (status == DICTUM_OK) {
        status = look(store, err);
    }
    if (status == DICTUM_OK && store->shards.count == 0 && !create) {
        status = dictum__fail(err, DICTUM_NOT_FOUND, "there is no index at %s", dir);
    }
    if (status != DICTUM_OK) {
        dictum__store_free(store);
        return status;
    }
    *out = store;
    return DICTUM_OK;
}

dictum_status dictum__store_open(dictum_store **out, const char *dir, bool create, const char *program,
                                 dictum_error *err)
{
    /* The first look comes before the lock, which would be a file more in somebody's folder. */
    dictum_status status = start(out, dir, create, err);
    dictum_store *store = *out;
    if (status != DICTUM_OK || store == NULL) {
        return status;
    }
    status = dictum__lock_take(store->dir_fd, store->dir, program, &store->lock_fd, err);
    if (status == DICTUM_OK) {
        status = look(store, err);
    }
    if (status != DICTUM_OK) {
        dictum__store_free(store);
        *out = NULL;
        return status;
    }
    store->may_remove = true;
    remove_leftovers(store);
    return DICTUM_OK;
}

dictum_status dictum__store_view(dictum_store **out, const char *dir, dictum_error *err)
{
    return start(out, dir, false, err);
}

void dictum__store_unfinished(const dictum_store *store, char since[DICTUM__LOCK_VALUE_BYTES])
{
    dictum__lock_since(store->dir_fd, since);
}

void dictum__store_free(dictum_store *store)
{
    if (store == NULL) {
        return;
    }
    if (store->may_remove) {
        remove_leftovers(store);
    }
    dictum__lock_release(store->lock_fd);
    if (store->dir_fd >= 0) {
        (void)close(store->dir_fd);
    }
    free(store->workspace);
    free(store->dir);
    free(store);
}

const char *dictum__store_dir(const dictum_store *store)
{
    return store->dir;
}

dictum_status dictum__store_stat(const dictum_store *store, struct stat *st, dictum_error *err)
{
    if (fstat(store->dir_fd, st) != 0) {
        return dictum__fail(err, DICTUM_IO, "cannot open the index %s: %s", store->dir, strerror(errno));
    }
    return DICTUM_OK;
}

const dictum_shard_list *dictum__store_shards(const dictum_store *store)
{
    return &store->shards;
}

/* ---- new shards -------------------------------------------------------------------------------------------- */

dictum_status dictum__store_begin(dictum_shard_name *name, dictum_error *err)
{
    memcpy(name->text, DICTUM__SHARD_PREFIX, sizeof DICTUM__SHARD_PREFIX);
    return dictum__random_hex(name->text + sizeof DICTUM__SHARD_PREFIX - 1, DICTUM__SHARD_DIGITS, err);
}

dictum_status dictum__store_workspace(dictum_store *store, const char **path, dictum_error *err)
{
    char name[sizeof DICTUM__WORKSPACE_PREFIX + DICTUM__SHARD_DIGITS] = DICTUM__WORKSPACE_PREFIX;
    dictum_buf made;
    dictum_status status = DICTUM_OK;
    if (store->workspace == NULL) {
        dictum__buf_init(&made, SIZE_MAX / 2);
        status = dictum__random_hex(name + sizeof DICTUM__WORKSPACE_PREFIX - 1, DICTUM__SHARD_DIGITS, err);
        if (status == DICTUM_OK) {
            status = dictum__store_path(store, name, &made, err);
        }
        if (status == DICTUM_OK && mkdir(made.data, 0700) != 0) {
            status = dictum__fail(err, DICTUM_IO, "cannot make the folder %s: %s", made.data, strerror(errno));
        }
        store->workspace = status == DICTUM_OK ? dictum__buf_detach(&made) : NULL;
        dictum__buf_dispose(&made);
    }
    *path = store->workspace;
    return status;
}

static dictum_status fail_write(const dictum_store *store, const char *name, dictum_error *err)
{
    return dictum__fail(err, DICTUM_IO, "cannot write %s/%s: %s", store->dir, name, strerror(errno));
}

/* fsync of each file in a shard and of its folder. */
static dictum_status sync_shard(const dictum_store *store, const char *name, dictum_error *err)
{
    const struct dirent *entry;
    dictum_status status = DICTUM_OK;
    int fd = openat(store->dir_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (dir == NULL) {
        status = fail_write(store, name, err);
        if (fd >= 0) {
            (void)close(fd);
        }
        return status;
    }
    while (status == DICTUM_OK && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        int file = openat(fd, entry->d_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (file < 0 || fsync(file) != 0) {
            status = fail_write(store, name, err);
        }
        if (file >= 0) {
            (void)close(file);
        }
    }
    if (status == DICTUM_OK && fsync(fd) != 0) {
        status = fail_write(store, name, err);
    }
    (void)closedir(dir);
    return status;
}

static bool write_whole(int fd, const char *data, size_t bytes)
{
    while (bytes > 0) {
        ssize_t written = write(fd, data, bytes);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        data += written > 0 ? written : 0;
        bytes -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

static dictum_status write_stub(const dictum_store *store, const dictum_shard_list *shards, dictum_error *err)
{
    dictum_buf text;
    dictum__buf_init(&text, DICTUM__STUB_BYTES_MAX + 1);
    dictum__shard_list_write(shards, &text);
    if (dictum__buf_status(&text) != DICTUM_OK) {
        dictum__buf_dispose(&text);
        return dictum__nomem(err);
    }
    int fd = openat(store->dir_fd, STUB_NEW_NAME, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    bool written = fd >= 0 && write_whole(fd, text.data, text.len) && fsync(fd) == 0;
    int saved = errno;
    if (fd >= 0) {
        written = close(fd) == 0 && written;
    }
    dictum__buf_dispose(&text);
    if (!written || renameat(store->dir_fd, STUB_NEW_NAME, store->dir_fd, DICTUM__STUB_NAME) != 0) {
        errno = written ? errno : saved;
        return fail_write(store, written ? DICTUM__STUB_NAME : STUB_NEW_NAME, err);
    }
    return DICTUM_OK;
}

dictum_status dictum__store_publish(dictum_store *store, const dictum_shard_list *shards, dictum_error *err)
{
    dictum_status status = DICTUM_OK;
    dictum_shard_list *before = malloc(sizeof *before);
    if (before == NULL) {
        return dictum__nomem(err);
    }
    *before = store->shards;
    for (size_t i = 0; i < shards->count && status == DICTUM_OK; i++) {
        if (dictum__shard_list_find(before, dictum__slice(shards->names[i].text)) == SIZE_MAX) {
            status = sync_shard(store, shards->names[i].text, err);
        }
    }
    /* The shards' own entries are on the disk before a name leads there. */
    if (status == DICTUM_OK && fsync(store->dir_fd) != 0) {
        status = fail_write(store, DICTUM__STUB_NAME, err);
    }
    if (status == DICTUM_OK) {
        status = write_stub(store, shards, err);
    }
    if (status == DICTUM_OK) {
        store->shards = *shards;
        /* As long as the rename is not on the disk, a crash may bring the old names back. */
        if (fsync(store->dir_fd) != 0) {
            status = fail_write(store, DICTUM__STUB_NAME, err);
        }
    }
    for (size_t i = 0; i < before->count && status == DICTUM_OK; i++) {
        if (dictum__shard_list_find(shards, dictum__slice(before->names[i].text)) == SIZE_MAX) {
            remove_named(store, before->names[i].text);
        }
    }
    free(before);
    return status;
}

dictum_status dictum__store_sync(const dictum_store *store, const char *name, dictum_error *err)
{
    int fd = openat(store->dir_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    dictum_status status = fd < 0 || fsync(fd) != 0 ? fail_write(store, name, err) : DICTUM_OK;
    if (fd >= 0) {
        (void)close(fd);
    }
    return status;
}
