/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/subtitles.h"

dictum_status dictum__read_subtitles(dictum_slice text, dictum_document *document, dictum_error *err)
{
    (void)text;
    (void)document;
    return dictum__fail(err, DICTUM_CORRUPT, "not a format that this version reads");
}
