/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A library to be preloaded (LD_PRELOAD), which makes the system fail a program at a chosen call. It counts, from
 * 1, the calls that change regular files or folders, of all threads together; what goes to pipes, terminals and
 * the standard streams is neither counted nor touched. The programs that it starts are left alone.
 *
 * DICTUM_TEST_FAULT says what is to happen:
 *   "kill N"    the process is killed just before call N, of any kind
 *   "full N"    from call N on, of those that need room, there is none
 *   "full N M"  the same, but from call M on there is room again
 *   "stop N"    the process gets SIGINT just before call N, of any kind
 * DICTUM_TEST_FAULT_COUNT names a file that the number of calls is written to when the process ends. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static enum { NOTHING, KILL, FULL, STOP } kind;
static unsigned long first, last;
static atomic_ulong calls;
static char count_path[4096];

static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL)
        _exit(98);
    return found;
}

/* The function behind ours, which has the same type. */
#define NEXT(name)                                                                                                     \
    static __typeof__(&(name)) behind;                                                                                 \
    if (behind == NULL)                                                                                                \
    *(void **)(void *)&behind = next(#name)

static __attribute__((constructor)) void begin(void)
{
    const char *wanted = getenv("DICTUM_TEST_FAULT"), *count = getenv("DICTUM_TEST_FAULT_COUNT");
    char *end = NULL;
    if (wanted != NULL && strlen(wanted) > 5) {
        kind = strncmp(wanted, "kill ", 5) == 0 ? KILL : strncmp(wanted, "stop ", 5) == 0 ? STOP : FULL;
        first = strtoul(wanted + 5, &end, 10);
        last = strtoul(end, NULL, 10);
    }
    if (count != NULL)
        (void)snprintf(count_path, sizeof count_path, "%s", count);
    (void)unsetenv("LD_PRELOAD");
    (void)unsetenv("DICTUM_TEST_FAULT");
    (void)unsetenv("DICTUM_TEST_FAULT_COUNT");
}

static __attribute__((destructor)) void end(void)
{
    FILE *file = count_path[0] != '\0' ? fopen(count_path, "w") : NULL;
    if (file != NULL) {
        (void)fprintf(file, "%lu\n", atomic_load(&calls));
        (void)fclose(file);
    }
}

/* Counts a call; false where it is to fail for want of room, with errno set. */
static bool pass(bool needs_room)
{
    if (kind == FULL && !needs_room)
        return true;
    unsigned long number = atomic_fetch_add(&calls, 1) + 1;
    if (kind == KILL && number == first)
        (void)kill(getpid(), SIGKILL);
    if (kind == STOP && number == first)
        (void)kill(getpid(), SIGINT);
    if (kind == FULL && number >= first && (last == 0 || number < last)) {
        errno = ENOSPC;
        return false;
    }
    return true;
}

static bool counts(int fd)
{
    struct stat st;
    return fd > STDERR_FILENO && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* The system's headers name parameters as nobody else may. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

/* ---- what needs room ---------------------------------------------------------------------------------------- */

EXPORT ssize_t write(int fd, const void *bytes, size_t count)
{
    NEXT(write);
    return !counts(fd) || pass(true) ? behind(fd, bytes, count) : -1;
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    NEXT(pwrite);
    return !counts(fd) || pass(true) ? behind(fd, bytes, count, at) : -1;
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    NEXT(pwrite64);
    return !counts(fd) || pass(true) ? behind(fd, bytes, count, at) : -1;
}

EXPORT ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t count, unsigned flags)
{
    NEXT(copy_file_range);
    return pass(true) ? behind(from, from_at, to, to_at, count, flags) : -1;
}

EXPORT int mkdir(const char *path, mode_t mode)
{
    NEXT(mkdir);
    return pass(true) ? behind(path, mode) : -1;
}

/* Opening counts where it makes a file. */
static bool may_open(int flags)
{
    return (flags & O_CREAT) == 0 || pass(true);
}

#define TAKE_MODE                                                                                                      \
    mode_t mode = 0;                                                                                                   \
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {                                                                        \
        va_list arguments;                                                                                             \
        va_start(arguments, flags);                                                                                    \
        mode = va_arg(arguments, mode_t);                                                                              \
        va_end(arguments);                                                                                             \
    }

EXPORT int open(const char *path, int flags, ...)
{
    NEXT(open);
    TAKE_MODE
    return may_open(flags) ? behind(path, flags, mode) : -1;
}

EXPORT int open64(const char *path, int flags, ...)
{
    NEXT(open64);
    TAKE_MODE
    return may_open(flags) ? behind(path, flags, mode) : -1;
}

EXPORT int openat(int folder, const char *path, int flags, ...)
{
    NEXT(openat);
    TAKE_MODE
    return may_open(flags) ? behind(folder, path, flags, mode) : -1;
}

EXPORT int openat64(int folder, const char *path, int flags, ...)
{
    NEXT(openat64);
    TAKE_MODE
    return may_open(flags) ? behind(folder, path, flags, mode) : -1;
}

/* ---- what needs none ---------------------------------------------------------------------------------------- */

EXPORT int rename(const char *from, const char *to)
{
    NEXT(rename);
    return pass(false) ? behind(from, to) : -1;
}

EXPORT int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    NEXT(renameat);
    return pass(false) ? behind(from_folder, from, to_folder, to) : -1;
}

EXPORT int unlink(const char *path)
{
    NEXT(unlink);
    return pass(false) ? behind(path) : -1;
}

EXPORT int unlinkat(int folder, const char *path, int flags)
{
    NEXT(unlinkat);
    return pass(false) ? behind(folder, path, flags) : -1;
}

EXPORT int rmdir(const char *path)
{
    NEXT(rmdir);
    return pass(false) ? behind(path) : -1;
}

EXPORT int remove(const char *path)
{
    NEXT(remove);
    return pass(false) ? behind(path) : -1;
}

EXPORT int fsync(int fd)
{
    NEXT(fsync);
    return pass(false) ? behind(fd) : -1;
}

EXPORT int fdatasync(int fd)
{
    NEXT(fdatasync);
    return pass(false) ? behind(fd) : -1;
}

EXPORT int ftruncate(int fd, off_t bytes)
{
    NEXT(ftruncate);
    return pass(false) ? behind(fd, bytes) : -1;
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
