/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader process at work. Invariants: every request is answered by exactly one END frame, after all else that belongs
 * to it; and a descriptor that comes in is closed before the next request is taken. */
#include "indexer/read/serve.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "indexer/protocol.h"
#include "indexer/read/fence.h"
#include "indexer/read/read.h"

/* A frame of up to this size waits for the one that ends its file, if that is the next one for certain. */
#define WAITING_BYTES_MAX ((size_t)64 << 10)
#define FRAMES_BYTES_MAX (WAITING_BYTES_MAX + DICTUM__FRAME_HEAD_BYTES + DICTUM__FRAME_BYTES_MAX)
/* Buffers larger than this are given back after use. */
#define KEPT_BYTES ((size_t)16 << 20)
/* So much given brings one second more of processor time. */
#define EARNING_BYTES ((uint64_t)1 << 20)

/* Room for more descriptors than any request may bring. */
#define DESCRIPTORS_MAX 4

typedef struct server {
    int fd;
    dictum_limits limits;
    dictum_buf frame;         /* one that waits, and the one that is being made */
    size_t begins;            /* where this one does */
    dictum_settings settings; /* of the request at hand */
    int file;                 /* its descriptor; -1 */
    uint64_t seconds;         /* of processor time it may take until */
    uint64_t earned_bytes;    /* that it has given, not yet turned into a second */
} server;

/* Sleeps until the descriptor is ready, should somebody have made it non-blocking. */
static void wait_for(int fd, short events)
{
    struct pollfd waiting = {.fd = fd, .events = events};

    while (poll(&waiting, 1, -1) < 0 && errno == EINTR) {
    }
}

static dictum_status write_all(int fd, const char *bytes, size_t count, dictum_error *err)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (written < 0 && errno == EAGAIN) {
            wait_for(fd, POLLOUT);
        } else if (written < 0 && (errno == EPIPE || errno == ECONNRESET)) {
            return DICTUM_DONE; /* nobody is there to hear it, or an error */
        } else if (written < 0 && errno != EINTR) {
            return dictum__fail(err, DICTUM_IO, "cannot answer the indexer: %s", strerror(errno));
        }
    }
    return DICTUM_OK;
}

static dictum_status malformed(dictum_error *err)
{
    return dictum__fail(err, DICTUM_IO, "a request of the indexer is malformed");
}

/* Keeps the descriptors that came with a piece of a request. False where they are not one, with its first byte. */
static bool take_descriptors(server *to, struct msghdr *message, bool first)
{
    bool good = true;

    for (struct cmsghdr *head = CMSG_FIRSTHDR(message); head != NULL; head = CMSG_NXTHDR(message, head)) {
        size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) {
            good = false;
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(head) + i * sizeof fd, sizeof fd);
            if (first && to->file < 0) {
                to->file = fd;
            } else {
                close(fd);
                good = false;
            }
        }
    }
    return good;
}

/* A piece of a request: bytes, 0 at the end, -1 on failure. */
static ssize_t take_piece(server *to, struct iovec part, bool first, bool *good)
{
    union {
        struct cmsghdr head; /* for its alignment */
        char bytes[CMSG_SPACE(DESCRIPTORS_MAX * sizeof(int))];
    } control;
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t taken = recvmsg(to->fd, &message, MSG_CMSG_CLOEXEC);

    *good = taken <= 0 || take_descriptors(to, &message, first);
    return taken;
}

/* Reads `count` bytes; *got is less where the peer closed before. `begins`: they are the first of a request. */
static dictum_status read_all(server *to, char *bytes, size_t count, bool begins, size_t *got, dictum_error *err)
{
    *got = 0;
    while (*got < count) {
        bool good;
        ssize_t taken = take_piece(to, (struct iovec){bytes + *got, count - *got}, begins && *got == 0, &good);
        if (!good) {
            return malformed(err);
        }
        if (taken > 0) {
            *got += (size_t)taken;
        } else if (taken == 0 || errno == ECONNRESET) {
            break; /* killed with answers unread: as good as closed */
        } else if (errno == EAGAIN) {
            wait_for(to->fd, POLLIN);
        } else if (errno != EINTR) {
            return dictum__fail(err, DICTUM_IO, "cannot read from the indexer: %s", strerror(errno));
        }
    }
    return DICTUM_OK;
}

