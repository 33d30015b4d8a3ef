/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One location of an index: a directory with shards (lib/shards.h), whatever else Xapian can open there, such as a
 * single database, or host:port where a xapian-tcpsrv serves one. What is served stays as it was when it was opened,
 * until it is opened anew; whether it is whole is the serving side's matter. */
#ifndef DICTUM_SEARCHER_LOCATION_H
#define DICTUM_SEARCHER_LOCATION_H

#include "lib/error.h"
#include "lib/shards.h"

/* What tells that another generation has been put in place; zeros where there is no stub file. */
typedef struct dictum_stub_state {
    uint64_t inode;
    int64_t changed_s, changed_ns;
} dictum_stub_state;

typedef struct dictum_location {
    const char *name;       /* the caller's */
    dictum_stub_state stub; /* just before it was opened */
    dictum_shard_list list; /* empty where there is no stub file of ours */
    xap_db **shards;        /* each of the list by itself */
    bool is_remote;
} dictum_location;

/* Opens what is at `name`, checks that this program may search it, and adds it to `all`. DICTUM_NOT_FOUND,
 * DICTUM_CORRUPT, DICTUM_VERSION, DICTUM_STALE, DICTUM_IO, DICTUM_NOMEM, DICTUM_INTERNAL; *out is empty then. */
DICTUM_CHECK_RESULT dictum_status dictum__location_open(const char *name, xap_db *all, dictum_location *out,
                                                        dictum_error *err);
void dictum__location_close(dictum_location *location);

/* Whether another generation has been put in place since. */
DICTUM_CHECK_RESULT dictum_status dictum__location_has_moved(const dictum_location *location, bool *moved,
                                                             dictum_error *err);

/* Whether the statements that the newest shard replaces are retired in the others. If not, the writer is just about to
 * retire them, or was ended before it could. */
DICTUM_CHECK_RESULT dictum_status dictum__location_is_whole(const dictum_location *location, bool *whole,
                                                            dictum_error *err);

#endif
