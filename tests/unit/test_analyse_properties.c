/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What holds of the analysis of every text, tried on random ones; the seed is printed, and DICTUM_TEST_SEED sets it.
 * With DICTUM_CORPORA the files of some corpora are tried too. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "lib/utf8.h"
#include "tests/support/analysis.h"

static uint64_t seed;

/* What meets the borders of the rules: apostrophes, elisions, a final s, dots, underscores, digits, quotes, line
 * breaks. */
static const char *const ascii_pieces[] = {
    "'",  "'",  "'s", "s'",  "s",  "l'",    "d'",   "qu'",   "dell'", "jusqu'", "a",  "b",    "l",       "t",
    "S",  "Qu", "1",  "23",  "0",  ".",     ".",    ",",     "_",     "_",      "\"", "\"",   "-",       " ",
    " ",  " ",  "\n", ";",   ":",  "1.5",   "!",    "? ",    "x_y",   "`",      "@",  "\x01", "\x7f",    "\t",
    "un", "''", "n",  "m'",  "ll", "word ", "c",    "j'",    "2s",    "'2",     ". ", "A. ",  "\r",      "Mr. ",
    "#",  "&",  "/",  "+",   "x",  "~",     "(",    ") ",    "$",     "%",      "^",  "=",    "http://", "++",
    " #", " @", "C",  "-\n", "- ", "1,000", " 000", "1.000", "'000"};

/* Bidirectional controls are among what is tested. NOLINTBEGIN(misc-misleading-bidirectional) */
static const char *const other_pieces[] = {
    "’",  "‘",      "·",        "l·l",      "é",         "e\xCC\x81", "\xCC\x81", "\u00AD", "\u200D",
    "½",  "ﬁ",      "™",        "日",       "本",        "カ",        "ท",        "ำ",      "ី",
    "한", "ㄱ",     "ب",        "\u064E",   "ש",         "\"",        "״",        "３",     "٣",
    "—",  "\u00A0", "\u2028",   "\u3000",   "。",        "”",         "ı",        "İ",      "œ",
    "ﷺ",  "☃",      "😀",        "ß",        "Σ",         "ё",         "\u0345",   "ä",      "မ",
    "ာ",  "\u3099", "ー",       "〆",       "㌔",        "ǽ",         "·",        "§",      "§ ",
    "§ ", "℠",      "\u00AD\n", "\u2010\n", "\u00A0000", "＃",        "´",        "ʼ",      "৴",
    "Ⅷ",  "²",      "\u202E",   "\u2066",   "ᩅ",         "ꦗ",         "𗀀",     "が",     "\u034F"};
/* NOLINTEND(misc-misleading-bidirectional) */

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* Appends `pieces` random pieces; of `other_in_8` in 8 are not ASCII, and of those some are any code point at all. */
static void append_random(test_random *random, dictum_buf *out, uint32_t pieces, uint32_t other_in_8)
{
    for (uint32_t i = 0; i < pieces; i++) {
        if (test_below(random, 8) >= other_in_8)
            test_append_one_of(random, out, ascii_pieces, COUNT(ascii_pieces));
        else if (test_below(random, 3) > 0)
            test_append_one_of(random, out, other_pieces, COUNT(other_pieces));
        else
            dictum__buf_append_code_point(out, test_code_point(random));
    }
}

static bool is_border(dictum_slice text, size_t at)
{
    return at == text.len || ((unsigned char)text.data[at] & 0xC0) != 0x80;
}

static void fail_on(dictum_slice text, const char *what)
{
    for (size_t i = 0; i < text.len; i++)
        fprintf(stderr, "\\x%02x", (unsigned char)text.data[i]);
    fail_msg("%s (seed %llu): '%.*s'", what, (unsigned long long)seed, (int)text.len, text.data);
}

