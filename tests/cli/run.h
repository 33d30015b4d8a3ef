/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the tests of programs call them: each has a function run_with() of its own. cmocka.h must stand before. */
#ifndef DICTUM_TESTS_CLI_RUN_H
#define DICTUM_TESTS_CLI_RUN_H

#include <string.h>

#define ARGUMENTS(...)                                                                                                 \
    (const char *const[])                                                                                              \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }
#define run(self, input, ...)                                                                                          \
    run_with((self), (input), ARGUMENTS(__VA_ARGS__), sizeof(ARGUMENTS(__VA_ARGS__)) / sizeof(char *))

static inline void contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" does not contain \"%s\"", text, part);
    }
}

#endif
