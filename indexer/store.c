/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The index directory. Invariants: at every moment XAPIANDB is absent or names a whole generation, and
 * nothing is removed but generations that it does not name. */
#include "indexer/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define STUB_NAME "XAPIANDB"
#define STUB_NEW_NAME "XAPIANDB.new"
#define GENERATION_PREFIX "g-"
#define GENERATION_DIGITS 16
#define GENERATION_NAME_BYTES (sizeof GENERATION_PREFIX - 1 + GENERATION_DIGITS)

struct dictum_store {
    char *dir;
    int dir_fd;
    int lock_fd;
    char current[GENERATION_NAME_BYTES + 1]; /* empty: none */
    char begun[GENERATION_NAME_BYTES + 1];
    char *current_path;
    char *begun_path;
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

static bool is_generation_name(const char *name)
{
    return strncmp(name, GENERATION_PREFIX, sizeof GENERATION_PREFIX - 1) == 0 &&
           strlen(name) == GENERATION_NAME_BYTES &&
           strspn(name + sizeof GENERATION_PREFIX - 1, "0123456789abcdef") == GENERATION_DIGITS;
}

/* ---- making and judging the directory ---------------------------------------------------------------------- */

/* mkdir -p; each new folder's entry is on the disk. */
static dictum_status make_folders(const char *dir, dictum_error *err)
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

/* Reads XAPIANDB into store->current; leaves that empty where there is none. */
static dictum_status read_stub(dictum_store *store, dictum_error *err)
{
    char text[128];
    int fd = openat(store->dir_fd, STUB_NAME, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        return errno == ENOENT
                   ? DICTUM_OK
                   : dictum__fail(err, DICTUM_IO, "cannot read %s/%s: %s", store->dir, STUB_NAME, strerror(errno));
    }
    ssize_t got = read(fd, text, sizeof text - 1);
    (void)close(fd);
    if (got < 0) {
        return dictum__fail(err, DICTUM_IO, "cannot read %s/%s: %s", store->dir, STUB_NAME, strerror(errno));
    }
    text[got] = '\0';
    size_t length = strlen(text);
    if (length > 0 && text[length - 1] == '\n') {
        text[--length] = '\0';
    }
    if (length == 0) {
        return dictum__fail(err, DICTUM_CORRUPT, "the index %s is damaged (its %s is empty): index into a new folder",
                            store->dir, STUB_NAME);
    }
    if (strncmp(text, "auto ", 5) != 0 || !is_generation_name(text + 5)) {
        return dictum__fail(err, DICTUM_EXISTS, "%s holds a Xapian database, but not an index made by dictum",
                            store->dir);
    }
    memcpy(store->current, text + 5, GENERATION_NAME_BYTES + 1);
    struct stat st;
    if (fstatat(store->dir_fd, store->current, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(st.st_mode)) {
        return dictum__fail(err, DICTUM_CORRUPT, "the index %s is damaged (%s is missing): index into a new folder",
                            store->dir, store->current);
    }
    return DICTUM_OK;
}

/* Whether a generation holds any statement. One that a killed first run leaves does not: its stub is there before the
 * first statement is. */
static bool has_statements(const dictum_store *store, const char *name)
{
    struct stat st;
    char path[GENERATION_NAME_BYTES + sizeof "/docdata.glass"];
    (void)snprintf(path, sizeof path, "%.*s/docdata.glass", (int)GENERATION_NAME_BYTES, name);
    return fstatat(store->dir_fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_size > 0;
}

/* A directory without XAPIANDB is ours to write into only when it holds nothing but what a killed first run leaves. */
static dictum_status check_content(const dictum_store *store, dictum_error *err)
{
    const struct dirent *entry;
    char foreign[256] = "", lost[GENERATION_NAME_BYTES + 1] = "";
    int fd = openat(store->dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (dir == NULL) {
        int saved = errno;
        if (fd >= 0) {
            (void)close(fd);
        }
        return dictum__fail(err, DICTUM_IO, "cannot read the index %s: %s", store->dir, strerror(saved));
    }
    while (foreign[0] == '\0' && (entry = readdir(dir)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && strcmp(name, DICTUM__LOCK_NAME) != 0 &&
            strcmp(name, STUB_NEW_NAME) != 0 && !is_generation_name(name)) {
            (void)snprintf(foreign, sizeof foreign, "%s", name);
        } else if (is_generation_name(name) && has_statements(store, name)) {
            (void)snprintf(lost, sizeof lost, "%.*s", (int)GENERATION_NAME_BYTES, name);
        }
    }
    (void)closedir(dir);
    if (foreign[0] != '\0') {
        return dictum__fail(err, DICTUM_EXISTS, "%s is not an index and not empty (it holds %s): name a new folder",
                            store->dir, foreign);
    }
    if (lost[0] != '\0') {
        return dictum__fail(err, DICTUM_CORRUPT,
                            "the index %s is damaged (its %s is missing): put one back that says \"auto %s\", or index "
                            "into a new folder",
                            store->dir, STUB_NAME, lost);
    }
    return DICTUM_OK;
}

/* ---- removing generations ---------------------------------------------------------------------------------- */

/* A reader opens postlist.glass last and cannot do without it, but takes a missing position.glass for a
 * database without positions. Gone first, it makes a reader that comes just now fail, and so open anew,
 * instead of missing phrases. */
static void remove_generation(int dir_fd, const char *name)
{
    const struct dirent *entry;
    int fd = openat(dir_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return;
    }
    (void)unlinkat(fd, "iamglass", 0);
    (void)unlinkat(fd, "postlist.glass", 0);
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        (void)close(fd);
        return;
    }
    while ((entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            (void)unlinkat(fd, entry->d_name, 0);
        }
    }
    (void)closedir(dir);
    (void)unlinkat(dir_fd, name, AT_REMOVEDIR);
}

/* What killed runs left. Failures cost disk space, no more, so the next run may try again. */
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
        if (is_generation_name(entry->d_name) && strcmp(entry->d_name, store->current) != 0) {
            remove_generation(store->dir_fd, entry->d_name);
        }
    }
    (void)closedir(dir);
}

/* ---- opening ----------------------------------------------------------------------------------------------- */

static char *path_in(const dictum_store *store, const char *name)
{
    size_t bytes = strlen(store->dir) + strlen(name) + 2;
    char *path = malloc(bytes);
    if (path != NULL) {
        (void)snprintf(path, bytes, "%s/%s", store->dir, name);
    }
    return path;
}

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
        dictum_status status = make_folders(dir, err);
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

dictum_status dictum__store_open(dictum_store **out, const char *dir, bool create, const char *program,
                                 dictum_error *err)
{
    dictum_status status;
    *out = NULL;
    dictum_store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        return dictum__nomem(err);
    }
    store->dir_fd = store->lock_fd = -1;
    status = open_folder(store, dir, create, err);
    /* Before the lock, which would be a file more in somebody's folder; and again under it. */
    if (status == DICTUM_OK) {
        status = read_stub(store, err);
    }
    if (status == DICTUM_OK && store->current[0] == '\0') {
        status = check_content(store, err);
        if (status == DICTUM_OK && !create) {
            status = dictum__fail(err, DICTUM_NOT_FOUND, "there is no index at %s", dir);
        }
    }
    if (status == DICTUM_OK) {
        status = dictum__lock_take(store->dir_fd, store->dir, program, &store->lock_fd, err);
    }
    if (status == DICTUM_OK) {
        store->current[0] = '\0';
        status = read_stub(store, err);
        if (status == DICTUM_OK && store->current[0] == '\0') {
            status = check_content(store, err);
        }
    }
    if (status == DICTUM_OK) {
        remove_leftovers(store);
        if (store->current[0] != '\0' && (store->current_path = path_in(store, store->current)) == NULL) {
            status = dictum__nomem(err);
        }
    }
    if (status != DICTUM_OK) {
        dictum__store_free(store);
        return status;
    }
    *out = store;
    return DICTUM_OK;
}

