/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people paste: tests/data/pasted-queries.txt has a query a line and, behind a tab, how a reader would take it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/query.h"

static void each_is_understood_as_a_reader_would(void **state)
{
    dictum_analyser *analyser;
    char path[4096], line[1024];
    const char *data = getenv("DICTUM_TEST_DATA");
    size_t count = 0;
    (void)state;
    assert_non_null(data);
    (void)snprintf(path, sizeof path, "%s/pasted-queries.txt", data);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(dictum__analyser_new(&analyser, NULL), DICTUM_OK);
    while (fgets(line, sizeof line, file) != NULL) {
        dictum_query *query;
        dictum_error error;
        char *tab = strchr(line, '\t');
        assert_non_null(tab);
        *tab = '\0';
        tab[1 + strcspn(tab + 1, "\n")] = '\0';
        if (dictum__query_parse(analyser, dictum__slice(line), false, false, &query, &error) != DICTUM_OK)
            fail_msg("%s: %s", line, error.text);
        if (strcmp(query->normal, tab + 1) != 0)
            fail_msg("%s was understood as %s, not %s", line, query->normal, tab + 1);
        dictum__query_free(query);
        count++;
    }
    assert_true(count > 100);
    (void)fclose(file);
    dictum__analyser_free(analyser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_is_understood_as_a_reader_would)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
