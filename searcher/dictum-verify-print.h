/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How dictum-verify shows its verdicts: for people, as JSON, and as a page. Part of the program, not of the library. */
#ifndef DICTUM_SEARCHER_DICTUM_VERIFY_PRINT_H
#define DICTUM_SEARCHER_DICTUM_VERIFY_PRINT_H

#include <dictum/verify.h>

#include "lib/program/json.h"

typedef enum dictum_report_format {
    DICTUM__REPORT_TEXT,
    DICTUM__REPORT_JSON,
    DICTUM__REPORT_HTML
} dictum_report_format;

typedef struct dictum_reporter {
    dictum_buf out;
    dictum_report_format format;
    bool colour;
    size_t verdicts[DICTUM_ABSENT + 1]; /* how many of each have been told */
} dictum_reporter;

/* A quotation that was checked, and where it was found. */
typedef struct dictum_checked {
    const char *quotation;
    const char *speaker; /* who is said to have said it; NULL where nobody is */
    bool in_article;
    dictum_range article; /* its bytes in the article's text, where it is from one */
} dictum_checked;

void dictum__report_begin(dictum_reporter *reporter, const char *title);
void dictum__report_verdict(dictum_reporter *reporter, const dictum_checked *checked,
                            const dictum_verification *verification);
/* The sum of them, where there are several, and the end of the page. */
void dictum__report_end(dictum_reporter *reporter);
/* A line of JSON for what went wrong; nothing in other formats. */
void dictum__report_error(dictum_reporter *reporter, const dictum_error *error, size_t line);

#endif
