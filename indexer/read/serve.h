/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader process at work for an indexer: indexer/protocol.h. */
#ifndef DICTUM_INDEXER_READ_SERVE_H
#define DICTUM_INDEXER_READ_SERVE_H

#include "lib/error.h"

/* Answers requests on `fd` until the peer closes it: DICTUM_OK. DICTUM_IO where the peer breaks the protocol or is gone
 * in the middle of an answer, DICTUM_NOMEM. */
DICTUM_CHECK_RESULT dictum_status dictum__serve(int fd, dictum_error *err);

#endif
