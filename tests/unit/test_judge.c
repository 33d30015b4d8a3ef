/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verdicts and classes of change, on pairs of texts: tests/data/verify-cases.txt, and what the judgement points at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "searcher/verify/verifier.h"

typedef struct scene {
    dictum_analyser *analyser;
    dictum_verifier verifier;
} scene;

static int set_up(void **state)
{
    scene *s = calloc(1, sizeof *s);
    assert_non_null(s);
    assert_int_equal(dictum__analyser_new(&s->analyser, NULL), DICTUM_OK);
    dictum__quotation_init(&s->verifier.quotation);
    dictum__atoms_init(&s->verifier.source);
    assert_int_equal(dictum__lexicon_new(&s->verifier.lexicon, NULL), DICTUM_OK);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    scene *s = *state;
    dictum__analyser_free(s->analyser);
    dictum__lexicon_free(s->verifier.lexicon);
    dictum__quotation_dispose(&s->verifier.quotation);
    dictum__atoms_dispose(&s->verifier.source);
    dictum__alignment_dispose(&s->verifier.alignment);
    dictum__judgement_dispose(&s->verifier.judgement);
    free(s);
    return 0;
}

/* Judges a quotation of a text. */
static const dictum_judgement *judge(scene *s, const char *lang, const char *source, const char *quotation)
{
    dictum_error err;
    dictum_record record = {.text = dictum__slice(source), .lang = dictum__slice(lang)};
    s->verifier.is_read = false;
    dictum_status status = dictum__verifier_compare(&s->verifier, s->analyser, dictum__slice(quotation), &record, &err);
    if (status != DICTUM_OK)
        fail_msg("%s: %s", quotation, err.text);
    return &s->verifier.judgement;
}

/* "altered negation, modal", as in the file of cases. */
static void describe(const dictum_judgement *j, char *out, size_t bytes)
{
    size_t used = (size_t)snprintf(out, bytes, "%s", dictum_verdict_name(j->verdict));
    for (size_t i = 0; j->verdict == DICTUM_ALTERED && i < j->changes.count && used < bytes; i++)
        used += (size_t)snprintf(out + used, bytes - used, "%s%s", i > 0 ? ", " : " ",
                                 dictum_change_class_name(j->changes.items[i].class));
}

static char *next_line(char **at)
{
    char *line = *at, *end = line == NULL ? NULL : strchr(line, '\n');
    if (line == NULL || *line == '\0')
        return NULL;
    if (end != NULL)
        *end = '\0';
    *at = end == NULL ? NULL : end + 1;
    return line;
}

static char *read_cases(void)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/verify-cases.txt", getenv("DICTUM_TEST_DATA"));
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    size_t bytes = fread(text, 1, (1 << 20) - 1, file);
    assert_true(bytes > 0 && bytes < (1 << 20) - 1);
    fclose(file);
    return text;
}

/* ¶ to an empty line. */
static void divide_paragraphs(char *text)
{
    for (char *at = strstr(text, "¶"); at != NULL; at = strstr(at, "¶"))
        memcpy(at, "\n\n", 2);
}

static void cases_are_judged_so(void **state)
{
    scene *s = *state;
    char *text = read_cases(), *rest = text, *line, lang[8] = "", *source = NULL;
    size_t judged = 0, wrong = 0;
    while ((line = next_line(&rest)) != NULL) {
        char found[256], *colon = strchr(line, ':');
        if (line[0] == '#' || line[0] == '\0')
            continue;
        assert_non_null(colon);
        *colon = '\0';
        char *quotation = colon + 2;
        if (strncmp(line, "lang ", 5) == 0) {
            snprintf(lang, sizeof lang, "%s", line + 5);
            source = quotation;
            divide_paragraphs(source);
            continue;
        }
        assert_non_null(source);
        describe(judge(s, lang, source, quotation), found, sizeof found);
        judged++;
        if (strcmp(found, line) != 0) {
            wrong++;
            print_error("%s\n  of: %s\n  expected %s, found %s\n", quotation, source, line, found);
        }
    }
    free(text);
    assert_true(judged > 100);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cases_are_judged_so, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
