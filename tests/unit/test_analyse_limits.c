/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text analysis at its limits: endless words, marks and lines are done in good time, and each allocation that fails in
 * turn gives DICTUM_NOMEM and leaves nothing behind. Linked with --wrap=malloc, calloc, realloc and free: our own
 * allocations only, because ICU 72 does not survive every failure of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/support/analysis.h"

/* ---- memory that runs out --------------------------------------------------------------------------------------- */

void *__real_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes);
void *__real_realloc(void *memory, size_t bytes);
void __real_free(void *memory);
void *__wrap_malloc(size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
void *__wrap_realloc(void *memory, size_t bytes);
void __wrap_free(void *memory);

static bool counting;
static size_t allowed; /* allocations that succeed before one fails */
static size_t failures;
static long live; /* blocks of ours that are not freed */

static bool fails(void)
{
    if (!counting || allowed-- > 0)
        return false;
    allowed = SIZE_MAX; /* one only: what comes after it must still go well */
    failures++;
    return true;
}

void *__wrap_malloc(size_t bytes)
{
    void *memory = fails() ? NULL : __real_malloc(bytes);
    live += memory != NULL;
    return memory;
}

void *__wrap_calloc(size_t count, size_t bytes)
{
    void *memory = fails() ? NULL : __real_calloc(count, bytes);
    live += memory != NULL;
    return memory;
}

void *__wrap_realloc(void *memory, size_t bytes)
{
    void *moved = fails() ? NULL : __real_realloc(memory, bytes);
    live += memory == NULL && moved != NULL;
    return moved;
}

void __wrap_free(void *memory)
{
    live -= memory != NULL;
    __real_free(memory);
}

/* Words, digits, folded forms, graphemes of three scripts with dictionaries or without, two paragraphs. */
static const char sample[] =
    "The company's 3½ million “naïve” customers don't agree. L’État n'a qu'une voix; Łódź, Αθήνα, ёлка!\n\n"
    "我们相信東京タワー. ภาษาไทย ភាសាខ្មែរ עברית صلى 33.107 x\u0302\u0323 İstanbul ﷺ. It ends here. Mr. Smith left.";

static dictum_status analyse_afresh(size_t *tokens)
{
    dictum_analyser *fresh = NULL;
    const dictum_analysis *analysis = NULL;
    dictum_error error = {.code = DICTUM_OK};
    dictum_status status = dictum__analyser_new(&fresh, &error);
    if (status == DICTUM_OK)
        status = dictum__analyse(fresh, DICTUM_SLICE(sample), "en", DICTUM__ANALYSE_SENTENCES, &analysis, &error);
    assert_int_equal(error.code, status);
    assert_true((analysis == NULL) == (status != DICTUM_OK));
    *tokens = analysis == NULL ? 0 : analysis->token_count;
    dictum__analyser_free(fresh);
    return status;
}

static void each_allocation_that_fails_gives_nomem_and_leaves_nothing(void **state)
{
    (void)state;
    size_t whole, tokens;
    assert_int_equal(analyse_afresh(&whole), DICTUM_OK); /* ICU loads what it then keeps */
    long before = live;
    size_t turn = 0;
    for (;; turn++) {
        counting = true;
        allowed = turn;
        failures = 0;
        dictum_status status = analyse_afresh(&tokens);
        counting = false;
        assert_int_equal(live, before);
        if (failures == 0)
            break;
        assert_int_equal(status, DICTUM_NOMEM);
    }
    assert_int_equal(tokens, whole);
    print_message("%zu allocations\n", turn);
    assert_true(turn > 10);
}

static void an_analyser_goes_on_after_memory_ran_out(void **state)
{
    (void)state;
    dictum_analyser *used = test_analyser_new();
    const dictum_analysis *analysis;
    for (size_t turn = 0;; turn++) {
        counting = true;
        allowed = turn;
        failures = 0;
        dictum_status status =
            dictum__analyse(used, DICTUM_SLICE(sample), "en", DICTUM__ANALYSE_SENTENCES, &analysis, NULL);
        counting = false;
        if (failures == 0)
            break;
        assert_int_equal(status, DICTUM_NOMEM);
        assert_null(analysis);
        assert_int_equal(test_analyse(used, DICTUM_SLICE("one two"), NULL, 0)->token_count, 2);
    }
    dictum__analyser_free(used);
}

/* ---- endless texts ---------------------------------------------------------------------------------------------- */

/* Far above what any takes (a few tens of milliseconds), and far below what quadratic time would. */
#define SECONDS_MAX 20.0

static const dictum_analysis *analyse_in_time(dictum_analyser *analyser, dictum_slice text, const char *what)
{
    clock_t begin = clock();
    const dictum_analysis *analysis = test_analyse(analyser, text, "en", DICTUM__ANALYSE_SENTENCES);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    print_message("%-24s %8zu tokens %8zu sentences %6.0f ms\n", what, analysis->token_count, analysis->sentence_count,
                  seconds * 1000);
    assert_true(seconds < SECONDS_MAX);
    return analysis;
}

/* `unit` again and again behind `start`, to at least `bytes`. */
static dictum_slice repeat(dictum_buf *out, const char *start, const char *unit, size_t bytes)
{
    dictum__buf_clear(out);
    dictum__buf_append_str(out, start);
    while (out->len < bytes)
        dictum__buf_append_str(out, unit);
    assert_int_equal(dictum__buf_status(out), DICTUM_OK);
    return dictum__buf_slice(out);
}

static void endless_texts_are_analysed_in_good_time(void **state)
{
    (void)state;
    static const struct {
        const char *what, *start, *unit;
        size_t bytes, tokens;
    } table[] = {
        {"one word", "", "a", 1000000, 1},
        {"one word with accents", "", "é", 1000000, 1},
        {"one number", "", "7", 1000000, 1},
        {"words", "", "word ", 1000000, 200000},
        {"words without breaks", "", "word—", 1000000, 142858},
        {"sentences", "", "A word. ", 1000000, 250000},
        {"abbreviations", "", "Mr. ", 1000000, 250000},
        {"initials", "", "A.", 1000000, 500000},
        {"apostrophes", "", "a'", 1000000, 1},
        {"quotes", "", "'", 1000000, 0},
        {"elisions", "", "l'", 1000000, 500000},
        {"spaces", "", " ", 1000000, 0},
        {"line breaks", "", "\n", 1000000, 0},
        {"paragraphs", "", "a\n\n", 1000000, 333334},
        {"lines of spaces", "a", "\n           b", 1000000, 0},
        {"full stops", "a", ".", 1000000, 1},
        {"marks", "a", "\u0301", 200001, 1},
        {"many kinds of marks", "a", "\u0301\u0323\u0308\u05B4\u0653", 200001, 1},
        {"marks alone", "", "\u0301", 200000, 0},
        {"iotas below", "α", "\u0345\u0301", 200001, 1},
        {"ignorable", "a", "\u00AD", 200001, 1},
        {"hangul jamo", "", "ᄀ", 300000, 0},
        {"Han", "", "中", 1000000, 333334},
        {"kana", "", "ア", 1000000, 333334},
        {"Thai", "", "กา", 600000, 200000},
        {"Khmer", "", "ក្ក", 600000, 0},
        {"Thai marks", "ก", "\u0E48", 300000, 1},
        {"expanding ligatures", "", "ﷺ", 300000, 300001},
        {"emoji", "", "👩\u200D", 300000, 0},
        {"flags", "", "🇩", 300000, 0},
    };
    dictum_analyser *analyser = test_analyser_new();
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        dictum_slice slice = repeat(&text, table[i].start, table[i].unit, table[i].bytes);
        const dictum_analysis *analysis = analyse_in_time(analyser, slice, table[i].what);
        if (table[i].tokens > 0)
            assert_int_equal(analysis->token_count, table[i].tokens);
    }
    dictum__buf_dispose(&text);
    dictum__analyser_free(analyser);
}

