/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing of text analysis with libFuzzer: any bytes are refused as no UTF-8 or analysed, with and without the
 * short cut for ASCII to the same tokens, whose ranges are in order and inside the text. */
#include <stdlib.h>

#include "lib/analyse.h"
#include "lib/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_ranges(const dictum_analysis *analysis, size_t bytes)
{
    size_t start = 0, end = 0;
    for (size_t i = 0; i < analysis->token_count; i++) {
        const dictum_token *token = &analysis->tokens[i];
        dictum_slice exact = dictum__token_exact(analysis, i);
        if (token->byte_start < start || token->byte_end < end || token->byte_start >= token->byte_end ||
            token->byte_end > bytes || exact.len == 0 || !dictum__utf8_is_valid(exact))
            abort();
        start = token->byte_start;
        end = token->byte_end;
    }
}

static void check_same(const dictum_analysis *a, const dictum_analysis *b)
{
    if (a->token_count != b->token_count || a->sentence_count != b->sentence_count)
        abort();
    for (size_t i = 0; i < a->token_count; i++) {
        const dictum_token *x = &a->tokens[i], *y = &b->tokens[i];
        if (x->byte_start != y->byte_start || x->byte_end != y->byte_end || x->kind != y->kind ||
            x->flags != y->flags || !dictum__slice_equal(dictum__token_exact(a, i), dictum__token_exact(b, i)) ||
            !dictum__slice_equal(dictum__token_folded(a, i), dictum__token_folded(b, i)))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static dictum_analyser *quick, *general;
    if (quick == NULL && dictum__analyser_new(&quick, NULL) != DICTUM_OK)
        abort();
    if (general == NULL && dictum__analyser_new(&general, NULL) != DICTUM_OK)
        abort();
    dictum_slice text = {(const char *)data, size};
    const dictum_analysis *a, *b;
    dictum_status status = dictum__analyse(quick, text, "en", DICTUM__ANALYSE_SENTENCES, &a, NULL);
    if (status != (dictum__utf8_is_valid(text) ? DICTUM_OK : DICTUM_ARGUMENT))
        abort();
    if (status != DICTUM_OK)
        return 0;
    check_ranges(a, size);
    if (dictum__analyse(general, text, "en", DICTUM__ANALYSE_SENTENCES | DICTUM__ANALYSE_GENERAL, &b, NULL) !=
        DICTUM_OK)
        abort();
    check_same(a, b);
    return 0;
}
