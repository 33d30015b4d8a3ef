/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the writer over Xapian: what its two halves share. */
#ifndef DICTUM_INDEXER_WRITER_XAPIAN_H
#define DICTUM_INDEXER_WRITER_XAPIAN_H

#include "indexer/store.h"
#include "indexer/writer.h"
#include "lib/xapian_c/xap_write.h"

struct dictum_writer {
    dictum_store *store;
    xap_wdb *wdb;
    dictum_postings *postings;
    dictum_buf term, value;
    size_t commit_bytes;     /* a commit is due after as much text */
    size_t text_bytes;       /* written since the last commit */
    size_t changes;          /* since the last commit */
    uint64_t changes_before; /* by earlier runs since the generation was made */
    uint64_t changes_now;    /* by this run */
};

#endif
