/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The write stage that a test of indexing uses: in bulk, or through Xapian's interface where DICTUM_TEST_STAGE says
 * "xapian". Such tests are run with both. */
#ifndef DICTUM_TEST_STAGE_H
#define DICTUM_TEST_STAGE_H

#include <stdlib.h>
#include <string.h>

#include "indexer/write_stage.h"

static inline const dictum_write_stage *test_stage(void)
{
    const char *wanted = getenv("DICTUM_TEST_STAGE");
    return wanted != NULL && strcmp(wanted, dictum__write_stage_xapian.name) == 0 ? &dictum__write_stage_xapian
                                                                                  : &dictum__write_stage_glass;
}

#endif
