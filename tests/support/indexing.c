/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/indexing.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/support/process.h"
#include "tests/support/temp.h"

char *indexing_records(const char *folder, const char *lines, size_t bytes)
{
    char *program = process_program("dictum-index");
    char *records = temp_path(folder, "records.jsonl"), *place = temp_path(folder, "index");
    const char *const arguments[] = {program, "--quiet", "--index", place, records, NULL};
    process_result result = {0};
    bool done = program != NULL && temp_write(records, lines, bytes) && process_run(arguments, NULL, &result);
    if (done && result.status != 0) {
        fprintf(stderr, "dictum-index: exit status %d\n%s%s", result.status, result.out, result.err);
        done = false;
    }
    process_dispose(&result);
    free(program);
    free(records);
    if (done)
        return place;
    free(place);
    return NULL;
}