/* Whether the bytes [start, end) are one character with the marks that normalisation keeps with it. */
static bool is_one_character(dictum_slice text, size_t start, size_t end)
{
    UErrorCode icu = U_ZERO_ERROR;
    const UNormalizer2 *nfkc_casefold = unorm2_getNFKCCasefoldInstance(&icu);
    assert_true(U_SUCCESS(icu));
    dictum__utf8_next(text, &start);
    while (start < end) {
        UChar32 c = (UChar32)dictum__utf8_next(text, &start);
        if (c != 0x0345 && unorm2_hasBoundaryBefore(nfkc_casefold, c)) /* iota below folds to a letter, but is a mark */
            return false;
    }
    return true;
}

static void check_token(dictum_slice text, const dictum_analysis *analysis, size_t i)
{
    const dictum_token *token = &analysis->tokens[i];
    assert_true(token->byte_start < token->byte_end && token->byte_end <= text.len);
    assert_true(is_border(text, token->byte_start) && is_border(text, token->byte_end));
    /* White space inside a token stands behind a section sign only. */
    size_t word = token->byte_end;
    while (word > token->byte_start && (unsigned char)text.data[word - 1] > ' ')
        word--;
    if (word > token->byte_start)
        assert_memory_equal(dictum__token_exact(analysis, i).data, "§", strlen("§"));
    dictum_slice forms[DICTUM__TOKEN_FORMS_MAX];
    size_t form_count = dictum__token_forms(analysis, i, forms);
    assert_in_range(form_count, 1, DICTUM__TOKEN_FORMS_MAX);
    for (size_t form = 0; form < form_count; form++)
        assert_true(forms[form].len > 0 && dictum__utf8_is_valid(forms[form]));
    dictum_slice exact = dictum__token_unsigned(analysis, i, forms[0]);
    bool letter = false, digit = false;
    for (size_t at = 0; at < exact.len;) {
        UChar32 c = (UChar32)dictum__utf8_next(exact, &at);
        assert_false(c >= 'A' && c <= 'Z');
        assert_false(u_isUWhiteSpace(c));
        digit = digit || u_isdigit(c);
        uint32_t mask = U_GET_GC_MASK(c);
        letter = letter || (u_isUAlphabetic(c) && !(mask & U_GC_M_MASK)) || (mask & (U_GC_NL_MASK | U_GC_NO_MASK));
    }
    if (token->kind != DICTUM__TOKEN_GRAPHEME) {
        assert_int_equal(token->kind, letter ? DICTUM__TOKEN_WORD : DICTUM__TOKEN_NUMBER);
        assert_true(letter || digit);
        assert_true(token->flags & DICTUM__TOKEN_UNIT);
    }
    if (i == 0) {
        assert_int_equal(token->flags & (DICTUM__TOKEN_PARAGRAPH | DICTUM__TOKEN_GLUED), DICTUM__TOKEN_PARAGRAPH);
        return;
    }
    const dictum_token *before = token - 1;
    assert_true(token->byte_start >= before->byte_start && token->byte_end >= before->byte_end);
    if (token->byte_start < before->byte_end)
        assert_true(is_one_character(text, token->byte_start, before->byte_end));
    for (size_t at = before->byte_end; at < token->byte_start; at++)
        if (strchr(" \t\r\n", text.data[at]) != NULL)
            assert_false(token->flags & DICTUM__TOKEN_GLUED);
}

/* The sentences hold all tokens, each once, in order; their ranges hold the tokens' and begin and end with no space. */
static void check_sentences(dictum_slice text, const dictum_analysis *analysis)
{
    size_t next = 0, from = 0;
    for (size_t s = 0; s < analysis->sentence_count; s++) {
        const dictum_sentence *sentence = &analysis->sentences[s];
        assert_int_equal(sentence->first_token, next);
        assert_true(sentence->last_token > sentence->first_token);
        assert_true(sentence->byte_start < sentence->byte_end && sentence->byte_end <= text.len);
        assert_true(is_border(text, sentence->byte_start) && is_border(text, sentence->byte_end));
        if (sentence->byte_start < from)
            fail_on(text, "sentences overlap");
        assert_null(strchr(" \t\r\n", text.data[sentence->byte_start]));
        assert_null(strchr(" \t\r\n", text.data[sentence->byte_end - 1]));
        for (size_t i = sentence->first_token; i < sentence->last_token; i++) {
            const dictum_token *token = &analysis->tokens[i];
            assert_true(token->byte_start >= sentence->byte_start && token->byte_end <= sentence->byte_end);
            bool first = i == sentence->first_token;
            assert_int_equal((token->flags & DICTUM__TOKEN_SENTENCE) != 0, first);
            if ((token->flags & DICTUM__TOKEN_PARAGRAPH) != 0)
                assert_true(first);
        }
        next = sentence->last_token;
        from = sentence->byte_end;
    }
    assert_int_equal(next, analysis->token_count);
}

