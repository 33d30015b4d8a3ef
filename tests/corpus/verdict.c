/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing failures out. Text analysis is dictum's here: it is shown, not judged by. */
#include "tests/corpus/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#include "lib/analyse.h"

#define AROUND 40 /* bytes shown before and behind the run */
#define NAMES_SHOWN 5

static void print_tokens(const char *side, const char *text, size_t len)
{
    dictum_analyser *analyser;
    const dictum_analysis *analysis;
    dictum_error error;
    growing line = {0};
    if (dictum__analyser_new(&analyser, &error) != DICTUM_OK)
        return;
    growing_add_str(&line, "");
    if (dictum__analyse(analyser, (dictum_slice){text, len}, NULL, 0, &analysis, &error) == DICTUM_OK) {
        for (size_t i = 0; i < analysis->token_count; i++) {
            dictum_slice exact = dictum__token_exact(analysis, i), folded = dictum__token_folded(analysis, i);
            growing_add_str(&line, i > 0 ? " " : "");
            growing_add(&line, exact.data, exact.len);
            if (folded.data != exact.data) {
                growing_add_str(&line, "|");
                growing_add(&line, folded.data, folded.len);
            }
        }
    }
    print_error("  %s, dictum's tokens: %s\n", side, line.data);
    growing_dispose(&line);
    dictum__analyser_free(analyser);
}

static void print_words(const char *side, shelf *scanner, const char *text, size_t len)
{
    word_list list = {0};
    growing line = {0};
    const forms *table = shelf_forms(scanner);
    words_read(&list, shelf_forms(scanner), &words_rules_today, text, len, true);
    growing_add_str(&line, "");
    for (size_t i = 0; i < list.count; i++) {
        const word *w = &list.items[i];
        const uint32_t further[] = {w->folded != w->exact ? w->folded : 0, w->signed_exact, w->joined_exact};
        growing_add_str(&line, i > 0 ? " " : "");
        forms_write(table, w->exact, &line);
        for (size_t k = 0; k < sizeof further / sizeof further[0]; k++) {
            growing_add_str(&line, further[k] != 0 ? "|" : "");
            forms_write(table, further[k], &line);
        }
    }
    print_error("  %s, scanner's words: %s\n", side, line.data);
    growing_dispose(&line);
    word_list_dispose(&list);
}

/* The first documents that are in one list and not in the other. */
static void print_difference(const verdict *v, const char *what, const finds *in, const finds *other)
{
    size_t count = 0;
    for (size_t i = 0, k = 0; i < in->count; i++) {
        while (k < other->count && other->items[k] < in->items[i])
            k++;
        if (k < other->count && other->items[k] == in->items[i])
            continue;
        if (count++ < NAMES_SHOWN && in->items[i] < v->documents->count)
            print_error("  %s: %s\n", what, v->documents->items[in->items[i]].name);
    }
    if (count > 0)
        print_error("  %s: %zu in all\n", what, count);
}

void verdict_print(const verdict *v)
{
    const char *text = v->documents->items[v->document].document.text;
    size_t start = v->start > AROUND ? v->start - AROUND : 0, end = strlen(text);
    if (end - v->end > AROUND)
        end = v->end + AROUND;
    while (start > 0 && ((unsigned char)text[start] & 0xc0) == 0x80)
        start--;
    while (((unsigned char)text[end] & 0xc0) == 0x80)
        end++;
    print_error("seed %llu, %s: %s\n  drawn from: %s\n  its run: %.*s\n  searched for: %s\n  query: %s\n",
                (unsigned long long)v->seed, v->documents->label, v->what, v->documents->items[v->document].name,
                (int)(v->end - v->start), text + v->start, v->given, v->query);
    print_difference(v, "missed", v->expected, v->found);
    print_difference(v, "false", v->found, v->expected);
    print_tokens("query", v->query, strlen(v->query));
    print_words("query", v->scanner, v->query, strlen(v->query));
    print_tokens("document", text + start, end - start);
    print_words("document", v->scanner, text + start, end - start);
}
