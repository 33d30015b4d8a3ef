/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/csv.h"

dictum_status dictum__read_csv(dictum_source *source, dictum_slice text, const dictum_reading *reading,
                               dictum_error *err)
{
    (void)source;
    (void)text;
    (void)reading;
    return dictum__fail(err, DICTUM_CORRUPT, "not a format that this version reads");
}
