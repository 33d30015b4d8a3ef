/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/mail.h"

dictum_status dictum__read_mail(dictum_source *source, dictum_slice bytes, const dictum_reading *reading,
                                dictum_error *err)
{
    (void)source;
    (void)bytes;
    (void)reading;
    return dictum__fail(err, DICTUM_CORRUPT, "not a format that this version reads");
}

dictum_status dictum__read_mbox(dictum_source *source, const dictum_reading *reading, dictum_error *err)
{
    (void)source;
    (void)reading;
    return dictum__fail(err, DICTUM_CORRUPT, "not a format that this version reads");
}
