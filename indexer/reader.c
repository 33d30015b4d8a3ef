/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One reader process. Invariants: no call waits for it, but stop(), which kills it first; and no more memory is
 * set aside for a frame than twice what has come of it. */
#include "indexer/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/protocol.h"

#define CHUNK_BYTES 65536

void dictum__reader_init(dictum_reader *reader)
{
    memset(reader, 0, sizeof *reader);
    reader->fd = -1;
    dictum__buf_init(&reader->out, 4 * DICTUM__REQUEST_BYTES_MAX);
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

static int spawn(pid_t *pid, const char *program, int fd, bool takes_stdin, bool quiet)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char name[] = "dictum-read", serve[] = "--serve";
    char *argv[] = {name, serve, NULL};
    char *environment[] = {NULL}; /* nothing of ours is a reader's business */
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed != 0) {
        return failed;
    }
    failed = posix_spawnattr_init(&attributes);
    if (failed == 0) {
        failed = set_up(&actions, &attributes, fd, takes_stdin, quiet);
        if (failed == 0) {
            failed = posix_spawn(pid, program, &actions, &attributes, argv, environment);
        }
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return failed;
}

dictum_status dictum__reader_start(dictum_reader *reader, const char *program, bool takes_stdin, bool quiet,
                                   dictum_error *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return dictum__fail(err, DICTUM_IO, "cannot talk to a reader: %s", strerror(errno));
    }
    int failed = spawn(&reader->pid, program, ends[1], takes_stdin, quiet);
    (void)close(ends[1]);
    if (failed != 0) {
        reader->pid = 0;
        (void)close(ends[0]);
        return dictum__fail(err, DICTUM_IO, "cannot start %s: %s", program, strerror(failed));
    }
    reader->fd = ends[0];
    return DICTUM_OK;
}

void dictum__reader_stop(dictum_reader *reader, dictum_buf *how, int *exit_status)
{
    int state = 0;
    if (how != NULL) {
        dictum__buf_clear(how);
    }
    if (exit_status != NULL) {
        *exit_status = -1;
    }
    if (reader->pid > 0) {
        (void)close(reader->fd);
        /* One that is ending already keeps the reason that it has. */
        (void)kill(reader->pid, SIGKILL);
        while (waitpid(reader->pid, &state, 0) < 0 && errno == EINTR) {
        }
        if (how != NULL && WIFSIGNALED(state)) {
            dictum__buf_appendf(how, "the reader ended with signal %d (%s)", WTERMSIG(state),
                                strsignal(WTERMSIG(state)));
        } else if (how != NULL) {
            dictum__buf_appendf(how, "the reader ended with status %d", WEXITSTATUS(state));
        }
        if (exit_status != NULL && WIFEXITED(state)) {
            *exit_status = WEXITSTATUS(state);
        }
    }
    dictum__buf_dispose(&reader->out);
    dictum__buf_dispose(&reader->frame);
    dictum__reader_init(reader);
}

bool dictum__reader_request(dictum_reader *reader, const char *path, dictum_slice settings)
{
    size_t path_bytes = strlen(path), length = dictum__varint_bytes(settings.len) + settings.len + path_bytes;
    if (!dictum__reader_has_output(reader)) {
        dictum__buf_clear(&reader->out);
        reader->out_sent = 0;
    }
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

bool dictum__reader_send(dictum_reader *reader)
{
    while (dictum__reader_has_output(reader)) {
        ssize_t sent = send(reader->fd, reader->out.data + reader->out_sent, reader->out.len - reader->out_sent,
                            MSG_DONTWAIT | MSG_NOSIGNAL);
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

static dictum_receipt receive_head(dictum_reader *reader, bool *got)
{
    while (reader->head_bytes < DICTUM__FRAME_HEAD_BYTES) {
        ssize_t bytes =
            take(reader->fd, reader->head + reader->head_bytes, DICTUM__FRAME_HEAD_BYTES - reader->head_bytes);
        if (bytes <= 0) {
            return bytes == 0 ? DICTUM__RECEIPT_CLOSED : DICTUM__RECEIPT_AGAIN;
        }
        *got = true;
        reader->head_bytes += (size_t)bytes;
    }
    reader->frame_wanted = 0;
    for (unsigned i = 0; i < 4; i++) {
        reader->frame_wanted |= (size_t)reader->head[1 + i] << (8 * i);
    }
    return DICTUM__RECEIPT_FRAME;
}

dictum_receipt dictum__reader_receive(dictum_reader *reader, bool *got)
{
    *got = false;
    if (reader->frame_given) {
        reader->frame_given = false;
        reader->head_bytes = 0;
        dictum__buf_clear(&reader->frame);
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
        ssize_t bytes = take(reader->fd, reader->frame.data + reader->frame.len, chunk);
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
