/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "searcher/dictum-common.h"

#include <errno.h>
#include <stdio.h>

#include "lib/program/options.h"

dictum_status dictum__open_named(const char *const *locations, size_t count, dictum_index **index, dictum_error *error)
{
    dictum_buf standard;
    const char *only;
    dictum__buf_init(&standard, SIZE_MAX / 2);
    if (count == 0) {
        if (!dictum__program_default_index(&standard)) {
            *error = (dictum_error){.code = DICTUM_ARGUMENT, .offset_bytes = DICTUM_NO_OFFSET};
            snprintf(error->text, sizeof error->text, "no index is named, and there is no home for a default one");
            dictum__buf_dispose(&standard);
            return DICTUM_ARGUMENT;
        }
        only = standard.data;
        locations = &only;
        count = 1;
    }
    dictum_status status = dictum_index_open(locations, count, index, error);
    dictum__buf_dispose(&standard);
    return status;
}

char *dictum__join_words(int argc, char **argv, int first)
{
    dictum_buf words;
    dictum__buf_init(&words, SIZE_MAX / 2);
    for (int i = first; i < argc; i++) {
        dictum__buf_append_str(&words, i > first ? " " : "");
        dictum__buf_append_str(&words, argv[i]);
    }
    dictum__buf_append_str(&words, "");
    return dictum__buf_detach(&words);
}

bool dictum__write_out(const dictum_buf *out)
{
    if (dictum__buf_status(out) != DICTUM_OK)
        return false;
    if (out->len > 0)
        fwrite(out->data, 1, out->len, stdout);
    return fflush(stdout) == 0 || errno == EPIPE;
}
