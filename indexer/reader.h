/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One reader process and the connection to it: requests out, frames in, never waiting. What the frames mean is
 * the pool's business (indexer/readers.h). */
#ifndef DICTUM_INDEXER_READER_H
#define DICTUM_INDEXER_READER_H

#include <sys/types.h>
#include <time.h>

#include "indexer/limits.h"
#include "lib/buf.h"

/* So many requests may wait to be sent. */
#define DICTUM__READER_REQUESTS_MAX 2

typedef struct dictum_reader {
    pid_t pid; /* 0: not running */
    int fd;    /* our end of the socket pair; -1 */
    bool has_clock;
    clockid_t clock; /* of its processor time */
    dictum_buf out;
    size_t out_sent; /* bytes of `out` that are on their way */
    struct {
        size_t at;                          /* its first byte in `out` */
        int file;                           /* goes with that byte; -1 where there is none */
    } waiting[DICTUM__READER_REQUESTS_MAX]; /* requests of which no byte has been sent */
    size_t waiting_count;
    dictum_buf in;         /* what has come and belongs to no frame yet */
    size_t in_taken;       /* so much of it does */
    unsigned char head[8]; /* of the frame that is coming in */
    size_t head_bytes;
    size_t frame_wanted; /* length of its payload, once the head is whole */
    dictum_buf frame;    /* the payload so far */
    bool frame_given;    /* the frame was whole at the last call */
} dictum_reader;

typedef enum dictum_receipt {
    DICTUM__RECEIPT_FRAME,  /* one is whole: its kind in head[0], its payload in `frame` */
    DICTUM__RECEIPT_AGAIN,  /* nothing more there now */
    DICTUM__RECEIPT_CLOSED, /* the process has closed its end */
    DICTUM__RECEIPT_BROKEN, /* what came is no frame */
    DICTUM__RECEIPT_NOMEM
} dictum_receipt;

/* How to start one. */
typedef struct dictum_reader_start_options {
    const char *program;
    dictum_limits limits;
    bool takes_stdin; /* it inherits our standard input */
    bool quiet;       /* what it prints on standard error is dropped */
} dictum_reader_start_options;

/* How one ended. */
typedef struct dictum_reader_end {
    int exit_status;  /* -1 where it did not exit */
    int signal;       /* that it died of; 0 */
    bool closed;      /* it lived on with its connection closed, until we ended it */
    uint64_t peak_mb; /* the most memory that it had at a time */
} dictum_reader_end;

void dictum__reader_init(dictum_reader *reader);
/* DICTUM_IO where it cannot be started. */
DICTUM_CHECK_RESULT dictum_status dictum__reader_start(dictum_reader *reader,
                                                       const dictum_reader_start_options *options, dictum_error *err);
/* Ends the process. It can be started again. */
void dictum__reader_stop(dictum_reader *reader);
/* The same for one that has closed its connection, which is waited for a little, as it is probably ending by itself. */
void dictum__reader_bury(dictum_reader *reader, dictum_reader_end *how);

/* The processor time that the process has used, in whole seconds; 0 where that cannot be told. */
uint64_t dictum__reader_cpu_seconds(const dictum_reader *reader);

/* Why it has ended, in one line for a person: `out` is emptied first. `given_bytes` is what it gave of the file that it
 * was reading. */
void dictum__reader_explain(const dictum_reader_end *how, const dictum_limits *limits, uint64_t given_bytes,
                            dictum_buf *out);

/* Adds a request to what is to be sent, at most DICTUM__READER_REQUESTS_MAX at a time; `settings` are encoded
 * (indexer/settings.h). `file` (-1: none) goes with it and must stay open until it is sent. False where memory ran
 * out. */
bool dictum__reader_request(dictum_reader *reader, const char *path, int file, dictum_slice settings);
/* How many requests it cannot know of yet. */
size_t dictum__reader_waiting(const dictum_reader *reader);
bool dictum__reader_has_output(const dictum_reader *reader);
/* Sends what the connection takes; false where it is closed. */
bool dictum__reader_send(dictum_reader *reader);
/* Whether the next frame is there as a whole, so that it is taken in without a look at the connection. */
bool dictum__reader_has_frame(const dictum_reader *reader);
/* Takes in what is there, up to the end of one frame. `*got` says whether any byte came. After FRAME, `frame` may be
 * detached, and the next call begins the next one. */
dictum_receipt dictum__reader_receive(dictum_reader *reader, bool *got);

#endif
