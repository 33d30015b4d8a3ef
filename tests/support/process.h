/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running the programs as a user would. */
#ifndef DICTUM_TESTS_SUPPORT_PROCESS_H
#define DICTUM_TESTS_SUPPORT_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

/* What a program did. `out` and `err` end with a NUL that is not counted. */
typedef struct process_result {
    int status; /* exit status; 128 + the signal that ended it */
    char *out;
    size_t out_bytes;
    char *err;
    size_t err_bytes;
} process_result;

/* Runs `arguments` (ended by NULL), the first being the program's path, with `input` (NULL: none) on standard input.
 * False where it could not be started; the result is empty then. */
bool process_run(const char *const *arguments, const char *input, process_result *result);
void process_dispose(process_result *result);

/* The path of a program of ours: $DICTUM_BIN/name, to be freed; NULL where $DICTUM_BIN is not set or holds no such
 * program. */
char *process_program(const char *name);

#endif
