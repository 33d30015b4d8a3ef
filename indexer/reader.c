/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One reader process. Invariants: no call waits for it, but stop(), which kills it first; and no more memory is
 * set aside for a frame than twice what has come of it. */
#include "indexer/reader.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "indexer/protocol.h"

#define CHUNK_BYTES 65536
/* So long a process that has closed its connection is given to end by itself. */
#define BURY_STEPS 2000
#define BURY_STEP_NS 1000000

void dictum__reader_init(dictum_reader *reader)
{
    memset(reader, 0, sizeof *reader);
    reader->fd = -1;
    dictum__buf_init(&reader->out, 4 * DICTUM__REQUEST_BYTES_MAX);
    dictum__buf_init(&reader->in, CHUNK_BYTES);
    dictum__buf_init(&reader->frame, DICTUM__FRAME_BYTES_MAX);
}

/* What the process gets as its descriptors, and that a key pressed at the terminal is not meant for it. */
static int set_up(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, int fd, bool takes_stdin,
                  bool quiet)
{
    int failed = posix_spawn_file_actions_adddup2(actions, fd, DICTUM__READER_FD);
    if (failed == 0 && !takes_stdin) {
        failed = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    }
    if (failed == 0) {
        failed = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    }
    if (failed == 0 && quiet) {
        failed = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    /* One that reads a terminal has to stay in the terminal's group. */
    if (failed == 0 && !takes_stdin) {
        failed = posix_spawnattr_setpgroup(attributes, 0);
    }
    if (failed == 0 && !takes_stdin) {
        failed = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP);
    }
    return failed;
}

static int spawn(pid_t *pid, const dictum_reader_start_options *options, int fd)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char name[] = "dictum-read", serve[] = "--serve", cpu[32], memory[32];
    char *argv[] = {name, serve, cpu, memory, NULL};
    char *environment[] = {NULL}; /* nothing of ours is a reader's business */
    (void)snprintf(cpu, sizeof cpu, "--cpu=%u", options->limits.cpu_seconds);
    (void)snprintf(memory, sizeof memory, "--memory=%u", options->limits.memory_mb);
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed != 0) {
        return failed;
    }
    failed = posix_spawnattr_init(&attributes);
    if (failed == 0) {
        failed = set_up(&actions, &attributes, fd, options->takes_stdin, options->quiet);
        if (failed == 0) {
            failed = posix_spawn(pid, options->program, &actions, &attributes, argv, environment);
        }
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return failed;
}

/* Moves a descriptor away from the places of standard input, output and error. -1 where that fails. */
static int lift(int fd)
{
    if (fd > STDERR_FILENO) {
        return fd;
    }
    int lifted = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    (void)close(fd);
    return lifted;
}

dictum_status dictum__reader_start(dictum_reader *reader, const dictum_reader_start_options *options, dictum_error *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return dictum__fail(err, DICTUM_IO, "cannot talk to a reader: %s", strerror(errno));
    }
    ends[0] = lift(ends[0]);
    ends[1] = lift(ends[1]);
    int failed = ends[0] < 0 || ends[1] < 0 ? EMFILE : spawn(&reader->pid, options, ends[1]);
    if (ends[1] >= 0) {
        (void)close(ends[1]);
    }
    if (failed != 0) {
        reader->pid = 0;
        if (ends[0] >= 0) {
            (void)close(ends[0]);
        }
        return dictum__fail(err, DICTUM_IO, "cannot start %s: %s", options->program, strerror(failed));
    }
    reader->fd = ends[0];
    reader->has_clock = clock_getcpuclockid(reader->pid, &reader->clock) == 0;
    return DICTUM_OK;
}

static void forget(dictum_reader *reader)
{
    dictum__buf_dispose(&reader->out);
    dictum__buf_dispose(&reader->in);
    dictum__buf_dispose(&reader->frame);
    dictum__reader_init(reader);
}

