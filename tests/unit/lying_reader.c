/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader process that does what the path it is asked for says: the words of the last component, divided by commas,
 * one after the other. For tests of the pool, and of the fence, which it puts up where a word says so. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/protocol.h"
#include "indexer/read/fence.h"
#include "lib/record.h"

#define MEMORY_MB 200

static int file = -1; /* the one that came with the request */
static bool skip_first;
static bool skip_deed; /* the next one */
static char path[DICTUM__REQUEST_BYTES_MAX + 1];

static void put(const void *bytes, size_t count)
{
    const char *at = bytes;
    while (count > 0) {
        ssize_t written = write(DICTUM__READER_FD, at, count);
        if (written <= 0) {
            _exit(9);
        }
        at += written;
        count -= (size_t)written;
    }
}

static void put_head(unsigned kind, size_t length)
{
    const unsigned char head[DICTUM__FRAME_HEAD_BYTES] = {(unsigned char)kind, (unsigned char)length,
                                                          (unsigned char)(length >> 8), (unsigned char)(length >> 16),
                                                          (unsigned char)(length >> 24)};
    put(head, sizeof head);
}

static void put_frame(unsigned kind, const char *bytes, size_t count)
{
    put_head(kind, count);
    put(bytes, count);
}

static void put_statement(uint64_t part, size_t text_bytes)
{
    dictum_buf frame;
    char *text = malloc(text_bytes + 1);
    if (text == NULL) {
        _exit(9);
    }
    memset(text, 'a' + (int)(part % 26), text_bytes);
    dictum_record record = {.text = {text, text_bytes}};
    dictum__buf_init(&frame, DICTUM__FRAME_BYTES_MAX);
    dictum__place_encode(&(dictum_place){.part = part}, &frame);
    dictum__record_encode(&record, &frame);
    put_frame(DICTUM__FRAME_STATEMENT, frame.data, frame.len);
    dictum__buf_dispose(&frame);
    free(text);
}

static bool is(const char *word, const char *name)
{
    return strncmp(word, name, strlen(name)) == 0;
}

/* What it tells of itself is its answer. */
static void say(const char *what, int error)
{
    char reason[256];
    (void)snprintf(reason, sizeof reason, "\2%s%s%s", what, error != 0 ? ": " : "", error != 0 ? strerror(error) : "");
    put_frame(DICTUM__FRAME_END, reason, strlen(reason));
}

/* Whether the memory is there, and can be used. */
static void eat(size_t bytes)
{
    char *eaten = malloc(bytes + 1);
    if (eaten == NULL) {
        abort(); /* as libraries do */
    }
    memset(eaten, 1, bytes + 1);
    if (eaten[bytes / 2] != 1) {
        _exit(9);
    }
    free(eaten);
}

static void open_for(int flags)
{
    int fd = open(path, flags, 0600);
    say("opened", fd < 0 ? errno : 0);
    if (fd >= 0) {
        (void)close(fd);
    }
}

/* Makes it longer, in secret where its time is put back. */
static void append_to_file(bool secret)
{
    struct stat before;
    int fd = open(path, O_WRONLY | O_APPEND);
    if (fd < 0 || fstat(fd, &before) != 0 || write(fd, "x", 1) != 1 ||
        (secret && futimens(fd, (struct timespec[]){before.st_atim, before.st_mtim}) != 0)) {
        _exit(9);
    }
    (void)close(fd);
}

/* Gives it another time, an hour or a nanosecond away. */
static void touch_file(uint64_t hours)
{
    struct stat now;
    if (stat(path, &now) != 0) {
        _exit(9);
    }
    struct timespec times[] = {now.st_atim, now.st_mtim};
    times[1].tv_sec -= (time_t)hours * 3600;
    times[1].tv_nsec += hours > 0 ? 0 : times[1].tv_nsec > 0 ? -1 : 1;
    if (utimensat(AT_FDCWD, path, times, 0) != 0) {
        _exit(9);
    }
}

static void run_program(void)
{
    char name[] = "/bin/true";
    char *arguments[] = {name, NULL};
    (void)execv(name, arguments);
    say("not run", errno);
}

