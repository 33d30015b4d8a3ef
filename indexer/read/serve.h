/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader process at work for an indexer: indexer/protocol.h. */
#ifndef DICTUM_INDEXER_READ_SERVE_H
#define DICTUM_INDEXER_READ_SERVE_H

#include "indexer/limits.h"
#include "lib/error.h"

/* Answers requests on `fd` until the peer closes it: DICTUM_OK. DICTUM_IO where the peer breaks the protocol or is gone
 * in the middle of an answer. DICTUM_NOMEM where a file needed more memory than there is: its answer is complete, but
 * libraries may be in any state. SIGXCPU ends the process where a file takes too long. */
DICTUM_CHECK_RESULT dictum_status dictum__serve(int fd, const dictum_limits *limits, dictum_error *err);

#endif