dictum_status dictum__store_view(dictum_store **out, const char *dir, dictum_error *err)
{
    *out = NULL;
    dictum_store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        return dictum__nomem(err);
    }
    store->dir_fd = store->lock_fd = -1;
    dictum_status status = open_folder(store, dir, false, err);
    if (status == DICTUM_OK) {
        status = read_stub(store, err);
    }
    if (status == DICTUM_OK && store->current[0] == '\0') {
        status = check_content(store, err);
        if (status == DICTUM_OK) {
            status = dictum__fail(err, DICTUM_NOT_FOUND, "there is no index at %s", dir);
        }
    }
    if (status == DICTUM_OK && store->dir != NULL) {
        store->current_path = path_in(store, store->current);
        status = store->current_path != NULL ? DICTUM_OK : dictum__nomem(err);
    }
    if (status != DICTUM_OK) {
        dictum__store_free(store);
        return status;
    }
    *out = store;
    return DICTUM_OK;
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
    dictum__store_abandon(store);
    dictum__lock_release(store->lock_fd);
    if (store->dir_fd >= 0) {
        (void)close(store->dir_fd);
    }
    free(store->current_path);
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

const char *dictum__store_current(const dictum_store *store)
{
    return store->current_path;
}

/* ---- generations ------------------------------------------------------------------------------------------- */