/* What a hostile file might have a library do; all but the first behind the fence. */
static bool misbehave(const char *word, uint64_t number)
{
    if (is(word, "fence")) {
        file = dup2(file, STDIN_FILENO); /* which stays open */
        (void)dictum__fence_enter(DICTUM__READER_FD, &(dictum_limits){.memory_mb = MEMORY_MB});
    } else if (is(word, "seconds")) {
        dictum__fence_set_seconds(dictum__fence_seconds_used() + number);
    } else if (is(word, "loop")) {
        for (volatile unsigned turns = 0;; turns++) {
        }
    } else if (is(word, "chatter")) { /* of which it never has enough */
        for (volatile unsigned turns = 1;; turns++) {
            if (turns % 10000000 == 0) {
                put_frame(DICTUM__FRAME_PART_PROBLEM, "\7\0\0\0again", 9);
            }
        }
    } else if (is(word, "eat")) {
        eat((size_t)number << 20);
    } else if (is(word, "socket")) {
        say("socket", socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0);
    } else if (is(word, "fork")) {
        say("fork", fork() < 0 ? errno : 0);
    } else if (is(word, "run")) {
        run_program();
    } else if (is(word, "trace")) {
        say("trace", ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) < 0 ? errno : 0);
    } else if (is(word, "kill")) {
        say("kill", kill(getppid(), 0) < 0 ? errno : 0);
    } else if (is(word, "write")) {
        open_for(O_WRONLY);
    } else if (is(word, "create")) {
        size_t length = strlen(path);
        (void)snprintf(path + length, sizeof path - length, ".new");
        open_for(O_RDONLY | O_CREAT);
    } else if (is(word, "passwords")) {
        (void)snprintf(path, sizeof path, "/etc/passwd");
        open_for(O_RDONLY);
    } else if (is(word, "library")) {
        (void)snprintf(path, sizeof path, "/usr/lib/os-release");
        open_for(O_RDONLY);
    } else if (is(word, "again")) {
        open_for(O_RDONLY);
    } else {
        return false;
    }
    return true;
}

