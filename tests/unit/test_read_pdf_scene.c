/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of PDF share. */
#include "test_read_pdf_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char *const harbour[] = {"The harbour board has met for the third time this year, and it has",
                               "found that the northern breakwater needs to be repaired before the next",
                               "winter. The work will begin in May.", NULL};
const char *const ferries[] = {"Ferries to the outer islands will leave from the second quay while the",
                               "work goes on, at the usual times.", NULL};

void read_pdf(read_scene *scene, const char *name, pdf_maker *pdf)
{
    size_t count;
    char *bytes = pdf_finish(pdf, &count);

    read_bytes(scene, name, bytes, count);
    free(bytes);
}

void expect_text(read_scene *scene, pdf_maker *pdf, const char *text)
{
    read_pdf(scene, "a.pdf", pdf);
    if (scene->statements != 1) {
        fail_msg("no statement: %s", scene->reason);
    }
    assert_string_equal(scene->found[0].text, text);
    assert_string_equal(scene->found[0].type, "pdf");
}

uint64_t page_of(const read_scene *scene, const char *words)
{
    dictum_record record = {.pages = {scene->found[0].pages, scene->found[0].pages_bytes}};
    const char *at = strstr(scene->found[0].text, words);

    assert_non_null(at);
    return dictum__record_page(&record, (size_t)(at - scene->found[0].text));
}

double add(pdf_maker *pdf, double y, const char *const *lines)
{
    return pdf_lines(pdf, LEFT, y, SIZE, LEAD, lines);
}

void begin_titled(pdf_maker *pdf, double size, const char *heading)
{
    pdf_begin(pdf);
    pdf_add_page(pdf);
    pdf_text(pdf, LEFT, 100, size, heading);
    add(pdf, 140, harbour);
}
