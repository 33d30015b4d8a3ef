/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/read/odt.h"

dictum_status dictum__read_odt(dictum_slice bytes, dictum_document *document, dictum_error *err)
{
    (void)bytes;
    (void)document;
    return dictum__fail(err, DICTUM_CORRUPT, "not a format that this version reads");
}
