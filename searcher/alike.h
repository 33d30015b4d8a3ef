/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folding: matches whose texts are the same, or almost (lib/sketch.h), stand as one hit, the first of them in the order
 * of the results. */
#ifndef DICTUM_SEARCHER_ALIKE_H
#define DICTUM_SEARCHER_ALIKE_H

#include "lib/error.h"
#include "lib/xapian_c/xap.h"

typedef struct dictum_alike {
    size_t *first; /* of each item of the mset: the number of the item that it is folded into, or its own */
    size_t count;  /* items */
    size_t kept;   /* of them stand by themselves */
} dictum_alike;

/* `remote`: a database of the mset is. DICTUM_NOMEM, DICTUM_STALE, DICTUM_CORRUPT, DICTUM_IO. *out is disposed of in
 * either case. */
DICTUM_CHECK_RESULT dictum_status dictum__find_alike(xap_mset *mset, bool remote, dictum_alike *out, dictum_error *err);
void dictum__alike_dispose(dictum_alike *fold);

#endif
