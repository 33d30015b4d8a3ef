/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All databases behind an index, as one, and in one state.
 *
 * A writer publishes a shard by the stub file, or changes one by a commit, and then retires in the others what is
 * replaced. So that no statement is missing and none is there twice, what is open must have been there at one moment,
 * and that moment must not be the one between both steps. The first is so where nothing has changed from before the
 * first database was opened until after the last was; the second is what dictum__location_is_whole() says. Where a
 * writer was ended between both, and nobody has written since, readers go on with what there is. */
#ifndef DICTUM_SEARCHER_DATABASES_H
#define DICTUM_SEARCHER_DATABASES_H

#include "searcher/location.h"

typedef struct dictum_databases {
    xap_db *all;
    dictum_location *locations;
    size_t count;
} dictum_databases;

/* Opens what is at each of the names, which stay the caller's, and must stay. The codes of dictum__location_open(). */
DICTUM_CHECK_RESULT dictum_status dictum__databases_open(char *const *names, size_t count, dictum_databases *out,
                                                         dictum_error *err);
void dictum__databases_close(dictum_databases *databases);

/* Sees what has been written since: cheap when nothing has. When this fails, they are to be opened anew; DICTUM_STALE
 * where another generation is in place. */
DICTUM_CHECK_RESULT dictum_status dictum__databases_refresh(dictum_databases *databases, bool *changed,
                                                            dictum_error *err);

#endif