static bool same_analysis(const dictum_analysis *a, const dictum_analysis *b)
{
    if (a->token_count != b->token_count || a->sentence_count != b->sentence_count || a->join_count != b->join_count)
        return false;
    for (size_t i = 0; i < a->token_count; i++) {
        const dictum_token *x = &a->tokens[i], *y = &b->tokens[i];
        if (x->byte_start != y->byte_start || x->byte_end != y->byte_end || x->kind != y->kind ||
            x->flags != y->flags || x->folded_bytes != y->folded_bytes || x->sign_front_bytes != y->sign_front_bytes ||
            x->sign_back_bytes != y->sign_back_bytes ||
            !dictum__slice_equal(dictum__token_exact(a, i), dictum__token_exact(b, i)) ||
            !dictum__slice_equal(dictum__token_folded(a, i), dictum__token_folded(b, i)))
            return false;
    }
    for (size_t i = 0; i < a->join_count; i++) {
        const dictum_join *x = &a->joins[i], *y = &b->joins[i];
        if (x->first != y->first || x->count != y->count || x->kind != y->kind ||
            !dictum__slice_equal(dictum__join_exact(a, i), dictum__join_exact(b, i)) ||
            !dictum__slice_equal(dictum__join_folded(a, i), dictum__join_folded(b, i)))
            return false;
    }
    return a->sentence_count == 0 || memcmp(a->sentences, b->sentences, a->sentence_count * sizeof *a->sentences) == 0;
}

static void token_ranges_and_sentences_are_in_order_and_on_borders(void **state)
{
    (void)state;
    static const char *const langs[] = {"en", "de", "fr", "und", "xx-not a code", ""};
    test_random random = test_random_begin(seed);
    dictum_analyser *analyser = test_analyser_new();
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (int round = 0; round < 40000; round++) {
        dictum__buf_clear(&text);
        append_random(&random, &text, test_below(&random, 40), test_below(&random, 9));
        dictum_slice slice = dictum__buf_slice(&text);
        const dictum_analysis *analysis =
            test_analyse(analyser, slice, langs[test_below(&random, COUNT(langs))], DICTUM__ANALYSE_SENTENCES);
        for (size_t i = 0; i < analysis->token_count; i++)
            check_token(slice, analysis, i);
        check_sentences(slice, analysis);
    }
    dictum__buf_dispose(&text);
    dictum__analyser_free(analyser);
}

static void any_code_points_at_all_can_be_analysed(void **state)
{
    (void)state;
    test_random random = test_random_begin(seed + 1);
    dictum_analyser *analyser = test_analyser_new();
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (int round = 0; round < 20000; round++) {
        dictum__buf_clear(&text);
        for (uint32_t i = test_below(&random, 60); i > 0; i--)
            dictum__buf_append_code_point(&text, test_code_point(&random));
        dictum_slice slice = dictum__buf_slice(&text);
        const dictum_analysis *analysis = test_analyse(analyser, slice, NULL, DICTUM__ANALYSE_SENTENCES);
        for (size_t i = 0; i < analysis->token_count; i++)
            check_token(slice, analysis, i);
        check_sentences(slice, analysis);
    }
    dictum__buf_dispose(&text);
    dictum__analyser_free(analyser);
}

/* Appends a paragraph that holds no empty line, and is no empty line itself. */
static void append_paragraph(test_random *random, dictum_buf *text)
{
    size_t begin = text->len;
    append_random(random, text, 1 + test_below(random, 12), 3);
    dictum__buf_append_char(text, '.');
    for (size_t i = begin; i < text->len; i++)
        if (text->data[i] == '\n')
            text->data[i] =
                i > begin && strchr(" \t\r", text->data[i - 1]) == NULL && text->data[i - 1] != '\n' ? '\n' : 'n';
    while (begin < text->len && strchr(" \t\r\n", text->data[begin]) != NULL)
        text->data[begin++] = 'z';
}