/* Leaves a mark beside the file; false where there is one already. */
static bool leave_mark(void)
{
    char mark[DICTUM__REQUEST_BYTES_MAX + 8];
    (void)snprintf(mark, sizeof mark, "%s.seen", path);
    int fd = open(mark, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (fd >= 0) {
        (void)close(fd);
    }
    return fd >= 0;
}

/* The first time it reads the file and ends. */
static void end_once(void)
{
    char byte;
    if (leave_mark()) {
        _exit(read(file, &byte, 1) == 1 ? 5 : 9);
    }
}

static bool is_marked(void)
{
    char mark[DICTUM__REQUEST_BYTES_MAX + 8];
    (void)snprintf(mark, sizeof mark, "%s.seen", path);
    return access(mark, F_OK) == 0;
}

static bool make_link(const char *name)
{
    return unlink(name) == 0 && symlink("/dev/null", name) == 0;
}

/* Undoes what "touch1" has done to a file whose name begins with "a". */
static bool untouch(const char *name)
{
    struct stat now;
    if (name[0] != 'a') {
        return true;
    }
    if (stat(name, &now) != 0) {
        return false;
    }
    const struct timespec times[] = {now.st_atim, {now.st_mtim.tv_sec + 3600, now.st_mtim.tv_nsec}};
    return utimensat(AT_FDCWD, name, times, 0) == 0;
}

/* Does something to all other files of the folder. */
static void change_neighbours(bool (*deed)(const char *name))
{
    char folder[DICTUM__REQUEST_BYTES_MAX];
    const struct dirent *entry;
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    DIR *dir = chdir(folder) == 0 ? opendir(".") : NULL;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, strrchr(path, '/') + 1) != 0 && !deed(entry->d_name)) {
            _exit(9);
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

/* What concerns the file. */
static bool use_file(const char *word, uint64_t number)
{
    char text[64];
    if (is(word, "tell")) { /* what is in it, from where it stands */
        ssize_t got = read(file, text + 1, sizeof text - 1);
        text[0] = '\2';
        put_frame(DICTUM__FRAME_END, text, got < 0 ? 1 : (size_t)got + 1);
    } else if (is(word, "append") || is(word, "secret")) {
        append_to_file(is(word, "secret"));
    } else if (is(word, "touch")) {
        touch_file(number);
    } else if (is(word, "second")) {
        end_once();
    } else if (is(word, "mark")) {
        (void)leave_mark();
    } else if (is(word, "once")) {
        skip_deed = !leave_mark();
    } else if (is(word, "nofirst")) {
        skip_first = is_marked();
    } else if (is(word, "linkall")) {
        change_neighbours(make_link);
    } else if (is(word, "untouch")) {
        change_neighbours(untouch);
    } else if (is(word, "hangup")) {
        (void)close(DICTUM__READER_FD);
        (void)usleep(60000000);
    } else {
        return false;
    }
    return true;
}

/* One thing that a reader may do. */
static void act(const char *word)
{
    uint64_t number = strpbrk(word, "0123456789") != NULL ? strtoull(strpbrk(word, "0123456789"), NULL, 10) : 0;
    if (skip_deed) {
        skip_deed = false;
        return;
    }
    if (misbehave(word, number) || use_file(word, number)) {
        return;
    }
    if (strncmp(word, "statements", 10) == 0) {
        for (uint64_t part = skip_first ? 2 : 1; part <= number; part++) {
            put_statement(part, 100);
        }
    } else if (strncmp(word, "large", 5) == 0) {
        put_statement(1, (size_t)number);
    } else if (strncmp(word, "complaint", 9) == 0) {
        put_frame(DICTUM__FRAME_PART_PROBLEM, "\7\0\0\0line 7:\n\x1b bad\xff", 18);
    } else if (strncmp(word, "tiny", 4) == 0) {
        for (uint64_t part = 1; part <= number; part++) {
            put_frame(DICTUM__FRAME_PART_SKIPPED, "\1\0\0\0", 4);
        }
    } else if (strncmp(word, "done", 4) == 0) {
        put_frame(DICTUM__FRAME_END, "\0", 1);
    } else if (strncmp(word, "skipped", 7) == 0) {
        put_frame(DICTUM__FRAME_END, "\1not a document", 15);
    } else if (strncmp(word, "problem", 7) == 0) {
        put_frame(DICTUM__FRAME_END, "\2it is broken", 13);
    } else if (strncmp(word, "crash", 5) == 0) {
        (void)signal((int)number, SIG_DFL); /* sanitizers have handlers of their own */
        (void)raise((int)number);
    } else if (strncmp(word, "exit", 4) == 0) {
        _exit((int)number);
    } else if (strncmp(word, "sleep", 5) == 0) {
        (void)usleep((useconds_t)number * 1000);
    } else if (strncmp(word, "kind", 4) == 0) {
        put_frame((unsigned)number, "x", 1);
    } else if (strncmp(word, "endless", 7) == 0) {
        put_head(DICTUM__FRAME_STATEMENT, 0xFFFFFFFF);
    } else if (strncmp(word, "cut", 3) == 0) {
        put_head(DICTUM__FRAME_STATEMENT, 1000);
    } else if (strncmp(word, "garbage", 7) == 0) {
        put_frame(DICTUM__FRAME_STATEMENT, "\1\0\0\0\xd1\1\xff\xff\xff", 9);
    } else if (strncmp(word, "outcome", 7) == 0) {
        put_frame(DICTUM__FRAME_END, "\3", 1);
    } else if (strncmp(word, "nothing", 7) == 0) {
        put_frame(DICTUM__FRAME_END, "", 0);
    }
}

/* Takes what comes, and the descriptor with it. */
static ssize_t take(void *into, size_t count)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec part = {into, count};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t got = recvmsg(DICTUM__READER_FD, &message, 0);
    const struct cmsghdr *head = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (head != NULL) {
        memcpy(&file, CMSG_DATA(head), sizeof file);
    }
    return got;
}

static int read_bytes(void *into, size_t count)
{
    char *at = into;
    while (count > 0) {
        ssize_t got = take(at, count);
        if (got <= 0) {
            return -1;
        }
        at += got;
        count -= (size_t)got;
    }
    return 0;
}

int main(void)
{
    unsigned char head[4];
    while (read_bytes(head, sizeof head) == 0) {
        size_t length = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
        if (length >= sizeof path || read_bytes(path, length) != 0) {
            return 8;
        }
        path[length] = '\0';
        /* Behind the length of the settings, of which there are none. */
        memmove(path, path + 1, length);
        char *words = strdup(strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path), *rest = NULL;
        for (char *word = strtok_r(words, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
            act(word);
        }
        free(words);
        if (file >= 0) {
            (void)close(file);
            file = -1;
        }
    }
    return 0;
}
