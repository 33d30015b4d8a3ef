/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One reader process and the connection to it: requests out, frames in, never waiting. What the frames mean is
 * the pool's business (indexer/readers.h). */
#ifndef DICTUM_INDEXER_READER_H
#define DICTUM_INDEXER_READER_H

#include <sys/types.h>

#include "lib/buf.h"

typedef struct dictum_reader {
    pid_t pid; /* 0: not running */
    int fd;    /* our end of the socket pair; -1 */
    dictum_buf out;
    size_t out_sent;       /* bytes of `out` that are on their way */
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

void dictum__reader_init(dictum_reader *reader);
/* `takes_stdin`: it inherits our standard input. DICTUM_IO where it cannot be started. */
DICTUM_CHECK_RESULT dictum_status dictum__reader_start(dictum_reader *reader, const char *program, bool takes_stdin,
                                                       bool quiet, dictum_error *err);
/* Ends the process; `how` (emptied first; may be NULL) says in one line how it ended, and `*exit_status` (may be
 * NULL) is its exit status, or -1. It can be started again. */
void dictum__reader_stop(dictum_reader *reader, dictum_buf *how, int *exit_status);

/* Adds a request to what is to be sent; `settings` are encoded (indexer/settings.h). False where memory ran out. */
bool dictum__reader_request(dictum_reader *reader, const char *path, dictum_slice settings);
bool dictum__reader_has_output(const dictum_reader *reader);
/* Sends what the connection takes; false where it is closed. */
bool dictum__reader_send(dictum_reader *reader);
/* Takes in what is there, up to the end of one frame. `*got` says whether any byte came. After FRAME, `frame` may be
 * detached, and the next call begins the next one. */
dictum_receipt dictum__reader_receive(dictum_reader *reader, bool *got);

#endif