static void the_analysis_of_a_text_is_that_of_its_paragraphs(void **state)
{
    (void)state;
    static const char *const gaps[] = {"\n\n", "\n \t\n", "\r\n\r\n", "\n\n\n\n"};
    test_random random = test_random_begin(seed + 2);
    dictum_analyser *whole = test_analyser_new(), *alone = test_analyser_new();
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (int round = 0; round < 5000; round++) {
        struct {
            size_t begin, end;
        } paragraphs[5];
        size_t count = 1 + test_below(&random, 5), token = 0;
        dictum__buf_clear(&text);
        for (size_t p = 0; p < count; p++) {
            paragraphs[p].begin = text.len;
            append_paragraph(&random, &text);
            paragraphs[p].end = text.len;
            test_append_one_of(&random, &text, gaps, COUNT(gaps));
        }
        const dictum_analysis *all = test_analyse(whole, dictum__buf_slice(&text), "en", DICTUM__ANALYSE_SENTENCES);
        for (size_t p = 0; p < count; p++) {
            dictum_slice slice = {text.data + paragraphs[p].begin, paragraphs[p].end - paragraphs[p].begin};
            const dictum_analysis *one = test_analyse(alone, slice, "en", DICTUM__ANALYSE_SENTENCES);
            for (size_t i = 0; i < one->token_count; i++, token++) {
                if (token >= all->token_count ||
                    all->tokens[token].byte_start != one->tokens[i].byte_start + paragraphs[p].begin ||
                    all->tokens[token].byte_end != one->tokens[i].byte_end + paragraphs[p].begin ||
                    all->tokens[token].flags != one->tokens[i].flags ||
                    !dictum__slice_equal(dictum__token_exact(all, token), dictum__token_exact(one, i)))
                    fail_on(dictum__buf_slice(&text), "the paragraphs alone give other tokens");
            }
        }
        assert_int_equal(token, all->token_count);
    }
    dictum__buf_dispose(&text);
    dictum__analyser_free(whole);
    dictum__analyser_free(alone);
}

static void compare_with_general(dictum_analyser *quick, dictum_analyser *general, dictum_slice text, unsigned flags)
{
    const dictum_analysis *a = test_analyse(quick, text, NULL, flags);
    const dictum_analysis *b = test_analyse(general, text, NULL, flags | DICTUM__ANALYSE_GENERAL);
    if (!same_analysis(a, b))
        fail_on(text, "the short cut for ASCII gives other tokens");
}

static void the_short_cut_for_ascii_changes_nothing(void **state)
{
    (void)state;
    test_random random = test_random_begin(seed + 3);
    dictum_analyser *quick = test_analyser_new(), *general = test_analyser_new();
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (int round = 0; round < 1000000; round++) {
        dictum__buf_clear(&text);
        append_random(&random, &text, 1 + test_below(&random, 8), 0);
        compare_with_general(quick, general, dictum__buf_slice(&text), 0);
    }
    for (int round = 0; round < 200000; round++) { /* ASCII long enough for the short cut, between what is not */
        dictum__buf_clear(&text);
        for (uint32_t part = test_below(&random, 4); part < 5; part++) {
            append_random(&random, &text, test_below(&random, 4), 6);
            append_random(&random, &text, test_below(&random, 40), 0);
        }
        compare_with_general(quick, general, dictum__buf_slice(&text), 0);
    }
    for (int round = 0; round < 20000; round++) { /* a mark or a quotation mark that is ASCII only after R1 */
        dictum__buf_clear(&text);
        append_random(&random, &text, 1 + test_below(&random, 12), 1);
        compare_with_general(quick, general, dictum__buf_slice(&text), DICTUM__ANALYSE_SENTENCES);
    }
    dictum__buf_dispose(&text);
    dictum__analyser_free(quick);
    dictum__analyser_free(general);
}

