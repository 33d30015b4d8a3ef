/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a shard: copied, counted, removed. */
#define _GNU_SOURCE /* copy_file_range() */
#include "indexer/shard_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/merge.h"
#include "lib/schema.h"

/* Copied between two questions whether to go on. */
#define PIECE_BYTES ((size_t)64 << 20)
#define BLOCK_BYTES ((size_t)64 << 10)

/* Error texts are short, and the reason stands at their end. */
#define SHOWN_BYTES_MAX 80

/* The end of a path that is too long for a message. */
static const char *shown_end(const char *path, const char **ellipsis)
{
    size_t len = strlen(path);
    *ellipsis = "";
    if (len <= SHOWN_BYTES_MAX) {
        return path;
    }
    *ellipsis = "…";
    path += len - SHOWN_BYTES_MAX;
    while (((unsigned char)*path & 0xC0) == 0x80) {
        path++;
    }
    return path;
}

/* Puts a document in the place of another that has nothing but the mark. */
static xap_status empty(xap_wdb *wdb, uint32_t docid, xap_error *xerr)
{
    xap_doc *doc = NULL;
    dictum_slice mark = DICTUM_SLICE(DICTUM__RETIRED);
    /* Replacing one that is not there would make it. */
    xap_status status = xap_db_document(xap_wdb_db(wdb), docid, &doc, xerr);
    xap_doc_free(doc);
    if (status != XAP_OK) {
        return status;
    }
    status = xap_doc_new(&doc, xerr);
    if (status == XAP_OK) {
        status = xap_doc_set_value(doc, DICTUM__SLOT_RETIRED, mark.data, mark.len, xerr);
    }
    if (status == XAP_OK) {
        status = xap_wdb_replace_document(wdb, docid, doc, xerr);
    }
    xap_doc_free(doc);
    return status;
}

xap_status dictum__shard_take_out(xap_wdb *wdb, uint32_t docid, bool *gap_kept, xap_error *xerr)
{
    xap_status status = *gap_kept ? xap_wdb_delete_document(wdb, docid, xerr) : empty(wdb, docid, xerr);
    *gap_kept = *gap_kept || status == XAP_OK;
    return status == XAP_NOT_FOUND ? XAP_OK : status;
}

dictum_status dictum__fail_shard(dictum_error *err, const xap_error *xerr, const char *doing, const char *path)
{
    char text[SHOWN_BYTES_MAX + 64];
    const char *ellipsis;
    const char *shown = shown_end(path, &ellipsis);
    (void)snprintf(text, sizeof text, "%.32s %s%s", doing, ellipsis, shown);
    return dictum__fail_xap(err, xerr, text);
}

static dictum_status fail_system(dictum_error *err, const char *doing, const char *path)
{
    int reason = errno;
    const char *ellipsis;
    const char *shown = shown_end(path, &ellipsis);
    return dictum__fail(err, DICTUM_IO, "cannot %s %s%s: %s", doing, ellipsis, shown, strerror(reason));
}

/* ---- copying ------------------------------------------------------------------------------------------------ */

static bool write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        }
    }
    return true;
}

/* From where the descriptors stand to the end. */
static bool copy_by_blocks(int from, int to)
{
    char block[BLOCK_BYTES];
    for (;;) {
        ssize_t got = read(from, block, sizeof block);
        if (got == 0) {
            return true;
        }
        if (got < 0 && errno != EINTR) {
            return false;
        }
        if (got > 0 && !write_all(to, block, (size_t)got)) {
            return false;
        }
    }
}

/* Within the kernel where it can be done there; whatever keeps that from reaching the end, the other way finds it
 * out. */
static dictum_status copy_bytes(int from, int to, xap_stop_fn stop, void *context, const char *path, dictum_error *err)
{
    ssize_t copied = 1;
    while (copied > 0) {
        if (stop != NULL && stop(context)) {
            return dictum__fail(err, DICTUM_CANCELLED, "interrupted");
        }
        copied = copy_file_range(from, NULL, to, NULL, PIECE_BYTES, 0);
    }
    return copy_by_blocks(from, to) ? DICTUM_OK : fail_system(err, "copy", path);
}

static dictum_status copy_file(int from_dir, int to_dir, const char *name, xap_stop_fn stop, void *context,
                               const char *path, dictum_error *err)
{
    struct stat st;
    int from = openat(from_dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (from < 0) {
        return fail_system(err, "copy", path);
    }
    if (fstat(from, &st) != 0 || !S_ISREG(st.st_mode)) {
        (void)close(from);
        return DICTUM_OK;
    }
    int to = openat(to_dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    dictum_status status = to >= 0 ? copy_bytes(from, to, stop, context, path, err) : fail_system(err, "copy", path);
    (void)close(from);
    if (to >= 0 && close(to) != 0 && status == DICTUM_OK) {
        status = fail_system(err, "copy", path);
    }
    return status;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static DIR *open_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    if (fd >= 0 && folder == NULL) {
        (void)close(fd);
    }
    return folder;
}

dictum_status dictum__shard_copy(const char *from, const char *to, xap_stop_fn stop, void *context, dictum_error *err)
{
    const struct dirent *entry;
    dictum_status status = DICTUM_OK;
    DIR *source = open_folder(from);
    if (source == NULL) {
        return fail_system(err, "copy", from);
    }
    int to_fd = mkdir(to, 0777) == 0 ? open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (to_fd < 0) {
        status = fail_system(err, "make", to);
    }
    while (status == DICTUM_OK && (entry = readdir(source)) != NULL) {
        /* The file of the lock is empty, and whoever opens the copy makes one. */
        if (!is_dots(entry->d_name) && strcmp(entry->d_name, "flintlock") != 0) {
            status = copy_file(dirfd(source), to_fd, entry->d_name, stop, context, from, err);
        }
    }
    if (to_fd >= 0) {
        (void)close(to_fd);
    }
    (void)closedir(source);
    return status;
}

/* ---- counting and removing ---------------------------------------------------------------------------------- */

/* A reader opens postlist.glass last and cannot do without it, but takes a missing position.glass for a database
 * without positions. Gone first, the two make a reader that comes just now fail, and so open anew, instead of missing
 * phrases. */
void dictum__shard_remove(const char *path)
{
    const struct dirent *entry;
    DIR *folder = open_folder(path);
    if (folder == NULL) {
        return;
    }
    (void)unlinkat(dirfd(folder), "iamglass", 0);
    (void)unlinkat(dirfd(folder), "postlist.glass", 0);
    while ((entry = readdir(folder)) != NULL) {
        if (!is_dots(entry->d_name)) {
            (void)unlinkat(dirfd(folder), entry->d_name, 0);
        }
    }
    (void)closedir(folder);
    (void)rmdir(path);
}

uint64_t dictum__shard_bytes(const char *path)
{
    const struct dirent *entry;
    struct stat st;
    uint64_t bytes = 0;
    DIR *folder = open_folder(path);
    if (folder == NULL) {
        return 0;
    }
    while ((entry = readdir(folder)) != NULL) {
        if (fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode)) {
            bytes += (uint64_t)st.st_size;
        }
    }
    (void)closedir(folder);
    return bytes;
}
