/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Helpers of the tests of text analysis. Nothing here shares code with what is tested, save the UTF-8 and buffer
 * modules, which have tests of their own. */
#include "tests/support/analysis.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "lib/utf8.h"

uint64_t test_seed(const char *who)
{
    const char *given = getenv("DICTUM_TEST_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    printf("%s: DICTUM_TEST_SEED=%llu\n", who, (unsigned long long)seed);
    fflush(stdout);
    return seed;
}

test_random test_random_begin(uint64_t seed)
{
    test_random random = {seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
    if (random.state == 0)
        random.state = 1;
    return random;
}

uint32_t test_below(test_random *random, uint32_t limit)
{
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return (uint32_t)(((random->state * UINT64_C(0x2545F4914F6CDD1D)) >> 32) % limit);
}

uint32_t test_code_point(test_random *random)
{
    static const uint32_t blocks[][2] = {{0x0001, 0x007f},   {0x0080, 0x024f},   {0x0250, 0x036f},   {0x0370, 0x052f},
                                         {0x0530, 0x06ff},   {0x0700, 0x0dff},   {0x0e00, 0x0fff},   {0x1000, 0x109f},
                                         {0x1100, 0x11ff},   {0x1200, 0x1aff},   {0x1b00, 0x1fff},   {0x2000, 0x206f},
                                         {0x2070, 0x2bff},   {0x3000, 0x33ff},   {0x4e00, 0x4fff},   {0xa000, 0xabff},
                                         {0xac00, 0xd7ff},   {0xe000, 0xf8ff},   {0xf900, 0xfaff},   {0xfb00, 0xffff},
                                         {0x10000, 0x11fff}, {0x1d000, 0x1d7ff}, {0x1e000, 0x1faff}, {0x20000, 0x2ffff},
                                         {0xe0000, 0xe01ef}, {0x1, 0xd7ff},      {0xe000, 0x10ffff}};
    const uint32_t *block = blocks[test_below(random, sizeof blocks / sizeof blocks[0])];
    return block[0] + test_below(random, block[1] - block[0] + 1);
}

void test_append_one_of(test_random *random, dictum_buf *out, const char *const *table, size_t count)
{
    dictum__buf_append_str(out, table[test_below(random, (uint32_t)count)]);
}

void test_write_tokens(const dictum_analysis *analysis, dictum_buf *out)
{
    dictum__buf_clear(out);
    for (size_t i = 0; i < analysis->token_count; i++) {
        const dictum_token *token = &analysis->tokens[i];
        if (i > 0)
            dictum__buf_append_char(out, ' ');
        dictum__buf_append_slice(out, dictum__token_exact(analysis, i));
        if (token->folded_bytes > 0) {
            dictum__buf_append_char(out, '|');
            dictum__buf_append_slice(out, dictum__token_folded(analysis, i));
        }
        dictum_slice forms[DICTUM__TOKEN_FORMS_MAX];
        size_t count = dictum__token_forms(analysis, i, forms);
        for (size_t form = token->folded_bytes > 0 ? 2 : 1; form < count; form++) {
            dictum__buf_append_char(out, '~');
            dictum__buf_append_slice(out, forms[form]);
        }
        dictum__buf_appendf(out, "@%u-%u:%c%s%s%s%s", token->byte_start, token->byte_end, "wng"[token->kind],
                            token -> flags &DICTUM__TOKEN_PARAGRAPH ? "P" : "",
                            token->flags &DICTUM__TOKEN_SENTENCE ? "S" : "",
                            token->flags &DICTUM__TOKEN_GLUED ? "G" : "",
                            token->kind == DICTUM__TOKEN_GRAPHEME && token->flags & DICTUM__TOKEN_UNIT ? "U" : "");
    }
    assert_int_equal(dictum__buf_status(out), DICTUM_OK);
}

void test_write_joins(const dictum_analysis *analysis, dictum_buf *out)
{
    dictum__buf_clear(out);
    for (size_t i = 0; i < analysis->join_count; i++) {
        const dictum_join *join = &analysis->joins[i];
        dictum__buf_append_str(out, i > 0 ? " " : "");
        dictum__buf_append_slice(out, dictum__join_exact(analysis, i));
        if (join->folded_bytes > 0) {
            dictum__buf_append_char(out, '|');
            dictum__buf_append_slice(out, dictum__join_folded(analysis, i));
        }
        dictum__buf_appendf(out, "@%u+%u:%c", join->first, join->count, "nlbh"[join->kind]);
    }
    assert_int_equal(dictum__buf_status(out), DICTUM_OK);
}

void test_write_forms(const dictum_analysis *analysis, dictum_buf *out)
{
    dictum__buf_clear(out);
    for (size_t i = 0; i < analysis->token_count; i++) {
        if (i > 0)
            dictum__buf_append_char(out, ' ');
        dictum__buf_append_slice(out, dictum__token_exact(analysis, i));
    }
    assert_int_equal(dictum__buf_status(out), DICTUM_OK);
}

const dictum_analysis *test_analyse(dictum_analyser *analyser, dictum_slice text, const char *lang, unsigned flags)
{
    const dictum_analysis *analysis = NULL;
    dictum_error error = {.text = ""};
    if (dictum__analyse(analyser, text, lang, flags, &analysis, &error) != DICTUM_OK)
        fail_msg("%s", error.text);
    return analysis;
}

dictum_analyser *test_analyser_new(void)
{
    dictum_analyser *analyser = NULL;
    assert_int_equal(dictum__analyser_new(&analyser, NULL), DICTUM_OK);
    return analyser;
}

const char *test_corpus(const char *name)
{
    static char path[4096];
    struct stat found;
    const char *corpora = getenv("DICTUM_CORPORA");
    if (corpora == NULL || corpora[0] == '\0')
        return NULL;
    snprintf(path, sizeof path, "%s/%s", corpora, name);
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode) ? path : NULL;
}

bool test_read_file(const char *path, dictum_buf *out)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    dictum_buf raw;
    dictum__buf_init(&raw, SIZE_MAX);
    char chunk[65536];
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
        dictum__buf_append(&raw, chunk, got);
    bool whole = ferror(file) == 0;
    fclose(file);
    dictum__buf_clear(out);
    dictum__utf8_append_repaired(out, dictum__buf_slice(&raw));
    dictum__buf_dispose(&raw);
    return whole && dictum__buf_status(out) == DICTUM_OK;
}
