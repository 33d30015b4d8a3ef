/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking the lock, and telling who has it. What stands in the file is only ever shown, and believed while
 * somebody holds the lock. */
#include "indexer/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define RECORD_BYTES_MAX 1024
#define VALUE_BYTES_MAX DICTUM__LOCK_VALUE_BYTES
/* How long the record of a lock that is held is waited for. */
#define PAUSE_MS 10
#define ATTEMPTS_MAX 50

/* Only what needs no escaping in JSON and no care on a terminal. */
static void make_plain(char *text)
{
    for (; *text != '\0'; text++) {
        bool plain = (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') ||
                     (*text >= '0' && *text <= '9') || strchr("-._:+ ", *text) != NULL;
        if (!plain) {
            *text = '?';
        }
    }
}

static dictum_status write_record(int fd, const char *dir, const char *program, dictum_error *err)
{
    char host[VALUE_BYTES_MAX] = "", user[VALUE_BYTES_MAX] = "", since[VALUE_BYTES_MAX] = "";
    char name[VALUE_BYTES_MAX], record[RECORD_BYTES_MAX];
    struct tm utc;
    time_t now = time(NULL);
    if (gethostname(host, sizeof host) != 0) {
        (void)snprintf(host, sizeof host, "unknown");
    }
    host[sizeof host - 1] = '\0';
    const struct passwd *entry = getpwuid(geteuid());
    if (entry != NULL) {
        (void)snprintf(user, sizeof user, "%s", entry->pw_name);
    } else {
        (void)snprintf(user, sizeof user, "%lu", (unsigned long)geteuid());
    }
    if (gmtime_r(&now, &utc) == NULL || strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0) {
        since[0] = '\0';
    }
    (void)snprintf(name, sizeof name, "%s", program);
    make_plain(host);
    make_plain(user);
    make_plain(name);
    int length = snprintf(record, sizeof record,
                          "{\"pid\":%ld,\"host\":\"%s\",\"user\":\"%s\",\"program\":\"%s\",\"since\":\"%s\"}\n",
                          (long)getpid(), host, user, name, since);
    if (ftruncate(fd, 0) != 0 || pwrite(fd, record, (size_t)length, 0) != length) {
        return dictum__fail(err, DICTUM_IO, "cannot write %s/%s: %s", dir, DICTUM__LOCK_NAME, strerror(errno));
    }
    return DICTUM_OK;
}

/* The value of a key in a record as write_record() makes it, cut at the next quotation mark, comma or brace;
 * "unknown" where there is none. */
static void read_value(const char *record, const char *key, char value[VALUE_BYTES_MAX])
{
    const char *at = strstr(record, key);
    size_t length = 0;
    if (at != NULL) {
        at += strlen(key);
        at += *at == '"';
        length = strcspn(at, "\",}\n");
        length = length < VALUE_BYTES_MAX ? length : VALUE_BYTES_MAX - 1;
        memcpy(value, at, length);
    }
    value[length] = '\0';
    make_plain(value);
    if (length == 0) {
        (void)snprintf(value, VALUE_BYTES_MAX, "unknown");
    }
}

/* The lock is held a moment before its record is written and after it is wiped off: then somebody is about to be
 * named, or to be gone. */
static bool try_lock(int fd, char record[RECORD_BYTES_MAX])
{
    const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000L};
    for (int attempt = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; attempt++) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return false;
        }
        ssize_t got = pread(fd, record, RECORD_BYTES_MAX - 1, 0);
        record[got > 0 ? got : 0] = '\0';
        if (strchr(record, '\n') != NULL || attempt == ATTEMPTS_MAX) {
            errno = EWOULDBLOCK;
            return false;
        }
        (void)nanosleep(&pause, NULL);
    }
    return true;
}

static dictum_status fail_held(const char *record, const char *dir, dictum_error *err)
{
    char pid[VALUE_BYTES_MAX], host[VALUE_BYTES_MAX], user[VALUE_BYTES_MAX];
    char program[VALUE_BYTES_MAX], since[VALUE_BYTES_MAX];
    if (strncmp(record, "{\"pid\":", 7) != 0) {
        return dictum__fail(err, DICTUM_LOCKED, "the index %s is being written by another process", dir);
    }
    read_value(record, "\"pid\":", pid);
    read_value(record, "\"host\":", host);
    read_value(record, "\"user\":", user);
    read_value(record, "\"program\":", program);
    read_value(record, "\"since\":", since);
    return dictum__fail(err, DICTUM_LOCKED, "the index %s is being written by %s, process %s on %s, user %s, since %s",
                        dir, program, pid, host, user, since);
}

dictum_status dictum__lock_take(int dir_fd, const char *dir, const char *program, int *fd, dictum_error *err)
{
    char record[RECORD_BYTES_MAX] = "";
    dictum_status status = DICTUM_OK;
    *fd = openat(dir_fd, DICTUM__LOCK_NAME, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0644);
    if (*fd < 0) {
        return dictum__fail(err, DICTUM_IO, "cannot write in the index %s: %s", dir, strerror(errno));
    }
    if (!try_lock(*fd, record)) {
        status = errno == EWOULDBLOCK
                     ? fail_held(record, dir, err)
                     : dictum__fail(err, DICTUM_IO, "cannot lock the index %s: %s", dir, strerror(errno));
    } else {
        status = write_record(*fd, dir, program, err);
    }
    if (status != DICTUM_OK) {
        (void)close(*fd);
        *fd = -1;
    }
    return status;
}

void dictum__lock_since(int dir_fd, char since[DICTUM__LOCK_VALUE_BYTES])
{
    char record[RECORD_BYTES_MAX] = "";
    int fd = openat(dir_fd, DICTUM__LOCK_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
    ssize_t got = fd >= 0 ? pread(fd, record, sizeof record - 1, 0) : 0;
    record[got > 0 ? got : 0] = '\0';
    since[0] = '\0';
    if (strncmp(record, "{\"pid\":", 7) == 0) {
        read_value(record, "\"since\":", since);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
}

void dictum__lock_release(int fd)
{
    if (fd >= 0) {
        /* An empty file says that nobody writes; the lock itself goes with the descriptor. */
        if (ftruncate(fd, 0) != 0) {
            (void)close(fd);
            return;
        }
        (void)close(fd);
    }
}
