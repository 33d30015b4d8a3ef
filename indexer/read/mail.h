/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mail: messages (RFC 5322, MIME) and mailboxes of them. */
#ifndef DICTUM_INDEXER_READ_MAIL_H
#define DICTUM_INDEXER_READ_MAIL_H

#include "indexer/read/deliver.h"

/* Reads one message: its text is a statement, each attachment another. DICTUM_CORRUPT (it cannot be read; says why),
 * DICTUM_LIMIT, DICTUM_NOMEM, or what the sink returned. */
DICTUM_CHECK_RESULT dictum_status dictum__read_mail(dictum_source *source, dictum_slice bytes,
                                                    const dictum_reading *reading, dictum_error *err);

/* Reads a mailbox message by message: the statement of message n is part n. The same. */
DICTUM_CHECK_RESULT dictum_status dictum__read_mbox(dictum_source *source, const dictum_reading *reading,
                                                    dictum_error *err);

#endif
