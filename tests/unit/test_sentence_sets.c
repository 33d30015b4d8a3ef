/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole texts, of invented organisations, in the languages that have lists: tests/data/sentences/<language>.txt has one
 * sentence a line and an empty line between paragraphs. The lines of a paragraph, joined by spaces, must be divided
 * again as they were; and as lines of a text too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/sentence.h"

#define SENTENCES_MAX 64

/* A paragraph of a set. */
typedef struct paragraph {
    char text[16384];
    size_t len;
    size_t starts[SENTENCES_MAX + 1]; /* of its sentences, and its end */
    size_t count;
} paragraph;

static dictum_sentences *sentences;

/* Reads the next paragraph, with `joint` between its lines; false at the end. */
static bool read_paragraph(FILE *file, char joint, paragraph *out)
{
    char line[2048];
    out->len = out->count = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        size_t len = strcspn(line, "\n");
        assert_int_equal(line[len], '\n');
        if (len == 0 && out->count > 0)
            break;
        if (len == 0)
            continue;
        assert_true(out->count < SENTENCES_MAX && out->len + len + 1 < sizeof out->text);
        if (out->count > 0)
            out->text[out->len++] = joint;
        out->starts[out->count++] = out->len;
        memcpy(out->text + out->len, line, len);
        out->len += len;
    }
    out->starts[out->count] = out->len;
    return out->count > 0;
}

/* The number of borders that are missing or too many; each is printed. */
static size_t check_paragraph(const paragraph *p, const char *lang)
{
    size_t wrong = 0, next = 1, end = 0;
    dictum__sentences_begin(sentences, (dictum_slice){p->text, p->len}, lang, 0);
    while (dictum__sentences_next(sentences, &end)) {
        for (; p->starts[next] < end; next++, wrong++)
            print_message("%s: no border before \"%.40s\"\n", lang, p->text + p->starts[next]);
        if (p->starts[next] == end) {
            next++;
            continue;
        }
        print_message("%s: a border before \"%.40s\"\n", lang, p->text + end);
        wrong++;
    }
    assert_int_equal(next, p->count + 1);
    return wrong;
}

static size_t check_set(const char *lang, char joint)
{
    char path[4096];
    const char *data = getenv("DICTUM_TEST_DATA");
    assert_non_null(data);
    snprintf(path, sizeof path, "%s/sentences/%s.txt", data, lang);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    static paragraph p;
    size_t count = 0, wrong = 0;
    while (read_paragraph(file, joint, &p)) {
        wrong += check_paragraph(&p, lang);
        count += p.count;
    }
    fclose(file);
    print_message("%s: %zu sentences, %zu wrong borders\n", lang, count, wrong);
    assert_true(count >= 40);
    return wrong;
}

static const char *const langs[] = {"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv"};

static void sentences_joined_by_spaces_are_divided_again(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof langs / sizeof langs[0]; i++)
        wrong += check_set(langs[i], ' ');
    assert_int_equal(wrong, 0);
}

static void sentences_joined_by_line_breaks_are_divided_again(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof langs / sizeof langs[0]; i++)
        wrong += check_set(langs[i], '\n');
    assert_int_equal(wrong, 0);
}

static int begin_all(void **state)
{
    (void)state;
    return dictum__sentences_new(&sentences, NULL) == DICTUM_OK ? 0 : -1;
}

static int end_all(void **state)
{
    (void)state;
    dictum__sentences_free(sentences);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_joined_by_spaces_are_divided_again),
        cmocka_unit_test(sentences_joined_by_line_breaks_are_divided_again),
    };
    return cmocka_run_group_tests(tests, begin_all, end_all);
}
