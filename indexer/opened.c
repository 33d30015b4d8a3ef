/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening files for others. Invariant: nothing but a regular file is handed out, so that no pipe, terminal or device
 * can hold up whoever reads it. */
#include "indexer/opened.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Whether the system has not enough to open any file: no fault of this one. */
static bool is_out_of_means(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOMEM;
}

dictum_status dictum__opened_open(dictum_opened *file, const char *path, bool named, char *reason, size_t room,
                                  dictum_error *err)
{
    reason[0] = '\0';
    do { /* without O_NONBLOCK a pipe would be waited for */
        file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (named ? 0 : O_NOFOLLOW));
    } while (file->fd < 0 && errno == EINTR);
    if (file->fd < 0 && is_out_of_means(errno)) {
        return dictum__fail(err, DICTUM_IO, "cannot open %s: %s", path, strerror(errno));
    }
    if (file->fd < 0 && errno == ELOOP && !named) {
        (void)snprintf(reason, room, "it has become a symbolic link");
    } else if (file->fd < 0 || fstat(file->fd, &file->was) != 0) {
        (void)snprintf(reason, room, "cannot open it: %s", strerror(errno));
    } else if (S_ISDIR(file->was.st_mode)) {
        (void)snprintf(reason, room, "it is a folder");
    } else if (!S_ISREG(file->was.st_mode)) {
        (void)snprintf(reason, room, "it is not a regular file");
    }
    return DICTUM_OK;
}

void dictum__opened_close(dictum_opened *file)
{
    if (file->fd >= 0) {
        (void)close(file->fd);
        file->fd = -1;
    }
}

bool dictum__opened_has_changed(const dictum_opened *file)
{
    struct stat now;
    if (file->fd < 0) {
        return false;
    }
    return fstat(file->fd, &now) != 0 || now.st_size != file->was.st_size || now.st_ino != file->was.st_ino ||
           now.st_mtim.tv_sec != file->was.st_mtim.tv_sec || now.st_mtim.tv_nsec != file->was.st_mtim.tv_nsec;
}
