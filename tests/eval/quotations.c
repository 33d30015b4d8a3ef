/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How right verification is: quotations made by a seed from the statements of an index, true ones and altered ones,
 * each checked against the whole index; prints what became of each kind.
 *
 *     eval_quotations INDEX [COUNT [SEED]]
 *
 * Of every two statements one is for tuning (its hash is even) and one is held back; only the latter count unless
 * $EVAL_TUNING is set, which also shows each quotation that was judged wrongly. With $EVAL_LANGUAGES set, all
 * statements of the languages that words can be put into (tests/eval/disguises.c), and no others. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/hash.h"
#include "lib/schema.h"
#include "tests/eval/disguises.h"

#define VERDICTS (DICTUM_ABSENT + 1)
#define WORDS_MIN 9
#define WORDS_MAX 40
#define TRIES 2000
#define SHOWN 60
#define SLOW_MS 150

typedef struct eval {
    dictum_index *index;
    dictum_analyser *analyser;
    dictum_lexicon *lexicon;
    dictum_atoms atoms, other;
    xap_doc *doc, *other_doc;
    dictum_record record;
    chance dice;
    bool tuning, known_only;
    size_t outcomes[DISGUISES][VERDICTS];
    size_t classes[DISGUISES][DICTUM_CHANGES + 1]; /* of single changes; the last: several */
    size_t shown;
    double *times;
    size_t time_count;
} eval;

static void check(dictum_status status, const dictum_error *err)
{
    if (status == DICTUM_OK)
        return;
    fprintf(stderr, "eval_quotations: %s\n", err->text);
    exit(2);
}

static bool is_held_back(const dictum_record *record)
{
    return dictum__hash_add(DICTUM__HASH_SEED, record->text) >> 20 & 1;
}

