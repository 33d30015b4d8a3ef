/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening and reading files. Invariant: nothing but regular files and standard input is ever read, so that no pipe,
 * terminal or device can hold a reader up. */
#include "indexer/read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/utf8.h"

#define CHUNK_BYTES ((size_t)1 << 18)

bool dictum__reading_end(const dictum_reading *reading, dictum_read_outcome outcome, const char *format, ...)
{
    char line[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    for (char *c = line; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) {
            *c = '?';
        }
    }
    *reading->outcome = outcome;
    dictum__buf_clear(reading->reason);
    dictum__utf8_append_repaired(reading->reason, dictum__slice(line));
    return false;
}

/* The folder's real path and the name: "." and ".." go, and a name that is a symbolic link stays. */
static void show_path(dictum_buf *shown, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    char *folder = NULL, *real = NULL;

    if (path[0] != '/') {
        folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
        real = folder == NULL ? NULL : realpath(folder, NULL);
    }
    if (real != NULL) {
        dictum__utf8_append_repaired(shown, dictum__slice(strcmp(real, "/") == 0 ? "" : real));
        dictum__buf_append_char(shown, '/');
        dictum__utf8_append_repaired(shown, dictum__slice(name));
    } else {
        dictum__utf8_append_repaired(shown, dictum__slice(path));
    }
    free(real);
    free(folder);
}

bool dictum__source_open(dictum_source *source, const char *path, const dictum_reading *reading)
{
    struct stat info;

    *source = (dictum_source){.path = path, .fd = -1};
    dictum__buf_init(&source->shown, DICTUM__FIELD_BYTES_MAX);
    if (strcmp(path, "-") == 0) {
        source->standard_input = true;
        source->fd = STDIN_FILENO;
        return true;
    }
    show_path(&source->shown, path);
    do { /* without O_NONBLOCK a pipe without a writer would be waited for */
        source->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    } while (source->fd < 0 && errno == EINTR);
    if (source->fd < 0 || fstat(source->fd, &info) != 0) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "cannot open it: %s", strerror(errno));
    }
    if (S_ISDIR(info.st_mode)) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "it is a folder");
    }
    if (!S_ISREG(info.st_mode)) {
        return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "it is not a regular file");
    }
    source->size_bytes = info.st_size > 0 ? (uint64_t)info.st_size : 0;
    source->changed = info.st_mtime;
    return true;
}

void dictum__source_close(dictum_source *source)
{
    if (source->fd >= 0 && !source->standard_input) {
        close(source->fd);
    }
    source->fd = -1;
    dictum__buf_dispose(&source->shown);
}

bool dictum__source_read(dictum_source *source, dictum_buf *out, size_t limit, const dictum_reading *reading)
{
    while (out->len < limit) {
        size_t wanted = limit - out->len < CHUNK_BYTES ? limit - out->len : CHUNK_BYTES;
        ssize_t got;

        if (!dictum__buf_reserve(out, wanted)) {
            return true; /* the buffer remembers why */
        }
        got = read(source->fd, out->data + out->len, wanted);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return dictum__reading_end(reading, DICTUM__READ_PROBLEM, "cannot read it: %s", strerror(errno));
        }
        if (got == 0) {
            break;
        }
        out->len += (size_t)got;
        out->data[out->len] = '\0';
    }
    return true;
}