/* Every string of six characters of those that R3 to R5, and R9, look at. */
static void the_short_cut_changes_nothing_on_every_short_string(void **state)
{
    (void)state;
    static const char *const alphabets[] = {"as'1. l_", "a1+#@' ."};
    dictum_analyser *quick = test_analyser_new(), *general = test_analyser_new();
    for (size_t a = 0; a < COUNT(alphabets); a++) {
        for (uint32_t number = 0; number < 1u << 18; number++) {
            char text[6];
            for (size_t i = 0; i < sizeof text; i++)
                text[i] = alphabets[a][number >> (3 * i) & 7];
            compare_with_general(quick, general, (dictum_slice){text, sizeof text}, 0);
        }
    }
    dictum__analyser_free(quick);
    dictum__analyser_free(general);
}

static void an_analyser_remembers_nothing_of_the_text_before(void **state)
{
    (void)state;
    test_random random = test_random_begin(seed + 4);
    dictum_analyser *used = test_analyser_new();
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    for (int round = 0; round < 300; round++) {
        dictum__buf_clear(&text);
        append_random(&random, &text, test_below(&random, 30), test_below(&random, 9));
        dictum_analyser *fresh = test_analyser_new();
        const char *lang = test_below(&random, 2) != 0 ? "en" : NULL;
        if (!same_analysis(test_analyse(used, dictum__buf_slice(&text), lang, DICTUM__ANALYSE_SENTENCES),
                           test_analyse(fresh, dictum__buf_slice(&text), lang, DICTUM__ANALYSE_SENTENCES)))
            fail_on(dictum__buf_slice(&text), "a fresh analyser gives other tokens");
        dictum__analyser_free(fresh);
    }
    dictum__buf_dispose(&text);
    dictum__analyser_free(used);
}

/* Up to `limit` files of one corpus; returns how many there were. */
static size_t try_corpus(const char *name, size_t limit)
{
    const char *folder = test_corpus(name);
    DIR *dir = folder == NULL ? NULL : opendir(folder);
    if (dir == NULL)
        return 0;
    dictum_analyser *quick = test_analyser_new(), *general = test_analyser_new();
    dictum_buf text;
    dictum__buf_init(&text, SIZE_MAX);
    size_t files = 0;
    for (struct dirent *entry; files < limit && (entry = readdir(dir)) != NULL;) {
        char path[8192];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || !test_read_file(path, &text))
            continue;
        files++;
        dictum_slice slice = dictum__buf_slice(&text);
        compare_with_general(quick, general, slice, DICTUM__ANALYSE_SENTENCES);
        const dictum_analysis *analysis = test_analyse(quick, slice, NULL, DICTUM__ANALYSE_SENTENCES);
        for (size_t i = 0; i < analysis->token_count; i++)
            check_token(slice, analysis, i);
        check_sentences(slice, analysis);
    }
    closedir(dir);
    dictum__buf_dispose(&text);
    dictum__analyser_free(quick);
    dictum__analyser_free(general);
    return files;
}

static void all_this_holds_of_real_text(void **state)
{
    (void)state;
    size_t files = try_corpus("fomc", SIZE_MAX) + try_corpus("sotu", 60) + try_corpus("udhr", 100) +
                   try_corpus("fed-speeches", 60);
    if (files == 0) {
        print_message("no corpora: DICTUM_CORPORA is not set\n");
        skip();
    }
    print_message("%zu files of the corpora\n", files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(token_ranges_and_sentences_are_in_order_and_on_borders),
        cmocka_unit_test(any_code_points_at_all_can_be_analysed),
        cmocka_unit_test(the_analysis_of_a_text_is_that_of_its_paragraphs),
        cmocka_unit_test(the_short_cut_for_ascii_changes_nothing),
        cmocka_unit_test(the_short_cut_changes_nothing_on_every_short_string),
        cmocka_unit_test(an_analyser_remembers_nothing_of_the_text_before),
        cmocka_unit_test(all_this_holds_of_real_text),
    };
    seed = test_seed("test_analyse_properties");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