static void start_frame(server *to, dictum__frame kind)
{
    to->begins = to->frame.len;
    dictum__buf_append_char(&to->frame, (char)kind);
    dictum__buf_append(&to->frame, "\0\0\0", 4);
}

/* What a large file gives brings it the time for the rest. */
static void earn_time(server *to, size_t bytes)
{
    to->earned_bytes += bytes;
    if (to->earned_bytes >= EARNING_BYTES) {
        to->seconds += to->earned_bytes / EARNING_BYTES;
        to->earned_bytes %= EARNING_BYTES;
        dictum__fence_set_seconds(to->seconds);
    }
}

/* Fills in the length and sends the frame, behind one that has waited. */
static dictum_status send_frame(server *to, bool may_wait, dictum_error *err)
{
    size_t len = to->frame.len - to->begins - DICTUM__FRAME_HEAD_BYTES;
    dictum_status status = dictum__buf_status(&to->frame);

    if (status == DICTUM_OK && len > DICTUM__FRAME_BYTES_MAX) {
        status = DICTUM_LIMIT;
    }
    if (status != DICTUM_OK) {
        to->frame.failed = DICTUM_OK;
        dictum__buf_truncate(&to->frame, to->begins);
        return status == DICTUM_LIMIT ? dictum__fail(err, status, "the statement is too large to be handed over")
                                      : dictum__nomem(err);
    }
    for (size_t i = 0; i < 4; i++) {
        to->frame.data[to->begins + 1 + i] = (char)(len >> (8 * i) & 0xFF);
    }
    earn_time(to, to->frame.len - to->begins);
    if (may_wait && to->frame.len <= WAITING_BYTES_MAX) {
        return DICTUM_OK;
    }
    status = write_all(to->fd, to->frame.data, to->frame.len, err);
    dictum__buf_clear(&to->frame);
    if (to->frame.cap > KEPT_BYTES) {
        dictum__buf_dispose(&to->frame);
        dictum__buf_init(&to->frame, FRAMES_BYTES_MAX);
    }
    return status;
}

static dictum_status send_statement(void *context, const dictum_place *place, const dictum_record *record,
                                    dictum_error *err)
{
    server *to = context;

    start_frame(to, DICTUM__FRAME_STATEMENT);
    dictum__place_encode(place, &to->frame);
    dictum__record_encode(record, &to->frame);
    return send_frame(to, place->last, err);
}

static dictum_status send_problem(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    server *to = context;

    start_frame(to, DICTUM__FRAME_PART_PROBLEM);
    dictum__place_encode(place, &to->frame);
    dictum__buf_append_str(&to->frame, reason);
    return send_frame(to, false, err);
}

static dictum_status send_skipped(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    server *to = context;

    start_frame(to, DICTUM__FRAME_PART_SKIPPED);
    dictum__place_encode(place, &to->frame);
    dictum__buf_append_str(&to->frame, reason);
    return send_frame(to, false, err);
}

static dictum_status send_end(server *to, dictum_read_outcome outcome, dictum_slice reason, dictum_error *err)
{
    start_frame(to, DICTUM__FRAME_END);
    dictum__buf_append_char(&to->frame, (char)outcome);
    dictum__buf_append_slice(&to->frame, reason);
    return send_frame(to, false, err);
}

/* The reason for a file that memory did not suffice for. */
static dictum_status send_nomem(server *to, dictum_buf *reason, dictum_error *err)
{
    dictum_status status;

    dictum__buf_clear(reason);
#ifdef DICTUM__SANITIZED
    dictum__buf_append_str(reason, "it needs more memory than there is");
#else
    dictum__buf_appendf(reason, "it needs more than %u MB of memory", to->limits.memory_mb);
#endif
    status = send_end(to, DICTUM__READ_PROBLEM, dictum__buf_slice(reason), err);
    return status == DICTUM_OK ? dictum__nomem(err) : status;
}

