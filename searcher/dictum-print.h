/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How dictum-search shows what it found: for people, and as JSON. Part of the program, not of the library. */
#ifndef DICTUM_SEARCHER_DICTUM_PRINT_H
#define DICTUM_SEARCHER_DICTUM_PRINT_H

#include <dictum/search.h>

#include "lib/program/json.h"

typedef struct dictum_printer {
    dictum_buf out;
    bool json;
    bool colour;
} dictum_printer;

/* What the summary says beside the result itself. */
typedef struct dictum_summary {
    const dictum_result *result;
    double time_ms;
    unsigned facets; /* as they were asked for */
} dictum_summary;

void dictum__print_result(dictum_printer *printer, const dictum_summary *summary);
/* The paths of the hits, each once, with the byte `end` behind it (as they are where that is NUL); of a statement that
 * has none its id. False where memory ran out. */
bool dictum__print_paths(dictum_printer *printer, const dictum_result *result, char end);
void dictum__print_statement(dictum_printer *printer, const dictum_statement *statement);
/* The last line of JSON when the program ends with status 2; nothing in text. */
void dictum__print_error(dictum_printer *printer, const dictum_error *error);

#endif