void dictum__reader_stop(dictum_reader *reader)
{
    if (reader->pid > 0) {
        (void)close(reader->fd);
        (void)kill(reader->pid, SIGKILL);
        while (waitpid(reader->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    forget(reader);
}

/* wait4() that no signal interrupts. */
static pid_t wait_for(pid_t pid, int *state, int flags, struct rusage *usage)
{
    pid_t got;
    do {
        got = wait4(pid, state, flags, usage);
    } while (got < 0 && errno == EINTR);
    return got;
}

void dictum__reader_bury(dictum_reader *reader, dictum_reader_end *how)
{
    const struct timespec step = {0, BURY_STEP_NS};
    struct rusage usage = {.ru_maxrss = 0};
    int state = 0;
    pid_t got = 0;
    *how = (dictum_reader_end){.exit_status = -1};
    (void)close(reader->fd);
    for (int i = 0; i < BURY_STEPS && (got = wait_for(reader->pid, &state, WNOHANG, &usage)) == 0; i++) {
        (void)nanosleep(&step, NULL);
    }
    if (got == 0) {
        how->closed = true;
        (void)kill(reader->pid, SIGKILL);
        (void)wait_for(reader->pid, &state, 0, &usage);
    }
    how->exit_status = WIFEXITED(state) ? WEXITSTATUS(state) : -1;
    how->signal = WIFSIGNALED(state) ? WTERMSIG(state) : 0;
    how->peak_mb = (uint64_t)usage.ru_maxrss >> 10;
    forget(reader);
}

uint64_t dictum__reader_cpu_seconds(const dictum_reader *reader)
{
    struct timespec used = {0, 0};
    if (reader->pid <= 0 || !reader->has_clock || clock_gettime(reader->clock, &used) != 0) {
        return 0;
    }
    return (uint64_t)used.tv_sec;
}

static bool is_crash(int number)
{
    return number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE || number == SIGABRT ||
           number == SIGTRAP;
}

void dictum__reader_explain(const dictum_reader_end *how, const dictum_limits *limits, uint64_t given_bytes,
                            dictum_buf *out)
{
    dictum__buf_clear(out);
    if (how->closed) {
        dictum__buf_append_str(out, "the reader closed its connection");
    } else if (how->exit_status == DICTUM__READER_NOMEM) {
        dictum__buf_appendf(out, "it needs more than %u MB of memory", limits->memory_mb);
    } else if (how->signal == 0) {
        dictum__buf_appendf(out, "the reader ended with status %d", how->exit_status);
    } else if (how->signal == SIGXCPU) {
        dictum__buf_appendf(out, "it took more than %" PRIu64 " seconds of processor time",
                            limits->cpu_seconds + (given_bytes >> 20));
    } else if (how->signal == SIGSYS) {
        dictum__buf_append_str(out, "the reader tried something forbidden");
    } else if (how->signal == SIGKILL) {
        dictum__buf_appendf(out,
                            "the reader was killed, with %" PRIu64 " MB of memory: the system may have run out of it",
                            how->peak_mb);
    } else {
        dictum__buf_appendf(out, "the reader %s (%s)", is_crash(how->signal) ? "crashed" : "was ended by a signal",
                            strsignal(how->signal));
    }
}

bool dictum__reader_request(dictum_reader *reader, const char *path, int file, dictum_slice settings)
{
    size_t path_bytes = strlen(path), length = dictum__varint_bytes(settings.len) + settings.len + path_bytes;
    assert(reader->waiting_count < DICTUM__READER_REQUESTS_MAX);
    if (!dictum__reader_has_output(reader)) {
        dictum__buf_clear(&reader->out);
        reader->out_sent = 0;
    }
    reader->waiting[reader->waiting_count].at = reader->out.len;
    reader->waiting[reader->waiting_count].file = file;
    reader->waiting_count++;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        dictum__buf_append_char(&reader->out, (char)(length >> shift & 0xFF));
    }
    dictum__buf_append_counted(&reader->out, settings);
    dictum__buf_append(&reader->out, path, path_bytes);
    return dictum__buf_status(&reader->out) == DICTUM_OK;
}

bool dictum__reader_has_output(const dictum_reader *reader)
{
    return reader->out_sent < reader->out.len;
}

size_t dictum__reader_waiting(const dictum_reader *reader)
{
    return reader->waiting_count;
}

/* sendmsg() of some bytes, the first of which takes a descriptor along where there is one. */
static ssize_t send_with(int fd, struct iovec part, int file)
{
    union {
        struct cmsghdr head; /* for its alignment */
        char bytes[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (file >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof file);
        memcpy(CMSG_DATA(head), &file, sizeof file);
    }
    return sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Sends at most up to where the next request begins, whose descriptor must go with its own first byte. */
static ssize_t send_piece(dictum_reader *reader)
{
    bool begins = reader->waiting_count > 0 && reader->waiting[0].at == reader->out_sent;
    size_t next = begins ? 1 : 0;
    size_t end = next < reader->waiting_count ? reader->waiting[next].at : reader->out.len;
    const struct iovec piece = {reader->out.data + reader->out_sent, end - reader->out_sent};
    ssize_t sent = send_with(reader->fd, piece, begins ? reader->waiting[0].file : -1);
    if (sent > 0 && begins) {
        reader->waiting_count--;
        memmove(reader->waiting, reader->waiting + 1, reader->waiting_count * sizeof *reader->waiting);
    }
    return sent;
}

bool dictum__reader_send(dictum_reader *reader)
{
    while (dictum__reader_has_output(reader)) {
        ssize_t sent = send_piece(reader);
        if (sent >= 0) {
            reader->out_sent += (size_t)sent;
        } else if (errno != EINTR) {
            return errno == EAGAIN;
        }
    }
    return true;
}

/* recv() without waiting: bytes, 0 at the end, -1 where there is nothing now. */
static ssize_t take(int fd, void *into, size_t room)
{
    ssize_t got;
    do {
        got = recv(fd, into, room, MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got < 0 && errno != EAGAIN) {
        return 0;
    }
    return got;
}

static size_t in_left(const dictum_reader *reader)
{
    return reader->in.len - reader->in_taken;
}

/* Up to `room` bytes of what has come, else of what is coming now; as take(). Many at a time are taken directly. */
static ssize_t take_in(dictum_reader *reader, void *into, size_t room)
{
    ssize_t got;
    if (in_left(reader) == 0 && room >= CHUNK_BYTES) {
        return take(reader->fd, into, room);
    }
    if (in_left(reader) == 0) {
        reader->in.len = reader->in_taken = 0;
        got = take(reader->fd, reader->in.data, CHUNK_BYTES);
        if (got <= 0) {
            return got;
        }
        reader->in.len = (size_t)got;
    }
    room = room < in_left(reader) ? room : in_left(reader);
    memcpy(into, reader->in.data + reader->in_taken, room);
    reader->in_taken += room;
    return (ssize_t)room;
}

static size_t length_in(const unsigned char *head)
{
    size_t length = 0;
    for (unsigned i = 0; i < 4; i++) {
        length |= (size_t)head[1 + i] << (8 * i);
    }
    return length;
}

static dictum_receipt receive_head(dictum_reader *reader, bool *got)
{
    while (reader->head_bytes < DICTUM__FRAME_HEAD_BYTES) {
        ssize_t bytes =
            take_in(reader, reader->head + reader->head_bytes, DICTUM__FRAME_HEAD_BYTES - reader->head_bytes);
        if (bytes <= 0) {
            return bytes == 0 ? DICTUM__RECEIPT_CLOSED : DICTUM__RECEIPT_AGAIN;
        }
        *got = true;
        reader->head_bytes += (size_t)bytes;
    }
    reader->frame_wanted = length_in(reader->head);
    return DICTUM__RECEIPT_FRAME;
}

static void begin_frame(dictum_reader *reader)
{
    if (reader->frame_given) {
        reader->frame_given = false;
        reader->head_bytes = 0;
        dictum__buf_clear(&reader->frame);
    }
}

bool dictum__reader_has_frame(const dictum_reader *reader)
{
    unsigned char head[DICTUM__FRAME_HEAD_BYTES];
    if (in_left(reader) < sizeof head) {
        return false; /* as it is in the midst of a frame, for which all that had come was taken */
    }
    memcpy(head, reader->in.data + reader->in_taken, sizeof head);
    return in_left(reader) - sizeof head >= length_in(head);
}

dictum_receipt dictum__reader_receive(dictum_reader *reader, bool *got)
{
    *got = false;
    begin_frame(reader);
    if (!dictum__buf_reserve(&reader->in, CHUNK_BYTES - reader->in.len)) {
        return DICTUM__RECEIPT_NOMEM;
    }
    if (reader->head_bytes < DICTUM__FRAME_HEAD_BYTES) {
        dictum_receipt head = receive_head(reader, got);
        if (head != DICTUM__RECEIPT_FRAME) {
            return head;
        }
    }
    if (reader->frame_wanted > DICTUM__FRAME_BYTES_MAX) {
        return DICTUM__RECEIPT_BROKEN;
    }
    while (reader->frame.len < reader->frame_wanted) {
        size_t missing = reader->frame_wanted - reader->frame.len;
        size_t chunk = reader->frame.len > CHUNK_BYTES ? reader->frame.len : CHUNK_BYTES;
        chunk = missing < chunk ? missing : chunk;
        if (!dictum__buf_reserve(&reader->frame, chunk)) {
            return DICTUM__RECEIPT_NOMEM;
        }
        ssize_t bytes = take_in(reader, reader->frame.data + reader->frame.len, chunk);
        if (bytes <= 0) {
            return bytes == 0 ? DICTUM__RECEIPT_CLOSED : DICTUM__RECEIPT_AGAIN;
        }
        *got = true;
        reader->frame.len += (size_t)bytes;
        reader->frame.data[reader->frame.len] = '\0';
    }
    reader->frame_given = true;
    return DICTUM__RECEIPT_FRAME;
}
