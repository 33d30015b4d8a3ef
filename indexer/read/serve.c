/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader process at work. Invariant: every request is answered by exactly one END frame, after all else that belongs
 * to it. */
#include "indexer/read/serve.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/protocol.h"
#include "indexer/read/read.h"

/* Buffers larger than this are given back after use. */
#define KEPT_BYTES ((size_t)16 << 20)

typedef struct server {
    int fd;
    dictum_buf frame;
    dictum_settings settings; /* of the request at hand */
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

/* Reads `count` bytes; *got is less where the peer closed before. */
static dictum_status read_all(int fd, char *bytes, size_t count, size_t *got, dictum_error *err)
{
    *got = 0;
    while (*got < count) {
        ssize_t taken = read(fd, bytes + *got, count - *got);
        if (taken > 0) {
            *got += (size_t)taken;
        } else if (taken == 0 || (taken < 0 && errno == ECONNRESET)) {
            break; /* killed with answers unread: as good as closed */
        } else if (errno == EAGAIN) {
            wait_for(fd, POLLIN);
        } else if (errno != EINTR) {
            return dictum__fail(err, DICTUM_IO, "cannot read from the indexer: %s", strerror(errno));
        }
    }
    return DICTUM_OK;
}

static void start_frame(server *to, dictum__frame kind)
{
    dictum__buf_clear(&to->frame);
    dictum__buf_append_char(&to->frame, (char)kind);
    dictum__buf_append(&to->frame, "\0\0\0", 4);
}

/* Fills in the length and sends the frame. */
static dictum_status send_frame(server *to, dictum_error *err)
{
    size_t len = to->frame.len - DICTUM__FRAME_HEAD_BYTES;
    dictum_status status = dictum__buf_status(&to->frame);

    if (status != DICTUM_OK) {
        return status == DICTUM_LIMIT ? dictum__fail(err, status, "the statement is too large to be handed over")
                                      : dictum__nomem(err);
    }
    for (size_t i = 0; i < 4; i++) {
        to->frame.data[1 + i] = (char)(len >> (8 * i) & 0xFF);
    }
    status = write_all(to->fd, to->frame.data, to->frame.len, err);
    if (to->frame.cap > KEPT_BYTES) {
        dictum__buf_dispose(&to->frame);
        dictum__buf_init(&to->frame, DICTUM__FRAME_HEAD_BYTES + DICTUM__FRAME_BYTES_MAX);
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
    return send_frame(to, err);
}

static dictum_status send_problem(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    server *to = context;

    start_frame(to, DICTUM__FRAME_PART_PROBLEM);
    dictum__place_encode(place, &to->frame);
    dictum__buf_append_str(&to->frame, reason);
    return send_frame(to, err);
}

static dictum_status send_skipped(void *context, const dictum_place *place, const char *reason, dictum_error *err)
{
    server *to = context;

    start_frame(to, DICTUM__FRAME_PART_SKIPPED);
    dictum__place_encode(place, &to->frame);
    dictum__buf_append_str(&to->frame, reason);
    return send_frame(to, err);
}

static dictum_status send_end(server *to, dictum_read_outcome outcome, dictum_slice reason, dictum_error *err)
{
    start_frame(to, DICTUM__FRAME_END);
    dictum__buf_append_char(&to->frame, (char)outcome);
    dictum__buf_append_slice(&to->frame, reason);
    return send_frame(to, err);
}

static dictum_status answer(server *to, const dictum_read_request *request, dictum_buf *reason, dictum_error *err)
{
    const dictum_read_sink sink = {to, send_statement, send_problem, send_skipped};
    dictum_read_outcome outcome = DICTUM__READ_DONE;
    dictum_error detail = {.code = DICTUM_OK};
    dictum_status status = dictum__read_file(request, &sink, &outcome, reason, &detail);

    if (status == DICTUM_DONE) { /* the indexer is gone */
        return status;
    }
    if (status == DICTUM_IO) { /* it cannot be spoken to */
        if (err != NULL) {
            *err = detail;
        }
        return status;
    }
    if (status != DICTUM_OK) { /* the next file may be smaller */
        return send_end(to, DICTUM__READ_PROBLEM, dictum__slice(detail.text), err);
    }
    return send_end(to, outcome, dictum__buf_slice(reason), err);
}

static dictum_status malformed(dictum_error *err)
{
    return dictum__fail(err, DICTUM_IO, "a request of the indexer is malformed");
}

/* Takes a request apart: the path is what is left of it. */
static dictum_status take_apart(server *to, dictum_slice bytes, const char **path, dictum_error *err)
{
    dictum_slice settings;

    if (!dictum__take_counted(&bytes, &settings) || !dictum__settings_decode(settings, &to->settings) ||
        bytes.len == 0 || bytes.len > DICTUM__PATH_BYTES_MAX || memchr(bytes.data, '\0', bytes.len) != NULL) {
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
    dictum_status status = read_all(to->fd, (char *)head, sizeof(head), &got, err);

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
    status = read_all(to->fd, *bytes, len, &got, err);
    (*bytes)[got] = '\0';
    *count = got;
    return status == DICTUM_OK && got < len ? malformed(err) : status;
}

dictum_status dictum__serve(int fd, dictum_error *err)
{
    server to = {.fd = fd};
    dictum_buf reason;
    dictum_status status;

    dictum__buf_init(&to.frame, DICTUM__FRAME_HEAD_BYTES + DICTUM__FRAME_BYTES_MAX);
    dictum__buf_init(&reason, 65536);
    dictum__settings_init(&to.settings);
    do {
        char *bytes = NULL;
        size_t count = 0;
        dictum_read_request request = {.fd = -1, .settings = &to.settings};
        status = take_request(&to, &bytes, &count, err);
        if (status == DICTUM_OK) {
            status = take_apart(&to, (dictum_slice){bytes, count}, &request.path, err);
        }
        if (status == DICTUM_OK) {
            status = answer(&to, &request, &reason, err);
        }
        free(bytes);
    } while (status == DICTUM_OK);
    dictum__buf_dispose(&reason);
    dictum__settings_dispose(&to.settings);
    dictum__buf_dispose(&to.frame);
    return status == DICTUM_DONE ? DICTUM_OK : status;
}