/* A random statement; with `lang`, of that language. */
static bool draw(eval *e, dictum_atoms *atoms, xap_doc **doc, dictum_record *record, dictum_slice lang)
{
    dictum_error err;
    for (size_t i = 0; i < TRIES; i++) {
        xap_doc_free(*doc);
        *doc = NULL;
        if (dictum__index_record(e->index, (uint32_t)chance_below(&e->dice, e->index->documents) + 1, doc, record,
                                 &err) != DICTUM_OK)
            continue;
        if (record->text.len > 1 << 16 || (lang.data != NULL && !dictum__slice_equal(lang, record->lang)))
            continue;
        if (lang.data == NULL && !e->known_only && is_held_back(record) == e->tuning)
            continue;
        check(dictum__atoms_make(atoms, e->analyser, e->lexicon, record->text, record->lang, &err), &err);
        if (atoms->count > (size_t)3 * WORDS_MAX && (!e->known_only || disguise_knows(atoms, record->lang)))
            return true;
    }
    return false;
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static bool is_right(disguise kind, dictum_verdict verdict)
{
    return kind < DISGUISE_TRUE ? dictum_verdict_is_true(verdict) : !dictum_verdict_is_true(verdict);
}

/* The class of a single change; DICTUM_CHANGES where there are several or none. */
static dictum_change_class single_class(const dictum_verification *v)
{
    const dictum_source_match *match = dictum_verification_match(v, 0);
    return match != NULL && match->change_count == 1 ? match->changes[0].change : DICTUM_CHANGES;
}

static void show(eval *e, disguise kind, const char *quotation, dictum_slice passage, const dictum_verification *v)
{
    bool wrong = !is_right(kind, dictum_verification_verdict(v));
    if (!e->tuning || (!wrong && e->shown++ >= SHOWN))
        return;
    printf("[%s] %s (%s, %.*s)\n   “%s”\n   “%.*s”\n", disguise_names[kind],
           dictum_verdict_name(dictum_verification_verdict(v)), dictum_change_class_name(single_class(v)),
           (int)e->record.lang.len, e->record.lang.data, quotation, (int)passage.len, passage.data);
    const dictum_source_match *match = dictum_verification_match(v, 0);
    for (size_t i = 0; match != NULL && i < match->change_count; i++)
        printf("      %s: “%s” for “%s”\n", dictum_change_class_name(match->changes[i].change),
               match->changes[i].quotation.text, match->changes[i].archive.text);
}

static void judge(eval *e, disguise kind, const char *quotation, dictum_slice passage)
{
    dictum_error err;
    dictum_verification *v;
    double before = now_ms();
    check(dictum_verify(e->index, quotation, NULL, &v, &err), &err);
    double taken = now_ms() - before;
    e->times[e->time_count++] = taken;
    if (e->tuning && taken > SLOW_MS)
        printf("[slow] %.0f ms: %s\n", taken, quotation);
    dictum_verdict verdict = dictum_verification_verdict(v);
    dictum_change_class class = single_class(v), expected = disguise_class(kind);
    e->outcomes[kind][verdict]++;
    if (verdict == DICTUM_ALTERED)
        e->classes[kind][class]++;
    if (!is_right(kind, verdict) || (verdict == DICTUM_ALTERED && expected != DICTUM_CHANGES && expected != class))
        show(e, kind, quotation, passage, v);
    dictum_verification_free(v);
}

/* Whether the atom before `i` negates. */
static bool is_negation(const dictum_atoms *atoms, size_t i)
{
    return i > 0 && (atoms->items[i - 1].classes & DICTUM__WORD_NEGATION) != 0;
}

static bool make_one(eval *e, disguise kind, dictum_buf *quotation)
{
    dictum_record other;
    word_stock stock = {e->lexicon, &e->other};
    if (!draw(e, &e->atoms, &e->doc, &e->record, (dictum_slice){NULL, 0}) ||
        !draw(e, &e->other, &e->other_doc, &other, e->record.lang))
        return false;
    for (size_t i = 0; i < TRIES; i++) {
        size_t words = WORDS_MIN + chance_below(&e->dice, WORDS_MAX - WORDS_MIN);
        size_t first = chance_below(&e->dice, e->atoms.count - words - 1);
        /* A negation that is cut off is an alteration of its own. */
        if (kind < DISGUISE_TRUE && (is_negation(&e->atoms, first) || is_negation(&e->atoms, first + words + 1)))
            continue;
        /* Brackets and ellipses of the source's own are other matters. */
        dictum_slice passage = {e->atoms.text.data + e->atoms.items[first].start,
                                e->atoms.items[first + words - 1].end - e->atoms.items[first].start};
        if (memchr(passage.data, '[', passage.len) != NULL || dictum__has_ellipsis(passage) ||
            memchr(passage.data, '(', passage.len) != NULL)
            continue;
        if (!disguise_make(kind, &e->atoms, first, first + words, &stock, &e->dice, quotation))
            continue;
        judge(e, kind, quotation->data, passage);
        return true;
    }
    return false;
}

static int compare_times(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static size_t sum(const size_t *counts, size_t from, size_t to)
{
    size_t all = 0;
    for (size_t i = from; i < to; i++)
        all += counts[i];
    return all;
}

static void print_matrix(const eval *e)
{
    size_t true_right = 0, true_all = 0, altered_true = 0, altered_all = 0, class_right = 0, class_all = 0;
    printf("%-20s", "");
    for (size_t v = 0; v < VERDICTS; v++)
        printf("%12s", dictum_verdict_name((dictum_verdict)v));
    printf("   class right\n");
    for (size_t kind = 0; kind < DISGUISES; kind++) {
        const size_t *row = e->outcomes[kind];
        dictum_change_class expected = disguise_class((disguise)kind);
        size_t told = sum(e->classes[kind], 0, DICTUM_CHANGES + 1);
        printf("%-20s", disguise_names[kind]);
        for (size_t v = 0; v < VERDICTS; v++)
            printf("%12zu", row[v]);
        if (expected != DICTUM_CHANGES && told > 0)
            printf("   %5.1f %%", 100.0 * (double)e->classes[kind][expected] / (double)told);
        printf("\n");
        size_t right = sum(row, 0, DICTUM_ALTERED), all = sum(row, 0, VERDICTS);
        if (kind < DISGUISE_TRUE) {
            true_right += right;
            true_all += all;
        } else {
            altered_true += right;
            altered_all += all;
        }
        if (expected != DICTUM_CHANGES) {
            class_right += e->classes[kind][expected];
            class_all += told;
        }
    }
    printf("\ntrue ones recognised: %zu of %zu (%.2f %%)\n", true_right, true_all,
           100.0 * (double)true_right / (double)(true_all > 0 ? true_all : 1));
    printf("altered ones called true: %zu of %zu\n", altered_true, altered_all);
    printf("class of a change right: %zu of %zu (%.1f %%)\n", class_right, class_all,
           100.0 * (double)class_right / (double)(class_all > 0 ? class_all : 1));
    qsort(e->times, e->time_count, sizeof *e->times, compare_times);
    if (e->time_count > 0)
        printf("milliseconds: p50 %.1f, p99 %.1f, most %.1f\n", e->times[e->time_count / 2],
               e->times[e->time_count * 99 / 100], e->times[e->time_count - 1]);
}

int main(int argc, char **argv)
{
    static eval e;
    dictum_error err;
    if (argc < 2) {
        fprintf(stderr, "usage: eval_quotations INDEX [COUNT [SEED]]\n");
        return 2;
    }
    const char *where = argv[1];
    size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : chance_seed();
    e.dice = chance_begin(seed);
    e.tuning = getenv("EVAL_TUNING") != NULL;
    e.known_only = getenv("EVAL_LANGUAGES") != NULL;
    e.times = calloc(count + 1, sizeof *e.times);
    check(dictum_index_open(&where, 1, &e.index, &err), &err);
    check(dictum__analyser_new(&e.analyser, &err), &err);
    check(dictum__lexicon_new(&e.lexicon, &err), &err);
    dictum__atoms_init(&e.atoms);
    dictum__atoms_init(&e.other);
    dictum_buf quotation;
    dictum__buf_init(&quotation, SIZE_MAX / 2);
    for (size_t i = 0, tries = 0; i < count && tries < count * 10; tries++)
        i += make_one(&e, (disguise)(i % DISGUISES), &quotation);
    printf("%s, seed %" PRIu64 ", statements %s\n\n", where, seed,
           e.known_only ? "of languages with words to put in"
           : e.tuning   ? "for tuning"
                        : "held back");
    print_matrix(&e);
    dictum__buf_dispose(&quotation);
    xap_doc_free(e.doc);
    xap_doc_free(e.other_doc);
    dictum__atoms_dispose(&e.atoms);
    dictum__atoms_dispose(&e.other);
    dictum__analyser_free(e.analyser);
    dictum__lexicon_free(e.lexicon);
    dictum_index_free(e.index);
    free(e.times);
    return 0;
}