/* A paragraph of more than a mebibyte is taken in pieces that end at a space; no token is lost or torn there. */
static void a_long_paragraph_is_taken_in_pieces_between_words(void **state)
{
    (void)state;
    dictum_analyser *analyser = test_analyser_new();
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    const dictum_analysis *analysis =
        analyse_in_time(analyser, repeat(&text, "", "elsewhere né ", 5000000), "a long paragraph");
    assert_int_equal(analysis->token_count, text.len / strlen("elsewhere né ") * 2);
    for (size_t i = 0; i < analysis->token_count; i++) {
        assert_int_equal(analysis->tokens[i].exact_bytes, i % 2 == 0 ? 9 : 3);
        assert_int_equal((analysis->tokens[i].flags & DICTUM__TOKEN_PARAGRAPH) != 0, i == 0);
        assert_false(analysis->tokens[i].flags & DICTUM__TOKEN_GLUED);
    }
    analysis = analyse_in_time(analyser, repeat(&text, "", "é", 3000000), "a word beyond a piece");
    size_t at = 0;
    for (size_t i = 0; i < analysis->token_count; at = analysis->tokens[i++].byte_end)
        assert_int_equal(analysis->tokens[i].byte_start, at);
    assert_int_equal(at, text.len);
    dictum__buf_dispose(&text);
    dictum__analyser_free(analyser);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_that_fails_gives_nomem_and_leaves_nothing),
        cmocka_unit_test(an_analyser_goes_on_after_memory_ran_out),
        cmocka_unit_test(endless_texts_are_analysed_in_good_time),
        cmocka_unit_test(a_long_paragraph_is_taken_in_pieces_between_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