static dictum_status answer(server *to, const dictum_read_request *request, dictum_buf *reason, dictum_error *err)
{
    const dictum_read_sink sink = {to, send_statement, send_problem, send_skipped};
    dictum_read_outcome outcome = DICTUM__READ_DONE;
    dictum_error detail = {.code = DICTUM_OK};
    dictum_status status;

    to->earned_bytes = 0;
    to->seconds = dictum__fence_seconds_used() + to->limits.cpu_seconds;
    dictum__fence_set_seconds(to->seconds);
    errno = 0; /* of the file before */
    status = dictum__read_file(request, &sink, &outcome, reason, &detail);
    if (status == DICTUM_DONE) { /* the indexer is gone */
        return status;
    }
    if (status == DICTUM_IO) { /* it cannot be spoken to */
        if (err != NULL) {
            *err = detail;
        }
        return status;
    }
    if (status == DICTUM_NOMEM) {
        return send_nomem(to, reason, err);
    }
    if (status != DICTUM_OK) { /* the next file may be smaller */
        return send_end(to, DICTUM__READ_PROBLEM, dictum__slice(detail.text), err);
    }
    return send_end(to, outcome, dictum__buf_slice(reason), err);
}

/* Takes a request apart: the path is what is left of it. Each but standard input must have brought its file. */
static dictum_status take_apart(server *to, dictum_slice bytes, const char **path, dictum_error *err)
{
    dictum_slice settings;

    if (!dictum__take_counted(&bytes, &settings) || !dictum__settings_decode(settings, &to->settings) ||
        bytes.len == 0 || bytes.len > DICTUM__PATH_BYTES_MAX || memchr(bytes.data, '\0', bytes.len) != NULL) {
        return malformed(err);
    }
    if ((to->file < 0) != (bytes.len == 1 && bytes.data[0] == '-')) {
        return malformed(err);
    }
    *path = bytes.data; /* a NUL stands behind the request */
    return DICTUM_OK;
}

/* The bytes of one request: DICTUM_DONE where the peer has closed instead. */
static dictum_status take_request(server *to, char **bytes, size_t *count, dictum_error *err)
{
    unsigned char head[4];
    size_t got, len;
    dictum_status status = read_all(to, (char *)head, sizeof(head), true, &got, err);

    if (status != DICTUM_OK) {
        return status;
    }
    if (got == 0) {
        return DICTUM_DONE;
    }
    len = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    if (got < sizeof(head) || len == 0 || len > DICTUM__REQUEST_BYTES_MAX) {
        return malformed(err);
    }
    *bytes = malloc(len + 1);
    if (*bytes == NULL) {
        return dictum__nomem(err);
    }
    status = read_all(to, *bytes, len, false, &got, err);
    (*bytes)[got] = '\0';
    *count = got;
    return status == DICTUM_OK && got < len ? malformed(err) : status;
}

/* One request and its answer: DICTUM_DONE where there is none any more. */
static dictum_status serve_one(server *to, dictum_buf *reason, dictum_error *err)
{
    char *bytes = NULL;
    size_t count = 0;
    dictum_read_request request = {.settings = &to->settings};
    dictum_status status = take_request(to, &bytes, &count, err);

    if (status == DICTUM_OK) {
        status = take_apart(to, (dictum_slice){bytes, count}, &request.path, err);
    }
    if (status == DICTUM_OK) {
        request.fd = to->file;
        status = answer(to, &request, reason, err);
    }
    if (to->file >= 0) {
        close(to->file);
        to->file = -1;
    }
    free(bytes);
    return status;
}

dictum_status dictum__serve(int fd, const dictum_limits *limits, dictum_error *err)
{
    server to = {.fd = fd, .limits = *limits, .file = -1};
    dictum_buf reason;
    dictum_status status;

    dictum__buf_init(&to.frame, FRAMES_BYTES_MAX);
    dictum__buf_init(&reason, 65536);
    dictum__settings_init(&to.settings);
    do {
        status = serve_one(&to, &reason, err);
    } while (status == DICTUM_OK);
    dictum__buf_dispose(&reason);
    dictum__settings_dispose(&to.settings);
    dictum__buf_dispose(&to.frame);
    return status == DICTUM_DONE ? DICTUM_OK : status;
}