dictum_status dictum__store_begin(dictum_store *store, const char **path, dictum_error *err)
{
    char digits[GENERATION_DIGITS + 1];
    dictum__store_abandon(store);
    dictum_status status = dictum__random_hex(digits, GENERATION_DIGITS, err);
    if (status != DICTUM_OK) {
        return status;
    }
    (void)snprintf(store->begun, sizeof store->begun, GENERATION_PREFIX "%s", digits);
    store->begun_path = path_in(store, store->begun);
    if (store->begun_path == NULL) {
        return dictum__nomem(err);
    }
    *path = store->begun_path;
    return DICTUM_OK;
}

void dictum__store_abandon(dictum_store *store)
{
    if (store->begun_path != NULL) {
        remove_generation(store->dir_fd, store->begun);
        free(store->begun_path);
        store->begun_path = NULL;
    }
    store->begun[0] = '\0';
}

static dictum_status fail_write(const dictum_store *store, const char *name, dictum_error *err)
{
    return dictum__fail(err, DICTUM_IO, "cannot write %s/%s: %s", store->dir, name, strerror(errno));
}

/* fsync of each file in a generation and of its folder. */
static dictum_status sync_generation(const dictum_store *store, const char *name, dictum_error *err)
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

static dictum_status write_stub(const dictum_store *store, const char *name, dictum_error *err)
{
    char text[GENERATION_NAME_BYTES + 8];
    int length = snprintf(text, sizeof text, "auto %s\n", name);
    int fd = openat(store->dir_fd, STUB_NEW_NAME, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) {
        return fail_write(store, STUB_NEW_NAME, err);
    }
    bool written = write(fd, text, (size_t)length) == length && fsync(fd) == 0;
    int saved = errno;
    written = close(fd) == 0 && written;
    if (!written || renameat(store->dir_fd, STUB_NEW_NAME, store->dir_fd, STUB_NAME) != 0) {
        errno = written ? errno : saved;
        return fail_write(store, STUB_NAME, err);
    }
    return DICTUM_OK;
}

dictum_status dictum__store_publish(dictum_store *store, dictum_error *err)
{
    dictum_status status = sync_generation(store, store->begun, err);
    /* The generation's own entry is on the disk before a name leads there. */
    if (status == DICTUM_OK && fsync(store->dir_fd) != 0) {
        status = fail_write(store, store->begun, err);
    }
    if (status == DICTUM_OK) {
        status = write_stub(store, store->begun, err);
    }
    if (status != DICTUM_OK) {
        return status;
    }
    char before[sizeof store->current];
    memcpy(before, store->current, sizeof before);
    memcpy(store->current, store->begun, sizeof before);
    free(store->current_path);
    store->current_path = store->begun_path;
    store->begun_path = NULL;
    store->begun[0] = '\0';
    /* As long as the rename is not on the disk, a crash may bring the old name back. */
    if (fsync(store->dir_fd) != 0) {
        return fail_write(store, STUB_NAME, err);
    }
    if (before[0] != '\0') {
        remove_generation(store->dir_fd, before);
    }
    return DICTUM_OK;
}

dictum_status dictum__store_sync(const dictum_store *store, dictum_error *err)
{
    int fd = openat(store->dir_fd, store->current, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        dictum_status status = fail_write(store, store->current, err);
        if (fd >= 0) {
            (void)close(fd);
        }
        return status;
    }
    (void)close(fd);
    return DICTUM_OK;
}
